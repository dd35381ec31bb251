"""What a person wants stands among the requests of every paper that can ask it, of whom it can be asked; and no sentence says
more of who did what than was told."""

from decimal import Decimal
from typing import Any

import pytest

from documents.drafting import blocks_of
from tests.documents.asking import asked, case_before, offered
from tests.documents.test_what_a_claim_asserts import changed
from tests.documents.test_whose_number import cause_of, made, text_of

BANK = {"role": "bank", "name": "示例银行股份有限公司", "licensed_lender": True}
NAMESAKE: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt", "frequency_hours"],
    "wishes": ["stop", "correct"],
    "event": {"first": "2025-06-10", "last": "2025-12-20"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call", "sms"], "count": 150, "night": True},
    "debt": {"owed": "others", "told_them_on": "2025-06-16", "per_day": 8},
    "respondents": [BANK],
}
SHOP = {"role": "platform", "name": "示例商城有限公司"}
BOUND_AND_COLLECTED: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_bound", "former_holder_pursued"],
    "wishes": ["unbind", "stop", "correct"],
    "event": {"first": "2026-05-28", "last": "2026-11-12"},
    "complainant": {"capacity": "subscriber"},
    "contacts": {"channels": ["call", "sms"], "count": 80},
    "number": {
        "second_hand": True,
        "registrant_is_me": True,
        "activated_on": "2026-05-16",
        "accounts_bound": ["示例商城"],
    },
    "debt": {"owed": "others", "told_them_on": "2026-06-20"},
    "respondents": [SHOP],
}
OPERATOR = {"role": "operator", "name": "示例电信有限公司", "consumer": True}
RELEASED_EARLY: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["freeze_broken", "cancellation_fee"],
    "wishes": ["end_contract", "refund"],
    "event": {"first": "2026-07-30", "last": "2026-11-08"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "contacts": {"channels": ["call"], "count": 70},
    "number": {
        "second_hand": True,
        "registrant_is_me": True,
        "activated_on": "2026-07-28",
        "released_on": "2026-07-05",
        "cancellation_fee": 360,
    },
    "loss": {"costs": [{"what": "预存话费", "yuan": 200}]},
    "respondents": [OPERATOR],
}
LENDER = {"role": "lender", "name": "示例快借网络有限公司"}
CUT: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong", "contacts_harassed"],
    "wishes": ["refund", "stop"],
    "event": {"first": "2026-08-19", "last": "2026-09-30"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call"], "count": 400},
    "debt": {
        "owed": "disputed",
        "claimed": 9800,
        "received": 4500,
        "repaid": 5900,
        "illegal_lending": True,
        "contacts_told": 14,
    },
    "data": {"source": "contacts_list"},
    "respondents": [LENDER],
}


# ── What is over may come again ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("channel", ["court", "lender", "12378"])
def test_who_wants_it_stopped_that_stopped_long_ago_asks_that_it_never_comes_again(channel: str):
    said = asked(NAMESAKE, channel).sentences
    assert any("不得再就所称的债务" in one for one in said)
    assert not any("立即停止" in one for one in said)
    lately = changed(NAMESAKE, event={"last": "2026-11-20"})
    assert not any("不得再就" in one for one in asked(lately, channel).sentences)


def test_how_often_it_came_is_pleaded_of_what_may_not_come_again():
    assert "夜间催收、频繁催收" in text_of(NAMESAKE, "court")


# ── A platform that collects what its own user owes ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("channel", ["court", "platform"])
def test_a_platform_that_collects_is_asked_to_stop_collecting(channel: str):
    said = "".join(asked(BOUND_AND_COLLECTED, channel).sentences)
    assert "他人的欠款" in said
    assert "解除" in said
    assert "债务人" in said or "欠款人" in said
    assert "私人生活安宁" in text_of(BOUND_AND_COLLECTED, channel)


def test_a_platform_beside_a_lender_is_not_taken_for_who_collects():
    both = changed(BOUND_AND_COLLECTED, respondents=[SHOP, LENDER])
    (ground,) = (one for one in case_before(both, "court").grounds if one.code == "S6")
    assert "platform" not in ground.by


@pytest.mark.parametrize("channel", ["court", "platform"])
def test_on_a_number_that_others_knew_all_that_came_is_laid_to_nobody(channel: str):
    text = text_of(BOUND_AND_COLLECTED, channel)
    assert "共收到电话、短信80次" in text
    assert "向原告拨打" not in text
    assert "贵方向本人" not in text


# ── A number that was given out too early ─────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("channel", ["court", "operator", "telecom_appeal"])
def test_a_contract_that_the_operator_broke_ends_for_that(channel: str):
    text = text_of(RELEASED_EARLY, channel)
    assert "合同目的不能实现" in text
    assert "第五百六十三条第一款第四项" in text
    (basis,) = (line for line in text.splitlines() if line.startswith("上述请求的依据"))
    assert basis.index("第五百六十三条第一款第四项") < basis.index("第五百六十三条第二款")


@pytest.mark.parametrize("channel", ["court", "operator", "telecom_appeal"])
def test_what_was_paid_in_advance_is_given_back_and_no_loss(channel: str):
    requests = asked(RELEASED_EARLY, channel)
    assert any("预存话费" in one and "余额" in one for one in requests.sentences)
    assert "damages" not in offered(requests)


def test_who_took_a_number_over_says_of_its_former_user_what_they_know():
    text = text_of(RELEASED_EARLY, "court")
    assert "据原告了解，该号码的前一用户于2026年7月5日停用该号码" in text
    assert "被前一用户注销" not in text


# ── A loan of which less came than was lent ───────────────────────────────────────────────────────────────────────────
def test_what_was_paid_beyond_what_came_of_a_loan_is_asked_back():
    said = "".join(asked(CUT, "court").sentences)
    assert "借款的本金为原告实际收到的4500元" in said
    assert "返还原告多付的1400元" in said
    text = text_of(CUT, "court")
    assert "第六百七十条" in text
    assert "借款实际收到4500元" in text
    assert "借款合同纠纷" in cause_of(CUT)


def test_who_did_not_say_what_came_of_a_loan_has_lines_for_it():
    untold = changed(CUT, debt={"received": None, "repaid": None})
    (said,) = (one for one in asked(untold, "court").sentences if "多付" in one)
    assert "＿＿＿＿元" in said
    assert "第六百七十条" not in text_of(untold, "court")


def test_less_than_came_was_paid_back_so_nothing_is_over():
    assert not any("多付" in one for one in asked(changed(CUT, debt={"repaid": 3000}), "court").sentences)


# ── Where data came from ──────────────────────────────────────────────────────────────────────────────────────────────
def test_whose_own_contacts_were_read_is_no_debtors_contact():
    text = text_of(CUT, "court")
    assert "读取原告手机里的通讯录，用其中的号码联系原告的亲友、同事" in text
    assert "欠款人的通讯录" not in text
    other = changed(CUT, debt={"owed": "others"}, situations=["contacts_harassed"])
    assert "欠款人的通讯录" in text_of(other, "court")


def test_in_whose_name_somebody_borrowed_lost_no_data_to_who_collects():
    borrowed = changed(
        CUT,
        debt={"owed": "none", "received": None, "repaid": None, "contacts_told": None},
        data={"source": "leak"},
        situations=["no_debt", "data_source_unlawful"],
        wishes=["confirm_no_debt", "tell_source"],
    )
    text = text_of(borrowed, "court")
    assert "身份信息被他人取得，冒用来办理了所称的借款" in text
    assert "外泄而来" not in text


# ── Whom an authority hears, and what law it is ───────────────────────────────────────────────────────────────────────
def test_of_a_lender_of_whom_nobody_knows_a_licence_the_local_authority_looks_into_that():
    told = "".join(asked(CUT, "local_finance").sentences)
    assert "有无放贷的资格" in told


def test_calls_do_not_come_under_the_rules_of_messages():
    both: dict[str, Any] = {
        "kind": "harassment",
        "situations": ["optout_ignored", "nuisance_calls"],
        "event": {"first": "2026-03-18", "last": "2026-11-16"},
        "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
        "contacts": {"channels": ["call", "sms"], "count": 60, "after_refusal": 50},
        "content": {"commercial": True},
        "refusal": {"made": True, "on": "2026-03-25", "ways": ["sms_reply", "at_once"]},
        "respondents": [{"role": "content_provider", "name": "示例健身有限公司"}],
    }
    reasons = next(block for block in blocks_of(made(both, "12321")).blocks if block.key == "reasons")
    (of_calls,) = (line for line in reasons.text.splitlines() if "继续来电。" in line)
    assert "第一千零三十三条" in of_calls
    assert "短信息服务管理规定" not in of_calls
    assert "前面所引的规定" not in of_calls


# ── What a number was given for, and what a letter is about ───────────────────────────────────────────────────────────
SOLD_TO: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["no_consent"],
    "wishes": ["stop", "delete"],
    "event": {"first": "2026-09-18", "last": "2026-11-16"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["sms"], "count": 20},
    "content": {"commercial": True},
    "consent": {"status": "none"},
    "data": {"source": "order"},
    "respondents": [{"role": "content_provider", "name": "示例商贸有限公司"}],
}


@pytest.mark.parametrize("channel", ["court", "12315_complaint", "cac_12377"])
def test_a_number_that_was_given_to_deliver_was_not_given_to_sell(channel: str):
    beyond = "提供号码等信息只为当时的用途，用于此后的推销超出了该用途"
    assert beyond in text_of(SOLD_TO, channel)
    assert "第六条第一款" in text_of(SOLD_TO, channel)
    for data in ({"source": "leak"}, {"source": None}):
        assert beyond not in text_of(changed(SOLD_TO, data=data), channel)


def test_who_bought_nothing_pleads_no_law_of_online_trade():
    assert "网络交易监督管理办法" in text_of(SOLD_TO, "court")
    never = changed(SOLD_TO, complainant={"consumer_of_respondent": False})
    assert "网络交易监督管理办法" not in text_of(never, "court")


def test_a_letter_to_a_lender_of_whom_nobody_calls_is_about_no_collecting():
    facts = changed(CUT, contacts={"channels": None, "count": None}, debt={"contacts_told": None})
    letter = blocks_of(made(facts, "lender"))
    assert letter.title == "关于借款的异议和投诉函"
    assert "催收名义" not in letter.blocks[0].text
    assert blocks_of(made(CUT, "lender")).title == "关于催收的投诉函"


def test_who_wants_a_record_of_a_debt_put_right_pleads_the_law_of_data_too():
    assert cause_of(NAMESAKE) == "隐私权纠纷、个人信息保护纠纷"


CHOSEN: dict[str, Any] = {
    **RELEASED_EARLY,
    "situations": ["cancellation_fee", "number_not_disclosed"],
    "number": {**RELEASED_EARLY["number"], "told": False},
    "loss": {"costs": [{"what": "选号费", "yuan": 600}, {"what": "多交的保底月租", "yuan": 630}]},
}
PHONE_SHOP = {"role": "shop", "name": "示例通讯器材有限公司", "consumer": True}


def test_what_was_charged_for_a_number_is_asked_back_by_its_name() -> None:
    letter = offered(asked(CHOSEN, "operator"))
    assert letter["refund"].sentences[0] == "退还已收取的多交的保底月租等费用630元"
    assert letter["return_opening"].sentences[0] == "退还办理号码13900000001时收取的选号费600元"
    assert "damages" not in {one.slug for one in asked(CHOSEN, "court").made}


def test_what_a_shop_took_for_choosing_a_number_is_asked_of_the_shop_and_not_of_the_operator() -> None:
    facts = {**CHOSEN, "respondents": [OPERATOR, PHONE_SHOP]}
    claim = offered(asked(facts, "court"))
    assert [one.name for one in claim["refund"].asked if one.wished] == [OPERATOR["name"]]
    assert [one.name for one in claim["return_opening"].asked if one.wished] == [PHONE_SHOP["name"]]
    assert "630元" in claim["refund"].sentences[0]
    assert "选号费600元" in claim["return_opening"].sentences[0]
    assert "return_opening" not in offered(asked(facts, "operator"))


def test_what_is_counted_by_the_month_is_no_other_sum_with_what_was_paid_to_open() -> None:
    charged = {"residual": True, "item": "守护管家", "monthly": 12, "months": 10}
    refund = offered(asked({**CHOSEN, "charges": charged}, "court"))["refund"]
    assert refund.sum == 120


def test_what_was_paid_on_a_disputed_debt_is_the_sum_until_the_person_says_less() -> None:
    facts = {
        **NAMESAKE,
        "wishes": ["refund"],
        "debt": {**NAMESAKE["debt"], "owed": "disputed", "claimed": 1386, "paid_under_pressure": 500},
        "situations": ["amount_wrong", "frequency_hours"],
    }
    repay = offered(asked(facts, "court"))["repay"]
    assert (repay.sum, repay.takes) == (500, "repay")
    assert offered(asked(facts, "court", sums={"repay": Decimal(300)}))["repay"].sum == 300
