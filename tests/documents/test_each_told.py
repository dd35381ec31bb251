"""Of several who called one after the other, each is said to have done what it did: since when, to which of them no was said,
whose a message is; and nothing that only another did."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import Claim, Letter, Recipient
from documents.belonging import companies_in
from documents.drafting import blocks_of
from documents.each_told import Received, Told, each_told, spoken_to, whose
from documents.frozen import Fields
from documents.material import Case, Message, Respondent
from documents.others import addressed
from documents.papers.companies import happened
from documents.papers.drawn import Drawn
from documents.police import brief_rows
from documents.told_of_each import EachTold
from documents.turns import said_to_one
from tests.documents.asking import ON, case_before

LENDER, FIRST, SECOND = "青岛浪屿消费金融有限公司", "济南竹衡信用管理有限公司", "山东岑路商务服务有限公司"
ROWS = ((LENDER, "lender"), (FIRST, "collector"), (SECOND, "collector"))
STORY = """他在浪屿消费金融借过钱，人走了我们才知道。
3月5号先是浪屿自己来的短信，要18260块。
3月10号打来电话，我说人没了，当天把死亡证明发给他们了。
4月起换成济南竹衡信用管理有限公司，有个姓柏的，开口就是父债子还。
6月里又换成山东岑路商务服务有限公司，更难听，说要到村里拉横幅。
5月19号还来过一条短信，说是法院的传票。"""
RECEIVED = (
    Received("1069000058109", "【浪屿消金】您的借款已逾期。", "2026-03-05"),
    Received("053100000582", "姓柏的，说父债子还天经地义。", "2026-04-22", True),
    Received("13800000583", "岑路的，说再不还就到村里拉横幅。", "2026-07-19", True),
    Received("13800000592", "人民法院立案庭：传票已送达，请点击链接。", "2026-05-19"),
    Received("053100000582", "又是那个号码。", "2026-08-01", True),
)


def told(story: str = STORY, rows: Any = ROWS, received: tuple[Received, ...] = RECEIVED) -> Told:
    companies = companies_in(rows, (), story)
    return Told(
        story=story, companies=companies, first=date(2026, 3, 5), last=date(2026, 11, 25), received=received
    )


def test_each_begins_where_the_story_says_so_and_ends_where_another_takes_its_place():
    found = each_told(told(), informed_on="2026-03-10")
    assert [(found[name].since, found[name].until) for name in (LENDER, FIRST, SECOND)] == [
        ("2026-03-05", "2026-04"),
        ("2026-04", "2026-06"),
        ("2026-06", ""),
    ]
    assert [name for name, one in found.items() if one.informed] == [LENDER]
    assert [name for name, one in found.items() if "publicity" in one.threats] == [SECOND]


def test_a_message_is_of_whom_it_is_signed_or_noted_by_and_of_nobody_where_nobody_signed_it():
    assert whose(each_told(told()), told()) == [LENDER, FIRST, SECOND, "", FIRST]


@pytest.mark.parametrize(
    "story",
    [
        "浪屿催得凶，3月里我打浪屿的客服，竹衡和岑路也催。",
        "今年3月起没再还，这个是我自己停的，没跟浪屿打招呼。",
        "4月份我换了手机号。济南竹衡信用管理有限公司和岑路都来过短信。",
    ],
)
def test_what_somebody_did_themselves_and_what_is_of_several_begins_nobodys_calls(story: str):
    assert not any(one.since for one in each_told(told(story)).values())


def test_a_day_that_no_calendar_has_begins_nobodys_calls():
    """A story may count its days by the moon, or be mistyped."""
    story = "3月5号起是浪屿来的短信，4月31号换成竹衡打。"
    found = each_told(told(story, ROWS[:2]))
    assert found[FIRST].since == ""


SELLER, AGENCY = "兰州陇山汽车销售有限公司", "甘肃泊安保险代理有限公司"
SOLD = ((SELLER, "content_provider"), (AGENCY, "content_provider"))
REFUSED = """车是在陇山汽车买的。3月5号开始有人打，问我续不续保险。
4月8号我说死了，再不要打，她说给我备注。
6月头上又多出来一家，说是甘肃泊安保险代理有限公司。
6月20号我打陇山的客服，说“已为您加入免打扰名单”。
泊安的短信最后写“拒收请回复R”，我回过两回，没用。我就要两家都别打了。"""


def test_no_was_said_to_whom_the_sentence_names_or_who_alone_called_then():
    found = each_told(told(REFUSED, SOLD, ()))
    assert found[SELLER].since == "2026-03-05"
    assert found[SELLER].refused_on == ("2026-04-08", "2026-06-20")
    assert (found[AGENCY].refused_on, found[AGENCY].replied) == ((), "两次回复R")


def test_what_was_said_before_a_name_is_said_is_said_to_nobody_in_particular():
    story = "4月8号我跟小莫讲清楚了，莫再打，隔天泊安那个女的打来我也讲了一样的话。"
    assert not any(one.refused_on for one in each_told(told(story, SOLD, ())).values())


def test_whom_a_known_person_belongs_to_comes_before_the_company_that_is_told_of_around_them():
    story = "钱是在浪屿借的。7月12号我把照片发给姓龚的，他说收到。"
    received = (Received("竹衡小龚", "先拿2000。", "2026-09-03"),)
    asked = told(story, ROWS, received)
    assert spoken_to("2026-07-12", each_told(asked), asked) == FIRST


# ── In papers ────────────────────────────────────────────────────────────────────────────────────────────────────────
FACTS: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt", "threats_impersonation"],
    "wishes": ["stop"],
    "event": {"first": "2026-03-05", "last": "2026-11-25"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call", "sms"], "count": 340, "max_per_day": 10},
    "debt": {
        "owed": "others",
        "claimed": 18260,
        "debtor": "徐某",
        "collected_by": "entrusted",
        "told_them_on": "2026-03-10",
        "threats": ["publicity"],
        "impersonates": "court",
    },
    "respondents": [{"role": role, "name": name} for name, role in ROWS],
}
EACH = each_told(told(), informed_on="2026-03-10")
MESSAGES = tuple(
    Message(sender=one.sender, text=one.text, at=date.fromisoformat(one.on), call=one.called, whose=name)
    for one, name in zip(RECEIVED, whose(EACH, told()), strict=True)
)


def case_for(channel: str, to: str = "", facts: dict[str, Any] = FACTS) -> Case:
    case = case_before(facts, channel)
    each = tuple(replace(one, told=EACH.get(one.name, EachTold())) for one in case.respondents)
    return replace(case, respondents=each, messages=MESSAGES, number="13900000001", addressee=to)


def claim_text() -> str:
    made = Claim(court="甲市乙区人民法院", on=ON, case=case_for("court"))
    return "\n".join(block.text for block in blocks_of(made).blocks)


def test_a_claim_says_who_called_when_and_asks_no_line_for_what_was_told():
    text = claim_text()
    assert (
        "自2026年3月5日起由被告1、4月起由被告2、6月起由被告3（以下统称“催收方”），先后向原告拨打电话、发送短信，至11月25日共340次"
        in text
    )
    assert "各被告各自的次数以通信记录为准" in text
    assert "2026年3月10日，原告告知被告1" in text
    assert "被告3于2026年7月19日来电称“再不还就到村里拉横幅”，以此相威胁" in text
    assert "中的哪一方实施" not in text
    assert "向哪一被告告知" not in text
    assert "各被告的次数：" not in text


def test_what_names_a_court_and_is_signed_by_nobody_is_laid_to_nobody():
    text = claim_text()
    assert "2026年5月19日，号码13800000592以人民法院的名义发来信息（由何人发送，由人民法院认定" in text
    assert "被告2冒用" not in text
    assert "催收方冒用" not in text


def test_an_authority_reads_which_company_called_when():
    made = Letter(channel="12321", recipient=Recipient(name="12321"), on=ON, case=case_for("12321"))
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert f"{FIRST}：053100000582；{SECOND}：13800000583" in text
    assert f"{LENDER}：1069000058109（签名【浪屿消金】）" in text
    assert "由何人使用待查明：13800000592" in text


def fields() -> Fields:
    made: Any = {
        "respondents": [
            {"role": role, "name": name, "uscc": "", "told": _as_json(EACH[name])} for name, role in ROWS
        ],
        "messages": [
            {"sender": one.sender, "text": one.text, "at": one.on, "call": one.called, "whose": name}
            for one, name in zip(RECEIVED, whose(EACH, told()), strict=True)
        ],
        **{f"told.{name}": FACTS[name] for name in ("event", "contacts", "debt")},
    }
    return made  # type: ignore[no-any-return]


def _as_json(one: EachTold) -> dict[str, Any]:
    return {name: list(said) if isinstance(said, tuple) else said for name, said in vars(one).items() if said}


def sent(to: str) -> Fields:
    return addressed(fields(), to=to, channel="lender", kind="fake_collection")


def test_a_collector_is_told_of_its_own_days_messages_and_words_and_of_the_count_as_that_of_all():
    first = sent(FIRST)
    assert first["told.event"] == {"first": "2026-04-01", "last": "2026-06-30"}
    assert first["told.contacts"]["of_all"] is True
    assert first["told.debt"]["threats"] == []
    assert first["told.debt"]["told_another"] is True
    assert [one["sender"] for one in first["messages"]] == ["053100000582", "053100000582"]
    assert [row["name"] for row in first["respondents"]] == ["", FIRST, ""]


def test_a_creditor_who_has_others_collect_answers_for_it_all():
    lender = sent(LENDER)
    assert lender["told.event"] == FACTS["event"]
    assert "of_all" not in lender["told.contacts"]
    assert len(lender["messages"]) == len(RECEIVED)


def test_a_letter_to_a_collector_lays_the_number_of_all_to_all():
    groups = said_to_one(FACTS, EACH[SECOND], [EACH[LENDER], EACH[FIRST]])
    case = case_for("lender", SECOND, {**FACTS, **groups})
    case = replace(
        case,
        respondents=tuple(
            one if one.name == SECOND else Respondent(role=one.role) for one in case.respondents
        ),
    )
    made = Letter(channel="lender", recipient=Recipient(name=SECOND), on=ON, case=case)
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert "自2026年6月起，贵公司联系本人" in text
    assert "先后联系本人的各方拨打电话、发送短信共340次，最多的一天10次，贵公司的次数以通信记录为准" in text
    assert "2026年3月10日，本人告知此前催收的一方" in text or "于2026年3月10日告知此前催收的一方" in text
    assert "本人说明情况的记录" not in text


def test_a_claim_says_to_which_of_them_no_was_said():
    each = each_told(told(REFUSED, SOLD, ()))
    facts = {
        "kind": "harassment",
        "situations": ["optout_ignored", "nuisance_calls"],
        "wishes": ["stop"],
        "event": {"first": "2026-03-05", "last": "2026-11-25"},
        "contacts": {"channels": ["call", "sms"], "count": 90, "after_refusal": 80},
        "content": {"commercial": True, "sender_identified": True, "opt_out_works": False},
        "consent": {"status": "none"},
        "refusal": {"made": True, "on": "2026-04-08"},
        "respondents": [{"role": role, "name": name} for name, role in SOLD],
    }
    case = case_before(facts, "court")
    case = replace(
        case, respondents=tuple(replace(one, told=each[one.name]) for one in case.respondents), number="139"
    )
    made = Claim(court="甲市乙区人民法院", on=ON, case=case)
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert "2026年4月8日在来电中向被告1拒绝，6月20日在电话中向被告1拒绝，两次向被告2回复R" in text
    assert "向哪一被告拒绝" not in text
    assert "按被告2的信息所写的方式" in text


COUNTED = {
    "kind": "harassment",
    "situations": ["nuisance_calls", "optout_ignored"],
    "wishes": ["stop"],
    "event": {"first": "2026-04-02", "last": "2026-11-22"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call", "sms"], "count": 142},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none"},
    "respondents": [
        {"role": "content_provider", "name": "郑州甲喜婚庆服务有限公司", "consumer": False},
        {"role": "content_provider", "name": "郑州乙念婚纱摄影有限公司", "consumer": True},
    ],
}
COUNT_OF_EACH = "我数了：甲喜电话79个、短信18条，一共97次；乙念电话33个，短信12条。两家加一起142次。"


def counted_case(channel: str, to: str = "") -> Case:
    rows = [(one["name"], one["role"]) for one in COUNTED["respondents"]]
    each = each_told(told(COUNT_OF_EACH, rows, ()))
    case = case_before(COUNTED, channel)
    with_counts = tuple(replace(one, told=each[one.name]) for one in case.respondents)
    return replace(case, respondents=with_counts, number="139", addressee=to)


def test_how_many_came_of_each_is_told_where_the_story_counts_them():
    made = Claim(court="甲市乙区人民法院", on=ON, case=counted_case("court"))
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert "其中被告1电话79个、短信18条，被告2电话33个、短信12条。" in text
    assert "各自的次数以通信记录为准" not in text
    letter = Letter(channel="12321", recipient=Recipient(name="12321"), on=ON, case=counted_case("12321"))
    text = "\n".join(block.text for block in blocks_of(letter).blocks)
    assert (
        "其中郑州甲喜婚庆服务有限公司电话79个、短信18条，郑州乙念婚纱摄影有限公司电话33个、短信12条" in text
    )


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (COUNT_OF_EACH, ["电话79个、短信18条", "电话33个、短信12条"]),
        ("甲喜的电话大概60个，乙念打得少。", ["电话大概60个", ""]),
        ("甲喜打来说电话100个号码都能打。一共142次。", ["", ""]),
        ("喊的电话97个，甲喜催的短信18条。", ["短信18条", ""]),
    ],
)
def test_a_count_is_of_the_one_whose_name_stands_before_it(story: str, said: list[str]):
    rows = [(one["name"], one["role"]) for one in COUNTED["respondents"]]
    assert [one.counted for one in each_told(told(story, rows, ())).values()] == said


def test_what_was_counted_of_all_is_no_number_of_one_that_runs_an_account():
    rows = [
        {"role": "platform", "name": "武汉快鹿网络科技有限公司"},
        {"role": "platform", "name": "成都柚柚电子商务有限公司"},
    ]
    facts = {
        "kind": "second_hand_number",
        "situations": ["account_bound"],
        "wishes": ["unbind"],
        "event": {"first": "2026-03-05", "last": "2026-11-25"},
        "complainant": {"capacity": "subscriber"},
        "number": {"second_hand": True, "accounts_bound": ["快鹿打车", "柚柚商城"]},
        "contacts": {"channels": ["call", "sms"], "count": 240},
        "respondents": rows,
    }
    case = replace(case_before(facts, "platform"), number="139", addressee=rows[0]["name"])
    made = Letter(channel="platform", recipient=Recipient(name=rows[0]["name"]), on=ON, case=case)
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert "共收到电话、短信240次，其中来自贵方的次数以通信记录为准" in text


def test_who_charged_nothing_is_asked_for_no_records_of_a_charge():
    operator, shop = "示例通信湖北有限公司", "武汉乙通讯器材有限公司"
    facts = {
        "kind": "second_hand_number",
        "situations": ["residual_charge", "number_not_disclosed"],
        "wishes": ["refund"],
        "event": {"first": "2026-03-05", "last": "2026-09-25"},
        "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
        "number": {"second_hand": True, "told": False},
        "charges": {
            "residual": True,
            "item": "守护管家",
            "monthly": 12,
            "months": 7,
            "first_on": "2026-03-05",
        },
        "respondents": [{"role": "operator", "name": operator}, {"role": "shop", "name": shop}],
    }
    case = replace(case_before(facts, "12315_complaint"), number="139")
    made = Letter(channel="12315_complaint", recipient=Recipient(name="12315"), on=ON, case=case)
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert f"请{operator}提供上述收费的订购、开通记录" in text
    assert "请各被投诉人提供" not in text


def test_a_request_to_a_collector_speaks_to_it_and_names_it_nowhere():
    case = case_for("court")
    drawn = Drawn(case=case, on=ON, facts=FACTS, grounds=case.grounds)
    to = next(one for one in case.respondents if one.name == SECOND)
    text = "".join(one.text for one in happened(drawn, to))
    assert "自2026年6月起，贵方联系本人" in text
    assert "贵方（以下称" not in text
    assert SECOND not in text
    assert LENDER not in text
    assert "由人民法院认定" not in text


def test_the_number_of_who_only_answered_is_none_of_the_other_side():
    platform, carrier = "长沙甲鲜团科技有限公司", "示例通信湖南有限公司"
    facts = {
        "kind": "second_hand_number",
        "situations": ["account_taken_over"],
        "wishes": ["damages"],
        "event": {"first": "2026-06-19", "last": "2026-06-21"},
        "complainant": {"capacity": "former_holder"},
        "number": {"second_hand": True, "account_taken_over": True, "accounts_bound": ["甲鲜团"]},
        "loss": {"costs": [{"what": "被提走的佣金", "yuan": 2186.4}]},
        "respondents": [{"role": "platform", "name": platform}, {"role": "operator", "name": carrier}],
    }
    answered = Message(sender="073100000552", text="甲鲜团的客服，说不赔。", call=True, whose=platform)
    wrote = Message(sender="13900000559", text="自称姓柳的，说没有听过。", call=True)
    case = replace(case_before(facts, "police"), number="139", messages=(answered, wrote))
    made = Letter(channel="police", recipient=Recipient(name="公安机关"), on=ON, case=case)
    rows = brief_rows(made.told, made.form, printed=True)
    numbers = "".join(row[1] for row in rows if "号码" in row[0])
    assert "13900000559" in numbers
    assert "073100000552" not in numbers


def test_whoever_calls_again_began_before_and_who_is_told_of_later_came_later():
    story = (
        "3月2号我去江沿儿登记了一下，想往外租。3月5号开始他们打过几回。4月10号江沿儿又来电话问，我说租完了。"
        "5月份又冒出来一家暖窝，一张嘴就知道我那房子几楼。5月19号我跟他说别打。"
    )
    rows = (
        ("吉林市江沿儿房产经纪有限公司", "content_provider"),
        ("吉林市暖窝置业顾问有限公司", "content_provider"),
    )
    received = (
        Received("13800000906", "江沿儿房产的，问我那个老房子卖不卖。", "2026-04-17", True),
        Received("13800000907", "暖窝置业的，知道我房子几楼多少平。", "2026-05-20", True),
    )
    found = each_told(told(story, rows, received))
    assert found[rows[0][0]].since != "2026-04-10"
    assert found[rows[1][0]].since != "2026-03-05"
