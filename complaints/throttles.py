"""How often codes may be tried: per address and overall (a code has 100 random bits; this keeps the noise down)."""

from typing import Any

from django.http import HttpRequest
from rest_framework.throttling import SimpleRateThrottle


class CodesPerAddress(SimpleRateThrottle):
    scope = "codes_per_address"
    rate = "20/min"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"throttle:{self.scope}:{self.get_ident(request)}"


class CodesOverall(SimpleRateThrottle):
    scope = "codes_overall"
    rate = "600/min"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"throttle:{self.scope}"


class DraftsPerAddress(SimpleRateThrottle):
    scope = "drafts_per_address"
    rate = "60/hour"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"throttle:{self.scope}:{self.get_ident(request)}"


def too_many(request: HttpRequest, *throttles: type[SimpleRateThrottle]) -> bool:
    """Count one try against every throttle; whether any of them says stop."""
    allowed = [throttle().allow_request(request, None) for throttle in throttles]  # type: ignore[arg-type]
    return not all(allowed)
