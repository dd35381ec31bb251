"""The cases that somebody has as a lawyer: whose, against whom, before which court, and which days come next.

Every row rests on the gate: an accepted share in force, as ``Access.in_force().of`` says. A case of one's own, or one that a
code opens, is none of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Access, Complaint
from complaints.standing import labels_of, situations_of, standing_facts
from filings.models import CourtDay, Filing
from filings.moves import State
from filings.services import next_days
from legal.corpus import load
from legal.reasoning.answers import Bar
from legal.reasoning.bars import bars_of

PAGE = 20
NEVER = date.max
_RUNNING = (State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)
_COURT = "court"


@dataclass(frozen=True)
class Coming:
    """A day that comes, and what it is."""

    day: date
    what: str


@dataclass(frozen=True)
class Row:
    complaint: Complaint
    client: str
    others: list[str]
    matter: list[str]
    court: str
    coming: list[Coming]  # the nearest first
    limitation: list[Bar]


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    after: str  # where the next page begins; "" when this is the last


def led_by(by: Actor, *, today: date) -> QuerySet[Complaint]:
    """The cases that were shared with this actor and that they accepted, each with the nearest day of its court or of a
    recipient's answer (``next_on``; ``NEVER`` where none is known)."""
    shared = Access.objects.in_force().of(by).filter(complaint=OuterRef("pk"), why=Access.Why.SHARED)
    court = CourtDay.objects.filter(complaint=OuterRef("pk")).coming(today).order_by("day")
    due = _running(today).filter(complaint=OuterRef("pk")).order_by("due_on")
    nearest = Least(Subquery(court.values("day")[:1]), Subquery(due.values("due_on")[:1]))
    never = Value(NEVER, output_field=DateField())
    return Complaint.objects.filter(Exists(shared)).annotate(next_on=Coalesce(nearest, never))


def _running(today: date) -> QuerySet[Filing]:
    """Those whose recipient owes something by a day that is not over."""
    return Filing.objects.not_withdrawn().filter(
        state__in=_RUNNING, due_on__gte=today, paused_on__isnull=True
    )


def narrowed(
    cases: QuerySet[Complaint], *, words: str, state: str, within: int | None, today: date
) -> QuerySet[Complaint]:
    """Those whose number, client or other side holds these words, in this state, with a day that near."""
    if state in Complaint.State.values:
        cases = cases.filter(state=state)
    if within is not None:
        cases = cases.filter(next_on__lte=today + timedelta(days=within))  # type: ignore[misc]
    if words := words.strip():
        cases = cases.filter(Q(number__icontains=words) | Q(pk__in=_named(cases, words)))
    return cases


def _named(cases: QuerySet[Complaint], words: str) -> list[object]:
    """Names are encrypted: those of the cases of one lawyer are read, and nothing else of the portal."""
    rows = Complaint.objects.filter(pk__in=cases.values("pk")).only("pk", "owner_id")
    folded = words.casefold()
    return [
        one.pk
        for one in rows.prefetch_related("parties", "statements")
        if any(folded in name.casefold() for name in _names(one))
    ]


def _names(complaint: Complaint) -> Iterable[str]:
    for party in complaint.people:
        yield from (name for name in (party.name, party.organisation_name) if name)


def page_of(cases: QuerySet[Complaint], after: str, *, today: date, size: int = PAGE) -> Page:
    """The nearest day first, then what has none; a page is found by where the last one ended. Raise ValueError for a place
    that this module did not write."""
    if after:
        day, _sep, number = after.partition("~")
        on = date.fromisoformat(day)
        cases = cases.filter(Q(next_on__gt=on) | Q(next_on=on, number__gt=number))
    filings = Filing.objects.select_related("consent", "recipient").defer("content")
    days = CourtDay.objects.coming(today)
    found = list(
        cases.order_by("next_on", "number").prefetch_related(  # type: ignore[misc]
            "parties",
            "recounts",
            "statements",
            Prefetch("filings", filings, to_attr="its_filings"),
            Prefetch("court_days", days, to_attr="its_days"),
        )[: size + 1]
    )
    rows = [_row(one, today) for one in found[:size]]
    end = found[size - 1] if len(found) > size else None
    return Page(rows, f"{end.next_on:%Y-%m-%d}~{end.number}" if end else "")  # type: ignore[attr-defined]


def _row(complaint: Complaint, today: date) -> Row:
    people, child = complaint.people, complaint.child
    name = next(one.name for one in people if one.role == one.Role.COMPLAINANT)
    if child is not None:
        name = _("%(name)s（孩子 %(child)s 的监护人）") % {"name": name, "child": child.name}
    others = [
        one.organisation_name or one.name or str(one.get_role_display()) for one in complaint.respondents
    ]
    return Row(
        complaint=complaint,
        client=name,
        others=list(dict.fromkeys(others)),
        matter=[str(complaint.get_kind_display()), *labels_of(situations_of(complaint))],
        court=complaint.court or _summoned_to(complaint),
        coming=_coming(complaint, today),
        limitation=bars_of(_COURT, standing_facts(complaint), today, load()),
    )


def _summoned_to(complaint: Complaint) -> str:
    """Where the nearest day of its court is, while no claim names the court."""
    return next((one.place for one in complaint.its_days if one.place), "")  # type: ignore[attr-defined]


def _coming(complaint: Complaint, today: date) -> list[Coming]:
    filings: list[Filing] = complaint.its_filings  # type: ignore[attr-defined]
    days: list[CourtDay] = complaint.its_days  # type: ignore[attr-defined]
    found = [Coming(one.day, str(one.get_kind_display())) for one in days]
    found += [
        Coming(one.due_on, _("%s 的答复期限") % one.recipient.name)
        for one in filings
        if one.state in _RUNNING
        and one.closes_at is None
        and one.paused_on is None
        and one.due_on is not None
        and one.due_on >= today
    ]
    found += [
        Coming(remedy.last_on, _("%s，最后一天") % _(remedy.title))
        for _filing, remedy in next_days(filings, today=today)
        if remedy.last_on is not None
    ]
    return sorted(found, key=lambda one: one.day)
