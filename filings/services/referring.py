"""A filing is handed, inside the organisation that has it, to whoever decides on opening a case of penalty (立案); what was
decided is recorded and told. Nothing leaves the organisation by it, so that no consent is asked for anew."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Unit
from complaints.ledger import append_entry
from complaints.models import Act
from core.days import day_read
from core.language import gettext as _
from filings.models import Deadline, DeskNews, Filing, Note, Referral, WebhookCall
from filings.moves import State
from filings.news import News
from filings.services import deadlines
from filings.services.by_law import received_on
from filings.services.desk_news.telling import tell_assignee, tell_desk
from filings.services.listing.keeping import keep_listing
from filings.services.reach import Refused, colleagues, hold, roles
from filings.services.sending import notices
from filings.services.webhooks import tell_system
from legal.corpus import load
from legal.reasoning import desk_rules

LONGEST_BODY = 80
LONGEST_NUMBER = 100
LONGEST_WORDS = 5_000
Outcome = Referral.State
OUTCOMES = (Outcome.OPENED, Outcome.NOT_OPENED, Outcome.RETURNED)
# Where what was decided can still be recorded: what is beside a filing goes on when that was answered.
_RECORDED_IN = (State.ACCEPTED, State.DECIDED, State.CLOSED)


def opening_rule(filing: Filing) -> desk_rules.Opening | None:
    """By the law of the day on which it came in; None where no article of the channel leads to a case of penalty."""
    return desk_rules.opening(load(), filing.channel, received_on(filing))


def may_refer(filing: Filing) -> bool:
    """Accepted, by a channel that leads there, and neither under way nor opened already."""
    under_way = filing.referral in (Outcome.REFERRED, Outcome.OPENED)
    return filing.state == State.ACCEPTED and not under_way and opening_rule(filing) is not None


def referral_of(filing: Filing) -> Referral | None:
    """The last of a filing, without asking where there was none."""
    return filing.referrals.order_by("-pk").first() if filing.referral else None


def units_of_desk(filing: Filing) -> list[str]:
    """The names of the units of its organisation; not asked for where ``with_insides`` saw none."""
    if filing.organisation_id is None or not getattr(filing, "has_units", True):
        return []
    return list(Unit.objects.filter(organisation=filing.organisation_id).values_list("name", flat=True))


# ── Handing over ─────────────────────────────────────────────────────────────────────────────────────────────────────


def refer(
    *,
    by: Actor,
    filing: Filing,
    body: str,
    reason: str,
    found_on: date | None = None,
    at: datetime | None = None,
) -> Referral:
    """Hand it to ``body``: a unit of the desk by its name, or another body of the same organisation. ``found_on`` is the day on
    which the clue was found, where the period counts from that; of a report it counts from its receipt."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(by, filing)
        rule = opening_rule(held)
        if rule is None or not may_refer(held):
            raise Refused(
                _("这件现在不能移交立案：要已经受理、渠道的规定里有、还没有移交。没有改动任何内容。")
            )
        name = " ".join(body.replace("\x00", "").split())
        if not name or len(name) > LONGEST_BODY:
            raise Refused(_("请写移交给本机构的哪个科室，最多 %d 字。没有改动任何内容。") % LONGEST_BODY)
        text = _written(reason)
        if not text:
            raise Refused(_("请写明理由：投诉人会看到。没有改动任何内容。"))
        begin = _begin(held, rule, found_on, at)
        made = Referral.objects.create(
            filing=held,
            body=name,
            unit=Unit.objects.filter(organisation=held.organisation_id, name=name).first(),
            basis=rule.basis,
            citation=rule.citation,
            beside=rule.beside,
            reason=text,
            found_on=begin,
            referred_by=by.label,
            referred_at=at,
        )
        # Handed over again, the period that runs is the same.
        if not held.deadlines.filter(step=Deadline.Step.OPENING).exists():
            deadlines.begin(held, "referred", begin)
        detail = {"basis": rule.basis}
        words = _("移交给本机构的%(body)s，由它决定是否立案（%(citation)s）。\n理由：%(reason)s")
        named = {"body": name, "citation": rule.citation, "reason": text}
        if rule.beside:
            words += "\n" + _("这和您的投诉分开办：调解和答复照常，期限照走。")
        _keep(by, held, made, detail, words % named, at)
        tell_desk(filing=held, kind=DeskNews.Kind.REFERRED, at=at, by=by, people=_in_unit(held, made, at))
    return made


def _begin(held: Filing, rule: desk_rules.Opening, found_on: date | None, at: datetime) -> date:
    """From when its period counts."""
    received, today = received_on(held), timezone.localdate(at)
    if not rule.beside:
        return received
    found_on = found_on or today
    if not received <= found_on <= today:
        raise Refused(_("发现线索的日子不能早于收到投诉，也不能晚于今天。没有改动任何内容。"))
    return found_on


def _in_unit(held: Filing, made: Referral, at: datetime) -> Any:
    """Who works in the unit and can open the case: handing it over gives nobody access."""
    if made.unit_id is None:
        return []
    here = Membership.objects.at_work(at).filter(unit=made.unit_id)
    return colleagues(held, at).filter(pk__in=here.values("user"))


# ── What was decided ─────────────────────────────────────────────────────────────────────────────────────────────────


def record_opening(
    *,
    by: Actor,
    filing: Filing,
    outcome: str,
    on: date | None = None,
    number: str = "",
    words: str = "",
    at: datetime | None = None,
) -> Referral:
    """Record what was decided ``on`` a day (today), with the number of the case that was opened, or why none was. Recording
    tells who complained."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(by, filing)
        made = Referral.objects.select_for_update(no_key=True).waiting().filter(filing=held).first()
        if made is None or held.state not in _RECORDED_IN:
            raise Refused(_("这件现在没有移交出去的。没有改动任何内容。"))
        step = made.way_to(outcome, "desk") if outcome in OUTCOMES else None
        if step is None:
            raise Refused(_("请选决定了什么。没有改动任何内容。"))
        text, given = _written(words), " ".join(number.replace("\x00", "").split())
        if step.needs_reason and not text:
            raise Refused(_("请写明理由：投诉人会看到。没有改动任何内容。"))
        if len(given) > LONGEST_NUMBER:
            raise Refused(_("立案的编号最多 %d 字。没有改动任何内容。") % LONGEST_NUMBER)
        day = _decided(made, on, at)
        made.moved(
            outcome,
            "desk",
            decided_on=day,
            number=given if outcome == Outcome.OPENED else "",
            words=text,
            recorded_by=by.label,
            recorded_at=at,
        )
        made.save()
        detail: dict[str, Any] = {"on": day.isoformat()}
        if changed := _count(held, made, day, at):
            detail["deadlines"] = changed
        _keep(by, held, made, detail, _told(made, day), at)
        tell_assignee(by=by, filing=held, at=at, state="")
    return made


def _decided(made: Referral, on: date | None, at: datetime) -> date:
    day, today = on or timezone.localdate(at), timezone.localdate(at)
    if not timezone.localdate(made.referred_at) <= day <= today:
        raise Refused(_("决定的日子不能早于移交，也不能晚于今天。没有改动任何内容。"))
    return day


def _count(held: Filing, made: Referral, day: date, at: datetime) -> list[dict[str, Any]]:
    """The periods that the decision ends, begins, or is counted from; what was counted anew."""
    if made.state == Outcome.RETURNED:
        return []
    moment = at if day == timezone.localdate(at) else timezone.make_aware(datetime.combine(day, time(12)))
    held.deadlines.running().filter(step=Deadline.Step.OPENING).update(met_at=moment, met_by=made.state)
    deadlines.begin(held, "opening_decided", day)
    held.deadlines.running().filter(step=Deadline.Step.TELLING).update(met_at=at, met_by=deadlines.TOLD)
    if made.state != Outcome.OPENED or held.state != State.ACCEPTED:
        return []
    deadlines.begin(held, "opened", day)
    return deadlines.recount_from_opening(held, day)


def _told(made: Referral, day: date) -> str:
    """What who complained reads."""
    said = {
        Outcome.OPENED: _("%(body)s%(day)s决定立案。"),
        Outcome.NOT_OPENED: _("%(body)s%(day)s决定不予立案。"),
        Outcome.RETURNED: _("%(body)s%(day)s退回，没有决定是否立案。"),
    }[Outcome(made.state)]
    parts = [said % {"body": made.body, "day": day_read(day)}]
    if made.number:
        parts.append(_("立案的编号：%s") % made.number)
    if made.words:
        parts.append(_("说明：%s") % made.words)
    return "\n".join(parts)


# ── Where the filing goes another way ────────────────────────────────────────────────────────────────────────────────


def check_not_waiting(held: Filing) -> None:
    """Refused for answering a report of which nobody decided yet whether a case is opened; what is beside waits for nothing."""
    if held.referral == Outcome.REFERRED and held.referrals.waiting().filter(beside=False).exists():
        raise Refused(_("移交立案还没有登记结果：先登记，再作出处理。没有改动任何内容。"))


def lapse_referral(held: Filing, at: datetime) -> int | None:
    """Of a filing that leaves the desk: nobody decides for it any more. Its id; it stands in the entry of the move."""
    if held.referral != Outcome.REFERRED:
        return None
    made = held.referrals.waiting().get()
    made.moved(Outcome.LAPSED, "portal", recorded_at=at)
    made.save(update_fields=["state", "recorded_at"])
    held.referral = made.state
    return made.pk


def _held(by: Actor, filing: Filing) -> Filing:
    held = hold(by, filing)
    if "desk" not in roles(by, held):
        raise Refused(_("只有收到这份材料的机构可以这样办。没有改动任何内容。"))
    return held


def _written(text: str) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST_WORDS:
        raise Refused(_("写得太长：最多 %d 字。没有改动任何内容。") % LONGEST_WORDS)
    return text


def _keep(by: Actor, held: Filing, made: Referral, more: dict[str, Any], text: str, at: datetime) -> None:
    """What every step leaves: beside the filing, in the record, for who complained, for the organisation's own system."""
    held.referral = made.state
    if held.state == State.ACCEPTED:
        deadlines.show_nearest(held)
    held.save(update_fields=["referral", "due_on", "not_before"])
    note = Note.objects.create(filing=held, kind=Note.Kind.REASON, text=text, written_by=by.label, at=at)
    detail = {"filing": str(held.pk), "referral": made.pk, "to": made.state, "note": note.pk, **more}
    append_entry(by=by, complaint_id=held.complaint_id, act=Act.REFERRAL_MOVED, detail=detail, at=at)
    notices.tell_complainant(filing=held, news=News.REFERRAL, at=at)
    keep_listing(held, at=at)
    tell_system(filing=held, event=WebhookCall.Event.REFERRAL, at=at)
