"""Tables of messages or calls: what programs for iPhones and phone assistants export, and what people type themselves."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO

from evidence.importers import columns, listed, moments, opening, senders
from evidence.importers.columns import Columns
from evidence.importers.entry import IMAZING, IPHONE_TABLE, PHONEVIEW, Entry, Format, Item, Unreadable

_DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLE = 40  # rows in which a heading is looked for
_SAMPLE_LINES = 400
LONGEST_ROW = 200  # lines of one message between quotes
_FAR_FROM_HOME = (IMAZING, PHONEVIEW, IPHONE_TABLE)  # written in the zone of some computer
_CLOSE = re.compile(r"(?:[^\"]|\"\")*+\"(?!\")")
csv.field_size_limit(2 * opening.LONGEST_LINE)

Cell = str | int | float | datetime | date | time | bool | None


def _ends_open(line: str, delimiter: str, inside: bool) -> bool:
    """Whether a line ends between quotes. A quote opens only at the beginning of a field."""
    place = 0
    if inside:
        close = _CLOSE.match(line)
        if not close:
            return True
        place = close.end()
        place = line.find(delimiter, place) + 1 if delimiter in line[place:] else -1
    while place >= 0:
        start = place
        while start < len(line) and line[start] == " ":
            start += 1
        if line.startswith('"', start):
            close = _CLOSE.match(line, start + 1)
            if not close:
                return True
            place = close.end()
        following = line.find(delimiter, place)
        place = following + 1 if following >= 0 else -1
    return False


def rows(source: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """(line where it begins, cells); instead of cells the code of what is wrong.

    A quote that never closes costs its own line, not the rest of the file.
    """
    ahead: list[str] = []
    number = 0

    def following() -> str | None:
        return ahead.pop(0) if ahead else next(source, None)

    while (line := following()) is not None:
        number += 1
        if '"' not in line:
            if line.strip():
                yield number, [cell.lstrip(" ") for cell in line.split(delimiter)]
            continue
        taken, inside, size = [line], _ends_open(line, delimiter, False), len(line)
        while inside and len(taken) < LONGEST_ROW and size < opening.LONGEST_LINE:
            more = following()
            if more is None:
                break
            taken.append(more)
            size += len(more)
            inside = _ends_open(more, delimiter, True) if '"' in more else True
        if inside:
            least = line.count(delimiter)
            ended = len(taken) < LONGEST_ROW and size < opening.LONGEST_LINE
            if ended and not any(more.count(delimiter) >= least for more in taken[1:]):
                yield number, "cut_off"  # the file ends, and no row of its table came after
                return
            ahead[:0] = taken[1:]
            yield number, "quote_open"
            continue
        begun, number = number, number + len(taken) - 1
        if not any(part.strip() for part in taken):
            continue
        try:
            cells = next(csv.reader(["\n".join(taken)], delimiter=delimiter, skipinitialspace=True), [])
        except csv.Error:
            cells = []
        if not cells:
            cells = [cell.strip('"') for cell in " ".join(taken).split(delimiter)]
        yield begun, cells


def _delimited(file: BinaryIO) -> tuple[str, Columns]:
    """The delimiter under which the most columns are known, and those columns, from the beginning of the file."""
    head = opening.head_of(file)
    beginning = list(opening.lines(io.BytesIO(head)))[:_SAMPLE_LINES]
    if len(head) == opening.HEAD and len(beginning) > 1:
        beginning.pop()  # it may be cut
    best = (",", Columns())
    for delimiter in _DELIMITERS:
        if not any(delimiter in line for line in beginning):
            continue
        sample = [cells for _, cells in rows(iter(beginning), delimiter) if not isinstance(cells, str)]
        found = recognised(sample[:_SAMPLE])
        if found.usable and len(found.place) > len(best[1].place):
            best = (delimiter, found)
    return best


def recognised(sample: Sequence[Sequence[str]]) -> Columns:
    """By the first row that is a heading, else by content."""
    for row in sample:
        found = columns.by_heading(row)
        if found.usable:
            return found
    return columns.by_content(sample) if sample else Columns()


def recognise(head: bytes) -> Format | None:
    _, found = _delimited(io.BytesIO(head))
    return found.kind if found.usable else None


def entries(file: BinaryIO, part: str) -> Iterator[Item]:
    delimiter, found = _delimited(file)
    yield from of_rows(rows(opening.lines(file), delimiter), found, part)


def of_rows(source: Iterator[tuple[int, Any]], found: Columns, part: str) -> Iterator[Item]:
    """What stands above the heading is a title and no message."""
    headed = not found.headed
    heading: Sequence[Cell] = ()
    needed = max(found.place.values(), default=0)
    least = min(found.place.values(), default=0)
    for number, cells in source:
        if isinstance(cells, str):
            if headed:
                yield Unreadable(number, part, cells)
            continue
        if not headed:
            headed = columns.by_heading([_plain(cell) for cell in cells]).usable
            heading = cells
            continue
        if not any(_plain(cell).strip() for cell in cells):
            continue
        if len(cells) <= needed and len(cells) <= max(least + 1, 1):
            yield Unreadable(number, part, "no_columns")
            continue
        if cells == heading:
            continue  # files that were joined
        yield _entry(cells, found, number, part)


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return "" if cell is None else str(cell)


def _entry(cells: Sequence[Cell], found: Columns, number: int, part: str) -> Item:
    def cell(role: str) -> Cell:
        index = found.place.get(role, -1)
        return cells[index] if 0 <= index < len(cells) else None

    kind = _plain(cell(columns.KIND)).strip()
    direction = senders.direction(_plain(cell(columns.DIRECTION))) or senders.direction(kind)
    channel = senders.channel(_plain(cell(columns.CHANNEL))) or (
        "" if kind.isdigit() else senders.channel(kind)
    )
    number_cell = cell(columns.SENDER)
    if found.kind is IPHONE_TABLE:
        number_cell, other = listed.other_side(_plain(number_cell), _plain(cell(columns.RECIPIENT)))
        direction = direction or other
    elif direction == "out" and cell(columns.RECIPIENT):
        number_cell = cell(columns.RECIPIENT)
    elif not _plain(number_cell).strip():
        number_cell = cell(columns.NAME)  # iMazing leaves the number empty for what was sent
    if isinstance(number_cell, (int, float)) and not isinstance(number_cell, bool):
        sender, written, doubts = senders.sender_in_cell(number_cell)
    else:
        # What people type so that digits stay.
        written = _plain(number_cell).strip().strip("'`\u2018\u2019=\"")[:500]
        sender, doubts = senders.sender(written)
    text, damage = senders.clean(_plain(cell(columns.TEXT)))
    if not written and not text.strip() and not found.calls:
        return Unreadable(number, part, "no_content")
    moment = _moment(cell(columns.WHEN), cell(columns.DAY), cell(columns.CLOCK))
    zone = () if moment.zoned or not moment.on else (
        ("zone_unknown",) if found.kind in _FAR_FROM_HOME else ("zone_assumed",)
    )  # fmt: skip
    call = channel == "call" or (not channel and (found.calls or direction in ("missed", "rejected")))
    if not direction and found.received:
        direction = "in"
    seconds = moments.seconds(_plain(cell(columns.SECONDS))) if cell(columns.SECONDS) is not None else None
    return Entry(
        number, "call" if call else channel or "sms", direction or "unknown", sender, written, moment.at, moment.on,
        text, seconds if call else None, part, (*doubts, *moment.doubts, *zone, *damage),
    )  # fmt: skip


def _moment(when: Cell, day: Cell, clock: Cell) -> moments.Moment:
    """From one cell, or from a day and a clock that stand apart."""
    for one in (when, day, clock):
        if isinstance(one, datetime) and not (one is day and clock is not None and one.time() == time()):
            naive = one.replace(tzinfo=None)  # midnight is how a cell keeps a day without a clock
            return (
                moments.local(naive)
                if naive.time() != time()
                else moments.Moment(None, naive.date(), zoned=False)
            )
    if _plain(when).strip():
        return _one_cell(when)
    if not _plain(day).strip():
        return _one_cell(clock)
    if not _plain(clock).strip():
        return _one_cell(day)
    if isinstance(day, date):
        day = day.strftime("%Y-%m-%d")
    both = moments.from_words(f"{_plain(day).strip()} {_plain(clock).strip()}")
    if both.at:
        return both
    whole = _one_cell(clock)  # the second one may be complete by itself
    return whole if whole.on else _one_cell(day)


def _one_cell(cell: Cell) -> moments.Moment:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return moments.from_sheet(float(cell)) if cell == cell and abs(cell) < 1e16 else moments.UNKNOWN
    return moments.from_words(_plain(cell))
