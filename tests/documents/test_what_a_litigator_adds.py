"""What a litigator would add to a paper before signing it, and whom they would not say it of."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents import Claim
from documents.account import account_of
from documents.claims import claim_data
from documents.excerpts import Telling, excerpts_of
from documents.frozen import _lost
from documents.letters import Letter, letter_data
from documents.material import Cost, Prior, Recipient
from documents.not_pleaded import not_sued
from documents.official import form_of
from documents.others import told_to_one
from documents.police import paid_words, told_apart
from documents.wording import as_it_stands
from legal.reasoning.assessment import assess
from legal.reasoning.respondents import kin_in
from tests.documents.asking import ON, case_before
from tests.documents.test_pleading import made_of
from tests.documents.test_what_a_claim_asserts import changed
from tests.documents.test_what_a_letter_asks import reasons, said
from tests.documents.test_what_a_litigator_strikes import NEVER_BORROWED, OTHERS_DEBT, TAKEN_OVER

OWN_ACT = "客服称手机号验证通过，视为本人操作"
USED_UP = changed(TAKEN_OVER, loss={"costs": [{"what": "被用掉的余额和礼品卡", "yuan": 2360}]})


def claimed(facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    case = replace(case_before(facts, "court"), **more)
    return claim_data(Claim(court="甲市乙区人民法院", on=ON, case=case))


# ── What was answered ────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_answer_that_no_sentence_asks_for_stands_in_the_claim_that_it_was_given_for():
    paid = "9月24日15时10分5000元，手机银行转账，收款人符某，有回单"
    told = "".join(claimed(NEVER_BORROWED, details={"paid_how": paid, "told_whom": "没有说过"})["narrative"])
    assert f"：{paid}。" in told
    assert "没有说过" not in told
    # What is told already, or quoted, is told once.
    quoted = claimed(NEVER_BORROWED, details={"paid_how": paid}, story=f"{paid}。", excerpted=True)
    assert "".join(quoted["narrative"]).count("收款人符某") == 1


@pytest.mark.parametrize(("role", "own"), [("bank", True), ("platform", False)])
def test_whose_own_people_published_takes_it_down_itself_and_is_no_platform(role: str, own: bool):
    facts = changed(OTHERS_DEBT, debt={**OTHERS_DEBT["debt"], "published": ["photo"]})
    facts |= {"wishes": ["delete", "stop"], "respondents": [{"role": role, "name": "甲股份有限公司"}]}
    data = letter_data(
        Letter(channel="platform", recipient=Recipient(name="某"), on=ON, case=case_before(facts, "platform"))
    )
    assert ("他人在贵方平台上发布" in str(data["requests"])) is not own
    assert ("第一千一百九十五条" in str(data["basis"])) is not own


def test_nobody_is_a_plaintiff_in_what_a_letter_asks():
    facts = changed(OTHERS_DEBT, debt={**OTHERS_DEBT["debt"], "published": ["photo"]})
    facts |= {"wishes": ["delete", "stop"]}
    case = replace(case_before(facts, "cac_12377"), details={"published": "9月6日，原告的照片，发到村里的群"})
    text = str(letter_data(Letter(channel="cac_12377", recipient=Recipient(name="某"), on=ON, case=case)))
    assert "的照片，发到村里的群" in text
    assert "原告" not in text


def test_rows_on_file_are_not_said_to_be_all_that_can_be_proved():
    rows = claimed(NEVER_BORROWED)["narrative"]
    assert "可以逐条核对" not in "".join(rows)


# ── An account that somebody else got into ───────────────────────────────────────────────────────────────────────────
def test_a_platform_answers_by_its_contract_where_it_is_at_no_fault():
    costs = (Cost(what="被用掉的余额和礼品卡", yuan=Decimal(2360)),)
    data = claimed(USED_UP, costs=costs, details={"answer": OWN_ACT})
    (account, own, *_rest) = data["reasons"]
    assert "备位的依据是《中华人民共和国民法典》第五百零九条第一款、第五百七十七条" in account["text"]
    assert "第六十九条" in account["text"]
    assert own["title"].endswith("关于“视为本人操作”")
    assert "不能说明登录的人就是原告" in own["text"]
    assert "第四百九十七条" in "".join(data["basis"])
    assert "财产损害赔偿纠纷、个人信息保护纠纷" in data["cause"]
    assert "订单、余额及礼品卡使用的记录" in "".join(data["requests"])
    # Nobody is answered who said nothing.
    silent = claimed(USED_UP, costs=costs, details={"answer": "不予退款"})
    assert "视为本人操作" not in str(silent["reasons"])


def test_whom_it_is_answered_that_said_so_and_not_whoever_got_in():
    stranger = {"role": "person", "name": "李晓"}
    facts = {**USED_UP, "respondents": [*USED_UP["respondents"], stranger]}
    (own,) = [
        one
        for one in claimed(facts, details={"answer": OWN_ACT})["reasons"]
        if "视为本人操作" in one["title"]
    ]
    assert own["text"].startswith("被告1主张系原告操作的")
    assert "被告2" not in own["text"]


def test_what_somebody_unknown_did_is_no_companys_breach_and_its_own_duty_is():
    for channel in ("cac_12377", "12315_complaint"):
        text = reasons(USED_UP, channel)
        assert "他人的上述行为违法" not in text
        assert "对此应尽的义务，请依法审查，有关规定是" in text
        assert "第五十一条" in text
        assert "网络安全法" not in text
    letter = reasons(USED_UP, "platform")
    assert "隐私" not in letter
    assert "其有无过错" not in letter
    assert "第七条" in letter


def test_who_lost_a_balance_may_have_it_mediated_and_asks_for_the_orders():
    open_ways = {one["channel"] for one in assess(USED_UP, on=ON)["plan"] if one["open"]}
    assert "12315_complaint" in open_ways
    assert "各笔订单的编号、时间、金额、收货和物流记录" in said(USED_UP, "platform")
    assert "转账" not in said(USED_UP, "platform")
    bought_nothing = changed(USED_UP, complainant={"consumer_of_respondent": False})
    plan = {one["channel"]: one["open"] for one in assess(bought_nothing, on=ON)["plan"]}
    assert not plan.get("12315_complaint")


def test_what_somebody_gave_back_to_others_left_no_account_of_their_own():
    paid = changed(TAKEN_OVER, loss={"costs": [{"what": "垫还表姐的转账", "yuan": 3000}]})
    told = str(claimed(paid, costs=(Cost(what="垫还表姐的转账", yuan=Decimal(3000)),))["narrative"])
    assert "有人以原告的名义向他人索要款项" in told
    assert "款项被转出" not in told
    (ground,) = [one for one in assess(paid, on=ON)["grounds"] if one["code"] == "S7"]
    cited = str(ground["relief"])
    assert "刑法:266" in cited
    assert "刑法:264" not in cited


def test_what_was_taken_and_what_was_given_back_to_others_are_told_apart():
    rows = [("被提走的佣金", 1246), ("垫付退给乡亲的菜钱", 410)]
    both = changed(TAKEN_OVER, loss={"costs": [{"what": what, "yuan": yuan} for what, yuan in rows]})
    costs = tuple(Cost(what=_lost(what, both), yuan=Decimal(yuan)) for what, yuan in rows)
    told = "".join(claimed(both, costs=costs)["narrative"])
    assert "款项被转出" in told
    assert "另有人以原告的名义收取他人的款项，由原告垫还" in told
    assert "被提走的佣金1246元" in told
    assert "被转出、使用的款项" not in told
    case = replace(case_before(both, "police"), costs=costs)
    assert paid_words(case) == "已经被转走、骗取的款项共1656元。"
    (ground,) = [one for one in assess(both, on=ON)["grounds"] if one["code"] == "S7"]
    assert {"刑法:264", "刑法:266"} <= {*re.findall("刑法:26[46]", str(ground["relief"]))}


# ── Somebody else's debt, and nobody's ───────────────────────────────────────────────────────────────────────────────
TOLD = changed(OTHERS_DEBT, debt={**OTHERS_DEBT["debt"], "told_them_on": "2026-09-11"})


@pytest.mark.parametrize(("debtor", "mistaken"), [("弟弟", False), ("同事赵某", False), ("何勇", True)])
def test_whoever_knows_whose_debt_it_is_has_nothing_to_correct(debtor: str, mistaken: bool):
    facts = changed(TOLD, debt={**TOLD["debt"], "debtor": debtor})
    text = claimed(facts)["reasons"][0]["text"]
    assert ("核实、更正" in text) is mistaken
    assert ("第四十六条" in text) is mistaken
    assert ("第四十四条" in text) is not mistaken


@pytest.mark.parametrize(
    ("told", "who"),
    [
        ("【示例】顾先生，你弟弟的借款已移交法院", "弟弟"),
        ("我同事在示例分期借了两万没还", "同事"),
        ("他们给我妈妈打电话，说我欠钱", ""),
        ("短信写王强欠款", ""),
    ],
)
def test_whose_debt_it_is_is_read_where_it_is_said(told: str, who: str):
    assert kin_in([told]) == who


@pytest.mark.parametrize(
    ("people", "called"),
    [
        ("单位前台2人，8月20日，称不还款就让单位开除原告", "原告单位的人员共2人"),
        ("母亲和同事，8月20日", "原告的亲友、同事共2人"),
        ("家长群43人，10月6日；园长，10月7日", "原告身边的人共2人"),
    ],
)
def test_whose_friends_were_not_called_they_are_not_said_to_have_been(people: str, called: str):
    assert called in "".join(claimed(TOLD, details={"people": people})["narrative"])


def test_a_loan_in_somebodys_name_is_disputed_as_a_loan_and_not_as_calls():
    bank = as_it_stands(case_before(NEVER_BORROWED, "lender"), form_of("lender"), ON)
    assert bank.title == "关于冒名贷款的异议和投诉函"
    letter = Letter(
        channel="lender",
        recipient=Recipient(name="收件单位"),
        on=ON,
        case=case_before(NEVER_BORROWED, "lender"),
    )
    text = str(letter_data(letter)["reasons"])
    assert "应当出示申请、签署、身份核验和放款账户的记录" in text
    assert "报送的信用信息没有事实依据" in text
    assert "身份信息和号码的来源、身份核验" in said(NEVER_BORROWED, "cac_12377")
    collected = as_it_stands(case_before(OTHERS_DEBT, "lender"), form_of("lender"), ON)
    assert collected.title == "关于催收的投诉函"


# ── A sum in dispute ─────────────────────────────────────────────────────────────────────────────────────────────────
DISPUTED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong", "frequency_hours"],
    "wishes": ["stop", "confirm_no_debt"],
    "event": {"first": "2026-09-25", "last": "2026-11-28"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "respondents": [{"role": "lender", "name": "甲小额贷款有限公司"}],
    "contacts": {"channels": ["call"], "count": 188, "max_per_day": 14},
    "debt": {"owed": "disputed", "claimed": 5600, "told_them_on": "2026-10-05", "per_day": 14},
}


def test_one_objection_is_told_once_with_what_was_answered_before_what_came_after():
    answered = Prior(
        to="甲小额贷款有限公司",
        body="lender",
        on=date(2026, 10, 5),
        answered=date(2026, 10, 9),
        satisfied=False,
    )
    course = claimed(DISPUTED, prior=(answered,))["narrative"][1]
    assert course.count("2026年10月5日") == 1
    assert course.index("10月9日，被告答复") < course.index("此后被告没有停止")
    # How many came in a day is said once, too.
    assert course.count("14次") == 1


def test_what_was_not_agreed_is_owed_under_no_contract():
    basis = "".join(claimed(DISPUTED)["basis"])
    assert "第五百零九条第一款" in basis
    assert "第六百八十条第一款" not in basis


@pytest.mark.parametrize(
    ("story", "proposed"),
    [
        ("去年借了一万，已经还了，里面有“会员费”，我没有同意过。", True),
        ("去年借了一万，逾期没还，他们答复说要5600元。", False),
        ("我勾了同意的，他们答复说要5600元。", False),
    ],
)
def test_what_somebody_denies_is_no_admission(story: str, proposed: bool):
    found = excerpts_of(story, "", Telling(on=ON, owed="disputed"))
    assert any(one.proposed for one in found) is proposed


def test_a_word_for_now_is_quoted_as_it_was_said():
    (one,) = excerpts_of("现在早上六点就打，一天十几个。", "", Telling(on=ON))
    assert one.proposed
    assert one.quoted == "现在早上六点就打，一天十几个。"


def test_no_month_of_the_moon_is_put_in_a_year_of_the_calendar():
    told = "去年腊月我摔断了腿，今年正月才出院。"
    (one,) = excerpts_of(told, "", Telling(on=ON))
    assert one.quoted == "去年〔农历2025年〕腊月我摔断了腿，今年〔2026年〕正月才出院。"
    # Told before the lunar year is over, it may be either.
    (open_year,) = excerpts_of("去年腊月我摔断了腿。", "", Telling(on=date(2026, 1, 20)))
    assert open_year.caution


# ── A label, and what work it cost ───────────────────────────────────────────────────────────────────────────────────
LABELLED: dict[str, Any] = {
    "kind": "second_hand_number",
    "situations": ["number_mislabelled", "number_not_disclosed"],
    "wishes": ["correct", "apology", "damages"],
    "event": {"first": "2026-07-15", "last": "2026-11-28"},
    "complainant": {"capacity": "subscriber", "consumer_of_respondent": True, "region": "440106"},
    "respondents": [
        {"role": "platform", "name": "甲安全科技有限公司"},
        {"role": "operator", "name": "乙通信公司"},
    ],
    "number": {
        "second_hand": True, "told": False, "activated_on": "2026-07-01", "registrant_is_me": True,
        "mislabelled_as": "诈骗电话", "label_reported_on": "2026-08-11",
    },
    "loss": {"costs": [{"what": "误工费", "yuan": 900}]},
}  # fmt: skip


def test_one_loss_of_two_is_one_sum_and_their_shares_are_for_the_court():
    data = claimed(LABELLED, costs=(Cost(what="误工费", yuan=Decimal(900)),))
    assert "判令各被告按各自责任的大小赔偿原告误工损失900元，难以确定的平均承担" in data["requests"]
    assert "为处理此事误工" not in str(data["narrative"])
    assert "名誉权纠纷" in data["cause"]


def test_a_label_that_degrades_is_said_to_and_to_who_looks_into_data_it_is_not():
    assert "降低了本人的社会评价" in reasons(LABELLED, "platform")
    assert "社会评价" not in reasons(LABELLED, "cac_12377")
    plain = changed(LABELLED, number={**LABELLED["number"], "mislabelled_as": "某饭店"})
    assert "社会评价" not in reasons(plain, "platform")


def test_of_a_last_day_that_is_told_to_be_safe_no_later_one_is_told():
    (step,) = [one for one in assess(LABELLED, on=ON)["plan"] if one["channel"] == "telecom_appeal"]
    assert step["not_after"] == "2028-07-01"
    assert "2028-11-28" not in "".join(step["why"])


# ── Rent, a price, a purpose ─────────────────────────────────────────────────────────────────────────────────────────
def test_of_rent_nobody_says_that_it_was_borrowed():
    rent = {"loan": "合同号XZ20260316-0457，2026年3月16日，手机租赁12期，每期760元"}
    lender = changed(NEVER_BORROWED, respondents=[{"role": "lender", "name": "甲租赁科技有限公司"}])
    data = claimed(lender, details=rent)
    assert "没有借过" not in str(data["narrative"])
    assert "没有办理过被告所称的租赁" in str(data["narrative"])
    assert "（合同号XZ20260316-0457，所称金额33520元）" in "".join(data["requests"])
    assert "第六百六十七条" not in "".join(data["basis"])
    loan = claimed(lender, details={"loan": "2026年2月，个人消费贷款30000元"})
    assert "没有借过" in str(loan["narrative"])
    assert "第六百六十七条" in "".join(loan["basis"])


SOLD: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls"],
    "wishes": ["stop", "refund"],
    "event": {"first": "2026-07-20", "last": "2026-11-26"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "respondents": [{"role": "content_provider", "name": "甲康养管理有限公司"}],
    "contacts": {"channels": ["call"], "count": 94, "after_refusal": 71},
    "content": {"commercial": True, "sender_identified": True},
    "refusal": {"made": True, "on": "2026-09-02", "ways": ["at_once"]},
}
BOUGHT = {
    "purchase": "2026年7月18日，“示例骨肽”三个疗程，5940元，在店里刷银行卡，收到的是压片糖果12盒",
    "not_as_said": "店员说专治膝盖，盒子上写的是压片糖果",
}


def test_a_price_that_was_told_is_asked_back_for_what_was_said_of_it():
    data = claimed(SOLD, details=BOUGHT)
    assert "判令被告返还原告购买商品、服务支付的价款5940元" in data["requests"]
    assert "第二十条第一款、第二十三条第二款" in "".join(data["basis"])
    # Who bought proves what was said of it.
    (price,) = [one["text"] for one in data["reasons"] if "返还价款" in one["title"]]
    assert "举证" not in price
    letter = Letter(
        channel="12315_complaint",
        recipient=Recipient(name="收件单位"),
        on=ON,
        case=replace(case_before(SOLD, "12315_complaint"), details=BOUGHT),
    )
    told = letter_data(letter)
    assert "5940元，在店里刷银行卡" in "".join(told["account"])
    assert "请被投诉人退还投诉人购买商品、服务支付的5940元" in told["requests"]
    assert any("返还价款" in one["title"] for one in told["reasons"])
    two = {**BOUGHT, "purchase": "两盒，一盒300元、一盒500元"}
    assert "价款＿" in "".join(claimed(SOLD, details=two)["requests"])


def test_whoever_gave_a_number_for_something_agreed_to_that_alone():
    shared = changed(
        SOLD,
        situations=["data_shared"],
        wishes=["stop", "tell_source"],
        data={"source": "given", "shared_with_third_party": True},
        consent={"status": "none"},
    )
    assert "就个人信息的提供和使用" not in str(claimed(shared)["narrative"])
    profiled = changed(shared, situations=["profiling"], data={"source": "given", "profiling": True})
    assert "原告没有同意过超出约定用途的处理" in str(claimed(profiled)["narrative"])
    leaked = changed(shared, data={"source": "leak", "shared_with_third_party": True})
    assert "就个人信息的提供和使用，原告没有同意过" in str(claimed(leaked)["narrative"])


def test_what_is_to_be_deleted_has_a_name_and_whoever_can_be_named_was_complained_to():
    shown = changed(
        OTHERS_DEBT,
        wishes=["delete", "apology"],
        respondents=[{"role": "lender", "name": "甲网络科技有限公司"}, {"role": "collector"}],
        debt={**OTHERS_DEBT["debt"], "published": ["insult"], "told_them_on": "2026-09-23"},
    )
    complained = Prior(to="对方", body="respondent", on=date(2026, 10, 8))
    case = case_before(shown, "court")
    named = replace(
        case,
        respondents=case.respondents[:1],
        prior=(complained,),
        details={"published_where": "中二班家长群"},
    )
    data = claim_data(Claim(court="甲市乙区人民法院", on=ON, case=named))
    asked_for = "".join(data["requests"])
    assert f"原告个人信息（包括号码{named.number}）" in asked_for
    assert "在上述内容发布的范围内（中二班家长群）道歉" in asked_for
    assert "由发布上述内容的一方" not in asked_for
    assert "2026年10月8日，原告就此向被告提出投诉" in str(data["narrative"])


# ── One of several ───────────────────────────────────────────────────────────────────────────────────────────────────
def _fields() -> dict[str, Any]:
    rows = [("甲童影摄影有限公司", None), ("乙小牛培训中心", False)]
    return {
        "respondents": [
            {
                "role": "content_provider",
                "name": name,
                "uscc": "",
                "said": {"role": "content_provider", "consumer": bought},
            }
            for name, bought in rows
        ],
        "told.complainant": {"capacity": "guardian", "consumer_of_respondent": True},
        "told.contacts": {"channels": ["call"], "count": 38, "max_per_day": 3, "after_refusal": 29},
        "told.refusal": {"made": True, "on": "2026-06-24", "ways": ["hotline"]},
        "messages": [{"sender": "106912340000", "at": "2026-07-08", "text": "【童影摄影】写真套餐299元起"}],
        "details": {
            "each_count": "被告1共17次，说过以后8次；被告2共21次",
            "refused_whom": "被告1的前台，没有向被告2说过",
            "asked_delete": "6月24日，童影摄影前台，答应了；9月5日，小牛培训中心，没有理",
        },
    }


def test_one_of_several_is_told_its_own_number_and_no_refusal_that_another_heard():
    of_first = told_to_one(_fields(), "甲童影摄影有限公司")  # type: ignore[arg-type]
    assert of_first["told.contacts"] == {"channels": ["call"], "count": 17, "after_refusal": 8}
    assert "told.refusal" in of_first
    assert of_first["messages"]
    of_second = told_to_one(_fields(), "乙小牛培训中心")  # type: ignore[arg-type]
    assert of_second["told.contacts"] == {"channels": ["call"], "count": 21}
    assert "told.refusal" not in of_second
    assert of_second["messages"] == []
    assert of_second["told.complainant"]["consumer_of_respondent"] is False
    assert of_second["details"]["asked_delete"] == "9月5日，小牛培训中心，没有理"


def test_why_it_is_taken_to_be_theirs_is_told_to_whom_a_letter_goes():
    letter = made_of(SOLD, "platform")
    told = {"sender_proof": "短信里的链接打开是被告的报名页，有录屏"}
    shown = replace(letter, case=replace(letter.case, details=told))
    text = "".join(one.text for one in account_of(shown.told, shown.form))
    assert "认定上述来电、信息由来的依据：短信里的链接打开是贵方的报名页，有录屏" in text
    assert "由来" not in "".join(one.text for one in account_of(letter.told, letter.form))


def test_of_several_who_sell_none_is_said_to_have_sold_for_another():
    two = [{"role": "content_provider", "name": name} for name in ("甲摄影有限公司", "乙培训中心")]
    letter = made_of(changed(SOLD, respondents=two), "12315_complaint")
    assert "推销的是" not in "".join(one.text for one in account_of(letter.told, letter.form))


def test_a_fixed_line_sends_no_messages():
    facts = changed(TOLD, contacts={**TOLD["contacts"], "numbers": ["01066667777"]})
    letter = made_of(facts, "lender")
    told = "".join(one.text for one in account_of(letter.told, letter.form))
    assert "来电显示的号码为01066667777" in told


# ── Codes and call-backs of many sites ───────────────────────────────────────────────────────────────────────────────
BOMBED: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["bombing"],
    "wishes": ["stop", "tell_source", "apology"],
    "event": {"first": "2026-11-13", "last": "2026-11-16"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["sms", "call"], "count": 900, "max_per_day": 400},
    "content": {"sender_identified": True},
    "respondents": [
        {"role": "person", "name": "闲置用户“小庚”"},
        {"role": "platform", "name": "甲市闲置网络有限公司"},
    ],
}
CODES = {
    "codes": "11月13日，验证码四百条，飞鸟出行、飞鸟买菜等几十家网站，都不是原告申请的",
    "sender_proof": "当晚“小庚”在聊天里说“你等着”，二十分钟以后开始",
}


def test_what_sites_sent_is_not_said_to_be_sent_by_whoever_had_it_done():
    data = claimed(BOMBED, details=CODES)
    narrative, asks = "".join(data["narrative"]), "；".join(data["requests"])
    assert "原告共收到" in narrative
    assert "没有发送涉案信息，原告认为系其用户“小庚”用原告的号码向多家网站提出请求所致" in narrative
    assert "你等着" in narrative
    assert "原告收到的信息中有" not in narrative
    assert "提供能够确定实施上述侵扰的用户的姓名、联系方式、网络地址" in asks
    assert "道歉" not in asks
    assert "停止以" not in asks
    reasons_given = str(data["reasons"])
    assert "核实请求由何人作出" not in reasons_given
    assert "第一千一百九十四条、第一千一百九十五条" in reasons_given
    assert "第六十九条" not in reasons_given


def test_a_shop_that_had_a_number_bombed_sent_none_of_it_and_collects_nothing():
    shop = [{"role": "content_provider", "name": "乙市照相有限公司"}]
    facts = changed(BOMBED, respondents=shop, debt={"published": ["photo"]})
    words = {"codes": CODES["codes"], "words": "21时14分，店长微信“不删你今晚别想睡”"}
    data = claimed(facts, details=words)
    narrative = "".join(data["narrative"])
    assert "原告认为系被告乙市照相有限公司用原告的号码" in narrative
    assert "认定的依据：21时14分，店长微信" in narrative
    assert "被告向原告拨打" not in narrative
    assert "催收" not in str([data["requests"], data["reasons"], narrative])
    # Whose own codes they are has sent them, and has to look who asks for them.
    own = changed(BOMBED, respondents=[{"role": "content_provider", "name": "丙市飞鸟出行科技有限公司"}])
    assert "核实请求由何人作出" in str(claimed(own, details=CODES)["reasons"])


def test_the_police_are_asked_who_had_sites_send_their_codes():
    case = replace(case_before(BOMBED, "police"), details=CODES)
    data = letter_data(Letter(channel="police", recipient=Recipient(name="公安机关"), on=ON, case=case))
    assert "查明上述用户的真实身份，并向发来验证码、来电的各网站调取、固定" in "".join(data["requests"])
    assert "用户“小庚”向本人拨打" not in str(data)
    assert "本人认为上述信息、来电系闲置用户“小庚”用本人的号码" in str(data)


# ── Who died, and what nobody saw them do ────────────────────────────────────────────────────────────────────────────
HEIR: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt", "contacts_harassed", "threats_impersonation"],
    "wishes": ["stop", "confirm_no_debt", "apology"],
    "event": {"first": "2026-05-11", "last": "2026-11-19"},
    "complainant": {"capacity": "recipient"},
    "contacts": {"channels": ["call"], "count": 97},
    "debt": {
        "owed": "others",
        "debtor": "父亲（已去世）",
        "debtor_dead": True,
        "told_them_on": "2026-05-18",
        "collected_by": "assigned",
        "impersonates": "police",
        "published": ["debt"],
    },
    "respondents": [
        {"role": "assignee", "name": "甲市乙资产管理有限公司"},
        {"role": "lender", "name": "甲市丙小额贷款有限公司"},
    ],
}
STUCK = {
    "inherited": "2025年10月去世，2026年1月12日公证放弃继承，没有遗产",
    "published": "8月3日夜，家门上贴纸写“死人欠债，女儿还钱”，有照片",
    "posed": "9月3日，来电自称经侦，派出所答复没有这个人",
}


def test_who_renounced_an_inheritance_says_so_and_the_first_lender_stops_nothing():
    data = claimed(HEIR, details=STUCK)
    narrative, asks = "".join(data["narrative"]), data["requests"]
    assert "所称的债务人已经去世" in narrative
    assert "原告已经放弃继承（2025年10月去世，2026年1月12日公证放弃继承，没有遗产）" in narrative
    assert "第一千一百六十一条第二款" in str(data["basis"])
    assert "可以不负清偿责任" in str(data["reasons"])
    assert all(
        "丙小额贷款" not in one and "各被告" not in one for one in asks if "停止" in one or "道歉" in one
    )
    owing = claimed(HEIR, details={"inherited": "2025年10月去世，没有放弃继承"})
    assert "放弃继承，对该笔债务" not in str(owing["reasons"])
    # Who did not renounce answers for no more than what came to them.
    assert "第一千一百六十一条第一款" in str(owing["basis"])
    assert "第四百六十五条" not in str(owing["basis"])
    assert "应当按照继承的法律处理" in str(owing["reasons"])
    assert "告知" not in "".join(one for one in owing["narrative"] if "与原告无关" in one)
    story = "父亲去年十月去世，生前在某小贷借过三万六，我做了放弃继承的公证"
    assert kin_in([story]) == "父亲（已去世）"


def test_what_nobody_saw_them_do_is_not_said_of_a_defendant():
    data = claimed(HEIR, details=STUCK)
    narrative, asks = "".join(data["narrative"]), "；".join(data["requests"])
    assert "有人向他人发布称原告欠款的内容（8月3日夜，家门上贴纸" in narrative
    assert "来电人冒充公安机关工作人员（9月3日" in narrative
    assert "群组" not in narrative + asks
    assert "删除已经发布的" not in asks
    collecting = changed(HEIR, respondents=[{"role": "collector", "name": "甲市丁商务有限公司"}])
    said_who = {**STUCK, "posed": "9月3日，被告的佟经理自称经侦", "published_by": "被告的佟经理"}
    theirs = "".join(claimed(collecting, details=said_who)["narrative"])
    assert "被告冒充公安机关工作人员" in theirs
    assert "被告向他人发布" in theirs
    assert "来电人冒充公安机关工作人员" in "".join(claimed(collecting, details=STUCK)["narrative"])
    seen = {"published": "8月3日，催收的两个人在家门上贴纸"}
    assert "被告向他人发布" in "".join(claimed(collecting, details=seen)["narrative"])


def test_the_police_are_told_of_whoever_bought_a_debt_and_calls_and_shown_where_it_hung():
    case = replace(case_before(HEIR, "police"), details=STUCK)
    data = letter_data(Letter(channel="police", recipient=Recipient(name="公安机关"), on=ON, case=case))
    assert "监控录像" in "".join(data["requests"])
    assert "群聊" not in "".join(data["requests"])
    parties = str(data["parties"])
    assert "丙小额贷款" not in parties.partition("可能存有")[0]


# ── What is public already, and of whom nothing is told ─────────────────────────────────────────────────────────────
REGISTER: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls", "data_shared", "optout_ignored"],
    "wishes": ["stop", "delete"],
    "event": {"first": "2026-03-11", "last": "2026-11-24"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": False},
    "contacts": {"channels": ["call"], "count": 143, "after_refusal": 88},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none", "separate": False},
    "refusal": {"made": True, "on": "2026-05-22", "ways": ["at_once"]},
    "data": {"shared_with_third_party": True},
    "respondents": [
        {"role": "content_provider", "name": "甲市飞鸟财税有限公司"},
        {"role": "platform", "name": "乙市查企网络有限公司"},
    ],
}


def test_what_a_company_published_is_no_leave_to_sell_by_it():
    told = {"asked_delete": "5月20日发邮件要求撤下，5月25日回复称数据来自公开渠道，不处理"}
    data = claimed(REGISTER, details=told)
    assert "即使已经公示、公开，也只能在合理的范围内处理" in str(data["reasons"])
    assert "第二十七条" in str(data["basis"])
    silent = claimed(REGISTER, details={"asked_delete": "5月20日发邮件要求撤下，没有答复"})
    assert "第二十七条" not in str(silent["basis"])


def test_the_police_are_told_who_sold_data_and_not_only_who_bought_it():
    case = case_before(REGISTER, "police")
    told = {"passed_to": "飞鸟财税的小蒋说号码是从乙市查企上付费导出的"}
    (about, _behind, holders) = told_apart(replace(case, details=told), form_of("police"))
    assert [one.role for one in about] == ["content_provider", "platform"]
    assert not holders


def test_of_whom_nothing_is_told_no_claim_says_that_they_did_it():
    third = {"role": "unknown", "name": "甲市众诚劳务有限公司"}
    facts = changed(NEVER_BORROWED, respondents=[*NEVER_BORROWED["respondents"], third])
    case = case_before(facts, "court")
    claim = Claim(court="甲市乙区人民法院", on=ON, case=case)
    assert "众诚劳务" not in str(claim_data(claim)["parties"])
    assert "做了什么" in next(one.why for one in not_sued(claim) if "众诚劳务" in one.title)
    known = replace(case, details={"passed_to": "面试时甲市众诚劳务有限公司拍了身份证"})
    assert "众诚劳务" in str(claim_data(replace(claim, case=known))["parties"])
