"""A file from the desk to the complainant: sealed as it was handed over, never opened here, downloaded there."""

import io
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from complaints.services import record_read
from core.language import gettext as _
from core.retention_and_limits import MAX_GIVEN_BYTES, MOST_GIVEN_FILES
from evidence.examination.recognition import of_beginning
from evidence.models import Rendition
from evidence.scanning import ScannerAway, scan
from evidence.sealed import sealing
from filings.models import Filing, GivenFile
from filings.news import News
from filings.services.reach import Refused, hold, roles
from filings.services.sending import notices

LONGEST_FILE_TITLE = 100
# What opens everywhere and carries no program of its own; its ending.
GIVEN_KINDS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
# Control signs, those that turn the direction of writing, and what a path is made of.
_NOT_IN_NAMES = re.compile('[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\\\:*?"<>|]+')


def give_file(
    *, by: Actor, filing: Filing, stream: Any, filename: str, title: str, at: datetime | None = None
) -> GivenFile:
    """Give a file to the complainant, who is told of it. Refused for what is no PDF, PNG or JPEG, is too large or infected."""
    at, title = at or timezone.now(), " ".join(title.replace("\x00", "").split())
    if not title or len(title) > LONGEST_FILE_TITLE:
        raise Refused(_("请写这是什么文件，最多 %d 字。没有给出。") % LONGEST_FILE_TITLE)
    if "desk" not in roles(by, filing):
        raise Refused(_("只有收到这份材料的机构可以给投诉人文件。没有给出。"))
    received = receive_file(stream, filename)
    with transaction.atomic():
        held = hold(by, filing)
        if "desk" not in roles(by, held):
            raise Refused(_("投诉人撤回了，不能再给。没有给出。"))
        # Letters have numbers, and are not counted here.
        if held.given_files.filter(letter__isnull=True).count() >= MOST_GIVEN_FILES:
            raise Refused(_("一件最多给 %d 个文件。没有给出。") % MOST_GIVEN_FILES)
        given = keep_given(held, received, title, by, at)
        detail = {"filing": str(held.pk), "file": given.pk, "sha256": given.sha256}
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.FILE_GIVEN, detail=detail, at=at)
        notices.tell_complainant(filing=held, news=News.GIVEN, at=at)
    return given


@dataclass(frozen=True)
class Received:
    """Bytes that were sealed and looked at, and belong to nothing yet."""

    sealed: Any
    filename: str
    media_type: str


def receive_file(stream: Any, filename: str) -> Received:
    """Seal a file from a desk as it is handed over. Refused for what is no PDF, PNG or JPEG, is too large or infected."""
    try:
        sealed = sealing.store(stream, limit=MAX_GIVEN_BYTES)
    except sealing.TooLarge:
        limit = MAX_GIVEN_BYTES // 1024 // 1024
        raise Refused(_("文件太大：最多 %d MB。没有保存。") % limit) from None
    kind = _checked(sealed)
    return Received(sealed, file_name(filename, kind), kind)


def keep_given(held: Filing, received: Received, title: str, by: Actor, at: datetime) -> GivenFile:
    """The row of a file for who complained, of a filing that the caller has locked."""
    if received.sealed._state.adding:
        received.sealed.save(force_insert=True)
    return GivenFile.objects.create(
        filing=held,
        sealed=received.sealed,
        title=title,
        filename=received.filename,
        media_type=received.media_type,
        sha256=received.sealed.sha256,
        size=received.sealed.size,
        given_by=by.label,
        given_at=at,
    )


def _checked(sealed: Any) -> str:
    """The media type by its own bytes. Refused for any other, and for what a scanner finds."""
    with sealing.open_sealed(sealed) as stream:
        kind = of_beginning(stream.read(64))
    if kind not in GIVEN_KINDS:
        raise Refused(_("只能是 PDF、PNG 或者 JPEG 文件。没有保存。"))
    try:
        with sealing.open_sealed(sealed) as stream:
            found = scan(stream)
    except ScannerAway:
        raise Refused(_("现在不能查病毒，没有保存。请过一会儿再试。")) from None
    if found == Rendition.Scan.INFECTED:
        raise Refused(_("文件里查出病毒，没有保存。"))
    return kind


def file_name(filename: str, kind: str) -> str:
    """As it was called, without what no name should hold, and with the ending of what it is."""
    stem = _NOT_IN_NAMES.sub("", PurePath(filename.replace("\\", "/")).stem).strip(". ")
    return f"{stem[:100] or 'file'}{GIVEN_KINDS[kind]}"


def open_given_file(*, by: Actor, given: GivenFile, at: datetime | None = None) -> io.BufferedReader:
    """Its bytes. GivenFile.DoesNotExist for who may not see it; staff reading it is recorded."""
    held = GivenFile.objects.visible_to(by).select_related("filing__complaint", "sealed").get(pk=given.pk)
    filing = held.filing
    record_read(by=by, complaint=filing.complaint, what="document", desk=filing.organisation_id, at=at)
    return sealing.open_sealed(held.sealed)
