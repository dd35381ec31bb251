"""The one door for bytes: web, API, import and demo all come through here."""

import logging
import re
import shutil
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint, Draft
from complaints.services import counsels, helps, owns, takes_down
from core import work
from core.language import gettext as _
from core.retention_and_limits import LEAST_FREE, MAX_CASE_BYTES
from evidence.models import Exhibit, Rendition, Sealed
from evidence.sealed import cipher, sealing
from evidence.words import backup_words

log = logging.getLogger(__name__)


LONGEST_DESCRIPTION = 10_000  # characters


class NotReceived(Exception):
    """The file was not taken and nothing of it was kept. The text is for people; ``code`` for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


# How the files are called that a phone's backup may be.
BACKUP_ENDINGS = (
    ".xml",
    ".vmsg",
    ".vmg",
    ".csv",
    ".tsv",
    ".xlsx",
    ".zip",
    ".ndjson",
    ".json",
    ".db",
    ".sqlite",
    ".sqlitedb",
)
# Names that the apps give, and endings that nothing else has. A table or an archive is one when it says so.
_BACKUP_NAME = re.compile(
    r"^(?:sms|calls?|messages?)(?:[-_ .\d].*)?\.xml$|\.(?:vmsg|vmg|ndjson)$"
    r"|^(?:mmssms|sms|chat|calllog|call_history)[^/]*\.(?:db|sqlite|sqlitedb)$"
    r"|(?:短信|sms|messages)[^/]*(?:备份|导出|backup|export)[^/]*\.(?:xml|csv|tsv|xlsx|zip|json)$",
    re.IGNORECASE,
)


def max_bytes(filename: str = "") -> int:
    """The largest file of this name that is taken, in bytes; to be named before anything is uploaded."""
    if filename.lower().endswith(BACKUP_ENDINGS):
        return int(max(settings.EVIDENCE_MAX_BACKUP_BYTES, settings.EVIDENCE_MAX_BYTES))
    return int(settings.EVIDENCE_MAX_BYTES)


def looks_like_backup(filename: str) -> bool:
    """Whether a file is called as the backup of a whole phone is: nobody is shown a copy of it unless its owner chose."""
    return bool(_BACKUP_NAME.search(filename.strip()))


def max_files() -> int:
    """The most files that one case holds."""
    return int(settings.EVIDENCE_MAX_FILES)


def kept_so_far(case_id: uuid.UUID) -> tuple[int, int]:
    """How many files of a case there are, and their bytes; what was erased takes no room and counts for nothing."""
    there = Exhibit.objects.filter(complaint_id=case_id, sealed__wrapped_key__isnull=False)
    found = there.aggregate(files=Count("pk"), size=Sum("size"))
    return found["files"], found["size"] or 0


def may_add(by: Actor, complaint_id: uuid.UUID) -> bool:
    """Whoever holds the draft or owns the complaint; the portal's own machines for a case that exists."""
    if by.machine:
        return (
            Complaint.objects.filter(pk=complaint_id).exists()
            or Draft.objects.filter(pk=complaint_id).exists()
        )
    if Draft.objects.visible_to(by).filter(pk=complaint_id).exists():
        return True
    return owns(by, complaint_id)


def may_hand_in(by: Actor, complaint_id: uuid.UUID) -> bool:
    """The same, and whoever helps with the case, or takes it down at a desk: they bring files, and neither cover nor erase
    any."""
    return may_add(by, complaint_id) or helps(by, complaint_id) or takes_down(by, complaint_id)


def may_bring(by: Actor, complaint_id: uuid.UUID) -> bool:
    """The same, and a lawyer with the case: a file at once, never in pieces, where others' unfinished ones lie."""
    return may_hand_in(by, complaint_id) or bool(counsels(by, complaint_id))


def check_description(words: str) -> None:
    if len(words) > LONGEST_DESCRIPTION:
        said = {"most": LONGEST_DESCRIPTION, "now": len(words)}
        raise NotReceived(
            "description_too_long",
            _("文件要说明什么，最多写 %(most)d 个字，现在是 %(now)d 个。没有接收，写的字还在框里。") % said,
        )


def too_large(filename: str = "") -> NotReceived:
    return NotReceived(
        "too_large",
        _("文件超过 %(limit)s MB，没有接收，其他内容都已保留。请压缩、拆分，或只截取相关部分后再提交。")
        % {"limit": max_bytes(filename) // 1024 // 1024},
    )


def spare_bytes(folder: Path) -> int:
    """What the disk of a folder takes yet, in bytes, before files are refused; below zero: none is taken any more."""
    return shutil.disk_usage(folder).free - LEAST_FREE


def check_disk(size: int) -> None:
    """Files stop before the disk is full: the database stands on it too. Raises NotReceived."""
    folder = sealing.incoming()
    if folder is not None and spare_bytes(folder) < size:
        log.error("no file is taken any more: the disk of the store is nearly full")
        raise NotReceived(
            "no_room", _("本平台的存储空间暂时不够，这个文件没有接收，已经提交的都在。请过几个小时再试。")
        )


def _stored(stream: Any, filename: str) -> Sealed:
    """The bytes, sealed and hashed before anything looks at them."""
    announced = getattr(stream, "size", None)
    check_disk(announced if isinstance(announced, int) else 0)
    if isinstance(announced, int) and announced > max_bytes(filename):
        raise too_large(filename)
    try:
        sealed = sealing.store(stream, limit=max_bytes(filename))
    except sealing.TooLarge:
        raise too_large(filename) from None
    if sealed.size == 0:
        sealing.forget(sealed)
        raise NotReceived(
            "empty",
            _(
                "这个文件是空的（0 字节），没有接收，其他内容都已保留。可能是上传中断或手机没有存好，请重新选择文件。"
            ),
        )
    return sealed


def receive(
    *,
    by: Actor,
    complaint_id: uuid.UUID,
    stream: Any,
    filename: str,
    declared_type: str = "",
    door: str = Exhibit.Door.WEB,
    description: str = "",
    copies: bool = True,
    at: datetime | None = None,
) -> Exhibit:
    """Take a file into a case or a draft: frozen, hashed, numbered, in the ledger; its copies are made later.

    ``stream`` is anything with ``read``; it is read once, in pieces. The same bytes a second time in the same case give
    the exhibit that is there (``exhibit.repeated`` is True) and write nothing, unless its stored bytes are lost: then
    these take their place, and the ledger says that they came again. Without ``copies`` nobody is shown
    anything of it: for a phone's backup, of which an extract is made later, and what is called like one. Raise
    NotReceived with the reason for people, Complaint.DoesNotExist when the case is not this actor's to add to.
    """
    if not may_bring(by, complaint_id):
        raise Complaint.DoesNotExist
    check_description(description)
    at = at or timezone.now()
    sealed = _stored(stream, filename)
    words = {"filename": filename[:1000], "description": description}
    exhibit = Exhibit(
        complaint_id=complaint_id,
        sealed=sealed,
        declared_type=declared_type.replace("\0", "")[:120],
        size=sealed.size,
        sha256=sealed.sha256,
        received_at=at,
        received_by=by.label,
        door=door,
        closed_words=cipher.close_words(words, sealed.key(), object_id=sealed.id),
    )
    refused: Exception | None = None
    with transaction.atomic():
        hold_ledger(complaint_id)
        same = Exhibit.objects.filter(complaint_id=complaint_id, sha256=sealed.sha256).select_related(
            "sealed"
        )
        known = next((one for one in same if not one.erased), None)
        if known is not None:
            _put_back(by, known, sealed, door, at)
        elif (refused := _refusal(by, exhibit)) is None:
            exhibit.erased_before = len(same)
            _write(by, exhibit, at, copies)
    # Only here is it sure that no row was written for these bytes.
    if refused is not None:
        sealing.forget(sealed)
        raise refused
    if known is not None:
        sealing.forget(sealed)
        known.repeated = True
        return known
    return exhibit


def _refusal(by: Actor, exhibit: Exhibit) -> Exception | None:
    """Why this case does not take the file, asked before anything of it is written."""
    case_id = exhibit.complaint_id
    if not may_bring(by, case_id):  # the draft may have ended while the bytes came
        return Complaint.DoesNotExist()
    files, size = kept_so_far(case_id)
    if files >= max_files():
        return NotReceived(
            "too_many",
            _(
                "一个投诉最多收 %(limit)s 个文件，这个文件没有接收，已经提交的都在。可以把多张截图合并成一个 PDF。"
            )
            % {"limit": max_files()},
        )
    if size + exhibit.size > MAX_CASE_BYTES:
        return NotReceived(
            "case_full",
            _("这个投诉的文件合计已接近 %(limit)s GB，这个文件没有接收，已经提交的都在。")
            % {"limit": MAX_CASE_BYTES // 1024**3},
        )
    return None


def _write(by: Actor, exhibit: Exhibit, at: datetime, copies: bool) -> None:
    case_id = exhibit.complaint_id
    last = Exhibit.objects.filter(complaint_id=case_id).aggregate(last=Max("ordinal"))["last"]
    exhibit.ordinal = (last or 0) + 1  # of all that ever came: no number is given twice
    exhibit.sealed.save(force_insert=True)
    exhibit.save(force_insert=True)
    reason = "" if copies else backup_words.whole_phone()
    if copies and looks_like_backup(exhibit.filename_as_given):
        reason = backup_words.named_like_a_backup()
    plan_copies(exhibit, at, withheld=reason)
    firms = counsels(by, case_id)
    # A lawyer's file is told from the complainant's by whose lawyer brought it.
    _note_receipt(by, exhibit, exhibit.door, at, **({"organisations": firms} if firms else {}))


def _note_receipt(by: Actor, exhibit: Exhibit, door: str, at: datetime, **more: Any) -> None:
    detail = {
        "exhibit": str(exhibit.pk),
        "ordinal": exhibit.ordinal,
        "sha256": exhibit.sha256,
        "size": exhibit.size,
        "door": door,
        **more,
    }
    append_entry(by=by, complaint_id=exhibit.complaint_id, act=Act.EXHIBIT_RECEIVED, detail=detail, at=at)


def _put_back(by: Actor, known: Exhibit, sealed: Sealed, door: str, at: datetime) -> None:
    """The bytes of an exhibit came again: should those that are kept be lost, these are kept in their place.

    The copies that could not be made without them are due again. Inside a transaction.
    """
    if not sealing.put_back(known.sealed, sealed):
        return
    log.error("the stored bytes of exhibit %s were missing; they came again and were put back", known.pk)
    _note_receipt(by, known, door, at, again=True)
    for failed in Rendition.objects.select_for_update(of=("self",)).filter(
        exhibit=known, state=Rendition.State.FAILED
    ):
        failed.moved(Rendition.State.PENDING, due_at=at, attempts=0, reason="").save()
    work.wake("evidence.tasks.make_renditions_of", str(known.pk))


def plan_copies(exhibit: Exhibit, at: datetime, *, withheld: str = "") -> None:
    """The rows of an exhibit's copies, and a worker called to make them; those of pages follow from the copy.

    ``withheld``: why none is made. Inside a transaction.
    """
    ended = {"state": Rendition.State.REFUSED, "reason": withheld} if withheld else {}
    Rendition.objects.bulk_create(
        Rendition(exhibit=exhibit, kind=kind, source_sha256=exhibit.sha256, due_at=at, **ended)
        for kind in (Rendition.Kind.CLEAN, Rendition.Kind.THUMBNAIL)
    )
    work.wake("evidence.tasks.make_renditions_of", str(exhibit.pk))
