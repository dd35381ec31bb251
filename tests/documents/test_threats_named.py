"""A threat is named by what was told of it: what would be posted, and no harm to anybody where none was told."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import Claim
from documents.acts import no_harm_told
from documents.drafting import blocks_of
from documents.figures import settled_on
from documents.material import Case, Message
from documents.official import form_of
from documents.police import brief_rows
from documents.refusals import refusals_told
from tests.documents.asking import ON, case_before

POSTED = Message(
    sender="138", text="鑫朗的，说我窝藏老赖，要到我家楼道贴单子。", at=date(2026, 8, 10), call=True
)
FACTS: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["threats_impersonation", "others_debt"],
    "wishes": ["stop"],
    "event": {"first": "2026-06-05", "last": "2026-11-22"},
    "complainant": {"capacity": "debtors_contact"},
    "contacts": {"channels": ["call"], "count": 87},
    "debt": {"owed": "others", "claimed": 24000, "threats": ["violence", "publicity"]},
    "respondents": [{"role": "collector", "name": "哈尔滨鑫朗信用管理有限公司"}],
}


def test_what_would_be_posted_is_named():
    case = replace(case_before(FACTS, "court"), number="139", messages=(POSTED,))
    text = "\n".join(b.text for b in blocks_of(Claim(court="甲市乙区人民法院", on=ON, case=case)).blocks)
    assert "声称要到原告家楼道贴单子" in text
    assert "声称要公开、通报" not in text
    untold = replace(case, messages=())
    text = "\n".join(b.text for b in blocks_of(Claim(court="甲市乙区人民法院", on=ON, case=untold)).blocks)
    assert "声称要公开、通报" in text


@pytest.mark.parametrize(
    ("story", "told"),
    [
        ("说要上我家楼道贴单子，倒没来。", True),
        ("说要上门打断我的腿。", False),
        ("说弄死我全家。", False),
        ("", False),
    ],
)
def test_whether_harm_was_told(story: str, told: bool):
    assert no_harm_told(story, [POSTED.text]) is told


def penal(debt: dict[str, Any]) -> set[str]:
    case = case_before({**FACTS, "debt": {**FACTS["debt"], **debt}}, "police")
    return {p.citation for one in case.grounds for relief in one.remedies for p in relief.provisions}


def test_no_threat_to_a_person_is_alleged_where_none_was_told():
    threat = "《中华人民共和国治安管理处罚法》（2025年修订）第五十条第一款第一项"
    assert threat in penal({})
    assert threat not in penal({"no_harm_told": True})
    assert "《中华人民共和国治安管理处罚法》（2025年修订）第五十条第一款第五项" in penal(
        {"no_harm_told": True}
    )


def test_what_another_is_said_to_owe_is_no_demand_of_the_person():
    case = case_before(FACTS, "police")
    rows = dict(brief_rows(case, form_of("police"), printed=True))
    assert rows["对方声称的欠款数额"] == "24000元"
    own = {**FACTS, "debt": {**FACTS["debt"], "owed": "none"}}
    assert dict(brief_rows(case_before(own, "police"), form_of("police"), printed=True))["对方要求支付的金额"]


def settled(story: str) -> Case:
    facts = {**FACTS, "debt": {"owed": "settled", "claimed": 2716}}
    return replace(case_before(facts, "court"), story=story)


def test_this_year_is_that_of_the_telling():
    story = "今年2月27号按客服算的34560元一次还完，短信还在。"
    assert settled_on(settled(story)) == "2026年2月27日"
    assert settled_on(settled(f"{story}（2027年1月3日讲述）")) == "2027年2月27日"


def test_a_call_to_their_line_that_was_answered_so_is_a_refusal():
    facts = {**FACTS, "event": {"first": "2026-03-15", "last": "2026-11-25"}}
    story = "3月20号我讲不报，别再打了。5月9号我打他们客服，说已经给我标了“不再联系”。"
    told = refusals_told(replace(case_before(facts, "court"), story=story))
    assert [(one.on, one.how) for one in told] == [("2026年3月20日", ""), ("2026年5月9日", "打电话")]
