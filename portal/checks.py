"""What ``manage.py check --deploy`` refuses to call a deployment. Everything here names the setting to change."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import Error as DatabaseError

from accounts.models import User
from core.keys import generated_keys
from evidence.services import trusted_roots
from evidence.timestamps.local import is_demonstration


@register(Tags.security, deploy=True)
def roles(**_: Any) -> list[CheckMessage]:
    """The role that serves must not own the tables: an owner can disable the triggers that keep ledger and exhibits."""
    if settings.EMBEDDED_DATABASE:
        return [Error("DATABASE_URL is not set: the embedded database is for one machine", id="anning.E001")]
    web, owner = settings.DATABASES["default"]["USER"], settings.DATABASES["owner"]["USER"]
    if not settings.DATABASE_OWNER_GIVEN or web == owner:
        hint = "Give DATABASE_OWNER_URL a role that owns the tables, DATABASE_URL one that does not."
        return [Error("one database role both serves and owns the tables", hint=hint, id="anning.E002")]
    return []


@register(Tags.security, deploy=True)
def keys(**_: Any) -> list[CheckMessage]:
    """An operator makes and guards the keys of a real portal."""
    found: list[CheckMessage] = []
    hint = "Make them with `manage.py make_keys`, and keep a copy apart from the database and its backup."
    if names := generated_keys():
        listed = ", ".join(sorted(names))
        found.append(
            Error(
                f"KEYS_DIR holds keys that the portal made for itself: {listed}", hint=hint, id="anning.E003"
            )
        )
    for kind in ("signing/*.pem", "data/*.key", "index/*.key"):
        if not list(settings.KEYS_DIR.glob(kind)):
            found.append(Error(f"KEYS_DIR has no {kind}", hint=hint, id="anning.E004"))
    if settings.SECRET_KEY_GENERATED:
        found.append(Error("SECRET_KEY is not set: the portal made one for itself", id="anning.E005"))
    return found


@register(Tags.security, deploy=True)
def settings_of_a_deployment(**_: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("DEBUG is on: error pages would show what people wrote", id="anning.E006"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error("ALLOWED_HOSTS must name the hosts that this portal answers for", id="anning.E007")
        )
    if urlsplit(settings.PUBLIC_URL).scheme != "https":
        found.append(Error("PUBLIC_URL must begin with https://", id="anning.E008"))
    if settings.STAFF_WITHOUT_SECOND_FACTOR and not settings.EMBEDDED_DATABASE:
        found.append(Error("staff may sign in without a second factor", id="anning.E009"))
    if not settings.EMAIL_LEAVES:
        found.append(Warning("EMAIL_URL is not set: mails become files on this machine", id="anning.W001"))
    return found


@register(Tags.security, deploy=True)
def handler_of_personal_information(**_: Any) -> list[CheckMessage]:
    """The privacy page must name who handles what people tell, and who answers for it (个人信息保护法 17, 52)."""
    named = {
        "name": "HANDLER_NAME",
        "contact": "HANDLER_CONTACT",
        "officer": "PRIVACY_OFFICER",
        "officer_contact": "PRIVACY_OFFICER_CONTACT",
    }
    return [
        Error(f"{name} is not set: the privacy page names nobody", id="anning.E015")
        for key, name in named.items()
        if not settings.HANDLER[key]
    ]


@register(Tags.security, deploy=True)
def trusted_time(**_: Any) -> list[CheckMessage]:
    """Without a time-stamp authority nobody but the operator says since when something has existed."""
    hint = "Give TIMESTAMP_URL the address of an RFC 3161 authority and TIMESTAMP_ROOTS the PEM file of its certificates."
    if not settings.TIMESTAMP_URL:
        text = "only the demonstration stamps" if settings.TIMESTAMP_DEMO else "nothing is stamped"
        return [Warning(f"TIMESTAMP_URL is not set: {text}", hint=hint, id="anning.W002")]
    found: list[CheckMessage] = []
    try:
        roots = trusted_roots()
    except (OSError, ValueError):
        return [Error("TIMESTAMP_ROOTS cannot be read as a PEM file", hint=hint, id="anning.E013")]
    if any(is_demonstration(root) for root in roots):
        found.append(
            Error("TIMESTAMP_ROOTS trusts the demonstration's authority", hint=hint, id="anning.E014")
        )
    address = urlsplit(settings.TIMESTAMP_URL)
    if address.hostname in ("127.0.0.1", "::1", "localhost"):
        found.append(
            Warning(
                "TIMESTAMP_URL is on this machine: who runs it could say any time",
                hint=hint,
                id="anning.W003",
            )
        )
    elif address.scheme != "https":
        found.append(
            Warning(
                "TIMESTAMP_URL is not https: tokens are checked all the same", hint=hint, id="anning.W004"
            )
        )
    return found


@register(Tags.security, deploy=True)
def demo_accounts(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Their passwords lie in a file. The rows are looked for with ``check --deploy --database default``."""
    hint = "Demo accounts belong to the embedded database; start from an empty one."
    if (settings.ANNING_HOME / "accounts.txt").exists():
        return [
            Error("the demo accounts' passwords lie in ANNING_HOME/accounts.txt", hint=hint, id="anning.E010")
        ]
    if "default" not in (databases or ()):
        return []
    try:
        present = User.objects.filter(email__iendswith=f"@{settings.DEMO_DOMAIN}").exists()
    except DatabaseError:
        return [Error("the accounts cannot be read from DATABASE_URL", id="anning.E012")]
    return [Error("demo accounts are in the database", hint=hint, id="anning.E011")] if present else []
