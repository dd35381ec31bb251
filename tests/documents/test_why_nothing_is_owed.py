"""Why nothing is owed, as a story tells it, is pleaded beside who has to prove a debt; nothing is pleaded that was not told."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents.clauses import FAULT, pieces_in
from documents.debt_told import ended_in
from documents.denials import denying, reasons_told, ways_told, who_was_there
from documents.excerpts import Telling, excerpts_of
from documents.papers.recorded import on_credit_record, why_recorded_wrong
from tests.documents.asking import ON, case_before
from tests.documents.test_what_a_claim_asserts import changed
from tests.documents.test_what_is_dunned_for import CANCELLED, made

TOLD_ON = date(2026, 11, 29)
ASLEEP = (
    "我跟前男友贾大江处了两年，我的手机密码他知道。我睡着了他拿我手机对着我，说帮我弄个社保认证，让我眨眨眼。"
    "我去查银行，钱是2025年12月20日到的，当天晚上分两次转走了，都是转给贾大江的。前五期也是他往那张卡里打钱还的。"
    "后来他在微信上说“钱是我借的，我慢慢还”。他们说是刷脸办的，本人申请。我一分钱也没花着。我有时候也拿不准，脸是我刷的。"
)
MODEM = (
    "2022年我装了示例通信的宽带。2024年5月13号我抱起光猫去营业厅退，妹儿收了光猫，说办好了。"
    "今年7月有人打电话来，说我欠宽带费912块，说系统里头合约没拆。我当时就说宽带两年前就退了，光猫都交了。"
)
ASLEEP_FACTS: dict[str, Any] = changed(
    CANCELLED,
    debt={
        **dict.fromkeys(("taken", "contract", "taken_on", "ended", "ended_how", "ended_on", "ended_proof")),
        "collected_by": "entrusted",
        "denied_by": ["face", "moved_on", "user_admits", "repaid_by_another"],
    },
)
ASLEEP_FACTS["respondents"] = [
    {"role": "lender", "name": "甲市示例消费金融有限公司", "licensed_lender": True, "region": "410102"},
    {"role": "collector", "name": "甲市示例服务有限公司", "region": "410102"},
]


@pytest.mark.parametrize(
    ("story", "ways"),
    [
        (ASLEEP, ["face", "moved_on", "no_benefit", "user_admits", "repaid_by_another"]),
        ("我身份证丢过一回，去派出所挂失了。我没有借过他们的钱。", ["card_gone"]),
        ("我没有借过他们的钱。9月8号打12345，转给金融局了。", []),
        # What I paid away myself, and what was lent to me, denies nothing.
        ("我顶不住，微信转了500，转到一个个人的号。", []),
        ("我说“钱是我借的，我慢慢还”。", []),
    ],
)
def test_in_which_ways_a_debt_is_denied_stands_in_the_story(story: str, ways: list[str]) -> None:
    assert ways_told(story, "none") == ways
    assert ways_told(story, "own") == []


def test_the_sentences_that_explain_are_taken_whole_and_nothing_that_is_held_against_the_teller() -> None:
    told = "".join(denying(ASLEEP, "none"))
    assert "我睡着了他拿我手机对着我，说帮我弄个社保认证，让我眨眨眼。" in told
    assert "当天晚上分两次转走了，都是转给贾大江的。" in told
    assert "钱是我借的，我慢慢还" in told
    for words in ("本人申请", "拿不准", "手机密码"):
        assert words not in told


def test_who_held_the_phone_is_named_and_nobody_on_the_telephone() -> None:
    sentence = "我睡着了他拿我手机对着我，说帮我弄个社保认证，让我眨眨眼。"
    assert "他〔贾大江〕拿我手机" in who_was_there(sentence, ASLEEP, [])
    assert who_was_there(sentence, ASLEEP, ["贾大江"]) == sentence
    assert who_was_there("他说是刷脸办的。", ASLEEP, []) == "他说是刷脸办的。"


def test_a_service_that_was_given_up_has_ended() -> None:
    assert ended_in(MODEM, "none", ["operator"], TOLD_ON) == {
        "ended": "cancelled",
        "taken": "宽带",
        "contract": "电信服务合同",
        "ended_how": "退网、交回光猫",
        "ended_on": "2024年5月13日",
    }
    not_so = "我装了宽带。他们说我欠宽带费，我要去退网，他们不给退。"
    assert ended_in(not_so, "none", ["operator"], TOLD_ON) == {}


def test_the_answer_that_was_given_at_once_is_told_though_a_call_says_it() -> None:
    answer = "我当时就说宽带两年前就退了，光猫都交了。"
    said = "邦越的，说我欠宽带费912元，我当时就说宽带两年前就退了光猫都交了。"
    assert answer in [one.text for one in excerpts_of(MODEM, said, Telling(on=TOLD_ON, owed="none"))]


def test_a_claim_pleads_the_told_reasons_beside_the_burden_of_proof() -> None:
    text = made("court", ASLEEP_FACTS, story=ASLEEP, excerpted=True)
    (reason,) = [one for one in text.split("\n") if one.startswith("（一）")]
    assert "原告否认的理由是：" in reason
    assert "分两次转走了，都是转给贾大江的" in reason
    assert "被告1主张借款合同成立的，应当就申请、身份核验、双方的合意和款项付给何人举证" in reason
    assert "人脸识别只用来核验身份，不能代替借款的意思表示" in reason
    for law in ("第一百三十四条", "第一百四十三条"):
        assert law in reason
    assert "双方没有订立借款合同" not in text


def test_of_nothing_told_no_reason_is_pleaded() -> None:
    bare = changed(ASLEEP_FACTS, debt={"denied_by": None})
    text = made("court", bare, story="他们打电话来，说我欠钱。", excerpted=True)
    for words in ("原告否认的理由", "人脸识别", "转给了他人", "由其借用"):
        assert words not in text


def test_a_carriers_fee_after_the_end_is_a_dispute_about_the_fee() -> None:
    facts = changed(
        CANCELLED,
        debt={
            "taken": "宽带",
            "contract": "电信服务合同",
            "taken_on": None,
            "ended_how": "退网、交回光猫",
            "ended_proof": None,
            "item": "宽带费",
            "phone_bill": True,
            "claimed": 912,
        },
    )
    facts["respondents"] = [{"role": "operator", "name": "甲市示例通信有限公司", "region": "500103"}]
    text = made("court", facts)
    assert "原告的宽带已经退网、交回光猫，仍计费、催缴" in text
    assert "有没有形成拆机、销户的工单，不影响原告已经退网、交回光猫的事实" in text
    assert "第五百五十七条第二款" in text
    for words in ("放款", "退款"):
        assert words not in text


def test_a_record_is_corrected_for_what_was_told_and_a_threat_is_on_no_record() -> None:
    case = case_before(ASLEEP_FACTS, "lender")
    told = why_recorded_wrong(type(case)(fields=case.fields, facts=case.facts, story=ASLEEP))
    assert "转给贾大江的" in told
    assert "本人申请" not in told
    threat = "他们说再不交就起诉我，还要影响征信。"
    assert on_credit_record(type(case)(fields=case.fields, facts=case.facts, story=threat)) == ""
    shown = "我打了征信，这一笔写着逾期。"
    assert on_credit_record(type(case)(fields=case.fields, facts=case.facts, story=shown)) == "story"


@pytest.mark.parametrize(
    ("story", "explained"),
    [
        ("我从来没有借过他们的钱。", False),
        ("7月2日我说过不是我的债。", False),
        ("他报的身份证后四位跟我的对不上，我不欠。", True),
    ],
)
def test_that_it_was_only_denied_is_no_reason_of_its_own(story: str, explained: bool) -> None:
    text = made("court", changed(ASLEEP_FACTS, debt={"denied_by": None}), story=story, excerpted=True)
    assert ("原告否认的理由是" in text) is explained


HOSPITAL = (
    "人家说我征信上有笔示例银行的消费贷，38000元，2024年1月19号放的。我没去过甲市。2024年1月19号我正在乙市医院生老二。"
    "我2023年10月丢过身份证，22号补办的。8月6号我打银行客服，说钱放到他们行一张新开的卡上，“人脸核验通过”。"
    "8月20号寄了异议，回我“经核查系您本人申请”。8月10号起有公司打电话催，当天就说不是我借的。"
)
LANDLORD = (
    "我有个小房出租。租客宋某今年4月就退租走了。6月5号起有人打我电话，说宋某欠24000块，填的我是“亲属”。"
    "我当时就说了，我就是房东，他早搬走了。人家不信。"
)
PAID = (
    "今年2月27号按客服算的34560元一次还完，当天短信说“您的合同已结清”，短信还在。"
    "4月13号说系统里还差2300，是违约金。合同里是有那么一条，可数是他们自己算的，短信都发结清了。"
    "我5月6号就说早结清了，他不认。"
)


@pytest.mark.parametrize(
    ("story", "owed", "reasons"),
    [
        (
            HOSPITAL,
            "none",
            [
                "我没去过甲市。",
                "2024年1月19号我正在乙市医院生老二。",
                "我2023年10月丢过身份证，22号补办的。",
            ],
        ),
        (LANDLORD, "others", ["租客宋某今年4月就退租走了。", "我当时就说了，我就是房东，他早搬走了。"]),
        (
            PAID,
            "settled",
            ["今年2月27号按客服算的34560元一次还完，当天短信说“您的合同已结清”，短信还在。"],
        ),
        # That a household was in a hospital on another day leaves a loan as it was; who only says no gives no reason.
        ("他们说我1月19号借的。8月20号我在医院看病，电话打个不停。我说了不是我借的。", "none", []),
        ("我身上没拿到过他们一分钱。", "none", ["我身上没拿到过他们一分钱。"]),
    ],
)
def test_what_leaves_no_room_for_a_debt_is_its_reason_and_no_word_of_the_other_side(
    story: str, owed: str, reasons: list[str]
) -> None:
    assert reasons_told(story, owed) == reasons


def test_where_a_sum_was_put_on_a_card_it_has_not_moved_on() -> None:
    assert ways_told(HOSPITAL, "none") == ["card_gone"]
    assert ways_told("钱放到他们行一张新开的卡上。", "none") == []
    assert ways_told("钱打给他了。", "none") == ["moved_on"]


def test_a_record_is_not_corrected_for_words_of_whoever_keeps_it() -> None:
    case = case_before(ASLEEP_FACTS, "lender")
    told = why_recorded_wrong(type(case)(fields=case.fields, facts=case.facts, story=HOSPITAL))
    for words in ("生老二", "丢过身份证", "没去过甲市"):
        assert words in told
    for words in ("核验通过", "系您本人", "当天就说"):
        assert words not in told


def test_of_words_of_the_other_side_alone_no_reason_is_pleaded() -> None:
    bare = changed(ASLEEP_FACTS, debt={"denied_by": None})
    story = "8月6号我打客服，说钱放到他们行一张卡上，“人脸核验通过”。8月10号起打电话催，当天就说不是我借的。"
    text = made("court", bare, story=story, excerpted=True)
    for words in ("原告否认的理由", "转给了他人"):
        assert words not in text


def test_that_a_contract_has_such_a_clause_is_left_to_the_person() -> None:
    (fault,) = [one.text for one in pieces_in(PAID) if one.kind == FAULT]
    assert fault == "合同里是有那么一条，"
    assert not [one for one in pieces_in("合同里也写了可以退。合同上没有这一条。") if one.kind == FAULT]


def test_what_is_wished_of_the_other_side_is_no_reason_why_nothing_is_owed() -> None:
    story = "12月19日我还了3500，他发来“结清证明”。要粤澄认我已经还清，征信改掉，莫再打。"
    assert reasons_told(story, "settled") == []


def test_a_reason_that_is_quoted_ends_as_a_sentence() -> None:
    case = case_before(changed(CANCELLED, debt={"owed": "none"}), "court")
    story = "我没借过，他们非说是我借的。我不欠这个钱，要他们给我写清楚。"
    assert why_recorded_wrong(replace(case, story=story)).endswith("“我不欠这个钱。”")


def test_what_was_threatened_to_a_parent_is_told_though_a_call_says_it() -> None:
    story = "8月12日他们打给我妈，说我偷车，再不赔就报警抓人，让学校处分我。"
    said = "主叫号码 13800001197　2026年8月12日\n打给我妈的，说我偷车，再不赔就报警抓人，让学校处分我。"
    assert [one.proposed for one in excerpts_of(story, said, Telling(on=ON, owed="none"))] == [True]
