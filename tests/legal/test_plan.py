"""The channels: what is open on the day of filing, what it waits for, what closes it, in which order."""

from datetime import date, timedelta

import pytest

from legal import assess, plan
from tests.legal.cases import (
    BOUND_ACCOUNT,
    CHILDS_NUMBER,
    CLOUD_DRIVE,
    NO_DEBT,
    OPT_OUT,
    RESIDUAL,
    changed,
    step,
)

OPERATOR = {"to": "operator", "act": "complaint", "on": "2025-08-25", "answered_on": None, "satisfied": False}


def asked(filing, prior, **changes):
    return changed(RESIDUAL, filing_date=filing, prior=prior, **changes)


def test_the_operator_comes_before_the_appeal():
    row = step(asked("2025-09-15", None), "telecom_appeal")
    assert (row["open"], row["waits_for"], row["not_before"]) == (False, "operator", None)


@pytest.mark.parametrize(
    ("filing", "is_open"), [("2025-09-08", False), ("2025-09-09", False), ("2025-09-10", True)]
)
def test_the_operator_has_the_whole_fifteenth_day(filing, is_open):
    row = step(asked(filing, [OPERATOR]), "telecom_appeal")
    assert row["open"] is is_open
    assert row["not_before"] == "2025-09-10"
    assert row["waits_for"] == (None if is_open else "operator")


def test_an_answer_that_does_not_satisfy_opens_the_appeal_at_once():
    answered = {**OPERATOR, "answered_on": "2025-08-27", "satisfied": False}
    assert step(asked("2025-08-27", [answered]), "telecom_appeal")["open"] is True
    assert step(asked("2025-08-27", [{**answered, "satisfied": True}]), "telecom_appeal")["open"] is False


def test_what_came_again_after_an_answer_that_satisfied_is_not_settled_by_it():
    pleased = {**OPERATOR, "answered_on": "2025-08-27", "satisfied": True}
    days = {"first": "2025-08-01", "last": "2025-09-03"}
    again = step(asked("2025-09-10", [pleased], event=days), "telecom_appeal")
    assert again["open"] is True
    assert "此后还在继续" in again["why"]
    days = {**days, "last": "2025-08-27"}
    settled = step(asked("2025-09-10", [pleased], event=days), "telecom_appeal")
    assert (settled["open"], "争议已经解决" in settled["why"]) == (False, True)
    # Put to it once more, it has its whole time for that.
    anew = {**OPERATOR, "on": "2025-09-05", "satisfied": None}
    waits = step(asked("2025-09-10", [pleased, anew], event={**days, "last": "2025-09-03"}), "telecom_appeal")
    assert (waits["open"], waits["waits_for"], waits["not_before"]) == (False, "operator", "2025-09-21")


@pytest.mark.parametrize(
    ("to", "act", "accepted", "is_open"),
    [
        ("12315", "complaint", True, False),
        ("12315", "complaint", None, True),  # filed is not accepted
        ("12315", "complaint", False, True),
        ("12315", "report", True, True),  # a report is no dispute
        ("consumer_association", "complaint", True, False),
        ("court", "suit", True, False),
        ("court", "suit", None, True),
        ("arbitration", "suit", True, False),
        ("other_authority", "complaint", True, False),
        ("telecom_appeal", "complaint", True, False),
        ("12321", "report", True, True),
        ("police", "report", True, True),
    ],
)
def test_a_dispute_accepted_elsewhere_ends_the_appeal(to, act, accepted, is_open):
    prior = [OPERATOR, {"to": to, "act": act, "on": "2025-09-01", "accepted": accepted}]
    assert step(asked("2025-09-15", prior), "telecom_appeal")["open"] is is_open


def test_five_months_for_charges_and_the_months_already_lost():
    facts = asked("2025-09-15", [OPERATOR])
    assert step(facts, "telecom_appeal")["not_after"] == "2026-02-10"
    # Charged monthly from 10 January to 10 September: those up to 10 April are more than five months old.
    assert any("最早的4个月扣费已经超过五个月" in text for text in assess(facts)["warnings"])
    assert step(asked("2026-02-10", [OPERATOR]), "telecom_appeal")["open"] is True
    late = step(asked("2026-02-11", [OPERATOR]), "telecom_appeal")
    assert (late["open"], late["not_after"]) == (False, "2026-02-10")


@pytest.mark.parametrize(
    ("first", "last", "filing", "lost"),
    [
        # 1 April, May and June lie before 29 June.
        ("2026-04-01", "2026-10-31", "2026-11-29", 3),
        ("2026-04-01", "2026-10-01", "2026-11-01", 2),
        ("2026-04-01", "2026-10-01", "2026-11-02", 3),
        ("2026-05-31", "2026-10-31", "2026-10-31", 0),
        ("2026-05-31", "2026-10-31", "2026-11-01", 1),
        # Only the last one is known, and how many there were.
        (None, "2026-10-31", "2026-11-29", 2),
    ],
)
def test_each_charge_has_its_own_five_months(first, last, filing, lost):
    charges = {"residual": True, "monthly": 25, "months": 7, "first_on": first, "last_on": last}
    if first == "2026-05-31":
        charges["months"] = 6
    facts = changed(
        RESIDUAL, charges=charges, event={"first": "2026-04-01", "last": last}, filing_date=filing
    )
    said = [text for text in assess(facts)["warnings"] if "扣费已经超过五个月" in text]
    assert [f"最早的{lost}个月" in text for text in said] == ([True] if lost else [])


def test_two_years_for_other_disputes():
    facts = changed(CHILDS_NUMBER, prior=[{**OPERATOR, "on": "2025-09-01"}])
    assert step(facts, "telecom_appeal")["not_after"] == "2027-10-20"
    assert step(changed(facts, filing_date="2027-10-21"), "telecom_appeal")["open"] is False


def test_what_was_not_told_when_a_number_was_taken_out_is_counted_from_that_day():
    facts = changed(CHILDS_NUMBER, number={"second_hand": True, "told": False, "activated_on": "2025-03-01"})
    why = step(facts, "telecom_appeal")["why"]
    assert "没有告知号码用过，发生在办号那天" in why
    assert "最迟2027-03-01" in why


def test_a_persons_own_deadline_is_never_rolled_forward():
    facts = asked(
        "2025-12-30",
        [OPERATOR],
        charges__last_on="2025-08-01",
        event={"first": "2025-01-10", "last": "2025-08-01"},
    )
    assert step(facts, "telecom_appeal")["not_after"] == "2026-01-01"  # a festival, and it stays


def test_the_appeal_is_only_against_operators():
    assert (
        step(changed(OPT_OUT, respondents=[{"role": "content_provider"}]), "telecom_appeal")["open"] is False
    )
    assert step(NO_DEBT, "telecom_appeal")["open"] is False


def test_henan_and_chongqing_have_their_own_time():
    henan = asked("2025-09-05", [OPERATOR], complainant__region="410100")
    row = step(henan, "telecom_appeal")
    assert (row["not_before"], row["open"]) == ("2025-09-02", True)  # five working days: 1 September
    assert "河南省电信条例:38" in row["provisions"]
    assert step(henan, "operator")["answer_due"]["days"] == 5
    chongqing = step(asked("2025-09-10", [OPERATOR], complainant__region="500100"), "telecom_appeal")
    assert (chongqing["not_before"], chongqing["open"]) == ("2025-09-16", False)
    assert (
        step(asked("2025-09-10", [OPERATOR]), "operator")["answer_due"] | {}
        == step(asked("2025-09-10", [OPERATOR], complainant__region="110100"), "operator")["answer_due"]
    )


def test_the_operators_answer():
    due = step(asked("2025-08-25", None), "operator")["answer_due"]
    assert (due["days"], due["count"], due["due_on"]) == (15, "natural", "2025-09-09")


def test_a_year_without_a_calendar_gives_no_date_but_the_reason():
    prior = [{**OPERATOR, "on": "2026-12-25"}]
    facts = asked(
        "2026-12-28",
        prior,
        charges__last_on="2026-12-10",
        event={"first": "2026-10-10", "last": "2026-12-10"},
    )
    row = step(facts, "telecom_appeal")
    assert (row["open"], row["not_before"]) == (False, None)
    assert "2027年的放假安排待国务院办公厅公布" in row["why"]
    assert step(facts, "operator")["answer_due"]["due_on"] is None
    assert "2027年" in step(facts, "operator")["answer_due"]["reason"]


# 12315: a complaint needs a consumer dispute, a report does not.


@pytest.mark.parametrize(("consumer", "is_open"), [(True, True), (False, False), (None, False)])
def test_only_the_complaint_needs_a_consumer(consumer, is_open):
    facts = changed(OPT_OUT, complainant__consumer_of_respondent=consumer)
    assert step(facts, "12315_complaint")["open"] is is_open
    assert step(facts, "12315_report")["open"] is True


@pytest.mark.parametrize(
    ("filing", "there", "not_there"),
    [
        ("2026-04-14", "投诉举报处理暂行办法:14", "投诉举报处理办法:15"),
        ("2026-04-15", "投诉举报处理办法:15", "投诉举报处理暂行办法:14"),
    ],
)
def test_procedure_follows_the_day_of_filing(filing, there, not_there):
    row = step(changed(OPT_OUT, filing_date=filing), "12315_complaint")
    assert there in row["provisions"]
    assert not_there not in row["provisions"]
    assert (row["answer_due"]["days"], row["answer_due"]["count"]) == (7, "working")


def test_telling_a_named_reporter_within_five_days_ended_with_the_new_rules():
    assert step(changed(OPT_OUT, filing_date="2026-04-14"), "12315_report")["answer_due"]["days"] == 5
    assert step(changed(OPT_OUT, filing_date="2026-04-15"), "12315_report")["answer_due"] is None


@pytest.mark.parametrize(
    ("filing", "words"),
    [("2024-06-30", "45个工作日"), ("2024-07-01", "60日")],
)
def test_the_regulation_shortened_mediation(filing, words):
    facts = changed(OPT_OUT, event={"first": "2024-06-01", "last": "2024-06-11"}, filing_date=filing)
    assert words in step(facts, "12315_complaint")["why"]


def test_12321_shows_no_time_under_the_new_rules():
    assert step(changed(OPT_OUT, filing_date="2026-04-30"), "12321")["answer_due"]["days"] == 15
    row = step(changed(OPT_OUT, filing_date="2026-05-01"), "12321")
    assert row["answer_due"] is None
    assert not [id for id in row["provisions"] if id.startswith("短信规定31")]
    assert "多久答复还没有核对到原文" in row["why"]


def test_court_law_of_an_earlier_day_is_not_in_the_reference():
    row = step(changed(NO_DEBT, filing_date="2023-12-31"), "court")
    assert not [id for id in row["provisions"] if id.startswith("民事诉讼法")]
    assert "民事诉讼法:122" in step(changed(NO_DEBT, filing_date="2024-01-01"), "court")["provisions"]


def test_causes_of_action_by_filing():
    assert "案由2020:8" in step(changed(OPT_OUT, filing_date="2025-12-31"), "court")["provisions"]
    after = step(changed(OPT_OUT, filing_date="2026-01-01"), "court")["provisions"]
    assert "案由2025:8" in after
    assert "案由2020:8" not in after


def test_court_stays_open_for_an_apology_when_money_is_late():
    row = step(changed(OPT_OUT, filing_date="2029-01-01"), "court")
    assert row["open"] is True
    assert row["not_after"] == "2028-11-11"
    assert "期限已于2028-11-11届满" in row["why"]


def test_small_claims_and_internet_courts_are_not_for_this():
    why = step(OPT_OUT, "court")["why"]
    assert "不适用小额诉讼程序" in why
    assert "不等于归互联网法院" in why


# Money lenders, police, silent authorities.


def test_the_lender_comes_before_12378():
    facts = changed(
        NO_DEBT, filing_date="2023-11-20", respondents=[{"role": "principal", "licensed_lender": True}]
    )
    assert step(facts, "12378")["waits_for"] == "lender"
    prior = [{"to": "lender", "act": "complaint", "on": "2023-11-01"}]
    row = step(changed(facts, prior=prior), "12378")
    assert (row["open"], row["not_before"]) == (True, "2023-11-17")
    unlicensed = changed(facts, prior=prior, respondents=[{"role": "principal", "licensed_lender": False}])
    assert step(unlicensed, "12378")["open"] is False


def test_credit_reports_have_their_own_days():
    assert step(NO_DEBT, "credit_dispute")["answer_due"]["days"] == 20
    assert step(NO_DEBT, "12363")["answer_due"]["days"] == 30


def test_six_months_for_the_police_and_first_when_threatened():
    facts = changed(NO_DEBT, debt={"owed": "none", "threats": ["violence"]})
    assert step(facts, "police")["order"] == 1
    assert step(facts, "police")["not_after"] == "2024-04-20"
    for filing in ("2024-04-20", "2024-04-21"):
        row = step(changed(facts, filing_date=filing), "police")
        assert (row["open"], row["not_after_soft"]) == (True, True)


def test_personal_information_law_channel_is_closed_against_a_private_person():
    assert step(CLOUD_DRIVE, "cac_12377")["open"] is False


def test_review_waits_for_a_silent_authority():
    assert step(OPT_OUT, "review")["open"] is False
    prior = [{"to": "12315", "act": "complaint", "on": "2025-11-12"}]
    early = step(changed(OPT_OUT, prior=prior, filing_date="2025-11-21"), "review")
    assert (early["open"], early["not_before"], early["waits_for"]) == (
        False,
        "2025-11-22",
        "12315_complaint",
    )
    late = step(changed(OPT_OUT, prior=prior, filing_date="2025-11-24"), "review")
    assert (late["open"], late["not_after"]) == (True, "2026-01-20")
    assert {"行政复议法:11", "行政复议法:20", "行政复议法:23"} <= set(late["provisions"])
    gone = step(changed(OPT_OUT, prior=prior, filing_date="2026-01-21"), "review")
    assert gone["open"] is False


@pytest.mark.parametrize("facts", [OPT_OUT, RESIDUAL, CHILDS_NUMBER, NO_DEBT, CLOUD_DRIVE])
def test_no_step_destroys_a_later_one(facts):
    steps = plan(facts)
    for place, row in enumerate(steps):
        assert not {later["channel"] for later in steps[place + 1 :]} & set(row["blocks"])


def test_every_closed_door_says_why():
    for facts in (OPT_OUT, RESIDUAL, CHILDS_NUMBER, NO_DEBT, CLOUD_DRIVE):
        for row in plan(facts):
            assert row["why"]
            if not row["open"]:
                assert row["waits_for"] or row["not_before"] or row["reasons"]


@pytest.mark.parametrize("offset", range(0, 400, 13))
def test_the_sixteenth_day_on_any_day(offset):
    start = date(2025, 9, 10) + timedelta(days=offset)
    facts = asked(
        (start + timedelta(days=15)).isoformat(),
        [{**OPERATOR, "on": start.isoformat()}],
        charges__last_on=start.isoformat(),
        event={"first": start.isoformat(), "last": start.isoformat()},
        charges__first_on=None,
    )
    assert step(facts, "telecom_appeal")["open"] is False
    assert (
        step(changed(facts, filing_date=(start + timedelta(days=16)).isoformat()), "telecom_appeal")["open"]
        is True
    )


def test_whoever_reports_to_the_police_is_owed_an_answer_too():
    prior = [{"to": "police", "act": "report", "on": "2025-11-12"}]
    assert step(changed(OPT_OUT, prior=prior, filing_date="2025-12-12"), "review")["open"] is False
    assert step(changed(OPT_OUT, prior=prior, filing_date="2025-12-13"), "review")["open"] is True


def test_a_period_that_begins_later_has_no_last_day_yet():
    for channel in ("police", "12321", "12315_report"):
        due = step(OPT_OUT, channel)["answer_due"]
        assert due["days"] in (5, 15, 30)
        assert due["due_on"] is None
        assert "还不知道" in due["reason"]


def test_crimes_outlive_the_six_months():
    facts = changed(NO_DEBT, filing_date="2024-06-01", debt={"owed": "none", "paid_under_pressure": 9431})
    row = step(facts, "police")
    assert (row["open"], row["not_after"]) == (True, "2024-04-20")
    assert "仍可以报案" in row["why"]


# Whom one is against: nobody, somebody of whom one bought nothing, a bank, a number from abroad.


@pytest.mark.parametrize(
    ("respondents", "is_open"),
    [
        (None, False),
        ([], False),
        ([{"role": "unknown"}], False),
        ([{"role": "person"}], False),
        ([{"role": "person", "name": "现机主（姓名不详）"}], False),
        ([{"role": "content_provider", "name": "自称“客服”的人"}, {"role": "unknown"}], False),
        ([{"role": "unknown", "name": "甲商城"}], True),
        ([{"role": "person", "name": "张示例"}], True),
        ([{"role": "unknown"}, {"role": "operator"}], True),
    ],
)
def test_nobody_is_sued_or_reported_without_a_name(respondents, is_open):
    """民事诉讼法 122(2): a defendant who is known; how to find out is said."""
    facts = changed(OPT_OUT, respondents=respondents)
    for channel in ("court", "12315_report"):
        row = step(facts, channel)
        assert (row["open"], "respondents" in row["missing"]) == (is_open, not is_open)
        assert (
            any(word in row["why"] for word in ("还不知道告谁", "还不知道举报谁", "请先说明对方是谁"))
            is not is_open
        )
    assert step(facts, "12321")["open"] is True


@pytest.mark.parametrize(("identified", "is_open"), [(True, True), (None, True), (False, False)])
def test_a_sender_without_a_name_is_somebody_only_where_the_message_says_who(identified, is_open):
    facts = changed(
        OPT_OUT, respondents=[{"role": "content_provider"}], content__sender_identified=identified
    )
    assert step(facts, "court")["open"] is is_open


@pytest.mark.parametrize(
    ("case", "rows", "is_open"),
    [
        (True, [None, None], True),
        (False, [None, None], False),
        (False, [True, None], True),  # of the bank nothing, of the operator the number
        (True, [False, False], False),
        (True, [False, None], True),
        (None, [True, None], True),
        (None, [False, None], False),
    ],
)
def test_each_of_several_may_be_somebody_one_bought_of(case, rows, is_open):
    names = [{"role": "platform", "name": "甲银行"}, {"role": "operator", "name": "甲运营商"}]
    said = [row if one is None else {**row, "consumer": one} for row, one in zip(names, rows, strict=True)]
    facts = changed(OPT_OUT, complainant__consumer_of_respondent=case, respondents=said)
    assert step(facts, "12315_complaint")["open"] is is_open
    assert step(facts, "12315_report")["open"] is True


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        (["00852123456789"], True),
        (["+44 1234 567890"], True),
        (["+8613900000001"], False),
        (["008613900000001", "10690000001"], False),
    ],
)
def test_a_hidden_sender_from_abroad_leads_to_the_police(numbers, asked):
    facts = changed(
        OPT_OUT,
        content__sender_identified=False,
        contacts={"channels": ["sms"], "count": 9, "numbers": numbers},
        data=None,
        respondents=[{"role": "unknown"}],
    )
    row = step(facts, "police")
    assert (row["relevant"], row["open"]) == (asked, asked)
    assert ("96110" in row["why"]) is asked


def test_the_two_years_of_a_penalty_are_told_alike():
    """行政处罚法 36: a report is late for a penalty alike at 12315, 12377 and 12321, and refused at none."""
    facts = changed(OPT_OUT, filing_date="2028-03-01")
    for channel in ("12315_report", "cac_12377", "12321"):
        row = step(facts, channel)
        assert (row["open"], row["not_after"], row["not_after_soft"]) == (True, "2027-11-11", True)
        assert "行政处罚法:36" in row["provisions"]
        assert "仍可以举报" in row["why"]


@pytest.mark.parametrize(("channels", "cited"), [(["call"], False), (["call", "sms"], True)])
def test_rules_on_messages_are_not_for_calls(channels, cited):
    row = step(changed(OPT_OUT, contacts__channels=channels), "12321")
    assert row["open"] is True
    assert any(one.startswith("短信规定") for one in row["provisions"]) is cited
    assert (row["answer_due"] is not None) is cited
    later = step(changed(OPT_OUT, contacts__channels=channels, filing_date="2026-05-02"), "12321")
    assert ("74号" in later["why"]) is cited


def test_a_bank_that_keeps_anothers_account_is_complained_of_at_12378():
    bank = {"role": "platform", "name": "示例银行", "licensed_lender": True}
    facts = changed(BOUND_ACCOUNT, respondents=[bank])
    row = step(facts, "12378")
    assert (row["open"], row["waits_for"]) == (False, "platform")
    asked = [{"to": "respondent", "act": "complaint", "on": "2025-05-01"}]
    row = step(changed(facts, prior=asked), "12378")
    assert (row["open"], row["not_before"]) == (True, "2025-05-17")
    assert step(BOUND_ACCOUNT, "12378")["relevant"] is False


def test_where_the_police_have_accepted_the_court_may_wait():
    accepted = [{"to": "police", "act": "report", "on": "2025-11-12", "accepted": True}]
    for facts, told in ((OPT_OUT, False), (changed(OPT_OUT, prior=accepted), True)):
        row = step(facts, "court")
        assert row["open"] is True
        assert ("先刑后民" in row["why"]) is told


def test_a_review_of_silence_ends_no_other_way():
    review = {
        "to": "other_authority",
        "act": "complaint",
        "on": "2025-09-01",
        "accepted": True,
        "channel": "review",
    }
    facts = asked("2025-09-15", [OPERATOR, review])
    assert step(facts, "telecom_appeal")["open"] is True
    assert step(facts, "12315_complaint")["open"] is True


def test_a_review_names_who_decides_it():
    """行政复议法 24-28: the government above a local office; the ministry, or the office above, where they stand apart."""
    at = {"12315": "行政复议法:24", "police": "行政复议法:24", "telecom_appeal": "行政复议法:25"}
    for to, article in at.items():
        row = step(changed(OPT_OUT, prior=[{"to": to, "act": "complaint", "on": "2025-11-01"}]), "review")
        assert article in row["provisions"]
        assert "行政复议法实施条例:16" in row["provisions"]
        assert "司法行政部门" in row["why"]


SMALL = {"role": "lender", "name": "示例小额贷款有限公司"}
CONSUMER_FINANCE = {"role": "lender", "name": "示例消费金融有限公司"}


@pytest.mark.parametrize(
    ("respondents", "authority", "local"),
    [
        ([{**CONSUMER_FINANCE, "licensed_lender": True}], True, False),
        ([{"role": "lender", "name": "示例信息咨询公司", "licensed_lender": False}], False, True),
        ([{"role": "bank", "name": "示例银行"}], True, False),
        # A small-loan company is none that is licensed, whatever was answered to a question that mixed them.
        ([SMALL], False, True),
        ([{**SMALL, "licensed_lender": True}], False, True),
        ([SMALL, {"role": "bank", "name": "示例银行"}], True, True),
    ],
)
def test_a_small_loan_company_has_another_authority_than_a_bank(respondents, authority, local):
    asked = [
        {
            "to": "lender",
            "act": "complaint",
            "on": "2023-10-21",
            "answered_on": "2023-10-25",
            "satisfied": False,
        }
    ]
    facts = changed(NO_DEBT, respondents=respondents, prior=asked)
    assert step(facts, "12378")["open"] is authority
    assert step(facts, "local_finance")["open"] is local
    # No rule of the whole country makes anybody ask a small-loan company first.
    unasked = step(changed(facts, prior=None), "local_finance")
    assert (unasked["open"], unasked["waits_for"]) == (local, None)


def test_the_local_authority_that_is_silent_is_reviewed():
    prior = [{"to": "local_finance", "act": "complaint", "on": "2026-05-10"}]
    row = step(changed(NO_DEBT, prior=prior, filing_date="2026-07-11"), "review")
    assert (row["open"], row["not_before"], row["not_after"]) == (True, "2026-07-11", "2026-09-07")
    assert {"行政复议法:24", "行政诉讼法:47"} <= set(row["provisions"])


def test_what_was_paid_is_asked_back_of_the_police():
    for paid, told in ((18000, True), (0, False)):
        facts = changed(NO_DEBT, debt={"owed": "none", "impersonates": "police", "paid_under_pressure": paid})
        row = step(facts, "police")
        assert ("收款账号" in row["why"]) is told
        late = changed(facts, event={"first": "2026-11-10", "last": "2026-11-10"}, filing_date="2026-11-29")
        assert ("反电信网络诈骗法:34" in step(late, "police")["provisions"]) is told


def advertised_by(role: str, name: str, **more: object) -> dict[str, object]:
    """A harassment by somebody who advertises, with the rest of the facts."""
    return {
        "kind": "harassment",
        "situations": ["optout_ignored"],
        "event": {"first": "2026-06-01", "last": "2026-11-10"},
        "filing_date": "2026-11-29",
        "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
        "contacts": {"channels": ["sms"], "count": 95, "after_refusal": 60},
        "content": {"commercial": True, "sender_identified": True},
        "refusal": {"made": True, "on": "2026-08-01"},
        "respondents": [{"role": role, "name": name, "consumer": True}],
        **more,
    }


def test_a_bank_that_advertises_is_complained_of_at_12378_after_it_was_asked():
    bank = advertised_by("bank", "甲银行股份有限公司")
    assert step(bank, "12378")["relevant"]
    assert step(bank, "12378")["waits_for"] == "platform"
    told = [{"to": "bank", "act": "complaint", "on": "2026-11-01"}]
    assert step({**bank, "prior": told}, "12378")["open"]
    shop = step(advertised_by("content_provider", "甲商城有限公司"), "12378")
    assert (shop["relevant"], shop["why"]) == (
        False,
        "它管银行、保险公司、消费金融公司。对方是其中一家的，先把要求写给它，15日不答复或者不满意的，再打12378；不是的，不归它管。",
    )


@pytest.mark.parametrize(("owed", "is_open"), [("none", True), ("own", False)])
def test_the_operator_keeps_what_is_asked_of_it_whosever_debt_it_is(owed, is_open):
    facts = changed(NO_DEBT, debt={"owed": owed}, contacts={"channels": ["call"], "count": 30, "night": True})
    row = step({**facts, "situations": ["frequency_hours"]}, "operator")
    assert row["relevant"] is is_open
    assert is_open or "保存记录请求函" in row["why"]


def test_calls_about_a_debt_that_is_paid_off_are_reported():
    paid = changed(
        NO_DEBT, debt={"owed": "settled", "claimed": 3200}, contacts={"channels": ["call"], "count": 9}
    )
    assert step({**paid, "situations": ["amount_wrong"]}, "12321")["open"]


def test_whoever_does_not_belong_there_reads_why_and_nothing_of_who_does():
    small = changed(
        NO_DEBT, respondents=[{"role": "lender", "name": "甲小额贷款有限公司", "licensed_lender": True}]
    )
    row = step(small, "12378")
    assert row["why"] == "小额贷款公司和没有牌照的放贷机构不归12378管，走地方金融管理部门投诉；冒名的找公安。"
    assert row["notes"] == []
    named = step(advertised_by("content_provider", "甲商城有限公司"), "telecom_appeal")
    assert named["why"].startswith("对方不是运营商")
    assert "请先说明对方是谁" not in named["why"]
    collector = [{"role": "collector", "name": ""}]
    hidden = changed(
        NO_DEBT, debt={"owed": "others"}, content={"sender_identified": False}, respondents=collector
    )
    assert step(hidden, "12315_report")["why"] == "催收不归市场监督管理部门管。"
    assert "请运营商查号码的使用人" in step(hidden, "court")["why"]


def test_no_way_is_only_called_irrelevant():
    for facts in (RESIDUAL, NO_DEBT, OPT_OUT, BOUND_ACCOUNT):
        for way in assess(facts)["plan"]:
            assert way["why"] != "与目前说明的情况不相关。"
