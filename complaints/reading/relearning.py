"""A deployment's own small table out of the messages that people corrected there: a correction of what the reader says.

A logistic regression on the same runs of characters, added to what rules and table of the reader say together and held down
hard. The same texts make the same bytes, in whatever order they come.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from complaints.reading.category import CATEGORIES
from complaints.reading.folding import fold
from complaints.reading.grams import Array, grams
from complaints.reading.learned import Table, tables, write_tables
from complaints.reading.message import ruled_alone
from complaints.reading.opinion import mixed_of
from complaints.reading.own import NAME as OWN
from complaints.reading.own import PART
from complaints.reading.shape import shape
from complaints.reading.template import LEFT_OUT, LINK, NAME, NUMBER

LEAST = 5  # corrected texts of one category, each of another case, before anything is learned of it
SHARED = 3  # texts in which a run of characters must stand
MOST_RUNS = 3_000
RESTRAINT = 0.5
ROUNDS = 300
LONGEST = 2  # characters of a run, as in the reader's table
_LEGIBLE = str.maketrans({NUMBER: "1000", LINK: "a.cn/x", NAME: "某", LEFT_OUT: ""})


@dataclass(frozen=True, order=True)
class Corrected:
    """A masked text, and what the person said it is."""

    category: str
    text: str


def relearned(place: Path, texts: Iterable[Corrected]) -> int:
    """Put the table of these texts, and of no other, into a folder, at once and whole; how many runs it holds."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    table = learn(texts)
    if table is None:
        (place / OWN).unlink(missing_ok=True)
        return 0
    made = place / f"new-{os.getpid()}.npz"
    write_tables(made, {PART: table})
    made.replace(place / OWN)
    return len(table.hashes)


def used_of(texts: Iterable[Corrected]) -> dict[str, int]:
    """How many texts are learned from, by category: of fewer than ``LEAST`` nothing is."""
    counts = Counter(one.category for one in texts if one.category in CATEGORIES)
    return {name: many for name, many in sorted(counts.items()) if many >= LEAST}


def learn(texts: Iterable[Corrected]) -> Table | None:
    """The table; None where there is too little to learn from."""
    texts = sorted(texts)
    used = used_of(texts)
    rows = [one for one in texts if one.category in used]
    legible = [one.text.translate(_LEGIBLE) for one in rows]
    sets = [grams(shape(fold(text).text), LONGEST) for text in legible]
    many = Counter(int(run) for some in sets for run in some)
    shared = sorted((run for run in many if many[run] >= SHARED), key=lambda run: (-many[run], run))
    runs = np.array(sorted(shared[:MOST_RUNS]), dtype=np.uint32)
    if not rows or not len(runs):
        return None
    stand = np.stack([np.isin(runs, some) / np.sqrt(len(some)) for some in sets])
    said = np.array([[one.category == name for name in CATEGORIES] for one in rows], dtype=float)
    alone = np.array([_of_the_reader(text) for text in legible])
    return _table(runs, np.einsum("tr,tc->rc", stand, _descended(stand, said, alone)))


def _of_the_reader(text: str) -> list[float]:
    """What the reader says of it without anything learned here, in the order of the categories."""
    table = tables()["category"]
    folded, weighed, _ruled = ruled_alone(text)
    mixed = dict(zip(table.names, mixed_of(shape(folded), weighed, table), strict=True))
    return [mixed[name] for name in CATEGORIES]


def _descended(stand: Array, said: Array, alone: Array) -> Array:
    """Descent in the space of the texts. Not by the library of matrices, whose threads add in no one order."""
    like = np.einsum("ar,br->ab", stand, stand)
    step = 1.0 / (0.5 * float(like.sum(axis=1).max()) + RESTRAINT)
    at = np.zeros(said.shape)
    for _round in range(ROUNDS):
        told = alone + np.einsum("ab,bc->ac", like, at)
        raised = np.exp(told - told.max(axis=1, keepdims=True))
        likely = raised / raised.sum(axis=1, keepdims=True)
        at -= step * (likely - said + RESTRAINT * at)
    return at


def _table(runs: Array, weights: Array) -> Table:
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127.0
    return Table(
        names=CATEGORIES,
        hashes=runs,
        rarity=np.full(len(runs), 16, np.uint8),
        weights=np.rint(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=np.zeros(len(CATEGORIES), np.float32),
        mixing=(),
        longest=LONGEST,
    )
