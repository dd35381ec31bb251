"""The ledger: hash-linked per complaint, append-only by trigger and by grant.

An entry is the canonical JSON of ``complaint, sequence, at, actor, act, detail, previous``; its digest is the
SHA-256 of that text and stands as ``previous`` in the next entry. It holds references and hashes, never personal
data, so that erasure under 个人信息保护法 47 breaks no chain. The same rule is implemented a second time, on purpose
and without Django, by the ``verify.py`` that travels in a bundle.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import LedgerEntry
from core.canonical import GENESIS, canonical, digest, stamp
from core.digests import digest_of
from core.retention_and_limits import LONGEST_ACT

# Two statements in one turn; the second sees what was committed while the first waited.
_HOLD = "SELECT pg_advisory_xact_lock(%s)"
_LAST = "SELECT sequence, digest, at FROM complaints_ledgerentry WHERE complaint_id = %s ORDER BY sequence DESC LIMIT 1"


class _Mark:
    """Stands among what this transaction does at its end: a savepoint that is rolled back takes away what was put there
    since."""

    def __init__(self) -> None:
        transaction.on_commit(self)

    def __call__(self) -> None:
        """Nothing is to be done at the end."""

    def stands(self) -> bool:
        return any(hook[1] is self for hook in connection.run_on_commit)


@dataclass
class _Batch:
    """The entries that an act writes together at its end, each with its mark; before them the last one that stood when the
    ledger was held."""

    last: LedgerEntry | None = None
    held: _Mark | None = None
    entries: list[tuple[_Mark, LedgerEntry]] = field(default_factory=list)

    def follow(self, complaint_id: UUID) -> LedgerEntry | None:
        """The entry that the next one follows. What a savepoint took back is forgotten, also the lock, if it fell with it."""
        if self.held is None or not self.held.stands():
            self.last, self.entries = _hold_to_append(complaint_id), []
            self.held = _Mark()
        standing = self.standing()
        return standing[-1] if standing else self.last

    def standing(self) -> list[LedgerEntry]:
        self.entries = [(mark, entry) for mark, entry in self.entries if mark.stands()]
        return [entry for _mark, entry in self.entries]


# The cases whose entries this act writes together.
_together: ContextVar[Mapping[UUID, _Batch]] = ContextVar("together", default=MappingProxyType({}))


@dataclass(frozen=True)
class Fault:
    """One place where a ledger is not what it was."""

    complaint_id: UUID
    sequence: int
    what: str


def entry_body(entry: LedgerEntry) -> dict[str, Any]:
    """The fields that the digest covers, in the form in which they are hashed and exported."""
    return {
        "complaint": str(entry.complaint_id),
        "sequence": entry.sequence,
        "at": stamp(entry.at),
        "actor": entry.actor,
        "act": entry.act,
        "detail": entry.detail,
        "previous": entry.previous,
    }


def hold_ledger(complaint_id: UUID) -> None:
    """Order the acts on one case that end in an entry: others wait until this transaction ends. May be asked twice."""
    _check_inside_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [_lock_of(complaint_id)])


def _check_inside_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an entry belongs to the transaction of its act")


def _lock_of(complaint_id: UUID) -> int:
    return complaint_id.int & 0x7FFF_FFFF_FFFF_FFFF


def append_entry(
    *, by: Actor, complaint_id: UUID, act: str, detail: dict[str, Any], at: datetime | None = None
) -> LedgerEntry:
    """Append one entry and return it; to be called inside the transaction of the act that it records.

    An advisory lock on the complaint orders concurrent entries; it is released at commit. ``at`` is when the act began,
    which may be before an entry that others wrote meanwhile: the entry stands no earlier than the one before it, see
    ``_in_order``.
    """
    at = at or timezone.now()
    batch = _together.get().get(complaint_id)
    if batch is None:
        last = _hold_to_append(complaint_id)
        entry = following(last, by=by, complaint_id=complaint_id, act=act, detail=detail, at=at)
        entry.save(force_insert=True)
        return entry
    last = batch.follow(complaint_id)
    entry = following(last, by=by, complaint_id=complaint_id, act=act, detail=detail, at=at)
    batch.entries.append((_Mark(), entry))
    return entry


@contextmanager
def entries_together(complaint_id: UUID) -> Iterator[None]:
    """One act with several entries, inside its transaction: the ledger is held and read at the first of them, and all are
    written with one statement at the end of the block.

    Nothing is written when the block raises, as the act has not been then, and nothing of what was rolled back to a
    savepoint inside. Until its end nobody reads them.
    """
    if complaint_id in _together.get():
        # Inside another block for the same case: its end writes.
        yield
        return
    batch = _Batch()
    before = _together.set({**_together.get(), complaint_id: batch})
    try:
        yield
    finally:
        _together.reset(before)
    LedgerEntry.objects.bulk_create(batch.standing())


def _hold_to_append(complaint_id: UUID) -> LedgerEntry | None:
    """Hold the ledger; its last entry, of which only what the next one needs is read."""
    _check_inside_transaction()
    with connection.cursor() as cursor:
        cursor.execute(f"{_HOLD}; {_LAST}", [_lock_of(complaint_id), complaint_id])
        cursor.nextset()
        row = cursor.fetchone()
    return LedgerEntry(sequence=row[0], digest=row[1], at=row[2]) if row else None


def _in_order(at: datetime, last: datetime | None) -> datetime:
    """The moment of an entry: never before the last one's, so that a ledger reads forwards while works overlap.

    Further back than LONGEST_ACT no overlap explains it: one clock was wrong, and the entry says what it was given
    instead of carrying a wrong moment on through all that follow.
    """
    return last if last is not None and timedelta() < last - at <= LONGEST_ACT else at


def following(
    last: LedgerEntry | None,
    *,
    by: Actor,
    complaint_id: UUID,
    act: str,
    detail: dict[str, Any],
    at: datetime,
) -> LedgerEntry:
    """The entry after the last one, not stored yet: of a ledger that the caller holds, or of a case that nobody knows yet."""
    entry = LedgerEntry(
        complaint_id=complaint_id,
        sequence=last.sequence + 1 if last else 1,
        at=_in_order(at, last.at if last else None),
        actor=by.label,
        act=act,
        detail=detail,
        previous=last.digest if last else GENESIS,
    )
    entry.digest = digest(canonical(entry_body(entry)))
    return entry


def head(complaint_id: UUID) -> str:
    """The digest of the newest entry: what an export freezes."""
    newest = LedgerEntry.objects.filter(complaint_id=complaint_id).order_by("-sequence").first()
    return newest.digest if newest else GENESIS


def _is_digest_of(entry: LedgerEntry) -> bool:
    try:
        return digest_of(canonical(entry_body(entry)).encode(), like=entry.digest) == entry.digest
    except ValueError:  # of an algorithm that does not exist
        return False


def walk(complaint_id: UUID, entries: Iterable[LedgerEntry]) -> list[Fault]:
    """Recompute every link of one ledger, given in order of sequence; the places that do not hold."""
    faults: list[Fault] = []
    expected, previous = 1, GENESIS
    for entry in entries:
        if entry.sequence != expected:
            faults.append(Fault(complaint_id, entry.sequence, f"expected entry {expected}: one is missing"))
        elif entry.previous != previous:
            faults.append(Fault(complaint_id, entry.sequence, "does not follow the entry before it"))
        if not _is_digest_of(entry):
            faults.append(Fault(complaint_id, entry.sequence, "was changed: its digest does not match"))
        expected, previous = entry.sequence + 1, entry.digest
    return faults


def days_named(complaint_id: UUID, act: str) -> list[str]:
    """The days, ISO, that the entries of an act name in ``on``, the earliest first."""
    found = LedgerEntry.objects.filter(complaint=complaint_id, act=act).values_list("detail__on", flat=True)
    return sorted({str(day) for day in found if day})
