"""The files of a case one after the other, in the desk's own skin: the copies that the complainant's consent gave it, alone."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from evidence.viewer import Sheet, page_context
from evidence.words import reasons
from filings.admin import news
from filings.desk import case
from filings.desk.case import Shown
from filings.models import Filing

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

# How many times its own size a picture is shown; "" as wide as there is room.
SIZES = {"": 0, "1": 1, "2": 2}


def exhibit(
    admin: "FilingAdmin", request: HttpRequest, filing_id: UUID, exhibit_id: UUID, page: int = 1
) -> HttpResponse:
    """One file that went with this filing; what is opened of it is recorded."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    filing, by = admin.sent_here(request, str(filing_id)), Actor.of(request)
    if filing.content_closed:
        raise Http404
    files = case.exhibits(filing, by, list(filing.supplements.delivered()))
    place = next((place for place, one in enumerate(files) if one.exhibit.pk == exhibit_id), None)
    if place is None:
        raise Http404
    shown, clean = files[place], files[place].copy
    read: dict[str, Any] | None = {"pages": 1}
    if clean is not None:
        read = page_context(by, shown.exhibit, clean, page)
    if read is None or not 1 <= page <= read["pages"]:
        raise Http404
    size = request.GET.get("size", "") if request.GET.get("size", "") in SIZES else ""
    context = {
        **admin.admin_site.each_context(request),
        **_beside(request, filing, files, place),
        **_turning(request, filing, shown, page, read["pages"]),
        "title": f"{filing.complaint.number} {shown.exhibit.filename}",
        "opts": admin.opts,
        "filing": filing,
        "exhibit": shown.exhibit,
        "one": shown,
        "clean": clean,
        "page": page,
        "covered": clean is not None and clean.redaction_id is not None,
        "redacted": shown.exhibit.redacted_copy,
        "found_type": reasons.type_label(clean.source_type) if clean is not None else "",
        "onward_query": news.kept_query(request),
        **read,
        "sheet": _sized(read.get("sheet"), SIZES[size]),
        "zoom": size,
        "sizes": _sizes(request, filing, shown, page) if read.get("sheet") else [],
    }
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/filings/filing/exhibit_page.html", context)


def _sized(sheet: Sheet | None, times: int) -> Sheet | None:
    if sheet is None or not times or sheet.width is None or sheet.height is None:
        return sheet
    return replace(sheet, width=sheet.width * times, height=sheet.height * times)


def _address(request: HttpRequest, filing: Filing, pk: UUID, page: int = 1, **changed: str) -> str:
    """The page of a file as it is looked at now: of the same list, in the same size."""
    asked = {"_changelist_filters": news.kept_filters(request), "size": request.GET.get("size", "")} | changed
    query = urlencode({name: value for name, value in asked.items() if value})
    name, args = "admin:filings_filing_exhibit", [filing.pk, pk]
    address = reverse(f"{name}_page", args=[*args, page]) if page > 1 else reverse(name, args=args)
    return f"{address}?{query}" if query else address


def _beside(request: HttpRequest, filing: Filing, files: list[Shown], place: int) -> dict[str, Any]:
    """The other files, and which come before and after this one."""

    def at(other: int) -> str:
        return _address(request, filing, files[other].exhibit.pk) if 0 <= other < len(files) else ""

    return {
        "earlier": at(place - 1),
        "later": at(place + 1),
        "place": place + 1,
        "files": [(one, at(other), other == place) for other, one in enumerate(files)],
    }


def _turning(request: HttpRequest, filing: Filing, shown: Shown, page: int, pages: int) -> dict[str, str]:
    def at(other: int) -> str:
        return _address(request, filing, shown.exhibit.pk, other) if 1 <= other <= pages else ""

    return {"before": at(page - 1), "after": at(page + 1)}


def _sizes(request: HttpRequest, filing: Filing, shown: Shown, page: int) -> list[tuple[str, str, str]]:
    """Each size with its name and address."""
    names = {"": _("适合宽度"), "1": _("原大"), "2": _("两倍")}
    return [
        (size, name, _address(request, filing, shown.exhibit.pk, page, size=size))
        for size, name in names.items()
    ]
