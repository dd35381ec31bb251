"""A calendar of a case's days, by a link that is known to its holder alone: the number, "deadline" and the day."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, code_digest
from complaints.models import Complaint, Subscription
from complaints.services import begin_news, end_news, hold_own
from core.language import gettext as _
from core.retention_and_limits import CALENDAR_LINKS_A_DAY
from filings.models import CourtDay, Deadline, Filing
from filings.moves import State
from filings.services.reach import Refused
from filings.services.remedies import next_days

CALENDAR = Subscription.Medium.CALENDAR
# Crockford's letters, which are those of the case codes: log lines mask them wherever they stand in a path.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 30  # 150 random bits: nobody is asked for anything else
_RUNNING = (State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)


def new_token() -> str:
    """What leads to a calendar."""
    plain = "".join(secrets.choice(_ALPHABET) for _letter in range(_LENGTH))
    return "-".join(plain[place : place + 5] for place in range(0, _LENGTH, 5))


def begin_calendar(*, by: Actor, complaint: Complaint, at: datetime | None = None) -> str:
    """A new link to the calendar, and return its token, of which the digest alone is kept; the link before it ends. Refused
    where the day had too many; raise Complaint.DoesNotExist for others than the complainant."""
    at, token = at or timezone.now(), new_token()
    with transaction.atomic():
        case = hold_own(by, complaint.pk)
        mine = Subscription.objects.filter(complaint=case, medium=CALENDAR)
        if mine.filter(asked_at__gt=at - timedelta(days=1)).count() >= CALENDAR_LINKS_A_DAY:
            raise Refused(
                _("一天最多要 %d 次日历链接，已经到了。没有改动任何内容，明天再试。") % CALENDAR_LINKS_A_DAY
            )
        for before in mine.standing().select_for_update():
            end_news(by=by, held=before, at=at)
        made = Subscription.objects.create(
            complaint=case, medium=CALENDAR, token_digest=code_digest(token), asked_at=at
        )
        begin_news(by=by, held=made, at=at)
    return token


def find_calendar(*, token: str) -> Complaint | None:
    """The case of a link, while it is not ended."""
    rows = Subscription.objects.active().filter(medium=CALENDAR, token_digest=code_digest(token))
    found = rows.select_related("complaint").first()
    return found.complaint if found is not None else None


def days_of(complaint: Complaint, *, today: date | None = None) -> list[date]:
    """The days by which somebody must answer, and by which the complainant may still go on: those that are known."""
    today = today or timezone.localdate()
    filings = Filing.objects.filter(complaint=complaint).select_related("consent").defer("content")
    running = Deadline.objects.running().filter(
        filing__complaint=complaint, filing__state__in=_RUNNING, due_on__isnull=False
    )
    days = set(running.values_list("due_on", flat=True))
    days |= {remedy.last_on for _filing, remedy in next_days(filings, today=today)}
    return sorted(day for day in days if day is not None)


def court_days_of(complaint: Complaint, *, today: date | None = None) -> list[date]:
    """The days that a court set and that are still to come."""
    coming = CourtDay.objects.filter(complaint=complaint).coming(today or timezone.localdate())
    return list(coming.order_by("day").values_list("day", flat=True).distinct())
