"""The portal's own task: a sign of life."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

HEARTBEAT = "heartbeat"


@shared_task
def heartbeat() -> None:
    """Beat asked, a worker answered: what ``/healthz`` calls working jobs."""
    cache.set(HEARTBEAT, timezone.now().timestamp(), timeout=3600)
