"""The days that a court set: entered by counsel, seen by the client, in the calendar as a date alone, taken back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation
from complaints.models import Act, Complaint, LedgerEntry
from core.days import day_read
from core.retention_and_limits import COURT_DAY_AHEAD
from filings import services
from filings.models import CourtDay, Notice
from tests.cases import make_desk, make_user, queued, reads_mail
from tests.filings.counsel_cases import Led
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


@pytest.fixture
def led() -> Led:
    return Led()


def enter(led: Led, page: Client, **more: str) -> int:
    day = timezone.localdate() + timedelta(days=9)
    said = {"kind": "hearing", "day": day.isoformat(), "hour": "09:30", "place": "示例法院第三法庭", **more}
    return page.post(led.address("court_days"), said).status_code


def test_counsel_enters_a_hearing_and_the_client_sees_it_on_the_page_of_the_case(led: Led) -> None:
    assert enter(led, led.lawyer_page) == 302
    day = timezone.localdate() + timedelta(days=9)
    for page in (led.owner_page, led.lawyer_page):
        seen = words(page.get(led.address("case")))
        assert f"{day_read(day)} 09:30 开庭：示例法院第三法庭" in seen
    entry = LedgerEntry.objects.get(act=Act.COURT_DAY_SET)
    assert entry.actor == f"user:{led.lawyer.pk}"
    assert "示例法院" not in str(entry.detail)
    assert "记下开庭、举证的日子" in words(led.owner_page.get(led.address("case")))


def test_the_same_day_entered_twice_stands_once(led: Led) -> None:
    assert enter(led, led.lawyer_page) == enter(led, led.lawyer_page) == 302
    assert CourtDay.objects.count() == 1


def test_the_client_hears_of_it_by_mail_with_no_word_of_what_it_is(led: Led) -> None:
    reads_mail(led.case, at=timezone.now())
    queued(led.case, make_desk(channel="12315_complaint")[0])
    Notice.objects.all().delete()
    enter(led, led.owner_page, kind="evidence")
    assert not Notice.objects.exists()
    enter(led, led.lawyer_page)
    notice = Notice.objects.get(news="court_day")
    assert "开庭、举证的日子有变化" in notice.subject
    assert "示例法院" not in notice.subject + notice.body


def test_the_calendar_has_its_day_and_calls_it_a_date(led: Led) -> None:
    enter(led, led.lawyer_page)
    token = services.begin_calendar(by=led.case.by, complaint=led.complaint)
    file = Client().get(f"/calendar/{token}.ics").content.decode()
    day = timezone.localdate() + timedelta(days=9)
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in file
    assert set(re.findall(r"[一-鿿]+", file)) == {"日期"}


def test_a_day_that_the_court_moved_is_taken_back(led: Led) -> None:
    enter(led, led.lawyer_page)
    court_day = CourtDay.objects.get()
    address = led.address("take_back_court_day", court_day.pk)
    assert led.owner_page.post(address).status_code == led.lawyer_page.post(address).status_code == 302
    assert LedgerEntry.objects.filter(act=Act.COURT_DAY_TAKEN_BACK).count() == 1
    assert "示例法院" not in words(led.owner_page.get(led.address("case")))
    assert services.court_days_of(led.complaint) == []


@pytest.mark.parametrize("off", [-1, COURT_DAY_AHEAD.days + 1])
def test_a_day_that_is_over_or_too_far_is_refused_with_what_was_typed(led: Led, off: int) -> None:
    day = timezone.localdate() + timedelta(days=off)
    said = {"kind": "hearing", "day": day.isoformat(), "place": "示例法院"}
    answer = led.lawyer_page.post(led.address("court_days"), said)
    assert answer.status_code == 422
    assert "没有改动任何内容" in words(answer)
    assert "示例法院" in answer.content.decode()
    assert not CourtDay.objects.exists()


def test_nobody_else_sees_or_enters_a_day(led: Led) -> None:
    enter(led, led.lawyer_page)
    other = Organisation.objects.create(name="另一律所", kind=Organisation.Kind.LAW_FIRM)
    for user in (make_user("stranger"), led.member("other", other), led.member("colleague")):
        page = led.page(user)
        assert page.get(led.address("court_days")).status_code == 404
        assert enter(led, page) == 404
        by = Actor.of_user(user)
        assert not CourtDay.objects.visible_to(by).exists()
        with pytest.raises(Complaint.DoesNotExist):
            services.enter_court_day(by=by, complaint=led.complaint, kind="hearing", day=timezone.localdate())
