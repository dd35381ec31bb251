"""What can still be done about a filing that was refused or decided, until when, and in which paper or channel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from filings.models import Filing
from filings.moves import MediationState, State
from legal.corpus import load
from legal.reasoning.remedies import Remedy, remedies_after


@dataclass(frozen=True)
class Standing:
    """A remedy, and whether its last day is over."""

    remedy: Remedy
    passed: bool


def remedies_of(filing: Filing, *, today: date | None = None) -> list[Standing]:
    """Those after the outcome that it has, counted from the day on which it arrived; none before one."""
    state = _outcome(filing)
    if state is None or filing.answered_at is None:
        return []
    today = today or timezone.localdate()
    found = remedies_after(load(), filing.channel, state, timezone.localdate(filing.answered_at))
    return [Standing(one, one.last_on is not None and one.last_on < today) for one in found]


def next_days(filings: Iterable[Filing], *, today: date | None = None) -> list[tuple[Filing, Remedy]]:
    """The remedies of a case whose last day is still to come, the nearest first."""
    found = [
        (filing, one.remedy)
        for filing in filings
        if not filing.consent.withdrawn_at
        for one in remedies_of(filing, today=today)
        if one.remedy.last_on is not None and not one.passed
    ]
    return sorted(found, key=lambda pair: pair[1].last_on or date.max)


def _outcome(filing: Filing) -> str | None:
    if filing.settled:
        return str(MediationState.SETTLED)
    if filing.state in (State.REFUSED, State.DECIDED):
        return str(filing.state)
    if filing.state == State.CLOSED:
        # What was accepted and closed without a decision was never refused.
        return str(State.DECIDED if filing.decision or filing.dismissed else State.REFUSED)
    return None
