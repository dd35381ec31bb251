"""What happened since the filing: messages and calls that came on, and what came of it."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.counting.going_on import counted_on, days_of
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint, Contact, LedgerEntry, Outcome, Recount
from complaints.reading import read
from complaints.services.filing import ContactInput
from complaints.services.recounting import record_recount
from complaints.services.subscriptions import hold_own
from complaints.standing import standing_facts
from core.language import gettext as _
from core.retention_and_limits import MOST_OUTCOMES


class TooManyOutcomes(Exception):
    """Why nothing was written down, to be shown to the person."""


def add_contacts(
    *,
    by: Actor,
    complaint: Complaint,
    came: Sequence[ContactInput],
    form: UUID | None = None,
    at: datetime | None = None,
) -> Recount | None:
    """Write down what came since the filing, each with its day, and count it into the facts. Called by ``legal.services``,
    which assesses the case by it, and adds what one ``form`` brought once; None where no fact became another."""
    at = at or timezone.now()
    with transaction.atomic():
        hold_ledger(complaint.pk)
        rows = [_contact(complaint, one) for one in came]
        rows[0].form = form
        made = Contact.objects.bulk_create(rows)
        detail = {"contacts": [one.pk for one in made]}
        append_entry(by=by, complaint_id=complaint.pk, act=Act.CONTACTS_ADDED, detail=detail, at=at)
        days = {one.received_on for one in made}
        stand = Contact.objects.filter(complaint=complaint, received_on__in=days)
        incoming = stand.exclude(direction=Contact.Direction.OUT)
        changes = counted_on(standing_facts(complaint), made, on_days=days_of(list(incoming)))
        if not changes:
            return None
        return record_recount(by=by, complaint=complaint, changes=changes, at=at)


def added_before(complaint: Complaint, form: UUID | None) -> datetime | None:
    """When what this form brought was added; None where it was not."""
    first = Contact.objects.filter(complaint=complaint, form=form).first() if form else None
    if first is None:
        return None
    added = LedgerEntry.objects.filter(complaint=complaint, act=Act.CONTACTS_ADDED)
    return added.get(detail__contacts__contains=[first.pk]).at


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
    form: UUID | None = None,
    at: datetime | None = None,
) -> Outcome:
    """Write down what came of it, as the complainant says; what one ``form`` brought, once.

    Raise Complaint.DoesNotExist for others, TooManyOutcomes where ``MOST_OUTCOMES`` stand.
    """
    at = at or timezone.now()
    with transaction.atomic():
        case = hold_own(by, complaint.pk)
        before = Outcome.objects.filter(complaint=case, form=form).first() if form else None
        if before is not None:
            return before
        if case.outcomes.count() >= MOST_OUTCOMES:
            raise TooManyOutcomes(_("一个投诉最多记 %d 条，这一条没有记。") % MOST_OUTCOMES)
        made = Outcome.objects.create(
            complaint=case,
            kind=kind,
            on=on,
            amount=amount,
            words=words,
            form=form,
            recorded_at=at,
            recorded_by=by.label,
        )
        detail = {"outcome": made.pk, "kind": made.kind, "on": on.isoformat()}
        append_entry(by=by, complaint_id=case.pk, act=Act.OUTCOME_RECORDED, detail=detail, at=at)
    return made
