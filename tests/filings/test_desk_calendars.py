"""A calendar of the days of a desk, by a link."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from filings.models import DeskCalendar, Filing
from filings.moves import State
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import words
from tests.filings.test_desk_views import signed_in

pytestmark = pytest.mark.django_db
NEWS = "/admin/filings/filing/news/"
LINK = re.compile(r"https?://[^<\s]*(/calendar/[0-9A-Z-]+\.ics)")


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def link_of(user: User, whole: str = "") -> str:
    page = signed_in(user).post(NEWS, {"act": "calendar", "whole": whole})
    found = LINK.search(page.content.decode())
    assert found is not None
    return found[1]


def told(link: str) -> str:
    """What a program without any sign-in is told."""
    answer = Client().get(link)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_it_says_numbers_and_days_of_open_cases_whose_time_runs_and_no_more(desk: Desk) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    mine, other, still, done, gone = (
        on_desk(desk, phone=f"1390000000{place}", due_on=soon) for place in range(5)
    )
    Filing.objects.filter(pk=mine.pk).update(assigned_to=desk.caseworker)
    Filing.objects.filter(pk=still.pk).update(paused_on=timezone.localdate())
    Filing.objects.filter(pk=done.pk).update(state=State.DECIDED)
    Filing.objects.filter(pk=gone.pk).update(state=State.WITHDRAWN, closes_at=timezone.now())
    numbers = {one: one.complaint.number for one in (mine, other, still, done, gone)}
    own, whole = told(link_of(desk.caseworker)), told(link_of(desk.caseworker, "1"))
    assert re.findall("AN-\\d+-\\d+(?= )", own) == [numbers[mine]] * 2  # the event and its alarm
    assert {one for one in numbers.values() if one in whole} == {numbers[mine], numbers[other]}
    assert f"DTSTART;VALUE=DATE:{soon:%Y%m%d}" in own
    for word in ("王小宁", "13900000000", "示例优选", "退订"):
        assert word not in whole


def test_the_link_is_shown_once_ends_with_the_next_one_and_by_a_press(desk: Desk) -> None:
    first = link_of(desk.caseworker)
    assert first.split("/")[-1] not in signed_in(desk.caseworker).get(NEWS).content.decode()
    assert first.removesuffix(".ics").split("/")[-1] not in DeskCalendar.objects.get().token_digest
    second = link_of(desk.caseworker)
    assert (told(first), told(second)[:15]) == ("404", "BEGIN:VCALENDAR")
    page = signed_in(desk.caseworker).post(NEWS, {"act": "no-calendar", "whole": ""}, follow=True)
    assert "日历链接已停用" in words(page)
    assert told(second) == "404"


def test_whoever_no_longer_sits_at_a_desk_has_no_calendar_of_it(desk: Desk) -> None:
    link = link_of(make_caseworker(desk.organisation, "leaves"), "1")
    assert told(link).startswith("BEGIN:VCALENDAR")
    User.objects.filter(username="leaves").update(is_staff=False)
    assert told(link) == "404"


def test_a_link_shows_no_desk_to_which_its_person_came_later(desk: Desk) -> None:
    link = link_of(desk.caseworker, "1")
    desk.caseworker.memberships.all().delete()
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    Membership.objects.create(user=desk.caseworker, organisation=other.organisation, role="caseworker")
    on_desk(other, due_on=timezone.localdate())
    assert told(link) == "404"


def test_what_comes_is_there_however_much_is_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("filings.services.desk_news.calendars.MOST_EVENTS", 2)
    today = timezone.localdate()
    for place, days in enumerate((-9, -8, 1)):
        on_desk(desk, phone=f"1390000000{place}", due_on=today + timedelta(days=days))
    told_of = told(link_of(desk.caseworker, "1"))
    days = [today + timedelta(days=1), today - timedelta(days=8)]
    assert re.findall("DTSTART;VALUE=DATE:(\\d+)", told_of) == [f"{day:%Y%m%d}" for day in days]
