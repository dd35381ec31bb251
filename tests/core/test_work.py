"""Leased work: claimed once, renewed while its worker lives, lost without a trace, tried again by one ladder."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from core import work
from evidence.models import Redaction, Timestamp
from filings.models import Notice

AT = datetime.fromisoformat("2026-03-16T10:00:00+08:00")
DIGEST = "sha256:" + "1" * 64
pytestmark = pytest.mark.django_db


def wish(**given: Any) -> Timestamp:
    return Timestamp.objects.create(**{"digest": DIGEST, "asked_at": AT, "due_at": AT, **given})


def claimed(at: datetime = AT) -> Timestamp:
    with transaction.atomic():
        (row,) = work.claim(Timestamp.objects.due(at).select_for_update(), at=at)
    return row


def test_a_claim_lasts_a_minute_at_most_and_is_renewed_at_a_third() -> None:
    assert timedelta() < work.LEASE <= timedelta(seconds=60)
    assert work.LEASE / 3 == work.RENEWED_EVERY
    wish()
    row = claimed()
    assert (row.attempts, row.lease_until) == (1, AT + work.LEASE)
    assert not Timestamp.objects.due(AT + work.LEASE - timedelta(seconds=1)).exists()
    assert Timestamp.objects.due(AT + work.LEASE).exists()


def test_who_lost_the_lease_writes_nothing() -> None:
    wish()
    late = claimed()
    now = claimed(AT + work.LEASE)
    with transaction.atomic(), pytest.raises(work.LeaseLost):
        work.locked(late)
    work.end(late, Timestamp.State.FAILED, problem="too late")
    work.put_off(late, Timestamp.State.FAILED, at=AT)
    row = Timestamp.objects.get()
    assert (row.state, row.problem, row.claim) == (Timestamp.State.PENDING, "", now.claim)


def test_who_never_claimed_holds_nothing() -> None:
    """No token is no token: two rows without one are not the same worker's."""
    with transaction.atomic(), pytest.raises(work.LeaseLost):
        work.locked(wish())


def test_pauses_grow_and_end_at_the_longest() -> None:
    pauses = [work.pause(attempt) for attempt in range(1, 12)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == work.PAUSES[-1]
    assert work.pause(9, longest=timedelta(hours=1)) == timedelta(hours=1)
    assert work.pause(0) == work.PAUSES[0]


def ladder(tries: int) -> list[work.Rung]:
    return [work.Rung(OSError, Timestamp.State.FAILED, lambda: "gone", tries=tries)]


def broken() -> None:
    raise OSError("no space")


def test_a_rung_tries_again_and_then_says_why_not() -> None:
    wish()
    work.carry_out([claimed()], broken, ladder=ladder(2), waiting=Timestamp.State.PENDING, at=AT)
    row = Timestamp.objects.get()
    assert (row.state, row.problem, row.lease_until) == (Timestamp.State.PENDING, "", None)
    assert row.due_at >= AT + work.pause(1)
    again = claimed(AT + timedelta(days=1))
    work.carry_out([again], broken, ladder=ladder(2), waiting=Timestamp.State.PENDING, at=AT)
    row = Timestamp.objects.get()
    assert (row.state, row.problem, row.claim) == (Timestamp.State.FAILED, "gone", None)


def test_a_fault_of_ours_is_no_rung() -> None:
    """It goes on up; the row keeps its lease and is another's when that ends."""
    wish()
    with pytest.raises(ZeroDivisionError):
        work.carry_out([claimed()], lambda: 1 // 0, ladder=ladder(2), waiting="pending", at=AT)
    assert Timestamp.objects.due(AT + work.LEASE).exists()


def test_a_row_put_back_untried_is_due_as_it_was() -> None:
    wish()
    work.put_back(claimed(), Timestamp.State.PENDING)
    row = Timestamp.objects.get()
    assert (row.attempts, row.due_at, row.lease_until, row.claim) == (0, AT, None, None)


@pytest.mark.parametrize(("attempts", "out"), [(5, False), (6, True)])
def test_what_killed_its_workers_is_given_up(attempts: int, out: bool) -> None:
    assert Redaction(attempts=attempts).worn_out is out
    assert Notice(attempts=attempts).worn_out is out
    assert not Timestamp(attempts=attempts).worn_out  # an authority is asked for ever


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_the_child_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the process that the worker waits for is doing: the parent renews, until the row is another's."""
    monkeypatch.setattr(work, "RENEWED_EVERY", timedelta(milliseconds=5))
    turned = threading.Event()
    real = work._renewed_once

    def once(*args: Any) -> bool:
        still = real(*args)
        turned.set()
        return still

    monkeypatch.setattr(work, "_renewed_once", once)
    wish()
    row = claimed()
    with work.renewed([row]) as lost:
        assert turned.wait(30)
        assert Timestamp.objects.get().lease_until != AT + work.LEASE
        assert not lost.is_set()
        Timestamp.objects.update(claim=None)
        assert lost.wait(30)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_its_worker_has_locked_is_still_its_own() -> None:
    wish()
    row = claimed()
    answers: list[bool] = []

    def other() -> None:
        answers.append(work._renewed_once(Timestamp, [row.pk], row.claim))
        connection.close()

    with transaction.atomic():
        work.locked(row)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(30)
    assert answers == [True]


def test_a_database_that_is_away_takes_no_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: Any, **_more: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(work.transaction, "atomic", away)
    assert work._renewed_once(Timestamp, [1], None)


def test_a_ring_waits_for_the_commit_and_never_fails(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[tuple[str, Any]] = []

    def send(task: str, **more: Any) -> None:
        rung.append((task, more))
        raise ConnectionError("no broker")

    monkeypatch.setattr(work.current_app, "send_task", send)
    with django_capture_on_commit_callbacks(execute=True):
        work.wake("evidence.tasks.sweep_timestamps", "x")
        assert rung == []
    ((task, more),) = rung
    assert (task, more["args"], more["retry"]) == ("evidence.tasks.sweep_timestamps", ("x",), False)


def test_many_rows_are_claimed_with_one_statement(django_assert_num_queries: Any) -> None:
    for place in range(3):
        wish(digest="sha256:" + str(place) * 64)
    with transaction.atomic():
        rows = list(Timestamp.objects.due(AT).select_for_update())
        with django_assert_num_queries(1):
            claimed = work.claim(rows, at=AT)
        with django_assert_num_queries(0):
            assert work.claim([], at=AT) == []
    written = [(row.pk, row.attempts, row.claim, row.lease_until) for row in Timestamp.objects.order_by("pk")]
    assert written == [(row.pk, 1, claimed[0].claim, AT + work.LEASE) for row in claimed]
