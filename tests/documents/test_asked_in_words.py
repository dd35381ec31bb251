"""What a person asks for in the words of their story is offered and ticked: an operator's certificate of whose a number is, the
contract that somebody is said to have signed, that an address under the number goes with the account."""

from typing import Any

import pytest

from documents import form_of
from documents.asked_in_words import (
    account_name,
    address_of,
    asks_contract,
    asks_proof,
    asks_settlement,
    in_words,
)
from documents.requests import ticked_by
from tests.documents.asking import asked, offered

PLATFORM, OPERATOR = "山东甲递快递有限公司", "示例通信山东有限公司"
PROOF = "我要求快递公司把别人的账户去掉，运营商给我开个证明，把多花的运费赔给我。"
BOUND: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_bound", "number_not_disclosed"],
    "wishes": ["unbind", "keep_number", "damages"],
    "event": {"first": "2026-07-01", "last": "2026-11-22"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "contacts": {"channels": ["sms"], "count": 41},
    "number": {
        "second_hand": True,
        "told": False,
        "registrant_is_me": True,
        "opened_by_me": True,
        "activated_on": "2026-06-06",
        "accounts_bound": ["甲递快递"],
    },
    "prior": [
        {
            "to": "operator",
            "act": "complaint",
            "on": "2026-09-04",
            "answered_on": "2026-09-09",
            "satisfied": False,
        }
    ],
    "respondents": [{"role": "platform", "name": PLATFORM}, {"role": "operator", "name": OPERATOR}],
}
CONTRACT = "8月7日我打客服，让他们把有我签名的合同拿出来看，客服说没有权限。"
CLAIMED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt"],
    "wishes": ["stop", "confirm_no_debt"],
    "event": {"first": "2026-07-01", "last": "2026-11-22"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call"], "count": 41},
    "debt": {"owed": "others", "claimed": 28000, "told_them_on": "2026-08-07"},
    "respondents": [{"role": "lender", "name": "云南乙禾小额贷款有限公司", "licensed_lender": True}],
}


@pytest.mark.parametrize(
    ("story", "proof", "contract"),
    [
        (PROOF, True, False),
        ("运营商出个证明说这个号是我的。", True, False),
        ("运营商已经给我开了证明。", False, False),
        ("他们让我开证明，说号是我的。", True, False),
        ("银行说结清证明要自己去开。", False, False),
        (CONTRACT, False, True),
        ("我叫他们出示合同。", False, True),
        ("他们让我提供合同。", False, False),
        ("我没有签过合同。", False, False),
    ],
)
def test_what_is_asked_for_is_read_from_the_words_of_who_asks(story: str, proof: bool, contract: bool):
    assert (asks_proof(story), asks_contract(story)) == (proof, contract)


@pytest.mark.parametrize(
    ("story", "asks"),
    [
        ("我就要他们给我写个东西，认这笔钱已经还清了，不要再打。", True),
        ("请他们给我开结清证明。", True),
        ("他喊我拿结清证明出来。", False),
        ("钱早就还清了，请他们不要再打。", False),
        ("结清证明给过他们，我要他们书面写明已经结清。", False),
    ],
)
def test_that_it_is_paid_is_certified_where_the_story_asks_for_it(story: str, asks: bool):
    assert asks_settlement(story) is asks
    facts = {**CLAIMED, "debt": {"owed": "settled", "claimed": 3860}}
    for channel in ("lender", "court"):
        assert ("settle_proof" in ticks(facts, channel, story)) is asks


def test_an_address_goes_with_the_account_that_it_was_left_under():
    assert address_of("这个手机号在他们系统里有默认地址。") == "默认地址"
    assert address_of("地址写的是烟台。") == ""


def ticks(facts: dict[str, Any], channel: str, story: str) -> tuple[str, ...]:
    return ticked_by(facts["wishes"], form_of(channel).requests, {**facts, "derived": in_words(story)})


@pytest.mark.parametrize("channel", ["operator", "telecom_appeal", "court"])
def test_a_certificate_of_whose_a_number_is_is_ticked_where_the_story_asks_for_it(channel: str):
    assert "attest" in ticks(BOUND, channel, PROOF)
    assert "attest" not in ticks(BOUND, channel, "我要求解绑。")
    made = asked(BOUND, channel, ticks(BOUND, channel, PROOF), story=PROOF)
    text = str(made.sentences)
    assert "以及登记、重新启用的日期" in text
    assert "attest" in offered(asked(BOUND, channel, story="我要求解绑。"))


def test_nobody_certifies_a_number_as_theirs_that_is_registered_to_somebody_else():
    facts = {**BOUND, "number": {**BOUND["number"], "registrant_is_me": False}}
    assert "attest" not in offered(asked(facts, "operator"))


@pytest.mark.parametrize("channel", ["lender", "local_finance"])
def test_the_contract_that_somebody_is_said_to_have_signed_is_asked_for_where_the_story_does(channel: str):
    assert "show_contract" in ticks(CLAIMED, channel, CONTRACT)
    assert "show_contract" not in ticks(CLAIMED, channel, "我不欠钱。")
    made = asked(CLAIMED, channel, ticks(CLAIMED, channel, CONTRACT), story=CONTRACT)
    assert "签名的合同" in str(made.sentences)


def test_an_account_is_taken_off_a_number_with_the_address_that_was_left_there():
    story = "站点说这个手机号在他们系统里有默认地址。"
    for channel in ("platform", "court"):
        assert "删除该号码项下的默认地址" in str(asked(BOUND, channel, story=story).sentences)
        assert "默认地址" not in str(asked(BOUND, channel, story="").sentences)


PAID_OFF: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong"],
    "wishes": ["confirm_no_debt", "stop"],
    "event": {"first": "2026-04-13", "last": "2026-11-21"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call"], "count": 60},
    "debt": {"owed": "settled", "claimed": 2716},
    "respondents": [{"role": "lender", "name": "示例汽车金融有限公司", "licensed_lender": True}],
}


@pytest.mark.parametrize(
    ("story", "asks"),
    [
        ("我要他们写明我已还清，把押解了，征信改了。", True),
        ("请他们给我解除抵押。", True),
        ("房贷还完了，让银行配合注销抵押登记。", True),
        ("我想把车卖了，去办解押，他们说系统里还差2300。", False),
        ("车早就解押了，还在催。", False),
        ("钱早就还清了。", False),
    ],
)
@pytest.mark.parametrize("channel", ["lender", "12378", "court"])
def test_whoever_paid_off_and_asks_for_it_has_the_mortgage_struck_off(story: str, asks: bool, channel: str):
    ticked = ticks(PAID_OFF, channel, story)
    assert ("release_mortgage" in ticked) is asks
    made = asked(PAID_OFF, channel, ticked, story=story)
    assert ("所设抵押的登记注销" in str(made.sentences)) is asks
    assert any(one.id == "民法典:393" for one in made.rests) is asks


@pytest.mark.parametrize(
    ("story", "name"),
    [
        ("登进去是别人的号，叫“沂水小涛”，卖鞋的。", "沂水小涛"),
        ("账号名是“小树”，我打不开。", "小树"),
        ("装了“拾帧视频”，说注册过了。", ""),
        ("那个号叫“拾帧视频”。", ""),
    ],
)
def test_an_account_is_named_where_the_story_names_it(story: str, name: str):
    assert account_name(story, ["拾帧视频"]) == name
    assert account_name(story, ["拾帧视频", "某商城"]) == ""
    facts = {**BOUND, "number": {**BOUND["number"], "accounts_bound": ["拾帧视频"]}}
    said = str(asked(facts, "court", ["unbind"], story=story).sentences)
    assert ("（拾帧视频，账号名“沂水小涛”）" in said) is (name == "沂水小涛")
