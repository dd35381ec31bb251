"""What a clock alone brings: a day that comes near or is over, the step that this opens. Told once each, by day."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from complaints.models import Complaint, Outcome, Subscription
from complaints.models.subscriptions import SubscriptionQuerySet
from complaints.standing import standing_facts
from core.retention_and_limits import ASKED_WHETHER_STOPPED, LAST_DAY_NEAR, OWED_DAY_NEAR, PASSED_TOLD
from filings.models import Deadline, Filing
from filings.moves import State
from filings.news import News
from filings.services.news.next_steps import is_silent, next_steps
from filings.services.reach import hold_case
from filings.services.remedies import next_days
from filings.services.sending.notices import tell_complainant

_RUNNING = (State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)
_ANSWERED = (State.REFUSED, State.DECIDED, State.CLOSED)


def sweep_days(*, at: datetime | None = None) -> int:
    """Tell of days that are near or over, in every case that is told of news by some way; how many notices were written."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    return _owed(today, at) + _own(today, at)


def sweep_stopped(*, at: datetime | None = None) -> int:
    """Ask who filed whether it stopped, a while after anything was last heard of it: once, until something is."""
    at = at or timezone.now()
    today, asked = timezone.localdate(at), 0
    open_cases = Complaint.objects.filter(
        Exists(_ways().filter(complaint=OuterRef("pk"))),
        state__in=[Complaint.State.IN_PROGRESS, Complaint.State.DECIDED],
        event_last__lte=today - ASKED_WHETHER_STOPPED,
    )
    for found in open_cases.only("pk").iterator():
        with transaction.atomic():
            case = hold_case(found.pk).read_whole()
            filing = case.filings.reached().order_by("prepared_at").defer("content").first()
            last = _quiet_since(case, today)
            if filing is None or last is None:
                continue
            filing.complaint = case
            once = f"stopped:{last:%Y%m%d}"
            asked += len(tell_complainant(filing=filing, news=News.STOPPED, at=at, once=once))
    return asked


def asks_whether_stopped(case: Complaint, today: date) -> bool:
    """Whether it is time to ask; who said that it stopped, or settled, is not asked again before something comes."""
    return _quiet_since(case, today) is not None


def _quiet_since(case: Complaint, today: date) -> date | None:
    """The day of the last message or call that is known, of the filing, or of the last word about how it goes; None where that
    is too near, or where it was the last word."""
    came = date.fromisoformat(standing_facts(case)["event"]["last"])
    came = max(came, timezone.localdate(case.filed_at))
    if today - came < ASKED_WHETHER_STOPPED:
        return None
    said = max(case.outcomes.all(), key=lambda one: one.recorded_at, default=None)
    if said is None:
        return came
    on = timezone.localdate(said.recorded_at)
    if said.kind in (Outcome.Kind.STOPPED, Outcome.Kind.SETTLED) and on >= came:
        return None
    last = max(came, on)
    return last if today - last >= ASKED_WHETHER_STOPPED else None


def _ways() -> SubscriptionQuerySet:
    return Subscription.objects.active().exclude(medium=Subscription.Medium.CALENDAR)


def _told() -> Exists:
    return Exists(_ways().filter(complaint=OuterRef("complaint_id")))


def _owed(today: date, at: datetime) -> int:
    """The days by which recipients must act."""
    span = (today - PASSED_TOLD, today + OWED_DAY_NEAR)
    rows = Filing.objects.filter(_told(), state__in=_RUNNING, waiting_since=None, due_on__range=span)
    return sum(_of_filing(one, today, at) for one in list(rows.only("pk", "complaint_id")))


def _of_filing(found: Filing, today: date, at: datetime) -> int:
    """Asked anew once the case is locked: what a recipient did meanwhile is told as that."""
    with transaction.atomic():
        case = hold_case(found.complaint_id).read_whole()
        filing = Filing.objects.select_related("consent", "recipient").defer("content").get(pk=found.pk)
        filing.complaint = case
        day = filing.due_on
        if filing.state not in _RUNNING or filing.waiting_since is not None or day is None:
            return 0
        owed = Deadline.objects.running().filter(filing=filing, due_on=day).first()
        if owed is None or filing.consent.withdrawn_at is not None:
            return 0
        if not is_silent(filing, today):
            news, once = News.NEAR, f"near:{owed.pk}"
        else:
            led_on = filing.pk in next_steps(case, [filing], today=today)
            news, once = (News.NEXT if led_on else News.PASSED), f"passed:{owed.pk}"
        return len(tell_complainant(filing=filing, news=news, at=at, day=day, once=once))


def _own(today: date, at: datetime) -> int:
    """The last days on which the complainant can go on."""
    rows = Filing.objects.filter(_told(), state__in=_ANSWERED, answered_at__isnull=False)
    told = 0
    for filing in rows.select_related("consent", "complaint").defer("content").iterator():
        for _filing, remedy in next_days([filing], today=today):
            last = remedy.last_on
            if last is not None and last <= today + LAST_DAY_NEAR:
                with transaction.atomic():
                    filing.complaint = hold_case(filing.complaint_id).read_whole()
                    once = f"last:{filing.pk.hex[:12]}:{last:%Y%m%d}"
                    told += len(tell_complainant(filing=filing, news=News.LAST, at=at, day=last, once=once))
    return told
