"""Who remembers a month is not asked for a day: it is kept as told, its earliest day is what periods run from, and no page
names that day."""

from datetime import date
from typing import Any

import pytest

from complaints.counting.going_on import counted_on
from complaints.counting.recount import value_in
from complaints.facts import facts_of
from complaints.forms import UnderstoodForm
from complaints.forms.pages import EventForm
from complaints.models import Contact
from complaints.review import _event_rows
from complaints.standing import put
from complaints.stated import as_told, event_told

TODAY = date(2026, 11, 29)
STORY = "今年3月开始天天收到广告短信，一共30条，退订没用，最近一次是11月20日。"


def understood(story: str) -> UnderstoodForm:
    answers: dict[str, Any] = {"story": {"story": story}, "kind": {"kind": "harassment"}}
    return UnderstoodForm(answers=answers, today=TODAY)


def test_a_month_that_a_story_tells_is_known_and_no_day_is_asked() -> None:
    form = understood(STORY)
    assert not [one.name for one in form.open_fields() if one.name in ("first", "last")]
    row = next(row for row in form.rows() if row.field.name == "first")
    assert (row.value, row.words) == ("2026年3月", "今年3月开始")
    shown = str(row.field)
    assert 'type="month" class="short" name="first_month" id="id_first_month" value="2026-03"' in shown


@pytest.mark.parametrize("typed", ["2026-03", "2026年3月", "2026/3"])
def test_a_month_is_an_answer_and_is_kept_as_one(typed: str) -> None:
    form = EventForm({"first": "", "first_month": typed, "last": "2026-11-20"})
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["first"], form.cleaned_data["last"]) == ("2026-03", date(2026, 11, 20))
    answers: dict[str, Any] = {
        "kind": {"kind": "harassment"},
        "event": {"first": "2026-03", "last": "2026-11-20"},
    }
    assert [row[1] for row in _event_rows(answers)] == ["2026年3月", "2026年11月20日"]
    event = facts_of(answers, filing_date=TODAY)["event"]
    assert event == {"first": "2026-03-01", "last": "2026-11-20", "months": ["first"]}


def test_a_month_to_come_or_of_no_calendar_is_refused_and_a_day_wins() -> None:
    assert "first" in EventForm({"first_month": "2099-01", "last": "2026-11-20"}).errors
    assert "first" in EventForm({"first_month": "2026-13", "last": "2026-11-20"}).errors
    assert "last" in EventForm({"first_month": "2026-03", "last": "2026-02-20"}).errors
    both = EventForm({"first": "2026-03-05", "first_month": "2026-03", "last_month": "2026-03"})
    assert both.is_valid(), both.errors
    assert both.cleaned_data["first"] == date(2026, 3, 5)


def test_the_earliest_day_of_a_month_is_kept_with_what_was_told() -> None:
    same = event_told("2026-03-10", "2026-03")
    assert same == {"first": "2026-03-10", "last": "2026-03-10", "months": ["last"]}
    assert (as_told(same, "first"), as_told(same, "last")) == ("2026-03-10", "2026-03")
    assert event_told("2026-03-01", "2026-03-02") == {"first": "2026-03-01", "last": "2026-03-02"}


def test_a_day_that_is_told_later_takes_the_place_of_the_month() -> None:
    facts: Any = {"event": event_told("2026-03", "2026-05")}
    put(facts, "event.last", "2026-05-20")
    assert facts["event"] == {"first": "2026-03-01", "last": "2026-05-20", "months": ["first"]}
    put(facts, "event.first", "2026-03-01")
    assert facts["event"] == {"first": "2026-03-01", "last": "2026-05-20"}


def test_one_more_message_is_no_reason_to_name_the_first_day_of_the_month() -> None:
    facts: dict[str, Any] = {"event": event_told("2026-03", "2026-05"), "contacts": {"count": 3}}
    came = [Contact(channel="sms", sender="10690000", received_on=date(2026, 5, 20))]
    last = next(one for one in counted_on(facts, came, on_days={}) if one.name == "event.last")
    assert (last.said_before, last.after, last.said_after) == ("2026年5月", "2026-05-20", "2026年5月20日")
    assert value_in(facts, "event.first") == "2026-03"
