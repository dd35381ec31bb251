"""A real worker on the tests' servers does what is published, also what a killed one had only begun to fetch."""

import time

from django.conf import settings
from django.core.cache import cache

from portal.tasks import HEARTBEAT, heartbeat, worker_sign


def _wait_for_heartbeat() -> float | None:
    deadline = time.monotonic() + 20
    while (beaten := cache.get(HEARTBEAT)) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    return beaten


def test_a_published_task_is_done(celery_worker_process):
    heartbeat.delay()
    assert _wait_for_heartbeat() is not None
    signs = {queue.name: cache.get(worker_sign(queue.name)) for queue in settings.CELERY_TASK_QUEUES}
    assert all(signs.values()), signs


def test_a_task_published_while_no_worker_lives_waits_for_one(celery_worker_process):
    celery_worker_process.kill()
    heartbeat.delay()
    assert cache.get(HEARTBEAT) is None
    celery_worker_process.start()
    assert _wait_for_heartbeat() is not None
