"""Taking newly counted facts over: the facts as filed stay, what changed is written down beside them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.counting.recount import Change, as_rows
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint, Recount
from complaints.standing import laid_over, standing_facts
from core.canonical import canonical, digest


def record_recount(
    *, by: Actor, complaint: Complaint, changes: Sequence[Change], at: datetime | None = None
) -> Recount:
    """Lay ``changes`` over the facts of a filed case. Called by ``legal.services``, which assesses it anew.

    The ledger names which facts changed and the digest of all of them; the values stand in the row alone.
    """
    at = at or timezone.now()
    with transaction.atomic():
        hold_ledger(complaint.pk)
        made = Recount(complaint=complaint, made_at=at, made_by=by.label, changes=as_rows(changes))
        made.facts_digest = digest(canonical(laid_over(standing_facts(complaint), [made])))
        made.save(force_insert=True)
        detail = {
            "recount": made.pk,
            "changed": [one.name for one in changes],
            "changes": digest(canonical(made.changes)),
            "facts": made.facts_digest,
        }
        append_entry(by=by, complaint_id=complaint.pk, act=Act.FACTS_RECOUNTED, detail=detail, at=at)
    return made
