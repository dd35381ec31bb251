"""Letters about a debt as the lawyer who signs them reads them: to who lent, bought, collects, supervises, to the police."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents import Cost, Letter, Message, form_of
from documents.account import account_of
from documents.drafting import blocks_of
from documents.law import Ground
from documents.letters import letter_data
from documents.material import Prior, Recipient
from documents.others import addressed
from documents.police import BORROWED, headings_of
from documents.requests import requests_of
from filings.channels import consents
from legal.reasoning.assessment import assess
from tests.documents.asking import ON, case_before
from tests.documents.test_what_a_claim_asserts import changed

BANK = {"role": "bank", "name": "甲银行股份有限公司乙分行", "region": "610113", "licensed_lender": True}
BOUGHT = {"role": "assignee", "name": "丙资产管理有限公司", "region": "610113"}
LENDER = {"role": "lender", "name": "丁小额贷款有限公司", "region": "440305"}
COLLECTOR = {"role": "collector", "name": "戊信息咨询有限公司", "region": "441302"}
PAID_OFF: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong"],
    "wishes": ["confirm_no_debt", "stop", "correct"],
    "event": {"first": "2026-08-19", "last": "2026-11-24"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call", "sms"], "count": 36},
    "debt": {"owed": "settled", "claimed": 3200, "told_them_on": "2026-09-02"},
    "respondents": [BANK, BOUGHT],
}
# The same where somebody said who calls.
SOLD = changed(PAID_OFF, debt={"collected_by": "assigned"})
NEVER: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["no_debt", "contacts_harassed", "threats_impersonation"],
    "wishes": ["confirm_no_debt", "clear_credit", "refund", "damages", "apology"],
    "event": {"first": "2026-05-11", "last": "2026-11-25"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": False},
    "contacts": {"channels": ["call", "sms"], "count": 210, "night": True},
    "debt": {
        "owed": "none",
        "claimed": 6000,
        "told_them_on": "2026-06-03",
        "contacts_told": 8,
        "threats": ["publicity"],
        "paid_under_pressure": 500,
    },
    "loss": {"costs": [{"what": "征信查询和打印费", "yuan": 25}], "mental": "severe"},
    "respondents": [LENDER, COLLECTOR],
}
SHAMED: dict[str, Any] = changed(
    NEVER,
    debt={"owed": "own", "published": ["photo", "insult", "debt"], "threats": ["publicity", "insult"]},
    loss={"costs": [{"what": "医疗费", "yuan": 430}], "mental": "severe"},
) | {"wishes": ["stop", "delete", "apology", "damages"]}
THREAT = Message(
    sender="1069022223333",
    text="【丁小贷】您的借款6000元已逾期，今日不还将通知您的通讯录联系人",
    at=date(2026, 7, 8),
    exhibits=(),
)


def letter(facts: dict[str, Any], channel: str, to: str = "", **more: Any) -> Letter:
    case = replace(case_before(facts, channel), addressee=to, number="13900000201", prior=(), story="")
    listed = Recipient(name=to or "某机构（所在地的）", address="", phone="")
    return Letter(channel=channel, recipient=listed, on=ON, case=replace(case, **more))


def data(facts: dict[str, Any], channel: str, to: str = "", **more: Any) -> dict[str, Any]:
    return letter_data(letter(facts, channel, to, **more))


def said(facts: dict[str, Any], channel: str, to: str = "", **more: Any) -> str:
    """All that a letter says, with its requests and what they rest on."""
    return "\n".join(block.text for block in blocks_of(letter(facts, channel, to, **more)).blocks)


# ── To whom ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("facts", "to", "you"),
    [
        (PAID_OFF, BANK["name"], "贵行"),
        (PAID_OFF, BOUGHT["name"], "贵公司"),
        (NEVER, LENDER["name"], "贵公司"),
        (NEVER, COLLECTOR["name"], "贵公司"),
    ],
)
def test_a_letter_speaks_to_a_bank_as_a_bank_and_to_a_company_as_a_company(facts: Any, to: str, you: str):
    text = said(facts, "lender", to)
    assert you in text
    assert "贵机构" not in text
    assert "被投诉机构" not in text
    before: Any = {"respondents": [{**one, "uscc": "", "said": {}} for one in facts["respondents"]]}
    put: Any = {"to": "金融机构", "said": {"to": "respondent"}}
    rows = addressed({**before, "prior": [put]}, to=to, channel="lender", kind="fake_collection").get(
        "prior", []
    )
    assert {row["to"] for row in rows} <= {you, "金融机构"}


def test_who_collects_is_told_what_it_did_and_never_of_a_collector():
    for facts, to in ((PAID_OFF, BOUGHT["name"]), (NEVER, COLLECTOR["name"]), (SHAMED, COLLECTOR["name"])):
        assert not re.search("催收方(?!式)", said(facts, "lender", to))
    # How many of them it made itself, nobody said.
    assert "本人共收到电话、短信210次" in said(NEVER, "lender", COLLECTOR["name"])
    assert "本人共收到电话、短信36次" in said(PAID_OFF, "lender", BOUGHT["name"])
    assert "贵公司向本人拨打电话、发送短信共36次" in said(SOLD, "lender", BOUGHT["name"])


def test_who_bought_a_debt_is_named_to_who_sold_it_and_to_its_supervisor():
    for channel, to in (("lender", BANK["name"]), ("12378", "")):
        assert f"{BOUGHT['name']}（以下称催收方）向本人拨打电话" in said(SOLD, channel, to)
    parties = data(PAID_OFF, "12378")["parties"]
    assert {"role": "实际联系投诉人的一方", "rows": [["名称", BOUGHT["name"]]]} in parties
    assert data(NEVER, "local_finance")["parties"][-1]["rows"] == [["名称", COLLECTOR["name"]]]
    # And whom it sold to, who collects for somebody learns of nobody.
    three = {**PAID_OFF, "respondents": [BANK, BOUGHT, COLLECTOR]}
    assert "联系本人的一方" not in {
        one["role"] for one in data(three, "lender", COLLECTOR["name"])["parties"]
    }


@pytest.mark.parametrize(
    ("facts", "channel", "region", "to"),
    [
        (PAID_OFF, "12378", "610113", "国家金融监督管理总局陕西监管局"),
        (PAID_OFF, "12378", "440305", "国家金融监督管理总局深圳监管局"),
        (PAID_OFF, "12378", "450103", "国家金融监督管理总局广西监管局"),
        (PAID_OFF, "12378", "", "国家金融监督管理总局"),
        (NEVER, "local_finance", "440305", "深圳市地方金融管理局"),
        (NEVER, "local_finance", "430104", "湖南省地方金融管理局"),
        (NEVER, "local_finance", "", "地方金融管理部门"),
    ],
)
def test_a_supervisor_is_the_one_of_where_the_company_sits(facts: Any, channel: str, region: str, to: str):
    first, *others = facts["respondents"]
    placed = {key: value for key, value in first.items() if key != "region"} | (
        {"region": region} if region else {}
    )
    assert data({**facts, "respondents": [placed, *others]}, channel)["recipient"] == to


# ── A debt that was sold ─────────────────────────────────────────────────────────────────────────────────────────────
def test_who_sold_a_debt_that_was_paid_is_asked_to_tell_the_buyer_and_what_it_gave_away():
    asked = "".join(data(PAID_OFF, "lender", BANK["name"])["requests"])
    assert "与受让方办理撤回，书面通知其该笔债务已经清偿、停止向本人催收" in asked
    for part in ("是否将该笔债权转让给他人", "转让的日期", "受让方的名称", "提供了本人的哪些信息"):
        assert part in asked
    assert "录音" not in asked
    assert "委托催收的合同" not in asked
    assert "停止向投诉人催收" in "".join(data(PAID_OFF, "12378")["requests"])
    assert "受托的人" not in said(PAID_OFF, "12378")


def test_nobody_who_never_lent_is_asked_to_certify_a_payment_nor_held_to_a_contract():
    text = said(PAID_OFF, "lender", BOUGHT["name"])
    assert "撤销所记载的本人欠款（所称金额3200元），书面确认不再就该笔已经清偿的债务向本人主张" in text
    assert "结清证明" not in text
    for article in ("第五百零九条", "第五百七十七条", "第五百五十八条"):
        assert article not in text
    bank = said(PAID_OFF, "lender", BANK["name"])
    # Whether there is one is a line that the person fills in; nobody is asked for one.
    assert "结清证明" not in bank.replace("有无结清证明：＿＿＿＿", "")
    assert "第五百零九条第一款" not in bank


@pytest.mark.parametrize(
    ("channel", "to"), [("lender", BANK["name"]), ("lender", BOUGHT["name"]), ("12378", "")]
)
def test_a_debt_that_was_paid_ended_and_that_nobody_told_of_its_sale_comes_second(channel: str, to: str):
    text = said(PAID_OFF, channel, to)
    assert text.index("债务已经履行，债权随之消灭") < text.index("即使有过转让")
    for article in (
        "第五百五十七条第一款第一项",
        "第五百四十八条",
        "《中华人民共和国个人信息保护法》第二十三条",
    ):
        assert article in text


def test_of_a_credit_record_nothing_is_argued_where_nobody_told_of_one():
    for channel, to in (("lender", BANK["name"]), ("12378", "")):
        quiet = {key: value for key, value in PAID_OFF.items() if key != "wishes"}
        for facts in (PAID_OFF, quiet):
            assert "征信" not in said(facts, channel, to)
    cleared = said(NEVER, "lender", LENDER["name"])
    assert "存在异议的标注，自收到之日起二十日内核查、书面答复" in cleared
    assert "征信业管理条例》第二十五条" in cleared
    # What a look into it cost, who only calls did not bring about.
    assert "征信" not in said(NEVER, "lender", COLLECTOR["name"])


def test_who_only_asks_whom_it_acts_for_is_held_to_no_contract_in_what_is_asked():
    rows = data(NEVER, "lender", COLLECTOR["name"])
    assert "向委托方核实" in "".join(rows["requests"])
    assert "第六百六十七条" not in "".join(rows["basis"])
    assert "第六百六十七条" in "".join(data(NEVER, "lender", LENDER["name"])["basis"])


# ── What was done, in its own words ──────────────────────────────────────────────────────────────────────────────────
def test_a_threat_is_told_as_the_message_on_file_makes_it():
    for channel, to in (("lender", LENDER["name"]), ("police", ""), ("12321", "")):
        text = said(NEVER, channel, to, messages=(THREAT,))
        assert "2026年7月8日收到的信息称“今日不还将通知您的通讯录联系人”，以此相威胁" in text
        assert "声称要公开、通报" not in text
    assert "声称要公开、通报" in said(NEVER, "police")


def test_harm_to_the_mind_that_was_told_and_wished_is_asked_for_in_a_letter():
    told = data(NEVER, "lender", COLLECTOR["name"])
    assert "本人因此受到严重的精神损害" in told["account"]
    assert any("支付精神损害抚慰金，数额由双方协商" in one for one in told["requests"])
    named = data(NEVER, "lender", COLLECTOR["name"], sums={"mental": Decimal(3000)})
    assert any("支付精神损害抚慰金3000元" in one for one in named["requests"])
    # It goes out with the letter: what is not told to whom is asked of nobody.
    assert "loss" in consents()["lender"].told
    some = changed(NEVER, loss={"mental": "some"})
    assert "精神" not in said(some, "lender", COLLECTOR["name"])


def test_an_apology_is_asked_for_where_it_was_published():
    asked = data(SHAMED, "lender", COLLECTOR["name"])["requests"]
    assert "在发布上述内容的范围内，并以书面形式赔礼道歉" in asked
    told = data(SHAMED, "lender", COLLECTOR["name"], details={"published_where": "甲小区业主群"})["requests"]
    assert "在发布上述内容的范围内（甲小区业主群），并以书面形式赔礼道歉" in told
    assert "书面赔礼道歉" in data(NEVER, "lender", COLLECTOR["name"])["requests"]


def test_of_ones_own_debt_the_day_of_an_objection_is_no_day_of_an_explanation():
    assert "2026年6月3日本人提出异议的记录" in said(SHAMED, "lender", COLLECTOR["name"])
    assert "2026年6月3日本人说明情况的记录" in said(NEVER, "lender", COLLECTOR["name"])


def test_rules_of_financial_institutions_are_put_to_no_other():
    assert "金融机构个人消费类贷款催收工作指引" not in said(NEVER, "lender", LENDER["name"])
    assert "金融机构个人消费类贷款催收工作指引" not in said(NEVER, "lender", COLLECTOR["name"])


def test_an_identity_card_that_was_shown_is_more_than_a_face():
    shown = changed(SHAMED, debt={"published": ["photo", "identity"]})
    text = said(shown, "lender", COLLECTOR["name"])
    assert "贵公司未经本人同意，把本人的身份证件发布给他人" in text
    for article in ("第一千零三十四条第二款", "第二十八条", "第二十九条"):
        assert article in text
        assert article not in said(SHAMED, "lender", COLLECTOR["name"])


def test_a_bank_has_a_line_for_the_account_and_who_collects_has_none():
    rows = {one["role"]: one["rows"] for one in data(PAID_OFF, "lender", BANK["name"])["parties"]}
    assert ["涉及的账户（卡号末四位）或者合同", ""] in rows["被投诉方"]
    for facts, to in ((PAID_OFF, BOUGHT["name"]), (NEVER, LENDER["name"])):
        assert "卡号末四位" not in said(facts, "lender", to)


def test_to_go_on_and_not_be_asked_to_stop_is_told_to_the_person():
    made = letter(NEVER, "lender", COLLECTOR["name"])
    (stop,) = [one for one in requests_of(made.told, made.form, on=ON).every if one.slug == "stop"]
    assert not stop.wished
    assert "没有要求停止" in stop.advice
    wished = requests_of(replace(made.told, ticked=("stop",)), made.form, on=ON)
    assert all(one.advice == "" for one in wished.every if one.slug == "stop")
    over = letter(changed(NEVER, event={"last": "2026-08-25"}), "lender", COLLECTOR["name"])
    assert all(one.advice == "" for one in over.requests.every if one.slug == "stop")


def test_of_ones_own_debt_that_the_way_of_it_was_objected_to_is_told():
    told = data(SHAMED, "lender", COLLECTOR["name"])["account"]
    place = told.index("2026年6月3日，本人就上述催收向贵公司提出异议")
    assert told[place + 1] == "此后贵公司没有停止上述催收，最近一次为2026年11月25日"
    assert not any("提出异议" in one for one in data(NEVER, "lender", COLLECTOR["name"])["account"])


@pytest.mark.parametrize(
    ("facts", "whose"),
    [
        (NEVER, "本人没有借过催收方所催收的款项"),
        (changed(NEVER, debt={"owed": "others"}) | {"situations": ["others_debt"]}, "本人不是债务人"),
        (PAID_OFF, "据以催收的债务本人已经结清，本人不欠所催收的款项"),
    ],
)
def test_who_carries_the_calls_is_told_whose_debt_it_is_not_and_that_it_was_said(facts: Any, whose: str):
    facts = {**facts, "wishes": ["stop"]}
    made = data(facts, "operator", "", messages=(THREAT,))
    account = "。".join(made["account"])
    assert whose in account
    assert "本人告知催收方" in account
    asked = "".join(made["requests"])
    assert "协助拦截" in asked
    assert "通话、短信记录，至争议解决" in asked
    assert "元" not in account
    # A debt of one's own is no matter of the network.
    for told, relevant in ((facts, True), ({**SHAMED, "wishes": ["stop"]}, False)):
        (step,) = [one for one in assess(told, on=ON)["plan"] if one["channel"] == "operator"]
        assert step["relevant"] is relevant


# ── To who supervises ────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_an_answer_said_is_told_where_somebody_wrote_it_and_no_line_where_not():
    answer = Prior(
        to="银行", body="bank", on=date(2026, 10, 15), answered=date(2026, 10, 28), satisfied=False
    )
    (row,) = data(PAID_OFF, "12378", prior=(answer,))["prior"]
    assert row["result"] == "已于2026年10月28日答复，对答复不满意"
    (told,) = data(PAID_OFF, "12378", prior=(answer,), details={"answer": "称系统已结清"})["prior"]
    assert "（答复的内容：称系统已结清）" in told["result"]


def test_who_supervises_lenders_is_asked_by_its_own_rules_and_who_received_the_money():
    asked = "".join(data(NEVER, "local_finance")["requests"])
    assert "《小额贷款公司监督管理暂行办法》（金规〔2024〕26号）" in asked
    assert "查明投诉人已经支付的500元由谁收取" in asked
    other = {**NEVER, "respondents": [{**LENDER, "name": "丁网络科技有限公司"}, COLLECTOR]}
    assert "小额贷款公司监督管理" not in said(other, "local_finance")


def test_who_looks_into_personal_data_is_asked_for_what_it_can_order():
    made = data(NEVER, "cac_12377")
    text = "".join([*(row["text"] for row in made["reasons"]), *made["basis"]])
    assert "第六十九条" not in text
    assert "依法查处，《中华人民共和国个人信息保护法》第六十六条" in text
    assert any(
        "及其亲友、同事的号码的来源和依据" in one and "责令停止处理、删除" in one for one in made["requests"]
    )
    assert any("向他人公开、透露" in one for one in data(SHAMED, "cac_12377")["requests"])


# ── The police ───────────────────────────────────────────────────────────────────────────────────────────────────────
UNKNOWN: dict[str, Any] = {
    **changed(NEVER, debt={"owed": "others", "threats": ["insult"], "paid_under_pressure": 0}),
    "situations": ["others_debt", "threats_impersonation"],
    "respondents": [{"role": "collector", "name": ""}],
    "contacts": {"channels": ["call"], "count": 160, "numbers": ["02566660000"]},
}


def test_a_second_report_asks_whether_the_first_was_taken():
    before = Prior(to="公安机关", body="police", on=date(2026, 9, 1))
    again = data(NEVER, "police", prior=(before,))
    assert again["heading"] == "补充材料"
    assert "本人已于2026年9月1日就以下情况报案" in again["opening"]
    asked = "".join(again["requests"])
    assert "请书面告知是否受案、立案" in asked
    assert "当场制作笔录" not in asked
    first = data(NEVER, "police")
    assert first["heading"] == "报案材料"
    assert "请书面告知是否受案" not in "".join(first["requests"])
    refused = data(NEVER, "police", prior=(replace(before, accepted=False),))
    assert refused["heading"] == "报案材料"


def test_whom_nobody_can_name_the_police_are_asked_to_find():
    story = "他们自称“安信法务”，不肯说公司全名。"
    made = data(UNKNOWN, "police", story=story)
    assert "查明号码02566660000的使用人和对方的真实身份" in "".join(made["requests"])
    assert {"role": "涉案方", "rows": [["名称", "自称“安信法务”，真实身份不详"]]} in made["parties"]
    assert "查明号码" not in "".join(data(NEVER, "police", messages=(THREAT,))["requests"])
    (about,) = [one for one in data(UNKNOWN, "cac_12377", story=story)["parties"] if "被" in one["role"]]
    assert "自称“安信法务”，真实身份不详" in str(about["rows"])


def test_what_one_owes_is_no_matter_for_the_police_and_what_was_spread_is():
    made = data(SHAMED, "police")
    assert "对方要求支付的金额" not in str(made["brief"]["rows"])
    assert "第五十条第一款第六项" in made["brief"]["law"]
    assert any("固定发布上述内容的群聊" in one for one in made["requests"])
    assert any("辱骂" in one for one in [made["matter"]])
    assert "第五十条第一款第六项" not in data(NEVER, "police")["brief"]["law"]
    assert ["对方要求支付的金额", "6000元"] in data(NEVER, "police")["brief"]["rows"]


def test_a_statement_has_lines_where_it_has_blanks_and_says_what_was_paid_as_paid():
    summary = next(block for block in blocks_of(letter(NEVER, "police")).blocks if block.key == "summary")
    assert all(value for _label, value in summary.rows)
    made = data(NEVER, "police")
    assert "被转走" not in made["opening"] + "".join(made["requests"])
    assert ["其他损失（征信查询和打印费）", "25元"] in made["brief"]["sums"]


def test_that_ones_name_was_used_is_said_where_nobody_collects_alone():
    ground = Ground(code="F1", title="没有债", heading="对不存在的债务进行催收")
    case = replace(
        case_before({**NEVER, "respondents": [{**BANK}]}, "police"),
        grounds=(ground,),
        prior=(Prior(to="公安机关", body="police"),),
    )
    assert headings_of(case)[0] == BORROWED
    collected = replace(
        case_before({**NEVER, "respondents": [{**BANK}, COLLECTOR]}, "police"),
        grounds=(ground,),
        prior=case.prior,
    )
    assert BORROWED not in headings_of(collected)


def test_costs_are_asked_of_who_may_have_caused_them():
    costs = (Cost(what="征信查询费", yuan=Decimal(25)), Cost(what="交通费", yuan=Decimal(40)))
    asked = "".join(data(NEVER, "lender", COLLECTOR["name"], costs=costs)["requests"])
    assert "为维权支出的合理费用40元" in asked


def test_no_account_of_a_letter_leaves_a_place_open():
    for facts, to in ((PAID_OFF, BANK["name"]), (NEVER, COLLECTOR["name"]), (SHAMED, LENDER["name"])):
        made = letter(facts, "lender", to)
        assert "{" not in "".join(one.text for one in account_of(made.told, form_of("lender")))


# ── A detail stands with the act that it is of ───────────────────────────────────────────────────────────────────────
INSULTED = changed(
    NEVER, debt={"owed": "others", "threats": ["publicity", "insult"], "impersonates": "court"}
)


def test_the_words_of_an_insult_stand_with_the_insult_and_a_summons_is_no_member_of_a_court():
    told = said(
        INSULTED,
        "lender",
        COLLECTOR["name"],
        details={
            "words": "9月12日来电，“不要脸”，有录音",
            "posed": "9月10日，短信发来传票照片，法院答复没有该案号",
        },
        messages=(THREAT,),
    )
    assert "辱骂本人（9月12日来电，“不要脸”，有录音）" in told
    summons = "9月10日，短信发来传票照片，法院答复没有该案号"
    assert f"冒用人民法院的名义（{summons}）" in told
    assert "工作人员" not in told
    # And what a message threatens stands in its own words beside them.
    assert "2026年7月8日收到的信息称“今日不还将通知您的通讯录联系人”，以此相威胁" in told


def test_how_somebody_posed_is_no_line_whether_the_story_that_is_quoted_tells_it_or_not():
    told = "九月十日发来一张‘法院传票’照片，我打电话问法院，说没有这个案号。"
    text = said(INSULTED, "lender", COLLECTOR["name"], story=told, excerpted=True)
    assert "冒用人民法院的名义（" not in text
    assert "冒用人民法院的名义（" not in said(INSULTED, "lender", COLLECTOR["name"])


# ── A sum that is disputed ───────────────────────────────────────────────────────────────────────────────────────────
OVERCHARGED: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["amount_wrong"],
    "wishes": ["confirm_no_debt", "correct"],
    "event": {"first": "2026-09-25", "last": "2026-11-24"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call"], "count": 40},
    "debt": {"owed": "disputed", "claimed": 5600},
    "respondents": [LENDER],
}


def test_who_disputes_a_sum_asks_that_the_disputed_part_is_not_owed_and_pleads_no_breach_of_paying():
    told = said(OVERCHARGED, "lender", LENDER["name"])
    assert "书面确认所主张的款项（所称金额5600元）中本人有异议的部分不应再付" in told
    # Articles of whoever wants to be paid: what is owed is what was agreed, and no more is read into them.
    assert "第五百七十七条" not in told
    pleaded = data(OVERCHARGED, "lender")
    assert "第五百零九条第一款" not in str(pleaded["reasons"])
    assert "确认有异议的款项，《中华人民共和国民法典》第五百零九条第一款" in "".join(pleaded["basis"])
    assert "《中华人民共和国民法典》第六百八十条第一款" in told
    assert "没有约定的费用，本人没有支付的义务" in told
    report = said(OVERCHARGED, "local_finance", LENDER["name"])
    assert "核查被投诉机构所主张的利息和各项费用是否合规、借款的综合成本是否超过规定的上限" in report
    assert "有异议的部分不应再付" in report
    assert "更正所记载的欠款数额和状态，出具书面结论" in report


def test_who_disputes_a_sum_objects_to_what_is_collected_and_who_owes_to_how():
    told = {"told_them_on": "2026-10-05"}
    nightly = {"contacts": {"channels": ["call"], "count": 188, "max_per_day": 14, "night": True}}
    for owed, about in (("disputed", "所催收的款项"), ("own", "上述催收")):
        facts = changed(OVERCHARGED, debt={**told, "owed": owed}, **nightly)
        assert f"2026年10月5日，本人就{about}向贵公司提出异议" in said(facts, "lender", LENDER["name"]), owed
