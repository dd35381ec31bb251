"""A calendar of a desk's days, by a link that is known to whoever asked for it alone: numbers and days, no more."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor, code_digest
from accounts.models import User
from core.language import gettext as _
from core.retention_and_limits import CALENDAR_BACK
from filings.models import DeskCalendar, Filing
from filings.services.news.calendars import new_token
from filings.services.reach import Refused

MOST_EVENTS = 1_000


def begin_desk_calendar(*, by: Actor, whole: bool, at: datetime | None = None) -> str:
    """A new link to the days of one's own cases, or with ``whole`` of all at one's desks; the link before it ends. Its token
    is returned, of which the digest alone is kept."""
    if by.user is None or not by.desk_ids:
        raise Refused(_("只有办案台的人员可以开通。没有改动任何内容。"))
    token = new_token()
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.user.pk)
        DeskCalendar.objects.filter(person=by.user, whole=whole).delete()
        DeskCalendar.objects.create(
            person=by.user,
            whole=whole,
            organisations=list(by.desk_ids),
            token_digest=code_digest(token),
            made_at=at or timezone.now(),
        )
    return token


def end_desk_calendar(*, by: Actor, whole: bool) -> None:
    """The link leads nowhere from now on. Twice is once."""
    if by.user is not None:
        DeskCalendar.objects.filter(person=by.user, whole=whole).delete()


def find_desk_calendar(*, token: str) -> DeskCalendar | None:
    """The calendar of a link, while its person sits at a desk of which it was made."""
    rows = DeskCalendar.objects.filter(token_digest=code_digest(token), person__is_active=True)
    found = rows.select_related("person").first()
    return found if found is not None and _desks(found) else None


def _desks(calendar: DeskCalendar) -> set[int]:
    """A desk that its person came to later is none of it: whoever has the link was never given that."""
    return set(Actor.of_user(calendar.person).desk_ids) & set(calendar.organisations)


def desk_days(calendar: DeskCalendar, *, today: date | None = None) -> list[tuple[str, date]]:
    """Number and day of the open cases whose time runs: what comes, the nearest first, then what is over."""
    today = today or timezone.localdate()
    work = Filing.objects.at_desk(Actor.of_user(calendar.person)).open().not_withdrawn()
    mine = Q() if calendar.whole else Q(assigned_to=calendar.person)
    running = work.filter(mine, organisation__in=_desks(calendar), paused_on__isnull=True)
    coming = running.filter(due_on__gte=today).order_by("due_on", "pk")
    over = running.filter(due_on__lt=today, due_on__gte=today - CALENDAR_BACK).order_by("-due_on", "pk")
    events: dict[tuple[str, date], None] = {}
    for rows in (coming, over):
        for number, day in rows.values_list("complaint__number", "due_on")[: MOST_EVENTS - len(events)]:
            if day is not None:
                events[number, day] = None
    return list(events)
