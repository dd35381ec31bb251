"""Where others dunned besides the one that is named, nothing is laid to it that may have been theirs."""

from dataclasses import replace
from typing import Any

import pytest

from complaints.reading.pressure import companies_dunning
from documents import Claim, Letter, Recipient
from documents.drafting import blocks_of
from tests.documents.asking import ON, case_before
from tests.documents.test_what_a_claim_asserts import changed

COLLECTOR = "贵州示例商务信息咨询有限公司"
DUNNED: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["former_holder_pursued"],
    "wishes": ["stop", "delete"],
    "event": {"first": "2026-05-23", "last": "2026-11-22"},
    "complainant": {"capacity": "subscriber"},
    "contacts": {"channels": ["call", "sms"], "count": 230, "max_per_day": 11},
    "number": {"second_hand": True, "registrant_is_me": True, "activated_on": "2026-05-18"},
    "debt": {
        "owed": "others",
        "collected_by": "entrusted",
        "told_them_on": "2026-06-03",
        "threats": ["insult", "publicity"],
        "impersonates": "none",
    },
    "respondents": [{"role": "collector", "name": COLLECTOR}],
}
BY_OTHERS = changed(DUNNED, debt={"others_collect": True})


@pytest.mark.parametrize(
    ("story", "many"),
    [
        ("短信上落款的有两家，一家是示例公司，还有一家就写“法务部”。", 2),
        ("有好几家轮流催我。", 3),
        ("他们还有一家自称律所的也来催。", 2),
        ("示例公司天天催，我去过两家银行。", 0),
        ("还有一家人住在楼下。", 0),
    ],
)
def test_a_story_tells_that_several_dunned(story: str, many: int):
    assert companies_dunning(story) == many


def text_of(facts: dict[str, Any], channel: str) -> str:
    case = replace(case_before(facts, channel), number="13900000001", addressee=COLLECTOR)
    made: Claim | Letter
    if channel == "court":
        made = Claim(court="甲市乙区人民法院", on=ON, case=case)
    else:
        made = Letter(channel=channel, recipient=Recipient(name=COLLECTOR), on=ON, case=case)
    return "\n".join(block.text for block in blocks_of(made).blocks)


def test_a_claim_lays_neither_all_the_calls_nor_an_insult_to_the_one_that_is_sued():
    text = text_of(BY_OTHERS, "court")
    assert "原告共收到电话、短信230次" in text
    assert "其中署名、自称被告的次数以通信记录为准，其余来自身份不明的催收人员" in text
    assert "来电人在催收中辱骂原告" in text
    assert "此后催收没有停止" in text
    assert "上述催收中由被告实施的，被告应当对自己的行为承担责任" in text
    for untrue in ("被告向原告", "被告在催收中", "被告没有停止催收", "被告直接实施"):
        assert untrue not in text


def test_of_one_alone_it_is_said_that_it_did():
    text = text_of(DUNNED, "court")
    assert "被告向原告拨打电话、发送短信共230次" in text
    assert "被告在催收中辱骂原告" in text
    assert "身份不明的催收人员" not in text


def test_the_police_are_told_that_others_called_too():
    text = text_of(BY_OTHERS, "police")
    assert "其中署名、自称涉案方的次数以通信记录为准，其余来自身份不明的催收人员" in text
    assert "涉案方向本人" not in text
    assert "来电人在催收中辱骂本人" in text
