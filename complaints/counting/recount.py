"""Facts of a filed case that its messages and calls show by now, beside those that the law is asked about.

Contacts that are imported after the filing are counted at once, but change no fact by themselves: the complainant is
shown the old beside the new and takes them over in one act (``complaints.services.record_recount``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from complaints.counting.timeline import Timeline, timeline_of
from complaints.models import Act, Complaint, Contact, LedgerEntry
from complaints.questions import MATTERS
from complaints.standing import standing_facts
from complaints.stated import as_told
from core.canonical import canonical, digest
from core.days import when_read

MOST_NAMED = 3  # numbers that a row names


@dataclass(frozen=True)
class Change:
    """One fact: what the assessment rests on, None for what nobody said, and what is counted now."""

    name: str
    before: Any
    after: Any
    unit: str = ""
    rough: bool = False  # what stood before is told as about so many

    @property
    def label(self) -> str:
        return _labels()[self.name]

    @property
    def said_before(self) -> str:
        said = self._said(self.before)
        return _("约%s") % said if self.rough else said

    @property
    def said_after(self) -> str:
        if self.name == "contacts.numbers":
            added = [one for one in self.after if one not in (self.before or ())]
            named = _("、").join(added[:MOST_NAMED]) + (_("等") if len(added) > MOST_NAMED else "")
            return _("%(count)d 个（新增 %(named)s）") % {"count": len(self.after), "named": named}
        return self._said(self.after)

    def _said(self, value: Any) -> str:
        if value is None:
            return _("没有说")
        if isinstance(value, bool):
            return _("有") if value else _("没有")
        if self.name == "contacts.numbers":
            return _("%d 个") % len(value)
        if isinstance(value, list):
            words = _words(self.name)
            return _("、").join(words.get(one, str(one)) for one in value)
        if self.name.startswith("event."):
            return when_read(str(value))
        return f"{value} {self.unit}".strip()


def _labels() -> dict[str, str]:
    return {
        "event.first": _("最早发生的日期"),
        "event.last": _("最近一次发生的日期"),
        "contacts.count": _("一共收到"),
        "contacts.max_per_day": _("最多的一天"),
        "contacts.night": _("夜里（22 点至 8 点）来的"),
        "contacts.channels": _("方式"),
        "contacts.numbers": _("对方的号码"),
        "refusal.made": _("退订或者拒绝过"),
        "refusal.on": _("第一次退订或者拒绝的日期"),
        "refusal.ways": _("怎样退订或者拒绝的"),
        "contacts.after_refusal": _("退订（拒绝）后仍收到"),
    }


def _words(name: str) -> dict[str, str]:
    if name == "contacts.channels":
        return {str(value): str(label) for value, label in Contact.Channel.choices}
    asks = (ask for matter in MATTERS for ask in matter.asks if ask.fact == name)
    return {str(value): str(label) for ask in asks for value, label in ask.choices}


# ── In words ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def said_counts(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """The counts and dates among facts, in words, in the order of the page."""
    unit = unit_of("call" in (value_in(facts, "contacts.channels") or ()))
    rows = []
    for name in _labels():
        value = value_in(facts, name)
        if value is not None:
            one = Change(name, value, value, unit if _is_number(value) else "", _is_rough(facts, name))
            rows.append((one.label, one.said_before))
    return rows


# ── What is new ──────────────────────────────────────────────────────────────────────────────────────────────────────
def imported_since_filing(complaint: Complaint) -> bool:
    """Whether contacts came out of a backup after the facts were filed."""
    later = LedgerEntry.objects.filter(complaint_id=complaint.pk, at__gt=complaint.filed_at)
    return later.filter(act=Act.CONTACTS_IMPORTED).exists()


def counted_since(complaint: Complaint, *, today: date, counted: Timeline | None = None) -> list[Change]:
    """What the contacts imported after the filing show beyond the facts as they stand; mostly there are none.

    ``counted`` where the caller has it already.
    """
    if not imported_since_filing(complaint):
        return []
    return newly_counted(standing_facts(complaint), counted or timeline_of(complaint), today=today)


def newly_counted(facts: Mapping[str, object], counted: Timeline | None, *, today: date) -> list[Change]:
    """What the counted contacts show beyond the facts as they stand, in the order of the page.

    Nothing is taken back: who spoke of 300 messages and brought 120 spoke of more than they brought. A day that is
    still to come is some phone's wrong clock, and no fact.
    """
    if counted is None:
        return []
    shown = counted.facts()
    unit = unit_of(Contact.Channel.CALL in counted.channels)
    found = []
    for name in _labels():
        before, now = value_in(facts, name), value_in(shown, name)
        if name.startswith("event."):
            now = _day_of(counted, name, today)
        after = _beyond(name, before, now)
        if after is not None and after != before:
            counts = unit if _is_number(after) else ""
            found.append(Change(name, before, after, counts, _is_rough(facts, name)))
    return found


def counted_exactly(facts: Mapping[str, object], changes: Iterable[Change]) -> list[Change]:
    """What was told as about so many and is counted now is about so many no more."""
    counted = {one.name.removeprefix("contacts.") for one in changes}
    rough = value_in(facts, "contacts.about") or []
    kept = [one for one in rough if one not in counted]
    return [Change("contacts.about", rough, kept or None)] if kept != rough else []


def _is_rough(facts: Mapping[str, object], name: str) -> bool:
    group, _dot, leaf = name.partition(".")
    return group == "contacts" and leaf in (value_in(facts, "contacts.about") or ())


@dataclass(frozen=True)
class Whole:
    """How many came as the facts have it, in words, where that is more than stand one by one in the case; "" where it is
    not."""

    count: str
    most: str  # on one day


def whole_of(facts: Mapping[str, object], counted: Timeline) -> Whole:
    """What was told, with what came since, beside what was counted one by one: the one number where both are shown."""

    def beyond(name: str, here: int) -> str:
        said = value_in(facts, name)
        if not isinstance(said, int) or isinstance(said, bool) or said <= here:
            return ""
        return _("约%s") % said if _is_rough(facts, name) else str(said)

    count, most = beyond("contacts.count", counted.count), beyond("contacts.max_per_day", counted.busiest)
    return Whole(count, most)


def shown_digest(changes: Iterable[Change]) -> str:
    """What a page that showed these changes confirms."""
    return digest(canonical(as_rows(changes)))


def as_rows(changes: Iterable[Change]) -> list[list[Any]]:
    return [[one.name, one.before, one.after] for one in changes]


def unit_of(calls: bool) -> str:
    return _("次") if calls else _("条")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def value_in(facts: Mapping[str, object], name: str) -> Any:
    """A fact by its dotted name; a day of which a month alone is told is that month, which comes before every day of it."""
    group, _dot, leaf = name.partition(".")
    inner = facts.get(group)
    if group == "event" and isinstance(inner, Mapping):
        return as_told(inner, leaf) or None
    return inner.get(leaf) if isinstance(inner, Mapping) else None


def _day_of(counted: Timeline, name: str, today: date) -> str | None:
    days = [day for day, _count in counted.days if day <= today]
    if not days:
        return None
    return (days[0] if name == "event.first" else days[-1]).isoformat()


def _beyond(name: str, before: Any, now: Any) -> Any:
    """What is known of a fact with what was counted; None where the count adds nothing."""
    if now is None or before is None:
        return now
    if name in ("event.first", "refusal.on"):
        return min(str(before), now)
    if name == "event.last":
        return max(str(before), now)
    if isinstance(now, bool):
        return now or before
    if isinstance(now, list):
        return [*before, *(one for one in now if one not in before)] if isinstance(before, list) else None
    return max(before, now) if isinstance(before, int | float) else None
