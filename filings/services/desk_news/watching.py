"""Periods that come near or are over: told to who has the case, once each. What was read or mailed long ago is forgotten."""

from datetime import datetime

from django.utils import timezone

from core.retention_and_limits import DESK_NEWS_KEPT, OWED_DAY_NEAR, PASSED_TOLD
from filings.models import Deadline, DeskMail, DeskNews
from filings.moves import State
from filings.services.desk_news.telling import tell_desk

_RUNNING = (State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)


def sweep_desk_days(*, at: datetime | None = None) -> int:
    """Tell of running periods whose last day is near or over; how many rows were written or stood there already."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    DeskNews.objects.filter(read_at__lt=at - DESK_NEWS_KEPT).delete()
    DeskMail.objects.filter(finished_at__lt=at - DESK_NEWS_KEPT).delete()
    span = (today - PASSED_TOLD, today + OWED_DAY_NEAR)
    rows = Deadline.objects.running().filter(
        due_on__range=span,
        filing__organisation__isnull=False,
        filing__state__in=_RUNNING,
        filing__closes_at__isnull=True,
    )
    told = 0
    fields = ("filing__content", "filing__complaint__story")
    for row in (
        rows.select_related("filing__complaint", "filing__assigned_to", "filing__organisation")
        .defer(*fields)
        .iterator()
    ):
        passed = row.due_on is not None and row.due_on < today
        kind = DeskNews.Kind.PASSED if passed else DeskNews.Kind.NEAR
        once = f"{kind}:{row.pk}"
        told += len(tell_desk(filing=row.filing, kind=kind, at=at, day=row.due_on, once=once))
    return told
