"""The outbox: every attempt is a row before it is a message, and ends in a state that somebody can see."""

import logging
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.ledger import append_entry, digest
from complaints.models import Access, Act
from complaints.services import grant_access
from filings.models import Acknowledgement, Delivery, Filing, Way
from filings.moves import State
from filings.services import mail, notices
from filings.services.content import content_of
from filings.services.moving import apply, queue_delivery
from filings.services.reach import OUTBOX, Refused, hold
from filings.services.withdrawing import settle_withdrawal

LEASE = timedelta(
    seconds=100
)  # longer than any step of a conversation; a worker silent for so long is given up
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 120, 600, 3600, 4 * 3600, 12 * 3600))
MOST_TRIES = len(PAUSES) + 1
_log = logging.getLogger(__name__)


def confirm(*, by: Actor, filing: Filing, at: datetime | None = None) -> Filing:
    """Release a prepared filing: into the outbox, or for its bearer to hand in. A second click changes nothing."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(by, filing)
        if held.state == State.QUEUED:
            return held
        held = apply(by=by, held=held, to=State.QUEUED, at=at)
        if held.way != Way.HAND:
            transaction.on_commit(_wake, robust=True)
    return held


def _wake() -> None:
    """Ask for a sweep now; when the broker is away, the next one by the clock will do."""
    from filings.tasks import sweep_outbox as task

    try:
        task.apply_async(ignore_result=True, retry=False, expires=60)
    except Exception as error:  # whatever the broker's library raises: the row is saved
        _log.warning("no worker could be woken: %s", type(error).__name__)


def sweep_outbox(*, at: datetime | None = None, most: int = 100, seconds: float = 50) -> int:
    """Settle what vanished workers left, then deliver what is due, a row at a time; how many were delivered or tried.

    ``at`` pins the clock. Any number of sweeps may run at once.
    """
    begun = timezone.now()
    give_up_abandoned(at=at)
    done = 0
    while done < most and (timezone.now() - begun).total_seconds() < seconds:
        delivery = claim(at=at or timezone.now())
        if delivery is None:
            break
        try:
            carry_out(delivery, at=at)
        except DatabaseError:
            raise
        except Exception:  # a fault of ours: the lease ends, and the row is settled for what it then is
            _log.exception("delivery %s broke off", delivery.pk)
        done += 1
    notices.send_due(at=at)
    return done


def deliver(*, delivery_id: int, at: datetime | None = None) -> bool:
    """Deliver one row if it is due and nobody has it; whether it was this call that did."""
    delivery = claim(at=at or timezone.now(), delivery_id=delivery_id)
    if delivery is None:
        return False
    carry_out(delivery, at=at)
    return True


def claim(*, at: datetime, delivery_id: int | None = None) -> Delivery | None:
    """Take the row that has been due longest (or the one named) for the time of a lease: one statement, one winner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE filings_delivery SET state = 'sending', started_at = %(at)s, lease_until = %(until)s WHERE id IN ("
            " SELECT id FROM filings_delivery WHERE state = 'waiting' AND due_at <= %(at)s"
            " AND (%(id)s::bigint IS NULL OR id = %(id)s)"
            " ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id",
            {"at": at, "until": max(at, timezone.now()) + LEASE, "id": delivery_id},
        )
        row = cursor.fetchone()
    return Delivery.objects.select_related("filing").get(pk=row[0]) if row else None


def carry_out(delivery: Delivery, *, at: datetime | None = None) -> None:
    """One attempt of a claimed row, to whatever end."""
    if delivery.filing.way == Way.DESK:
        _to_desk(delivery, at)
    else:
        _by_mail(delivery, at)


def _mine(delivery: Delivery, at: datetime) -> tuple[Filing, Delivery] | None:
    """Lock filing and row; None when the row was taken away meanwhile (cancelled, or given up for dead)."""
    held = hold(OUTBOX, delivery.filing)
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.state != Delivery.State.SENDING:
        return None
    if held.state == State.QUEUED and (held.consent.withdrawn_at is None or row.handed_over_at is not None):
        return held, row
    _end(row, Delivery.State.CANCELLED, at)
    return None


def _end(row: Delivery, state: str, at: datetime, *, answer: str = "", error: str = "") -> None:
    row.state, row.finished_at, row.lease_until = state, at, None
    row.answer, row.error = answer or row.answer, error or row.error
    row.save(update_fields=["state", "finished_at", "lease_until", "answer", "error"])


def _note_attempt(row: Delivery, held: Filing, outcome: str, at: datetime, **more: Any) -> None:
    detail = {"filing": str(held.pk), "attempt": row.attempt, "outcome": outcome, **more}
    append_entry(by=OUTBOX, complaint_id=held.complaint_id, act=Act.FILING_ATTEMPTED, detail=detail, at=at)


def _to_desk(delivery: Delivery, at: datetime | None) -> None:
    """Into a desk of this portal: opened, acknowledged and recorded in one transaction, so it never half happens."""
    at = at or timezone.now()
    with transaction.atomic():
        mine = _mine(delivery, at)
        if mine is None:
            return
        held, row = mine
        row.handed_over_at = at
        row.save(update_fields=["handed_over_at"])
        answer = str(_("已送达本平台上的办案台"))
        _end(row, Delivery.State.DONE, at, answer=answer)
        _note_attempt(row, held, "delivered", at)
        grant_access(
            by=OUTBOX,
            complaint=held.complaint,
            organisation=held.organisation,
            why=Access.Why.SENT,
            exhibits=[UUID(one) for one in held.exhibits],
            covered={UUID(one): UUID(redaction) for one, redaction in held.covered.items()},
            uncovered=[UUID(one) for one in held.uncovered],
            at=at,
        )
        acknowledge(held, Acknowledgement.Source.DESK, held.complaint.number, OUTBOX, at)
        apply(by=OUTBOX, held=held, to=State.ACKNOWLEDGED, at=at, detail={"attempt": row.attempt})


def acknowledge(held: Filing, source: str, reference: str, by: Actor, at: datetime) -> Acknowledgement:
    """Write down a proof that the other side has it. What it says stays out of the ledger; its hash goes in."""
    proof = Acknowledgement.objects.create(
        filing=held, source=source, reference=reference[:200], at=at, recorded_by=by.label
    )
    detail = {
        "filing": str(held.pk),
        "acknowledgement": proof.pk,
        "source": source,
        "reference": digest(reference),
    }
    append_entry(by=by, complaint_id=held.complaint_id, act=Act.ACKNOWLEDGED, detail=detail, at=at)
    return proof


def _by_mail(delivery: Delivery, at: datetime | None) -> None:
    now = at or timezone.now()
    with transaction.atomic():
        mine = _mine(delivery, now)
        if mine is None:
            return
        held, _row = mine
        message = _message(held, now)
    renewed = time.monotonic()

    def alive() -> None:
        nonlocal renewed
        if time.monotonic() - renewed > LEASE.total_seconds() / 4:
            renewed = time.monotonic()
            sending = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING)
            sending.update(lease_until=timezone.now() + LEASE)

    try:
        answer = mail.send(
            message,
            to=held.recipient.email,
            alive=alive,
            hand_over=lambda: _point_of_no_return(delivery, at or timezone.now()),
        )
    except mail.NotSent as failure:
        _not_sent(delivery, failure, at or timezone.now())
    except mail.Ambiguous as unclear:
        _unknown(delivery, str(unclear), at or timezone.now())
    else:
        _sent(delivery, answer, at or timezone.now())


def _message(held: Filing, at: datetime) -> bytes:
    """The sealed message of a filing; the first attempt builds it, every later one sends the same bytes."""
    if held.mail is None:
        message = mail.build(held, content_of(held), at=at)
        held.mail = mail.sealed_copy(message)
        held.save(update_fields=["mail"])
        return message
    with mail.sealing.open_sealed(held.mail) as plain:
        return plain.read()


def _point_of_no_return(delivery: Delivery, at: datetime) -> bool:
    """Commit, before the end mark leaves, that it leaves. After a crash this row says that nobody knows."""
    with transaction.atomic():
        mine = _mine(delivery, at)
        if mine is None:
            return False
        held, row = mine
        row.handed_over_at = at
        row.lease_until = max(at, timezone.now()) + LEASE
        row.save(update_fields=["handed_over_at", "lease_until"])
        detail = {
            "filing": str(held.pk),
            "attempt": row.attempt,
            "mail": held.mail.sha256 if held.mail else "",
        }
        append_entry(by=OUTBOX, complaint_id=held.complaint_id, act=Act.FILING_SENDING, detail=detail, at=at)
    return True


def _sent(delivery: Delivery, answer: str, at: datetime) -> None:
    """The server took it. Also when this worker had been given up meanwhile: its answer settles the question."""
    with transaction.atomic():
        held = hold(OUTBOX, delivery.filing)
        row = Delivery.objects.select_for_update().get(pk=delivery.pk)
        _end(row, Delivery.State.DONE, at, answer=answer)
        _note_attempt(row, held, "accepted", at, answer=digest(answer))
        acknowledge(held, Acknowledgement.Source.SERVER, answer, OUTBOX, at)
        if held.state in (State.QUEUED, State.SENT_UNKNOWN):
            held = apply(by=OUTBOX, held=held, to=State.SENT, at=at, detail={"attempt": row.attempt})
        if held.consent.withdrawn_at is not None:
            settle_withdrawal(by=OUTBOX, held=held, reason="", at=at)


def _not_sent(delivery: Delivery, failure: mail.NotSent, at: datetime) -> None:
    """Certainly not taken: again later, or never with the reason."""
    with transaction.atomic():
        held = hold(OUTBOX, delivery.filing)
        row = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if row.state not in (Delivery.State.SENDING, Delivery.State.UNKNOWN):
            return
        _end(row, Delivery.State.FAILED, at, answer=failure.answer, error=failure.answer)
        _note_attempt(
            row, held, "refused" if failure.final else "postponed", at, answer=digest(failure.answer)
        )
        if held.state not in (State.QUEUED, State.SENT_UNKNOWN):
            return
        if failure.final or held.state == State.SENT_UNKNOWN:
            _never(held, failure.answer, at)
        else:
            _again(held, row, failure.answer, at)


def _again(held: Filing, row: Delivery, why: str, at: datetime) -> None:
    """The next attempt as a new row, later each time; none after the last."""
    if row.tries >= MOST_TRIES or held.consent.withdrawn_at is not None:
        _never(held, why, at)
    else:
        queue_delivery(held, at + PAUSES[row.tries - 1], row.tries + 1)


def _never(held: Filing, why: str, at: datetime) -> None:
    if held.consent.withdrawn_at is not None:
        settle_withdrawal(by=OUTBOX, held=held, reason="", at=at)
    else:
        apply(by=OUTBOX, held=held, to=State.FAILED, reason=_("没有送达：%s") % why, at=at)


def _unknown(delivery: Delivery, why: str, at: datetime) -> None:
    """Nobody knows whether it arrived. It is never sent again by itself; a person finds out."""
    with transaction.atomic():
        held = hold(OUTBOX, delivery.filing)
        row = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if row.state != Delivery.State.SENDING:
            return
        _end(row, Delivery.State.UNKNOWN, at, error=why)
        _note_attempt(row, held, "unknown", at)
        if held.state == State.QUEUED:
            held = apply(by=OUTBOX, held=held, to=State.SENT_UNKNOWN, at=at, detail={"attempt": row.attempt})
        if held.consent.withdrawn_at is not None:
            settle_withdrawal(by=OUTBOX, held=held, reason="", at=at)


def give_up_abandoned(*, at: datetime | None = None) -> int:
    """Settle the rows whose worker vanished: unknown when the end mark may have left, else tried again. How many."""
    now = at or timezone.now()
    found = list(Delivery.objects.abandoned(now).select_related("filing")[:200])
    for delivery in found:
        with transaction.atomic():
            held = hold(OUTBOX, delivery.filing)
            row = Delivery.objects.select_for_update().get(pk=delivery.pk)
            if row.state != Delivery.State.SENDING or row.lease_until is None or row.lease_until >= now:
                continue
            if row.handed_over_at is not None:
                _unknown(row, str(_("发送的程序在交出邮件之后中断，没有收到服务器的回答")), now)
                continue
            why = str(_("发送的程序在交出材料之前中断"))
            _end(row, Delivery.State.FAILED, now, error=why)
            _note_attempt(row, held, "interrupted", now)
            if held.state == State.QUEUED:
                _again(held, row, why, now)
    return len(found)


def resolve_unknown(
    *, by: Actor, filing: Filing, delivered: bool, proof: str, at: datetime | None = None
) -> Filing:
    """Settle a ``sent_unknown`` with what was found out: sent after all, or queued to be sent again."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(by, filing)
        if held.state != State.SENT_UNKNOWN:
            raise Refused(_("这份材料不在“是否送达不明”的状态，没有改动。"))
        if not delivered and held.consent.withdrawn_at is not None:
            raise Refused(_("投诉人已经撤回同意，不能重新发送。"))
        to = State.SENT if delivered else State.QUEUED
        held = apply(by=by, held=held, to=to, reason=proof, at=at)
        if delivered and held.consent.withdrawn_at is not None:
            held = settle_withdrawal(by=by, held=held, reason="", at=at)
    return held
