"""The switch of languages, at the foot of every page."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from accounts.languages import remember
from accounts.marks import is_from_here
from complaints import services
from core.language import offered


@csrf_exempt  # pages that are the same for everybody carry no token; who sent the form is asked of the browser
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Read on in another language, from now on: this browser, the account, and mails about the cases that it may open."""
    response = redirect(_page_before(request))
    language = request.POST.get("language", "")
    if offered(language) and is_from_here(request):
        services.choose_language(by=Actor.of(request), language=language)
        remember(response, language)
    return response


def _page_before(request: HttpRequest) -> str:
    """The page with the switch, as the browser names it; never one of another site."""
    before = urlsplit(request.META.get("HTTP_REFERER", ""))
    if before.netloc != request.get_host() or not before.path.startswith("/") or before.path.startswith("//"):
        return reverse("home")
    return f"{before.path}?{before.query}" if before.query else before.path
