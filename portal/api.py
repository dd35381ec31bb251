"""``/api/v1/``: the calls of every app under one address, their OpenAPI schema, and a page to read it with."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

import complaints.api
import evidence.api.files
import filings.api
import legal.api


@extend_schema(exclude=True)
class Root(APIView):
    """Where to begin."""

    permission_classes = (AllowAny,)

    def get(self, request: Request) -> Response:
        names = ("schema", "api-docs", "api-complaints", "api-filings")
        return Response({name.removeprefix("api-"): reverse(name, request=request) for name in names})


@lru_cache(maxsize=8)
def _schema(media_type: str, language: str | None) -> bytes:
    """That of the release, the same for everybody: it takes a fifth of a second to make."""
    renderer = next(one for one in Schema.renderer_classes if one.media_type == media_type)
    written = renderer().render(SchemaGenerator().get_schema(public=True), renderer_context={})
    return written if isinstance(written, bytes) else written.encode()


class Schema(SpectacularAPIView):
    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET:  # in another language, of another version
            made: HttpResponseBase = super().get(request, *args, **kwargs)
            return made
        renderer = request.accepted_renderer
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        named = {"Content-Disposition": f'inline; filename="{self._get_filename(request, request.version)}"'}
        content_type = f"{request.accepted_media_type}{charset}"
        return HttpResponse(
            _schema(renderer.media_type, get_language()), content_type=content_type, headers=named
        )


@extend_schema(exclude=True)
class Unknown(APIView):
    """An address that is none answers in JSON too."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise Http404


urlpatterns: list[URLPattern | URLResolver] = [
    path("", Root.as_view(), name="api-root"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    *complaints.api.urlpatterns,
    *evidence.api.files.urlpatterns,
    *legal.api.urlpatterns,
    *filings.api.urlpatterns,
    re_path("", Unknown.as_view(), name="api-unknown"),
]
