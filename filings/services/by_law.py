"""What a desk may decide by the law of its channel: refuse on a ground, make a period longer, let it stand still. The
complainant is told why, by which article, and what is left."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from core.language import gettext as _
from filings.models import Deadline, Filing, Note, PeriodChange
from filings.moves import MediationState, State
from filings.news import News
from filings.services import deadlines, law
from filings.services.listing.keeping import keep_listing
from filings.services.reach import Refused, hold, roles
from filings.services.sending import notices
from legal.corpus import load
from legal.reasoning import desk_rules, workdays
from legal.reasoning.desk_rules import Extension, Pause, StatutoryGround
from legal.reasoning.remedies import Remedy, remedies_after

Kind = PeriodChange.Kind


# ── Refusing ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def received_on(filing: Filing) -> date:
    """The day whose procedural law rules."""
    return timezone.localdate(filing.sent_at or filing.prepared_at)


def refusal_grounds(filing: Filing) -> list[StatutoryGround]:
    """On which grounds the channel of a filing lets it be refused; none where no article that says so is on file."""
    return desk_rules.refusal_grounds(load(), filing.channel, received_on(filing))


def refusal_words(filing: Filing, ground: str, reason: str, at: datetime) -> str:
    """What the complainant reads: the ground as the article says it, the desk's own reason, the ways that are left."""
    chosen = refusal_ground(filing, ground)
    reason = reason.strip()
    if not reason:
        raise Refused(_("请写明理由：投诉人会看到。没有改动任何内容。"))
    parts = [reason]
    if chosen is not None:
        said = _("：“%s”") % chosen.words if chosen.words else ""
        parts = [_("依据：%(citation)s%(said)s。") % {"citation": chosen.citation, "said": said}]
        parts.append(_("理由：%s") % reason)
    return "\n\n".join([*parts, *ways_left(filing, State.REFUSED, timezone.localdate(at))])


def refusal_ground(filing: Filing, ground: str) -> StatutoryGround | None:
    """The ground by its key; None where the channel knows none at all. Refused for another than it knows."""
    grounds = refusal_grounds(filing)
    chosen = next((one for one in grounds if one.key == ground), None)
    if grounds and chosen is None:
        raise Refused(_("请选不予受理的法定情形：没有法定情形，不能不予受理。没有改动任何内容。"))
    return chosen


def ways_left(filing: Filing, state: str, on: date) -> list[str]:
    """What the law of the channel has a body tell of with an answer, and what can be done about it."""
    citation, words = ("", "")
    if state == State.REFUSED:
        citation, words = desk_rules.ways_to_tell(load(), filing.channel, received_on(filing))
    told = (
        [_("解决争议的其他途径（%(citation)s）：") % {"citation": citation} + f"\n{words}"]
        if citation
        else []
    )
    ways = remedies_after(load(), filing.channel, state, on)
    if ways:
        heading = _("对方不照做的，还可以：") if state == MediationState.SETTLED else _("不服的，还可以：")
        told.append("\n".join([heading, *(_way(one) for one in ways)]))
    return told


def _way(one: Remedy) -> str:
    """One way, in a line: what, by which article, within which time of what."""
    line = f"· {one.title}"
    if one.citation:
        line += f"（{one.citation}）"
    if one.span:
        line += _("，自%(begins)s之日起%(span)s内") % {"begins": one.begins, "span": one.span}
    return line


# ── Transferring ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def transfer_words(body: str, why: str) -> str:
    """What the complainant reads: to whom, in one line, and why."""
    named = {"body": " ".join(body.split()), "why": why.strip()}
    return _("转给：%(body)s\n理由：%(why)s") % named


# ── Periods ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def extensions_of(filing: Filing) -> list[tuple[Deadline, Extension]]:
    """The running periods that the law lets be extended, as often as it does; not once their last day is over."""
    rules = {one.basis: one for one in desk_rules.extensions(load(), filing.channel, received_on(filing))}
    if filing.state != State.ACCEPTED or not rules:
        return []
    found = []
    for row in _running(filing):
        due = deadlines.counted(filing, row, row.counted_from)
        rule = rules.get(due.basis) if due is not None else None
        if rule is not None and row.step == rule.step and (rule.times is None or extended(row) < rule.times):
            found.append((row, rule))
    return found


def _running(filing: Filing) -> list[Deadline]:
    """As ``Deadline.objects.running``, of what a page may have at hand."""
    return [one for one in filing.deadlines.all() if one.is_running]


def extended(row: Deadline) -> int:
    return row.changes.filter(kind=Kind.EXTENDED).count()


def pauses_of(filing: Filing) -> list[Pause]:
    """For what the periods of a filing may stand still; nothing where they do already, or none runs."""
    if filing.state != State.ACCEPTED or filing.paused_on is not None:
        return []
    rules = desk_rules.pauses(load(), filing.channel, received_on(filing))
    steps = {row.step for row in _running(filing)} if rules else set()
    return [one for one in rules if one.step in steps]


def extend(
    *, by: Actor, filing: Filing, basis: str, reason: str, until: str = "", at: datetime | None = None
) -> Filing:
    """Make a period longer, once; a second time takes another person (``propose``)."""
    with transaction.atomic():
        held = _held(by, filing)
        return extend_held(by=by, held=held, basis=basis, reason=reason, until=until, at=at or timezone.now())


def extend_held(
    *, by: Actor, held: Filing, basis: str, reason: str, until: str, at: datetime, approved: bool = False
) -> Filing:
    """The same for a filing that the caller has locked. ``until`` is the last day where the law leaves it open."""
    found = next((pair for pair in extensions_of(held) if pair[1].basis == basis), None)
    if found is None:
        raise Refused(_("这个期限依法不能延长，或者次数到了。没有改动任何内容。"))
    row, rule = found
    check_runs(row, at)
    if extended(row) and not approved:
        raise Refused(_("再次延长要由两个人做：先写明理由，请另一位同事复核。没有改动任何内容。"))
    days = rule.days or _days_until(row, until)
    title = _("延长%(days)d日：%(needs)s") % {"days": days, "needs": rule.needs}
    note = _tell(by, held, title, rule.citation, reason, at)
    before = row.due_on
    row.added += days
    _count(held, row)
    PeriodChange.objects.create(
        deadline=row,
        kind=Kind.EXTENDED,
        basis=rule.basis,
        citation=rule.citation,
        title=title,
        note=note,
        begun_on=timezone.localdate(at),
        days=days,
        due_before=before,
        made_by=by.label,
    )
    return _keep(by, held, Act.PERIOD_EXTENDED, [row], at)


def pause(*, by: Actor, filing: Filing, slug: str, reason: str, at: datetime | None = None) -> Filing:
    """Let the periods stand still for what does not count into them; they run on with ``resume``."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(by, filing)
        rule = next((one for one in pauses_of(held) if one.slug == slug), None)
        if rule is None:
            raise Refused(_("这里依法没有不计入期限的时间，或者已经暂停了。没有改动任何内容。"))
        rows = [row for row in held.deadlines.running() if row.step == rule.step]
        for row in rows:
            check_runs(row, at)
            if deadlines.counted(held, row, row.counted_from) is None:
                raise Refused(_("查不到这个期限现在的规定，不能暂停。没有改动任何内容。"))
        note = _tell(by, held, _("%s的时间不计入期限") % rule.title, rule.citation, reason, at)
        today = timezone.localdate(at)
        for row in rows:
            PeriodChange.objects.create(
                deadline=row,
                kind=Kind.PAUSED,
                basis=rule.basis,
                citation=rule.citation,
                title=rule.title,
                note=note,
                begun_on=today,
                due_before=row.due_on,
                made_by=by.label,
            )
            row.not_before, row.due_on = row.due_on or row.not_before, None
            row.paused_on, row.reason = today, _("%s，暂停计算") % rule.title
            row.save(update_fields=["not_before", "due_on", "paused_on", "reason"])
        held.paused_on = today
        return _keep(by, held, Act.PERIOD_PAUSED, rows, at)


def resume(*, by: Actor, filing: Filing, at: datetime | None = None) -> Filing:
    """The periods run on: what they stood still does not count."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(by, filing)
        rows = [row for row in held.deadlines.running() if row.paused_on is not None]
        if held.paused_on is None or not rows:
            raise Refused(_("期限没有暂停。没有改动任何内容。"))
        today = timezone.localdate(at)
        for row in rows:
            days = _stood_still(held, row, today)
            row.changes.filter(kind=Kind.PAUSED, ended_on__isnull=True).update(ended_on=today, days=days)
            row.added, row.paused_on = row.added + days, None
            _count(held, row)
        held.paused_on = None
        notices.tell_complainant(filing=held, news=News.EXTENDED, at=at)
        return _keep(by, held, Act.PERIOD_RESUMED, rows, at)


def check_runs(row: Deadline, at: datetime) -> None:
    """Refused for a period that stands still, and once its last day is over: what is late is not made timely."""
    if row.paused_on is not None:
        raise Refused(_("期限已经暂停，先恢复计算。没有改动任何内容。"))
    if row.due_on is not None and row.due_on < timezone.localdate(at):
        raise Refused(_("期限已经过了，不能再延长或者暂停。没有改动任何内容。"))


def _held(by: Actor, filing: Filing) -> Filing:
    held = hold(by, filing)
    if "desk" not in roles(by, held):
        raise Refused(_("只有收到这份材料的机构可以这样办。没有改动任何内容。"))
    return held


def _days_until(row: Deadline, until: str) -> int:
    try:
        last = date.fromisoformat(until)
    except ValueError:
        last = None
    known = row.due_on or row.not_before
    if last is None or known is None or last <= known:
        raise Refused(_("请填延长到哪一天，要晚于现在的最后一天。没有改动任何内容。"))
    return (last - known).days


def _stood_still(held: Filing, row: Deadline, today: date) -> int:
    """How many days of the period's own kind went by: from the day on which it stopped, that day included."""
    begun = row.paused_on or today
    due = deadlines.counted(held, row, row.counted_from)
    natural = (today - begun).days
    if due is None or due.count != "working":
        return natural
    try:
        days = [begun + timedelta(days=passed) for passed in range(natural)]
        return sum(workdays.is_working_day(day) for day in days)
    except workdays.UnknownYear:
        raise Refused(
            _("这一年的放假安排还没有公布，算不出来。等公布以后再恢复。没有改动任何内容。")
        ) from None


def _count(held: Filing, row: Deadline) -> None:
    due: law.Due | None = deadlines.counted(held, row, row.counted_from)
    if due is not None:
        row.due_on, row.reason, row.not_before = due.due_on, due.reason, due.not_before
    row.save(update_fields=["due_on", "reason", "not_before", "added", "paused_on"])


def _tell(by: Actor, held: Filing, title: str, citation: str, reason: str, at: datetime) -> Note:
    """What the complainant reads, and that there is something to read."""
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise Refused(_("请写明理由：投诉人会看到。没有改动任何内容。"))
    text = _("期限：%(title)s（%(citation)s）。\n理由：%(reason)s")
    words = text % {"title": title, "citation": citation, "reason": reason}
    notices.tell_complainant(filing=held, news=News.EXTENDED, at=at)
    note = Note.objects.create(filing=held, kind=Note.Kind.REASON, text=words, written_by=by.label, at=at)
    keep_listing(held, at=at)
    return note


def _keep(by: Actor, held: Filing, act: Act, rows: list[Deadline], at: datetime) -> Filing:
    deadlines.show_nearest(held)
    held.save(update_fields=["due_on", "not_before", "paused_on"])
    days = [{"deadline": row.pk, "to": row.due_on and row.due_on.isoformat()} for row in rows]
    detail = {"filing": str(held.pk), "deadlines": days}
    append_entry(by=by, complaint_id=held.complaint_id, act=act, detail=detail, at=at)
    return held
