"""What a litigator would add to a paper before signing it, and whom they would not say it of."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents import Claim
from documents.account import account_of
from documents.claims import claim_data
from documents.excerpts import Telling, excerpts_of
from documents.letters import Letter, letter_data
from documents.material import Cost, Prior, Recipient
from documents.official import form_of
from documents.wording import as_it_stands
from legal.reasoning.assessment import assess
from legal.reasoning.respondents import kin_in
from tests.documents.asking import ON, case_before
from tests.documents.test_pleading import made_of
from tests.documents.test_what_a_claim_asserts import changed
from tests.documents.test_what_a_letter_asks import reasons, said
from tests.documents.test_what_a_litigator_strikes import NEVER_BORROWED, OTHERS_DEBT, TAKEN_OVER

OWN_ACT = "客服称手机号验证通过，视为本人操作"
USED_UP = changed(TAKEN_OVER, loss={"costs": [{"what": "被用掉的余额和礼品卡", "yuan": 2360}]})


def claimed(facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    case = replace(case_before(facts, "court"), **more)
    return claim_data(Claim(court="甲市乙区人民法院", on=ON, case=case))


# ── An account that somebody else got into ───────────────────────────────────────────────────────────────────────────
def test_a_platform_answers_by_its_contract_where_it_is_at_no_fault():
    costs = (Cost(what="被用掉的余额和礼品卡", yuan=Decimal(2360)),)
    data = claimed(USED_UP, costs=costs, details={"answer": OWN_ACT})
    (account, own, *_rest) = data["reasons"]
    assert "备位的依据是《中华人民共和国民法典》第五百零九条第一款、第五百七十七条" in account["text"]
    assert "第六十九条" in account["text"]
    assert own["title"].endswith("关于“视为本人操作”")
    assert "不能说明登录的人就是原告" in own["text"]
    assert "第四百九十七条" in "".join(data["basis"])
    assert "财产损害赔偿纠纷、个人信息保护纠纷" in data["cause"]
    assert "订单、余额及礼品卡使用的记录" in "".join(data["requests"])
    # Nobody is answered who said nothing.
    silent = claimed(USED_UP, costs=costs, details={"answer": "不予退款"})
    assert "视为本人操作" not in str(silent["reasons"])


def test_whom_it_is_answered_that_said_so_and_not_whoever_got_in():
    stranger = {"role": "person", "name": "李晓"}
    facts = {**USED_UP, "respondents": [*USED_UP["respondents"], stranger]}
    (own,) = [
        one
        for one in claimed(facts, details={"answer": OWN_ACT})["reasons"]
        if "视为本人操作" in one["title"]
    ]
    assert own["text"].startswith("被告1主张系原告操作的")
    assert "被告2" not in own["text"]


def test_what_somebody_unknown_did_is_no_companys_breach_and_its_own_duty_is():
    for channel in ("cac_12377", "12315_complaint"):
        text = reasons(USED_UP, channel)
        assert "他人的上述行为违法" not in text
        assert "对此应尽的义务，请依法审查，有关规定是" in text
        assert "第五十一条" in text
        assert "网络安全法" not in text
    letter = reasons(USED_UP, "platform")
    assert "隐私" not in letter
    assert "其有无过错" not in letter
    assert "第七条" in letter


def test_who_lost_a_balance_may_have_it_mediated_and_asks_for_the_orders():
    open_ways = {one["channel"] for one in assess(USED_UP, on=ON)["plan"] if one["open"]}
    assert "12315_complaint" in open_ways
    assert "各笔订单的编号、时间、金额、收货和物流记录" in said(USED_UP, "platform")
    assert "转账" not in said(USED_UP, "platform")
    bought_nothing = changed(USED_UP, complainant={"consumer_of_respondent": False})
    plan = {one["channel"]: one["open"] for one in assess(bought_nothing, on=ON)["plan"]}
    assert not plan.get("12315_complaint")


# ── Somebody else's debt, and nobody's ───────────────────────────────────────────────────────────────────────────────
TOLD = changed(OTHERS_DEBT, debt={**OTHERS_DEBT["debt"], "told_them_on": "2026-09-11"})


@pytest.mark.parametrize(("debtor", "mistaken"), [("弟弟", False), ("同事赵某", False), ("何勇", True)])
def test_whoever_knows_whose_debt_it_is_has_nothing_to_correct(debtor: str, mistaken: bool):
    facts = changed(TOLD, debt={**TOLD["debt"], "debtor": debtor})
    text = claimed(facts)["reasons"][0]["text"]
    assert ("核实、更正" in text) is mistaken
    assert ("第四十六条" in text) is mistaken
    assert ("第四十四条" in text) is not mistaken


@pytest.mark.parametrize(
    ("told", "who"),
    [
        ("【示例】顾先生，你弟弟的借款已移交法院", "弟弟"),
        ("我同事在示例分期借了两万没还", "同事"),
        ("他们给我妈妈打电话，说我欠钱", ""),
        ("短信写王强欠款", ""),
    ],
)
def test_whose_debt_it_is_is_read_where_it_is_said(told: str, who: str):
    assert kin_in([told]) == who


@pytest.mark.parametrize(
    ("people", "called"),
    [
        ("单位前台2人，8月20日，称不还款就让单位开除原告", "原告单位的人员共2人"),
        ("母亲和同事，8月20日", "原告的亲友、同事共2人"),
    ],
)
def test_whose_friends_were_not_called_they_are_not_said_to_have_been(people: str, called: str):
    assert called in "".join(claimed(TOLD, details={"people": people})["narrative"])


def test_a_loan_in_somebodys_name_is_disputed_as_a_loan_and_not_as_calls():
    bank = as_it_stands(case_before(NEVER_BORROWED, "lender"), form_of("lender"), ON)
    assert bank.title == "关于冒名贷款的异议和投诉函"
    letter = Letter(
        channel="lender",
        recipient=Recipient(name="收件单位"),
        on=ON,
        case=case_before(NEVER_BORROWED, "lender"),
    )
    text = str(letter_data(letter)["reasons"])
    assert "应当出示申请、签署、身份核验和放款账户的记录" in text
    assert "报送的信用信息没有事实依据" in text
    assert "身份信息和号码的来源、身份核验" in said(NEVER_BORROWED, "cac_12377")
    collected = as_it_stands(case_before(OTHERS_DEBT, "lender"), form_of("lender"), ON)
    assert collected.title == "关于催收的投诉函"


# ── A sum in dispute ─────────────────────────────────────────────────────────────────────────────────────────────────
DISPUTED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong", "frequency_hours"],
    "wishes": ["stop", "confirm_no_debt"],
    "event": {"first": "2026-09-25", "last": "2026-11-28"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "respondents": [{"role": "lender", "name": "甲小额贷款有限公司"}],
    "contacts": {"channels": ["call"], "count": 188, "max_per_day": 14},
    "debt": {"owed": "disputed", "claimed": 5600, "told_them_on": "2026-10-05", "per_day": 14},
}


def test_one_objection_is_told_once_with_what_was_answered_before_what_came_after():
    answered = Prior(
        to="甲小额贷款有限公司",
        body="lender",
        on=date(2026, 10, 5),
        answered=date(2026, 10, 9),
        satisfied=False,
    )
    course = claimed(DISPUTED, prior=(answered,))["narrative"][1]
    assert course.count("2026年10月5日") == 1
    assert course.index("10月9日，被告答复") < course.index("此后被告没有停止")
    # How many came in a day is said once, too.
    assert course.count("14次") == 1


def test_what_was_not_agreed_is_owed_under_no_contract():
    basis = "".join(claimed(DISPUTED)["basis"])
    assert "第五百零九条第一款" in basis
    assert "第六百八十条第一款" not in basis


@pytest.mark.parametrize(
    ("story", "proposed"),
    [
        ("去年借了一万，已经还了，里面有“会员费”，我没有同意过。", True),
        ("去年借了一万，逾期没还，他们答复说要5600元。", False),
        ("我勾了同意的，他们答复说要5600元。", False),
    ],
)
def test_what_somebody_denies_is_no_admission(story: str, proposed: bool):
    found = excerpts_of(story, "", Telling(on=ON, owed="disputed"))
    assert any(one.proposed for one in found) is proposed


def test_a_word_for_now_is_given_the_day_of_telling():
    (one,) = excerpts_of("现在早上六点就打，一天十几个。", "", Telling(on=ON))
    assert one.proposed
    assert one.quoted == "现在〔2026年11月29日〕早上六点就打，一天十几个。"


# ── A label, and what work it cost ───────────────────────────────────────────────────────────────────────────────────
LABELLED: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["number_mislabelled", "number_not_disclosed"],
    "wishes": ["correct", "apology", "damages"],
    "event": {"first": "2026-07-15", "last": "2026-11-28"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True, "region": "440106"},
    "respondents": [
        {"role": "platform", "name": "甲安全科技有限公司"},
        {"role": "operator", "name": "乙通信公司"},
    ],
    "number": {
        "second_hand": True, "told": False, "activated_on": "2026-07-01", "registrant_is_me": True,
        "mislabelled_as": "诈骗电话", "label_reported_on": "2026-08-11",
    },
    "loss": {"costs": [{"what": "误工费", "yuan": 900}]},
}  # fmt: skip


def test_one_loss_of_two_is_one_sum_and_their_shares_are_for_the_court():
    data = claimed(LABELLED, costs=(Cost(what="误工费", yuan=Decimal(900)),))
    assert "判令各被告按各自责任的大小赔偿原告误工损失900元，难以确定的平均承担" in data["requests"]
    assert "为处理此事误工" not in str(data["narrative"])
    assert "名誉权纠纷" in data["cause"]


def test_a_label_that_degrades_is_said_to_and_to_who_looks_into_data_it_is_not():
    assert "降低了本人的社会评价" in reasons(LABELLED, "platform")
    assert "社会评价" not in reasons(LABELLED, "cac_12377")
    plain = changed(LABELLED, number={**LABELLED["number"], "mislabelled_as": "某饭店"})
    assert "社会评价" not in reasons(plain, "platform")


def test_of_a_last_day_that_is_told_to_be_safe_no_later_one_is_told():
    (step,) = [one for one in assess(LABELLED, on=ON)["plan"] if one["channel"] == "telecom_appeal"]
    assert step["not_after"] == "2028-07-01"
    assert "2028-11-28" not in "".join(step["why"])


def test_a_fixed_line_sends_no_messages():
    facts = changed(TOLD, contacts={**TOLD["contacts"], "numbers": ["01066667777"]})
    letter = made_of(facts, "lender")
    told = "".join(one.text for one in account_of(letter.told, letter.form))
    assert "来电显示的号码为01066667777" in told
