"""``/healthz`` names what is wrong, and says nothing of anybody."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from portal import health
from portal.tasks import heartbeat

pytestmark = pytest.mark.django_db


def test_all_is_well(client):
    heartbeat()
    answer = client.get("/healthz")
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()) == {
        *(
            "ok",
            "attention",
            "database",
            "jobs",
            "outbox",
            "copies",
            "exports",
            "storage",
            "fonts",
            "calendar",
            "disk",
        )
    }
    assert answer.json()["attention"] == []


def test_a_worker_that_is_silent_is_named(client):
    cache.set("heartbeat", timezone.now().timestamp() - 61)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["attention"] == ["jobs"]
    assert answer.json()["jobs"]["heartbeat_age"] >= 61


def test_a_worker_that_never_answered_is_named(client):
    assert client.get("/healthz").json()["jobs"] == {"ok": False, "broker": True, "heartbeat_age": None}


def test_storage_that_cannot_be_written_is_named(client, settings, tmp_path):
    heartbeat()
    (tmp_path / "a-file").write_text("")
    sealed = settings.STORAGES["sealed"]
    settings.STORAGES = settings.STORAGES | {
        "sealed": sealed | {"OPTIONS": {"location": str(tmp_path / "a-file" / "store")}}
    }
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["attention"] == ["storage"]


def test_a_year_without_a_calendar_asks_for_attention_and_serves_on(client, time_machine):
    time_machine.move_to("2099-01-02T12:00:00+08:00", tick=False)
    heartbeat()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["attention"] == ["calendar"]
    assert answer.json()["calendar"] == {"ok": False, "year": 2099}


def test_a_full_disk_is_named(client, monkeypatch):
    heartbeat()
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["attention"] == ["disk"]


def test_the_outbox_is_too_old_only_when_a_row_is_overdue():
    assert timedelta(0) < health.OUTBOX_PATIENCE
    assert health.outbox() == {"ok": True, "oldest": None}


def test_it_is_read_only(client):
    assert client.post("/healthz").status_code == 405
