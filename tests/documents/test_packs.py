"""The print pack and the sheet of fields."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from documents import (
    Case,
    Claim,
    Person,
    Prior,
    Respondent,
    channels,
    complaint_letter,
    field_sheet,
    form_of,
    print_pack,
    statement_of_claim,
)
from documents.packs import CHECK_FIRST, NO_FORM, NO_LINE, pack_data, sheet_data
from tests.documents.reading import squeezed, text_of
from tests.documents.sample import CASE, letter
from tests.documents.test_claims import claim


def test_the_pack_holds_cover_letter_index_and_how_to_hand_it_in():
    made = print_pack(letter(), not_after=date(2026, 4, 11), answer_due="对方应当在十五日内答复。")
    said = text_of(made.pdf)
    parts = [
        "递交之前",
        "收件单位：现就号码",
        "证据目录附后，共2件",
        "所引法律条文",
        "共2件。电子数据",
        "怎样递交",
    ]
    places = [said.rindex(part) for part in parts]
    assert places == sorted(places)
    assert "最迟在2026年4月11日提出" in said
    assert "对方应当在十五日内答复。" in said
    assert "收件路9号" in said
    for step in form_of("operator").hand_in:
        assert squeezed(step) in said


def test_the_contents_count_the_pages_of_each_part():
    made = print_pack(letter())
    said = text_of(made.pdf)
    assert "1封面和清单1" in said
    assert "4怎样递交1" in said
    assert said.count("第1页共1页") >= 2


def test_no_deadline_is_made_up():
    said = text_of(print_pack(letter()).pdf)
    assert "最迟在" not in said
    assert "期限一" not in said


def test_there_is_room_for_the_number_that_the_other_side_gives():
    for made in (print_pack(letter()), field_sheet(letter())):
        said = text_of(made.pdf)
        assert form_of("operator").acknowledgement in said
        assert "经手人（姓名、工号）" in said


@pytest.mark.parametrize("channel", channels())
def test_the_sheet_has_every_field_of_the_form_with_its_value(channel: str):
    made = field_sheet(claim()) if channel == "court" else field_sheet(letter(channel))
    said, day = text_of(made.pdf), claim().on if channel == "court" else letter().on
    asked = [f for f in form_of(channel).sheet if f.asked_on(day)]
    for field in asked:
        assert squeezed(field.name) in said
    if any(field.source == "memory" for field in asked):
        unsure = sum(field.source == "memory" for field in asked)
        if unsure == len(asked):  # where none was found on an official form, none is spoken of
            assert NO_FORM in said
            assert CHECK_FIRST not in said
            assert said.count("※") >= unsure
        else:
            assert said.count(f"※{CHECK_FIRST}") >= unsure
    if any(field.value_from == "complainant.phone" for field in asked):
        assert CASE.complainant.phone in said


def test_fields_that_a_rule_names_carry_no_doubt():
    sheet = form_of("telecom_appeal").sheet
    named = [f.name for f in sheet if f.source == "article"]
    assert "申诉人邮政编码" in named
    assert "企业投诉工单号" not in named


def test_the_report_of_spam_keeps_the_text_and_the_whole_number():
    said = text_of(field_sheet(letter("12321")).pdf)
    assert "106900001122*【某优品】满300减50" in said
    assert "ljdxjb#106900001122#【某优品】满300减50" in said
    assert "106900001122:【某优品】满300减50" in said
    assert "赔礼" not in said


@pytest.mark.parametrize("channel", ["operator", "platform", "12315_report", "12378"])
def test_what_is_pasted_stands_by_itself(channel: str):
    """Who sent it, when, and its words: the requests ask for “these messages” to be stopped."""
    made = letter(channel)
    (field,) = [f.name for f in made.form.sheet if f.value_from == "facts"]
    (said,) = ["\n".join(row["value"]) for row in sheet_data(made)["rows"] if row["name"] == field]
    for words in ("106900001122", "2025年11月11日", "拒收请回复R"):
        assert words in said
    without = sheet_data(letter(channel, replace(CASE, fields=CASE.fields - {"messages"})))
    assert not any(
        "106900001122" in line or "拒收请回复R" in line for row in without["rows"] for line in row["value"]
    )


def test_an_empty_field_is_reported():
    bare = type(CASE)(fields=CASE.fields, respondents=CASE.respondents)
    made = field_sheet(letter("telecom_appeal", bare))
    assert "申诉人邮政编码" in made.missing
    assert "被申诉人名称" not in made.missing


def test_a_pack_names_no_blank_that_its_paper_does_not_have():
    bare = replace(
        CASE,
        relief=("R1", "R3", "R4", "R5", "R6"),
        refund=None,
        story="",
        costs=(),
        complainant=Person(name="林晓安"),
    )
    for made in (letter("operator", bare), Claim(court="人民法院", on=date(2026, 1, 20), case=bare)):
        said = text_of(print_pack(made).pdf)
        named = said.partition("补填空白处：")[2].partition("。")[0].split("、")
        paper = (statement_of_claim(made) if isinstance(made, Claim) else complaint_letter(made)).pdf
        printed = text_of(paper)
        assert named
        assert not {"退费金额", "维权开支金额", "抚慰金金额", "增加赔偿金额"} & set(named)
        label = {"受诉人民法院的名称": "人民法院", "身份证号码": "身份证号码"}
        for blank in named:
            assert label.get(blank, blank.removeprefix("被告").removeprefix("被投诉人")) in printed, blank


@pytest.mark.parametrize("channel", ["telecom_appeal", "12321", "operator"])
def test_what_has_no_line_on_paper_is_said_to_be_unwritten(channel):
    said = text_of(print_pack(letter(channel, type(CASE)(fields=CASE.fields))).pdf)
    named = set(said.partition("补填空白处：")[2].partition("。")[0].split("、"))
    unwritten = set(said.partition("这里没有写的：")[2].partition("。先在")[0].split("、"))
    assert named
    assert not named & NO_LINE
    assert unwritten
    assert "这里没有写的" not in text_of(print_pack(letter("operator")).pdf)


def test_a_sheet_has_the_days_that_the_person_named():
    stated = replace(CASE, began=date(2026, 9, 1), ended=date(2026, 11, 15))
    assert "2026年9月1日至2026年11月15日" in text_of(field_sheet(letter("police", stated)).pdf)
    assert "2026年9月1日" in text_of(field_sheet(letter("police", replace(CASE, began=date(2026, 9, 1)))).pdf)
    assert "（所附信息的日期）" in text_of(field_sheet(letter("police")).pdf)


def test_no_signature_is_asked_for_where_there_is_no_place_for_one():
    assert "亲笔签名" in text_of(print_pack(letter("operator")).pdf)
    assert "亲笔签名" not in text_of(print_pack(letter("12321")).pdf)


def test_a_claim_beside_a_criminal_case_says_that_the_court_may_wait():
    taken = Prior(to="公安机关", result="已受理", accepted_by="police")
    said = {told: text_of(print_pack(claim(replace(CASE, prior=told))).pdf) for told in ((), (taken,))}
    assert [("先刑后民" in text) for text in said.values()] == [False, True]


@pytest.mark.parametrize("channel", sorted(set(channels()) - {"court"}))
def test_a_letter_names_no_blank_that_it_does_not_have(channel: str):
    data = pack_data(letter(channel, BARE))
    lines = [label for party in data["body"]["parties"] for label, value in party["rows"] if not value]
    for blank in data["missing"]:
        assert any(blank.endswith(label.partition("（")[0]) for label in lines), blank


def test_a_claim_names_no_blank_that_it_does_not_have():
    child = replace(
        BARE,
        fields=BARE.fields | {"representative.name"},
        representative=Person(name="陈安"),
        respondents=(
            Respondent(role="operator", name="示例通信有限公司"),
            Respondent(role="bank", name="示例银行上海分行"),
            Respondent(role="person", name="李明远"),
        ),
    )
    for case in (BARE, child):
        data = pack_data(Claim(court="有管辖权的人民法院（立案庭）", on=date(2026, 1, 20), case=case))
        lines = [label for party in data["body"]["parties"] for label, value in party["rows"] if not value]
        lines = ["住所地" if label == "地址" else label for label in lines] + ["受诉人民法院的名称"]
        for blank in data["missing"]:
            assert any(blank.endswith(label) for label in lines) or blank in str(data["body"]), blank
    assert "负责人" in lines


BARE = Case(
    fields=CASE.fields,
    complainant=Person(name="林晓安"),
    respondents=(Respondent(role="content_provider", name="甲商贸有限公司"),),
    story="一直收到推销短信。",
    grounds=CASE.grounds,
    relief=CASE.relief,
)


def test_what_a_person_said_of_work_stands_in_the_sheet():
    person = replace(CASE.complainant, occupation="会计", employer="示例单位")
    said = squeezed(text_of(field_sheet(claim(replace(CASE, complainant=person))).pdf))
    assert "职业会计" in said
    assert "工作单位示例单位" in said


@pytest.mark.parametrize(
    ("ticked", "edits", "involved"),
    [(("refund",), {}, ["30"]), (("refund",), {"requests": "请退还50元。"}, []), (("stop",), {}, [])],
)
def test_the_sum_involved_is_what_the_letter_asks_for(
    ticked: tuple[str, ...], edits: dict[str, str], involved: list[str]
):
    case = replace(CASE, refund=Decimal(30), ticked=ticked, relief=())
    made = replace(letter("12315_complaint", case), edits=edits)
    assert {one.slug for one in made.requests.made} >= {*ticked}
    (row,) = [one for one in sheet_data(made)["rows"] if one["name"] == "涉及金额（元）"]
    assert row["value"] == involved
