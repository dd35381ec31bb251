"""Whether facts exist that bear out a ground: a search over the values on both sides of what its conditions ask for."""

from collections.abc import Iterator, Mapping
from typing import Any

from legal.corpus.reader import Corpus, Element, Ground
from legal.reasoning.conditions import Tree, evaluate
from legal.reasoning.facts import FACTS

DAYS = ("2025-01-01", "2025-01-02", "2025-12-31")
MOST_TRIES = 20_000  # of one ground; those of the corpus need some dozens


def _leaves(tree: Tree, named: Mapping[str, Tree]) -> Iterator[tuple[str, Any]]:
    word, given = next(iter(tree.items()))
    if word in ("all", "any"):
        for part in given:
            yield from _leaves(part, named)
    elif word in ("not", "unless"):
        yield from _leaves(given, named)
    elif word == "use":
        yield from _leaves(named[given], named)
    else:
        yield word, given


def _values(word: str, given: Any) -> list[tuple[str, list[Any]]]:
    """Each fact that a test asks for, with values that answer it both ways."""
    if word in ("role", "only_roles"):
        return [
            ("respondents", [*([{"role": role}] for role in given), [{"role": "person"}, {"role": given[0]}]])
        ]
    if word in ("after", "within_days"):
        return [(name, list(DAYS)) for name in given[:2]]
    if word == "present":
        return [(given, [_something(given), *([False] if FACTS.get(given) is None else [])])]
    name, operand = given[0], given[1]
    if word == "eq":
        return [
            (
                name,
                [operand, not operand] if isinstance(operand, bool) else [operand, *_others(name, [operand])],
            )
        ]
    if word == "in":
        return [(name, [*operand, *_others(name, operand)])]
    if word == "contains":
        return [(name, [list(operand), [*_others(name, operand)][:1]])]
    return [(name, [operand + 1, operand, max(operand - 1, 0)])]


def _others(name: str, taken: list[Any]) -> list[Any]:
    fact = FACTS.get(name)
    return [value for value in fact.values if value not in taken][:1] if fact else []


def _something(name: str) -> Any:
    """A value that is present, of the fact's own type."""
    fact = FACTS.get(name)
    if fact is None or fact.type == "texts":
        return ["x"]
    if fact.type == "choices":
        return list(fact.values)[:1]
    return {"flag": True, "number": 1, "date": DAYS[0]}.get(fact.type, "x")


def _place(facts: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    group, _dot, leaf = name.partition(".")
    return {**facts, group: {**facts.get(group, {}), leaf: value} if leaf else value}


def _met(element: Element, facts: Mapping[str, Any], corpus: Corpus) -> bool:
    trees = [tree for tree in (element.when, element.arguable) if tree]
    return any(evaluate(tree, facts, corpus.conditions).value is True for tree in trees)


def reachable(ground: Ground, corpus: Corpus) -> bool:
    """Whether some facts meet every element that facts can meet. ConditionError for a tree that is not in the language."""
    elements = [element for element in ground.elements if not element.judgement]
    asked: dict[str, list[Any]] = {}
    for element in elements:
        for tree in (element.when, element.arguable):
            for word, given in _leaves(tree, corpus.conditions) if tree else ():
                for name, values in _values(word, given):
                    known = asked.setdefault(name, [None])
                    known += [value for value in values if value not in known]
    tries = [MOST_TRIES]
    return bool(elements) and _search(elements, list(asked.items()), {}, corpus, tries)


def _search(
    elements: list[Element],
    asked: list[tuple[str, list[Any]]],
    facts: Mapping[str, Any],
    corpus: Corpus,
    tries: list[int],
) -> bool:
    """Settle one fact after the other, the elements in the order in which they are written."""
    tries[0] -= 1
    if all(_met(element, facts, corpus) for element in elements):
        return True
    if not asked or tries[0] <= 0:
        return False
    (name, values), *rest = asked
    return any(
        _search(elements, rest, facts if value is None else _place(facts, name, value), corpus, tries)
        for value in [*values[1:], None]
    )
