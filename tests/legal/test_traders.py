"""Whoever charges a fee and lends nothing: it is a creditor, and its customer has a consumer's ways besides."""

from typing import Any

import pytest

from complaints.stated import role_read
from legal.reasoning.assessment import assess

FEE: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-06-01", "last": "2026-11-19"},
    "filing_date": "2026-11-29",
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call"], "count": 68},
    "debt": {
        "owed": "settled",
        "claimed": 2860,
        "told_them_on": "2026-06-01",
        "collected_by": "entrusted",
        "contacts_told": 2,
    },
    "respondents": [
        {"role": "trader", "name": "甲市示例公寓管理有限公司", "consumer": True},
        {"role": "collector", "name": "甲市示例商务服务有限公司", "consumer": False},
    ],
}


def plan_of(facts: dict[str, Any]) -> dict[str, Any]:
    return {step["channel"]: step for step in assess(facts)["plan"]}


@pytest.mark.parametrize("channel", ["12315_complaint", "consumer_association"])
def test_a_consumers_ways_are_open_against_whoever_charges_a_fee(channel: str) -> None:
    step = plan_of(FEE)[channel]
    assert step["open"]
    assert step["relevant"]


@pytest.mark.parametrize("channel", ["12315_complaint", "consumer_association"])
@pytest.mark.parametrize("role", ["lender", "collector"])
def test_they_are_not_against_who_lends_or_collects(channel: str, role: str) -> None:
    rows = [{"role": role, "name": "甲市示例公司", "consumer": True}]
    step = plan_of({**FEE, "respondents": rows})[channel]
    assert not (step["open"] and step["relevant"])


@pytest.mark.parametrize("channel", ["12378", "local_finance"])
def test_no_financial_regulator_is_offered_against_it(channel: str) -> None:
    rows = [FEE["respondents"][0]]
    step = plan_of({**FEE, "respondents": rows})[channel]
    assert not (step["open"] and step["relevant"])


def test_it_answers_as_the_creditor_and_with_who_collects_once_it_was_told() -> None:
    told = {"to": "respondent", "act": "complaint", "on": "2026-06-17", "whom": "甲市示例公寓管理有限公司"}
    for prior, joint in (
        ([], False),
        ([told], True),
        ([{**told, "whom": "甲市示例商务服务有限公司"}], False),
    ):
        grounds = assess({**FEE, "prior": prior})["grounds"]
        rows = [
            one
            for ground in grounds
            if ground["code"] == "F3"
            for one in ground["respondents"]
            if one["role"] == "trader"
        ]
        assert len(rows) == 1
        assert ("民法典:1168" in rows[0]["provisions"]) is joint


def test_a_shop_in_a_case_of_a_debt_is_whose_fee_it_is() -> None:
    assert role_read("shop", "fake_collection") == "trader"
    assert role_read("shop", "second_hand_number") == "shop"
