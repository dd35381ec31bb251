"""The rows of the queue: all that a page of it shows, read in one statement and into nothing heavier than a tuple."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from complaints.models import Act, LedgerEntry
from filings.models import Deadline, Filing, Supplement

# What a caseworker would call the last that happened; reading, counting anew and what never came here is none.
EVENTS = (
    Act.FILING_MOVED,
    Act.QUESTION_ASKED,
    Act.NOTE_ADDED,
    Act.ASSIGNED,
    Act.SUPPLEMENT_SEEN,
    Act.WITHDRAWAL_SEEN,
    Act.KEPT_ON_BASIS,
    Act.DECISION_CORRECTED,
    Act.APPROVAL_ASKED,
    Act.APPROVAL_SETTLED,
    Act.PERIOD_EXTENDED,
    Act.PERIOD_PAUSED,
    Act.PERIOD_RESUMED,
    Act.TASK_SET,
    Act.TASK_DONE,
)
FIELDS = (
    "pk",
    "organisation_id",
    "complaint__number",
    "channel",
    "state",
    "waiting_since",
    "unseen_since",
    "sent_at",
    "due_on",
    "not_before",
    "paused_on",
    "nearest_on",
    "closes_at",
    "withdrawal_seen_at",
    "complaint__kind",
    "complaint__situations",
    "assigned_to_id",
    "assigned_to__username",
    "assigned_to__first_name",
    "assigned_to__last_name",
    "assignee_here",
    "listing__complainant",
    "listing__respondents",
    "listing__senders",
    "listing__region",
    "listing__yuan",
    "listing__sum_of",
    "last",
    "deadline",
    "brought",
)


Snippet = tuple[
    str, str, str, str
]  # where the words of a search stand, what is before, they themselves, what is after
NO_SNIPPET: Snippet = ("", "", "", "")


@dataclass(frozen=True, slots=True)
class Row:
    pk: UUID
    organisation: int
    number: str
    channel: str
    state: str
    waiting_since: datetime | None
    unseen_since: datetime | None
    sent_at: datetime | None
    due_on: date | None
    not_before: date | None
    paused_on: date | None
    nearest_on: date | None
    closes_at: datetime | None
    withdrawal_seen_at: datetime | None
    kind: str
    situations: list[str]
    assigned_to: int | None
    username: str | None
    first_name: str | None
    last_name: str | None
    assignee_here: bool
    complainant: str | None
    respondents: str | None
    senders: str | None
    region: str | None
    yuan: Decimal | None
    sum_of: str | None
    last: dict[str, Any] | None  # act, to, at
    deadline: dict[str, Any] | None  # what, provision, counted_from
    brought: datetime | None  # when the last supplement came
    said: str = ""  # what a search looks through, where one does
    snippet: Snippet = NO_SNIPPET

    @property
    def content_closed(self) -> bool:
        """As ``Filing.content_closed``."""
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @property
    def assignee_name(self) -> str:
        """As ``standing.person_name``; "" for nobody."""
        family, given = (self.last_name or "").strip(), (self.first_name or "").strip()
        if not family and not given:
            return self.username or ""
        return f"{family}{given}" if not f"{family}{given}".isascii() else f"{given} {family}".strip()


def read(queue: QuerySet[Filing], *, searched: bool = False) -> list[Row]:
    """The rows of a list that is ordered and cut already."""
    shown = queue.with_assignees().annotate(  # type: ignore[attr-defined]
        last=Subquery(_last_event()), deadline=Subquery(_nearest()), brought=Subquery(_brought())
    )
    names = (*FIELDS, "listing__said") if searched else FIELDS
    return [Row(*row) for row in shown.values_list(*names)]


def _last_event() -> QuerySet[Any]:
    of_filing = LedgerEntry.objects.alias(of=KeyTextTransform("filing", "detail")).filter(
        complaint_id=OuterRef("complaint_id"), of=Cast(OuterRef("pk"), TextField()), act__in=EVENTS
    )
    said = JSONObject(act="act", to=KeyTextTransform("to", "detail"), at="at")
    return of_filing.order_by("-sequence").values(one=said)[:1]


def _nearest() -> QuerySet[Any]:
    """The day that the row shows, with what is due and the article that says so."""
    running = Deadline.objects.running().filter(filing=OuterRef("pk"))
    said = JSONObject(what="what", provision="provision", counted_from="counted_from", reason="reason")
    return running.order_by("due_on", "not_before").values(one=said)[:1]


def _brought() -> QuerySet[Any]:
    came = Supplement.objects.delivered().filter(filing=OuterRef("pk"))
    return came.order_by("-sent_at").values("sent_at")[:1]
