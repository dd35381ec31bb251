"""案由: the cause of action of a claim, by the day of filing. The file of the court's channel says which (`causes`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from legal.corpus import load


@dataclass(frozen=True, kw_only=True)
class About:
    """What a claim's cause follows from: its grounds, the leading one first; the requests made; how the defendants are called
    and what they are; what they wrote."""

    grounds: Sequence[str]
    asks: Collection[str] = ()
    names: Sequence[str] = ()
    roles: Collection[str] = ()
    said: str = ""


def cause_of_action(about: About, *, on: date, cause: str = "") -> tuple[str, str]:
    """案由 by the day of filing, and the edition it stands in. `cause` (a key of the file) overrides the
    one that the leading ground suggests. ValueError for a day before the editions on file."""
    names, edition = _edition(on)
    key = cause or suggested(about, on=on)
    if key not in names:
        raise ValueError(f"no cause of action is called “{key}”")
    # Where two relations are in dispute, both stand: the one of the contract first.
    found = [key, *([] if cause else _parallel(about, names, key))]
    found.sort(key=lambda one: one not in _causes()["contracts"])
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
    instead = dict.fromkeys(
        row["cause"]
        for code in about.grounds[:1]
        for row in _fitting(code, about, names)
        if row["cause"] != taken and not row.get("parallel")
    )
    return [names[key] for key in others], [names[key] for key in instead if key not in others]


def _first(code: str, about: About, on: date) -> str:
    names, _ = _edition(on)
    own = (
        row["cause"]
        for row in _fitting(code, about, names)
        if not row.get("instead") and not row.get("parallel")
    )
    return str(next(own, _causes()["otherwise"]))


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
        named = row.get("named", ())
        if fits and (not named or any(part in name for part in named for name in about.names)):
            yield row


def _edition(on: date) -> tuple[Mapping[str, str], str]:
    for row in _causes()["editions"]:
        if row["since"] <= on and (row["until"] is None or on <= row["until"]):
            return row["causes"], row["edition"]
    raise ValueError(f"no edition of the causes of action is on file for {on}")


def _causes() -> Mapping[str, Any]:
    causes: Mapping[str, Any] = load().channels["court"].parts["causes"]
    return causes
