"""By which law a litigator pleads a case, before whom, and what of it comes first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents.by_the_way import for_trade, handed_on, signed_blank, waived, wanted_a_fee_again
from documents.figures import sum_told
from documents.letters import Letter, letter_data
from documents.material import Prior, Recipient
from documents.official import form_of
from documents.others import addressed
from documents.wording import facing
from legal.reasoning.assessment import assess
from tests.documents.asking import ON, case_before
from tests.documents.test_what_a_claim_asserts import changed
from tests.documents.test_what_a_litigator_strikes import TAKEN_OVER

SELLER = {"role": "content_provider", "name": "甲健身服务有限公司", "consumer": False}
ADVERTISED: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls", "no_consent"],
    "event": {"first": "2026-07-01", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient"},
    "respondents": [SELLER],
    "contacts": {"channels": ["call", "sms"], "count": 60, "after_refusal": 40},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none"},
    "refusal": {"made": True, "on": "2026-08-02", "ways": ["at_once"]},
    "wishes": ["stop", "tell_source"],
}
INSURERS: dict[str, Any] = changed(
    ADVERTISED,
    respondents=[
        {"role": "content_provider", "name": "乙汽车销售有限公司", "consumer": True},
        {"role": "content_provider", "name": "丙保险代理有限公司", "consumer": False},
    ],
    data={"source": "order", "shared_with_third_party": True},
    prior=[{"to": "respondent", "act": "complaint", "on": "2026-09-03", "answered_on": "2026-09-03", "satisfied": False}],
)  # fmt: skip


def written(facts: dict[str, Any], channel: str, **more: Any) -> dict[str, Any]:
    case = replace(case_before(facts, channel), **more)
    return letter_data(Letter(channel=channel, recipient=Recipient(name="某"), on=ON, case=case))


def paragraphs(facts: dict[str, Any], channel: str) -> list[str]:
    return [f"{one['title']}{one['text']}" for one in written(facts, channel)["reasons"]]


def step(facts: dict[str, Any], channel: str) -> Any:
    return next(row for row in assess(facts, on=ON)["plan"] if row["channel"] == channel)


# ── Messages and calls ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("order", [["nuisance_calls", "no_consent"], ["no_consent", "nuisance_calls"]])
def test_messages_come_under_the_law_of_advertising_and_of_calls_it_is_asked_whether_they_do(
    order: list[str],
):
    told = paragraphs({**ADVERTISED, "situations": order}, "12321")
    (calls,) = [one for one in told if "拨打推销电话" in one.partition("。")[0]]
    (messages,) = [one for one in told if "未经同意发送商业性信息" in one.partition("。")[0]]
    for article in ("决定》第七条", "第四十三条第一款"):
        assert article in messages.partition("应当适用")[2].partition("请审查可否")[0]
        assert article in calls.partition("并请审查可否适用")[2]
        assert article not in calls.partition("请审查可否适用")[0]


# ── Who supervises whom ──────────────────────────────────────────────────────────────────────────────────────────────
def test_an_insurer_that_advertises_is_complained_of_to_the_financial_regulator_and_no_shop():
    assert step(INSURERS, "12378")["open"]
    assert step(changed(INSURERS, prior=[]), "12378")["waits_for"]
    assert not step(ADVERTISED, "12378")["relevant"]
    data = written(INSURERS, "12378")
    assert "丙保险代理有限公司" in str(data["parties"])
    assert "乙汽车销售有限公司" not in str(data["parties"])
    assert "提供个人信息" in "".join(one["title"] for one in data["reasons"])
    assert "说明投诉人个人信息的来源和接收方" in "".join(data["requests"])


# ── A child ──────────────────────────────────────────────────────────────────────────────────────────────────────────
PLAYED: dict[str, Any] = changed(
    ADVERTISED,
    situations=["profiling", "bundled_consent"],
    complainant={"capacity": "guardian", "age": 11, "consumer_of_respondent": True},
    respondents=[{"role": "content_provider", "name": "丁网络科技有限公司", "consumer": True}],
    consent={"status": "bundled"},
    data={"source": "app", "profiling": True},
    wishes=["stop", "delete", "apology", "make_known"],
)


@pytest.mark.parametrize("channel", ["platform", "cac_12377", "court"])
def test_a_childs_data_without_its_guardian_is_a_reason_of_its_own_and_the_first(channel: str):
    first, *others = paragraphs(PLAYED, channel)
    assert first.startswith("（一）没有监护人的有效同意，处理不满十四周岁未成年人的个人信息")
    own, _, doubtful = first.partition("请审查可否")
    assert all(article in own for article in ("第二十八条", "第二十九条", "第三十一条", "第七十二条"))
    assert not doubtful
    assert "另可参看《中华人民共和国未成年人保护法》" not in "".join(others)
    older = changed(PLAYED, complainant={"age": 15})
    assert "不满十四周岁" not in "".join(paragraphs(older, channel))


def test_a_guardian_who_agreed_to_nothing_pleads_that_first():
    facts = changed(PLAYED, consent={"status": "none"}, situations=["profiling", "no_consent"])
    first, *others = paragraphs(facts, "cac_12377")
    assert first.startswith("（一）未经监护人同意收集、使用不满十四周岁儿童的个人信息")
    assert "（二）" in others[0]


# ── What is asked for ────────────────────────────────────────────────────────────────────────────────────────────────
def asked_of(facts: dict[str, Any], channel: str, **more: Any) -> str:
    return "".join(written(facts, channel, **more)["requests"])


@pytest.mark.parametrize("channel", ["platform", "cac_12377", "court"])
def test_who_is_advertised_to_by_what_they_are_asks_that_it_stop_and_the_profile_be_deleted(channel: str):
    text = asked_of(PLAYED, channel)
    assert "个人特征" in text
    assert "画像" in text
    assert "画像" not in asked_of(changed(PLAYED, data={"profiling": False}), channel)
    assert "第二十四条第二款" in "".join(written(PLAYED, channel)["basis"])


APP = (
    "要填身份证、刷脸、同意读取通讯录，我看到要利息就退出来了。7月5日我舅、班主任都收到短信，说我借钱不还，请转告。"
    "我在网上查，没有牌照。"
)
NEVER_LENT: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["no_debt", "contacts_harassed"],
    "event": {"first": "2026-07-03", "last": "2026-11-21"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call", "sms"], "count": 180},
    "debt": {"owed": "none", "claimed": 3180, "contacts_told": 7, "published": ["debt"]},
    "data": {"source": "app"},
    "respondents": [{"role": "lender", "name": "广州示例信息科技有限公司", "licensed_lender": False}],
    "wishes": ["stop", "delete", "confirm_no_debt"],
}


@pytest.mark.parametrize("channel", ["cac_12377", "local_finance", "lender", "court"])
def test_what_was_taken_is_named_and_what_went_to_each_alone_is_not_taken_down(channel: str):
    text = asked_of(NEVER_LENT, channel, story=APP)
    assert "包括" in text
    assert "读取的通讯录、采集的人脸图像、身份证件的信息）" in text
    assert "不得再" in text
    assert "更正" in text
    assert "删除已经发布" not in text
    in_a_group = asked_of(NEVER_LENT, channel, story=f"{APP}还发到我们厂的群里。")
    assert "已经发布" in in_a_group
    assert "读取的通讯录" not in asked_of(NEVER_LENT, channel, story="我没有借过。")


OF_A_COUSIN = (
    "6月24日我跟他们讲清楚了，这个钱跟我没有关系。7月10日他们打到诊所的座机，一个护士接的，跟她说我家里欠钱不还，叫她转告院长。"
    "过了两天又给我三个同事发短信，写“贵单位员工曾丽娟包庇欠款人”。"
    "7月15日我去派出所报警，民警登记以后当天给他们打了电话，停了一个星期又来了。"
)
ANOTHERS: dict[str, Any] = {
    **NEVER_LENT,
    "situations": ["others_debt", "contacts_harassed"],
    "complainant": {"capacity": "debtors_contact"},
    "debt": {"owed": "others", "contacts_told": 5, "published": ["debt"], "told_them_on": "2026-06-24"},
    "data": {"source": "contacts_list"},
    "respondents": [{"role": "collector", "name": "江西示例商务服务有限公司"}],
}


@pytest.mark.parametrize("channel", ["police", "cac_12377", "nifa", "court"])
def test_what_colleagues_were_told_of_a_cousins_debt_is_neither_published_nor_said_to_be_owed(channel: str):
    text = str(written(ANOTHERS, channel, story=OF_A_COUSIN))
    for word in ("发布", "群组", "群聊", "称本人欠款", "称原告欠款", "称投诉举报人欠款", "删除已经"):
        assert word not in text
    assert "的内容，称“家里欠钱不还”、“贵单位员工曾丽娟包庇欠款人”" in text
    in_a_group = str(written(ANOTHERS, channel, story=f"{OF_A_COUSIN}还发到我们诊所的群里。"))
    assert "发布" in in_a_group
    told_to_owe = str(written(ANOTHERS, channel, story=f"{OF_A_COUSIN}8月给我同事发短信说我欠钱不还。"))
    assert "发送、告知称" in told_to_owe


@pytest.mark.parametrize("channel", ["lender", "court"])
def test_a_call_that_somebody_took_is_published_nowhere(channel: str):
    taken = "5月13日打到我们院里的总机上，护士长接的，讲我家欠车款不还。"
    posted = [(f"{taken}还发到{where}上去了。", True) for where in ("网", "小红书", "视频号")]
    for story, words in ((taken, False), ("", True), *posted):
        text = str(written(ANOTHERS, channel, story=story))
        assert ("发布" in text) is words, story


def test_a_court_is_told_why_what_colleagues_were_told_is_defamation():
    text = str(written(ANOTHERS, "court", story=OF_A_COUSIN))
    assert "原告不是债务人，向他人称“家里欠钱不还”、“贵单位员工曾丽娟包庇欠款人”，贬损了原告的名誉" in text
    assert "不得再向原告的亲友、同事发送、告知有关原告的内容（称“家里欠钱不还”" in text
    assert "第一千零二十四条第一款" in text


def test_a_picture_of_the_face_is_sensitive():
    for story, cited in ((APP, True), ("我没有借过。", False)):
        basis = "".join(written(NEVER_LENT, "cac_12377", story=story)["basis"])
        assert ("第二十八条第二款、第二十九条" in basis) is cited


OWED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong"],
    "event": {"first": "2026-01-03", "last": "2026-11-24"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call"], "count": 470},
    "debt": {"owed": "disputed", "claimed": 38642},
    "respondents": [{"role": "bank", "name": "甲银行股份有限公司信用卡中心", "licensed_lender": True}],
    "wishes": ["stop", "correct"],
}


def test_a_court_is_asked_for_the_account_and_for_a_correction_by_it_with_what_the_person_counts():
    text = asked_of(OWED, "court", story="本金我算着是两万一，他们要38642。")
    assert "提供借款（用款）的合同，放款、交易、还款的明细" in text
    assert "按核对的结果更正其记载的原告欠款数额（原告核算的本金约21000元；对其余的有异议）" in text
    assert "不能证明的部分" not in text
    assert "＿" not in asked_of(OWED, "court", story="利息太高。")
    facts = {**OWED, "wishes": ["clear_credit"]}
    told = (
        "我还了四期，每期648.5，一共2594。9月查征信，上面写着逾期。我自己算剩下那八期加起来连五千二都不到。"
    )
    claimed = asked_of(facts, "court", story=told)
    assert "（原告已经偿还2594元，原告核算的余额不到5200元；对其余的有异议）" in claimed
    assert "信用报告现记载：逾期" in claimed


@pytest.mark.parametrize(
    ("told", "sum_"),
    [("两万一", 21000), ("五千二", 5200), ("2.1万", 21000), ("三千五百", 3500), ("1,200", 1200)],
)
def test_a_sum_is_read_as_people_say_it(told: str, sum_: int):
    assert sum_told(told) == sum_


def test_where_the_money_is_told_to_have_gone_is_asked_of_the_platform_and_its_apology():
    facts = {
        **changed(TAKEN_OVER, loss={"costs": [{"what": "被提走的佣金", "yuan": 1500}]}),
        "wishes": ["tell_source", "apology", "damages"],
    }
    for channel in ("platform", "court"):
        text = asked_of(facts, channel, story="6月19号提走1500，提到一张尾号6604的卡。")
        assert "尾号6604的收款账户的户名、绑定的时间和核验的记录" in text
        assert "赔礼道歉" in text
        assert "尾号" not in asked_of(facts, channel, story="钱没了。")


# ── What a story tells by the way ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("tells", "story", "other"),
    [
        (handed_on, "他说您朋友帮您领的福利。", "我在店里填了表。"),
        (handed_on, "同事小陈一口气写了八个人，把我的电话也填上了。", "他让我把我的电话留下。"),
        (wanted_a_fee_again, "付500“撤销手续费”就帮我销掉，我微信转了，转完他讲还要800“解冻”。", "他要我交手续费，我没有交。"),
        (signed_blank, "签字的时候有一张单子是空的，她说后面她来填。", "我签了字，单子上写着39元。"),
        (for_trade, "我有一辆送花的小面包车，给车上的保险。", "去年给自己的车上的保险。"),
        (for_trade, "灯箱、会员卡都印了这个号。", "他们店招牌写的运营商。"),
    ],
)  # fmt: skip
def test_what_a_case_is_pleaded_by_is_read_in_its_story(tells: Callable[[str], bool], story: str, other: str):
    assert tells(story)
    assert not tells(other)


@pytest.mark.parametrize(
    ("story", "gives_up"),
    [
        ("那12块给不给无所谓，跑腿的车钱给我算上。", True),
        ("打印坐车花了12块这个就算了吧，算上也行。", True),
        ("打印花了12块，不能就这么算了。", False),
        ("打印花了12块，那98块就算了。", False),
        ("打印花了112块，那112块就算了吧。", False),
    ],
)
def test_a_sum_that_the_story_gives_up_is_asked_of_nobody(story: str, gives_up: bool):
    assert waived(story, Decimal(12)) is gives_up


def test_a_number_that_a_friend_handed_on_is_pleaded_as_collected_from_him():
    facts = changed(ADVERTISED, data={"source": "unknown", "from_another": True})
    (calls, *_rest) = paragraphs(facts, "cac_12377")
    for article in ("第十条", "第十三条", "第十四条", "第十七条"):
        assert article in calls
    assert "他人不能代替本人同意" in calls
    account = "".join(written(facts, "cac_12377")["account"])
    assert "从何而来" not in account
    assert "系他人提交给" in account
    assert "他人不能代替" not in "".join(paragraphs(ADVERTISED, "cac_12377"))


def test_a_fee_after_which_another_is_wanted_was_got_by_deceit():
    paid = {**NEVER_LENT["debt"], "paid_under_pressure": 500, "threats": ["publicity"]}
    fee = changed({**NEVER_LENT, "wishes": ["refund"]}, debt={**paid, "advance_fee": True})
    text = asked_of(fee, "court")
    assert "撤销原告受欺诈、胁迫付款的行为" in text
    assert "第一百四十八条" in "".join(written(fee, "court")["basis"])
    assert "编造撤销、解冻一类的名目" in "".join(paragraphs(fee, "court"))
    forced = changed(fee, debt={**paid, "advance_fee": False})
    assert "第一百四十八条" not in "".join(written(forced, "court")["basis"])


CANCELLED: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-09-28", "last": "2026-09-28"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [{"role": "operator", "name": "甲通信公司"}],
    "number": {"second_hand": False, "registrant_is_me": True, "cancellation_fee": 360},
    "wishes": ["end_contract", "refund"],
}


def test_a_term_that_nobody_was_shown_is_no_part_of_the_contract_before_it_is_ended_at_will():
    for number, blank in (({"signed_blank": True}, True), ({}, False)):
        facts = changed(CANCELLED, number=number)
        (reason,) = [one for one in paragraphs(facts, "court") if "解除合同" in one.partition("。")[0]]
        assert reason.index("不成为合同的内容") < reason.index("可以随时解除") < reason.index("请求予以减少")
        assert ("签字时该单据尚属空白" in reason) is blank
        (row, *_more) = [one for one in written(facts, "court")["basis"] if one.startswith("解除合同")]
        assert row.index("第四百九十六条第二款") < row.index("第五百六十三条第二款")
        fee = next(one for one in written(facts, "court")["basis"] if one.startswith("不收取违约金"))
        assert "备位依据《中华人民共和国民法典》第五百八十五条第二款" in fee


def test_whether_who_buys_for_a_trade_is_a_consumer_is_asked():
    bought = changed(
        ADVERTISED, complainant={"consumer_of_respondent": True}, respondents=[{**SELLER, "consumer": True}]
    )
    certain = "".join(paragraphs(bought, "12315_report"))
    trade = "".join(paragraphs(changed(bought, complainant={"for_business": True}), "12315_report"))
    for told, sure in ((certain, True), (trade, False)):
        part = told.partition("（二）")[0]
        assert ("第二十九条第三款" in part.partition("应当适用")[2].partition("请审查可否")[0]) is sure
        assert "第二十九条第三款" in part


# ── A dispute that 12315 has dealt with ──────────────────────────────────────────────────────────────────────────────
CHARGED: dict[str, Any] = changed(
    CANCELLED,
    charges={"residual": True, "item": "守护管家", "monthly": 12, "months": 10, "last_on": "2026-09-01"},
    prior=[
        {"to": "operator", "act": "complaint", "on": "2026-09-20", "answered_on": "2026-09-25", "satisfied": False},
        {"to": "12315", "act": "complaint", "on": "2026-10-09", "answered_on": "2026-10-20", "satisfied": False},
    ],
)  # fmt: skip


def test_what_12315_has_answered_is_not_put_to_it_again_and_the_appeal_says_what_it_answered():
    again = step(CHARGED, "12315_complaint")
    assert (again["open"], "已经投诉到12315" in again["why"]) == (False, True)
    report = changed(CHARGED, prior=[CHARGED["prior"][0], {**CHARGED["prior"][1], "act": "report"}])
    assert step(report, "12315_complaint")["open"]
    assert step(CHARGED, "telecom_appeal")["open"]
    prior = tuple(
        Prior(to=to, body=body, on=date.fromisoformat(on), answered=date.fromisoformat(answered), satisfied=False)
        for to, body, on, answered in (
            ("电信运营商", "operator", "2026-09-20", "2026-09-25"),
            ("市场监督管理部门（12315）", "12315", "2026-10-09", "2026-10-20"),
        )
    )  # fmt: skip
    story = "10月9号打了12315，10月20号回话，说运营商的事不归他们管，叫我找通信管理局。"
    rows = written(CHARGED, "telecom_appeal", prior=prior, story=story)["prior"]
    assert [row["result"].endswith("没有就本申诉的事项受理") for row in rows] == [False, True]
    assert len(written(CHARGED, "telecom_appeal", prior=prior, story="10月20号回话，说在查。")["prior"]) == 1


def test_what_was_paid_in_a_shop_is_told_to_nobody_else_as_lost_through_them():
    shop = {"role": "shop", "name": "乙通讯器材有限公司"}
    facts = changed(CHARGED, respondents=[*CHARGED["respondents"], shop])
    facts = changed(facts, loss={"costs": [{"what": "选号费", "yuan": 200}, {"what": "打车费", "yuan": 36}]})
    told = facing(case_before(facts, "operator"), form_of("operator")).costs
    assert [one.what for one in told] == ["打车费"]
    alone = changed(facts, respondents=CHARGED["respondents"])
    assert len(facing(case_before(alone, "operator"), form_of("operator")).costs) == 2


# ── A payment institution, and whom a court is asked to find out ─────────────────────────────────────────────────────
BOUND_TO_PAY: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-06-15", "last": "2026-11-22"},
    "complainant": {"capacity": "subscriber"},
    "respondents": [{"role": "payment_institution", "name": "甲支付有限公司", "consumer": False}],
    "number": {"second_hand": True, "registrant_is_me": True, "accounts_bound": ["甲付通"]},
    "prior": [{"to": "respondent", "act": "complaint", "on": "2026-07-08", "answered_on": "2026-07-15", "satisfied": False}],
    "wishes": ["unbind", "delete"],
}  # fmt: skip


def test_a_payment_institution_is_told_of_to_the_central_bank_by_who_is_no_customer_of_it():
    way = step(BOUND_TO_PAY, "12363")
    assert way["open"]
    assert "反映、举报，同样可以交" in "".join(way["notes"])
    data = written(BOUND_TO_PAY, "12363")
    assert "反映（举报）" in data["heading"]
    assert "现予反映、举报" in data["opening"]
    assert "解除该号码与他人支付账户的绑定（甲付通）" in "".join(data["requests"])
    assert "征信" not in str(
        {key: data[key] for key in ("heading", "opening", "requests", "matter", "basis")}
    )
    platform = changed(BOUND_TO_PAY, respondents=[{"role": "platform", "name": "乙网络有限公司"}])
    assert not step(platform, "12363")["relevant"]
    credit = {
        **changed(NEVER_LENT, respondents=[{"role": "bank", "name": "丙银行股份有限公司"}]),
        "wishes": ["clear_credit"],
    }
    assert "征信权益" in written(credit, "12363")["heading"]
    assert step(credit, "12363")["answer_due"]["days"] == 30


def test_what_a_caller_knew_of_the_person_is_named_where_its_source_is_asked_for():
    story = "他们把我的车牌、发动机号后几位、哪天到期都说得一个不差。"
    for channel in ("court", "cac_12377", "12378"):
        text = asked_of(INSURERS, channel, story=story)
        assert "个人信息（包括车牌号、发动机号、保险到期的日期）" in text
        assert "车牌号" not in asked_of(INSURERS, channel, story="我的车牌换了。")


def test_a_dispute_of_a_credit_report_says_what_is_counted_otherwise():
    facts = {**OWED, "wishes": ["clear_credit"]}
    told = "我还了四期，一共2594。9月查征信，上面写着逾期。"
    text = asked_of(facts, "credit_dispute", story=told)
    assert "核对欠款的数额（异议申请人已经偿还2594元" in text.replace("本人已经", "异议申请人已经")
    assert "按核对的结果更正：逾期" in text
    assert "应更正为" not in text


def test_a_letter_about_one_of_two_that_run_accounts_names_its_own_alone():
    fields: Any = {
        "respondents": [
            {"role": "platform", "name": "上海迅驿速运股份有限公司"},
            {"role": "payment_institution", "name": "槐付通支付有限公司"},
        ],
        "told.number": {"second_hand": True, "accounts_bound": ["迅驿快递", "槐付通"]},
    }
    told = addressed(fields, to="", channel="12363", kind="second_hand_number")
    assert told["told.number"]["accounts_bound"] == ["槐付通"]
    both = addressed(fields, to="", channel="cac_12377", kind="second_hand_number")
    assert both["told.number"]["accounts_bound"] == ["迅驿快递", "槐付通"]


def test_who_advertised_is_asked_to_keep_no_records_of_a_loan():
    facts = changed(INSURERS, wishes=["stop", "delete"])
    said = str(written(facts, "12378")["requests"])
    assert "业务办理记录先予保存" in said
    assert "放款" not in said


# ── Consent that ended ────────────────────────────────────────────────────────────────────────────────────────────────
MEMBER: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls", "optout_ignored", "data_shared"],
    "wishes": ["stop", "delete"],
    "event": {"first": "2026-03-09", "last": "2026-11-20"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call", "sms"], "count": 53, "after_refusal": 47},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "withdrawn"},
    "refusal": {"made": True, "on": "2026-03-16", "ways": ["at_once"]},
    "data": {"source": "given", "shared_with_third_party": True},
    "respondents": [{"role": "content_provider", "name": "甲婚介公司", "consumer": True}],
}


@pytest.mark.parametrize("channel", ["12315_report", "cac_12377", "court"])
def test_who_withdrew_consent_pleads_that_their_data_went_to_others_and_not_that_they_never_agreed(
    channel: str,
):
    text = str(written(MEMBER, channel, story=""))
    assert "提供给了第三方" in text
    assert "只为当时的用途" not in text
    assert "没有同意过" not in text
    # Who was asked by itself and agreed has that said of nobody.
    asked = changed(MEMBER, consent={"status": "withdrawn", "separate": True})
    assert "提供给了第三方" not in str(written(asked, channel, story=""))


def test_whose_supplier_keeps_anothers_account_on_the_number_has_a_dispute_of_a_consumer():
    gas: dict[str, Any] = {
        "kind": "second_hand_number",
        "situations": ["account_bound"],
        "wishes": ["unbind", "damages"],
        "event": {"first": "2026-05-03", "last": "2026-11-20"},
        "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
        "number": {"second_hand": True, "accounts_bound": ["甲燃气"], "activated_on": "2026-04-11"},
        "respondents": [{"role": "platform", "name": "甲燃气公司", "consumer": True}],
    }
    for channel in ("12315_complaint", "consumer_association"):
        assert step(gas, channel)["relevant"]
        text = str(written(gas, channel, story="要原户主带身份证来解绑。"))
        assert "解除号码" in text
        stranger = changed(gas, complainant={"consumer_of_respondent": False})
        stranger["respondents"] = [{"role": "platform", "name": "甲燃气公司", "consumer": False}]
        assert not step(stranger, channel)["relevant"]
