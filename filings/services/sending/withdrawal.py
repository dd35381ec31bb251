"""Moving a filing as a person asks. One move withdraws the consent (个人信息保护法 15): before sending it stops the
sending, after it the recipient is told, and what lies at a desk of this portal closes (47).
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from core import work
from core.language import gettext as _
from filings.models import Delivery, DeskNews, Filing, Note
from filings.moves import State, find
from filings.services import retention
from filings.services.by_law import refusal_words
from filings.services.desk_news.telling import tell_desk
from filings.services.movement import apply
from filings.services.reach import Refused, hold, roles
from filings.services.supplements.movement import withdraw_with_filing
from filings.ways import Words
from filings.ways.table import part_of


def move(
    *,
    by: Actor,
    filing: Filing,
    to: str,
    reason: str = "",
    ground: str = "",
    on: date | None = None,
    at: datetime | None = None,
) -> Filing:
    """Move a filing. Refused when the table does not allow it to this actor, or when a reason is missing.

    ``on`` is the day on which an answer from outside arrived, as the complainant says; today where they say none.

    ``ground`` is that on which a desk refuses, where its channel knows some (``refusal_grounds``).

    Moving to ``withdrawn`` withdraws the consent; ``withdraw_consent`` is the same act.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(by, filing)
        if to == State.WITHDRAWN and find(held.state, to, roles(by, held)) is not None:
            return _withdraw_held(by=by, held=held, reason=reason, at=at)
        if to == State.REFUSED and "desk" in roles(by, held) and find(held.state, to, {"desk"}) is not None:
            words = refusal_words(held, ground, reason, at)
            detail = {"ground": ground} if ground else None
            return apply(by=by, held=held, to=to, reason=words, at=at, detail=detail)
        return apply(by=by, held=held, to=to, reason=reason, at=at, on=on)


def withdraw_consent(*, by: Actor, filing: Filing, reason: str = "", at: datetime | None = None) -> Filing:
    """Withdraw the consent to one filing. Twice is once. Refused for anybody but the complainant."""
    at = at or timezone.now()
    with transaction.atomic():
        return _withdraw_held(by=by, held=hold(by, filing), reason=reason, at=at)


def end_consent(*, by: Actor, held: Filing, at: datetime) -> None:
    """A prepared filing whose paper was edited since does not go out: what was agreed to is another text (14②). Whoever
    edited it, nothing has left; the complainant is asked anew."""
    if held.state != State.PREPARED:
        raise ValueError("only what was not confirmed yet")
    if held.consent.withdrawn_at is None:
        held.consent.withdrawn_at = max(at, held.consent.given_at)
        held.consent.save(update_fields=["withdrawn_at"])
        detail = {"filing": str(held.pk), "consent": held.consent_id, "state": held.state, "edited": True}
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.CONSENT_WITHDRAWN, detail=detail, at=at)
    settle_withdrawal(by=by, held=held, reason="", at=at)


def _withdraw_held(*, by: Actor, held: Filing, reason: str, at: datetime) -> Filing:
    """The same for a filing that is locked already."""
    if "owner" not in roles(by, held):
        raise Refused(_("只有投诉人可以撤回同意。没有改动任何内容。"))
    if held.consent.withdrawn_at is not None:
        return held
    held.consent.withdrawn_at = max(at, held.consent.given_at)
    held.consent.save(update_fields=["withdrawn_at"])
    detail = {"filing": str(held.pk), "consent": held.consent_id, "state": held.state}
    if closes_at := retention.close_after_withdrawal(held, at):
        detail["closes_at"] = closes_at.isoformat()
        tell_desk(filing=held, kind=DeskNews.Kind.WITHDRAWN, at=at)
    append_entry(by=by, complaint_id=held.complaint_id, act=Act.CONSENT_WITHDRAWN, detail=detail, at=at)
    withdraw_with_filing(by=by, filing=held, at=at)
    if held.state == State.QUEUED and not _stop_delivery(held, at):
        return held  # the last byte may be on its way: whoever learns how it ended goes on from there
    return settle_withdrawal(by=by, held=held, reason=reason, at=at)


def _stop_delivery(held: Filing, at: datetime) -> bool:
    """Cancel what lies in the outbox; False when a worker has passed the point of no return."""
    open_rows = held.deliveries.select_for_update().filter(supplement=None, state__in=Delivery.OPEN)
    for delivery in open_rows:
        if delivery.handed_over_at is not None:
            return False
        work.give_up([delivery], Delivery.State.CANCELLED, finished_at=at)  # its worker finds its claim gone
    return True


def settle_withdrawal(*, by: Actor, held: Filing, reason: str, at: datetime) -> Filing:
    """Bring a filing whose consent is withdrawn to its end: stopped, or the recipient told."""
    gone_out, unknown = held.gone_out, held.state == State.SENT_UNKNOWN
    if find(held.state, State.WITHDRAWN, {"owner"}) is not None:
        # Whoever does it, it is the owner's wish that is carried out here.
        held = apply(by=by, held=held, to=State.WITHDRAWN, reason=reason, at=at, as_role="owner")
    if not gone_out:
        return held
    if words := part_of(held.way).tell_withdrawn(held, at):
        _note(held, words, at)
    if unknown:
        _note(held, _("是否送达当时不明；撤回通知仍会发给接收方。"), at)
    return held


def _note(held: Filing, text: Words, at: datetime) -> None:
    """Words of the portal, not of who withdrew."""
    written_by = Actor.system("withdrawal").label
    Note.objects.create(filing=held, kind=Note.Kind.REASON, text=str(text), written_by=written_by, at=at)
