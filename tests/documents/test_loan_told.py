"""A loan is named as the person and the messages tell it, and left open where they do not."""

from datetime import date

import pytest

from documents.blocks import BLANK
from documents.loan_told import credit_told, loan_told
from documents.material import Case, Message
from documents.requests.words import _which_debt
from documents.story_details import filled_in

REPORTED = (
    "8月22号我去银行打了征信，上面真有，2025年8月放的，示例消费金融，8000元，从2025年10月开始逾期，写到现在。"
)


def of_story(story: str, *messages: Message) -> Case:
    return Case(fields=frozenset({"story"}), story=story, messages=messages)


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (REPORTED, "2025年8月放款的8000元借款"),
        ("贷款28600元，2024年9月14号放的，不是我办的。", "2024年9月14日放款的28600元借款"),
        ("2020年我在昆明装房子，在示例银行办了装修贷六万，合同我还留着。", "2020年办理的装修贷六万元"),
        ("他们说我欠12940，我不认识他们。", ""),
        ("示例银行的信用卡，2021年办的，额度两万五。", "2021年办理的信用卡"),
        ("去年10月在“速融宝”上借了12000，分12期。", "“速融宝”的借款"),
        ("我在“示例群”里说过，信用卡我没有办过。", ""),
        ("2025年10月我在路上捡到8000元。", ""),
    ],
)
def test_which_loan_it_is_is_told_by_what_it_is_looked_up_by(story: str, said: str):
    assert loan_told(of_story(story)) == said


def test_a_demand_names_the_loan_and_a_call_told_by_somebody_does_not():
    at = date(2026, 7, 9)
    demand = Message(sender="1", text="【示例信用】蒲某，您在速融宝的欠款7915元恶意拖欠。", at=at)
    assert loan_told(of_story("", demand)) == "“速融宝”的借款"
    assert loan_told(of_story("", Message(sender="2", text="您在速融宝的欠款", at=at, call=True))) == ""


def test_a_product_is_told_by_what_stands_over_a_demand_and_no_company_by_its_own_name():
    at = date(2026, 7, 3)
    product = Message(sender="1", text="【栗果花】韦某，您的借款今日到期，应还3180元。", at=at)
    assert loan_told(of_story("", product)) == "“栗果花”的借款"
    company = Message(sender="1", text="【甲屿消金】徐某，您的借款已逾期。", at=at)
    assert loan_told(of_story("", company)) == ""


def test_a_loan_that_is_told_leaves_no_line_for_which_it_is():
    told = of_story("2020年我在示例银行办了装修贷六万。")
    assert "which_debt" in filled_in(told)
    assert "which_debt" not in filled_in(of_story("他们说我欠12940。"))
    assert _which_debt(told) == "2020年办理的装修贷六万元"
    assert BLANK in _which_debt(of_story("他们说我欠12940。"))


def test_what_a_report_has_is_told_where_somebody_looked_at_one():
    assert credit_told(of_story(REPORTED)) == "2025年8月放款的8000元借款，自2025年10月起逾期"
    assert credit_told(of_story("他说从2025年10月开始逾期。")) == ""
    assert credit_told(of_story("我去银行打了征信，没有问题。")) == ""
