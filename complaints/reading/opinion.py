"""What a text is taken for: the rules and what was learned, weighed together, and how sure that is.

Where the rules clearly name something else, or nothing is clear, the next likeliest is told beside the likeliest.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from complaints.reading.shape import shape

if TYPE_CHECKING:
    from complaints.reading.category import Weighed
    from complaints.reading.learned import Table

# The shape of a text, what the rules found in it, what that weighs, and what they take it for.
Alike = tuple[str, tuple[str, ...], tuple[float, ...], str]
Memory = MutableMapping[Alike, "Opinion"]
CLEARLY = 3.0  # what an ordinary cue weighs: by so much more the rules speak for what they name
_own: Path | None = None  # where the table of this deployment's own stands, if it has one


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


def learn_beside(place: Path | None) -> None:
    """Read messages also by what was learned from corrections here (``complaints.reading.own``), as it stands in this folder;
    None: by what the reader came with alone."""
    global _own
    _own = place


def of_message(
    text: str,
    rules: Weighed,
    ruled: str,
    memory: Memory | None = None,
    *,
    table: Table | None = None,
) -> Opinion:
    """What a folded message is. ``rules`` are what they found and what that weighs, ``ruled`` is the rules' own choice.

    ``memory`` keeps what texts were taken for that differ in numbers and links alone, for as long as a pass lasts. By a
    ``table`` that is given it is read with nothing beside it.
    """
    alike = shape(text), rules.found, tuple(rules.weights.values()), ruled
    known = memory.get(alike) if memory is not None else None
    if known is None:
        known = _of_shape(alike[0], rules, ruled, table)
        if memory is not None:
            memory[alike] = known
    return known


def _of_shape(seen: str, rules: Weighed, ruled: str, table: Table | None) -> Opinion:
    alone = table or _table("category")
    mixed = mixed_of(seen, rules, alone)
    ranked = _ranked(alone.names, mixed)
    told = _told(
        ranked, alone.mixing[3], against=rules.weights[ruled] - rules.weights[ranked[0].name] >= CLEARLY
    )
    if table is not None or _own is None:
        return told
    from complaints.reading.own import pushes

    pushed = pushes(seen, _own)
    if pushed is None:
        return told
    return _corrected(
        told, _ranked(alone.names, [a + pushed[name] for name, a in zip(alone.names, mixed, strict=True)])
    )


def mixed_of(seen: str, rules: Weighed, table: Table) -> list[float]:
    """How much rules and table together speak for each name, of a message by its shape."""
    divisor, share, temperature, _sure = table.mixing
    learned = _shares([float(one) for one in table.scores(seen, rules.found)])
    told = _shares([rules.weights[name] / divisor for name in table.names])
    return [temperature * (log(a) + share * log(b)) for a, b in zip(told, learned, strict=True)]


def _corrected(told: Opinion, ranked: tuple[Likely, ...]) -> Opinion:
    """What the corrections made here turn into something else is told in doubt, with all that it was taken for before;
    what they do not turn stays as it was told."""
    first = ranked[0].name
    if first == told.likeliest.name:
        return told
    before = {told.likeliest.name, *(one.name for one in told.alternatives)} - {first}
    return Opinion(ranked, tuple(one for one in ranked if one.name in before), told.ruled_against)


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
    """Stretches of a folded text by which what was learned takes it for this; those learned here come first."""
    found = (table or _table(part)).words(text, name, most=most)
    if part != "category" or table is not None or _own is None:
        return found
    from complaints.reading.own import words

    return [*words(text, name, _own, most=most), *found]


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
