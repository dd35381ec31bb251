"""One message, read: text in, a `Reading` out. The text itself is never changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from complaints.reading import pressure
from complaints.reading.amounts import Amount, amounts, claimed
from complaints.reading.category import Signs, Weighed, cues_of, ruled, scores
from complaints.reading.deadlines import deadline
from complaints.reading.folding import Folded, Span, fold
from complaints.reading.numbers import SenderKind, describe
from complaints.reading.once import once
from complaints.reading.opinion import Alike, Likely, Memory, Opinion, of_message, words_of
from complaints.reading.opt_out import OptOut, opt_out
from complaints.reading.people import addressee, debtor
from complaints.reading.reach import Reach, links, phones
from complaints.reading.signature import signature

LONGEST_REPEATED = 500  # characters of a text that is kept for the next time that it comes
MOST_WORDS = 4  # that are told to speak for a category
_SIGNS = " ，。、；：！？…·,.;:!?【】[]（）()《》“”\"'-—~"  # at the ends of a quoted word
LONGEST_WORDS = 24  # characters of them


@dataclass(frozen=True)
class Reading:
    """What one message says. `spans` are [start, end) places in the original text, by the name of what stands there.

    Absent is unknown: None and [] say that the text does not show it. `deadline` is an ISO date or local time, None when
    the day of receipt would be needed to tell it; `deadline_words` are the words. `truncated` says that only the first
    part of an overlong text was read. `claimed` is the sum, in yuan, that is said to be owed, where the text leaves no
    doubt which of its sums that is.

    `confidence` is how likely the category is right, 0–1. `alternatives` holds the next likeliest where that is in doubt,
    and is empty where it is told without doubt. Sums, the way to unsubscribe and the claim of a debt are told in doubt too.
    `words` speak for the category; they and those of the alternatives are told to whom asks to have it explained.
    """

    category: str
    confidence: float = 1.0
    alternatives: tuple[Likely, ...] = ()
    words: tuple[str, ...] = ()
    signature: str | None = None
    opt_out: OptOut | None = None
    amounts: tuple[Decimal, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    deadline: str | None = None
    deadline_words: str | None = None
    addressee: str | None = None
    debtor: str | None = None
    claims_debt: bool = False
    claimed: Decimal | None = None
    threats: tuple[str, ...] = ()
    impersonates: str | None = None
    sender: SenderKind | None = None
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    truncated: bool = False

    @property
    def certain(self) -> str:
        """The category, where it is told without doubt; "" where a person has to say which it is."""
        return "" if self.alternatives else self.category

    def may_be(self, name: str) -> bool:
        return name == self.category or any(one.name == name for one in self.alternatives)

    def as_json(self) -> dict[str, Any]:
        """The reading as `read_message` prints it."""
        return {
            "category": self.category,
            "confidence": self.confidence,
            "alternatives": [
                {"category": one.name, "confidence": one.confidence, "words": list(one.words)}
                for one in self.alternatives
            ],
            "words": list(self.words),
            "signature": self.signature,
            "opt_out": {"code": self.opt_out.code, "text": self.opt_out.text} if self.opt_out else None,
            "amounts": [int(yuan) if yuan == int(yuan) else float(yuan) for yuan in self.amounts],
            "phones": list(self.phones),
            "urls": list(self.urls),
            "deadline": self.deadline,
            "deadline_words": self.deadline_words,
            "addressee": self.addressee,
            "debtor": self.debtor,
            "claims_debt": self.claims_debt,
            "threats": list(self.threats),
            "impersonates": self.impersonates,
            "sender": self.sender.as_json() if self.sender else None,
            "spans": {name: [list(span) for span in spans] for name, spans in self.spans.items()},
            "truncated": self.truncated,
        }


@dataclass(frozen=True)
class Seen:
    """What stands in a message, before anything is said about what it is."""

    folded: Folded
    who: SenderKind | None
    signed: tuple[str, Span] | None
    stop: OptOut | None
    links: list[Reach]
    phones: list[Reach]
    money: list[Amount]

    @property
    def signs(self) -> Signs:
        return Signs(
            signed=self.signed is not None,
            opt_out=self.stop is not None,
            links=len(self.links),
            telephones=len(self.phones),
            amounts=len(self.money),
            sender=self.who.kind if self.who else None,
        )


def seen_in(text: str, sender: str | None) -> Seen:
    return _seen_in(text, _sent_by(sender))


def _sent_by(sender: str | None) -> SenderKind | None:
    return describe(sender) if sender and sender.strip() else None


def _seen_in(text: str, who: SenderKind | None) -> Seen:
    folded = fold(text)
    found_links = links(folded)
    closed = [link.place for link in found_links]
    found_phones = phones(folded, closed)
    return Seen(
        folded=folded,
        who=who,
        signed=signature(folded),
        stop=opt_out(folded),
        links=found_links,
        phones=found_phones,
        money=amounts(folded, closed + [phone.place for phone in found_phones]),
    )


def ruled_alone(text: str, *, sender: str | None = None) -> tuple[str, Weighed, str]:
    """The folded text, the cues in it with their weights for each category, and what they alone take it for."""
    seen = seen_in(text, sender)
    weighed = scores(seen.folded.text, seen.signs)
    return seen.folded.text, weighed, ruled(weighed.weights, seen.signs)


@once
def read(
    text: str, *, sender: str | None = None, received: date | datetime | None = None, explain: bool = False
) -> Reading:
    """Read one message. Any string is read, none raises; time grows with the length of the text up to a limit.

    `sender` is the number as shown, `received` the day (or local time) on which it came. `explain` tells the words that
    speak for what it is taken for.
    """
    return _read(text, _sent_by(sender), received, explain=explain)


def _read(
    text: str,
    who: SenderKind | None,
    received: date | datetime | None,
    *,
    explain: bool = False,
    memory: Memory | None = None,
) -> Reading:
    seen = _seen_in(text, who)
    folded, signed, money = seen.folded, seen.signed, seen.money
    spans: dict[str, tuple[Span, ...]] = {}
    due = deadline(folded, received)
    weighed = scores(folded.text, seen.signs)
    opinion = of_message(folded.text, weighed, ruled(weighed.weights, seen.signs), memory)
    kind, alternatives = opinion.likeliest.name, opinion.alternatives
    if not any(sign.isalpha() for sign in folded.text):
        alternatives = opinion.ranked[1:2]  # signs without a word tell nothing
    if signed:
        spans["signature"] = (signed[1],)
    if seen.stop:
        spans["opt_out"] = (seen.stop.span,)
    if due:
        spans["deadline"] = (due.span,)
    spans["amounts"] = tuple(amount.span for amount in money)
    spans["phones"] = tuple(phone.span for phone in seen.phones)
    spans["urls"] = tuple(link.span for link in seen.links)
    likely = (kind, *(one.name for one in alternatives))
    said = _said(folded, likely, signed[0] if signed else None, money, spans)
    if explain:
        alternatives = tuple(replace(one, words=_telling(seen, one.name)) for one in alternatives)
    return Reading(
        category=kind,
        confidence=opinion.likeliest.confidence,
        alternatives=alternatives,
        words=_telling(seen, kind) if explain else (),
        signature=signed[0] if signed else None,
        opt_out=seen.stop,
        amounts=tuple(amount.yuan for amount in money),
        phones=tuple(phone.value for phone in seen.phones),
        urls=tuple(link.value for link in seen.links),
        deadline=due.iso if due else None,
        deadline_words=due.words if due else None,
        sender=seen.who,
        spans={name: places for name, places in spans.items() if places},
        truncated=folded.truncated,
        **said,
    )


def _telling(seen: Seen, name: str) -> tuple[str, ...]:
    """Words of the message that speak for a category: those of the rules first, then those that were learned.

    A way out is quoted whole, and for an advertisement it speaks as such."""
    folded = seen.folded
    way_out = seen.stop.text if seen.stop and len(seen.stop.text) <= LONGEST_WORDS else ""
    places = [place for place in cues_of(folded.text, name, most=2) if place[1] - place[0] <= LONGEST_WORDS]
    for place in words_of("category", folded.text, name, most=MOST_WORDS):
        if not any(start < place[1] and place[0] < end for start, end in places):
            places.append((place[0], min(place[1], place[0] + LONGEST_WORDS)))
    whole = (place for place in places if place[0] < place[1] and _whole(folded.text, *place))
    said = [folded.words(*place).strip(_SIGNS) for place in whole]
    if way_out and name == "marketing":
        said.insert(2, way_out)
    words = list(dict.fromkeys(way_out if len(one) > 1 and one in way_out else one for one in said))
    return tuple(
        one for one in words if len(one) > 1 and not any(one != other and one in other for other in words)
    )[:MOST_WORDS]


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no word in Latin letters, no number and no link is cut by these ends: such a piece says nothing to its reader."""
    cuts = (text[at - 1 : at + 1] for at in (start, end) if 0 < at < len(text))
    return not any(len(cut) == 2 and cut.isascii() and cut.isalnum() for cut in cuts)


class Repeats:
    """Reads the messages of one pass: bulk senders repeat their texts, and what was read is not read again.

    Says what ``read`` says. Holds the last ``most`` short texts, for as long as it lives itself.
    """

    def __init__(self, most: int = 4096) -> None:
        self._most = most
        self._known: dict[tuple[str, str | None], Reading] = {}
        self._told: dict[Alike, Opinion] = {}
        self._senders: dict[str, SenderKind | None] = {}

    def read(
        self, text: str, *, sender: str | None = None, received: date | datetime | None = None
    ) -> Reading:
        """One message, as ``read`` reads it."""
        who = self._who(sender)
        key = (text, who.kind if who else None)  # nothing else of the sender decides what a message says
        known = self._known.pop(key, None)
        if known is None:
            if len(self._told) >= self._most:
                self._told.clear()
            known = _read(text, who, received, memory=self._told)
            if len(text) > LONGEST_REPEATED:
                return known
            if len(self._known) >= self._most:
                del self._known[next(iter(self._known))]
            self._known[key] = known
            return known
        self._known[key] = known  # the last to be forgotten
        due = deadline(fold(text), received) if known.deadline_words else None
        return replace(known, sender=who, deadline=due.iso if due else None)

    def _who(self, sender: str | None) -> SenderKind | None:
        if not sender:
            return None
        if sender not in self._senders:
            if len(self._senders) >= self._most:
                self._senders.clear()
            self._senders[sender] = _sent_by(sender)
        return self._senders[sender]


def _said(
    folded: Folded,
    likely: tuple[str, ...],
    signed: str | None,
    money: list[Amount],
    spans: dict[str, tuple[Span, ...]],
) -> dict[str, Any]:
    """What the message says about people, debt and consequences. A bill or an advertisement threatens nobody.

    Where it is in doubt whether it demands, what it demands is told all the same."""
    said: dict[str, Any] = {}
    kind, demands = likely[0], "collection" in likely
    to = addressee(folded, demanding=demands or "fraud" in likely)
    if to:
        said["addressee"], spans["addressee"] = to.name, (to.span,)
    if not demands and kind not in {"fraud", "personal"}:
        return said
    claims, places = pressure.claims_debt(folded)
    if claims and demands:
        said["claims_debt"], spans["claims_debt"] = True, tuple(places)
        said["claimed"] = claimed(money, places)
    if demands:
        owing = debtor(folded, to)
        if owing:
            said["debtor"], spans["debtor"] = owing.name, (owing.span,)
    body = pressure.speaks_as(folded, signed) if demands or kind == "fraud" else None
    menaces = pressure.threats(folded)
    if kind == "personal" and not demands:  # people talk of lawyers and of visits
        menaces = {slug: places for slug, places in menaces.items() if slug in {"violence", "insult"}}
    if kind == "fraud":  # 上门 and 信用 are what such a sender offers
        offered = {"door_visit", "credit"} if body else {"door_visit", "credit", "lawsuit"}
        menaces = {slug: places for slug, places in menaces.items() if slug not in offered}
    said["threats"] = tuple(menaces)
    spans["threats"] = tuple(sorted({place for places in menaces.values() for place in places}))
    if body:
        said["impersonates"], spans["impersonates"] = body[0], (body[1],)
    return said
