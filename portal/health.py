"""``GET /healthz``: whether the portal can do its work, for a probe and for the person on duty. No personal data.

Everybody learns which part works and which does not; versions, sizes and counts only who runs the portal.
"""

import ipaddress
import logging
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import chinese_calendar
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from evidence.models import DailyHead, FixityFinding, FixityRound, Rendition, Timestamp
from evidence.services import timestamping_configured
from filings.models import Delivery, Export
from portal.celery import app
from portal.desk import has_second_factor
from portal.tasks import HEARTBEAT

log = logging.getLogger(__name__)

HEARTBEAT_PATIENCE = timedelta(seconds=60)
OUTBOX_PATIENCE = timedelta(minutes=15)
SLOW_WORK_PATIENCE = timedelta(
    minutes=30
)  # many large files at once take their time; nobody's deadline waits
UNREAD_PATIENCE = timedelta(days=7)
HEAD_PATIENCE = timedelta(hours=2)
STAMP_PATIENCE = timedelta(days=1)
LEAST_FREE = 500 * 1024 * 1024  # bytes

# Without these the portal does not do what it promises: 503. The others need a person soon, and say so with 200.
ESSENTIAL = {"database", "jobs", "outbox", "storage", "fonts", "disk", "fixity"}


def database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        version = cursor.execute("SHOW server_version").fetchone()[0]
    return {"ok": True, "version": version.split()[0]}


def jobs() -> dict[str, Any]:
    """The broker answers, and a worker did what beat asked within the last minute."""
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    beaten = cache.get(HEARTBEAT)
    if beaten is None:
        return {"ok": False, "broker": True, "heartbeat_age": None}
    age = timezone.now().timestamp() - beaten
    return {"ok": age < HEARTBEAT_PATIENCE.total_seconds(), "broker": True, "heartbeat_age": round(age)}


def outbox() -> dict[str, Any]:
    """How long the oldest row that is due has waited, in seconds."""
    now = timezone.now()
    oldest = Delivery.objects.due(now).order_by("due_at").values_list("due_at", flat=True).first()
    waited = now - oldest if oldest else timedelta(0)
    return {"ok": waited < OUTBOX_PATIENCE, "oldest": round(waited.total_seconds()) if oldest else None}


def copies() -> dict[str, Any]:
    """How long the oldest file that is due has waited for its copy, in seconds."""
    due = Rendition.objects.due(timezone.now()).exclude(kind=Rendition.Kind.LINES)
    return _waited(due.order_by("due_at").values_list("due_at", flat=True).first())


def recognition() -> dict[str, Any]:
    """How long the oldest picture that is due has waited for its words, and how many in a week this machine could not read."""
    now = timezone.now()
    pictures = Rendition.objects.filter(kind=Rendition.Kind.LINES)
    waits = _waited(pictures.due(now).order_by("due_at").values_list("due_at", flat=True).first())
    unread = pictures.filter(state=Rendition.State.FAILED, due_at__gt=now - UNREAD_PATIENCE).count()
    return {**waits, "ok": waits["ok"] and not unread, "unread": unread}


def exports() -> dict[str, Any]:
    """How long the oldest bundle that is due has waited, in seconds."""
    oldest = Export.objects.due(timezone.now()).values_list("requested_at", flat=True)
    return _waited(oldest.first())


def _waited(oldest: datetime | None) -> dict[str, Any]:
    waited = timezone.now() - oldest if oldest else timedelta(0)
    return {"ok": waited < SLOW_WORK_PATIENCE, "oldest": round(waited.total_seconds()) if oldest else None}


def storage() -> dict[str, Any]:
    """A folder is written to; a bucket is asked whether it answers."""
    sealed = storages["sealed"]
    if not isinstance(sealed, FileSystemStorage):
        sealed.exists("healthz")
        return {"ok": True}
    name = sealed.save("healthz", ContentFile(b"healthz"))
    sealed.delete(name)
    return {"ok": True}


def fixity() -> dict[str, Any]:
    """Stored bytes that are not what was recorded, and that nobody has answered for; when bytes were last read again."""
    found = FixityFinding.objects.filter(state=FixityFinding.State.OPEN).count()
    last = FixityRound.objects.order_by("-started_at").first()
    stepped = last.stepped_at if last else None
    return {"ok": found == 0, "open": found, "last": stepped and stepped.isoformat(timespec="seconds")}


def trusted_time() -> dict[str, Any]:
    """Yesterday's head is made two hours after midnight, and no digest waits for its stamp for more than a day.

    Without an authority nothing can be stamped; that is the operator's choice, and is said.
    """
    now = timezone.now()
    configured = timestamping_configured()
    last = DailyHead.objects.order_by("-day").values_list("day", flat=True).first()
    late = last is not None and last < timezone.localdate(now - HEAD_PATIENCE) - timedelta(days=1)
    waiting = Timestamp.objects.exclude(state=Timestamp.State.DONE)
    oldest = waiting.order_by("asked_at").values_list("asked_at", flat=True).first()
    unstamped = configured and oldest is not None and now - oldest > STAMP_PATIENCE
    return {
        "ok": not late and not unstamped,
        "authority": configured,
        "head": last and last.isoformat(),
        "unstamped": waiting.count(),
    }


def fonts() -> dict[str, Any]:
    """Chinese documents cannot be set without them."""
    package = find_spec("pylopdf_fonts_zh_cn")
    folder = Path(package.origin).parent if package and package.origin else None
    return {"ok": bool(folder and list(folder.glob("*.otf")))}


def calendar() -> dict[str, Any]:
    """Deadlines in working days need the year's official calendar; a year without one is never guessed."""
    year = timezone.localdate().year
    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        return {"ok": False, "year": year}
    return {"ok": True, "year": year}


def disk() -> dict[str, Any]:
    folder = settings.ANNING_HOME if settings.ANNING_HOME.is_dir() else settings.BASE_DIR
    free = shutil.disk_usage(folder).free
    return {"ok": free > LEAST_FREE, "free_megabytes": free // 1024**2}


EXAMINED: tuple[Callable[[], dict[str, Any]], ...] = (
    database,
    jobs,
    outbox,
    copies,
    recognition,
    exports,
    storage,
    fixity,
    trusted_time,
    fonts,
    calendar,
    disk,
)


def _examine(part: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return part()
    except Exception as error:  # whatever it is, the answer names the part; the log has the kind of failure
        log.error("healthz: %s: %s", part.__name__, type(error).__name__)
        return {"ok": False, "error": type(error).__name__}


def _on_this_machine(request: HttpRequest) -> bool:
    """Whether it was asked here, such as by a probe beside the portal. Behind a proxy everybody would look like that."""
    if settings.TRUSTED_PROXIES or {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"} & request.META.keys():
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # a socket of the file system has no address
        return False


def _runs_portal(request: HttpRequest) -> bool:
    """Whether an administrator asks: signed in with a second factor, or by a token. Without a database nobody is known."""
    try:
        by_token = TokenAuthentication().authenticate(request)  # type: ignore[arg-type]
        if by_token is not None:
            return bool(by_token[0].is_superuser)
        user = request.user
        return bool(user.is_active and user.is_superuser) and has_second_factor(request)
    except (AuthenticationFailed, DatabaseError):
        return False


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    parts = {part.__name__: _examine(part) for part in EXAMINED}
    ok = all(found["ok"] for name, found in parts.items() if name in ESSENTIAL)
    attention = [name for name, found in parts.items() if not found["ok"]]
    if not (_on_this_machine(request) or _runs_portal(request)):
        parts = {name: {"ok": found["ok"]} for name, found in parts.items()}
    return JsonResponse({"ok": ok, "attention": attention, **parts}, status=200 if ok else 503)
