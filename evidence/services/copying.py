"""Making the copies that people look at. The row is the work to do; a worker holds it on a lease."""

import logging
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from evidence import reasons, scanning, sealing
from evidence.examination.finding import Finding
from evidence.examination.run import Examined, Exceeded, examine
from evidence.models import Exhibit, Rendition, Sealed

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)  # longer than an examination may last
TRIES_OF_A_FILE = 2  # one that ran out of time or memory: once more, then it is refused
TRIES_OF_THE_PORTAL = 6
State, Kind = Rendition.State, Rendition.Kind


def _claim(at: datetime, exhibit_id: uuid.UUID | None) -> list[Rendition]:
    """Take the due copies of one exhibit; rows that another worker has are passed over."""
    with transaction.atomic():
        due = Rendition.objects.due(at).select_for_update(skip_locked=True, of=("self",))
        if exhibit_id is None:
            first = due.order_by("due_at", "exhibit_id", "kind").first()
            if first is None:
                return []
            exhibit_id = first.exhibit_id
        claimed = list(due.filter(exhibit_id=exhibit_id).select_related("exhibit__sealed").order_by("kind"))
        for one in claimed:
            one.moved(State.WORKING, attempts=one.attempts + 1, lease_until=at + LEASE)
            one.save(update_fields=["state", "attempts", "lease_until"])
    return claimed


def make_renditions(
    *, by: Actor, exhibit_id: uuid.UUID | None = None, at: datetime | None = None
) -> uuid.UUID | None:
    """Make what is due of one exhibit (any, when none is named) and return its id; None when nothing is due.

    Whatever happens, every claimed row ends in a visible state or is due again. The original is never shown instead.
    """
    at = at or timezone.now()
    claimed = _claim(at, exhibit_id)
    if not claimed:
        return None
    exhibit = claimed[0].exhibit
    if exhibit.erased:
        _refuse(claimed, reasons.erased(), found="", scan=Rendition.Scan.UNSCANNED)
        return exhibit.pk
    try:
        with _plain(exhibit) as source:
            _examine(by, exhibit, claimed, source, at)
    except Exceeded:
        if claimed[0].attempts < TRIES_OF_A_FILE:
            _again(claimed, at)
        else:
            text = reasons.refusal("exceeded", {}, found="", filename=exhibit.filename)
            _refuse(claimed, text, found="", scan=Rendition.Scan.UNSCANNED)
    except (sealing.SealBroken, FileNotFoundError) as problem:
        log.error("exhibit %s cannot be read back: %s", exhibit.pk, type(problem).__name__)
        _fail(claimed)
    except (scanning.ScannerAway, OSError, DatabaseError) as problem:
        log.warning("copies of exhibit %s put off: %s", exhibit.pk, type(problem).__name__)
        _again(claimed, at) if claimed[0].attempts < TRIES_OF_THE_PORTAL else _fail(claimed)
    return exhibit.pk


@contextmanager
def _plain(exhibit: Exhibit) -> Iterator[BinaryIO]:
    """The plain bytes in a file without a name: a crash leaves nothing readable behind."""
    with tempfile.TemporaryFile() as source:
        with sealing.open_sealed(exhibit.sealed) as plain:
            shutil.copyfileobj(plain, source, sealing.CHUNK)
        source.flush()
        source.seek(0)
        yield cast(BinaryIO, source)


def _examine(by: Actor, exhibit: Exhibit, claimed: list[Rendition], source: BinaryIO, at: datetime) -> None:
    scan = scanning.scan(source)
    if scan == Rendition.Scan.INFECTED:
        _refuse(claimed, reasons.refusal("infected", {}, found="", filename=""), found="", scan=scan)
        return
    with examine(source) as examined:
        finding = examined.finding
        if finding.code:
            text = reasons.refusal(
                finding.code, finding.facts, found=finding.found, filename=exhibit.filename
            )
            _refuse(claimed, text, found=finding.found, scan=scan)
            return
        for one in claimed:
            _keep(by, one, examined, scan, at)


def _keep(by: Actor, rendition: Rendition, examined: Examined, scan: str, at: datetime) -> None:
    """Seal one copy and finish its row, or say why there is none."""
    finding = examined.finding
    is_clean = rendition.kind == Kind.CLEAN
    bytes_of_copy = examined.clean if is_clean else examined.thumbnail
    if bytes_of_copy is None:
        text = reasons.refusal("no_thumbnail", {}, found=finding.found, filename="")
        _refuse([rendition], text, found=finding.found, scan=scan)
        return
    sealed = sealing.store(bytes_of_copy)
    try:
        with transaction.atomic():
            mine = _still_mine(rendition)
            if mine is not None:
                sealed.save(force_insert=True)
                _finish(mine, sealed, finding, scan, at)
                if is_clean:
                    _note_copy(by, mine, sealed, at)
    except BaseException:
        sealing.forget(sealed)
        raise
    if mine is None:
        sealing.forget(sealed)


def _finish(rendition: Rendition, sealed: Sealed, finding: Finding, scan: str, at: datetime) -> None:
    is_clean = rendition.kind == Kind.CLEAN
    rendition.moved(
        State.DONE,
        sealed=sealed,
        source_type=finding.found,
        media_type=finding.media_type if is_clean else _type_of_thumbnail(finding),
        width=finding.width if is_clean else None,
        height=finding.height if is_clean else None,
        pages=finding.pages if is_clean else None,
        tool=finding.tool,
        reason=reasons.remarks(finding.notes) if is_clean else "",
        scan=scan,
        made_at=at,
        lease_until=None,
    ).save()


def _type_of_thumbnail(finding: Finding) -> str:
    return "image/png" if finding.media_type == "application/pdf" else "image/jpeg"


def _note_copy(by: Actor, rendition: Rendition, sealed: Sealed, at: datetime) -> None:
    """The ledger fixes the copy's hash beside its source's."""
    exhibit = rendition.exhibit
    detail = {
        "exhibit": str(exhibit.pk),
        "source": exhibit.sha256,
        "sha256": sealed.sha256,
        "size": sealed.size,
        "tool": rendition.tool,
    }
    append_entry(by=by, complaint_id=exhibit.complaint_id, act=Act.COPY_MADE, detail=detail, at=at)


def _still_mine(rendition: Rendition) -> Rendition | None:
    """The row, locked, when it is still the one that this worker claimed: a later claim has counted one more try."""
    return (
        Rendition.objects.select_for_update(of=("self",))
        .select_related("exhibit__sealed")
        .filter(pk=rendition.pk, state=State.WORKING, attempts=rendition.attempts)
        .first()
    )


def _end(claimed: list[Rendition], state: str, **changes: object) -> None:
    with transaction.atomic():
        for one in claimed:
            mine = _still_mine(one)
            if mine is not None:
                mine.moved(state, lease_until=None, **changes).save()


def _refuse(claimed: list[Rendition], reason: str, *, found: str, scan: str) -> None:
    _end(claimed, State.REFUSED, reason=reason, source_type=found, scan=scan)


def _fail(claimed: list[Rendition]) -> None:
    _end(claimed, State.FAILED, reason=reasons.portal_at_fault())


def _again(claimed: list[Rendition], at: datetime) -> None:
    _end(claimed, State.PENDING, due_at=at + timedelta(seconds=15 * 2 ** claimed[0].attempts))


def retry_rendition(*, by: Actor, rendition: Rendition, at: datetime | None = None) -> Rendition:
    """Another try for a copy that failed through the portal's fault. Raise ValueError for any other state."""
    at = at or timezone.now()
    with transaction.atomic():
        held = Rendition.objects.visible_to(by).select_for_update(of=("self",)).get(pk=rendition.pk)
        held.moved(State.PENDING, due_at=at, attempts=0, reason="").save()
    return held
