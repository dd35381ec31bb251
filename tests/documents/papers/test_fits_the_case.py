"""Words that fit the case at hand: the datum that is wrong, the service that goes on, the contract that there is, whose rule."""

from dataclasses import replace
from typing import Any

import pytest

from documents.blocks import Paper
from documents.letters import Letter, letter_data
from documents.material import Message, Recipient
from documents.papers.rights import correction, deletion, withdrawal
from tests.documents.asking import ON, case_before
from tests.documents.papers.cases import drawn

LENT: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["no_debt"],
    "wishes": ["confirm_no_debt", "stop"],
    "event": {"first": "2026-08-19", "last": "2026-11-23"},
    "complainant": {"capacity": "recipient"},
    "respondents": [{"role": "lender", "name": "甲消费金融有限公司", "licensed_lender": True}],
    "contacts": {"channels": ["call", "sms"], "count": 55},
    "debt": {"owed": "none", "claimed": 11436, "told_them_on": "2026-08-19"},
}
STORY = (
    "说我借了8000块，逾期快一年。打了征信，2025年8月放的，8000元，从2025年10月开始逾期。\n"
    "说打进了一张尾号0937的卡，我没有这张卡。合同上留的电话尾号是5526，不是我的号。"
)


def paper_of(make: Any, facts: dict[str, Any], story: str = "") -> str:
    paper: Paper = make(drawn(facts, case={"story": story, "facts": facts, "costs": ()}))
    return "\n".join(f"{block.heading}\n{block.text}" for block in paper.blocks)


# ── What is wrong ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_loan_that_nobody_took_is_named_by_what_was_told_of_it():
    text = paper_of(correction, LENT, STORY)
    assert "以本人名义的2025年8月8000元借款（现称欠款11436元）" in text
    for told in ("合同所留的电话（尾号5526）", "放款的账户（尾号0937）", "据此报送的征信记录"):
        assert told in text
    assert "如有" not in text
    assert "上述号码由本人使用" not in text
    assert "《征信业管理条例》第二十五条第一款" in text


def test_no_more_is_named_than_was_told():
    text = paper_of(correction, LENT, "我从来没有借过钱。")
    assert "以本人名义的借款（现称欠款11436元）的记录" in text
    for untold in ("尾号", "征信", "放款的账户"):
        assert untold not in text
    wished = {**LENT, "wishes": ["clear_credit"]}
    assert "已经报送的与该笔款项有关的征信记录" in paper_of(correction, wished)


# ── What goes on ─────────────────────────────────────────────────────────────────────────────────────────────────────
TICKED: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["bundled_consent"],
    "wishes": ["stop", "delete"],
    "event": {"first": "2026-06-01", "last": "2026-11-16"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "respondents": [{"role": "content_provider", "name": "乙教育科技有限公司"}],
    "contacts": {"channels": ["sms"], "count": 131},
    "content": {"commercial": True},
    "consent": {"status": "default"},
    "data": {"source": "given"},
}


def test_whoever_goes_on_with_a_course_takes_back_the_advertising_alone():
    going_on = paper_of(withdrawal, TICKED, "我不退课，课我还要听完，就是广告不要了。")
    assert "本人撤回贵方据以向本人发送商业性信息、拨打推销电话的全部同意" in going_on
    assert "贵方应当照常提供" in going_on
    ended = paper_of(withdrawal, TICKED, "课我早就听完了。")
    assert "本人撤回贵方据以处理本人个人信息的全部同意" in ended
    assert "照常提供" not in ended


@pytest.mark.parametrize(
    ("facts", "story", "kept"),
    [
        ({"data": {"source": "given"}}, "看过一次房，没有买。", False),
        ({"data": {"source": "order"}}, "", False),
        ({"data": {"source": "given"}}, "我报了正课，2380元。", False),
        ({"data": {"source": "given"}}, "我报了正课，2380元，课我还要听完。", True),
    ],
)
def test_what_a_contract_needs_is_kept_for_whoever_goes_on_with_it(facts: Any, story: str, kept: bool):
    refused = {**TICKED, **facts, "consent": {"status": "withdrawn"}}
    assert ("履行合同所必需" in paper_of(deletion, refused, story)) is kept


def test_a_letter_to_who_calls_speaks_to_them():
    facts = {
        **LENT,
        "situations": ["others_debt"],
        "respondents": [{"role": "collector", "name": "丙信用管理有限公司"}],
        "debt": {"owed": "others", "debtor": "某人", "threats": ["insult"], "told_them_on": "2026-08-19"},
    }
    text = paper_of(deletion, facts)
    assert "贵方在催收中辱骂本人" in text
    assert "催收方" not in text


# ── Whose rule, which messages ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("seat", "cited"), [("110108", False), ("370102", True)])
def test_the_rule_of_a_province_binds_its_own(seat: str, cited: bool):
    facts = {
        **TICKED,
        "complainant": {**TICKED["complainant"], "region": "370102"},
        "respondents": [{"role": "content_provider", "name": "乙教育科技有限公司", "region": seat}],
    }
    for channel in ("12315_complaint", "platform"):
        case = replace(case_before(facts, channel), addressee="乙教育科技有限公司")
        data = letter_data(Letter(channel=channel, recipient=Recipient(name="某"), on=ON, case=case))
        assert ("山东省消费者权益保护条例" in str(data["reasons"])) is cited


@pytest.mark.parametrize(("call", "said"), [(True, False), (False, True)])
def test_messages_are_declared_unchanged_where_there_are_messages(call: bool, said: bool):
    case = replace(
        case_before(TICKED, "12321"), messages=(Message(sender="02400000422", text="推销的话", call=call),)
    )
    data = letter_data(Letter(channel="12321", recipient=Recipient(name="某"), on=ON, case=case))
    assert ("短信内容为原文" in data["declaration"]) is said


GIVEN: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls"],
    "wishes": ["stop", "delete"],
    "event": {"first": "2026-07-27", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": False},
    "respondents": [{"role": "content_provider", "name": "甲助听器有限公司", "consumer": False}],
    "contacts": {"channels": ["call"], "count": 40},
    "content": {"commercial": True},
    "consent": {"status": "none"},
    "data": {"source": "given"},
}


def test_who_wrote_their_number_down_does_not_say_that_they_agreed_to_nothing():
    """Nothing was bought of them; the number was left for a hearing test."""
    text = paper_of(deletion, GIVEN, "7月1日做免费测听，表上留了我的电话。")
    assert "本人留下号码只为当时的用途" in text
    assert "没有同意贵方处理本人的个人信息" not in text
