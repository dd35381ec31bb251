"""Counting for everybody, once a week: a row that is never changed, of what is a week old."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import SITUATIONS_OF_KIND, Kind, Outcome
from core.fields import blind_index
from core.retention_and_limits import TOLD_AFTER
from filings.disclosure import Disclosure, Group
from filings.models import PublicFigures
from legal.corpus import load

MONTHS = 12
# How far a case or a filing got, the furthest first.
ENDINGS = ("decided", "dismissed", "refused", "transferred", "waiting")
NOT_SENT = "not_sent"

# Who complained, told apart by the telephone or the address that they filed with; who gave neither could be anybody, and is
# not counted. What was withdrawn is not either. ``%(until)s``: nothing that is younger counts.
_TOLD = """
WITH told AS (
 SELECT complaint.id, complaint.kind, complaint.situations, complaint.filed_at,
  coalesce(nullif(party.phone_index, ''), nullif(party.email_index, '')) AS person
 FROM complaints_complaint AS complaint
 JOIN complaints_party AS party ON party.complaint_id = complaint.id AND party.role = 'complainant'
 WHERE complaint.filed_at < %(until)s AND complaint.state <> 'withdrawn'
  AND coalesce(nullif(party.phone_index, ''), nullif(party.email_index, '')) IS NOT NULL
), went AS (
 SELECT told.kind, told.person, told.id AS complaint_id, filing.channel, CASE
  WHEN filing.answered_at IS NULL OR filing.answered_at >= %(until)s THEN 'waiting'
  WHEN filing.state = 'decided' OR filing.decision <> '' THEN 'decided'
  WHEN filing.dismissed THEN 'dismissed'
  WHEN filing.state = 'transferred' THEN 'transferred' ELSE 'refused' END AS ending
 FROM told JOIN filings_filing AS filing ON filing.complaint_id = told.id
 WHERE filing.sent_at < %(until)s AND filing.state <> 'withdrawn'
), ended AS (
 SELECT told.kind, told.person, coalesce(
  (SELECT went.ending FROM went WHERE went.complaint_id = told.id
   ORDER BY array_position(%(endings)s::text[], went.ending) LIMIT 1), 'not_sent') AS ending
 FROM told
) """
_COUNTED = {
    "kinds": "SELECT kind, NULL, count(DISTINCT person) FROM told GROUP BY 1",
    "situations": "SELECT kind, situation, count(DISTINCT person) FROM told, unnest(situations) AS situation GROUP BY 1, 2",
    "months": "SELECT kind, to_char(filed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'), count(DISTINCT person)"
    " FROM told GROUP BY 1, 2",
    "endings": "SELECT kind, ending, count(DISTINCT person) FROM ended GROUP BY 1, 2",
    "outcomes": "SELECT told.kind, outcome.kind, count(DISTINCT person) FROM told"
    " JOIN complaints_outcome AS outcome ON outcome.complaint_id = told.id"
    " WHERE outcome.recorded_at < %(until)s GROUP BY 1, 2",
    "channels": "SELECT channel, ending, count(DISTINCT person) FROM went GROUP BY GROUPING SETS ((channel, ending), (channel))",
}  # fmt: skip


def publish_figures(*, by: Actor, at: datetime) -> bool:
    """Count for this week, unless that is done; whether it was done now.

    What came in, was sent or was answered in the week before its Monday waits for the next: who files today shows neither
    today nor tomorrow, and two readers of one week read the same.
    """
    if by.machine == "":
        raise PermissionError("figures are counted by the portal itself")
    today = timezone.localdate(at)
    week = today - timedelta(days=today.weekday())
    if PublicFigures.objects.filter(week=week).exists():
        return False
    until = timezone.make_aware(datetime.combine(week, time())) - TOLD_AFTER
    last = (until - timedelta(microseconds=1)).date()
    told = Disclosure(_late).figures(_groups(until, last))
    row = PublicFigures(
        week=week, until=last, figures=[[one.table, one.of, one.item, one.people] for one in told], made_at=at
    )
    PublicFigures.objects.bulk_create([row], ignore_conflicts=True)
    return True


def _late(name: str) -> int:
    return int(blind_index(f"public figure {name}"), 16)


def _groups(until: datetime, last: date) -> Iterable[Group]:
    counts = {table: _count(asked, until) for table, asked in _COUNTED.items()}
    endings, months = (*ENDINGS, NOT_SENT), _months(last)
    for kind in Kind.values:
        whole = counts["kinds"].get(kind, {}).get(None, 0)
        items = {
            "situations": [one.value for one in SITUATIONS_OF_KIND[kind]],
            "months": months,
            "endings": endings,
            "outcomes": Outcome.Kind.values,
        }
        for table, named in items.items():
            parts = _parts(counts[table].get(kind, {}), named)
            yield Group(table=table, of=kind, parts=parts, whole=whole, sums=table in ("months", "endings"))
    for channel in sorted(load().channels):
        went = counts["channels"].get(channel, {})
        yield Group(
            table="channels", of=channel, parts=_parts(went, ENDINGS), whole=went.get(None, 0), sums=True
        )


def _count(asked: str, until: datetime) -> dict[str, dict[str | None, int]]:
    found: dict[str, dict[str | None, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TOLD + asked, {"until": until, "endings": list(ENDINGS)})
        for of, item, people in cursor.fetchall():
            found.setdefault(of, {})[item] = people
    return found


def _parts(counts: Mapping[Any, int], items: Iterable[str]) -> dict[str, int]:
    return {item: counts.get(item, 0) for item in items}


def _months(last: date) -> list[str]:
    """The last whole months, the earliest first: one that goes on would tell this week apart from the last."""
    months = []
    day = (last + timedelta(days=1)).replace(day=1)
    for _turn in range(MONTHS):
        day = (day - timedelta(days=1)).replace(day=1)
        months.append(f"{day:%Y-%m}")
    return months[::-1]
