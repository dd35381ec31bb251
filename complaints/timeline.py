"""Messages and calls of a case over time: counted in the database, for facts, pages and documents."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, ExtractHour, TruncDate
from django.utils import timezone

from complaints.models import Contact
from complaints.reading.refusing import LONGEST, refuses

MOST_SENDERS = 50
MOST_BARS = 62  # days, or months, of a chart
NIGHT = (22, 8)


@dataclass(frozen=True)
class Sender:
    """One number under one signature, with what it sent."""

    sender: str
    signature: str
    count: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Timeline:
    """What came in; ``refused_on`` and ``after`` as the contacts themselves show it, or as the person said it."""

    count: int
    undated: int
    first: date | None
    last: date | None
    busiest: int
    busiest_on: date | None
    night: int
    timed: int  # of those whose hour is known
    refused_on: date | None
    after: int
    channels: tuple[str, ...]
    days: tuple[tuple[date, int], ...]
    senders: tuple[Sender, ...]

    def bars(self) -> list[tuple[str, int]]:
        """For a chart: a bar a day, empty ones too, or a month where the days would be too many."""
        if self.first is None or self.last is None:
            return []
        span = (self.last - self.first).days + 1
        if span <= MOST_BARS:
            known = dict(self.days)
            days = [self.first + timedelta(days=step) for step in range(span)]
            return [(day.isoformat(), known.get(day, 0)) for day in days]
        months: Counter[str] = Counter()
        for day, count in self.days:
            months[f"{day:%Y-%m}"] += count
        first, last = self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month
        names = [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last)][-MOST_BARS:]
        return [(name, months[name]) for name in names]

    def facts(self) -> dict[str, Any]:
        """The facts that these contacts show, in the form of the contract; what they do not show is absent."""
        contacts: dict[str, Any] = {"channels": list(self.channels), "count": self.count}
        if self.busiest:
            contacts["max_per_day"] = self.busiest
        if self.night:
            contacts["night"] = True
        numbers = list(dict.fromkeys(one.sender for one in self.senders if one.sender))
        if numbers:
            contacts["numbers"] = numbers
        found: dict[str, Any] = {"contacts": contacts}
        if self.first is not None and self.last is not None:
            found["event"] = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        if self.refused_on is not None:
            contacts["after_refusal"] = self.after
            found["refusal"] = {"made": True, "on": self.refused_on.isoformat(), "ways": ["sms_reply"]}
        return found


def _day() -> Coalesce:
    return Coalesce("received_on", TruncDate("received_at"))


def timeline(complaint_id: UUID, *, refused_on: date | None = None) -> Timeline | None:
    """Count the contacts of a case or a draft; None when there are none. Seven statements, however many contacts."""
    rows = Contact.objects.filter(complaint_id=complaint_id).order_by()
    came = rows.exclude(direction=Contact.Direction.OUT)
    counted = came.aggregate(
        count=Count("pk"),
        undated=Count("pk", filter=Q(received_on=None, received_at=None)),
        timed=Count("pk", filter=Q(received_at__isnull=False)),
    )
    if not counted["count"]:
        return None
    hour = came.filter(received_at__isnull=False).annotate(hour=ExtractHour("received_at"))
    night = hour.filter(Q(hour__gte=NIGHT[0]) | Q(hour__lt=NIGHT[1])).count()
    dated = came.annotate(day=_day()).exclude(day=None)
    days = [(one["day"], one["n"]) for one in dated.values("day").annotate(n=Count("pk")).order_by("day")]
    busiest_on, busiest = max(days, key=lambda one: one[1], default=(None, 0))
    refusal = _refusal(rows)
    if refusal is not None:
        refused_on = timezone.localdate(refusal)
        after = came.filter(
            Q(received_at__gt=refusal) | Q(received_at=None, received_on__gt=refused_on)
        ).count()
    elif refused_on is not None:
        after = sum(count for day, count in days if day > refused_on)
    else:
        after = 0
    return Timeline(
        count=counted["count"],
        undated=counted["undated"],
        first=days[0][0] if days else None,
        last=days[-1][0] if days else None,
        busiest=busiest,
        busiest_on=busiest_on,
        night=night,
        timed=counted["timed"],
        refused_on=refused_on,
        after=after,
        channels=tuple(came.values_list("channel", flat=True).distinct().order_by("channel")),
        days=tuple(days),
        senders=_senders(came),
    )


def _refusal(rows: QuerySet[Contact]) -> datetime | None:
    """When the person first answered one of these senders that it should stop, as far as their phone shows it."""
    short = rows.filter(
        direction=Contact.Direction.OUT, received_at__isnull=False, text__regex=rf"^.{{1,{2 * LONGEST}}}$"
    )
    for text, at in (
        short.exclude(channel=Contact.Channel.CALL)
        .order_by("received_at")
        .values_list("text", "received_at")[:1000]
    ):
        if refuses(text):
            return at
    return None


def _senders(came: QuerySet[Contact]) -> tuple[Sender, ...]:
    signed = came.annotate(
        day=_day(), signed=Coalesce(KT("reading__read__signature"), KT("reading__corrected__signature"))
    )
    found = signed.values("sender", "signed").annotate(n=Count("pk"), first=Min("day"), last=Max("day"))
    return tuple(
        Sender(one["sender"], one["signed"] or "", one["n"], one["first"], one["last"])
        for one in found.order_by("-n", "sender")[:MOST_SENDERS]
    )
