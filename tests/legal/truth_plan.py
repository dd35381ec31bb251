"""Truth tables of channels whose doors depend on what was done before (the telecom appeal, the review, the police) or on
who the other side is.

``python -m tests.legal.truth`` writes them with the others.
"""

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

from legal.corpus import load
from legal.reasoning.answers import Way
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
    ("地方金融管理部门", {"to": "local_finance", "act": "complaint"}),
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


REPORTED: list[Choice] = [
    ("没有报过案", []),
    ("六个月以内报过案", [{"to": "police", "act": "report", "on": "2025-10-01"}]),
    ("六个月以后报过案", [{"to": "police", "act": "report", "on": "2026-04-01"}]),
    ("事情开始以前报过案", [{"to": "police", "act": "report", "on": "2024-12-01"}]),
    ("只向12315举报过", [{"to": "12315", "act": "report", "on": "2025-10-01"}]),
]
WHAT: list[Choice] = [
    (
        "旧号的账号被人登录、转走钱",
        {"number": {"account_taken_over": True}, "complainant": {"capacity": "former_holder"}},
    ),
    ("被威胁动手", {"debt": {"owed": "none", "threats": ["violence"]}}),
    ("被冒名补卡", {"number": {"registrant_is_me": True, "sim_replaced_by_other": True}}),
    ("只有残留扣费", {"charges": {"residual": True, "monthly": 40, "last_on": "2025-09-10"}}),
]
REPORT_DAYS = ["2026-03-10", "2026-03-11", "2026-05-01", "2034-01-04"]
POLICE = [
    "什么事",
    "报案（事情到2025-09-10为止）",
    "提交的日子",
    "能不能报案",
    "治安处罚的时效到",
    "时效还走不走",
]

PARTIES: list[Choice] = [
    ("没有说明", None),
    ("不知道是谁", [{"role": "unknown"}]),
    ("个人，姓名不详", [{"role": "person", "name": "现机主（姓名不详）"}]),
    ("个人，有姓名", [{"role": "person", "name": "张示例"}]),
    ("银行", [{"role": "bank", "name": "示例银行"}]),
    ("持牌的消费金融公司", [{"role": "lender", "name": "示例消费金融有限公司", "licensed_lender": True}]),
    ("小额贷款公司", [{"role": "lender", "name": "示例小额贷款有限公司"}]),
    ("没有牌照的放贷人", [{"role": "lender", "name": "示例信息咨询公司", "licensed_lender": False}]),
    ("催收公司", [{"role": "collector", "name": "示例催收公司"}]),
    (
        "银行和小额贷款公司",
        [{"role": "bank", "name": "示例银行"}, {"role": "lender", "name": "示例小贷公司"}],
    ),
]
BY_WHOM = ("court", "12315_report", "12378", "local_finance")
RESPONDENTS = ["对方", "向机构投诉过（2025-09-10，已答复不满意）", *BY_WHOM]


def police() -> Iterator[list[str]]:
    """Header, then one line a combination: no day closes the door, a report in time ends the time of the penalty."""
    yield POLICE
    for what, reported, day in itertools.product(WHAT, REPORTED, REPORT_DAYS):
        row = _entry(_facts(prior=reported[1], filing_date=day, **what[1]), "police")
        opened = "能" if row["open"] else "不相关"
        ended = not row["bars"] and row["open"]
        yield [
            what[0], reported[0], day, opened, row["not_after"] or "",
            "不走了" if ended else "".join("已过" if bar["passed"] else "还在走" for bar in row["bars"]),
        ]  # fmt: skip


def respondents() -> Iterator[list[str]]:
    """Header, then one line a combination: who the other side is, whether it was asked; how four doors stand."""
    yield RESPONDENTS
    answered = {
        "to": "lender",
        "act": "complaint",
        "on": "2025-09-10",
        "answered_on": "2025-09-12",
        "satisfied": False,
    }
    for party, prior in itertools.product(PARTIES, (("没有", []), ("投诉过", [answered]))):
        facts = _facts(
            kind="fake_collection",
            debt={"owed": "none", "claimed": 8000},
            contacts={"channels": ["sms"], "count": 9},
            data={"shared_with_third_party": True},
            consent={"status": "none"},
            prior=prior[1],
        )
        del facts["respondents"]
        if party[1] is not None:
            facts["respondents"] = party[1]
        rows = {row["channel"]: row for row in plan(facts)}
        yield [party[0], prior[0], *(_door(rows[channel]) for channel in BY_WHOM)]


def _door(row: Way) -> str:
    if row["open"]:
        return "能"
    waits = f"，先找：{_title(row['waits_for'])}" if row["waits_for"] else ""
    return ("不能" if row["relevant"] else "不相关") + waits


TABLES = {
    "plan_telecom_appeal": appeal,
    "plan_review": review,
    "plan_police": police,
    "plan_respondents": respondents,
}
