"""A debt that somebody else has is never called one that does not exist; what a refusal, a repeal, a number decide."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from complaints.reading.pressure import bills_for_phone
from documents.frozen import _lost
from documents.law import Ground, grounds_from
from documents.letters import Letter, letter_data
from documents.losses import taken
from documents.material import Case, Prior, Recipient, Respondent
from documents.official import form_of
from documents.police import BORROWED, brief_rows, headings_of, told_apart
from documents.requests import requests_of
from filings.services import Giving, by_choice
from filings.services.sending.giving import leave_out
from legal.reasoning.assessment import assess
from legal.reasoning.facts import whose_debt

ON = date(2026, 11, 29)
EVENT = {"first": "2026-03-04", "last": "2026-11-18"}


@pytest.mark.parametrize(
    ("situations", "more", "owed"),
    [
        (["others_debt"], {}, "others"),
        (["contacts_harassed"], {"number": {"second_hand": True}, "debt": {"debtor": "王某"}}, "others"),
        (["no_debt"], {"debt": {"debtor": "王某"}}, "none"),
        (["no_debt", "others_debt"], {}, "none"),
        ([], {"number": {"second_hand": True}}, "none"),
    ],
)
def test_a_debt_of_somebody_else_is_not_called_one_that_does_not_exist(
    situations: list[str], more: dict[str, Any], owed: str
):
    debt = {"owed": "none", "told_them_on": "2026-03-15", **more.get("debt", {})}
    facts: Any = {
        "kind": "fake_collection",
        "event": EVENT,
        "situations": situations,
        "contacts": {"channels": ["call"], "count": 9},
        **more,
        "debt": debt,
    }
    assert whose_debt(facts)["debt"]["owed"] == owed
    found = {one["code"]: one["status"] for one in assess(facts, ON)["grounds"]}
    assert (found["F2"] == "established") is (owed == "others")
    assert (found["F1"] == "not_met") is (owed == "others")


def _cited(refused_on: str) -> str:
    facts: Any = {
        "kind": "harassment",
        "event": {"first": "2026-04-02", "last": "2026-11-20"},
        "contacts": {"channels": ["sms"], "count": 61, "after_refusal": 46},
        "content": {"commercial": True},
        "consent": {"status": "none"},
        "refusal": {"made": True, "on": refused_on},
    }
    (ground,) = [one for one in assess(facts, ON)["grounds"] if one["code"] == "H2"]
    return "".join(one["citation"] for one in ground["provisions"])


def test_what_was_repealed_before_a_refusal_is_not_cited_for_it():
    assert "第31号" not in _cited("2026-05-06")
    assert "第31号" in _cited("2026-04-06")
    assert "第74号" in _cited("2026-05-06")


def _letter(channel: str, **more: Any) -> dict[str, Any]:
    facts = {"kind": "harassment", "event": EVENT, **more}
    case = Case(
        fields=frozenset({"complainant.phone", "number", "matter"}), number="13900000042", facts=facts
    )
    return letter_data(
        Letter(channel=channel, recipient=Recipient(name="受理机构"), on=ON, case=case, seal=None)
    )


def test_a_number_that_was_named_stands_in_a_report_where_nothing_on_file_shows_it():
    contacts = {"channels": ["call"], "count": 34, "numbers": ["02100000042"]}
    report = _letter("12321", contacts=contacts)
    assert ["号码", "02100000042"] in report["parties"][-1]["rows"]
    assert "来电显示的号码为02100000042" in _letter("12315_report", contacts=contacts)["account"]


def test_a_loan_in_ones_name_is_reported_as_what_it_may_be():
    bank = Respondent(role="bank", name="示例银行股份有限公司")
    ground = Ground(code="F1", title="没有债", heading="对不存在的债务进行催收")
    case = Case(
        fields=frozenset(),
        respondents=(bank,),
        grounds=(ground,),
        facts={"debt": {"owed": "none"}},
        prior=(Prior(to="公安机关", body="police"),),
    )
    assert headings_of(case)[0] == BORROWED
    pretended = Case(
        fields=frozenset(),
        respondents=(bank,),
        grounds=(ground,),
        facts={"debt": {"owed": "none", "impersonates": "court"}},
        prior=(Prior(to="公安机关", body="police"),),
    )
    assert BORROWED not in headings_of(pretended)


def test_of_a_debt_of_ones_own_the_story_goes_where_it_was_chosen_alone():
    assert by_choice("nifa", "own")
    assert by_choice("local_finance", "own")
    assert not by_choice("nifa", "others")
    # What one owes is no confession to the police that nobody asked for.
    assert by_choice("police", "own")
    assert not by_choice("police", "none")
    own: Any = {"told.debt": {"owed": "own"}, "story": "欠款我认。"}
    assert "story" not in leave_out("nifa", own, Giving())
    assert "story" in leave_out("nifa", own, Giving(verbatim=True))


def test_what_one_owes_is_left_apart_from_how_it_is_collected():
    debt = {"owed": "own", "per_day": 12}
    ground = Ground(code="F7", title="夜间催收", heading="夜间催收", by=("collector",))
    facts = {"kind": "fake_collection", "event": EVENT, "debt": debt}
    case = Case(fields=frozenset(), facts=facts, grounds=(ground,))
    letter = Letter(channel="nifa", recipient=Recipient(name="协会"), on=ON, case=case, seal=None)
    assert "借款本身另行处理，本件只针对上述催收方式" in letter_data(letter)["account"]


def test_an_operator_that_helps_to_unbind_owes_it_by_its_contract():
    facts: Any = {
        "kind": "second_hand_number",
        "event": EVENT,
        "complainant": {"capacity": "subscriber"},
        "number": {"accounts_bound": ["示例支付"], "registrant_is_me": True},
        "respondents": [{"role": "operator", "name": "示例通信有限公司"}],
    }
    grounds = grounds_from(assess(facts, ON), channel="telecom_appeal", facts=facts)
    case = Case(
        fields=frozenset(),
        number="13900000042",
        facts=facts,
        grounds=grounds,
        ended=date(2026, 11, 18),
        respondents=(Respondent(role="operator", name="示例通信有限公司"),),
        ticked=("unbind",),
    )
    (one,) = requests_of(case, form_of("telecom_appeal"), on=ON).made
    assert one.slug == "unbind"
    assert {provision.id.rpartition(":")[2] for provision in one.provisions} == {"509"}


@pytest.mark.parametrize(
    ("what", "entered", "called"),
    [
        ("账户被消费的钱", True, "被转出、使用的款项"),
        ("钱包里的5600元", True, "被转出、使用的款项"),
        ("去派出所的交通费", True, "去派出所的交通费"),
        ("误工", True, "误工"),
        ("心理咨询费", True, "心理咨询费"),
        ("钱包里的5600元", False, "钱包里的5600元"),
    ],
)
def test_what_is_gone_from_an_account_that_somebody_got_into_was_taken(what: str, entered: bool, called: str):
    written = _lost(what, {"number": {"account_taken_over": entered}})
    assert written.startswith(called) or taken(what)
    assert taken(written) is (entered and called.startswith("被转出"))


def test_who_took_a_loan_in_ones_name_is_reported_for_the_loan_and_not_for_calls():
    lender = Respondent(role="lender", name="鹭川消费金融股份有限公司")
    stranger = Respondent(role="person", name="微信名“阿豪”的人")
    case = Case(
        fields=frozenset({"story"}),
        respondents=(lender, stranger),
        grounds=(Ground(code="F1", title="没有债", heading="对不存在的债务进行催收"),),
        facts={
            "debt": {"owed": "none", "claimed": 28600},
            "contacts": {"channels": ["call"], "count": 90},
            "respondents": [{"role": "lender", "name": lender.name, "licensed_lender": True}],
        },
        stated=90,
        began=date(2025, 1, 10),
        ended=date(2026, 10, 28),
        prior=(Prior(to="公安机关", body="police"),),
        story="征信上说我有一笔贷款28600元，2024年9月14号放的。他们说钱打到一张尾号3306的卡上。",
    )
    form = form_of("police")
    assert headings_of(case)[0] == BORROWED
    about, behind, holders = told_apart(case, form)
    assert (about, behind, holders) == ([stranger], [], [lender])
    rows = dict(brief_rows(case, form, printed=True))
    assert rows["发生时间"] == "2024年9月14日（冒名办理贷款）"
    assert rows["收款账户"] == "尾号3306的账户"
    assert rows["催收的次数"] == "90次（条）"
    # Who is only called by the wrong name reports the calls.
    called = replace(case, story="他们打来说我欠钱。")
    assert BORROWED not in headings_of(called)
    assert "次数" in {label for label, _said in brief_rows(called, form, printed=True)}


def test_who_owes_and_says_that_the_sum_is_wrong_disputes_it() -> None:
    facts: Any = {
        "kind": "fake_collection",
        "event": EVENT,
        "situations": ["contacts_harassed", "amount_wrong"],
        "contacts": {"channels": ["call"], "count": 9},
        "debt": {"owed": "own", "claimed": 38400, "contacts_told": 6},
        "respondents": [{"role": "bank", "name": "示例银行股份有限公司"}],
    }
    assert whose_debt(facts)["debt"]["owed"] == "disputed"
    assert {one["code"]: one["status"] for one in assess(facts, ON)["grounds"]}["F5"] == "established"
    own = {**facts, "situations": ["contacts_harassed"]}
    assert whose_debt(own)["debt"]["owed"] == "own"


@pytest.mark.parametrize(
    ("story", "billed"),
    [("客服说欠的是保号费", True), ("欠费1386，是套餐费", True), ("欠了朋友的钱，电话里催", False)],
)
def test_what_keeps_a_line_is_a_bill_of_its_operator(story: str, billed: bool) -> None:
    assert bills_for_phone(story) is billed
