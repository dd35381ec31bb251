"""A calendar of a desk's days, by a link that is known to whoever asked for it alone: numbers and days, no more."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor, code_digest
from accounts.models import User
from core.language import gettext as _
from filings.models import DeskCalendar, Filing
from filings.services.news.calendars import new_token
from filings.services.reach import Refused

BACK = timedelta(days=30)  # days that are over, for as long
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
            person=by.user, whole=whole, token_digest=code_digest(token), made_at=at or timezone.now()
        )
    return token


def end_desk_calendar(*, by: Actor, whole: bool) -> None:
    """The link leads nowhere from now on. Twice is once."""
    if by.user is not None:
        DeskCalendar.objects.filter(person=by.user, whole=whole).delete()


def find_desk_calendar(*, token: str) -> DeskCalendar | None:
    """The calendar of a link, while its person sits at a desk."""
    rows = DeskCalendar.objects.filter(token_digest=code_digest(token), person__is_active=True)
    found = rows.select_related("person").first()
    return found if found is not None and Actor.of_user(found.person).desk_ids else None


def desk_days(calendar: DeskCalendar, *, today: date | None = None) -> list[tuple[str, date]]:
    """Number and day of the open cases whose time runs, the nearest first."""
    today = today or timezone.localdate()
    work = Filing.objects.at_desk(Actor.of_user(calendar.person)).open().content_open()
    mine = Q() if calendar.whole else Q(assigned_to=calendar.person)
    running = work.filter(mine, due_on__gte=today - BACK, paused_on__isnull=True)
    rows = running.order_by("due_on", "pk").values_list("complaint__number", "due_on")[:MOST_EVENTS]
    return list(dict.fromkeys((number, day) for number, day in rows if day is not None))
