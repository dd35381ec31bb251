"""Why a channel takes nothing: that it never will is not said as if it were too early, and no reason denies what was told."""

from datetime import date
from typing import Any

import pytest

from filings.services.law import closed_because
from legal.reasoning.answers import Way
from legal.reasoning.assessment import plan

ON = date(2026, 11, 29)
SECOND_HAND: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-07-15", "last": "2026-11-28"},
    "complainant": {"capacity": "subscriber", "region": "440106", "consumer_of_respondent": True},
    "number": {"second_hand": True, "told": False, "activated_on": "2026-07-01"},
    "respondents": [{"role": "operator", "name": "中国示例电信股份有限公司广州分公司", "region": "440106"}],
}
COLLECTED: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-09-20", "last": "2026-11-28"},
    "complainant": {"capacity": "recipient", "region": "350203"},
    "contacts": {"channels": ["call"], "count": 12},
    "debt": {"owed": "others", "told_them_on": "2026-10-01"},
    "respondents": [{"role": "collector", "name": "示例催收有限公司"}],
}


def way(channel: str, facts: dict[str, Any], **more: Any) -> Way:
    return next(one for one in plan({**facts, **more}, on=ON) if one["channel"] == channel)  # type: ignore[typeddict-item]


def reason(channel: str, facts: dict[str, Any], **more: Any) -> str:
    return closed_because(way(channel, facts, **more))


def test_what_is_not_for_a_case_is_no_matter_of_time():
    assert reason("lender", SECOND_HAND).startswith("按您说的情况，用不上这个渠道：")
    assert reason("telecom_appeal", SECOND_HAND).startswith("这个渠道现在还不能走：要先向运营商投诉")
    small = [{"role": "lender", "name": "示例小额贷款有限公司", "licensed_lender": False}]
    shut = reason("12378", COLLECTED, respondents=small)
    assert shut.startswith("这个渠道走不了：")


def test_of_two_days_for_one_dispute_the_earlier_alone_is_told():
    said = reason("telecom_appeal", SECOND_HAND)
    assert "2028-07-01" in said
    assert "2028-11-28" not in said


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ({"told": False}, "没有告知号码被用过"),
        ({"mislabelled_as": "诈骗电话"}, "错误标记"),
        ({"account_taken_over": True, "accounts_bound": ["示例商城"]}, "账号被别人登录"),
    ],
)
def test_a_reason_denies_nothing_that_was_told(number: dict[str, Any], says: str):
    said = reason("12315_report", SECOND_HAND, number={"second_hand": True, **number})
    assert says in said
    assert "没有说" not in said
    assert "扣费、绑定" not in said


def test_who_knows_the_collector_alone_is_told_to_ask_for_whom_it_collects():
    for channel in ("12378", "local_finance"):
        assert "先请催收公司说明受谁委托" in reason(channel, COLLECTED)


CHARGED: dict[str, Any] = {
    **SECOND_HAND,
    "charges": {"residual": True, "monthly": 15, "months": 7, "last_on": "2026-10-31"},
    "prior": [{"to": "operator", "act": "complaint", "on": "2026-11-03", "answered_on": "2026-11-05"}],
}


def test_a_refused_refund_can_be_reported_and_one_not_yet_asked_for_is_asked_first():
    refused = [{**CHARGED["prior"][0], "satisfied": False}]
    assert way("12315_report", CHARGED, prior=refused)["open"]
    assert "先向运营商要求退还" in reason("12315_report", CHARGED)
