"""Reads the environment. Each setting that is missing or wrong is named in one line, without its secret parts."""

import os
import secrets
import stat
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from portal.embedded.home import home, sockets_of

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE | FALSE:
        return value.strip().lower() in TRUE
    raise ImproperlyConfigured(f"{name}: expected 1 or 0, found {value!r}")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name}: expected a whole number, found {value!r}")
    return int(value)


def words(name: str) -> list[str]:
    return [word for word in text(name).replace(",", " ").split() if word]


def _url(name: str, value: str, schemes: set[str]) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: not an address ({error})") from None
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name}: expected an address that begins with {' or '.join(f'{s}://' for s in sorted(schemes))}"
        )
    return parts


def database(name: str, value: str) -> dict[str, Any]:
    """``postgresql://user:password@host:port/database?option=value``; a socket folder as host is percent-encoded."""
    parts = _url(name, value, {"postgres", "postgresql"})
    if not parts.path.strip("/") or not parts.username:
        raise ImproperlyConfigured(f"{name}: expected postgresql://user:password@host:port/database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def databases() -> dict[str, dict[str, Any]]:
    """``default`` serves as the web role, ``owner`` migrates and grants as the owner of the tables."""
    served, owned = text("DATABASE_URL"), text("DATABASE_OWNER_URL")
    if owned and not served:
        raise ImproperlyConfigured("DATABASE_URL is required when DATABASE_OWNER_URL is set")
    if served:
        default = database("DATABASE_URL", served)
        owner = database("DATABASE_OWNER_URL", owned or served)
        for key in ("NAME", "HOST", "PORT"):
            if default[key] != owner[key]:
                raise ImproperlyConfigured(
                    f"DATABASE_OWNER_URL: another {key.lower()} than DATABASE_URL names"
                )
    else:
        sockets = sockets_of(home())
        embedded = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "anning",
            "HOST": str(sockets),
            "PORT": "5432",
        }
        default, owner = {**embedded, "USER": "anning_web"}, {**embedded, "USER": "anning_owner"}
    default["OPTIONS"] = {"connect_timeout": 5, **default.get("OPTIONS", {})}
    owner["OPTIONS"] = {"connect_timeout": 5, **owner.get("OPTIONS", {})}
    # A pool serves 752 requests/s where one connection a request served 201. Only the web asks for it (portal.wsgi):
    # the worker forks and a command is short, and neither may carry a pool's threads.
    if size := number("DATABASE_POOL", 0):
        default["OPTIONS"]["pool"] = {"min_size": 1, "max_size": size, "timeout": 10}
        default["CONN_HEALTH_CHECKS"] = True  # a database that was restarted costs no visitor an error page
    return {"default": default, "owner": owner}


def broker() -> str:
    value = text("BROKER_URL")
    if value:
        _url("BROKER_URL", value, {"redis", "rediss", "redis+socket", "amqp", "amqps"})
        return value
    return f"redis+socket://{sockets_of(home())}/valkey.sock?virtual_host=0"


def cache(broker_url: str) -> dict[str, Any]:
    """Where rate limits count and beat's sign of life is kept: seen by every process, lost without harm.

    That is the broker, when it is Valkey or Redis. An AMQP broker cannot keep a counter, so it needs one beside it: a
    limit that each process counts for itself would be no limit.
    """
    value = text("CACHE_URL")
    if value:
        _url("CACHE_URL", value, {"redis", "rediss", "unix"})
    elif broker_url.startswith("redis+socket://"):
        value = f"unix://{urlsplit(broker_url).path}?db=1"
    elif broker_url.startswith(("redis://", "rediss://")):
        parts = urlsplit(broker_url)
        value = parts._replace(path="/1").geturl()
    else:
        raise ImproperlyConfigured("CACHE_URL is required when BROKER_URL is amqp://: redis://host:port/1")
    # Seconds: a page is served without its counters rather than late. The client itself never tries twice.
    patience = {"socket_connect_timeout": 1, "socket_timeout": 2}
    return {
        "BACKEND": "portal.cache.Counters",
        "LOCATION": value,
        "KEY_PREFIX": "anning",
        "OPTIONS": patience,
    }


def mail() -> dict[str, Any]:
    """Django's mail settings. Without ``EMAIL_URL`` nothing leaves the machine: mails become files."""
    value = text("EMAIL_URL")
    if not value:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(home() / "mail"),
            "EMAIL_TIMEOUT": 20,
        }
    parts = _url("EMAIL_URL", value, {"smtp", "smtp+tls", "smtp+ssl"})
    if not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL: expected smtp://user:password@host:port")
    return {"EMAIL_TIMEOUT": 20, **environ.Env.email_url_config(value)}


def timestamp_authority() -> tuple[str, str, str]:
    """Address of the time-stamp authority, the PEM file of its trusted certificates, and a policy it is to use."""
    address, roots, policy = (text(f"TIMESTAMP_{name}") for name in ("URL", "ROOTS", "POLICY"))
    if not address:
        for name, value in (("ROOTS", roots), ("POLICY", policy)):
            if value:
                raise ImproperlyConfigured(f"TIMESTAMP_URL is required when TIMESTAMP_{name} is set")
        return "", "", ""
    _url("TIMESTAMP_URL", address, {"http", "https"})
    if not roots:
        raise ImproperlyConfigured("TIMESTAMP_ROOTS is required when TIMESTAMP_URL is set: a PEM file")
    if policy and not all(arc.isdigit() for arc in policy.split(".")):
        raise ImproperlyConfigured(f"TIMESTAMP_POLICY: expected numbers with dots, found {policy!r}")
    return address, roots, policy


def contact(name: str) -> str:
    """mailto:… or https://…; "" where none is given."""
    value = text(name)
    if value and not (value.startswith("mailto:") and "@" in value):
        _url(name, value, {"https"})
    return value


def text_gateway() -> tuple[str, str, str]:
    """Address of the gateway that sends text messages, its token, and the PEM file of certificates that are trusted for it."""
    address, token, roots = (text(f"TEXT_{name}") for name in ("URL", "TOKEN", "ROOTS"))
    if not address:
        for name, value in (("TOKEN", token), ("ROOTS", roots)):
            if value:
                raise ImproperlyConfigured(f"TEXT_URL is required when TEXT_{name} is set")
        return "", "", ""
    _url("TEXT_URL", address, {"https"})
    return address, token, roots


def scanner() -> str:
    """``CLAMD_URL``: tcp://host:3310 or unix:///path of a clamd; "" when the operator runs none."""
    value = text("CLAMD_URL")
    if not value:
        return ""
    parts = _url("CLAMD_URL", value, {"tcp", "unix"})
    if parts.scheme == "tcp" and not parts.hostname:
        raise ImproperlyConfigured("CLAMD_URL: expected tcp://host:port")
    if parts.scheme == "unix" and (parts.netloc or not parts.path.startswith("/") or len(parts.path) < 2):
        raise ImproperlyConfigured("CLAMD_URL: expected unix:///path/of/the/socket")
    return value


def sealed_storage(store: Path) -> dict[str, Any]:
    """Where sealed bytes are kept: a folder, or a bucket when the ``S3_…`` settings name one."""
    bucket = text("S3_BUCKET")
    if not bucket:
        for name in ("S3_ENDPOINT", "S3_REGION", "S3_ACCESS_KEY", "S3_SECRET_KEY"):
            if text(name):
                raise ImproperlyConfigured(f"S3_BUCKET is required when {name} is set")
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": str(store),
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    for name in ("S3_ACCESS_KEY", "S3_SECRET_KEY"):
        if not text(name):
            raise ImproperlyConfigured(f"{name} is required when S3_BUCKET is set")
    if endpoint := text("S3_ENDPOINT"):
        _url("S3_ENDPOINT", endpoint, {"http", "https"})
    options = {
        "bucket_name": bucket,
        "endpoint_url": text("S3_ENDPOINT") or None,
        "region_name": text("S3_REGION") or None,
        "access_key": text("S3_ACCESS_KEY"),
        "secret_key": text("S3_SECRET_KEY"),
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def secret_key(keys: Path) -> tuple[str, bool]:
    """Django's secret key, and whether it was made here (development) and not given by an operator."""
    if given := text("SECRET_KEY"):
        return given, False
    path = keys / "generated-django.key"
    if not path.is_file():
        home().mkdir(mode=0o700, parents=True, exist_ok=True)  # cases, mails, bundles: ours alone
        keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = keys / f".django.{secrets.token_hex(4)}"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(part, path)  # when another process was first, its key stands
        except FileExistsError:
            pass
        finally:
            part.unlink()
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ImproperlyConfigured(f"{path}: readable by others; chmod 600 it")
    return path.read_text().strip(), True
