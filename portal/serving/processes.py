"""The processes that serve: web, workers, beat. They end with whoever started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
GENTLY, AT_ONCE = 15, 5  # seconds to finish after SIGTERM, after SIGKILL
OTHERS_TOO = GENTLY + 2 * AT_ONCE  # for who stops processes of its own
FIRST_PAUSE, LONGEST_PAUSE, STEADY = 1, 60, 60  # seconds: before another start; a run that begins them anew


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
    """The command lines; a deployment may start the same under its own supervisor."""
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
            # A page of a desk's queue whose every row is ticked names a hundred cases in its address.
            "--limit-request-line", "8190",
            "--preload", "--no-control-socket", "--log-level", "warning",
        ],
        "worker": [*celery, "worker", "--queues", settings.CELERY_TASK_DEFAULT_QUEUE,
                   "--concurrency", os.environ.get("WORKERS", "2"), *alike, "--max-tasks-per-child", "200"],
        **apart,
        "beat": [*celery, "beat", "--schedule", beat_file, "--pidfile", "", "--loglevel", "WARNING"],
    }  # fmt: skip


def supervised(host: str, port: int) -> dict[str, list[str]]:
    """What serve itself starts: the web, and the parent of all others."""
    return {
        "web": commands(host, port)["web"],
        "workers": [sys.executable, "-m", "portal.serving.workers"],
    }


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """In the child, before it becomes the program: the kernel tells it when its parent is gone, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number)


def be_called(name: str) -> None:
    """In a child without a program of its own: what the lists of processes call it (``ps -eo pid,comm``)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_NAME, f"anning {name}".encode()[:15], 0, 0, 0)


class Running(Protocol):
    """What is asked of a process."""

    pid: int

    @property
    def returncode(self) -> Any: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, number: int, /) -> None: ...


def next_pause(before: int) -> int:
    """The seconds before another start, after a pause of so many that was not long enough: 1, 2, 4 … 60."""
    return min(max(FIRST_PAUSE, before * 2), LONGEST_PAUSE)


@dataclass
class Process:
    """One that is kept running. The times are those of the monotonic clock, in seconds."""

    command: list[str]
    running: Running
    begun: float
    pause: int = 0
    again_at: float | None = None  # only while it does not run


class Processes:
    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        begin: Callable[[str, list[str]], Running] | None = None,
        gently: float = GENTLY,
    ) -> None:
        self.kept: dict[str, Process] = {}
        self._clock, self._begin, self._gently = clock, begin or _started, gently

    def start(self, name: str, command: list[str]) -> None:
        self.kept[name] = Process(command, self._begin(name, command), self._clock())

    def ended(self) -> str | None:
        """The name of a process that ended by itself, if any did."""
        return next((name for name, process in self.kept.items() if process.running.poll() is not None), None)

    def revive(self, say: Callable[[str], None]) -> None:
        """Start again what ended by itself, after a pause that doubles as long as it does not stay up for a minute."""
        for name, process in self.kept.items():
            if process.again_at is None and process.running.poll() is not None:
                # Its children first: a worker of the web that outlived it would keep the port.
                self._signal(process, signal.SIGKILL)
                if self._clock() - process.begun >= STEADY:
                    process.pause = 0
                how = _how(process.running.returncode)
                self._rest(process, f"The {name} process ended by itself ({how}); it is started", say)
            elif process.again_at is not None and self._clock() >= process.again_at:
                try:
                    process.running = self._begin(name, process.command)
                except OSError as error:  # no memory for another process: what took it may be gone in a while
                    self._rest(
                        process, f"The {name} process cannot start ({error.strerror}); it is tried", say
                    )
                else:
                    process.begun, process.again_at = self._clock(), None

    def _rest(self, process: Process, why: str, say: Callable[[str], None]) -> None:
        process.pause = next_pause(process.pause)
        process.again_at = self._clock() + process.pause
        say(f"{why} again in {process.pause} s.")

    def stop(self) -> None:
        """Web first, so that nothing new comes in; then beat; then the workers, which finish what they hold."""
        there = {name: process for name, process in self.kept.items() if process.again_at is None}
        for name in sorted(there, key=lambda name: (name != "web", name != "beat")):
            self._signal(there[name], signal.SIGTERM)
        deadline = time.monotonic() + self._gently
        while (
            any(process.running.poll() is None for process in there.values()) and time.monotonic() < deadline
        ):
            time.sleep(0.05)
        for process in there.values():
            self._signal(process, signal.SIGKILL)  # the group: a child that outlived its parent goes too
            process.running.wait(AT_ONCE)
        self.kept.clear()

    @staticmethod
    def _signal(process: Process, number: int) -> None:
        if process.running.poll() is not None and number != signal.SIGKILL:
            return
        try:
            if number == signal.SIGKILL:
                os.killpg(process.running.pid, number)
            else:
                process.running.send_signal(number)
        except (ProcessLookupError, PermissionError):
            pass


def _started(_name: str, command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the supervisor alone, which stops the others in order.
    return subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )


def _how(code: int) -> str:
    """How a process ended, by the code that the system gives: below zero, the signal that ended it."""
    if code >= 0:
        return f"exit {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def remove_leftovers() -> None:
    """Beat's note of when it last asked for what; a fresh start begins afresh."""
    path = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink(missing_ok=True)
