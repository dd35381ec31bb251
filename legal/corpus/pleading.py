"""How a ground is pleaded: its heading and the sentences of a paper, each with the facts that carry it."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legal.reasoning.conditions import ConditionError, Tree, fact_names

OURS, ACTING, THEIRS, CALLER, JUDGE = "本人", "本人一方", "对方", "来人", "认定"
SPEAKING = frozenset({OURS, ACTING, THEIRS, CALLER, JUDGE})
"""Who speaks, who acted for them (a guardian, where there is one), who did it, who wrote or called, and who decides
what is open: names that a paper puts its own words for."""
_PLACE = re.compile(r"{([^{}]+)}")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, said where the facts meet ``when`` and have a value for every ``{fact}`` in it; of several wordings
    the first that can be said."""

    wordings: tuple[str, ...]
    when: Tree | None


@dataclass(frozen=True, slots=True)
class Pleading:
    """``headings``: the first that the facts meet. ``actor`` is how a paper calls who did it where it cannot say who of
    several, ``by`` the roles that can have done it. ``facts`` tell what happened, ``reasons`` tie it to the law. What
    ``accuses`` of a crime is pleaded on the person's express wish alone."""

    headings: tuple[Statement, ...]
    actor: str
    by: tuple[str, ...]
    facts: tuple[Statement, ...]
    reasons: tuple[Statement, ...]
    accuses: bool


def places(text: str) -> tuple[str, ...]:
    """The names in braces."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def read_pleading(row: Mapping[str, Any]) -> Pleading:
    """As the file of a ground writes it. KeyError for what it lacks."""
    heading = row["heading"]
    return Pleading(
        headings=_statements([heading] if isinstance(heading, str) else heading),
        actor=row["actor"],
        by=tuple(row["by"]),
        facts=_statements(row["facts"]),
        reasons=_statements(row["reasons"]),
        accuses=bool(row.get("accuses", False)),
    )


def _statements(rows: list[Any]) -> tuple[Statement, ...]:
    return tuple(
        Statement((row,), None)
        if isinstance(row, str)
        else Statement(
            (row["text"],) if isinstance(row["text"], str) else tuple(row["text"]), row.get("when")
        )
        for row in rows
    )


def statements(pleading: Pleading) -> Iterator[tuple[str, Statement]]:
    """Every sentence with the part that it stands in."""
    for part, rows in (
        ("heading", pleading.headings),
        ("facts", pleading.facts),
        ("reasons", pleading.reasons),
    ):
        yield from ((part, row) for row in rows)


# What every case says: a sentence that rests on nothing else is said of everybody.
ALWAYS_KNOWN = frozenset({"kind", "situations", "filing_date"})


def pleading_faults(
    pleading: Pleading, known: Collection[str], roles: Collection[str], conditions: Mapping[str, Tree]
) -> Iterator[str]:
    """What a paper would say without a fact, or of a fact or role that there is not."""
    for role in pleading.by:
        if role not in roles:
            yield f"pleading by: no role {role}"
    if not pleading.headings or not pleading.reasons:
        yield "pleading: a heading and reasons are needed"
    for part, row in statements(pleading):
        try:
            asked = fact_names(row.when, conditions) if row.when is not None else set()
        except (ConditionError, TypeError, IndexError, AttributeError) as error:
            yield f"pleading {part}: {error}"
            continue
        for wording in row.wordings:
            named = set(places(wording)) - SPEAKING
            yield from (f"pleading {part}: no fact is called {name}" for name in sorted(named - {*known}))
            if part != "heading" and not (asked | named) - ALWAYS_KNOWN:
                yield f"pleading {part}: “{wording}” rests on no fact"
            if "您" in wording:
                yield f"pleading {part}: “{wording}” speaks to the person, and a paper speaks as them"
            if wording.endswith(("。", "；")):
                yield f"pleading {part}: “{wording}” is ended twice"
