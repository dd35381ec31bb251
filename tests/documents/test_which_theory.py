"""By which law a case is pleaded: what was let off was not paid, who is entrusted supervises nobody, cards have their rule."""

from dataclasses import replace
from typing import Any

import pytest

from documents.claims import Claim, claim_data
from documents.letters import Letter, letter_data
from documents.material import Recipient
from documents.told import waived_in
from tests.documents.asking import ON, case_before

BANK = {"role": "bank", "name": "甲银行", "licensed_lender": True, "consumer": True}
BUYER = {"role": "assignee", "name": "乙资产管理有限公司", "consumer": False}
COLLECTOR = {"role": "collector", "name": "丙信用管理有限公司"}
SETTLED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong"],
    "wishes": ["confirm_no_debt", "stop"],
    "event": {"first": "2026-06-02", "last": "2026-11-25"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "respondents": [BANK, BUYER],
    "contacts": {"channels": ["call"], "count": 76},
    "debt": {"owed": "settled", "claimed": 12940, "collected_by": "assigned", "told_them_on": "2026-06-02"},
}
LET_OFF = "和银行谈好，剩下的一次付15000，其余8600给我免掉，2023年3月17日付的，有回单。"


def claimed(facts: dict[str, Any], story: str = "") -> dict[str, Any]:
    case = replace(case_before(facts, "court"), story=story)
    return claim_data(Claim(court="甲市乙区人民法院", on=ON, case=case))


def letter_to(facts: dict[str, Any], channel: str, to: str, story: str = "") -> dict[str, Any]:
    case = replace(case_before(facts, channel), story=story, addressee=to)
    return letter_data(Letter(channel=channel, recipient=Recipient(name=to), on=ON, case=case))


# ── What was let off ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("story", "there"),
    [
        (LET_OFF, "story"),
        ("信贷员说剩下的利息减免，我付清了本金。", "story"),
        ("我申请减免，银行没有同意，后来全部还清了。", ""),
        ("他们不给减免。我全部还清了。", ""),
        ("全部还清了，有结清证明。", ""),
    ],
)
def test_that_a_creditor_let_somebody_off_is_read_where_it_is_told(story: str, there: str):
    assert waived_in(replace(case_before(SETTLED, "court"), story=story)) == there


def test_what_was_let_off_is_pleaded_as_such_and_binds_who_bought_the_claim():
    data = claimed(SETTLED, LET_OFF)
    assert any("因部分偿还、其余免除而终止" in one for one in data["requests"])
    (basis,) = [one for one in data["basis"] if one.startswith("确认债权债务关系")]
    for article in ("第五百五十七条第一款第四项", "第五百七十五条", "第五百四十八条"):
        assert article in basis
    argued = "".join(one["text"] for one in data["reasons"])
    assert "主张免除附有条件的，应当由主张的一方举证" in argued
    assert "已经向原债权人清偿" not in argued
    assert "债务已经履行" not in argued


def test_who_paid_all_pleads_no_waiver():
    data = claimed(SETTLED, "2023年3月17日全部还清，有回单。")
    assert "免除" not in str(data)
    assert "债务已经履行的，债权债务终止" in str(data["reasons"])


def test_the_bank_tells_who_bought_the_claim_that_nothing_is_owed():
    asked = "".join(letter_to(SETTLED, "lender", BANK["name"], LET_OFF)["requests"])
    assert "余额为零，并将此书面告知主张受让的一方" in asked
    alone = {**SETTLED, "respondents": [BANK], "debt": {**SETTLED["debt"], "collected_by": "own_staff"}}
    assert "受让" not in "".join(letter_to(alone, "lender", BANK["name"])["requests"])


# ── Whose rule it is ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_rule_of_cards_is_for_cards():
    assert "信用卡业务监督管理办法" not in str(letter_to(SETTLED, "12378", ""))
    card = {**SETTLED, "debt": {**SETTLED["debt"], "card": True}}
    assert "信用卡业务监督管理办法" in str(letter_to(card, "12378", ""))


SHARED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt", "data_source_unlawful"],
    "wishes": ["stop", "delete", "tell_source"],
    "event": {"first": "2026-04-11", "last": "2026-11-20"},
    "complainant": {"capacity": "debtors_contact"},
    "respondents": [COLLECTOR],
    "contacts": {"channels": ["call"], "count": 170},
    "debt": {"owed": "others", "collected_by": "entrusted", "contacts_told": 4},
    "data": {"source": "contacts_list", "shared_with_third_party": True},
    "consent": {"separate": False},
}


def test_who_is_entrusted_supervises_nobody():
    alone = claimed(SHARED)
    assert "对受托人的处理活动进行监督" not in str(alone["reasons"])
    assert "第二十一条第二款" in str(alone["reasons"])
    assert "第二十一条第一款" not in str(alone["reasons"])
    lender = {"role": "lender", "name": "丁小额贷款有限公司"}
    both = claimed({**SHARED, "respondents": [lender, COLLECTOR]})
    assert "对受托人的处理活动进行监督" in str(both["reasons"])


def test_a_telephone_number_is_no_sensitive_data_and_what_the_police_punish_is_theirs():
    told = str(letter_to(SHARED, "cac_12377", ""))
    assert "第二十八条" not in told
    assert "第七十一条第二款" not in told


@pytest.mark.parametrize(
    ("name", "told"), [("沐川消费金融有限公司", True), ("丁小额贷款有限公司", False), ("戊银行", False)]
)
def test_a_consumer_finance_company_is_held_to_its_own_rule(name: str, told: bool):
    lender = {"role": "lender", "name": name, "licensed_lender": True}
    facts = {
        **SHARED,
        "respondents": [lender],
        "debt": {"owed": "none", "claimed": 8000, "collected_by": "own_staff", "contacts_told": 1},
        "data": {},
        "prior": [{"to": "lender", "act": "complaint", "on": "2026-09-01"}],
    }
    said = str(letter_to(facts, "12378", ""))
    assert ("《消费金融公司管理办法》，消费金融公司不得采用" in said) is told


@pytest.mark.parametrize(("owed", "told"), [("others", True), ("none", False)])
def test_who_owes_nothing_of_anothers_debt_is_a_third_person_to_a_consumer_finance_company(
    owed: str, told: bool
):
    facts = {
        **SHARED,
        "respondents": [{"role": "lender", "name": "沐川消费金融有限公司", "licensed_lender": True}],
        "debt": {"owed": owed, "claimed": 8000, "collected_by": "own_staff"},
        "data": {},
        "prior": [{"to": "lender", "act": "complaint", "on": "2026-09-01"}],
    }
    said = str(letter_to(facts, "12378", ""))
    assert ("不得对与债务无关的第三人进行催收；本人不是该笔债务的债务人" in said) is told


def test_whoever_used_an_identity_for_a_loan_and_whoever_poses_as_police_is_named_by_law():
    loan = {
        **SHARED,
        "situations": ["no_debt"],
        "respondents": [{"role": "lender", "name": "沐川消费金融有限公司", "licensed_lender": True}],
        "debt": {"owed": "none", "claimed": 8000},
        "data": {},
        "prior": [{"to": "police", "act": "report", "on": "2026-09-13", "accepted": True}],
    }
    assert "第二百八十条之一" in str(letter_to(loan, "police", "")["brief"])
    posed = {
        **SHARED,
        "situations": ["threats_impersonation"],
        "debt": {"owed": "own", "claimed": 8000, "threats": ["detention"], "impersonates": "police"},
    }
    assert "第六十二条第二款" in str(letter_to(posed, "police", "")["brief"])
    lawyer = {**posed, "debt": {**posed["debt"], "impersonates": "lawyer"}}
    assert "第六十二条第二款" not in str(letter_to(lawyer, "police", "")["brief"])
