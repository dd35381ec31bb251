"""As which copy an exhibit with parts covered goes: the covered one; uncovered to a court or to one's own lawyer, where
the person chooses so."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Complaint
from documents.bundle.audience import AUDIENCES, REDACTED
from evidence.models import Exhibit
from filings.models import Filing, Recipient, whole_case
from filings.services.reach import Refused

COURT = "court"


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
        mails = Filing.objects.filter(complaint=case_id, mail__isnull=False).values_list(
            "exhibits", "covered"
        )
        if any((set(went) - set(covered)) & withheld for went, covered in mails):
            raise Refused(
                _(
                    "发出过的邮件原文里有本人没有让您看到的内容，这种案卷请投诉人自己导出，或者改选交给法院的。"
                )
            )
