"""What to do next where a recipient was silent past its day, refused, or gave an answer: one step, with its last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from complaints.models import Complaint, Outcome
from filings.models import Filing
from filings.moves import State
from filings.services import law
from filings.services.remedies import remedies_of
from legal.corpus import load
from legal.reasoning import answers

_RUNNING = (State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)
REVIEW = "review"


@dataclass(frozen=True)
class NextStep:
    """A channel of the plan that is open today, a paper to draft, or a page of the case; with none of them, what the page
    of the filing tells: to be done elsewhere, until its day."""

    title: str
    why: str
    last_on: date | None = None
    channel: str = ""
    paper: str = ""
    page: str = ""


def is_silent(filing: Filing, today: date) -> bool:
    """Whether the day by which its recipient had to act is over, and nobody knows that it did. Waiting for the complainant's
    own answer it is not silent."""
    late = filing.due_on is not None and filing.due_on < today
    return late and filing.state in _RUNNING and filing.waiting_since is None


def next_steps(
    complaint: Complaint, filings: Sequence[Filing] | QuerySet[Filing], *, today: date
) -> dict[UUID, NextStep]:
    """By filing, what leads on; nothing for one that goes its way, was withdrawn, or where no step is open. The plan is made
    once, and only where some filing asks for it."""
    content = _content_since(complaint) if any(map(_is_over, filings)) else None
    asking = [
        one
        for one in filings
        if one.consent.withdrawn_at is None and _leads_on(one, today) and not _was_enough(one, content)
    ]
    if not asking:
        return {}
    plan = law.plan_of(complaint, today)
    found = {one.pk: _next_step(one, plan, today) for one in asking}
    return {pk: step for pk, step in found.items() if step is not None}


def _content_since(complaint: Complaint) -> datetime | None:
    """When the complainant said that it stopped or that they settled."""
    kinds = (Outcome.Kind.STOPPED, Outcome.Kind.SETTLED)
    return max((one.recorded_at for one in complaint.outcomes.all() if one.kind in kinds), default=None)


def _was_enough(filing: Filing, content: datetime | None) -> bool:
    """Whether its answer was followed by the complainant's word that it is over."""
    answered = filing.answered_at
    return _is_over(filing) and bool(content and answered and content >= answered)


def _is_over(filing: Filing) -> bool:
    """Whether its recipient took it up and ended it, with a decision or without one."""
    return filing.state == State.DECIDED or filing.dismissed


def _leads_on(filing: Filing, today: date) -> bool:
    return is_silent(filing, today) or filing.state == State.REFUSED or _is_over(filing)


def _next_step(filing: Filing, plan: Sequence[answers.Way], today: date) -> NextStep | None:
    if filing.state in _RUNNING:
        return _after_silence(filing, plan)
    ways = {way["channel"]: way for way in plan if way["open"]}
    elsewhere = None
    for one in remedies_of(filing, today=today):
        remedy = one.remedy
        if one.passed:
            continue
        if remedy.channel and remedy.channel not in ways:
            # Its last day runs all the same, though no form of it is made here.
            if remedy.last_on and elsewhere is None:
                elsewhere = NextStep(remedy.title, remedy.text, remedy.last_on)
            continue
        last = remedy.last_on or (_last_day(ways[remedy.channel]) if remedy.channel else None)
        if remedy.channel or remedy.paper or remedy.page:
            return NextStep(remedy.title, remedy.text, last, remedy.channel, remedy.paper, remedy.page)
    return elsewhere


def _after_silence(filing: Filing, plan: Sequence[answers.Way]) -> NextStep | None:
    """The open channel that this one leads to: one that waited for it or reviews its silence before any other, of them the
    one that closes soonest."""
    waited, named = _waiting_for(filing), _named_by(filing)
    ways = [
        (way["channel"] not in waited and not _reviews(way, filing), _last_day(way) or date.max, way)
        for way in plan
        if way["open"] and (way["channel"] in waited | named or _reviews(way, filing))
    ]
    if not ways:
        return None
    way = min(ways, key=lambda one: one[:2])[2]
    return NextStep(way["title"], way["why"], _last_day(way), channel=way["channel"])


def _last_day(way: answers.Way) -> date | None:
    """Of a way that ends; a day after which a part of what can be asked for is lost is none."""
    last = way["not_after"]
    return date.fromisoformat(last) if last and not way["not_after_soft"] else None


def _waiting_for(filing: Filing) -> set[str]:
    """The channels that open once this filing's own was asked in vain."""
    rules = ((name, one.rule.get("after")) for name, one in load().channels.items())
    return {name for name, rule in rules if rule and filing.channel in (rule["channel"], *rule.get("to", ()))}


def _named_by(filing: Filing) -> set[str]:
    """The channels that its own names after an outcome; a review is of the silence of one authority, see ``_reviews``."""
    own = load().channels.get(filing.channel)
    rows = own.parts.get("outcomes", ()) if own is not None else ()
    return {row["channel"] for row in rows if row.get("channel")} - {REVIEW}


def _reviews(way: answers.Way, filing: Filing) -> bool:
    """Whether a way of the plan is the review of this very authority's silence."""
    own = load().channels.get(filing.channel)
    silence = way["silence"]
    return bool(way["channel"] == REVIEW and own and silence and silence["to"] == own.prior[0])
