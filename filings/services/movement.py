"""A filing goes along ``filings.moves``: the only code that changes its state, and what each state brings with it."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act, Complaint, Intake
from complaints.services import set_state
from core.language import gettext as _
from filings.models import (
    Delivery,
    DeskLetter,
    DeskNews,
    Filing,
    Note,
    Proposal,
    Supplement,
    WebhookCall,
)
from filings.moves import ENDED, State, find
from filings.news import OF_STATE, News
from filings.services import deadlines
from filings.services.desk_news.telling import no_longer_asked, tell_assignee, tell_desk
from filings.services.listing.keeping import keep_listing
from filings.services.mediation.moving import lapse
from filings.services.reach import Refused, roles
from filings.services.referring import check_not_waiting, lapse_referral
from filings.services.sending import notices
from filings.services.webhooks import tell_system
from filings.standing import opened_among, readings_of, state_words
from filings.ways.table import is_carried

_ANSWERS = (State.ACCEPTED, State.REFUSED, State.TRANSFERRED, State.DECIDED)
_AT_DESK = (
    State.ACKNOWLEDGED,
    State.ACCEPTED,
    *ENDED,
)  # where something may have been asked of a second person
Event = WebhookCall.Event
_OPEN = {State.SENT, State.SENT_UNKNOWN, State.ACKNOWLEDGED, State.ACCEPTED}


def apply(
    *,
    by: Actor,
    held: Filing,
    to: str,
    reason: str = "",
    at: datetime,
    detail: dict[str, Any] | None = None,
    as_role: str = "",
    on: date | None = None,
    approved: bool = False,
) -> Filing:
    """Move a filing that ``hold`` locked, inside its transaction; other rooms come here, doors go to ``services.move``.

    ``as_role`` when the worker carries out what the complainant decided before. ``on`` is the day on which an answer from
    outside this portal arrived: what can be done about it is counted from then. ``approved`` where another person at the desk
    agreed to what takes two.
    """
    who = {as_role} if as_role else roles(by, held)
    step = find(held.state, to, who)
    if step is None and held.state == to:
        raise Refused(_("这份材料已经是“%s”，不用再按。没有改动任何内容。") % _words(held, who))
    if step is None:
        raise Refused(
            _("这份材料现在是“%(now)s”，您不能把它改成“%(then)s”。没有改动任何内容。")
            % {"now": State(held.state).label, "then": State(to).label if to in State.values else to}
        )
    if step.two_persons and not approved:
        raise Refused(_("这一步要由两个人做：先写明理由，请另一位同事复核。没有改动任何内容。"))
    reason = reason.strip()
    if step.needs_reason and not reason:
        if "owner" in who:
            raise Refused(_("请在“说明”里写一句：对方怎么答复，您怎么知道的。没有改动任何内容。"))
        raise Refused(_("请写明理由：投诉人会看到。没有改动任何内容。"))
    if to in (State.DECIDED, State.CLOSED):
        check_not_waiting(held)
    happened = _arrived(held, to, who, on, at) if on is not None else at
    if to == State.ACCEPTED and held.state in ENDED:
        _check_alone(held)
        # What was agreed before is no outcome of what is handled anew.
        held.mediation = ""
    before, held.state = held.state, to
    entry = {"filing": str(held.pk), "from": before, "to": to, **(detail or {})}
    if on is not None:
        entry["on"] = on.isoformat()
    if reason:
        note = Note.objects.create(
            filing=held, kind=Note.Kind.REASON, text=reason, written_by=by.label, at=at
        )
        entry["note"] = note.pk
    if lapsed := _lapse(by, held, at) if before in _AT_DESK else []:
        entry["lapsed"] = lapsed
    if before == State.ACCEPTED and (mediation := lapse(held, at)) is not None:
        entry["mediation"] = mediation
    if to in (State.WITHDRAWN, State.TRANSFERRED) and (referral := lapse_referral(held, at)) is not None:
        entry["referral"] = referral
    append_entry(by=by, complaint_id=held.complaint_id, act=Act.FILING_MOVED, detail=entry, at=at)
    if to == State.WITHDRAWN:
        _end_letters(by, held, at)
    arrives = _follow(held, before, reason, at, happened)
    if to == State.ACCEPTED and "desk" in who and held.assigned_to_id is None:
        held.assigned_to = by.user  # who accepts a case has it, until it is given to somebody else
    held.save(
        update_fields=[
            "state",
            "sent_at",
            "answered_at",
            "waiting_since",
            "decision",
            "dismissed",
            "due_on",
            "not_before",
            "assigned_to",
            "paused_on",
            "mediation",
            "referral",
        ]
    )
    if reason or to in (State.QUEUED, State.WITHDRAWN):
        keep_listing(held, at=at, new=to == State.QUEUED)
    set_state(by=by, complaint=held.complaint, state=_state_of_case(held), at=at)
    if held.sent_at is not None:
        tell_system(filing=held, event=Event.RECEIVED if arrives else Event.MOVED, at=at)
    if "desk" in who:
        tell_assignee(by=by, filing=held, at=at, state=to)
    if "owner" not in who:
        again = to == State.ACCEPTED and before in ENDED
        notices.tell_complainant(filing=held, news=News.REOPENED if again else OF_STATE[State(to)], at=at)
    return held


def _check_alone(held: Filing) -> None:
    """Refused where the complainant sent the same to the same recipient again since: there it is being handled."""
    others = Filing.objects.filter(complaint=held.complaint_id, recipient=held.recipient_id)
    ended = (State.WITHDRAWN, State.REFUSED, State.CLOSED)
    if others.exclude(pk=held.pk).exclude(state__in=ended).exists():
        raise Refused(_("投诉人后来又提交了一份同样的材料，请在那一件里办理。没有改动任何内容。"))


def _words(held: Filing, who: set[str]) -> str:
    """Where it stands, as the page of who pressed says it."""
    if "desk" in who:
        return str(State(held.state).label)
    return state_words(held, owner=True, opened=opened_among(readings_of(held), held))


def check_not_gone(held: Filing, who: set[str]) -> None:
    """Refused for what was released before and went its way: a second press asks for no other state."""
    if held.gone_out and held.state != State.SENT_UNKNOWN:
        raise Refused(_("这份材料现在是“%s”，不用再按。没有改动任何内容。") % _words(held, who))


def _arrived(held: Filing, to: str, who: set[str], on: date, at: datetime) -> datetime:
    """The day on which an answer arrived as a moment: now for today, noon for an earlier day."""
    today = timezone.localdate(at)
    if "witness" not in who or to not in _ANSWERS:
        raise Refused(_("这一步不填收到的日期。没有改动任何内容。"))
    if on > today:
        raise Refused(_("收到的日期不能晚于今天。没有改动任何内容。"))
    if held.sent_at is not None and on < timezone.localdate(held.sent_at):
        raise Refused(_("收到的日期不能早于递交的日期。没有改动任何内容。"))
    return at if on == today else timezone.make_aware(datetime.combine(on, time(12)))


def _lapse(by: Actor, held: Filing, at: datetime) -> list[int]:
    """What was asked of another person in the state that is left is asked no more; whoever asked is told. Their ids."""
    asked = list(held.proposals.filter(state=Proposal.State.ASKED).select_related("asked_by"))
    for one in asked:
        one.moved(Proposal.State.LAPSED, settled_at=at)
        one.save(update_fields=["state", "settled_at"])
        no_longer_asked(filing=held, kind=DeskNews.Kind.ASKED, asked_at=one.asked_at, at=at, state=one.state)
        tell_desk(filing=held, kind=DeskNews.Kind.LAPSED, at=at, by=by, people=[one.asked_by])
    return [one.pk for one in asked]


def _end_letters(by: Actor, held: Filing, at: datetime) -> None:
    """Of a withdrawn filing no letter leaves: drafts are gone, a number that waits for its stamp is void."""
    for letter in held.letters.unissued():
        if letter.state == DeskLetter.State.DRAFT:
            letter.delete()
            continue
        letter.moved(DeskLetter.State.VOID, void_reason=_("投诉人撤回了。"))
        letter.save(update_fields=["state", "void_reason"])
        detail = {"filing": str(held.pk), "letter": letter.pk, "number": letter.number}
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.LETTER_VOIDED, detail=detail, at=at)


def _follow(held: Filing, before: str, reason: str, at: datetime, happened: datetime) -> bool:
    """What a state brings with it: dates, the outbox, deadlines. Whether by it the filing came to where it goes."""
    to = held.state
    if to == State.QUEUED and is_carried(held.way):
        queue_delivery(held, at)
    arrives = to in (State.SENT, State.ACKNOWLEDGED) and before != State.SENT
    if arrives:
        # What the deadlines and the mail to who complains rest on, asked once: nobody states anything while the ledger is
        # held.
        prefetch_related_objects([held.complaint], "recounts", "statements")
        # Known already when it was handed in on an earlier day, or told to the desk itself.
        held.sent_at = held.sent_at or _had_at(held) or at
        deadlines.open_after_sending(held)
    if to == State.SENT_UNKNOWN or (to == State.QUEUED and before == State.SENT_UNKNOWN):
        held.sent_at = None
    if to == State.ACCEPTED and before not in (State.DECIDED, State.CLOSED):
        deadlines.accept(held, happened)
    if to == State.ACCEPTED:
        # Taken up again: what was decided stands in the notes alone, and what follows an answer waits for the next one.
        held.answered_at, held.decision = None, ""
    held.dismissed = (before, to) == (State.ACCEPTED, State.CLOSED)
    if to in (State.REFUSED, State.TRANSFERRED, State.DECIDED) or held.dismissed:
        held.answered_at = happened
        deadlines.meet(held, happened)
    if to == State.DECIDED:
        held.decision = reason
    if to not in (State.ACKNOWLEDGED, State.ACCEPTED):
        held.waiting_since = None
    if not arrives and to in _OPEN:
        deadlines.show_nearest(held)
    elif not arrives:
        deadlines.show_none(held)
    return arrives


def _had_at(held: Filing) -> datetime | None:
    """When a desk had what it took down itself: its periods begin with the day of the call, the visit, the letter."""
    if not held.came_by:
        return None
    return Intake.objects.filter(pk=held.complaint_id).values_list("received_at", flat=True).first()


def queue_delivery(
    held: Filing, due_at: datetime, tries: int = 1, supplement: Supplement | None = None
) -> Delivery:
    """Write the next row of the outbox; every attempt carries the id of the filing, or of its supplement, as its key."""
    rows = held.deliveries.filter(supplement=supplement)
    last = rows.order_by("-attempt").values_list("attempt", flat=True).first() or 0
    return Delivery.objects.create(
        filing=held,
        supplement=supplement,
        attempt=last + 1,
        tries=tries,
        idempotency_key=(supplement or held).pk,
        due_at=due_at,
    )


def moment_of(prepared_at: datetime, on: date | None, at: datetime) -> datetime:
    """The day of handing in as a moment: now for today, noon for an earlier day."""
    today = timezone.localdate(at)
    if on is None or on == today:
        return at
    if on > today:
        raise Refused(_("递交日期不能晚于今天。没有改动任何内容。"))
    if on < timezone.localdate(prepared_at):
        raise Refused(_("递交日期不能早于材料备好的日期。没有改动任何内容。"))
    return timezone.make_aware(datetime.combine(on, time(12)))


def _state_of_case(held: Filing) -> str:
    """``derived_state`` after this move; the other filings are asked only where they could say otherwise: in a case that is
    filed or under way none of them is decided."""
    state = Complaint.State
    if held.state in _OPEN and held.complaint.state in (state.FILED, state.IN_PROGRESS):
        return state.IN_PROGRESS
    return derived_state(held.complaint)


def derived_state(complaint: Complaint) -> str:
    """A complaint is as far as the furthest of its filings; its owner's own withdrawal stands."""
    state = Complaint.State
    if complaint.state == state.WITHDRAWN:
        return complaint.state
    found = set(complaint.filings.values_list("state", flat=True))
    if State.DECIDED in found:
        return state.DECIDED
    if found & {*_OPEN, State.TRANSFERRED}:
        return state.IN_PROGRESS
    if State.REFUSED in found:
        return state.DECIDED
    return state.CLOSED if State.CLOSED in found else state.FILED
