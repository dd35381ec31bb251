"""What the complainant does or hears outside this portal, written down: handed in, a number given."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from core.language import gettext as _
from filings.models import Acknowledgement, Filing
from filings.moves import State
from filings.services.movement import apply, moment_of
from filings.services.reach import Refused, hold
from filings.services.sending.outbox import acknowledge
from filings.ways.table import is_carried


def record_handed_in(
    *, by: Actor, filing: Filing, reference: str = "", on: date | None = None, at: datetime | None = None
) -> Filing:
    """The complainant handed it in themselves, on a day, and was perhaps given a number there, then or later."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(by, filing)
        if is_carried(held.way):
            raise Refused(_("这份材料由本平台发送，不需要您自己递交。没有改动任何内容。"))
        if held.state == State.SENT and reference.strip():
            return _acknowledged(by, held, reference.strip(), at)
        moment = moment_of(held.prepared_at, on, at)
        if held.state == State.PREPARED:
            held = apply(by=by, held=held, to=State.QUEUED, at=at)
        held.sent_at = moment
        held = apply(
            by=by, held=held, to=State.SENT, at=at, detail={"on": timezone.localdate(moment).isoformat()}
        )
        if reference.strip():
            held = _acknowledged(by, held, reference.strip(), at)
    return held


def record_acknowledgement(
    *, by: Actor, filing: Filing, reference: str, at: datetime | None = None
) -> Filing:
    """The number that the recipient gave after an e-mail or a filing by hand."""
    at = at or timezone.now()
    if not reference.strip():
        raise Refused(_("请填写对方给您的编号。"))
    with transaction.atomic():
        return _acknowledged(by, hold(by, filing), reference.strip(), at)


def _acknowledged(by: Actor, held: Filing, reference: str, at: datetime) -> Filing:
    if len(reference) > 200:
        raise Refused(_("编号太长：最多 200 个字。没有改动任何内容。"))
    held = apply(by=by, held=held, to=State.ACKNOWLEDGED, at=at)
    acknowledge(held, Acknowledgement.Source.COMPLAINANT, reference, by, at)
    return held
