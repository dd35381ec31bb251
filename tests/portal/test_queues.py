"""Slow work does not delay a filing: a queue and a worker of its own for each kind."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal import environment
from portal.celery import app
from portal.serving.processes import commands


def queues_of(command: list[str]) -> str:
    return command[command.index("--queues") + 1]


def test_every_queue_has_one_kind_of_worker() -> None:
    workers = [
        command for name, command in commands("127.0.0.1", 8000).items() if name not in ("web", "beat")
    ]
    assert sorted(queues_of(command) for command in workers) == sorted(
        queue.name for queue in settings.CELERY_TASK_QUEUES
    )


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("evidence.tasks.make_renditions_of", "evidence"),
        ("evidence.tasks.sweep_renditions", "evidence"),
        ("evidence.tasks.recognise_pages", "ocr"),
        ("evidence.tasks.carry_import", "imports"),
        ("evidence.tasks.sweep_imports", "imports"),
        ("filings.tasks.sweep_exports", "exports"),
        ("filings.tasks.deliver_here", "pulse"),
        ("filings.tasks.send_away", "celery"),
        ("filings.tasks.send_notices", "celery"),
        ("complaints.tasks.send_code_mails", "celery"),
        ("portal.tasks.heartbeat", "pulse"),
        ("evidence.tasks.sweep_timestamps", "celery"),
    ],
)
def test_work_goes_where_it_belongs(task: str, queue: str) -> None:
    assert app.amqp.router.route({}, task)["queue"].name == queue


def test_nothing_that_waits_for_somebody_elses_server_shares_the_queue_of_the_heartbeat() -> None:
    """A mail server that hangs would keep the sign of life. Whoever adds a task here knows that it asks the database alone."""
    app.loader.import_default_modules()
    queues = {task: app.amqp.router.route({}, task)["queue"].name for task in app.tasks}
    assert {task for task, queue in queues.items() if queue == "pulse"} == {
        "accounts.tasks.forget_ended_sign_ins",
        "accounts.tasks.forget_unsent",
        "complaints.tasks.expire_drafts",
        "complaints.tasks.forget_code_mails",
        "complaints.tasks.group_contacts",
        "filings.tasks.deliver_here",
        "filings.tasks.fold_tallies",
        "filings.tasks.sight_filings",
        "filings.tasks.sweep_deadlines",
        "filings.tasks.sweep_listings",
        "filings.tasks.sweep_parked",
        "filings.tasks.sweep_shares",
        "portal.tasks.heartbeat",
        "portal.tasks.try_storage",
    }


@pytest.mark.parametrize(
    "value", ["foo", "tcp://", "http://127.0.0.1:3310", "unix://", "unix:relative", "tcp://h:99999999"]
)
def test_a_scanner_that_nothing_answers_at_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CLAMD_URL", value)
    with pytest.raises(ImproperlyConfigured, match="CLAMD_URL"):
        environment.scanner()


@pytest.mark.parametrize("value", ["", "tcp://127.0.0.1:3310", "tcp://clamd", "unix:///run/clamav/clamd.ctl"])
def test_a_scanner_is_named_by_its_address(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CLAMD_URL", value)
    assert environment.scanner() == value
