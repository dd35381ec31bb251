"""Whose messages a backup holds: entries in, groups by sender and signature out. Pure; memory grows with the groups alone."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from complaints.reading import Reading, describe
from complaints.reading.message import Repeats
from complaints.reading.refusing import LONGEST, refuses
from evidence.importers.entry import Entry
from evidence.importers.moments import SHANGHAI

DISTURBING = ("marketing", "collection", "fraud")
# Beside the categories of a reading. What may as well be no disturbance is unsure: a person says which it is.
CALL, WORDLESS, UNSURE = "call", "wordless", "unsure"
NIGHT = (22, 8)  # from ten in the evening to eight in the morning
MOST_GROUPS = 20_000  # of one file; entries of still more senders are counted, not listed
MOST_REPLIES = 50  # kept of one sender until the end of the pass
MOST_CODES = 8
SAMPLE = 140  # characters


def key_of(entry: Entry) -> str:
    """Whom an entry is listed under: the number, or what was written where that is no number."""
    return entry.sender or entry.sender_as_written.strip()[:64]


def said_in(entry: Entry, repeats: Repeats) -> Reading | None:
    """What an incoming message says; None for calls, for what was sent, and for what has no words."""
    if entry.channel == CALL or entry.direction == "out" or not entry.text.strip():
        return None
    return repeats.read(entry.text, sender=entry.sender or None, received=entry.at or entry.on)


def category_of(entry: Entry, reading: Reading | None) -> str:
    if entry.channel == CALL:
        return CALL
    if reading is None:
        return WORDLESS
    likely = {reading.category, *(one.name for one in reading.alternatives)}
    return UNSURE if likely & {*DISTURBING} and likely - {*DISTURBING} else reading.category


@dataclass(slots=True)
class Group:
    """The entries of one sender under one signature. ``after`` counts what came after the refusal on ``refused_on``: an
    answer to this number, or to another that signs alike."""

    sender: str
    signature: str
    count: int = 0  # received; calls that were missed or rejected too
    sent: int = 0  # by the phone's owner to this sender, whatever the signature
    first: str = ""  # ISO days
    last: str = ""
    after: int = 0
    refused_on: str = ""
    night: int = 0
    busiest: int = 0  # most on one day
    categories: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)
    sample: str = ""

    @property
    def disturbing(self) -> int:
        return sum(self.categories.get(one, 0) for one in DISTURBING)

    @property
    def kind(self) -> str:
        """The category of most entries; a disturbing one before others of the same number."""
        order = (*DISTURBING, CALL, UNSURE, "notice", "verification", "personal", WORDLESS)
        return max(order, key=lambda one: (self.categories.get(one, 0), -order.index(one)))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class _Gathered:
    """A group in the making: moments as numbers, eight bytes each."""

    __slots__ = ("categories", "channels", "count", "moments", "night", "sample", "weight")

    def __init__(self) -> None:
        self.count = self.night = 0
        self.moments = array("q")  # seconds of 1970; where only the day is known, its beginning
        self.categories: Counter[str] = Counter()
        self.channels: Counter[str] = Counter()
        self.sample, self.weight = "", -1


class Grouping:
    """Takes the entries of a file one by one, in any order, and then tells the groups."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str], _Gathered] = {}
        self._sent: Counter[str] = Counter()
        self._replies: dict[str, list[tuple[int, str]]] = {}
        self._offered: dict[str, set[str]] = {}
        self._repeats = Repeats()
        self.entries = self.unlisted = 0

    def take(self, entry: Entry) -> None:
        self.entries += 1
        sender = key_of(entry)
        if entry.direction == "out":
            self._take_sent(sender, entry)
            return
        reading = said_in(entry, self._repeats)
        signature = (reading.signature if reading else "") or ""
        group = self._groups.get((sender, signature))
        if group is None:
            if len(self._groups) >= MOST_GROUPS:
                self.unlisted += 1
                return
            group = self._groups[sender, signature] = _Gathered()
        category = category_of(entry, reading)
        group.count += 1
        group.categories[category] += 1
        group.channels[entry.channel] += 1
        moment = moment_of(entry)
        if moment is not None:
            group.moments.append(moment)
            group.night += entry.at is not None and at_night(entry.at)
        weight = 1 + (category in DISTURBING) if entry.text else 0
        if weight > group.weight:
            group.sample, group.weight = entry.text[:SAMPLE], weight
        if reading is not None and reading.opt_out is not None:
            codes = self._offered.setdefault(sender, set())
            if len(codes) < MOST_CODES:
                codes.add(reading.opt_out.code or "")

    def _take_sent(self, sender: str, entry: Entry) -> None:
        if sender not in self._sent and len(self._sent) >= MOST_GROUPS:
            self.unlisted += 1
            return
        self._sent[sender] += 1
        moment = moment_of(entry)
        short = (
            entry.channel != CALL and 0 < len(entry.text) <= 2 * LONGEST and "not_sent" not in entry.doubts
        )
        replies = self._replies.setdefault(sender, []) if short and moment is not None else None
        if replies is not None and moment is not None and len(replies) < MOST_REPLIES:
            replies.append((moment, entry.text))

    def groups(self, *, refused_on: date | None = None, respondents: Sequence[str] = ()) -> list[Group]:
        """What disturbs first, most first. ``refused_on`` is the day on which the person says they refused the
        ``respondents``, by name: it is told of those who sign with such a name alone."""
        listed = {sender for sender, _signature in self._groups}
        signatures = self._refused_signatures()
        if refused_on is not None:
            following = datetime.combine(refused_on + timedelta(days=1), time(), SHANGHAI)
            for _sender, signature in self._groups:
                if signature and any(
                    signature in name or name in signature for name in respondents if len(name) > 1
                ):
                    signatures.setdefault(signature, int(following.timestamp()) - 1)
        found = [
            self._told(sender, signature, gathered, signatures)
            for (sender, signature), gathered in self._groups.items()
        ]
        found += [Group(sender, "", sent=sent) for sender, sent in self._sent.items() if sender not in listed]
        return sorted(found, key=_order)

    def _refused_signatures(self) -> dict[str, int]:
        """When each signature was refused: the one in whose name a number wrote last before it was answered."""
        found: dict[str, int] = {}
        carried: dict[str, list[tuple[str, _Gathered]]] = {}
        for (sender, signature), gathered in self._groups.items():
            if signature and sender in self._replies:
                carried.setdefault(sender, []).append((signature, gathered))
        for sender, groups in carried.items():
            since = self._refused(sender)
            if since is None:
                continue
            lasts = [
                (max((one for one in gathered.moments if one <= since), default=None), signature)
                for signature, gathered in groups
            ]
            last = max(((at, signature) for at, signature in lasts if at is not None), default=None)
            if last is not None:
                found[last[1]] = min(since, found.get(last[1], since))
        return found

    def _told(self, sender: str, signature: str, gathered: _Gathered, signatures: Mapping[str, int]) -> Group:
        known = [one for one in (self._refused(sender), signatures.get(signature)) if one is not None]
        since = min(known, default=None)
        moments = gathered.moments
        days = Counter(_day(moment) for moment in moments)
        return Group(
            sender,
            signature,
            count=gathered.count,
            sent=self._sent.get(sender, 0),
            first=_day(min(moments)).isoformat() if moments else "",
            last=_day(max(moments)).isoformat() if moments else "",
            after=sum(moment > since for moment in moments) if since is not None else 0,
            refused_on=_day(since).isoformat() if since is not None else "",
            night=gathered.night,
            busiest=max(days.values(), default=0),
            categories=dict(gathered.categories),
            channels=dict(gathered.channels),
            sample=gathered.sample,
        )

    def _refused(self, sender: str) -> int | None:
        """When the person first answered this sender with a refusal."""
        offered = self._offered.get(sender, set())
        said = [at for at, text in self._replies.get(sender, ()) if refuses(text, offered=offered)]
        return min(said, default=None)


def moment_of(entry: Entry) -> int | None:
    """Seconds of 1970; the day's beginning where only the day is known."""
    if entry.at is not None:
        return int(entry.at.timestamp())
    return int(datetime.combine(entry.on, time(), SHANGHAI).timestamp()) if entry.on is not None else None


def at_night(at: datetime) -> bool:
    hour = at.astimezone(SHANGHAI).hour
    return hour >= NIGHT[0] or hour < NIGHT[1]


def _day(moment: int) -> date:
    return datetime.fromtimestamp(moment, SHANGHAI).date()


def _order(group: Group) -> tuple[Any, ...]:
    """Senders of much that disturbs, then other companies and calls, people last."""
    personal = group.kind in ("personal", "verification") or not group.count
    return (not group.disturbing, personal, -group.disturbing, -group.count, group.signature, group.sender)


@dataclass(frozen=True)
class Wanted:
    """What a caller without a page asks for. Nothing given: what looks like marketing, collection or fraud."""

    every: bool = False
    senders: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()

    def among(self, groups: Iterable[Group]) -> "Choice":
        if self.every or not (self.senders or self.signatures):
            return Choice(every=True, disturbing=not self.every)
        senders = {describe(one).number or one.strip() for one in self.senders}
        signatures = {one.strip(" 【】[]") for one in self.signatures}
        return Choice(
            groups=frozenset(
                (one.sender, one.signature)
                for one in groups
                if one.sender in senders or (one.signature and one.signature in signatures)
            )
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Wanted":
        return cls(bool(value["every"]), tuple(value["senders"]), tuple(value["signatures"]))


@dataclass(frozen=True)
class Choice:
    """What is kept of a file. ``disturbing``: of the chosen senders' messages only those that look like marketing,
    collection or fraud, their calls, and the answers that refused them; with ``every``, of everybody's, without calls.
    """

    every: bool = False
    disturbing: bool = False
    groups: frozenset[tuple[str, str]] = frozenset()
    senders: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "senders", frozenset(sender for sender, _signature in self.groups))

    def may_want(self, entry: Entry) -> bool:
        """Whether the sender is among those chosen: what is not need not be read."""
        return self.every or key_of(entry) in self.senders

    def wants(self, entry: Entry, reading: Reading | None) -> bool:
        """For an entry that ``may_want`` let through."""
        if entry.direction == "out":
            return not self.disturbing or refuses(entry.text)
        signature = (reading.signature if reading else "") or ""
        if not self.every and (key_of(entry), signature) not in self.groups:
            return False
        category = category_of(entry, reading)
        return not self.disturbing or category in DISTURBING or (category == CALL and not self.every)

    def as_json(self) -> dict[str, Any]:
        return {"every": self.every, "disturbing": self.disturbing, "groups": sorted(self.groups)}

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Choice":
        groups = frozenset((sender, signature) for sender, signature in value["groups"])
        return cls(value["every"], value["disturbing"], groups)
