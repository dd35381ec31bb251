"""Pages about the portal itself: help, contact, who runs it, how it can be used by everybody, and that there is no network."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core.retention_and_limits import DRAFT_LIFE, TYPED_TEXT_LIFE


def _about(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"portal/{name}.html", {"handler": settings.HANDLER, **context})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return _about(request, "help", draft_days=DRAFT_LIFE.days, typed_days=TYPED_TEXT_LIFE.days)


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return _about(request, "contact")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return _about(request, "about")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _about(request, "accessibility")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: browsers keep it, so it knows nobody."""
    response = HttpResponse(render_to_string("portal/offline.html"))
    patch_cache_control(response, public=True, max_age=0)
    return response
