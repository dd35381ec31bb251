"""The message that the person pasted: counted in the draft as in the filed case, and once where an import has it too."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import SESSION_CODES, Actor
from accounts.models import User
from complaints.counting.timeline import SHANGHAI, timeline_of
from complaints.counting.timeline import timeline as counted
from complaints.counting.told import told_again
from complaints.models import Complaint, Contact, Draft
from complaints.review import counted_in
from complaints.services import open_draft, save_answers
from complaints.services.drafts import answers_of

pytestmark = pytest.mark.django_db
SHOP, NUMBER, TEXT = "示例优选", "10690001", "【示例优选】全场五折，拒收请回复TD"
BEGIN = datetime(2025, 11, 1, 9, 30, tzinfo=SHANGHAI)
YOU = {
    "name": "王小宁", "phone": "13900001234", "region": "310000", "address": "", "email": "", "id_number": "", "agreed": True,
}  # fmt: skip


@pytest.fixture
def begun() -> tuple[Draft, Actor]:
    by = Actor.of_user(User.objects.create_user(username="holder", password="x"))
    return open_draft(by=by)[0], by


def imported(case_id: Any, **changes: Any) -> Contact:
    whole = {
        "channel": "sms",
        "sender": NUMBER,
        "text": "【示例优选】会员日",
        "received_at": BEGIN,
        "reading": {"read": {"signature": SHOP}},
        "exhibit_id": uuid4(),
        "fingerprint": uuid4(),
    } | changes
    return Contact.objects.create(complaint_id=case_id, **whole)


def answered(begun: tuple[Draft, Actor], **message: Any) -> dict[str, Any]:
    """A draft that could be filed, with three messages, an answer and what is given of the pasted message."""
    draft, by = begun
    for day in range(3):
        imported(
            draft.pk, text=f"【示例优选】第{day}天", received_at=BEGIN + timedelta(days=day, hours=day * 7)
        )
    imported(draft.pk, text="TD", direction="out", received_at=BEGIN + timedelta(days=1, hours=9), reading={})
    told = {"text": TEXT, "sender": NUMBER, "channel": "sms", "received_on": "2025-11-09"} | message
    steps: dict[str, Any] = {
        "kind": {"kind": "harassment"},
        "story": {"story": "示例。"},
        "message": told,
        "situations": {"situations": ["optout_ignored"]},
        "event": {"first": "2025-11-01", "last": "2025-11-09"},
        "you": YOU,
    }
    for step, given in steps.items():
        save_answers(by=by, draft=draft, step=step, answers=given)
    draft.refresh_from_db()
    return answers_of(draft)


def filed(begun: tuple[Draft, Actor]) -> Complaint:
    client = Client()
    assert begun[1].user is not None
    client.force_login(begun[1].user)
    answer = client.post(reverse("step", args=[begun[0].pk, "review"]))
    assert answer.status_code == 302, answer.content.decode()
    return Complaint.objects.get(pk=begun[0].pk)


MESSAGES: list[dict[str, Any]] = [
    {},
    {"received_on": None},
    {"received_on": "2025-10-02"},
    {"received_on": "2025-11-02"},  # the day of the answer: it may have been before
    {"sender": ""},
    {"sender": "02100001111", "channel": "call", "text": ""},
    {"text": "没有签名的一条"},
    {"sender": "10690009"},  # another number under the name that was refused
    {"exhibit": str(uuid4()), "line": 2, "at": "23:10"},
    {"exhibit": str(uuid4()), "line": 2, "at": "18:40", "received_on": "2025-11-02", "text": "【另一家】退订回T"},
    {"text": "【示例优选】第1天", "received_on": "2025-11-02"},  # the import has it
    {"text": "【示例优选】 第1天\n", "received_on": None, "sender": ""},
    {"text": "【示例优选】第1天", "received_on": "2025-11-05"},  # the same words on another day are another message
]  # fmt: skip


@pytest.mark.parametrize("message", MESSAGES, ids=range(len(MESSAGES)))
def test_a_draft_counts_what_the_filed_case_counts(
    begun: tuple[Draft, Actor], message: dict[str, Any]
) -> None:
    in_draft = counted_in(begun[0].pk, answered(begun, **message))
    after = timeline_of(filed(begun))
    assert in_draft is not None
    assert after is not None
    assert in_draft == replace(after, repeated=frozenset())
    assert after.count == (
        3 if "第1天" in message.get("text", "") and message["received_on"] != "2025-11-05" else 4
    )


def test_the_pasted_message_reaches_the_facts(begun: tuple[Draft, Actor]) -> None:
    found = counted_in(begun[0].pk, answered(begun))
    assert found is not None
    facts = found.facts()
    assert facts["contacts"]["count"] == 4
    assert facts["contacts"]["after_refusal"] == 2  # the third of the phone, and the pasted one
    assert facts["event"] == {"first": "2025-11-01", "last": "2025-11-09"}


def test_what_the_person_said_of_a_refusal_counts_in_the_draft_too(begun: tuple[Draft, Actor]) -> None:
    Contact.objects.all().delete()
    answers = answered(begun) | {"refusal": {"refusal__on": "2025-11-01"}}
    Contact.objects.filter(direction="out").delete()
    found = counted_in(begun[0].pk, answers)
    assert found is not None
    assert found.after == 3


def test_the_pages_of_the_intake_propose_the_whole_count(begun: tuple[Draft, Actor], client: Client) -> None:
    answered(begun)
    session = client.session
    session[SESSION_CODES] = [begun[0].code_digest]
    session.save()
    page = client.get(reverse("step", args=[begun[0].pk, "contacts"])).content.decode()
    assert 'name="contacts__count" value="4"' in page
    listed = client.get(reverse("step", args=[begun[0].pk, "refusal"])).content.decode()
    assert 'name="contacts__after_refusal" value="2"' in listed


def test_without_an_import_there_is_nothing_to_count(begun: tuple[Draft, Actor]) -> None:
    answers = answered(begun)
    Contact.objects.all().delete()
    assert counted_in(begun[0].pk, answers) is None


def test_an_import_after_the_filing_counts_the_filed_message_once(begun: tuple[Draft, Actor]) -> None:
    Contact.objects.all().delete()
    answered(begun)
    complaint = filed(begun)
    told = Contact.objects.get(fingerprint=None)
    twin = imported(complaint.pk, text=TEXT, received_at=datetime(2025, 11, 9, 10, tzinfo=SHANGHAI))
    found = timeline_of(complaint)
    assert found is not None
    assert (found.count, found.repeated) == (4, {told.pk})
    assert sum(count for *_rest, count in found.by_day) == 4
    client = Client()
    assert begun[1].user is not None
    client.force_login(begun[1].user)
    page = client.get(reverse("contacts", args=[complaint.number])).content.decode()
    assert page.count("导入的里面也有这一条，只数一次") == 1
    assert told_again(complaint.pk, among=[twin.pk]) == frozenset()
    Contact.objects.filter(pk=twin.pk).update(received_at=BEGIN + timedelta(days=30))
    apart = timeline_of(complaint)
    assert apart is not None
    assert (apart.count, apart.repeated) == (5, frozenset())


def test_calls_are_the_same_only_on_the_same_day_from_the_same_number(begun: tuple[Draft, Actor]) -> None:
    case_id = begun[0].pk
    at = timezone.now()
    call: dict[str, Any] = {"channel": "call", "text": "", "reading": {}, "received_at": at}
    imported(case_id, **call, sender="02100001111")
    for sender in ("02100001111", "02100002222", ""):
        Contact.objects.create(complaint_id=case_id, sender=sender, **call)
    Contact.objects.create(complaint_id=case_id, sender="02100001111", channel="call")
    found = counted(case_id)
    assert found is not None
    assert (found.count, len(found.repeated)) == (4, 1)


def test_the_answers_are_kept_as_they_were(begun: tuple[Draft, Actor]) -> None:
    answers = answered(begun)
    before = json.dumps(answers)
    counted_in(begun[0].pk, answers)
    assert json.dumps(answers) == before
