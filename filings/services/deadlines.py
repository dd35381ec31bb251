"""The days by which a recipient must answer: opened when a filing arrives, met when it moves."""

from datetime import date, datetime

from django.utils import timezone

from filings.models import Deadline, Filing
from filings.services import law

ACCEPTANCE = Deadline.Step.ACCEPTANCE
ANSWER = Deadline.Step.ANSWER


def open_after_sending(held: Filing, at: datetime) -> None:
    """Write the deadlines that begin with the recipient having it."""
    _open(held, timezone.localdate(held.sent_at or at), "sent")


def open_after_acceptance(held: Filing, at: datetime) -> None:
    """Write the deadlines that begin with the case being accepted."""
    _open(held, timezone.localdate(at), "accepted")


def _open(held: Filing, begin: date, event: str) -> None:
    held_steps = set(held.deadlines.filter(met_at__isnull=True).values_list("step", "what"))
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
            for due in law.deadlines_of(held.complaint, held.channel, event=event, begin=begin)
            if (due.step, due.what) not in held_steps
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
