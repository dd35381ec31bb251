"""Where a number stands as the returns line of somebody's shop, papers tell and ask of that, and of no login."""

from dataclasses import replace
from typing import Any

import pytest

from documents import Claim, Letter, Recipient
from documents.drafting import blocks_of
from documents.listed_as import listed_as
from documents.papers.drawn import Drawn
from documents.papers.notices import unbinding
from tests.documents.asking import ON, case_before

PLATFORM, OPERATOR = "杭州果篮街电子商务有限公司", "示例通信有限公司绵阳分公司"


@pytest.mark.parametrize(
    ("story", "listed"),
    [
        ("以前用这个号的人在“果篮街”开了个童鞋店，退货电话写的是我这个号。", "童鞋店的退货电话"),
        ("网店的客服电话留的是我的号码。", "店铺的客服电话"),
        ("我打了客服电话，说登记的是别人。", ""),
        ("登进去是别人的号，卖鞋的。", ""),
    ],
)
def test_as_what_of_a_shop_a_number_stands(story: str, listed: str):
    assert listed_as(story) == listed


FACTS: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["account_bound"],
    "wishes": ["unbind"],
    "event": {"first": "2026-06-11", "last": "2026-11-25"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "contacts": {"channels": ["call", "sms"], "count": 173},
    "number": {
        "second_hand": True,
        "registrant_is_me": True,
        "activated_on": "2026-06-02",
        "accounts_bound": ["果篮街"],
        "listed_as": "童鞋店的退货电话",
    },
    "prior": [{"to": "platform", "act": "complaint", "on": "2026-07-03", "answered_on": "2026-07-09"}],
    "respondents": [{"role": "platform", "name": PLATFORM}, {"role": "operator", "name": OPERATOR}],
}
NO_LOGIN = ("登录、通知号码", "注册、办理业务", "他人账户的信息", "验证码、通知")


def claim(facts: dict[str, Any] = FACTS) -> str:
    case = replace(case_before(facts, "court"), number="13900001065")
    return "\n".join(b.text for b in blocks_of(Claim(court="甲市乙区人民法院", on=ON, case=case)).blocks)


def test_a_claim_asks_to_take_it_off_the_shop():
    text = claim()
    assert "从其“果篮街”上他人的童鞋店的退货电话等登记、展示的电话中删除或者更正" in text
    assert "仍将其登记、展示为他人的童鞋店的退货电话" in text
    assert "接到投诉以后没有更正，与该账号有关的电话、信息此后仍在继续" in text
    assert "第一千零三十三条第一项" in text
    assert not any(one in text for one in NO_LOGIN)
    bound = {**FACTS, "number": {**FACTS["number"], "listed_as": ""}}
    assert "使原告可以用该号码注册、办理业务" in claim(bound)


@pytest.mark.parametrize(("channel", "to"), [("platform", PLATFORM), ("operator", OPERATOR)])
def test_so_does_a_letter(channel: str, to: str):
    case = replace(case_before(FACTS, channel), number="13900001065", addressee=to)
    letter = Letter(channel=channel, recipient=Recipient(name=to), on=ON, case=case)
    text = "\n".join(b.text for b in blocks_of(letter).blocks)
    assert "童鞋店的退货电话" in text
    assert "绑定他人的账号" not in text
    assert not any(one in text for one in NO_LOGIN)


def test_so_does_the_letter_of_ones_right():
    case = replace(case_before(FACTS, "court"), number="13900001065")
    made = unbinding(
        Drawn(case=case, on=ON, facts=FACTS, grounds=case.grounds, addressee=Recipient(name=PLATFORM))
    )
    text = "\n".join(block.text for block in made.blocks)
    assert "该号码在贵方登记、展示为他人（果篮街）童鞋店的退货电话，不是本人的店铺" in text
    assert "从他人的童鞋店的退货电话等登记、展示的电话中删除或者更正" in text
    assert not any(one in text for one in NO_LOGIN)
