"""Conditions on facts: a small tree, three-valued (Kleene), with a trace of the facts that decided it.

A fact that is absent is unknown, never false, and an unknown fact never decides anything by itself: learning one
more fact can settle an open condition, but never opens a settled one.

    all / any / not          Kleene logic over a list of conditions (``not``: over one)
    unless                   an exception: it counts only when it is shown, so it is never itself unknown
    use: NAME                a named condition of corpus/conditions.yaml
    eq: [FACT, VALUE]        in: [FACT, [VALUES]]
    gt, gte, lt: [FACT, NUMBER]
    present: FACT            given and not empty; absent is unknown, an empty text or list is false
    contains: [FACT, [VALUES]]   the list, or the text, has at least one of them in it
    after: [FACT, FACT]      the first date lies after the second
    within_days: [A, B, N]   fewer than N days lie between date A and date B; where B lies before A the dates cannot be
                             right, and nothing is established
    role: [ROLES]            one of the respondents has such a role
    only_roles: [ROLES]      every respondent has such a role
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

Tree = Mapping[str, Any]
Stated = Mapping[str, object]
"""Facts as conditions ask for them, by dotted names."""


class ConditionError(ValueError):
    """A condition that is not written in the language above."""


class Verdict(NamedTuple):
    """True, False or None (unknown); the facts that decided it; the facts that are missing."""

    value: bool | None
    used: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Asked(dict[str, Tree]):
    """The named conditions, for one assessment of one set of facts: each is weighed at most once."""

    __slots__ = ("verdicts",)

    def __init__(self, named: Mapping[str, Tree]) -> None:
        super().__init__(named)
        self.verdicts: dict[str, Verdict] = {}


class Followed(dict[str, Any]):
    """Facts that write down which of them were looked up: what is made of them is the same while those are."""

    __slots__ = ("looked_up", "named", "plain")

    def __init__(self, facts: Stated) -> None:
        super().__init__(facts)
        self.plain = facts
        self.looked_up: set[str] = set()
        self.named: dict[str, set[str]] = {}  # for a named condition

    def __getitem__(self, name: str) -> Any:
        self.looked_up.add(name)
        return super().__getitem__(name)

    def get(self, name: str, otherwise: Any = None) -> Any:
        self.looked_up.add(name)
        return super().get(name, otherwise)

    def __contains__(self, name: object) -> bool:
        self.looked_up.add(str(name))
        return super().__contains__(name)

    def _unfollowed(self, *_: Any) -> Any:
        raise TypeError("facts that are followed are looked up by name")

    __iter__ = keys = values = items = _unfollowed


def _join(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([name for part in parts for name in part]))


@cache
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def lookup(facts: Stated, path: str) -> Any:
    """The fact at a dotted path, or None where it is not known (absent, null, or answered with ``unknown``)."""
    if type(facts) is Followed:
        facts.looked_up.add(path)
        facts = facts.plain
    value: Any = facts
    for name in _steps(path):
        value = value.get(name) if isinstance(value, (dict, Mapping)) else None
        if value is None:
            return None
    return None if value == "unknown" else value


def changed(then: Stated, now: Stated, within: str = "") -> Iterator[str]:
    """The dotted paths at which two sets of facts may answer ``lookup`` otherwise: of groups and of what is in them."""
    for name in {**then, **now}:
        one, other = then.get(name), now.get(name)
        if one is other or one == other:
            continue
        yield f"{within}{name}"
        before, after = (told if isinstance(told, Mapping) else {} for told in (one, other))
        yield from changed(before, after, f"{within}{name}.")


def _test(facts: Stated, paths: list[str], check: Callable[..., bool | None]) -> Verdict:
    """A check of known facts that answers None doubts them all: they are missing until they are put right."""
    if len(paths) == 1:
        value = lookup(facts, paths[0])
        return Verdict(None, (), (paths[0],)) if value is None else Verdict(check(value), (paths[0],))
    values = [lookup(facts, path) for path in paths]
    absent = tuple(path for path, value in zip(paths, values, strict=True) if value is None)
    if absent:
        known = tuple(path for path in paths if path not in absent)
        return Verdict(None, known, absent)
    answer = check(*values)
    return Verdict(None, (), tuple(paths)) if answer is None else Verdict(answer, tuple(paths))


# Whoever gave or bought the debt, where it is not known which: it may be any of these.
OPEN_ROLES = {"principal": {"bank", "lender", "assignee"}}


def _is_one_of(role: str, given: set[str]) -> bool | None:
    """Whether a respondent has one of these roles; None where that is not known: it could be anyone, or one of a few."""
    if role == "unknown":
        return None
    if role in given:
        return True
    return None if OPEN_ROLES.get(role, set()) & given else False


def _roles(facts: Stated, given: list[str], every: bool) -> Verdict:
    """Whether some respondent (``every``: each of them) has one of these roles; nobody named yet is unknown."""
    roles = {r.get("role") or "unknown" for r in lookup(facts, "respondents") or ()}
    answers = {_is_one_of(role, set(given)) for role in roles}
    # The answer that no other respondent changes.
    settled = not every
    if settled in answers:
        return Verdict(settled, ("respondents",))
    if None in answers or not answers:
        return Verdict(None, (), ("respondents",))
    return Verdict(not settled, ("respondents",))


def conjunction(verdicts: list[Verdict]) -> Verdict:
    """Kleene "and", tracing only what decided it."""
    if false := [v for v in verdicts if v.value is False]:
        return Verdict(False, _join(v.used for v in false))
    used = _join(v.used for v in verdicts)
    if unknown := [v for v in verdicts if v.value is None]:
        return Verdict(None, used, _join(v.missing for v in unknown))
    return Verdict(True, used)


def disjunction(verdicts: list[Verdict]) -> Verdict:
    """Kleene "or", tracing only what decided it."""
    if true := [v for v in verdicts if v.value is True]:
        return Verdict(True, _join(v.used for v in true))
    used = _join(v.used for v in verdicts)
    if unknown := [v for v in verdicts if v.value is None]:
        return Verdict(None, used, _join(v.missing for v in unknown))
    return Verdict(False, used)


def _fewer_days(first: str, second: str, days: int) -> bool | None:
    """Whether fewer than ``days`` days lie between two dates; None where the second lies before the first."""
    between = (date.fromisoformat(second) - date.fromisoformat(first)).days
    return between < days if between >= 0 else None


def _named(name: str, facts: Stated, named: Mapping[str, Tree]) -> Verdict:
    if name not in named:
        raise ConditionError(f"no condition is named {name!r}")
    if not isinstance(named, Asked):
        return evaluate(named[name], facts, named)
    known = named.verdicts.get(name)
    if type(facts) is Followed:
        if known is None or name not in facts.named:
            known = named.verdicts[name] = _followed_apart(name, facts, named)
        facts.looked_up |= facts.named[name]
    elif known is None:
        known = named.verdicts[name] = evaluate(named[name], facts, named)
    return known


def _followed_apart(name: str, facts: Followed, named: Mapping[str, Tree]) -> Verdict:
    """A named condition weighed, and what it looked up kept for whoever asks for it next."""
    before, facts.looked_up = facts.looked_up, set()
    verdict = evaluate(named[name], facts, named)
    facts.named[name], facts.looked_up = facts.looked_up, before
    return verdict


def evaluate(tree: Tree, facts: Stated, named: Mapping[str, Tree]) -> Verdict:
    """What the facts say about a condition. Raises ConditionError for a tree that is not in the language."""
    if len(tree) != 1:
        raise ConditionError(f"one word expected in {dict(tree)!r}")
    word, given = next(iter(tree.items()))
    match word:
        case "all":
            return conjunction([evaluate(part, facts, named) for part in given])
        case "any":
            return disjunction([evaluate(part, facts, named) for part in given])
        case "not":
            inner = evaluate(given, facts, named)
            return Verdict(None if inner.value is None else not inner.value, inner.used, inner.missing)
        case "unless":
            inner = evaluate(given, facts, named)
            return Verdict(inner.value is not True, () if inner.value is None else inner.used)
        case "use":
            return _named(given, facts, named)
        case "eq":
            return _test(facts, [given[0]], lambda value: value == given[1])
        case "in":
            return _test(facts, [given[0]], lambda value: value in given[1])
        case "gt":
            return _test(facts, [given[0]], lambda value: value > given[1])
        case "gte":
            return _test(facts, [given[0]], lambda value: value >= given[1])
        case "lt":
            return _test(facts, [given[0]], lambda value: value < given[1])
        case "present":
            return _test(facts, [given], bool)
        case "contains":
            return _test(facts, [given[0]], lambda value: any(one in value for one in given[1]))
        case "after":
            return _test(facts, list(given), lambda late, early: late > early)
        case "within_days":
            return _test(facts, list(given[:2]), lambda a, b: _fewer_days(a, b, given[2]))
        case "role":
            return _roles(facts, given, every=False)
        case "only_roles":
            return _roles(facts, given, every=True)
    raise ConditionError(f"unknown word {word!r}")


def fact_names(tree: Tree, named: Mapping[str, Tree]) -> set[str]:
    """Every fact that a condition can ask for; used to check the corpus and to list what a page must ask."""
    word, given = next(iter(tree.items()))
    match word:
        case "all" | "any":
            return {name for part in given for name in fact_names(part, named)}
        case "not" | "unless":
            return fact_names(given, named)
        case "use":
            if given not in named:
                raise ConditionError(f"no condition is named {given!r}")
            return fact_names(named[given], named)
        case "present":
            return {given}
        case "after":
            return set(given)
        case "within_days":
            return set(given[:2])
        case "role" | "only_roles":
            return {"respondents"}
        case "eq" | "in" | "gt" | "gte" | "lt" | "contains":
            return {given[0]}
    raise ConditionError(f"unknown word {word!r}")
