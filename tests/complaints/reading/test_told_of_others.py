"""What a story tells of people: as whom, against whom, whom they asked before (pure). Invented people and companies."""

from datetime import date

import pytest

from complaints.reading import (
    companies_named,
    facts_told,
    steps_told,
    tells_of_another,
    tells_of_anothers_number,
)
from complaints.understanding import facts_read, named_by_story, role_named, situations_suggested

TODAY = date(2026, 11, 29)
H, N, F = "harassment", "second_hand_number", "fake_collection"


def capacity(story: str, kind: str) -> str:
    told = {one.fact: one.value for one in facts_told(story, kind=kind, today=TODAY)}
    return str(told.get("complainant.capacity", ""))


@pytest.mark.parametrize(
    ("kind", "story", "said"),
    [
        (H, "店家天天给我发广告，我没有同意过", "recipient"),
        (H, "我儿子今年12岁，他的手机天天收到游戏广告", "guardian"),
        (H, "我女儿上小学，孩子的电话手表总接到推销电话", "guardian"),
        (F, "我从来没有借过钱，天天打我电话", "recipient"),
        (F, "催收说我弟弟欠钱，天天打给我", "debtors_contact"),
        (F, "朋友的贷款逾期了，催收短信天天发到我手机上", "debtors_contact"),
        (N, "我新办的手机号是二次号", "subscriber"),
        (N, "9月3日在营业厅办了新号，没说是二次号", "subscriber"),
        (N, "我6月18号在营业厅办了个移动的号，天天有人找一个叫刘建军的", "subscriber"),
        (N, "我3月办了一个号，总有人找刘建军", "subscriber"),
        (N, "我以前的手机号停用了，新机主登录了我的支付宝", "former_holder"),
        (F, "我替我妈妈来登记。她天天接到催收电话", "authorised_helper"),
        (H, "我帮我爸投诉，他的手机天天收到广告短信", "authorised_helper"),
        (N, "我妈不会弄，我替她来问：她新办的号是别人用过的", "authorised_helper"),
    ],
)
def test_as_whom_somebody_complains_is_read(kind: str, story: str, said: str) -> None:
    assert capacity(story, kind) == said


@pytest.mark.parametrize(
    ("kind", "story"),
    [
        (H, "我妻子的手机三天收到六百条短信"),
        (H, "我母亲连续三个月收到短信"),
        (H, "我女儿的手机天天收到广告"),  # she may be grown up
        (H, "天天收到广告短信"),
        (H, "替我女儿投诉，她的手机天天收到广告"),
        (F, "我替我外甥还了钱，他们还打"),
        (F, "我妻子三天收到672条催收短信"),
        (N, "给孩子办的号码天天有人打"),
        (N, "我换号了，以前的号码注销了，新办的号又是二次号"),
    ],
)
def test_as_whom_is_asked_where_words_leave_it_open(kind: str, story: str) -> None:
    assert capacity(story, kind) == ""


@pytest.mark.parametrize(
    ("story", "of_another"),
    [
        ("他的电话一直打给我", False),
        ("对方换了好几个号，他的电话我拉黑了还打", False),
        ("骗子的电话，他的号码是95XXX，天天打给我", False),
        ("催收员说他的手机号是138，天天给我打电话", False),
        ("替朋友担保，现在天天催我", False),
        ("我妈的手机天天收到广告", True),
        ("我妈七十了，她的手机天天收到广告", True),
        ("我妈的手机天天收到短信，她打给我诉苦", True),
        ("我朋友的电话被他打爆了", True),
        ("他们打到我妈那里", True),
        ("帮我爸登记，天天给我爸打电话", True),
    ],
)
def test_whose_telephone_it_is_is_in_doubt_only_where_it_may_be_anothers(
    story: str, of_another: bool
) -> None:
    assert tells_of_another(story) is of_another


@pytest.mark.parametrize(
    ("story", "capacity_read"),
    [
        ("我妈新办的手机号是二次号，天天有人找前机主", ""),
        ("给我爸办了张卡，总有催债的打给他", ""),
        ("给孩子办的号码天天有人打", ""),
        ("我女儿的手机号是别人用过的，老有人找前机主要钱", ""),
        ("我爸以前的手机号停用了，新机主登录了他的支付宝", ""),
        ("我妈的号码是二次号，催收的人一直打给我", ""),
        ("帮邻居办的号，银行天天来短信", ""),
        ("我妈今年70，9月份在营业厅办了个新号，谁知道是别人用过的", ""),
        ("我妈说不用管，我新办的手机号是别人用过的", "subscriber"),
        ("我新办的手机号，天天接到找前机主的电话", "subscriber"),
        ("我老公给我办的新号是二次号，前机主的朋友老打来", "subscriber"),
        ("新号是别人用过的，绑着人家的支付宝", "subscriber"),
        ("朋友介绍我办的新号，是二次号", "subscriber"),
        ("我以前的手机号停用了，新机主登录了我的支付宝", "former_holder"),
    ],
)
def test_a_number_of_another_is_not_filed_as_ones_own(story: str, capacity_read: str) -> None:
    assert tells_of_anothers_number(story) is (capacity_read == "")
    assert capacity(story, N) == capacity_read


@pytest.mark.parametrize(
    ("story", "names"),
    [
        ("示例旗舰店从11月1日起天天给我发广告短信", ["示例旗舰店"]),
        ("自称示例金服的人说我欠了8000元", ["示例金服"]),
        ("平安普惠的催收员天天打电话", ["平安普惠"]),
        ("收到【示例优选】的短信，示例教育科技有限公司的人也打来推销", ["示例优选", "示例教育科技有限公司"]),
        ("我在平安普惠没有借过钱，天天有人打电话", []),
        ("一家叫某某贷的公司催我，小额贷款公司也打电话", []),
        ("我们公司天天收到短信，对方自称公安局", []),
        ("李女士买新房后装修公司每天打来十个电话", []),
        ("上个月开始，一个叫易捷贷的天天打电话，说我欠八千多块", ["易捷贷"]),
        ("有家叫示例金服的公司催我", ["示例金服"]),
        ("有个叫“恒诚资产”的公司打我手机", ["恒诚资产"]),
        ("一个叫甲乙信息的公司说我欠钱", ["甲乙信息"]),
        ("打来的有一个自称是“融信达”的，说替“快易花”收钱", ["融信达", "快易花"]),
        ("恒诚资产天天打来催", ["恒诚资产"]),
        ("老被一个卖保健品的骚扰，自称“康寿堂”，一天四五个", ["康寿堂"]),
        ("自称“王玉明”，天天打", []),
        ("自称“李经理”，要找一个叫“陈国栋”的人", []),
        ("他的资产很多，打电话给我", []),
        ("有个叫张三的天天打电话，一个叫老王的邻居也知道", []),
    ],
)
def test_who_is_named_as_the_other_side(story: str, names: list[str]) -> None:
    assert [name for name, _words in companies_named(story)] == names


@pytest.mark.parametrize(
    ("story", "steps"),
    [
        ("11月10日打过12321投诉，没有结果", [("12321", "report", "2026-11-10", "unsolved")]),
        ("10月8日打10086投诉，客服说解决不了", [("operator", "complaint", "2026-10-08", "unsolved")]),
        ("昨天打了12345，没人管", [("other_authority", "complaint", "2026-11-28", "unsolved")]),
        ("11月3日去派出所报了案，不予立案", [("police", "report", "2026-11-03", "refused")]),
        ("2026年9月1日向12315投诉，至今没有答复", [("12315", "complaint", "2026-09-01", "unanswered")]),
        ("11月8日报过警", [("police", "report", "2026-11-08", "")]),
        ("打过12315，没人管", [("12315", "complaint", "", "unsolved")]),
        ("我打了淘宝客服，让解绑，他们不管", [("platform", "complaint", "", "unsolved")]),
        ("找过运营商，没用", [("operator", "complaint", "", "unsolved")]),
        ("去过网点，也没解决", [("operator", "complaint", "", "unsolved")]),
        ("报过警，没有立案", [("police", "report", "", "refused")]),
        ("找过它客服", [("respondent", "complaint", "", "")]),
        ("派出所我去过，不受理", [("police", "report", "", "refused")]),
        ("联系过招联金融客服，没有答复", [("lender", "complaint", "", "unanswered")]),
        ("给京东客服反映过，没人管", [("platform", "complaint", "", "unsolved")]),
        ("工信部投诉过了，没结果", [("telecom_appeal", "complaint", "", "unsolved")]),
        ("10010打过，没什么用", [("operator", "complaint", "", "unsolved")]),
        ("10086我也打了", [("operator", "complaint", "", "")]),
        ("10010打过来推销", []),
        ("10010打过我好几次", []),
        ("10010打了三次推销电话", []),
        ("客服让我打12315", []),
        ("没有找过运营商", []),
        ("去移动营业厅办了个号", []),
        ("在联通营业厅办的", []),
        ("他们打了12345", []),
        ("移动打了我好几次电话", []),
        ("11月10日我想打12315投诉", []),
        ("11月10日还没报警", []),
        ("11月10日收到12321发来的短信", []),
    ],
)
def test_whom_they_asked_before_on_which_day(story: str, steps: list[tuple[str, str, str, str]]) -> None:
    assert [(one.to, one.act, one.on, one.came) for one in steps_told(story, today=TODAY)] == steps


def test_a_message_that_sends_people_home_threatens_with_a_visit() -> None:
    message = {"text": "【示例金服】您的借款5000元已逾期，三天内不还就派人到你家里贴大字报"}
    answers = {"kind": {"kind": F}, "message": message, "reading": {"category": "collection"}}
    read = facts_read(answers, F, ["threats_impersonation"], today=date(2026, 11, 29))
    said = next(one for (_page, name), one in read.items() if name == "debt__threats")
    assert said.value == ["violence", "publicity"]
    assert "派人到你家" in said.words


def test_of_a_number_who_calls_for_whoever_had_it_is_named_beside_its_operator() -> None:
    story = (
        "我新办的电信卡是二次号，打来的自称是“融信达”的，找前机主。开江南银行的手机银行，说号码绑定了别人。"
    )
    answers = {"story": {"story": story}}
    named = [(name, role_named(name, N)) for name, _words in named_by_story(answers, N)]
    assert named == [("中国电信", "operator"), ("江南银行", "bank"), ("融信达", "unknown")]


def test_that_it_came_again_on_a_day_is_the_last_time() -> None:
    story = "从11月1日起天天打来。11月5日又打来，11月12日又打来，我11月20日报了警。"
    told = {one.fact: one.value for one in facts_told(story, kind=F, today=TODAY)}
    assert (told["event.first"], told["event.last"]) == ("2026-11-01", "2026-11-12")


def test_whose_the_debt_is_stands_in_whom_they_look_for() -> None:
    told = {one.fact: one.value for one in facts_told("天天接到找前机主的催收电话", kind=N, today=TODAY)}
    assert told["debt.owed"] == "others"
    assert "debt.owed" not in {one.fact for one in facts_told("天天有人找前机主", kind=N, today=TODAY)}


def test_a_number_that_somebody_had_before_and_whose_debt_it_is() -> None:
    story = (
        "在联通营业厅办了个新号，没人告诉我是别人用过的。有人打来找张国强，说他欠网贷，昨天一天就接了9个。"
    )
    told = {one.fact: one.value for one in facts_told(story, kind=N, today=TODAY)}
    assert told["number.second_hand"] is True
    assert told["number.told"] is False
    assert told["debt.owed"] == "others"
    assert (told["contacts.max_per_day"], told["event.last"]) == (9, "2026-11-28")
    assert "number_not_disclosed" in situations_suggested({"story": {"story": story}}, N)


def test_what_somebody_else_used_is_no_number() -> None:
    told = {one.fact for one in facts_told("新号没问题，手机壳是别人用过的旧东西", kind=N, today=TODAY)}
    assert "number.second_hand" not in told
