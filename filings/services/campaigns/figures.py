"""What is counted of a campaign, and how it is told so that nobody is recognised in it. Pure: rows in, figures out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from complaints.reading.template import LEFT_OUT, in_words, shared_words

LEAST = 3  # people: a place, a text or a number that fewer share is not told apart from the rest
MOST_SENDERS = 50
MOST_SAMPLES = 3
_COMPARED = 60  # people whose texts a sample is held against
_PLAIN = 8  # letters of a sample that must be left for it to say anything


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one complaint says of the campaign: a row of ``Sighting``."""

    complaint: UUID
    person: str
    messages: int
    first_on: date | None = None
    last_on: date | None = None
    days: Mapping[str, int] = field(default_factory=dict)
    senders: Mapping[str, int] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Figures:
    """``told`` is what a page shows: plain JSON without anything of one person."""

    complaints: int
    people: int
    messages: int
    first_on: date | None
    last_on: date | None
    words: str
    told: dict[str, Any]


def figures(rows: Iterable[Seen]) -> Figures:
    """Count each complaint once, however often it was sent here: by the filing that holds most of it."""
    best: dict[UUID, Seen] = {}
    for row in rows:
        if row.complaint not in best or best[row.complaint].messages < row.messages:
            best[row.complaint] = row
    seen = list(best.values())
    days = [day for row in seen for day in (row.first_on, row.last_on) if day is not None]
    samples = _samples(seen)
    told = {
        "days": _days(seen),
        "undated": sum(row.messages for row in seen) - sum(sum(row.days.values()) for row in seen),
        "senders": _senders(seen),
        "places": _places(seen),
        "grounds": _grounds(seen),
        "samples": samples,
    }
    return Figures(
        complaints=len(seen),
        people=len({row.person for row in seen}),
        messages=sum(row.messages for row in seen),
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        words=samples[0][0] if samples else "",
        told=told,
    )


def _days(seen: list[Seen]) -> list[list[Any]]:
    """Each day with its messages and complaints, in order."""
    messages: Counter[str] = Counter()
    complaints: Counter[str] = Counter()
    for row in seen:
        messages.update(row.days)
        complaints.update(row.days.keys())
    return [[day, messages[day], complaints[day]] for day in sorted(messages)]


def _senders(seen: list[Seen]) -> dict[str, Any]:
    """The numbers that most people name, with messages and people; how many there are in all."""
    messages: Counter[str] = Counter()
    people: defaultdict[str, set[str]] = defaultdict(set)
    for row in seen:
        messages.update(row.senders)
        for sender in row.senders:
            people[sender].add(row.person)
    first = sorted(messages, key=lambda one: (-len(people[one]), -messages[one], one))
    return {
        "count": len(first),
        "most": [[one, messages[one], len(people[one])] for one in first[:MOST_SENDERS]],
    }


def _places(seen: list[Seen]) -> dict[str, Any]:
    """People by prefecture, those of fewer than ``LEAST`` in one with the rest of their province; provinces of fewer are
    told as one, and not how many they are when few."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    for row in seen:
        people[row.place].add(row.person)
    unknown = len(people.pop("", set()))
    named = {place: who for place, who in people.items() if len(who) >= LEAST}
    provinces: defaultdict[str, set[str]] = defaultdict(set)
    for place, who in people.items():
        if place not in named or place.endswith("0000"):
            provinces[f"{place[:2]}0000"] |= who
    named |= {place: who for place, who in provinces.items() if len(who) >= LEAST}
    others = sum(len(who) for place, who in provinces.items() if place not in named)
    return {
        "named": sorted(
            ([place, len(who)] for place, who in named.items()),
            key=lambda row: (-row[1], row[0].endswith("0000"), row[0]),  # what is left of a province after it
        ),
        "others": others,
        "unknown": unknown,
    }


def _grounds(seen: list[Seen]) -> list[list[Any]]:
    """Each ground with the complaints that plead it, the most first."""
    counted = Counter(code for row in seen for code in set(row.grounds))
    return [[code, counted[code]] for code in sorted(counted, key=lambda one: (-counted[one], one))]


def _samples(seen: list[Seen]) -> list[list[Any]]:
    """Texts cut to the words that ``LEAST`` people received, the most frequent first, each with how many received it so."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    for row in seen:
        for text in row.texts:
            people[text].add(row.person)
    frequent = sorted(people, key=lambda text: (-len(people[text]), text))
    first_text: dict[str, str] = {}
    for text in frequent:
        for person in sorted(people[text]):
            first_text.setdefault(person, text)
    found: list[list[Any]] = []
    for text in frequent[: 4 * MOST_SAMPLES]:
        owner = min(people[text])
        # One text of each person, this one before any other of theirs: nobody counts twice.
        others = [
            text if person in people[text] else other
            for person, other in sorted(
                first_text.items(), key=lambda one: (one[0] not in people[text], one[0])
            )
            if person != owner
        ]
        shown = shared_words(text, others[:_COMPARED], least=LEAST)
        said = in_words(shown)
        if len(shown.replace(LEFT_OUT, "")) >= _PLAIN and said not in [one for one, _count in found]:
            found.append([said, len(people[text])])
        if len(found) == MOST_SAMPLES:
            break
    return found
