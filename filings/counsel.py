"""The cases that somebody has as a lawyer: whose, against whom, before which court, and which days come next.

Every row rests on the gate: an accepted share in force, as ``Access.in_force().of`` says. A case of one's own, or one that a
code opens, is none of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DateField, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Complaint, Contact
from complaints.standing import labels_of, situations_of, standing_facts
from filings.models import CourtDay, Filing, led_cases
from filings.moves import State
from filings.services import next_days
from legal.corpus import load
from legal.reasoning.answers import Bar
from legal.reasoning.bars import bars_of

PAGE = 20
MOST_IN_CALENDAR = 500  # cases
NEVER = date.max
_RUNNING = (State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)
_COURT = "court"


@dataclass(frozen=True)
class Coming:
    """A day that comes, and what it is; ``kind`` says so naming nobody."""

    day: date
    what: str
    kind: str


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
    court = CourtDay.objects.filter(complaint=OuterRef("pk")).coming(today).order_by("day")
    due = _running(today).filter(complaint=OuterRef("pk")).order_by("due_on")
    nearest = Least(Subquery(court.values("day")[:1]), Subquery(due.values("due_on")[:1]))
    never = Value(NEVER, output_field=DateField())
    return led_cases(by).annotate(next_on=Coalesce(nearest, never))


def _running(today: date) -> QuerySet[Filing]:
    """Those whose recipient owes something by a day that is not over."""
    return Filing.objects.not_withdrawn().filter(
        state__in=_RUNNING, due_on__gte=today, paused_on__isnull=True
    )


@dataclass(frozen=True)
class Shared:
    """A campaign of which a lawyer leads several cases, named by what one of these says."""

    pk: int
    name: str
    cases: int


def campaigns_of(by: Actor) -> list[Shared]:
    """Those of which this lawyer leads two cases or more, the most first. Nothing of anybody else's case is read."""
    rows = (
        Contact.objects.filter(complaint__in=led_cases(by), campaign__isnull=False)
        .order_by()
        .values("campaign")
        .annotate(cases=Count("complaint", distinct=True), signature=Max("signature"), sender=Max("sender"))
        .filter(cases__gte=2)
    )
    found = [
        Shared(row["campaign"], row["signature"] or row["sender"] or _("没有签名"), row["cases"])
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.cases, one.name))


def narrowed(
    cases: QuerySet[Complaint],
    *,
    words: str,
    state: str,
    within: int | None,
    campaign: int | None = None,
    today: date,
) -> QuerySet[Complaint]:
    """Those whose number, client or other side holds these words, in this state, with a day that near, of this campaign."""
    if campaign is not None:
        cases = cases.filter(Exists(Contact.objects.filter(complaint=OuterRef("pk"), campaign=campaign)))
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
    found = list(_whole(cases.order_by("next_on", "number"), today)[: size + 1])  # type: ignore[misc]
    rows = [_row(one, today) for one in found[:size]]
    end = found[size - 1] if len(found) > size else None
    return Page(rows, f"{end.next_on:%Y-%m-%d}~{end.number}" if end else "")  # type: ignore[attr-defined]


def rows_of(cases: QuerySet[Complaint], *, today: date, most: int | None = None) -> list[Row]:
    """All of these, by number; of more than ``most`` the newest."""
    return [_row(one, today) for one in _whole(cases.order_by("-number"), today)[:most]][::-1]


def _whole(cases: QuerySet[Complaint], today: date) -> QuerySet[Complaint]:
    """With what a row is made of."""
    filings = Filing.objects.select_related("consent", "recipient").defer("content")
    days = CourtDay.objects.coming(today)
    return cases.prefetch_related(
        "parties",
        "recounts",
        "statements",
        Prefetch("filings", filings, to_attr="its_filings"),
        Prefetch("court_days", days, to_attr="its_days"),
    )


def calendar_of(by: Actor, *, today: date) -> list[tuple[str, date, str]]:
    """Number, day and kinds of day of the cases that this lawyer leads: what a court set, who must answer by when, and the
    last day of the limitation. What is over is not in it."""
    cases = led_cases(by).exclude(state=Complaint.State.WITHDRAWN)
    events: dict[tuple[str, date], list[str]] = {}
    for row in rows_of(cases, today=today, most=MOST_IN_CALENDAR):
        days = [(one.day, one.kind) for one in row.coming]
        days += [(date.fromisoformat(bar["not_after"]), _("时效")) for bar in row.limitation]
        for day, kind in days:
            kinds = events.setdefault((row.complaint.number, day), [])
            if day >= today and kind not in kinds:
                kinds.append(kind)
    return [(number, day, "、".join(kinds)) for (number, day), kinds in sorted(events.items()) if kinds]


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
    found = [Coming(one.day, label := str(one.get_kind_display()), label) for one in days]
    found += [
        Coming(one.due_on, _("%s 的答复期限") % one.recipient.name, _("期限"))
        for one in filings
        if one.state in _RUNNING
        and one.closes_at is None
        and one.paused_on is None
        and one.due_on is not None
        and one.due_on >= today
    ]
    found += [
        Coming(remedy.last_on, _("%s，最后一天") % _(remedy.title), _("期限"))
        for _filing, remedy in next_days(filings, today=today)
        if remedy.last_on is not None
    ]
    return sorted(found, key=lambda one: one.day)
