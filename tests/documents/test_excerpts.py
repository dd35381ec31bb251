"""What somebody told in their story alone reaches a paper that does not print it: in their own words, and no more of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents.account import account_of, answer_in, answered
from documents.blocks import BLANK, Sentence
from documents.cautions import HARSH, OTHERS, UNDATED, VOICE
from documents.drafting import blocks_of
from documents.excerpts import Telling, excerpts_of, quotation, together
from documents.letters import Letter
from documents.material import Case, Prior, Recipient
from documents.matters import PAID, matters_of
from documents.narrative import completed
from documents.official import form_of
from documents.sentences import sentences_of
from documents.story_details import filled_by, filled_in, replies_in, told_of

ON = date(2026, 11, 29)
SHAMED = (
    "我在示例分期借过一万二，逾期两个月，认这笔债。但是催收的十一月六日把我的身份证照片和“老赖”发到了我们小区业主微信群，"
    "四百多人，十一月九日又发一次；还打给我父母和单位领导。十一月七日我在电话里要他们撤下来，不理。我失眠去看了医生。"
)


def proposed(story: str, said: str = "", **more: Any) -> list[str]:
    return [one.text for one in excerpts_of(story, said, Telling(on=ON, **more)) if one.proposed]


def offered(story: str, said: str = "", **more: Any) -> dict[str, str]:
    """The sentences by their first signs, with why they are left to the person."""
    return {one.text[:4]: one.caution for one in excerpts_of(story, said, Telling(on=ON, **more))}


# ── Which sentences ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_quotation_has_the_name_of_no_other_where_its_reader_is_not_told_it():
    told = "七月一日我告诉他们我不是何勇，他们还打。"
    (one,) = excerpts_of(told, "", Telling(on=ON, hidden=["何勇"]))
    assert (one.text, one.quoted) == (told, "七月一日我告诉他们我不是何某，他们还打。")


def test_what_is_told_of_somebody_else_is_proposed_without_their_name_wherever_a_paper_does_not_say_it():
    story = "里头写的“欢迎您，马小兰”。6月29日他们叫我找马小兰，我说我要是有马小兰的电话还找你。8月1日打给我同事陈建华。"
    found = excerpts_of(story, "", Telling(on=ON))
    assert all(one.proposed for one in found)
    assert [one.quoted for one in found] == [
        "里头写的“欢迎您，马某某”。",
        "6月29日他们叫我找马某某，我说我要是有马某某的电话还找你。",
        "8月1日打给我同事陈某某。",
    ]
    said = "短信：【示例付】马小兰商户，您的货款已结算。"
    assert "马小兰的电话" in together(excerpts_of(story, said, Telling(on=ON)), story)
    assert proposed("8月1日我告诉他们林某的债和我无关。")
    party = excerpts_of("8月1日我叫同事陈建华停手。", "", Telling(on=ON, names=["陈建华"]))
    assert party[0].quoted == "8月1日我叫同事陈建华停手。"


@pytest.mark.parametrize("told", ["老板严得很，8月1日我只好关机。", "他们说儿子孙子坐不了飞机。"])
def test_what_only_begins_like_a_name_stays_as_it_was_written(told: str):
    (one,) = excerpts_of(told, "", Telling(on=ON))
    assert one.quoted == told


def test_the_publication_and_the_demand_are_proposed_and_the_own_debt_is_not():
    lines = together(
        [one for one in excerpts_of(SHAMED, "", Telling(on=ON, owed="own")) if one.proposed], SHAMED
    )
    assert lines == (
        "催收的十一月六日把我的身份证照片和“老赖”发到了我们小区业主微信群，四百多人，十一月九日又发一次；还打给我父母和单位领导。"
        "十一月七日我在电话里要他们撤下来，不理。我失眠去看了医生。"
    )


@pytest.mark.parametrize(
    ("story", "owed", "kept"),
    [
        ("2024年5月我把示例银行的信用卡欠款一次还清，有结清证明。", "settled", True),
        ("七月他们逼我，我转了1980元。", "none", True),
        ("八月一日在示例小贷我借过六千元，他们说要告我。", "none", False),
        ("他们说我欠6000元，要告我。", "none", True),
        ("我从来没有借过，8月1日我告诉他们弄错了。", "none", True),
        ("8月1日我告诉他们我欠的钱下月还。", "own", False),
        ("8月1日我拒绝了，之前在网站上留过电话。", "", False),
        ("8月1日客服说不赔，我把验证码告诉了对方。", "", False),
    ],
)
def test_what_may_be_held_against_who_wrote_it_is_left_to_them(story: str, owed: str, *, kept: bool):
    assert bool(proposed(story, owed=owed)) is kept


def test_numbers_of_others_and_a_helper_and_a_day_that_cannot_be_known_and_abuse_are_left_to_the_person():
    assert offered("8月1日他们打到13811112222。") == {"8月1日": OTHERS}
    assert offered("8月1日我也打过去要求停止。", helped=True) == {"8月1日": VOICE}
    assert offered("7月他买了一个疗程1980元。", helped=True) == {"7月他买": ""}
    assert offered("前几天客服说不退。") == {"前几天客": UNDATED}
    assert offered("8月1日我要求这帮骗子停止。") == {"8月1日": HARSH}


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("十月八日我拒绝了。", "2026年10月8日，本人明确拒绝。"),
        ("要我付一万二千元。", "催收方声称的欠款数额为12000元。"),
        ("一共八个人。", "催收方联系了本人的亲友、同事共8人。"),
        ("他们自称“安信法务”。", "来电人自称“安信法务”。"),
        ("客服说要原机主本人来解绑。", "客服于10月10日答复：要原机主本人来解绑。"),
    ],
)
def test_what_the_paper_says_already_is_not_quoted(sentence: str, said: str):
    assert proposed(sentence, said) == []
    assert offered(sentence)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("十月八日我又说了不要再打。", "2026年10月18日，本人明确拒绝。"),
        ("客服说只肯退最近三个月。", "2026年11月5日提出，已于11月6日答复。"),
        ("七月被逼转了500元。", "本人因此付款500元。短信：2026年7月8日。"),
        ("我把结清证明照片发给了它。", "本人已经结清。"),
        ("三月起推销“养心丸”，自称健康顾问。", "自2026年3月10日起，推销“养心丸”。"),
        ("十月八日又打来，我拒绝了。", "2026年10月8日，本人明确拒绝。"),
        ("当晚银行卡被转走30000元。", "财产损失：银行卡被转走的钱30000元。"),
        ("十月八号又打来，我拒绝了。", "自2026年9月1日至10月8日，本人共收到电话3次。"),
        ("打给了我八个同事，一共八个人。", "催收方联系了本人的亲友、同事共8人。"),
        ("他说会登记，还把我的名字问了一遍。", "本人向贵方提出，贵方登记。"),
    ],
)
def test_a_day_an_answer_a_payment_and_a_proof_that_no_sentence_says_are_proposed(sentence: str, said: str):
    assert proposed(sentence, said) == [sentence]


def test_everything_that_happened_is_proposed_unless_a_reason_says_otherwise():
    told = "我回了退订，第二天又收到三条推销短信。我很生气，号码不想换。"
    assert "".join(proposed(told)) == told


def test_an_operator_that_carried_nothing_is_not_proposed_what_was_paid():
    assert proposed("七月我买了一个疗程，付了1980元。", apart=[PAID, "bought"]) == []
    assert PAID in matters_of("七月我付了1980元。")


# ── As it stands ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_words_that_count_from_the_day_of_telling_have_their_day():
    story = "昨天在营业厅我要求停止。去年5月他买了1980元的。上个月客服说不退。"
    quoted = [one.quoted for one in excerpts_of(story, "", Telling(on=ON))]
    assert quoted == [
        "昨天〔2026年11月28日〕在营业厅我要求停止。",
        "去年〔2025年〕5月他买了1980元的。",
        "上个月〔2026年10月〕客服说不退。",
    ]
    added = "8月1日我拒绝了。\n\n（2026-12-05 补充）\n昨天客服说不退。"
    assert excerpts_of(added, "", Telling(on=ON))[-1].quoted == "昨天〔2026年12月4日〕客服说不退。"


def test_sentences_are_never_parted_within_quotation_marks_and_the_day_of_telling_is_none():
    story = "他说“不还就上门。你等着。”我拒绝了！\n8月1日又来；没有停。（2026年11月29日讲述）"
    assert sentences_of(story) == ["他说“不还就上门。你等着。”我拒绝了！", "8月1日又来；", "没有停。"]


def test_a_quotation_has_single_marks_within_and_ends_once():
    assert quotation("本人另述", ["他骂“老赖”。", "8月1日又来"]) == "本人另述：“他骂‘老赖’。”“8月1日又来”。"


def test_only_sentences_that_follow_each_other_stand_in_one_quotation():
    story = "8月1日我拒绝了。店长人挺好。8月2日他说不退。"
    told = [one for one in excerpts_of(story, "", Telling(on=ON)) if one.proposed]
    assert together(told, story) == "8月1日我拒绝了。\n8月2日他说不退。"


# ── In a paper ───────────────────────────────────────────────────────────────────────────────────────────────────────
def case(story: str, **more: Any) -> Case:
    return replace(Case(fields=frozenset({"story"}), story=story, excerpted=True), **more)


def test_how_something_came_about_leaves_no_line_whether_it_is_quoted_or_not():
    asked = Sentence(
        text="被告向他人发布称原告欠款的内容（发布的内容、日期、方式和看到的人：{?published}；发布的是哪一被告的人员：{?published_by}）",
        rests=("debt.published",),
    )
    quoted = "十一月六日把我的照片发到了业主微信群，四百多人。"
    assert filled_by([quoted]) == {"published", "published_where"}
    for one in (case(quoted), replace(case(""), story="")):
        assert completed(asked, one).text == "被告向他人发布称原告欠款的内容"
    told = replace(case(quoted), details={"published_by": "被告2的专员"})
    assert (
        completed(asked, told).text == "被告向他人发布称原告欠款的内容（发布的是哪一被告的人员：被告2的专员）"
    )


def test_what_identifies_a_contract_or_an_account_leaves_a_line():
    asked = Sentence(
        text="原告对其所负的债务已经结清（合同号或者卡号末四位：{?which_debt}；{?settled}）",
        rests=("debt.owed",),
    )
    assert completed(asked, case("")).text == f"原告对其所负的债务已经结清（合同号或者卡号末四位：{BLANK}）"


def test_an_answer_is_told_only_where_every_answer_is():
    one = Prior(to="平台", on=date(2026, 10, 9), answered=date(2026, 10, 10), body="platform")
    told = case("十月九日客服说要原机主本人来才行。", prior=(one,))
    assert "answer" in filled_in(told)
    assert "answer" not in filled_in(
        replace(told, prior=(one, replace(one, to="电信运营商", body="operator")))
    )


def test_an_answer_is_told_by_the_day_on_which_it_came():
    asked = Prior(
        to="运营商", on=date(2026, 9, 16), answered=date(2026, 9, 19), body="operator", satisfied=False
    )
    again = replace(asked, on=date(2026, 10, 21), answered=date(2026, 10, 21))
    story = "9月16号我打客服，9月19号回我，要走流程。10月21号我又打，说已经关了。"
    assert told_of(case(story, prior=(asked, again))) == {asked, again}
    assert {"answer", "complained"} <= filled_in(case(story, prior=(asked, again)))
    part = case("9月16号我打客服，让他们停。10月21号我又打，说已经关了。", prior=(asked, again))
    assert told_of(part) == {again}
    # A letter has no line for it: that it was not told would stand beside what the other side answered for itself.
    assert answer_in(replace(part, lined=True), form_of("telecom_appeal"), asked) == ""


def test_what_was_answered_is_told_beside_the_day_of_the_answer():
    story = "我还打过运营商，9月2号打的，是正常回收的号。"
    assert proposed(story, "2026年9月2日提出，已于9月2日答复。") == [story]


def test_a_letter_has_no_line_for_what_nobody_told():
    told = [Sentence(text="催收方在催收中辱骂本人（日期、原话和记录：{?words}）", rests=("debt.threats",))]
    assert [one.text for one in answered(told, case(""), form_of("lender"))] == ["催收方在催收中辱骂本人"]


def test_the_words_stand_in_the_facts_of_a_letter_and_rest_on_the_story():
    letter = Letter(
        channel="lender",
        recipient=Recipient(name="示例小贷"),
        on=ON,
        case=case("8月1日客服说不退。"),
    )
    (facts,) = [block for block in blocks_of(letter).blocks if block.key == "facts"]
    sentences = [one for paragraph in facts.paragraphs for one in paragraph]
    assert Sentence(text="本人另述：“8月1日客服说不退。”", rests=("story",)) in sentences
    assert account_of(letter.told, form_of("lender")) == ()


def test_who_collects_is_not_told_what_the_number_is_bound_to():
    story = "七月一日起他们说知道了还打。营业厅说只能我自己换号，微信银行都绑好了。"
    for collects, proposed in ((False, 2), (True, 1)):
        found = excerpts_of(story, "", Telling(on=date(2026, 11, 29), owed="others", collects=collects))
        assert sum(one.proposed for one in found) == proposed


def test_what_the_story_quotes_as_an_answer_leaves_no_line_for_it():
    assert replies_in(["十月十五日去网点，说要我自己去公安机关开证明。"]) == 1
    assert replies_in(["我自己去公安机关开了证明。"]) == 0


@pytest.mark.parametrize(
    "story",
    [
        "我没有担保也不是联系人。",
        "贷款我从没办过，那时我在外地出差。",
        "房贷因此被拒了。",
        "账号在新手机登录。",
        "三个老客户说不敢接。",
        "可我没有签过合约。",
    ],
)
def test_the_sentence_that_decides_is_proposed(story: str):
    (found,) = excerpts_of(story, "被告向原告拨打电话共29次。", Telling(on=date(2026, 11, 29)))
    assert found.proposed


def test_a_paper_tells_how_it_began_and_in_which_order_and_still_no_admission():
    story = "表弟做生意，我不大清楚。七月他们说名单是前台给的。我欠过他们三千元。"
    assert proposed(story, "", owed="others") == ["表弟做生意，我不大清楚。", "七月他们说名单是前台给的。"]


def test_what_somebody_else_said_counts_from_no_day_of_ours():
    story = "店长发微信说“不删你今晚别想睡”，今年我再没有去过那家店。"
    (told,) = excerpts_of(story, "", Telling(on=ON))
    assert "“不删你今晚别想睡”" in told.quoted
    assert f"今年〔{ON.year}年〕" in told.quoted
    assert told.proposed


def test_the_month_before_what_was_said_then_is_no_month_before_the_telling():
    (found,) = excerpts_of(
        "3月9日他们打来，我当场说我不是他，号是上个月新办的。", "", Telling(on=date(2026, 11, 30))
    )
    assert "2026年10月" not in found.quoted
    (found,) = excerpts_of("上个月他们又打来了。", "", Telling(on=date(2026, 11, 30)))
    assert "上个月〔2026年10月〕" in found.quoted
