"""What was erased and is there again: a backup of the database from before an erasure holds its keys.

What was erased is told twice, by the ledger and by ``erased_list``, which stands apart from the database. Whatever one
of them names must have no key, no words and no way in left.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from complaints.models import Act, LedgerEntry
from evidence.models import ErasureReason, Exhibit, PageWords, Rendition, Sealed, Upload
from evidence.sealed import erased_list, sealing
from evidence.sealed.erased_list import Noted
from evidence.services.erasing import note_erasure

log = logging.getLogger(__name__)

_BATCH = 500
One = TypeVar("One")


@dataclass(frozen=True)
class Returned:
    """An exhibit that was erased, and of which something opens. ``exact``: the bytes are those that were erased."""

    exhibit: Exhibit
    on: date
    reason: str
    said_by: str  # "ledger" or "list"
    exact: bool = True


def alive(exhibits: list[UUID]) -> list[Exhibit]:
    """Of these, the ones of which something opens or is found."""
    mine = OuterRef("pk")
    return list(
        Exhibit.objects.filter(pk__in=exhibits)
        .filter(
            Q(sealed__wrapped_key__isnull=False)
            | Exists(Rendition.objects.filter(exhibit=mine, sealed__wrapped_key__isnull=False))
            | Exists(PageWords.objects.filter(exhibit=mine))
            | Exists(Upload.objects.filter(exhibit=mine))
        )
        .select_related("sealed")
    )


def returned_content(*, since: date | None = None) -> Iterator[Returned]:
    """Every exhibit that is there again although it was erased, each once; of what was erased since a day."""
    seen: set[UUID] = set()
    for one in chain(_against_ledger(since), _against_list(since)):
        if one.exhibit.pk not in seen:
            seen.add(one.exhibit.pk)
            yield one


def erasures(since: date | None = None) -> Iterator[LedgerEntry]:
    """The entries of the ledger that tell of an erasure, the newest first."""
    rows = LedgerEntry.objects.filter(act=Act.EXHIBIT_ERASED).order_by("-at")
    if since is not None:
        rows = rows.filter(at__gte=timezone.make_aware(datetime.combine(since, time.min)))
    return rows.iterator(chunk_size=_BATCH)


def _in_batches(many: Iterable[One]) -> Iterator[list[One]]:
    rest = iter(many)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _against_ledger(since: date | None) -> Iterator[Returned]:
    for entries in _in_batches(erasures(since)):
        said = {entry.detail["exhibit"]: entry for entry in reversed(entries)}
        for exhibit in alive([UUID(one) for one in said]):
            entry = said[str(exhibit.pk)]
            yield Returned(exhibit, timezone.localdate(entry.at), str(entry.detail["reason"]), "ledger")


def _against_list(since: date | None) -> Iterator[Returned]:
    for day in erased_list.days(since):
        for named in _in_batches(erased_list.names_of(day)):
            places = dict(named)
            for exhibit in alive(list(places)):
                yield _told(exhibit, date.fromisoformat(day), places[exhibit.pk])


def _told(exhibit: Exhibit, day: date, place: str) -> Returned:
    try:
        noted: Noted | None = erased_list.read(place)
    except (OSError, ValueError) as problem:
        log.error("the list of erasures cannot be read at %s: %s", place, type(problem).__name__)
        noted = None
    exact = (
        noted is not None
        and (noted.exhibit, noted.sha256) == (str(exhibit.pk), exhibit.sha256)
        and noted.reason in ErasureReason.values
    )
    return Returned(exhibit, day, noted.reason if noted is not None else "", "list", exact)


def keep_list(*, since: date | None = None) -> int:
    """Put on the list what the ledger tells and the list does not: a crash came in between, or the list is new."""
    return sum(note_erasure(entry) for entry in erasures(since))


def forget_bytes() -> int:
    """Remove stored bytes whose key was destroyed and that came back with a copy of the store; how many."""
    removed = 0
    for sealed in Sealed.objects.filter(wrapped_key=None).order_by("pk").iterator(chunk_size=_BATCH):
        if sealing.storage().exists(sealed.name):
            sealing.forget(sealed)
            removed += 1
    return removed
