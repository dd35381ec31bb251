"""A claim tells what somebody told, of the plaintiff: the same words, and what others said as they said it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents.cautions import ADMITS
from documents.excerpts import (
    Telling,
    excerpts_of,
    quotation_of,
    quoted_in,
    retold,
    together,
)
from documents.material import Case, Person, Prior
from documents.official import form_of
from documents.retelling import Teller, in_third_person
from documents.story_details import filled_by, filled_in

COURT = form_of("court")
ON = date(2026, 11, 29)
FACTS = {"event": {"first": "2026-03-18", "last": "2026-11-16"}}
PLAINTIFF = Teller("原告", facts=FACTS)
GUARDIAN = Teller("法定代理人", "原告", FACTS)

RETOLD = {
    "我拉黑了十几个号，没用。": "原告拉黑了十几个号，没用。",
    "3月25号我回了TD，它回我“退订成功”。": "2026年3月25日原告回了TD，它回原告“退订成功”。",
    "我是去年〔2025年〕3月办的年卡，1980块。": "原告是2025年3月办的年卡，1980元。",
    "还打给我妈，说“叫你女儿还钱”。": "还打给原告的母亲，说“叫你女儿还钱”。",
    "发到我们家亲戚的群里，也发到我们小区。": "发到原告家亲戚的群里，也发到原告所在的小区。",
    "电话有六十来个吧。": "电话有六十来个。",
    "有一单43块6没有付。": "有一单43.6元没有付。",
    "花9块9买了三节课，误了两趟活，六百块。": "花9.9元买了三节课，误了两趟活，六百元。",
    "我和他一块去的。": "原告和他一块去的。",
    "我今年七十四，一个人住。": "原告现年七十四岁，一个人住。",
    "2月8号我看了一套房。": "2026年2月8日原告看了一套房。",
    "8月12号店里来电话。": "2026年8月12日店里来电话。",
    "我在12号楼住，12号线上班。": "原告在12号楼住，12号线上班。",
    "我说把我电话删了，他把我拉黑了。": "原告要求把原告电话删了，他把原告拉黑了。",
    "5月9号我打他们客服，说已经给我标了“不再联系”。": "2026年5月9日原告打他们客服，客服说已经给原告标了“不再联系”。",
    "7月24号回我，说会规范催收。": "2026年7月24日答复原告，说会规范催收。",
    "没人回我，说了也没用。": "没人回原告，说了也没用。",
    "2025年12月我报了名，1月5号上的课。": "2025年12月原告报了名，1月5日上的课。",
    "2024年我在上头卖过货，9月5号我找客服。": "2024年原告在上头卖过货，2026年9月5日原告找客服。",
    "6月18号我微信转给她300。": "2026年6月18日原告微信转给她300。",
    "软件的事请我自己找他们。": "软件的事请原告自己找他们。",
    "他又没给我拍片子。": "他并没有给原告拍片子。",
    "打给我丈母娘，丈母娘吓坏了，也打给我姐。": "打给原告的岳母，岳母吓坏了，也打给原告的姐姐。",
    "我现在听见铃声就发抖。": "原告现在听见铃声就发抖。",
    "我以为是我刷视频刷的。": "原告以为是自己刷视频刷的。",
    "我当是我订的染膏。": "原告当是自己订的染膏。",
    "群里有人讲是我自己提了装不晓得。": "群里有人讲是原告自己提了装不晓得。",
    "就我跟我表妹两个人。": "就原告跟表妹两个人。",
    "俺爹走了，还打给俺弟媳妇。": "原告的父亲走了，还打给原告的弟媳妇。",
    "我外甥女给我查账单。": "原告的外甥女给原告查账单。",
    "营业厅的妹子说办不了，那个小闺女也说不了。": "营业厅的妹子说办不了，那个小闺女也说不了。",
    "我闺女知道了，我老伴不知道。": "原告的女儿知道了，原告的老伴不知道。",
    "我们领班还扣了我半天工。": "原告的领班还扣了原告半天工。",
    "前台转给了我们经理，又打给我们主管。": "前台转给了原告的经理，又打给原告的主管。",
    "我识字不多，这是我外甥女坐在旁边我说她打的。": "原告识字不多。",
    "去年〔农历2025年〕腊月我摔断了髋骨。": "农历2025年腊月原告摔断了髋骨。",
    "俺扫码交了500，俺媳妇也知道了。": "原告扫码交了500，原告的媳妇也知道了。",
    "我微信扫了600，他在我微信里存了号。": "原告微信扫了600，他在原告微信里存了号。",
    "他说“在走流程”，走到今天〔2026年11月29日〕。": "他说“在走流程”，至今。",
    "他说“在走流程”，走到现在。": "他说“在走流程”，至今。",
    "客服的号码是12号线那一家给我的。": "客服的号码是12号线那一家给原告的。",
    "我自己去营业厅问的，1月5日的事。": "原告去营业厅问的，2026年1月5日的事。",
    "她们说非本人无法解绑，让我换号。": "她们说非本人无法解绑，让原告换号。",
}


@pytest.mark.parametrize("told", RETOLD)
def test_a_sentence_is_told_of_the_plaintiff_and_what_others_said_as_they_said_it(told: str):
    assert in_third_person(told, PLAINTIFF) == RETOLD[told]


@pytest.mark.parametrize(
    "told",
    [
        "我们几个都接到了。",
        "客服说我们公司没有这个记录。",
        "他说我这边查不到。",
        "你们说怎么办。",
        "这算什么事！",
        "我姐就是借了我钱。",
        "我凭什么要还？",
        "咱也不懂。",
        "我外甥女就说那时候我姨还没这个号，他不吭气了。",
    ],
)
def test_what_cannot_be_told_of_one_person_is_quoted(told: str):
    assert in_third_person(told, PLAINTIFF) is None
    assert retold([told], PLAINTIFF).startswith(f"原告称：“{told}")


def test_a_guardian_tells_of_the_child_who_is_the_plaintiff():
    told = in_third_person("我儿子的手表响了，我跟他们说这是小孩的手表。", GUARDIAN)
    assert told == "原告的手表响了，法定代理人跟他们说这是原告的手表。"
    assert in_third_person("他们打我仔不打我。", GUARDIAN) == "他们打原告不打法定代理人。"
    assert in_third_person("我仔细看了。", GUARDIAN) == "法定代理人仔细看了。"
    assert in_third_person("我大儿子的手表响了。", GUARDIAN) is None
    for_child = in_third_person("我是替我娃儿说的，他今年十一岁，他爸在外头，我给他办的号。", GUARDIAN)
    assert for_child == "原告现年十一岁，原告的父亲在外头，法定代理人给他办的号。"


def court_of(story: str, **more: Any) -> str:
    case = Case(fields=frozenset({"story"}), story=story, excerpted=True, facts=FACTS, **more)
    return "".join(quotation_of(case, COURT))


def test_a_claim_tells_the_chosen_sentences_and_each_is_found_in_it_again():
    story = "3月25号我回了TD，过了两天又来一条。我们几个都接到了。我拉黑了十几个号。"
    found = excerpts_of(story, "", Telling(on=ON))
    text = court_of(together(found, story))
    assert text == (
        "具体经过：2026年3月25日原告回了TD，过了两天又来一条。原告称：“我们几个都接到了。”原告拉黑了十几个号。"
    )
    assert all(quoted_in(one, text, COURT) for one in found)
    (other,) = excerpts_of("我去过派出所。", "", Telling(on=ON))
    assert not quoted_in(other, text, COURT)
    guarded = court_of(together(found, story), representative=Person(name="江岚"))
    # By their name, which the parties of the claim have.
    assert guarded.startswith("具体经过：2026年3月25日江岚回了TD")
    assert quoted_in(found[0], guarded, COURT, "江岚")


LEFT_OUT = {
    "wish": "我就想让他们别再打了，给我道个歉。",
    "asks": "求求他们不要再发我的照片了。",
    "wonders": "不是我借的凭什么让我还？",
}


@pytest.mark.parametrize("why", LEFT_OUT)
def test_what_somebody_wants_or_wonders_is_no_part_of_what_happened(why: str):
    (one,) = excerpts_of(LEFT_OUT[why], "", Telling(on=ON))
    assert not one.proposed


ADMITTED = [
    "我也有不对，证件不该乱给人拍。",
    "我贪便宜去游过一次。",
    "200块我确实拿了。",
    "那个光猫当时没有还给他们。",
    "我也回骂过两句。",
    "我用验证码登录，一下子进了别人的账号。",
    "我听他讲了几分钟，还问了一句多少钱一节。",
    "我把小蔡的新号给了他，现在想想也不地道。",
    "我扫码填过车牌和手机号。",
]
NOT_ADMITTED = [
    "票留了一部分。",
    "他骂我“老赖、畜生”。",
    "门上贴了张纸，写“曹某欠银行两万多，躲债可耻”。",
    "我借了好几个人的手机试，都是这样。",
    "8月14号回我，说“欠款请尽快归还”。",
    "还要把我列进名单，儿子孙子坐不了飞机。",
    "村委会公告栏上贴了张纸，写的我的名字和欠好多钱，哪个贴的我没看到，纸上印的是迅铎。",
    "银行8月18号回我，说分期失效了，现在欠34870。",
    "10月底去查了征信，5月到10月，六期，全是逾期。",
]


@pytest.mark.parametrize("told", ADMITTED)
def test_what_harms_whoever_said_it_is_proposed_by_nobody(told: str):
    (one,) = excerpts_of(told, "", Telling(on=ON))
    assert (one.caution, one.proposed) == (ADMITS, False)


@pytest.mark.parametrize("told", NOT_ADMITTED)
@pytest.mark.parametrize("owed", ["own", "none"])
def test_what_others_said_and_did_is_no_admission(told: str, owed: str):
    (one,) = excerpts_of(told, "", Telling(on=ON, owed=owed))
    assert one.caution == ""
    (other,) = excerpts_of("他们打给我同事孙建华。", "", Telling(on=ON))
    assert (other.caution, other.quoted) == ("", "他们打给我同事孙某某。")


def test_what_goes_on_from_an_admission_is_left_out_with_it():
    story = "我用验证码登录，一下子进了别人的账号。除了这个我什么都没动过。后来他们还打。"
    assert [one.proposed for one in excerpts_of(story, "", Telling(on=ON))] == [
        False,
        False,
        True,
    ]


def test_how_much_of_a_loan_came_is_told_by_whoever_owes_it():
    told = "我在上面借了6000块，到手只有4500块，说那1500块是会员服务费。"
    (one,) = excerpts_of(told, "", Telling(on=ON, owed="own"))
    assert one.proposed


def test_an_answer_is_told_with_what_was_answered():
    story = "9月15号我把这是小孩手表的事讲清楚了。对方说“好的家长”，没过三天又来。"
    asked, answer = excerpts_of(story, "", Telling(on=ON))
    assert asked.proposed
    assert answer.proposed


def test_one_after_the_other_is_no_day():
    (one,) = excerpts_of("换着号打，今天是私教，明天是顾问。", "", Telling(on=ON))
    assert "2026" not in one.quoted


DETAILS = {
    "impact": "孩子都吵醒了，我当时就哭了。",
    "bought": "我是去年3月办的年卡，1980块。",
    "refused_how": "我照短信里写的回了TD，它回我退订成功。",
    "sender_proof": "合同上写的是这家公司，短信也是这个署名。",
    "people": "还打给我七十四岁的妈。",
    "published_where": "把照片发到了我们家亲戚的微信群里。",
    "words": "那人说“你等着收尸”。",
    "whom": "我打了银行的客服，给了工单号。",
    "told_how": "我就跟他们说我不是马建国。",
    "registry": "她用一证通查一查，我名下有四个。",
    "fee_clause": "合约没有满12个月，要交360块违约金。",
    "loan": "贷款28600元，9月14日放的。",
    "lost": "每回一条扣一毛钱短信费。",
    "given_for": "他问我愿不愿意接健康回访电话，我说行。",
    "signed_up": "7月23号办的这个号。",
    "receipts": "停车费花了40块，都有小票。",
    "treatment": "在厂医那里拿了两回药。",
    "published": "8月3号有人加了我三个工友的微信，把我的照片P在红框里。",
}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("bought", "3月8号在那里看了一套两室。"),
        ("sender_proof", "收据上盖的是示例公司。"),
        ("binding_seen", "柜员说这个号已经预留在别人名下。"),
        ("binding_seen", "一登录就是一个陌生的账号。"),
        ("binding_seen", "我下了软件，一登录，好家伙，里头写的“欢迎您，马某”。"),
        ("impact", "我妈还半信半疑，说没有借人家怎么会找你。"),
        ("published_where", "有人加了我三个工友的微信。"),
        ("published", "7月5号我舅和组长都收到短信，说我“借钱不还”。"),
        ("published_where", "我舅和组长都收到短信，说我“借钱不还”。"),
        ("people", "我妈、房东、班主任都接到过，七个。"),
        ("people", "他们打酒店前台，打我厨师长。"),
        ("paid_how", "我微信转了，转到一个个人的号。"),
        ("paid_how", "9月5号我转了，转的短信上那个账户。"),
        ("transfers", "6月19号提走1500，提到一张尾号6604的卡。"),
        ("noticed", "6月23号我喊外孙帮我看，里面只剩4毛了。"),
        ("loan", "7月3号就有人打，说我借了2000，七天期。"),
        ("lost_work", "领班还扣了我半天工，50块。"),
        ("fees", "她说尾号好，要多给200块选号钱。"),
        ("asked_end", "9月28号去营业厅销，柜台说合约没满。"),
        ("signed_up", "去年11月20号我在一个手机店买的号。"),
        ("given_for", "去年11月给车上的保险，1860块。"),
        ("told_how", "我把死亡证明、火化证拍了发给他们了。"),
        ("binding_seen", "窗口的人说这个号已经被另外一位客户预留了。"),
        ("impact", "这个号登记不上，网银也开不了。"),
        ("lost_work", "为跑这个事有一天没上工，少挣了220块。"),
        ("told_how", "我当天就把转账记录发过去了，他说查不到。"),
        ("told_how", "我还把开户的合同发给他们看过。"),
        ("published", "过了三天又给我两个同事发短信，写“你们单位有人赖账”。"),
        ("published_where", "又给我两个同事发短信，写“你们单位有人赖账”。"),
        ("told_how", "7月6号我就跟他们说过，学校跑了，这账我不认。"),
        ("treatment", "拍片子上药花了163块5。"),
        ("receipts", "坐公交跑了好多趟，算了58块钱车费。"),
        ("refused_how", "8月2号我讲清楚了，太贵，不买，莫再打。"),
        ("passed_to", "他们叫得出我仔的名字和班级。"),
        ("impact", "现在顾客都笑话我。"),
        ("impact", "娃儿在被窝里头看，第二天早上起不来。"),
        ("refused_how", "我跟她说死了，车没有了，再不要打，她说给我备注。"),
        ("lost", "那天焊坏一块料，班长扣了我180。"),
        ("label_seen", "他手机上显示“贷款中介”。"),
    ],
)
def test_a_detail_may_be_told_in_other_ways(name: str, told: str):
    assert name in filled_by([told])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("people", "他们打我手机，我没有接。"),
        ("paid_how", "他叫我转账，我没有转。"),
        ("published", "7月5号我收到短信，说我欠款。"),
        ("impact", "这点钱打官司怕人家笑话。"),
        ("lost", "银行说系统扣款失败。"),
        ("transfers", "6月19号我提醒过他们。"),
        ("asked_end", "他们说可以销账。"),
    ],
)
def test_what_is_told_of_something_else_leaves_the_line(name: str, told: str):
    assert name not in filled_by([told])


@pytest.mark.parametrize("name", DETAILS)
def test_a_detail_that_the_story_tells_leaves_no_line(name: str):
    assert name in filled_by([DETAILS[name]])
    assert name not in filled_by(["我每个月交话费。"])


def test_answers_are_told_where_as_many_are_as_complaints_were_made():
    def case(*prior: Prior) -> Case:
        story = "客服说会“反馈给第三方”。"
        return Case(fields=frozenset({"story"}), story=story, excerpted=True, prior=prior)

    once = Prior(to="示例商城", on=date(2026, 9, 10), satisfied=False)
    assert "answer" in filled_in(case(once))
    assert "answer" not in filled_in(case(once, replace(once, to="示例银行")))
    assert "answer" in filled_in(case(once, Prior(to="公安机关", body="police")))


def test_a_day_that_others_spoke_of_is_theirs():
    told = "有个自称警官的打来，说今天不还下午就来铐人。"
    (one,) = excerpts_of(told, "", Telling(on=ON))
    assert "2026" not in one.quoted
    then = "9月9号他们回我说要原号验证，验证不了就找现在的号主。"
    (theirs,) = excerpts_of(then, "", Telling(on=ON))
    assert "2026" not in theirs.quoted
    (own,) = excerpts_of("他们说不退，我没办法，现在还在扣。", "", Telling(on=ON))
    assert "2026" not in own.quoted
    (mine,) = excerpts_of("我今天去了派出所。", "", Telling(on=ON))
    assert "2026年11月29日" in mine.quoted


@pytest.mark.parametrize(
    "told",
    [
        "有个电话来，说我在一家消费金融借了8000块，逾期快一年。",
        "来了条短信，说银行把债权转给了一家公司，我还欠8600。",
        "剩下的8600给我免掉，我借了我姐的钱，3月17号付的，回单在。",
    ],
)
def test_who_owes_nothing_admits_no_debt_by_telling_what_was_said_of_it(told: str):
    (one,) = excerpts_of(told, "", Telling(on=ON, owed="settled"))
    assert one.caution == ""
    (own,) = excerpts_of("我在上面借过钱。", "", Telling(on=ON, owed="none"))
    assert own.caution == ADMITS


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        # A day that follows one of another year is of that year, and is given no other.
        (["2025年8月我丢了身份证，8月22日去挂失。"], "2025年8月原告丢了身份证，8月22日去挂失。"),
        (
            ["他们说是2025年9月15日办的。9月15日我在厂里上班。"],
            "他们说是2025年9月15日办的。9月15日原告在厂里上班。",
        ),
        (["8月22日我去挂失。"], "2026年8月22日原告去挂失。"),
    ],
)
def test_a_day_is_given_no_year_but_the_one_in_which_it_is_told(lines: list[str], told: str):
    event = {"first": "2026-06-01", "last": "2026-11-20"}
    assert retold(lines, Teller("原告", "", {"event": event})) == told
