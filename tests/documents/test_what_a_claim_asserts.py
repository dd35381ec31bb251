"""A claim asserts what its plaintiff has to, and no more than the facts and the defendants at hand carry."""

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from documents import Claim
from documents.claims import claim_data
from documents.material import Cost
from documents.requests import requests_of
from tests.documents.test_pleading import PURSUED, made_of, words

ADVERTISED: dict[str, Any] = {
    "kind": "harassment",
    "event": {"first": "2026-05-10", "last": "2026-06-20"},
    "complainant": {"capacity": "recipient"},
    "respondents": [{"role": "content_provider", "name": "甲游戏公司"}],
    "contacts": {"channels": ["sms"], "count": 30, "max_per_day": 3},
    "content": {"commercial": True, "opt_out_offered": False},
    "consent": {"status": "none"},
}
LABELLED: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-07-01", "last": "2026-08-20"},
    "complainant": {"capacity": "subscriber"},
    "respondents": [{"role": "platform", "name": "甲标记软件公司"}],
    "number": {"mislabelled_as": "诈骗电话", "label_reported_on": "2026-08-01", "registrant_is_me": True},
}


def changed(facts: dict[str, Any], **more: dict[str, Any]) -> dict[str, Any]:
    found = deepcopy(facts)
    for name, value in more.items():
        found[name] = {**found.get(name, {}), **value} if isinstance(value, dict) else value
    return found


def cited(facts: dict[str, Any]) -> str:
    made = made_of(facts)
    assert isinstance(made, Claim)
    return words(made) + "。".join(claim_data(made)["basis"])


@pytest.mark.parametrize(
    "facts",
    [
        changed(PURSUED, debt={"contacts_told": 2}),
        changed(ADVERTISED, consent={"status": "bundled"}),
        changed(ADVERTISED, contacts={"max_per_day": 300}),
        LABELLED,
    ],
)
def test_a_plaintiff_leaves_none_of_their_own_assertions_to_the_court(facts: dict[str, Any]):
    assert "由人民法院认定" not in words(made_of(facts))


def test_a_childs_consent_is_that_of_who_looks_after_it():
    text = words(made_of(changed(ADVERTISED, complainant={"capacity": "guardian", "age": 12})))
    assert "原告的监护人没有同意过收集、使用原告的个人信息，也没有同意过原告接收" in text
    assert "是否取得过监护人的同意，应当由被告举证" in text
    assert "是否取得过监护人的同意" not in words(made_of(ADVERTISED))


def test_what_a_carrier_owes_is_not_held_against_who_advertises():
    carrier = {"role": "service_provider", "name": "乙通信公司"}
    assert "通信短信息服务管理规定" not in cited(ADVERTISED)
    with_one = {**ADVERTISED, "respondents": [*ADVERTISED["respondents"], carrier]}
    assert "通信短信息服务管理规定" in cited(with_one)


def test_a_label_of_fraud_harms_ones_name_and_may_be_apologised_for():
    assert "侵害了原告的名誉" in words(made_of(LABELLED))
    assert "社会评价" not in words(made_of(changed(LABELLED, number={"mislabelled_as": "甲培训学校"})))
    made = made_of(LABELLED)
    assert isinstance(made, Claim)
    (apology,) = [one for one in made.requests.every if one.slug == "apology"]
    assert {"民法典:1000", "民法典:1024"} <= {one.id for one in apology.provisions}


def test_how_many_came_after_they_were_told_is_told():
    assert "此后原告仍收到40次" in words(made_of(changed(PURSUED, contacts={"after_refusal": 40})))
    settled = changed(PURSUED, debt={"owed": "settled"}, contacts={"after_refusal": 40})
    assert "该笔债务已经结清" in words(made_of(settled))
    assert "此后原告仍收到40次" in words(made_of(settled))


def test_who_still_collects_what_was_pretended_is_a_line():
    posing = {"owed": "none", "impersonates": "court", "threats": ["detention"], "paid_under_pressure": 8200}
    text = words(made_of(changed(PURSUED, debt=posing)))
    assert "此后仍有人就该笔债务催收" in text
    assert "没有停止催收" not in text
    made = made_of(changed(PURSUED, debt=posing))
    assert isinstance(made, Claim)
    every = requests_of(made.told, made.form, on=made.on).every
    assert any("撤销原告受欺诈、胁迫付款的行为" in one for one in every[-1].sentences)


def test_bombing_asks_what_came_and_lets_costs_be_asked():
    facts = changed(
        ADVERTISED, contacts={"max_per_day": 300}, content={"commercial": False, "sender_identified": False}
    )
    made = made_of(facts)
    assert isinstance(made, Claim)
    text = words(made)
    assert "短时间内收到的内容、发来的一方和数量为：" in text
    assert "其中有的信息没有写明发送者是何人" in text
    assert "R3" in next(one for one in made.told.grounds if one.code == "H7").relief


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        ({"误工": 600}, "赔偿原告误工损失600元"),
        ({"误工": 600, "公证费": 400}, "赔偿原告为维权支出的合理费用、误工损失1000元"),
        ({"公证费": 400}, "赔偿原告为维权支出的合理费用400元"),
    ],
)
def test_what_was_not_earned_is_not_said_to_be_spent(costs: dict[str, int], said: str):
    made = made_of(ADVERTISED)
    assert isinstance(made, Claim)
    rows = tuple(Cost(what=what, yuan=Decimal(yuan)) for what, yuan in costs.items())
    made = replace(made, case=replace(made.case, costs=rows, ticked=("costs",)))
    assert any(said in one for one in made.requests.sentences), made.requests.sentences


def test_a_registration_is_corrected_to_its_user_and_no_fee_is_refused_twice():
    facts = {
        "kind": "second_hand_number",
        "event": {"first": "2026-04-01", "last": "2026-11-10"},
        "complainant": {"capacity": "subscriber"},
        "respondents": [{"role": "operator", "name": "甲通信公司"}],
        "number": {"registrant_is_me": False, "cancellation_fee": 600},
    }
    made = made_of(facts)
    assert isinstance(made, Claim)
    made = replace(
        made, case=replace(made.case, number="13900000066", ticked=("correct", "waive_fee", "end_contract"))
    )
    asked = "；".join(made.requests.sentences)
    assert "将号码13900000066的实名登记更正为原告" in asked
    assert asked.count("违约金") == 1


def test_charges_of_a_former_user_are_asked_back_on_their_own_ground():
    facts = {
        "kind": "second_hand_number",
        "event": {"first": "2025-09-20", "last": "2026-11-01"},
        "complainant": {"capacity": "subscriber"},
        "respondents": [{"role": "operator", "name": "甲通信公司"}],
        "number": {"second_hand": True, "told": False, "registrant_is_me": True},
        "charges": {"residual": True, "monthly": 15, "months": 14},
    }
    made = made_of(facts)
    assert isinstance(made, Claim)
    assert {one.code for one in made.case.grounds} >= {"S1", "S3"}
    made = replace(made, case=replace(made.case, refund=Decimal(210), ticked=("refund",)))
    assert [one.code for one in made.told.grounds] == ["S3"]


def test_who_trades_online_is_a_platform_and_no_bank():
    at_a_bank = {
        **changed(ADVERTISED, data={"source": "app"}),
        "respondents": [{"role": "bank", "name": "甲银行"}],
    }
    assert "网络交易监督管理办法" not in cited(at_a_bank)
    bought = {"consumer_of_respondent": True}
    assert "网络交易监督管理办法" in cited(changed(ADVERTISED, data={"source": "app"}, complainant=bought))
