"""What to do next where a recipient was silent past its day, refused, or gave an answer: one step, with its last day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from complaints.models import Complaint
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
    """A channel of the plan that is open today, a paper to draft, or a page of the case."""

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


def next_steps(complaint: Complaint, filings: Iterable[Filing], *, today: date) -> dict[UUID, NextStep]:
    """By filing, what leads on; nothing for one that goes its way, was withdrawn, or where no step is open. The plan is made
    once, and only where some filing asks for it."""
    asking = [one for one in filings if one.consent.withdrawn_at is None and _leads_on(one, today)]
    if not asking:
        return {}
    plan = law.plan_of(complaint, today)
    found = {one.pk: _next_step(one, plan, today) for one in asking}
    return {pk: step for pk, step in found.items() if step is not None}


def _leads_on(filing: Filing, today: date) -> bool:
    return is_silent(filing, today) or filing.state in (State.REFUSED, State.DECIDED)


def _next_step(filing: Filing, plan: Sequence[answers.Way], today: date) -> NextStep | None:
    if filing.state in _RUNNING:
        return _after_silence(filing, plan)
    ways = {way["channel"]: way for way in plan if way["open"]}
    for one in remedies_of(filing, today=today):
        remedy = one.remedy
        if one.passed or (remedy.channel and remedy.channel not in ways):
            continue
        if remedy.channel or remedy.paper or remedy.page:
            return NextStep(
                remedy.title, remedy.text, remedy.last_on, remedy.channel, remedy.paper, remedy.page
            )
    return None


def _after_silence(filing: Filing, plan: Sequence[answers.Way]) -> NextStep | None:
    """The open channel that this one leads to, the one that closes soonest first."""
    ways = [way for way in plan if way["open"] and way["channel"] in _led_to(filing, way)]
    if not ways:
        return None
    way = min(
        ways, key=lambda one: (one["not_after"] is None or one["not_after_soft"], one["not_after"] or "")
    )
    last = way["not_after"]
    return NextStep(
        way["title"], way["why"], date.fromisoformat(last) if last else None, channel=way["channel"]
    )


def _led_to(filing: Filing, way: answers.Way) -> set[str]:
    """The channels that come after this filing's own: those that wait for it, those that its outcomes name, and the review of
    its silence, where the plan's is about this very authority."""
    corpus = load()
    own = corpus.channels.get(filing.channel)
    if own is None:
        return set()
    after = {
        name
        for name, one in corpus.channels.items()
        if (rule := one.rule.get("after")) and filing.channel in (rule["channel"], *rule.get("to", ()))
    }
    named = {row["channel"] for row in own.parts.get("outcomes", ()) if row.get("channel")} - {REVIEW}
    silence = way["silence"]
    return after | named | ({REVIEW} if silence and silence["to"] == own.prior[0] else set())
