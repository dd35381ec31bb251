"""Addresses. A page belongs to the app whose nouns it shows; links go by name."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from portal.health import healthz

# In this order: an address that two apps could mean is the first one's.
DOORS = ("complaints", "evidence", "legal", "filings", "accounts")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("portal.api")),
]
for app in DOORS:
    if find_spec(f"{app}.urls"):
        urlpatterns.append(path("", include(f"{app}.urls")))
