"""The ledger and the deadlines of a seeded case, as the services would have written them. Its rows have their ids by now."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import entry_body
from complaints.models import Act, Complaint, LedgerEntry
from core.canonical import GENESIS, canonical, digest
from filings.models import Deadline, Listing
from filings.moves import State
from filings.services import OUTBOX, Due, deadlines_of, listing_of
from workbench.seed.case import Case

Line = tuple[Act, datetime, Actor, dict[str, Any]]
OPEN = (State.ACKNOWLEDGED, State.ACCEPTED)


def entries(case: Case) -> list[LedgerEntry]:
    """The record of a case, each entry linked to the one before."""
    linked: list[LedgerEntry] = []
    previous = GENESIS
    for sequence, (act, at, by, detail) in enumerate(_lines(case), 1):
        entry = LedgerEntry(
            complaint_id=case.complaint.pk,
            sequence=sequence,
            at=at,
            actor=by.label,
            act=act,
            detail=detail,
            previous=previous,
        )
        previous = entry.digest = digest(canonical(entry_body(entry)))
        linked.append(entry)
    return linked


def _lines(case: Case) -> Iterator[Line]:
    complaint = case.complaint
    filed = {
        "number": complaint.number,
        "facts": digest(canonical(complaint.facts)),
        "exhibits": [],
        "receipt": digest(case.receipt.payload),
    }
    yield Act.COMPLAINT_FILED, complaint.filed_at, case.by, filed
    if case.filing is None or case.assessment is None or case.consent is None:
        return
    at, filing = case.filing.prepared_at, str(case.filing.pk)
    assessed = {
        "assessment": case.assessment.pk,
        "corpus": case.assessment.corpus_version,
        "facts": case.assessment.facts_digest,
        "result": digest(canonical(case.assessment.result)),
    }
    yield Act.ASSESSED, at, case.by, assessed
    yield (
        Act.CONSENT_GIVEN,
        at,
        case.by,
        {
            "consent": case.consent.pk,
            "recipient": case.filing.recipient_id,
            "shown": digest(case.consent.text),
        },
    )
    yield (
        Act.FILING_PREPARED,
        at,
        case.by,
        {
            "filing": filing,
            "recipient": case.filing.recipient_id,
            "channel": case.filing.channel,
            "content": case.filing.content_digest,
            "documents": [],
            "exhibits": [],
            "assessment": case.assessment.pk,
        },
    )
    yield Act.FILING_MOVED, at, case.by, {"filing": filing, "from": State.PREPARED, "to": State.QUEUED}
    yield from _arrival(case, at)
    yield from _at_desk(case)


def _arrival(case: Case, at: datetime) -> Iterator[Line]:
    filing, sent, proof = case.filing, case.sent, case.acknowledgement
    assert filing is not None and sent is not None and proof is not None  # noqa: S101,PT018  (they come together)
    yield Act.FILING_ATTEMPTED, at, OUTBOX, {"filing": str(filing.pk), "attempt": 1, "outcome": "delivered"}
    whom = f"organisation:{filing.organisation_id}"
    yield Act.SHARED, at, OUTBOX, {"access": sent.pk, "to": whom, "why": sent.why}
    yield (
        Act.ACKNOWLEDGED,
        at,
        OUTBOX,
        {
            "filing": str(filing.pk),
            "acknowledgement": proof.pk,
            "source": proof.source,
            "reference": digest(proof.reference),
        },
    )
    moved = {"filing": str(filing.pk), "from": State.QUEUED, "to": State.ACKNOWLEDGED, "attempt": 1}
    yield Act.FILING_MOVED, at, OUTBOX, moved
    states = Complaint.State
    yield Act.STATE_CHANGED, at, OUTBOX, {"from": states.FILED, "to": states.IN_PROGRESS}


def _at_desk(case: Case) -> Iterator[Line]:
    filing = case.filing
    assert filing is not None  # noqa: S101  (a case that was sent)
    before: str = State.ACKNOWLEDGED
    for state, at, by in case.steps:
        if state == State.WITHDRAWN:
            withdrawn = {"filing": str(filing.pk), "consent": filing.consent_id, "state": before}
            yield Act.CONSENT_WITHDRAWN, at, by, withdrawn
        moved: dict[str, Any] = {"filing": str(filing.pk), "from": before, "to": state}
        if state in case.reasons:
            moved["note"] = case.reasons[state].pk
        yield Act.FILING_MOVED, at, by, moved
        changed = _changed(before, state)
        if changed is not None:
            yield Act.STATE_CHANGED, at, by, changed
        before = state
    if case.question is not None:
        asked = {"filing": str(filing.pk), "note": case.question.pk}
        yield Act.QUESTION_ASKED, case.question.at, case.steps[-1][2], asked


def _changed(before: str, state: str) -> dict[str, str] | None:
    """How the complaint's own state follows that of its only filing."""
    states = Complaint.State
    follows = {
        State.REFUSED: states.DECIDED,
        State.DECIDED: states.DECIDED,
        State.CLOSED: states.CLOSED,
        State.WITHDRAWN: states.FILED,
    }
    then = follows.get(State(state), states.IN_PROGRESS)
    now = follows.get(State(before), states.IN_PROGRESS)
    return {"from": now, "to": then} if now != then else None


@dataclass
class Calendar:
    """Deadlines of channels, each day worked out once."""

    known: dict[tuple[str, str, str, date], list[Due]] = field(default_factory=dict)

    def of(self, case: Case, event: str, begin: date) -> list[Due]:
        assert case.filing is not None  # noqa: S101  (only what was sent has deadlines)
        key = (case.filing.channel, case.complaint.region, event, begin)
        if key not in self.known:
            self.known[key] = deadlines_of(case.complaint, case.filing.channel, event=event, begin=begin)
        return self.known[key]


def deadlines(case: Case, calendar: Calendar) -> list[Deadline]:
    """What is due in this case, what of it was done, and with it the day that the queue shows."""
    filing = case.filing
    if filing is None or filing.sent_at is None:
        return []
    begin = timezone.localdate(filing.sent_at)
    found = [_deadline(case, due, begin) for due in calendar.of(case, "sent", begin)]
    for state, at, _by in case.steps:
        if state == State.ACCEPTED:
            follow = calendar.of(case, "accepted", timezone.localdate(at))
            for one in found:
                if follow or one.step == Deadline.Step.ACCEPTANCE:
                    one.met_at, one.met_by = at, state
            found += [_deadline(case, due, timezone.localdate(at)) for due in follow]
        elif state in (State.REFUSED, State.DECIDED):
            for one in (one for one in found if one.met_at is None):
                one.met_at, one.met_by = at, state
    unmet = [one for one in found if one.met_at is None] if filing.state in OPEN else []
    filing.due_on = min((one.due_on for one in unmet if one.due_on), default=None)
    if filing.due_on is None:
        filing.not_before = min((one.not_before for one in unmet if one.not_before), default=None)
    return found


def listing(case: Case) -> Listing | None:
    """Its line in the queue; none where a withdrawal has closed it."""
    filing = case.filing
    if filing is None or filing.sent_at is None or filing.state == State.WITHDRAWN:
        return None
    notes = [one for one in (*case.reasons.values(), case.question) if one is not None]
    return listing_of(filing, notes, (), at=filing.sent_at)


def _deadline(case: Case, due: Due, begin: date) -> Deadline:
    return Deadline(
        filing=case.filing,
        step=due.step,
        what=due.what,
        due_on=due.due_on,
        reason=due.reason,
        not_before=due.not_before,
        provision=due.provision,
        counted_from=begin,
    )
