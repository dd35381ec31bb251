"""A calendar of the days of a lawyer's cases, by a link."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from complaints.models import Complaint
from filings import counsel, services
from filings.models import CounselCalendar
from tests.cases import make_case, make_user
from tests.filings.counsel_cases import Led
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
PAGE = "/counsel/calendar/"
LINK = re.compile(r"https?://[^<\s]*(/calendar/[0-9A-Z-]+\.ics)")


@pytest.fixture
def led() -> Led:
    return Led()


def link_of(led: Led, user: User | None = None) -> str:
    page = led.page(user or led.lawyer).post(PAGE, {"act": "begin"})
    found = LINK.search(page.content.decode())
    assert found is not None
    return found[1]


def told(link: str) -> str:
    """What a program without any sign-in is told."""
    answer = Client().get(link)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def court_day(led: Led, kind: str, in_days: int) -> date:
    day = timezone.localdate() + timedelta(days=in_days)
    place = "示例法院第三法庭"
    services.enter_court_day(by=led.by, complaint=led.complaint, kind=kind, day=day, place=place)
    return day


def test_it_says_number_kind_and_day_of_one_s_cases_and_no_more(led: Led) -> None:
    hearing, evidence = court_day(led, "hearing", 9), court_day(led, "evidence", 4)
    others = [make_case(at=timezone.now(), name="赵未接受")]
    services.share(by=others[0].by, complaint=others[0].complaint, with_user=led.lawyer)
    others.append(make_case(at=timezone.now(), name="李撤回"))
    led.shared_with(led.lawyer, others[1])
    Complaint.objects.filter(pk=others[1].complaint.pk).update(state=Complaint.State.WITHDRAWN)
    text = told(link_of(led))
    number = led.complaint.number
    (bar,) = counsel.rows_of(Complaint.objects.filter(pk=led.complaint.pk), today=timezone.localdate())[
        0
    ].limitation
    days = {
        f"{evidence:%Y%m%d}": "举证期限届满",
        f"{hearing:%Y%m%d}": "开庭",
        bar["not_after"].replace("-", ""): "时效",
    }
    unfolded = text.replace("\r\n ", "")
    found = re.findall(r"DTSTART;VALUE=DATE:(\d+)\r\n.*?SUMMARY:(\S+ \S+)\r\n", unfolded, re.DOTALL)
    assert dict(found) == {day: f"{number} {what}" for day, what in days.items()}
    for word in ("王小宁", "示例法院", "示例优选", *(one.complaint.number for one in others)):
        assert word not in unfolded


def test_what_is_over_is_not_in_it_and_two_things_of_a_day_are_one_event(led: Led) -> None:
    day = court_day(led, "hearing", 3)
    court_day(led, "evidence", 3)
    today = timezone.localdate()
    assert "开庭、举证期限届满" in {
        what for _number, when, what in counsel.calendar_of(led.by, today=today) if when == day
    }
    assert counsel.calendar_of(led.by, today=today + timedelta(days=4 * 366)) == []


def test_the_link_is_long_shown_once_and_ends_with_the_next_one_and_by_a_press(led: Led) -> None:
    first = link_of(led)
    token = first.split("/")[-1].removesuffix(".ics")
    assert len(token.replace("-", "")) * 5 >= 128
    page = led.lawyer_page.get(PAGE)
    assert token not in page.content.decode()
    assert "开的链接还能用" in words(page)
    assert token not in CounselCalendar.objects.get().token_digest
    second = link_of(led)
    assert (told(first), told(second)[:15]) == ("404", "BEGIN:VCALENDAR")
    assert "日历链接已停用" in words(led.lawyer_page.post(PAGE, {"act": "end"}, follow=True))
    assert told(second) == "404"


def test_a_case_that_ends_leaves_it_and_so_does_a_lawyer(led: Led) -> None:
    court_day(led, "hearing", 3)
    link = link_of(led)
    assert led.complaint.number in told(link)
    services.end_share(by=led.case.by, access=led.share)
    assert led.complaint.number not in told(link)
    other = Organisation.objects.create(name="另一律所", kind=Organisation.Kind.LAW_FIRM)
    Membership.objects.filter(user=led.lawyer).update(until=timezone.localdate() - timedelta(days=1))
    Membership.objects.create(user=led.lawyer, organisation=other, role=Membership.Role.LAWYER)
    assert told(link) == "404"


def test_it_is_for_lawyers_alone(led: Led) -> None:
    assert led.page(make_user("consumer")).get(PAGE).status_code == 404
    assert led.owner_page.post(PAGE, {"act": "begin"}).status_code == 404
    assert PAGE in led.lawyer_page.get("/counsel/").content.decode()
