"""The table of the messages of a case at the desk: narrowed by number, days and words, a page at a time."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import Act, LedgerEntry
from core.canonical import canonical, digest
from filings.models import Filing
from tests.filings.desk_cases import make_desk, on_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_queue import signed_in
from tests.filings.test_identities import closed

pytestmark = pytest.mark.django_db

FIRST = date(2026, 9, 1)


def heard() -> list[dict[str, Any]]:
    """A hundred: two numbers in turn, two a day, every tenth with a word of its own; and what stands for the rest."""
    rows = [
        {
            "sender": ("10690001", "10690002")[place % 3 == 0],
            "text": f"【示例优选】第{place}条{'，贷款额度' if place % 10 == 0 else ''}，退订回T",
            "at": f"{FIRST + timedelta(days=place // 2)}T23:30:00+08:00",
        }
        for place in range(100)
    ]
    rows[7]["text"] += "，王小宁13900001234"
    return [*rows, {"sender": "", "text": "另有 331 条，未在此逐条列出。", "at": ""}]


def with_many(filing: Filing) -> Filing:
    content = json.loads(filing.content)
    content["fields"]["messages"] = heard()
    kept = canonical(content)
    Filing.objects.filter(pk=filing.pk).update(content=kept, content_digest=digest(kept))
    return Filing.objects.get(pk=filing.pk)


@pytest.fixture
def opened() -> tuple[Client, Filing]:
    desk = make_desk()
    return signed_in(desk.caseworker), with_many(on_desk(desk))


def at(filing: Filing) -> str:
    return reverse("admin:filings_filing_messages", args=[filing.pk])


def texts(client: Client, filing: Filing, **query: Any) -> list[str]:
    page = client.get(at(filing), query)
    assert page.status_code == 200
    return [one.text for one in page.context["table"].rows]


def test_a_hundred_messages_are_a_table_of_two_pages(opened: tuple[Client, Filing]) -> None:
    client, filing = opened
    case = client.get(reverse("admin:filings_filing_change", args=[filing.pk]))
    assert f'href="{at(filing)}"' in case.content.decode()
    page = client.get(at(filing))
    assert forbidden(page) == []
    shown = words(page)
    assert "共 100 条" in shown
    assert "另有 331 条，未在此逐条列出。" in shown
    assert "10690001（66）" in shown
    first, second = texts(client, filing), texts(client, filing, page=2)
    assert (len(first), len(second)) == (50, 50)
    assert not {*first} & {*second}
    assert texts(client, filing, page=99) == second
    assert "签名 示例优选" in words(
        client.get(at(filing), {"page": 2})
    )  # each is read, not the first thirty alone


def test_they_are_narrowed_by_number_days_and_words(opened: tuple[Client, Filing]) -> None:
    client, filing = opened
    page = client.get(at(filing), {"sender": 1, "words": "贷款"})
    assert "100 条里有 4 条" in words(page)
    assert {one.sender for one in page.context["table"].rows} == {"10690002"}
    # The day is that of Shanghai: half past eleven at night is not the day after.
    assert len(texts(client, filing, since="2026-09-03", until="2026-09-04")) == 4
    assert texts(client, filing, since="2027-01-01") == []
    assert "没有符合条件的短信或者电话。" in words(client.get(at(filing), {"since": "2027-01-01"}))
    # What nobody gave out asks for nothing.
    assert len(texts(client, filing, sender="77", since="gestern", page="0")) == 50


def test_reading_the_table_is_recorded_and_it_is_nobody_elses(opened: tuple[Client, Filing]) -> None:
    client, filing = opened
    read = LedgerEntry.objects.filter(complaint=filing.complaint, act=Act.CASE_READ)
    before = read.count()
    client.get(at(filing))
    assert read.count() == before + 1
    assert signed_in(make_desk("乙市通信管理局").caseworker).get(at(filing)).status_code == 404
    Filing.objects.filter(pk=filing.pk).update(closes_at=timezone.now() - timedelta(days=1))
    assert client.get(at(filing)).status_code == 404


def test_who_complained_stays_closed_in_the_table_too() -> None:
    desk = make_desk()
    filing = with_many(on_desk(desk))
    client = signed_in(desk.caseworker)
    assert "王小宁" in words(client.get(at(filing)))
    closed(desk, "need")
    shown = words(client.get(at(filing)))
    assert "〔投诉人〕" in shown
    assert not [one for one in ("王小宁", "13900001234") if one in shown]
    assert texts(client, filing, words="王小宁") == []  # nor does a search tell that the name stands there
