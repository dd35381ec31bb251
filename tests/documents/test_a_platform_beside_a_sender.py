"""A platform, or whoever took the number, beside whoever sends: it is told as having given the number away, and as nothing
that the other did. What was agreed to is told of whoever asked for it, and that a service hung on it where that was said."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import Claim, Letter, Recipient
from documents.belonging import companies_in
from documents.by_the_way import handed_on as from_another
from documents.handed_on import given_by_platform
from documents.material import Case, Message
from documents.papers.deleted import CLOSED, done_with
from documents.papers.drawn import Drawn
from documents.papers.rights import KINDS
from documents.told_of_each import EachTold
from documents.turns import said_to_one
from tests.documents.asking import ON, case_before
from tests.documents.test_handed_on import text_of

SHOP, MALL = "湖州甲兔服饰有限公司", "杭州乙絮网络科技有限公司"
ROWS = ((SHOP, "content_provider"), (MALL, "platform"))
STORY = """2月24日我在“乙絮商城”上一家叫“甲兔”的店买过两件衣服，付款时跳出来一个入会领券，写在会员协议里。
3月18日我回了R，过了四天又来了一条。
6月20日我又找平台客服，23日回复说短信是商家自己发的。平台把买家的手机号码给了商家。"""


@pytest.mark.parametrize(
    ("sentence", "given"),
    [
        ("平台把买家的手机号码给了商家，也不能一推了之。", True),
        ("乙絮把我的电话提供给店家。", True),
        ("平台给了商家一个处罚。", False),
        ("平台给了我一个答复。", False),
        ("甲兔把我的号码给了别人。", False),
    ],
)
def test_a_platform_is_told_to_have_given_the_number_by_whatever_it_is_called(sentence: str, given: bool):
    story = f"我在乙絮上一家叫甲兔的店买过衣服。{sentence}"
    assert given_by_platform(story, companies_in(ROWS, (), story)) is given


def test_nobody_but_the_platform_that_is_complained_about_alone_is_meant_by_its_trade():
    assert not given_by_platform("平台把我的号码给了商家。", companies_in(ROWS[1:], (), ""))


@pytest.mark.parametrize(
    ("story", "another"),
    [
        ("我找客服，问他们把我的号码给了几家。", False),
        ("他在门口登记，把我的号码填上去了。", True),
    ],
)
def test_what_a_company_did_with_a_number_is_not_what_another_person_did(story: str, another: bool):
    assert from_another(story) is another


# ── In papers ────────────────────────────────────────────────────────────────────────────────────────────────────────
FACTS: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["bundled_consent", "optout_ignored"],
    "wishes": ["stop", "apology"],
    "event": {"first": "2026-03-01", "last": "2026-11-21"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["sms"], "count": 63, "max_per_day": 4, "after_refusal": 57},
    "content": {
        "commercial": True,
        "sender_identified": True,
        "opt_out_offered": True,
        "opt_out_works": False,
    },
    "consent": {"status": "bundled"},
    "refusal": {"made": True, "on": "2026-03-18", "ways": ["sms_reply"]},
    "data": {"source": "order", "shared_with_third_party": True},
    "respondents": [
        {"role": "content_provider", "name": SHOP, "consumer": True},
        {"role": "platform", "name": MALL, "consumer": True},
    ],
}
IN_AN_APP = {
    **FACTS,
    "consent": {"status": "bundled", "separate": False, "required_for_service": True},
    "data": {"source": "app", "shared_with_third_party": True},
    "derived": {"agreed_with_giver": True},
}
EACH = {SHOP: EachTold(refused_on=("2026-03-18",)), MALL: EachTold(gave=True)}


def case_for(channel: str, facts: dict[str, Any] = FACTS, *, to: str = "", story: str = STORY) -> Case:
    case = case_before(facts, channel)
    each = tuple(replace(one, told=EACH[one.name], consumer=True) for one in case.respondents)
    message = Message(sender="1069000001", text="【甲兔】上新，拒收请回复R", at=date(2026, 3, 22), whose=SHOP)
    return replace(
        case, respondents=each, messages=(message,), number="13900000001", addressee=to, story=story
    )


def claim(facts: dict[str, Any] = FACTS) -> str:
    return text_of(Claim(court="甲市乙区人民法院", on=ON, case=case_for("court", facts)))


def test_a_claim_asks_the_sender_to_stop_and_the_platform_to_give_the_number_to_nobody():
    text = claim()
    assert f"判令{SHOP}立即停止以短信方式向原告" in text
    assert f"判令{MALL}停止向他人提供原告的个人信息" in text
    assert f"判令{SHOP}向原告书面赔礼道歉" in text
    assert "判令各被告" not in text


def test_a_claim_says_of_the_platform_that_it_gave_the_number_and_not_that_it_advertised():
    text = claim()
    assert f"推销的是被告2{MALL}" not in text
    assert f"被告2{MALL}是原告个人信息的处理者，推销的一方取得的原告的号码由其提供" in text
    assert "在被告2的平台上向被告1下单时提供过号码" in text
    assert "被告2将原告的个人信息提供给了他人" in text
    assert "《中华人民共和国个人信息保护法》第五条" in text
    given = text[text.index("向第三方提供个人信息。") :].partition("\n")[0]
    assert "第二十三条" in given
    assert "应当由被告2举证" in given


def test_what_a_defendant_answers_by_stands_in_a_claim_once():
    text = claim()
    assert text.count("被告2处理原告的个人信息，其来源和去向") == 1
    assert text.count("被告2的责任，依照") <= 1


def test_an_authority_and_the_platform_itself_are_asked_for_what_it_did():
    complaint = text_of(
        Letter(
            channel="12315_complaint",
            recipient=Recipient(name="市场监督管理局"),
            on=ON,
            case=case_for("12315_complaint"),
        )
    )
    assert f"请{SHOP}立即停止以短信方式" in complaint
    assert f"请{MALL}停止向他人提供投诉人的个人信息" in complaint
    assert f"请{SHOP}向投诉人赔礼道歉" in complaint
    groups = said_to_one(FACTS, EACH[MALL], [EACH[SHOP]])
    notice = text_of(
        Letter(
            channel="platform",
            recipient=Recipient(name=MALL),
            on=ON,
            case=case_for("platform", {**FACTS, **groups}, to=MALL),
        )
    )
    assert "停止向他人提供通知人的个人信息" in notice
    assert "移出营销、外呼名单" not in notice
    assert "赔礼道歉" not in notice


def test_a_platform_learns_of_the_consent_by_which_its_giving_is_judged():
    assert said_to_one(FACTS, EACH[MALL], [EACH[SHOP]])["consent"] == FACTS["consent"]
    assert "consent" not in said_to_one(IN_AN_APP, EACH[SHOP], [EACH[MALL]])


def test_a_service_is_said_to_hang_on_a_consent_only_where_it_was_answered_and_whose_it_was():
    assert "不同意就不能使用" not in claim()
    assert "以捆绑" not in claim()
    assert "接收推销的内容写在会员协议里，没有就此单独征求原告的同意" in claim()
    assert "原告不同意就不能使用被告2的服务" in claim(IN_AN_APP)


def test_who_advertised_with_what_was_ticked_elsewhere_did_so_without_consent():
    text = claim(IN_AN_APP)
    assert "未经同意发送商业性信息" in text
    assert "原告在他处所作的同意不及于被告1" in text
    assert "以捆绑取得的同意发送" not in text


def letter(slug: str, to: str, facts: dict[str, Any], story: str = STORY) -> str:
    case = case_for("court", facts, story=story)
    kind = next(one for one in KINDS if one.slug == slug)
    drawn = Drawn(case=case, on=ON, facts=facts, grounds=case.grounds)
    recipient = next(one for one in kind.addressees(drawn) if one.name == to)
    paper = kind.make(replace(drawn, addressee=recipient))
    return "\n".join(block.text for block in paper.blocks)


def test_consent_is_taken_back_of_a_platform_for_advertising_and_giving_away_alone():
    text = letter("withdrawal", MALL, FACTS)
    assert "撤回贵方据以将本人的个人信息用于推销、向他人提供的全部同意" in text
    assert "删除用于向他人提供的名单中本人的信息" in text
    assert "2026年3月18日" not in text
    assert "会员协议" not in text
    shop = letter("withdrawal", SHOP, FACTS)
    assert "本人已于2026年3月18日拒绝继续接收" in shop
    assert "没有就此单独征求本人的同意" in shop


@pytest.mark.parametrize("words", ["已经帮我注销账号", "账号已经注销了", "注销了我的账号"])
def test_whoever_closed_the_account_is_asked_to_delete_all_by_the_first_three_items(words: str):
    story = f"{STORY}10日回复讲{words}，信息是按协议给合作机构的。"
    assert done_with(case_for("court", IN_AN_APP, story=story)) == CLOSED
    text = letter("deletion_request", MALL, IN_AN_APP, story)
    assert "从他人处取得" not in text
    assert "超出贵方自身服务所必需" not in text
    for item in ("第一项", "第二项", "第三项", "第四项"):
        assert f"第四十七条第一款{item}" in text


def test_who_sent_is_told_of_no_box_that_was_ticked_elsewhere():
    assert "不同意就不能使用" not in letter("deletion_request", SHOP, IN_AN_APP)
    assert "不同意就不能使用贵方的服务" in letter("deletion_request", MALL, IN_AN_APP)
