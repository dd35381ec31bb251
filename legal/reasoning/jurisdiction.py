"""Which court may hear a claim, with why. Pure: places and articles come from the court's file.

Never the name of a court: districts of courts follow no code. The person asks and writes it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from legal.corpus import Corpus
from legal.reasoning.citing import cited_as
from legal.reasoning.naming import is_named
from legal.reasoning.regions import province


class Place(Protocol):
    """Somebody with a role, a name and a home."""

    @property
    def role(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def address(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Forum:
    """A place whose court has jurisdiction. ``arguable`` where the other side may object with reason."""

    title: str
    place: str
    why: str
    citations: tuple[str, ...]
    arguable: bool = False

    @property
    def words(self) -> str:
        """“被告住所地（上海市）基层人民法院”."""
        return f"{self.title}（{self.place}）基层人民法院" if self.place else f"{self.title}基层人民法院"


def forums(
    corpus: Corpus,
    *,
    grounds: Collection[str],
    defendants: Sequence[Place],
    regions: Mapping[str, str],
    home: str,
    on: date,
) -> list[Forum]:
    """The candidates, the first choice first. ``regions`` are those of the defendants by name, ``home`` where the plaintiff is:
    an address, or the code of a province."""
    rules: Mapping[str, Any] = corpus.channels["court"].parts["forums"]
    found: list[Forum] = []
    for row in rules["places"]:
        if row.get("grounds") and not set(row["grounds"]) & set(grounds):
            continue
        if row.get("not_only") and set(grounds) and set(grounds) <= set(row["not_only"]):
            continue
        sued = [one for one in defendants if one.role in row.get("roles", (one.role,))]
        if defendants and not sued:
            continue
        about = {
            "title": row["title"],
            "why": row["why"],
            "citations": tuple(cited_as(one, on, corpus) for one in row["basis"]),
            "arguable": row.get("arguable", False),
        }
        if row["of"] == "plaintiff":
            found.append(Forum(place=_place(home), **about))
        else:
            found += [Forum(place=where, **about) for where in _seats(sued, regions)]
    # Where no seat is known one cannot go there yet.
    return sorted(found, key=lambda one: (one.arguable, not one.place))


def _seats(defendants: Sequence[Place], regions: Mapping[str, str]) -> list[str]:
    """Where the named defendants are, each with its name where there are several; one empty place where no seat is known."""
    named = [one for one in defendants if is_named(one.name)]
    known = [
        (one.name, where) for one in named if (where := one.address or _place(regions.get(one.name, "")))
    ]
    told = [where if len(named) == 1 else f"{name}，{where}" for name, where in known]
    return list(dict.fromkeys(told)) or [""]


def _place(where: str) -> str:
    return province(where) if where.isdigit() else where
