"""How a ground is pleaded: its heading and the sentences of a paper, each with the facts that carry it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legal.reasoning.conditions import ConditionError, Tree, fact_names

OURS, ACTING, THEIRS, CALLER, JUDGE = "本人", "本人一方", "对方", "来人", "认定"
NUMBER, SPAN, SUMS, ACCOUNTS, SHOP, EACH = "号码", "期间", "各项", "账号", "网点", "对各方"
ASKED_ON = "投诉日"
USER, PROMISED, CHILDS = "用户", "推销语", "孩子的信息"
SPEAKING = frozenset(
    {
        OURS,
        ACTING,
        THEIRS,
        CALLER,
        JUDGE,
        NUMBER,
        SPAN,
        SUMS,
        ACCOUNTS,
        SHOP,
        EACH,
        ASKED_ON,
        USER,
        PROMISED,
        CHILDS,
    }
)
"""Who speaks, who acted for them (a guardian, where there is one), who did it, who wrote or called, who decides what is
open, the number that it is about, from when to when, what was lost, whose accounts, which shop acted, to which of several,
on which day one of them was complained to, how the user of one of them is called, what was said to sell something, what
of their child is known:
names that a paper puts its own words for."""
ASKED = "?"
"""Before a name in braces: a detail that a court needs (``complaints.details``), a line to fill in where nobody gave it."""
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
    several, ``by`` the roles that can have done it, ``by_when`` those that can on some facts, ``direct`` those of them that
    did it with their own hands where they are among several. ``facts`` tell what happened, ``reasons`` tie it to the law;
    ``claim`` and ``argued`` say the same to a court, which is told who did what and given lines for what it will ask. What
    ``accuses`` of a crime is pleaded on the person's express wish alone."""

    headings: tuple[Statement, ...]
    actor: str
    by: tuple[str, ...]
    facts: tuple[Statement, ...]
    reasons: tuple[Statement, ...]
    accuses: bool
    claim: tuple[Statement, ...] = ()
    argued: tuple[Statement, ...] = ()
    direct: tuple[str, ...] = ()
    by_when: tuple[tuple[str, Tree], ...] = ()


def places(text: str) -> tuple[str, ...]:
    """The names in braces."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def details(text: str) -> tuple[str, ...]:
    """The names of the details among them."""
    return tuple(name.removeprefix(ASKED) for name in places(text) if name.startswith(ASKED))


def read_pleading(row: Mapping[str, Any]) -> Pleading:
    """As the file of a ground writes it. KeyError for what it lacks."""
    heading = row["heading"]
    return Pleading(
        headings=_statements([heading] if isinstance(heading, str) else heading),
        actor=row["actor"],
        by=tuple(one for one in row["by"] if isinstance(one, str)),
        by_when=tuple((one["role"], one["when"]) for one in row["by"] if not isinstance(one, str)),
        facts=_statements(row["facts"]),
        reasons=_statements(row["reasons"]),
        accuses=bool(row.get("accuses", False)),
        claim=_statements(row.get("claim", [])),
        argued=_statements(row.get("argued", [])),
        direct=tuple(row.get("direct", ())),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence about one of the parties: ``roles`` are theirs, none where it is about the plaintiff; ``asks`` the requests
    that want it told, ``heading`` what a reason for them stands under; ``several``: of one of those who may each have called;
    ``letters``: a reason that letters give too, which are no claim; ``gave``: of one who only handed the data on."""

    roles: tuple[str, ...]
    said: Statement
    asks: tuple[str, ...] = ()
    heading: str = ""
    several: bool = False
    letters: bool = False
    gave: bool = False


@dataclass(frozen=True, slots=True)
class Foremost:
    """What is pleaded before all else on facts that meet ``when``: under a ``heading`` of its own, resting on the articles of
    these grounds that ``rests`` names by place; without one, the grounds themselves."""

    when: Tree
    grounds: tuple[str, ...]
    heading: str = ""
    said: Statement | None = None
    rests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrative:
    """What a claim says of whatever ground: what the parties are to each other and had to do with each other before, why each
    of them answers, and why together with who did it (``joining``), the facts that what is asked for needs and why it may be
    asked, what was lost by its kind. ``each``: what is asked besides a detail where several may have done it; ``dealings``:
    of whom the person bought, of whom not."""

    relations: tuple[Part, ...]
    before: tuple[Part, ...]
    answering: tuple[Part, ...]
    joining: tuple[Part, ...]
    asked: tuple[Part, ...]
    argued: tuple[Part, ...]
    losses: Mapping[str, str]
    each: Mapping[str, str]
    dealings: Mapping[str, str]
    foremost: tuple[Foremost, ...] = ()


def read_narrative(row: Mapping[str, Any]) -> Narrative:
    """As ``narrative.yaml`` writes it. KeyError for what it lacks."""
    parts = {
        name: _parts(row[name]) for name in ("relations", "before", "answering", "joining", "asked", "argued")
    }
    foremost = tuple(
        Foremost(
            when=one["when"],
            grounds=tuple(one["grounds"]),
            heading=one.get("heading", ""),
            said=Statement((one["text"],), one["when"]) if "text" in one else None,
            rests=tuple(one.get("rests", ())),
        )
        for one in row.get("foremost", ())
    )
    return Narrative(
        **parts, losses=row["losses"], each=row["each"], dealings=row["dealings"], foremost=foremost
    )


def _parts(rows: list[Any]) -> tuple[Part, ...]:
    return tuple(
        Part(
            tuple(row.get("of", ())),
            said,
            tuple(row.get("asks", ())),
            row.get("heading", ""),
            bool(row.get("several", False)),
            bool(row.get("letters", False)),
            bool(row.get("gave", False)),
        )
        for row, said in zip(rows, _statements(rows), strict=True)
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
        ("claim", pleading.claim),
        ("argued", pleading.argued),
    ):
        yield from ((part, row) for row in rows)


# What every case says: a sentence that rests on nothing else is said of everybody.
ALWAYS_KNOWN = frozenset({"kind", "situations", "filing_date"})


@dataclass(frozen=True)
class Names:
    """What a sentence may speak of: facts, roles, details that are asked, named conditions."""

    facts: Collection[str]
    roles: Collection[str]
    details: Collection[str]
    conditions: Mapping[str, Tree]


def pleading_faults(pleading: Pleading, names: Names) -> Iterator[str]:
    """What a paper would say without a fact, or of a fact, role or detail that there is not."""
    for role in (*pleading.by, *pleading.direct, *(role for role, _when in pleading.by_when)):
        if role not in names.roles:
            yield f"pleading by: no role {role}"
    for _role, tree in pleading.by_when:
        try:
            fact_names(tree, names.conditions)
        except (ConditionError, TypeError, IndexError, AttributeError) as error:
            yield f"pleading by: {error}"
    if not pleading.headings or not pleading.reasons:
        yield "pleading: a heading and reasons are needed"
    yield from (f"pleading {fault}" for fault in _faults(statements(pleading), names))


def narrative_faults(narrative: Narrative, names: Names) -> Iterator[str]:
    """The same of what a claim says of whatever ground."""
    lost, each, dealings = (
        tuple(Part((), Statement((text,), None)) for text in rows.values())
        for rows in (narrative.losses, narrative.each, narrative.dealings)
    )
    for where, rows in (
        ("relations", narrative.relations),
        ("before", narrative.before),
        ("answering", narrative.answering),
        ("joining", narrative.joining),
        ("asked", narrative.asked),
        ("argued", narrative.argued),
        ("losses", lost),
        ("each", each),
        ("dealings", dealings),
        ("foremost", tuple(Part((), one.said) for one in narrative.foremost if one.said is not None)),
    ):
        for part in rows:
            if where == "argued" and not (part.heading and part.asks):
                yield "narrative argued: a reason stands under a heading, for what is asked"
            yield from (
                f"narrative {where}: no role {role}" for role in part.roles if role not in names.roles
            )
        said = ((where, part.said) for part in rows)
        yield from (f"narrative {fault}" for fault in _faults(said, names, bare=True))


def _faults(rows: Iterable[tuple[str, Statement]], names: Names, *, bare: bool = False) -> Iterator[str]:
    """``bare``: a sentence may rest on the parties alone."""
    for part, row in rows:
        try:
            asked = fact_names(row.when, names.conditions) if row.when is not None else set()
        except (ConditionError, TypeError, IndexError, AttributeError) as error:
            yield f"{part}: {error}"
            continue
        for wording in row.wordings:
            named = {one for one in places(wording) if not one.startswith(ASKED)} - SPEAKING
            unasked = sorted({*details(wording)} - {*names.details})
            yield from (f"{part}: no detail is called {name}" for name in unasked)
            yield from (f"{part}: no fact is called {name}" for name in sorted(named - {*names.facts}))
            if part != "heading" and not bare and not (asked | named) - ALWAYS_KNOWN:
                yield f"{part}: “{wording}” rests on no fact"
            if "您" in wording:
                yield f"{part}: “{wording}” speaks to the person, and a paper speaks as them"
            if wording.endswith(("。", "；")):
                yield f"{part}: “{wording}” is ended twice"
