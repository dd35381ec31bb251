"""Deleting an account: what goes, what stays, and the codes by which its cases go on."""

import time
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from complaints import services
from complaints.opened import opened_here
from complaints.views.codes import hold
from core.retention_and_limits import CODE_MAILS_KEPT, ENDED_SIGN_IN_LIFE, FRESH_SIGN_IN

# Of a session: that an account was deleted in it.
DELETED = "account_deleted"


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def delete_account(request: HttpRequest) -> HttpResponse:
    """Deleting takes a sign-in of just now: whoever finds a telephone unlocked deletes nothing."""
    by = Actor.of(request)
    fresh = _signed_in_lately(request)
    problem = ""
    if request.method == "POST" and not fresh:
        problem = _("登录已经久了。请先重新确认是您，再注销。没有改动任何内容。")
    elif request.method == "POST" and "sure" not in request.POST:
        problem = _("请先勾选下面那一项。没有改动任何内容。")
    elif request.method == "POST":
        try:
            codes = services.leave_account(by=by)
        except services.NotLeft as refused:
            problem = str(refused)
        else:
            logout(request)
            hold(request, *(code for _case, code in codes))
            request.session[DELETED] = True
            messages.success(request, _("账号注销了，已在所有设备上退出。"))
            return redirect("account_deleted")
    context = {
        "held": services.held_by(by),
        "fresh": fresh,
        "again": _again(request),
        "problem": problem,
        "mail_days": CODE_MAILS_KEPT.days,
        "mail_leaves": settings.EMAIL_LEAVES,
        "sign_in_days": 2 * ENDED_SIGN_IN_LIFE.days,
        "working": by.needs_second_factor,
    }
    return render(request, "complaints/delete_account.html", context, status=422 if problem else 200)


@require_safe
@never_cache
def account_deleted(request: HttpRequest) -> HttpResponse:
    """The codes of the cases that were in the account, while this browser is not left."""
    if DELETED not in request.session:
        return redirect("resume")
    here = [one for one in opened_here(Actor.of(request), with_codes=True) if one.complaint is not None]
    return render(request, "complaints/account_deleted.html", {"here": here})


def _signed_in_lately(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    latest = max((float(one.get("at", 0)) for one in records), default=0.0)
    return timedelta(seconds=time.time() - latest) < FRESH_SIGN_IN


def _again(request: HttpRequest) -> str:
    """Where to show once more that it is them; "" for an account with neither password nor passkey, which signs in anew."""
    if not get_reauthentication_flows(request.user):
        return ""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('delete_account')})}"
