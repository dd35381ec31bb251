"""The queue of a desk: what of it is asked for, and how many there are of each sort."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    IntegerField,
    JSONField,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation, seated
from complaints.keyed_pairs import keyed_pairs
from core.written import plain
from core.written_once import WrittenOnce
from filings.desk import asked as words
from filings.desk.alike import alike
from filings.desk.asked import Asked
from filings.desk.second_person import waiting_for
from filings.desk.standing import SOON, name_of
from filings.models import Filing, FilingQuerySet, SavedView, has_unread
from filings.moves import State

OPEN = (State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)


def narrowed(by: Actor, asked: Asked, today: date) -> FilingQuerySet:
    """The rows that are asked for, but for the words of a search. What was withdrawn answers to no filter on content, though
    its desk may still open it for a while."""
    queue = Filing.objects.at_desk(by)
    if asked.desk:
        queue = queue.filter(organisation_id=int(asked.desk))
    queue = _whose(_due(_in_state(queue, asked, by), asked, today), asked, by)
    if asked.channel:
        queue = queue.filter(channel=asked.channel)
    if (first := asked.first_day) is not None:
        queue = queue.alias(day=TruncDate("sent_at")).filter(day__gte=first)
    if (last := asked.last_day) is not None:
        queue = queue.alias(day=TruncDate("sent_at")).filter(day__lte=last)
    return _by_content(queue, asked, by)


def in_list(by: Actor, asked: Asked, today: date) -> FilingQuerySet:
    """The rows of the list: of the plain one, what is to be done. Pages, the way along it and acts on all of it ask here."""
    queue = narrowed(by, asked, today)
    return queue.open() if asked.at_work else queue


def _in_state(queue: FilingQuerySet, asked: Asked, by: Actor) -> FilingQuerySet:
    if asked.state == words.WAITING:
        return queue.open().filter(waiting_since__isnull=False)
    if asked.state == words.MEDIATED:
        return queue.open().mediated()
    if asked.state == words.REFERRED:
        return queue.open().referred()
    if asked.state == words.SUPPLEMENTED:
        return queue.supplemented()
    if asked.state == words.SECOND:
        return waiting_for(by, queue)
    if asked.state == words.UNREAD:
        return queue.filter(has_unread(by))
    if asked.state == words.UNSEEN:
        return queue.unseen_withdrawals()
    if asked.state in State.values:
        return queue.filter(state=asked.state)
    return queue


def _due(queue: FilingQuerySet, asked: Asked, today: date) -> FilingQuerySet:
    if asked.due == words.LATE:
        return queue.open().filter(due_on__lt=today)
    if asked.due == words.TODAY:
        return queue.open().filter(due_on=today)
    if asked.due == words.SOON_DUE:
        return queue.open().filter(due_on__range=(today, today + timedelta(days=SOON)))
    if asked.due == words.NO_DAY:
        return queue.filter(nearest_on__isnull=True)
    return queue


def _whose(queue: FilingQuerySet, asked: Asked, by: Actor) -> FilingQuerySet:
    if asked.who == words.ME:
        return queue.filter(assigned_to=by.user)
    if asked.who == words.NOBODY:
        return queue.unassigned()
    return queue.filter(assigned_to_id=int(asked.who)) if asked.who else queue


def _by_content(queue: FilingQuerySet, asked: Asked, by: Actor) -> FilingQuerySet:
    """By the kind of the case, and by the line of the filing: what this desk was given, and nothing else of the case."""
    if not any(
        (
            asked.kind,
            asked.situation,
            asked.region,
            asked.sender,
            asked.respondent,
            asked.campaign,
            asked.same,
        )
    ):
        return queue
    queue = queue.not_withdrawn()
    if asked.kind:
        queue = queue.filter(complaint__kind=asked.kind)
    if asked.situation:
        queue = queue.about(asked.situation, by.desk_ids)
    if asked.region:
        queue = queue.filter(listing__region__startswith=asked.region[:2])
    if asked.sender:
        sender = plain(asked.sender)
        queue = queue.filter(listing__senders__contains=f"\n{sender}", **_with_pairs(sender))
    if asked.respondent:
        queue = queue.filter(
            listing__respondents__icontains=asked.respondent, **_with_pairs(asked.respondent)
        )
    if asked.campaign:
        here = {"sightings__campaign": int(asked.campaign), "sightings__organisation__in": by.desk_ids}
        queue = queue.filter(**here)
    return alike(by, queue, asked.same) if asked.same else queue


def _with_pairs(text: str) -> dict[str, list[int]]:
    """What lets an index find it; nothing for a text too short to have a pair."""
    pairs = keyed_pairs(text)
    return {"listing__pairs__contains": pairs} if pairs else {}


# ── Who works there ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works today at a desk; a person of two desks is there twice."""

    desk: int
    pk: int
    name: str


def colleagues_of(by: Actor) -> list[Colleague]:
    """Of the desks at which this person sits, by the name that they sign in with."""
    found = _AT_WORK(by.desk_ids, timezone.now())
    return [Colleague(desk, pk, name_of(*name)) for desk, pk, *name in found]


def _at_work(desks: Collection[int], at: datetime) -> QuerySet[Membership, Any]:
    rows = Membership.objects.at_work(at).filter(organisation__in=desks).order_by("user__username")
    names = ("user__username", "user__first_name", "user__last_name")
    return rows.values_list("organisation_id", "user_id", *names)


_AT_WORK = WrittenOnce(_at_work)


# ── How many ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Numbers:
    """How many rows each tab has, as ``narrowed`` would find them: added up from what each change left, never counted."""

    todo: int
    mine: int
    supplemented: int
    unassigned: int
    today: int
    late: int
    soon: int
    waiting: int
    unnoted: int
    all: int
    states: dict[str, int]


class Sort(NamedTuple):
    """Filings of a desk that are alike in all that a tab asks for, and how many they are."""

    desk: int
    assigned_to: int | None
    state: str
    due: str  # late, today, soon or ""
    waiting: bool
    supplemented: bool
    unnoted: bool
    filings: int

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def to_do(self) -> bool:
        return self.is_open or self.unnoted


# By hand: of an expression for each tab the ORM takes ten times as long to write the statement as PostgreSQL to answer it.
_SORTS = """
SELECT organisation_id, assigned_to_id, state,
    CASE WHEN due_on < %(today)s THEN 'late' WHEN due_on = %(today)s THEN 'today' WHEN due_on <= %(soon)s THEN 'soon' ELSE '' END,
    waiting, supplemented, unnoted, sum(filings)
FROM filings_desktally WHERE organisation_id = ANY(%(desks)s) GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


def numbers(by: Actor, today: date, colleagues: Collection[Colleague], *, desk: str = "") -> Numbers:
    """Of one's own desks, or of that which is asked for: nothing of one at which one does not sit.

    ``colleagues`` are all who work there: whose case it is when they have left, nobody has.
    """
    sorts = _added_up(by, today, desk) if by.sees_all else _counted(by, today, desk)
    here = {(one.desk, one.pk) for one in colleagues}
    me = by.user.pk if by.user else None

    def many(of: Callable[[Sort], bool]) -> int:
        return sum(one.filings for one in sorts if of(one))

    return Numbers(
        todo=many(lambda one: one.to_do),
        mine=many(lambda one: me is not None and one.to_do and one.assigned_to == me),
        supplemented=many(lambda one: one.supplemented),
        unassigned=many(lambda one: one.to_do and (one.desk, one.assigned_to) not in here),
        today=many(lambda one: one.is_open and one.due == "today"),
        late=many(lambda one: one.is_open and one.due == "late"),
        soon=many(lambda one: one.is_open and one.due in ("today", "soon")),
        waiting=many(lambda one: one.is_open and one.waiting),
        unnoted=many(lambda one: one.unnoted),
        all=many(lambda one: True),
        states={
            str(state): sum(one.filings for one in sorts if one.state == state) for state in words.STATES
        },
    )


def _added_up(by: Actor, today: date, desk: str) -> list[Sort]:
    desks = [one for one in by.desk_ids if desk in ("", str(one))]
    with connection.cursor() as cursor:
        cursor.execute(_SORTS, {"today": today, "soon": today + timedelta(days=SOON), "desks": desks})
        return [Sort(*row) for row in cursor.fetchall()]


def _counted(by: Actor, today: date, desk: str) -> list[Sort]:
    """Of who sees a part of a desk: what was added up knows no parts, so theirs is counted."""
    rows = Filing.objects.at_desk(by).order_by()
    if desk:
        rows = rows.filter(organisation_id=int(desk))
    due = Case(
        When(due_on__lt=today, then=Value("late")),
        When(due_on=today, then=Value("today")),
        When(due_on__lte=today + timedelta(days=SOON), then=Value("soon")),
        default=Value(""),
    )
    kinds = {
        "due": due,
        "waiting": _is(waiting_since__isnull=False),
        "supplemented": _is(unseen_since__isnull=False, closes_at__isnull=True),
        "unnoted": _is(closes_at__isnull=False, withdrawal_seen_at__isnull=True),
    }
    names = ("organisation_id", "assigned_to_id", "state", *kinds)
    counted = rows.annotate(**kinds).values_list(*names).annotate(filings=Count("pk"))
    return [Sort(*row) for row in counted]


def _is(**condition: bool) -> Case:
    return Case(When(**condition, then=Value(True)), default=Value(False))


@dataclass(frozen=True)
class Place:
    """A desk at which somebody sits: the channels that end there, how many campaigns it has and the greatest of them, and
    whether anything waits there for a second person, whoever that is."""

    pk: int
    name: str
    channels: tuple[str, ...]
    campaigns: int
    second: bool
    greatest: tuple[tuple[int, str], ...]  # of the campaigns, by their name


_USED = "ARRAY(SELECT DISTINCT channel FROM filings_recipient WHERE organisation_id = accounts_organisation.id ORDER BY 1)"
_CAMPAIGNS = "(SELECT count(*) FROM filings_deskcampaign WHERE organisation_id = accounts_organisation.id)"
# As ``str`` of one says it.
_GREATEST = """(SELECT jsonb_agg(jsonb_build_array(campaign_id, coalesce(nullif(signature, ''), left(words, 20))))
    FROM (SELECT * FROM filings_deskcampaign WHERE organisation_id = accounts_organisation.id
        ORDER BY complaints DESC, id DESC LIMIT 30) there)"""

_SECOND = """(EXISTS (SELECT FROM accounts_identityneed asked
        WHERE asked.organisation_id = accounts_organisation.id AND asked.state = 'asked')
    OR EXISTS (SELECT FROM filings_proposal asked JOIN filings_filing ON filings_filing.id = asked.filing_id
        WHERE filings_filing.organisation_id = accounts_organisation.id AND asked.state = 'asked'))"""


def places_of(by: Actor) -> list[Place]:
    partly = {one.organisation for one in by.parts}  # who sees a part of a desk sees no campaign of it
    return [
        Place(
            pk,
            name,
            tuple(used),
            campaigns,
            second,
            () if pk in partly else tuple(map(tuple, greatest or ())),
        )
        for pk, name, used, campaigns, second, greatest in _PLACES(by.desk_ids)
    ]


def _places(desks: Collection[int]) -> QuerySet[Organisation, Any]:
    rows = Organisation.objects.filter(pk__in=desks).annotate(
        used=RawSQL(_USED, [], output_field=ArrayField(CharField())),  # noqa: S611
        of_it=RawSQL(_CAMPAIGNS, [], output_field=IntegerField()),  # noqa: S611
        second=RawSQL(_SECOND, [], output_field=BooleanField()),  # noqa: S611
        greatest=RawSQL(_GREATEST, [], output_field=JSONField()),  # noqa: S611
    )
    return rows.values_list("pk", "name", "used", "of_it", "second", "greatest")


_PLACES = WrittenOnce(_places)


def views_of(by: Actor) -> list[SavedView]:
    """As they are ordered."""
    return _VIEWS(by.user.pk, by.desk_ids) if by.user is not None else []


_VIEWS = WrittenOnce(lambda me, desks: SavedView.objects.visible_to(seated(me, desks)))
