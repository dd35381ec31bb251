"""Who is complained about to whom, and what each addressee can be asked for, with the articles that it rests on."""

import re
from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest

from documents import (
    Claim,
    Letter,
    Message,
    Prior,
    Recipient,
    Respondent,
    complaint_letter,
    field_sheet,
    grounds_from,
    print_pack,
    statement_of_claim,
)
from documents.claims import claim_data
from documents.frozen import Fields
from documents.letters import letter_data
from documents.official import form_of
from documents.others import addressed
from documents.wording import respondents_for
from filings.channels import fields_by_channel
from legal.corpus import load
from legal.reasoning.assessment import assess
from tests.documents.reading import words_of
from tests.documents.sample import CASE, letter

ON = date(2026, 11, 20)
NO_DEBT: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2023-10-20", "last": "2023-10-20"},
    "complainant": {"region": "310000"},
    "respondents": [
        {"role": "content_provider", "name": "某科技公司"},
        {"role": "service_provider", "name": "某信息公司"},
    ],
    "contacts": {"channels": ["sms"], "count": 1},
    "content": {"commercial": False, "opt_out_offered": True},
    "debt": {"owed": "none", "claimed": 27911},
}
CHILD: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-06-03", "last": "2026-11-10"},
    "complainant": {"capacity": "guardian", "consumer_of_respondent": True},
    "respondents": [
        {"role": "operator", "name": "某通信公司"},
        {"role": "content_provider", "name": "某催收公司"},
    ],
    "contacts": {"channels": ["sms"], "count": 46},
    "number": {"second_hand": True, "told": False, "cancellation_fee": 120},
    "debt": {"owed": "others", "told_them_on": "2026-06-20"},
}


def _case(facts: dict[str, Any], channel: str = "", **more: Any) -> Any:
    grounds = grounds_from(assess(facts, on=ON), channel=channel, facts=facts)
    codes = tuple(dict.fromkeys(code for ground in grounds for code in ground.relief))
    named = tuple(Respondent(role=one["role"], name=one["name"]) for one in facts["respondents"])
    return replace(CASE, grounds=grounds, relief=codes, respondents=named, asks=(), **more)


def _said(channel: str, case: Any) -> str:
    return words_of(complaint_letter(letter(channel, case, ON)).pdf)


def test_the_claim_names_what_liability_and_requests_rest_on():
    made = statement_of_claim(Claim(court="上海市宝山区人民法院", on=ON, case=_case(NO_DEBT, "court")))
    said = words_of(made.pdf)
    assert said.count("责任的承担。") == 1
    assert "被告1的责任，依照《中华人民共和国民法典》第一千一百六十五条第一款" in said
    assert "被告2的责任，依照《中华人民共和国民法典》第一千一百六十五条第一款" in said
    assert "第一千一百六十八条" not in said  # nothing is told of what they did together
    assert "第一千一百七十二条" not in said  # 按份责任 is the other side's argument
    assert (
        "赔礼道歉，《中华人民共和国民法典》第一百七十九条、第九百九十五条、第九百九十八条、第一千条" in said
    )
    assert re.search("赔偿维权的合理开支，《中华人民共和国民法典》[^；]*第一千一百八十二条", said)
    assert "《中华人民共和国个人信息保护法》第六十九条" in said
    cited = {identity for identity, _ in made.cited}
    assert {"民法典:1165", "民法典:1182", "民法典:1000"} <= cited
    assert "民法典:1172" not in cited


@pytest.mark.parametrize("name", ["人民法院", "有管辖权的人民法院（立案庭）"])
def test_a_court_that_is_not_chosen_yet_is_a_line_to_fill_in(name: str):
    case = _case(NO_DEBT, "court")
    claim = Claim(court=name, on=ON, case=case)
    made = statement_of_claim(claim)
    assert "有管辖权的" not in words_of(made.pdf)
    assert "受诉人民法院的名称" in made.missing
    assert "受诉人民法院的名称" in print_pack(claim).missing
    chosen = statement_of_claim(Claim(court="上海市宝山区人民法院", on=ON, case=case))
    assert "上海市宝山区人民法院" in words_of(chosen.pdf)
    assert "受诉人民法院的名称" not in chosen.missing


@pytest.mark.parametrize(
    ("channel", "asked"),
    [
        ("12321", "请依法核查被举报的号码"),
        ("cac_12377", "请依法调查"),
        ("12378", "请对查实的违规行为依法处理"),
        ("police", "请依法受理、立案调查"),
    ],
)
def test_a_report_always_asks_for_what_the_channel_is_there_for(channel: str, asked: str):
    case = _case(NO_DEBT, channel)
    assert asked in _said(
        channel, replace(case, relief=tuple(c for c in case.relief if c[1:] not in ("10", "12")))
    )


def test_an_appeal_pleads_what_the_operator_answers_for_and_nothing_of_the_collector():
    said = _said("telecom_appeal", _case(CHILD, "telecom_appeal"))
    assert "没有告知号码曾被他人使用" in said
    assert "催收" not in said.split("依据", 1)[1].split("证据目录", 1)[0]
    assert "某催收公司" not in said


def test_an_operator_is_asked_to_block_but_not_to_apologise_for_the_collector():
    said = _said("operator", _case(CHILD, "operator"))
    assert "协助拦截上述来电、短信，核查主叫号码、发送号码的来源" in said
    assert "赔礼道歉" not in said
    assert "换号码" in said
    # What the collector did is told as a fact: no law on collecting is held against an operator.
    assert "催收方所催收的是他人的债务" in said
    assert "第四十六条" not in said


def test_a_review_is_never_against_a_company():
    said = _said("review", _case(NO_DEBT))
    assert "某科技公司" not in said
    assert "被申请人（行政机关）" in said


def test_an_individual_is_not_reported_beside_a_platform_to_those_who_enforce_the_information_law():
    facts = {
        "kind": "second_hand_number",
        "event": {"first": "2026-03-08", "last": "2026-10-30"},
        "complainant": {"capacity": "former_holder"},
        "respondents": [{"role": "person", "name": "新使用人"}, {"role": "platform", "name": "某网盘公司"}],
        "number": {"second_hand": True, "account_taken_over": True},
    }
    said = _said("cac_12377", _case(facts, "cac_12377"))
    assert "某网盘公司" in said
    assert "新使用人" not in said
    assert "第一千一百七十三条" not in said  # one's own fault is not pleaded
    assert "您" not in said


def test_a_penalty_is_named_only_to_the_authority_that_imposes_it():
    facts = {
        "kind": "harassment",
        "event": {"first": "2026-02-01", "last": "2026-03-10"},
        "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
        "respondents": [{"role": "content_provider", "name": "甲商贸有限公司"}],
        "contacts": {"channels": ["sms"], "count": 12, "after_refusal": 9},
        "content": {"commercial": True},
        "consent": {"status": "none"},
        "refusal": {"made": True, "on": "2026-02-02"},
    }
    case = _case(facts)
    market = _said("12315_report", case)
    assert "查处，《中华人民共和国广告法》（2021年修正）第六十二条第一款" in market
    assert "第六十六条" not in market.split("上述请求的依据", 1)[1].split("证据目录", 1)[0]
    assert "第六十六条" in _said("cac_12377", case)
    assert "广告法》（2021年修正）第六十二条" not in _said("12321", case)


def test_what_is_not_known_of_the_plaintiff_is_a_line_to_fill_in():
    case = replace(CASE, complainant=replace(CASE.complainant, birth=None))
    rows = dict(claim_data(Claim(court="", on=ON, case=case))["parties"][0]["rows"])
    assert rows["出生日期"] == ""


def test_a_report_of_numbers_names_the_numbers_where_nobody_is_named():
    case = replace(CASE, respondents=(), grounds=())
    assert "106900001122" in _said("12321", case).split("事实", 1)[0]


def test_whoever_looks_into_numbers_reads_that_it_was_told_before_and_nothing_of_complaints_to_others():
    rows = [
        {"to": name, "on": on, "ticket": "", "result": "", "said": {"to": body, "act": act, "on": on}}
        for name, body, act, on in (
            ("12321网络不良与垃圾信息举报受理中心", "12321", "report", "2026-09-21"),
            ("示例通信公司", "operator", "complaint", "2026-08-11"),
        )
    ]
    fields = cast(Fields, {"respondents": [], "prior": rows})
    sent = addressed(fields, to="12321", channel="12321", kind="harassment")
    assert [row["on"] for row in sent["prior"]] == ["2026-09-21"]
    untold = addressed(
        cast(Fields, {"respondents": [], "prior": rows[1:]}), to="12321", channel="12321", kind="harassment"
    )
    assert "prior" not in untold
    before = Prior(to="12321网络不良与垃圾信息举报受理中心", on=date(2026, 9, 21), body="12321")
    elsewhere = Prior(to="示例通信公司", on=date(2026, 8, 11), body="operator")
    data = letter_data(letter("12321", replace(CASE, prior=(before, elsewhere)), ON))
    assert [row["on"] for row in data["prior"]] == ["2026年9月21日"]


@pytest.mark.parametrize("channel", sorted(load().channels))
def test_whoever_decides_may_be_told_of_earlier_steps(channel: str):
    assert "prior" in fields_by_channel()[channel]


def test_a_report_of_a_message_without_a_number_points_to_the_message():
    case = replace(CASE, respondents=(), grounds=(), messages=(replace(CASE.messages[0], sender=""),))
    assert "见下面的信息原文" in _said("12321", case).split("事实", 1)[0]


@pytest.mark.parametrize("channel", ["operator", "platform", "lender", "cac_12377", "12315_report", "12321"])
def test_the_sheet_of_every_report_can_still_be_made(channel: str):
    assert field_sheet(letter(channel, _case(NO_DEBT, channel), ON)).pages >= 1


def _to(channel: str, name: str, case: Any) -> dict[str, Any]:
    case = replace(case, addressee=name)
    return letter_data(Letter(channel=channel, recipient=Recipient(name=name), on=ON, case=case))


def test_a_letter_to_one_lender_speaks_to_it_and_names_whom_it_sent():
    facts = {
        **NO_DEBT,
        "respondents": [
            {"role": "lender", "name": "甲消费金融公司"},
            {"role": "collector", "name": "丙催收公司"},
        ],
    }
    data = _to("lender", "甲消费金融公司", _case(facts, "lender"))
    assert data["recipient"] == "甲消费金融公司"
    said = [(party["role"], party["rows"][0][1]) for party in data["parties"][1:]]
    assert said == [("被投诉方", "甲消费金融公司"), ("联系本人的一方", "丙催收公司")]


@pytest.mark.parametrize(
    ("channel", "listed", "greeted"),
    [
        ("credit_dispute", "征信异议（信息提供者或征信中心）", "征信中心"),
        ("12378", "金融消费者投诉热线（国家金融监督管理总局）", "国家金融监督管理总局"),
        ("12363", "中国人民银行金融消费权益保护咨询投诉电话", "中国人民银行在上海市的派出机构"),
        ("12378", "国家金融监督管理总局上海监管局", "国家金融监督管理总局上海监管局"),
        ("platform", "示例银行", "示例银行"),
        ("platform", "某应用客服", "示例银行"),
    ],
)
def test_a_letter_speaks_to_an_authority_or_a_company_and_never_to_a_telephone(
    channel: str, listed: str, greeted: str
):
    case = replace(CASE, respondents=(Respondent(role="bank", name="示例银行"),))
    assert _to(channel, listed, case)["recipient"] == greeted
    assert "平台" not in _to("platform", "示例银行", case)["opening"]


LABELLED: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-03-01", "last": "2026-11-20"},
    "contacts": {"channels": ["call"], "count": 30},
    "number": {
        "second_hand": True,
        "told": False,
        "mislabelled_as": "诈骗电话",
        "label_reported_on": "2026-05-01",
    },
    "debt": {"owed": "others", "told_them_on": "2026-04-02"},
    "respondents": [
        {"role": "operator", "name": "某通信公司"},
        {"role": "platform", "name": "某软件公司"},
        {"role": "bank", "name": "某银行"},
    ],
}


@pytest.mark.parametrize(
    ("channel", "about", "beside"),
    [
        ("nifa", ["某银行"], []),
        ("cac_12377", ["某软件公司", "某银行"], ["某通信公司"]),
        ("operator", ["某通信公司"], []),
        ("platform", ["某软件公司"], []),
    ],
)
def test_a_letter_names_only_those_against_whom_a_ground_of_it_is(
    channel: str, about: list[str], beside: list[str]
):
    case, form = _case(LABELLED, channel), form_of(channel)
    assert [one.name for one in respondents_for(case, form)] == about
    data = letter_data(letter(channel, case, ON))
    said = "".join(row["rows"][0][1] for row in data["parties"] if row["role"].startswith("可能存有"))
    assert said == "、".join(beside)
    assert all(name not in str(data["reasons"]) for name in beside)


def test_who_appeals_says_that_nobody_answered_and_by_which_number():
    asked = Prior(to="电信运营商", on=date(2026, 10, 1), body="operator", ticket="A1")
    told = Prior(to="公安机关", on=date(2026, 10, 2), body="police")
    data = letter_data(letter("telecom_appeal", replace(CASE, prior=(asked, told)), ON))
    # To whom else it was told is no part of a dispute with the operator.
    assert [row["result"] for row in data["prior"]] == ["至今未答复，已满15日；投诉的事项：＿＿＿＿"]
    assert data["prior"][0]["numbered"] == "工单号：A1"


def test_who_denies_a_debt_concedes_no_assignment_of_it():
    facts = {**NO_DEBT, "respondents": [{"role": "assignee", "name": "某资产公司"}]}
    data = letter_data(letter("cac_12377", replace(_case(facts, "cac_12377"), facts=facts), ON))
    assert "（债权受让方）" not in str(data["reasons"])


def test_an_app_is_no_number_that_is_reported():
    messages = (Message(sender="示例培训", text="限时免费"), Message(sender="10690000999", text="领资料"))
    data = letter_data(letter("12321", replace(CASE, respondents=(), messages=messages), ON))
    assert data["parties"][-1]["rows"] == [["号码", "10690000999"]]


# ── To companies ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_company_that_labels_is_not_told_how_many_called():
    case = replace(_case(LABELLED, "platform"), addressee="某软件公司", facts=LABELLED)
    assert "共收到" not in str(letter_data(letter("platform", case, ON))["account"])
    operator = replace(_case(LABELLED, "operator"), facts=LABELLED)
    assert "共收到" in str(letter_data(letter("operator", operator, ON))["account"])


def test_an_operator_is_not_held_to_what_others_did():
    case = replace(_case(LABELLED, "operator"), facts=LABELLED, ticked=("stop", "apology", "delete", "costs"))
    data = letter_data(letter("operator", case, ON))
    titles = "".join(row["title"] for row in data["reasons"])
    assert "没有告知号码曾被他人使用" in titles
    assert "催收" not in titles
    assert "标记" not in titles
    asked = "".join(data["requests"])
    assert "协助拦截上述来电" in asked
    assert "删除" not in asked


ASSIGNED: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-06-05", "last": "2026-11-02"},
    "contacts": {"channels": ["sms"], "count": 22},
    "consent": {"status": "none", "separate": False},
    "data": {"source": "unknown", "shared_with_third_party": True},
    "debt": {"owed": "disputed", "claimed": 14000, "collected_by": "assigned"},
    "respondents": [
        {"role": "lender", "name": "示例消费金融有限公司"},
        {"role": "assignee", "name": "示例资产管理有限公司"},
    ],
}


@pytest.mark.parametrize(
    ("name", "opens", "stops"),
    [
        ("示例消费金融有限公司", "有人以受让贵公司债权的名义向本人催收", False),
        ("示例资产管理有限公司", "贵公司以催收名义联系本人", True),
    ],
)
def test_who_sold_a_claim_is_not_said_to_collect_it(name: str, opens: str, stops: bool):
    case = replace(_case(ASSIGNED, "lender"), addressee=name, facts=ASSIGNED, ticked=("stop", "correct"))
    data = letter_data(letter("lender", case, ON))
    assert data["opening"].startswith(opens)
    assert any(one.startswith("立即停止") for one in data["requests"]) is stops
    # It can tell who bought it.
    assert any("书面告知受让方" in one for one in data["requests"]) is not stops
