"""Lists of the queue taken out as tables: ordered, fetched, deleted; and for a supervisor, who took out what."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from core.retention_and_limits import LIST_EXPORT_LIFE
from filings import services
from filings.admin.bulk import desk_actor
from filings.admin.news import kept_filters
from filings.desk.standing import person_name
from filings.models import ListExport

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

SHOWN = 50
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
AT_WORK = (ListExport.State.WAITING, ListExport.State.BUILDING)


def lists(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    """One's own tables; from a list of the queue also the form that orders it as one."""
    by = desk_actor(request)
    if request.method == "POST":
        return _order(admin, request, by)
    return _page(admin, request, by)


def _order(admin: "FilingAdmin", request: HttpRequest, by: Actor) -> HttpResponse:
    try:
        services.order_list(
            by=by,
            query=kept_filters(request),
            file_format=request.POST.get("format", ""),
            need=request.POST.get("need", ""),
        )
    except services.Refused as refused:
        messages.error(request, str(refused))
        return _page(admin, request, by, status=422)
    return HttpResponseRedirect(request.get_full_path())


def _page(admin: "FilingAdmin", request: HttpRequest, by: Actor, *, status: int = 200) -> HttpResponse:
    own = list(ListExport.objects.visible_to(by).defer("filings")[:SHOWN])
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
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/lists.html", context, status=status)


def list_file(admin: "FilingAdmin", request: HttpRequest, list_id: UUID) -> HttpResponseBase:
    """GET: the table. POST: delete it; that it was taken out stays on record."""
    by = desk_actor(request)
    export = get_object_or_404(ListExport.objects.visible_to(by), pk=list_id)
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
        stream, as_attachment=True, filename=export.filename, content_type=TYPES[export.format]
    )
