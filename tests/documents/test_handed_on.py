"""Whoever of several only handed the data on is said to have called nobody: the calls, the refusals and the law of whoever
advertised are the other's, and its own letters speak of giving away."""

from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest

from documents import Claim, Letter, Recipient
from documents.belonging import companies_in
from documents.drafting import blocks_of
from documents.each_told import Received, Told, each_told, whose
from documents.frozen import Fields
from documents.handed_on import handed_on
from documents.material import Case, Message
from documents.others import addressed
from documents.papers.drawn import Drawn
from documents.papers.rights import KINDS
from documents.told_of_each import EachTold
from documents.turns import said_to_one
from tests.documents.asking import ON, case_before

APP, SELLER = "成都甲步信息技术有限公司", "绵阳乙岭投资咨询有限公司"
ROWS = ((SELLER, "content_provider"), (APP, "platform"))
STORY = """3月2日我下了一个计步的软件，叫“甲步”，是成都甲步信息技术有限公司的，里面有一条写着可以把手机号给合作机构。
3月5日开始，就有一家叫绵阳乙岭投资咨询有限公司的打电话来，说是给“甲步”用户做服务的。头几天我加过一个姓安的老师。
3月19日我在微信上跟安老师写了，请你们公司不要再联系我。
4月6日我在“甲步”上找客服，让他们把我的手机号从合作机构那里撤回来，4月9日回复说注册的时候同意过了。4月10日我把账号注销了。
6月13日我打了12386，6月30日答复说，已经转给当地处理，乙岭那边表示会停止联系。"""
RECEIVED = (
    Received("13800000011", "乙岭投资的，说是给甲步用户做服务的。", "2026-03-05", True),
    Received("13800000012", "自称安老师的助理，说名额不多了。", "2026-03-20", True),
    Received("1069000011", "【乙岭投资】内参免费领。", "2026-05-24"),
)
DECORATORS, PROPERTY = "洛阳丙邻装饰工程有限公司", "洛阳丁境物业服务有限公司"
HOMES = ((DECORATORS, "content_provider"), (PROPERTY, "content_provider"))
CALLED = (Received("13800000722", "丙邻装饰的业务员，说您准备什么时候装。", "2026-06-02", True),)


def told(story: str = STORY, rows: Any = ROWS, received: tuple[Received, ...] = RECEIVED) -> Told:
    companies = companies_in(rows, ("甲步",) if rows == ROWS else (), story)
    found = Told(
        story=story, companies=companies, first=date(2026, 3, 5), last=date(2026, 11, 23), received=received
    )
    return replace(found, gave=handed_on(found))


@pytest.mark.parametrize(
    ("sentence", "received", "whom"),
    [
        ("8月14日给我回复，说丙邻承认名单是从物业拿到的。", CALLED, PROPERTY),
        ("丁境物业把业主的信息提供给了他们。", CALLED, PROPERTY),
        ("物业给了丙邻一份名单。", CALLED, PROPERTY),
        ("业务员说他们和物业有合作。", CALLED, ""),
        ("物业给了我一个答复。", CALLED, ""),
        ("物业把业主的信息提供给了他们，物业也打来电话卖家电。", CALLED, ""),
        (
            "丙邻承认名单是从物业拿到的。",
            (*CALLED, Received("1069", "【丁境物业】业主专享家电。", "2026-07-01")),
            "",
        ),
    ],
)
def test_who_only_handed_the_data_on_is_told_by_the_story_and_by_nothing_that_came(
    sentence: str, received: tuple[Received, ...], whom: str
):
    story = f"物业是{PROPERTY}。6月2日起，{DECORATORS}就给我打电话。{sentence}"
    assert told(story, HOMES, received).gave == ({whom} if whom else set())


def test_nobody_gave_anything_away_where_nobody_else_is_told_to_have_called():
    story = f"物业是{PROPERTY}，装修的是{DECORATORS}。我看名单是从物业拿到的。"
    assert told(story, HOMES, ()).gave == set()


def test_the_calls_the_numbers_and_the_refusal_are_of_who_called_and_what_was_asked_of_the_app_is_the_apps():
    case = told()
    each = each_told(case)
    assert case.gave == {APP}
    assert (each[SELLER].since, each[SELLER].refused_on) == ("2026-03-05", ("2026-03-19",))
    assert (each[APP].since, each[APP].refused_on, each[APP].gave) == ("", ("2026-04-06",), True)
    assert whose(each, case) == [SELLER, SELLER, SELLER]


def test_the_day_on_which_an_authority_answered_begins_nobodys_calls():
    story = "3月5日开始甲步打来。6月13日我打了12386，6月30日答复说，已经转给乙岭处理。"
    assert each_told(told(story, received=()))[SELLER].since == ""


def test_nobody_is_the_first_caller_of_whom_nothing_tells_that_it_called():
    story = f"装修的是{DECORATORS}。8月1日起又换成丁境来的短信。"
    assert each_told(told(story, HOMES, ()))[DECORATORS].since == ""


# ── In papers ────────────────────────────────────────────────────────────────────────────────────────────────────────
FACTS: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["bundled_consent", "data_shared", "nuisance_calls", "optout_ignored"],
    "wishes": ["stop", "delete", "tell_source"],
    "event": {"first": "2026-03-05", "last": "2026-11-23"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True, "region": "140213"},
    "contacts": {"channels": ["call", "sms"], "count": 150, "max_per_day": 7, "after_refusal": 132},
    "content": {"commercial": True, "sender_identified": True, "opt_out_offered": False},
    "consent": {"status": "bundled", "separate": False, "required_for_service": True},
    "refusal": {"made": True, "on": "2026-03-19", "ways": ["writing"]},
    "data": {"source": "app", "shared_with_third_party": True},
    "respondents": [
        {"role": "content_provider", "name": SELLER, "consumer": False},
        {"role": "platform", "name": APP, "consumer": True},
    ],
}
EACH = each_told(told())


def case_for(channel: str, to: str = "", facts: dict[str, Any] = FACTS) -> Case:
    case = case_before(facts, channel)
    each = tuple(
        replace(one, told=EACH.get(one.name, EachTold()), consumer=one.name == APP)
        for one in case.respondents
    )
    messages = tuple(
        Message(
            sender=one.sender, text=one.text, at=date.fromisoformat(one.on), call=one.called, whose=SELLER
        )
        for one in RECEIVED
    )
    return replace(case, respondents=each, messages=messages, number="13900000001", addressee=to, story=STORY)


def text_of(made: Claim | Letter) -> str:
    return "\n".join(block.text for block in blocks_of(made).blocks)


def test_a_claim_pleads_the_calls_of_who_called_and_the_law_of_consumers_against_nobody_who_sold_nothing():
    text = text_of(Claim(court="甲市乙区人民法院", on=ON, case=case_for("court")))
    assert "被告1向原告拨打电话、发送短信共150次" in text
    assert "由被告2" not in text.partition("提供")[0]
    assert "先后向原告" not in text
    assert "向被告2拒绝" not in text
    assert "取得同意的是哪一被告" not in text
    calls = text[text.index("没有提供退订方式。") :].partition("\n")[0]
    assert "消费者权益保护" not in calls
    assert "广告法" in calls
    given = text[text.index("向第三方提供个人信息。") :].partition("\n")[0]
    assert "消费者权益保护法》（2013年修正）第二十九条第二款" in given


def fields() -> Fields:
    made = {
        "respondents": [
            {"role": role, "name": name, "uscc": "", "told": _as_json(EACH[name])} for name, role in ROWS
        ],
        "messages": [
            {"sender": one.sender, "text": one.text, "at": one.on, "call": one.called, "whose": SELLER}
            for one in RECEIVED
        ],
        **{f"told.{name}": FACTS[name] for name in ("event", "contacts", "content", "refusal", "data")},
    }
    return cast(Fields, made)


def _as_json(one: EachTold) -> dict[str, Any]:
    return {name: list(said) if isinstance(said, tuple) else said for name, said in vars(one).items() if said}


def test_whoever_looks_into_numbers_reads_of_nobody_who_only_handed_the_data_on():
    sent = addressed(fields(), to="12321", channel="12321", kind="harassment")
    assert [row["name"] for row in sent["respondents"]] == [SELLER]


def test_who_handed_the_data_on_is_told_of_others_calls_and_of_no_refusal_of_them():
    groups = said_to_one(FACTS, EACH[APP], [EACH[SELLER]])
    assert "refusal" not in groups
    assert groups["contacts"] == {"channels": ["call", "sms"], "count": 150, "by_others": True}
    made = Letter(
        channel="platform",
        recipient=Recipient(name=APP),
        on=ON,
        case=case_for("platform", APP, {**FACTS, **groups}),
    )
    text = text_of(made)
    assert "他人向本人拨打电话、发送短信共150次" in text
    assert "贵方向本人拨打" not in text


def letter(slug: str, to: str) -> str:
    case = case_for("court")
    kind = next(one for one in KINDS if one.slug == slug)
    drawn = Drawn(case=case, on=ON, facts=FACTS, grounds=case.grounds)
    assert kind.offered(drawn)
    recipient = next(one for one in kind.addressees(drawn) if one.name == to)
    paper = kind.make(replace(drawn, addressee=recipient))
    return "\n".join(sentence.text for block in paper.blocks for one in block.paragraphs for sentence in one)


def test_consent_is_taken_back_from_each_for_what_it_did():
    app, seller = letter("withdrawal", APP), letter("withdrawal", SELLER)
    assert "本人已于2026年4月6日要求贵方撤回、不再向他人提供" in app
    assert "包括以此向他人提供" in app
    assert "贵方向本人拨打" not in app
    assert "2026年3月19日" not in app
    assert "订立、履行合同所必需的信息" not in app
    assert "贵方向本人拨打电话、发送短信共150次" in seller
    assert "本人已于2026年3月19日拒绝继续接收" in seller
    assert "2026年4月6日" not in seller


def test_each_that_holds_the_data_is_asked_to_delete_it_for_its_own_reasons():
    app, seller = letter("deletion_request", APP), letter("deletion_request", SELLER)
    assert "本人的账号已经注销，继续处理已无必要" in app
    assert "第四十七条第一款第三项应当删除" in app
    assert "没有取得过本人同意" not in app
    assert "贵方从他人处取得本人的信息、没有取得过本人同意的" in seller
    assert "本人的账号已经注销" not in seller
