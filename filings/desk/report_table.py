"""The reports of a desk as tables for a spreadsheet: the numbers of a page, and nothing of any case."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from filings.desk import oversight, yearly
from filings.desk.spreadsheet import Cell, write
from filings.desk.workload import workload
from filings.models import ListExport
from filings.services import Refused

Report = ListExport.Report
Table = tuple[Sequence[str], list[Sequence[Cell]]]


def write_report(by: Actor, export: ListExport, path: Path) -> None:
    """As its page shows it today, of the desks that were ordered. Refused for what its page shows this person no more."""
    here = replace(by, organisation_ids=tuple(export.organisations))
    names, lines = _TABLES[Report(export.report)](here, timezone.localdate())
    write(path, export.format, names, lines)


def _months(by: Actor, today: date) -> Table:
    names = [_("月份"), _("收到"), _("受理"), _("答复"), _("按期"), _("逾期"), _("按期率（%）")]
    return names, [
        (f"{one.first:%Y-%m}", one.received, one.accepted, one.answered, one.kept, one.missed, one.share)
        for one in oversight.months(by, today)
    ]


def _by(of: str) -> Callable[[Actor, date], Table]:
    def lines(by: Actor, today: date) -> Table:
        if of == oversight.BY_COLLEAGUE and not oversight.leads(by):
            raise Refused(_("按经办人的统计只有主管可以导出。没有导出。"))
        names = [
            str(Report(of).label), _("收到"), _("受理"), _("没有办结"), _("现在逾期"), _("答复"), _("按期"), _("逾期"),
            _("按期率（%）"),
        ]  # fmt: skip
        return names, [
            (
                one.label, one.received, one.accepted, one.open, one.late, one.answered, one.kept, one.missed, one.share,
            )
            for one in oversight.lines(by, of, today)
        ]  # fmt: skip

    return lines


def _people(by: Actor, today: date) -> Table:
    names = [_("经办人"), _("没有办结"), _("已逾期")]
    return names, [(one.name, one.open, one.late) for one in workload(by, today)]


def _ages(by: Actor, today: date) -> Table:
    names = [_("收到多久"), _("没有办结"), _("已逾期")]
    return names, [(one.label, one.open, one.late) for one in oversight.ages(by, today)]


def _years(by: Actor, today: date) -> Table:
    years = tuple(range(today.year, today.year - yearly.YEARS, -1))
    lines = yearly.figures(by, years, today)
    names = [_("项目"), *(_("%d年") % year for year in years)]
    return names, [(f"　{one.label}" if one.under else one.label, *one.numbers) for one in lines]


_TABLES: dict[Report, Callable[[Actor, date], Table]] = {
    Report.MONTHS: _months,
    Report.CHANNEL: _by(oversight.BY_CHANNEL),
    Report.KIND: _by(oversight.BY_KIND),
    Report.REGION: _by(oversight.BY_REGION),
    Report.CAME: _by(oversight.BY_CAME),
    Report.COLLEAGUE: _by(oversight.BY_COLLEAGUE),
    Report.RECIPIENT: _by(oversight.BY_RECIPIENT),
    Report.PEOPLE: _people,
    Report.SITUATION: _by(oversight.BY_SITUATION),
    Report.SENDER: _by(oversight.BY_SENDER),
    Report.AGEING: _ages,
    Report.YEAR: _years,
}
