"""What messages and calls that came since the filing add to the facts: one more each, and the day of the last."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from complaints.counting.recount import Change, unit_of, value_in
from complaints.models import Contact


def counted_on(
    facts: Mapping[str, object], came: Sequence[Contact], *, on_days: Mapping[date, int]
) -> list[Change]:
    """The facts that become others by ``came``, whose days are known; ``on_days`` is how many stand in the case on each, these
    among them. What nobody said stays unknown: one more than unknown is no number.

    What came after a refusal is counted of the numbers that the facts name alone: who was refused is told sender by sender.
    """
    days = sorted(one.received_on for one in came if one.received_on is not None)
    if not days:
        return []
    before = {name: value_in(facts, name) for name in _NAMES}
    known = list(before["contacts.numbers"] or ())
    refused = before["refusal.on"] if before["refusal.made"] else None
    theirs = [one for one in came if refused and one.sender in known and str(one.received_on) >= str(refused)]
    after: dict[str, Any] = {
        "event.last": max(str(before["event.last"] or ""), days[-1].isoformat()),
        "contacts.count": _more(before["contacts.count"], len(came)),
        "contacts.after_refusal": _more(before["contacts.after_refusal"], len(theirs)),
        "contacts.max_per_day": _most(before["contacts.max_per_day"], [on_days.get(day, 0) for day in days]),
        "contacts.channels": _joined(before["contacts.channels"], [str(one.channel) for one in came]),
        "contacts.numbers": _joined(before["contacts.numbers"], [one.sender for one in came if one.sender]),
    }
    unit = unit_of("call" in (after["contacts.channels"] or ()))
    return [
        Change(name, before[name], value, unit if isinstance(value, int) else "")
        for name, value in after.items()
        if value is not None and value != before[name]
    ]


_NAMES = (
    "event.last",
    "contacts.count",
    "contacts.after_refusal",
    "contacts.max_per_day",
    "contacts.channels",
    "contacts.numbers",
    "refusal.made",
    "refusal.on",
)


def days_of(contacts: Sequence[Contact]) -> Counter[date]:
    return Counter(one.received_on for one in contacts if one.received_on is not None)


def _more(before: Any, number: int) -> int | None:
    return before + number if isinstance(before, int) and number else None


def _most(before: Any, counts: Sequence[int]) -> int | None:
    return max(before, *counts) if isinstance(before, int) else None


def _joined(before: Any, more: Sequence[str]) -> list[str] | None:
    known = list(before or ())
    return [*known, *dict.fromkeys(one for one in more if one not in known)] or None
