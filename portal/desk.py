"""The caseworker's door: Django's admin, entered through allauth and with a second factor."""

from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import secure_admin_login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this person may enter the desk: a second factor was used now, or is set up on the account.

    The demo accounts of the embedded database are the only ones that may do without.
    """
    if settings.STAFF_WITHOUT_SECOND_FACTOR:
        return True
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user)):
        return True
    return is_mfa_enabled(request.user)  # type: ignore[arg-type]


class Desk(AdminSite):
    site_header = gettext_lazy("安宁 · 办案台")
    site_title = gettext_lazy("安宁")
    index_title = gettext_lazy("待办")
    site_url = "/"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The corpus has no models: its pages stand beside theirs."""
        from legal.admin import corpus_urls

        return [*corpus_urls(self), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """With the bell, for whoever sits at a desk; asked for by the pages that show it."""
        from filings.admin.news import bell

        return {**super().each_context(request), "bell": SimpleLazyObject(lambda: bell(request))}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Made where a page shows it: most leave the sidebar out, and all that stands in it asks the database."""
        listed = super().get_app_list
        return cast(list[Any], SimpleLazyObject(lambda: listed(request, app_label)))

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and has_second_factor(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.is_staff and not has_second_factor(request):
            messages.warning(request, _("进入办案台需要第二重验证。请先设置验证器，设置后即可进入。"))
            return redirect("mfa_activate_totp")
        return secure_admin_login(super().login)(request, extra_context)
