"""Pages of the queue, each found by where the last one ended.

No row is counted and none is skipped over, so a page costs the same in a queue of ten and of a million: the order is
that of an index of one organisation's filings, and a page begins in the middle of it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from filings.models import Filing

UNDATED = "none"


@dataclass(frozen=True)
class Page:
    rows: list[Filing]
    after: str  # where the next page begins; "" when this is the last


def newest(queue: QuerySet[Filing], after: str, size: int) -> Page:
    """The last received first. Raise ValueError for a place that this module did not write."""
    return _cut(_newest(queue, after)[: size + 1], size, prefix="")


def nearest_due(queue: QuerySet[Filing], after: str, size: int) -> Page:
    """The nearest day first, then what has no day, the last received first. Raise ValueError as ``newest`` does."""
    undated = queue.filter(due_on__isnull=True)
    if after.startswith(f"{UNDATED}~"):
        return _cut(_newest(undated, after.partition("~")[2])[: size + 1], size, prefix=f"{UNDATED}~")
    dated = queue.filter(due_on__isnull=False)
    if after:
        day, pk = after.split("~")
        on, last = date.fromisoformat(day), UUID(pk)
        # The first condition lets the index begin at the day; the second drops what was shown of that day.
        dated = dated.filter(due_on__gte=on).filter(Q(due_on__gt=on) | Q(pk__gt=last))
    rows = list(dated.order_by("due_on", "pk")[: size + 1])
    if len(rows) > size:
        end = rows[size - 1]
        return Page(rows[:size], f"{end.due_on:%Y-%m-%d}~{end.pk}")
    rest = list(_newest(undated, "")[: size + 1 - len(rows)])
    return _cut([*rows, *rest], size, prefix=f"{UNDATED}~")


def _newest(queue: QuerySet[Filing], after: str) -> QuerySet[Filing]:
    if after:
        moment, pk = after.split("~")
        at, last = datetime.fromisoformat(moment), UUID(pk)
        if at.tzinfo is None:
            raise ValueError("a moment without its zone")
        queue = queue.filter(sent_at__lte=at).filter(Q(sent_at__lt=at) | Q(pk__lt=last))
    return queue.order_by("-sent_at", "-pk")


def _cut(found: QuerySet[Filing] | list[Filing], size: int, *, prefix: str) -> Page:
    rows = list(found)
    if len(rows) <= size:
        return Page(rows, "")
    end = rows[size - 1]
    if prefix and end.due_on is not None:  # the page ends exactly where the dated ones do
        return Page(rows[:size], f"{end.due_on:%Y-%m-%d}~{end.pk}")
    return Page(rows[:size], f"{prefix}{end.sent_at.isoformat() if end.sent_at else ''}~{end.pk}")
