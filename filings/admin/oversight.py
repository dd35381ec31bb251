"""The year of a desk on one page: charts with their table, and the same by channel, kind, region, colleague."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from filings import services
from filings.admin.bulk import desk_actor
from filings.admin.lists import received_in
from filings.desk import oversight
from filings.models import ListExport

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin


def oversight_page(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    by, today = desk_actor(request), timezone.localdate()
    names = {
        oversight.BY_CHANNEL: _("渠道"),
        oversight.BY_KIND: _("种类"),
        oversight.BY_REGION: _("地区"),
        oversight.BY_CAME: _("怎样来的"),
        oversight.BY_RECIPIENT: _("接收方"),
    }
    if oversight.leads(by):
        names[oversight.BY_COLLEAGUE] = _("经办人")
    chosen = request.GET.get("by", "")
    chosen = chosen if chosen in names else oversight.BY_CHANNEL
    months = oversight.months(by, today)
    exports = services.desks_to_take_from(by)
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
        "lines": oversight.lines(by, chosen, today),
        "samples": bool(services.desks_led_by(by)),
        "today": today,
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/oversight.html", context)
