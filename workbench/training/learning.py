"""Small tables out of labelled texts: a logistic regression on hashed runs of characters, the same bytes for the same texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from complaints.reading.grams import Array, grams, named
from complaints.reading.learned import Table
from complaints.reading.shape import shape

LONGEST = 2  # characters of a run
SEEN = 2  # texts in which a run must stand
BIAS = 0.3
_STEP = 16.0


@dataclass(frozen=True)
class Method:
    """How hard the weights are held down, and how much more what the rules found counts than a run of characters."""

    restraint: float
    found_counts: float = 1.0
    rare_counts: float = 1.0
    rounds: int = 250
    most: int = 7_500  # grams of the table: those that stand in the most texts
    separately: bool = False  # each name for itself: several may be true of one text


def grams_of(text: str, found: tuple[str, ...]) -> Array:
    return grams(shape(text), LONGEST, found)


class Learner:
    """What is learned from some texts. ``wanted`` is, for each text, one for the names that are true of it, else nought."""

    def __init__(self, sets: Sequence[Array], found: Sequence[str], method: Method) -> None:
        self.method = method
        seen = Counter(int(one) for some in sets for one in some)
        known = sorted((one for one, many in seen.items() if many >= SEEN), key=lambda one: (-seen[one], one))
        self.hashes = np.array(sorted(known[: method.most]), dtype=np.uint32)
        rarity = np.array([np.log(1 + len(sets) / seen[int(one)]) for one in self.hashes])
        rarity[np.isin(self.hashes, [named(one) for one in found])] *= method.found_counts
        # As the table keeps them, so that what is learned is what will be read with.
        self.rarity = np.clip(np.rint(rarity * _STEP), 1, 255).astype(np.uint8)
        self.rows = np.stack([self._row(some) for some in sets])

    def _row(self, some: Array) -> Array:
        row = np.zeros(len(self.hashes) + 1)
        places = np.searchsorted(self.hashes, some)
        places = np.minimum(places, len(self.hashes) - 1)
        places = places[self.hashes[places] == some]
        row[places] = self.rarity[places] / _STEP
        length = np.sqrt((row**2).sum())
        row /= length or 1.0
        row[-1] = BIAS
        return row

    def table(self, names: Sequence[str], wanted: Array, mixing: Sequence[float]) -> Table:
        weights = self.rows.T @ self._descended(wanted)
        heavy = np.abs(weights[:-1])
        scale = np.maximum(heavy.max(axis=0), 1e-9) / 127.0
        return Table(
            names=tuple(names),
            hashes=self.hashes,
            rarity=self.rarity,
            weights=np.rint(weights[:-1] / scale).astype(np.int8),
            scale=scale.astype(np.float32),
            bias=(weights[-1] * BIAS).astype(np.float32),
            mixing=tuple(mixing),
        )

    def _descended(self, wanted: Array) -> Array:
        """Nesterov's descent in the space of the texts, which are fewer than the runs."""
        method = self.method
        like = self.rows @ self.rows.T
        counts = np.where(wanted > 0, method.rare_counts, 1.0) if method.separately else 1.0
        steepest = float(np.linalg.eigvalsh(like)[-1])
        steepest = steepest * (0.25 * method.rare_counts if method.separately else 0.5) + method.restraint
        at = before = ahead = np.zeros(wanted.shape)
        speed = 1.0
        for _round in range(method.rounds):
            told = like @ ahead
            likely = _each(told) if method.separately else _of_all(told)
            at = ahead - (counts * (likely - wanted) + method.restraint * ahead) / steepest
            faster = (1 + np.sqrt(1 + 4 * speed * speed)) / 2
            ahead = at + (speed - 1) / faster * (at - before)
            before, speed = at, faster
        return at


def _each(told: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-told)))


def _of_all(told: Array) -> Array:
    raised = np.exp(told - told.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
