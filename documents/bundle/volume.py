"""案卷.pdf: cover, index of exhibits, letters, each exhibit behind its title page, statutes; stamped, linked, bookmarked.

Where a recipient takes no file beyond a size it is several: 案卷-第一卷.pdf and so on, with one run of page numbers.
"""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem

from documents.apart import the_press
from documents.bundle.contents import BundleContents, BundleError, BundleExhibit
from documents.bundle.layout import (
    COVER_BYTES,
    Part,
    Piece,
    Row,
    Unit,
    divide,
    number_rows,
    parts_of,
    volume_name,
    volume_path,
)
from documents.bundle.pages import Batches, Unprintable
from documents.bundle.stamp import Elsewhere, Stamp, code_for, face_from, glyphs_for, link, put
from legal.reasoning.numerals import chinese

LINK = "exhibit:"  # a link of the index to this, then an exhibit's number, becomes a link to its title page
TEXT_LIMIT = 400_000  # characters of a text exhibit that are printed; the rest is read in the file
_ROUNDS = 6
_GATHER = 25  # title pages that are set at once


@dataclass(frozen=True)
class Printer:
    """Who sets the pages that are not exhibits: each function answers with the bytes of an A4 PDF.

    ``index`` may link to ``exhibit:<number>``. ``title_pages`` begins each row on a new page, with one bookmark of the
    first level a row. ``sheet`` is the one page in front of a further volume: its number, and the rows in it. ``text``
    prints a text exhibit: title, text. ``editable`` is the index as a DOCX.
    """

    cover: Callable[[BundleContents, Sequence[Part], int], bytes]
    index: Callable[[BundleContents, Sequence[Row]], bytes]
    title_pages: Callable[[BundleContents, Sequence[Row]], bytes]
    sheet: Callable[[BundleContents, int, Sequence[Row]], bytes]
    text: Callable[[BundleContents, str, str], bytes]
    editable: Callable[[BundleContents, Sequence[Row]], bytes]


@dataclass(frozen=True)
class Volumes:
    """What was written: the files with the pages of each, and the index rows."""

    paths: Sequence[str]
    pages: Sequence[int]
    rows: Sequence[Row]


Place = tuple[Path, int]  # a file and a page in it, counted from 1


@dataclass(frozen=True)
class _Section:
    """A run of pages that share a stamp and a bookmark. ``source`` says where they are, one run after the other.

    Pages of the exhibit itself are ``own``: counted within it, from ``begin`` on, of ``whole``.
    """

    title: str
    pages: int
    source: Iterator[Place]
    exhibit: BundleExhibit | None = None
    own: bool = False
    begin: int = 0
    whole: int = 0


@dataclass(frozen=True)
class _Layout:
    """What was set once all page numbers were settled."""

    cover: bytes
    index: bytes
    sheets: Sequence[bytes]
    titles: Sequence[Path]
    title_pages: Sequence[int]
    volumes: Sequence[Sequence[Piece]]
    rows: Sequence[Row]
    pages: Sequence[int]


def write_volumes(
    contents: BundleContents,
    folder: Path,
    work: Path,
    printer: Printer,
    step: Callable[[], None],
) -> Volumes:
    """Write the volumes below ``folder``, where the exhibits lie already; ``work`` is scratch."""
    batches = Batches(work)
    units, reasons = [], []
    for exhibit in contents.exhibits:
        own, why_not = _print_exhibit(contents, exhibit, batches, printer)
        units.append(own)
        reasons.append(why_not)
        step()
    batches.flush()
    limit = contents.volume_bytes
    for _ in range(_ROUNDS):
        layout = _lay_out(contents, units, reasons, printer, work, limit)
        paths = [volume_path(number, len(layout.volumes)) for number in range(1, len(layout.volumes) + 1)]
        _bind(contents, layout, batches.parts, folder, paths, work)
        largest = max((folder / path).stat().st_size for path in paths)
        if not contents.volume_bytes or largest <= contents.volume_bytes:
            return Volumes(paths, layout.pages, layout.rows)
        for path in paths:
            (folder / path).unlink()
        limit = limit * contents.volume_bytes // largest * 98 // 100
    raise BundleError("分不出符合大小上限的卷，案卷没有生成；请调大每卷的上限")


def _print_exhibit(
    contents: BundleContents, exhibit: BundleExhibit, batches: Batches, printer: Printer
) -> tuple[list[Unit], str]:
    """The pages of the copy, or none and why. A file without one is never opened here: nothing has looked it over."""
    copy = exhibit.printed
    media_type = copy.media_type if copy else exhibit.media_type
    if media_type.startswith(("audio/", "video/")):
        return [], "是录音、录像，请直接播放文件；文字整理稿由提交人另附，原始载体可以当庭播放核对"
    if copy is None:
        return [], "没有可打印的副本，请直接打开文件查看"
    try:
        with copy.open() as stream:
            if media_type.startswith("text/"):
                return batches.add("application/pdf", _as_text(contents, exhibit, stream, printer)), ""
            return batches.add(media_type, stream), ""
    except Unprintable as error:
        return [], f"{error}，请直接打开文件查看"


def _as_text(
    contents: BundleContents, exhibit: BundleExhibit, stream: BinaryIO, printer: Printer
) -> BinaryIO:
    raw = stream.read(TEXT_LIMIT * 4)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = raw.decode("utf-8", "replace")
    if len(text) > TEXT_LIMIT or len(raw) == TEXT_LIMIT * 4:
        text = text[:TEXT_LIMIT] + "\n……（以下未打印，请看文件）"
    return io.BytesIO(printer.text(contents, exhibit.name, text))


# ── Page numbers ──────────────────────────────────────────────────────────────────────────────────────────────────


def _lay_out(
    contents: BundleContents,
    units: Sequence[Sequence[Unit]],
    reasons: Sequence[str],
    printer: Printer,
    work: Path,
    limit: int,
) -> _Layout:
    """Page numbers for everything. Cover and index name pages and take pages themselves, so they are set until the
    numbers settle."""
    letters = [(letter.title, _count(letter.pdf)) for letter in contents.letters]
    after = [contents.statutes] if contents.statutes else []
    statutes = [(letter.title, _count(letter.pdf)) for letter in after]
    weight = sum(len(letter.pdf) for letter in (*contents.letters, *after)) + COVER_BYTES
    cover_pages, index_pages, index_size, title_pages = 1, 1, COVER_BYTES, [1] * len(units)
    for _ in range(_ROUNDS):
        volumes = divide(contents, units, weight + index_size, limit)
        before = cover_pages + index_pages + sum(pages for _, pages in letters)
        rows = number_rows(contents, volumes, reasons, title_pages, before)
        index = printer.index(contents, rows)
        parts = parts_of(cover_pages, [("证据目录", index_pages), *letters], rows, statutes)
        cover = printer.cover(contents, parts, len(volumes))
        if (_count(cover), _count(index), len(index)) != (cover_pages, index_pages, index_size):
            cover_pages, index_pages, index_size = _count(cover), _count(index), len(index)
            continue
        titles, found = _set_titles(contents, rows, printer, work)
        if found == title_pages:
            pages = [before] + [1] * (len(volumes) - 1)
            for place, pieces in enumerate(volumes):
                pages[place] += sum(one.pages + one.title * title_pages[one.exhibit] for one in pieces)
            pages[-1] += sum(count for _, count in statutes)
            sheets = [_sheet(contents, number, rows, printer) for number in range(2, len(volumes) + 1)]
            return _Layout(cover, index, sheets, titles, title_pages, volumes, rows, pages)
        title_pages = found
    raise BundleError("证据目录的页码排不定，案卷没有生成")


def _sheet(contents: BundleContents, number: int, rows: Sequence[Row], printer: Printer) -> bytes:
    here = [row for row in rows if any(run.volume == number for run in row.runs)]
    return printer.sheet(contents, number, here)


def _set_titles(
    contents: BundleContents, rows: Sequence[Row], printer: Printer, work: Path
) -> tuple[list[Path], list[int]]:
    """The title pages, many at a time, as files; and how many pages each row took."""
    paths, counts = [], []
    for start in range(0, len(rows), _GATHER):
        some = rows[start : start + _GATHER]
        path = work / f"titles-{start:06}.pdf"
        path.write_bytes(printer.title_pages(contents, some))
        with pikepdf.open(path) as opened:
            begins = [*_beginnings(opened), len(opened.pages)]
        if len(begins) != len(some) + 1:
            raise BundleError("证据首页的数目不对，案卷没有生成")
        counts += [after - before for before, after in itertools.pairwise(begins)]
        paths.append(path)
    return paths, counts


def _beginnings(titles: pikepdf.Pdf) -> list[int]:
    """The pages, counted from 0, on which the bookmarks of the first level stand."""
    with titles.open_outline() as outline:
        targets = [item.destination for item in outline.root]
    places: dict[Any, int] = {page.objgen: place for place, page in enumerate(titles.pages)}
    return [places[target[0].objgen] for target in targets if isinstance(target, pikepdf.Array)]


def _count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


# ── Binding ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _bind(
    contents: BundleContents,
    layout: _Layout,
    parts: Sequence[Path],
    folder: Path,
    paths: Sequence[str],
    work: Path,
) -> None:
    """Bind the pages on disk, then stamp them: what is copied between open files stands in memory whole."""
    titles, printed = _pages_of(layout.titles), _pages_of(parts)
    done = [0] * len(layout.rows)  # own pages of each exhibit that stand in a volume already
    plan = [
        _sections(contents, layout, number, titles, printed, done, work)
        for number in range(1, len(paths) + 1)
    ]
    stamps = [_stamps(contents, sections, layout, number) for number, sections in enumerate(plan, 1)]
    glyphs = glyphs_for(
        text for some in stamps for one in some for text in (one.left, one.middle, one.right, one.back)
    )
    if (press := the_press()) is not None:
        press.close()  # nothing more is set, and a volume in the hand takes the memory that it held
    index_page = _count(layout.cover)
    for number, (path, sections, own) in enumerate(zip(paths, plan, stamps, strict=True), 1):
        bound = work / "bound.pdf"
        _join([next(section.source) for section in sections for _ in range(section.pages)], bound)
        with pikepdf.open(bound, access_mode=pikepdf.AccessMode.stream) as volume:
            index = volume.pages[index_page] if number == 1 else Elsewhere(Path(paths[0]).name, index_page)
            face = face_from(glyphs, volume)
            code = code_for(volume, contents.page_url) if contents.page_url else None
            for page, stamp in zip(volume.pages, own, strict=True):
                put(volume, page, stamp, face, index, code)
            if number == 1:
                _link_index(volume, sections, layout.rows, paths)
            _bookmark(volume, sections)
            _describe(contents, volume, volume_name(number) if len(paths) > 1 else "")
            volume.save(
                folder / path,
                deterministic_id=True,
                linearize=False,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )


def _sections(
    contents: BundleContents,
    layout: _Layout,
    number: int,
    titles: Iterator[Place],
    printed: Iterator[Place],
    done: list[int],
    work: Path,
) -> list[_Section]:
    def whole(title: str, pdf: bytes) -> _Section:
        path = work / f"whole-{hashlib.sha256(pdf).hexdigest()}.pdf"
        path.write_bytes(pdf)
        return _Section(title, _count(pdf), _pages_of([path]))

    if number == 1:
        sections = [whole("封面", layout.cover), whole("证据目录", layout.index)]
        sections += [whole(letter.title, letter.pdf) for letter in contents.letters]
    else:
        sections = [whole(f"案卷　{volume_name(number)}", layout.sheets[number - 2])]
    for piece in layout.volumes[number - 1]:
        row = layout.rows[piece.exhibit]
        name = f"证据{row.exhibit.number}　{row.exhibit.name}"
        if piece.title:
            sections.append(_Section(name, layout.title_pages[piece.exhibit], titles, row.exhibit))
        sections.append(
            _Section(
                "" if piece.title else f"{name}（续）",
                piece.pages,
                printed,
                row.exhibit,
                own=True,
                begin=done[piece.exhibit],
                whole=row.printed,
            )
        )
        done[piece.exhibit] += piece.pages
    if contents.statutes and number == len(layout.volumes):
        sections.append(whole(contents.statutes.title, contents.statutes.pdf))
    return sections


def _pages_of(paths: Sequence[Path]) -> Iterator[Place]:
    for path in paths:
        with pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as opened:
            count = len(opened.pages)
        yield from ((path, number) for number in range(1, count + 1))


def _join(pages: Sequence[Place], target: Path) -> None:
    """One PDF of these pages in this order; qpdf copies their content from file to file."""
    chosen: list[str] = []
    for path, numbers in itertools.groupby(pages, key=lambda place: place[0]):
        chosen += [str(path), ",".join(str(number) for _, number in numbers)]
    pikepdf.Job(["qpdf", "--deterministic-id", "--empty", "--pages", *chosen, "--", str(target)]).run()


def _stamps(
    contents: BundleContents, sections: Sequence[_Section], layout: _Layout, number: int
) -> list[Stamp]:
    """What stands at the foot of each page of one volume."""
    total, begun = sum(layout.pages), sum(layout.pages[: number - 1])
    which = f"{volume_name(number)}　" if len(layout.volumes) > 1 else ""
    stamps: list[Stamp] = []
    for section in sections:
        exhibit = section.exhibit
        for place in range(1, section.pages + 1):
            left, back = contents.number, ""
            short = contents.ledger_head
            if exhibit is not None:
                own = f"（{section.begin + place}/{section.whole}）" if section.own else ""
                left, back, short = (
                    f"{contents.number}　证据{exhibit.number}{own}",
                    "返回目录",
                    exhibit.sha256,
                )
            middle = f"{which}第 {begun + len(stamps) + 1} 页 / 共 {total} 页"
            label = "SHA-256" if exhibit is not None else "台账 SHA-256"
            stamps.append(Stamp(left, middle, f"{label} {short.removeprefix('sha256:')[:16]}", back))
    return stamps


def _link_index(
    volume: pikepdf.Pdf, sections: Sequence[_Section], rows: Sequence[Row], paths: Sequence[str]
) -> None:
    """Turn the index's links to ``exhibit:<number>`` into links to the title pages, in whichever volume they are."""
    begins = {row.exhibit.number: row.runs[0] for row in rows}
    first_of = {run.volume: run.first for row in reversed(rows) for run in reversed(row.runs)}
    start = sections[0].pages
    for page in volume.pages[start : start + sections[1].pages]:
        kept = []
        for annotation in list(page.obj.get(Name.Annots, [])):
            address = str(annotation.get(Name.A, Dictionary()).get(Name.URI, ""))
            if not address.startswith(LINK):
                kept.append(annotation)
            elif (run := begins.get(address.removeprefix(LINK))) is not None:
                area = [float(value) for value in annotation.Rect]
                if run.volume == 1:
                    link(volume, page, area, volume.pages[run.first - 1])
                else:  # a sheet stands in front of the first page of a further volume
                    there = run.first - first_of[run.volume] + 1
                    link(volume, page, area, Elsewhere(Path(paths[run.volume - 1]).name, there))
                kept.append(page.obj.Annots[-1])
        if kept:
            page.obj.Annots = pikepdf.Array(kept)


def _bookmark(volume: pikepdf.Pdf, sections: Sequence[_Section]) -> None:
    """证据 → 证据一 → 证据1-1; without groups the exhibits stand below 证据 themselves."""
    with volume.open_outline() as outline:
        page = 0
        every: OutlineItem | None = None
        groups: dict[str, OutlineItem] = {}
        for section in sections:
            if section.title and section.pages:
                item = OutlineItem(str(section.title), page, "Fit")
                if section.exhibit is None:
                    outline.root.append(item)
                else:
                    if every is None:
                        every = OutlineItem("证据", page, "Fit")
                        outline.root.append(every)
                    _group_of(section.exhibit, page, every, groups).children.append(item)
            page += section.pages


def _group_of(
    exhibit: BundleExhibit, page: int, every: OutlineItem, groups: dict[str, OutlineItem]
) -> OutlineItem:
    name = group_name(exhibit)
    if not name:
        return every
    if name not in groups:
        groups[name] = OutlineItem(name, page, "Fit")
        every.children.append(groups[name])
    return groups[name]


def group_name(exhibit: BundleExhibit) -> str:
    """“证据一　退订之后的短信”; nothing for an exhibit that stands in no group."""
    number, dash, _ = exhibit.number.partition("-")
    return f"证据{chinese(int(number))}　{exhibit.group}".strip("　") if dash else ""


def _describe(contents: BundleContents, volume: pikepdf.Pdf, which: str) -> None:
    volume.Root.PageMode = Name.UseOutlines
    volume.Root.Lang = pikepdf.String("zh-CN")
    volume.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    volume.docinfo["/Title"] = " ".join(filter(None, [contents.number, which, contents.title]))
    volume.docinfo["/Creator"] = contents.software
    volume.docinfo["/CreationDate"] = pdf_date(contents.exported_at)


def pdf_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
