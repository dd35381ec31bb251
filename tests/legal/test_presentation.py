"""The page of the law for the person: limits beside the relief, cautions beside the articles, days with their beginning."""

import re
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from legal.presentation import shown_grounds, shown_plan
from legal.reasoning.assessment import assess
from tests.legal.test_pleading import CHARGED, FORMER_HOLDER

ON = date(2026, 11, 12)


def _page(facts: dict[str, Any]) -> str:
    result = assess(facts, on=ON)
    return render_to_string(
        "legal/law.html",
        {
            "complaint": {"number": "AN-2026-000009"},
            "grounds": shown_grounds(result, []),
            "plan": shown_plan(result),
            "warnings": result["warnings"],
        },
    )


def test_three_times_the_price_is_never_offered_without_its_limits():
    page = _page(CHARGED)
    assert "增加赔偿（三倍" in page
    assert "不是当然的结果：须主张并证明对方“欺诈”" in page


def test_law_for_the_other_side_and_an_adverse_case_are_shown_as_such():
    page = _page(FORMER_HOLDER)
    assert "对方可能用来抗辩" in page
    assert "没有支持投诉的一方" in page


def test_a_case_without_a_known_outcome_is_never_shown_as_won():
    facts = {
        "kind": "harassment",
        "event": {"first": "2026-09-01", "last": "2026-10-01"},
        "complainant": {"capacity": "recipient"},
        "contacts": {"channels": ["sms"], "count": 5, "after_refusal": 3},
        "content": {"commercial": True},
        "consent": {"status": "none"},
        "refusal": {"made": True, "on": "2026-09-02"},
    }
    ground = next(row for row in shown_grounds(assess(facts, on=ON), []) if row["code"] == "H2")
    niu = next(row for row in ground["precedents"] if row["id"] == "niu_bank")
    assert niu["effect_label"] == "结果不明"
    assert "不能当作胜诉的例子" in _page(facts)


def test_an_industry_rule_is_not_shown_as_law():
    facts = {
        "kind": "fake_collection",
        "event": {"first": "2026-09-01", "last": "2026-10-01"},
        "contacts": {"channels": ["call"], "count": 40, "night": True},
        "debt": {"owed": "own", "claimed": 5000, "per_day": 9},
    }
    page = _page(facts)
    assert "行业规则或推荐性标准，不是法律" in page
    assert "不是请求权基础" in page


def test_a_period_is_shown_with_its_beginning_and_with_what_is_owed():
    ways = {way["channel"]: way["answer_label"] for way in shown_plan(assess(CHARGED, on=ON))}
    assert ways["12315_complaint"].startswith("收到投诉之日起7个工作日内处理并告知（决定是否受理）")
    assert ways["court"].startswith("法院收到起诉状之日起7日（自然日）内决定是否立案")
    assert ways["operator"].startswith(
        "接到投诉之日起15日（自然日）内应有答复（2026-10-12起算，到2026-10-27）"
    )
    assert "（如果2026-11-12提交，到2026-11-23）" in ways["12315_complaint"]
    begun_later = {way["channel"]: way["answer_label"] for way in shown_plan(assess(FORMER_HOLDER, on=ON))}
    assert begun_later["police"].startswith("立案之日起30日（自然日）内办结。")


LATE = {  # charges that ended more than five months ago; the operator is in another province
    "kind": "second_hand_number",
    "event": {"first": "2026-01-10", "last": "2026-05-10"},
    "complainant": {"region": "310113", "capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [{"role": "operator", "name": "甲通信公司", "region": "430000"}],
    "number": {"second_hand": True, "told": False},
    "charges": {"residual": True, "monthly": 40, "months": 5, "last_on": "2026-05-10"},
    "prior": [{"to": "operator", "act": "complaint", "on": "2026-10-20", "satisfied": False}],
}


def _words(facts: dict[str, Any]) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", _page(facts)))


def test_each_dispute_has_its_own_last_day_with_its_article():
    said = _words(LATE)
    assert "每项争议最晚哪天：2026-10-10替前机主留下的业务扣费：" in said
    assert "已过：这一部分不能再从这里提出。《电信用户申诉处理办法》" in said
    assert "2028-05-10办理时没有告知是二次号：" in said
    assert "运营商在湖南省：由湖南省的机构管辖" in said
    assert "地方规定按：运营商所在" not in said  # the reasons say it already
    assert "35号令:" not in said


def test_a_review_says_against_whom_until_when_and_by_which_article():
    asked = [{"to": "12315", "act": "complaint", "on": "2026-10-08"}]
    said = _words({**LATE, "prior": asked})
    assert "针对：市场监督管理部门（2026-10-08提出的），答复期到2026-10-16《" in said
    refused = [{**asked[0], "answered_on": "2026-10-15", "accepted": False}]
    assert "针对：市场监督管理部门（2026-10-08提出的），2026-10-15答复不受理" in _words(
        {**LATE, "prior": refused}
    )


def test_the_province_is_named_where_a_provincial_rule_is_cited():
    said = {way["channel"]: way["region"] for way in shown_plan(assess(LATE, on=ON))}
    assert said["court"] == ""
    at_home = {**LATE, "complainant": {**LATE["complainant"], "region": "340000"}}
    named = {way["channel"]: way["region"] for way in shown_plan(assess(at_home, on=ON))}
    assert named["consumer_association"] == "您所在的安徽省"
    assert said["consumer_association"] == ""


def test_an_answer_names_the_article_that_it_rests_on():
    way = next(one for one in shown_plan(assess(LATE, on=ON)) if one["channel"] == "telecom_appeal")
    assert way["answer_basis"]["basis"].startswith("《")
    assert way["answer_basis"]["page"].startswith("/law/")


def test_a_plan_that_was_kept_before_it_knew_these_is_shown_without_them():
    result = assess(LATE, on=ON)
    for way in result["plan"]:
        for name in ("bars", "silence", "region"):
            way.pop(name)
    assert all(not way["bars"] and not way["silence"] and not way["region"] for way in shown_plan(result))
