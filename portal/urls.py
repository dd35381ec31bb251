"""Addresses. A page belongs to the app whose nouns it shows; links go by name."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from accounts.account_page import AddPasskey
from portal import about
from portal.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("help/", about.help_page, name="help"),
    path("contact/", about.contact, name="contact"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("offline/", about.offline, name="offline"),
    path("admin/", admin.site.urls),
    # Devices stand on the page of the account.
    path("accounts/2fa/webauthn/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("accounts/sessions/", RedirectView.as_view(pattern_name="account")),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("api/v1/", include("portal.api")),
    path("", include("complaints.urls")),
    path("", include("evidence.urls")),
    path("", include("legal.urls")),
    path("", include("filings.urls")),
]
