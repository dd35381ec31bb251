"""The statement to the police: what was taken comes first, nobody is accused, and no other law than theirs is named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from documents import Case, Cost, Message, Respondent, complaint_letter, grounds_from
from documents.letters import letter_data
from legal.reasoning.assessment import assess
from tests.documents.sample import CASE, letter

ON = date(2026, 11, 29)
CHEATED: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-11-10", "last": "2026-11-10"},
    "contacts": {"channels": ["call"], "count": 6},
    "debt": {
        "owed": "none",
        "impersonates": "police",
        "threats": ["detention"],
        "paid_under_pressure": 18000,
    },
}
PURSUED: dict[str, Any] = {
    "kind": "fake_collection",
    "event": {"first": "2026-05-03", "last": "2026-06-02"},
    "complainant": {"capacity": "debtors_contact"},
    "contacts": {"channels": ["call", "sms"], "count": 120},
    "debt": {
        "owed": "others",
        "impersonates": "court",
        "threats": ["insult", "publicity"],
        "contacts_told": 6,
    },
}


def _case(facts: dict[str, Any], *named: Respondent, **more: Any) -> Case:
    said = {**facts, "respondents": [{"role": one.role, "name": one.name} for one in named]}
    grounds = grounds_from(assess(said, on=ON), channel="police", facts=said)
    codes = tuple(dict.fromkeys(code for ground in grounds for code in ground.relief))
    plain: dict[str, Any] = {"costs": (), "asks": (), "timeline": (), **more}
    return replace(CASE, grounds=grounds, relief=codes, respondents=named, **plain)


def test_a_statement_to_the_police_begins_with_what_was_taken():
    case = _case(CHEATED, Respondent(role="person", name="自称民警的人"), paid=Decimal(18000))
    data = letter_data(letter("police", case, ON))
    assert "18000元" in data["opening"]
    assert data["brief"]["sums"] == [["应对方要求转出、支付的款项", "18000元"]]
    assert "请依法查控涉案账户和款项，追缴并返还被转走、支付的18000元" in data["requests"]
    assert data["brief"]["rows"][-1] == ["对方收款的户名、账号或者订单号", ""]
    without = letter_data(letter("police", replace(case, paid=None), ON))
    assert not any("追缴" in one for one in without["requests"])
    assert "转走" not in without["opening"]


def test_what_was_taken_is_counted_once_and_apart_from_what_was_spent():
    costs = (Cost(what="交通费", yuan=Decimal(120)), Cost(what="被骗转走的钱", yuan=Decimal(18000)))
    case = _case(CHEATED, paid=Decimal(18000), costs=costs)
    data = letter_data(letter("police", case, ON))
    assert data["brief"]["sums"] == [
        ["被骗转走的钱", "18000元"],
        ["其他损失：交通费", "120元"],
        ["合计", "18120元"],
    ]
    assert "返还被转走、支付的18000元" in "".join(data["requests"])


def test_a_statement_names_penal_law_alone_and_in_its_order():
    made = complaint_letter(letter("police", _case(PURSUED, Respondent(role="agent", name="某催收公司")), ON))
    assert {identity.partition(":")[0] for identity, _text in made.cited} == {"治安管理处罚法", "刑法"}
    data = letter_data(letter("police", _case(PURSUED, Respondent(role="agent", name="某催收公司")), ON))
    law = data["brief"]["law"]
    places = [
        law.index(one) for one in ("第一款第二项", "第一款第五项", "第六十二条", "刑法", "第二百七十九条")
    ]
    assert places == sorted(places)
    assert data["reasons"] == data["basis"] == data["statutes"] == []


def test_a_statement_accuses_neither_a_carrier_nor_the_lender_that_somebody_names():
    named = (
        Respondent(role="agent", name="某催收公司"),
        Respondent(role="principal", name="示例消费金融公司"),
        Respondent(role="service_provider", name="某通道公司"),
    )
    data = letter_data(letter("police", _case(PURSUED, *named), ON))
    said = {party["role"]: party["rows"][0][1] for party in data["parties"]}
    assert said["涉案方"] == "某催收公司"
    assert said["对方所称的债权人、委托人"] == "示例消费金融公司"
    assert said["可能存有有关记录的单位"] == "某通道公司"
    assert "违法，应当适用" not in str(data)
    assert data["brief"]["law"].startswith("请审查")
    wanted = letter_data(letter("police", _case(PURSUED, *named, accuses=True), ON))
    assert {p["role"]: p["rows"][0][1] for p in wanted["parties"]}["被控告人"] == "某催收公司"


def test_a_statement_has_two_pages_without_its_story_and_annexes():
    messages = tuple(Message(sender=f"1069000{n:04}", text="还钱" * 40) for n in range(30))
    case = _case(
        PURSUED, Respondent(role="agent", name="某催收公司"), messages=messages, story="", exhibits=()
    )
    bare = replace(case, messages=())
    assert complaint_letter(letter("police", bare, ON)).pages <= 2
    numbers = dict(letter_data(letter("police", case, ON))["brief"]["rows"])["对方号码"]
    assert numbers.endswith("等30个")
