"""A list of the queue as a table for a spreadsheet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from django.db.models import F
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.actors import Actor
from core.retention_and_limits import MOST_LISTED
from filings.counsel_table import write_cases
from filings.desk import asked as words
from filings.desk import columns, searching
from filings.desk.asked import Asked
from filings.desk.masking import rows_for
from filings.desk.queue import in_list
from filings.desk.report_table import write_report
from filings.desk.rows import Row, read
from filings.desk.search import TooShort
from filings.desk.spreadsheet import Cell, write
from filings.desk.standing import state_label
from filings.models import Filing, FilingQuerySet, ListExport, Listing
from filings.services import Refused

ROWS = 500  # that are read at a time
IDENTITY = frozenset({"complainant"})
# What of a column stands in the table: a day, a sum and what it is of are cells of their own.
_CELLS: dict[str, Callable[[Row], Sequence[Cell]]] = {
    "number": lambda row: [row.number],
    "state": lambda row: [state_label(row.state)],
    "complainant": lambda row: [row.complainant or ""],
    "respondent": lambda row: [row.respondents or ""],
    "sender": lambda row: ["、".join(columns.senders(row))],
    "matter": lambda row: [columns.kind(row), columns.situations(row)],
    "channel": lambda row: [columns.channel_title(row)],
    "region": lambda row: [columns.region(row)],
    "sum": lambda row: [row.yuan, str(Listing.Sum(row.sum_of).label) if row.sum_of else ""],
    "days": lambda row: [row.due_on, row.not_before, str((row.deadline or {}).get("what") or "")],
    "last": lambda row: _last(row),
    "received": lambda row: [timezone.localdate(row.sent_at) if row.sent_at else None],
    "came": lambda row: [columns.came(row)],
    "caseworker": lambda row: [row.assignee_name],
}


def write_list(by: Actor, export: ListExport, path: Path, progress: Callable[[int], None]) -> dict[UUID, int]:
    """Write what was ordered; whose rows are in it, each with its organisation. ``progress`` is told how many so far.

    Raises Refused with the words for whoever ordered it. A report has nobody's rows in it, a lawyer's table those of cases.
    """
    if export.report == ListExport.Report.CASES:
        return write_cases(by, export, path, progress)
    if export.report:
        write_report(by, export, path)
        return {}
    asked = Asked.of(QueryDict(export.query.removeprefix("?")))
    shown = [one for one in asked.shown if one not in IDENTITY]
    shown = ["number", *(sorted(IDENTITY) if export.named else []), *shown]
    taken: dict[UUID, int] = {}

    def rows() -> Iterator[Row]:
        for row in _rows(by, export, asked):
            if row.pk in taken:
                continue
            if len(taken) == MOST_LISTED:
                raise Refused(_("超过 %d 件。请先缩小范围，再导出。") % MOST_LISTED)
            taken[row.pk] = row.organisation
            if len(taken) % ROWS == 0:
                progress(len(taken))
            yield row

    try:
        write(path, export.format, headings(shown), (cells(row, shown) for row in rows()))
    except TooShort:
        raise Refused(_("请至少输入两个相连的字，例如“退订”。没有导出。")) from None
    return taken


def _rows(by: Actor, export: ListExport, asked: Asked) -> Iterator[Row]:
    """As the page shows them, of the desks that were ordered, without what was withdrawn, though it may be open still."""
    today = timezone.localdate()
    queue = in_list(by, asked, today).filter(organisation__in=export.organisations).not_withdrawn()
    by_day = asked.by_day and asked.sort != words.NEWEST
    if asked.q:
        yield from _hits(by, queue, asked, searching.Pages(by=by, by_day=by_day, size=ROWS))
        return
    day = [F("nearest_on").asc(nulls_last=True)] if by_day else []
    # Which they are is settled first: a case whose day moves meanwhile is neither left out nor there twice.
    wanted = list(queue.order_by(*day, "-sent_at", "-pk").values_list("pk", flat=True)[: MOST_LISTED + 1])
    for first in range(0, len(wanted), ROWS):
        some = wanted[first : first + ROWS]
        rows = read(Filing.objects.at_desk(by).not_withdrawn().filter(pk__in=some))
        found = {row.pk: row for row in rows_for(by, rows)}
        yield from (found[pk] for pk in some if pk in found)


def _hits(by: Actor, queue: FilingQuerySet, asked: Asked, pages: searching.Pages) -> Iterator[Row]:
    while True:
        page = searching.found(by, queue, asked, timezone.localdate(), pages)
        yield from page.rows
        if not page.after:
            return
        asked = replace(asked, after=page.after)


# ── What stands in it ────────────────────────────────────────────────────────────────────────────────────────────────


def headings(shown: Sequence[str]) -> list[str]:
    """The first line; a column of the page that says several things has as many here."""
    several = {
        "matter": [_("种类"), _("情形")],
        "sum": [_("金额（元）"), _("金额是什么")],
        "days": [_("期限"), _("不早于"), _("期限是什么")],
        "last": [_("最近的事"), _("最近的日期")],
    }
    return [one for name in shown for one in several.get(name, [str(columns.HEADINGS[name])])]


def cells(row: Row, shown: Sequence[str]) -> list[Cell]:
    return [cell for name in shown for cell in _CELLS[name](row)]


def _last(row: Row) -> list[Cell]:
    said, at = columns.last_event(row, get_language())
    return [said, timezone.localdate(at)] if at else ["", None]
