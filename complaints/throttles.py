"""How often something may be tried from one address. None of these is shared, so nobody fills one for somebody else.

Only wrong codes are counted, and only against who types them: a code has 100 random bits and needs no limit over all
addresses; a limit keeps the noise down.
"""

from typing import Any

from django.http import HttpRequest
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from accounts.throttles import ByNetwork, PerAddress
from core.retention_and_limits import (
    DRAFTS_AN_HOUR,
    TEXT_CODES_AN_HOUR,
    WAYS_BACK_AN_HOUR,
    WRONG_CODES_A_MINUTE,
)


class AnonymousCalls(ByNetwork, AnonRateThrottle):
    """Calls of the API without an account."""


class AccountCalls(ByNetwork, UserRateThrottle):
    """Calls of the API by an account, from wherever it calls."""


class DraftsPerAddress(PerAddress):
    scope = "drafts_per_address"
    rate = f"{DRAFTS_AN_HOUR}/hour"


class WaysBackPerAddress(PerAddress):
    scope = "ways_back_per_address"
    rate = f"{WAYS_BACK_AN_HOUR}/hour"


class TextCodesPerAddress(PerAddress):
    scope = "text_codes_per_address"
    rate = f"{TEXT_CODES_AN_HOUR}/hour"


class WrongCodes(PerAddress):
    """Says stop after so many wrong codes from one address, to right ones as well: who guesses learns nothing by going on.

    Asking does not count; ``count`` does.
    """

    scope = "wrong_codes"
    rate = f"{WRONG_CODES_A_MINUTE}/min"

    def throttle_success(self) -> bool:
        return True

    def count(self, request: Any) -> None:
        if self.allow_request(request, None):  # type: ignore[arg-type]
            super().throttle_success()


def too_many_drafts(request: HttpRequest) -> bool:
    """Count one more draft against the address; whether they are too many."""
    return not DraftsPerAddress().allow_request(request, None)  # type: ignore[arg-type]


def too_many_ways_back(request: HttpRequest) -> bool:
    """Count one more link that is asked for against the address; whether they are too many."""
    return not WaysBackPerAddress().allow_request(request, None)  # type: ignore[arg-type]


def too_many_text_codes(request: HttpRequest) -> bool:
    """Count one more code for a telephone against the address; whether they are too many."""
    return not TextCodesPerAddress().allow_request(request, None)  # type: ignore[arg-type]


def too_many_wrong_codes(request: HttpRequest) -> bool:
    """Whether the address typed so many wrong codes that it has to wait. Nothing is counted here."""
    return not WrongCodes().allow_request(request, None)  # type: ignore[arg-type]


def count_wrong_code(request: HttpRequest) -> None:
    WrongCodes().count(request)
