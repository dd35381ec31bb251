"""What stands where in the volumes: which pages go into which file, and the running number of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.bundle.contents import BundleContents, BundleError, BundleExhibit
from legal.reasoning.numerals import chinese

COVER_BYTES = 60_000  # of the sheet in front of a further volume, fonts of the stamps included
PAGE_BYTES = 1_200  # what a page weighs beside its picture: stamp, link, place in the tree
TITLE_BYTES = 6_000  # a title page among others


@dataclass(frozen=True)
class Unit:
    """Pages of an exhibit that cannot be parted, and what they weigh: a page of a PDF, a picture with all its cuts."""

    pages: int
    size: int


@dataclass(frozen=True)
class Piece:
    """What one volume holds of an exhibit: its title page or not, and so many of its own pages."""

    exhibit: int
    title: bool
    pages: int


@dataclass(frozen=True)
class Run:
    """Running pages of one volume, both ends counted."""

    volume: int
    first: int
    last: int


@dataclass(frozen=True)
class Row:
    """One line of the 证据目录: an exhibit, its file in the bag, where it stands, and why it is not printed, if so."""

    exhibit: BundleExhibit
    path: str
    runs: tuple[Run, ...]
    printed: int
    why_not: str = ""
    volumes: int = 1
    on_disc: bool = False  # its file is larger than the recipient's system takes

    @property
    def held(self) -> str:
        return self.exhibit.held + ("（光盘）" if self.on_disc else "")

    @property
    def first(self) -> int:
        return self.runs[0].first

    @property
    def last(self) -> int:
        return self.runs[-1].last

    @property
    def place(self) -> str:
        """“12-15”; with several volumes “第一卷 12-15；第二卷 17”."""
        if self.volumes == 1:
            return place_of(self.first, self.last)
        return "；".join(f"{volume_name(run.volume)} {place_of(run.first, run.last)}" for run in self.runs)


@dataclass(frozen=True)
class Part:
    """A line of the cover's table of contents."""

    title: str
    place: str


def volume_name(number: int) -> str:
    return f"第{chinese(number)}卷"


def volume_path(number: int, of: int) -> str:
    """Counted in figures too, so that the files stand in order in any folder."""
    width = max(2, len(str(of)))
    return "data/案卷.pdf" if of == 1 else f"data/案卷-{number:0{width}}-{volume_name(number)}.pdf"


def place_of(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def divide(
    contents: BundleContents, units: Sequence[Sequence[Unit]], front: int, limit: int
) -> list[list[Piece]]:
    """Which volume holds what. An exhibit stays whole where a volume can hold it; ``limit`` 0 is one volume.

    ``front`` is what the cover, the index and the letters weigh. Raises BundleError for what no volume can hold.
    """
    if not limit:
        return [[Piece(place, True, _pages(own)) for place, own in enumerate(units)]]
    most = limit - COVER_BYTES
    volumes: list[list[Piece]] = [[]]
    room = limit - front
    for place, own in enumerate(units):
        weights = [unit.size + unit.pages * PAGE_BYTES for unit in own]
        if TITLE_BYTES + max(weights, default=0) > most:
            number = contents.exhibits[place].number
            raise BundleError(
                f"证据{number}有一页就超过了每卷 {limit >> 20} MB 的上限，没有生成；请调大上限，或者不列入这件证据"
            )
        whole = TITLE_BYTES + sum(weights)
        starts = TITLE_BYTES + (weights[0] if weights else 0)
        if (whole > room and whole <= most) or starts > room:
            volumes.append([])
            room = most
        title, pages = True, 0
        room -= TITLE_BYTES
        for unit, weight in zip(own, weights, strict=True):
            if weight > room:
                volumes[-1].append(Piece(place, title, pages))
                volumes.append([])
                title, pages, room = False, 0, most
            pages += unit.pages
            room -= weight
        volumes[-1].append(Piece(place, title, pages))
    return volumes


def _pages(units: Sequence[Unit]) -> int:
    return sum(unit.pages for unit in units)


def number_rows(
    contents: BundleContents,
    volumes: Sequence[Sequence[Piece]],
    reasons: Sequence[str],
    title_pages: Sequence[int],
    before: int,
) -> list[Row]:
    """A row an exhibit; ``before`` counts the pages in front of the first one."""
    runs: list[list[Run]] = [[] for _ in contents.exhibits]
    printed = [0] * len(contents.exhibits)
    page = before + 1
    for number, pieces in enumerate(volumes, 1):
        if number > 1:
            page += 1  # the sheet in front of the volume
        for piece in pieces:
            pages = piece.pages + (title_pages[piece.exhibit] if piece.title else 0)
            runs[piece.exhibit].append(Run(number, page, page + pages - 1))
            printed[piece.exhibit] += piece.pages
            page += pages
    return [
        Row(
            exhibit,
            f"data/exhibits/{contents.names[place]}",
            tuple(runs[place]),
            printed[place],
            reasons[place],
            len(volumes),
            contents.on_disc(exhibit),
        )
        for place, exhibit in enumerate(contents.exhibits)
    ]


def parts_of(
    cover_pages: int,
    front: Sequence[tuple[str, int]],
    rows: Sequence[Row],
    back: Sequence[tuple[str, int]],
) -> list[Part]:
    """The cover's table of contents, from titles and page counts before and after the exhibits."""
    parts, page = [], cover_pages + 1
    for title, pages in front:
        parts.append(Part(title, place_of(page, page + pages - 1)))
        page += pages
    if rows:
        parts += _parts_of_exhibits(rows)
        page = rows[-1].last + 1
    for title, pages in back:
        parts.append(Part(title, place_of(page, page + pages - 1)))
        page += pages
    return parts


def _parts_of_exhibits(rows: Sequence[Row]) -> list[Part]:
    if rows[0].volumes == 1:
        return [Part(f"证据（{len(rows)} 件）", place_of(rows[0].first, rows[-1].last))]
    found = []
    for volume in range(1, rows[0].volumes + 1):
        here = [(row, run) for row in rows for run in row.runs if run.volume == volume]
        if here:
            names = spoken([row for row, _ in here])
            found.append(
                Part(f"{volume_name(volume)}：{names}", place_of(here[0][1].first, here[-1][1].last))
            )
    return found


def spoken(rows: Sequence[Row]) -> str:
    """“证据1-1 至 3-2”."""
    first, last = rows[0].exhibit.number, rows[-1].exhibit.number
    return f"证据{first}" if first == last else f"证据{first} 至 {last}"
