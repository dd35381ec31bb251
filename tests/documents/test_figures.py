"""What a person counts of their own loan: what is owed by contract, what was paid, what of it they dispute."""

from dataclasses import replace
from typing import Any

import pytest

from documents.figures import instalment_offered, own_figures, settled_on
from tests.documents.asking import case_before

DISPUTED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong"],
    "event": {"first": "2026-03-01", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient"},
    "respondents": [{"role": "lender", "name": "甲小额贷款有限公司"}],
    "debt": {"owed": "disputed", "claimed": 15000, "paid_under_pressure": 2000},
}
STORY = (
    "我借了12000元，分12期，每期1100元。剩下6期没还，按合同加起来是6600元。"
    "合同上没有写服务费，他们要我先付，我4月7日借了2000元转过去。后来说那2000元冲的是费用。"
)


def figures(story: str, debt: dict[str, Any] | None = None) -> str:
    facts = {**DISPUTED, "debt": {**DISPUTED["debt"], **(debt or {})}}
    return own_figures(replace(case_before(facts, "lender"), story=story), "本人")


def test_what_was_paid_under_pressure_counts_and_what_is_disputed_is_named():
    assert figures(STORY) == (
        "按合同剩余6期共6600元，于2026年4月7日支付的2000元应当计入还款；对没有约定的服务费，以及以该2000元冲抵费用有异议"
    )


def test_who_names_no_fee_disputes_what_goes_beyond_their_own_count():
    assert figures("剩下6期没还，按合同加起来是6600元。", {"paid_under_pressure": None}) == (
        "按合同剩余6期共6600元；对其余的有异议"
    )
    assert figures("他们说我欠15000元，我不认。", {"paid_under_pressure": None}) == ""


@pytest.mark.parametrize(
    ("story", "day"),
    [
        ("2025年3月4日最后一期已经还清。", "2025年3月4日"),
        ("3月4日还清。", ""),  # of no year
        ("2025年3月4日还清，又说2025年4月4日结清。", ""),
    ],
)
def test_a_settled_debt_was_paid_off_on_the_one_day_that_is_told(story: str, day: str):
    facts = {**DISPUTED, "debt": {"owed": "settled"}}
    assert settled_on(replace(case_before(facts, "lender"), story=story)) == day


@pytest.mark.parametrize(
    ("story", "sum_a_month"),
    [
        ("我一个月还800没有问题。", "800"),
        ("我愿意每个月还1000元，只要不算那些费。", "1000"),
        ("他们一个月还打800个电话。", ""),
        ("我可以每月还500，后来我说能每月还600。", ""),
    ],
)
def test_what_somebody_offers_a_month_is_proposed_where_it_is_one_sum(story: str, sum_a_month: str):
    assert instalment_offered(story) == sum_a_month
