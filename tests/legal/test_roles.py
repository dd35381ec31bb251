"""Who can answer for what: a role answers only where the law lets it, whatever the facts are called from before."""

from itertools import product
from typing import Any

import pytest

from complaints.models import Party
from complaints.stated import role_read
from legal.corpus import load
from legal.reasoning.assessment import assess
from legal.reasoning.conditions import evaluate
from legal.reasoning.facts import KINDS, ROLES, read

CORPUS = load()
COLLECTING = {"bank", "lender", "assignee", "collector", "principal", "agent"}
# What somebody had to do with a number: nobody answers for it who only collects a debt.
OF_THE_NUMBER = ("S1", "S2", "S3", "S4", "S8", "S10")


@pytest.mark.parametrize(("code", "role"), list(product(OF_THE_NUMBER, sorted(COLLECTING))))
def test_who_collects_a_debt_never_answers_for_a_number(code: str, role: str) -> None:
    assert role not in {one.role for one in CORPUS.grounds[code].respondents}


def test_who_keeps_an_account_on_the_number_answers_for_it_whatever_else_it_does() -> None:
    assert {one.role for one in CORPUS.grounds["S5"].respondents} == {
        "platform", "bank", "payment_institution", "lender", "operator",
    }  # fmt: skip


@pytest.mark.parametrize(
    "role", ["content_provider", "agent", "bank", "lender", "payment_institution", "platform"]
)
@pytest.mark.parametrize("code", ["H1", "H2", "H3", "H8"])
def test_whoever_sends_answers_for_what_it_sends(code: str, role: str) -> None:
    facts = {
        **_facts("harassment", role),
        "contacts": {"channels": ["call", "sms"]},
        "content": {"commercial": True},
    }
    facts |= {"consent": {"status": "none"}, "refusal": {"made": True}}
    found = next(row for row in assess(facts, None)["grounds"] if row["code"] == code)
    (answering,) = [row for row in found["respondents"] if row["named"]]
    assert (answering["role"], "民法典:1165" in answering["provisions"]) == (role, True)


@pytest.mark.parametrize("code", [code for code in CORPUS.grounds if code not in ("S1", "S8", "S9")])
def test_a_shop_answers_for_the_cards_it_gave_out_alone(code: str) -> None:
    assert "shop" not in {one.role for one in CORPUS.grounds[code].respondents}


def test_a_shop_that_advertises_is_who_sends() -> None:
    facts = {
        **_facts("harassment", "shop"),
        "contacts": {"channels": ["call"]},
        "consent": {"status": "none"},
    }
    found = next(row for row in assess(facts, None)["grounds"] if row["code"] == "H8")
    assert [row["role"] for row in found["respondents"] if row["named"]] == ["content_provider"]


def _facts(kind: str, *roles: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "event": {"first": "2026-09-01", "last": "2026-11-15"},
        "complainant": {"capacity": "guardian", "consumer_of_respondent": True, "region": "500100"},
        "number": {"second_hand": True, "told": False},
        "debt": {"owed": "others", "told_them_on": "2026-09-02"},
        "respondents": [{"role": role, "name": f"某{place}公司"} for place, role in enumerate(roles)],
    }


@pytest.mark.parametrize(
    ("kind", "means"),
    [("second_hand_number", "shop"), ("fake_collection", "collector"), ("harassment", "agent")],
)
def test_an_agent_of_before_is_read_by_the_kind_of_complaint(kind: str, means: str) -> None:
    assert role_read("agent", kind) == means
    assert [row["role"] for row in read(_facts(kind, "operator", "agent"))["respondents"]] == [
        "operator",
        means,
    ]


def test_a_collector_beside_an_operator_answers_for_the_calls_and_not_for_the_number() -> None:
    answering = {
        ground["code"]: {row["role"] for row in ground["respondents"] if row["named"]}
        for ground in assess(_facts("second_hand_number", "operator", "collector"), None)["grounds"]
        if ground["relevant"]
    }
    assert answering["S1"] == {"operator"}
    assert answering["S6"] == {"collector"}


@pytest.mark.parametrize(
    ("roles", "asked", "answer"),
    [
        (["principal"], ["lender"], None),
        (["principal"], ["assignee", "lender"], None),
        (["principal"], ["principal"], True),
        (["principal"], ["collector"], False),
        (["principal", "lender"], ["lender"], True),
        (["unknown"], ["lender"], None),
        ([], ["lender"], None),
    ],
)
def test_who_gave_or_bought_a_debt_may_be_either(
    roles: list[str], asked: list[str], answer: bool | None
) -> None:
    facts = read(_facts("fake_collection", *roles))
    assert evaluate({"role": asked}, facts, CORPUS.conditions).value is answer


def test_every_role_of_a_case_is_one_of_the_law() -> None:
    assert {*Party.Role.values} - {*Party.OWN_SIDE} == {*ROLES}
    assert {*Party.ROLES_OF_KIND} == {*KINDS}
