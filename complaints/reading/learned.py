"""What was learned from labelled texts: small tables of hashed runs of characters, made by ``manage.py train_reader``.

Loaded with the first text that is read, by nobody who reads none. Nothing of the texts is in the tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from complaints.reading.grams import Array, grams, hashes
from complaints.reading.shape import LINK, placed

WEIGHTS = Path(__file__).parent / "weights" / "reader.npz"
PARTS = ("category", "kind", "situations")
_FIELDS = ("names", "hashes", "rarity", "weights", "scale", "bias", "mixing")
_STEP = 16.0  # rarity is kept in sixteenths


@dataclass(frozen=True)
class Table:
    """One table. ``weights`` are whole numbers in steps of ``scale`` for each name; ``rarity`` says how much a gram
    tells, in sixteenths. ``mixing`` are the numbers by which it is put together with the rules."""

    names: tuple[str, ...]
    hashes: Array
    rarity: Array
    weights: Array
    scale: Array
    bias: Array
    mixing: tuple[float, ...]
    longest: int = 2

    def known(self, numbers: Array) -> Array:
        """The rows of those grams that the table knows."""
        places = np.searchsorted(self.hashes, numbers)
        places = np.minimum(places, max(0, len(self.hashes) - 1))
        return places[self.hashes[places] == numbers] if len(self.hashes) else places[:0]

    def scores(self, text: str, found: tuple[str, ...] = ()) -> Array:
        """For each name how much a shape speaks for it, before anything is weighed against rules."""
        rows = self.known(grams(text, self.longest, found))
        if not len(rows):
            return self.bias.astype(np.float64)
        rarity = self.rarity[rows].astype(np.float64) / _STEP
        # Not by the library of matrices, which would start threads of its own.
        total = (rarity[:, None] * self.weights[rows]).sum(axis=0)
        return np.asarray(total / np.sqrt((rarity**2).sum()) * self.scale + self.bias)

    def words(self, text: str, name: str, *, most: int) -> list[tuple[int, int]]:
        """Stretches of a folded text whose runs of characters speak most for a name, the strongest first."""
        seen = placed(text)
        if not seen.places or not len(self.hashes):
            return []
        column = self.names.index(name)
        against = self.weights.astype(np.float64) * self.scale
        kept = np.arange(against.shape[1]) != column
        speaks = (against[:, column] - against[:, kept].mean(axis=1)) * self.rarity
        strength = np.zeros(len(seen.text))
        for length, run in enumerate(hashes(seen.text, self.longest), start=1):
            places = np.minimum(np.searchsorted(self.hashes, run), len(self.hashes) - 1)
            told = np.where(self.hashes[places] == run, speaks[places], 0.0)
            for offset in range(length):
                strength[offset : offset + len(told)] += told / length
        return _strongest(seen.text, seen.places, strength, most)


def _strongest(
    text: str, places: tuple[tuple[int, int], ...], strength: Array, most: int
) -> list[tuple[int, int]]:
    """Runs of at least two letters that all speak for it, without signs at their ends."""
    found: list[tuple[float, tuple[int, int]]] = []
    begin = None
    floor = max(0.0, float(strength.max(initial=0.0)) * 0.25)
    for at in range(len(text) + 1):
        speaks = at < len(text) and strength[at] > floor and (text[at].isalnum() or text[at] == LINK)
        if speaks and begin is None:
            begin = at
        elif not speaks and begin is not None:
            if at - begin >= 2 and text[begin:at] != "0" * (at - begin):
                found.append((float(strength[begin:at].sum()), (places[begin][0], places[at - 1][1])))
            begin = None
    return [place for _weight, place in sorted(found, key=lambda one: (-one[0], one[1]))[:most]]


@cache
def tables(path: Path = WEIGHTS) -> dict[str, Table]:
    """The three tables of the reader."""
    return read_tables(path, PARTS)


def read_tables(path: Path, parts: Sequence[str]) -> dict[str, Table]:
    with np.load(path) as kept:
        return {
            part: Table(
                names=tuple(str(name) for name in kept[f"{part}.names"]),
                **{field: kept[f"{part}.{field}"] for field in _FIELDS[1:-1]},
                mixing=tuple(float(number) for number in kept[f"{part}.mixing"]),
            )
            for part in parts
        }


@cache
def weights_digest() -> str:
    """Which tables the reader came with."""
    return f"sha256:{hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()}"


def write_tables(path: Path, tables: Mapping[str, Table]) -> None:
    """The tables as one file; its bytes depend on the tables alone."""
    arrays: dict[str, Any] = {}
    for part, table in tables.items():
        arrays[f"{part}.names"] = np.array(table.names)
        arrays[f"{part}.mixing"] = np.array(table.mixing, dtype=np.float64)
        for name in _FIELDS[1:-1]:
            arrays[f"{part}.{name}"] = getattr(table, name)
    np.savez(path, **arrays)
