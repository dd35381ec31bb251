"""P15, the half of the documents: what is cited was cited by the assessment, and quoted only if verified."""

import re
from dataclasses import replace

import pytest

from documents import Ground, Provision, complaint_letter, grounds_from, print_pack
from documents.wording import law_by_law
from tests.documents.reading import squeezed, text_of
from tests.documents.sample import CASE, GROUNDS, letter

ASSESSMENT = {
    "on": "2025-11-11",
    "grounds": [
        {
            "code": "H2",
            "slug": "optout_ignored",
            "status": "established",
            "elements": [
                {"id": "a", "text": "曾经明确退订", "status": "met"},
                {"id": "b", "text": "还不清楚的一点", "status": "unknown"},
                {"id": "c", "text": "不满足的一点", "status": "unmet"},
            ],
            "provisions": [
                {
                    "id": "甲法:1",
                    "citation": "《甲法》第一条",
                    "text": "甲的条文。",
                    "verified": "two_copies",
                },
                {
                    "id": "乙法:2",
                    "citation": "《乙法》第二条",
                    "text": "没有核实。",
                    "verified": "number_only",
                },
            ],
            "relief": [{"code": "R1", "text": "停止", "provisions": []}],
        },
        {"code": "H1", "status": "needs_facts", "elements": [], "provisions": [], "relief": []},
        {"code": "H3", "status": "not_met", "elements": [], "provisions": [], "relief": []},
    ],
}


def test_only_grounds_that_can_be_pleaded_reach_a_document():
    (ground,) = grounds_from(ASSESSMENT, titles={"H2": "退订后继续发送"})
    assert (ground.code, ground.title) == ("H2", "退订后继续发送")
    assert ground.relief == ("R1",)
    assert [p.quoted for p in ground.provisions] == ["甲的条文。", None]


def test_a_document_names_no_article_but_those_of_the_assessment():
    allowed = {squeezed(p.citation) for ground in GROUNDS for p in ground.provisions}
    for made in (complaint_letter(letter()), print_pack(letter("telecom_appeal"))):
        named = set(
            re.findall(
                r"《[^》]+》(?:（[^）]*年[^）]*）)?第[一二三四五六七八九十百零千]+条", text_of(made.pdf)
            )
        )
        assert named
        assert named <= allowed


def test_without_grounds_no_article_is_named():
    bare = type(CASE)(fields=CASE.fields, story="经过")
    made = complaint_letter(letter("operator", bare))
    assert made.cited == ()
    assert not re.search(r"第[一二三四五六七八九十百零千]+条", text_of(made.pdf))


def test_what_is_not_certain_is_put_as_a_question():
    said = text_of(complaint_letter(letter("local_finance")).pdf)
    assert "被投诉机构的上述行为违法，应当适用《中华人民共和国甲法》" in said
    assert "请依法审查被投诉机构的上述行为，有关规定是" in said


def test_who_enforces_certain_laws_is_told_of_no_others():
    assert "甲法" not in text_of(complaint_letter(letter("12315_report")).pdf)


@pytest.mark.parametrize("channel", ["operator", "lender", "platform"])
def test_a_company_is_told_the_rules_and_not_called_on_to_judge(channel: str):
    said = text_of(complaint_letter(letter(channel)).pdf)
    assert "上述情况应当适用的规定是《中华人民共和国甲法》" in said
    assert "请依法审查" not in said
    assert "对方的上述行为" not in said


def test_what_is_open_and_what_is_no_law_is_said_apart():
    def cited(name: str, **more: object) -> Provision:
        return Provision(
            id=f"{name}:1", citation=f"《{name}》第一条", text="文。", verified="two_copies", **more
        )  # type: ignore[arg-type]

    ground = Ground(
        code="F7",
        title="频率",
        status="established",
        provisions=(cited("甲法"), cited("乙法", strength="arguable"), cited("丙指引", law=False)),
    )
    case = replace(CASE, grounds=(ground,))
    said = text_of(complaint_letter(letter("local_finance", case)).pdf)
    assert "应当适用《甲法》第一条。" in said
    assert "并请审查可否适用《乙法》第一条。" in said
    said = text_of(complaint_letter(letter("operator", case)).pdf)
    assert "作为衡量注意义务的参考：《丙指引》第一条。" in said


def test_the_cited_paragraph_is_quoted_rather_than_the_whole_article():
    row = {
        "id": "甲法:1",
        "citation": "《甲法》第一条第二款",
        "text": "第一款。\n第二款。",
        "quote": "第二款。",
        "verified": "one_copy",
    }
    (ground,) = grounds_from(
        {"grounds": [{"code": "H2", "title": "题", "status": "arguable", "provisions": [row]}]}
    )
    assert ground.provisions[0].quoted == "第二款。"


def test_articles_of_one_law_stand_together_under_its_name():
    def cited(place: str, law: str = "《甲法》（2021年修正）", verified: str = "one_copy") -> Provision:
        return Provision(id=place, citation=law + place, text="文。", verified=verified)

    rows = [
        cited("第一条"),
        cited("第二条", "《关于〈甲法〉的规定》"),
        cited("第三条第一款", verified="number_only"),
    ]
    assert law_by_law(rows, marked=True) == [
        "《甲法》（2021年修正）第一条、第三条第一款（以官方公布文本为准）",
        "《关于〈甲法〉的规定》第二条",
    ]
    assert law_by_law([Provision(id="x", citation="《无条号》", text=None)], marked=True) == [
        "《无条号》（以官方公布文本为准）"
    ]
