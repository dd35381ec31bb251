"""``/healthz`` names what is wrong, and says nothing of anybody."""

import io
import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.db import OperationalError
from django.db.backends.postgresql.base import DatabaseWrapper
from django.utils import timezone
from redis import Redis
from rest_framework.authtoken.models import Token

from accounts.models import User
from evidence import services
from evidence.sealed import sealing
from evidence.services import receiving
from filings.models import Delivery
from legal.reasoning import workdays
from portal import health
from portal.celery import app
from portal.embedded.broker import Broker
from portal.embedded.home import make_sockets, remove_sockets
from portal.tasks import STORAGE, heartbeat, sign, try_storage, worker_sign
from tests.cases import make_case, make_mail_recipient, queued

pytestmark = pytest.mark.django_db
PATIENCE = health.PATIENCE
QUEUES = [queue.name for queue in portal_settings.CELERY_TASK_QUEUES]


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that runs the tests may be slow; that says nothing of the servers."""
    monkeypatch.setattr(health, "PATIENCE", 60)


def live() -> None:
    """What beat and the workers leave every few seconds."""
    heartbeat()
    try_storage()
    sign(QUEUES)


def test_all_is_well(client):
    live()
    answer = client.get("/healthz")
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()) == {
        *(
            "ok",
            "attention",
            "database",
            "jobs",
            "workers",
            "outbox",
            "copies",
            "recognition",
            "confinement",
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


@pytest.mark.parametrize("age", [45, 3600, -6, -3600])
def test_a_heartbeat_that_is_old_or_of_a_clock_set_back_is_named(client, age):
    live()
    cache.set("heartbeat", timezone.now().timestamp() - age)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["attention"]) == (503, ["jobs"])
    assert abs(answer.json()["jobs"]["heartbeat_age"] - age) <= 1


def test_a_machine_that_confines_no_process_is_named(client, monkeypatch):
    """Everything else goes on: nobody's deadline hangs on a copy."""
    live()
    monkeypatch.setattr("evidence.examination.confinement.MACHINES", {})
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["attention"]) == (200, ["confinement"])


def test_a_worker_that_never_answered_is_named(client):
    assert client.get("/healthz").json()["jobs"] == {"ok": False, "broker": True, "heartbeat_age": None}


@pytest.mark.parametrize("queue", QUEUES)
def test_the_queue_whose_worker_is_silent_is_named(client, queue):
    live()
    cache.set(worker_sign(queue), timezone.now().timestamp() - 45)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["attention"]) == (200, ["workers"])
    assert answer.json()["workers"] == {"ok": False, "silent": [queue]}


@pytest.fixture
def broken_store(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    sealed = settings.STORAGES["sealed"]
    location = {"OPTIONS": {"location": str(tmp_path / "a-file" / "store")}}
    settings.STORAGES = {**settings.STORAGES, "sealed": sealed | location}


@pytest.mark.usefixtures("broken_store")
def test_storage_that_cannot_be_written_is_named(client):
    live()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["attention"]) == (503, ["storage"])
    assert answer.json()["storage"]["error"]


def test_storage_that_was_not_tried_lately_is_named(client, store):
    """It hangs, or nobody looks: neither is well."""
    live()
    cache.set(STORAGE, {"at": timezone.now().timestamp() - 45, "error": ""})
    assert client.get("/healthz").json()["attention"] == ["storage"]
    cache.delete(STORAGE)
    assert client.get("/healthz").json()["attention"] == ["storage"]
    live()
    assert client.get("/healthz").status_code == 200


def test_asking_writes_nothing_and_what_a_full_disk_left_of_a_try_does_not_heap_up(client, store):
    heartbeat()
    client.get("/healthz")
    assert not store.exists()
    store.mkdir()
    (store / "healthz").write_text("half a wo")
    try_storage()
    assert list(store.iterdir()) == []
    assert cache.get(STORAGE)["error"] == ""


def test_a_storage_that_hangs_holds_one_thread_and_not_the_heartbeat(monkeypatch):
    """The next try passes it by, and what it would say of a storage that does not answer is not said."""
    inside = []

    def hangs() -> None:
        inside.append(True)
        try_storage()
        assert cache.get(STORAGE) is None

    monkeypatch.setattr("portal.tasks._write", hangs)
    try_storage()
    assert inside == [True]


def test_the_years_calendar_is_built_in_or_imported(client, time_machine, monkeypatch):
    time_machine.move_to("2099-01-02T12:00:00+08:00", tick=False)
    live()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["attention"]) == (503, ["calendar"])
    assert answer.json()["calendar"] == {"ok": False, "year": 2099}
    days = {
        timezone.localdate().replace(month=month, day=1 if month == 1 else 31): "normal" for month in (1, 12)
    }
    monkeypatch.setattr(workdays, "_imported", {2099: days}.get)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("full", ["home", "store"])
def test_a_disk_is_full_when_no_file_is_taken_any_more(client, store, settings, tmp_path, monkeypatch, full):
    """The portal's folder and the store may stand on two disks."""
    live()
    store.mkdir(exist_ok=True)
    settings.ANNING_HOME = tmp_path / "home"
    settings.ANNING_HOME.mkdir()
    place = {"home": settings.ANNING_HOME, "store": store}[full]
    usage = namedtuple("usage", "total used free")
    free = receiving.LEAST_FREE
    monkeypatch.setattr(
        shutil, "disk_usage", lambda asked: usage(10**13, 0, free - Path(asked).is_relative_to(place))
    )
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["attention"]) == (503, ["disk"])
    if full == "store":
        with pytest.raises(receiving.NotReceived):
            receiving.check_disk(0)
    free += 1
    receiving.check_disk(0)
    assert client.get("/healthz").status_code == 200


def test_an_outbox_without_a_row_that_is_due_is_well():
    assert health.outbox() == {"ok": True, "oldest": None, "abandoned": None, "parked": 0}


@pytest.mark.parametrize(
    ("state", "times", "ok"),
    [
        ("waiting", {"due_at": timedelta(minutes=10, seconds=-1)}, True),
        ("waiting", {"due_at": timedelta(minutes=10, seconds=1)}, False),
        ("sending", {"due_at": timedelta(hours=1), "lease_until": -timedelta(seconds=1)}, True),
        ("sending", {"due_at": timedelta(hours=1), "lease_until": timedelta(minutes=2, seconds=-1)}, True),
        ("sending", {"due_at": timedelta(hours=1), "lease_until": timedelta(minutes=2, seconds=1)}, False),
    ],
)
@pytest.mark.usefixtures("keys", "store")
def test_the_outbox_is_late_whatever_state_its_row_is_in(time_machine, state, times, ok):
    """A row that waits for ten minutes, or an attempt whose worker vanished and that nobody gave up for two."""
    row = queued(make_case(), make_mail_recipient()).deliveries.get()
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    started = {"started_at": now - timedelta(hours=1)} if state == "sending" else {}
    Delivery.objects.filter(pk=row.pk).update(
        state=state, **started, **{name: now - age for name, age in times.items()}
    )
    told = health.outbox()
    assert told["ok"] is ok
    assert (told["oldest"] is None, told["abandoned"] is None) == (
        state != "waiting",
        told["abandoned"] is None,
    )


def test_it_is_read_only(client):
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_stored_bytes_that_changed_are_red_until_they_are_sound_or_answered_for(client, store):
    live()
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


@pytest.mark.django_db(transaction=True)
def test_a_head_that_was_not_made_and_a_stamp_that_does_not_come_ask_for_attention(
    client, time_machine, settings
):
    live()
    time_machine.move_to("2026-03-16T12:00:00+08:00", tick=False)
    live()
    services.make_heads(at=timezone.now())
    assert client.get("/healthz").json()["attention"] == []
    time_machine.move_to("2026-03-17T01:59:00+08:00", tick=False)
    live()
    assert client.get("/healthz").json()["attention"] == []
    time_machine.move_to("2026-03-17T02:01:00+08:00", tick=False)
    live()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["attention"]) == (200, ["trusted_time"])
    services.make_heads(at=timezone.now())
    assert client.get("/healthz").json()["attention"] == []
    settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOTS = "http://127.0.0.1:1/", "/nowhere"
    time_machine.move_to("2026-03-17T13:00:00+08:00", tick=False)
    live()
    assert client.get("/healthz").json()["attention"] == ["trusted_time"]


FROM_OUTSIDE = {"REMOTE_ADDR": "203.0.113.7"}


def details(answer) -> set[str]:
    """What is told of the parts beside whether they work."""
    return {key for found in answer.json().values() if isinstance(found, dict) for key in found} - {"ok"}


def test_from_outside_one_learns_which_part_works_and_nothing_more(client, monkeypatch):
    live()
    well = client.get("/healthz", **FROM_OUTSIDE)
    assert well.status_code == 200
    assert details(well) == set()
    assert set(well.json()) == set(client.get("/healthz").json())
    monkeypatch.setattr(receiving, "LEAST_FREE", 10**18)
    full = client.get("/healthz", **FROM_OUTSIDE)
    assert (full.status_code, full.json()["attention"], full.json()["disk"]) == (503, ["disk"], {"ok": False})


@pytest.mark.usefixtures("broken_store")
def test_an_error_is_named_to_who_runs_the_portal_alone(client):
    live()
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
    live()
    assert details(client.get("/healthz", **asked)) == set()


def test_behind_a_proxy_nobody_asks_from_here(client, settings):
    live()
    assert "free_megabytes" in details(client.get("/healthz", REMOTE_ADDR="::1"))
    settings.TRUSTED_PROXIES = 1
    assert details(client.get("/healthz")) == set()


def test_who_runs_the_portal_learns_it_from_anywhere(client, settings):
    live()
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


# ── A server that is away ─────────────────────────────────────────────────────────────────────────────────────────────
ON_DATABASE = {"database", "outbox", "copies", "recognition", "exports", "fixity", "trusted_time", "calendar"}
ON_BROKER = {"jobs", "workers", "storage"}
WITH_TOKEN = {**FROM_OUTSIDE, "HTTP_AUTHORIZATION": "Token 0000000000000000000000000000000000000000"}


def test_a_database_that_is_away_is_asked_once_and_names_what_rests_on_it(client, monkeypatch):
    live()
    tries = []

    def gone(self: DatabaseWrapper, *_given: Any) -> None:
        tries.append(self.settings_dict["OPTIONS"])
        raise OperationalError("no database")

    monkeypatch.setattr(DatabaseWrapper, "get_new_connection", gone)
    monkeypatch.setattr(health.TokenAuthentication, "authenticate", lambda *_: pytest.fail("asked again"))
    answer = client.get("/healthz", **WITH_TOKEN)
    assert (answer.status_code, set(answer.json()["attention"])) == (503, ON_DATABASE)
    assert answer.json()["database"] == {"ok": False}
    assert len(tries) == 1


def test_the_webs_pool_is_not_waited_for(client, monkeypatch):
    """It makes a page wait ten seconds for a connection; the answer opens one of its own."""
    live()
    options = health.connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "pool", {"min_size": 1, "max_size": 1, "timeout": 10})
    monkeypatch.setattr(DatabaseWrapper, "_connection_pools", {})
    assert client.get("/healthz").status_code == 200
    assert DatabaseWrapper._connection_pools == {}


def test_a_broker_that_is_away_is_asked_once_and_names_what_rests_on_it(client, monkeypatch, tmp_path):
    live()
    away = app.connection_for_write(url=f"redis+socket://{tmp_path}/away.sock?virtual_host=0")
    monkeypatch.setattr(app, "connection_for_write", lambda: away)
    monkeypatch.setattr(cache, "get", lambda *_: pytest.fail("asked again"))
    monkeypatch.setattr(cache, "get_many", lambda *_: pytest.fail("asked again"))
    answer = client.get("/healthz")
    assert (answer.status_code, set(answer.json()["attention"])) == (503, ON_BROKER)


@pytest.fixture
def hanging() -> Iterator[Callable[[], None]]:
    """A server that says nothing, until the test is over."""
    over = Event()
    yield over.wait
    over.set()


@pytest.mark.parametrize(
    ("part", "server", "rests"), [("database", "DATABASE", ON_DATABASE), ("jobs", "BROKER", ON_BROKER)]
)
def test_a_server_that_hangs_is_not_waited_for_and_holds_one_thread(
    client, monkeypatch, hanging, part, server, rests
):
    live()
    asked = []

    def hangs() -> dict[str, Any]:
        asked.append(part)
        hanging()
        return {"ok": True}

    hangs.__name__ = part
    others = getattr(health, server).parts[1:]
    silent = health.Server(hangs, *others)

    def waited(questions: list[Future[Any]], patience: float) -> None:
        """The patience with the silent one, at once; the other one is given its time."""
        assert 0 < patience < 2
        assert [question.result(60) for question in questions if question is not silent._asked]

    monkeypatch.setattr(health, "PATIENCE", PATIENCE)
    monkeypatch.setattr(health, "wait", waited)
    monkeypatch.setattr(health, server, silent)
    first, second = client.get("/healthz"), client.get("/healthz")
    assert set(first.json()["attention"]) == set(second.json()["attention"]) == rests
    assert asked == [part]


@pytest.fixture
def full_broker(tmp_path: Path) -> Iterator[Redis]:
    """A Valkey of this test alone that answers and is out of memory."""
    sockets = make_sockets(tmp_path)
    broker = Broker(tmp_path / "run", sockets)
    broker.start()
    with Redis(unix_socket_path=str(broker.socket)) as valkey:
        valkey.config_set("maxmemory", 1)
        yield valkey
    broker.stop()
    remove_sockets(tmp_path)


def test_a_broker_that_takes_no_more_is_named_although_a_sign_of_life_stands(monkeypatch, full_broker):
    """It answers, and refuses what is given to it: the last heartbeat is young for a while yet."""
    live()
    address = full_broker.connection_pool.connection_kwargs["path"]
    full = app.connection_for_write(url=f"redis+socket://{address}?virtual_host=0")
    monkeypatch.setattr(app, "connection_for_write", lambda: full)
    parts = health.examined()
    assert parts["jobs"] == {"ok": False, "error": "OutOfMemoryError"}
    full_broker.config_set("maxmemory", 0)
    assert health.examined()["jobs"]["ok"] is True
    assert full_broker.dbsize() == 0
