"""The mark of a form: who had it before them, on which page, signed by the portal."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import Resolver404, resolve

from accounts.actors import SESSION_CODES
from core.retention_and_limits import SESSION_LIFE, UNSENT_TEXTS

FIELD = "form_mark"
COOKIE = "unsent"  # of the browser that could not send something: by which it is found again
_SALT = "accounts.marks"
# Of a code's digest enough to know it again: what stands in a page should be short.
_BEGINNING = 12
# Forms of signing in and out, of codes and of the API bring nothing that is kept, or what must not be.
_UNMARKED = (
    "/accounts/", "/admin/login/", "/admin/logout/", "/admin/accounts/", "/admin/password_change/", "/api/",
    "/language/", "/leave/", "/resume/", "/return/", "/start/",
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    who: str
    page: str

    @property
    def is_account(self) -> bool:
        return self.who.startswith("user:")

    def is_of(self, request: Any) -> bool:
        """Whether who asks now is who had the form: the same account, or a device that holds the code."""
        return is_who(self.who, request)


def is_who(who: str, request: Any) -> bool:
    if who.startswith("user:"):
        return bool(request.user.is_authenticated) and who == f"user:{request.user.pk}"
    known = who.removeprefix("holder:")
    return any(digest.startswith(known) for digest in request.session.get(SESSION_CODES, ()))


def is_marked(path: str) -> bool:
    return path.startswith("/") and not path.startswith(("//", *_UNMARKED))


def tokens_of(request: Any) -> list[str]:
    """The random numbers by which this browser finds what it could not send, the newest first."""
    return [token for token in request.COOKIES.get(COOKIE, "").split(".") if token][:UNSENT_TEXTS]


def is_from_here(request: Any) -> bool:
    """Whether a form came from a page of ours, as far as the browser says: a foreign one could else put its sender's text
    in the place of the visitor's."""
    origin = request.META.get("HTTP_ORIGIN")
    return (
        origin is None
        or urlsplit(origin).netloc == request.get_host()
        or origin in settings.CSRF_TRUSTED_ORIGINS
    )


def mark_of(request: Any) -> str:
    """The mark for the forms of this page; "" for a visitor, who has nothing here, and where none belongs."""
    known: str | None = getattr(request, "_anning_mark", None)
    if known is None:
        who = _who(request) if is_marked(request.path) else ""
        # The answer to a form stands at the form's address, which may be none to come back to.
        page = request.get_full_path() if request.method == "GET" else ""
        known = signing.dumps([who, page], salt=_SALT, compress=True) if who else ""
        request._anning_mark = known
    return known


def _who(request: Any) -> str:
    user, session = getattr(request, "user", None), getattr(request, "session", None)
    if user is not None and user.is_authenticated:
        return f"user:{user.pk}"
    codes: list[str] = session.get(SESSION_CODES, []) if session is not None else []
    # Of several codes that one which opens this page: what is typed here is for its holder, not for a sister's.
    code = codes[0] if len(codes) == 1 else request.opened_by(request, codes) if codes else ""
    return f"holder:{code[:_BEGINNING]}" if code else ""


def read_mark(request: Any) -> Mark | None:
    """The mark that a form brought; None without one, for one that is not ours or older than any session, from elsewhere,
    and to where no page is."""
    if not is_from_here(request):
        return None
    try:
        who, page = signing.loads(request.POST.get(FIELD, ""), salt=_SALT, max_age=SESSION_LIFE)
        resolve(request.path_info)
    except (signing.BadSignature, ValueError, Resolver404):
        return None
    return Mark(who, page)
