"""Pages of the queue, each found by where the last one ended.

No row is counted and none is skipped over, so a page costs the same in a queue of ten and of a million: the order is
that of an index of one organisation's filings, and a page begins in the middle of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from filings.desk.rows import Row, read
from filings.models import Filing

UNDATED = "none"
Read = Callable[[QuerySet[Filing]], list[Row]]


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    after: str  # where the next page begins; "" when this is the last


def newest(queue: QuerySet[Filing], after: str, size: int, read: Read = read) -> Page:
    """The last received first. Raise ValueError for a place that this module did not write."""
    return _cut(read(_newest(queue, after)[: size + 1]), size, dated=False)


def nearest_due(queue: QuerySet[Filing], after: str, size: int, read: Read = read) -> Page:
    """The nearest day first, or the earliest that it can be, then what has none; of a day the last received first.

    Raise ValueError as ``newest`` does.

    The order is that of an index of open work, so ``queue`` must be open.
    """
    if after.startswith(f"{UNDATED}~"):
        return _cut(read(_undated(queue, after.partition("~")[2])[: size + 1]), size, dated=True)
    dated = queue.filter(nearest_on__isnull=False)
    if after:
        day, _sep, place = after.partition("~")
        on, at, last = date.fromisoformat(day), *_place(place)
        # The first condition lets the index begin at the day; the second drops what was shown of that day.
        shown = Q(sent_at__lt=at) | Q(sent_at=at, pk__lt=last)
        dated = dated.filter(nearest_on__gte=on).filter(Q(nearest_on__gt=on) | shown)
    rows = read(dated.order_by("nearest_on", "-sent_at", "-pk")[: size + 1])
    if len(rows) > size:
        return Page(rows[:size], after_row(rows[size - 1], dated=True))
    rest = read(_undated(queue, "")[: size + 1 - len(rows)])
    return _cut([*rows, *rest], size, dated=True)


def _newest(queue: QuerySet[Filing], after: str) -> QuerySet[Filing]:
    if after:
        at, last = _place(after)
        queue = queue.filter(sent_at__lte=at).filter(Q(sent_at__lt=at) | Q(pk__lt=last))
    return queue.order_by("-sent_at", "-pk")


def _undated(queue: QuerySet[Filing], after: str) -> QuerySet[Filing]:
    # Ordering by a day that is always missing changes nothing but lets PostgreSQL see the order of the index.
    return _newest(queue.filter(nearest_on__isnull=True), after).order_by("nearest_on", "-sent_at", "-pk")


def _place(after: str) -> tuple[datetime, UUID]:
    moment, pk = after.split("~")
    at = datetime.fromisoformat(moment)
    if at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return at, UUID(pk)


def after_row(end: Row, *, dated: bool) -> str:
    """Where a page begins that follows this row."""
    day = f"{end.nearest_on:%Y-%m-%d}" if end.nearest_on else UNDATED
    moment = end.sent_at.isoformat() if end.sent_at else ""
    return f"{day}~{moment}~{end.pk}" if dated else f"{moment}~{end.pk}"


def _cut(rows: list[Row], size: int, *, dated: bool) -> Page:
    return Page(rows, "") if len(rows) <= size else Page(rows[:size], after_row(rows[size - 1], dated=dated))
