"""The statement to the police: what was taken comes first, nobody is accused, and no other law than theirs is named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from documents import Case, Cost, Message, Prior, Respondent, complaint_letter, grounds_from
from documents.letters import letter_data
from documents.official import form_of
from documents.packs import _values
from documents.wished import wished
from legal.reasoning.assessment import assess
from tests.documents.reading import pages_of
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
    plain: dict[str, Any] = {"costs": (), "asks": (), "timeline": (), "facts": said, **more}
    return replace(CASE, grounds=grounds, relief=codes, respondents=named, **plain)


def test_a_statement_to_the_police_begins_with_what_was_taken():
    case = _case(CHEATED, Respondent(role="person", name="自称民警的人"), paid=Decimal(18000))
    data = letter_data(letter("police", case, ON))
    assert "18000元" in data["opening"]
    assert data["brief"]["sums"] == [["应对方要求转出、支付的款项", "18000元"]]
    assert "请依法查控涉案账户和款项，追缴并返还本人支付的18000元" in data["requests"]
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
        ["其他损失（交通费）", "120元"],
        ["合计", "18120元"],
    ]
    assert "返还被转走、支付的18000元" in "".join(data["requests"])


def test_a_statement_names_penal_law_alone_and_in_its_order():
    made = complaint_letter(letter("police", _case(PURSUED, Respondent(role="agent", name="甲催收公司")), ON))
    assert {identity.partition(":")[0] for identity, _text in made.cited} == {"治安管理处罚法", "刑法"}
    data = letter_data(letter("police", _case(PURSUED, Respondent(role="agent", name="甲催收公司")), ON))
    law = data["brief"]["law"]
    places = [law.index(one) for one in ("第一款第五项", "第六十二条", "刑法", "第二百七十九条")]
    assert places == sorted(places)
    # An insult that nobody else was shown is none in public.
    assert "第一款第二项" not in law
    assert data["reasons"] == data["basis"] == data["statutes"] == []


def test_a_statement_accuses_neither_a_carrier_nor_the_lender_that_somebody_names():
    named = (
        Respondent(role="agent", name="甲催收公司"),
        Respondent(role="principal", name="示例消费金融公司"),
        Respondent(role="service_provider", name="某通道公司"),
    )
    data = letter_data(letter("police", _case(PURSUED, *named), ON))
    said = {party["role"]: party["rows"][0][1] for party in data["parties"]}
    assert said["涉案方"] == "甲催收公司"
    assert said["对方所称的债权人、委托人"] == "示例消费金融公司"
    assert said["可能存有有关记录的单位"] == "某通道公司"
    assert "违法，应当适用" not in str(data)
    assert data["brief"]["law"].startswith("请审查")
    wanted = letter_data(letter("police", _case(PURSUED, *named, accuses=True), ON))
    assert {p["role"]: p["rows"][0][1] for p in wanted["parties"]}["被控告人"] == "甲催收公司"


def test_a_statement_has_two_pages_without_its_story_and_annexes():
    messages = tuple(Message(sender=f"1069000{n:04}", text="还钱" * 40) for n in range(30))
    case = _case(
        PURSUED, Respondent(role="agent", name="甲催收公司"), messages=messages, story="", exhibits=()
    )
    bare = replace(case, messages=())
    assert complaint_letter(letter("police", bare, ON)).pages <= 2
    numbers = dict(letter_data(letter("police", case, ON))["brief"]["rows"])["对方号码"]
    assert numbers.endswith("等30个")
    rows = dict(letter_data(letter("police", replace(case, facts={}), ON))["brief"]["rows"])
    assert "发生时间" not in rows, "no day is told"


def test_few_exhibits_stay_on_one_page_with_the_heading_of_their_table():
    """A last line alone on the last page is looked for in vain."""
    case = _case(
        PURSUED, Respondent(role="agent", name="甲催收公司"), story=CASE.story, exhibits=CASE.exhibits
    )
    made = pages_of(complaint_letter(letter("police", case, ON)).pdf)
    (page,) = [one for one in made if "附：证据目录" in one]
    assert "短信截图" in page
    assert "退订回复记录" in page


def _shown(case: Case, **more: Any) -> dict[str, Any]:
    return letter_data(letter("police", replace(case, **more), ON))


def test_what_was_paid_on_ones_own_debt_is_told_and_not_asked_back():
    facts = {**CHEATED, "debt": {**CHEATED["debt"], "owed": "own"}}
    case = _case(facts, Respondent(role="collector", name="甲催收公司"), paid=Decimal(6000))
    data = _shown(case)
    assert "6000元" in data["opening"]
    assert not any("追缴" in one for one in data["requests"])
    assert "第二百七十四条" not in data["brief"]["law"]


def test_the_number_of_a_bank_is_no_suspects_and_what_it_keeps_is_secured():
    facts = {**PURSUED, "debt": {"owed": "none", "claimed": 46000}, "content": {"sender_identified": True}}
    messages = (Message(sender="95511", text="请还款"),)
    bank = Respondent(role="bank", name="某银行")
    case = _case(facts, bank, messages=messages)
    data = _shown(case)
    assert {p["role"]: p["rows"] for p in data["parties"]}["涉案方"] == [["名称", "身份不详"]]
    assert ["来电、来信显示的号码", "95511"] in data["brief"]["rows"]
    assert "放款账户" in "".join(data["requests"])


def test_who_is_advertised_for_is_named_as_sender_only_by_who_accuses():
    facts = {
        "kind": "harassment",
        "event": {"first": "2026-04-20", "last": "2026-11-22"},
        "contacts": {"channels": ["sms"], "count": 210, "max_per_day": 60},
        "content": {"commercial": True, "sender_identified": False},
        "consent": {"status": "none"},
        "data": {"shared_with_third_party": True},
    }
    case = _case(facts, Respondent(role="content_provider", name="乙培训公司"))
    said = {party["role"]: party["rows"][0][1] for party in _shown(case)["parties"]}
    assert (said["涉案方"], said["可能存有有关记录的单位"]) == ("身份不详", "乙培训公司")
    known = _shown(case, facts={**facts, "content": {"commercial": True, "sender_identified": True}})
    assert "刑法" not in known["brief"]["law"]
    accused = _shown(case, accuses=True)
    assert {p["role"]: p["rows"][0][1] for p in accused["parties"]}["被控告人"] == "乙培训公司"
    left_out = replace(case, respondents=(Respondent(role="content_provider", name="某培训公司"),))
    accused = _shown(left_out, accuses=True)
    assert {p["role"]: p["rows"][0][1] for p in accused["parties"]}["被控告人"] == "某培训公司（身份不详）"
    assert "第二百八十六条" not in accused["brief"]["law"]


def test_whoever_has_reported_it_hands_in_more_material_and_no_second_report():
    taken = Prior(to="公安机关", on=date(2026, 6, 21), ticket="受案字〔2026〕31号", accepted_by="police")
    data = _shown(_case(PURSUED, Respondent(role="agent", name="甲催收公司"), prior=(taken,)))
    assert data["heading"] == "补充材料"
    assert "本人于2026年6月21日就以下情况报案" in data["opening"]
    assert "受案字〔2026〕31号" in data["opening"]
    assert "请书面告知是否立案；不予立案的，请说明理由" in data["requests"]
    assert not any("受案回执" in one or "依法受理" in one for one in data["requests"])


def test_a_statement_charges_no_more_than_was_done():
    told = _case(PURSUED, Respondent(role="agent", name="甲催收公司"))
    published = {
        **PURSUED,
        "debt": {"owed": "others", "told_them_on": "2026-05-09", "threats": ["publicity"]},
    }
    threatened = _case(published, Respondent(role="agent", name="甲催收公司"))
    assert "第二百九十三条" not in _shown(told)["brief"]["law"]
    assert [g.heading for g in threatened.grounds if g.code == "F4"] == ["以公开、通报相威胁催收"]
    one_day = _case(CHEATED, Respondent(role="person", name="自称民警的人"), paid=Decimal(18000))
    assert "第五十条第一款第五项" not in _shown(one_day)["brief"]["law"]
    alone = {**PURSUED, "debt": {"owed": "own", "threats": ["insult"]}}
    assert "第一款第二项" not in _shown(_case(alone, Respondent(role="person", name="张某")))["brief"]["law"]


def test_who_called_in_a_creditors_name_is_told_apart_from_the_creditor():
    facts = {**PURSUED, "debt": {"owed": "others", "told_them_on": "2026-05-04", "impersonates": "lawyer"}}
    data = _shown(_case(facts, Respondent(role="lender", name="示例小贷"), messages=()))
    said = {party["role"]: party["rows"][0][1] for party in data["parties"]}
    assert said["涉案方"] == "自称律师的来电人（身份不详）"
    assert said["对方所称的债权人、委托人"] == "示例小贷"
    assert ["对方号码", ""] in data["brief"]["rows"]
    assert "第二百五十三条" not in data["brief"]["law"]


def test_a_pretended_debt_is_told_as_a_pretext():
    case = _case(CHEATED, Respondent(role="person", name="自称民警的人"), paid=Decimal(18000))
    data = _shown(case)
    told = "".join(data["account"])
    assert "冒充公安机关工作人员，以虚构的事由要求付款" in told
    assert "所催收的款项" not in told
    law = data["brief"]["law"]
    assert "第二百七十九条" in law
    # Whether the pretext was a fraud or an extortion is for the police to examine.
    assert "第二百六十六条" in law
    assert "第二百七十四条" in law
    assert not any("制止" in one for one in data["requests"])


def test_a_quarrel_over_a_debt_between_two_people_is_not_called_a_breach_of_the_peace():
    facts = {**PURSUED, "complainant": {"capacity": "recipient"}}
    facts["debt"] = {"owed": "disputed", "claimed": 8000, "threats": ["insult", "violence"]}
    law = _shown(_case(facts, Respondent(role="person", name="张某")))["brief"]["law"]
    assert "治安管理处罚法" in law
    assert "第二百九十三条" not in law
    company = _shown(_case(facts, Respondent(role="collector", name="甲催收公司")))["brief"]["law"]
    assert "第二百九十三条" in company


def test_calls_from_abroad_are_reported_as_a_lead_with_what_they_may_fall_under():
    facts = {
        "kind": "harassment",
        "event": {"first": "2026-10-03", "last": "2026-11-18"},
        "contacts": {"channels": ["call"], "count": 26, "numbers": ["00852123456789"]},
        "content": {"commercial": True, "sender_identified": False},
        "consent": {"status": "none"},
    }
    data = _shown(_case(facts, Respondent(role="unknown", name="")))
    assert data["brief"]["rows"][0] == ["线索", "疑似电信网络诈骗，没有付款"]
    assert {p["role"]: p["rows"][0][1] for p in data["parties"]}["涉案方"] == "身份不详"
    assert "反电信网络诈骗法" in data["brief"]["law"]


def test_money_for_a_pretext_is_told_as_a_fraud_and_not_as_a_debt():
    said = " ".join(
        letter_data(letter("police", _case(CHEATED, Respondent(role="unknown", name="")), ON))["account"]
    )
    assert "来电人冒充公安机关工作人员，以虚构的事由要求付款" in said
    assert "本人因此付款18000元" in said
    assert not any(word in said for word in ("催收", "没有借过", "欠款数额"))
    collected = _case(CHEATED, Respondent(role="collector", name="示例催收有限公司"))
    assert "没有借过" in " ".join(letter_data(letter("police", collected, ON))["account"])


DEMANDED: dict[str, Any] = {
    **PURSUED,
    "contacts": {"channels": ["call"], "count": 20, "numbers": ["02160001111", "02160002222"]},
    "debt": {**PURSUED["debt"], "claimed": 12860},
}


def _copied(case: Case) -> dict[str, str]:
    made, form = letter("police", case, ON), form_of("police")
    values = _values(made, case, form, [])
    return {one.name: values.get(one.value_from, "") for one in form.sheet}


def test_the_form_of_the_police_has_the_numbers_that_called_and_the_sum_that_is_demanded():
    """Who is only known by a number is told by it, in the statement and in the form; and every number that was told."""
    case = _case(DEMANDED, messages=(Message(sender="02160001111", text="", at=None),))
    rows = dict(map(tuple, letter_data(letter("police", case, ON))["brief"]["rows"]))
    assert rows["对方号码"] == "02160001111、02160002222"
    # It is another's debt: nobody is said to ask this person for it.
    assert rows["对方声称的欠款数额"] == "12860元"
    copied = _copied(case)
    assert copied["对方号码、姓名或者单位"] == "对方号码：02160001111、02160002222"
    assert copied["涉及的金额"] == "对方声称的欠款数额12860元"
    named = _copied(_case(DEMANDED, Respondent(role="person", name="自称民警的人"), messages=()))
    assert named["对方号码、姓名或者单位"] == "对方号码：02160001111、02160002222；自称民警的人"
    # What was paid is a sum of its own; what nobody told stands nowhere.
    paid = _copied(_case(CHEATED, paid=Decimal(18000), messages=()))
    assert paid["涉及的金额"] == "应对方要求转出、支付的款项18000元"
    assert paid["对方号码、姓名或者单位"] == ""


def test_who_pays_an_impostor_for_a_debt_that_there_is_reports_a_fraud_and_asks_the_money_back():
    debt = {"owed": "own", "claimed": 42000, "impersonates": "lawyer", "paid_under_pressure": 6800}
    facts = {**CHEATED, "situations": ["scam"], "debt": debt, "wishes": ["refund"]}
    paid_how = "9月24日15时10分，手机银行转账，收款人符某，账户尾号2258"
    case = _case(facts, Respondent(role="collector", name="甲法务公司"), paid=Decimal(6800))
    data = _shown(case, details={"paid_how": paid_how}, relief=(), ticked=("recover", "investigate"))
    assert any("追缴并返还本人支付的6800元" in one for one in data["requests"])
    law = data["brief"]["law"]
    assert law.index("《中华人民共和国刑法》第二百六十六条") < law.index("第六十二条")
    (refund,) = wished(case.facts, assess(case.facts, on=ON), ON)
    assert "police" in refund.channels
    assert any(value == paid_how for _label, value in data["brief"]["rows"])
    assert "对方收款的户名、账号或者订单号" not in str(data["brief"]["rows"])
    assert "疑似诈骗" in data["matter"]
    assert "以冒充身份的方式催收" not in str(data)
    assert "上述催收方式" not in str(data)
    # Who does not say that it was one, is not made to say so.
    quiet = _shown(_case({**facts, "situations": []}, Respondent(role="collector", name="甲法务公司")))
    assert "第二百六十六条" not in quiet["brief"]["law"]
