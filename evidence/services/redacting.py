"""Covering parts of an exhibit: boxes are kept as a draft, burned into a copy of their own, and the copy is read again."""

import io
import json
import logging
import tempfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint
from core import work
from core.canonical import canonical, digest
from core.language import gettext as _
from core.language import listed
from evidence.examination.covering import Covered, burned, checked
from evidence.examination.finding import Finding
from evidence.examination.places import Place, places, still_said, within, words_under
from evidence.examination.run import Exceeded, Part
from evidence.models import Exhibit, Redaction, Rendition, Sealed
from evidence.recognising.run import Unavailable, recognise
from evidence.sealed import sealing
from evidence.services.copying import plain_file, plan_lines
from evidence.services.receiving import may_add
from evidence.services.recognising import send_to_reader
from evidence.services.texts import text_of
from evidence.words import reasons

log = logging.getLogger(__name__)

TRIES_OF_A_FILE = 2
MOST_BOXES, MOST_PAGES = 100, 200  # of a page; of a file
MOST_READ_AGAIN = 40  # pages whose picture is recognised; of the others the text layer is compared
LEAST_SIDE = 0.002  # of the page
COVERED_TYPES = ("image/jpeg", "image/png", "application/pdf")
State, Kind = Redaction.State, Rendition.Kind


class NotRedacted(Exception):
    """Nothing was changed. The text is for people: why, and what to do."""


# ── Choosing ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _clean(exhibit: Exhibit) -> Rendition | None:
    return Rendition.objects.select_related("sealed").filter(exhibit=exhibit, kind=Kind.CLEAN).first()


def why_not(exhibit: Exhibit) -> str:
    """Why nothing can be covered in this file; "" when it can."""
    clean = _clean(exhibit)
    if exhibit.erased:
        return _("这个文件的内容已依法删除。")
    if clean is None or not clean.final:
        return _("这个文件还在检查，查看副本做好以后才能遮盖。")
    if not clean.ready:
        return _("这个文件没有查看副本，不能遮盖。要遮盖的话，请另交截图或 PDF。")
    if clean.media_type not in COVERED_TYPES:
        return _("只有图片和 PDF 可以遮盖。文字、表格、录音和视频请另交遮好的截图或截取的片段。")
    if (clean.pages or 1) > MOST_PAGES:
        return _("超过 %d 页的文件不能遮盖。请拆分后分别提交。") % MOST_PAGES
    return ""


def standing(exhibit: Exhibit) -> Redaction | None:
    """The redaction whose copy travels now."""
    return Redaction.objects.standing().filter(exhibit=exhibit).first()


def open_redaction(*, by: Actor, exhibit: Exhibit, at: datetime | None = None) -> Redaction:
    """The draft of a file's next redaction, begun with the boxes of the last one; or the one that is being made.

    For the person whose case it is. Exhibit.DoesNotExist for anybody else, NotRedacted for what cannot be covered.
    """
    if not may_add(by, exhibit.complaint_id):
        raise Exhibit.DoesNotExist
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(exhibit)
        if reason := why_not(held):
            raise NotRedacted(reason)
        newest = held.redactions.order_by("-number").first()
        if newest is not None and newest.state in (State.DRAFT, State.PENDING, State.WORKING):
            return newest
        last = held.redactions.aggregate(last=Max("number"))["last"] or 0
        return Redaction.objects.create(
            exhibit=held,
            number=last + 1,
            boxes=newest.boxes if newest is not None else {},
            elsewhere=newest.elsewhere if newest is not None else False,
            made_by=by.label,
            begun_at=at,
            due_at=at,
        )


def _held(exhibit: Exhibit) -> Exhibit:
    """The file, with its key locked: an erasure comes before or after, never in between."""
    sealed = Sealed.objects.select_for_update(no_key=True).get(pk=exhibit.sealed_id)
    held = Exhibit.objects.get(pk=exhibit.pk)
    held.sealed = sealed
    return held


def _draft(by: Actor, redaction: Redaction) -> Redaction:
    held = (
        Redaction.objects.select_for_update(of=("self",))
        .select_related("exhibit__sealed")
        .get(pk=redaction.pk)
    )
    if not may_add(by, held.exhibit.complaint_id):
        raise Exhibit.DoesNotExist
    if held.state != State.DRAFT:
        raise NotRedacted(_("这次遮盖已经交去处理，没有改动。要改，请等处理完再开始新的一次。"))
    return held


def keep_boxes(*, by: Actor, redaction: Redaction, page: int, boxes: Iterable[Iterable[Any]]) -> Redaction:
    """Replace the boxes of one page: left, top, width, height in fractions. NotRedacted for what is no box."""
    kept = [_box(box) for box in boxes]
    if len(kept) > MOST_BOXES:
        raise NotRedacted(_("一页最多画 %d 个框。没有保存，请把相邻的合成一个。") % MOST_BOXES)
    with transaction.atomic():
        held = _draft(by, redaction)
        clean = _clean(held.exhibit)
        if clean is None or not 1 <= page <= (clean.pages or 1):
            raise NotRedacted(_("没有这一页。没有保存。"))
        every = {**held.boxes, str(page): [list(box) for box in kept]}
        held.boxes = {key: every[key] for key in sorted(every, key=int) if every[key]}
        held.save(update_fields=["boxes"])
    return held


def _box(given: Iterable[Any]) -> tuple[float, float, float, float]:
    try:
        left, top, width, height = (float(side) for side in given)
    except (TypeError, ValueError):
        raise NotRedacted(_("框的位置要填四个数。没有保存。")) from None
    if not all(-1 <= side <= 2 for side in (left, top, width, height)):  # also for what is no number
        raise NotRedacted(_("框的位置要在页面之内，按百分比填 0 到 100。没有保存。"))
    box = within(left, top, left + width, top + height)
    if box[2] < LEAST_SIDE or box[3] < LEAST_SIDE:
        raise NotRedacted(_("有的框太小或在页面之外，遮不住东西。没有保存，请画大一点。"))
    return box


def places_on(*, by: Actor, exhibit: Exhibit, page: int) -> list[Place] | None:
    """What may be covered on a page; None while, or where, nobody has read what stands where on it."""
    lines = Rendition.objects.visible_to(by).filter(exhibit=exhibit, kind="lines", page=page).first()
    if lines is None or not lines.ready or lines.sealed is None:
        return None
    with sealing.open_sealed(lines.sealed) as plain:
        try:
            return places(json.load(plain), _names(exhibit))
        except (ValueError, KeyError, TypeError):
            log.error("the lines of exhibit %s do not read", exhibit.pk)
            return None


def look_for_places(*, by: Actor, exhibit: Exhibit, page: int, at: datetime | None = None) -> None:
    """Have a page of a paper read whose words say themselves what they are, but not where they stand. Twice is once.

    Exhibit.DoesNotExist for whom the case does not belong to, NotRedacted where there is nothing to read.
    """
    if not may_add(by, exhibit.complaint_id):
        raise Exhibit.DoesNotExist
    clean = _clean(exhibit)
    if (reason := why_not(exhibit)) or clean is None:
        raise NotRedacted(reason)
    if not 1 <= page <= (clean.pages or 1):
        raise NotRedacted(_("没有这一页。"))
    with transaction.atomic():
        if not _held(exhibit).erased:
            plan_lines(clean, page, at or timezone.now())
    send_to_reader(exhibit.pk)


def _names(exhibit: Exhibit) -> list[str]:
    """Of the people in the case, as it is filed and as it stands: the complainant, the child, individuals on the other side."""
    case = Complaint.objects.filter(pk=exhibit.complaint_id).prefetch_related("parties").first()
    people = [*case.parties.all(), *case.people] if case is not None else []
    return list(dict.fromkeys(party.name for party in people if party.name))


def order_redaction(
    *, by: Actor, redaction: Redaction, elsewhere: bool = False, at: datetime | None = None
) -> Redaction:
    """Have the boxes burned in. ``elsewhere``: what they cover may be readable in another place of the file."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _draft(by, redaction)
        if not held.boxes:
            raise NotRedacted(_("还没有画框。请先在页面上框出要遮盖的地方。"))
        boxes = digest(canonical(held.boxes))
        held.moved(
            State.PENDING, boxes_sha256=boxes, elsewhere=elsewhere, ordered_at=at, due_at=at, made_by=by.label
        ).save()
        work.wake("evidence.tasks.sweep_redactions")
    return held


# ── Burning in ────────────────────────────────────────────────────────────────────────────────────────────────────────
def make_redactions(*, by: Actor, at: datetime | None = None) -> Redaction | None:
    """Make one copy that is due; None when nothing is. Whatever happens, its row ends in a visible state or is due again.

    A copy that does not stand the reading again is thrown away: there is none, and the row says why.
    """
    at = at or timezone.now()
    mine = _claim(at)
    if mine is None:
        return None

    def make() -> None:
        try:
            _make(by, mine, at)
        except _Void as void:
            work.end(mine, State.REFUSED, reason=void.reason)

    work.carry_out([mine], make, ladder=_ladder(), waiting=State.PENDING, at=at)
    return Redaction.objects.get(pk=mine.pk)


def _ladder() -> tuple[work.Rung, ...]:
    unread = _("这台服务器现在不能识别图片里的文字，没法核对，所以没有生成遮盖副本。请告诉工作人员。")
    too_much = _("在规定的时间和内存内没有做完，没有生成遮盖副本。请拆分文件后再试。")
    broken = _("文件现在读不出来，没有生成遮盖副本，已经记下故障。")
    return (
        work.Rung(Unavailable, State.FAILED, lambda: unread),
        work.Rung(Exceeded, State.REFUSED, lambda: too_much, tries=TRIES_OF_A_FILE),
        work.Rung((sealing.SealBroken, FileNotFoundError), State.FAILED, lambda: broken),
        work.Rung(work.PASSING, State.FAILED, _not_made, tries=work.PASSING_TRIES),
    )


def _not_made() -> str:
    return _("处理多次没有成功，没有生成遮盖副本，已经记下故障。")


class _Void(Exception):
    """There is no copy; ``reason`` is for people and names no covered word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _claim(at: datetime) -> Redaction | None:
    with transaction.atomic():
        due = Redaction.objects.due(at).select_for_update(skip_locked=True, of=("self",))
        mine = due.select_related("exhibit__sealed").order_by("due_at").first()
        if mine is None:
            return None
        if mine.worn_out:
            work.give_up([mine], State.FAILED, reason=_not_made())
            return None
        work.claim([mine], at=at, state=State.WORKING)
    return mine


def _make(by: Actor, mine: Redaction, at: datetime) -> None:
    exhibit = mine.exhibit
    clean = _clean(exhibit)
    if exhibit.erased or clean is None or not clean.ready or clean.sealed is None:
        raise _Void(reasons.erased() if exhibit.erased else why_not(exhibit) or _("没有可以遮盖的查看副本。"))
    pages, boxes = clean.pages or 1, mine.boxes
    touched = sorted(map(int, boxes))
    with (
        plain_file(clean.sealed) as source,
        burned(source, clean.media_type, boxes, pages=pages) as copy,
    ):
        _sound(copy.finding)
        words = _covered_words(copy, _names(exhibit))
        again = set(
            [*touched, *(page for page in range(1, pages + 1) if page not in boxes)][:MOST_READ_AGAIN]
        )
        if copy.result is None:
            raise Exceeded("no result")
        with checked(copy.result, clean.media_type, boxes, words=words, again=again, pages=pages) as read:
            _sound(read.finding)
            if not mine.elsewhere:
                _nowhere_else(exhibit, read, words, set(range(1, pages + 1)) - again)
            copy.result.seek(0)
            _keep(by, mine, clean, copy, read, len(again), at)


def _sound(finding: Finding) -> None:
    if finding.code:
        raise _Void(_why(finding))


def _why(finding: Finding) -> str:
    sentences = {
        "page_not_drawn": _("有一页画不成图片，没有生成遮盖副本。请把它另存成图片后提交。"),
        "too_heavy": _("处理这个文件需要的内存超过限制，没有生成遮盖副本。请拆分或缩小后再试。"),
        "too_many_to_redact": _("页数太多，没有生成遮盖副本。请拆分后分别提交。"),
        "not_covered": _("复查时发现有的框没有完全盖住，没有生成遮盖副本。请把框画大一点再试。"),
    }
    return sentences.get(finding.code) or _("遮盖以后复查没有通过，没有生成遮盖副本。")


def _lines(part: Part) -> list[str]:
    """The words in a picture of our own making, read in a process of its own."""
    with tempfile.TemporaryFile() as picture:
        picture.write(part.content)
        picture.flush()
        return [line.text for line in recognise(picture).lines]


def _covered_words(copy: Covered, names: list[str]) -> list[str]:
    """What stood under the boxes, as far as it can be read: it stays in this process's memory."""
    read = 0
    found: list[str] = []
    for part in copy.parts():
        if part.kind == "before" and read < MOST_READ_AGAIN:
            found += _lines(part)
            read += 1
    return words_under(found, names)


def _nowhere_else(exhibit: Exhibit, read: Covered, words: list[str], others: set[int]) -> None:
    said = [
        part.page
        for part in read.parts()
        if part.kind == "after" and still_said("\n".join(_lines(part)), words)
    ]
    layers = exhibit.renditions.select_related("sealed").filter(kind=Kind.TEXT, page__in=others)
    said += [layer.page for layer in layers if still_said(text_of(layer), words)]
    if said:
        raise _Void(
            _(
                "框里遮住的文字，在第 %(pages)s 页的别处还读得到，没有生成遮盖副本。请把那些地方也框上；"
                "如果那些字出现没有关系，请勾选“别处还有同样的字也可以”再试。"
            )
            % {"pages": listed(map(str, sorted(set(said))))}
        )


def _keep(
    by: Actor, mine: Redaction, clean: Rendition, copy: Covered, read: Covered, again: int, at: datetime
) -> None:
    """Seal the copy and its pictures and finish the row in one transaction; or no row of it is written."""
    stored: list[Sealed] = []

    def kept(content: BinaryIO | None, kind: str, page: int, **about: Any) -> Rendition:
        sealed = sealing.store(content)
        stored.append(sealed)
        return Rendition(
            exhibit_id=mine.exhibit_id, redaction=mine, kind=kind, page=page, state=Rendition.State.DONE,
            source_sha256=mine.exhibit.sha256, source_type=clean.source_type, sealed=sealed, scan=clean.scan,
            made_at=at, due_at=at, **about,
        )  # fmt: skip

    finding = copy.finding
    whole = kept(
        copy.result, Kind.REDACTED, 0, media_type=finding.media_type, width=finding.width,
        height=finding.height, pages=finding.pages, tool=finding.tool[:200], reason=reasons.redacted(),
    )  # fmt: skip
    rows = [whole]
    for part in read.parts():
        if part.kind in (Kind.REDACTED, Kind.REDACTED_TOP):
            about = {"width": part.width, "height": part.height, "tool": part.tool or finding.tool[:200]}
            rows.append(
                kept(io.BytesIO(part.content), part.kind, part.page, media_type=part.media_type, **about)
            )
    with transaction.atomic():
        hold_ledger(mine.exhibit.complaint_id)  # before the rows, as whoever erases
        held = None if _held(mine.exhibit).erased else work.still_ours(mine)
        if held is not None:
            for sealed in stored:
                sealed.save(force_insert=True)
            held.moved(
                State.DONE, lease_until=None, claim=None, made_at=at, read_again=again, reason=""
            ).save()
            Rendition.objects.bulk_create(rows)
            _note_copy(by, mine, whole, stored[0], at)
    if held is None:
        # No row was written for these bytes.
        for sealed in stored:
            sealing.forget(sealed)
        raise _Void(reasons.erased())


def _note_copy(by: Actor, mine: Redaction, whole: Rendition, sealed: Sealed, at: datetime) -> None:
    """The ledger fixes the copy's hash beside its source's and the boxes'."""
    detail = {
        "exhibit": str(mine.exhibit_id),
        "source": mine.exhibit.sha256,
        "sha256": sealed.sha256,
        "size": sealed.size,
        "tool": whole.tool,
        "redaction": str(mine.pk),
        "boxes": mine.boxes_sha256,
    }
    append_entry(by=by, complaint_id=mine.exhibit.complaint_id, act=Act.COPY_MADE, detail=detail, at=at)
