"""Whatever is wanted is asked for in some paper, or the person is told why in none, and what would open one."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents.claims import Claim, claim_data
from documents.not_pleaded import not_asked
from documents.requests import kinds
from documents.wished import Wished, wished
from legal.corpus import load
from legal.reasoning.assessment import assess
from tests.documents.asking import ON, case_before

TONICS: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls"],
    "event": {"first": "2026-03-10", "last": "2026-11-10"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True, "region": "130102"},
    "contacts": {"channels": ["call"], "count": 150},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none"},
    "loss": {"costs": [{"what": "买“养心丸”的钱", "yuan": 1980}]},
    "respondents": [{"role": "content_provider", "name": "甲健康科技有限公司", "consumer": True}],
    "wishes": ["stop", "refund"],
}
CHARGED: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["residual_charge"],
    "event": {"first": "2026-02-01", "last": "2026-11-01"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True, "region": "370202"},
    "number": {"second_hand": True, "told": False},
    "charges": {"residual": True, "item": "视频彩铃", "monthly": 6, "months": 9},
    "respondents": [{"role": "operator", "name": "甲通信有限公司", "consumer": True}],
    "wishes": ["refund", "correct"],
}
BOUND: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_bound"],
    "event": {"first": "2026-08-16", "last": "2026-11-10"},
    "complainant": {"capacity": "subscriber"},
    "number": {"second_hand": True, "accounts_bound": ["示例支付"]},
    "respondents": [{"role": "platform", "name": "示例支付网络技术有限公司"}],
    "wishes": ["unbind", "tell_source"],
}


def claimed(facts: dict[str, Any]) -> dict[str, Any]:
    return claim_data(Claim(court="某区人民法院", on=ON, case=case_before(facts, "court")))


def unmet(facts: dict[str, Any]) -> list[Wished]:
    """What no paper of the case can ask for."""
    return [one for one in wished(facts, assess(facts, on=ON), ON) if not one.channels]  # type: ignore[arg-type]


def heard(facts: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {one.wish: one.channels for one in wished(facts, assess(facts, on=ON), ON)}


def test_what_was_bought_of_who_advertised_it_is_asked_back_by_the_law_of_consumers_and_no_more():
    made = claimed(TONICS)
    assert "判令被告返还原告购买商品、服务支付的价款1980元" in made["requests"]
    assert made["cause"].startswith("买卖合同纠纷、隐私权纠纷")
    assert any("返还货款、费用" in one and "第五十二条" in one for one in made["basis"])
    told = "".join(made["narrative"])
    assert told.count("购买") == 1
    assert "支付买“养心丸”的钱1980元（" in told
    # Whether it was a fraud is for the person to say: nothing of it is claimed unasked.
    assert "第五十五条" not in str(made)
    assert "退一赔三" in kinds()["return_price"]["caution"]
    assert "12315_complaint" in heard(TONICS)["refund"]


def test_a_price_that_nobody_told_is_a_line_and_what_was_not_bought_is_not_asked_back():
    made = claimed({**TONICS, "loss": {}})
    assert "判令被告返还原告购买商品、服务支付的价款＿＿＿＿元" in made["requests"]
    assert "并付款（买的是什么" in "".join(made["narrative"])
    stranger = {
        **TONICS,
        "complainant": {"capacity": "recipient", "consumer_of_respondent": False},
        "loss": {},
    }
    stranger["respondents"] = [{"role": "content_provider", "name": "甲健康科技有限公司", "consumer": False}]
    assert not any("价款" in one for one in claimed(stranger)["requests"])
    (why,) = unmet(stranger)
    assert why.title == "退钱"
    assert "没有说在对方那里买过东西" in why.why


def test_what_was_ordered_by_another_is_taken_off_and_where_data_comes_from_is_asked_of_who_holds_it():
    assert (
        "判令被告注销号码13900000001上不是原告订购的“视频彩铃”业务，更正该业务的订购记录"
        in claimed(CHARGED)["requests"]
    )
    assert {"operator", "telecom_appeal", "court"} & {*heard(CHARGED)["correct"]}
    asked = claimed(BOUND)["requests"]
    assert any("书面说明其处理的原告个人信息的来源" in one for one in asked)


@pytest.mark.parametrize(
    ("facts", "wish", "why"),
    [
        ({**TONICS, "loss": {}}, "damages", "没有说花了什么钱"),
        (CHARGED, "make_known", "归通信管理局管"),
        (BOUND, "damages", "没有说花了什么钱"),
        ({**BOUND, "respondents": [{"role": "operator", "name": "甲通信有限公司"}]}, "clear_credit", "征信"),
    ],
)
def test_a_wish_that_no_paper_asks_is_told_with_what_would_open_one(
    facts: dict[str, Any], wish: str, why: str
):
    facts = {**facts, "wishes": [wish]}
    (one,) = unmet(facts)
    assert why in one.why
    # Before the consent the same is read.
    (said,) = not_asked(wished(facts, assess(facts, on=ON), ON), [], channel="review")
    assert said.why == one.why


def test_before_the_consent_the_ways_that_can_be_asked_are_named():
    told = wished({**TONICS, "wishes": ["refund"]}, assess(TONICS, on=ON), ON)
    (stop,) = not_asked(told, [], channel="review")
    assert stop.why.startswith("您选了要这个结果，在它那里提不了。能提的有：")
    assert load().channels["12315_complaint"].title in stop.why
    # No paper names the way by which it goes itself.
    (here,) = not_asked(told, [], channel="12315_complaint")
    assert load().channels["12315_complaint"].title not in here.why
    alone = replace(told[0], channels=("12315_complaint",))
    (nowhere,) = not_asked([alone], [], channel="12315_complaint")
    assert nowhere.why.startswith("您选了要这个结果，按现在说的情况，这一份里提不了")


PURSUED: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_bound", "former_holder_pursued"],
    "event": {"first": "2026-03-12", "last": "2026-11-10"},
    "complainant": {"capacity": "subscriber", "region": "320400"},
    "number": {"second_hand": True, "activated_on": "2026-03-08"},
    "contacts": {"channels": ["call"], "count": 60},
    "respondents": [{"role": "operator", "name": "甲通信有限公司"}],
    "wishes": ["stop", "unbind"],
}
ADVERTISED: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["optout_ignored"],
    "event": {"first": "2026-02-01", "last": "2026-11-10"},
    "contacts": {"channels": ["sms"], "count": 12, "after_refusal": 4},
    "content": {"commercial": True},
    "refusal": {"made": True, "on": "2026-02-02"},
    "respondents": [{"role": "content_provider", "name": "甲商贸有限公司"}],
    "wishes": ["stop"],
}


def told_unmet(facts: dict[str, Any]) -> dict[str, str]:
    return {one.wish: one.why for one in unmet(facts)}


def test_what_is_still_open_is_said_as_open_and_not_as_something_that_was_never_told():
    why = told_unmet(PURSUED)
    assert "这笔债和您的关系" in why["stop"]
    assert "还绑着别人的哪些账号" in why["unbind"]
    assert not any("没有说" in one for one in why.values())
    told = {**PURSUED, "number": {**PURSUED["number"], "accounts_bound": ["乙银行"]}}
    assert told_unmet(told)["unbind"].startswith("您说了绑着的账号")
    told["respondents"] = [*PURSUED["respondents"], {"role": "bank", "name": "乙银行"}]
    assert "unbind" not in told_unmet(told)


def test_a_sum_or_a_label_that_was_told_is_never_said_to_be_untold():
    spent = {**PURSUED, "loss": {"costs": [{"what": "交通费", "yuan": 30}]}}
    marked = {**ADVERTISED, "number": {"mislabelled_as": "诈骗电话"}}
    paid = {**TONICS, "kind": "fake_collection", "debt": {"owed": "others", "paid_under_pressure": 300}}
    for facts in (spent, marked, paid):
        told = told_unmet({**facts, "wishes": ["refund", "damages", "correct"]})
        assert "没有说付过钱" not in told.get("refund", "")
        assert facts is not spent or "没有说花了" not in told.get("damages", "")
        assert facts is not marked or "没有说哪里" not in told["correct"]


@pytest.mark.parametrize(
    ("first", "last", "can"),
    [
        ("2026-02-01", "2026-11-10", {"12315_report", "court"}),
        # Over for half a year: only that it does not begin again, which a court orders.
        ("2025-02-01", "2025-11-10", {"court"}),
        ("2022-02-01", "2022-05-01", set[str]()),
    ],
)
def test_that_it_stops_is_asked_of_what_goes_on(first: str, last: str, can: set[str]):
    facts = {
        **ADVERTISED,
        "event": {"first": first, "last": last},
        "refusal": {"made": True, "on": first},
    }
    assert {"12315_report", "court"} & {*heard(facts)["stop"]} == can
    if not can:
        assert "半年多" in told_unmet(facts)["stop"]


def test_every_wish_has_its_own_reason():
    known = {wish for row in kinds().values() for wish in row["wishes"]}
    assert known <= load().requests["unmet"].keys()


@pytest.mark.parametrize("on", [date(2026, 11, 29)])
def test_what_is_heard_is_asked(on: date):
    for facts in (TONICS, CHARGED, BOUND):
        by_court = {one.wish for one in wished(facts, assess(facts, on=on), on) if "court" in one.channels}
        assert by_court == {*facts["wishes"]}
