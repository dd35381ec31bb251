"""What somebody types into a form of the desk and does not send is kept by the portal, and stands there when they come back."""

import json
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import Resolver404, URLPattern, path, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import typed
from accounts.models import TypedText, User
from core.retention_and_limits import TYPED_TEXT_LIFE

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

MOST_FIELDS = 100
LONGEST_PATH = 300  # as the column has it


def urls(admin: "FilingAdmin") -> list[URLPattern]:
    view = admin.admin_site.admin_view(lambda request: texts(admin, request))
    return [path("typed/", view, name="filings_filing_typed")]


def texts(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    """GET: what who asks left on a page. POST: what they have written there now, or ``drop``, what they want no more."""
    by, at = cast(User, request.user), timezone.now()
    if request.method == "GET":
        page = _page(admin, request, request.GET.get("page", ""))
        left = typed.typed_on(by=by, page=page, at=at)
        return JsonResponse(
            {
                "left": [
                    {"row": row.pk, "form": form, "fields": of, "told": _told(row)} for row, form, of in left
                ]
            }
        )
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "POST"])
    if request.content_type != "application/json":
        raise Http404
    try:
        given = json.loads(request.body)
        if "drop" in given:
            typed.drop_typed(by=by, row=str(given["drop"]))
            return JsonResponse({})
        page, form = _page(admin, request, str(given["page"])), str(given["form"])
        fields = [_field(one) for one in given["fields"][:MOST_FIELDS]]
        row = typed.keep_typed(by=by, page=page, form=form, fields=fields, at=at)
    except (ValueError, KeyError, TypeError):
        raise Http404 from None
    except typed.TooMuch:
        return JsonResponse({}, status=413)
    return JsonResponse({"row": row.pk, "told": _kept_words()})


def _field(one: Any) -> typed.Typed:
    return {
        "name": str(one["name"])[:100],
        "nth": int(one["nth"]),
        "before": str(one["before"]),
        "text": str(one["text"]),
    }


def _page(admin: "FilingAdmin", request: HttpRequest, address: str) -> str:
    """The path of a page of the desk. 404 for what is none, and for a case that who asks cannot open now."""
    place = urlsplit(address).path
    try:
        found = resolve(place)
    except Resolver404:
        raise Http404 from None
    if found.app_name != "admin" or not found.url_name or len(place) > LONGEST_PATH:
        raise Http404
    of_case = found.kwargs.get("filing_id") or (
        found.kwargs.get("object_id") if found.url_name == "filings_filing_change" else None
    )
    if of_case and admin.sent_here(request, str(of_case)).content_closed:
        raise Http404
    return place


def _told(row: TypedText) -> str:
    at = timezone.localtime(row.kept_at).strftime("%Y-%m-%d %H:%M")
    return _("这是您 %(at)s 写了、还没有提交的，放回来了。") % {"at": at}


def _kept_words() -> str:
    days = TYPED_TEXT_LIFE.days
    return _("已存下，还没有提交。%(days)d 天里回到本页，还在；只有您看得到。") % {"days": days}
