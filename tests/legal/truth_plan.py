"""Truth tables of two channels whose doors depend on what was done before: the telecom appeal and the review.

``python -m tests.legal.truth`` writes them with the others.
"""

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

from legal.corpus import load
from legal.reasoning.assessment import plan
from legal.reasoning.citing import cited_as

Choice = tuple[str, Any]
FILED = "2025-09-15"  # charged until 10 September 2025: five months end on 10 February 2026

ANSWERED = {"to": "operator", "act": "complaint", "on": "2025-09-10", "answered_on": "2025-09-12"}
ASKED: list[Choice] = [
    ("没有投诉过", []),
    ("投诉后第15天，没有答复", [{"to": "operator", "act": "complaint", "on": "2025-08-31"}]),
    ("投诉后第16天，没有答复", [{"to": "operator", "act": "complaint", "on": "2025-08-30"}]),
    ("答复了，不满意", [{**ANSWERED, "satisfied": False}]),
    ("答复了，满意", [{**ANSWERED, "satisfied": True}]),
]  # fmt: skip
ELSEWHERE: list[Choice] = [
    ("没有找过别处", []),
    ("12315投诉，没有受理", [{"to": "12315", "act": "complaint", "on": "2025-09-01"}]),
    ("12315投诉，受理了", [{"to": "12315", "act": "complaint", "on": "2025-09-01", "accepted": True}]),
    ("12315举报，受理了", [{"to": "12315", "act": "report", "on": "2025-09-01", "accepted": True}]),
    (
        "消协，受理了",
        [{"to": "consumer_association", "act": "complaint", "on": "2025-09-01", "accepted": True}],
    ),
    ("法院，受理了", [{"to": "court", "act": "suit", "on": "2025-09-01", "accepted": True}]),
]
DISPUTES: list[Choice] = [
    ("扣费，五个月以内", {"charges": {"residual": True, "monthly": 40, "last_on": "2025-09-10"}}),
    ("扣费，超过五个月", {"charges": {"residual": True, "monthly": 40, "last_on": "2025-04-10"}}),
    (
        "扣费超过五个月，另有未告知二次号",
        {
            "charges": {"residual": True, "monthly": 40, "last_on": "2025-04-10"},
            "number": {"second_hand": True, "told": False},
        },
    ),
    ("未告知二次号", {"number": {"second_hand": True, "told": False}}),
]
APPEAL = ["向运营商", "别处", "争议", "能不能申诉", "要先找", "最早", "最晚", "各项争议的最后一天"]

TO: list[Choice] = [
    ("市场监管部门，投诉", {"to": "12315", "act": "complaint"}),
    ("市场监管部门，举报", {"to": "12315", "act": "report"}),
    ("公安机关，报案", {"to": "police", "act": "report"}),
    ("电信用户申诉受理机构", {"to": "telecom_appeal", "act": "complaint"}),
    ("其他行政机关", {"to": "other_authority", "act": "complaint"}),
    ("12321", {"to": "12321", "act": "report"}),
]
BECAME: list[Choice] = [
    ("没有回音", {}),
    ("受理了，没有结果", {"accepted": True}),
    ("不予受理，2025-09-20告知", {"accepted": False, "answered_on": "2025-09-20"}),
    ("不予受理，告知日期不知道", {"accepted": False}),
    ("答复了", {"answered_on": "2025-09-20"}),
]
DAYS = ["2025-09-24", "2025-10-20", "2025-11-24", "2026-01-20"]
REVIEW = [
    "向谁（2025-09-15提出）",
    "怎样了",
    "申请复议的日子",
    "能不能申请",
    "最早",
    "最晚",
    "期限依据",
    "是不是行政机关有疑问",
]


def _facts(**more: Any) -> dict[str, Any]:
    return {
        "kind": "second_hand_number",
        "event": {"first": "2025-01-10", "last": "2025-09-10"},
        "complainant": {"region": "310113", "capacity": "subscriber", "consumer_of_respondent": True},
        "respondents": [{"role": "operator", "region": "310000"}],
        "filing_date": FILED,
        **more,
    }


def _entry(facts: dict[str, Any], channel: str) -> dict[str, Any]:
    return next(row for row in plan(facts) if row["channel"] == channel)


def _title(channel: str | None) -> str:
    return load().channels[channel].title if channel else ""


def _cited(identity: str | None) -> str:
    return cited_as(identity, date.fromisoformat(FILED), load()) if identity else ""


def appeal() -> Iterator[list[str]]:
    """Header, then one line a combination: what was done, the dispute, how the door stands."""
    yield APPEAL
    for asked, elsewhere, dispute in itertools.product(ASKED, ELSEWHERE, DISPUTES):
        row = _entry(_facts(prior=[*asked[1], *elsewhere[1]], **dispute[1]), "telecom_appeal")
        is_open = "能" if row["open"] else "不能"
        ends = "、".join(f"{bar['dispute']} {bar['not_after']}" for bar in row["bars"])
        yield [
            asked[0], elsewhere[0], dispute[0], is_open, _title(row["waits_for"]),
            row["not_before"] or "", row["not_after"] or "", ends,
        ]  # fmt: skip


def review() -> Iterator[list[str]]:
    """Header, then one line a combination: to whom, what became of it, the day of applying."""
    yield REVIEW
    for to, became, day in itertools.product(TO, BECAME, DAYS):
        facts = _facts(prior=[{"on": FILED, **to[1], **became[1]}]) | {"filing_date": day}
        row = _entry(facts, "review")
        silence = row["silence"] or {}
        yield [
            to[0], became[0], day, "能" if row["open"] else "不能", row["not_before"] or "", row["not_after"] or "",
            _cited(silence.get("basis")), "有" if silence.get("doubtful") else "",
        ]  # fmt: skip


TABLES = {"plan_telecom_appeal": appeal, "plan_review": review}
