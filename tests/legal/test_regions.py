"""Whose province: the complainant's chooses provincial rules, the operator's has the appeal; it is said which was used."""

import pytest

from legal.reasoning.facts import spoken
from legal.reasoning.regions import operators, province
from tests.legal.cases import OPT_OUT, RESIDUAL, changed, cited, ground, step

ASKED = [{"to": "operator", "act": "complaint", "on": "2025-08-25"}]


def living(region, operator=None, **changes):
    respondent = {"role": "operator", "name": "甲运营商"} | ({"region": operator} if operator else {})
    return changed(RESIDUAL, complainant__region=region, respondents=[respondent], prior=ASKED, **changes)


@pytest.mark.parametrize(
    ("region", "operator", "not_before", "of"),
    [
        ("410100", None, "2025-09-02", "complainant"),  # five working days from 25 August: until 1 September
        ("310113", "410100", "2025-09-02", "operator"),
        ("410100", "310113", "2025-09-10", "operator"),  # fifteen natural days: until 9 September
        ("310113", None, "2025-09-10", "complainant"),
        (None, None, "2025-09-10", None),
        (None, "500100", "2025-09-16", "operator"),  # fifteen working days: until 15 September
    ],
)
def test_the_operators_province_where_it_is_told(region, operator, not_before, of):
    facts = living(region, operator, filing_date="2025-09-20")
    row = step(facts, "telecom_appeal")
    assert row["not_before"] == not_before
    assert (row["region"] or {}).get("of") == of
    assert step(facts, "operator")["region"] == row["region"]


def test_it_says_which_province_was_used():
    assert "运营商在河南省：由河南省的机构管辖" in step(living("310113", "410100"), "telecom_appeal")["why"]
    said = step(living("310113"), "telecom_appeal")["why"]
    assert "没有说明运营商在哪个省，这里按您所在的上海市计算" in said
    assert "还不知道是哪个省" in step(living(None), "telecom_appeal")["why"]
    assert "工业和信息化部电信用户申诉受理中心" in said  # where the province has no such body
    assert "管辖，期限按" not in step(living("310113", "410100"), "court")["why"]


def test_the_provisions_of_the_appeal_are_the_operators_province():
    assert "河南省电信条例:38" in step(living("310113", "410100"), "telecom_appeal")["provisions"]
    assert "河南省电信条例:38" not in step(living("410100", "310113"), "telecom_appeal")["provisions"]


def test_the_rules_on_the_matter_are_the_complainants_province():
    here = changed(
        OPT_OUT, complainant__region="410100", respondents=[{"role": "operator", "region": "360100"}]
    )
    assert "河南省电信条例:32" in cited(here, "H1")
    assert "江西省电信条例:39" not in cited(here, "H1")
    assert ground(here, "H1")["status"] == "established"


def test_chongqing_has_its_own_days():
    """重庆市电信条例 25: decided the day it comes, thirty days of mediation from acceptance; no need to complain first."""
    facts = living("500100", filing_date="2025-09-20")
    row = step(facts, "telecom_appeal")
    assert "收到申诉的当天决定是否受理，受理之日起三十日内调解" in row["why"]
    assert "重庆市电信条例:25" in row["provisions"]
    assert (row["answer_due"]["days"], row["answer_due"]["from"]) == (30, "收到全部申诉材料之日")
    assert step(facts, "operator")["answer_due"]["citation"] == "《重庆市电信条例》第十九条"
    court = step(facts, "court")
    assert "重庆市电信条例:25" in court["provisions"]
    assert "可以不经投诉、申诉直接起诉" in court["why"]
    elsewhere = step(living("510100", filing_date="2025-09-20"), "telecom_appeal")
    assert "当天决定" not in elsewhere["why"]


def test_an_operator_without_a_region_is_nowhere():
    assert (
        operators({"respondents": [{"role": "platform", "region": "410100"}, {"role": "operator"}]}).code
        == ""
    )


def test_a_region_is_spoken_as_a_name():
    assert spoken("complainant.region", "410100") == "河南省"
    assert province("99") == "99"
