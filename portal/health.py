"""``GET /healthz``: whether the portal can do its work, for a probe and for the person on duty. No personal data.

Everybody learns which part works and which does not; versions, sizes and counts only who runs the portal.
"""

import ipaddress
import logging
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from core.retention_and_limits import (
    CLOCK_PATIENCE,
    HEAD_PATIENCE,
    LEASE_PATIENCE,
    OUTBOX_PATIENCE,
    SIGN_PATIENCE,
    SLOW_WORK_PATIENCE,
    STAMP_PATIENCE,
    UNREAD_PATIENCE,
)
from evidence.examination.confinement import possible
from evidence.models import DailyHead, FixityFinding, FixityRound, Rendition, Timestamp
from evidence.sealed import sealing
from evidence.services import spare_bytes, timestamping_configured
from filings.models import Delivery, Export
from legal.reasoning import workdays
from portal.celery import app
from portal.desk import has_second_factor
from portal.tasks import HEARTBEAT, STORAGE, worker_sign

log = logging.getLogger(__name__)

Part = dict[str, Any]

PATIENCE = 1.5  # seconds that an answer waits for a server

# Without these the portal does not do what it promises: 503. The others need a person soon, and say so with 200.
ESSENTIAL = {"database", "jobs", "outbox", "storage", "fonts", "calendar", "disk", "fixity"}


# ── What rests on the database ───────────────────────────────────────────────────────────────────────────────────────
def database() -> Part:
    with connection.cursor() as cursor:
        version = cursor.execute("SHOW server_version").fetchone()[0]
    return {"ok": True, "version": version.split()[0]}


def outbox() -> Part:
    """How long the oldest row that is due has waited, and an attempt that nobody ended stands without a lease, in seconds.

    ``parked`` is what waits for a recipient where nobody is: no delay of ours, so it is counted apart.
    """
    now = timezone.now()
    oldest = Delivery.objects.due(now).order_by("due_at").values_list("due_at", flat=True).first()
    lease = Delivery.objects.abandoned(now).order_by("lease_until").values_list("lease_until", flat=True)
    left = lease.first()
    late = oldest is not None and now - oldest > OUTBOX_PATIENCE
    given_up_by_nobody = left is not None and now - left > LEASE_PATIENCE
    return {
        "ok": not late and not given_up_by_nobody,
        "oldest": _seconds(oldest, now),
        "abandoned": _seconds(left, now),
        "parked": Delivery.objects.parked().count(),
    }


def _seconds(since: datetime | None, now: datetime) -> int | None:
    return round((now - since).total_seconds()) if since else None


def copies() -> Part:
    """How long the oldest file that is due has waited for its copy, in seconds."""
    due = Rendition.objects.due(timezone.now()).exclude(kind=Rendition.Kind.LINES)
    return _waited(due.order_by("due_at").values_list("due_at", flat=True).first())


def recognition() -> Part:
    """How long the oldest picture that is due has waited for its words, and how many in a week this machine could not read."""
    now = timezone.now()
    pictures = Rendition.objects.filter(kind=Rendition.Kind.LINES)
    waits = _waited(pictures.due(now).order_by("due_at").values_list("due_at", flat=True).first())
    unread = pictures.filter(state=Rendition.State.FAILED, due_at__gt=now - UNREAD_PATIENCE).count()
    return {**waits, "ok": waits["ok"] and not unread, "unread": unread}


def confinement() -> Part:
    """Without it no file of a stranger is read: no copies, no words, no imports, and no bundle is checked."""
    return {"ok": possible()}


def exports() -> Part:
    """How long the oldest bundle that is due has waited, in seconds."""
    oldest = Export.objects.due(timezone.now()).values_list("requested_at", flat=True)
    return _waited(oldest.first())


def _waited(oldest: datetime | None) -> Part:
    waited = timezone.now() - oldest if oldest else timedelta(0)
    return {"ok": waited < SLOW_WORK_PATIENCE, "oldest": round(waited.total_seconds()) if oldest else None}


def fixity() -> Part:
    """Stored bytes that are not what was recorded, and that nobody has answered for; when bytes were last read again."""
    found = FixityFinding.objects.filter(state=FixityFinding.State.OPEN).count()
    last = FixityRound.objects.order_by("-started_at").first()
    stepped = last.stepped_at if last else None
    return {"ok": found == 0, "open": found, "last": stepped and stepped.isoformat(timespec="seconds")}


def trusted_time() -> Part:
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


def calendar() -> Part:
    """Deadlines in working days need the year's official calendar, built in or imported; a year without is never guessed."""
    year = timezone.localdate().year
    return {"ok": workdays.is_known(year), "year": year}


# ── What rests on the broker, and on the signs that are kept beside it ───────────────────────────────────────────────
def jobs() -> Part:
    """The broker takes what is given to it, and a worker did what beat asked a moment ago."""
    with app.connection_for_write() as broker:
        _takes_writes(broker)
    age = _age(cache.get(HEARTBEAT))
    return {"ok": _is_fresh(age), "broker": True, "heartbeat_age": age}


def _takes_writes(broker: Connection) -> None:
    """Raises what the broker says. Valkey refuses a write, out of memory or as a copy of another, before it is carried out:
    one is begun and dropped, so nothing is written.
    """
    channel: Any = broker.default_channel
    if broker.transport.driver_type != "redis":
        return
    with channel.conn_or_acquire() as client, client.client() as alone:
        alone.execute_command("MULTI")
        try:
            alone.execute_command("SET", "healthz", "1")
        finally:
            alone.execute_command("DISCARD")


def workers() -> Part:
    """The queues whose worker gave no sign of life: what they hold waits."""
    queues = [queue.name for queue in settings.CELERY_TASK_QUEUES]
    signs = cache.get_many([worker_sign(queue) for queue in queues])
    silent = [queue for queue in queues if not _is_fresh(_age(signs.get(worker_sign(queue))))]
    return {"ok": not silent, "silent": silent}


def storage() -> Part:
    """What came of the last try to write to the store; a worker tries, as a storage that hangs would hold this answer."""
    tried = cache.get(STORAGE) or {"at": None, "error": ""}
    age = _age(tried["at"])
    outcome = {"error": tried["error"]} if tried["error"] else {}
    return {"ok": _is_fresh(age) and not outcome, "tried": age, **outcome}


def _age(sign: float | None) -> int | None:
    """In seconds; below zero when the clock was set back since."""
    return None if sign is None else round(timezone.now().timestamp() - sign)


def _is_fresh(age: int | None) -> bool:
    return age is not None and -CLOCK_PATIENCE <= timedelta(seconds=age) < SIGN_PATIENCE


# ── What this machine knows by itself ────────────────────────────────────────────────────────────────────────────────
def fonts() -> Part:
    """Chinese documents cannot be set without them."""
    package = find_spec("pylopdf_fonts_zh_cn")
    folder = Path(package.origin).parent if package and package.origin else None
    return {"ok": bool(folder and list(folder.glob("*.otf")))}


def disk() -> Part:
    """The disks of the portal's folder and of the store: red when no file is taken any more."""
    folders = {"home": settings.ANNING_HOME, "store": sealing.store_folder()}
    there = {name: _standing(folder) for name, folder in folders.items() if folder is not None}
    free = {name: shutil.disk_usage(folder).free // 1024**2 for name, folder in there.items()}
    return {"ok": all(spare_bytes(folder) >= 0 for folder in there.values()), "free_megabytes": free}


def _standing(folder: Path) -> Path:
    """The folder, or where it will be made."""
    return next(place for place in (folder, *folder.parents) if place.is_dir())


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@contextmanager
def _own_connection() -> Iterator[None]:
    """A connection of this thread alone, outside the web's pool, whose ten seconds of waiting are for pages."""
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    given = {name: value for name, value in own.settings_dict["OPTIONS"].items() if name != "pool"}
    # Seconds, and milliseconds: the thread of a server that vanished without a word ends.
    ending = {"connect_timeout": 2, "keepalives_idle": 5, "keepalives_interval": 2, "tcp_user_timeout": 5000}
    own.settings_dict = {**own.settings_dict, "OPTIONS": {**given, **ending}}
    connections[DEFAULT_DB_ALIAS] = own
    try:
        yield
    finally:
        own.close()


class Server:
    """Parts that rest on one server, the first of them on its answering at all: when it does not, none other is asked.

    Asked in a thread, so that nobody waits longer than they want to, whatever the server does. One question at a time:
    who comes meanwhile gets the same answer, and a server that hangs holds one thread, not one for each probe.
    """

    def __init__(self, *parts: Callable[[], Part], within: Callable[[], Any] = nullcontext) -> None:
        self.parts, self.within = parts, within
        self._lock, self._asked = Lock(), Future[dict[str, Part]]()
        self._asked.set_result({})

    def ask(self) -> Future[dict[str, Part]]:
        with self._lock:
            if self._asked.done():
                self._asked = Future()
                Thread(target=self._answer, args=(self._asked,), daemon=True).start()
            return self._asked

    def _answer(self, asked: Future[dict[str, Part]]) -> None:
        answers: dict[str, Part] = {}
        try:
            with self.within():
                for part in self.parts:
                    answers[part.__name__] = _examine(part)
                    if "error" in answers[self.parts[0].__name__]:
                        break
        finally:
            asked.set_result(answers)

    def answers(self, asked: Future[dict[str, Part]]) -> dict[str, Part]:
        """What it said; of what it did not say, that it is not known."""
        known = asked.result() if asked.done() else {}
        return {
            part.__name__: known.get(part.__name__, {"ok": False, "error": "unknown"}) for part in self.parts
        }


DATABASE = Server(
    *(database, outbox, copies, recognition, exports, fixity, trusted_time, calendar), within=_own_connection
)
BROKER = Server(jobs, workers, storage)
HERE = (fonts, confinement, disk)


def _examine(part: Callable[[], Part]) -> Part:
    try:
        return part()
    except Exception as error:  # whatever it is, the answer names the part; the log has the kind of failure
        log.error("healthz: %s: %s", part.__name__, type(error).__name__)
        return {"ok": False, "error": type(error).__name__}


def examined() -> dict[str, Part]:
    """Every part, within PATIENCE; both servers are asked at once."""
    asked = [(server, server.ask()) for server in (DATABASE, BROKER)]
    parts = {part.__name__: _examine(part) for part in HERE}
    wait([question for _, question in asked], PATIENCE)
    for server, question in asked:
        parts |= server.answers(question)
    return parts


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
    parts = examined()
    ok = all(found["ok"] for name, found in parts.items() if name in ESSENTIAL)
    attention = [name for name, found in parts.items() if not found["ok"]]
    if not (_on_this_machine(request) or (parts["database"]["ok"] and _runs_portal(request))):
        parts = {name: {"ok": found["ok"]} for name, found in parts.items()}
    return JsonResponse({"ok": ok, "attention": attention, **parts}, status=200 if ok else 503)
