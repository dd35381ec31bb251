"""Of two or more whom a story tells apart, each is told its own: how many, since when, how and when no was said to it; and an
account is laid to whoever runs it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents import Claim, Letter, Recipient
from documents.belonging import asked_on, companies_in, told_about
from documents.caused import spared
from documents.drafting import blocks_of
from documents.each_counted import counted_of_each, read_count
from documents.each_told import Received, Told, each_told, whose
from documents.founded import unfounded_in
from documents.losses import LOST, as_spent, loss_of
from documents.material import Case
from documents.others import addressed
from documents.told_of_each import EachTold
from documents.turns import said_to_one
from legal.reasoning.respondents import runs_none
from tests.documents.asking import ON, asked, case_before, offered

PHOTOS, WEDDINGS = "洛阳青禾婚纱摄影有限公司", "洛阳福满堂婚庆服务有限公司"
SOLD = ((PHOTOS, "content_provider"), (WEDDINGS, "content_provider"))
STORY = """4月2号，一家叫洛阳福满堂婚庆服务有限公司的打过来，问婚庆定了没有。
4月9号，上午福满堂又打，我说定过了，以后别打了。下午青禾的客服小何打来推销相册，我跟她说别的都不要打。她说好。
6月14号我专门去青禾店里找，店长说回头给我取消回访。
6月20号，福满堂的短信底下写着“拒收请回复R”，我回了个R，6月23号又来一条。
消停了几天，8月11号福满堂又开始打。
到11月22号，福满堂电话79个、短信18条，一共97次；青禾电话33个、微信12条，一共45次。两家加一起142次。"""
ON_FILE = (
    Received("13800000102", "福满堂婚庆的，问婚庆定了没有。", "2026-04-02", True),
    Received("13800000103", "青禾的客服，说相册加钱能升级。", "2026-04-13", True),
)


def told(story: str, rows: Any, received: tuple[Received, ...] = (), count: int = 0) -> Told:
    return Told(
        story=story,
        companies=companies_in(rows, (), story),
        first=date(2026, 4, 2),
        last=date(2026, 11, 22),
        received=received,
        count=count,
    )


EACH = each_told(told(STORY, SOLD, ON_FILE, 142))


def test_a_company_is_called_by_as_much_of_its_name_as_the_story_does():
    called = {one.name: one.called for one in companies_in(SOLD, (), STORY)}
    assert "福满堂" in called[WEDDINGS]
    assert "青禾" in called[PHOTOS]


def test_each_began_no_later_than_what_is_on_file_of_it():
    assert {name: (one.since, one.first_on) for name, one in EACH.items()} == {
        PHOTOS: ("", "2026-04-09"),
        WEDDINGS: ("", "2026-04-02"),
    }


def test_each_is_refused_on_its_own_days_in_its_own_ways():
    photos, weddings = EACH[PHOTOS], EACH[WEDDINGS]
    assert (photos.refused_on, photos.refused_how) == (("2026-04-09", "2026-06-14"), ("at_once", "shop"))
    assert (weddings.refused_on, weddings.replied, weddings.replied_on) == (
        ("2026-04-09",),
        "回复R",
        "2026-06-20",
    )


def test_what_was_said_to_both_on_the_telephone_was_said_to_each():
    story = "5月6日我打电话跟两家都讲清楚了，电话和短信都不要再来。"
    found = each_told(told(story, SOLD))
    assert {(one.refused_on, one.refused_how) for one in found.values()} == {(("2026-05-06",), ("hotline",))}


@pytest.mark.parametrize(
    ("story", "rows", "count", "said"),
    [
        (
            "催收的电话168个，短信47条，潮汐付发给那个梁先生的短信19条，一共234次。",
            (("潮汐付支付有限公司", "payment_institution"), ("长沙湘岸信用管理有限公司", "collector")),
            234,
            ["短信19条", "电话168个、短信47条"],
        ),
        (
            "喊挪车的电话97个，泊位通催缴的短信18条。",
            (("成都让一下网络科技有限公司", "platform"), ("泸州泊位通智慧停车有限公司", "platform")),
            115,
            ["电话97个", "短信18条"],
        ),
        (
            "喊挪车的电话97个，泊位通催缴的短信18条。",
            (("成都让一下网络科技有限公司", "platform"), ("泸州泊位通智慧停车有限公司", "platform")),
            140,
            ["", "短信18条"],
        ),
    ],
)
def test_what_is_counted_of_nobody_by_name_is_of_whoever_collects_or_is_left(
    story: str, rows: Any, count: int, said: list[str]
):
    found = counted_of_each(story, companies_in(rows, (), story), count)
    assert [found.get(name, "") for name, _role in rows] == said


def test_a_count_in_words_is_read_as_how_many_came_in_which_way():
    counted = read_count("电话大概79个、短信18条")
    assert (counted.ways, counted.total, counted.about) == ({"call": 79, "sms": 18}, 97, True)


GROUPS: dict[str, Any] = {
    "event": {"first": "2026-04-02", "last": "2026-11-22"},
    "contacts": {"channels": ["call", "sms", "wechat"], "count": 142, "max_per_day": 6, "after_refusal": 128},
    "refusal": {"made": True, "on": "2026-04-09", "ways": ["at_once", "shop", "sms_reply"]},
    "content": {"commercial": True, "opt_out_offered": True, "opt_out_works": False},
}


def test_one_of_them_is_told_its_own_number_days_and_refusals():
    photos = said_to_one(GROUPS, EACH[PHOTOS], [EACH[WEDDINGS]])
    assert photos["contacts"] == {"channels": ["call", "wechat"], "count": 45}
    assert photos["event"]["first"] == "2026-04-09"
    assert "opt_out_works" not in photos["content"]
    weddings = said_to_one(GROUPS, EACH[WEDDINGS], [EACH[PHOTOS]])
    assert (weddings["contacts"]["count"], weddings["event"]["first"]) == (97, "2026-04-02")


def case_for(channel: str, to: str = "") -> Case:
    facts = {
        "kind": "harassment",
        "situations": ["nuisance_calls", "optout_ignored"],
        "wishes": ["stop"],
        "consent": {"status": "none"},
        "respondents": [{"role": role, "name": name} for name, role in SOLD],
        **GROUPS,
    }
    case = case_before(facts, channel)
    each = tuple(replace(one, told=EACH[one.name]) for one in case.respondents)
    return replace(case, respondents=each, number="13900000001", addressee=to)


def test_a_claim_says_of_each_how_many_and_how_no_was_said_to_it():
    made = Claim(court="甲市乙区人民法院", on=ON, case=case_for("court"))
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert "其中被告1电话33个、微信12条，被告2电话79个、短信18条" in text
    assert "2026年4月9日在来电中向被告1拒绝，6月14日到店当面向被告1拒绝" in text
    assert "2026年4月9日在来电中向被告2拒绝，6月20日向被告2回复R" in text
    assert "分别以" not in text


def test_an_authority_reads_of_each_what_a_court_does():
    made = Letter(channel="12321", recipient=Recipient(name="12321"), on=ON, case=case_for("12321"))
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert f"{PHOTOS}电话33个、微信12条，{WEDDINGS}电话79个、短信18条" in text
    assert f"6月20日向{WEDDINGS}回复R" in text
    assert "当面告知、回复短信的方式" not in text


# ── Whom a debt was denied to, and who runs an account ────────────────────────────────────────────────────────────────
PAYS, LENDS, COLLECTS, SHOP = (
    "潮汐付支付有限公司",
    "南宁邕岸小额贷款有限公司",
    "长沙湘岸信用管理有限公司",
    "海口椰岸通讯器材有限公司",
)
PURSUED = (
    (PAYS, "payment_institution"),
    (LENDS, "lender"),
    (COLLECTS, "collector"),
    (SHOP, "shop"),
)
OF_THE_NUMBER = """7月4日我在一间手机店买了这个号，店的名字叫海口椰岸通讯器材有限公司。
7月11日，有人打电话来找梁启文，讲他在南宁邕岸小额贷款有限公司借了钱不还。我讲我不是。
7月28日，我去手机店，老板讲能打就行了。"""


def test_a_debt_was_denied_to_who_called_that_day_and_not_to_whom_the_call_names_as_the_creditor():
    call = Received("13800000952", "湘岸信用的，帮邕岸小贷找梁启文要钱，我说号是新买的。", "2026-07-11", True)
    story = told(OF_THE_NUMBER, PURSUED, (call,))
    found = each_told(story, informed_on="2026-07-11")
    assert [name for name, one in found.items() if one.informed] == [COLLECTS]
    assert whose(found, story) == [COLLECTS]


def test_what_was_asked_in_the_shop_was_asked_of_it():
    companies = companies_in(PURSUED, ("潮汐付",), OF_THE_NUMBER)
    about = told_about(OF_THE_NUMBER, companies)
    assert asked_on("2026-07-28", about, {PAYS, LENDS, COLLECTS, SHOP}) == SHOP


@pytest.mark.parametrize(
    ("account", "owed", "runs"),
    [("潮汐付", "others", True), ("邕岸小贷", "others", False), ("潮汐付", "", False)],
)
def test_who_only_says_that_there_is_a_debt_runs_no_account(account: str, owed: str, runs: bool):
    facts = {
        "number": {"accounts_bound": [account]},
        "debt": {"owed": owed} if owed else {},
        "respondents": [{"role": role, "name": name} for name, role in PURSUED],
    }
    assert runs_none(facts) is runs


def number_case(channel: str) -> Case:
    facts: dict[str, Any] = {
        "kind": "second_hand_number",
        "situations": ["account_bound", "former_holder_pursued"],
        "wishes": ["unbind", "stop"],
        "event": {"first": "2026-07-09", "last": "2026-11-24"},
        "complainant": {"capacity": "subscriber"},
        "contacts": {"channels": ["call", "sms"], "count": 234, "max_per_day": 8, "night": True},
        "number": {"second_hand": True, "registrant_is_me": True, "accounts_bound": ["潮汐付"]},
        "debt": {
            "owed": "others",
            "debtor": "梁启文",
            "collected_by": "entrusted",
            "told_them_on": "2026-07-11",
        },
        "respondents": [{"role": role, "name": name} for name, role in PURSUED[:3]],
    }
    each = {
        PAYS: EachTold(counted="短信19条"),
        COLLECTS: EachTold(counted="电话168个、短信47条", first_on="2026-07-11", informed=True),
    }
    case = case_before(facts, channel)
    with_each = tuple(replace(one, told=each.get(one.name, EachTold())) for one in case.respondents)
    return replace(case, respondents=with_each, number="13900000001")


def test_a_claim_counts_the_collectors_calls_apart_from_what_an_account_sent():
    made = Claim(court="甲市乙区人民法院", on=ON, case=number_case("court"))
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert "自2026年7月11日至11月24日，被告3向原告拨打电话、发送短信共215次" in text
    assert "被告1向原告发来短信19条" in text
    assert "共234次" not in text
    assert "告知被告3该笔债务" in text


def test_a_count_of_one_rests_on_no_answer_that_is_not_given():
    case = number_case("court")
    contacts = {name: one for name, one in case.facts["contacts"].items() if name != "channels"}
    case = replace(case, facts={**case.facts, "contacts": contacts})
    lacking = unfounded_in(Claim(court="甲市乙区人民法院", on=ON, case=case))
    assert not any("215次" in one.text for one in lacking)


def test_a_claim_asks_nobody_but_who_runs_the_account_to_unbind_it():
    made = Claim(court="甲市乙区人民法院", on=ON, case=number_case("court"))
    text = "\n".join(block.text for block in blocks_of(made).blocks)
    assert f"判令{PAYS}解除" in text
    assert f"被告2{LENDS}是所称债权的出借机构" in text
    assert "该号码绑定着他人在被告1的账号" in text


def test_what_another_signed_before_splits_the_count():
    each = {
        LENDS: EachTold(first_on="2026-07-09"),
        COLLECTS: EachTold(first_on="2026-07-11", informed=True),
    }
    case = number_case("court")
    case = replace(
        case, respondents=tuple(replace(one, told=each.get(one.name, EachTold())) for one in case.respondents)
    )
    text = "\n".join(
        block.text for block in blocks_of(Claim(court="甲市乙区人民法院", on=ON, case=case)).blocks
    )
    assert "2026年7月9日，被告2向原告发来信息；自2026年7月11日起，被告3联系原告" in text
    assert "被告2和被告3向原告拨打电话、发送短信共234次" in text
    assert "各自的次数以通信记录为准" in text


# ── What something cost ───────────────────────────────────────────────────────────────────────────────────────────────
BANK = "鞍西银行股份有限公司"
CARD = ((BANK, "bank"), (COLLECTS, "collector"), ("甲通信有限公司", "operator"))
COST = """5月20日银行说我征信有问题没给批，5月21日定金房东只退了一半，亏了5000元。
6月22日开始换成长沙湘岸信用管理有限公司来催。
7月15日湘岸打到我们班组，扣了150元。
跑了几趟银行，路费花了54元。
去派出所和银行，坐车用了30元。
我要求扣的150元谁的责任谁赔。"""


@pytest.mark.parametrize(
    ("what", "yuan", "without"),
    [
        ("购房定金损失", 5000, {COLLECTS}),
        ("误工费", 150, {"甲通信有限公司"}),
        ("交通费", 54, {COLLECTS, "甲通信有限公司"}),
        ("交通费", 30, set()),
        ("交通费", 77, set()),
    ],
)
def test_whoever_cannot_have_caused_a_cost_is_spared_it(what: str, yuan: int, without: set[str]):
    story = told(COST, CARD)
    found = spared([(what, Decimal(yuan))], story, each_told(story))
    assert {name for name, some in found.items() if some} == without


def test_a_letter_tells_a_company_of_no_cost_that_others_caused():
    rows = [
        {"role": "collector", "name": COLLECTS, "uscc": "", "told": {"spared": ["交通费"]}},
        {"role": "lender", "name": LENDS, "uscc": ""},
    ]
    fields: Any = {
        "respondents": rows,
        "costs": [{"what": "因此支出的交通费", "yuan": "72"}, {"what": "误工费", "yuan": "150"}],
        "told.loss": {"costs": [{"what": "交通费", "yuan": 72}, {"what": "误工费", "yuan": 150}]},
    }
    sent = addressed(fields, to=COLLECTS, channel="lender", kind="second_hand_number")
    assert [row["what"] for row in sent["costs"]] == ["误工费"]
    assert [row["what"] for row in sent["told.loss"]["costs"]] == ["误工费"]
    assert len(addressed(fields, to=LENDS, channel="lender", kind="second_hand_number")["costs"]) == 2


@pytest.mark.parametrize(
    ("kind", "story", "lost"),
    [
        ("second_hand_number", "来回跑手机店、营业厅，坐车用了72块。", True),
        ("second_hand_number", "跑营业厅和派出所，坐车用了72块。", False),
        ("harassment", "来回跑手机店、营业厅，坐车用了72块。", False),
    ],
)
def test_a_fare_is_a_loss_where_a_number_was_somebody_elses_before(kind: str, story: str, lost: bool):
    assert (loss_of(as_spent("交通费", Decimal(72), story, kind=kind)) == LOST) is lost


def of_both(costs: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "kind": "second_hand_number",
        "situations": ["account_bound", "number_not_disclosed"],
        "wishes": ["unbind", "damages"],
        "event": {"first": "2026-05-30", "last": "2026-11-21"},
        "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
        "contacts": {"channels": ["sms"], "count": 57},
        "number": {
            "second_hand": True,
            "told": False,
            "registrant_is_me": True,
            "opened_by_me": True,
            "activated_on": "2026-05-18",
            "accounts_bound": ["市民通"],
        },
        "loss": {"costs": costs},
        "respondents": [
            {"role": "platform", "name": "江苏市民通数字科技有限公司", "consumer": False},
            {"role": "operator", "name": "甲通信有限公司", "consumer": True},
        ],
    }


def test_who_owes_by_contract_and_who_wronged_the_person_owe_no_shares_of_a_sum():
    facts = of_both([{"what": "因此支出的交通费", "yuan": 36}])
    both = offered(asked(facts, "court", ["damages:1", "damages:2"]))["damages"]
    assert both.sentences == (
        "判令江苏市民通数字科技有限公司赔偿原告财产损失36元",
        "判令甲通信有限公司就上述款项承担赔偿责任（同一笔款项以受偿一次为限）",
    )
    named = "".join(one.citation for one in both.provisions)
    for article in ("第五百七十七条", "第五百八十四条", "第一千一百八十二条"):
        assert article in named
    assert "第一千一百七十二条" not in named
    assert "第一千一百八十四条" not in named
