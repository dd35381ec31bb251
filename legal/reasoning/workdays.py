"""Days as the law counts them. Three notions stay apart:

* 工作日 (working day): working days including the make-up days of the official notice;
* 法定休假日 (rest day, 民法典 203, 民事诉讼法 85): every other day, weekends included;
* 法定节假日 (festival day, 投诉举报处理办法 45): a day off that the notice gives to a festival.

The day from which a period runs is not counted (民法典 201). A period that an authority or a company has is rolled
forward over rest days before it is called overdue; a person's own deadline is never rolled forward. A year whose
official notice is not known raises UnknownYear: it is never guessed.

The notices come with chinese_calendar. For a year that it does not have, ``use`` names who has it (legal.holidays:
the notices that an administrator imported).
"""

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import chinese_calendar

from core.sentences import sentence

# Every day of a year: statutory_festival | makeup_off | weekend | makeup_work | normal.
Year = Mapping[date, str]
WORKING = frozenset({"normal", "makeup_work"})
FESTIVAL = frozenset({"statutory_festival", "makeup_off"})


def _nobody(_year: int) -> Year | None:
    return None


_imported: Callable[[int], Year | None] = _nobody


def use(years: Callable[[int], Year | None]) -> Callable[[int], Year | None]:
    """Ask ``years`` for a year that chinese_calendar does not have (None: it has none either). Returns who was asked before."""
    global _imported
    before, _imported = _imported, years
    return before


class UnknownYear(Exception):
    """The State Council's notice for this year is not known; its days must not be computed."""

    def __init__(self, year: int) -> None:
        super().__init__(sentence("{year}年的放假安排待国务院办公厅公布，暂不能计算", year=year))
        self.year = year


def _imported_kind(day: date) -> str:
    year = _imported(day.year)
    if year is None:
        raise UnknownYear(day.year)
    return year[day]


def is_built_in(year: int) -> bool:
    """Whether chinese_calendar has the notice of a year: then no other is asked."""
    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """工作日. Raises UnknownYear."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return _imported_kind(day) in WORKING


def is_rest_day(day: date) -> bool:
    """法定休假日: any day that is not a working day. Raises UnknownYear."""
    return not is_working_day(day)


def is_festival_day(day: date) -> bool:
    """法定节假日: a day off that the notice gives to a festival; an ordinary weekend is not one. Raises UnknownYear."""
    try:
        off, festival = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return _imported_kind(day) in FESTIVAL
    return bool(off and festival)


def is_known(year: int) -> bool:
    """Whether the official notice of a year is known."""
    try:
        is_working_day(date(year, 1, 1))
        is_working_day(date(year, 12, 31))
    except UnknownYear:
        return False
    return True


def add_natural_days(start: date, days: int) -> date:
    """The last day of a period of natural days that runs from ``start`` (not counted)."""
    return start + timedelta(days=days)


def add_working_days(start: date, days: int) -> date:
    """The last day of a period of working days that runs from ``start`` (not counted). Raises UnknownYear."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def add_months(start: date, months: int) -> date:
    """The corresponding day so many months later; the end of the month where there is none (民法典 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def roll_forward(day: date) -> date:
    """The day itself, or the first day after the rest days it falls in (民法典 203). Raises UnknownYear."""
    while is_rest_day(day):
        day += timedelta(days=1)
    return day


def roll_over_festivals(day: date) -> date:
    """The day itself, or the first day after the festival days it falls in (投诉举报处理办法 45). Raises UnknownYear."""
    while is_festival_day(day):
        day += timedelta(days=1)
    return day


def answer_due(start: date, days: int, count: str) -> date:
    """The last day on which whoever must answer is in time. ``count`` is ``working`` or ``natural``. Raises UnknownYear."""
    if count == "working":
        return add_working_days(start, days)
    return roll_forward(add_natural_days(start, days))


def not_before(start: date, days: int, count: str) -> date:
    """A day before which ``answer_due`` cannot fall, whatever a notice that is not known yet will say.

    Natural days are certain but for the rolling, which only puts off. Of a year that is not known every day may be a
    working day: a weekend may be made one.
    """
    if count != "working":
        return add_natural_days(start, days)
    day = start
    while days:
        day += timedelta(days=1)
        try:
            days -= is_working_day(day)
        except UnknownYear:
            days -= 1
    return day
