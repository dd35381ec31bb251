"""The letter: the title, parties, requests and law that fit its channel, and nothing that does not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from documents import FIELDS, Case, Cost, Person, Provision, channels, complaint_letter, form_of
from documents.letters import letter_data
from documents.press import qr
from tests.documents.reading import squeezed, text_of
from tests.documents.sample import CASE, NUMBER_ONLY, ONE_COPY, QUOTED, letter

LETTERS = tuple(channel for channel in channels() if channel != "court")


def text(channel: str, case: Case = CASE) -> str:
    return text_of(complaint_letter(letter(channel, case)).pdf)


@pytest.mark.parametrize("channel", LETTERS)
def test_each_channel_has_its_own_title_parties_requests_and_declaration(channel: str):
    form, said = form_of(channel), text(channel)
    assert said.startswith(squeezed(letter_data(letter(channel, CASE))["heading"]))
    assert squeezed(form.declaration) in said
    last = form.always[-1] if isinstance(form.always[-1], str) else form.always[-1][-1]["say"]
    assert squeezed(last.replace("{answer_in}", "十五日内")) in said
    assert (f"{form.complainant}（签名）" in said) is form.signed
    assert "收件单位" in said


def test_nobody_is_asked_to_sign_or_fill_in_what_is_not_printed():
    made = replace(letter("12315_report", replace(CASE, respondents=(), messages=())), printed=False)
    said = letter_data(made)
    assert said["signer"] == ""
    assert all(value for party in said["parties"] for _label, value in party["rows"])
    assert said["parties"][-1]["rows"] == [["名称", "还不知道是谁"]]


def test_a_report_without_messages_points_to_none():
    nothing = replace(CASE, messages=(), respondents=())
    said = letter_data(letter("12321", nothing))
    assert said["parties"][-1]["rows"] == [["号码", ""]]
    assert said["declaration"] == ""
    complaint_letter(letter("12321", nothing))


@pytest.mark.parametrize("channel", LETTERS)
def test_only_what_is_attached_is_called_attached(channel: str):
    """A letter that goes alone declares nothing of copies, nor of proof of who wrote it."""
    alone, with_exhibits = (
        letter_data(letter(channel, replace(CASE, exhibits=exhibits)))["declaration"]
        for exhibits in ((), CASE.exhibits)
    )
    assert CASE.exhibits
    assert "所附" not in alone
    assert with_exhibits == alone + form_of(channel).attached


def test_titles_differ_between_channels():
    titles = [form_of(channel).title for channel in channels()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("channel", LETTERS)
def test_no_authority_is_asked_for_damages_or_for_three_times_the_price(channel: str):
    case = replace(CASE, mental=Decimal("5000"), triple=Decimal("500"), claims_fraud=True)
    made = complaint_letter(letter(channel, case))
    said = text_of(made.pdf)
    # Of a lender, whose people did it, what hurt may be asked.
    company = channel == "lender"
    assert ("抚慰金5000元" in said) is company
    assert ("5000" in said) is company
    assert "增加赔偿" not in said
    assert {"R6", "R11"} | ({"R4"} - ({"R4"} if company else set())) <= set(made.left_out)


@pytest.mark.parametrize("channel", ["12321", "12315_report", "cac_12377", "police", "procuratorate"])
def test_who_investigates_is_not_asked_for_costs_or_an_apology(channel: str):
    made = complaint_letter(letter(channel))
    requests = "".join(letter_data(letter(channel))["requests"])
    assert "345.50" not in requests
    assert "赔礼" not in requests
    assert {"R2", "R3"} <= set(made.left_out)


def test_an_appeal_asks_an_operator_for_what_its_own_breach_cost_and_for_no_apology():
    def requests(code: str, by: str) -> str:
        ground = replace(CASE.grounds[0], code=code, by=(by,))
        return "".join(letter_data(letter("telecom_appeal", replace(CASE, grounds=(ground,))))["requests"])

    assert "345.50元提出处理意见" in requests("S1", "operator")
    assert "赔礼" not in requests("S1", "operator")
    assert "345.50" not in requests("H2", "content_provider")


def test_a_mediator_is_asked_for_costs_with_their_sum():
    said = text("12315_complaint")
    assert "承担投诉人为维权支出的合理费用345.50元" in said
    assert "请各被投诉人向投诉人赔礼道歉" in said


def test_a_report_asks_for_an_investigation_and_a_complaint_does_not():
    assert "依法立案并作出行政处罚" in text("12315_report")
    assert "行政处罚" not in text("12315_complaint")


def test_only_operators_are_appealed_against():
    said = text("telecom_appeal")
    assert "示例通信有限公司" in said
    assert "甲商贸有限公司" not in said


def test_a_refund_without_a_sum_is_not_asked_for_and_no_blank_is_named_that_is_not_there():
    made = complaint_letter(letter("operator", replace(CASE, relief=("R5",))))
    assert "退还" not in text_of(made.pdf)
    assert made.missing == ()
    with_sum = text("operator", replace(CASE, relief=("R5",), refund=Decimal("200")))
    assert "退还已收取的费用200元" in with_sum


def test_what_the_channel_requires_and_nobody_gave_is_named():
    bare = Case(fields=frozenset(FIELDS), complainant=Person(name="林晓安"))
    made = complaint_letter(letter("telecom_appeal", bare))
    for label in ("联系电话", "住址", "邮政编码", "事情经过", "此前投诉的情况"):
        assert label in made.missing
    assert "姓名" not in made.missing
    assert "邮政编码" in text_of(made.pdf)
    # Of two things what was put to the operator before is for the person to say.
    assert complaint_letter(letter("telecom_appeal")).missing == ("此前向被申诉人投诉的事项",)


def test_a_guardian_signs_for_the_child():
    guarded = replace(
        CASE, fields=frozenset(FIELDS), representative=Person(name="林大安", phone="13900000002")
    )
    said = text("operator", guarded)
    assert "法定代理人姓名林大安联系电话13900000002" in said
    assert "（法定代理人代）（签名）" in said


def test_verified_words_are_quoted_and_others_cited_by_number():
    made = complaint_letter(letter())
    said = text_of(made.pdf)
    assert made.cited == ((QUOTED.id, QUOTED.text), (NUMBER_ONLY.id, None), (ONE_COPY.id, ONE_COPY.text))
    assert squeezed(QUOTED.text or "") in said
    assert squeezed(ONE_COPY.text or "") in said
    assert squeezed(NUMBER_ONLY.text or "") not in said
    # Marked where its words would stand, and nowhere in what is pleaded.
    assert "《丙办法》第三条（条文内容以官方公布文本为准）" in said
    assert "第三条（以官方公布文本为准）" not in said
    assert "《丙办法》第三条（条文内容以官方公布文本为准）" in said


def test_an_empty_quotation_is_no_quotation():
    assert Provision(id="x", citation="y", text="", verified="two_copies").quoted is None
    assert Provision(id="x", citation="y", text=None, verified="two_copies").quoted is None


def test_every_exhibit_stands_there_with_its_whole_digest():
    said = text("operator")
    for row in CASE.exhibits:
        assert row.sha256.removeprefix("sha256:") in said
        assert row.name in said
    assert "1,234,567字节" in said


def test_every_page_says_number_digest_and_place():
    made = complaint_letter(letter())
    said = text_of(made.pdf)
    for page in range(1, made.pages + 1):
        assert f"第{page}页共{made.pages}页" in said
    assert said.count("编号AN-2025-000007校验码3f9a3f9a3f9a3f9a") == made.pages


def test_the_code_leads_to_the_check_page():
    assert qr(letter().seal.check_url).startswith("<svg")  # type: ignore[union-attr]
    assert qr("https://a.example/1") != qr("https://a.example/2")


def test_an_unknown_channel_is_refused():
    with pytest.raises(ValueError, match="no form"):
        complaint_letter(letter("fax"))


def test_the_form_follows_the_day():
    before = [f.name for f in form_of("12315_complaint").sheet if f.asked_on(date(2026, 4, 14))]
    after = [f.name for f in form_of("12315_complaint").sheet if f.asked_on(date(2026, 4, 15))]
    assert "身份证明" not in before
    assert "身份证明" in after
    assert before.count("通讯地址") == after.count("通讯地址") == 1


def test_a_letter_about_no_number_leaves_the_operator_open():
    made = letter("operator", replace(CASE, number="", respondents=()))
    made = replace(made, recipient=replace(made.recipient, name="中国移动客服"))
    assert letter_data(made)["recipient"] == "＿＿＿＿（该号码的运营商）"
    with_number = replace(made, case=replace(made.case, number="13900000001"))
    assert letter_data(with_number)["recipient"] == "中国移动客服"


def test_a_day_without_work_is_a_loss_and_no_expense():
    case = replace(CASE, costs=(Cost(what="误工", yuan=Decimal(600)), Cost(what="打印费", yuan=Decimal(30))))
    data = letter_data(letter("operator", case))
    assert [one["what"] for one in data["losses"]] == ["误工"]
    assert [one["what"] for one in data["costs"]] == ["打印费"]
    assert any("合理费用、误工损失630元" in one for one in data["requests"])
