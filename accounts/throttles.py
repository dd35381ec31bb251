"""How often something may be tried from one address: what counts, and the texts that are kept for who was signed out."""

from typing import Any

from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle, SimpleRateThrottle

from accounts.network import network_of
from core.retention_and_limits import UNSENT_TEXTS_AN_HOUR


class ByNetwork(BaseThrottle):
    """Counts by ``network_of`` the address; behind TRUSTED_PROXIES by the address that they name."""

    def get_ident(self, request: Any) -> str:
        return network_of(super().get_ident(request) or "")


class PerAddress(ByNetwork, SimpleRateThrottle):
    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"throttle:{self.scope}:{self.get_ident(request)}"


class UnsentTextsPerAddress(PerAddress):
    scope = "unsent_texts_per_address"
    rate = f"{UNSENT_TEXTS_AN_HOUR}/hour"


def too_many_unsent(request: HttpRequest) -> bool:
    """Count one more text that is to be kept against the address; whether they are too many."""
    return not UnsentTextsPerAddress().allow_request(request, None)  # type: ignore[arg-type]
