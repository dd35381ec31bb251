"""Leased work: everything that is done later is a row first and a task second.

A row says when it is due; a worker claims it for the time of a lease and renews that lease for as long as it lives,
whatever the child process that it waits for is doing. A worker that vanished renews nothing, and within a minute the row
is another's. ``claim`` is the fencing token: whoever lost the row finds out at the next write, which then writes nothing.
Celery only rings (``wake``): a task that is lost, or comes twice, changes nothing.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, TypeVar

from celery import current_app
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from core.retention_and_limits import LEASE, PASSING_TRIES, PAUSES

RENEWED_EVERY = LEASE / 3
PASSING = (OSError, DatabaseError)
RING_EXPIRES = 60  # seconds; by then a sweep has come round
log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker has the row, or it was ended meanwhile: what was made for it is thrown away."""


def pause(attempts: int, *, longest: timedelta = PAUSES[-1]) -> timedelta:
    """How long to wait after so many attempts (1, 2, 3 …)."""
    return min(PAUSES[min(max(attempts, 1), len(PAUSES)) - 1], longest)


Row = TypeVar("Row", bound="LeasedRow")


class LeasedQuerySet(models.QuerySet[Row]):
    def due(self, at: datetime) -> Self:
        """Waiting and due, or in the hands of a worker whose lease is over."""
        waiting = Q(state__in=self.model.WAITING, lease_until=None, due_at__lte=at)
        return self.filter(waiting | Q(lease_until__lte=at))


class LeasedRow(models.Model):
    """A row that a worker carries out later.

    The model adds ``state`` with its ``MOVES``, the states in which it waits for a worker (``WAITING``), the column that
    says in words how it ended (``WORDS``), and how often it may be claimed before it is given up for killing its workers
    (``MOST_ATTEMPTS``; None: for ever).
    """

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {}
    WAITING: ClassVar[tuple[str, ...]] = ()
    WORDS: ClassVar[str] = "reason"
    MOST_ATTEMPTS: ClassVar[int | None] = PASSING_TRIES

    state = models.CharField(max_length=9)  # the model's own, with its choices
    due_at = models.DateTimeField()  # not to be tried before
    lease_until = models.DateTimeField(null=True, blank=True)  # a worker has it until then
    claim = models.UUIDField(null=True, blank=True, editable=False)  # which worker has it
    attempts = models.PositiveIntegerField(default=0)  # how often a worker took it up

    class Meta:
        abstract = True

    def moved(self, state: str, **changes: Any) -> Self:
        """Set the state and what comes with it, without saving; ValueError for a move that is not allowed."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"{self._meta.verbose_name_raw} does not go from {self.state} to {state}")
        self.state = state
        for name, value in changes.items():
            setattr(self, name, value)
        return self

    @property
    def worn_out(self) -> bool:
        """Whether it was taken up as often as it may be: its workers died one by one, and it would kill the next."""
        return self.MOST_ATTEMPTS is not None and self.attempts >= self.MOST_ATTEMPTS

    def hold(self) -> None:
        """Take the locks that come before this row's own, inside a transaction; most rows have none."""


def claim(rows: Iterable[Row], *, at: datetime, state: str | None = None, **changes: Any) -> list[Row]:
    """Take rows that the caller has locked, for a lease from ``at``, all under one token and with one statement; move them
    to ``state``."""
    claimed = list(rows)
    if not claimed:
        return []
    taken = {"claim": uuid.uuid4(), "lease_until": at + LEASE, **changes}
    for row in claimed:
        if state is not None:
            row.moved(state)
        for name, value in {**taken, "attempts": row.attempts + 1}.items():
            setattr(row, name, value)
    written = taken if state is None else {**taken, "state": state}
    mine = type(claimed[0])._default_manager.filter(pk__in=[row.pk for row in claimed])
    mine.update(attempts=F("attempts") + 1, **written)
    return claimed


def give_up(rows: Iterable[LeasedRow], state: str, **changes: Any) -> None:
    """End rows that the caller has locked, whoever has them: worn out, or not wanted any more."""
    for row in rows:
        ended = {"claim": None, "lease_until": None, **changes}
        row.moved(state, **ended).save(update_fields=["state", *ended])


def still_ours(row: Row, *related: str) -> Row | None:
    """The row anew, locked, while it is this worker's, inside a transaction; None when it is not any more."""
    rows = type(row)._default_manager.select_for_update(of=("self",))
    if related:
        rows = rows.select_related(*related)
    return rows.filter(pk=row.pk, claim=row.claim).first() if row.claim is not None else None


def locked(row: Row, *related: str) -> Row:
    """The row anew, locked, while it is this worker's; inside a transaction. Raises LeaseLost."""
    current = still_ours(row, *related)
    if current is None:
        raise LeaseLost
    return current


def end(row: LeasedRow, state: str, **changes: Any) -> None:
    """Finish a row that is still this worker's, in a transaction of its own; nothing when it is another's."""
    with transaction.atomic():
        row.hold()
        if (current := still_ours(row)) is not None:
            written = {"claim": None, "lease_until": None, **changes}
            current.moved(state, **written).save(update_fields=["state", *written])


def put_back(row: LeasedRow, state: str) -> None:
    """Give a row back untried: it is due as it was, and no attempt is counted."""
    end(row, state, attempts=row.attempts - 1)


def put_off(
    row: LeasedRow, state: str, *, at: datetime, longest: timedelta = PAUSES[-1], **changes: Any
) -> None:
    """Give a row back, to be tried again after its rung of the ladder."""
    end(row, state, due_at=at + pause(row.attempts, longest=longest), **changes)


@contextmanager
def renewed(rows: Sequence[LeasedRow]) -> Iterator[threading.Event]:
    """Renew the leases of rows under one token at a third of their time, from a thread of this process.

    The event is set once they are another's. The thread asks the database only when a renewal is due: short work costs
    no connection. A row that this worker has locked itself is passed over, as nobody can take it meanwhile.
    """
    done, lost = threading.Event(), threading.Event()
    model, keys, token = type(rows[0]), [row.pk for row in rows], rows[0].claim

    def renew() -> None:
        try:
            while not done.wait(RENEWED_EVERY.total_seconds()):
                if not _renewed_once(model, keys, token):
                    lost.set()
                    return
        finally:
            connection.close()

    thread = threading.Thread(target=renew, name=f"lease of {model.__name__}", daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        done.set()
        thread.join()


def _renewed_once(model: type[LeasedRow], keys: Sequence[Any], token: uuid.UUID | None) -> bool:
    """Whether the rows are still this worker's. A database that is away is no verdict: the next turn asks again."""
    try:
        with transaction.atomic():
            mine = model._default_manager.filter(pk__in=keys, claim=token)
            free = mine.select_for_update(skip_locked=True, of=("self",))
            model._default_manager.filter(pk__in=[row.pk for row in free.only("pk")]).update(
                lease_until=timezone.now() + LEASE
            )
            return mine.exists()
    except DatabaseError as problem:
        log.warning("a lease of %s was not renewed: %s", model.__name__, type(problem).__name__)
        return True


@dataclass(frozen=True)
class Rung:
    """What becomes of a row whose work raised one of ``problems``: again until ``tries`` attempts, then ``state``."""

    problems: type[Exception] | tuple[type[Exception], ...]
    state: str
    words: Callable[[], str]
    tries: int = 1


def carry_out(
    rows: Sequence[Row],
    act: Callable[[], None],
    *,
    ladder: Sequence[Rung],
    waiting: str,
    at: datetime,
    leave: Callable[..., None] = end,
) -> None:
    """Do one piece of work, begun at ``at``, for claimed rows. Whatever it raises of what the ladder names, every row ends
    in a state that somebody sees (by ``leave``, which is ``end`` with what else belongs to it), or is due again; anything
    else is a fault of ours and goes on up, while the lease ends by itself."""
    begun = time.monotonic()
    with renewed(rows):
        try:
            act()
        except LeaseLost:
            log.info("%s %s was taken over", type(rows[0]).__name__, rows[0].pk)
        except Exception as problem:
            rung = next((rung for rung in ladder if isinstance(problem, rung.problems)), None)
            if rung is None:
                raise
            name, now = type(rows[0]).__name__, at + timedelta(seconds=time.monotonic() - begun)
            log.warning("%s %s broke off: %s", name, rows[0].pk, type(problem).__name__)
            for row in rows:
                if row.attempts < rung.tries:
                    put_off(row, waiting, at=now)
                else:
                    leave(row, rung.state, **{row.WORDS: rung.words()})


def wake(task: str, *args: Any, expires: int = RING_EXPIRES) -> None:
    """Ring for a worker once this transaction is committed; ``task`` is its name. Without a broker the sweep by the
    clock finds the row: nothing waits, nothing fails. ``expires``: seconds until the task's next turn by the clock, about.
    """
    transaction.on_commit(lambda: _ring(task, args, expires), robust=True)


def _ring(task: str, args: Sequence[Any], expires: int) -> None:
    try:
        current_app.send_task(task, args=args, ignore_result=True, retry=False, expires=expires)
    except Exception as problem:  # whatever a broker's client may raise: the row is saved
        log.warning("no worker could be woken: %s", type(problem).__name__)
