"""Workers killed with SIGKILL, as a power cut would: what was sent is not sent again, what was not sent is."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from filings import services
from filings.models import Delivery, Export, Filing
from filings.moves import State
from tests.cases import add_exhibit, make_case, make_desk, make_mail_recipient, queued
from tests.filings.mailbox import HANG, Mailbox, serving

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)
SWEEP = "import django; django.setup(); from filings import services; services.sweep_outbox()"
LATER = timedelta(days=1)


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 30
    with serving(box):
        yield box


def start(code: str, box: Mailbox | None = None) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    if box is not None:
        environment["EMAIL_URL"] = f"smtp://127.0.0.1:{box.port}"
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment)


def kill(process: "subprocess.Popen[bytes]") -> None:
    assert process.poll() is None, "the worker ended by itself"
    process.send_signal(signal.SIGKILL)
    process.wait(10)


def now(filing: Filing) -> Filing:
    return Filing.objects.get(pk=filing.pk)


def test_killed_between_the_end_mark_and_the_save_is_unknown_and_not_sent_twice(mailbox: Mailbox):
    filing = queued(make_case(email="", at=timezone.now()), make_mail_recipient(), at=timezone.now())
    mailbox.answers.append(HANG)
    worker = start(SWEEP, mailbox)
    assert mailbox.reached.wait(60), "the message never reached the server"
    kill(worker)
    mailbox.go_on.set()

    assert services.sweep_outbox() == 0  # the lease is still running
    row = filing.deliveries.get()
    assert (row.state, row.handed_over_at is not None) == (Delivery.State.SENDING, True)

    for days in range(1, 4):
        services.sweep_outbox(at=timezone.now() + days * LATER)
    assert now(filing).state == State.SENT_UNKNOWN
    assert filing.deliveries.get().state == Delivery.State.UNKNOWN
    assert len(mailbox.received) == 1


def test_killed_before_the_message_is_sent_by_the_next(mailbox: Mailbox):
    filing = queued(make_case(email="", at=timezone.now()), make_mail_recipient(), at=timezone.now())
    mailbox.at_rcpt.append(HANG)
    worker = start(SWEEP, mailbox)
    assert mailbox.reached.wait(60), "the worker never reached the server"
    kill(worker)
    mailbox.go_on.set()

    services.sweep_outbox(at=timezone.now() + LATER)
    services.sweep_outbox(at=timezone.now() + 2 * LATER)
    assert now(filing).state == State.SENT
    assert [row.state for row in filing.deliveries.order_by("attempt")] == ["failed", "done"]
    assert len(mailbox.received) == 1


def test_an_export_of_a_killed_worker_is_built_by_the_next(tmp_path: Path):
    case = make_case(email="", at=timezone.now())
    for colour in ("red", "green"):
        add_exhibit(case, colour=colour, name=f"{colour}.png")
    queued(case, make_desk()[0], at=timezone.now())
    export = services.request_export(by=case.by, complaint=case.complaint)
    reached = tmp_path / "reached"
    code = f"""
import django; django.setup()
import pathlib, time
from filings import services
from filings.models import Export
def stop(done, total):
    pathlib.Path({str(reached)!r}).touch()
    time.sleep(60)
services.build_export(export=Export.objects.get(pk={str(export.pk)!r}), progress=stop)
"""
    worker = start(code)
    wait_for(reached, worker)
    kill(worker)

    export = services.build_export(export=export)
    assert (export.state, export.done) == (Export.State.BUILDING, 1)
    export = services.build_export(export=export, at=timezone.now() + LATER)
    assert (export.state, export.attempts, export.done) == (Export.State.DONE, 2, export.total)
    with services.open_export(by=case.by, export=export) as bundle:
        assert bundle.read(2) == b"PK"


def wait_for(path: Path, process: "subprocess.Popen[bytes]") -> None:
    for _each in range(1200):
        if path.exists():
            return
        assert process.poll() is None, "the worker ended by itself"
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    pytest.fail(f"{path.name} was not reached")


def test_two_processes_with_two_hash_seeds_write_the_same_bundle(tmp_path: Path):
    """P9, from the frozen row in the database, both at the same time."""
    case = make_case(email="", at=timezone.now())
    for colour in ("red", "green", "blue"):
        add_exhibit(case, colour=colour, name=f"{colour}.png")
    queued(case, make_desk()[0], at=timezone.now())
    export = services.request_export(by=case.by, complaint=case.complaint)
    targets = [tmp_path / seed / "bundle.zip" for seed in ("1", "4242")]
    workers = []
    for target in targets:
        code = f"""
import django; django.setup()
import pathlib
from filings.models import Export
from filings.services.bundles.exports import write_bundle
write_bundle(Export.objects.get(pk={str(export.pk)!r}), pathlib.Path({str(target)!r}))
"""
        environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONHASHSEED": target.parent.name
        }  # fmt: skip
        workers.append(subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment))
    assert [worker.wait(120) for worker in workers] == [0, 0]
    first, second = (target.read_bytes() for target in targets)
    assert len(first) > 10_000
    assert first == second
