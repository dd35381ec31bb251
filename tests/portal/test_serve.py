"""``make run`` as a person meets it: up, stopped by Ctrl-C without a trace, and up again after a kill -9."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.portal.test_embedded import ROOT, environment_of, left_behind, manage, processes_of


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


PATIENCE = 300  # seconds, after which something hangs: a machine that runs the tests may be slow


class Serving:
    def __init__(self, home: Path, port: int) -> None:
        self.port = port
        self.log = home.with_suffix(f".{time.monotonic_ns()}.log")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(port)],
                cwd=ROOT, env=environment_of(home), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while "Stop with Ctrl-C" not in self.log.read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"it did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def status(self) -> int:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return answer.status
        except HTTPError as error:
            return error.code
        except OSError:
            return 0

    def is_well(self) -> bool:
        """Whether it says so at last: a machine that runs the tests may be slow."""
        deadline = time.monotonic() + PATIENCE
        while (well := self.status() == 200) is False and time.monotonic() < deadline:
            time.sleep(0.1)
        return well

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def _serving_still(home: Path) -> list[str]:
    """Which of web, worker and beat still run, once the children of a killed supervisor had a moment to notice."""
    deadline = time.monotonic() + PATIENCE
    while left := [line for line in processes_of(home) if "gunicorn" in line or "portal.serving" in line]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    return left


def test_a_killed_supervisor_takes_its_processes_along_and_the_next_start_adopts_its_database(tmp_path):
    home, port = tmp_path / "home", _free_port()
    first = Serving(home, port)
    server = (home / "pg" / "postmaster.pid").read_text().split()[0]
    first.end(signal.SIGKILL)
    assert _serving_still(home) == []
    second = Serving(home, port)
    try:
        assert (home / "pg" / "postmaster.pid").read_text().split()[0] == server
        assert second.is_well()
    finally:
        second.end(signal.SIGTERM)
    assert left_behind(home) == []


APART = {"worker", "pulse", "examiner", "reader", "importer", "exporter", "beat"}


def _children(serving: Serving) -> dict[str, int]:
    """The process ids of those that it keeps running, by the name that it gives them, and of those that its ``workers`` forks."""
    called = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
            command = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
            _anning, _space, name = (process / "comm").read_text().strip().partition("anning ")
        except OSError:
            continue
        if "gunicorn" in command:
            name = "web"
        elif "portal.serving.workers" in command:
            name = name or "workers"
        if name:
            called[name, parent] = int(process.name)
    found = {name: pid for (name, parent), pid in called.items() if parent == serving.process.pid}
    parent = found.get("workers")
    return found | {name: pid for (name, above), pid in called.items() if above == parent and name in APART}


def _wait_for_others(serving: Serving, killed: dict[str, int]) -> None:
    """Until everything runs, and in the place of what was killed something else."""
    deadline = time.monotonic() + PATIENCE
    while (now := _children(serving)).keys() != {"web", "workers", *APART} or killed.items() & now.items():
        assert time.monotonic() < deadline, serving.log.read_text()
        time.sleep(0.1)


def test_what_dies_is_started_again_and_ctrl_c_leaves_nothing(tmp_path):
    """The database, the reader (the likeliest victim of a machine without memory), beat, and the web with its port; then the
    parent of all workers, which takes them along."""
    home = tmp_path / "home"
    serving = Serving(home, _free_port())
    try:
        assert serving.is_well()
        second = manage(home, "serve", "--port", str(_free_port()))
        _, err = second.communicate(timeout=PATIENCE)
        assert second.returncode == 1
        assert "Anning runs already from" in err
        _wait_for_others(serving, {})
        killed = {name: pid for name, pid in _children(serving).items() if name in ("web", "reader", "beat")}
        os.kill(int((home / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        for process in killed.values():
            os.kill(process, signal.SIGKILL)
        _wait_for_others(serving, killed)
        before = {name: pid for name, pid in _children(serving).items() if name != "web"}
        os.kill(before["workers"], signal.SIGKILL)
        _wait_for_others(serving, before)
        assert serving.is_well()
        said = serving.log.read_text()
        assert "An embedded server ended by itself; it is started again." in said
        for name in ("web", "reader", "beat", "workers"):
            assert f"The {name} process ended by itself (SIGKILL); it is started again in 1 s." in said
    finally:
        code = serving.end(signal.SIGINT)
    assert code == 0
    assert "Stopped." in serving.log.read_text()
    assert left_behind(home) == []
    assert not (home / "run" / "serving").exists()


def test_a_busy_port_is_named_and_nothing_is_started(tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        command = manage(tmp_path, "serve", "--port", str(port))
        _, err = command.communicate(timeout=PATIENCE)
    assert command.returncode == 1
    assert f"Port {port} is in use by another program. Choose another: PORT={port + 1} make run" in err
    assert not (tmp_path / "pg").exists()
