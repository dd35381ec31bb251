"""行政复议: whose time ran out, when, from which event; a refusal; who is an authority at all."""

from datetime import date, timedelta

import pytest

from legal import assess
from legal.reasoning.workdays import add_months, add_working_days
from tests.legal.cases import OPT_OUT, RESIDUAL, changed, step


def review(filing, *prior, facts=OPT_OUT, **changes):
    return step(changed(facts, prior=list(prior), filing_date=filing, **changes), "review")


def row(to, on="2025-11-12", act="complaint", **more):
    return {"to": to, "act": act, "on": on, **more}


@pytest.mark.parametrize(
    ("prior", "last", "days", "begins", "basis"),
    [
        (row("12315"), "2025-11-21", 7, "收到投诉之日", "消费者权益保护法:46"),
        (row("police", act="report"), "2025-12-12", 30, "受理之日", "治安管理处罚法@2013:99"),
        (row("police", on="2026-03-16"), "2026-04-15", 30, "立案之日", "治安管理处罚法@2026:118"),
        (row("telecom_appeal"), "2025-12-12", 30, "收到申诉之日", "电信条例:39"),
    ],
)
def test_each_authority_has_its_own_time(prior, last, days, begins, basis):
    waiting = review(last, prior)
    assert (waiting["open"], waiting["silence"]["due_on"]) == (False, last)
    following = waiting["not_before"]
    lapsed = review(following, prior)
    assert (lapsed["open"], lapsed["not_before"]) == (True, following)
    told = lapsed["silence"]
    assert (told["days"], told["from"], told["basis"], told["on"]) == (days, begins, basis, prior["on"])
    assert last in lapsed["why"]


def test_other_authorities_have_two_months():
    """行政诉讼法 47: two months where no law says otherwise; 12 January 2026 is a Monday, the sixtieth day a Sunday."""
    asked = row("other_authority")
    assert review("2026-01-12", asked)["open"] is False
    lapsed = review("2026-01-13", asked)
    assert (lapsed["open"], lapsed["not_after"], lapsed["silence"]["months"]) == (True, "2026-03-12", 2)
    assert "行政诉讼法:47" in lapsed["provisions"]
    assert "行政诉讼法:47" not in review("2025-12-20", row("12315"))["provisions"]
    assert "两个月" in lapsed["why"]


def test_sixty_days_and_then_it_is_over():
    asked = row("12315")
    assert review("2026-01-20", asked)["open"] is True
    gone = review("2026-01-21", asked)
    assert (gone["open"], gone["not_after"]) == (False, "2026-01-20")


@pytest.mark.parametrize(
    ("prior", "filing", "since", "until"),
    [
        # Seven working days end on Wednesday 10 June.
        (row("12315", on="2026-06-01"), "2026-06-20", "2026-06-11", "2026-08-09"),
        # Thirty days end on Saturday 31 January: they have until Monday, one's own days run from the Saturday.
        (row("police", on="2026-01-01", act="report"), "2026-02-10", "2026-02-03", "2026-04-01"),
        (row("telecom_appeal", on="2026-01-01"), "2026-02-10", "2026-02-03", "2026-04-01"),
        # Sixty days end on 9 July, two months on 10 July.
        (row("other_authority", on="2026-05-10"), "2026-07-15", "2026-07-11", "2026-09-07"),
        # Two months end on 1 March, sixty days on 2 March.
        (row("other_authority", on="2026-01-01"), "2026-03-10", "2026-03-03", "2026-04-30"),
        (row("12315", on="2026-05-06", accepted=False, answered_on="2026-05-08"), "2026-06-01", "2026-05-08", "2026-07-07"),
    ],
)  # fmt: skip
def test_the_last_day_is_the_earliest_that_anybody_could_count(prior, filing, since, until):
    """行政复议法实施条例 16: from the day on which their time ended, never rolled forward; of two ways the earlier."""
    told = review(filing, prior)
    assert (told["open"], told["not_before"], told["not_after"]) == (True, since, until)
    assert review(until, prior)["open"] is True
    after = (date.fromisoformat(until) + timedelta(days=1)).isoformat()
    assert review(after, prior)["not_after"] == until
    assert review(after, prior)["open"] is (prior.get("accepted") is False)


@pytest.mark.parametrize("to", ["12315", "police", "telecom_appeal", "other_authority"])
@pytest.mark.parametrize("offset", range(0, 300, 23))
def test_no_last_day_lies_later_than_sixty_days_from_the_end(to, offset):
    """Whatever falls on a holiday: the last day is sixty days from an end that is not rolled."""
    asked = date(2025, 1, 2) + timedelta(days=offset)
    prior = row(to, on=asked.isoformat(), act="report" if to == "police" else "complaint")
    event = {"first": "2025-01-01", "last": "2025-01-01"}
    told = review((asked + timedelta(days=75)).isoformat(), prior, event=event)
    ends = {
        "12315": [add_working_days(asked, 7)],
        "other_authority": [add_months(asked, 2), asked + timedelta(days=60)],
    }.get(to, [asked + timedelta(days=30)])
    assert told["not_after"] == (min(ends) + timedelta(days=60)).isoformat()
    assert told["not_before"] > max(ends).isoformat()


def test_a_refusal_opens_the_review_from_the_day_it_was_told():
    refused = row("12315", accepted=False, answered_on="2025-11-20")
    told = review("2025-11-21", refused)
    assert (told["open"], told["not_before"], told["not_after"]) == (True, "2025-11-20", "2026-01-19")
    assert "不予受理" in told["why"]
    undated = review("2025-12-20", row("12315", accepted=False))
    assert (undated["open"], undated["not_before"]) == (False, None)
    assert "补上它答复您的日期" in undated["why"]


def test_who_was_not_told_of_the_review_may_have_a_year_after_a_refusal():
    """行政复议法 20(3): whether it was told is not known, so the sixty days are said and the door stays open."""
    refused = row("12315", accepted=False, answered_on="2025-11-20")
    late = review("2026-01-20", refused)
    assert (late["open"], late["not_after"], late["not_after_soft"]) == (True, "2026-01-19", True)
    assert "没有告知您可以申请复议" in late["why"]
    assert "最长到2026-11-20" in late["why"]
    gone = review("2026-11-21", refused)
    assert (gone["open"], gone["not_after"]) == (False, "2026-01-19")


def test_an_answer_before_the_question_is_no_answer():
    """Whatever was said of it: nothing is answered, refused or settled by it, and the dates are asked for again."""
    for more in ({}, {"accepted": False}, {"satisfied": True}):
        impossible = row("12315", answered_on="2025-11-01", **more)
        told = review("2025-12-20", impossible)
        assert told["silence"]["refused_on"] is None
        assert told["open"] is (more.get("accepted") is not False)
        warnings = assess(changed(OPT_OUT, prior=[impossible], filing_date="2025-12-20"))["warnings"]
        assert any("答复的日期（2025-11-01）早于向它提出的日期（2025-11-12）" in one for one in warnings)
    operator = {"to": "operator", "act": "complaint", "on": "2025-09-10", "answered_on": "2025-09-01"}
    for more in ({}, {"satisfied": True}, {"satisfied": False}):
        appeal = step(changed(RESIDUAL, prior=[operator | more], filing_date="2025-09-12"), "telecom_appeal")
        assert (appeal["open"], appeal["not_before"]) == (False, "2025-09-26")
        assert "已经答复" not in appeal["why"]


def test_what_was_accepted_has_no_last_day_and_mediation_is_not_reviewed():
    accepted = review("2026-03-01", row("12315", accepted=True))
    assert (accepted["open"], accepted["not_before"], accepted["not_after"]) == (False, None, None)
    assert "受理的日子还不知道" in accepted["why"]
    assert "行政复议法:12" in accepted["provisions"]


def test_a_report_alone_is_owed_no_answer_by_the_market_regulator():
    told = review("2026-03-01", row("12315", act="report"))
    assert told["open"] is False
    assert "举报只是提供线索" in told["why"]


def test_the_appeal_centre_is_a_doubtful_authority_and_it_says_so():
    told = review("2025-12-20", row("telecom_appeal"), facts=RESIDUAL)
    assert told["open"] is True
    assert told["silence"]["doubtful"] is True
    assert "不一定是行政机关" in told["why"]
    assert "通信管理局" in told["why"]


def test_the_appeals_time_is_that_of_the_operators_province():
    facts = changed(RESIDUAL, respondents=[{"role": "operator", "region": "410100"}])
    told = review("2025-12-20", row("telecom_appeal"), facts=facts)
    assert (told["silence"]["days"], told["silence"]["basis"]) == (15, "河南省电信条例:38")


@pytest.mark.parametrize("to", ["12321", "consumer_association", "lender", "respondent", "operator", "court"])
def test_who_is_no_authority_is_never_reviewed(to):
    told = review("2026-06-01", row(to))
    assert (told["open"], told["relevant"]) == (False, False)


@pytest.mark.parametrize("channel", ["nifa", "credit_dispute", "procuratorate"])
def test_a_step_taken_here_to_no_authority_is_known_as_such(channel):
    told = review("2026-06-01", row("other_authority", act="report", channel=channel))
    assert (told["open"], told["relevant"]) == (False, False)
    assert review("2026-02-01", row("other_authority", act="report", channel="cac_12377"))["open"] is True


def test_an_unknown_year_gives_no_date_but_the_reason():
    told = review("2026-12-31", row("12315", on="2026-12-28"))
    assert (told["open"], told["not_before"], told["not_after"]) == (False, None, None)
    assert told["silence"]["due_on"] is None
    assert "2027年的放假安排待国务院办公厅公布" in told["why"]


def test_of_several_the_one_that_can_be_used_and_ends_first():
    told = review(
        "2026-01-15", row("police", act="report"), row("12315"), row("other_authority", on="2026-01-10")
    )
    # Until 20 January; the police until February; the other still has time.
    assert told["silence"]["to"] == "12315"
    answered = row("12315", answered_on="2025-11-18")
    assert review("2026-01-15", row("police", act="report"), answered)["silence"]["to"] == "police"


def test_a_time_before_the_reference_is_not_invented():
    told = review(
        "2024-03-01", row("police", on="2012-12-31"), event={"first": "2012-12-01", "last": "2012-12-02"}
    )
    assert (told["open"], told["not_before"]) == (False, None)
    assert "不在本资料内" in told["why"]


def test_a_dispute_accepted_elsewhere_closes_whatever_was_answered_before():
    prior = [
        {"to": "operator", "act": "complaint", "on": "2025-08-25"},
        row("12315", on="2025-09-01", answered_on="2025-09-05"),
        {"to": "court", "act": "suit", "on": "2025-09-10", "accepted": True},
    ]
    assert step(changed(RESIDUAL, prior=prior), "telecom_appeal")["open"] is False
