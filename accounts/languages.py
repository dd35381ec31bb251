"""In which language somebody reads: kept in the browser, and with the account, which brings it to the next device."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import User
from core.language import offered


def remember(response: HttpResponseBase, language: str) -> None:
    """Let this browser say from now on in which language its reader reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )


def on_signing_in(request: HttpRequest, user: User, response: HttpResponseBase) -> None:
    """The language of the account is this browser's from now on; one that has none takes what was chosen here."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if user.language and offered(user.language):
        remember(response, user.language)
    elif chosen and offered(chosen):
        User.objects.filter(pk=user.pk).update(language=chosen)
