"""The calendar of a case: what stands in it, who gets it, how its link ends, and that no log line has it."""

import logging
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import code_digest
from complaints.models import Complaint, Subscription
from core.retention_and_limits import CALENDAR_LINKS_A_DAY
from filings import services
from filings.calendar_file import calendar_file
from filings.models import Deadline, Filing
from filings.services.news.calendars import _ALPHABET, _LENGTH
from portal.logs import WithoutPersonalData
from tests.cases import NOW, make_case, make_desk, make_user, queued

LINK = re.compile(r"http://[^<\"]*(/calendar/[^<\"]*\.ics)")


def test_an_event_says_number_deadline_and_day():
    file = calendar_file(
        "办件期限",
        [("AN-2026-000001", date(2026, 3, 31), "期限")],
        domain="x.cn",
        at=datetime(2026, 3, 16, tzinfo=UTC),
    )
    lines = file.decode().split("\r\n")
    assert {"DTSTART;VALUE=DATE:20260331", "DTEND;VALUE=DATE:20260401"} <= set(lines)
    assert "SUMMARY:AN-2026-000001 期限" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_long_and_odd_words_are_folded_and_escaped():
    file = calendar_file("甲" * 40, [("甲" * 40, date(2026, 3, 31), "a;b,c\\d\ne")], domain="x.cn", at=NOW)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    whole = file.decode().replace("\r\n ", "")
    assert "甲" * 40 + " a\\;b\\,c\\\\d\\ne" in whole


def test_a_link_has_at_least_128_random_bits():
    assert len(_ALPHABET) ** _LENGTH >= 2**128


@pytest.mark.django_db
@pytest.mark.usefixtures("store", "keys")
class TestFeed:
    def case(self) -> tuple[Any, Client, str]:
        case = make_case()
        recipient, _caseworker = make_desk(channel="12315_complaint")
        queued(case, recipient)
        services.sweep_outbox(at=NOW)
        client = Client()
        client.force_login(case.owner)
        return case, client, reverse("news", args=[case.complaint.number])

    def test_a_day_has_few_links_and_the_last_one_stays(self):
        case, client, page = self.case()
        links = [self.link(client, page) for _turn in range(CALENDAR_LINKS_A_DAY)]
        entries = case.complaint.ledger.count()
        refused = client.post(page, {"act": "calendar"})
        assert refused.status_code == 409
        assert "一天最多要 5 次日历链接" in refused.content.decode()
        assert case.complaint.ledger.count() == entries
        assert Client().get(links[-1]).status_code == 200

    def link(self, client: Client, page: str) -> str:
        found = LINK.search(client.post(page, {"act": "calendar"}).content.decode())
        assert found
        return found[1]

    def test_it_holds_the_days_of_the_case_and_no_other_word(self):
        _case, client, page = self.case()
        link = self.link(client, page)
        answer = Client().get(link)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "no-store" in answer["Cache-Control"]
        file = answer.content.decode()
        due = set(Deadline.objects.exclude(due_on=None).values_list("due_on", flat=True))
        assert due
        assert set(re.findall(r"DTSTART;VALUE=DATE:(\d+)", file)) == {f"{day:%Y%m%d}" for day in due}
        kept = set(re.findall(r"[一-鿿]+", file))
        assert kept == {"期限"}
        assert Filing.objects.get().recipient.name not in file

    def test_its_link_is_kept_as_digest_ends_and_is_shown_once(self):
        _case, client, page = self.case()
        first = self.link(client, page)
        token = first.rpartition("/")[2].removesuffix(".ics")
        (way,) = Subscription.objects.all()
        assert way.token_digest == code_digest(token)
        assert token not in str(Subscription.objects.values())
        assert token not in client.get(page).content.decode()
        second = self.link(client, page)
        assert Client().get(first).status_code == 404
        assert Client().get(second).status_code == 200
        client.post(page, {"act": "end", "way": Subscription.objects.active().get().pk})
        assert Client().get(second).status_code == 404

    def test_no_log_line_has_the_link(self, caplog: Any):
        _case, client, page = self.case()
        link = self.link(client, page)
        record = logging.LogRecord("django.request", 30, "", 1, "Not Found: %s", (link,), None)
        WithoutPersonalData().filter(record)
        assert record.getMessage() == "Not Found: /calendar/….ics"

    def test_nobody_else_opens_or_ends_it(self):
        case, client, page = self.case()
        self.link(client, page)
        other = Client()
        other.force_login(make_user("stranger"))
        assert other.post(page, {"act": "calendar"}).status_code == 404
        with pytest.raises(Complaint.DoesNotExist):
            services.begin_calendar(by=make_case().by, complaint=case.complaint)
