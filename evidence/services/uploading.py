"""A large file that comes in pieces and may break off: kept sealed until it is whole, then it goes through ``receive``."""

import hashlib
import io
import logging
import secrets
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint
from core.language import gettext as _
from core.retention_and_limits import MAX_CASE_BYTES, MAX_PIECE, MAX_PIECES, MAX_UNFINISHED, UPLOAD_LIFE
from evidence.models import Exhibit, Import, Upload, UploadPiece
from evidence.sealed import cipher, sealing
from evidence.services.importing import begin_import
from evidence.services.receiving import (
    NotReceived,
    check_description,
    check_disk,
    kept_so_far,
    max_bytes,
    may_hand_in,
    receive,
    too_large,
)

log = logging.getLogger(__name__)


class WrongPlace(Exception):
    """The piece does not begin where the file so far ends; ``offset`` is where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(str(offset))
        self.offset = offset


def begin_upload(
    *,
    by: Actor,
    complaint_id: uuid.UUID,
    size: int,
    filename: str,
    declared_type: str = "",
    description: str = "",
    fingerprint: str = "",
    door: str = Exhibit.Door.WEB,
    at: datetime | None = None,
) -> Upload:
    """Announce a file. The same file of the same case, known by its fingerprint, goes on where it broke off.

    Raise NotReceived when it would not be taken, before a byte is sent; Complaint.DoesNotExist when the case is not
    this actor's to add to.
    """
    if not may_hand_in(by, complaint_id):
        raise Complaint.DoesNotExist
    at = at or timezone.now()
    if size < 1:
        raise NotReceived("empty", _("这个文件是空的（0 字节），没有接收，其他内容都已保留。"))
    check_description(description)
    if size > max_bytes(filename):
        raise too_large(filename)
    unfinished = Upload.objects.unfinished(at).filter(complaint_id=complaint_id)
    if fingerprint and (known := unfinished.filter(fingerprint=fingerprint, size=size).first()):
        return known
    if unfinished.count() >= MAX_UNFINISHED:
        raise NotReceived(
            "too_many_uploads",
            _("已有 %(limit)s 个文件没有传完。请先传完，或过两天再试；没传完的到时会自动清除。")
            % {"limit": MAX_UNFINISHED},
        )
    check_disk(size)
    _check_room(complaint_id, size, unfinished.aggregate(size=Sum("size"))["size"] or 0)
    upload_id, key = uuid.uuid4(), secrets.token_bytes(32)
    key_id, wrapped = cipher.wrap(key, object_id=upload_id)
    words = {
        "filename": filename[:1000],
        "declared_type": declared_type[:120],
        "description": description,
    }
    return Upload.objects.create(
        id=upload_id,
        complaint_id=complaint_id,
        door=door,
        begun_by=by.label,
        key_id=key_id,
        wrapped_key=wrapped,
        closed_words=cipher.close_words(words, key, object_id=upload_id),
        fingerprint=fingerprint,
        size=size,
        created_at=at,
        expires_at=at + UPLOAD_LIFE,
    )


def _check_room(complaint_id: uuid.UUID, size: int, announced: int) -> None:
    _files, kept = kept_so_far(complaint_id)
    if kept + announced + size > MAX_CASE_BYTES:
        raise NotReceived(
            "case_full",
            _("这个投诉的文件合计已接近 %(limit)s GB，这个文件没有接收，已经提交的都在。")
            % {"limit": MAX_CASE_BYTES // 1024**3},
        )


def find_upload(*, by: Actor, upload_id: uuid.UUID, at: datetime | None = None) -> Upload:
    """Raise Upload.DoesNotExist for whom the case does not belong to, and when its time is over."""
    upload = Upload.objects.open_to(by).get(pk=upload_id)
    if upload.exhibit_id is None and upload.expires_at <= (at or timezone.now()):
        raise Upload.DoesNotExist
    return upload


def take_piece(
    *, by: Actor, upload_id: uuid.UUID, offset: int, stream: Any, size: int, at: datetime | None = None
) -> Upload:
    """Keep ``size`` bytes that follow the first ``offset``. Two tabs at once: the second is told where to go on.

    Raise WrongPlace, NotReceived (too much, or cut off on the way: then nothing of the piece was kept).
    """
    at = at or timezone.now()
    upload = find_upload(by=by, upload_id=upload_id, at=at)
    if upload.exhibit_id is not None or offset != upload.offset:
        raise WrongPlace(upload.offset)
    if size < 1 or size > MAX_PIECE or offset + size > upload.size:
        raise NotReceived("wrong_piece", _("收到的内容和事先说好的大小不一致，没有保存这一段。"))
    if upload.pieces.count() >= MAX_PIECES:
        raise NotReceived("too_many_pieces", _("这个文件分得太碎，没有接收。请重新上传。"))
    check_disk(size)
    name, kept = sealing.store_piece(stream, upload.key(), piece_id=upload.piece_id(offset), limit=MAX_PIECE)
    if kept != size:
        sealing.remove(name)
        raise NotReceived("cut_off", _("这一段在路上断了，没有保存。请接着上传。"))
    with transaction.atomic():
        waiting = Upload.objects.select_for_update().filter(offset=offset, exhibit__isnull=True)
        held = waiting.filter(pk=upload.pk).first()
        if held is not None:
            UploadPiece.objects.create(upload=held, start=offset, size=size, name=name)
            held.offset, held.expires_at = offset + size, at + UPLOAD_LIFE
            held.save(update_fields=["offset", "expires_at"])
    if held is None:
        # No row was written for this piece: another tab was quicker, or cancelled.
        sealing.remove(name)
        raise WrongPlace(Upload.objects.get(pk=upload.pk).offset)
    return held


def _opened(upload: Upload) -> Iterator[io.BufferedReader]:
    key = upload.key()
    for piece in upload.pieces.order_by("start"):
        with sealing.open_piece(piece.name, key, piece_id=upload.piece_id(piece.start)) as opened:
            yield opened


class _Pieces(io.RawIOBase):
    """The pieces one behind the other, opened as they are needed."""

    def __init__(self, upload: Upload) -> None:
        self._pieces = _opened(upload)
        self._now: io.BufferedReader | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            self._now = self._now or next(self._pieces, None)
            if self._now is None:
                return 0
            if count := self._now.readinto(buffer):
                return count
            self._now = None


def finish_upload(
    *, by: Actor, upload_id: uuid.UUID, sha256: str = "", copies: bool = True, at: datetime | None = None
) -> Exhibit:
    """The whole file goes through ``receive``. Twice is once, also after a crash in between: the same bytes, one exhibit.

    Without ``copies`` nobody is shown anything of it: see ``receive``.
    Raise WrongPlace when bytes are missing, NotReceived when the case takes no more or the hash is another one (then
    the upload is thrown away, to be begun anew).
    """
    at = at or timezone.now()
    upload = find_upload(by=by, upload_id=upload_id, at=at)
    if upload.exhibit is not None:
        upload.exhibit.repeated = True
        return upload.exhibit
    if upload.offset != upload.size:
        raise WrongPlace(upload.offset)
    try:
        if sha256:
            _compare(upload, sha256)
        exhibit = _received(by, upload, copies, at)
    except (FileNotFoundError, NotReceived) as problem:
        now = Upload.objects.filter(pk=upload.pk).first()
        if now is None and isinstance(
            problem, FileNotFoundError
        ):  # cancelled in another tab, while it was read
            raise Upload.DoesNotExist from None
        if now is None or now.exhibit is None:
            raise
        now.exhibit.repeated = True  # finished in another tab
        return now.exhibit
    with transaction.atomic():
        held = Upload.objects.select_for_update().filter(pk=upload.pk, exhibit__isnull=True).first()
        if held is not None:
            held.exhibit = exhibit
            held.fingerprint = ""
            held.save(update_fields=["exhibit", "fingerprint"])
            _drop_pieces(held)
    return exhibit


def _received(by: Actor, upload: Upload, copies: bool, at: datetime) -> Exhibit:
    check_disk(
        upload.size
    )  # for a while the file is there twice, and its stream does not say how large it is
    words = upload.words()
    return receive(
        by=by,
        complaint_id=upload.complaint_id,
        stream=io.BufferedReader(_Pieces(upload), buffer_size=sealing.CHUNK),
        filename=words["filename"],
        declared_type=words["declared_type"],
        description=words["description"],
        door=upload.door,
        copies=copies,
        at=at,
    )


def finish_backup(*, by: Actor, upload_id: uuid.UUID, sha256: str = "", at: datetime | None = None) -> Import:
    """The whole file is a phone's backup: an exhibit of which no copy is made, whose reading is queued. Twice is once.

    Raise as ``finish_upload`` and ``begin_import`` do.
    """
    before = find_upload(by=by, upload_id=upload_id, at=at).exhibit
    exhibit = finish_upload(by=by, upload_id=upload_id, sha256=sha256, copies=False, at=at)
    known = Import.objects.filter(exhibit=exhibit).first() if before is not None else None
    imported = known or begin_import(by=by, exhibit=exhibit, at=at)
    imported.exhibit = exhibit  # which says whether it was here before
    return imported


def _compare(upload: Upload, sha256: str) -> None:
    measured = hashlib.sha256()
    with io.BufferedReader(_Pieces(upload), buffer_size=sealing.CHUNK) as whole:
        while piece := whole.read(sealing.CHUNK):
            measured.update(piece)
    if f"sha256:{measured.hexdigest()}" != f"sha256:{sha256.lower().removeprefix('sha256:')}":
        discard(upload)
        raise NotReceived("other_hash", _("收到的内容和给出的校验值不一致，没有接收。请重新上传。"))


def _drop_pieces(upload: Upload) -> None:
    names = list(upload.pieces.values_list("name", flat=True))
    upload.pieces.all().delete()
    for name in names:
        transaction.on_commit(lambda name=name: sealing.remove(name), robust=True)  # type: ignore[misc]


def discard(upload: Upload) -> None:
    """Throw away what came so far, its key first."""
    with transaction.atomic():
        held = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if held is not None:
            _drop_pieces(held)
            held.delete()


def cancel_upload(*, by: Actor, upload_id: uuid.UUID) -> None:
    """The person changed their mind. What was received whole stays: it is an exhibit."""
    upload = find_upload(by=by, upload_id=upload_id)
    if upload.exhibit_id is None:
        discard(upload)


def sweep_uploads(*, at: datetime) -> int:
    """Throw away what was not finished in time, and the notes of what was; how many."""
    stale = list(Upload.objects.filter(expires_at__lte=at).order_by("expires_at")[:200])
    for upload in stale:
        discard(upload)
    return len(stale)
