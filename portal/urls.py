"""Addresses. A page belongs to the app whose nouns it shows; links go by name."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from portal.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("portal.api")),
    path("", include("complaints.urls")),
    path("", include("evidence.urls")),
    path("", include("legal.urls")),
    path("", include("filings.urls")),
]
