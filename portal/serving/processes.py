"""The processes that serve: web, workers, beat. They end with whoever started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

PR_SET_PDEATHSIG = 1
GENTLY, AT_ONCE = 15, 5  # seconds to finish after SIGTERM, after SIGKILL


# A slow kind of work has a queue and a worker of its own, so that it never keeps a filing waiting. One task at a time
# each: on a small machine two large files, pages or bundles at once would cost more memory than they save time.
# Examiner, reader and importer are one process each (solo): strangers' files are read in a child with limits of its own.
# The heartbeat and the short sweeps share one process with a few threads: they wait for the database and for nothing else.
APART = {
    "pulse": ("pulse", ["--pool", "threads", "--concurrency", "4"]),
    "examiner": ("evidence", ["--pool", "solo"]),
    "reader": ("ocr", ["--pool", "solo"]),
    "importer": ("imports", ["--pool", "solo"]),
    "exporter": ("exports", ["--concurrency", "1", "--max-tasks-per-child", "20"]),
}


def commands(host: str, port: int) -> dict[str, list[str]]:
    """The command lines; a deployment starts the same under its own supervisor."""
    # Celery warns of a worker that runs as root; on a machine where everything does, that is no news.
    celery = [
        sys.executable,
        "-W",
        "ignore:You're running the worker",
        "-m",
        "celery",
        "--quiet",
        "-A",
        "portal",
    ]
    alike = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    apart = {
        name: [*celery, "worker", "--queues", queue, *pool, "--hostname", f"{name}@%h", *alike]
        for name, (queue, pool) in APART.items()
    }
    beat_file = settings.CELERY_BEAT_SCHEDULE_FILENAME
    return {
        "web": [
            sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"{host}:{port}",
            "--worker-class", "gthread", "--workers", os.environ.get("WEB_WORKERS", "2"), "--threads", "8",
            "--timeout", "120", "--graceful-timeout", "10", "--max-requests", "5000", "--max-requests-jitter", "500",
            "--no-control-socket", "--log-level", "warning",
        ],
        "worker": [*celery, "worker", "--queues", settings.CELERY_TASK_DEFAULT_QUEUE,
                   "--concurrency", os.environ.get("WORKERS", "2"), *alike, "--max-tasks-per-child", "200"],
        **apart,
        "beat": [*celery, "beat", "--schedule", beat_file, "--pidfile", "", "--loglevel", "WARNING"],
    }  # fmt: skip


def _die_with_parent() -> None:
    """In the child, before it becomes the program: the kernel tells it when the supervisor is gone, even by kill -9."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Processes:
    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str]) -> None:
        # A session of its own: Ctrl-C reaches the supervisor alone, which stops the others in order.
        self.running[name] = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )

    def ended(self) -> str | None:
        """The name of a process that ended by itself, if any did."""
        return next((name for name, process in self.running.items() if process.poll() is not None), None)

    def stop(self) -> None:
        """Web first, so that nothing new comes in; then beat; then the workers, which finish what they hold."""
        for name in ("web", "beat", *(self.running.keys() - {"web", "beat"})):
            self._signal(name, signal.SIGTERM)
        deadline = time.monotonic() + GENTLY
        while (
            any(process.poll() is None for process in self.running.values()) and time.monotonic() < deadline
        ):
            time.sleep(0.05)
        for name, process in self.running.items():
            self._signal(name, signal.SIGKILL)  # the group: a child that outlived its parent goes too
            process.wait(AT_ONCE)
        self.running.clear()

    def _signal(self, name: str, number: int) -> None:
        process = self.running.get(name)
        if process is None or (process.poll() is not None and number != signal.SIGKILL):
            return
        try:
            if number == signal.SIGKILL:
                os.killpg(process.pid, number)
            else:
                process.send_signal(number)
        except (ProcessLookupError, PermissionError):
            pass


def remove_leftovers() -> None:
    """Beat's note of when it last asked for what; a fresh start begins afresh."""
    path = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink(missing_ok=True)
