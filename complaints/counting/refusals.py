"""Whom the person of a case told to stop, and from which instant: by the answers that a phone shows, then by their word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, DateTimeField, Q, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Least

from complaints.counting.told import Told
from complaints.models import Contact
from complaints.reading.refusing import LONGEST, refuses
from core.clock import SHANGHAI

MOST_REPLIES = 1_000  # short answers of the person that are looked at
MOST_REFUSALS = 100  # numbers refused that are told apart


@dataclass(frozen=True)
class Refusals:
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


def refusals_of(
    rows: QuerySet[Contact],
    came: QuerySet[Any],
    pairs: list[tuple[str, str]],
    refused_on: date | None,
    respondents: Sequence[str],
    told: Told | None = None,
) -> Refusals:
    """Whom the person told to stop, and when: by their answers, then by what they say.

    ``pairs``: every number with every signature that it carried. ``told``: a message that came and is no row.
    """
    numbers = _answered(rows, came, told)
    signatures: dict[str, datetime] = {}
    for number, at in numbers.items():
        carried = {signed for sender, signed in pairs if sender == number and signed}
        if carried:
            signed = _answered_signature(came, number, at, told)
            if signed and at < signatures.get(signed, datetime.max.replace(tzinfo=SHANGHAI)):
                signatures[signed] = at
    if refused_on is None or any(at.astimezone(SHANGHAI).date() == refused_on for at in numbers.values()):
        return Refusals(numbers, signatures)
    parties = {signed or sender for sender, signed in pairs} - {""}
    named = [one.strip() for one in respondents if len(one.strip()) > 1]
    said = {one for one in parties if any(one in name or name in one for name in named)}
    if len(said) != 1:  # of several, the person's one date does not say whom they told: then of none
        said = parties if len(parties) == 1 else set()
    following = datetime.combine(refused_on + timedelta(days=1), time(), SHANGHAI)
    return Refusals(numbers, signatures, frozenset(said), following - timedelta(microseconds=1))


def _answered(rows: QuerySet[Contact], came: QuerySet[Any], told: Told | None) -> dict[str, datetime]:
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
    offered: dict[str, set[str]] = {told.sender: {told.code}} if told is not None and told.code else {}
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


def _answered_signature(came: QuerySet[Any], number: str, at: datetime, told: Told | None) -> str:
    """In whose name the number wrote last before it was answered: it may carry several."""
    before = came.filter(sender=number, received_at__lte=at).exclude(signed="")
    last = before.order_by("-received_at", "-pk").values_list("received_at", "signed").first()
    if (
        told is not None
        and told.sender == number
        and told.signature
        and told.at is not None
        and told.at <= at
        and (last is None or told.at >= last[0])
    ):
        return told.signature
    return str(last[1]) if last is not None else ""
