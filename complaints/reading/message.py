"""One message, read: text in, a `Reading` out. The text itself is never changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from complaints.reading import pressure
from complaints.reading.amounts import Amount, amounts, claimed
from complaints.reading.category import Signs, category
from complaints.reading.deadlines import deadline
from complaints.reading.folding import Folded, Span, fold
from complaints.reading.numbers import SenderKind, describe
from complaints.reading.once import once
from complaints.reading.opt_out import OptOut, opt_out
from complaints.reading.people import addressee, debtor
from complaints.reading.reach import links, phones
from complaints.reading.signature import signature

LONGEST_REPEATED = 500  # characters of a text that is kept for the next time that it comes


@dataclass(frozen=True)
class Reading:
    """What one message says. `spans` are [start, end) places in the original text, by the name of what stands there.

    Absent is unknown: None and [] say that the text does not show it. `deadline` is an ISO date or local time, None when
    the day of receipt would be needed to tell it; `deadline_words` are the words. `truncated` says that only the first
    part of an overlong text was read. `claimed` is the sum, in yuan, that is said to be owed, where the text leaves no
    doubt which of its sums that is.
    """

    category: str
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

    def as_json(self) -> dict[str, Any]:
        """The reading as `read_message` prints it."""
        return {
            "category": self.category,
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


@once
def read(text: str, *, sender: str | None = None, received: date | datetime | None = None) -> Reading:
    """Read one message. Any string is read, none raises; time grows with the length of the text up to a limit.

    `sender` is the number as shown, `received` the day (or local time) on which it came.
    """
    folded = fold(text)
    who = describe(sender) if sender and sender.strip() else None
    spans: dict[str, tuple[Span, ...]] = {}
    signed = signature(folded)
    stop = opt_out(folded)
    found_links = links(folded)
    closed = [link.place for link in found_links]
    found_phones = phones(folded, closed)
    money = amounts(folded, closed + [phone.place for phone in found_phones])
    due = deadline(folded, received)
    kind = category(
        folded.text,
        Signs(
            signed=signed is not None,
            opt_out=stop is not None,
            links=len(found_links),
            telephones=len(found_phones),
            amounts=len(money),
            sender=who.kind if who else None,
        ),
    )
    if signed:
        spans["signature"] = (signed[1],)
    if stop:
        spans["opt_out"] = (stop.span,)
    if due:
        spans["deadline"] = (due.span,)
    spans["amounts"] = tuple(amount.span for amount in money)
    spans["phones"] = tuple(phone.span for phone in found_phones)
    spans["urls"] = tuple(link.span for link in found_links)
    said = _said(folded, kind, signed[0] if signed else None, money, spans)
    return Reading(
        category=kind,
        signature=signed[0] if signed else None,
        opt_out=stop,
        amounts=tuple(amount.yuan for amount in money),
        phones=tuple(phone.value for phone in found_phones),
        urls=tuple(link.value for link in found_links),
        deadline=due.iso if due else None,
        deadline_words=due.words if due else None,
        sender=who,
        spans={name: places for name, places in spans.items() if places},
        truncated=folded.truncated,
        **said,
    )


class Repeats:
    """Reads the messages of one pass: bulk senders repeat their texts, and what was read is not read again.

    Says what ``read`` says. Holds the last ``most`` short texts, for as long as it lives itself.
    """

    def __init__(self, most: int = 4096) -> None:
        self._most = most
        self._known: dict[tuple[str, str | None], Reading] = {}

    def read(
        self, text: str, *, sender: str | None = None, received: date | datetime | None = None
    ) -> Reading:
        """One message, as ``read`` reads it."""
        who = describe(sender) if sender and sender.strip() else None
        key = (text, who.kind if who else None)  # nothing else of the sender decides what a message says
        known = self._known.pop(key, None)
        if known is None:
            known = read(text, sender=sender, received=received)
            if len(text) > LONGEST_REPEATED:
                return known
            if len(self._known) >= self._most:
                del self._known[next(iter(self._known))]
            self._known[key] = known
            return known
        self._known[key] = known  # the last to be forgotten
        due = deadline(fold(text), received) if known.deadline_words else None
        return replace(known, sender=who, deadline=due.iso if due else None)


def _said(
    folded: Folded, kind: str, signed: str | None, money: list[Amount], spans: dict[str, tuple[Span, ...]]
) -> dict[str, Any]:
    """What the message says about people, debt and consequences. A bill or an advertisement threatens nobody."""
    said: dict[str, Any] = {}
    to = addressee(folded, demanding=kind in {"collection", "fraud"})
    if to:
        said["addressee"], spans["addressee"] = to.name, (to.span,)
    if kind not in {"collection", "fraud", "personal"}:
        return said
    claims, places = pressure.claims_debt(folded)
    if claims and kind == "collection":
        said["claims_debt"], spans["claims_debt"] = True, tuple(places)
        said["claimed"] = claimed(money, places)
    if kind == "collection":
        owing = debtor(folded, to)
        if owing:
            said["debtor"], spans["debtor"] = owing.name, (owing.span,)
    body = pressure.speaks_as(folded, signed) if kind != "personal" else None
    menaces = pressure.threats(folded)
    if kind == "personal":  # people talk of lawyers and of visits
        menaces = {slug: places for slug, places in menaces.items() if slug in {"violence", "insult"}}
    if kind == "fraud":  # 上门 and 信用 are what such a sender offers
        offered = {"door_visit", "credit"} if body else {"door_visit", "credit", "lawsuit"}
        menaces = {slug: places for slug, places in menaces.items() if slug not in offered}
    said["threats"] = tuple(menaces)
    spans["threats"] = tuple(sorted({place for places in menaces.values() for place in places}))
    if body:
        said["impersonates"], spans["impersonates"] = body[0], (body[1],)
    return said
