"""A real worker for flow tests: ``celery -A portal worker`` on the test's database and broker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from portal.celery import app

ROOT = Path(__file__).resolve().parents[1]
# These wait for processes that they start, or are long by themselves: they begin first, beside what others count out.
FIRST = (
    "tests/portal/test_serve.py",
    "tests/portal/test_worker.py",
    "tests/flows/test_backup.py",
    "tests/filings/test_killed_workers.py",
    "tests/flows/test_demo.py",
    "tests/flows/test_visibility.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


class Worker:
    """One worker process group; a test may kill it as a power cut would, and start it again."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, within: float = 90) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "LOG_LEVEL": "INFO",
            **self._mail(),
        }
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "portal",
            "worker",
            "--concurrency=1",
            "--loglevel=INFO",
        ]
        command += [
            "--without-gossip",
            "--without-mingle",
            f"--hostname=test-{os.getpid()}-{time.monotonic_ns()}@localhost",
        ]
        seen = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + within
        while b" ready." not in self.log.read_bytes()[seen:]:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                pytest.fail(f"the worker did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9 of the worker and its children: nothing is finished, nothing is acknowledged."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    @staticmethod
    def _mail() -> dict[str, str]:
        """A test that points Django's mail at a server of its own points the worker there too."""
        if not getattr(settings, "EMAIL_HOST", "") or "smtp" not in settings.EMAIL_BACKEND:
            return {}
        return {"EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"}


@pytest.fixture
def broker(servers: object) -> Iterator[str]:
    """The test's broker, empty before and after: the address that ``task.delay`` publishes to."""
    app.control.purge()
    yield settings.CELERY_BROKER_URL
    app.control.purge()


@pytest.fixture
def celery_worker_process(transactional_db: None, broker: str, tmp_path: Path) -> Iterator[Worker]:
    """A started worker. Rows must be committed for it to see them, so the test is transactional."""
    worker = Worker(tmp_path / "worker.log")
    worker.start()
    yield worker
    worker.stop()
