"""What the law says of what is dunned for, by what was told of it: a row, the articles that apply and that don't."""

from typing import Any

import pytest

from documents.requests import kinds
from legal.corpus import load
from legal.reasoning.assessment import assess
from legal.reasoning.conditions import evaluate

EVENT = {"first": "2026-05-20", "last": "2026-11-24"}
ENDED = {"taken": "分期", "ended": "cancelled", "ended_how": "退货"}

# debt, ground, status, articles that are cited, articles that are not
ROWS: tuple[tuple[dict[str, Any], str, str, set[str], set[str]], ...] = (
    ({"owed": "none"}, "F1", "established", set(), {"民法典:557", "民法典:566"}),
    ({"owed": "none", **ENDED}, "F1", "established", {"民法典:557", "民法典:566"}, set()),
    ({"owed": "none", **ENDED, "ended": "paid"}, "F1", "established", {"民法典:557"}, {"民法典:566"}),
    ({"owed": "others"}, "F2", "established", set(), {"民法典:685", "民法典:1064", "公司法:3"}),
    (
        {"owed": "others", "said_as": "guarantor"},
        "F2",
        "established",
        {"民法典:681", "民法典:685"},
        {"公司法:3"},
    ),
    ({"owed": "others", "said_as": "co_borrower"}, "F2", "established", {"民法典:465"}, {"民法典:685"}),
    ({"owed": "others", "said_as": "spouse"}, "F2", "established", {"民法典:1064"}, {"民法典:685"}),
    (
        {"owed": "others", "said_as": "company"},
        "F2",
        "established",
        {"民法典:60", "公司法:3"},
        {"民法典:685"},
    ),
    # Of the dead it is the law of inheritance.
    (
        {"owed": "others", "said_as": "guarantor", "debtor_dead": True},
        "F2",
        "established",
        {"民法典:1161"},
        {"民法典:685"},
    ),
    # That the time is over is an objection of whoever owes it, where they make it.
    (
        {"owed": "own", "per_day": 12, "time_barred": True},
        "F7",
        "established",
        {"民法典:188", "民法典:192"},
        set(),
    ),
    ({"owed": "own", "per_day": 12}, "F7", "established", set(), {"民法典:188", "民法典:192"}),
    ({"owed": "others", "per_day": 12, "time_barred": True}, "F7", "established", set(), {"民法典:192"}),
    # What ended is nothing to who owes it, or whose debt it is not.
    ({"owed": "own", **ENDED}, "F1", "not_met", set(), {"民法典:557", "民法典:566"}),
)


def facts(debt: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "fake_collection",
        "event": EVENT,
        "filing_date": "2026-11-29",
        "contacts": {"channels": ["call"], "count": 60},
        "respondents": [{"role": "lender", "name": "示例小额贷款有限公司"}],
        "debt": {"claimed": 4200, "told_them_on": "2026-05-20", **debt},
    }


@pytest.mark.parametrize(("debt", "code", "status", "cited", "not_cited"), ROWS)
def test_the_law_follows_what_was_told_of_a_debt(
    debt: dict[str, Any], code: str, status: str, cited: set[str], not_cited: set[str]
) -> None:
    ground = next(row for row in assess(facts(debt))["grounds"] if row["code"] == code)
    ids = {one["id"] for one in ground["provisions"]}
    assert ground["status"] == status
    assert cited <= ids
    assert not not_cited & ids


# debt, the places on which a confirmation rests
BASES: tuple[tuple[dict[str, Any], set[str]], ...] = (
    ({"owed": "none"}, {"民法典:118", "民法典:667"}),
    ({"owed": "none", **ENDED}, {"民法典:557", "民法典:562", "民法典:566"}),
    ({"owed": "none", **ENDED, "ended": "paid"}, {"民法典:557"}),
    ({"owed": "none", "item": "燃气费"}, {"民法典:118"}),
    ({"owed": "others"}, {"民法典:465"}),
    ({"owed": "others", "said_as": "guarantor"}, {"民法典:681", "民法典:685"}),
    ({"owed": "others", "said_as": "spouse"}, {"民法典:1064"}),
    ({"owed": "others", "said_as": "company"}, {"民法典:465", "民法典:60", "公司法:3"}),
)


@pytest.mark.parametrize(("debt", "places"), BASES)
def test_a_confirmation_rests_on_what_was_told_of_the_debt(debt: dict[str, Any], places: set[str]) -> None:
    conditions = load().conditions
    rows = kinds()["confirm_no_debt"]["basis"]
    found = {
        row["at"]
        for row in rows
        if isinstance(row, dict) and evaluate(row["when"], facts(debt), conditions).value is True
    }
    assert found == places
