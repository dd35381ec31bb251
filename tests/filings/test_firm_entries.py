"""Notes and hours of a firm: written by who has the case, read by the firm's lawyers on it, by no complainant, kept after."""

import io
import zipfile

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation
from complaints.models import LedgerEntry
from filings import services
from filings.models import FirmEntry
from filings.services.bundles.exports import build_export
from tests.cases import make_user
from tests.filings.counsel_cases import Led
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
SECRET = "对方可能接受八千元"


@pytest.fixture
def led() -> Led:
    return Led()


def write(led: Led, text: str = SECRET, minutes: str = "") -> int:
    said = {"words": text, "minutes": minutes, "day": timezone.localdate().isoformat()}
    return led.lawyer_page.post(led.address("firm_entries"), said).status_code


def test_the_firm_s_lawyers_on_the_case_read_them_and_nobody_else(led: Led) -> None:
    assert write(led) == 302
    on_the_case, beside = led.member("second"), led.member("beside")
    led.shared_with(on_the_case)
    elsewhere = led.member("third", Organisation.objects.create(name="另一律所", kind="law_firm"))
    led.shared_with(elsewhere)
    for lawyer in (led.lawyer, on_the_case):
        assert SECRET in words(led.page(lawyer).get(led.address("firm_entries")))
    # Of another firm with the same case: its own page, without a line of this firm's.
    assert SECRET not in words(led.page(elsewhere).get(led.address("firm_entries")))
    for user in (led.case.owner, beside, make_user("stranger")):
        page = led.page(user)
        assert page.get(led.address("firm_entries")).status_code == 404
        assert page.get(led.address("firm_time")).status_code == 404
    assert led.owner_page.get(reverse("all_firm_time")).status_code == 404


def test_it_is_in_no_page_record_or_bundle_of_the_case(led: Led) -> None:
    entries = LedgerEntry.objects.count()
    write(led, minutes="30")
    assert LedgerEntry.objects.count() == entries
    for name in ("case", "papers", "law"):
        assert SECRET not in led.owner_page.get(led.address(name)).content.decode()
    export = build_export(export=services.request_export(by=led.case.by, complaint=led.complaint))
    with zipfile.ZipFile(io.BytesIO(services.open_export(by=led.case.by, export=export).read())) as bundle:
        assert not any(SECRET.encode() in bundle.read(name) for name in bundle.namelist())
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM filings_firmentry")
        assert SECRET not in str(cursor.fetchall())


def test_after_the_end_it_stays_and_nothing_is_added(led: Led) -> None:
    write(led, minutes="30")
    services.end_share(by=led.case.by, access=led.share)
    assert led.lawyer_page.get(led.address("case")).status_code == 404
    page = words(led.lawyer_page.get(led.address("firm_entries")))
    assert SECRET in page
    assert "代理已经结束，只能看和导出" in page
    assert write(led, "再记一条") == 422
    assert FirmEntry.objects.count() == 1
    assert SECRET in led.lawyer_page.get(led.address("firm_time")).content.decode()
    Membership.objects.filter(user=led.lawyer).delete()
    assert led.lawyer_page.get(led.address("firm_entries")).status_code == 404


def test_hours_are_exported_without_notes_and_without_formulas(led: Led) -> None:
    write(led, "只是备注")
    write(led, '=HYPERLINK("http://x")', minutes="90")
    for name, more in (("firm_time", [led.complaint.number]), ("all_firm_time", [])):
        answer = led.lawyer_page.get(reverse(name, args=more))
        assert answer["Content-Type"].startswith("text/csv")
        head, line, end = answer.content.decode("utf-8-sig").split("\r\n")
        assert head == "案件,日期,律师,分钟,做了什么"
        assert line.startswith(f"{led.complaint.number},{timezone.localdate():%Y-%m-%d},")
        assert ",90," in line
        assert "'=HYPERLINK" in line
        assert end == ""
    assert "共 90 分钟" in words(led.lawyer_page.get(led.address("firm_entries")))


@pytest.mark.parametrize(
    "said", [{"words": ""}, {"minutes": "0"}, {"minutes": "1441"}, {"day": "2099-01-01"}]
)
def test_what_cannot_be_is_refused_and_stays_typed(led: Led, said: dict[str, str]) -> None:
    typed = {"words": SECRET, "minutes": "5", "day": timezone.localdate().isoformat(), **said}
    answer = led.lawyer_page.post(led.address("firm_entries"), typed)
    assert answer.status_code == 422
    assert typed["words"] in answer.content.decode()
    assert not FirmEntry.objects.exists()


def test_who_wrote_a_line_takes_it_away(led: Led) -> None:
    write(led)
    entry = FirmEntry.objects.get()
    second = led.member("second")
    led.shared_with(second)
    address = reverse("remove_firm_entry", args=[entry.pk])
    assert led.page(second).post(address).status_code == 404
    assert led.owner_page.post(address).status_code == 404
    assert led.lawyer_page.post(address).status_code == 302
    assert SECRET not in words(led.lawyer_page.get(led.address("firm_entries")))
