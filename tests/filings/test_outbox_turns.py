"""Nobody waits for another's server: desks apart from mail, one worker a recipient, a breaker that administrators see."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import work
from filings import services
from filings.models import Delivery, Filing, Notice, Recipient
from filings.moves import State
from filings.services.sending import outbox
from filings.ways import email as mails
from tests.cases import NOW, make_case, make_desk, make_mail_recipient, make_user, queued
from tests.filings.mailbox import DROP, Mailbox, serving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 30
    settings.DEFAULT_FROM_EMAIL = "anning@portal.example"
    with serving(box):
        yield box


def recipient(name: str) -> Recipient:
    return Recipient.objects.create(
        name=name, channel="operator", way="email", email=f"{name}@example.org", contact="10000"
    )


def state_of(filing: Filing) -> str:
    return Filing.objects.get(pk=filing.pk).state


def test_a_desk_of_this_portal_waits_for_no_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its task opens no conversation at all, however many mails have been due for longer."""

    def spoken(*_args: Any) -> None:
        raise AssertionError("the task of the desks spoke with a mail server")

    monkeypatch.setattr(mails.Conversation, "__enter__", spoken)
    mailed = queued(make_case(email=""), make_mail_recipient())
    desk, _caseworker = make_desk()
    filing = queued(make_case(email=""), desk)
    Delivery.objects.filter(filing=mailed).update(due_at=NOW - timedelta(days=1))
    assert services.deliver_here(at=NOW) == 1
    assert (state_of(filing), state_of(mailed)) == (State.ACKNOWLEDGED, State.QUEUED)


def test_several_mails_to_one_recipient_go_over_one_connection(mailbox: Mailbox) -> None:
    to = recipient("one")
    filings = [queued(make_case(email=""), to) for _ in range(3)]
    assert services.send_away(at=NOW) == 3
    assert [state_of(filing) for filing in filings] == [State.SENT] * 3
    assert len(mailbox.received) == 3
    assert len(set(mailbox.callers)) == 1


@pytest.mark.parametrize("most", [2, 3])
def test_a_turn_that_ends_by_its_measure_rings_for_the_next(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, most: int
) -> None:
    """What is left does not wait for the clock; a turn that found no more, and nobody else's, rings for none."""
    rung: list[str] = []
    monkeypatch.setattr(work, "_ring", lambda task, *_told: rung.append(task))
    desk, _caseworker = make_desk()
    to = recipient("one")
    sent = [queued(make_case(email=""), each) for each in (desk, desk, to, to)]
    told = {"kind": Notice.Kind.CONSENT_WITHDRAWN, "to": "one@example.org", "subject": "撤回", "body": "撤回"}
    for filing in sent[:2]:
        Notice.objects.create(filing=filing, created_at=NOW, due_at=NOW, **told)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.deliver_here(at=NOW, most=most) == 2
        assert services.send_away(at=NOW, most=most) == 2
        assert services.send_notices(at=NOW, most=most) == 2
    tasks = {f"filings.tasks.{name}" for name in ("deliver_here", "send_away", "send_notices")}
    assert tasks & set(rung) == (tasks if most == 2 else set())


@pytest.mark.parametrize("others", [1, 0])
def test_before_the_first_word_the_next_recipient_is_rung_for(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    """A server that says nothing keeps the other recipient waiting for as long as a worker takes to come."""
    rung: list[str] = []
    at_first_word: list[int] = []
    sent = [queued(make_case(email=""), recipient(f"to{n}")) for n in range(1 + others)]
    monkeypatch.setattr(work, "wake", lambda task, *_told, **_more: rung.append(task))
    spoken = mails.Conversation.__enter__

    def first_word(conversation: mails.Conversation) -> mails.Conversation:
        at_first_word.append(rung.count("filings.tasks.send_away"))
        return spoken(conversation)

    monkeypatch.setattr(mails.Conversation, "__enter__", first_word)
    assert services.send_away(at=NOW) == len(sent)
    assert at_first_word == [others] * len(sent)
    assert [state_of(filing) for filing in sent] == [State.SENT] * len(sent)


def test_one_worker_alone_sends_to_a_recipient() -> None:
    first, second = recipient("first"), recipient("second")
    for to in (first, first, second):
        queued(make_case(email=""), to)
    assert {row.filing.recipient_id for row in outbox._claim_conversation(NOW)} == {first.pk}
    queued(make_case(email=""), first)
    assert {row.filing.recipient_id for row in outbox._claim_conversation(NOW)} == {second.pk}
    assert outbox._claim_conversation(NOW) == []


def test_a_server_that_fails_keeps_nobody_else_waiting(mailbox: Mailbox) -> None:
    """After one failure the rest waits untried for the breaker; the other recipient's mail leaves in the same sweep."""
    silent, good = recipient("silent"), recipient("good")
    waiting = [queued(make_case(email=""), silent) for _ in range(3)]
    sent = queued(make_case(email=""), good)
    Delivery.objects.filter(filing__recipient=silent).update(due_at=NOW - timedelta(minutes=1))
    mailbox.at_rcpt = [DROP]
    services.send_away(at=NOW)
    assert state_of(sent) == State.SENT
    assert [state_of(filing) for filing in waiting] == [State.QUEUED] * 3
    assert Delivery.objects.filter(state=Delivery.State.FAILED).count() == 1
    untried = Delivery.objects.filter(filing__in=waiting, state=Delivery.State.WAITING, attempt=1)
    assert [(row.attempts, row.claim, row.lease_until) for row in untried] == [(0, None, None)] * 2
    silent.refresh_from_db()
    assert (silent.failures, silent.paused_until) == (1, NOW + timedelta(seconds=10))
    assert silent.problem


def test_after_the_pause_one_mail_tries_and_an_answer_closes_the_breaker(mailbox: Mailbox) -> None:
    to = recipient("mended")
    filings = [queued(make_case(email=""), to) for _ in range(3)]
    mailbox.at_rcpt = [DROP]
    services.send_away(at=NOW)
    assert services.send_away(at=NOW + timedelta(seconds=9)) == 0
    later = NOW + timedelta(seconds=10)
    assert len(outbox._claim_conversation(later)) == 1
    Delivery.objects.filter(state=Delivery.State.SENDING).update(
        state="waiting", claim=None, lease_until=None
    )
    services.send_away(at=later)
    assert [state_of(filing) for filing in filings] == [State.SENT] * 3
    to.refresh_from_db()
    assert (to.failures, to.paused_until, to.problem) == (0, None, "")


def test_of_the_servers_that_failed_one_is_tried_at_a_time() -> None:
    """However many are silent, they hold one worker; the others send."""
    for name in ("lame", "halt"):
        queued(make_case(email=""), recipient(name))
    Recipient.objects.filter(name__in=("lame", "halt")).update(failures=2, paused_until=NOW)
    assert len(outbox._claim_conversation(NOW)) == 1
    assert outbox._claim_conversation(NOW) == []
    queued(make_case(email=""), recipient("sound"))
    assert len(outbox._claim_conversation(NOW)) == 1


def test_a_refused_address_is_no_reason_to_pause(mailbox: Mailbox) -> None:
    to = recipient("refused")
    queued(make_case(email=""), to)
    mailbox.at_rcpt = ["550 no such user"]
    services.send_away(at=NOW)
    to.refresh_from_db()
    assert to.failures == 0


def test_administrators_see_the_breaker(client: Client) -> None:
    to = recipient("paused")
    Recipient.objects.filter(pk=to.pk).update(failures=3, paused_until=NOW, problem="TimeoutError: timed out")
    admin = make_user("administrator")
    admin.is_staff = admin.is_superuser = True
    admin.save()
    client.force_login(admin)
    page = client.get(reverse("admin:filings_recipient_changelist")).content.decode()
    assert "接连 3 次发不到，03-16 10:00 以后再试：TimeoutError: timed out" in page
