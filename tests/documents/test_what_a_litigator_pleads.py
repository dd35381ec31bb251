"""By which law a litigator pleads a case, before whom, and what of it comes first."""

from dataclasses import replace
from typing import Any

import pytest

from documents.letters import Letter, letter_data
from documents.material import Recipient
from legal.reasoning.assessment import assess
from tests.documents.asking import ON, case_before
from tests.documents.test_what_a_claim_asserts import changed

SELLER = {"role": "content_provider", "name": "甲健身服务有限公司", "consumer": False}
ADVERTISED: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls", "no_consent"],
    "event": {"first": "2026-07-01", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient"},
    "respondents": [SELLER],
    "contacts": {"channels": ["call", "sms"], "count": 60, "after_refusal": 40},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none"},
    "refusal": {"made": True, "on": "2026-08-02", "ways": ["at_once"]},
    "wishes": ["stop", "tell_source"],
}
INSURERS: dict[str, Any] = changed(
    ADVERTISED,
    respondents=[
        {"role": "content_provider", "name": "乙汽车销售有限公司", "consumer": True},
        {"role": "content_provider", "name": "丙保险代理有限公司", "consumer": False},
    ],
    data={"source": "order", "shared_with_third_party": True},
    prior=[{"to": "respondent", "act": "complaint", "on": "2026-09-03", "answered_on": "2026-09-03", "satisfied": False}],
)  # fmt: skip


def written(facts: dict[str, Any], channel: str, **more: Any) -> dict[str, Any]:
    case = replace(case_before(facts, channel), **more)
    return letter_data(Letter(channel=channel, recipient=Recipient(name="某"), on=ON, case=case))


def paragraphs(facts: dict[str, Any], channel: str) -> list[str]:
    return [f"{one['title']}{one['text']}" for one in written(facts, channel)["reasons"]]


def step(facts: dict[str, Any], channel: str) -> Any:
    return next(row for row in assess(facts, on=ON)["plan"] if row["channel"] == channel)


# ── Messages and calls ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("order", [["nuisance_calls", "no_consent"], ["no_consent", "nuisance_calls"]])
def test_messages_come_under_the_law_of_advertising_and_of_calls_it_is_asked_whether_they_do(order: list[str]):
    told = paragraphs({**ADVERTISED, "situations": order}, "12321")
    (calls,) = [one for one in told if "拨打推销电话" in one.partition("。")[0]]
    (messages,) = [one for one in told if "未经同意发送商业性信息" in one.partition("。")[0]]
    for article in ("决定》第七条", "第四十三条第一款"):
        assert article in messages.partition("应当适用")[2].partition("请审查可否")[0]
        assert article in calls.partition("并请审查可否适用")[2]
        assert article not in calls.partition("请审查可否适用")[0]


# ── Who supervises whom ──────────────────────────────────────────────────────────────────────────────────────────────
def test_an_insurer_that_advertises_is_complained_of_to_the_financial_regulator_and_no_shop():
    assert step(INSURERS, "12378")["open"]
    assert step(changed(INSURERS, prior=[]), "12378")["waits_for"]
    assert not step(ADVERTISED, "12378")["relevant"]
    data = written(INSURERS, "12378")
    assert "丙保险代理有限公司" in str(data["parties"])
    assert "乙汽车销售有限公司" not in str(data["parties"])
    assert "提供个人信息" in "".join(one["title"] for one in data["reasons"])
    assert "说明投诉人个人信息的来源和接收方" in "".join(data["requests"])


# ── A child ──────────────────────────────────────────────────────────────────────────────────────────────────────────
PLAYED: dict[str, Any] = changed(
    ADVERTISED,
    situations=["profiling", "bundled_consent"],
    complainant={"capacity": "guardian", "age": 11, "consumer_of_respondent": True},
    respondents=[{"role": "content_provider", "name": "丁网络科技有限公司", "consumer": True}],
    consent={"status": "bundled"},
    data={"source": "app", "profiling": True},
    wishes=["stop", "delete", "apology", "make_known"],
)


@pytest.mark.parametrize("channel", ["platform", "cac_12377", "court"])
def test_a_childs_data_without_its_guardian_is_a_reason_of_its_own_and_the_first(channel: str):
    first, *others = paragraphs(PLAYED, channel)
    assert first.startswith("（一）没有监护人的有效同意，处理不满十四周岁未成年人的个人信息")
    own, _, doubtful = first.partition("请审查可否")
    assert all(article in own for article in ("第二十八条", "第二十九条", "第三十一条", "第七十二条"))
    assert not doubtful
    assert "另可参看《中华人民共和国未成年人保护法》" not in "".join(others)
    older = changed(PLAYED, complainant={"age": 15})
    assert "不满十四周岁" not in "".join(paragraphs(older, channel))


def test_a_guardian_who_agreed_to_nothing_pleads_that_first():
    facts = changed(PLAYED, consent={"status": "none"}, situations=["profiling", "no_consent"])
    first, *others = paragraphs(facts, "cac_12377")
    assert first.startswith("（一）未经监护人同意收集、使用不满十四周岁儿童的个人信息")
    assert "（二）" in others[0]
