"""Who stands where towards a filing and may read what of it; the one way to take hold of it before changing it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Complaint, Subscription
from complaints.services import owns
from core.language import gettext as _
from core.written_once import WrittenOnce
from documents.bundle.audience import AUDIENCES, REDACTED
from evidence.models import Exhibit
from filings.models import Filing, Note, Recipient, Supplement, whole_case
from filings.ways.table import is_carried, part_of

COURT = "court"
OUTBOX = Actor.system("outbox")


class Refused(Exception):
    """An act that is not allowed, or not now. The message is for people: what happened, what to do."""


class Outdated(Refused):
    """What was agreed to reads otherwise now: it is to be read again (个人信息保护法 14)."""


def sees_whole_case(by: Actor, complaint_id: UUID) -> bool:
    """The complainant, whoever they shared the case with, and the portal's own commands."""
    return bool(by.machine) or whole_case(by).filter(complaint=complaint_id).exists()


def check_reachable(recipient: Recipient) -> None:
    """Refused where nothing can be sent now: a recipient out of use, or a desk of this portal where nobody works."""
    if not recipient.reachable:
        raise Refused(
            _("“%s”现在不接收材料，没有提交，也没有改动任何内容。请另选一个接收方。") % recipient.name
        )


def runs_portal(by: Actor) -> bool:
    """Whoever answers for the portal: a superuser, or a command on its own machine. The outbox is only a worker."""
    if by.machine:
        return by.machine != OUTBOX.machine
    return bool(by.user and by.user.is_active and by.user.is_superuser)


def roles(by: Actor, filing: Filing) -> set[str]:
    """As whom this actor may move the filing; the words of ``filings.moves``. Nobody decides a case of their own.

    ``reader``: who reads at its desk and acts in nothing. ``closed_desk``: where a withdrawal closed the content, its desk
    can only take note of that.
    """
    if by.machine == OUTBOX.machine:
        return {"outbox"}
    found = {"portal"} if runs_portal(by) else set()
    if owns(by, filing.complaint_id):
        found.add("owner")
        if not part_of(filing.way).at_desk:
            found.add("witness")
        if not is_carried(filing.way):
            found.add("bearer")
    elif filing.sent_at is not None and by.sits_at(
        filing.organisation_id,
        channel=filing.channel,
        kind=lambda: filing.complaint.kind,
        case_id=filing.complaint_id,
    ):
        acts = "closed_desk" if filing.content_closed else "desk"
        found.add("reader" if filing.organisation_id in by.reads_only else acts)
    return found


def colleagues(filing: Filing, at: datetime | None = None) -> models.QuerySet[User]:
    """Who may have a filing on their desk: who works today at the organisation that it was sent to, and may act in it there."""
    return _colleagues(
        filing.organisation_id,
        filing.channel,
        filing.complaint.kind,
        filing.complaint_id,
        at or timezone.now(),
    )


def _colleagues(
    organisation: int | None, channel: str, kind: str, case_id: UUID, at: datetime
) -> models.QuerySet[User]:
    here = Membership.objects.at_work(at).filter(organisation=organisation, reads_only=False)
    members = here.seeing(channel=channel, kind=kind, case_id=case_id)
    return User.objects.filter(pk__in=members.values("user"))


def colleagues_in_order(filing: Filing) -> list[User]:
    """The same, by the name that they sign in with."""
    if filing.organisation_id is None:
        return []
    case = filing.channel, filing.complaint.kind, filing.complaint_id
    return _COLLEAGUES(filing.organisation_id, *case, timezone.now())


_COLLEAGUES = WrittenOnce(lambda *given: _colleagues(*given).order_by("username"))


def notes_for(by: Actor, filing: Filing) -> models.QuerySet[Note]:
    """The words that this actor may read: internal ones are the desk's alone."""
    if roles(by, filing) & {"desk", "reader"}:
        return filing.notes.all()
    return filing.notes.exclude(kind=Note.Kind.INTERNAL)


def hold_case(complaint_id: UUID, *fields: str) -> Complaint:
    """Lock a case for the rest of the transaction. Always first, so that two acts never wait for each other crosswise.

    All of it is read, or these ``fields`` alone; with it, whether news of it may go out by any way (``subscribed``).
    """
    ways = Subscription.objects.filter(complaint=models.OuterRef("pk"))
    cases = Complaint.objects.select_for_update(no_key=True).annotate(subscribed=models.Exists(ways))
    return (cases.only(*fields) if fields else cases).get(pk=complaint_id)


def hold(by: Actor, filing: Filing) -> Filing:
    """Lock the case, then the filing, and return it as it is now. Filing.DoesNotExist for who may not see it."""
    case = hold_case(filing.complaint_id)
    seen = Filing.objects.all() if by.machine or runs_portal(by) else Filing.objects.within_reach(by)
    held = (
        seen.select_for_update(of=("self",), no_key=True)
        .select_related("consent", "recipient", "organisation")
        .get(pk=filing.pk)
    )
    held.complaint = case
    return held


# ── As which copy an exhibit with parts covered goes: the covered one, but to a court or one's own lawyer on request ──


def covered_by(exhibit: Exhibit) -> str:
    """The id of the redaction as whose copy an exhibit goes to others; "" for one in which nothing is covered."""
    copy = exhibit.redacted_copy
    return str(copy.redaction_id) if copy is not None and copy.ready else ""


def takes_uncovered(recipient: Recipient) -> bool:
    """A court, and no desk that is anything else beside: what a desk was given once it can read for every purpose."""
    if recipient.channel != COURT:
        return False
    desk = recipient.organisation_id
    return desk is None or not Recipient.objects.filter(organisation=desk).exclude(channel=COURT).exists()


def uncovered_for(recipient: Recipient, exhibits: Iterable[Exhibit], wanted: Iterable[Any]) -> frozenset[str]:
    """The ids of the exhibits that this recipient gets uncovered. Refused for whom nobody may choose that, and for what
    does not go along or has nothing covered."""
    chosen = frozenset(str(getattr(one, "pk", one)) for one in wanted)
    if chosen and not takes_uncovered(recipient):
        raise Refused(_("没有遮盖的副本只能给法院；给这个接收方的只能是遮盖副本。没有改动任何内容。"))
    if chosen - {str(one.pk) for one in exhibits if covered_by(one)}:
        raise Refused(_("选了给没有遮盖的副本，但其中有的文件没有附上，或者没有遮盖过。请重新选择。"))
    return chosen


def covered_exhibits(complaint: Complaint) -> list[Exhibit]:
    """Those of a case of which a covered copy was made."""
    held = Exhibit.objects.of_case(complaint.pk).select_related("sealed").with_copies()
    return [one for one in held if not one.erased and covered_by(one)]


def withheld_from(by: Actor, complaint_id: UUID) -> frozenset[str]:
    """The exhibits of a case that this actor, to whom it was shared, sees covered alone."""
    if by.machine:
        return frozenset()
    rows = [set(one.covered) for one in whole_case(by).filter(complaint=complaint_id)]
    return frozenset(str(one) for one in set.intersection(*rows)) if rows else frozenset()


def check_withheld(by: Actor, case_id: UUID, made_for: str, order: Mapping[str, Any]) -> None:
    """Refused where a bundle of this order would show its orderer or reader what they see covered alone: as an exhibit,
    or in a mail as it once went out."""
    withheld = withheld_from(by, case_id)
    if not withheld:
        return
    items = [item for group in order["groups"] for item in group["items"]]
    shown = {one["exhibit"] for one in items if one["travels"] != REDACTED}
    if not order["version"] or shown & withheld:
        raise Refused(
            _("有的证据本人只让您看遮盖副本，这份案卷里要用遮盖副本。请改选，或者请投诉人自己导出。")
        )
    if AUDIENCES[made_for].papers == "all":
        mails = [
            *Filing.objects.filter(complaint=case_id, mail__isnull=False).values_list("exhibits", "covered"),
            *Supplement.objects.filter(filing__complaint=case_id, mail__isnull=False).values_list(
                "exhibits", "covered"
            ),
        ]
        if any((set(went) - set(covered)) & withheld for went, covered in mails):
            raise Refused(
                _(
                    "发出过的邮件原文里有本人没有让您看到的内容，这种案卷请投诉人自己导出，或者改选交给法院的。"
                )
            )
