"""To a desk of this portal: the case is opened to the organisation that works there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from complaints.models import Access
from complaints.services import grant_access
from filings.models import Acknowledgement, Filing, Supplement, Way
from filings.ways import Arrived, Words


class Desk:
    way = Way.DESK
    at_desk = True
    printed = False
    travels: Words = gettext_lazy("在本平台上送到接收方的办案台，接收方的经办人可以查看、保存和依法处理")
    letter_with_supplement = False
    supplement_travels: Words = travels
    supplement_arrived: Words = gettext_lazy("已送到对方的办案台")
    supplement_waits: Words = gettext_lazy("已确认，还没有送到")
    release: Words = gettext_lazy("确认并发出")
    released: Words = gettext_lazy("已放进发件箱，正在发出。结果会显示在这一页。")
    made: Words = gettext_lazy("这一步只生成材料，不会发出。看过材料、再确认一次以后才发。")
    withdrawn: Words = gettext_lazy(
        "接收方在办案台上会看到您撤回了同意，您写的说明它也看得到；它已经看过、下载过的收不回。"
    )

    def lacks(self, recipient: Mapping[str, Any]) -> dict[str, str]:
        return (
            {} if recipient.get("organisation") else {"organisation": _("送到办案台的，请选本平台上的机构。")}
        )

    def hand_over(self, filing: Filing, *, by: Actor, at: datetime) -> Arrived:
        grant_access(
            by=by,
            complaint=filing.complaint,
            organisation=filing.organisation,
            why=Access.Why.SENT,
            exhibits=[UUID(exhibit) for exhibit in filing.exhibits],
            covered={UUID(exhibit): UUID(redaction) for exhibit, redaction in filing.covered.items()},
            uncovered=[UUID(exhibit) for exhibit in filing.uncovered],
            filing_id=filing.pk,
            channel=filing.channel,
            at=at,
        )
        source = Acknowledgement.Source.DESK
        return Arrived(_("已送到本平台上的办案台"), source, filing.complaint.number)

    def hand_over_supplement(self, supplement: Supplement, *, by: Actor, at: datetime) -> Arrived:
        filing = supplement.filing
        supplement.access = grant_access(
            by=by,
            complaint=filing.complaint,
            organisation=filing.organisation,
            why=Access.Why.SENT,
            exhibits=[UUID(exhibit) for exhibit in supplement.exhibits],
            covered={UUID(exhibit): UUID(redaction) for exhibit, redaction in supplement.covered.items()},
            uncovered=[UUID(exhibit) for exhibit in supplement.uncovered],
            filing_id=filing.pk,
            channel=filing.channel,
            anew=True,
            at=at,
        )
        source = Acknowledgement.Source.DESK
        return Arrived(_("已送到本平台上的办案台"), source, filing.complaint.number)

    def tell_withdrawn(self, filing: Filing, at: datetime) -> Words:
        told = _(
            "投诉人已于%(day)s撤回向贵机构提供个人信息的同意。撤回前的处理不受影响；没有其他法定依据的，请停止处理。"
        )
        return told % {"day": f"{timezone.localdate(at):%Y-%m-%d}"}

    def tell_erased(self, filing: Filing, ordinal: int, at: datetime) -> Words:
        told = _(
            "投诉人要求删除第 %(ordinal)d 号证据的内容，本平台已经删除，在这里不再能查看；哈希值和存证记录保留。"
        )
        return told % {"ordinal": ordinal}
