"""What one deployment learned from the messages that people corrected there: a table of its own, beside the reader's.

It speaks only of messages that are like the corrected ones, by a bounded share, and takes no doubt away
(``opinion._corrected``). No text can be read back out of it: it holds runs of two characters that several texts share.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from complaints.reading.grams import Array, grams
from complaints.reading.learned import Table, read_tables
from complaints.reading.shape import shape

NAME = "own.npz"
PART = "corrected"
LIKE = 0.5  # of the runs of a message that must stand in corrected ones, before they say anything of it
MOST = 4.0  # by how much they speak for or against a category at most, in natural logarithms of odds


def pushes(seen: str, place: Path) -> dict[str, float] | None:
    """How much the corrections made here speak for each category, of a message by its shape; None where it is like none."""
    table = _table(place)
    known = _known(table, grams(seen, table.longest)) if table is not None else None
    if table is None or known is None:
        return None
    rows, length = known
    total = table.weights[rows].sum(axis=0) * table.scale / np.sqrt(length)
    return dict(zip(table.names, np.clip(total, -MOST, MOST).tolist(), strict=True))


def words(text: str, name: str, place: Path, *, most: int) -> list[tuple[int, int]]:
    """Stretches of a folded text by which the corrections made here take it for this; none where it is like none."""
    table = _table(place)
    if table is None or _known(table, grams(shape(text), table.longest)) is None:
        return []
    return table.words(text, name, most=most)


def _known(table: Table, runs: Array) -> tuple[Array, int] | None:
    rows = table.known(runs)
    return (rows, len(runs)) if len(rows) >= LIKE * len(runs) else None


def _table(place: Path) -> Table | None:
    """As it stands now: it is made anew while processes that read go on."""
    path = place / NAME
    try:
        stands = path.stat()
        return _read(path, stands.st_ino, stands.st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=1)
def _read(path: Path, _number: int, _written: int) -> Table:
    return read_tables(path, (PART,))[PART]
