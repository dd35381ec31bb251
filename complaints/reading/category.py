"""What a message is: marketing, collection, verification, fraud, notice or personal.

The wordings and their weights stand in `cues`; here they are added up with what the other rooms found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from complaints.reading.cues import CUES
from complaints.reading.prefilter import Index

CATEGORIES = ("marketing", "collection", "verification", "fraud", "notice", "personal")

Compiled = tuple[tuple[re.Pattern[str], tuple[tuple[str, float], ...]], ...]


@dataclass(frozen=True)
class Weighed:
    """What the cues of a message weigh for each category; which of them stand in it, and which signs it bears."""

    weights: Mapping[str, float]
    found: tuple[str, ...] = ()


@cache
def _compiled() -> tuple[Index, Compiled]:
    """Every wording with its weights. With the first message: it takes a tenth of a second that no command should wait."""
    # A wording that tells several categories apart is looked for once.
    weights: dict[str, list[tuple[str, float]]] = {}
    for category, cues in CUES.items():
        for weight, cue in cues:
            weights.setdefault(cue, []).append((category, weight))
    return Index(list(weights)), tuple((re.compile(cue), tuple(some)) for cue, some in weights.items())


@dataclass(frozen=True)
class Signs:
    """What other rooms of the reader found, so far as it tells the category."""

    signed: bool
    opt_out: bool
    links: int
    telephones: int
    amounts: int
    sender: str | None  # kind of the sending number

    @property
    def names(self) -> tuple[str, ...]:
        borne = {
            "signed": self.signed,
            "unsigned": not self.signed,
            "way out": self.opt_out,
            "link": self.links,
            "telephone": self.telephones,
            "sum": self.amounts,
            "from a person": self.sender and _PERSON.search(self.sender),
            "from a port": self.sender and _PORT.search(self.sender),
        }
        return tuple(name for name, is_borne in borne.items() if is_borne)


# Numbers of people, and numbers on which companies send.
_PERSON = re.compile(r"^mobile|^landline|^intl|^carrier_12xxx")
_PORT = re.compile(r"^sp_|^nation_|^carrier_service|^mvno_service|^gov|^province")
# Something that may be a code: a message without it only speaks of codes.
_CODE = re.compile(r"\d{3,8}|[A-Za-z0-9]{4,8}|码(?:为|是|:)")
_FORGED = re.compile(r"^sp_unassigned|^m2m|^intl")


def scores(text: str, signs: Signs) -> Weighed:
    """The weight of the cues for each category."""
    total = dict.fromkeys(CUES, 0.0)
    found: list[str] = []
    index, compiled = _compiled()
    for place in sorted(index.possible(text)):
        cue, weights = compiled[place]
        if cue.search(text):
            found.append(cue.pattern)
            for name, weight in weights:
                total[name] += weight
    if not _CODE.search(text):
        total["verification"] = min(total["verification"] - 6, -9)
    total["personal"] += 1.0 if len(text) < 40 else 0.0
    if signs.signed:
        total["personal"] -= 3
        total["fraud"] -= 1.5
    if signs.opt_out:
        total["marketing"] += 2
        total["personal"] -= 3
        total["fraud"] -= 2
    if signs.links and not signs.signed:
        total["marketing"] += 1
    if signs.telephones:
        total["marketing"] += 1
    if signs.sender and _PERSON.search(signs.sender):
        total["personal"] += 2
        total["fraud"] += 0.5
        total["notice"] -= 1
        if total["notice"] < 5 and not (signs.signed or signs.links or signs.telephones or signs.amounts):
            total["personal"] += 3
    if signs.sender and _PORT.search(signs.sender):
        total["personal"] -= 3
    if signs.sender and _FORGED.search(signs.sender):
        total["fraud"] += 1
    # What is unlawful stays so, however much it is advertised or however kindly it is asked.
    if total["fraud"] >= 8:
        for guise in ("marketing", "personal"):
            total[guise] = min(total[guise], total["fraud"] - 1)
    if total["fraud"] >= 10:  # and whatever it pretends to tell
        for guise in ("notice", "verification"):
            total[guise] = min(total[guise], total["fraud"] - 1)
    return Weighed(total, (*found, *signs.names))


def ruled(total: Mapping[str, float], signs: Signs) -> str:
    """The category whose cues weigh most. On a tie the one that commits the reader to least comes first."""
    if max(total.values()) <= 0:
        business = signs.signed or signs.opt_out or bool(signs.sender and _PORT.search(signs.sender))
        return "notice" if business else "personal"
    order = ("verification", "collection", "notice", "marketing", "fraud", "personal")
    return max(order, key=lambda name: total[name])


def cues_of(text: str, name: str, *, most: int) -> list[tuple[int, int]]:
    """The places of the cues that speak for a category, the weightiest first."""
    index, compiled = _compiled()
    found: list[tuple[float, tuple[int, int]]] = []
    for place in index.possible(text):
        cue, weights = compiled[place]
        weight = dict(weights).get(name, 0.0)
        match = cue.search(text) if weight > 0 else None
        if match:
            found.append((weight, match.span()))
    return [span for _weight, span in sorted(found, key=lambda one: (-one[0], one[1]))[:most]]
