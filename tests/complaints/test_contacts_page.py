"""The messages and calls of a case over time: counted in the database, drawn, and read page by page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from complaints.counting.timeline import SHANGHAI, timeline
from complaints.models import Complaint, Contact
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
        ("2025-11-01", 2, 0),
        ("2025-11-02", 2, 0),
        ("2025-11-03", 2, 0),
        ("2025-11-04", 2, 2),
        ("2025-11-05", 1, 1),
    ]


def message(case: Complaint, sender: str, signature: str, at: datetime, **changes: object) -> Contact:
    reading = {"read": {"signature": signature}} if signature else {}
    whole = {
        "channel": "sms",
        "sender": sender,
        "text": "促销",
        "received_at": at,
        "reading": reading,
    } | changes
    return Contact(complaint=case, **whole)


def test_a_refusal_of_one_sender_says_nothing_of_another(case: Complaint) -> None:
    day = timedelta(days=1)
    Contact.objects.bulk_create(
        [
            # Another company, never answered; and the one that was, under a new number.
            *(message(case, "10690002", "示例乙店", FIRST + n * day) for n in range(10)),
            *(message(case, "10690009", "示例优选", FIRST + n * day) for n in range(1, 7)),
            # Refused itself, three days later.
            *(message(case, "10690003", "示例丙店", FIRST + n * day) for n in range(8)),
            message(case, "10690003", "", FIRST + 5 * day, direction="out", text="退订", reading={}),
        ]
    )
    found = timeline(case.pk)
    assert found is not None
    told = {one.name: (str(one.refused_on), one.after, one.after_busiest) for one in found.parties}
    assert told == {
        "【示例优选】": ("2025-11-03", 3 + 4, 3),
        "【示例乙店】": ("None", 0, 0),
        "【示例丙店】": ("2025-11-06", 2, 1),
        "02100001111": ("None", 0, 0),
    }
    first = next(one for one in found.parties if one.signature == "示例优选")
    assert (first.senders, str(first.after_first), str(first.after_last)) == (
        ("10690001", "10690009"),
        "2025-11-04",
        "2025-11-07",
    )
    assert (str(found.refused_on), found.after, found.facts()["contacts"]["after_refusal"]) == (
        "2025-11-03",
        9,
        9,
    )
    assert {(one.sender, one.after) for one in found.senders if one.after} == {
        ("10690001", 3),
        ("10690009", 4),
        ("10690003", 2),
    }


def test_an_answer_refuses_in_whose_name_the_number_wrote_last(case: Complaint) -> None:
    Contact.objects.all().delete()
    hour = timedelta(hours=1)
    Contact.objects.bulk_create(
        [
            message(case, "10690005", "示例甲", FIRST),
            message(case, "10690005", "示例乙", FIRST + hour),
            message(case, "10690005", "", FIRST + 2 * hour, direction="out", text="T", reading={}),
            message(case, "10690006", "示例甲", FIRST + 3 * hour),
            message(case, "10690006", "示例乙", FIRST + 3 * hour),
            message(case, "10690005", "示例甲", FIRST + 4 * hour),  # the number that was told to stop
        ]
    )
    found = timeline(case.pk)
    assert found is not None
    assert sorted((one.sender, one.signature, one.after) for one in found.senders) == [
        ("10690005", "示例乙", 0),
        ("10690005", "示例甲", 1),
        ("10690006", "示例乙", 1),
        ("10690006", "示例甲", 0),
    ]


def test_what_the_person_said_of_a_refusal_counts_for_whom_they_named(case: Complaint) -> None:
    Contact.objects.filter(direction="out").delete()
    Contact.objects.bulk_create(
        message(case, "10690002", "示例乙店", FIRST + timedelta(days=n)) for n in range(6)
    )
    named = timeline(case.pk, refused_on=FIRST.date(), respondents=["示例优选（上海）有限公司"])
    assert named is not None
    assert named.after == 7
    assert [(one.signature, one.replied) for one in named.refused] == [("示例优选", False)]
    assert named.facts()["refusal"] == {"made": True, "on": "2025-11-01"}
    unnamed = timeline(case.pk, refused_on=FIRST.date())
    assert unnamed is not None
    assert (unnamed.after, unnamed.refused_on) == (0, None)
    assert "refusal" not in unnamed.facts()
    Contact.objects.exclude(sender="10690002").delete()
    alone = timeline(case.pk, refused_on=FIRST.date())
    assert alone is not None
    assert alone.after == 5


def test_the_day_of_an_answer_is_that_answer(case: Complaint) -> None:
    """Filled in from the phone and confirmed, it is no second refusal, of everybody who is named."""
    Contact.objects.bulk_create(
        message(case, "10690002", "示例乙店", FIRST + timedelta(days=n)) for n in range(6)
    )
    both = ["示例优选", "示例乙店"]
    shown = timeline(case.pk, refused_on=(FIRST + timedelta(days=2, hours=1)).date(), respondents=both)
    assert shown is not None
    assert shown.after == 3
    earlier = timeline(case.pk, refused_on=FIRST.date(), respondents=both)
    assert earlier is not None
    assert earlier.after == 3  # one date and two who are named: it does not say whom they told


def test_borders_of_the_night_of_the_day_and_of_the_refusal(case: Complaint) -> None:
    Contact.objects.all().delete()
    at = [
        datetime(2025, 11, 2, *clock, tzinfo=SHANGHAI)
        for clock in ((21, 59, 59), (22, 0, 0), (23, 59, 59), (0, 0, 0), (7, 59, 59), (8, 0, 0))
    ]
    Contact.objects.bulk_create(
        [
            *(message(case, "10690001", "", one) for one in at),
            message(case, "10690001", "", datetime(2025, 11, 3, 0, 0, 0, tzinfo=SHANGHAI)),
            message(case, "10690001", "", at[0], direction="out", text="退订"),
        ]
    )
    found = timeline(case.pk)
    assert found is not None
    assert (found.night, found.busiest, str(found.busiest_on)) == (5, 6, "2025-11-02")
    assert found.after == 3  # not what came in the second of the answer
    Contact.objects.filter(direction="out").delete()
    said = timeline(case.pk, refused_on=at[0].date())
    assert said is not None
    assert said.after == 1  # from midnight on: the day itself may have been before


def test_an_answer_that_was_not_sent_refuses_nobody(case: Complaint) -> None:
    Contact.objects.filter(direction="out").update(reading={"doubts": ["not_sent"]})
    found = timeline(case.pk)
    assert found is not None
    assert found.refused_on is None


def test_a_code_that_the_sender_named_refuses(case: Complaint) -> None:
    Contact.objects.filter(direction="out").update(text="7788")
    silent = timeline(case.pk)
    assert silent is not None
    assert silent.refused_on is None
    offered = {"read": {"signature": "示例优选", "opt_out": {"code": "7788", "text": "退订回7788"}}}
    Contact.objects.filter(text="第0条").update(reading=offered)
    found = timeline(case.pk)
    assert found is not None
    assert found.after == 3


def test_years_are_drawn_by_month(case: Complaint) -> None:
    Contact.objects.create(complaint=case, channel="sms", received_on=FIRST.date() - timedelta(days=400))
    found = timeline(case.pk)
    assert found is not None
    assert found.bars()[0] == ("2024-09", 1, 0)
    assert found.bars()[-1] == ("2025-11", 9, 3)
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
    assert "【示例优选】 2025年11月3日 拒绝后仍收到 3 次" in first
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


def test_what_was_said_stands_beside_what_is_here(owner: User, client: Client) -> None:
    client.force_login(owner)
    for said, shown in ((137, True), (1, False), (None, False)):
        facts = {**OPT_OUT, "contacts": {**OPT_OUT.get("contacts", {}), "count": said}}
        complaint = filed(owner, facts)
        Contact.objects.create(complaint=complaint, channel="sms", sender="10690001", received_at=FIRST)
        page = client.get(reverse("contacts", args=[complaint.number])).content.decode()
        assert ("137 次，其中逐条登记的 1 次" in page) is shown
        assert ("<dt>一共</dt><dd>1 次</dd>" in page) is not shown


def test_strangers_see_nothing(case: Complaint, client: Client) -> None:
    assert client.get(reverse("contacts", args=[case.number])).status_code == 404
