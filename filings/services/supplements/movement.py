"""A supplement goes along ``Supplement.MOVES``: the only code that changes its state, and what each state brings."""

from datetime import datetime
from typing import Any

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from core import work
from core.language import gettext as _
from filings.models import TAKES_MORE, Delivery, DeskNews, Filing, Note, Supplement
from filings.news import News
from filings.services import deadlines
from filings.services.desk_news.telling import tell_desk
from filings.services.listing.keeping import keep_listing
from filings.services.movement import queue_delivery
from filings.services.reach import OUTBOX, Refused, hold
from filings.services.sending import notices
from filings.ways.table import is_carried, part_of

State = Supplement.State


def hold_supplement(by: Actor, supplement: Supplement) -> Supplement:
    """Lock the case, the filing, then the supplement, and return it as it is now. Filing.DoesNotExist for who may not
    see the filing."""
    filing = hold(by, supplement.filing)
    rows = Supplement.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("consent", "question").get(pk=supplement.pk)
    held.filing = filing
    return held


def next_number(filing: Filing) -> int:
    last = filing.supplements.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def apply(
    *, by: Actor, held: Supplement, to: str, at: datetime, reason: str = "", attempt: int | None = None
) -> None:
    """Move a supplement that the caller has locked, inside its transaction."""
    before = held.state
    try:
        held.moved(to)
    except ValueError:
        raise Refused(
            _("这份补充材料现在是“%s”，不能这样做。没有改动任何内容。") % State(before).label
        ) from None
    detail: dict[str, Any] = {
        "filing": str(held.filing_id),
        "supplement": str(held.pk),
        "from": before,
        "to": to,
    }
    if attempt is not None:
        detail["attempt"] = attempt
    append_entry(by=by, complaint_id=held.filing.complaint_id, act=Act.SUPPLEMENT_MOVED, detail=detail, at=at)
    held.problem = reason
    if to == State.QUEUED:
        _release(held, at)
    if to == State.SENT:
        _arrive(by, held, at)
    if to in (State.FAILED, State.WITHDRAWN):
        _wait_again(held)
    held.save()
    if to == State.SENT:
        keep_listing(held.filing, at=at)
    if by.machine == OUTBOX.machine:
        notices.tell_complainant(filing=held.filing, news=News.ADDED, at=at)


def _release(held: Supplement, at: datetime) -> None:
    """Into the outbox, where the outbox carries it; the desk waits no more for an answer that is on its way."""
    filing = held.filing
    if held.question_id is not None:
        later = filing.notes.filter(kind=Note.Kind.QUESTION, at__gt=held.prepared_at).order_by("at").first()
        filing.waiting_since = later.at if later else None
        filing.save(update_fields=["waiting_since"])
    if is_carried(filing.way):
        queue_delivery(filing, at, supplement=held)


def _arrive(by: Actor, held: Supplement, at: datetime) -> None:
    """With the recipient: new at a desk until somebody there has seen it; the days that run from all material do anew."""
    filing = held.filing
    held.sent_at = held.sent_at or at
    deadlines.restart_after_material(by=by, held=filing, request=held.question, arrived=held.sent_at, at=at)
    if part_of(filing.way).at_desk:
        filing.unseen_since = filing.unseen_since or held.sent_at
        tell_desk(filing=filing, kind=_kind_of(held), at=at, by=by)
    filing.save(update_fields=["due_on", "not_before", "unseen_since"])


def _kind_of(held: Supplement) -> DeskNews.Kind:
    if held.question_id is not None:
        return DeskNews.Kind.ANSWERED
    return DeskNews.Kind.CORRECTED if held.tells_of_id is not None else DeskNews.Kind.ADDED


def _wait_again(held: Supplement) -> None:
    """An answer that does not come leaves its question open."""
    filing = held.filing
    if held.question_id is not None and filing.state in TAKES_MORE:
        filing.waiting_since = min(filter(None, [held.asked_at, filing.waiting_since]), default=None)
        filing.save(update_fields=["waiting_since"])


def cancel(*, by: Actor, held: Supplement, at: datetime) -> None:
    """Give up a supplement that the caller has locked and that has not left: its consent ends with it.

    Refused while its mail is with a server: whoever learns how that ended goes on from there.
    """
    if not stop_delivery(held, at):
        raise Refused(_("这份补充材料正在发出，已经不能取消。请等结果显示在这一页。没有改动任何内容。"))
    end_consent(by=by, held=held, at=at)
    apply(by=by, held=held, to=State.WITHDRAWN, at=at)


def stop_delivery(held: Supplement, at: datetime) -> bool:
    """Cancel what lies in the outbox; False when a worker has passed the point of no return."""
    rows = held.deliveries.select_for_update().filter(state__in=Delivery.OPEN)
    for row in rows:
        if row.handed_over_at is not None:
            return False
        work.give_up([row], Delivery.State.CANCELLED, finished_at=at)
    return True


def end_consent(*, by: Actor, held: Supplement, at: datetime) -> None:
    consent = held.consent
    if consent is None or consent.withdrawn_at is not None:
        return
    consent.withdrawn_at = max(at, consent.given_at)
    consent.save(update_fields=["withdrawn_at"])
    detail = {
        "filing": str(held.filing_id),
        "supplement": str(held.pk),
        "consent": consent.pk,
        "state": held.state,
    }
    append_entry(
        by=by, complaint_id=held.filing.complaint_id, act=Act.CONSENT_WITHDRAWN, detail=detail, at=at
    )


def withdraw_with_filing(*, by: Actor, filing: Filing, at: datetime) -> None:
    """The consent to a filing is withdrawn: what was added to it goes the same way. What waits does not leave; what was
    delivered is told of, and closed, with the filing."""
    agreed = filing.supplements.filter(consent__isnull=False, consent__withdrawn_at__isnull=True)
    for held in agreed.select_for_update(of=("self",), no_key=True).select_related("consent"):
        held.filing = filing
        stopped = stop_delivery(held, at)
        end_consent(by=by, held=held, at=at)
        if stopped and held.state in Supplement.ON_THE_WAY:
            apply(by=by, held=held, to=State.WITHDRAWN, at=at)
