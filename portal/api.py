"""``/api/v1/``: the calls of every app under one address, their OpenAPI schema, and a page to read it with."""

from django.http import Http404
from django.urls import URLPattern, URLResolver, path, re_path
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


@extend_schema(exclude=True)
class Unknown(APIView):
    """An address that is none answers in JSON too."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise Http404


urlpatterns: list[URLPattern | URLResolver] = [
    path("", Root.as_view(), name="api-root"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    *complaints.api.urlpatterns,
    *evidence.api.files.urlpatterns,
    *legal.api.urlpatterns,
    *filings.api.urlpatterns,
    re_path("", Unknown.as_view(), name="api-unknown"),
]
