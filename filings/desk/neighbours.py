"""What comes before and after a case in the queue as it was narrowed: found by place, as the pages are."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from filings.models import Filing

MOST_OPENED = 200  # candidates of a search that are looked into
Holds = Callable[[UUID, str], bool]


@dataclass(frozen=True)
class Neighbours:
    previous: UUID | None
    next: UUID | None


def beside(queue: QuerySet[Filing], filing: Filing, *, dated: bool, holds: Holds | None = None) -> Neighbours:
    """The cases before and after one: by the nearest day where the queue is ``dated``, else the last received first; of a
    search those that ``holds`` says do answer, by their id and what is said in them.

    One that is not in the queue any more, or never was, stands where it would.
    """
    order = ("nearest_on", "-sent_at", "-pk") if dated else ("-sent_at", "-pk")
    others = queue.exclude(pk=filing.pk).order_by(*order)
    after, before = _after(filing, dated), _before(filing, dated)
    return Neighbours(
        previous=_first(others.filter(before).reverse(), holds), next=_first(others.filter(after), holds)
    )


def _first(queue: QuerySet[Filing], holds: Holds | None) -> UUID | None:
    if holds is None:
        return queue.values_list("pk", flat=True).first()
    rows = queue.values_list("pk", "listing__said")[:MOST_OPENED]
    return next((pk for pk, said in rows if holds(pk, said or "")), None)


def _after(filing: Filing, dated: bool) -> Q:
    received = Q(sent_at__lt=filing.sent_at) | Q(sent_at=filing.sent_at, pk__lt=filing.pk)
    if not dated:
        return received
    if filing.nearest_on is None:
        return Q(nearest_on__isnull=True) & received
    later = Q(nearest_on__gt=filing.nearest_on) | Q(nearest_on__isnull=True)
    return later | Q(nearest_on=filing.nearest_on) & received


def _before(filing: Filing, dated: bool) -> Q:
    received = Q(sent_at__gt=filing.sent_at) | Q(sent_at=filing.sent_at, pk__gt=filing.pk)
    if not dated:
        return received
    if filing.nearest_on is None:
        return Q(nearest_on__isnull=False) | received
    return Q(nearest_on__lt=filing.nearest_on) | Q(nearest_on=filing.nearest_on) & received
