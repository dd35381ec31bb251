"""Erasing the content of an exhibit at its owner's wish (个人信息保护法 47), everywhere that it stands on this portal.

What was sent cannot be called back: each recipient is told, and the owner is told what was not erased.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import owns
from core.language import gettext as _
from core.retention_and_limits import ERASURES_LISTED_ANEW, ERASURES_RECENT
from evidence import services as evidence
from evidence.models import ErasureReason, Exhibit, Sealed
from evidence.sealed import sealing
from evidence.services import MOST_FOUND, RETURNED, Returned, alive, keep_list, report, returned_content
from filings.models import Export, Filing, Note, Supplement
from filings.services.bundles.exports import forget_erased
from filings.services.reach import Refused, hold_case
from filings.ways.table import part_of

log = logging.getLogger(__name__)

# What a complainant may give as the reason; the others are the portal's own.
OWN_REASONS = (ErasureReason.REQUEST, ErasureReason.CONSENT_WITHDRAWN)


@dataclass(frozen=True)
class Carrier:
    """What names an exhibit, a filing or what was added to one; and whether the recipient has it, or may have it."""

    of: Filing | Supplement
    filing: Filing
    gone_out: bool


def carried(exhibit: Exhibit) -> list[Carrier]:
    """Where this exhibit goes or went along: in filings, oldest first, then in what was added to them."""
    filings = Filing.objects.filter(complaint=exhibit.complaint_id, exhibits__contains=[str(exhibit.pk)])
    found = [
        Carrier(one, one, one.reached)
        for one in filings.select_related("recipient", "complaint").order_by("prepared_at")
    ]
    added = Supplement.objects.filter(
        filing__complaint=exhibit.complaint_id, exhibits__contains=[str(exhibit.pk)]
    ).exclude(state__in=[Supplement.State.WRITING, Supplement.State.WITHDRAWN])
    found += [
        Carrier(one, one.filing, one.gone_out)
        for one in added.select_related("filing__recipient", "filing__complaint").order_by("prepared_at")
    ]
    return found


def bundles_with(exhibit: Exhibit) -> QuerySet[Export]:
    """The bundles with this exhibit that were ever made: whoever fetched one has it, whatever is erased here."""
    made = Export.objects.filter(complaint=exhibit.complaint_id, exhibits__contains=[str(exhibit.pk)])
    return made.exclude(manifest_sha256="").select_related("requested_by").order_by("requested_at")


def erase_exhibit(
    *,
    by: Actor,
    exhibit: Exhibit,
    reason: str = ErasureReason.REQUEST,
    at: datetime | None = None,
) -> Exhibit:
    """Erase an exhibit, the mails that hold it and the bundles that hold it; tell who got it. Twice is once.

    Refused for anybody but the complainant, and while a bundle with it is being built. Exhibit.DoesNotExist for who may
    not see it.
    """
    at = at or timezone.now()
    held = Exhibit.objects.visible_to(by).get(pk=exhibit.pk)
    if not owns(by, held.complaint_id):
        raise Refused(_("只有投诉人可以删除自己的证据。没有删除。"))
    if reason not in OWN_REASONS:
        raise Refused(_("请选择删除的原因。没有删除。"))
    with transaction.atomic():
        hold_case(held.complaint_id)
        if held.erased:
            return held
        _let_bundles_finish(held)
        carriers = carried(held)
        for carrier in carriers:
            _forget_mail(carrier.of)
        for filing in {one.filing.pk: one.filing for one in carriers if one.gone_out}.values():
            _tell(filing, held, at)
        evidence.erase(by=by, exhibit=held, reason=reason, at=at)
    forget_erased()
    return Exhibit.objects.visible_to(by).get(pk=held.pk)


@dataclass(frozen=True)
class Again:
    """An exhibit that had been erased and was there again; ``why_not`` says why it still is, "" when it is not."""

    complaint_id: str
    number: str  # "" for a draft
    ordinal: int
    exhibit: str
    erased_on: str
    said_by: str
    why_not: str


def erase_again(*, by: Actor, at: datetime, everything: bool = False, look_only: bool = False) -> list[Again]:
    """Erase what was erased before and is there again, with a backup of the database; and complete the list of erasures.

    As thoroughly as the first time, but nobody is told anew: recipients were. Of the last ERASURES_RECENT days, or of
    ``everything``. Each is reported as a finding first, so that health and mail say what happened.
    """
    since = None if everything else (at - ERASURES_RECENT).date()
    found = [_again(by, one, at, look_only=look_only, reported=place < MOST_FOUND)
             for place, one in enumerate(returned_content(since=since))]  # fmt: skip
    if look_only:
        return found
    while forget_erased():
        pass
    keep_list(since=None if everything else (at - ERASURES_LISTED_ANEW).date())
    if found:
        log.error("%s exhibits that were erased had come back", len(found))
    return found


def _again(by: Actor, one: Returned, at: datetime, *, look_only: bool, reported: bool) -> Again:
    exhibit, why_not = one.exhibit, ""
    if not one.exact:
        why_not = "the list of erasures names other bytes, or cannot be read: a person must look"
    elif look_only:
        why_not = "only looked at"
    if reported and not look_only and not exhibit.sealed.erased:
        report(exhibit.sealed, RETURNED, at)
    if not why_not:
        try:
            _erase_returned(by, one, at)
        except Refused as refused:
            why_not = str(refused)
    number = Complaint.objects.filter(pk=exhibit.complaint_id).values_list("number", flat=True).first()
    return Again(str(exhibit.complaint_id), number or "", exhibit.ordinal, str(exhibit.pk), str(one.on),
                 one.said_by, why_not)  # fmt: skip


def _erase_returned(by: Actor, one: Returned, at: datetime) -> None:
    with transaction.atomic():
        if Complaint.objects.filter(pk=one.exhibit.complaint_id).exists():
            hold_case(one.exhibit.complaint_id)
        if not alive([one.exhibit.pk]):
            return  # another worker was here
        _let_bundles_finish(one.exhibit)
        for carrier in carried(one.exhibit):
            _forget_mail(carrier.of)
        evidence.erase_returned(by=by, exhibit=one.exhibit, reason=one.reason, at=at)


def _let_bundles_finish(exhibit: Exhibit) -> None:
    building = Export.objects.filter(
        complaint=exhibit.complaint_id,
        state=Export.State.BUILDING,
        exhibits__contains=[str(exhibit.pk)],
    )
    if building.exists():
        raise Refused(_("有一份案卷正在生成，里面有这件证据。没有删除；请等几分钟，做好以后再删。"))


def _forget_mail(carrier: Filing | Supplement) -> None:
    """The mail holds the copy that went along. Should it have to go again, it is made anew, without the content."""
    rows: QuerySet[Filing] | QuerySet[Supplement] = type(carrier)._default_manager.all()
    held = rows.select_for_update(of=("self",), no_key=True).select_related("mail").get(pk=carrier.pk)
    if held.mail is None:
        return
    mail = held.mail
    held.mail = None
    held.save(update_fields=["mail"])
    Sealed.objects.filter(pk=mail.pk).update(wrapped_key=None)
    transaction.on_commit(lambda: sealing.forget(mail), robust=True)


def _tell(filing: Filing, exhibit: Exhibit, at: datetime) -> None:
    """Not a duty that the law names; but a recipient who looks again should know why there is nothing."""
    Note.objects.create(
        filing=filing,
        kind=Note.Kind.REASON,
        text=str(part_of(filing.way).tell_erased(filing, exhibit.ordinal, at)),
        written_by=Actor.system("erasing").label,
        at=at,
    )
