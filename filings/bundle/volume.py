"""案卷.pdf: cover, index of exhibits, letters, each exhibit behind its title page, statutes; stamped, linked, bookmarked."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem

from filings.bundle.contents import BundleContents, BundleError, BundleExhibit
from filings.bundle.pages import Batches, Unprintable
from filings.bundle.stamp import Stamp, face_for, link, put

LINK = "exhibit:"  # a link of the index to this, then an exhibit's number, becomes a link to its title page
TEXT_LIMIT = 400_000  # characters of a text exhibit that are printed; the rest is read in the file
_ROUNDS = 6
_GATHER = 40


@dataclass(frozen=True)
class Row:
    """One line of the 证据目录: an exhibit, its file in the bag, where it stands, and why it is not printed, if so."""

    exhibit: BundleExhibit
    path: str
    first: int
    last: int
    printed: int
    why_not: str = ""

    @property
    def place(self) -> str:
        return _place(self.first, self.last)


@dataclass(frozen=True)
class Part:
    """A line of the cover's table of contents."""

    title: str
    place: str


@dataclass(frozen=True)
class Printer:
    """Who sets the pages that are not exhibits: each function answers with the bytes of an A4 PDF.

    ``index`` may link to ``exhibit:<number>``. ``text`` prints a text exhibit: title, text.
    """

    cover: Callable[[BundleContents, Sequence[Part]], bytes]
    index: Callable[[BundleContents, Sequence[Row]], bytes]
    title_page: Callable[[BundleContents, Row], bytes]
    text: Callable[[BundleContents, str, str], bytes]


@dataclass(frozen=True)
class Volume:
    """What was written: total pages and the index rows."""

    pages: int
    rows: Sequence[Row]


@dataclass(frozen=True)
class _Section:
    """A run of pages of the volume that share a stamp and a bookmark. ``source`` holds them, one run after the other."""

    title: str
    pages: int
    source: Iterator[pikepdf.Page]
    exhibit: BundleExhibit | None = None
    own: bool = False  # pages of the exhibit itself, counted within it


def write_volume(
    contents: BundleContents,
    files: Path,
    target: Path,
    work: Path,
    printer: Printer,
    step: Callable[[], None],
) -> Volume:
    """Write the volume to ``target``; ``files`` holds the exhibits under ``contents.names``, ``work`` is scratch."""
    batches = Batches(work)
    counts, reasons = [], []
    for name, exhibit in zip(contents.names, contents.exhibits, strict=True):
        pages, why_not = _print_exhibit(contents, exhibit, files / name, batches, printer)
        counts.append(pages)
        reasons.append(why_not)
        step()
    batches.flush()
    with ExitStack() as stack:
        layout = _lay_out(contents, counts, reasons, printer)
        sections = _sections(contents, layout, batches.parts, work, stack)
        _bind(contents, sections, layout.rows, target, stack)
    return Volume(sum(section.pages for section in sections), layout.rows)


def _print_exhibit(
    contents: BundleContents, exhibit: BundleExhibit, file: Path, batches: Batches, printer: Printer
) -> tuple[int, str]:
    media_type = exhibit.printed.media_type if exhibit.printed else exhibit.media_type
    if not (media_type == "application/pdf" or media_type.startswith(("image/", "text/"))):
        return 0, "不是纸面材料（录音、录像或数据文件），请直接打开文件查看"
    try:
        with exhibit.printed.open() if exhibit.printed else file.open("rb") as stream:
            if media_type.startswith("text/"):
                return batches.add("application/pdf", _as_text(contents, exhibit, stream, printer)), ""
            return batches.add(media_type, stream), ""
    except Unprintable as error:
        return 0, f"{error}，请直接打开文件查看"


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


@dataclass(frozen=True)
class _Layout:
    """What was set once all page numbers were settled."""

    cover: bytes
    index: bytes
    titles: Sequence[bytes]
    rows: Sequence[Row]


def _lay_out(
    contents: BundleContents, counts: Sequence[int], reasons: Sequence[str], printer: Printer
) -> _Layout:
    """Page numbers for everything. Cover and index name pages and take pages themselves, so they are set until the
    numbers settle."""
    letters = [(letter.title, _count(letter.pdf)) for letter in contents.letters]
    after = [contents.statutes] if contents.statutes else []
    statutes = [(letter.title, _count(letter.pdf)) for letter in after]
    cover_pages, index_pages, title_pages = 1, 1, [1] * len(counts)
    for _ in range(_ROUNDS):
        before = cover_pages + index_pages + sum(pages for _, pages in letters)
        rows = _rows(contents, counts, reasons, title_pages, before)
        index = printer.index(contents, rows)
        cover = printer.cover(
            contents, _parts(cover_pages, [("证据目录", index_pages), *letters], rows, statutes)
        )
        if (_count(cover), _count(index)) != (cover_pages, index_pages):
            cover_pages, index_pages = _count(cover), _count(index)
            continue
        titles = [printer.title_page(contents, row) for row in rows]
        if [_count(title) for title in titles] == title_pages:
            return _Layout(cover, index, titles, rows)
        title_pages = [_count(title) for title in titles]
    raise BundleError("证据目录的页码排不定，案卷没有生成")


def _sections(
    contents: BundleContents, layout: _Layout, parts: Sequence[Path], work: Path, stack: ExitStack
) -> list[_Section]:
    def whole(title: str, pdf: bytes) -> _Section:
        opened = stack.enter_context(pikepdf.open(io.BytesIO(pdf)))
        return _Section(title, len(opened.pages), iter(opened.pages))

    titles = _pages_of(_gathered(layout.titles, work), stack)
    printed = _pages_of(parts, stack)
    sections = [whole("封面", layout.cover), whole("证据目录", layout.index)]
    sections += [whole(letter.title, letter.pdf) for letter in contents.letters]
    for row in layout.rows:
        name = f"证据{row.exhibit.number}　{row.exhibit.name}"
        title_pages = row.last - row.first + 1 - row.printed
        sections.append(_Section(name, title_pages, titles, row.exhibit))
        sections.append(_Section("", row.printed, printed, row.exhibit, own=True))
    if contents.statutes:
        sections.append(whole(contents.statutes.title, contents.statutes.pdf))
    return sections


def _gathered(pdfs: Sequence[bytes], work: Path) -> list[Path]:
    """Many small PDFs as a few on disk, so that few are open at a time."""
    paths = []
    for start in range(0, len(pdfs), _GATHER):
        path = work / f"titles-{start:06}.pdf"
        with ExitStack() as stack:
            together = stack.enter_context(pikepdf.new())
            for pdf in pdfs[start : start + _GATHER]:
                together.pages.extend(stack.enter_context(pikepdf.open(io.BytesIO(pdf))).pages)
            together.save(path, deterministic_id=True)
        paths.append(path)
    return paths


def _pages_of(paths: Sequence[Path], stack: ExitStack) -> Iterator[pikepdf.Page]:
    for path in paths:
        yield from stack.enter_context(pikepdf.open(path, access_mode=pikepdf.AccessMode.stream)).pages


def _parts(
    cover_pages: int, front: Sequence[tuple[str, int]], rows: Sequence[Row], back: Sequence[tuple[str, int]]
) -> list[Part]:
    """The cover's table of contents, from titles and page counts before and after the exhibits."""
    parts, page = [], cover_pages + 1
    for title, pages in front:
        parts.append(Part(title, _place(page, page + pages - 1)))
        page += pages
    if rows:
        parts.append(Part(f"证据（{len(rows)} 件）", _place(rows[0].first, rows[-1].last)))
        page = rows[-1].last + 1
    for title, pages in back:
        parts.append(Part(title, _place(page, page + pages - 1)))
        page += pages
    return parts


def _place(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _rows(
    contents: BundleContents,
    counts: Sequence[int],
    reasons: Sequence[str],
    title_pages: Sequence[int],
    before: int,
) -> list[Row]:
    rows, page = [], before + 1
    for place, exhibit in enumerate(contents.exhibits):
        last = page + title_pages[place] + counts[place] - 1
        path = f"data/exhibits/{contents.names[place]}"
        rows.append(Row(exhibit, path, page, last, counts[place], reasons[place]))
        page = last + 1
    return rows


def _count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _bind(
    contents: BundleContents,
    sections: Sequence[_Section],
    rows: Sequence[Row],
    target: Path,
    stack: ExitStack,
) -> None:
    volume = stack.enter_context(pikepdf.new())
    for section in sections:
        for _ in range(section.pages):
            volume.pages.append(next(section.source))
    _stamp(contents, volume, sections)
    _link_index(volume, sections, rows)
    _bookmark(volume, sections)
    _describe(contents, volume)
    volume.save(
        target,
        deterministic_id=True,
        linearize=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )


def _stamp(contents: BundleContents, volume: pikepdf.Pdf, sections: Sequence[_Section]) -> None:
    total = sum(section.pages for section in sections)
    index = volume.pages[sections[0].pages]
    stamps: list[Stamp] = []
    for section in sections:
        exhibit = section.exhibit
        for place in range(1, section.pages + 1):
            left, back = contents.number, ""
            short = contents.ledger_head
            if exhibit is not None:
                own = f"（{place}/{section.pages}）" if section.own else ""
                left, back, short = (
                    f"{contents.number}　证据{exhibit.number}{own}",
                    "返回目录",
                    exhibit.sha256,
                )
            middle = f"第 {len(stamps) + 1} 页 / 共 {total} 页"
            label = "SHA-256" if exhibit is not None else "台账 SHA-256"
            stamps.append(Stamp(left, middle, f"{label} {short.removeprefix('sha256:')[:16]}", back))
    face = face_for(
        volume, (text for each in stamps for text in (each.left, each.middle, each.right, each.back))
    )
    for page, stamp in zip(volume.pages, stamps, strict=True):
        put(volume, page, stamp, face, index)


def _link_index(volume: pikepdf.Pdf, sections: Sequence[_Section], rows: Sequence[Row]) -> None:
    """Turn the index's links to ``exhibit:<number>`` into links to the title pages."""
    first = {row.exhibit.number: row.first for row in rows}
    start = sections[0].pages
    for page in volume.pages[start : start + sections[1].pages]:
        kept = []
        for annotation in list(page.obj.get(Name.Annots, [])):
            address = str(annotation.get(Name.A, Dictionary()).get(Name.URI, ""))
            if not address.startswith(LINK):
                kept.append(annotation)
            elif (number := address.removeprefix(LINK)) in first:
                area = [float(value) for value in annotation.Rect]
                link(volume, page, area, volume.pages[first[number] - 1])
                kept.append(page.obj.Annots[-1])
        if kept:
            page.obj.Annots = pikepdf.Array(kept)


def _bookmark(volume: pikepdf.Pdf, sections: Sequence[_Section]) -> None:
    with volume.open_outline() as outline:
        page, group = 0, None
        for section in sections:
            if section.exhibit is not None and group is None:
                group = OutlineItem("证据", page, "Fit")
                outline.root.append(group)
            if section.title:
                item = OutlineItem(section.title, page, "Fit")
                (group.children if section.exhibit is not None and group else outline.root).append(item)
            page += section.pages


def _describe(contents: BundleContents, volume: pikepdf.Pdf) -> None:
    volume.Root.PageMode = Name.UseOutlines
    volume.Root.Lang = pikepdf.String("zh-CN")
    volume.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    volume.docinfo["/Title"] = f"{contents.number} {contents.title}"
    volume.docinfo["/Creator"] = contents.software
    volume.docinfo["/CreationDate"] = pdf_date(contents.exported_at)


def pdf_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
