"""Several legal relations in one claim: each ground that somebody asks on is pleaded, each sum in one relation, each cause named,
and who has nothing to do with the others told apart."""

import re
from dataclasses import replace
from typing import Any

import pytest

from documents import Claim, form_of
from documents.claims import claim_data
from documents.reasons import reasons_of
from documents.requests import requests_of
from documents.suits import suits, told_of_suit
from tests.documents.asking import ON, case_before

OPERATOR = {"role": "operator", "name": "甲通信公司", "consumer": True}
BANK = {"role": "bank", "name": "丙银行", "licensed_lender": True, "consumer": True}
RIDES = {"role": "platform", "name": "杭州捷行网络科技有限公司"}
SHOP = {"role": "platform", "name": "上海橙集电子商务有限公司"}
COURT = form_of("court")
SECOND_HAND: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["freeze_broken", "residual_charge", "account_bound", "number_not_disclosed"],
    "wishes": ["refund", "unbind", "damages"],
    "event": {"first": "2026-08-01", "last": "2026-11-20"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "number": {
        "second_hand": True,
        "told": False,
        "registrant_is_me": True,
        "released_on": "2026-06-15",
        "activated_on": "2026-07-23",
        "accounts_bound": ["丙银行"],
    },
    "charges": {"residual": True, "item": "某阅读包", "monthly": 15, "months": 3},
    "loss": {"costs": [{"what": "跑银行的停车费", "yuan": 40}]},
    "respondents": [OPERATOR, BANK],
}


def claim_of(facts: dict[str, Any]) -> Claim:
    return Claim(court="甲市乙区人民法院", on=ON, case=case_before(facts, "court"))


def test_what_a_sum_rests_on_is_pleaded_against_whom_it_is_asked_of():
    claim = claim_of(SECOND_HAND)
    assert {one.code for one in claim.told.grounds} == {"S1", "S2", "S3", "S5"}
    argued = "".join(one.text for one in reasons_of(claim.told, COURT))
    assert "冻结90日" in argued
    assert "应当如实告知" in argued


def test_a_sum_that_a_contract_owes_rests_on_no_wrong():
    (row,) = [one for one in claim_data(claim_of(SECOND_HAND))["basis"] if "开支" in one]
    assert "第五百七十七条" in row
    assert "个人信息保护法" not in row
    assert "第一千一百八十二条" not in row


def test_what_was_charged_bears_interest_where_nothing_else_was_lost():
    spent = claim_of(SECOND_HAND)
    assert "interest" not in spent.requests.slugs
    assert "interest" in claim_of({**SECOND_HAND, "loss": {}}).requests.slugs


def test_the_cause_of_each_defendant_is_named():
    assert claim_data(claim_of(SECOND_HAND))["cause"] == "电信服务合同纠纷、个人信息保护纠纷"
    tick_box = {
        "kind": "harassment",
        "situations": ["bundled_consent", "nuisance_calls"],
        "wishes": ["stop", "delete"],
        "event": {"first": "2026-06-01", "last": "2026-11-16"},
        "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
        "respondents": [{"role": "content_provider", "name": "乙教育科技有限公司", "consumer": True}],
        "contacts": {"channels": ["call"], "count": 26, "after_refusal": 24},
        "content": {"commercial": True, "sender_identified": True},
        "consent": {"status": "default"},
        "refusal": {"made": True, "on": "2026-06-18", "ways": ["at_once"]},
    }
    assert claim_data(claim_of(tick_box))["cause"] == "个人信息保护纠纷、隐私权纠纷"
    asked_less = {**tick_box, "wishes": ["delete"]}
    assert "隐私权" not in claim_data(claim_of(asked_less))["cause"]


BOUND = {
    **SECOND_HAND,
    "situations": ["account_bound"],
    "wishes": ["unbind", "delete"],
    "number": {"second_hand": True, "registrant_is_me": True, "accounts_bound": ["捷行出行", "橙集商城"]},
    "charges": {},
    "loss": {},
    "respondents": [RIDES, SHOP],
}


def test_each_of_several_unbinds_the_account_that_it_runs():
    made = claim_data(claim_of(BOUND))["requests"]
    assert re.findall("绑定（([^）]+)）", "".join(made)) == ["捷行出行", "橙集商城"]
    unknown = {**BOUND, "number": {**BOUND["number"], "accounts_bound": ["甲", "乙"]}}
    assert "各被告各自解除" in "".join(claim_data(claim_of(unknown))["requests"])


@pytest.mark.parametrize(("against", "told"), [([RIDES, SHOP], True), ([RIDES], False)])
def test_who_has_nothing_to_do_with_each_other_is_better_sued_apart(against: list[Any], told: bool):
    claim = claim_of({**BOUND, "respondents": against})
    assert ("分开起诉更稳妥" in "".join(told_of_suit(claim))) is told
    offered = requests_of(claim.case, COURT, on=ON).every
    assert [one.whom for one in suits(claim, offered)] == ([RIDES["name"], SHOP["name"]] if told else [])
    for one in suits(claim, offered):
        alone = Claim(court="", on=ON, case=replace(claim.case, ticked=one.ticks))
        assert [who.name for who in alone.told.respondents] == [one.whom]
