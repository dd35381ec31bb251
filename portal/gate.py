"""What every request passes before a page sees it, and every answer before it leaves."""

import time
from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _

from accounts import views
from accounts.actors import Actor
from accounts.marks import is_marked, read_mark
from accounts.throttles import ByNetwork
from core.language import house, read_in
from portal.desk import has_second_factor
from portal.opened import opened_by

LARGE = 256 * 1024  # bytes of a body from which on it is counted
CLOSED = (403, 404)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
SQUEEZED = ("text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json")
LEAVING = ("/leave/", "/accounts/logout/", "/admin/logout/")
HOUSE = ("/admin/", "/api/", "/static/", "/healthz")
Answer = Callable[[HttpRequest], HttpResponseBase]
# Where somebody without a second factor must still come to set one up; the desk and the API look for themselves.
OPEN = ("/accounts/", "/admin/", "/api/", "/language/", "/healthz", "/law/")


def language_of(request: HttpRequest) -> str:
    """The language in which an answer is read: as chosen on this device (signing in brings the account's there), else as the
    browser asks. Desk and API are the house's."""
    return house() if request.path.startswith(HOUSE) else get_language_from_request(request)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _not_taken(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """Why a body was not read: to a person as a page with the way back, to a program as text."""
    if request.path.startswith(HOUSE):
        return _plain(why, status)
    return HttpResponse(render_to_string("413.html", {"why": why}), status=status)


def bounded(answer: Answer) -> Answer:
    """Refuse what no page could take, before a byte is read or stored: NUL in an address, a body without end, or too many."""

    def passed(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "\x00" in unquote(request.META.get("QUERY_STRING", "")):
            return _plain(_("地址里有不能识别的符号。请检查链接有没有抄错。"), 400)
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > settings.MOST_UPLOADED:
            most = settings.MOST_UPLOADED // 1024**2
            why = _("一次上传的内容合计超过 %d MB，没有接收；以前保存的都在。请分几次上传。") % most
            return _not_taken(request, why, 413)
        if int(announced if announced.isdecimal() else 0) >= LARGE and _floods(request, int(announced)):
            why = _("这个网络地址一小时内上传得太多，这一次没有接收；以前保存的都在。请过一小时再传。")
            return _not_taken(request, why, 429)
        return answer(request)

    return passed


def _floods(request: HttpRequest, size: int) -> bool:
    """Count the bytes of a large body against its address; whether they are too many in this hour."""
    address = ByNetwork().get_ident(request)
    place = f"throttle:bytes:{address}:{int(time.time()) // 3600}"
    cache.add(place, 0, 3600)
    return cache.incr(place, size) > settings.MOST_AN_HOUR


def private(answer: Answer) -> Answer:
    """Nothing is kept by browsers and proxies unless its page says so: a shared computer remembers no case."""

    def passed(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return passed


def compressed(answer: Answer) -> Answer:
    """Pages, styles and scripts go out small: a slow phone waits for every kilobyte. Django pads what it compresses, so that
    its length tells nobody what stands in it. Files of a case go out as they are: they are read in parts."""

    squeeze = GZipMiddleware(answer).process_response

    def passed(request: HttpRequest) -> HttpResponseBase:
        if request.META.get("HTTP_IF_NONE_MATCH", "").startswith("W/"):  # as a compressed answer named itself
            request.META["HTTP_IF_NONE_MATCH"] = request.META["HTTP_IF_NONE_MATCH"].removeprefix("W/")
        response = answer(request)
        if response.status_code != 200 or not response.get("Content-Type", "").startswith(SQUEEZED):
            return response
        return squeeze(request, response)

    return passed


def spoken(answer: Answer) -> Answer:
    """Each page in the language of who reads it. What one address says differs by cookie and browser: every cache is told."""

    def passed(request: HttpRequest) -> HttpResponseBase:
        with read_in(language_of(request)):
            response = answer(request)
            response.headers.setdefault("Content-Language", get_language() or house())
        if not request.path.startswith(HOUSE):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return passed


def forgetting(answer: Answer) -> Answer:
    """Whoever leaves the device or signs out takes along what pages kept in the browser: typed text, the page for no network."""

    def passed(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if request.method == "POST" and request.path in LEAVING and response.status_code == 302:
            response["Clear-Site-Data"] = '"storage"'
        return response

    return passed


def unsent(answer: Answer) -> Answer:
    """A form is carried out only for who had it before them. What comes after their session ended is kept for them, and
    so is what comes to a page that was closed to them meanwhile."""

    def passed(request: HttpRequest) -> HttpResponseBase:
        request.opened_by = opened_by  # type: ignore[attr-defined]
        if request.method != "POST" or request.content_type not in FORMS or not is_marked(request.path):
            return answer(request)
        try:
            mark = read_mark(request)
        except UnreadablePostError:
            return answer(request)
        if mark is None:
            return answer(request)
        if not mark.is_of(request):
            return views.keep(request, mark)
        response = answer(request)
        if response.status_code in CLOSED and views.is_written(request):
            return views.keep(request, mark)
        views.sent(request, response)
        return response

    return passed


def second_factor(answer: Answer) -> Answer:
    """Who works for an organisation reads cases only with a second factor: on the pages as at the desk."""

    def passed(request: HttpRequest) -> HttpResponseBase:
        if (
            settings.STAFF_WITHOUT_SECOND_FACTOR
            or request.path.startswith(OPEN)
            or not request.user.is_authenticated
            or not Actor.of(request).needs_second_factor
            or has_second_factor(request)
        ):
            return answer(request)
        messages.warning(request, _("查看案件需要第二重验证。请先设置验证器，设置后即可进入。"))
        return redirect("mfa_activate_totp")

    return passed
