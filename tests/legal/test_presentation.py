"""The page of the law for the person: limits beside the relief, cautions beside the articles, days with their beginning."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string

from legal.assessment import assess
from legal.presentation import shown_grounds, shown_plan
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
    begun_later = {way["channel"]: way["answer_label"] for way in shown_plan(assess(FORMER_HOLDER, on=ON))}
    assert begun_later["police"].startswith("立案之日起30日（自然日）内办结。")
