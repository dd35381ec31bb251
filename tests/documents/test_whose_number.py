"""Whose number it is decides what a paper says: its holder, its former holder, or in whose name somebody else opened it."""

import re
from dataclasses import replace
from typing import Any

import pytest

from documents import Claim, Letter, Recipient
from documents.claims import claim_data
from documents.drafting import blocks_of
from documents.founded import unfounded_in
from tests.documents.asking import ON, asked, case_before, offered
from tests.documents.test_what_a_claim_asserts import changed

OPERATOR = {"role": "operator", "name": "示例电信有限公司"}
RELEASED_EARLY: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["freeze_broken"],
    "wishes": ["make_known"],
    "event": {"first": "2026-06-11", "last": "2026-06-11"},
    "complainant": {"capacity": "former_holder"},
    "number": {"second_hand": True, "released_on": "2026-05-10", "activated_on": "2026-06-10"},
    "respondents": [OPERATOR],
    "prior": [{"to": "operator", "act": "complaint", "on": "2026-06-20", "satisfied": False}],
}
OPENED_IN_MY_NAME: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["wrong_registrant", "cancellation_fee"],
    "wishes": ["end_contract", "correct"],
    "event": {"first": "2026-10-12", "last": "2026-11-05"},
    "complainant": {"consumer_of_respondent": False},
    "number": {
        "registrant_is_me": True,
        "opened_by_me": False,
        "cancellation_fee": 260,
        "activated_on": "2025-04-12",
    },
    "respondents": [OPERATOR],
    "prior": [{"to": "operator", "act": "complaint", "on": "2026-10-15", "satisfied": False}],
}
FORMS = pytest.mark.parametrize("channel", ["court", "operator", "telecom_appeal"])


def made(facts: dict[str, Any], channel: str, **told: str) -> Letter | Claim:
    case = replace(case_before(facts, channel), number="13900000001", details=told)
    if channel == "court":
        return Claim(court="甲市乙区人民法院", on=ON, case=case)
    return Letter(channel=channel, recipient=Recipient(name=""), on=ON, case=case)


def text_of(facts: dict[str, Any], channel: str) -> str:
    return "\n".join(block.text for block in blocks_of(made(facts, channel)).blocks)


@FORMS
def test_who_gave_a_number_up_is_never_said_to_have_taken_it(channel: str):
    text = text_of(RELEASED_EARLY, channel)
    assert "于2026年6月10日将该号码重新开通，由他人使用，距2026年5月10日注销不足90日" in text
    assert not re.search("(?:本人|原告|(?<!被)申诉人)于2026年6月10日", text)
    assert "本人办理时的协议" not in text


@FORMS
def test_in_whose_name_somebody_opened_a_number_ends_no_contract_and_used_nothing(channel: str):
    text = text_of(OPENED_IN_MY_NAME, channel)
    assert "没有使用过" in text
    assert re.search("注销该号码，清除以(?:本人|申诉人|原告)名义的登记和欠费", text)
    for untrue in (
        "起使用号码",
        "解除合同",
        "电信用户（",
        "第四百九十六条",
        "第五百七十七条",
        "更正错误的实名登记",
    ):
        assert untrue not in text


def test_who_does_not_say_they_use_a_number_is_its_registered_holder_and_no_more():
    text = text_of(changed(OPENED_IN_MY_NAME, number={"opened_by_me": None}), "operator")
    assert "号码13900000001登记在本人名下。" in text
    assert "起使用号码" not in text


def test_a_claim_that_tells_when_the_end_of_a_contract_was_asked_rests_on_that_answer():
    facts = changed(OPENED_IN_MY_NAME, number={"opened_by_me": None})
    claim = made(facts, "court", asked_end="10月15日客服电话")
    assert "起诉以前已经要求销号" in "\n".join(block.text for block in blocks_of(claim).blocks)
    assert unfounded_in(claim) == []


@pytest.mark.parametrize("channel", ["operator", "platform"])
def test_a_company_of_no_known_role_is_not_taken_for_an_operator_or_a_platform(channel: str):
    facts = {
        "kind": "fake_collection",
        "situations": ["no_debt"],
        "wishes": ["stop"],
        "event": {"first": "2026-10-08", "last": "2026-11-26"},
        "complainant": {"capacity": "recipient"},
        "contacts": {"channels": ["call"], "count": 43},
        "debt": {"owed": "none"},
        "respondents": [
            {"role": "lender", "name": "示例租赁有限公司"},
            {"role": "unknown", "name": "示例劳务有限公司"},
        ],
    }
    assert "示例劳务" not in text_of(facts, channel)


# ── A number that somebody else opened in one's name ──────────────────────────────────────────────────────────────────
MINE = {"role": "operator", "name": "本地示例电信有限公司", "consumer": True}
THEIRS = {"role": "operator", "name": "外省示例电信有限公司"}
MISUSED = changed(
    OPENED_IN_MY_NAME,
    wishes=["correct", "tell_source", "damages", "apology"],
    respondents=[THEIRS, MINE],
    loss={"costs": [{"what": "停机六天少挣的跑单收入", "yuan": 1600}]},
)


@pytest.mark.parametrize("channel", ["operator", "telecom_appeal", "police"])
def test_where_nobody_said_which_number_others_opened_a_letter_has_a_line_for_it(channel: str):
    letter = made(OPENED_IN_MY_NAME, channel)
    case = replace(letter.case, number="")
    said = [
        text
        for block in blocks_of(replace(letter, case=case)).blocks
        for text in (block.text, *("：".join(row) for row in block.rows))
    ]
    assert any(re.search("以本人名义办理的号码：＿+", text) for text in said)


def test_who_had_a_number_opened_in_their_name_has_no_contract_to_plead():
    text = text_of(MISUSED, "court")
    assert blocks_of(made(MISUSED, "court")).blocks  # it is made
    for right in ("第一千一百六十五条第一款", "第一千一百八十二条", "第六十九条"):
        assert right in text
    # What was not earned is no loss of a thing.
    assert "第一千一百八十四条" not in text
    assert cause_of(MISUSED) == "个人信息保护纠纷"


def cause_of(facts: dict[str, Any]) -> str:
    claim = made(facts, "court")
    assert isinstance(claim, Claim)
    return str(claim_data(claim)["cause"])


def test_of_two_operators_the_one_whose_customer_i_am_did_not_open_it():
    requests = asked(MISUSED, "court")
    for slug in ("not_my_number", "opening_records", "apology"):
        whom = [one.name for one in offered(requests)[slug].asked if one.wished]
        assert whom == [THEIRS["name"]], slug
    both = [one.name for one in offered(requests)["damages"].asked if one.wished]
    assert both == [THEIRS["name"], MINE["name"]]


def test_whose_papers_were_misused_reports_it_and_the_police_learn_where_the_records_are():
    text = text_of(MISUSED, "police")
    assert "《中华人民共和国居民身份证法》（2011年修正）第十七条" in text
    assert "《中华人民共和国刑法》第二百八十条之一" in text
    assert "入网的受理单和身份核验的影像" in text
    mine = changed(MISUSED, number={"opened_by_me": None, "registrant_is_me": False})
    assert "居民身份证法" not in text_of(mine, "police")


OWN_ACCOUNT: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_bound"],
    "wishes": ["unbind"],
    "event": {"first": "2026-06-03", "last": "2026-11-10"},
    "complainant": {"capacity": "former_holder"},
    "number": {
        "second_hand": True,
        "released_on": "2026-04-10",
        "account_taken_over": False,
        "accounts_bound": ["甲商城"],
    },
    "respondents": [{"role": "platform", "name": "甲商城网络科技有限公司"}],
}


@pytest.mark.parametrize("channel", ["court", "platform", "cac_12377"])
def test_an_account_still_bound_to_a_number_that_was_given_up_is_unbound_and_is_nobody_else_s(channel: str):
    text = text_of(OWN_ACCOUNT, channel)
    assert "账号仍绑定原号码" in text
    assert "不应只以原号码的验证码为条件" in text
    assert "他人的账号" not in text
    assert "他人账户" not in text
    slugs = {one.slug for one in asked(OWN_ACCOUNT, channel).made}
    assert ("unbind_own" in slugs) is (channel != "cac_12377")
    assert "unbind" not in slugs


def test_an_account_that_was_taken_over_is_told_as_that():
    taken = changed(OWN_ACCOUNT, number={**OWN_ACCOUNT["number"], "account_taken_over": True})
    assert "S5" not in {one.code for one in case_before(taken, "platform").grounds}


@pytest.mark.parametrize("channel", ["12321", "12315_report", "operator", "police"])
def test_ones_own_number_is_called_ones_own_and_the_other_side_is_to_be_looked_into(channel: str):
    facts: dict[str, Any] = {
        "kind": "harassment",
        "situations": ["optout_ignored"],
        "event": {"first": "2026-10-01", "last": "2026-11-20"},
        "complainant": {"capacity": "recipient"},
        "contacts": {"channels": ["sms", "call"], "count": 12, "numbers": ["10690000123456"]},
        "content": {"commercial": True},
        "consent": {"status": "none"},
        "respondents": [{"role": "content_provider", "name": "甲公司"}],
    }
    letter = made(facts, channel)
    text = "\n".join(
        words
        for block in blocks_of(letter).blocks
        for words in (block.text, *("：".join(row) for row in block.rows))
    )
    assert f"使用的号码：{letter.case.number}" in text
    assert "涉案号码" not in text
    assert "上述号码" not in text
    assert "发送号码 " not in text
    if channel == "12321":
        assert "请依法核查被举报的号码" in text
