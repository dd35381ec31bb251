"""A page never waits for a broker that is away: one try, no pause, and the row is found by a sweep."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import kombu.utils.functional
import pytest
from django.conf import settings
from django.core.cache import caches
from kombu.exceptions import OperationalError
from redis.connection import UnixDomainSocketConnection

from portal.celery import app
from portal.tasks import heartbeat

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses at which a connection was tried; a pause between two tries fails the test."""
    seen: list[str] = []
    connect = UnixDomainSocketConnection._connect

    def counted(self: Any, *given: Any, **more: Any) -> Any:
        seen.append(self.path)
        return connect(self, *given, **more)

    def waited(seconds: float) -> None:
        pytest.fail(f"waited {seconds} s for the broker after {len(seen)} tries")

    monkeypatch.setattr(UnixDomainSocketConnection, "_connect", counted)
    monkeypatch.setattr(kombu.utils.functional, "sleep", waited)
    return seen


def test_a_task_for_a_broker_that_is_away_is_tried_once(tries: list[str], tmp_path: Path) -> None:
    away = app.connection_for_write(url=f"redis+socket://{tmp_path}/away.sock?virtual_host=0")
    with pytest.raises(OperationalError):
        heartbeat.apply_async(connection=away)
    assert tries == [f"{tmp_path}/away.sock"]


def test_a_counter_that_is_away_is_tried_once(tries: list[str], tmp_path: Path, settings: Any) -> None:
    away = {**settings.CACHES["default"], "LOCATION": f"unix://{tmp_path}/away.sock?db=1"}
    settings.CACHES = {"default": away}
    assert caches["default"].get("anything") is None
    assert tries == [f"{tmp_path}/away.sock"]


def test_a_broker_of_another_kind_is_tried_once_as_well() -> None:
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["max_retries"] == 0
    assert app.connection_for_write(url="amqp://broker.example//").connect_timeout == 1


@pytest.mark.usefixtures("servers")
def test_a_page_waits_two_seconds_for_a_broker_that_is_silent() -> None:
    """The web alone: what a worker holds is not to be given up because the broker was busy for a moment."""
    ask = (
        "from portal.celery import app; from django.core.cache import cache;"
        "print(app.connection_for_write().default_channel.pool.connection_kwargs['socket_timeout'],"
        "cache._cache.get_client().connection_pool.connection_kwargs['socket_timeout'])"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", f"import {module}; {ask}"],
            cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings"},
            capture_output=True, text=True, timeout=60, check=True,
        ).stdout.split()
        for module in ("portal.wsgi", "portal.asgi", "portal.celery")
    ]  # fmt: skip
    assert said == [["2", "2"], ["2", "2"], ["30", "2"]]
