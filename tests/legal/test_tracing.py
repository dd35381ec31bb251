"""The trace says what ``evaluate`` says, part by part, in words."""

from dataclasses import replace
from typing import Any

import pytest

from legal.corpus import load
from legal.corpus.checking import faults
from legal.reasoning import facts as known_facts
from legal.reasoning.assessment import STATUS, assess, filing_day, understand
from legal.reasoning.conditions import evaluate
from legal.reasoning.planning import derive
from legal.reasoning.tracing import Node, trace, trace_elements
from tests.legal import cases

CORPUS = load()
STORIES = {name: value for name, value in vars(cases).items() if name.isupper() and isinstance(value, dict)}


@pytest.mark.parametrize("name", STORIES)
def test_each_element_has_the_value_that_the_assessment_gave_it(name: str) -> None:
    facts = STORIES[name]
    matter = understand(facts)
    answers = {row["code"]: row for row in assess(facts)["grounds"]}
    for ground in CORPUS.grounds.values():
        for one, row in zip(
            trace_elements(ground.code, matter), answers[ground.code]["elements"], strict=True
        ):
            if one.when is None:
                assert row["judgement"]
                continue
            values = {one.when.value, one.arguable.value if one.arguable else False}
            value = True if True in values else None if None in values else False
            assert STATUS[value] == row["status"], one.element.id


def leaves(node: Node) -> list[Node]:
    return [leaf for part in node.parts for leaf in leaves(part)] if node.parts else [node]


def test_every_leaf_says_what_it_asks_and_what_was_said() -> None:
    matter = understand(cases.OPT_OUT)
    for ground in CORPUS.grounds.values():
        for one in trace_elements(ground.code, matter):
            for leaf in leaves(one.when) if one.when else []:
                assert leaf.words
                assert leaf.said
                assert "：" in leaf.said


def test_an_unknown_leaf_is_unknown_and_says_so() -> None:
    node = trace({"eq": ["number.second_hand", True]}, {}, CORPUS)
    assert node.value is None
    assert node.said.endswith("没有说")


def test_parts_of_a_condition_keep_their_own_values() -> None:
    facts: dict[str, Any] = derive(known_facts.read(cases.OPT_OUT), filing_day(cases.OPT_OUT, None))
    tree = {"any": [{"gt": ["contacts.after_refusal", 0]}, {"eq": ["content.commercial", False]}]}
    node = trace(tree, facts, CORPUS)
    assert node.value is evaluate(tree, facts, CORPUS.conditions).value is True
    assert [part.value for part in node.parts] == [True, False]


def test_a_named_condition_without_a_title_is_a_fault() -> None:
    titles = {name: title for name, title in CORPUS.titles.items() if name != "refused"}
    assert faults(replace(CORPUS, titles=titles)) == [
        "refused: a condition and its condition_titles go together"
    ]
