"""The portal's addresses and one more: a view that touches nothing, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from portal.urls import urlpatterns as portal

EMPTY = "/bench/empty"


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [path(EMPTY.removeprefix("/"), empty), *portal]
