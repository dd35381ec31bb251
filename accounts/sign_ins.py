"""Where an account is signed in: which devices, and since when."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from accounts.models import User

# The first sign that is there names it: browsers call themselves by the names of others as well.
_SYSTEMS = (
    ("HarmonyOS", _("鸿蒙手机或平板")), ("OpenHarmony", _("鸿蒙手机或平板")), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Android", _("安卓手机或平板")), ("Windows", _("Windows 电脑")), ("Macintosh", _("Mac 电脑")), ("Linux", _("Linux 电脑")),
)  # fmt: skip
_BROWSERS = (
    ("MicroMessenger", _("微信")), ("Edg", "Edge"), ("HuaweiBrowser", _("华为浏览器")), ("MiuiBrowser", _("小米浏览器")),
    ("UCBrowser", _("UC 浏览器")), ("QQBrowser", _("QQ 浏览器")), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
UNKNOWN = _("说不清的设备")


@dataclass(frozen=True)
class SignIn:
    pk: int
    device: str
    address: str
    since: datetime
    here: bool  # the one that asks


def device_of(user_agent: str) -> str:
    """What a browser says of itself, in words by which its owner knows it again."""
    found = [
        str(next((word for sign, word in signs if sign in user_agent), "")) for signs in (_SYSTEMS, _BROWSERS)
    ]
    return " · ".join(filter(None, found)) or str(UNKNOWN)


def sign_ins_of(user: User, *, session_key: str | None, at: datetime) -> list[SignIn]:
    """Where this account is signed in now, this device first, then the latest; none that has ended."""
    rows = {row.session_key: row for row in UserSession.objects.filter(user=user)}
    alive = [
        rows[session.session_key]
        for session in Session.objects.filter(session_key__in=list(rows), expire_date__gt=at)
        if _is_of(session, user)
    ]
    signed_in = [
        SignIn(row.pk, device_of(row.user_agent), row.ip, row.created_at, row.session_key == session_key)
        for row in alive
    ]
    return sorted(signed_in, key=lambda one: (one.here, one.since), reverse=True)


def _is_of(session: Session, user: User) -> bool:
    """Whether it is still signed in: a new password ends the others without removing them."""
    known = str(session.get_decoded().get(HASH_SESSION_KEY, ""))
    return hmac.compare_digest(known, user.get_session_auth_hash())
