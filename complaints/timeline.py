"""Messages and calls of a case over time: counted in the database, for facts, pages and documents.

Who was refused is told sender by sender: an answer to one number says nothing to another, unless both sign with one name.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, DateTimeField, F, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, ExtractHour, Least, NullIf, TruncDate

from complaints.models import Complaint, Contact
from complaints.reading.refusing import LONGEST, refuses

MOST_SENDERS = 50
MOST_PARTIES = 20
MOST_BARS = 62  # days, or months, of a chart
MOST_REPLIES = 1_000  # short answers of the person that are looked at
MOST_REFUSALS = 100  # numbers refused that are told apart
NIGHT = (22, 8)  # from ten in the evening, until before eight in the morning
SHANGHAI = ZoneInfo("Asia/Shanghai")


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

    def facts(self) -> dict[str, Any]:
        """The facts that these contacts show, in the form of the contract; what they do not show is absent."""
        contacts: dict[str, Any] = {"channels": list(self.channels), "count": self.count}
        if self.busiest:
            contacts["max_per_day"] = self.busiest
        if self.night:
            contacts["night"] = True
        if self.numbers:
            contacts["numbers"] = list(self.numbers)
        found: dict[str, Any] = {"contacts": contacts}
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
    """What one number sent under one signature on one day."""

    sender: str
    signature: str
    day: date | None
    count: int
    after: int


@dataclass(frozen=True)
class _Refusals:
    """From which instant each number and each signature knew that it should stop."""

    numbers: dict[str, datetime]
    signatures: dict[str, datetime]
    said: frozenset[str] = frozenset()  # the parties that the person's own date is about: names, or numbers
    said_at: datetime | None = None

    def since(self, sender: str, signature: str) -> datetime | None:
        known = [self.numbers.get(sender), self.signatures.get(signature)]
        if self.said_at is not None and (signature or sender) in self.said:
            known.append(self.said_at)
        return min((one for one in known if one is not None), default=None)

    def as_sql(self) -> Any:
        """The same, for a row with ``sender`` and ``signed``; None where nobody was refused."""
        whens = [[When(sender=one, then=Value(at)) for one, at in self.numbers.items()]]
        whens.append([When(signed=one, then=Value(at)) for one, at in self.signatures.items()])
        if self.said_at is not None and self.said:
            known = Q(signed__in=self.said) | Q(signed="", sender__in=self.said)
            whens.append([When(known, then=Value(self.said_at))])
        cases = [Case(*some, default=None, output_field=DateTimeField()) for some in whens if some]
        return (Least(*cases) if len(cases) > 1 else cases[0]) if cases else None


def timeline(
    complaint_id: UUID, *, refused_on: date | None = None, respondents: Sequence[str] = ()
) -> Timeline | None:
    """Count the contacts of a case or a draft; None when there are none. The statements do not grow with the contacts.

    ``refused_on`` is the day on which the person says they refused the ``respondents``, by name. Where it is the day of
    an answer that the phone shows, it is that answer. It counts where it can be about one side only: one that is named
    among those who wrote, or the one that everything came from. Refusing one says nothing about another.
    """
    rows = Contact.objects.filter(complaint_id=complaint_id).order_by()
    came: QuerySet[Any] = rows.exclude(direction=Contact.Direction.OUT).annotate(
        day=Coalesce("received_on", TruncDate("received_at", tzinfo=SHANGHAI)),
        hour=ExtractHour("received_at", tzinfo=SHANGHAI),
        signed=Coalesce(
            NullIf(KT("reading__corrected__signature"), Value("", TextField())),
            KT("reading__read__signature"),
            Value(""),
            output_field=TextField(),
        ),
    )
    at_night = Q(hour__gte=NIGHT[0]) | Q(hour__lt=NIGHT[1])
    counted = came.aggregate(
        count=Count("pk"),
        undated=Count("pk", filter=Q(day=None)),
        timed=Count("pk", filter=Q(received_at__isnull=False)),
        night=Count("pk", filter=at_night),
    )
    if not counted["count"]:
        return None
    pairs = list(came.values_list("sender", "signed").distinct())
    refusals = _refusals(rows, came, pairs, refused_on, respondents)
    cells = _cells(came, refusals)
    days, after_days = _days(cells, "count"), _days(cells, "after")
    busiest_on, busiest = max(days, key=lambda one: one[1], default=(None, 0))
    senders, parties = _senders(cells, refusals), _parties(cells, refusals)
    return Timeline(
        count=counted["count"],
        undated=counted["undated"],
        first=days[0][0] if days else None,
        last=days[-1][0] if days else None,
        busiest=busiest,
        busiest_on=busiest_on,
        night=counted["night"],
        timed=counted["timed"],
        refused_on=min((one.refused_on for one in parties if one.refused_on), default=None),
        replied=any(one.replied for one in parties),
        after=sum(one.after for one in cells),
        channels=tuple(came.values_list("channel", flat=True).distinct().order_by("channel")),
        days=days,
        after_days=after_days,
        senders=senders[:MOST_SENDERS],
        parties=parties[:MOST_PARTIES],
        by_day=tuple(
            sorted((one.day, one.signature, one.sender, one.count) for one in cells if one.day is not None)
        ),
    )


def _cells(came: QuerySet[Any], refusals: _Refusals) -> list[_Cell]:
    since = refusals.as_sql()
    later = Q(pk=None)
    if since is not None:
        came = came.annotate(since=since)
        day = TruncDate("since", tzinfo=SHANGHAI)
        later = Q(received_at__gt=F("since")) | Q(received_at=None, received_on__gt=day)
    found = came.values("sender", "signed", "day").annotate(n=Count("pk"), later=Count("pk", filter=later))
    return [_Cell(one["sender"], one["signed"], one["day"], one["n"], one["later"]) for one in found]


def _refusals(
    rows: QuerySet[Contact],
    came: QuerySet[Any],
    pairs: list[tuple[str, str]],
    refused_on: date | None,
    respondents: Sequence[str],
) -> _Refusals:
    """Whom the person told to stop, and when: by their answers, then by what they say."""
    numbers = _answered(rows, came)
    signatures: dict[str, datetime] = {}
    for number, at in numbers.items():
        carried = {signed for sender, signed in pairs if sender == number and signed}
        if carried:
            signed = _answered_signature(came, number, at)
            if signed and at < signatures.get(signed, datetime.max.replace(tzinfo=SHANGHAI)):
                signatures[signed] = at
    if refused_on is None or any(at.astimezone(SHANGHAI).date() == refused_on for at in numbers.values()):
        return _Refusals(numbers, signatures)
    parties = {signed or sender for sender, signed in pairs} - {""}
    named = [one.strip() for one in respondents if len(one.strip()) > 1]
    said = {one for one in parties if any(one in name or name in one for name in named)}
    if len(said) != 1:  # of several, the person's one date does not say whom they told: then of none
        said = parties if len(parties) == 1 else set()
    following = datetime.combine(refused_on + timedelta(days=1), time(), SHANGHAI)
    return _Refusals(numbers, signatures, frozenset(said), following - timedelta(microseconds=1))


def _answered(rows: QuerySet[Contact], came: QuerySet[Any]) -> dict[str, datetime]:
    """The numbers that the person answered with a refusal, as far as their phone shows it, each with the first time."""
    short = rows.filter(
        direction=Contact.Direction.OUT, received_at__isnull=False, text__regex=rf"^.{{1,{2 * LONGEST}}}$"
    ).exclude(Q(channel=Contact.Channel.CALL) | Q(sender=""))
    sent = short.order_by("received_at").values_list("sender", "text", "received_at", "reading__doubts")
    replies: list[tuple[str, str, datetime]] = [
        (one, text, at)
        for one, text, at, doubts in sent[:MOST_REPLIES]
        if at and "not_sent" not in (doubts or ())
    ]
    offered: dict[str, set[str]] = {}
    if replies:
        of = came.filter(sender__in={sender for sender, _text, _at in replies})
        code = KT("reading__read__opt_out__code")
        for sender, named in (
            of.annotate(code=code).filter(code__isnull=False).values_list("sender", "code").distinct()
        ):
            offered.setdefault(sender, set()).add(named)
    found: dict[str, datetime] = {}
    for sender, text, at in replies:
        if (
            sender not in found
            and len(found) < MOST_REFUSALS
            and refuses(text, offered=offered.get(sender, ()))
        ):
            found[sender] = at
    return found


def _answered_signature(came: QuerySet[Any], number: str, at: datetime) -> str:
    """In whose name the number wrote last before it was answered: it may carry several."""
    before = came.filter(sender=number, received_at__lte=at).exclude(signed="")
    return str(before.order_by("-received_at", "-pk").values_list("signed", flat=True).first() or "")


def _days(cells: list[_Cell], what: str) -> tuple[tuple[date, int], ...]:
    found: Counter[date] = Counter()
    for one in cells:
        if one.day is not None and getattr(one, what):
            found[one.day] += getattr(one, what)
    return tuple(sorted(found.items()))


def _first_and_last(cells: list[_Cell]) -> tuple[date | None, date | None]:
    days = [one.day for one in cells if one.day is not None]
    return min(days, default=None), max(days, default=None)


def _senders(cells: list[_Cell], refusals: _Refusals) -> tuple[Sender, ...]:
    found = []
    for (sender, signature), held in _grouped(cells, lambda one: (one.sender, one.signature)).items():
        first, last = _first_and_last(held)
        since = refusals.since(sender, signature)
        count, after = sum(one.count for one in held), sum(one.after for one in held)
        found.append(Sender(sender, signature, count, first, last, _day(since), after))
    return tuple(sorted(found, key=lambda one: (-one.count, one.sender, one.signature)))


def _parties(cells: list[_Cell], refusals: _Refusals) -> tuple[Party, ...]:
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


def timeline_of(complaint: Complaint) -> Timeline | None:
    """Of a case, with what its facts say of a refusal and whom it names."""
    said = complaint.facts.get("refusal", {}).get("on")
    try:
        on = date.fromisoformat(said) if said else None
    except (TypeError, ValueError):
        on = None
    return timeline(
        complaint.pk, refused_on=on, respondents=[one.organisation_name for one in complaint.respondents]
    )
