"""Where signing in leads when no page was asked for, against whom wrong passwords count, and what a mailbox is told how often."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.languages import on_signing_in
from accounts.network import network_of, plain_address
from core.fields import blind_index
from core.retention_and_limits import ACCOUNT_TOLD_A_DAY

# They say nothing that is needed to sign in: who cannot get more of them is kept from nothing.
TOLD_SELDOM = ("account/email/account_already_exists", "account/email/unknown_account")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """To one's work: staff to the desk, everybody else to their cases."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("验证码不对。请照信里的填，不分大小写。"),
        "too_many_login_attempts": _("试的次数太多了。请过几分钟再试，或者重新要一个验证码。"),
        "rate_limited": _("要得太快了。请过一分钟再试。"),
        "account_inactive": _("这个账号停用了。"),
        "cannot_remove_primary_email": _("主要邮箱不能去掉。请先加一个别的，设为主要。"),
        "duplicate_email": _("这个邮箱已经在您的账号里。"),
        "email_password_mismatch": _("邮箱或者密码不对。"),
        "email_taken": _("这个邮箱已经有账号了。"),
        "enter_current_password": _("现在的密码不对。"),
        "incorrect_password": _("密码不对。"),
        "invalid_or_expired_key": _("链接不对，或者过期了。请再要一个。"),
        "invalid_login": _("登录不成。请再试一次。"),
        "invalid_password_reset": _("链接不对，或者用过了。请再要一个。"),
        "max_email_addresses": _("一个账号最多 %d 个邮箱。"),
        "unknown_email": _("没有用这个邮箱的账号。"),
        "unverified_primary_email": _("主要邮箱要先验证。"),
        "username_blacklisted": _("这个用户名不能用，请换一个。"),
        "username_password_mismatch": _("用户名或者密码不对。"),
        "username_taken": _("这个用户名有人用了，请换一个。"),
        "select_only_one": _("请只选一个。"),
        "same_as_current": _("和现在的一样，请换一个。"),
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index" if request.user.is_staff else "my_cases")

    def post_login(self, request: HttpRequest, user: Any, **given: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().post_login(request, user, **given)
        on_signing_in(request, user, response)
        return response

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_cases")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("用密码"),
            "mfa_reauthenticate": _("用验证器或者恢复码"),
            "mfa_reauthenticate:webauthn": _("用通行密钥"),
        }
        ways = super().get_reauthentication_methods(user)
        return [{**one, "description": words.get(one["id"], one["description"])} for one in ways]

    def get_client_ip(self, request: HttpRequest) -> str:
        """An IPv4 address written as IPv6 is that address: allauth would count all of these as one subscriber."""
        return plain_address(super().get_client_ip(request))

    def format_email_subject(self, subject: str) -> str:
        return f"[{gettext('安宁')}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Who asked gets the same answer, whether this mail still goes out today or not."""
        if template_prefix not in TOLD_SELDOM or not _told_enough(email):
            super().send_mail(template_prefix, email, context)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Five wrong passwords keep this address out of this account; its owner, elsewhere, still gets in.

        allauth counts them against the account alone, so that a stranger could keep anybody out by name.
        """
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{network_of(self.get_client_ip(request))}"


def _told_enough(mailbox: str) -> bool:
    """Count one more mail to the mailbox; whether it had so many today."""
    key = f"account_told:{blind_index(mailbox.strip().lower())}"
    return not cache.add(key, 1, 24 * 3600) and cache.incr(key) > ACCOUNT_TOLD_A_DAY


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second steps and passkeys are shown under the portal's name, not its address."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("开着两步验证时不能加邮箱。请先关掉两步验证。"),
        "cannot_delete_authenticator": _("您的账号必须开着两步验证，不能关。"),
        "cannot_generate_recovery_codes": _("没有开两步验证，用不着恢复码。"),
        "incorrect_code": _("数字不对。请填验证器现在显示的六位数，或者一个没有用过的恢复码。"),
        "unverified_email": _("请先验证邮箱，再开两步验证。"),
    }

    def _get_site_name(self) -> str:
        return "安宁"
