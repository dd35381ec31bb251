"""Lists of the queue and reports taken out as tables: ordered, fetched, deleted; and for a supervisor, who took out what."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from core.retention_and_limits import LIST_EXPORT_LIFE
from filings import services
from filings.admin.bulk import desk_actor
from filings.admin.news import kept_filters
from filings.desk import asked as words
from filings.desk.asked import Asked
from filings.desk.standing import person_name
from filings.models import ListExport

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

SHOWN = 50
TAKEN = "taken"  # of an address: which table is handed over
AT_WORK = (ListExport.State.WAITING, ListExport.State.BUILDING)


def lists(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    """One's own tables; from a list of the queue also the form that orders it as one."""
    by = desk_actor(request)
    if request.method == "POST":
        return _order(admin, request, by)
    return _page(admin, request, by)


def received_in(first: date) -> str:
    """The address of the list of all that was received in a month, given its first day."""
    return reverse("admin:filings_filing_changelist") + _received(first)


def _received(first: date) -> str:
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Asked(state=words.ALL, since=f"{first}", until=f"{last}").with_()


def _month_table(today: date) -> str:
    """The list of what was received last month, as its table has it: with the day on which each came."""
    query = Asked.of(QueryDict(_received(_month_before(today)).removeprefix("?")))
    columns = tuple(one for one in words.COLUMNS if one in (*words.USUAL, "received"))
    return words.as_query(replace(query, columns=columns))


def _month_before(today: date) -> date:
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _order(admin: "FilingAdmin", request: HttpRequest, by: Actor) -> HttpResponse:
    """What the form was for: a report, last month, or the list that the page was opened from."""
    report, last_month = request.POST.get("report", ""), "last_month" in request.POST
    query = _month_table(timezone.localdate()) if last_month else kept_filters(request)
    try:
        export = services.order_list(
            by=by,
            query="" if report else query,
            file_format=request.POST.get("format", ""),
            need=request.POST.get("need", ""),
            report=report,
        )
    except services.Refused as refused:
        messages.error(request, str(refused))
        return _page(admin, request, by, status=422)
    # The page that it leads to hands the table over as soon as it is there.
    given = request.GET.copy()
    given[TAKEN] = str(export.pk)
    return HttpResponseRedirect(f"{request.path}?{given.urlencode()}")


def _page(admin: "FilingAdmin", request: HttpRequest, by: Actor, *, status: int = 200) -> HttpResponse:
    own = list(ListExport.objects.visible_to(by).of_desks().defer("filings")[:SHOWN])
    record = list(ListExport.objects.on_record(by).select_related("person").defer("filings")[:SHOWN])
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("导出清单"),
        "own": own,
        "working": any(one.state in AT_WORK for one in own),
        "record": [(one, person_name(one.person) if one.person else "—") for one in record],
        "desks": services.desks_of_order(by, kept_filters(request)),
        "formats": ListExport.Format.choices,
        "need": request.POST.get("need", ""),
        "days": LIST_EXPORT_LIFE.days,
        "list": kept_filters(request),
        "from_list": "_changelist_filters" in request.GET,
        "last_month": _month_before(timezone.localdate()),
        "may_order": bool(services.desks_to_take_from(by)),
        "taken": request.GET.get(TAKEN, ""),
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/lists.html", context, status=status)


def list_file(admin: "FilingAdmin", request: HttpRequest, list_id: UUID) -> HttpResponseBase:
    """GET: the table. POST: delete it; that it was taken out stays on record."""
    by = desk_actor(request)
    export = get_object_or_404(ListExport.objects.visible_to(by).of_desks(), pk=list_id)
    back = HttpResponseRedirect(reverse("admin:filings_filing_lists"))
    try:
        if request.method == "POST":
            services.remove_list(by=by, export=export)
            messages.success(request, _("清单文件已经删除；谁在什么时候导出过，还记着。"))
            return back
        stream = services.open_list(by=by, export=export)
    except services.Refused as refused:
        messages.error(request, str(refused))
        return back
    return FileResponse(
        stream,
        as_attachment=True,
        filename=export.filename,
        content_type=ListExport.CONTENT_TYPES[export.format],
    )
