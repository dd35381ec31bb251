"""What the law part says of a case in sentences that it puts together is told in every language: not a word stays Chinese."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import get_language

from core.told import CHINESE, is_chinese, told
from legal.corpus import load
from legal.presentation import shown_clocks, shown_grounds, shown_plan
from legal.reasoning.assessment import assess, understand
from legal.reasoning.remedies import remedies_after
from legal.reasoning.tracing import Node, trace_elements
from tests.golden.papers import NAMES, ON, case_of
from workbench.languages.traditional import traditional

MARKED = re.compile(rf'<span lang="{CHINESE}">(.*?)</span>', re.S)
# The law itself, how it is cited, who the other side is, and what programs call a thing.
APART = {
    "lines",
    "quote",
    "citation",
    "citations",
    "links",
    "basis",
    "page",
    "names",
    "id",
    "official",
    "statute",
    "court",
    "source",
}
DAYS = (ON, ON + timedelta(days=400))  # in time, and too late for most


def facts_of(name: str) -> dict[str, Any]:
    case = case_of(name)
    return {
        **case["facts"],
        "kind": case["kind"],
        "situations": case["situations"],
        "respondents": case["respondents"],
        "wishes": case["wishes"],
    }


def _said(value: Any, law: bool = False) -> Iterator[str]:
    """The texts of an answer that are ours to say; ``law`` inside of a provision."""
    if isinstance(value, str):
        if is_chinese(value):
            yield value
    elif isinstance(value, dict):
        cited = law or "verified" in value
        for key, inner in value.items():
            if key not in APART and not (key == "text" and cited):
                yield from _said(inner, cited)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _said(inner, law)


def _own(facts: dict[str, Any]) -> list[str]:
    """What somebody wrote: names of the other side, of accounts, of a debtor, what a number is marked as."""
    number = facts.get("number", {})
    written = [
        *number.get("accounts_bound", ()),
        "、".join(number.get("accounts_bound", ())),
        number.get("mislabelled_as"),
        facts.get("debt", {}).get("debtor"),
    ]
    return [*(one.get("name", "") for one in facts["respondents"]), *(str(one) for one in written)]


def _left(text: str, own: list[str]) -> list[str]:
    """What is still marked as Chinese, but for names that were told and the names of statutes."""
    found = MARKED.findall(str(told(text)))
    return [
        one
        for one in found
        if one not in own
        and not re.match(r"《|GB/T", one)
        and not _is_statute(one)
        and not _is_traditional(one)
    ]


def _is_traditional(words: str) -> bool:
    """Said by the page itself, for its readers of traditional Chinese."""
    return get_language() == "zh-hant" and traditional(words) == words


def _is_statute(words: str) -> bool:
    return any(words == one.name or words.startswith(f"{one.id}:") for one in load().statutes.values())


def _nodes(node: Node | None) -> Iterator[str]:
    if node is not None:
        yield from filter(None, (node.words, node.said))
        for part in node.parts:
            yield from _nodes(part)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_found_of_a_case_is_told_in_the_language_of_its_reader(name: str) -> None:
    facts = facts_of(name)
    own = _own(facts)
    left = set()
    for on in DAYS:
        result = assess(facts, on)
        for language in ("en", "zh-hant"):
            with translation.override(language):
                shown = [
                    result["warnings"],
                    shown_plan(result, facts["kind"]),
                    shown_grounds(result, facts["situations"]),
                    shown_clocks(result),
                ]
                for text in {*_said(shown)}:
                    left |= {(text[:60], one) for one in _left(text, own)}
    assert not left


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_how_every_condition_came_out_is_told_in_the_language_of_its_reader(language: str) -> None:
    left = set()
    for name in NAMES:
        matter = understand(facts_of(name), ON)
        own = _own(facts_of(name))
        with translation.override(language):
            for code in load().grounds:
                for row in trace_elements(code, matter):
                    for text in [*_nodes(row.when), *_nodes(row.arguable)]:
                        left |= {(text[:60], one) for one in _left(text, own)}
    assert not left


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_what_can_be_done_after_an_outcome_is_told_in_the_language_of_its_reader(language: str) -> None:
    left = set()
    with translation.override(language):
        for channel in load().channels:
            for state in ("refused", "decided"):
                for one in remedies_after(load(), channel, state, date(2026, 11, 29)):
                    for text in (one.title, one.text, one.span, one.begins):
                        left |= {(text, part) for part in _left(text, [])}
    assert not left
