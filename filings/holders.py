"""Who holds or can open what of a case, and why: the page "谁能看这件投诉".

Every line rests on what the gates ask: ``Access.in_force``, ``FilingQuerySet.content_open``, ``Membership.at_work``. What
left the portal (a mail, papers handed in) is held by whoever got it, and no gate opens or closes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from complaints.models import Access, Act, Complaint, LedgerEntry
from core.days import day_read
from filings.desk.standing import person_name
from filings.models import Filing, Mediation, Retention
from filings.models.filings import FilingQuerySet
from filings.moves import State
from filings.services import last_day_to_name, lawyer_today
from filings.ways.table import part_of

WHOLE, SENT, NOTHING = "whole", "sent", ""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """``opens``: what opens here today, WHOLE the case, SENT the content and files of ``filing``, NOTHING."""

    name: str
    opens: str
    words: str
    filing: Filing | None = None
    access: Access | None = None


def holders(
    complaint: Complaint, *, filings: Iterable[Filing] | None = None, at: datetime | None = None
) -> list[Holder]:
    """Everybody who holds or can open something of a case, its complainant first; ``filings`` come from ``followed``."""
    at = at or timezone.now()
    rows = followed(complaint, at) if filings is None else filings
    left = [one for one in rows if one.left]  # type: ignore[attr-defined]
    # Only of what was withdrawn is it told by which law a desk keeps it.
    prefetch_related_objects([one for one in left if one.closes_at is not None], "retentions")
    granted = list(_granted(complaint, at))
    code = any(one.why == Access.Why.CODE and one.opens for one in granted)  # type: ignore[attr-defined]
    said = _("能看全部；谁拿着案件码，谁就能看") if code else _("能看全部")
    found = [Holder(name=_("您自己"), opens=WHOLE, words=said)]
    helping = [one for one in granted if one.why == Access.Why.HELPER and one.opens]  # type: ignore[attr-defined]
    found += [_of_help(complaint, one) for one in helping]
    found += [of_filing(filing) for filing in left]
    found += _invited([one for one in left if one.mediation])
    return found + _of_shares(complaint, [one for one in granted if one.why == Access.Why.SHARED])


def _invited(filings: list[Filing]) -> list[Holder]:
    """The respondents that were invited to a mediation, by what they were told then."""
    if not filings:
        return []
    rows = Mediation.objects.filter(filing__in=filings, consent__isnull=False, invited_at__isnull=False)
    words = _("%(day)s 邀请它调解时告诉了它：%(what)s；收不回")
    return [
        Holder(
            name=one.respondent,
            opens=NOTHING,
            words=words
            % {
                "day": day_read(timezone.localdate(one.invited_at)),
                "what": _("、").join(_(what) for what in one.consent.information),
            },
        )
        for one in rows.select_related("consent")
        if one.consent is not None
    ]


def _of_help(complaint: Complaint, access: Access) -> Holder:
    """Who filed for an adult, by the name that they gave; or the guardian from whom a child took over."""
    party = complaint.helper
    name = party.name if party is not None else _("监护人")
    words = _("帮忙的人：能看全部、补证据文件，不能同意、发出")
    return Holder(name=name, opens=WHOLE, words=words, access=access)


def followed(complaint: Complaint, at: datetime) -> QuerySet[Filing]:
    """The filings of a case, each with whether it has ``left`` or may have, whether its desk may read it, whether
    somebody is there, and how many others of the case are open to the same organisation."""
    at_work = Membership.objects.at_work(at).filter(organisation=OuterRef("organisation"))
    readable = Filing.objects.content_open(at).filter(pk=OuterRef("pk"))
    same_desk = (
        _open_at(complaint, at).filter(organisation=OuterRef("organisation")).exclude(pk=OuterRef("pk"))
    )
    counted = same_desk.order_by().values("organisation").annotate(n=Count("pk")).values("n")
    return (
        Filing.objects.filter(complaint=complaint)
        .select_related("recipient", "organisation", "consent")
        .annotate(
            left=Exists(Filing.objects.reached().filter(pk=OuterRef("pk"))),
            readable=Exists(readable),
            somebody=Exists(at_work),
            others_open=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        )
        .order_by("prepared_at")
    )


def _open_at(complaint: Complaint, at: datetime) -> FilingQuerySet:
    """The filings of a case that lie open at a desk of this portal."""
    filings = Filing.objects.filter(complaint=complaint, organisation__isnull=False, sent_at__isnull=False)
    return filings.content_open(at)


def shares(complaint: Complaint, at: datetime) -> QuerySet[Access]:
    """What was shared, the newest first, each with whether it goes on, whether it opens, whether somebody is there to
    read by it, and as whose lawyer its person works today."""
    return _granted(complaint, at).filter(why=Access.Why.SHARED)


def _granted(complaint: Complaint, at: datetime) -> QuerySet[Access]:
    """The same of every access but those of what was sent."""
    today = Membership.objects.today(at)
    member = Exists(today.filter(user=OuterRef("user"), organisation=OuterRef("firm")))
    anybody = Exists(today.filter(organisation=OuterRef("organisation"), user__is_active=True))
    lawyer = lawyer_today(at)
    granted = Exists(Access.objects.granted(at).filter(pk=OuterRef("pk")))
    opens = Exists(Access.objects.in_force(at).filter(pk=OuterRef("pk")))
    there = Q(user__isnull=False, firm__isnull=True) | member | anybody
    return (
        Access.objects.filter(complaint=complaint)
        .exclude(why=Access.Why.SENT)
        .select_related("user", "organisation", "firm")
        .annotate(granted=granted, opens=opens, there=Case(When(there, then=True), default=False))
        .annotate(
            firm_today=Subquery(lawyer.values("organisation")[:1]),
            firm_today_name=Subquery(lawyer.values("organisation__name")[:1]),
        )
        .order_by("-pk")
    )


def of_filing(filing: Filing) -> Holder:
    """What the recipient of a filing has of it; ``filing`` comes from ``followed``."""
    name = _("%(name)s（%(more)s）") % {
        "name": filing.addressee,
        "more": _("，").join((_(filing.channel_title), str(filing.get_way_display()))),
    }
    if not part_of(filing.way).at_desk:
        return Holder(name=name, opens=NOTHING, words=_outside(filing), filing=filing)
    readable, somebody = filing.readable, filing.somebody  # type: ignore[attr-defined]
    words = _at_desk(filing, readable)
    if readable and not somebody:
        words = _("机构停用或者没有人在岗，现在没有人能打开。恢复以后：%s") % words
    if filing.closes_at is not None and somebody:
        words += _elsewhere(filing.others_open)  # type: ignore[attr-defined]
    return Holder(
        name=_("%(name)s（%(more)s）") % {"name": filing.addressee, "more": _(filing.channel_title)},
        opens=SENT if readable and somebody else NOTHING,
        words=words,
        filing=filing,
    )


def holder_of(filing: Filing, *, at: datetime | None = None) -> Holder | None:
    """The line of one filing; None where nobody has or may have it."""
    row = followed(filing.complaint, at or timezone.now()).get(pk=filing.pk)
    return of_filing(row) if row.left else None  # type: ignore[attr-defined]


def on_withdrawal(filing: Filing) -> str:
    """What follows from withdrawing the consent to a filing as it stands now, before it is done."""
    if not filing.gone_out:
        return _("还没有发出，撤回后就不会发。")
    if not part_of(filing.way).at_desk:
        return str(part_of(filing.way).withdrawn)
    others = _open_at(filing.complaint, timezone.now()).filter(organisation=filing.organisation_id)
    elsewhere = _elsewhere(others.exclude(pk=filing.pk).count())
    if filing.state in (State.SENT, State.SENT_UNKNOWN, State.ACKNOWLEDGED):
        closed = _("撤回后它在这一件里马上打不开内容和文件。")
        return str(part_of(filing.way).withdrawn) + closed + elsewhere
    kept = _(
        "它受理或者答复过：到 %s 为止它仍能看内容和文件；到那天不写明继续保存的法律依据和期限，之后关闭。它作出的处理保留。"
    )
    day = last_day_to_name(timezone.localdate())
    return str(part_of(filing.way).withdrawn) + kept % day_read(day) + elsewhere


def _elsewhere(others: int) -> str:
    """That what one withdrawal closes may lie open at the same organisation in another filing; "" where it does not."""
    told = _("同一机构手里还有这件投诉的另 %d 件，那里的内容和文件照样能看，包括相同的。")
    return told % others if others else ""


def _outside(filing: Filing) -> str:
    if filing.state == State.SENT_UNKNOWN:
        return _("是否收到不明；收到的，本平台收不回")
    if filing.sent_at is None:
        return _("是否收到不明；您已撤回同意，收到的，本平台收不回")
    if filing.consent.withdrawn_at is not None:
        return _("手里有您提供的材料；您已撤回同意，但本平台收不回")
    return _("手里有您提供的材料，本平台收不回")


def _at_desk(filing: Filing, readable: bool) -> str:
    if filing.closes_at is None:
        return _("只能看您同意提供给它的内容，看一次记一次")
    seen = _("它已确认知悉。") if filing.withdrawal_seen_at else _("它还没有确认知悉。")
    seen += _listed(filing)
    if not readable:
        return _("您已撤回同意，内容和文件已经关闭，只看得到案号、日期和它自己办理过的事。%s") % seen
    day = day_read(timezone.localdate(filing.closes_at - timedelta(microseconds=1)))
    kept: list[Retention] = list(filing.retentions.all())
    if kept:
        words = _("您已撤回同意。它写明的依据：%(basis)s，%(rule)s；到 %(day)s 为止能看，之后关闭。") % {
            "basis": kept[-1].get_basis_display(),
            "rule": kept[-1].rule,
            "day": day,
        }
        return words + _listed(filing)
    return _(
        "您已撤回同意。它受理或者答复过：到 %(day)s 为止它仍能看内容和文件；到那天不写明继续保存的法律依据，之后关闭。%(seen)s"
    ) % {"day": day, "seen": seen}


def _listed(filing: Filing) -> str:
    """That the desk took it out in a list before, which a withdrawal does not undo; "" where it did not."""
    entries = LedgerEntry.objects.filter(
        complaint=filing.complaint_id, act=Act.CASE_READ, detail__has_key="list"
    )
    if not any(filing.organisation_id in entry.organisation_ids for entry in entries):
        return ""
    return _("它导出的清单里有过这一件；已经下载的，本平台收不回。")


def _of_shares(complaint: Complaint, rows: list[Access]) -> list[Holder]:
    """With whom it is shared; then who took a bundle with them when their share ended, each once."""
    taken = _bundles_taken(complaint) if rows else []
    going_on = [access for access in rows if access.granted]  # type: ignore[attr-defined]
    found = [_of_share(access, took=_took(access, taken)) for access in reversed(going_on)]
    named = {(access.user_id, access.organisation_id) for access in going_on}
    for access in rows:
        who = (access.user_id, access.organisation_id)
        if who not in named and _took(access, taken):
            words = _("授权已结束；导出或者下载过案卷，收不回")
            found.append(Holder(name=name_of(access), opens=NOTHING, words=words))
            named.add(who)
    return found


def took_bundle(access: Access) -> bool:
    """Whether whom a case is or was shared with has made or fetched a bundle of it."""
    return _took(access, _bundles_taken(access.complaint))


def _bundles_taken(complaint: Complaint) -> list[LedgerEntry]:
    fetched = Q(act=Act.CASE_READ, detail__what="export") | Q(act=Act.EXHIBIT_READ, detail__what="original")
    return list(LedgerEntry.objects.filter(Q(act=Act.EXPORTED) | fetched, complaint=complaint))


def _took(access: Access, taken: Iterable[LedgerEntry]) -> bool:
    if access.user_id is not None:
        return any(entry.actor == f"user:{access.user_id}" for entry in taken)
    return any(access.organisation_id in entry.organisation_ids for entry in taken)


def _of_share(access: Access, *, took: bool) -> Holder:
    holder = _opened_by(access)
    return replace(holder, words=holder.words + _("；导出或者下载过案卷，收不回")) if took else holder


def _opened_by(access: Access) -> Holder:
    name, opens, there = name_of(access), access.opens, access.there  # type: ignore[attr-defined]
    if access.accepted_at is None:
        return Holder(name=name, opens=NOTHING, words=_("还没有接受授权，什么都看不到"), access=access)
    if not (opens and there):
        return Holder(name=name, opens=NOTHING, words=_suspended(access), access=access)
    words = _("能看全部，%s 起") % day_read(timezone.localdate(access.since))
    if access.until:
        words += _("，到 %s 为止") % day_read(timezone.localdate(access.until))
    if access.scope:
        words += _("，请对方做的：%s") % access.get_scope_display()
    if access.covered:
        words += _("，%d 件只看得到遮盖副本") % len(access.covered)
    if access.organisation_id is not None:
        words += _("；现在能打开的人：%s") % _("、").join(_who_opens(access.organisation_id))
    return Holder(name=name, opens=WHOLE, words=words, access=access)


def _who_opens(organisation: int) -> list[str]:
    """Whom a share with a whole firm opens the case to today, as ``Actor.organisation_ids`` has it."""
    members = Membership.objects.today().filter(organisation=organisation, user__is_active=True)
    at_cases = members.exclude(role__in=Membership.WITHOUT_CASES).select_related("user").order_by("pk")
    return [person_name(one.user) for one in at_cases]


def _suspended(access: Access) -> str:
    """Why a share opens nothing, and what would let it go on."""
    changed = _("授权已暂停：对方的任职或者所在机构有变化，现在什么都看不到。")
    firm = access.firm_today  # type: ignore[attr-defined]
    if access.organisation_id is not None or (firm is not None and firm == access.firm_id):
        return changed + _("您确认以后才恢复")
    if firm is None:
        return changed + _("对方现在不是律所的律师，不能恢复；要让对方看，请重新授权")
    name = access.firm_today_name  # type: ignore[attr-defined]
    return changed + _("对方现在是“%s”的律师：您确认、对方再接受以后才恢复") % name


def name_of(access: Access) -> str:
    """With whom a case is shared: the person with their firm, or the organisation."""
    if access.organisation is not None:
        return access.organisation.name
    name = person_name(access.user) if access.user else ""
    return _("%(name)s（%(more)s）") % {"name": name, "more": access.firm.name} if access.firm else name
