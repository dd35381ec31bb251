"""Messages and calls of a case over time: counted in the database, for facts, pages and documents.

Who was refused is told sender by sender: an answer to one number says nothing to another, unless both sign with one name.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, ExtractHour, NullIf, TruncDate

from complaints import stated
from complaints.counting.refusals import Refusals, refusals_of
from complaints.counting.told import Told, day_of, stands_in_import, told_again
from complaints.models import Complaint, Contact
from complaints.standing import standing_facts
from core.clock import SHANGHAI

MOST_SENDERS = 50
MOST_PARTIES = 20
MOST_BARS = 62  # days, or months, of a chart
NIGHT = (22, 8)  # from ten in the evening, until before eight in the morning


@dataclass(frozen=True)
class Sender:
    """One number under one signature, with what it sent. ``refused_on`` is the day from which it knew."""

    sender: str
    signature: str
    count: int
    first: date | None
    last: date | None
    refused_on: date | None = None
    after: int = 0


@dataclass(frozen=True)
class Party:
    """All that came under one signature, from whichever numbers; or from one number where nothing is signed.

    ``replied``: the phone shows the answer that refused it; else the day is what the person said.
    """

    signature: str
    senders: tuple[str, ...]
    count: int
    first: date | None
    last: date | None
    refused_on: date | None = None
    replied: bool = False
    after: int = 0
    after_first: date | None = None
    after_last: date | None = None
    after_busiest: int = 0

    @property
    def name(self) -> str:
        return f"【{self.signature}】" if self.signature else "、".join(self.senders)


@dataclass(frozen=True)
class Timeline:
    """What came in. ``after`` counts, for each who was refused, what came from it after that; ``refused_on`` is the first."""

    count: int
    undated: int
    first: date | None
    last: date | None
    busiest: int
    busiest_on: date | None
    night: int
    timed: int  # of those whose hour is known
    refused_on: date | None
    replied: bool  # whether the phone shows a refusal
    after: int
    channels: tuple[str, ...]
    days: tuple[tuple[date, int], ...]
    after_days: tuple[tuple[date, int], ...]
    senders: tuple[Sender, ...]
    parties: tuple[Party, ...]
    by_day: tuple[tuple[date, str, str, int], ...]  # day, signature, number, how many
    repeated: frozenset[int] = (
        frozenset()
    )  # told contacts that an import holds too: they are not counted again

    def bars(self) -> list[tuple[str, int, int]]:
        """For a chart: a bar a day, empty ones too, or a month where the days would be too many; and how much of each
        came after a refusal."""
        if self.first is None or self.last is None:
            return []
        span = (self.last - self.first).days + 1
        if span <= MOST_BARS:
            known, refused = dict(self.days), dict(self.after_days)
            days = [self.first + timedelta(days=step) for step in range(span)]
            return [(day.isoformat(), known.get(day, 0), refused.get(day, 0)) for day in days]
        months, after = _by_month(self.days), _by_month(self.after_days)
        first, last = self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month
        names = [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last)][-MOST_BARS:]
        return [(name, months[name], after[name]) for name in names]

    @property
    def refused(self) -> list[Party]:
        return [one for one in self.parties if one.refused_on is not None]

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.sender for one in self.senders if one.sender))

    def facts(self) -> stated.Told:
        """The facts that these contacts show, in the form of the contract; what they do not show is absent."""
        contacts: stated.Contacts = {"channels": list(self.channels), "count": self.count}
        if self.busiest:
            contacts["max_per_day"] = self.busiest
        if self.night:
            contacts["night"] = True
        if self.numbers:
            contacts["numbers"] = list(self.numbers)
        found: stated.Told = {"contacts": contacts}
        if self.first is not None and self.last is not None:
            found["event"] = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        if self.refused_on is not None:
            contacts["after_refusal"] = self.after
            found["refusal"] = {"made": True, "on": self.refused_on.isoformat()}
            if self.replied:
                found["refusal"]["ways"] = ["sms_reply"]
        return found


def _by_month(days: Iterable[tuple[date, int]]) -> Counter[str]:
    months: Counter[str] = Counter()
    for day, count in days:
        months[f"{day:%Y-%m}"] += count
    return months


@dataclass(frozen=True)
class _Cell:
    """What one number sent under one signature on one day in one way; ``told`` and ``imported`` of it are rows."""

    sender: str
    signature: str
    day: date | None
    channel: str
    count: int
    timed: int = 0
    night: int = 0
    told: int = 0
    imported: int = 0
    after: int = 0

    @property
    def place(self) -> tuple[str, str, date | None, str]:
        return self.sender, self.signature, self.day, self.channel


def timeline(
    complaint_id: UUID,
    *,
    refused_on: date | None = None,
    respondents: Sequence[str] = (),
    told: Told | None = None,
    ways: Collection[str] = (),
) -> Timeline | None:
    """Count the contacts of a case or a draft; None when there are none. The statements do not grow with the contacts.

    ``refused_on`` is the day on which the person says they refused the ``respondents``, by name. Where it is the day of
    an answer that the phone shows, it is that answer. It counts where it can be about one side only: one that is named
    among those who wrote, or the one that everything came from. Refusing one says nothing about another. ``told`` is the
    message of a draft; ``ways`` are those that are counted, where not all are. A message that was told and stands in an
    import too is one.
    """
    rows = Contact.objects.filter(complaint_id=complaint_id).order_by()
    came: QuerySet[Any] = rows.exclude(direction=Contact.Direction.OUT).annotate(
        day=day_of(),
        hour=ExtractHour("received_at", tzinfo=SHANGHAI),
        signed=Coalesce(
            NullIf(KT("reading__corrected__signature"), Value("", TextField())),
            KT("reading__read__signature"),
            Value(""),
            output_field=TextField(),
        ),
    )
    if ways:
        came = came.filter(channel__in=ways)
    cells, repeated = _cells(came), frozenset[int]()
    if not cells:
        return None
    if any(one.told for one in cells) and any(one.imported for one in cells):
        repeated = told_again(complaint_id)
    if repeated:
        came = came.exclude(pk__in=repeated)
        cells = _cells(came)
    if told is not None and stands_in_import(complaint_id, told):
        told = None
    pairs = list(dict.fromkeys((one.sender, one.signature) for one in cells))
    if told is not None:
        pairs = list(dict.fromkeys([*pairs, (told.sender, told.signature)]))
    refusals = refusals_of(rows, came, pairs, refused_on, respondents, told)
    cells = _refused(came, refusals, cells)
    if told is not None:
        cells = _cells_with(told, cells, refusals)
    days, after_days = _days(cells, "count"), _days(cells, "after")
    busiest_on, busiest = max(days, key=lambda one: one[1], default=(None, 0))
    senders, parties = _senders(cells, refusals), _parties(cells, refusals)
    return Timeline(
        count=sum(one.count for one in cells),
        undated=sum(one.count for one in cells if one.day is None),
        first=days[0][0] if days else None,
        last=days[-1][0] if days else None,
        busiest=busiest,
        busiest_on=busiest_on,
        night=sum(one.night for one in cells),
        timed=sum(one.timed for one in cells),
        refused_on=min((one.refused_on for one in parties if one.refused_on), default=None),
        replied=any(one.replied for one in parties),
        after=sum(one.after for one in cells),
        channels=tuple(sorted({one.channel for one in cells})),
        days=days,
        after_days=after_days,
        senders=senders[:MOST_SENDERS],
        parties=parties[:MOST_PARTIES],
        by_day=_by_day(cells),
        repeated=repeated,
    )


def _cells(came: QuerySet[Any]) -> list[_Cell]:
    at_night = Q(hour__gte=NIGHT[0]) | Q(hour__lt=NIGHT[1])
    found = came.values("sender", "signed", "day", "channel").annotate(
        n=Count("pk"),
        timed=Count("pk", filter=Q(received_at__isnull=False)),
        night=Count("pk", filter=at_night),
        told=Count("pk", filter=Q(fingerprint=None)),
    )
    return [
        _Cell(
            sender=one["sender"],
            signature=one["signed"],
            day=one["day"],
            channel=one["channel"],
            count=one["n"],
            timed=one["timed"],
            night=one["night"],
            told=one["told"],
            imported=one["n"] - one["told"],
        )
        for one in found
    ]


def _refused(came: QuerySet[Any], refusals: Refusals, cells: list[_Cell]) -> list[_Cell]:
    """The same, with how much came after its sender knew that it should stop; asked where anybody was told."""
    since = refusals.as_sql()
    if since is None:
        return cells
    day = TruncDate("since", tzinfo=SHANGHAI)
    later = Q(received_at__gt=F("since")) | Q(received_at=None, received_on__gt=day)
    rows = came.annotate(since=since).filter(later).values("sender", "signed", "day", "channel")
    after = {
        (one["sender"], one["signed"], one["day"], one["channel"]): one["n"]
        for one in rows.annotate(n=Count("pk"))
    }
    return [replace(one, after=after.get(one.place, 0)) for one in cells]


def _cells_with(told: Told, cells: list[_Cell], refusals: Refusals) -> list[_Cell]:
    """The same with the message of a draft, in a cell of its own."""
    since = refusals.since(told.sender, told.signature)
    after = False
    if since is not None and (told.at is not None or told.on is not None):
        after = told.at > since if told.at is not None else told.on > since.astimezone(SHANGHAI).date()  # type: ignore[operator]
    hour = told.at.astimezone(SHANGHAI).hour if told.at is not None else None
    at_night = hour is not None and (hour >= NIGHT[0] or hour < NIGHT[1])
    more = _Cell(
        sender=told.sender,
        signature=told.signature,
        day=told.day,
        channel=told.channel,
        count=1,
        timed=int(hour is not None),
        night=int(at_night),
        after=int(after),
    )
    return [*cells, more]


def _by_day(cells: list[_Cell]) -> tuple[tuple[date, str, str, int], ...]:
    found: Counter[tuple[date, str, str]] = Counter()
    for one in cells:
        if one.day is not None:
            found[one.day, one.signature, one.sender] += one.count
    return tuple(sorted((*place, count) for place, count in found.items()))


def _days(cells: list[_Cell], what: str) -> tuple[tuple[date, int], ...]:
    found: Counter[date] = Counter()
    for one in cells:
        if one.day is not None and getattr(one, what):
            found[one.day] += getattr(one, what)
    return tuple(sorted(found.items()))


def _first_and_last(cells: list[_Cell]) -> tuple[date | None, date | None]:
    days = [one.day for one in cells if one.day is not None]
    return min(days, default=None), max(days, default=None)


def _senders(cells: list[_Cell], refusals: Refusals) -> tuple[Sender, ...]:
    found = []
    for (sender, signature), held in _grouped(cells, lambda one: (one.sender, one.signature)).items():
        first, last = _first_and_last(held)
        since = refusals.since(sender, signature)
        count, after = sum(one.count for one in held), sum(one.after for one in held)
        found.append(Sender(sender, signature, count, first, last, _day(since), after))
    return tuple(sorted(found, key=lambda one: (-one.count, one.sender, one.signature)))


def _parties(cells: list[_Cell], refusals: Refusals) -> tuple[Party, ...]:
    found = []
    for held in _grouped(cells, lambda one: (one.signature, "" if one.signature else one.sender)).values():
        first, last = _first_and_last(held)
        numbers = Counter[str]()
        for one in held:
            numbers[one.sender] += one.count
        known = [at for one in held if (at := refusals.since(one.sender, one.signature)) is not None]
        since = min(known, default=None)
        later = [one for one in held if one.after]
        after_first, after_last = _first_and_last(later)
        found.append(
            Party(
                signature=held[0].signature,
                senders=tuple(sender for sender, _count in numbers.most_common() if sender),
                count=sum(numbers.values()),
                first=first,
                last=last,
                refused_on=_day(since),
                replied=since is not None and since != refusals.said_at,
                after=sum(one.after for one in later),
                after_first=after_first,
                after_last=after_last,
                after_busiest=max((count for _on, count in _days(later, "after")), default=0),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.count, one.name)))


def _grouped(
    cells: list[_Cell], key: Callable[[_Cell], tuple[str, str]]
) -> dict[tuple[str, str], list[_Cell]]:
    found: dict[tuple[str, str], list[_Cell]] = {}
    for one in cells:
        found.setdefault(key(one), []).append(one)
    return found


def _day(at: datetime | None) -> date | None:
    return at.astimezone(SHANGHAI).date() if at is not None else None


def timeline_of(
    complaint: Complaint, *, by_word: bool = True, by_name: bool = True, as_told: bool = False
) -> Timeline | None:
    """Of a case, with what its facts say of a refusal and whom it names; ``by_word``, ``by_name``: as far as either may
    be told. ``as_told``: of calls and messages alone, where the person says that it came by these: what somebody sought by
    another way is proof of who it was, and none of what disturbed them."""
    said = standing_facts(complaint).get("refusal", {}).get("on") if by_word else None
    try:
        on = date.fromisoformat(said) if said else None
    except (TypeError, ValueError):
        on = None
    named = [one.organisation_name for one in complaint.respondents] if by_name else []
    ways = {*(standing_facts(complaint).get("contacts", {}).get("channels") or ())} if as_told else set()
    carried = ways if ways and ways <= _CARRIED else set()
    return timeline(complaint.pk, refused_on=on, respondents=named, ways=sorted(carried))


# What carriers carry.
_CARRIED = {Contact.Channel.CALL, Contact.Channel.SMS, Contact.Channel.MMS}
