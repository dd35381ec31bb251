"""Who may call the API: an account, by token or by session; whoever works for an organisation with a second factor.

A token is given out by those who run the portal (``manage.py drf_create_token NAME``) and stands for itself. So is a key, by
which an organisation's own system calls for its desk, as far as its scopes go. A session
of a caseworker, supervisor or lawyer, also of a former one, counts as it does at the desk: only with a second factor.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.actors import Actor
from accounts.desk_keys import PREFIX, find_key
from accounts.models import DeskKey
from filings.desk_keys import FOR_KEYS
from portal.desk import has_second_factor


class System(AnonymousUser):
    """The own system of an organisation: it was let in, and is no person with an account."""

    def __init__(self, key: DeskKey) -> None:
        super().__init__()
        self.pk = f"key-{key.pk}"  # type: ignore[assignment]  # whose calls are counted together

    @property
    def is_authenticated(self) -> bool:  # type: ignore[override]
        return True

    @property
    def is_anonymous(self) -> bool:  # type: ignore[override]
        return False


class DeskKeyAuthentication(BaseAuthentication):
    """``Authorization: Bearer anning_…``."""

    def authenticate(self, request: Request) -> tuple[System, DeskKey] | None:
        words = get_authorization_header(request).split()
        if len(words) != 2 or words[0].lower() != b"bearer":
            return None
        token = words[1].decode("latin-1")
        key = find_key(token=token) if token.startswith(PREFIX) else None
        if key is None:
            raise AuthenticationFailed
        return System(key), key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class DeskKeyScheme(OpenApiAuthenticationExtension):
    """How the schema calls it."""

    target_class = DeskKeyAuthentication
    name = "deskKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class WithinScope(BasePermission):
    """A key does what its scopes name, at the calls that are open to keys, and nothing else."""

    message = _("这个密钥不能做这一步。什么都没有做。")

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, DeskKey):
            return True
        match = request.resolver_match
        scope = FOR_KEYS.get(match.url_name or "") if match is not None else None
        if scope is None or scope not in request.auth.scopes:
            return False
        return scope != DeskKey.Scope.READ or request.method in SAFE_METHODS


class StaffWithSecondFactor(BasePermission):
    message = _("工作人员用网页登录调用接口，需要第二重验证。请先设置验证器，或者改用令牌。")

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.auth is not None or not request.user.is_authenticated:
            return True
        if not Actor.of(request).needs_second_factor:
            return True
        return has_second_factor(request._request)
