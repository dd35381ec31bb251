"""P14: the days as the official notices of 2024–2026 make them; deadlines.csv was counted by hand rules from the notices."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from legal.reasoning import workdays

with (Path(__file__).parent / "deadlines.csv").open(encoding="utf-8") as file:
    GOLDEN = list(csv.reader(file))[1:]


def test_there_are_enough_golden_dates():
    assert len(GOLDEN) >= 400


@pytest.mark.parametrize(("start", "days", "count", "due"), GOLDEN)
def test_golden_deadline(start, days, count, due):
    kind = "working" if count == "工作日" else "natural"
    assert workdays.answer_due(date.fromisoformat(start), int(days), kind) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("day", "working", "festival"),
    [
        ("2025-01-26", True, False),  # a Sunday worked for the Spring Festival
        ("2025-01-28", False, True),  # New Year's Eve, a festival day since 2025
        ("2025-02-08", True, False),  # a Saturday worked
        ("2025-03-01", False, False),  # an ordinary Saturday: a rest day, not a festival
        ("2025-05-05", False, True),  # a day off in exchange
        ("2025-10-08", False, True),
        ("2025-10-11", True, False),
        ("2026-01-04", True, False),
        ("2026-02-14", True, False),
        ("2026-05-02", False, True),
        ("2026-05-09", True, False),
        ("2026-09-20", True, False),
        ("2026-10-10", True, False),
    ],
)
def test_three_notions_of_days(day, working, festival):
    when = date.fromisoformat(day)
    assert workdays.is_working_day(when) is working
    assert workdays.is_rest_day(when) is not working
    assert workdays.is_festival_day(when) is festival


def test_an_ordinary_weekend_moves_a_rest_day_deadline_but_not_a_festival_one():
    saturday = date(2025, 3, 1)
    assert workdays.roll_forward(saturday) == date(2025, 3, 3)
    assert workdays.roll_over_festivals(saturday) == saturday
    assert workdays.roll_over_festivals(date(2025, 5, 1)) == date(2025, 5, 6)


@pytest.mark.parametrize(
    "act",
    [
        lambda: workdays.is_working_day(date(2027, 3, 1)),
        lambda: workdays.is_festival_day(date(2027, 3, 1)),
        lambda: workdays.add_working_days(date(2026, 12, 30), 5),
        lambda: workdays.roll_forward(date(2027, 1, 1)),
        lambda: workdays.answer_due(date(2026, 12, 25), 15, "natural"),
    ],
)
def test_an_unknown_year_raises(act):
    with pytest.raises(workdays.UnknownYear, match="2027年的放假安排待国务院办公厅公布"):
        act()


def test_known_years():
    assert [workdays.is_known(year) for year in (2024, 2025, 2026, 2027)] == [True, True, True, False]


def test_the_last_days_of_a_known_year_need_no_other():
    assert workdays.add_working_days(date(2026, 12, 24), 5) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2025-09-30", 5, "2026-02-28"),
        ("2025-09-28", 5, "2026-02-28"),
        ("2023-09-30", 5, "2024-02-29"),
        ("2025-11-11", 24, "2027-11-11"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-12-31", 6, "2026-06-30"),
        ("2025-08-31", -6, "2025-02-28"),
    ],
)
def test_months_end_on_the_corresponding_day(start, months, last):
    assert workdays.add_months(date.fromisoformat(start), months) == date.fromisoformat(last)


def test_every_day_is_counted_once():
    day, seen = date(2024, 1, 1), 0
    while day.year < 2025:
        seen += workdays.is_working_day(day)
        day += timedelta(days=1)
    assert seen == 251
