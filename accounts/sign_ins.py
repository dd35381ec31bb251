"""Where an account is signed in: which devices, and since when."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session

from accounts.models import User

# The first sign that is there names it: browsers call themselves by the names of others as well.
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙手机或平板"), ("OpenHarmony", "鸿蒙手机或平板"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Android", "安卓手机或平板"), ("Windows", "Windows 电脑"), ("Macintosh", "Mac 电脑"), ("Linux", "Linux 电脑"),
)  # fmt: skip
_BROWSERS = (
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("HuaweiBrowser", "华为浏览器"), ("MiuiBrowser", "小米浏览器"),
    ("UCBrowser", "UC 浏览器"), ("QQBrowser", "QQ 浏览器"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
UNKNOWN = "说不清的设备"


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
        next((word for sign, word in signs if sign in user_agent), "") for signs in (_SYSTEMS, _BROWSERS)
    ]
    return " · ".join(filter(None, found)) or UNKNOWN


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
