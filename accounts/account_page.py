"""The one page of an account: its addresses, how its owner signs in, and where they are signed in."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import services
from accounts.actors import Actor
from accounts.models import User
from accounts.sign_ins import sign_ins_of


@require_safe
@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  (login_required)
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "addresses": EmailAddress.objects.filter(user=user).order_by("-primary", "email"),
        "has_password": user.has_usable_password(),
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "by_app": Authenticator.Type.TOTP in kinds,
        "sign_ins": sign_ins_of(user, session_key=request.session.session_key, at=timezone.now()),
    }
    return render(request, "accounts/account.html", context)


@require_POST
@login_required
def end_sign_ins(request: HttpRequest) -> HttpResponse:
    """Sign out on the device that was named, or on all others."""
    chosen = request.POST.get("device", "")
    ended = services.end_sign_ins(
        by=Actor.of(request),
        session_key=request.session.session_key,
        # A number that is none names no device: nothing ends by a mistake.
        only=None if chosen == "others" else int(chosen) if chosen.isdecimal() and len(chosen) < 18 else 0,
    )
    if ended:
        messages.success(request, _("已经在那里退出。要再用，得重新登录。"))
    else:
        messages.warning(request, _("没有别的登录要结束：可能已经退出了。"))
    return redirect("account")


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    """Whoever added a passkey has just used it: they see their recovery codes without being asked for it again."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(
            self.request,
            self.request.user,
            method="mfa",
            type=Authenticator.Type.WEBAUTHN,
            reauthenticated=True,
        )
        return answer
