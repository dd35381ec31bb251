"""What the outbox costs in SQL statements, equal to ``tests/query_counts.json``: their number decides how many leave a
second."""

from collections.abc import Iterator
from typing import Any

import pytest

from complaints.ledger import walk
from filings import services
from filings.models import Delivery, Filing, Recipient
from tests.cases import NOW, make_case, make_desk, make_mail_recipient, queued
from tests.counting import Counting
from tests.filings.mailbox import Mailbox, serving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

MOST_AT_A_DESK = 20  # statements of a delivery, its claim, BEGIN and COMMIT among them


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 30
    with serving(box):
        yield box


def waiting(to: Recipient, number: int) -> list[Filing]:
    return [queued(make_case(email=""), to) for _ in range(number)]


def all_left(filings: list[Filing]) -> bool:
    """Everything was delivered, and the ledgers tell it in order."""
    ledgers = [walk(one.complaint_id, one.complaint.ledger.order_by("sequence")) for one in filings]
    rows = Delivery.objects.filter(filing__in=filings)
    return ledgers == [[]] * len(filings) and {row.state for row in rows} == {Delivery.State.DONE}


def test_a_delivery_to_a_desk(counted: Counting) -> None:
    desk, _caseworker = make_desk()
    filings = waiting(desk, 1)
    with counted("outbox_desk") as made:
        assert services.deliver_here(at=NOW, most=1) == 1
    assert all_left(filings)
    assert len(made) <= MOST_AT_A_DESK


@pytest.mark.parametrize(("name", "number"), [("outbox_mail", 1), ("outbox_five_mails", 5)])
def test_mails_to_one_recipient(mailbox: Mailbox, counted: Counting, name: str, number: int) -> None:
    filings = waiting(make_mail_recipient(), number)
    with counted(name):
        assert services.send_away(at=NOW, most=number) == number
    assert all_left(filings)
    assert len(mailbox.received) == number
