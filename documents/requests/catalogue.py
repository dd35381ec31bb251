"""The requests that there are, as the corpus has them, and which of them follow from what a person wants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from legal.corpus import load

# What a sentence may leave open: a number, a sum, who; those of `OPTIONAL` are left out where they are not known.
SUMS = ("refund", "repay", "taken", "damages", "medical", "costs", "mental", "triple")
OPTIONAL = ("of_number", "accounts", "item", "claimed", "jointly", "together", "once")
WORDS = frozenset(
    {
        *SUMS,
        *OPTIONAL,
        "who",
        "everyone",
        "number",
        "ways",
        "label",
        "fee",
        "based",
        "since",
        "paid_how",
    }
)


def kinds() -> Mapping[str, Mapping[str, Any]]:
    """The requests by slug, as the corpus has them."""
    found: Mapping[str, Mapping[str, Any]] = load().requests["kinds"]
    return found


def ticked_by(wishes: Iterable[str] | None, channel_requests: Iterable[str]) -> tuple[str, ...]:
    """The requests that follow from what the person wants; where nobody asked them, what harms nobody to ask for.

    Whoever keeps the number does not end its contract, whatever else they chose.
    """
    wanted = None if wishes is None else set(wishes)
    found = []
    for slug in channel_requests:
        kind = kinds()[slug]
        standing = kind.get("standing")
        if wanted is None:
            ticked = bool(standing)
        else:
            ticked = bool(wanted & set(kind["wishes"])) and not wanted & set(kind.get("against", ()))
            ticked = ticked or standing == "always"
        if ticked:
            found.append(slug)
    return tuple(found)


def contradicting(ticked: Iterable[str]) -> tuple[str, str] | None:
    """Two requests that cannot both be made, by title; None where there are none."""
    slugs = list(dict.fromkeys(one.partition(":")[0] for one in ticked))
    for slug in slugs:
        for other in kinds().get(slug, {}).get("against", ()):
            if other in slugs:
                return kinds()[slug]["title"], kinds()[other]["title"]
    return None
