"""The days by which a recipient must answer: opened when a filing arrives, met when it moves."""

from datetime import date, datetime

from django.utils import timezone

from filings.models import Deadline, Filing
from filings.services import law


def open_after_sending(held: Filing) -> None:
    """Write the deadlines that begin with the recipient having it."""
    if held.sent_at is not None:
        _open(held, "sent", timezone.localdate(held.sent_at))


def accept(held: Filing, at: datetime) -> None:
    """Acceptance was due and came. Where a period begins with it, that period takes the place of what ran before."""
    begin = timezone.localdate(at)
    if law.deadlines_of(held.complaint, held.channel, event="accepted", begin=begin):
        meet(held, at)
    else:
        meet(held, at, Deadline.Step.ACCEPTANCE)
    _open(held, "accepted", begin)


def _open(held: Filing, event: str, begin: date) -> None:
    dues = law.deadlines_of(held.complaint, held.channel, event=event, begin=begin)
    Deadline.objects.bulk_create(
        [
            Deadline(
                filing=held,
                step=due.step,
                what=due.what,
                due_on=due.due_on,
                reason=due.reason,
                provision=due.provision,
                counted_from=begin,
            )
            for due in dues
        ]
    )


def meet(held: Filing, at: datetime, *steps: str) -> None:
    """Note that the recipient did what was due; every step when none is named."""
    unmet = held.deadlines.filter(met_at__isnull=True)
    (unmet.filter(step__in=steps) if steps else unmet).update(met_at=at)


def nearest(held: Filing) -> date | None:
    """The next day by which something is due, for the queue."""
    days = held.deadlines.filter(met_at__isnull=True, due_on__isnull=False).order_by("due_on")
    return days.values_list("due_on", flat=True).first()
