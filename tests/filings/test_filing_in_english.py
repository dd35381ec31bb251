"""A filing in English: what stays Chinese, names and the words of others, is marked as Chinese for who listens."""

import pytest
from django.test import Client
from django.urls import reverse

from filings import services
from filings.models import Deadline, Filing
from filings.moves import State
from tests.cases import NOW, make_case, make_desk, queued
from tests.foreign import foreign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def test_days_and_words_of_an_accepted_filing_are_read_or_marked() -> None:
    case = make_case()
    recipient, caseworker = make_desk(channel="12315_complaint")
    filing = queued(case, recipient)
    services.sweep_outbox(at=NOW)
    services.move(by=caseworker, filing=Filing.objects.get(pk=filing.pk), to=State.ACCEPTED, reason="已受理")
    services.ask(by=caseworker, filing=Filing.objects.get(pk=filing.pk), question="请补一张截图。")
    assert Deadline.objects.filter(filing=filing).exists()
    client = Client(headers={"accept-language": "en"})
    client.force_login(case.owner)
    # A heading of the browser takes no mark; story and message stand in their own words.
    own = [recipient.name, case.complaint.story, *case.complaint.contacts.values_list("text", flat=True)]
    pages = [
        client.get(reverse("filing", args=[filing.pk])).content.decode(),
        client.get(reverse("case", args=[case.complaint.number])).content.decode(),
    ]
    assert '<span lang="zh-Hans">请补一张截图。</span>' in pages[0]
    for html in pages:
        assert not foreign_in(html, own)
