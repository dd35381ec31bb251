"""Court days, notes and hours by the API: the same acts as on the pages, for the same people."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.models import Act, LedgerEntry
from core.retention_and_limits import COURT_DAY_AHEAD
from filings import services
from filings.models import CourtDay, FirmEntry
from tests.cases import make_user
from tests.filings.counsel_cases import Led

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
SOON = timezone.localdate() + timedelta(days=9)


@pytest.fixture
def led() -> Led:
    return Led()


def of_case(led: Led, name: str) -> str:
    return f"/api/v1/complaints/{led.complaint.number}/{name}/"


def post(page: Client, where: str, **given: Any) -> Any:
    return page.post(where, given, content_type="application/json")


def test_a_court_day_is_entered_read_by_the_client_and_taken_back(led: Led) -> None:
    where = of_case(led, "court-days")
    made = post(led.lawyer_page, where, kind="hearing", day=f"{SOON}", hour="09:30", place="示例法院")
    assert made.status_code == 201
    assert LedgerEntry.objects.get(act=Act.COURT_DAY_SET).actor == f"user:{led.lawyer.pk}"
    (seen,) = led.owner_page.get(where).json()
    assert (seen["kind"], seen["day"], seen["place"]) == ("hearing", f"{SOON}", "示例法院")
    back = f"{where}{seen['id']}/take-back/"
    assert [post(led.owner_page, back).status_code for _time in range(2)] == [200, 200]
    assert led.lawyer_page.get(where).json() == []
    assert CourtDay.objects.get().taken_back_at is not None


def test_a_day_that_cannot_be_is_refused(led: Led) -> None:
    where = of_case(led, "court-days")
    late = timezone.localdate() + COURT_DAY_AHEAD + timedelta(days=1)
    assert post(led.lawyer_page, where, kind="hearing", day=f"{late}").status_code == 409
    assert post(led.lawyer_page, where, kind="party", day=f"{SOON}").status_code == 400
    assert not CourtDay.objects.exists()


def test_the_firm_reads_its_notes_and_takes_away_its_own(led: Led) -> None:
    where, entries = of_case(led, "firm-entries"), LedgerEntry.objects.count()
    assert post(led.lawyer_page, where, words="对方可能接受八千元").status_code == 201
    assert post(led.lawyer_page, where, words="通话", minutes=30).status_code == 201
    assert post(led.lawyer_page, where, words="通话", minutes=0).status_code == 400
    assert [one["minutes"] for one in led.lawyer_page.get(where).json()] == [30, None]
    assert LedgerEntry.objects.count() == entries
    second = led.member("second")
    led.shared_with(second)
    entry = FirmEntry.objects.earliest("pk")
    remove = f"/api/v1/firm-entries/{entry.pk}/remove/"
    assert post(led.page(second), remove).status_code == 404
    assert post(led.lawyer_page, remove).status_code == 204
    assert len(led.page(second).get(where).json()) == 1


def test_nobody_else_reads_or_writes_them(led: Led) -> None:
    post(led.lawyer_page, of_case(led, "court-days"), kind="hearing", day=f"{SOON}")
    post(led.lawyer_page, of_case(led, "firm-entries"), words="对方可能接受八千元")
    stranger, beside = led.page(make_user("stranger")), led.page(led.member("beside"))
    for page in (stranger, beside):
        for name in ("court-days", "firm-entries"):
            assert page.get(of_case(led, name)).status_code == 404
            assert post(page, of_case(led, name), words="x").status_code == 404
    # What a firm writes for itself is not its client's.
    assert led.owner_page.get(of_case(led, "firm-entries")).status_code == 404


def test_after_the_end_notes_are_read_and_none_is_written(led: Led) -> None:
    where = of_case(led, "firm-entries")
    post(led.lawyer_page, where, words="对方可能接受八千元")
    services.end_share(by=led.case.by, access=led.share)
    assert len(led.lawyer_page.get(where).json()) == 1
    assert post(led.lawyer_page, where, words="再记一条").status_code == 409
    assert led.lawyer_page.get(of_case(led, "court-days")).status_code == 404
