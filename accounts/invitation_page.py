"""The page behind the link of an invitation: an account is made there, or the one that is there joins."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.forms import NewAccountForm
from accounts.invitations import (
    accept_with_account,
    accept_with_new_account,
    account_of,
    find_invitation,
)
from accounts.models import Invitation
from accounts.rights import NotChanged


@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking uses nothing up. Whoever has the mailbox in an account joins with that one, and with no other."""
    found = find_invitation(token=token)
    if found is None:
        raise Http404
    owner = account_of(found)
    if request.method == "GET":
        new = owner is None and not request.user.is_authenticated
        return _page(
            request,
            found,
            mine=owner is not None and owner == request.user,
            form=NewAccountForm() if new else None,
        )
    if owner is not None or request.user.is_authenticated:
        return _joined_with_account(request, found, token)
    form = NewAccountForm(request.POST)
    if form.is_valid():
        try:
            accept_with_new_account(
                token=token, username=form.cleaned_data["username"], password=form.cleaned_data["password"]
            )
        except ValidationError as refused:
            form.refuse(refused)
        except NotChanged as refused:
            messages.error(request, str(refused))
            return redirect("account_login")
        else:
            messages.success(request, _("账号开好了，已经加入。请登录，再设置第二重验证。"))
            return redirect(f"{reverse('account_login')}?next={reverse('account')}")
    return _page(request, found, mine=False, form=form, status=422)


def _joined_with_account(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    try:
        accept_with_account(by=Actor.of(request), token=token)
    except NotChanged as refused:
        messages.error(request, str(refused))
        return _page(request, found, mine=False, form=None, status=422)
    messages.success(request, _("已经加入。"))
    return redirect("admin:index" if request.user.is_staff else "my_cases")


def _page(
    request: HttpRequest, found: Invitation, *, mine: bool, form: NewAccountForm | None, status: int = 200
) -> HttpResponse:
    context = {"invitation": found, "mine": mine, "form": form}
    return render(request, "accounts/invitation.html", context, status=status)
