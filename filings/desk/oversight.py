"""How a desk kept up over a year: what came, what was answered, and whether by the day that the law gives.

Numbers alone, and of a desk alone. A period that stands still, was begun anew, or whose filing was withdrawn before it was
over is neither in time nor late; one without a day that can be counted, or of an answer that a refusal or a transfer made
needless, is not there. Passing a case on is no answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Left, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Act, CameBy, Kind, LedgerEntry, Situation
from complaints.questions import PROVINCES
from filings.desk.queue import OPEN
from filings.desk.standing import person_name
from filings.models import Deadline, Filing
from filings.moves import State
from legal.corpus import load

MONTHS = 12
MOST_SENDERS = 50  # numbers in a table, those that most complaints name
KEPT = Q(met_at__date__lte=F("due_on"))


def missed(today: date) -> Q:
    """Met after its day, or still owed when it was over, though the complainant gave up then."""
    late = Q(filing__state__in=OPEN) | Q(filing__consent__withdrawn_at__date__gt=F("due_on"))
    return Q(met_at__date__gt=F("due_on")) | (
        late & Q(met_at__isnull=True, paused_on__isnull=True, due_on__lt=today)
    )


def owed(rows: Any) -> Any:
    """Without what was begun anew, and without periods of an answer that a refusal or a transfer made needless."""
    needless = Q(step=Deadline.Step.ANSWER, met_by__in=(State.REFUSED, State.TRANSFERRED))
    return rows.filter(restarted_at__isnull=True).exclude(needless).order_by()


def _share(kept: int, missed: int) -> int | None:
    """Percent that were kept, never rounded up; None where none ended."""
    return 100 * kept // (kept + missed) if kept + missed else None


def acceptances() -> Any:
    """Of rows of filings: the moves of each to where it is accepted, as its record has them."""
    moves = LedgerEntry.objects.filter(complaint=OuterRef("complaint_id"), act=Act.FILING_MOVED)
    of_it = moves.alias(of=KT("detail__filing")).filter(of=Cast(OuterRef("pk"), TextField()))
    return of_it.filter(detail__to=State.ACCEPTED).order_by("sequence")


@dataclass(frozen=True)
class Month:
    first: date
    received: int = 0
    accepted: int = 0
    answered: int = 0
    kept: int = 0
    missed: int = 0

    @property
    def share(self) -> int | None:
        return _share(self.kept, self.missed)


@dataclass(frozen=True)
class Line:
    label: str
    received: int
    accepted: int
    open: int
    late: int
    answered: int
    kept: int = 0
    missed: int = 0

    @property
    def share(self) -> int | None:
        return _share(self.kept, self.missed)


def first_of(today: date) -> date:
    """The first day of the eleventh month before this one."""
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _since(today: date) -> datetime:
    return timezone.make_aware(datetime.combine(first_of(today), time()))


def _ended(by: Actor, today: date) -> Any:
    """The periods whose day was in these months."""
    here = {"filing__in": Filing.objects.at_desk(by), "due_on__gte": first_of(today), "due_on__lte": today}
    return owed(Deadline.objects.filter(**here))


def months(by: Actor, today: date) -> list[Month]:
    """The last twelve, this one the last."""
    rows: Any = Filing.objects.at_desk(by).order_by()
    since = _since(today)
    told: dict[date, dict[str, int]] = {}

    def add(found: Any, *names: str) -> None:
        for row in found:
            month = row["month"]
            first = timezone.localdate(month) if isinstance(month, datetime) else month
            told.setdefault(first.replace(day=1), {}).update({name: row[name] for name in names})

    answered = rows.exclude(state=State.TRANSFERRED)
    for moment, name, of in (("sent_at", "received", rows), ("answered_at", "answered", answered)):
        of_it = of.filter(**{f"{moment}__gte": since}).annotate(month=TruncMonth(moment))
        add(of_it.values("month").annotate(**{name: Count("pk")}), name)
    taken_up = rows.annotate(first=Subquery(acceptances().values("at")[:1])).filter(first__gte=since)
    add(
        taken_up.annotate(month=TruncMonth("first")).values("month").annotate(accepted=Count("pk")),
        "accepted",
    )
    periods = _ended(by, today).annotate(month=TruncMonth("due_on")).values("month")
    add(
        periods.annotate(kept=Count("pk", filter=KEPT), missed=Count("pk", filter=missed(today))),
        "kept",
        "missed",
    )
    first, found = first_of(today), list[Month]()
    for place in range(MONTHS):
        month = date(first.year + (first.month - 1 + place) // 12, (first.month - 1 + place) % 12 + 1, 1)
        found.append(Month(month, **told.get(month, {})))
    return found


# ── By what ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _channel(key: Any) -> str:
    channel = load().channels.get(key)
    return channel.title if channel else str(key)


def _kind(key: Any) -> str:
    return str(Kind(key).label) if key in Kind.values else str(key)


def _came(key: Any) -> str:
    return str(CameBy(key).label) if key in CameBy.values else _("本平台")


def _region(key: Any) -> str:
    return str(dict(PROVINCES).get(f"{key or ''}0000", _("没有填")))


def _situation(key: Any) -> str:
    return str(Situation(key).label) if key in Situation.values else str(key)


def _sender(key: Any) -> str:
    return str(key) or _("没有号码")


def _situations(at: str = "") -> Any:
    return Func(
        F(f"{at}listing__situations"), function="unnest", set_returning=True, output_field=TextField()
    )


def _first_sender(at: str = "") -> Any:
    """Each stands behind a line feed, the most frequent first."""
    senders = F(f"{at}listing__senders")
    first = Func(senders, Value("\n"), Value(2), function="split_part", output_field=TextField())
    return Coalesce(first, Value(""), output_field=TextField())


BY_CHANNEL, BY_KIND, BY_REGION, BY_CAME, BY_COLLEAGUE = "channel", "kind", "region", "came", "colleague"
BY_RECIPIENT, BY_SITUATION, BY_SENDER = "recipient", "situation", "sender"
# What the rows are grouped by, and whether it is of the content, which a withdrawal closes.
_COLUMNS: dict[str, tuple[Any, bool]] = {
    BY_CHANNEL: (F("channel"), False),
    BY_KIND: (F("complaint__kind"), True),
    BY_REGION: (Coalesce(Left("listing__region", 2), Value("")), True),
    BY_CAME: (F("came_by"), False),
    BY_COLLEAGUE: (F("assigned_to"), False),
    # An office is one, by however many channels it takes complaints.
    BY_RECIPIENT: (F("recipient__name"), False),
    # A case of several situations stands under each.
    BY_SITUATION: (_situations(), True),
    BY_SENDER: (_first_sender(), True),
}
_WORDS: dict[str, Callable[[Any], str]] = {
    BY_CHANNEL: _channel,
    BY_KIND: _kind,
    BY_REGION: _region,
    BY_CAME: _came,
    BY_RECIPIENT: str,
    BY_SITUATION: _situation,
    BY_SENDER: _sender,
}


CONTENT = tuple(name for name, (_column, content) in _COLUMNS.items() if content)


def leads(by: Actor) -> bool:
    """Whether this person is a supervisor at each desk where they sit: colleagues are compared for nobody else."""
    if by.user is None or not by.desk_ids:
        return False
    leading = Membership.objects.at_work().filter(user=by.user, role=Membership.Role.SUPERVISOR)
    return set(by.desk_ids) <= set(leading.values_list("organisation", flat=True))


def lines(by: Actor, of: str, today: date) -> list[Line]:
    """What was received in these months, by one thing; the most first, of recipients those that are late. ``of`` is one of the
    names above."""
    column, content = _COLUMNS[of]
    rows: Any = Filing.objects.at_desk(by).filter(sent_at__gte=_since(today)).order_by()
    rows = rows.content_open() if content else rows
    is_open = Q(state__in=OPEN)
    counted = (
        rows.annotate(key=column, taken_up=Exists(acceptances()))
        .values("key")
        .annotate(
            received=Count("pk"),
            accepted=Count("pk", filter=Q(taken_up=True)),
            open=Count("pk", filter=is_open),
            late=Count("pk", filter=is_open & Q(due_on__lt=today)),
            answered=Count("pk", filter=Q(answered_at__isnull=False) & ~Q(state=State.TRANSFERRED)),
        )
    )
    found = list(counted.order_by("-received", "key")[:MOST_SENDERS] if of == BY_SENDER else counted)
    keys = [row["key"] for row in found]
    ended = owed(Deadline.objects.filter(filing__in=rows, due_on__lte=today)).annotate(key=_of_filing(of))
    of_these = ended.filter(key__in=keys) if of == BY_SENDER else ended
    periods = {
        row["key"]: (row["kept"], row["missed"])
        for row in of_these.values("key").annotate(
            kept=Count("pk", filter=KEPT), missed=Count("pk", filter=missed(today))
        )
    }
    named = _WORDS.get(of) or _people(keys)
    made = [
        Line(
            named(row["key"]),
            row["received"],
            row["accepted"],
            row["open"],
            row["late"],
            row["answered"],
            *periods.get(row["key"], (0, 0)),
        )
        for row in found
    ]
    if of == BY_RECIPIENT:
        return sorted(made, key=lambda one: (-one.late, -one.open, -one.received, one.label))
    return sorted(made, key=lambda one: (-one.received, one.label))


def _of_filing(of: str) -> Any:
    return {
        BY_CHANNEL: F("filing__channel"),
        BY_KIND: F("filing__complaint__kind"),
        BY_REGION: Coalesce(Left("filing__listing__region", 2), Value("")),
        BY_CAME: F("filing__came_by"),
        BY_COLLEAGUE: F("filing__assigned_to"),
        BY_RECIPIENT: F("filing__recipient__name"),
        BY_SITUATION: _situations("filing__"),
        BY_SENDER: _first_sender("filing__"),
    }[of]


def _people(keys: list[Any]) -> Callable[[Any], str]:
    known = User.objects.in_bulk([one for one in keys if one is not None])
    return lambda key: person_name(known[key]) if key in known else _("未分派")


# ── How long it lies ─────────────────────────────────────────────────────────────────────────────────────────────────

UP_TO = (7, 15, 30, 60, 90)  # days


@dataclass(frozen=True)
class Age:
    """Open work that came no more than ``days`` ago, and longer ago than the line before; without ``days``, all that is older."""

    days: int | None
    label: str
    open: int = 0
    late: int = 0


def ages(by: Actor, today: date) -> list[Age]:
    """What lies there unanswered by how long ago it came, the newest first; each line, also where nothing is."""

    def since(days: int) -> datetime:
        return timezone.make_aware(datetime.combine(today - timedelta(days=days), time()))

    bucket = Case(
        *(When(sent_at__gte=since(days), then=Value(place)) for place, days in enumerate(UP_TO)),
        default=Value(len(UP_TO)),
        output_field=IntegerField(),
    )
    rows: Any = Filing.objects.at_desk(by).open().order_by().annotate(bucket=bucket).values("bucket")
    counted = {
        row["bucket"]: (row["open"], row["late"])
        for row in rows.annotate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    }
    bounds = (-1, *UP_TO)
    lines = [
        Age(
            days, _("%(first)d 到 %(last)d 天") % {"first": before + 1, "last": days}, *counted.get(place, ())
        )
        for place, (before, days) in enumerate(zip(bounds, UP_TO, strict=False))
    ]
    older = _("超过 %d 天") % UP_TO[-1]
    return [*lines, Age(None, older, *counted.get(len(UP_TO), ()))]
