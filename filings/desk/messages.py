"""The messages and calls of a case as a table: narrowed by number, days and words, a page at a time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from filings.desk.asked import LONGEST
from filings.desk.sent import Message, Sent, message

PAGE = 50  # rows


@dataclass(frozen=True)
class Wanted:
    """What of them is asked for; what nobody gave out is as if it were not there. ``sender`` is a place in ``Table.senders``:
    no number stands in an address."""

    sender: int | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        return cls(
            sender=_number(query.get("sender", "")),
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
            words=query.get("words", "").replace("\x00", "").strip()[:LONGEST],
            page=max(1, _number(query.get("page", "")) or 1),
        )

    @property
    def narrows(self) -> bool:
        return self != Wanted(page=self.page)


@dataclass(frozen=True)
class Table:
    """``senders`` have their place, the number and how many came from it, the most first; ``of`` are all there are."""

    rows: list[Message]
    senders: list[tuple[int, str, int]]
    found: int
    of: int
    page: int
    pages: int


def table(sent: Sent, wanted: Wanted) -> Table:
    """In the order in which they were sent; a page that is not there is the last one."""
    rows = sent.messages
    numbers = Counter(str(one.get("sender") or "") for one in rows)
    senders = [(place, number, count) for place, (number, count) in enumerate(numbers.most_common())]
    chosen = next((number for place, number, _count in senders if place == wanted.sender), None)
    found = [one for one in rows if _is_wanted(one, wanted, chosen)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(wanted.page, pages)
    shown = [message(one, to_read=True) for one in found[(page - 1) * PAGE : page * PAGE]]
    return Table(shown, senders, len(found), len(rows), page, pages)


def _is_wanted(one: Mapping[str, Any], wanted: Wanted, sender: str | None) -> bool:
    if sender is not None and str(one.get("sender") or "") != sender:
        return False
    if wanted.words and wanted.words.casefold() not in str(one.get("text") or "").casefold():
        return False
    if wanted.since is None and wanted.until is None:
        return True
    on = _day_of(one.get("at"))
    return on is not None and (wanted.since or date.min) <= on <= (wanted.until or date.max)


def _day_of(at: Any) -> date | None:
    """In Shanghai; None for what has no day."""
    if isinstance(at, datetime):
        return timezone.localdate(at) if timezone.is_aware(at) else at.date()
    return at if isinstance(at, date) else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
