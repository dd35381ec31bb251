"""案由: the cause of action of a claim, by the day of filing. The file of the court's channel says which (`causes`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from documents.holding import bears_out
from legal.corpus import load
from legal.reasoning.conditions import Stated


@dataclass(frozen=True, kw_only=True)
class About:
    """What a claim's cause follows from: its grounds, the leading one first; the requests made; how the defendants are called
    and what they are; what they wrote; the facts."""

    grounds: Sequence[str]
    asks: Collection[str] = ()
    names: Sequence[str] = ()
    roles: Collection[str] = ()
    said: str = ""
    facts: Stated = field(default_factory=dict)


def cause_of_action(about: About, *, on: date, cause: str = "") -> tuple[str, str]:
    """案由 by the day of filing, and the edition it stands in. `cause` (a key of the file) overrides the
    one that the leading ground suggests. ValueError for a day before the editions on file."""
    names, edition = _edition(on)
    key = cause or suggested(about, on=on)
    if key not in names:
        raise ValueError(f"no cause of action is called “{key}”")
    found = [key] if cause else _standing(about, names, key)
    return "、".join(names[one] for one in found), edition


def name_of(key: str, *, on: date) -> str:
    """The name of a cause in the edition of a day."""
    return _edition(on)[0][key]


def is_cause(key: str, *, on: date) -> bool:
    """Whether a key names a cause of the edition of a day."""
    return key in _edition(on)[0]


def suggested(about: About, *, on: date) -> str:
    """The key of the cause that the leading ground has."""
    first = about.grounds[0] if about.grounds else ""
    return _first(first, about, on)


def is_contract(code: str, about: About, *, on: date) -> bool:
    """Whether a ground is of a contract, which is another legal relation than a wrong."""
    return _first(code, about, on) in _causes()["contracts"]


def choices(about: About, *, on: date) -> dict[str, str]:
    """The causes to choose from, by key: what is suggested, what else fits the leading ground, then those of the others."""
    names, _ = _edition(on)
    first = about.grounds[0] if about.grounds else ""
    keys = [_first(first, about, on), *(row["cause"] for row in _fitting(first, about, names))]
    keys += [_first(code, about, on) for code in about.grounds[1:]]
    return {key: names[key] for key in dict.fromkeys(keys)}


def other_causes(about: About, *, on: date, cause: str = "") -> tuple[list[str], list[str]]:
    """案由 that the other grounds of a claim belong to, and those that the claim could be pleaded under instead; by name."""
    names, _ = _edition(on)
    taken = cause or suggested(about, on=on)
    others = dict.fromkeys(key for code in about.grounds if (key := _first(code, about, on)) != taken)
    standing = [taken] if cause else _standing(about, names, taken)
    instead = dict.fromkeys(
        row["cause"]
        for code in about.grounds[:1]
        for row in _fitting(code, about, names)
        if row["cause"] not in standing and not row.get("parallel") and not row.get("also")
    )
    return [names[key] for key in others], [names[key] for key in instead if key not in others]


def _first(code: str, about: About, on: date) -> str:
    names, _ = _edition(on)
    own = (
        row["cause"]
        for row in _fitting(code, about, names)
        if not row.get("instead") and not row.get("parallel") and not row.get("also")
    )
    return str(next(own, _causes()["otherwise"]))


def _standing(about: About, names: Mapping[str, str], taken: str) -> list[str]:
    """All that stand in a claim: where two relations are in dispute, both, the one of the contract first; then what else was
    infringed."""
    contracts = _causes()["contracts"]
    also = (
        row["cause"]
        for code in about.grounds
        for row in _fitting(code, about, names)
        if row.get("also") and not ((row.get("half") or row.get("of_wrongs")) and taken in contracts)
    )
    found = list(dict.fromkeys([taken, *_parallel(about, names, taken), *also]))
    return sorted(found, key=lambda one: one not in contracts)


def _parallel(about: About, names: Mapping[str, str], taken: str) -> list[str]:
    """The first cause that stands with the one taken, of whichever ground: of a wrong beside a contract, or the reverse."""
    contracts = _causes()["contracts"]
    found = (
        row["cause"]
        for code in about.grounds
        for row in _fitting(code, about, names)
        if row.get("parallel") and (row["cause"] in contracts) is not (taken in contracts)
    )
    return [*found][:1]


def _fitting(code: str, about: About, names: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    for row in _causes()["rules"]:
        fits = row["cause"] in names and code in row["grounds"]
        fits = fits and (not row.get("asks") or bool(set(row["asks"]) & set(about.asks)))
        fits = fits and (not row.get("only") or (bool(about.asks) and set(about.asks) <= set(row["only"])))
        fits = fits and (
            not row.get("roles") or not about.roles or bool(set(row["roles"]) & set(about.roles))
        )
        fits = fits and (not row.get("beside") or bool(set(row["beside"]) & set(about.roles)))
        fits = fits and (not row.get("said") or any(part in about.said for part in row["said"]))
        fits = fits and (not row.get("half") or _half(about.asks, row["half"]))
        fits = fits and (not row.get("when") or _holds(row["when"], about.facts))
        named = row.get("named", ())
        if fits and (not named or any(part in name for part in named for name in about.names)):
            yield row


def _half(asks: Collection[str], of: Collection[str]) -> bool:
    """Whether half of what is asked, sums apart, is of this sort."""
    kinds = load().requests["kinds"]
    acts = [one for one in asks if not {"sum", "of"} & kinds.get(one, {}).keys()]
    return bool(acts) and 2 * sum(one in of for one in acts) >= len(acts)


def _holds(tree: Any, facts: Stated) -> bool:
    return bears_out(facts, tree)


def _edition(on: date) -> tuple[Mapping[str, str], str]:
    for row in _causes()["editions"]:
        if row["since"] <= on and (row["until"] is None or on <= row["until"]):
            return row["causes"], row["edition"]
    raise ValueError(f"no edition of the causes of action is on file for {on}")


def _causes() -> Mapping[str, Any]:
    causes: Mapping[str, Any] = load().channels["court"].parts["causes"]
    return causes
