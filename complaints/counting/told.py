"""A message that the person pasted, or kept from a screenshot, and the same message out of a backup: it is counted once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate

from complaints.models import Contact
from core.clock import SHANGHAI

BLANK = r"[\s\u3000\u00a0]+"


@dataclass(frozen=True)
class Told:
    """The message of a draft: a contact of the complaint once that is filed, counted like one before."""

    channel: str
    sender: str = ""
    signature: str = ""
    text: str = ""
    on: date | None = None
    at: datetime | None = None
    code: str = ""  # with which it says one may opt out

    @property
    def day(self) -> date | None:
        return self.on or (self.at.astimezone(SHANGHAI).date() if self.at is not None else None)


def day_of() -> Any:
    """The day of a contact, as an expression; NULL where none is known."""
    return Coalesce("received_on", TruncDate("received_at", tzinfo=SHANGHAI))


def _words(of: Any) -> Func:
    """A text without its blanks: a copied message and an exported one differ in them."""
    return Func(of, Value(BLANK), Value(""), Value("g"), function="regexp_replace", output_field=TextField())


def _came(case_id: UUID) -> QuerySet[Any]:
    rows = Contact.objects.filter(complaint_id=case_id).exclude(direction=Contact.Direction.OUT).order_by()
    return rows.annotate(on_day=day_of(), words=_words(F("text")))


def told_again(case_id: UUID, *, among: Collection[int] | None = None) -> frozenset[int]:
    """The contacts that a person told and that stand in an import too: same words, same number, same day.

    A number or a day that the person did not give is no difference. A call has no words: there both must be the same.
    """
    told = _came(case_id).filter(fingerprint__isnull=True)
    if among is not None:
        told = told.filter(pk__in=among)
    imported = _came(case_id).filter(fingerprint__isnull=False, words=OuterRef("words"))
    imported = imported.annotate(
        told_sender=ExpressionWrapper(OuterRef("sender"), output_field=CharField()),
        told_day=ExpressionWrapper(OuterRef("on_day"), output_field=DateField()),
        told_channel=ExpressionWrapper(OuterRef("channel"), output_field=CharField()),
    )
    exact = Q(sender=F("told_sender"), on_day=F("told_day"), channel=F("told_channel"))
    close = (Q(told_sender="") | Q(sender=F("told_sender"))) & (
        Q(told_day=None) | Q(on_day=None) | Q(on_day=F("told_day"))
    )
    same = imported.filter((~Q(words="") & close) | (~Q(sender="") & exact))
    return frozenset(told.filter(Exists(same)).values_list("pk", flat=True))


def stands_in_import(case_id: UUID, told: Told) -> bool:
    """The same for the message of a draft."""
    imported = _came(case_id).filter(fingerprint__isnull=False, words=_words(Value(told.text)))
    if told.text.strip():
        if told.sender:
            imported = imported.filter(sender=told.sender)
        if told.day is not None:
            imported = imported.filter(Q(on_day=None) | Q(on_day=told.day))
        return imported.exists()
    if not told.sender or told.day is None:
        return False
    return imported.filter(sender=told.sender, on_day=told.day, channel=told.channel).exists()
