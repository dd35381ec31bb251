"""Making the copies that people look at. The row is the work to do; a worker holds it on a lease."""

import io
import logging
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO, cast

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act
from core import work
from evidence import scanning
from evidence.examination.finding import Finding
from evidence.examination.run import Examined, Exceeded, Part, draw_pages, examine
from evidence.models import Exhibit, Rendition, Sealed
from evidence.sealed import sealing
from evidence.services.texts import keep_text
from evidence.words import reasons

log = logging.getLogger(__name__)

TRIES_OF_A_FILE = 2  # one that ran out of time or memory: once more, then it is refused
MAX_PAGES_DRAWN = 300  # of one paper; the rest is in the copy itself
PAGES_AT_ONCE = 10
State, Kind = Rendition.State, Rendition.Kind


_OURS = (
    Kind.CLEAN,
    Kind.THUMBNAIL,
    Kind.PAGE,
)  # waveform and text come along; text may also be recognised elsewhere


def _claim(at: datetime, exhibit_id: uuid.UUID | None) -> list[Rendition]:
    """Take due copies of one exhibit: of its whole, or else of a few pages. Rows that another worker has are passed over."""
    with transaction.atomic():
        due = (
            Rendition.objects.due(at).filter(kind__in=_OURS).select_for_update(skip_locked=True, of=("self",))
        )
        if exhibit_id is None:
            first = due.order_by("page", "due_at", "exhibit_id").first()
            if first is None:
                return []
            exhibit_id = first.exhibit_id
        mine = due.filter(exhibit_id=exhibit_id).select_related("exhibit__sealed").order_by("page", "kind")
        claimed = list(mine.filter(page=0)) or _next_pages(list(mine[:PAGES_AT_ONCE]))
        if claimed and claimed[0].worn_out:
            work.give_up(claimed, State.FAILED, reason=reasons.portal_at_fault())
            return []
        return work.claim(claimed, at=at, state=State.WORKING)


def _next_pages(due: list[Rendition]) -> list[Rendition]:
    """Pages in a row; those that were tried before one by one, so that a bad page costs no other."""
    if due and due[0].attempts:
        return due[:1]
    return [one for place, one in enumerate(due) if one.page == due[0].page + place and not one.attempts]


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

    def make() -> None:
        if exhibit.erased:
            _refuse(claimed, reasons.erased(), found="", scan=Rendition.Scan.UNSCANNED)
        elif claimed[0].page:
            _draw(exhibit, claimed, at)
        else:
            with plain_file(exhibit.sealed) as source:
                _examine(by, exhibit, claimed, source, at)

    work.carry_out(claimed, make, ladder=_ladder(exhibit), waiting=State.PENDING, at=at)
    return exhibit.pk


def _ladder(exhibit: Exhibit) -> tuple[work.Rung, ...]:
    def too_much() -> str:
        return reasons.refusal("exceeded", {}, found="", filename=exhibit.filename)

    fault = reasons.portal_at_fault
    return (
        work.Rung(Exceeded, State.REFUSED, too_much, tries=TRIES_OF_A_FILE),
        work.Rung((sealing.SealBroken, FileNotFoundError), State.FAILED, fault),
        work.Rung(work.PASSING, State.FAILED, fault, tries=work.PASSING_TRIES),
        work.Rung(scanning.ScannerAway, State.FAILED, fault, tries=work.PASSING_TRIES),
    )


@contextmanager
def plain_file(sealed: Sealed) -> Iterator[BinaryIO]:
    """The plain bytes in a file without a name: a crash leaves nothing readable behind."""
    with tempfile.TemporaryFile() as source:
        with sealing.open_sealed(sealed) as plain:
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
        for part in examined.parts():
            _keep_part(claimed[0], part, finding.tool, scan, at)
        for one in claimed:
            _keep(by, one, examined, scan, at)


def _draw(exhibit: Exhibit, claimed: list[Rendition], at: datetime) -> None:
    """Pictures and words of some pages, made of the clean copy: the original is not touched again."""
    clean = exhibit.renditions.select_related("sealed").filter(kind=Kind.CLEAN).first()
    if clean is None or not clean.ready or clean.sealed is None:
        _refuse(
            claimed, reasons.refusal("page_not_drawn", {}, found="", filename=""), found="", scan="unscanned"
        )
        return
    rows = {one.page: one for one in claimed}
    with plain_file(clean.sealed) as source, draw_pages(source, min(rows), max(rows)) as parts:
        for part in parts:
            if part.kind == Kind.PAGE and part.page in rows:
                _keep_page(rows.pop(part.page), part, clean, at)
            elif part.kind == Kind.TEXT:
                _keep_part(claimed[0], part, part.tool, clean.scan, at)
    _plan_wordless(exhibit, claimed, at)
    text = reasons.refusal("page_not_drawn", {}, found="", filename="")
    _refuse(list(rows.values()), text, found=clean.source_type, scan=clean.scan)


def _keep_page(rendition: Rendition, part: Part, clean: Rendition, at: datetime) -> None:
    with stored_for(io.BytesIO(part.content), rendition) as (mine, sealed):
        mine.moved(
            State.DONE,
            sealed=sealed,
            source_type=clean.source_type,
            media_type=part.media_type,
            width=part.width,
            height=part.height,
            tool=part.tool,
            scan=clean.scan,
            made_at=at,
            lease_until=None,
            claim=None,
        ).save()


def _plan_wordless(exhibit: Exhibit, pages: list[Rendition], at: datetime) -> None:
    """Of the pages that were drawn now, those without a text layer are pictures of words, perhaps: a scan, a photograph."""
    numbers = [one.page for one in pages]
    of_pages = Rendition.objects.filter(exhibit=exhibit, page__in=numbers)
    said = set(of_pages.filter(kind=Kind.TEXT).values_list("page", flat=True))
    for drawn in of_pages.filter(kind=Kind.PAGE, state=State.DONE).exclude(page__in=said):
        plan_lines(drawn, drawn.page, at)


def _keep_part(working: Rendition, part: Part, tool: str, scan: str, at: datetime) -> None:
    """A text or waveform that came along, while the work that it came with is still this worker's."""
    if part.kind == Kind.TEXT:
        with transaction.atomic():
            hold_ledger(
                working.exhibit.complaint_id
            )  # as below: an erasure sees this text, or comes before it
            mine = work.locked(working, "exhibit__sealed")
            text = part.content.decode("utf-8", "replace")
            keep_text(exhibit=mine.exhibit, page=part.page, text=text, tool=tool, scan=scan, at=at)
        return
    if Rendition.objects.filter(exhibit=working.exhibit, kind=part.kind, page=part.page).exists():
        return
    with stored_for(io.BytesIO(part.content), working) as (mine, sealed):
        Rendition.objects.create(
            exhibit=mine.exhibit,
            kind=part.kind,
            page=part.page,
            state=State.DONE,
            source_sha256=mine.source_sha256,
            media_type=part.media_type,
            sealed=sealed,
            tool=tool,
            scan=scan,
            made_at=at,
            due_at=at,
        )


@contextmanager
def stored_for(content: BinaryIO, rendition: Rendition) -> Iterator[tuple[Rendition, Sealed]]:
    """Bytes sealed and their row written in one transaction with what the caller does; or no row. Raises LeaseLost."""
    sealed = sealing.store(content)
    with transaction.atomic():
        # Before the rows, as whoever erases or begins an import.
        hold_ledger(rendition.exhibit.complaint_id)
        mine = work.still_ours(rendition, "exhibit__sealed")
        if mine is not None:
            sealed.save(force_insert=True)
            yield mine, sealed
    if mine is None:
        # No row was written for these bytes.
        sealing.forget(sealed)
        raise work.LeaseLost


def _keep(by: Actor, rendition: Rendition, examined: Examined, scan: str, at: datetime) -> None:
    """Seal one copy and finish its row, or say why there is none."""
    finding = examined.finding
    is_clean = rendition.kind == Kind.CLEAN
    bytes_of_copy = examined.clean if is_clean else examined.thumbnail
    if bytes_of_copy is None:
        text = reasons.refusal("no_thumbnail", {}, found=finding.found, filename="")
        _refuse([rendition], text, found=finding.found, scan=scan)
        return
    with stored_for(bytes_of_copy, rendition) as (mine, sealed):
        _finish(mine, sealed, finding, scan, at)
        if is_clean:
            _note_copy(by, mine, sealed, at)
            if finding.media_type == "application/pdf":
                _plan_pages(mine, finding.pages or 0, at)
            elif finding.media_type.startswith("image/"):
                plan_lines(mine, 1, at)


def _plan_pages(clean: Rendition, pages: int, at: datetime) -> None:
    """A row for each page to be drawn."""
    Rendition.objects.bulk_create(
        (
            Rendition(
                exhibit=clean.exhibit, kind=Kind.PAGE, page=page, source_sha256=clean.source_sha256, due_at=at
            )
            for page in range(1, min(pages, MAX_PAGES_DRAWN) + 1)
        ),
        ignore_conflicts=True,
    )


def plan_lines(copy: Rendition, page: int, at: datetime) -> None:
    """A row for the words to be recognised in a picture: of the whole, or of a page that says none itself."""
    row = Rendition(
        exhibit=copy.exhibit, kind=Kind.LINES, page=page, source_sha256=copy.source_sha256, due_at=at
    )
    Rendition.objects.bulk_create([row], ignore_conflicts=True)


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
        duration=finding.duration if is_clean else None,
        tool=finding.tool,
        reason=reasons.remarks(finding.notes) if is_clean else "",
        scan=scan,
        made_at=at,
        lease_until=None,
        claim=None,
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


def _refuse(claimed: list[Rendition], reason: str, *, found: str, scan: str) -> None:
    for rendition in claimed:
        work.end(rendition, State.REFUSED, reason=reason, source_type=found, scan=scan)


def retry_rendition(*, by: Actor, rendition: Rendition, at: datetime | None = None) -> Rendition:
    """Another try for a copy that failed through the portal's fault. Raise ValueError for any other state, or when the
    content was erased meanwhile."""
    at = at or timezone.now()
    with transaction.atomic():
        hold_ledger(rendition.exhibit.complaint_id)  # before the row, as whoever erases or keeps a copy
        if Sealed.objects.filter(exhibit=rendition.exhibit_id, wrapped_key=None).exists():
            raise ValueError("the content of this exhibit was erased")
        held = Rendition.objects.visible_to(by).select_for_update(of=("self",)).get(pk=rendition.pk)
        held.moved(State.PENDING, due_at=at, attempts=0, reason="").save()
    return held
