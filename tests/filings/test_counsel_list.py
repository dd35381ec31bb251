"""The list of a lawyer's cases: what a row says, how it is narrowed and paged, and whose cases are in it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation
from filings import counsel, services
from filings.models import CourtDay
from filings.views import counsel as views
from tests.cases import make_case, make_user
from tests.counting import Counting, counted  # noqa: F401
from tests.filings.counsel_cases import Led
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
LIST = "/counsel/"


@pytest.fixture
def led() -> Led:
    return Led()


def hearing(led: Led, in_days: int) -> CourtDay:
    day = timezone.localdate() + timedelta(days=in_days)
    return services.enter_court_day(by=led.by, complaint=led.complaint, kind="hearing", day=day)


def more_cases(led: Led, count: int) -> None:
    for place in range(count):
        case = make_case(at=timezone.now(), name=f"李委托{place}")
        led.shared_with(led.lawyer, case)


def test_a_row_says_client_other_side_matter_next_day_and_limitation(led: Led) -> None:
    court_day = hearing(led, 5)
    seen = words(led.lawyer_page.get(LIST))
    assert led.complaint.number in seen
    assert "王小宁" in seen
    (row,) = counsel.page_of(
        counsel.led_by(led.by, today=timezone.localdate()), "", today=timezone.localdate()
    ).rows
    assert row.others
    assert all(name in seen for name in row.others)
    assert [(one.day, one.what) for one in row.coming] == [(court_day.day, "开庭")]
    (bar,) = row.limitation
    last = led.complaint.facts["event"]["last"]
    assert bar["not_after"][:4] == str(int(last[:4]) + 3)
    assert "诉讼时效" in seen


def test_the_court_is_that_of_the_summons_while_no_claim_names_one(led: Led) -> None:
    day = timezone.localdate() + timedelta(days=3)
    said = {"kind": "hearing", "day": day, "place": "示例法院第三法庭"}
    services.enter_court_day(by=led.by, complaint=led.complaint, **said)
    assert "示例法院第三法庭" in words(led.lawyer_page.get(LIST))


def test_a_limitation_that_is_over_is_said_to_be(led: Led, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.localdate() + timedelta(days=4 * 366)
    for today, passed in ((timezone.localdate(), False), (later, True)):
        (row,) = counsel.page_of(counsel.led_by(led.by, today=today), "", today=today).rows
        assert [bar["passed"] for bar in row.limitation] == [passed]
        monkeypatch.setattr(views, "timezone", SimpleNamespace(localdate=lambda today=today: today))
        assert ("过了" in words(led.lawyer_page.get(LIST))) is passed


def test_the_nearest_day_stands_first_and_pages_follow_each_other(led: Led) -> None:
    more_cases(led, 4)
    hearing(led, 3)
    today = timezone.localdate()
    cases = counsel.led_by(led.by, today=today)
    seen, after = [], ""
    for _page in range(3):
        page = counsel.page_of(cases, after, today=today, size=2)
        seen += [row.complaint.number for row in page.rows]
        after = page.after
    assert after == ""
    assert seen[0] == led.complaint.number
    assert len(seen) == len(set(seen)) == 5


def test_it_is_narrowed_by_name_other_side_state_and_day(led: Led) -> None:
    more_cases(led, 1)
    hearing(led, 3)

    def numbers(**asked: str) -> int:
        return led.lawyer_page.get(LIST, asked).content.decode().count('<td data-label="案件">')

    assert numbers() == 2
    assert numbers(q="李委托") == numbers(q="王小宁") == numbers(q=led.complaint.number) == 1
    other_side = led.complaint.respondents[0].organisation_name
    assert numbers(q=other_side) == 2
    assert numbers(q="没有这个人") == 0
    assert numbers(within="7") == 1
    assert numbers(state="filed") == 2
    assert numbers(state="closed") == 0
    assert led.lawyer_page.get(LIST, {"after": "nonsense"}).status_code == 302


def test_what_is_not_accepted_ended_or_one_s_own_is_not_in_it(led: Led) -> None:
    other = make_case(at=timezone.now(), name="赵未接受")
    services.share(by=other.by, complaint=other.complaint, with_user=led.lawyer)
    own = make_case(at=timezone.now(), name="钱自己")
    Membership.objects.create(user=own.owner, organisation=led.firm, role=Membership.Role.LAWYER)
    seen = words(led.lawyer_page.get(LIST))
    assert "赵未接受" not in seen
    assert other.complaint.number in seen  # as an offer
    assert "钱自己" not in words(led.page(own.owner).get(LIST))
    services.end_share(by=led.case.by, access=led.share)
    assert "王小宁" not in words(led.lawyer_page.get(LIST))


def test_it_is_for_lawyers_alone(led: Led) -> None:
    assert led.page(make_user("consumer")).get(LIST).status_code == 404
    assert led.owner_page.get(LIST).status_code == 404
    assert "/accounts/login/" in Client().get(LIST)["Location"]
    assert LIST in led.lawyer_page.get(reverse("my_cases")).content.decode()
    assert LIST not in led.owner_page.get(reverse("my_cases")).content.decode()
    Membership.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert led.lawyer_page.get(LIST).status_code == 404


def test_no_row_asks_the_database(led: Led, counted: Counting) -> None:  # noqa: F811
    more_cases(led, 3)
    hearing(led, 3)
    led.lawyer_page.get(LIST)
    with counted("counsel_cases") as made:
        assert led.lawyer_page.get(LIST).status_code == 200
    assert len(made) <= 12
    more_cases_of_another(led)
    with CaptureQueriesContext(connection) as again:
        led.lawyer_page.get(LIST)
    assert len(again) == len(made)


def more_cases_of_another(led: Led) -> None:
    for _place in range(3):
        case = make_case(at=timezone.now(), name="孙后来")
        led.shared_with(led.lawyer, case)


def test_a_case_shared_with_the_firm_is_in_the_list_of_each_of_its_lawyers(led: Led) -> None:
    colleague = led.member("colleague")
    assert "王小宁" not in words(led.page(colleague).get(LIST))
    firm = Organisation.objects.get(pk=led.firm.pk)
    offered = services.share(by=led.case.by, complaint=led.complaint, with_organisation=firm)
    services.accept_share(by=led.by, access=offered)
    assert "王小宁" in words(led.page(colleague).get(LIST))
