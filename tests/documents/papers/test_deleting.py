"""By what right somebody is asked to delete what it holds: of whom it was got, or that the account there is closed."""

from dataclasses import replace
from typing import Any

import pytest

from documents.claims import Claim, claim_data
from documents.ending import account_closed
from documents.papers.table import KINDS
from tests.documents.asking import ON, case_before
from tests.documents.papers.cases import drawn
from tests.documents.papers.test_letters_to_companies import to

SELLER, RECEIVER = "示例汽车销售有限公司", "示例保险代理有限公司"
HANDED: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["data_shared"],
    "event": {"first": "2026-08-12", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call"], "count": 42},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"separate": False},
    "data": {"source": "order", "shared_with_third_party": True},
    "respondents": [
        {"role": "content_provider", "name": SELLER, "consumer": True},
        {"role": "content_provider", "name": RECEIVER, "consumer": False},
    ],
    "wishes": ["delete"],
}
CLOSED = "我女儿把账号也给注销了，页面上写着“注销成功”，短信照样来。"
BY_APP: dict[str, Any] = {
    **HANDED,
    "situations": ["optout_ignored"],
    "contacts": {"channels": ["sms"], "count": 118},
    "consent": {"status": "withdrawn"},
    "refusal": {"made": True, "on": "2026-08-18"},
    "data": {"source": "app"},
    "respondents": [{"role": "content_provider", "name": SELLER, "consumer": True}],
}
LENDER = "示例小额贷款有限公司"


def test_where_no_consent_is_told_of_the_letter_goes_to_who_gave_and_to_who_got():
    about = [one.name for one in KINDS["deletion_request"].addressees(drawn(HANDED))]
    assert about == [SELLER, RECEIVER]
    assert "第四十七条第一款第四项" in to("deletion_request", HANDED, RECEIVER)
    said = to("deletion_request", HANDED, SELLER)
    assert "第四十七条第一款第一项" in said
    assert "第四项" not in said
    # What the contract needs is not asked to be erased.
    assert "以及订立、履行合同所必需的信息" in said


@pytest.mark.parametrize("separate", [True, None])
def test_nobody_is_said_to_hold_without_right_what_may_have_been_agreed(separate: bool | None):
    facts = {**HANDED, "consent": {} if separate is None else {"separate": separate}}
    assert not KINDS["deletion_request"].addressees(drawn(facts))


@pytest.mark.parametrize(
    ("story", "closed"),
    [(CLOSED, True), ("我想把账号注销，它不让。", False), ("账号没注销成。", False), ("不用了。", False)],
)
def test_whose_account_is_closed_is_deleted_at_once(story: str, closed: bool):
    assert account_closed(story) is closed
    case = replace(case_before(BY_APP, "court"), story=story)
    made = claim_data(Claim(court="某区人民法院", on=ON, case=case))
    assert ("《中华人民共和国电子商务法》第二十四条第二款" in str(made["basis"])) is closed
    assert ("已经注销的账号" in str(made["reasons"])) is closed
    letter = to("deletion_request", BY_APP, SELLER, case={"story": story})
    assert ("《中华人民共和国电子商务法》第二十四条第二款，应当立即删除" in letter) is closed
    bank = {**BY_APP, "respondents": [{"role": "bank", "name": "示例银行股份有限公司", "consumer": True}]}
    case = replace(case_before(bank, "court"), story=story)
    assert "电子商务法" not in str(claim_data(Claim(court="某区人民法院", on=ON, case=case)))


def test_who_has_a_number_after_another_says_since_when():
    facts: dict[str, Any] = {
        "kind": "second_hand_number",
        "situations": ["former_holder_pursued"],
        "event": {"first": "2026-03-22", "last": "2026-11-24"},
        "complainant": {"capacity": "subscriber"},
        "contacts": {"channels": ["call"], "count": 138},
        "number": {"second_hand": True, "registrant_is_me": True, "activated_on": "2026-03-08"},
        "debt": {"owed": "others", "told_them_on": "2026-04-06"},
        "respondents": [{"role": "lender", "name": "示例消费金融有限公司"}],
    }
    said = to("deletion_request", facts, "示例消费金融有限公司")
    assert "上述号码自2026年3月8日起登记在本人名下，由本人使用。" in said
    gone = {**facts, "complainant": {"capacity": "former_holder"}}
    assert "登记在本人名下" not in to("deletion_request", gone, "示例消费金融有限公司")


def test_the_law_of_trade_on_the_net_is_not_put_to_who_sells_finance():
    """电子商务法 2(三): 金融类产品和服务 … 不适用本法, whatever they advertise as."""
    told = {**BY_APP, "respondents": [{"role": "content_provider", "name": LENDER, "consumer": True}]}
    case = replace(case_before(told, "court"), story=CLOSED)
    assert "电子商务法" not in str(claim_data(Claim(court="某区人民法院", on=ON, case=case)))
    letter = to("deletion_request", told, LENDER, case={"story": CLOSED})
    assert "电子商务法" not in letter
    assert "第四十七条第一款" in letter
