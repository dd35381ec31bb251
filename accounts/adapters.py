"""Where signing in leads when no page was asked for, and against whom wrong passwords count."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from accounts.network import network_of, plain_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """To one's work: staff to the desk, everybody else to their cases."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index" if request.user.is_staff else "my_cases")

    def get_client_ip(self, request: HttpRequest) -> str:
        """An IPv4 address written as IPv6 is that address: allauth would count all of these as one subscriber."""
        return plain_address(super().get_client_ip(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Five wrong passwords keep this address out of this account; its owner, elsewhere, still gets in.

        allauth counts them against the account alone, so that a stranger could keep anybody out by name.
        """
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{network_of(self.get_client_ip(request))}"
