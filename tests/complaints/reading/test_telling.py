"""What a story states, so that it is not asked again; which kinds it can be; whether it speaks of danger."""

from datetime import date
from typing import Any

import pytest

from complaints.reading import asked_before, dangers, facts_told, likely_kinds, triage
from complaints.reading.pressure import court_paper_in

TODAY = date(2026, 11, 29)
H, N, F = "harassment", "second_hand_number", "fake_collection"


def told(story: str, kind: str) -> dict[str, Any]:
    return {one.fact: one.value for one in facts_told(story, kind=kind, today=TODAY)}


@pytest.mark.parametrize(
    ("story", "kind", "fact", "value"),
    [
        ("一共收到80多条广告短信", H, "contacts.count", 80),
        ("最多一天收到二十三条", H, "contacts.max_per_day", 23),
        ("11月4日我回复了R退订，没用", H, "refusal.on", "2026-11-04"),
        ("12月1日我回复退订", H, "refusal.on", "2025-12-01"),  # the last such day
        ("2025年11月4日回复退订", H, "refusal.on", "2025-11-04"),
        ("从11月1日起天天发", H, "event.first", "2026-11-01"),
        ("我從來沒有同意過他們發", H, "consent.status", "none"),
        ("未经我同意就发广告", H, "consent.status", "none"),
        ("我退订过，没用", H, "refusal.made", True),
        ("我打了客服要求取消，还是发", H, "refusal.ways", ["hotline"]),
        ("退订一次扣了0.1元", H, "content.opt_out_fee", 0.1),
        ("这是别人用过的二次号，营业员没告诉我", N, "number.told", False),
        ("换了个新号，谁知道是别人用过的，人家也没跟我说", N, "number.told", False),
        ("二次号，支付宝和微信还绑着别人的账号", N, "number.accounts_bound", ["支付宝", "微信"]),
        (
            "用新号开江南银行的手机银行，提示这个号码已经绑定了别的客户",
            N,
            "number.accounts_bound",
            ["江南银行"],
        ),
        ("这卡是二次号，工商银行还绑着前机主。", N, "number.accounts_bound", ["工商银行"]),
        ("我根本没在他们那里留过电话", H, "consent.status", "none"),
        ("这卡以前是陈某用的，他在外面借了网贷", N, "debt.owed", "others"),
        ("天天有催收电话找一个姓李的人", N, "debt.owed", "others"),
        ("催债的找不认识的人", N, "debt.owed", "others"),
        ("我从来没有借过钱", F, "debt.owed", "none"),
        ("早就还清了还催", F, "debt.owed", "settled"),
        ("他们说要打断我的腿，还骂人", F, "debt.threats", ["violence", "insult"]),
        ("说要派人到我家里来贴大字报", F, "debt.threats", ["violence", "publicity"]),
        ("说过两天上我家门口堵着", F, "debt.threats", ["violence"]),
        ("自称是派出所的", F, "debt.impersonates", "police"),
        ("说再不还就到他单位去闹", F, "debt.threats", ["publicity"]),
        ("说要让全村都知道", F, "debt.threats", ["publicity"]),
        ("给我12个同事打了电话", F, "debt.contacts_told", 12),
        ("说他欠两万三千", F, "debt.claimed", 23000),
        ("说我欠两万三", F, "debt.claimed", 23000),
        ("最后一次是11月27号", F, "event.last", "2026-11-27"),
        ("最近一次是昨天", H, "event.last", "2026-11-28"),
        ("到昨天一共打了差不多三十个", H, "event.last", "2026-11-28"),
        ("昨天又打来了", F, "event.last", "2026-11-28"),
        ("从前天开始，一直发", H, "event.first", "2026-11-27"),
        ("9月15号在联通营业厅办的新号", N, "number.activated_on", "2026-09-15"),
        ("从来没买过他家东西、没注册过", H, "complainant.consumer_of_respondent", False),
        ("他们催刘建军的钱，刘建军是我同事，他欠的钱", F, "debt.debtor", "刘建军"),
        ("短信说退订回R，我回了三次R，没用", H, "refusal.ways", ["sms_reply"]),
        ("按它写的退订回R，我回了三遍，还是发", H, "refusal.ways", ["sms_reply"]),
        ("没在他们那儿买过东西，也没留过电话", H, "complainant.consumer_of_respondent", False),
        ("说了好几次别打了，他们说好的，第二天换个号又打", H, "refusal.ways", ["at_once"]),
        ("每次我都说别再打了", H, "refusal.made", True),
        ("跟他们讲了七八遍不要再打", H, "refusal.ways", ["at_once"]),
        ("告诉过他们不要发了", H, "refusal.made", True),
        ("11月20号突然收到短信说我欠钱", F, "event.first", "2026-11-20"),
        ("昨天还说再不还就告诉我单位", F, "event.last", "2026-11-28"),
        ("半夜也打电话", F, "contacts.night", True),
        ("还P了我的照片发群里", F, "debt.published", ["photo"]),
        ("把我的身份证照片发到业主群，还在群里骂我", F, "debt.published", ["photo", "identity", "insult"]),
        ("给我通讯录里的同事、表姐打电话，说我诈骗", F, "debt.published", ["insult"]),
        ("他们在村里贴我欠钱的大字报", F, "debt.published", ["debt"]),
    ],
)
def test_what_is_said_is_read(story: str, kind: str, fact: str, value: Any) -> None:
    assert told(story, kind)[fact] == value


@pytest.mark.parametrize(
    ("story", "count"),
    [
        ("一共收到80条", 80),
        ("到昨天一共打了三十个", 30),
        ("收到80条广告短信", 80),
        ("从上个月开始收到了30多条", 30),
        ("从上个月到现在一共收到200条", 200),
        ("这半年一共打来40次", 40),
        ("天天给我发，已经发了40条", 40),
        ("前后打了二十个电话", 20),
        ("他给我打了3个电话，我没接", 3),
        ("昨晚打来3次，一共打了20次", 20),
    ],
)
def test_a_total_is_read(story: str, count: int) -> None:
    assert told(story, H)["contacts.count"] == count


@pytest.mark.parametrize(
    "story",
    [
        "天天打电话，最后打来的3次我录了音",
        "最后三个电话是11月20日打来的",
        "光昨天就打了我3个电话",
        "今天又打来3个电话",
        "已经打了一年了，这个星期打了3次",
        "昨天一共打了3个",
        "昨晚打来3次，今天打来5次",
        "上周打了10个，这周打了12个",
        "11月20日打了3个电话",
        "半天收到12条",
        "后来又发了5条",
        "每天打来20个",
        "不停发短信，我截了其中3条",
        "打了很多次，录下来打来的3次",
        "短信一共80条，电话一共20个",
        "我一共投诉了3次",
        "一共退订了5次",
        "我打了3次客服电话",
        "总共扣了3次费",
        "打了3个电话给我妈",
        "有三次打到我单位",
        "短信说您已被催收3次",
    ],
)
def test_a_part_is_not_the_total(story: str) -> None:
    """What came last, on a day, or was kept is less than all; what I did myself did not come: the total is asked."""
    assert "contacts.count" not in told(story, H)


def test_the_first_day_of_many_is_not_the_worst() -> None:
    assert "contacts.max_per_day" not in told("第一天打了3个电话", H)
    assert told("一天打了30个电话", H)["contacts.max_per_day"] == 30


@pytest.mark.parametrize(
    ("story", "owed"),
    [
        ("我老公手机上天天有电话，说他欠了一笔债，他根本没有欠。", "none"),
        ("我丈夫手机上有人打电话要一笔他没有的债", "none"),
        ("我丈夫接到电话，说他欠债，他不欠", "none"),
        ("我老公手机上有电话来要债，这个债他没有", "none"),
        ("我爸的手机天天有人打，说他欠钱，他连网贷是什么都不知道", "none"),
        ("我妈手机收到短信说她借款逾期，她从没贷过款", "none"),
        ("我老婆的电话被催债的打爆了，她没欠谁钱", "none"),
        ("我对象手机上一直有人来电话说欠钱，压根没有的事", "none"),
        ("爷爷奶奶家的固定电话天天有人催还钱，他们没借", "none"),
        ("我家座机老有人打来让还款，家里没人借过钱", "none"),
        ("店里的电话总有人打来说我们欠货款，我们不欠", "none"),
        ("先生的手机上总有人打电话来讨一笔他没有的债", "none"),
        ("单位座机总有人打来说公司里的某某欠款，没这个人", "others"),
        ("我们办公室电话天天被打，说要找一个欠钱的人，我们单位没有这个人", "others"),
    ],
)
def test_a_debt_that_is_not_there_is_false_debt_whoever_is_called(story: str, owed: str) -> None:
    situation = {"none": "no_debt", "others": "others_debt"}[owed]
    assert likely_kinds(story)[0] == F
    assert situation in {one.slug for one in triage(story).situations}
    said = told(story, F)
    assert said["debt.owed"] == owed
    # Whose telephone it is, is asked where it is not the teller's own.
    assert said.get("complainant.capacity") not in ("recipient", "debtors_contact")


@pytest.mark.parametrize(
    "story",
    [
        "房产中介天天打电话，说他们有新楼盘，我从来没有登记过。",
        "贷款公司打电话推销，说他们利息低，我没有借款的需要，烦死了。",
        "电话里说店里做活动，不要钱，我没去过这家店。",
    ],
)
def test_advertising_is_no_false_debt(story: str) -> None:
    assert likely_kinds(story)[:1] != (F,)


@pytest.mark.parametrize(
    ("story", "kind", "fact"),
    [
        ("一天打十几个", H, "contacts.max_per_day"),
        ("上个月月初开始的", H, "event.first"),
        ("昨天打了12345", F, "event.last"),
        ("昨天我打了客服电话", F, "event.last"),
        ("每条都写退订回R", H, "refusal.made"),
        ("他说别打了，这个号打不通", H, "refusal.made"),
        ("对方让我别打了", H, "refusal.made"),
        ("我没说别打，怕得罪人", H, "refusal.made"),
        ("我想说别打了，他就挂了", H, "refusal.made"),
        ("我从来没买过他家东西", H, "complainant.consumer_of_respondent"),
        ("我借了两万", F, "debt.claimed"),
        ("他们说王小宁欠钱，我根本没借过", F, "debt.debtor"),
        ("一天七八个电话", H, "contacts.max_per_day"),
        ("天天收到广告短信，一共收到80条", H, "contacts.max_per_day"),
        ("13月40日回复退订", H, "refusal.on"),
        ("2027年1月3日回复退订", H, "refusal.on"),
        ("我借了5000块，金额不对", F, "debt.owed"),  # somebody's own debt is never turned into another
        ("从来没借过，又说我早还清了", F, "debt.owed"),
        ("没有签过合同", H, "consent.status"),
        ("我从来没有在这家店买过东西", H, "consent.status"),  # that is no word on consent
        ("我不想再收到这些短信", H, "refusal.made"),  # nor this a refusal
        ("这是二次号，打电话来的人都没说是谁，天天打，烦死了，也不知道是谁", N, "number.told"),
        ("二次号", N, "number.told"),
        ("我是被打扰的人", H, "contacts.channels"),
        ("他们说要把我的照片发到公司群", F, "debt.published"),  # a threat is no deed
        ("再不还就把我照片发朋友圈", F, "debt.published"),
        ("我把照片发给公司客服做人脸验证", F, "debt.published"),
        ("他们没有把照片发给同事", F, "debt.published"),
    ],
)
def test_what_is_not_said_stays_unknown(story: str, kind: str, fact: str) -> None:
    assert fact not in told(story, kind)


def test_each_fact_comes_with_its_words() -> None:
    story = "双十一前后天天收到廣告簡訊，11月4日回覆了R"
    for one in facts_told(story, kind=H, today=TODAY):
        assert all(word in story for word in one.words.split("、")), one


@pytest.mark.parametrize(
    "text", ["", "\x00" * 50, "月日" * 5000, "一共" * 4000 + "条", "9" * 20000 + "条", "😀从月日起"]
)
def test_any_text_is_read(text: str) -> None:
    for kind in (H, N, F):
        facts_told(text, kind=kind, today=TODAY)
    likely_kinds(text)
    dangers(text)


@pytest.mark.parametrize(
    ("story", "kinds"),
    [
        ("我新办的号是别人用过的二次号，天天有催收电话", (N,)),
        ("我从来没有借过钱，天天有人催我还款", (F,)),
        ("天天收到卖房子的广告短信", (H,)),
        ("我新办的号码天天接到找张三要钱的催收电话", (N, F)),
        ("天天收到广告短信，还有人催我还网贷，我没借过", (F, H)),
        ("总有人打电话来", ()),
    ],
)
def test_both_likely_kinds_are_offered_where_it_is_unclear(story: str, kinds: tuple[str, ...]) -> None:
    assert likely_kinds(story) == kinds


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("再不还就打断你的腿", "violence"),
        ("他們說要上門堵我家門", "violence"),
        ("三天内不还就派人到你家里贴大字报", "violence"),
        ("我真的不想活了", "life"),
        ("让我把钱转到安全账户", "money"),
        ("手机突然没有信号了", "card"),
        ("威胁我说要爆通讯录", "threat"),
        ("欠款5000元，今日不还将上门，并通知您的单位和家人", "threat"),
    ],
)
def test_danger_is_noticed(text: str, danger: str) -> None:
    assert danger in dangers("别的话", text)


@pytest.mark.parametrize(
    "text",
    [
        "天天打我电话推销",
        "【某某旗舰店】满200减60，拒收请回复R",
        "打扰我休息",
        "我回复了退订还是发",
        "师傅说要上门安装宽带",
        "我派人到他家里取的快递",
    ],
)
def test_what_is_no_danger_rings_no_alarm(text: str) -> None:
    assert dangers(text) == []


@pytest.mark.parametrize(
    ("story", "words"),
    [
        ("我打了12315，没有下文", "打了12315"),
        ("营业厅我去过两次，10010也打了", "营业厅我去过"),
        ("我去过营业厅两次", "去过营业厅"),
        ("我去营业厅办的卡", ""),
        ("向运营商投诉过两次", "投诉过"),
        ("報過警了", "報過警"),
        ("我要投诉他们", ""),
        ("他们说要起诉我", ""),
        ("再不停我就举报", ""),
    ],
)
def test_that_somebody_was_asked_before_is_noticed(story: str, words: str) -> None:
    found = asked_before(story)
    assert bool(found) == bool(words)
    assert words in found or found in words


@pytest.mark.parametrize(
    "story",
    [
        "去年9月给自己换了个新号，谁知道是别人用过的，天天有人找一个姓陈的要债",
        "办的新卡是人家用过的，微信绑不了",
        "这个号码别人以前用过，老有人来要钱",
    ],
)
def test_a_number_that_somebody_used_before_leaves_no_doubt(story: str) -> None:
    assert likely_kinds(story) == (N,)


@pytest.mark.parametrize(
    ("story", "paper"),
    [
        ("九月十日发来一张“法院传票”照片，法院说没有这个案号。", "法院传票"),
        ("他们寄来一份应诉通知书。", "应诉通知书"),
        # Whoever says so besides, posed.
        ("自称法院执行局，还发来一张传票。", ""),
        ("来电的说我们是区法院的，已经立案。", ""),
        ("催收发来短信，说要去法院起诉我。", ""),
    ],
)
def test_a_court_paper_that_was_sent_is_told_apart_from_who_posed_as_its_people(story: str, paper: str):
    assert court_paper_in(story) == paper


def test_of_several_days_counted_from_today_the_latest_was_the_last() -> None:
    said = {
        one.fact: one.value
        for one in facts_told("前天收到一条短信，昨天他们又打电话来。", kind=F, today=date(2026, 12, 1))
    }
    assert said["event.last"] == "2026-11-30"
