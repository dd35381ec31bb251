"""A consent that somebody gave at the recipient's own desk: said on its telephone, signed at its counter, written to it.

Who agrees is the complainant (个人信息保护法 14), to this one recipient, which takes the complaint down and records how.
"""

from dataclasses import dataclass
from typing import Any

from accounts.actors import Actor
from accounts.models import Consent
from complaints.models import CameBy, Complaint, Intake
from core.language import gettext as _
from evidence.models import Exhibit
from filings.models import Recipient
from filings.services.reach import Refused

How = Consent.How
# By each way somebody agrees in one way.
HOW = {CameBy.TELEPHONE: How.SPOKEN, CameBy.COUNTER: How.SIGNED, CameBy.POST: How.WRITTEN}


@dataclass(frozen=True)
class Heard:
    """How somebody agreed who told it to a desk; ``exhibit`` is the paper with their own hand, where there is one."""

    intake: Intake
    exhibit: Exhibit | None = None

    @property
    def how(self) -> Consent.How:
        return HOW[CameBy(self.intake.way)]

    @property
    def words(self) -> str:
        """What stands under the consent as it was read."""
        if self.exhibit is None:
            return _("以上各项在电话里逐项念给投诉人听，投诉人口头同意；由接收方记下。")
        place = {"place": self.exhibit.ordinal}
        if self.how == How.SIGNED:
            return (
                _("以上各项印在登记表上，投诉人看过、签了字；签字的登记表是证据 %(place)s，由接收方记下。")
                % place
            )
        return _("投诉人写信请接收方处理；信是证据 %(place)s，以上各项由接收方照信记下。") % place

    def kept(self, by: Actor) -> dict[str, Any]:
        """Of the consent's own row: who agreed, how, and who recorded it."""
        return {
            "given_by": "holder",
            "given_how": self.how,
            "exhibit_id": self.exhibit.pk if self.exhibit else None,
            "recorded_by": by.label,
        }

    @property
    def entered(self) -> dict[str, Any]:
        """Of its entry in the ledger."""
        return {"how": self.how, **({"signed": self.exhibit.sha256} if self.exhibit else {})}


def check_heard(by: Actor, case: Complaint, recipient: Recipient, heard: Heard) -> None:
    """Whoever took it down records it, once, for their own desk and nobody else. Raises Complaint.DoesNotExist, Refused."""
    held = Intake.objects.in_hands_of(by).filter(pk=case.pk, filed_at__isnull=False).first()
    if held is None or heard.intake.pk != case.pk:
        raise Complaint.DoesNotExist
    if recipient.organisation_id != held.organisation_id or not recipient.organisation_id:
        raise Refused(_("登记的投诉只能交给本机构。没有交出，也没有改动任何内容。"))
    if heard.how != How.SPOKEN and (heard.exhibit is None or heard.exhibit.complaint_id != case.pk):
        raise Refused(_("还没有选写着投诉人签字的文件。没有交出；上传以后再选，登记的都还在。"))
