"""What happened since the filing: messages and calls that came on, and what came of it."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.counting.going_on import counted_on, days_of
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint, Contact, Outcome, Recount
from complaints.reading import read
from complaints.services.filing import ContactInput
from complaints.services.recounting import record_recount
from complaints.services.subscriptions import hold_own
from complaints.standing import standing_facts


def add_contacts(
    *, by: Actor, complaint: Complaint, came: Sequence[ContactInput], at: datetime | None = None
) -> Recount | None:
    """Write down what came since the filing, each with its day, and count it into the facts. Called by ``legal.services``,
    which assesses the case by it; None where no fact became another."""
    at = at or timezone.now()
    with transaction.atomic():
        hold_ledger(complaint.pk)
        made = Contact.objects.bulk_create([_contact(complaint, one) for one in came])
        detail = {"contacts": [one.pk for one in made]}
        append_entry(by=by, complaint_id=complaint.pk, act=Act.CONTACTS_ADDED, detail=detail, at=at)
        days = {one.received_on for one in made}
        stand = Contact.objects.filter(complaint=complaint, received_on__in=days)
        incoming = stand.exclude(direction=Contact.Direction.OUT)
        changes = counted_on(standing_facts(complaint), made, on_days=days_of(list(incoming)))
        if not changes:
            return None
        return record_recount(by=by, complaint=complaint, changes=changes, at=at)


def _contact(complaint: Complaint, one: ContactInput) -> Contact:
    said: dict[str, Any] = {}
    if one.text:
        whole = read(one.text, sender=one.sender or None, received=one.received_on).as_json()
        said["read"] = {name: value for name, value in whole.items() if value}
    return Contact(complaint=complaint, **{**vars(one), "reading": said})


def record_outcome(
    *,
    by: Actor,
    complaint: Complaint,
    kind: str,
    on: date,
    amount: Decimal | None = None,
    words: str = "",
    at: datetime | None = None,
) -> Outcome:
    """Write down what came of it, as the complainant says. Raise Complaint.DoesNotExist for others."""
    at = at or timezone.now()
    with transaction.atomic():
        case = hold_own(by, complaint.pk)
        made = Outcome.objects.create(
            complaint=case,
            kind=kind,
            on=on,
            amount=amount,
            words=words,
            recorded_at=at,
            recorded_by=by.label,
        )
        detail = {"outcome": made.pk, "kind": made.kind, "on": on.isoformat()}
        append_entry(by=by, complaint_id=case.pk, act=Act.OUTCOME_RECORDED, detail=detail, at=at)
    return made
