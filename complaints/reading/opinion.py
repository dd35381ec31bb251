"""What a text is taken for: the rules and what was learned, weighed together, and how sure that is.

Where the rules clearly name something else, or nothing is clear, the next likeliest is told beside the likeliest.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING, Any

from complaints.reading.shape import shape

if TYPE_CHECKING:
    from complaints.reading.category import Weighed
    from complaints.reading.learned import Table

# The shape of a text, what the rules found in it, what that weighs, and what they take it for.
Alike = tuple[str, tuple[str, ...], tuple[float, ...], str]
Memory = MutableMapping[Alike, "Opinion"]
CLEARLY = 3.0  # what an ordinary cue weighs: by so much more the rules speak for what they name


@dataclass(frozen=True)
class Likely:
    """Something that a text may be, how probable that is (0–1, calibrated), and the words of the text that speak for it."""

    name: str
    confidence: float
    words: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "confidence": self.confidence, "words": list(self.words)}


@dataclass(frozen=True)
class Opinion:
    """What a text may be, the likeliest first; ``alternatives`` holds the next likeliest where the first is in doubt."""

    ranked: tuple[Likely, ...]
    alternatives: tuple[Likely, ...] = ()
    ruled_against: bool = False  # whatever the confidence, the rules name something else

    @property
    def likeliest(self) -> Likely:
        return self.ranked[0]


def _table(part: str) -> Table:
    # With the first text that is read: whoever reads none carries neither numpy nor the tables.
    from complaints.reading.learned import tables

    return tables()[part]


def of_message(
    text: str,
    rules: Weighed,
    ruled: str,
    memory: Memory | None = None,
    *,
    table: Table | None = None,
) -> Opinion:
    """What a folded message is. ``rules`` are what they found and what that weighs, ``ruled`` is the rules' own choice.

    ``memory`` keeps what texts were taken for that differ in numbers and links alone, for as long as a pass lasts.
    """
    alike = shape(text), rules.found, tuple(rules.weights.values()), ruled
    known = memory.get(alike) if memory is not None else None
    if known is None:
        known = _of_shape(alike[0], rules, ruled, table or _table("category"))
        if memory is not None:
            memory[alike] = known
    return known


def _of_shape(seen: str, rules: Weighed, ruled: str, table: Table) -> Opinion:
    divisor, share, temperature, sure = table.mixing
    learned = _shares([float(one) for one in table.scores(seen, rules.found)])
    weights = rules.weights
    told = _shares([weights[name] / divisor for name in table.names])
    mixed = [temperature * (log(a) + share * log(b)) for a, b in zip(told, learned, strict=True)]
    ranked = _ranked(table.names, mixed)
    return _told(ranked, sure, against=weights[ruled] - weights[ranked[0].name] >= CLEARLY)


def of_story(
    text: str, found: Sequence[str], rules: Mapping[str, float], ruled: str, *, table: Table | None = None
) -> Opinion:
    """What kind of complaint a folded story is told for; ``found`` are the names of the sayings in it."""
    if not text.strip():
        return Opinion(tuple(Likely(name, 0.0) for name in (ruled, *(one for one in rules if one != ruled))))
    table = table or _table("kind")
    weight, share, temperature, sure = table.mixing
    learned = _shares(list(table.scores(shape(text), tuple(found))))
    mixed = [
        temperature * (share * log(one) + weight * rules.get(name, 0.0))
        for name, one in zip(table.names, learned, strict=True)
    ]
    ranked = _ranked(table.names, mixed)
    return _told(ranked, sure, against=ranked[0].name != ruled)


def situations_of(
    text: str, found: Sequence[str], ruled: Sequence[str], *, table: Table | None = None
) -> dict[str, float]:
    """Situations by how much speaks for each: above nought it is suggested."""
    table = table or _table("situations")
    weight, threshold = table.mixing
    scores = table.scores(shape(text), tuple(found))
    return {
        name: float(score) + (weight if name in ruled else 0.0) - threshold
        for name, score in zip(table.names, scores, strict=True)
    }


def words_of(
    part: str, text: str, name: str, *, most: int, table: Table | None = None
) -> list[tuple[int, int]]:
    """Stretches of a folded text by which what was learned takes it for this."""
    return (table or _table(part)).words(text, name, most=most)


def _shares(scores: Sequence[float]) -> list[float]:
    most = max(scores)
    raised = [exp(one - most) for one in scores]
    whole = sum(raised)
    return [max(one / whole, 1e-9) for one in raised]


def _ranked(names: Sequence[str], mixed: Sequence[float]) -> tuple[Likely, ...]:
    ranked = sorted(zip(names, _shares(mixed), strict=True), key=lambda one: -one[1])
    return tuple(Likely(name, round(min(share, 0.999), 3)) for name, share in ranked)


def _told(ranked: tuple[Likely, ...], sure: float, *, against: bool) -> Opinion:
    doubt = against or ranked[0].confidence < sure
    return Opinion(ranked, ranked[1:2] if doubt else (), against)
