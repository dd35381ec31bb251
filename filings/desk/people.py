"""Who works at an organisation, as who keeps its members reads it: what they may do, and every change of that. No case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Membership, Organisation, RightsChange, User
from complaints.models import Kind
from filings.desk.standing import person_name
from filings.models import Recipient
from legal.corpus import load

MOST_CHANGES = 100


@dataclass(frozen=True)
class Member:
    row: Membership
    name: str
    unit: str
    part: str  # what of the desk they see, in words; "" for all
    second_factor: bool
    ended: bool
    away: str  # "" for who is there


def organisations_of(by: Actor) -> list[Organisation]:
    """Those whose members this person keeps."""
    rows = Organisation.objects.all()
    if not (by.user and by.user.is_superuser):
        rows = rows.filter(pk__in=by.administers)
    return list(rows.order_by("name"))


def members_of(organisation: Organisation, today: date) -> list[Member]:
    """Who is there by name, then who has left."""
    factor = Exists(Authenticator.objects.filter(user=OuterRef("user")))
    rows = Membership.objects.filter(organisation=organisation).select_related("user", "unit", "deputy")
    found = [member(one, today) for one in rows.annotate(second_factor=factor).order_by("user__username")]
    return sorted(found, key=lambda one: one.ended)


def member(row: Membership, today: date) -> Member:
    return Member(
        row,
        person_name(row.user),
        row.unit.name if row.unit else "",
        part_words(row),
        bool(getattr(row, "second_factor", False)),
        (row.until is not None and row.until < today) or not row.user.is_active,
        away_words(row, today),
    )


def part_words(row: Membership) -> str:
    """What of the desk somebody sees; "" for all of it."""
    if (part := row.part) is None:
        return ""
    told = ((channel_label, part.channels), (kind_label, part.kinds))
    return "；".join(_listed(label, names) for label, names in told if names is not None)


def _listed(label: Any, names: Iterable[str] | None) -> str:
    return "、".join(label(one) for one in sorted(names or ())) or _("没有")


def channel_label(name: str) -> str:
    channel = load().channels.get(name)
    return channel.title if channel else name


def kind_label(kind: str) -> str:
    return str(Kind(kind).label) if kind in Kind.values else kind


def away_words(row: Membership, today: date) -> str:
    """That somebody is away today, until when, and who stands in."""
    if not row.is_away(today):
        return ""
    words = _("休假到 %s") % f"{row.away_until:%Y-%m-%d}"
    return (
        _("%(away)s，由%(name)s代理") % {"away": words, "name": person_name(row.deputy)}
        if row.deputy
        else words
    )


def away_at(by: Actor, today: date) -> dict[int, str]:
    """Of one's desks who is away today, in words."""
    rows = Membership.objects.at_work().filter(
        organisation__in=by.desk_ids, away_from__lte=today, away_until__gte=today
    )
    return {one.user_id: away_words(one, today) for one in rows.select_related("deputy")}


def channels_of(organisation: Organisation, kept: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The channels that end there, by title; those that somebody's rights name beside them."""
    used = Recipient.objects.filter(organisation=organisation).values_list("channel", flat=True)
    return [(one, channel_label(one)) for one in sorted({*used, *kept})]


# ── The log ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Change:
    at: datetime
    what: str
    person: str
    by: str
    differences: list[tuple[str, str, str]]  # what, before, after


def changes_of(organisation: Organisation, person: User | None = None) -> list[Change]:
    """The newest of the log of an organisation, or of one person there."""
    rows = RightsChange.objects.filter(organisation=organisation)
    if person is not None:
        rows = rows.filter(person=f"user:{person.pk}")
    found = list(rows[:MOST_CHANGES])
    labels = {label for one in found for label in (one.person, one.by, *_people_in(one))}
    names = _names(labels)
    return [
        Change(
            one.at,
            str(RightsChange.Act(one.act).label) if one.act in RightsChange.Act.values else one.act,
            names.get(one.person, ""),
            names.get(one.by, ""),
            _differences(one.before, one.after, names),
        )
        for one in found
    ]


def _people_in(row: RightsChange) -> list[str]:
    return [side["deputy"] for side in (row.before, row.after) if side.get("deputy")]


def _names(labels: Iterable[str]) -> dict[str, str]:
    known = [one for one in labels if one]
    ids = [int(one.removeprefix("user:")) for one in known if one.startswith("user:")]
    people = {f"user:{pk}": person_name(one) for pk, one in User.objects.in_bulk(ids).items()}
    return {one: people.get(one) or (_("系统") if one.startswith("system:") else "—") for one in known}


def _differences(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    labels = {
        "role": _("角色"),
        "unit": _("科室"),
        "channels": _("渠道"),
        "kinds": _("种类"),
        "exports_lists": _("可以导出清单"),
        "takes_complaints": _("可以登记来电、来访、来信"),
        "custodian": _("身份保管人"),
        "reads_only": _("只看不办"),
        "identity": _("投诉人身份"),
        "until": _("截止"),
        "away_from": _("休假从"),
        "away_until": _("休假到"),
        "deputy": _("代理的人"),
        "second_factor": _("第二重验证"),
        "why": _("怎样核实了是本人"),
        "is_active": _("账号启用"),
        "is_staff": _("可以进办案台"),
        "is_superuser": _("管理平台"),
        "active": _("机构启用"),
        "invitation": _("邀请的编号"),
    }
    return [
        (label, _told(name, before.get(name), names), _told(name, after.get(name), names))
        for name, label in labels.items()
        if before.get(name) != after.get(name) and (before.get(name) or after.get(name))
    ]


def _told(name: str, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name == "role" and value in Membership.Role.values:
        return str(Membership.Role(value).label)
    if name == "identity" and value in Organisation.Identity.values:
        return str(Organisation.Identity(value).label)
    if name == "deputy":
        return names.get(str(value), "—") if value else "—"
    if name == "second_factor":
        return _("有") if value else _("没有")
    if isinstance(value, list):
        label = {"channels": channel_label, "kinds": kind_label}.get(name, str)
        return "、".join(label(one) for one in value) or _("全部")
    return str(value or "—")
