"""What is told after the filing is told once, however often its form is sent."""

from typing import Any

import pytest
from django.test import Client

from complaints.models import Act, Contact, LedgerEntry, Outcome
from tests.complaints.test_codes import PERSON
from tests.hostile.cases import filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

CAME = {"came-count": "3", "came-on": "2026-11-20", "came-channel": "sms", "came-sender": "", "came-text": ""}
TOLD: list[dict[str, Any]] = [
    {"act": "stopped", "stopped-on": "2026-11-20"},
    {"act": "money", "money-on": "2026-11-20", "money-amount": "12.50"},
    {"act": "settled", "settled-on": "2026-11-20", "settled-words": "月底前退 100 元"},
]
ONE, TWO = "7b0c3a52-3f43-4c1c-9a52-6b0a3a1f0001", "7b0c3a52-3f43-4c1c-9a52-6b0a3a1f0002"


def test_the_same_form_sent_twice_adds_its_messages_once(client: Client) -> None:
    complaint = filed(client, you=PERSON)
    page = f"/cases/{complaint.number}/since/"
    had = complaint.contacts.count()
    answers = [client.post(page, CAME | {"act": "came", "came-once": ONE}, follow=True) for _turn in range(2)]
    first, second = ([str(one) for one in answer.context["messages"]] for answer in answers)
    assert first == second
    assert "重新算了" in first[0]
    assert Contact.objects.filter(complaint=complaint).count() == had + 3
    assert LedgerEntry.objects.filter(complaint=complaint, act=Act.CONTACTS_ADDED).count() == 1
    client.post(page, CAME | {"act": "came", "came-once": TWO})
    client.post(
        page, CAME | {"act": "came", "came-once": TWO, "came-count": "1"}
    )  # changed on a page kept: told anew
    assert Contact.objects.filter(complaint=complaint).count() == had + 7


@pytest.mark.parametrize("told", TOLD, ids=lambda one: one["act"])
def test_the_same_outcome_sent_twice_stands_once(client: Client, told: dict[str, Any]) -> None:
    complaint = filed(client, you=PERSON)
    page = f"/cases/{complaint.number}/since/"
    name = f"{told['act']}-once"
    for _turn in range(2):
        assert client.post(page, told | {name: ONE}).status_code == 302
    assert complaint.outcomes.count() == 1
    client.post(page, told | {name: TWO})
    assert complaint.outcomes.count() == 2


def test_each_form_has_a_number_of_its_own(client: Client) -> None:
    page = f"/cases/{filed(client, you=PERSON).number}/since/"
    numbers = []
    for _turn in range(2):
        shown = client.get(page).content.decode()
        numbers += [part.split('"')[0] for part in shown.split('-once" value="')[1:]]
    # How it came is not told: of what goes on there is no button that says it.
    assert len(numbers) == len(set(numbers)) == 8


def test_outcomes_of_a_case_have_an_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.services.outcomes.MOST_OUTCOMES", 1)
    page = f"/cases/{filed(client, you=PERSON).number}/since/"
    assert client.post(page, TOLD[0] | {"stopped-once": ONE}).status_code == 302
    refused = client.post(page, TOLD[1] | {"money-once": TWO})
    assert refused.status_code == 409
    assert "最多记 1 条" in refused.content.decode()
    assert "12.50" in refused.content.decode(), "nothing typed is lost"
    assert client.post(page, TOLD[0] | {"stopped-once": ONE}).status_code == 302, (
        "sent again, answered as before"
    )
    assert Outcome.objects.count() == 1
