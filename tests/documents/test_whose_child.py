"""Data of a child under fourteen are sensitive, and nobody asked its guardian; a number that was changed is not blocked."""

from decimal import Decimal
from typing import Any

import pytest

from documents.law import grounds_from
from documents.material import Case, Cost, Respondent
from documents.official import form_of
from documents.requests import requests_of
from legal.reasoning.assessment import assess
from tests.documents.asking import ON

ASKED_A_CHILD: dict[str, Any] = {
    "kind": "harassment",
    "event": {"first": "2026-09-09", "last": "2026-10-29"},
    "complainant": {"capacity": "guardian", "age": 9, "region": "610113"},
    "contacts": {"channels": ["call"], "count": 27},
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none"},
    "data": {"source": "given"},
    "respondents": [{"role": "content_provider", "name": "西安示例文化艺术培训有限公司"}],
}


@pytest.mark.parametrize(("channels", "code"), [(["call"], "H8"), (["sms"], "H1")])
def test_data_of_a_child_that_no_guardian_agreed_to_is_pleaded_as_what_it_is(channels: list[str], code: str):
    def of(age: int) -> Any:
        facts = {
            **ASKED_A_CHILD,
            "complainant": {**ASKED_A_CHILD["complainant"], "age": age},
            "contacts": {"channels": channels, "count": 27},
        }
        return next(one for one in grounds_from(assess(facts, on=ON), facts=facts) if one.code == code)

    child, older = of(9), of(15)
    assert child.heading.startswith("未经监护人同意收集、使用不满十四周岁儿童的个人信息")
    cited = "".join(one.citation for one in child.provisions)
    assert all(f"第{one}条" in cited for one in ("二十八", "二十九", "三十一"))
    assert any("{本人}自己告知的，不构成同意" in one.text for one in child.reasons)
    assert any("{本人}自己告知的，不构成同意" in one.text for one in child.argued)
    assert not any("不满十四周岁" in one.text for one in (*older.reasons, *older.argued, *older.claim))
    assert "第二十八条" not in "".join(one.citation for one in older.provisions)


def test_a_number_that_was_changed_since_is_not_asked_to_be_blocked():
    def asked(*costs: Cost) -> list[str]:
        facts = {**ASKED_A_CHILD, "wishes": ["stop"]}
        case = Case(
            fields=frozenset({"number", "costs", "respondents"}),
            number="13900000113",
            facts=facts,
            costs=costs,
            grounds=grounds_from(assess(facts, on=ON), channel="operator", facts=facts),
            respondents=(Respondent(role="content_provider", name="西安示例文化艺术培训有限公司"),),
            ticked=("stop",),
        )
        return list(requests_of(case, form_of("operator"), on=ON).sentences)

    changed = asked(Cost(what="给手表换号码", yuan=Decimal(20)))
    assert any("本人的号码已经更换" in one for one in changed)
    assert not any("协助拦截" in one for one in changed)
    assert any("协助拦截" in one for one in asked())
