"""The rows of the queue: all that a page of it shows, read in one statement and into nothing heavier than a tuple."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, JSONField, QuerySet
from django.db.models.expressions import RawSQL

from complaints.models import Act
from core.written_once import WrittenAround
from filings.desk.standing import name_of
from filings.models import Filing

# What a caseworker would call the last that happened; reading, counting anew and what never came here is none.
EVENTS = (
    Act.FILING_MOVED,
    Act.QUESTION_ASKED,
    Act.NOTE_ADDED,
    Act.ASSIGNED,
    Act.RECUSED,
    Act.RECUSAL_LIFTED,
    Act.SUPPLEMENT_SEEN,
    Act.WITHDRAWAL_SEEN,
    Act.KEPT_ON_BASIS,
    Act.DECISION_CORRECTED,
    Act.APPROVAL_ASKED,
    Act.APPROVAL_SETTLED,
    Act.PERIOD_EXTENDED,
    Act.PERIOD_PAUSED,
    Act.PERIOD_RESUMED,
    Act.MEDIATION_MOVED,
    Act.REFERRAL_MOVED,
    Act.ANSWER_RECORDED,
    Act.TASK_SET,
    Act.TASK_DONE,
)
FIELDS = (
    "pk",
    "organisation_id",
    "complaint__number",
    "channel",
    "came_by",
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
    "mediation",
    "referral",
    "listing__called",
    "listing__situations",
    "assigned_to_id",
    "assigned_to__username",
    "assigned_to__first_name",
    "assigned_to__last_name",
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
    came_by: str
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
    mediation: str
    referral: str
    called: str | None  # the kind in words, and the situations, as they were given
    situations: list[str] | None
    assigned_to: int | None
    username: str | None
    first_name: str | None
    last_name: str | None
    complainant: str | None
    respondents: str | None
    senders: str | None
    region: str | None
    yuan: Decimal | None
    sum_of: str | None
    last: dict[str, Any] | None  # act, to, at
    # What, provision, counted_from, reason; empty where all are over, None where there was none.
    deadline: dict[str, Any] | None
    brought: datetime | None  # when the last supplement came
    said: str = ""  # what a search looks through, where one does
    snippet: Snippet = NO_SNIPPET

    @property
    def withdrawn(self) -> bool:
        """Since when the list names its number alone, though its desk may still open it for a while."""
        return self.closes_at is not None

    @property
    def assignee_name(self) -> str:
        """ "" for nobody."""
        return name_of(self.username or "", self.first_name or "", self.last_name or "")


def read(queue: QuerySet[Filing], *, searched: bool = False) -> list[Row]:
    """The rows of a list that is ordered and cut already."""
    # The page first and alone: PostgreSQL takes open work with a day for rarer than it is, and would join all of it.
    return [Row(*row) for row in _PAGE(queue.values("pk"), queue.query.order_by, searched)]


def _page(which: RawSQL, order: tuple[Any, ...], searched: bool) -> QuerySet[Filing, Any]:
    names = (*FIELDS, "listing__said") if searched else FIELDS
    return Filing.objects.filter(pk__in=which).order_by(*order).annotate(**_BESIDE).values_list(*names)


_PAGE = WrittenAround(_page)

# What stands in a line of other tables. By hand: to write these as expressions takes the ORM longer, each time, than
# PostgreSQL takes to read the page.
_BESIDE = {
    "last": RawSQL(
        """SELECT jsonb_build_object('act', entry.act, 'to', entry.detail ->> 'to', 'at', entry.at)
        FROM complaints_ledgerentry entry WHERE entry.complaint_id = filings_filing.complaint_id
        AND entry.detail ->> 'filing' = filings_filing.id::text AND entry.act = ANY(%s)
        ORDER BY entry.sequence DESC LIMIT 1""",
        [[str(one) for one in EVENTS]],
        output_field=JSONField(),
    ),
    # The day that the row shows, with what is due and the article that says so: of those that run; where none does, {}.
    "deadline": RawSQL(
        """SELECT CASE WHEN due.met_at IS NULL AND due.restarted_at IS NULL
            THEN jsonb_build_object('what', due.what, 'provision', due.provision,
                'counted_from', due.counted_from, 'reason', due.reason) ELSE '{}' END
        FROM filings_deadline due WHERE due.filing_id = filings_filing.id
        ORDER BY due.met_at IS NOT NULL OR due.restarted_at IS NOT NULL, due.due_on, due.not_before LIMIT 1""",
        [],
        output_field=JSONField(),
    ),
    # When the last supplement came.
    "brought": RawSQL(
        """SELECT max(came.sent_at) FROM filings_supplement came WHERE came.filing_id = filings_filing.id""",
        [],
        output_field=DateTimeField(),
    ),
}
