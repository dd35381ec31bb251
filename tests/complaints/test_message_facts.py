"""What a pasted message settles in law: only what it shows. What was not seen in it stays unknown, never false."""

from datetime import date
from typing import Any

import pytest

from complaints.facts import facts_of, place_message
from complaints.reading import facts_from, read
from complaints.reading.category import CATEGORIES
from complaints.understanding import shown_by_message
from complaints.views.intake import _proposed
from legal.reasoning.assessment import assess

TEXTS = [
    "【海棠小贷】闲钱周转，最高可借5万，当天到账，退订回T",
    "【鸿运彩票】注册送38彩金，天天返水，官网hy88.cn",
    "正规普票专票代开，点数低，可先验后付，联系微信",
    "【禾风家居】周年庆全场八折，到店有礼",
    "【蓝海资产】周建平，您欠款18600元，请今日还清，否则上门",
    "【示例银行】您尾号1234的储蓄卡于11月2日支出5元",
    "【示例快递】您的包裹已放入一号柜，取件码3-2-1108",
    "【示例商城】验证码3921，十分钟内有效",
    "【示例通信】您的话费余额不足10元，请及时充值",
    "明天下午三点老地方见，别忘了带书",
    "【车险到期】续保享六折，礼品随单送",
]


def answers_for(text: str, reading: dict[str, Any], kind: str = "harassment") -> dict[str, Any]:
    return {
        "kind": {"kind": kind},
        "situations": {"situations": ["no_working_optout"] if kind == "harassment" else ["no_debt"]},
        "event": {"first": "2025-11-01", "last": "2025-11-02"},
        "message": {"text": text, "sender": "10690123456", "channel": "sms"},
        "reading": reading,
    }


@pytest.mark.parametrize("text", TEXTS)
def test_a_message_states_what_it_shows_and_denies_nothing(text: str) -> None:
    """Whatever the reader made of it: that it advertises, offers a way out or names its sender is true or absent."""
    for category in (*CATEGORIES, "", None):
        for opt_out in ("", "退订回T"):
            reading = shown_by_message(answers_for(text, {})) | {"category": category, "opt_out": opt_out}
            content = facts_of(answers_for(text, reading), filing_date=date(2025, 11, 3)).get("content", {})
            assert all(value is True for value in content.values()), content
            assert ("commercial" in content) == (category == "marketing")
            assert ("opt_out_offered" in content) == bool(opt_out)
            signed = bool(reading["signature"]) and category != "fraud"
            assert ("sender_identified" in content) == signed


@pytest.mark.parametrize("text", TEXTS)
def test_no_breach_and_no_defence_out_of_the_silence_of_a_message(text: str) -> None:
    """广告法 43 is neither broken nor beside the point because the reader did not find a word in the text."""
    answers = answers_for(text, shown_by_message(answers_for(text, {})))
    facts = facts_of(answers, filing_date=date(2025, 11, 3))
    grounds = {ground["code"]: ground["status"] for ground in assess(facts)["grounds"]}
    assert grounds.get("H3") != "established"
    assert grounds.get("H1") != "not_met"


def test_the_name_under_a_fraud_hides_its_sender() -> None:
    """A signature that is another's settles nothing: that the sender is hidden stays to be asked (H5)."""
    text = "【工商银行】您的账户已被冻结，请立即登录 http://icbc-pay.example/x 验证身份，否则将扣除全部余额"
    assert (read(text).category, read(text).signature) == ("fraud", "工商银行")
    facts = facts_of(
        answers_for(text, shown_by_message(answers_for(text, {}))), filing_date=date(2025, 11, 3)
    )
    assert "sender_identified" not in facts.get("content", {})
    assert "sender_identified" not in facts_from(read(text)).get("content", {})
    hidden = next(ground for ground in assess(facts)["grounds"] if ground["code"] == "H5")
    assert hidden["status"] == "needs_facts"


def test_what_the_person_corrected_stands_instead_of_what_was_read() -> None:
    text = "【禾风家居】周年庆全场八折，到店有礼，退订回T"
    assert facts_from(read(text))["content"]["commercial"] is True
    answers = answers_for(text, {"category": "notice", "opt_out": "", "signature": ""})
    assert (
        not {"content__commercial", "content__opt_out_offered", "content__sender_identified"}
        & _proposed(answers).keys()
    )
    debt = "【蓝海资产】周建平，您欠款18600元，请今日还清，否则上门"
    facts = facts_from(read(debt))
    assert facts["debt"]["claimed"] == 18600
    place_message(facts, answers_for(debt, {"category": "collection", "amount": None}, "fake_collection"))
    assert "claimed" not in facts["debt"]


@pytest.mark.parametrize(
    ("text", "owed"),
    [
        ("您的海川信用卡* 6108人民币账款已逾期，最低还款额1350.20元，全部应还款额为9241.70元", 9241.70),
        ("您的信用卡(6108)人民币账款已逾期，请尽快还款", None),
        ("您的信用卡6108人民币账款已逾期，欠款320.5元", 320.5),
        ("尾号6108人民币账户逾期欠款500元", 500),
        ("卡号6225****6108人民币欠款3000元已逾期", 3000),
        ("卡号6225 **** **** 6108元账款逾期，应还80元", 80),
        ("卡号末四位6108元账户逾期，欠款2600元", 2600),
        ("xxxx6108人民币欠款3000元逾期", 3000),
        ("账号××6108元账户已逾期，请还款", None),
        ("逾期提醒：最低还款额200元，请尽快还款", 200),
        ("您已严重逾期，本期最低应还110元，欠款合计8800元，请今日还清否则上门", 8800),
        ("您的信用卡欠款6108元已逾期", 6108),
    ],
)
def test_the_sum_that_is_claimed(text: str, owed: float | None) -> None:
    """The end of a card's number is no money, and the least payment is not the debt: neither becomes 称欠 in law."""
    text = f"【海川银行】{text}"
    answers = answers_for(text, {}, "fake_collection")
    answers["reading"] = shown_by_message(answers)
    debt = facts_of(answers, filing_date=date(2025, 11, 3)).get("debt", {})
    assert debt.get("claimed") == owed
    assert facts_from(read(text)).get("debt", {}).get("claimed") == owed


@pytest.mark.parametrize(
    "text",
    [
        "您的136****8875话费余额",
        "尊敬的139****0421话费已不足",
        "号码后四位8875话费余额不足",
        "手机号1382话费即将用尽",
        "尾号8875红包待领取",
        "卡号* 6108人民币账户",
        "您的** 6108元账户",
        "卡•••• 6108人民币账单",
        "尾号为6108元账户",
        "银行卡（尾号6108）人民币账户",
        "信用卡6108人民币账单已出",
    ],
)
def test_a_tail_is_no_sum(text: str) -> None:
    assert read(f"【示例通信】{text}").amounts == ()


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("分12期，12*500元", [500]),
        ("信用卡欠款6108元", [6108]),
        ("每月还3200元", [3200]),
        ("余额:8875元", [8875]),
    ],
)
def test_a_sum_beside_such_signs_stays_one(text: str, sums: list[int]) -> None:
    assert list(read(text).amounts) == sums
