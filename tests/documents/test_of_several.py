"""Two companies of one role: what is told of one of them goes to nobody else, and what cannot be told apart to neither."""

from datetime import date
from typing import Any

import pytest

from documents.belonging import asked_on, companies_in, shortened, told_about
from documents.cautions import ANOTHER
from documents.excerpts import Telling, excerpts_of
from documents.frozen import Fields
from documents.others import addressed
from tests.documents.test_what_a_claim_asserts import changed

FITTERS, HOUSE = "洛阳匠邻装饰工程有限公司", "物业"
RIDES, SHOP, CARRIER = "武汉快鹿网络科技有限公司", "成都柚柚电子商务有限公司", "示例通信湖北有限公司"
ROWS = ((RIDES, "platform"), (SHOP, "platform"), (CARRIER, "operator"))
STORY = """我用“快鹿打车”叫车，一登录就是一个叫“阿满”的账号，有一单没有付。7月2号我找它的客服，7月4号回我说要原使用人来。
“柚柚商城”也注册不了，公司是成都柚柚电子商务有限公司。后来老是收到别人的取件码。7月15号我给他们发了邮件。
有一次半夜叫不到车，站了一个小时。8月1号我打了运营商的客服，说软件的事自己找软件。这个号我不想换。"""
ACCOUNTS = ["快鹿打车", "柚柚商城"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        (RIDES, "快鹿"),
        ("上海市橙集电子商务有限公司", "橙集"),
        ("江苏省无锡市栖澜房地产经纪有限公司", "栖澜房地产"),
        ("贵州锐信达商务信息咨询有限公司", "锐信达"),
        ("杭州网络科技有限公司", ""),
    ],
)
def test_a_company_is_known_by_what_is_its_own_in_its_name(name: str, short: str):
    assert shortened(name) == short


def told() -> dict[str, frozenset[str]]:
    return told_about(STORY, companies_in(ROWS, ACCOUNTS, STORY))


def about(words: str) -> set[str]:
    return {name for sentence, whom in told().items() if words in sentence for name in whom}


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ("一登录就是", {RIDES}),
        ("7月2号我找它的客服", {RIDES}),
        ("也注册不了", {SHOP}),
        ("取件码", {SHOP}),
        ("7月15号", {SHOP}),
        ("半夜叫不到车", {RIDES}),
        ("8月1号", {CARRIER}),
        ("我不想换", set()),
    ],
)
def test_a_sentence_is_about_whom_it_names_goes_on_from_or_whose_trade_it_tells_of(
    words: str, whom: set[str]
):
    assert about(words) == whom


def test_an_account_called_like_nobody_is_whose_the_story_names_it_with():
    story = "“小飞象”登不上，里面写的公司是武汉快鹿网络科技有限公司。柚柚商城也是。"
    found = companies_in(ROWS, ["小飞象"], story)
    assert [one.name for one in found if "小飞象" in one.called] == [RIDES]


def test_a_company_with_its_trade_in_its_name_is_called_by_the_head_of_it():
    insurer, agency = "陇途财产保险股份有限公司甘肃分公司", "甘肃安泊保险代理有限公司"
    story = (
        "我的车是在陇途财产保险股份有限公司甘肃分公司投的保。到9月头上又来一家，说是甘肃安泊保险代理有限公司。"
        "9月3号我打陇途的客服，说已经加进名单了。"
    )
    companies = companies_in(((insurer, "content_provider"), (agency, "content_provider")), [], story)
    about = told_about(story, companies)
    assert asked_on("2026-09-03", about, {insurer, agency}) == insurer


@pytest.mark.parametrize(
    ("day", "whom"), [("2026-07-02", RIDES), ("2026-07-15", SHOP), ("2026-07-09", ""), ("", "")]
)
def test_the_day_tells_which_of_them_was_asked(day: str, whom: str):
    assert asked_on(day, told(), {RIDES, SHOP}) == whom


@pytest.mark.parametrize(
    ("asked", "whom"),
    [
        ("6月20日我到物业办公室反映，经理说这是方便业主。", HOUSE),
        ("6月20日我给物业打了电话，没有结果。", HOUSE),
        ("6月20日我到售楼的酒店找人，没有人管。", ""),
        ("6月20日我又跟他们说了一遍。", FITTERS),
    ],
)
@pytest.mark.parametrize("house", ["洛阳和境物业服务有限公司", "洛阳和境服务有限公司"])
def test_who_was_asked_by_its_trade_alone_is_the_one_of_that_trade_and_never_whoever_was_told_of_before(
    asked: str, whom: str, house: str
):
    story = f"物业是{house}。6月2日起，{FITTERS}就给我打电话，连面积都知道。{asked}"
    names = (FITTERS, house)
    parties = companies_in([(name, "content_provider") for name in names], (), story)
    on_that_day = asked_on("2026-06-20", told_about(story, parties), names)
    assert on_that_day == (house if whom == HOUSE else whom)


def test_a_day_on_which_both_were_asked_tells_of_neither():
    found = told_about("7月2号我分别找了快鹿和柚柚的客服。", companies_in(ROWS, ACCOUNTS))
    assert asked_on("2026-07-02", found, {RIDES, SHOP}) == ""


FIELDS: dict[str, Any] = {
    "respondents": [{"role": role, "name": name, "uscc": "", "said": {"role": role}} for name, role in ROWS],
    "told.number": {"second_hand": True, "accounts_bound": ACCOUNTS},
    "messages": [
        {"sender": "1069", "text": "【柚柚商城】您的包裹已到。", "at": ""},
        {"sender": "1069", "text": "您的验证码是123456。", "at": ""},
    ],
    "prior": [
        {
            "to": RIDES,
            "on": "2026-07-02",
            "ticket": "",
            "result": "",
            "said": {"to": "platform", "whom": RIDES},
        },
        {"to": "平台", "on": "2026-08-02", "ticket": "", "result": "", "said": {"to": "platform"}},
    ],
}


def sent(to: str, **said: Any) -> Fields:
    fields: Any = changed(FIELDS, **said)
    return addressed(fields, to=to, channel="platform", kind="second_hand_number")


def test_each_is_told_of_the_complaint_that_went_to_it_and_of_none_that_nobody_can_place():
    assert [(row["to"], row["on"]) for row in sent(RIDES)["prior"]] == [("贵方", "2026-07-02")]
    assert "prior" not in sent(SHOP)


def test_each_sees_the_messages_of_its_own_and_none_that_nobody_signed():
    assert sent(RIDES)["messages"] == []
    assert [one["text"] for one in sent(SHOP)["messages"]] == ["【柚柚商城】您的包裹已到。"]


def test_one_alone_is_told_of_all():
    alone = sent(SHOP, respondents=FIELDS["respondents"][1:])
    assert len(alone["messages"]) == 2


def test_a_letter_quotes_what_is_its_own_and_leaves_the_others_matter_to_the_person():
    whom = told()
    telling = Telling(
        on=date(2026, 11, 29),
        names=[RIDES, SHOP, CARRIER],
        anothers=frozenset(one for one, names in whom.items() if SHOP in names),
    )
    found = excerpts_of(STORY, "", telling)
    quoted = [one.text for one in found if one.proposed]
    assert any("一登录就是" in one for one in quoted)
    assert any("叫不到车" in one for one in quoted)
    assert not any("柚柚" in one or "取件码" in one or "7月15号" in one for one in quoted)
    assert {one.caution for one in found if "7月15号" in one.text} == {ANOTHER}
