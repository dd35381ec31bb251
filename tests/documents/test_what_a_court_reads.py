"""What a judge, a clerk or the other side's lawyer would stumble over in a claim: it is definite, whole, and consistent."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from docx import Document as read_docx

from documents import (
    Case,
    Claim,
    Ground,
    Message,
    Person,
    Provision,
    Recipient,
    Respondent,
    form_of,
    grounds_from,
    print_pack,
    statement_of_claim,
    statutes_annex,
)
from documents.claims import claim_data
from documents.editable import editable_statement
from documents.law import provisions_of
from documents.letters import letter_data
from documents.wording import law_by_law, respondents_for, statute_rows
from legal.corpus import load
from legal.reasoning.assessment import assess
from tests.documents.reading import squeezed, text_of, words_of
from tests.documents.sample import CASE, SHANGHAI, exhibit, letter

ON = date(2026, 11, 22)
COURT = "上海市长宁区人民法院"
IMPERSONATED: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-09-03", "last": "2026-10-11"},
    "complainant": {"region": "310105"},
    "respondents": [
        {"role": "principal", "name": "甲消费金融公司", "licensed_lender": True},
        {"role": "collector", "name": "乙资产管理公司"},
        {"role": "person", "name": "李明远"},
    ],
    "contacts": {"channels": ["sms", "call"], "count": 46, "night": True, "after_refusal": 31},
    "consent": {"status": "none"},
    "refusal": {"made": True, "on": "2026-09-05", "ways": ["hotline"]},
    "debt": {
        "owed": "none",
        "claimed": 27911,
        "told_them_on": "2026-09-05",
        "threats": ["detention", "publicity"],
        "impersonates": "court",
        "contacts_told": 3,
    },
}


def impersonated(channel: str = "court", **more: Any) -> Case:
    facts = {**IMPERSONATED, **more}
    grounds = grounds_from(assess(facts, on=ON), channel=channel, facts=facts)
    return replace(
        CASE,
        grounds=grounds,
        facts=facts,
        relief=tuple(dict.fromkeys(code for ground in grounds for code in ground.relief)),
        respondents=tuple(Respondent(role=one["role"], name=one["name"]) for one in facts["respondents"]),
    )


def claim(case: Case) -> Claim:
    return Claim(court=COURT, on=ON, case=case)


def reason(data: dict[str, Any], title: str) -> str:
    return next(str(row["text"]) for row in data["reasons"] if row["title"].endswith(f"）{title}"))


def test_what_the_case_is_about_is_pleaded_first_and_names_the_cause():
    codes = [one.code for one in impersonated().grounds]
    assert codes[0] == "F1"
    assert {"H2", "H8"} <= set(codes)
    sold = {
        "kind": "second_hand_number",
        "event": {"first": "2026-07-08", "last": "2026-11-01"},
        "respondents": [{"role": "operator", "name": "甲通信公司"}],
        "complainant": {"capacity": "subscriber"},
        "number": {"second_hand": True, "told": False},
        "contacts": {"channels": ["sms"], "count": 9, "after_refusal": 3},
        "refusal": {"made": True, "on": "2026-08-01"},
    }
    found = grounds_from(assess(sold, on=ON), facts=sold)
    assert [one.code[0] for one in found] == sorted((one.code[0] for one in found), key=lambda c: c != "S")
    case = replace(CASE, grounds=found)
    assert claim_data(claim(case))["cause"] == "电信服务合同纠纷"


def test_of_the_alternatives_of_a_statute_a_claim_says_which():
    data = claim_data(claim(impersonated()))
    told = "。".join(data["account"])
    assert "在催收中以抓人、判刑一类的后果相威胁。" in told
    assert "在催收中声称要公开、通报。" in told
    assert "来电人冒用人民法院的名义" in told
    assert "自2026年9月3日至10月11日，原告共收到短信、电话46次，其中有22时至次日8时的。" in told
    assert reason(data, "以恐吓、冒充身份的方式催收").startswith("以上述言语相威胁，超出了主张债权的正当限度")
    assert reason(data, "夜间催收").startswith("22时至次日8时是通常的休息时间，在此期间催收")
    said = str(data["account"]) + str(data["reasons"])
    for alternative in ("辱骂", "律师", "公安", "超过6次"):
        assert alternative not in said


def test_of_several_nobody_is_said_to_have_done_what_each_may_have_done():
    two = claim_data(claim(impersonated()))
    told = two["account"]
    # Who they are is told, and of nobody that it was they.
    assert "被告2乙资产管理公司是就所称的债务进行催收的公司" in told
    assert not any(who in one for who in ("被告1", "被告2", "被告3") for one in told[4:])
    one = impersonated(respondents=[{"role": "agent", "name": "乙资产管理公司"}])
    assert "被告冒用人民法院的名义" in str(claim_data(claim(one))["account"])
    carrier = [
        {"role": "agent", "name": "乙资产管理公司"},
        {"role": "service_provider", "name": "丙通道公司"},
    ]
    told = str(claim_data(claim(impersonated(respondents=carrier)))["account"])
    assert "被告1冒用人民法院的名义" in told
    assert told.count("被告2") == 1


def test_no_sentence_says_on_what_liability_rests_without_an_article():
    said = text_of(statement_of_claim(claim(impersonated())).pdf)
    assert said.count("）责任的承担。") == 1
    # A claim does not concede what a defendant may plead (个人信息保护法 72).
    assert "不针对" not in said


def test_no_paper_names_an_article_whose_very_number_is_in_doubt():
    marked = Provision(id="甲:27", citation="《甲规定》第二十七条（条号待核实）", verified="number_only")
    unnumbered = Provision(id="乙:1", citation="《乙办法》关于催收的规定（条号待核实）", verified="one_copy")
    case = replace(CASE, grounds=(Ground(code="H2", title="情形", provisions=(marked, unnumbered)),))
    said = text_of(print_pack(letter("12378", case)).pdf)
    pleaded = text_of(statement_of_claim(claim(case)).pdf)
    for paper in (said, pleaded):
        assert not any(sign in paper for sign in ("待核实", "《甲规定》", "《乙办法》"))
    assert statute_rows(case.grounds) == []


def test_an_item_is_annexed_with_the_words_that_lead_to_it():
    found = impersonated().grounds
    item = next(p for p in provisions_of(found) if "第四十七条第一款第四项" in p.citation)
    assert item.quoted == "（四）个人信息处理者违反法律、行政法规或者违反约定处理个人信息；"
    row = next(row for row in statute_rows(found) if row["citation"] == item.citation)
    article = load().article("个人信息保护法:47", ON)
    assert article is not None
    lines = (article.text or "").split("\n")
    assert row["lines"] == [lines[0], "（四）个人信息处理者违反法律、行政法规或者违反约定处理个人信息；"]


def test_the_annex_of_a_bundle_holds_what_the_requests_rest_on():
    case = impersonated()
    made = statutes_annex(case.grounds, on=ON, number="AN-2026-000001", event=date(2026, 10, 11))
    assert made is not None
    said = words_of(made.pdf)
    named = [row for row in claim_data(claim(case))["basis"] if row.startswith("赔礼道歉")]
    assert "第一千条" in named[0]
    assert "责任和请求另依据下列条文，按条号列出" in said
    assert "第一千条" in said[said.index("责任和请求另依据") :]
    assert "第二十一条第一款" in said  # what makes the principal answer
    assert "第一千一百九十一条" not in said  # nobody said that its own staff collects
    assert "治安管理处罚法" not in said  # penalties are for whoever imposes them


def test_requests_are_definite():
    assert "（或者" not in str(form_of("court").requests)
    ended = replace(CASE, relief=("R9",), grounds=(Ground(code="S10", title="销号", relief=("R9",)),))
    ended = replace(ended, ticked=("end_contract:2",))
    assert (
        "确认原告与被告就号码13900000001订立的电信服务合同自本起诉状副本送达被告之日解除，"
        "判令被告办理该号码的销户，不得因此收取违约金或者其他费用" in claim_data(claim(ended))["requests"]
    )
    charged = replace(CASE, relief=("R5",), refund=Decimal("200"), respondents=CASE.respondents[1:])
    assert "判令被告返还已向原告收取的费用200元，并停止继续收取" in claim_data(claim(charged))["requests"]
    nameless = claim_data(claim(replace(ended, number="")))["requests"]
    assert "号码＿＿＿＿＿＿订立" in nameless[0]


def test_the_facts_name_the_exhibits_that_prove_them():
    case = replace(
        CASE, exhibits=(exhibit("1", "a"), exhibit("2", "b", "回执"), replace(exhibit("3", "c"), proves=""))
    )
    made = statement_of_claim(claim(case))
    said = text_of(made.pdf)
    assert "以上事实有下列证据证明：证据1、2（短信截图、回执），证明退订之后仍持续收到短信。" in said
    assert (
        said.index("以上事实有下列证据证明") < said.index("上述请求的依据")
        if "上述请求的依据" in said
        else True
    )
    assert "证据目录里证据3的证明对象" in made.missing
    assert "证据目录里证据3的证明对象" in text_of(print_pack(claim(case)).pdf)


def test_a_claim_does_not_call_its_evidence_copies_nor_its_plaintiff_a_complainant():
    given = replace(exhibit("1", "a"), source="投诉人提交（网页）")
    rows = claim_data(claim(replace(CASE, exhibits=(given,))))["exhibits"]
    assert (rows[0]["form"], rows[0]["source"]) == ("电子数据", "原告提交（网页）")
    assert (
        letter_data(letter(case=replace(CASE, exhibits=(given,))))["exhibits"][0]["form"]
        == "电子数据（复制件）"
    )


def test_a_file_is_called_by_what_it_is_and_a_picture_has_one_page():
    names = ("IMG_2031.png", "退订截图.jpg", "20260301.m4a", "账单")
    case = replace(
        CASE,
        exhibits=tuple(
            replace(exhibit(str(turn), str(turn), name), pages=None) for turn, name in enumerate(names, 1)
        ),
    )
    data = claim_data(claim(case))
    assert [(row["name"], row["pages"]) for row in data["exhibits"]] == [
        ("图片（IMG_2031.png）", "1"),
        ("退订截图", "1"),
        ("录音（20260301.m4a）", ""),
        ("账单", ""),
    ]
    assert "图片（IMG_2031.png）、退订截图、录音（20260301.m4a）、账单" in data["proofs"][0]


def test_a_plaintiff_has_a_home_and_an_article_stands_without_its_paragraphs():
    rows = dict(claim_data(claim(CASE))["parties"][0]["rows"])
    assert "住址" not in rows
    assert rows["住所"] == "上海市宝山区安宁路8号"
    cited = [
        Provision(id=place, citation=f"《甲法》{place}", text="文。", verified="one_copy")
        for place in ("第九条第四款", "第五十条第一款第五项", "第九条", "第五十条第一款第二项", "第九条")
    ]
    assert law_by_law(cited) == ["《甲法》第九条、第五十条第一款第二项、第五十条第一款第五项"]


def test_many_messages_are_told_by_the_first_and_the_last_in_order_of_time():
    def one(day: int, hour: int) -> Message:
        return Message(
            sender="1069", text=f"第{day}日第{hour}时", at=datetime(2026, 11, day, hour, tzinfo=SHANGHAI)
        )

    many = tuple(one(day, hour) for day in range(9, 0, -1) for hour in (20, 8))
    case = replace(CASE, messages=(*many, Message(sender="", text="另有 4 条，未在此逐条列出。")))
    data = claim_data(claim(case))
    told = ["".join(row["lines"]) for row in data["messages"]]
    assert told == ["第1日第8时", "第1日第20时", "第2日第8时", "第8日第20时", "第9日第8时", "第9日第20时"]
    assert "联系记录汇总" in data["unlisted"]
    assert data["unlisted"] in text_of(statement_of_claim(claim(case)).pdf)
    few = claim_data(
        claim(replace(CASE, messages=(one(2, 9), one(1, 9), replace(one(1, 1), at=date(2026, 11, 1)))))
    )
    assert ["".join(row["lines"]) for row in few["messages"]] == ["第1日第1时", "第1日第9时", "第2日第9时"]
    assert few["unlisted"] == ""


def test_a_child_has_no_employer_and_a_guardian_a_relation_to_state():
    child = replace(
        CASE,
        fields=CASE.fields | {"representative.name", "representative.phone", "representative.address"},
        complainant=Person(name="陈小乐"),
        representative=Person(name="陈安", phone="13900000002", address="示例街2号"),
    )
    made = print_pack(claim(child))
    assert "职业" not in made.missing
    assert "工作单位" not in made.missing
    assert "法定代理人与原告的关系" in made.missing
    said = text_of(made.pdf)
    assert "法定代理人：陈安，与原告的关系：，" in said
    assert squeezed(form_of("court").caution_for_child) in said
    assert squeezed(form_of("court").caution_for_child) not in text_of(print_pack(claim(CASE)).pdf)


def test_a_person_who_is_sued_is_described_as_one_and_the_clerk_is_foreseen():
    data = claim_data(claim(impersonated()))
    person = next(party for party in data["parties"] if party["role"] == "被告3")
    assert [label for label, _ in person["rows"]] == ["姓名", "性别", "工作单位", "住所", "联系电话"]
    company = next(party for party in data["parties"] if party["role"] == "被告1")
    assert [label for label, _ in company["rows"]] == [
        "名称",
        "地址",
        "法定代表人",
        "统一社会信用代码",
        "联系电话",
    ]
    assert "明确的被告" in text_of(print_pack(claim(impersonated())).pdf)
    assert "明确的被告" not in text_of(print_pack(claim(CASE)).pdf)


@pytest.mark.parametrize(
    ("channel", "recipient", "greeted"),
    [
        ("lender", "债权机构客服（以合同、账单上的为准）", "甲消费金融公司、乙资产管理公司"),
        ("police", "公安机关（违法行为地或居住地派出所）", "上海市宝山区公安机关"),
        ("12315_report", "全国12315平台（举报）", "＿＿＿＿市场监督管理局"),
        ("12378", "某监管局", "某监管局"),
        ("local_finance", "地方金融管理部门（公司登记地的省、市级）", "地方金融管理部门"),
    ],
)
def test_a_letter_greets_somebody_and_not_a_hint(channel: str, recipient: str, greeted: str):
    made = replace(letter(channel, impersonated(), ON), recipient=Recipient(name=recipient))
    assert letter_data(made)["recipient"] == greeted


@pytest.mark.parametrize("channel", ["12315_complaint", "consumer_association"])
def test_a_consumer_complaint_names_those_of_whom_something_was_bought(channel: str):
    """投诉举报处理办法 16(3): no consumer dispute with a collector, a lender or a messaging company beside the operator."""
    operator = Respondent(role="operator", name="示例通信有限公司")
    shop = Respondent(role="shop", name="示例号卡店")
    others = tuple(
        Respondent(role=role, name=f"示例{role}公司")
        for role in ("collector", "lender", "assignee", "service_provider", "person")
    )

    def named(*respondents: Respondent) -> list[str]:
        case = replace(CASE, respondents=respondents)
        return [one.name for one in respondents_for(case, form_of(channel))]

    assert named(operator, shop, *others) == [operator.name, shop.name]
    assert named(replace(operator, consumer=False), shop, *others) == [shop.name]
    assert named(operator, replace(others[1], consumer=True)) == [operator.name, others[1].name]
    assert named(*others) == []


def test_the_word_file_says_the_same_as_the_paper():
    case = replace(
        impersonated(),
        exhibits=(exhibit("1", "a"),),
        fields=CASE.fields | {"representative.name"},
        representative=Person(name="陈安"),
    )
    made = claim(case)
    paragraphs = [
        one.text
        for one in read_docx(
            BytesIO(editable_statement(made, at=datetime(2026, 11, 22, tzinfo=SHANGHAI)))
        ).paragraphs
    ]
    said = words_of(statement_of_claim(made).pdf)
    data = claim_data(made)
    for words in (
        "住所地：",
        "具状人（法定代理人代）（签名）：",
        "附：1.本起诉状副本3份；2.原告、法定代理人身份证明和监护关系证明复印件；3.证据目录和证据复印件各4份。",
        *data["requests"],
        *data["proofs"],
        *data["account"],
        *(f"{row['title']}。{row['text']}" for row in data["reasons"]),
    ):
        assert squeezed(words) in squeezed("".join(paragraphs)), words
        assert squeezed(words) in said, words
