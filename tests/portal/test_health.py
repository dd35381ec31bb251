"""``/healthz`` names what is wrong, and says nothing of anybody."""

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from evidence import sealing, services
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
            "recognition",
            "exports",
            "storage",
            "fixity",
            "trusted_time",
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


def test_stored_bytes_that_changed_are_red_until_they_are_sound_or_answered_for(client, store):
    heartbeat()
    sealed = sealing.seal(io.BytesIO(b"a letter"))
    whole = (store / sealed.name).read_bytes()
    (store / sealed.name).write_bytes(whole[:-1])
    now = timezone.now()
    services.check_fixity(at=now)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert (answer.json()["attention"], answer.json()["fixity"]["open"]) == (["fixity"], 1)
    (store / sealed.name).write_bytes(whole)
    services.check_fixity(at=now)
    assert client.get("/healthz").status_code == 200


def test_a_head_that_was_not_made_and_a_stamp_that_does_not_come_ask_for_attention(
    client, time_machine, settings
):
    heartbeat()
    time_machine.move_to("2026-03-16T12:00:00+08:00", tick=False)
    heartbeat()
    services.make_heads(at=timezone.now())
    assert client.get("/healthz").json()["attention"] == []
    time_machine.move_to("2026-03-17T01:59:00+08:00", tick=False)
    heartbeat()
    assert client.get("/healthz").json()["attention"] == []
    time_machine.move_to("2026-03-17T02:01:00+08:00", tick=False)
    heartbeat()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["attention"]) == (200, ["trusted_time"])
    services.make_heads(at=timezone.now())
    assert client.get("/healthz").json()["attention"] == []
    settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOTS = "http://127.0.0.1:1/", "/nowhere"
    time_machine.move_to("2026-03-17T13:00:00+08:00", tick=False)
    heartbeat()
    assert client.get("/healthz").json()["attention"] == ["trusted_time"]
