"""The web process as ``make run`` starts it, for the length of a measurement, and requests to it."""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management import CommandError

from portal.serving.processes import Processes, commands
from workbench.bench.urls import EMPTY

LOAD = Path(__file__).with_name("load.py")
START_PATIENCE = 60  # seconds
MOST_SECONDS = 300  # for one run of the load


@dataclass(frozen=True)
class Request:
    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None


EMPTY_REQUEST = Request(EMPTY)


@dataclass(frozen=True)
class Run:
    """How a run of requests went; times in milliseconds."""

    seconds: float
    times: list[float]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return percentile(self.times, 95)


def percentile(times: Sequence[float], percent: int) -> float:
    """The time that so many percent of the requests did not pass."""
    ordered = sorted(times)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


@contextmanager
def served() -> Iterator[int]:
    """The port of a web server with the options of ``make run`` and the empty view."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [
        "workbench.bench.wsgi:application" if part == "portal.wsgi:application" else part
        for part in commands("127.0.0.1", port)["web"]
    ]
    processes = Processes()
    try:
        processes.start("web", command)
        _wait(processes, port)
        yield port
    finally:
        processes.stop()


def _wait(processes: Processes, port: int) -> None:
    deadline = time.monotonic() + START_PATIENCE
    while time.monotonic() < deadline:
        if processes.ended():
            raise CommandError("The web process did not start; its last words are above.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CommandError(f"The web process does not answer after {START_PATIENCE} s.")


def send(port: int, requests: Sequence[Request], *, parallel: int, expect: int = 200) -> Run:
    """Send each request once, so many at a time. CommandError when an answer is missing or not the one expected."""
    plan: dict[str, Any] = {
        "port": port,
        "parallel": parallel,
        "requests": [vars(one) | {"headers": dict(one.headers)} for one in requests],
    }
    done = subprocess.run(
        [sys.executable, str(LOAD)],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
        env={**os.environ, "PYTHONPATH": ""},
    )
    if done.returncode:
        raise CommandError(f"The load ended with {done.returncode}:\n{done.stderr}")
    answer = json.loads(done.stdout)
    if len(answer["answers"]) != len(requests):
        raise CommandError(f"{len(answer['answers'])} answers to {len(requests)} requests")
    wrong = sorted({status for status, _time in answer["answers"] if status != expect})
    if wrong:
        count = sum(status != expect for status, _time in answer["answers"])
        first = requests[0]
        raise CommandError(
            f"{first.method} {first.path}: {count} of {len(requests)} were answered {wrong}, not {expect}"
        )
    return Run(answer["seconds"], [1_000 * seconds for _status, seconds in answer["answers"]])
