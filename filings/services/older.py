"""Which recipients hold something older than what the complainant says now, so that a correction can be sent to them."""

from collections.abc import Iterable
from uuid import UUID

from complaints.models import Complaint
from complaints.standing import changes_since
from documents.frozen import Fields
from documents.material import FIELDS
from filings.models import Filing
from filings.moves import State
from filings.services.sending.consent import fields_of, labels_of_answers
from filings.services.sending.content import case_fields, content_of

# What is added to a case goes to a recipient as a supplement, and what somebody writes for one recipient is never older.
_NOT_STATED = {"exhibits", "messages", "tally", "timeline", "asks"}


def on_earlier_facts(complaint: Complaint) -> set[UUID]:
    """The filings whose content was made before facts were counted anew or stated: they state the facts of then."""
    changes = changes_since(complaint)
    if not changes:
        return set()
    made = complaint.filings.exclude(assessment__facts_digest=changes[-1].facts_digest)
    return set(made.values_list("pk", flat=True))


def holding_older(complaint: Complaint, filings: Iterable[Filing]) -> dict[UUID, list[str]]:
    """Of filings that went out, those that say something else than the complainant says now: the kinds of information,
    by label, as a consent to that recipient lists them. What was not given to a recipient is never among them."""
    changes = changes_since(complaint)
    if not changes:
        return {}
    found = {}
    for filing in filings:
        out = filing.gone_out and filing.state != State.WITHDRAWN
        if out and changes[-1].made_at > filing.prepared_at and (labels := _otherwise(complaint, filing)):
            found[filing.pk] = labels
    return found


def _otherwise(complaint: Complaint, filing: Filing) -> list[str]:
    allowed = [name for name in fields_of(filing.channel, filing.way) if name not in _NOT_STATED]
    given: Fields = content_of(filing)["fields"]
    then = case_fields(complaint.as_it_stood(filing.prepared_at), allowed, [])
    now = case_fields(complaint, allowed, [])
    labels = FIELDS | labels_of_answers(allowed)
    return [
        labels[name]
        for name in allowed
        # What it did not get although it was there was left out by choice.
        if then.get(name) != now.get(name) and (name in given or name not in then)
    ]
