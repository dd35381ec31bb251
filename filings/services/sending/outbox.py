"""The outbox: every attempt is a row before it is a message, and ends in a state that somebody can see."""

import io
import logging
import time
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, entries_together
from complaints.models import Act
from core import work
from core.canonical import digest
from core.language import gettext as _
from core.retention_and_limits import MAIL_BREAK, MAIL_TRIES, PAUSES
from evidence.sealed import sealing
from filings.models import TAKES_MORE, Acknowledgement, Delivery, Filing, Recipient, Supplement
from filings.models.deliveries import DeliveryQuerySet
from filings.moves import State
from filings.services.movement import apply, check_not_gone, queue_delivery
from filings.services.reach import OUTBOX, Refused, check_reachable, hold, hold_case, roles
from filings.services.sending import notices
from filings.services.sending.consent import check_guardian
from filings.services.sending.content import content_of
from filings.services.sending.parked import park, sweep_parked
from filings.services.sending.withdrawal import settle_withdrawal
from filings.services.supplements import movement as supplements
from filings.services.supplements.frozen import supplement_content_of
from filings.ways import Ambiguous, Away, Here, NotSent, Talk
from filings.ways.table import AWAY, HERE, is_carried

MOST_IN_A_CONVERSATION = 20  # mails to one recipient over one connection, one after the other
_log = logging.getLogger(__name__)


def confirm(*, by: Actor, filing: Filing, at: datetime | None = None) -> Filing:
    """Release a prepared filing: into the outbox, or for its bearer to hand in. A second click changes nothing."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(by, filing)
        if held.state == State.QUEUED:
            return held
        check_not_gone(held, roles(by, held))
        return release(by=by, held=held, at=at)


def release(*, by: Actor, held: Filing, at: datetime, as_role: str = "") -> Filing:
    """Let a prepared filing that the caller has locked out of the house, in its transaction."""
    check_reachable(held.recipient)
    check_guardian(held.complaint, timezone.localdate(at))
    held = apply(by=by, held=held, to=State.QUEUED, at=at, as_role=as_role)
    if is_carried(held.way):
        work.wake("filings.tasks.deliver_here" if held.way in HERE else "filings.tasks.send_away")
    return held


def sweep_outbox(*, at: datetime | None = None) -> int:
    """Everything that is due, by every way, and what vanished workers left; how many rows were tried.

    ``at`` pins the clock. Any number of sweeps may run at once. The beat asks for the parts, so that a desk of this
    portal never waits for somebody's server. A part that ends by its measure rings for its next turn at once, behind
    what others wait for: nothing that is due waits for the clock.
    """
    give_up_abandoned(at=at)
    sweep_parked(at=at)
    tried = deliver_here(at=at) + send_away(at=at)
    notices.send_due(at=at)
    return tried


def deliver_here(*, at: datetime | None = None, most: int = 200) -> int:
    """Deliver what is due by the ways that end on this portal, a row at a time; how many were tried."""
    for tried in range(most):
        here = Delivery.objects.by(*HERE).defer("filing__content")
        claimed = _claim(here, at or timezone.now(), most=1)
        if not claimed:
            return tried
        _carry_out(claimed, at)
    work.wake("filings.tasks.deliver_here")
    return most


def send_away(*, at: datetime | None = None, most: int = 200, seconds: float = 50) -> int:
    """Send what is due over other people's servers, a recipient at a time and several filings over one connection; how
    many rows were tried. Between two conversations the desks get theirs, should their own worker be away."""
    tried, begun = 0, time.monotonic()
    while tried < most and time.monotonic() - begun < seconds:
        deliver_here(at=at)
        claimed = _claim_conversation(at or timezone.now())
        if not claimed:
            break
        # Should this server be silent, the next recipient does not wait for the clock either.
        if not tried and _idle(at or timezone.now()).exists():
            work.wake("filings.tasks.send_away")
        tried += _carry_out(claimed, at)
    else:
        work.wake("filings.tasks.send_away")
    return tried


def deliver(*, delivery_id: int, at: datetime | None = None) -> bool:
    """Deliver one row if it is due and nobody has it; whether it was this call that did."""
    claimed = _claim(Delivery.objects.filter(pk=delivery_id), at or timezone.now(), most=1)
    if claimed:
        _carry_out(claimed, at)
    return bool(claimed)


def _claim(rows: DeliveryQuerySet, at: datetime, *, most: int) -> list[Delivery]:
    """Take the rows that have been due longest, for the time of a lease: each has one winner."""
    with transaction.atomic():
        due = rows.due(at).select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "pk")
        chosen = due.select_related("filing__recipient")[:most]
        return work.claim(chosen, at=at, state=Delivery.State.SENDING, started_at=at, error="")


def _idle(at: datetime) -> QuerySet[Recipient]:
    """Who has mail due and whom nobody sends to just now, the longest due first; of all whose server has failed lately one
    alone is tried at a time."""
    theirs = Delivery.objects.filter(filing__way=OuterRef("way"), filing__recipient=OuterRef("pk"))
    waiting = theirs.due(at).order_by("due_at").values("due_at")[:1]
    tried = Delivery.objects.filter(state=Delivery.State.SENDING, filing__recipient__failures__gt=0)
    return (
        Recipient.objects.filter(Q(paused_until=None) | Q(paused_until__lte=at), way__in=AWAY)
        .annotate(first=Subquery(waiting))
        .exclude(first=None)
        .exclude(Exists(theirs.filter(state=Delivery.State.SENDING)))
        .filter(Q(failures=0) | ~Exists(tried))
        .order_by("first")
    )


def _claim_conversation(at: datetime) -> list[Delivery]:
    """Rows of the recipient whose first has been due longest. Nobody else sends to that recipient meanwhile: a silent
    server holds one worker, not all."""
    with transaction.atomic():
        recipient = _idle(at).select_for_update(no_key=True, skip_locked=True, of=("self",)).first()
        if recipient is None:
            return []
        most = 1 if recipient.failures else MOST_IN_A_CONVERSATION
        return _claim(Delivery.objects.by(recipient.way).filter(filing__recipient=recipient), at, most=most)


def _carry_out(claimed: list[Delivery], at: datetime | None) -> int:
    """One attempt of each claimed row, to whatever end; how many were tried."""
    try:
        with work.renewed(claimed):
            way = claimed[0].filing.way
            if way in HERE:
                _hand_over(HERE[way], claimed[0], at)
                return 1
            return _converse(AWAY[way], claimed, at)
    except DatabaseError:
        raise
    except Exception:  # a fault of ours: the lease ends, and the row is settled for what it then is
        _log.exception("delivery %s broke off", claimed[0].pk)
        return len(claimed)


def _held(delivery: Delivery, **still: Any) -> tuple[Filing, Delivery]:
    """Lock the case, then with one statement the filing and the row, and return both as they are now.

    The case is a statement of its own: whoever waited for it reads what was committed meanwhile. The filing comes
    without its content, which is frozen. Delivery.DoesNotExist when the row is not what it ``still`` should be.
    """
    case = hold_case(delivery.filing.complaint_id)
    rows = Delivery.objects.select_for_update(of=("self", "filing"), no_key=True).defer("filing__content")
    related = ["filing__consent", "filing__recipient"]
    if delivery.supplement_id is not None:
        related += ["supplement__consent", "supplement__question"]
    if delivery.filing.organisation_id is not None:
        related.append("filing__organisation")
    row = rows.select_related(*related).get(pk=delivery.pk, **still)
    row.filing.complaint = case
    if row.supplement is not None:
        row.supplement.filing = row.filing
    return row.filing, row


def _mine(delivery: Delivery, at: datetime) -> tuple[Filing, Delivery] | None:
    """Lock filing and row; None when the row was taken away meanwhile (cancelled, or given up for dead), or when its
    recipient cannot be reached any more: then it waits."""
    if delivery.claim is None:
        return None
    try:
        held, row = _held(delivery, claim=delivery.claim)
    except Delivery.DoesNotExist:
        return None
    if row.carried.state != State.QUEUED or (_withdrawn(row) and row.handed_over_at is None):
        _end(row, Delivery.State.CANCELLED, at)
        return None
    if row.supplement is not None and held.state not in TAKES_MORE and row.handed_over_at is None:
        _end(row, Delivery.State.CANCELLED, at)
        _moved(row, State.FAILED, at, reason=_("对方已经有了结果，补充材料没有送出。"))
        return None
    if row.handed_over_at is None and not held.recipient.reachable_as_read:
        park(row, at)
        return None
    return held, row


def _withdrawn(row: Delivery) -> bool:
    """Whether the consent to what this row carries was taken back."""
    consent = row.carried.consent
    return consent is None or consent.withdrawn_at is not None


def _moved(row: Delivery, to: str, at: datetime, *, reason: str = "") -> None:
    """What is carried goes to where its attempt brought it."""
    if row.supplement is not None:
        supplements.apply(by=OUTBOX, held=row.supplement, to=to, at=at, reason=reason, attempt=row.attempt)
        return
    apply(by=OUTBOX, held=row.filing, to=to, reason=reason, at=at, detail={"attempt": row.attempt})


def _settled(row: Delivery, at: datetime) -> None:
    """Bring a filing whose consent is withdrawn to its end; of its supplements the recipient is told with it."""
    if row.supplement is None and _withdrawn(row):
        settle_withdrawal(by=OUTBOX, held=row.filing, reason="", at=at)


def _end(row: Delivery, state: str, at: datetime, *, answer: str = "", error: str = "", **more: Any) -> None:
    words = {"answer": answer or row.answer, "error": error or row.error}
    ended = {"finished_at": at, "lease_until": None, "claim": None, **words, **more}
    row.moved(state, **ended).save(update_fields=["state", *ended])


def _note_attempt(row: Delivery, held: Filing, outcome: str, at: datetime, **more: Any) -> None:
    detail = {**row.named, "attempt": row.attempt, "outcome": outcome, **more}
    append_entry(by=OUTBOX, complaint_id=held.complaint_id, act=Act.FILING_ATTEMPTED, detail=detail, at=at)


def _hand_over(way: Here, delivery: Delivery, at: datetime | None) -> None:
    """Handed over, acknowledged and recorded in one transaction, so it never half happens."""
    at = at or timezone.now()
    with transaction.atomic(), entries_together(delivery.filing.complaint_id):
        mine = _mine(delivery, at)
        if mine is None:
            return
        held, row = mine
        _note_attempt(row, held, "delivered", at)
        if row.supplement is not None:
            arrived = way.hand_over_supplement(row.supplement, by=OUTBOX, at=at)
            _end(row, Delivery.State.DONE, at, answer=str(arrived.answer), handed_over_at=at)
            _moved(row, State.SENT, at)
            return
        arrived = way.hand_over(held, by=OUTBOX, at=at)
        _end(row, Delivery.State.DONE, at, answer=str(arrived.answer), handed_over_at=at)
        acknowledge(held, arrived.source, arrived.reference, OUTBOX, at)
        _moved(row, State.ACKNOWLEDGED, at)


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


def _converse(way: Away, claimed: list[Delivery], at: datetime | None) -> int:
    """The filings of one recipient, until their server fails: what was not tried then waits as it did."""
    prefetch_related_objects([delivery.filing for delivery in claimed], "documents__sealed")
    with way.conversation() as talk:
        for place, delivery in enumerate(claimed):
            try:
                failure = _send_one(way, talk, delivery, at)
            except DatabaseError:
                raise
            # A fault of ours stops no other filing: the lease ends, and the row is settled then.
            except Exception:
                _log.exception("delivery %s broke off", delivery.pk)
                continue
            if failure is not None and failure.of_server:
                for untried in claimed[place + 1 :]:
                    work.put_back(untried, Delivery.State.WAITING)
                _pause(delivery.filing.recipient, failure, at or timezone.now())
                return place + 1
            if failure is None:
                _go_on(delivery.filing.recipient)
    return len(claimed)


def _send_one(way: Away, talk: Talk, delivery: Delivery, at: datetime | None) -> NotSent | None:
    """One attempt, and how it failed, if the other side has certainly not taken it."""
    message = _message(way, delivery, at or timezone.now())
    if message is None:
        return None
    try:
        answer = talk.send(
            message,
            recipient=delivery.filing.recipient,
            hand_over=lambda: _point_of_no_return(delivery, at or timezone.now()),
        )
    except NotSent as failure:
        _not_sent(delivery, failure, at or timezone.now())
        return failure
    except Ambiguous as unclear:
        _unknown(delivery, str(unclear), at or timezone.now())
    else:
        _sent(delivery, answer, at or timezone.now())
    return None


def _pause(recipient: Recipient, failure: NotSent, at: datetime) -> None:
    """Open the breaker: nothing is tried there for a while, longer each time. Administrators see it."""
    failures = min(recipient.failures + 1, len(PAUSES))
    Recipient.objects.filter(pk=recipient.pk).update(
        failures=failures,
        paused_until=at + work.pause(failures, longest=MAIL_BREAK),
        problem=failure.why[:200],
    )


def _go_on(recipient: Recipient) -> None:
    """Their server answered: the breaker is closed again."""
    if recipient.failures:
        recipient.failures = 0
        Recipient.objects.filter(pk=recipient.pk).update(failures=0, paused_until=None, problem="")


def _may_leave(delivery: Delivery) -> DeliveryQuerySet:
    """The row of a mail, asked under the lock of its case, while it may be sent: this worker's, and nothing stands in the
    way that ``_mine`` would settle. Two questions a mail: a few columns instead of five whole rows."""
    rows = Delivery.objects.filter(
        pk=delivery.pk,
        claim=delivery.claim,
        state=Delivery.State.SENDING,
        filing__recipient__active=True,
    )
    if delivery.supplement_id is None:
        return rows.filter(filing__state=State.QUEUED, filing__consent__withdrawn_at=None)
    return rows.filter(
        supplement__state=State.QUEUED, supplement__consent__withdrawn_at=None, filing__state__in=TAKES_MORE
    )


def _message(way: Away, delivery: Delivery, at: datetime) -> bytes | None:
    """The sealed message; the first attempt builds it, every later one sends the same bytes. None when it may not leave."""
    filing = delivery.filing
    with transaction.atomic():
        filing.complaint = hold_case(filing.complaint_id, "number")
        mail = "supplement__mail" if delivery.supplement_id else "filing__mail"
        now = _may_leave(delivery).values_list("filing__recipient__email", mail).order_by()
        if not (as_it_is := list(now)):
            _mine(delivery, at)
            return None
        carried = delivery.carried
        ((filing.recipient.email, carried.mail_id),) = as_it_is
        if carried.mail is None:
            message = _written(way, carried, filing, at)
            carried.mail = sealing.seal(io.BytesIO(message))
            carried.save(update_fields=["mail"])
            return message
    with sealing.open_sealed(carried.mail) as plain:
        return plain.read()


def _written(way: Away, carried: Filing | Supplement, filing: Filing, at: datetime) -> bytes:
    if isinstance(carried, Supplement):
        carried.filing = filing
        return way.supplement_message(carried, supplement_content_of(carried), at=at)
    return way.message(filing, content_of(filing), at=at)


def _point_of_no_return(delivery: Delivery, at: datetime) -> bool:
    """Commit, before the end mark leaves, that it leaves. After a crash this row says that nobody knows."""
    filing = delivery.filing
    with transaction.atomic():
        hold_case(filing.complaint_id, "pk")
        if not _may_leave(delivery).update(handed_over_at=at):
            _mine(delivery, at)
            return False
        mail = delivery.carried.mail
        detail = {**delivery.named, "attempt": delivery.attempt, "mail": mail.sha256 if mail else ""}
        append_entry(
            by=OUTBOX, complaint_id=filing.complaint_id, act=Act.FILING_SENDING, detail=detail, at=at
        )
    return True


def _sent(delivery: Delivery, answer: str, at: datetime) -> None:
    """The server took it. Also when this worker had been given up meanwhile: its answer settles the question."""
    with transaction.atomic(), entries_together(delivery.filing.complaint_id):
        held, row = _held(delivery)
        _end(row, Delivery.State.DONE, at, answer=answer)
        _note_attempt(row, held, "accepted", at, answer=digest(answer))
        if row.supplement is None:
            acknowledge(held, Acknowledgement.Source.SERVER, answer, OUTBOX, at)
        if row.carried.state in (State.QUEUED, State.SENT_UNKNOWN):
            _moved(row, State.SENT, at)
        _settled(row, at)


def _not_sent(delivery: Delivery, failure: NotSent, at: datetime) -> None:
    """Certainly not taken: again later, or never with the reason."""
    with transaction.atomic(), entries_together(delivery.filing.complaint_id):
        held, row = _held(delivery)
        if row.state not in (Delivery.State.SENDING, Delivery.State.UNKNOWN):
            return
        _end(row, Delivery.State.FAILED, at, answer=failure.answer, error=failure.why)
        _note_attempt(
            row, held, "refused" if failure.final else "postponed", at, answer=digest(failure.answer)
        )
        if row.carried.state not in (State.QUEUED, State.SENT_UNKNOWN):
            return
        if failure.final or row.carried.state == State.SENT_UNKNOWN:
            _never(row, failure.why, at)
        else:
            _again(row, failure.why, at)


def _again(row: Delivery, why: str, at: datetime) -> None:
    """The next attempt as a new row, later each time; none after the last."""
    if row.tries >= MAIL_TRIES or _withdrawn(row):
        _never(row, why, at)
    else:
        queue_delivery(row.filing, at + work.pause(row.tries), row.tries + 1, row.supplement)


def _never(row: Delivery, why: str, at: datetime) -> None:
    if row.supplement is None and _withdrawn(row):
        _settled(row, at)
    else:
        _moved(row, State.FAILED, at, reason=_("没有送达：%s") % why)


def _unknown(delivery: Delivery, why: str, at: datetime) -> None:
    """Nobody knows whether it arrived. It is never sent again by itself; a person finds out."""
    with transaction.atomic(), entries_together(delivery.filing.complaint_id):
        held, row = _held(delivery)
        if row.state != Delivery.State.SENDING:
            return
        _end(row, Delivery.State.UNKNOWN, at, error=why)
        _note_attempt(row, held, "unknown", at)
        if row.carried.state == State.QUEUED:
            _moved(row, State.SENT_UNKNOWN, at)
        _settled(row, at)


def give_up_abandoned(*, at: datetime | None = None) -> int:
    """Settle the rows whose worker vanished: unknown when the end mark may have left, else tried again. How many."""
    now = at or timezone.now()
    found = list(Delivery.objects.abandoned(now).select_related("filing")[:200])
    for delivery in found:
        with transaction.atomic(), entries_together(delivery.filing.complaint_id):
            held, row = _held(delivery)
            if row.state != Delivery.State.SENDING or row.lease_until is None or row.lease_until >= now:
                continue
            if row.handed_over_at is not None:
                _unknown(row, str(AWAY[held.way].broken_off), now)
                continue
            why = str(_("发送的程序在交出材料之前中断"))
            _end(row, Delivery.State.FAILED, now, error=why)
            _note_attempt(row, held, "interrupted", now)
            if row.carried.state == State.QUEUED:
                _again(row, why, now)
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
