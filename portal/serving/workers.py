"""Workers and beat, forked from one process that has read code and law: what nobody changes stands in memory once.

``manage.py serve`` starts it (``python -m portal.serving.workers``). It starts again what ends, as serve does with it. A
deployment may start each of them by its own command line instead (``commands``).
"""

import os
import signal
import subprocess
import sys
import time
import traceback
import warnings
from importlib import import_module
from types import FrameType

import django
from celery.bin.celery import main as celery
from celery.signals import worker_process_init

from portal.celery import app
from portal.serving.processes import Processes, be_called, commands, die_with_parent
from portal.serving.settling import settle

# What a worker reads when it starts, whatever its pool and its queue.
READ = (
    "celery.apps.beat", "celery.apps.worker", "celery.concurrency.prefork", "celery.concurrency.solo",
    "celery.concurrency.thread", "celery.worker.consumer", "kombu.transport.redis", "portal.urls",
)  # fmt: skip
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Serve asked to stop, or is gone."""


class Forked:
    """A child without a program of its own, told of as ``subprocess.Popen`` tells of one that has."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("a worker", timeout or 0)
            time.sleep(0.02)
        return code

    def send_signal(self, number: int, /) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def forked(name: str, command: list[str]) -> Forked:
    """A child that does what this command line of Celery says, without reading anything anew."""
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        return Forked(pid)
    code = 1
    try:
        os.setsid()  # as every process of serve: a group of its own, which ends as one
        # At once: the next parent starts a worker for each queue, and none may do a task beside it.
        die_with_parent(signal.SIGKILL)
        if os.getppid() == parent:
            be_called(name)
            for number in SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            sys.argv = command[command.index("celery") :]
            code = _code(celery())
    except SystemExit as end:
        code = _code(end.code)
    except BaseException:
        traceback.print_exc()
    finally:
        # Nothing of the parent's is wound up here: its own end does that.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _code(said: object) -> int:
    return said if isinstance(said, int) else int(said is not None)


def _with_its_worker(**_told: object) -> None:
    """A child of a worker's pool ends with that worker, in the middle of a task too: the next does it again."""
    die_with_parent(signal.SIGKILL)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def read() -> None:
    """All that a worker reads; neither a thread nor a connection is begun, which would not survive the fork."""
    django.setup()
    app.loader.import_default_modules()
    for name in READ:
        import_module(name)
    settle()


def main() -> None:
    # Celery warns of a worker that runs as root; on a machine where everything does, that is no news.
    warnings.filterwarnings("ignore", "You're running the worker")
    read()
    worker_process_init.connect(_with_its_worker, weak=False)
    for number in SIGNALS:
        signal.signal(number, _stop)
    processes = Processes(begin=forked)
    try:
        for name, command in commands("", 0).items():
            if name != "web":
                processes.start(name, command)
        while True:
            processes.revive(_say)
            time.sleep(0.5)
    except Stopped:
        pass
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        processes.stop()


if __name__ == "__main__":
    main()
