"""The requests that there are, as the corpus has them, and which of them follow from what a person wants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from documents.holding import bears_out
from legal.corpus import load
from legal.reasoning.conditions import Stated

# What a sentence may leave open: a number, a sum, who; those of `OPTIONAL` are left out where they are not known.
SUMS = (
    "refund",
    "opening",
    "repay",
    "price",
    "balance",
    "taken",
    "damages",
    "compensation",
    "medical",
    "costs",
    "mental",
    "triple",
)
OPTIONAL = (
    "of_number",
    "own_number",
    "with_number",
    "accounts",
    "listed_as",
    "listed_at",
    "item",
    "opened",
    "claimed",
    "jointly",
    "together",
    "once",
    "each",
    "over",
    "on_days",
    "and_told",
    "published",
    "published_to",
    "told_words",
    "which_debt",
    "instead",
    "of_months",
    "no_more",
    "held",
    "figures",
    "settled_on",
    "reported",
    "account_told",
    "known_data",
    "and_child",
    "and_late",
    "wished_as",
    "of_both",
    "unpaid",
    "taken_when",
    "ended_when",
    "address_too",
    "mortgaged",
)
WORDS = frozenset(
    {
        *SUMS,
        "taken",
        "debtor",
        "fee_item",
        "not_got",
        "contract",
        "ended_how",
        "ended_as",
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
        "spent",
        "spent_as",
        "published_at",
        "published_where",
        "credit",
        "treated",
        "lent_by",
        "owed",
        "noticed_on",
        "threats",
        "taken_how",
        "amounts",
        "denied",
        "bystanders",
        "told_ones",
        "unknown_numbers",
        "loan_received",
        "loan_repaid",
        "loan_over",
        "promised",
    }
)


def kinds() -> Mapping[str, Mapping[str, Any]]:
    """The requests by slug, as the corpus has them."""
    found: Mapping[str, Mapping[str, Any]] = load().requests["kinds"]
    return found


def ticked_by(
    wishes: Iterable[str] | None, channel_requests: Iterable[str], facts: Stated | None = None
) -> tuple[str, ...]:
    """The requests that follow from what the person wants, some only on these facts; where nobody asked them, what harms
    nobody to ask for.

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
            meant = {*kind["wishes"], *_wished_here(kind, facts)}
            ticked = bool(wanted & meant) and not wanted & set(kind.get("against", ()))
            ticked = (ticked and not _not_here(kind, facts)) or standing == "always"
        if ticked:
            found.append(slug)
    return tuple(found)


def _not_here(kind: Mapping[str, Any], facts: Stated | None) -> bool:
    tree = kind.get("wishes_unless")
    return facts is not None and tree is not None and bears_out(facts, tree)


def _wished_here(kind: Mapping[str, Any], facts: Stated | None) -> list[str]:
    if facts is None:
        return []
    return [wish for wish, tree in kind.get("wishes_when", {}).items() if bears_out(facts, tree)]


def contradicting(ticked: Iterable[str]) -> tuple[str, str] | None:
    """Two requests that cannot both be made, by title; None where there are none."""
    slugs = list(dict.fromkeys(one.partition(":")[0] for one in ticked))
    for slug in slugs:
        for other in kinds().get(slug, {}).get("against", ()):
            if other in slugs:
                return kinds()[slug]["title"], kinds()[other]["title"]
    return None
