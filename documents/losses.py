"""Money that was taken, and money that was spent to get one's right: two things to a court, one list to the person."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from documents.material import Cost
from legal.corpus import load


def taken(what: str) -> bool:
    """Whether a row of the costs is money that was taken: “被转走的余额”."""
    return any(word in what for word in load().requests["taken"])


def harm(what: str) -> bool:
    """Whether it was spent on one's health: “心理咨询费”. It is a loss, and nothing spent to get one's right."""
    return not taken(what) and any(word in what for word in load().requests["harm"])


def taken_among(costs: Iterable[Cost]) -> Decimal:
    return sum((one.yuan for one in costs if taken(one.what)), Decimal(0))


def spent_of(costs: Iterable[Cost]) -> Decimal:
    return sum((one.yuan for one in costs if not taken(one.what) and not harm(one.what)), Decimal(0))


def harmed_of(costs: Iterable[Cost]) -> Decimal:
    return sum((one.yuan for one in costs if harm(one.what)), Decimal(0))
