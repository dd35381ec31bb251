"""How much is asked for, and whether those asked owe it together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from documents.holding import bears_out
from documents.law import Ground, Provision
from documents.losses import (
    AIRTIME,
    BOUGHT,
    CHARGED,
    DAMAGED,
    HEALTH,
    LOST,
    OPENING,
    PREPAID,
    RIGHTS,
    TAKEN,
    WORK,
    sum_of,
)
from documents.material import Case
from documents.police import cheated, taken_of
from documents.requests.asked import Asked
from documents.wording import certain
from legal.corpus import load
from legal.reasoning.conditions import Stated, lookup

_NOT_OWED = ("none", "others", "settled")
DISPUTED = "disputed"
_CREDITORS = ("lender", "assignee", "bank", "principal", "trader")  # doers too, where nobody else collects
_OWN_FAULT = "民法典:1165"


def computed(case: Case, name: str) -> Decimal | None:
    """Yuan, as the facts of the case give it; None where they do not."""
    paid = lookup(case.facts, "debt.paid_under_pressure")
    scam = any(one.code == "F8" for one in case.grounds)
    match name:
        case "refund":
            return _charged(case) or _fee(case)
        case "opening":
            return (sum_of(case.costs, OPENING) or None) if _of_a_number(case) else None
        case "repay":
            # Of a disputed one as much was not owed as the person says: what was paid, until they say less.
            known = paid and lookup(case.facts, "debt.owed") in (*_NOT_OWED, DISPUTED)
            return Decimal(str(paid)) if known else None
        case "damages":
            taken = taken_of(case) if scam else sum_of(case.costs, TAKEN)
            besides = [AIRTIME] if sold(case) else [BOUGHT, PREPAID]
            besides += [] if _of_a_number(case) else [OPENING, CHARGED]
            return taken + sum_of(case.costs, DAMAGED, LOST, *besides) or None
        case "balance":
            return sum_of(case.costs, AIRTIME) or None
        case "taken":
            # What was paid on a debt of one's own is told, and not asked back of the police.
            own = lookup(case.facts, "debt.owed") in ("own", "disputed") and not cheated(case)
            return taken_of(replace(case, paid=None) if own else case) or None
        case "medical":
            return sum_of(case.costs, HEALTH) or None
        case "costs":
            return sum_of(case.costs, RIGHTS, WORK) or None
        case "price":
            return sum_of(case.costs, BOUGHT, PREPAID) or _price(case)
        case "compensation":
            wished = lookup(case.facts, "loss.wished")
            return Decimal(str(wished)) if wished else None
        case "mental":
            return case.mental
        case "triple":
            return case.triple
    return None


def _price(case: Case) -> Decimal | None:
    """What was paid, where it is the only sum that was told of what was bought."""
    return _only_sum(re.findall(_YUAN, case.details.get("purchase", "")))


def _of_a_number(case: Case) -> bool:
    return lookup(case.facts, "kind") == "second_hand_number"


def _charged(case: Case) -> Decimal:
    """What was charged for a number: by the month as it was counted, else as the rows of the costs have it."""
    rows = sum_of(case.costs, CHARGED) if _of_a_number(case) else Decimal(0)
    return case.refund or rows


def _fee(case: Case) -> Decimal | None:
    """The same of a fee: as it was answered, else as the story tells it by name. What is charged by the month is counted."""
    if lookup(case.facts, "charges.residual") or lookup(case.facts, "charges.monthly"):
        return None
    told = re.findall(_YUAN, case.details.get("fees", ""))
    return _only_sum(told or [one["before"] or one["after"] for one in _FEE.finditer(case.story)])


def _only_sum(told: Iterable[str]) -> Decimal | None:
    sums = {Decimal(one) for one in told}
    return sums.pop() if len(sums) == 1 else None


_YUAN = r"(\d+(?:\.\d+)?)元"
_FEES = "(?:选号|开户|开卡|办卡|入网|手续|服务|过户|代办|工本)费"
_FEE = re.compile(
    rf"(?P<before>\d+(?:\.\d+)?)元(?:的)?{_FEES}|{_FEES}[^，。；,;\d]{{0,6}}(?P<after>\d+(?:\.\d+)?)元"
)


def sold(case: Case) -> bool:
    """Whether what was bought was bought of who advertised it: a complaint of advertising."""
    return lookup(case.facts, "kind") == "harassment"


def ordering(asking: Sequence[Asked], grounds: Sequence[Ground]) -> tuple[Provision, ...]:
    """What orders those asked to answer together, of the articles that make them answer: each with who did it."""
    if len(asking) < 2:
        return ()
    orders, roles = set(load().requests["joint"]), {one.role for one in asking}
    rows = [
        (one.role, provision)
        for ground in grounds
        for one in ground.liable
        if one.role in roles
        for provision in one.provisions
        if place_of(provision.id) in orders
    ]
    apart = roles - {role for role, _provision in rows}
    did = {
        one.role
        for ground in grounds
        for one in ground.liable
        if one.role in _CREDITORS and any(place_of(p.id) == _OWN_FAULT for p in certain(one.provisions))
    }
    if apart - set(load().requests["doers"]) - did:
        return ()
    return tuple({one.citation: one for _role, one in rows}.values())


def presumed(grounds: Sequence[Ground]) -> set[str]:
    """The roles that have to show that they were not at fault."""
    places = set(load().requests["presumed"])
    liable = (one for ground in grounds for one in ground.liable)
    return {one.role for one in liable if any(place_of(p.id) in places for p in certain(one.provisions))}


def sharers(grounds: Sequence[Ground]) -> set[str]:
    """The roles whose own fault or duty is part of what was lost, whoever else had a part in it."""
    rows = load().requests["shares"]
    return {role for ground in grounds for role in rows.get(ground.code, ())}


def sharing(kind: Mapping[str, Any], some: list[Asked], *, joined: bool) -> dict[str, str]:
    """How several pay: together, or each what is theirs: of what they received, with what it comes to; of one loss, in which
    shares."""
    if len(some) < 2 or not (kind.get("sum") or kind.get("of")):
        return {}
    if joined:
        return {"jointly": "连带"}
    if kind.get("first", "harm") == "harm":
        return {"jointly": load().requests["apart"]["harm"], "instead": load().requests["uncertain"]}
    return {"jointly": load().requests["apart"]["received"], "together": "合计"}


def other_relation(codes: Iterable[str], role: str, among: Collection[str], facts: Stated) -> frozenset[str]:
    """The places of law that a claim against this role leaves out (民法典 186): of the wrong, where it is for a breach of
    contract, or the reverse. None where its grounds are of several relations, or there was no contract."""
    pleaded, left = {*codes}, set[str]()
    for row in load().requests["one_relation"]:
        fits = pleaded and pleaded <= {*row["grounds"]} and role in row["roles"]
        fits = fits and ("beside" not in row or bool({*row["beside"]} & {*among}))
        fits = fits and ("when" not in row or bears_out(facts, row["when"]))
        if fits and not {*row.get("apart", ())} & {*among}:
            left |= {*row["leaves"]}
    return frozenset(left)


def place_of(identity: str) -> str:
    """``民法典:1168`` of an id that names its version too."""
    statute, _, article = identity.partition(":")
    return f"{statute.partition('@')[0]}:{article}"
