"""Periods and days of tasks that come near or are over, and colleagues who left with cases in hand: told once each. What was
read or mailed long ago is forgotten."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Membership
from core.retention_and_limits import DESK_NEWS_KEPT, OWED_DAY_NEAR, PASSED_TOLD
from filings.models import Deadline, DeskMail, DeskNews, Filing, Task
from filings.moves import State
from filings.services.desk_news.telling import task_key, tell_desk
from filings.services.reach import colleagues

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
    return told + _tell_of_tasks(at, span) + _tell_of_leavers(at)


def _tell_of_tasks(at: datetime, span: tuple[date, date]) -> int:
    """Whoever is to do it and still may, else who has the case."""
    open_tasks = Task.objects.filter(done_at__isnull=True, due_on__range=span)
    standing = open_tasks.filter(filing__organisation__isnull=False, filing__closes_at__isnull=True)
    told = 0
    for task in standing.select_related("filing__complaint").defer(
        "filing__content", "filing__complaint__story"
    ):
        people = list(colleagues(task.filing, at).filter(pk=task.person_id)) if task.person_id else None
        once = f"{task_key(task)}{task.due_on}"
        kind, day = DeskNews.Kind.TASK_NEAR, task.due_on
        told += len(
            tell_desk(filing=task.filing, kind=kind, at=at, people=people or None, day=day, once=once)
        )
    return told


def _tell_of_leavers(at: datetime) -> int:
    """Those who assign, once of each who left a desk or whose account is off, by one of the cases that they still have."""
    here = Membership.objects.at_work(at).filter(
        user=OuterRef("assigned_to"), organisation=OuterRef("organisation")
    )
    work = Filing.objects.open().filter(~Exists(here), assigned_to__isnull=False, organisation__isnull=False)
    first = work.order_by("organisation_id", "assigned_to_id", "nearest_on", "sent_at", "pk")
    told = 0
    for filing in (
        first.distinct("organisation_id", "assigned_to_id")
        .select_related("complaint", "assigned_to")
        .defer("content")
    ):
        last = Membership.objects.filter(user=filing.assigned_to_id, organisation=filing.organisation_id)
        until = last.order_by("-until").values_list("until", flat=True).first()
        once = f"left:{filing.organisation_id}:{filing.assigned_to_id}:{until or ''}"
        kind, state = DeskNews.Kind.FREED, DeskNews.LEFT
        told += len(tell_desk(filing=filing, kind=kind, at=at, state=state, once=once))
    return told
