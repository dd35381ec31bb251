"""Truth tables of the grounds, in words a lawyer can read: every combination of the facts that an element asks for.

``python -m tests.legal.truth`` writes them anew; a change of the law then shows as a diff.
"""

import csv
import itertools
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from legal.corpus import Corpus, Ground, load
from legal.reasoning.assessment import weigh
from legal.reasoning.conditions import Tree
from legal.reasoning.facts import FACTS, read, spoken
from tests.legal.truth_plan import TABLES

FOLDER = Path(__file__).parent / "truth_tables"
EVENT = date(2025, 11, 11)
FIXED = {"kind", "event.first", "event.last"}
STATUS = {"established": "成立", "arguable": "可主张", "needs_facts": "缺事实", "not_met": "不成立"}
ELEMENT = {"met": "有", "unmet": "无", "unknown": "未知"}
UNKNOWN: Any = None


def _leaves(tree: Tree, named: Mapping[str, Tree]) -> Iterator[tuple[str, str, Any]]:
    word, given = next(iter(tree.items()))
    match word:
        case "all" | "any":
            for part in given:
                yield from _leaves(part, named)
        case "not" | "unless":
            yield from _leaves(given, named)
        case "use":
            yield from _leaves(named[given], named)
        case "present":
            yield word, given, None
        case "after" | "within_days":
            for name in given[:2]:
                yield word, name, None
        case _:
            yield word, given[0], given[1]


def _values(ground: Ground, corpus: Corpus) -> dict[str, list[Any]]:
    """For each fact its telling values: unknown, and on both sides of every border that a condition draws."""
    values: dict[str, list[Any]] = {}
    for element in ground.elements:
        for tree in (element.when, element.arguable):
            for word, name, operand in _leaves(tree, corpus.conditions) if tree else ():
                if name not in FIXED:
                    known = values.setdefault(name, [UNKNOWN])
                    known += [value for value in _around(word, name, operand) if value not in known]
    return values


def _around(word: str, name: str, operand: Any) -> list[Any]:
    fact = FACTS.get(name)
    kind = fact.type if fact else "rows"
    if kind == "flag":
        return [True, False]
    if kind == "choice" and fact:
        chosen = operand if word == "in" else [operand] if operand else list(fact.values)[:1]
        other = next((value for value in fact.values if value not in chosen and value != "unknown"), None)
        return [*chosen, *([other] if other else [])]
    if kind == "number":
        border = operand if isinstance(operand, int) else 0
        return [border - 1, border] if word == "gte" else [border, border + 1]
    if kind == "date":
        return {
            "number.released_on": ["2025-06-01"],
            "number.activated_on": ["2025-08-29", "2025-08-30"],  # 89 and 90 days later
        }.get(name, ["2025-11-10", "2025-11-11"])
    if kind == "choices" and fact and word == "present":
        return [[], list(fact.values)[:1]]
    if kind == "choices" and fact:
        return [[value] for value in (operand or list(fact.values)[:1])][:1] + [
            [value] for value in fact.values if value not in (operand or ())
        ][:1]
    if kind == "rows":
        return [[{"what": "交通费", "yuan": 300}], []]
    return [[], ["某应用"]] if kind == "texts" else ["", "培训学校"]


def combinations(ground: Ground, corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Every combination of telling values, as dotted facts; unknown ones are None."""
    values = _values(ground, corpus)
    for chosen in itertools.product(*values.values()):
        yield dict(zip(values, chosen, strict=True))


def nested(dotted: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Dotted facts as the JSON of the contract."""
    facts: dict[str, Any] = {"kind": kind, "event": {"first": "2025-11-01", "last": EVENT.isoformat()}}
    for name, value in dotted.items():
        group, _, leaf = name.partition(".")
        if value is not None:
            facts.setdefault(group, {})[leaf] = value
    return facts


def _say(name: str, value: Any) -> str:
    if value is None:
        return "未知"
    if isinstance(value, list) and not value:
        return "没有"
    if isinstance(value, list) and isinstance(value[0], dict):
        return "有"
    return spoken(name, value) or "没有"


def rows(ground: Ground, corpus: Corpus) -> Iterator[list[str]]:
    """Header, then one line a combination: the facts, each element, the ground."""
    names = list(_values(ground, corpus))
    yield [
        *(FACTS[name].label if name in FACTS else "花费和损失" for name in names),
        *(f"{element.id} {element.text}" for element in ground.elements),
        f"{ground.code} {ground.title}",
    ]
    for dotted in combinations(ground, corpus):
        result = weigh(ground, read(nested(dotted, ground.kind)), EVENT, EVENT, corpus)
        yield [
            *(_say(name, value) for name, value in dotted.items()),
            *(
                "需判断" if element["judgement"] else ELEMENT[element["status"]]
                for element in result["elements"]
            ),
            STATUS[result["status"]],
        ]


def write() -> None:
    FOLDER.mkdir(exist_ok=True)
    corpus = load()
    for ground in corpus.grounds.values():
        with (FOLDER / f"{ground.code}_{ground.slug}.csv").open(
            "w", encoding="utf-8-sig", newline=""
        ) as file:
            csv.writer(file, lineterminator="\n").writerows(rows(ground, corpus))
    for name, table in TABLES.items():
        with (FOLDER / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(table())


if __name__ == "__main__":
    write()
