"""A person's own last days, dispute by dispute: one that is over takes nothing from another that runs."""

from datetime import date, timedelta

import pytest

from legal import assess
from legal.comparing import changes
from legal.comparing import told as words_of
from legal.corpus import load
from tests.legal.cases import CHILDS_NUMBER, CLOUD_DRIVE, NO_DEBT, OPT_OUT, RESIDUAL, changed, step

ASKED = [{"to": "operator", "act": "complaint", "on": "2025-08-25"}]
# S3: charged up to 10 September 2025, so until 10 February 2026. S1: not told that the number was used, two years.
BOTH = changed(RESIDUAL, number={"second_hand": True, "told": False}, prior=ASKED)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("filing", "is_open", "not_after", "soft"),
    [
        ("2026-02-09", True, "2026-02-10", True),
        ("2026-02-10", True, "2026-02-10", True),
        ("2026-02-11", True, "2027-09-10", False),
        ("2027-09-10", True, "2027-09-10", False),
        ("2027-09-11", False, "2027-09-10", False),
    ],
)
def test_charges_end_and_the_other_dispute_goes_on(filing, is_open, not_after, soft):
    row = step(changed(BOTH, filing_date=filing), "telecom_appeal")
    assert (row["open"], row["not_after"], row["not_after_soft"]) == (is_open, not_after, soft)


def test_it_says_which_dispute_is_over_and_which_is_not():
    row = step(changed(BOTH, filing_date="2026-02-11"), "telecom_appeal")
    assert "收费争议超过五个月的不予受理：已于2026-02-10届满，这一部分不再从这里提出" in row["why"]
    assert "收费以外的争议超过二年的不予受理（办理时没有告知是二次号）：最迟2027-09-10。" in row["why"]
    assert [(bar["dispute"], bar["grounds"], bar["passed"]) for bar in row["bars"]] == [
        ("收费争议", ["S3"], True),
        ("其他争议", ["S1"], False),
    ]
    told = [
        clock
        for clock in assess(changed(BOTH, filing_date="2026-02-11"))["clocks"]
        if "电信用户申诉" in clock["what"]
    ]
    assert [(clock["what"], clock["until"], clock["passed"]) for clock in told] == [
        ("电信用户申诉（收费争议）的期限", "2026-02-10", True),
        ("电信用户申诉（其他争议）的期限", "2027-09-10", False),
    ]


def test_charges_alone_still_close_the_appeal():
    alone = changed(
        RESIDUAL, prior=ASKED, filing_date="2026-02-11"
    )  # whether it was told is not said: S1 is no dispute yet
    row = step(alone, "telecom_appeal")
    assert (row["open"], row["not_after"]) == (False, "2026-02-10")
    assert [bar["grounds"] for bar in row["bars"]] == [["S3"]]
    chosen = step(changed(alone, situations=["number_not_disclosed"]), "telecom_appeal")
    assert chosen["open"] is True


def test_the_warning_of_the_months_already_lost_stays():
    for filing in ("2025-09-15", "2026-02-11"):
        assert any(
            "扣费已经超过五个月" in text for text in assess(changed(BOTH, filing_date=filing))["warnings"]
        )


def test_a_fee_to_cancel_is_told_a_safe_day_and_closes_nothing():
    facts = changed(CHILDS_NUMBER, prior=[{**ASKED[0], "on": "2025-09-01"}], filing_date="2026-04-01")
    row = step(facts, "telecom_appeal")
    assert (row["open"], row["not_after"]) == (True, "2027-10-20")
    assert (
        "销号、停机的费用会被当作收费争议，请在五个月内提出，不要等到两年：期限已于2026-03-20届满。"
        in row["why"]
    )


# ── What ends a sanction only ────────────────────────────────────────────────────────────────────────────────────────

THEFT = changed(
    CLOUD_DRIVE,
    event={"first": "2026-03-10", "last": "2026-03-12"},
    number={"account_taken_over": True},
    prior=[],
    filing_date="2026-11-29",
)
CASES = {
    "theft": THEFT,
    "violence": changed(NO_DEBT, debt={"owed": "none", "threats": ["violence"]}),
    "bombing": changed(OPT_OUT, contacts__max_per_day=300),
    "calls": OPT_OUT,
    "paid": changed(NO_DEBT, debt={"owed": "none", "paid_under_pressure": 9431}),
    "residual": RESIDUAL,
    "children": CHILDS_NUMBER,
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("years", [0, 1, 3, 9])
def test_no_day_closes_the_police(name, years):
    """治安管理处罚法 25 bars a penalty, never a report: crimes have the times of 刑法 87."""
    facts = changed(CASES[name], filing_date=f"{2027 + years}-03-01")
    row = step(facts, "police")
    assert row["open"] is row["relevant"]
    assert not row["relevant"] or row["bars"]
    for bar in row["bars"]:
        assert (bar["soft"], bar["passed"]) == (True, True)
        assert "刑法第八十七条" in row["why"]


@pytest.mark.parametrize(
    ("prior", "running"),
    [
        ({"act": "report", "on": "2026-03-13", "accepted": True}, False),
        ({"act": "report", "on": "2026-09-12"}, False),
        ({"act": "complaint", "on": "2026-03-10"}, False),
        # Before anything had happened.
        ({"act": "report", "on": "2026-03-09"}, True),
        ({"act": "report", "on": "2026-09-13"}, True),
        ({"act": "report"}, True),
        ({"act": "report", "on": "2026-12-01"}, True),
        ({"act": "suit", "on": "2026-03-13"}, True),
        ({"to": "12315", "act": "report", "on": "2026-03-13"}, True),
    ],
)
def test_a_report_in_time_ends_the_six_months(prior, running):
    row = step(changed(THEFT, prior=[{"to": "police", **prior}]), "police")
    assert row["open"] is True
    assert bool(row["bars"]) is running
    assert (row["not_after"] == "2026-09-12") is running
    assert ("公安机关已经发现" in row["why"]) is not running
    assert ("已于2026-09-12届满" in row["why"]) is running


def test_two_years_end_the_penalty_and_not_the_report_of_it():
    """行政处罚法 36: no penalty for what was not discovered in two years."""
    late = changed(OPT_OUT, filing_date="2028-03-01")
    row = step(late, "12315_report")
    assert (row["open"], row["not_after_soft"]) == (True, True)
    assert "仍可以举报" in row["why"]
    reported = changed(late, prior=[{"to": "12315", "act": "report", "on": "2025-12-01"}])
    assert step(reported, "12315_report")["bars"] == []
    asked = changed(late, prior=[{"to": "12315", "act": "complaint", "on": "2025-12-01"}])
    assert step(asked, "12315_report")["bars"] != []


def test_only_what_the_law_closes_is_closed():
    """The doors that a last day closes, and the articles that close them: each speaks of 不予受理."""
    for channel in load().channels.values():
        for bar in channel.rule.get("bars", ()):
            if not bar.get("soft") and not bar.get("told_only"):
                assert "不予受理" in bar["text"], channel.name


def test_a_day_that_is_still_to_come_lengthens_nothing():
    facts = changed(RESIDUAL, charges__last_on="2027-01-31", filing_date="2025-11-12", prior=ASKED)
    row = step(facts, "telecom_appeal")
    assert row["not_after"] == "2026-04-12"
    assert any("最近一次扣费的日期（2027-01-31）晚于提交日期" in one for one in assess(facts)["warnings"])


@pytest.mark.parametrize("last", ["2025-12-30", "2025-12-31", "2026-01-01"])
def test_the_six_months_of_the_police_name_the_law_of_the_event(last):
    facts = changed(
        OPT_OUT, event={"first": last, "last": last}, filing_date="2026-02-01", contacts__max_per_day=300
    )
    bar = step(facts, "police")["bars"][0]
    assert bar["basis"] == ("治安管理处罚法@2026:25" if last >= "2026-01-01" else "治安管理处罚法@2013:22")


@pytest.mark.parametrize("offset", range(0, 360, 37))
def test_five_months_to_the_day(offset):
    last = date(2025, 1, 31) + offset * DAY
    until = next(
        bar["not_after"]
        for bar in step(
            changed(RESIDUAL, event={"first": "2025-01-01", "last": last.isoformat()}, charges__first_on=None,
                    charges__last_on=last.isoformat(), filing_date=last.isoformat()),
            "telecom_appeal",
        )["bars"]
    )  # fmt: skip
    month = (last.month + 4) % 12 + 1
    assert date.fromisoformat(until).month == month
    assert date.fromisoformat(until).day <= last.day


def test_a_dispute_that_gets_another_last_day_is_told_when_the_channel_keeps_its_own():
    before = assess(changed(BOTH, filing_date="2025-12-01"))
    after = assess(
        changed(BOTH, filing_date="2025-12-01", event={"first": "2025-01-10", "last": "2025-10-10"})
    )
    told = [one for change in changes(before, after) for one in words_of(change)]
    assert (
        "电信用户申诉：各项争议的最后一天 收费争议 2026-02-10、其他争议 2027-09-10 → 收费争议 2026-02-10、其他争议 2027-10-10"
        in told
    )
    assert not [one for one in changes(before, before) if one.what == "bars"]
    kept = {**before, "plan": [{k: v for k, v in row.items() if k != "bars"} for row in before["plan"]]}
    assert changes(kept, before) == []


# ── As people write it ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("last", "filing", "citation"),
    [
        ("2026-04-30", "2026-04-30", "《通信短信息服务管理规定》（工业和信息化部令第31号）关于记录保存的规定（条号待核实）"),
        ("2026-04-30", "2026-08-01", "《通信短信息服务管理规定》（工业和信息化部令第31号）关于记录保存的规定（条号待核实）"),
        ("2026-05-01", "2026-08-01", "《通信短信息服务管理规定》（工业和信息化部令第74号）第十三条"),
    ],
)  # fmt: skip
def test_a_clock_cites_its_article_as_people_write_it(last, filing, citation):
    facts = changed(OPT_OUT, event={"first": last, "last": last}, filing_date=filing)
    clock = next(row for row in assess(facts)["clocks"] if row.get("preserve"))
    assert clock["citation"] == citation


@pytest.mark.parametrize("facts", [OPT_OUT, BOTH, CHILDS_NUMBER])
def test_no_clock_and_no_answer_shows_an_internal_name(facts):
    for filing in ("2025-11-12", "2026-06-01", "2027-11-01"):
        result = assess(changed(facts, filing_date=filing))
        said = [clock["citation"] for clock in result["clocks"]]
        said += [row["answer_due"]["citation"] for row in result["plan"] if row["answer_due"]]
        assert said
        for one in said:
            assert one.startswith("《"), one
            assert "@" not in one
            assert "在第7–12条之间" not in one


def test_charges_whose_last_day_lies_before_the_first_end_nothing():
    """Which of the two is wrong is not known: no months are lost by them and no door is closed."""
    days = {"first_on": "2025-09-10", "last_on": "2025-01-10"}
    facts = changed(RESIDUAL, filing_date="2025-09-15", charges={**RESIDUAL["charges"], **days})
    assert step(facts, "telecom_appeal")["not_after"] == "2026-02-10"
    assessment = assess(facts)
    said = [one for one in assessment["warnings"] if "扣费" in one]
    assert any("最近一次扣费的日期（2025-01-10）早于第一次（2025-09-10），请核对" in one for one in said), (
        said
    )
    assert not any("已经超过五个月" in one for one in said)
    third = next(ground for ground in assessment["grounds"] if ground["code"] == "S3")
    assert not {"charges.first_on", "charges.last_on"} & {
        fact for element in third["elements"] for fact in element["because"]
    }
