"""Erasure (个人信息保护法 47): the key is destroyed, the hash and the ledger stay."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint, LedgerEntry
from complaints.services import delete_text_of_file
from core.language import gettext as _
from core.retention_and_limits import ABANDONED_FILE_LIFE
from evidence.models import ErasureReason, Exhibit, PageWords, Redaction, Rendition, Sealed, Upload
from evidence.sealed import erased_list, sealing
from evidence.services.importing import NotNow, stop_import
from evidence.services.receiving import may_add
from evidence.services.uploading import discard
from evidence.words import reasons


def erase(*, by: Actor, exhibit: Exhibit, reason: str, at: datetime | None = None) -> Exhibit:
    """Destroy the keys of an exhibit, of its name and of its copies, and then the stored bytes themselves.

    ``reason`` is an ErasureReason: the ledger takes no free words. Twice is once. Raise Exhibit.DoesNotExist for whom
    the case does not belong to.
    """
    reason = ErasureReason(reason).value
    if not by.machine and not may_add(by, exhibit.complaint_id):
        raise Exhibit.DoesNotExist
    with transaction.atomic():
        held = _erased(by, exhibit, reason, at or timezone.now())
    return held


def erase_from_draft(*, by: Actor, exhibit: Exhibit, at: datetime | None = None) -> Exhibit:
    """Erase a file of a draft at its holder's wish: it is not filed with it. Twice is once.

    Raise NotNow once it is filed: mails and bundles may hold it and recipients have to be told, which
    ``filings.services.erase_exhibit`` does; Exhibit.DoesNotExist for whom the draft does not belong to.
    """
    with transaction.atomic():
        hold_ledger(exhibit.complaint_id)  # as filing does: it is a draft until we are done, or no more
        if Complaint.objects.filter(pk=exhibit.complaint_id).exists():
            raise NotNow(
                _("这件投诉已经登记，没有删除。请在案件的文件页点“删除内容”，那里会先说明影响到谁。")
            )
        return erase(by=by, exhibit=exhibit, reason=ErasureReason.REQUEST, at=at)


def erase_returned(*, by: Actor, exhibit: Exhibit, reason: str, at: datetime) -> Exhibit:
    """Erase what was erased before and is back, with a backup say, whatever there is of it; its ledger says so anew."""
    with transaction.atomic():
        return _erased(by, exhibit, ErasureReason(reason).value, at, again=True)


def _erased(by: Actor, exhibit: Exhibit, reason: str, at: datetime, *, again: bool = False) -> Exhibit:
    held = Exhibit.objects.get(pk=exhibit.pk)
    hold_ledger(held.complaint_id)  # before the rows, as whoever keeps a copy or begins an import
    Sealed.objects.select_for_update().get(
        pk=held.sealed_id
    )  # first: no copy is kept between here and the end
    renditions = list(Rendition.objects.select_for_update().filter(exhibit=held))
    ids = [held.sealed_id, *(one.sealed_id for one in renditions if one.sealed_id)]
    rows = list(
        Sealed.objects.select_for_update().filter(pk__in=ids, wrapped_key__isnull=False).order_by("pk")
    )
    if not rows and not again:
        return held
    Sealed.objects.filter(pk__in=ids).update(wrapped_key=None)
    PageWords.objects.filter(exhibit=held).delete()
    delete_text_of_file(by=by, complaint_id=held.complaint_id, exhibit=held.pk, at=at)
    for one in renditions:
        if one.state == Rendition.State.PENDING:
            one.moved(Rendition.State.WORKING)
        if one.state == Rendition.State.WORKING:
            one.moved(Rendition.State.REFUSED, reason=reasons.erased(), lease_until=None, claim=None).save()
    stop_import(held)
    _forget_ways_in(held)
    detail = {"exhibit": str(held.pk), "ordinal": held.ordinal, "sha256": held.sha256, "reason": reason}
    if again:
        detail["again"] = True
    entry = append_entry(by=by, complaint_id=held.complaint_id, act=Act.EXHIBIT_ERASED, detail=detail, at=at)
    transaction.on_commit(lambda: note_erasure(entry), robust=True)  # lost by a crash: keep_list comes after
    for row in rows:
        transaction.on_commit(lambda row=row: sealing.forget(row), robust=True)  # type: ignore[misc]
    return held


def note_erasure(entry: LedgerEntry) -> bool:
    """Put an entry's erasure on the list that no restored database takes back; False when it stands there."""
    said = entry.detail
    return erased_list.note(
        exhibit_id=UUID(said["exhibit"]), sha256=said["sha256"], reason=said["reason"], at=entry.at
    )


def _forget_ways_in(held: Exhibit) -> None:
    """What else holds a key or a choice of this exhibit: how it came in pieces (its name), and what was to be covered."""
    for upload in Upload.objects.filter(exhibit=held):
        discard(upload)
    open_ones = (Redaction.State.DRAFT, Redaction.State.PENDING, Redaction.State.WORKING)
    for one in Redaction.objects.select_for_update(of=("self",)).filter(exhibit=held, state__in=open_ones):
        if one.state == Redaction.State.PENDING:
            one.moved(Redaction.State.WORKING)
        one.moved(Redaction.State.REFUSED, reason=reasons.erased(), lease_until=None, claim=None).save()


def erase_abandoned(*, by: Actor, at: datetime) -> int:
    """Erase the files of drafts that ended without becoming a complaint; how many."""
    abandoned = list(Exhibit.objects.without_case(at - ABANDONED_FILE_LIFE)[:200])
    for exhibit in abandoned:
        erase(by=by, exhibit=exhibit, reason=ErasureReason.DRAFT_ENDED, at=at)
    return len(abandoned)
