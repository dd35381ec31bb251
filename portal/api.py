"""``/api/v1/``: one address for the routers of the apps, its OpenAPI schema, and pages to read it with.

An app's ``api.py`` names its viewsets on a ``router`` (DRF); what is no viewset stands in ``urlpatterns``.
"""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

APPS = ("complaints", "evidence", "legal", "filings")

router = DefaultRouter()
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
]
for app in APPS:
    if find_spec(f"{app}.api"):
        module = import_module(f"{app}.api")
        if hasattr(module, "router"):
            router.registry.extend(module.router.registry)
        urlpatterns += getattr(module, "urlpatterns", [])
urlpatterns += router.urls
