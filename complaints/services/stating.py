"""Saying anew what was filed: what was said first stays, the statement stands beside it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, CodeMail, Complaint, Party, Statement
from complaints.services.access import owns
from complaints.services.code_mails import tell
from complaints.standing import laid_over, standing_facts
from core.canonical import canonical, digest


def record_statement(
    *,
    by: Actor,
    complaint: Complaint,
    matter: str,
    answers: Mapping[str, Any],
    changes: Sequence[Sequence[Any]],
    reason: str = "",
    at: datetime | None = None,
) -> Statement:
    """Write down what a page of questions, answered anew, changed. Called by ``legal.services``, which assesses it anew.

    The ledger has the page's name and the digest alone: answers may name people.
    """
    at = at or timezone.now()
    with transaction.atomic():
        hold_ledger(complaint.pk)
        made = Statement(complaint=complaint, made_at=at, made_by=by.label, matter=matter, reason=reason)
        people = complaint.people
        made.answers, made.changed = canonical(answers), canonical(changes)
        made.facts_digest = digest(canonical(laid_over(standing_facts(complaint), [made])))
        made.salt = secrets.token_hex(16)
        made.digest = digest(canonical(made.said))
        made.save(force_insert=True)
        detail = {
            "statement": made.pk,
            "matter": matter,
            "digest": made.digest,
            "facts": made.facts_digest,
        }
        act = Act.FACTS_STATED if owns(by, complaint.pk) else Act.PARTICULARS_FILLED
        append_entry(by=by, complaint_id=complaint.pk, act=act, detail=detail, at=at)
        if (address := _address_among(made.laid_over(people))) != _address_among(people):
            tell(complaint, CodeMail.Kind.CONFIRM, at, address)
    return made


def _address_among(people: Sequence[Party]) -> str:
    return next(one.email for one in people if one.role == Party.Role.COMPLAINANT)
