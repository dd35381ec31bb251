"""What is asked before the filing changes what the law answers; what was told is not asked; the rest waits on the case."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from complaints.standing import put, value_of
from complaints.stating import pages_of
from legal.asking import _answers, _waited_for, gaps_of, names_somebody, open_questions
from legal.reasoning.assessment import assess

ON = date(2026, 11, 29)
CASES: dict[str, dict[str, Any]] = {
    "harassment": {
        "situations": ["no_consent", "optout_ignored"],
        "complainant": {"capacity": "recipient", "region": "310000"},
        "contacts": {"channels": ["sms"], "count": 80},
        "content": {"commercial": True, "sender_identified": True, "opt_out_offered": True},
        "respondents": [{"role": "content_provider", "name": "示例旗舰店"}],
    },
    "second_hand_number": {
        "situations": ["number_not_disclosed", "former_holder_pursued"],
        "complainant": {"capacity": "subscriber", "region": "310000"},
    },
    "fake_collection": {
        "situations": ["no_debt", "threats_impersonation"],
        "complainant": {"capacity": "recipient", "region": "310000"},
        "debt": {"owed": "none", "threats": ["violence"]},
    },
}


def facts(kind: str) -> Any:
    event = {"first": "2026-11-01", "last": "2026-11-11"}
    return deepcopy({"kind": kind, "event": event, "filing_date": ON.isoformat(), **CASES[kind]})


def answer_of_law(said: Any) -> Any:
    """Grounds with their elements, and channels, as a question can change them."""
    found = assess(said, ON)
    grounds = [
        (one["slug"], one["status"], [each["status"] for each in one["elements"]]) for one in found["grounds"]
    ]
    return grounds, [
        (one["channel"], one["open"], one["not_before"], one["not_after"]) for one in found["plan"]
    ]


@pytest.mark.parametrize("kind", CASES)
def test_what_is_asked_is_open_and_some_answer_to_it_changes_the_law_s(kind: str) -> None:
    said = facts(kind)
    found = open_questions(said, said["situations"], on=ON)
    assert found
    before = answer_of_law(said)
    waited = _waited_for(assess(said, ON))
    for one in found:
        assert value_of(said, one.ask.fact) is None, one.ask.fact
        changed = []
        for value in _answers(one.ask, said):
            other = deepcopy(said)
            put(other, one.ask.fact, value)
            changed.append(answer_of_law(other) != before)
        # A ground of the situations chosen may wait for it beside another fact.
        assert any(changed) or one.ask.fact in waited, one.ask.fact


@pytest.mark.parametrize("kind", CASES)
def test_what_was_answered_is_not_asked_again(kind: str) -> None:
    said = facts(kind)
    answered: set[str] = set()
    for _turn in range(5):
        asked = [one.ask for one in open_questions(said, said["situations"], on=ON)]
        assert not answered & {one.fact for one in asked}
        for ask in asked[:3]:
            answered.add(ask.fact)
            put(said, ask.fact, _answers(ask, said)[0])


def test_what_the_situation_turns_on_comes_first() -> None:
    first = [
        one.ask.fact for one in open_questions(facts("harassment"), CASES["harassment"]["situations"], on=ON)
    ]
    assert {"consent.status", "refusal.made"} <= set(first[:4])


@pytest.mark.parametrize("kind", CASES)
def test_a_gap_leads_to_a_page_and_says_what_it_wins(kind: str) -> None:
    said = facts(kind)
    gaps = gaps_of(said, said["situations"], on=ON)
    assert {one.page for one in gaps} <= set(pages_of(kind))
    assert len({one.page for one in gaps}) == len(gaps)
    assert all(one.questions and one.gain.weight for one in gaps)
    by_page = {one.page: one for one in gaps}
    assert by_page["prior"].gain.channels
    if kind != "harassment":
        assert "人民法院民事诉讼" in by_page["respondents"].gain.channels


def test_who_asked_before_and_names_the_other_side_has_no_such_gap() -> None:
    said = facts("second_hand_number")
    said["respondents"] = [{"role": "operator", "name": "示例通信"}]
    said["prior"] = [{"to": "operator", "act": "complaint", "on": "2026-11-12", "answered_on": None}]
    assert not {"prior", "respondents"} & {one.page for one in gaps_of(said, said["situations"], on=ON)}


def test_the_operator_of_a_number_is_asked_for_whoever_else_is_named() -> None:
    said = facts("second_hand_number")
    said["respondents"] = [{"role": "unknown", "name": "示例小贷"}]
    assert names_somebody(said, on=ON).weight
    said["respondents"].append({"role": "operator", "name": "示例通信"})
    assert not names_somebody(said, on=ON).weight


def test_whether_what_was_threatened_was_done_is_asked_where_it_may_have_been() -> None:
    said = facts("fake_collection")
    said["situations"] = ["contacts_harassed"]
    said["debt"] = {"owed": "own", "contacts_told": 3}
    assert "published" in {one.page for one in gaps_of(said, said["situations"], on=ON)}
    said["debt"]["published"] = ["photo"]
    assert "published" not in {one.page for one in gaps_of(said, said["situations"], on=ON)}
