"""``/healthz`` names what is wrong, and says nothing of anybody."""

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone
from rest_framework.authtoken.models import Token

from accounts.models import User
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


FROM_OUTSIDE = {"REMOTE_ADDR": "203.0.113.7"}


def details(answer) -> set[str]:
    """What is told of the parts beside whether they work."""
    return {key for found in answer.json().values() if isinstance(found, dict) for key in found} - {"ok"}


def test_from_outside_one_learns_which_part_works_and_nothing_more(client, monkeypatch):
    heartbeat()
    well = client.get("/healthz", **FROM_OUTSIDE)
    assert well.status_code == 200
    assert details(well) == set()
    assert set(well.json()) == set(client.get("/healthz").json())
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    full = client.get("/healthz", **FROM_OUTSIDE)
    assert (full.status_code, full.json()["attention"], full.json()["disk"]) == (503, ["disk"], {"ok": False})


def test_an_error_is_named_to_who_runs_the_portal_alone(client, settings, tmp_path):
    heartbeat()
    (tmp_path / "a-file").write_text("")
    sealed = settings.STORAGES["sealed"]
    location = {"location": str(tmp_path / "a-file" / "store")}
    settings.STORAGES = settings.STORAGES | {"sealed": sealed | {"OPTIONS": location}}
    assert client.get("/healthz", **FROM_OUTSIDE).json()["storage"] == {"ok": False}
    assert "error" in client.get("/healthz").json()["storage"]


@pytest.mark.parametrize(
    "asked",
    [
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "10.0.0.1"},
        {"REMOTE_ADDR": "203.0.113.7", "HTTP_HOST": "localhost"},
        {"REMOTE_ADDR": "203.0.113.7", "HTTP_X_REAL_IP": "127.0.0.1"},
        {
            "REMOTE_ADDR": "203.0.113.7",
            "HTTP_AUTHORIZATION": "Token 0000000000000000000000000000000000000000",
        },
    ],
)
def test_who_only_seems_to_ask_from_here_learns_no_more(client, asked):
    heartbeat()
    assert details(client.get("/healthz", **asked)) == set()


def test_behind_a_proxy_nobody_asks_from_here(client, settings):
    heartbeat()
    assert "free_megabytes" in details(client.get("/healthz", REMOTE_ADDR="::1"))
    settings.TRUSTED_PROXIES = 1
    assert details(client.get("/healthz")) == set()


def test_who_runs_the_portal_learns_it_from_anywhere(client, settings):
    heartbeat()
    head = User.objects.create_superuser(username="head", password="x")
    token = Token.objects.create(user=head)
    asked = {**FROM_OUTSIDE, "HTTP_AUTHORIZATION": f"Token {token.key}"}
    assert {"version", "free_megabytes", "oldest"} <= details(client.get("/healthz", **asked))
    other = Token.objects.create(user=User.objects.create_user(username="caseworker", is_staff=True))
    asked["HTTP_AUTHORIZATION"] = f"Token {other.key}"
    assert details(client.get("/healthz", **asked)) == set()
    client.force_login(head)
    settings.STAFF_WITHOUT_SECOND_FACTOR = False
    assert details(client.get("/healthz", **FROM_OUTSIDE)) == set()
    settings.STAFF_WITHOUT_SECOND_FACTOR = True
    assert "version" in details(client.get("/healthz", **FROM_OUTSIDE))


def test_without_a_database_it_still_answers(client, monkeypatch):
    def gone(*_args, **_more):
        raise OperationalError("no database")

    monkeypatch.setattr(health.TokenAuthentication, "authenticate", gone)
    monkeypatch.setattr(health.connection, "cursor", gone)
    answer = client.get("/healthz", **FROM_OUTSIDE)
    assert answer.status_code == 503
    assert answer.json()["database"] == {"ok": False}
