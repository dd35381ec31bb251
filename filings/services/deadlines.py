"""The days by which a recipient must answer: opened when a filing arrives, met when it moves, recounted by a new calendar."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from complaints.stated import Facts
from core.retention_and_limits import CALENDAR_RECENT
from filings.models import Deadline, Filing, Note, PeriodChange
from filings.moves import State
from filings.services import law
from filings.services.reach import hold
from filings.services.sending.content import consented_facts, content_of
from filings.ways.table import part_of
from legal import holidays
from legal.models import HolidayNotice
from legal.reasoning import workdays

CALENDAR = Actor.system("calendar")
TOLD = "told"  # by what the period for telling is met
_RUNNING = (State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)


def open_after_sending(held: Filing) -> None:
    """Write the deadlines that begin with the recipient having it, the first that there are."""
    if held.sent_at is None:
        return
    opened = _open(held, "sent", timezone.localdate(held.sent_at))
    held.due_on = min((one.due_on for one in opened if one.due_on), default=None)
    held.not_before = _earliest(held.due_on, opened)


def accept(held: Filing, at: datetime) -> None:
    """Acceptance was due and came. Where a period begins with it, that period takes the place of what ran before."""
    begin = timezone.localdate(at)
    dues = _dues(held, "accepted", begin)
    if any(not due.beside for due in dues):
        meet(held, at)
    else:
        meet(held, at, Deadline.Step.ACCEPTANCE)
    _open(held, "accepted", begin)


def begin(held: Filing, event: str, on: date) -> list[Deadline]:
    """Write the deadlines that begin with an event of the desk (``law._PERIODS``)."""
    return _open(held, event, on)


def recount_from_opening(held: Filing, on: date) -> list[dict[str, Any]]:
    """Count the running days that the law counts from the opening of a case from the day on which it was; what changed.
    Before that is known they count from acceptance, as it is owed at once (治安管理处罚法 90)."""
    changed = []
    for one in held.deadlines.running().exclude(step=Deadline.Step.PENALTY):
        due = counted(held, one, on)
        if due is None or not due.from_opening or one.counted_from == on:
            continue
        before, one.counted_from = one.due_on, on
        one.due_on, one.reason, one.not_before = due.due_on, due.reason, due.not_before
        one.save(update_fields=["counted_from", "due_on", "reason", "not_before"])
        changed.append({"deadline": one.pk, "from": _iso(before), "to": _iso(one.due_on)})
    return changed


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def begun_by_acceptance(held: Filing, begin: date) -> list[law.Due]:
    """What begins to run once a filing is accepted on a day; nothing is written."""
    return _dues(held, "accepted", begin)


def _open(held: Filing, event: str, begin: date) -> list[Deadline]:
    dues = _dues(held, event, begin)
    return Deadline.objects.bulk_create([Deadline(**_row(held, due, begin)) for due in dues])


def _dues(held: Filing, event: str, begin: date, added: int = 0) -> list[law.Due]:
    """What is owed from a day on, by ``added`` days later than the rule says. A desk's days tell of nothing that it was not
    given: a province's own period would say where somebody lives."""

    def given() -> Facts:
        try:
            return consented_facts(content_of(held))
        except ValueError:  # not what was consented to
            return cast(Facts, {})

    known = given if part_of(held.way).at_desk else None
    return law.deadlines_of(held.complaint, held.channel, event=event, begin=begin, known=known, added=added)


def _row(held: Filing, due: law.Due, begin: date) -> dict[str, Any]:
    return {
        "filing": held,
        "step": due.step,
        "what": due.what,
        "due_on": due.due_on,
        "reason": due.reason,
        "not_before": due.not_before,
        "provision": due.provision,
        "counted_from": begin,
    }


def meet(held: Filing, at: datetime, *steps: str) -> None:
    """Note that the recipient did what was due; every step when none is named, but for whether a case is opened where that is
    decided beside."""
    unmet = held.deadlines.running()
    if steps:
        unmet = unmet.filter(step__in=steps)
    elif held.referral and held.state in (State.DECIDED, State.CLOSED):
        unmet = unmet.exclude(step=Deadline.Step.OPENING)
    still = PeriodChange.objects.filter(
        deadline__in=unmet.filter(paused_on__isnull=False), ended_on__isnull=True
    )
    if held.paused_on is not None:
        still.update(ended_on=timezone.localdate(at))
    unmet.update(met_at=at, met_by=held.state)


def show_nearest(held: Filing) -> None:
    """Keep the next day by which something is due beside the filing, for the queue; where none is known, the earliest."""
    unmet = list(held.deadlines.running().only("due_on", "not_before", "filing_id"))
    held.due_on = min((one.due_on for one in unmet if one.due_on), default=None)
    held.not_before = _earliest(held.due_on, unmet)


def show_none(held: Filing) -> None:
    """Nothing is due any more, and nothing waits to run on."""
    held.due_on = held.not_before = held.paused_on = None


def _earliest(known: date | None, unmet: list[Deadline]) -> date | None:
    """The earliest day of those that cannot be counted; None where another day is known."""
    return None if known else min((one.not_before for one in unmet if one.not_before), default=None)


# ── All the material is there only now ────────────────────────────────────────────────────────────────────────────────


def restart_after_material(
    *, by: Actor, held: Filing, request: Note | None, arrived: datetime, at: datetime
) -> None:
    """Count anew, from ``arrived``, the unmet days that run from when all the material is there (电信用户申诉处理办法), once
    per request for what was missing. What comes unasked, or answers another question, moves no day; the first stays on
    record. For a filing that the caller has locked; ``due_on`` is set and not saved."""
    if request is None or not request.missing_material or held.state not in _RUNNING:
        return
    if held.deadlines.filter(request=request).exists():
        return
    begin, changed = timezone.localdate(arrived), []
    for one in held.deadlines.running():
        due = counted(held, one, begin)
        if due is None or not due.all_material:
            continue
        one.restarted_at = arrived
        one.save(update_fields=["restarted_at"])
        anew = Deadline.objects.create(request=request, **_row(held, due, begin))
        changed.append({"deadline": one.pk, "anew": anew.pk, "to": anew.due_on and anew.due_on.isoformat()})
    if changed:
        show_nearest(held)
        detail = {"filing": str(held.pk), "question": request.pk, "deadlines": changed}
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.DEADLINES_RESTARTED, detail=detail, at=at)


# ── A new calendar ───────────────────────────────────────────────────────────────────────────────────────────────────


def recount(*, by: Actor, filing: Filing, at: datetime) -> int:
    """Count the unmet days of one filing anew by the calendar as it is known now; how many days became others.

    One transaction, with an entry in the ledger where a day changed. Asked again, it finds nothing to do.
    """
    with transaction.atomic():
        held = hold(by, filing)
        if held.state not in _RUNNING:
            return 0
        changed = [change for one in held.deadlines.running() if (change := _anew(held, one))]
        show_nearest(held)
        held.save(update_fields=["due_on", "not_before"])
        if changed:
            detail = {"filing": str(held.pk), "deadlines": changed}
            append_entry(
                by=by, complaint_id=held.complaint_id, act=Act.DEADLINES_RECOUNTED, detail=detail, at=at
            )
    return len(changed)


def _anew(held: Filing, one: Deadline) -> dict[str, Any] | None:
    """Write a day as it is counted now; what changed, or None where the day is the same, or where none is counted."""
    due = counted(held, one, one.counted_from) if one.paused_on is None else None
    known = (one.due_on, one.reason, one.not_before)
    if due is None or (due.due_on, due.reason, due.not_before) == known:
        return None
    before, one.due_on, one.reason, one.not_before = one.due_on, due.due_on, due.reason, due.not_before
    one.save(update_fields=["due_on", "reason", "not_before"])
    if before == due.due_on:
        return None  # still no day, for another reason
    return {
        "deadline": one.pk,
        "from": before.isoformat() if before else None,
        "to": due.due_on.isoformat() if due.due_on else None,
    }


def counted(held: Filing, one: Deadline, begin: date) -> law.Due | None:
    """What the law says of this very day, counted from ``begin``; None where it says so no more."""
    return next(
        (
            due
            for event in ("sent", "accepted", "referred", "opened")
            for due in _dues(held, event, begin, one.added)
            if due.step == one.step and one.provision in (due.provision, due.basis)
        ),
        None,
    )


def sweep_deadlines(*, at: datetime | None = None, everything: bool = False, by: Actor = CALENDAR) -> int:
    """Recount what a calendar that has arrived, or was imported anew, can change; how many days changed."""
    at = at or timezone.now()
    holidays.forget()  # this process may have read the years before the import
    return sum(recount(by=by, filing=filing, at=at) for filing in _touched(at, everything))


def _touched(at: datetime, everything: bool) -> Iterator[Filing]:
    """The running filings with an unmet day that waits for a year now known, or lies in one that was imported lately."""
    unmet = Deadline.objects.running().filter(filing__state__in=_RUNNING)
    if not everything:
        waiting = unmet.filter(due_on__isnull=True).values_list("counted_from__year", flat=True).distinct()
        known = [year for year in waiting if _can_be_counted(year)]
        late = HolidayNotice.objects.filter(imported_at__gte=at - CALENDAR_RECENT).values_list(
            "year", flat=True
        )
        years = [year for year in late.distinct() if not workdays.is_built_in(year)]
        unmet = unmet.filter(
            Q(due_on__isnull=True, counted_from__year__in=known)
            | Q(due_on__year__in=years)
            | Q(due_on__isnull=True, counted_from__year__in=years)
            # Written down before its earliest day was kept.
            | Q(due_on__isnull=True, not_before__isnull=True)
        )
    keys = unmet.order_by("filing_id").values_list("filing_id", flat=True).distinct()
    for key in list(keys):
        yield Filing.objects.get(pk=key)


def _can_be_counted(year: int) -> bool:
    """Whether a day that could not be counted from this year may have become one."""
    return workdays.is_known(year) and (workdays.is_known(year + 1) or not workdays.is_built_in(year))
