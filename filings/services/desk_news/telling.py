"""One row of news for each person at the desk whom something concerns, written with the act itself."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import DateTimeField, Q
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.models import Membership, User
from filings.models import DeskNews, Filing, Task
from filings.services.reach import colleagues
from filings.services.webhooks import tell_system

MOST_TOLD = 50  # people, of what nobody has
Kind = DeskNews.Kind
# What the organisation's own system is told of as well, under the same names.
_FOR_SYSTEMS = (
    Kind.ANSWERED,
    Kind.MEDIATION,
    Kind.ADDED,
    Kind.CORRECTED,
    Kind.WITHDRAWN,
    Kind.NEAR,
    Kind.PASSED,
)


def tell_desk(
    *,
    filing: Filing,
    kind: DeskNews.Kind,
    at: datetime,
    by: Actor | None = None,
    people: Iterable[User] | None = None,
    state: str = "",
    day: date | None = None,
    once: str = "",
) -> list[DeskNews]:
    """Tell ``people``, or whom a case concerns; never who did it, and nobody of a case of their own."""
    if filing.organisation_id is None:
        return []
    if kind in _FOR_SYSTEMS:
        tell_system(filing=filing, event=kind, at=at, once=once)
    told = concerned(filing, at) if people is None else list(people)
    apart = {filing.complaint.owner_id, by.user.pk if by and by.user else None}
    rows = [
        DeskNews(person=one, filing=filing, kind=kind, state=state, day=day, at=at, once=once)
        for one in told
        if one.pk not in apart
    ]
    return DeskNews.objects.bulk_create(rows, ignore_conflicts=bool(once))


def concerned(filing: Filing, at: datetime) -> list[User]:
    """Who has the case and works there, with their deputy while they are away; of one that nobody has, those who assign it:
    the supervisors, else everybody."""
    here = colleagues(filing, at)
    if filing.assigned_to_id is not None and (own := list(here.filter(_has_it(filing, at)))):
        return own
    leading = Membership.objects.at_work(at).filter(
        organisation=filing.organisation_id, role=Membership.Role.SUPERVISOR
    )
    return list(here.filter(pk__in=leading.values("user"))[:MOST_TOLD]) or list(here[:MOST_TOLD])


def _has_it(filing: Filing, at: datetime) -> Q:
    """Who has the case, and while they are away their deputy as well."""
    away = Membership.objects.away(at).filter(organisation=filing.organisation_id, user=filing.assigned_to_id)
    return Q(pk=filing.assigned_to_id) | Q(pk__in=away.values("deputy"))


def tell_assignee(*, by: Actor, filing: Filing, at: datetime, state: str) -> None:
    """That a colleague acted in their case."""
    if filing.assigned_to_id is None or (by.user and by.user.pk == filing.assigned_to_id):
        return
    own = colleagues(filing, at).filter(_has_it(filing, at))
    tell_desk(filing=filing, kind=DeskNews.Kind.COLLEAGUE, at=at, by=by, people=own, state=state)


def task_key(task: Task) -> str:
    """With what the key of each alarm of this task begins."""
    return f"task:{task.pk}:"


def no_longer_asked(
    *, filing: Filing, kind: DeskNews.Kind, asked_at: datetime, at: datetime, state: str
) -> None:
    """What was asked of them at that moment is over: their news says so, and is new no more."""
    rows = DeskNews.objects.filter(filing=filing, kind=kind, at=asked_at, state="")
    rows.update(state=state, read_at=Coalesce("read_at", at, output_field=DateTimeField()))
