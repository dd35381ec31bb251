"""An answer in one step, for doors where the very words were put before the complainant for this one recipient."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from core.language import gettext as _
from filings.models import Filing, Supplement
from filings.services.reach import Refused
from filings.services.sending.outbox import deliver
from filings.services.supplements.consent import propose_supplement
from filings.services.supplements.sending import confirm_supplement, prepare_supplement
from filings.services.supplements.writing import write_supplement
from filings.ways.table import HERE


def answer(
    *,
    by: Actor,
    filing: Filing,
    text: str,
    exhibits: Iterable[Any] = (),
    at: datetime | None = None,
) -> Supplement:
    """Answer what the desk asked: written, consented to and confirmed in one transaction, and brought to a desk of this
    portal at once. Should that not come about, the row waits in the outbox as any other."""
    at = at or timezone.now()
    with transaction.atomic():
        written = write_supplement(by=by, filing=filing, text=text, exhibits=exhibits, at=at)
        if written.filing.waiting_since is None:
            raise Refused(_("对方现在没有等您答复的问题。您写的内容没有提交。"))
        shown = propose_supplement(supplement=written)
        ready = prepare_supplement(by=by, supplement=written, consent_digest=shown.digest, at=at)
        confirmed = confirm_supplement(by=by, supplement=ready, at=at)
    if confirmed.filing.way in HERE:
        for row in confirmed.deliveries.all():
            deliver(delivery_id=row.pk, at=at)
        confirmed.refresh_from_db()
    return confirmed
