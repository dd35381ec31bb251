"""The portal's own signs of life, kept beside the counters: ``/healthz`` reads them and writes nothing."""

import time
from threading import Lock, Thread
from typing import Any

from celery import shared_task
from celery.signals import celeryd_after_setup
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.utils import timezone

HEARTBEAT = "heartbeat"
STORAGE = "storage"
SIGN_EVERY = 10  # seconds
KEPT = 3600  # seconds; how old a sign is, is for its reader to judge
_storing = Lock()


@shared_task
def heartbeat() -> None:
    """Beat asked, a worker answered: what ``/healthz`` calls working jobs."""
    cache.set(HEARTBEAT, timezone.now().timestamp(), timeout=KEPT)


@shared_task
def try_storage() -> None:
    """Write to the store and take it away again; when, and what went wrong. A bucket is asked whether it answers.

    One at a time: a storage that hangs holds one thread, and the heartbeat goes on.
    """
    if not _storing.acquire(blocking=False):
        return
    error = ""
    try:
        _write()
    except Exception as problem:  # whatever a storage raises, it is what there is to tell
        error = type(problem).__name__
    finally:
        _storing.release()
    cache.set(STORAGE, {"at": timezone.now().timestamp(), "error": error}, timeout=KEPT)


def _write() -> None:
    sealed = storages["sealed"]
    if not isinstance(sealed, FileSystemStorage):
        sealed.exists("healthz")
        return
    # What a full disk left of the last try goes first: there is one such file, never many.
    sealed.delete("healthz")
    sealed.save("healthz", ContentFile(b"healthz"))
    sealed.delete("healthz")


def worker_sign(queue: str) -> str:
    """Where the worker of this queue says that it lives."""
    return f"worker:{queue}"


def sign(queues: list[str]) -> None:
    for queue in queues:
        cache.set(worker_sign(queue), timezone.now().timestamp(), timeout=KEPT)


@celeryd_after_setup.connect
def _live(instance: Any, **_more: Any) -> None:
    """From a thread, as a picture or a backup keeps a worker busy for minutes: it lives all the same."""
    Thread(target=_sign_on, args=(list(instance.app.amqp.queues.consume_from),), daemon=True).start()


def _sign_on(queues: list[str]) -> None:
    while True:
        sign(queues)
        time.sleep(SIGN_EVERY)
