"""The messages and calls of a case over time: counted in the database, drawn, and read page by page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from complaints.models import Complaint, Contact
from complaints.timeline import timeline
from tests.counting import Counting
from tests.legal.cases import OPT_OUT
from tests.legal.test_self_help import filed

pytestmark = pytest.mark.django_db
FIRST = datetime(2025, 11, 1, 14, 30, tzinfo=UTC)  # half past ten in the evening in Shanghai


@pytest.fixture
def owner() -> User:
    return User.objects.create_user(username="owner", password="x")


@pytest.fixture
def case(owner: User) -> Complaint:
    complaint: Complaint = filed(owner, OPT_OUT)
    Contact.objects.filter(complaint=complaint).delete()
    read = {"read": {"signature": "示例优选"}}
    rows = [
        Contact(
            complaint=complaint,
            channel="sms",
            sender="10690001",
            text=f"第{n}条",
            received_at=FIRST + timedelta(days=n // 2),
            reading=read,
        )
        for n in range(9)
    ]
    rows.append(
        Contact(
            complaint=complaint,
            channel="sms",
            direction="out",
            sender="10690001",
            text="TD",
            received_at=FIRST + timedelta(days=2, hours=1),
        )
    )
    rows.append(
        Contact(complaint=complaint, channel="call", direction="missed", sender="02100001111", seconds=0)
    )
    Contact.objects.bulk_create(rows)
    return complaint


def test_what_came_is_counted(case: Complaint) -> None:
    found = timeline(case.pk)
    assert found is not None
    assert (found.count, found.undated, found.busiest, found.night) == (10, 1, 2, 9)
    assert (str(found.first), str(found.last), str(found.refused_on), found.after) == (
        "2025-11-01",
        "2025-11-05",
        "2025-11-03",
        3,
    )
    assert [(one.signature, one.count) for one in found.senders] == [("示例优选", 9), ("", 1)]
    assert found.facts() == {
        "contacts": {
            "channels": ["call", "sms"], "count": 10, "max_per_day": 2, "night": True, "after_refusal": 3,
            "numbers": ["10690001", "02100001111"],
        },
        "event": {"first": "2025-11-01", "last": "2025-11-05"},
        "refusal": {"made": True, "on": "2025-11-03", "ways": ["sms_reply"]},
    }  # fmt: skip
    assert found.bars() == [
        ("2025-11-01", 2),
        ("2025-11-02", 2),
        ("2025-11-03", 2),
        ("2025-11-04", 2),
        ("2025-11-05", 1),
    ]


def test_what_the_person_said_of_the_refusal_counts_where_the_phone_shows_none(case: Complaint) -> None:
    Contact.objects.filter(direction="out").delete()
    said = timeline(case.pk, refused_on=FIRST.date())
    assert said is not None
    assert said.after == 7
    silent = timeline(case.pk)
    assert silent is not None
    assert "refusal" not in silent.facts()


def test_years_are_drawn_by_month(case: Complaint) -> None:
    Contact.objects.create(complaint=case, channel="sms", received_on=FIRST.date() - timedelta(days=400))
    found = timeline(case.pk)
    assert found is not None
    assert found.bars()[0] == ("2024-09", 1)
    assert found.bars()[-1] == ("2025-11", 9)
    assert len(found.bars()) == 15


def test_without_contacts_there_is_no_timeline(case: Complaint) -> None:
    Contact.objects.all().delete()
    assert timeline(case.pk) is None


def test_the_page_shows_all_of_them_a_page_at_a_time(
    case: Complaint, owner: User, client: Client, counted: Counting
) -> None:
    Contact.objects.bulk_create(Contact(complaint=case, channel="sms", text=f"更多{n:03}") for n in range(60))
    client.force_login(owner)
    with counted("contacts_page"):
        first = client.get(reverse("contacts", args=[case.number])).content.decode()
    assert "2025-11-03 拒绝后仍收到 3 次" in first
    assert "<svg" in first
    assert "更多038" in first
    assert "更多039" not in first
    after = Contact.objects.get(text="更多038").pk
    assert f"?after={after}" in first
    second = client.get(reverse("contacts", args=[case.number]), {"after": after}).content.decode()
    assert "更多039" in second
    assert "更多059" in second
    assert "?after=" not in second
    assert client.get(reverse("contacts", args=[case.number]), {"after": "9" * 30}).status_code == 200
    case_page = client.get(reverse("case", args=[case.number])).content.decode()
    assert "第8条" in case_page
    assert "更多" not in case_page
    assert reverse("contacts", args=[case.number]) in case_page


def test_strangers_see_nothing(case: Complaint, client: Client) -> None:
    assert client.get(reverse("contacts", args=[case.number])).status_code == 404
