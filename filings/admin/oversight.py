"""The year of a desk on one page: charts with their table, and the same by channel, kind, region, colleague."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from filings import services
from filings.admin.bulk import desk_actor
from filings.admin.lists import received_in
from filings.desk import oversight, yearly
from filings.models import ListExport

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin


def oversight_page(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    by, today = desk_actor(request), timezone.localdate()
    if "year" in request.GET:
        return _year_page(admin, request, by, today)
    names = {
        oversight.BY_CHANNEL: _("渠道"),
        oversight.BY_KIND: _("种类"),
        oversight.BY_REGION: _("地区"),
        oversight.BY_CAME: _("怎样来的"),
        oversight.BY_RECIPIENT: _("接收方"),
        oversight.BY_SITUATION: _("情形"),
        oversight.BY_SENDER: _("发送号码"),
    }
    if oversight.leads(by):
        names[oversight.BY_COLLEAGUE] = _("经办人")
    chosen = request.GET.get("by", "")
    chosen = chosen if chosen in names else oversight.BY_CHANNEL
    months = oversight.months(by, today)
    exports = services.desks_to_take_from(by)
    lines, ages = oversight.lines(by, chosen, today), oversight.ages(by, today)
    greatest = max([1, *(max(one.received, one.answered) for one in months)])
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("办理统计"),
        "months": [
            (
                one,
                round(100 * one.received / greatest),
                round(100 * one.answered / greatest),
                received_in(one.first),
            )
            for one in months
        ],
        "report_of_months": [ListExport.Report.MONTHS] if exports else [],
        "report_of_lines": [ListExport.Report(chosen)] if exports else [],
        "names": [(name, label, name == chosen) for name, label in names.items()],
        "heading": names[chosen],
        "without_withdrawn": chosen in oversight.CONTENT,
        "of_many": {oversight.BY_SITUATION: _("一件有几种情形的，每种情形各算一件。")}.get(chosen, ""),
        "most_senders": oversight.MOST_SENDERS if chosen == oversight.BY_SENDER else 0,
        "lines": _with_shares([(one, one.received) for one in lines]),
        "ages": _with_shares([(one, one.open) for one in ages]),
        "report_of_ages": [ListExport.Report.AGEING] if exports else [],
        "year": today.year,
        "samples": bool(services.desks_led_by(by)),
        "today": today,
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/oversight.html", context)


def _with_shares(rows: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Each row with its part of the greatest, in percent, for its bar."""
    greatest = max([1, *(number for _row, number in rows)])
    return [(row, round(100 * number / greatest)) for row, number in rows]


def _year_page(admin: "FilingAdmin", request: HttpRequest, by: Actor, today: date) -> HttpResponse:
    """A calendar year beside the one before it."""
    offered = range(today.year, today.year - yearly.YEARS, -1)
    asked = request.GET["year"]
    year = next((one for one in offered if str(one) == asked), today.year)
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("%d年的数字") % year,
        "years": [(one, one == year) for one in offered],
        "columns": (year, year - 1),
        "running": year == today.year,
        "figures": yearly.figures(by, (year, year - 1), today),
        "reports": [ListExport.Report.YEAR] if services.desks_to_take_from(by) else [],
        "kept_years": yearly.YEARS,
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/yearly.html", context)
