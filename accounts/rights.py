"""Who may do what in an organisation: each change by one act, with how it was before and after in a log that nobody changes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import AccountMail, Membership, Organisation, RightsChange, Unit, User
from accounts.services import addresses_of

LONGEST_WHY = 500
# What a row of the log holds of an account; the rest of it is no right.
FLAGS = ("is_active", "is_staff", "is_superuser")


class NotChanged(Exception):
    """The words say why nothing was changed."""


def keeps_members(by: Actor, organisation_id: int | None) -> bool:
    """Whether this person keeps who may do what there: its administrators, and whoever runs the portal."""
    if by.user is None or not by.user.is_active:
        return False
    return by.user.is_superuser or (by.user.is_staff and organisation_id in by.administers)


def rights_of(membership: Membership) -> dict[str, Any]:
    """What the log says of a membership."""
    return {
        "role": membership.role,
        "unit": membership.unit.name if membership.unit else "",
        "channels": sorted(membership.channels),
        "kinds": sorted(membership.kinds),
        "exports_lists": membership.exports_lists,
        "takes_complaints": membership.takes_complaints,
        "custodian": membership.custodian,
        "reads_only": membership.reads_only,
        "until": membership.until.isoformat() if membership.until else "",
    }


def write_change(
    *,
    by: Actor,
    act: RightsChange.Act,
    organisation: Organisation | None = None,
    person: User | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> RightsChange:
    """A line of the log; of what is the same before and after nothing is said. In the transaction of the change itself."""
    return RightsChange.objects.create(
        organisation=organisation,
        act=act,
        person=f"user:{person.pk}" if person is not None else "",
        before=before or {},
        after=after or {},
        by=by.label,
        at=at or timezone.now(),
    )


@contextmanager
def held_membership(by: Actor, membership: Membership, at: datetime) -> Iterator[Membership]:
    """A membership, locked, for who keeps it; never one's own: nobody gives themselves a right. What changed is logged."""
    with transaction.atomic():
        rows = Membership.objects.select_for_update(of=("self",), no_key=True)
        held = rows.select_related("organisation", "unit", "user").get(pk=membership.pk)
        if not keeps_members(by, held.organisation_id):
            raise NotChanged(_("只有本机构的管理员可以改。没有改动。"))
        if by.user is not None and by.user.pk == held.user_id:
            raise NotChanged(_("自己的权限要由另一位管理员改。没有改动。"))
        before = rights_of(held)
        yield held
        after = rights_of(held)
        if before != after:
            held.save()
            about: dict[str, Any] = {"organisation": held.organisation, "person": held.user}
            write_change(by=by, act=RightsChange.Act.CHANGED, before=before, after=after, at=at, **about)


def set_rights(
    *,
    by: Actor,
    membership: Membership,
    role: str,
    unit: Unit | None,
    channels: Sequence[str],
    kinds: Sequence[str],
    exports_lists: bool,
    until: date | None,
    takes_complaints: bool = False,
    custodian: bool = False,
    reads_only: bool = False,
    at: datetime | None = None,
) -> Membership:
    """What somebody may do from now on. Raises NotChanged."""
    at = at or timezone.now()
    with held_membership(by, membership, at) as held:
        check_role(held.organisation, role)
        if unit is not None and unit.organisation_id != held.organisation_id:
            raise NotChanged(_("这个科室不是本机构的。没有改动。"))
        if until is not None and until < timezone.localdate(at) and until != held.until:
            raise NotChanged(_("“做到哪一天”已经过去。要他今天起不再办，用“离开机构”。没有改动。"))
        held.role, held.unit, held.until = role, unit, until
        held.channels, held.kinds = sorted(set(channels)), sorted(set(kinds))
        held.exports_lists = exports_lists and role not in Membership.WITHOUT_CASES
        held.reads_only = reads_only and role == Membership.Role.CASEWORKER
        # Whoever takes a complaint down acts at the desk; a law firm is nobody's desk.
        held.takes_complaints = (
            takes_complaints and not held.reads_only and role in Membership.TAKING_COMPLAINTS
        )
        held.custodian = custodian and not held.reads_only and role not in Membership.WITHOUT_CASES
    return held


def check_role(organisation: Organisation, role: str) -> None:
    """Lawyers are those of a law firm, and nobody else's."""
    if role not in Membership.Role.values:
        raise NotChanged(_("请选角色。没有改动。"))
    at_firm = organisation.kind == Organisation.Kind.LAW_FIRM
    if role != Membership.Role.ADMINISTRATOR and at_firm != (role == Membership.Role.LAWYER):
        raise NotChanged(_("这种机构没有这个角色。没有改动。"))


def end_membership(*, by: Actor, membership: Membership, at: datetime | None = None) -> Membership:
    """Today is not part of it any more: from now on it opens nothing."""
    at = at or timezone.now()
    with held_membership(by, membership, at) as held:
        held.until = timezone.localdate(at) - timedelta(days=1)
    return held


def set_leave(
    *,
    by: Actor,
    membership: Membership,
    first: date | None,
    last: date | None,
    deputy: User | None,
    at: datetime | None = None,
) -> Membership:
    """From when until when somebody is away, and who is told of their cases meanwhile; None for nobody, or for not at all.

    One says it of oneself, or who keeps the members does. The deputy gets no right by it: who does not see a case is not
    told of it.
    """
    at = at or timezone.now()
    with transaction.atomic():
        rows = Membership.objects.select_for_update(of=("self",), no_key=True)
        held = rows.select_related("organisation", "user").get(pk=membership.pk)
        own = by.user is not None and by.user.pk == held.user_id
        if not own and not keeps_members(by, held.organisation_id):
            raise NotChanged(_("只有本人或者本机构的管理员可以改。没有改动。"))
        if (first is None) != (last is None) or (first and last and last < first):
            raise NotChanged(_("请写从哪天到哪天。没有改动。"))
        if deputy is not None and (
            deputy.pk == held.user_id or not _works_at(deputy, held.organisation_id, at)
        ):
            raise NotChanged(_("代理的人要是本机构另一位在职的同事。没有改动。"))
        before = _leave_of(held)
        held.away_from, held.away_until = first, last
        held.deputy = deputy if first else None
        held.save(update_fields=["away_from", "away_until", "deputy"])
        if before != (after := _leave_of(held)):
            about: dict[str, Any] = {"organisation": held.organisation, "person": held.user}
            write_change(by=by, act=RightsChange.Act.AWAY, before=before, after=after, at=at, **about)
    return held


def _works_at(person: User, organisation_id: int, at: datetime) -> bool:
    return Membership.objects.at_work(at).filter(user=person, organisation=organisation_id).exists()


def _leave_of(membership: Membership) -> dict[str, Any]:
    return {
        "away_from": membership.away_from.isoformat() if membership.away_from else "",
        "away_until": membership.away_until.isoformat() if membership.away_until else "",
        "deputy": f"user:{membership.deputy_id}" if membership.deputy_id else "",
    }


def set_unit(
    *,
    by: Actor,
    organisation: Organisation,
    name: str,
    channels: Sequence[str],
    kinds: Sequence[str],
    unit: Unit | None = None,
    at: datetime | None = None,
) -> Unit:
    """A unit and what it deals with; with ``unit`` that one from now on."""
    at, name = at or timezone.now(), " ".join(name.split())
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        if not keeps_members(by, organisation.pk):
            raise NotChanged(_("只有本机构的管理员可以改。没有改动。"))
        if not name or len(name) > 80:
            raise NotChanged(_("请写科室的名称，最多 80 字。没有改动。"))
        others = Unit.objects.filter(organisation=organisation)
        if others.filter(name=name).exclude(pk__in=[unit.pk] if unit else []).exists():
            raise NotChanged(_("已经有这个名称的科室。没有改动。"))
        held = others.get(pk=unit.pk) if unit else Unit(organisation=organisation)
        before = _unit_of(held) if unit else {}
        held.name, held.channels, held.kinds = name, sorted(set(channels)), sorted(set(kinds))
        held.save()
        if before != (after := _unit_of(held)):
            write_change(
                by=by, act=RightsChange.Act.UNIT, organisation=organisation, before=before, after=after, at=at
            )
    return held


def _unit_of(unit: Unit) -> dict[str, Any]:
    return {"unit": unit.name, "channels": sorted(unit.channels), "kinds": sorted(unit.kinds)}


def set_identity(
    *, by: Actor, organisation: Organisation, identity: str, at: datetime | None = None
) -> Organisation:
    """How a complainant's identity opens to who works there, from now on."""
    with transaction.atomic():
        held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        if not keeps_members(by, held.pk):
            raise NotChanged(_("只有本机构的管理员可以改。没有改动。"))
        if identity not in Organisation.Identity.values:
            raise NotChanged(_("请选一种。没有改动。"))
        before, held.identity = held.identity, identity
        held.save(update_fields=["identity"])
        if before != identity:
            was, now = {"identity": before}, {"identity": identity}
            act = RightsChange.Act.ORGANISATION
            write_change(by=by, act=act, organisation=held, before=was, after=now, at=at)
    return held


# ── What who runs the portal changes in the administration ───────────────────────────────────────────────────────────


def membership_changed(*, by: Actor, before: Membership | None, after: Membership | None) -> None:
    """A membership was made, changed or removed; of one that moved to another organisation, both are told."""
    if before and after and before.organisation_id != after.organisation_id:
        membership_changed(by=by, before=before, after=None)
        before = None
    was, now = (rights_of(one) if one else {} for one in (before, after))
    if was == now or (row := after or before) is None:
        return
    act = (
        RightsChange.Act.CHANGED
        if before and after
        else RightsChange.Act.JOINED
        if after
        else RightsChange.Act.ENDED
    )
    about: dict[str, Any] = {"organisation": row.organisation, "person": row.user}
    write_change(by=by, act=act, before=was, after=now, **about)


def account_changed(*, by: Actor, before: User | None, after: User) -> None:
    """What an account may enter at all."""
    was, now = ({name: getattr(one, name) for name in FLAGS} if one else {} for one in (before, after))
    for organisation in _organisations_of(after) if was != now else ():
        about: dict[str, Any] = {"organisation": organisation, "person": after}
        write_change(by=by, act=RightsChange.Act.ACCOUNT, before=was, after=now, **about)


def organisation_changed(*, by: Actor, before: Organisation | None, after: Organisation) -> None:
    """Whether anybody works there at all."""
    was, now = ({"active": one.active, "identity": one.identity} if one else {} for one in (before, after))
    if was != now:
        act = RightsChange.Act.ORGANISATION
        write_change(by=by, act=act, organisation=after, before=was, after=now)


# ── A lost second factor ─────────────────────────────────────────────────────────────────────────────────────────────


def may_reset(by: Actor, person: User) -> bool:
    """Never one's own. Of who runs the portal another who does; of everybody else an administrator of each organisation for
    which they work: who keeps one of them opens no way into another."""
    if by.user is None or by.user.pk == person.pk or not by.user.is_active:
        return False
    if by.user.is_superuser:
        return True
    theirs = {one.organisation_id for one in Membership.objects.today().filter(user=person)}
    return bool(theirs) and not person.is_superuser and all(keeps_members(by, one) for one in theirs)


def reset_second_factor(*, by: Actor, person: User, why: str, at: datetime | None = None) -> None:
    """Take the lost authenticator, passkeys and recovery codes from an account, and end its sign-ins: its owner sets up
    another with the next sign-in, before any case opens. They are told by mail. Raises NotChanged."""
    at, why = at or timezone.now(), why.strip()
    with transaction.atomic():
        held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if not may_reset(by, held):
            raise NotChanged(_("第二重验证要由另一位管理员重设。没有改动。"))
        if not why or len(why) > LONGEST_WHY:
            raise NotChanged(_("请写明怎样核实了是本人，最多 %d 字。没有改动。") % LONGEST_WHY)
        lost = Authenticator.objects.filter(user=held)
        kinds = sorted(lost.values_list("type", flat=True))
        lost.delete()
        sign_ins = UserSession.objects.filter(user=held)
        Session.objects.filter(session_key__in=list(sign_ins.values_list("session_key", flat=True))).delete()
        sign_ins.delete()
        for organisation in _organisations_of(held):
            write_change(
                by=by,
                act=RightsChange.Act.FACTOR_RESET,
                organisation=organisation,
                person=held,
                before={"second_factor": kinds},
                after={"second_factor": [], "why": why},
                at=at,
            )
        AccountMail.objects.bulk_create(
            AccountMail(kind=AccountMail.Kind.FACTOR_RESET, to=to, created_at=at, due_at=at)
            for to in addresses_of(held)
        )


def _organisations_of(person: User) -> list[Organisation | None]:
    """For which somebody works; one line for none where there is none."""
    return [
        one.organisation
        for one in Membership.objects.today().filter(user=person).select_related("organisation")
    ]
