"""How often something may be tried from one address. None of these is shared, so nobody fills one for somebody else.

Only wrong codes are counted, and only against who types them: a code has 100 random bits and needs no limit over all
addresses; a limit keeps the noise down.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from accounts.throttles import ByNetwork, PerAddress
from complaints.numbers import trunk
from complaints.services import NotHelped
from core.fields import blind_index
from core.retention_and_limits import (
    DRAFTS_AN_HOUR,
    HELP_MAILS_A_DAY,
    TEXT_CODES_AN_HOUR,
    TEXT_CODES_FROM_ONE,
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


class CountedAfter(PerAddress):
    """Asking does not count; ``count`` does."""

    def throttle_success(self) -> bool:
        return True

    def count(self, request: Any) -> None:
        if self.allow_request(request, None):  # type: ignore[arg-type]
            super().throttle_success()


class WrongCodes(CountedAfter):
    """Says stop after so many wrong codes from one address, to right ones as well: who guesses learns nothing by going on."""

    scope = "wrong_codes"
    rate = f"{WRONG_CODES_A_MINUTE}/min"


class ToOne(CountedAfter):
    """What is asked for from one network to one telephone or mailbox: who sends a stranger codes uses up their own places."""

    def __init__(self, to: str) -> None:
        self.to = blind_index(to.strip().lower())
        super().__init__()

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"{super().get_cache_key(request, view)}:{self.to}"


class TextsToOne(ToOne):
    scope = "texts_to_one"
    rate = f"{TEXT_CODES_FROM_ONE}/day"


class HelpMailsToOne(ToOne):
    scope = "help_mails_to_one"
    rate = f"{HELP_MAILS_A_DAY}/day"


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


def too_many_texts_to(request: HttpRequest, number: str) -> bool:
    """Whether as many texts as a day has went to the telephone from this network. Nothing is counted here."""
    return not TextsToOne(trunk(number)).allow_request(request, None)  # type: ignore[arg-type]


def count_text_to(request: HttpRequest, number: str) -> None:
    TextsToOne(trunk(number)).count(request)


@contextmanager
def few_help_mails(request: Any, address: str) -> Iterator[None]:
    """Around a mail that hands a case over; counted once it was asked for. Raises NotHelped where enough went to the mailbox from
    this network."""
    few = HelpMailsToOne(address)
    if not few.allow_request(request, None):  # type: ignore[arg-type]
        raise NotHelped(_("从您的网络寄到这个邮箱的信今天到了上限，没有再寄。请明天再来。"))
    yield
    few.count(request)
