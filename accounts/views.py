"""What was typed and could not be sent: kept when a form comes too late, shown when its writer is back."""

import re
from typing import Any
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import services, typed
from accounts.marks import COOKIE, FIELD, Mark, is_marked, read_mark, tokens_of
from accounts.throttles import too_many_unsent
from core.retention_and_limits import UNSENT_TEXT_LIFE, UNSENT_TEXTS

_LEFT_OUT = ("csrfmiddlewaretoken", FIELD, typed.FIELD)
# A digest of what was shown: a page brings it along, nobody typed it.
_OF_A_PAGE = re.compile(r"(sha256:)?[0-9a-f]{64}")
# What goes with a consent: it is given on the page that shows to what and to whom, and nowhere else.
_OF_A_CONSENT = frozenset({"agree", "digest"})
_ONE_LINE = 60  # characters; what is longer, or in several lines, was written and is shown


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form brought, but for its own marks and for passwords."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _LEFT_OUT and "password" not in name
        for value in values
    ]


def is_written(request: HttpRequest) -> bool:
    """Whether somebody wrote something, and not only pressed a button."""
    return any(_is_written(value) for _name, value in typed_in(request))


def keep(request: HttpRequest, mark: Mark) -> HttpResponse:
    """Keep what a form brought, and send its writer to where they come in again. Nothing of it is carried out."""
    fields = typed_in(request)
    if not fields:
        messages.warning(request, _("这一页已经过期，刚才那一步没有执行。"))
        return redirect(_way_in(request, mark, kept=False))
    typed: dict[str, Any] = {"typed": [value for _name, value in fields if _is_written(value)]}
    if too_many_unsent(request):
        return render(request, "403_csrf.html", typed | {"often": True}, status=429)
    files = sum(bool(one) for _name, several in request.FILES.lists() for one in several)
    try:
        token = services.keep_unsent(
            mark=mark, place=request.get_full_path(), fields=fields, files=files, at=timezone.now()
        )
    except services.TooMuch:
        return render(request, "403_csrf.html", typed, status=413)
    response = redirect(_way_in(request, mark, kept=True))
    response.set_cookie(
        COOKIE,
        ".".join([token, *tokens_of(request)][:UNSENT_TEXTS]),
        max_age=UNSENT_TEXT_LIFE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _way_in(request: HttpRequest, mark: Mark, *, kept: bool) -> str:
    shown = reverse("unsent") if kept else mark.page or reverse("home")
    if mark.is_of(request):
        return shown
    if kept:
        again = _("用原来的账号登录") if mark.is_account else _("输入码")
        messages.warning(request, _("您已经退出，刚才的内容没有提交，但都存着：%s，就会放在您面前。") % again)
    return (
        f"{reverse('account_login')}?{urlencode({'next': shown})}" if mark.is_account else reverse("resume")
    )


def _is_written(value: str) -> bool:
    if _OF_A_PAGE.fullmatch(value):
        return False
    return "\n" in value or len(value) > _ONE_LINE or not value.isascii()


def _page_of(kept: services.Unsent) -> str:
    """Where the form stood. An answer to a form stands at the form's address; where that is an act's, which takes forms
    alone, its page is the one above."""
    if kept.page:
        return kept.page
    path = kept.place.partition("?")[0]
    try:
        acts = "act" in resolve(path).kwargs
    except Resolver404:
        return reverse("home")
    return urljoin(path, "..") if acts else path


@require_http_methods(["GET", "POST"])
@never_cache
def unsent(request: HttpRequest) -> HttpResponse:
    """What could not be sent, for its writer alone: to be sent, or thrown away."""
    several = services.find_unsent(request=request, at=timezone.now())
    if request.method == "POST":
        if not several:
            return redirect("home")
        left = services.drop_unsent(request=request, found=several[0])
        messages.success(request, _("已经丢弃。"))
        response = redirect("unsent" if len(several) > 1 else "home")
        if not left:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response
    context: dict[str, Any] = {"found": bool(several), "more": len(several) - 1}
    if several:
        fields = several[0].fields
        context |= {
            "row": several[0].row,
            "kept": several[0],
            "of_consent": not _OF_A_CONSENT.isdisjoint(name for name, _value in fields),
            "page": _page_of(several[0]),
            "written": [(name, value) for name, value in fields if _is_written(value)],
            "others": [(name, value) for name, value in fields if not _is_written(value)],
        }
    return render(request, "accounts/unsent.html", context)


def sent(request: HttpRequest, response: Any) -> None:
    """A form was answered to its writer: what was kept of the same one is not needed any more."""
    if (
        response.status_code == 302
        and (row := request.POST.get(typed.FIELD, ""))
        and request.user.is_authenticated
    ):
        typed.drop_typed(by=request.user, row=row)
    if tokens_of(request) and response.status_code < 500 and not services.drop_unsent(request=request):
        response.delete_cookie(COOKIE, samesite="Lax")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose proof is gone, or one from elsewhere: nothing is carried out. What ours brought is kept."""
    mark = read_mark(request) if is_marked(request.path) else None
    if mark is not None:
        return keep(request, mark)
    return render(request, "403_csrf.html", status=403)
