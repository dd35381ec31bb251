"""What ended by itself is started again, after a pause that grows; nothing that it left behind stays."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal import embedded
from portal.embedded.home import REPOSITORY
from portal.management.commands.serve import Command
from portal.serving.processes import Processes, commands

ENDS = [sys.executable, "-c", "raise SystemExit(3)"]
STAYS = [sys.executable, "-c", "import signal; signal.pause()"]


class Supervised:
    """Processes under a clock of our own, and what was said of them."""

    def __init__(self) -> None:
        self.now, self.said = 1000.0, list[str]()
        self.processes = Processes(clock=lambda: self.now)

    @property
    def running(self) -> subprocess.Popen[bytes]:
        return self.processes.kept["beat"].running

    def pause(self) -> int:
        """Let the process end, look, and return the pause that is kept before it is started again."""
        self.running.wait(30)
        ended = self.running
        self.processes.revive(self.said.append)
        pause = self.processes.kept["beat"].pause
        self.now += pause - 0.5
        self.processes.revive(self.said.append)
        assert self.running is ended
        self.now += 0.5
        self.processes.revive(self.said.append)
        assert self.running is not ended
        return pause


@pytest.fixture
def supervised() -> Iterator[Supervised]:
    supervised = Supervised()
    yield supervised
    supervised.processes.stop()


def test_the_pause_grows_to_a_minute_and_begins_anew_after_a_minute_that_went_well(
    supervised: Supervised,
) -> None:
    supervised.processes.start("beat", ENDS)
    assert [supervised.pause() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    supervised.now += 60
    assert [supervised.pause() for _ in range(2)] == [1, 2]
    assert supervised.said[:2] == [
        "The beat process ended by itself (exit 3); it is started again in 1 s.",
        "The beat process ended by itself (exit 3); it is started again in 2 s.",
    ]
    assert len(supervised.said) == 10


def test_one_that_was_killed_is_named_with_its_signal_and_the_others_are_left_alone(
    supervised: Supervised,
) -> None:
    supervised.processes.start("beat", STAYS)
    supervised.processes.start("web", STAYS)
    web = supervised.processes.kept["web"].running
    supervised.running.kill()
    assert supervised.pause() == 1
    assert supervised.said == ["The beat process ended by itself (SIGKILL); it is started again in 1 s."]
    assert supervised.processes.kept["web"].running is web
    assert web.poll() is None


def test_a_child_that_outlived_it_is_ended_before_it_is_started_again(
    supervised: Supervised, tmp_path: Path
) -> None:
    """One of the web's would keep the port, one of a worker's would do its task beside the next."""
    ending = tmp_path / "ending"
    supervised.processes.start(
        "beat",
        [sys.executable, "-c", (
            "import os, subprocess, sys;"
            "p = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']);"
            f"open({str(ending)!r}, 'w').write(str(p.pid)); os._exit(3)"
        )],
    )  # fmt: skip
    supervised.running.wait(30)
    left = Path("/proc") / ending.read_text()
    assert left.exists()
    supervised.processes.revive(supervised.said.append)
    assert _ended(left)


def _ended(process: Path) -> bool:
    """Gone, or only waiting for init to clear it away."""
    for _ in range(10_000):
        try:
            if (process / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
    return False


def test_a_machine_without_memory_for_another_process_is_tried_again(
    supervised: Supervised, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervised.processes.start("beat", ENDS)
    supervised.running.wait(30)
    supervised.processes.revive(supervised.said.append)
    with monkeypatch.context() as full:
        full.setattr(subprocess, "Popen", _no_memory)
        supervised.now += 1
        supervised.processes.revive(supervised.said.append)
    assert (
        supervised.said[1]
        == "The beat process cannot start (Cannot allocate memory); it is tried again in 2 s."
    )
    ended = supervised.running
    supervised.now += 2
    supervised.processes.revive(supervised.said.append)
    assert supervised.running is not ended


def _no_memory(*_given: Any, **_more: Any) -> None:
    raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))


def test_what_waits_for_its_next_start_is_not_started_by_stopping(supervised: Supervised) -> None:
    supervised.processes.start("beat", ENDS)
    supervised.running.wait(30)
    supervised.processes.revive(supervised.said.append)
    supervised.processes.stop()
    supervised.now += 100
    supervised.processes.revive(supervised.said.append)
    assert supervised.processes.kept == {}


def test_an_embedded_server_that_does_not_start_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, for an hour: the portal comes back when there is room, and nobody has to start it."""
    said: list[str] = []
    tries: list[float] = []
    now = [1000.0]
    ended = [True]

    class Held:
        def renew(self) -> None:
            tries.append(now[0])
            if len(tries) < 4:
                raise embedded.ServerFailed("PostgreSQL does not start: no space left on device")

    def has_ended() -> bool:
        return ended.pop() if ended else False

    monkeypatch.setattr(embedded, "ended", has_ended)
    monkeypatch.setattr("portal.management.commands.serve.time.monotonic", lambda: now[0])
    command: Any = Command()
    monkeypatch.setattr(command, "say", said.append)
    for _ in range(20):
        command._keep_servers(Held())
        now[0] += 1
    assert tries == [1000, 1001, 1003, 1007]
    assert said[0] == "An embedded server ended by itself; it is started again."
    assert [line.rsplit("\n", 1)[1] for line in said[1:]] == [
        f"It is tried again in {pause} s." for pause in (1, 2, 4)
    ]


@pytest.mark.parametrize(
    "read", ["import portal.wsgi", "from portal.serving.workers import read; read()"], ids=["web", "workers"]
)
def test_code_and_law_are_read_before_the_fork_and_nothing_begins_that_does_not_survive_it(read: str) -> None:
    """Neither a thread nor a connection goes through a fork; what is read once is left alone by the collector."""
    assert "--preload" in commands("127.0.0.1", 8000)["web"]
    program = (
        f"import gc, sys, threading; {read};"
        "from django.db import connections; from legal.corpus import load;"
        "print(load.cache_info().currsize, 'portal.urls' in sys.modules, gc.get_freeze_count() > 100_000,"
        " threading.active_count(), [one for one in connections.all() if one.connection or one.pool])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1 True True 1 []\n"


def test_a_pasted_message_is_read_in_less_than_twenty_milliseconds_and_loads_nothing_then() -> None:
    """Of processor time, its words explained: the wordings and the learned tables are there before the web is forked."""
    program = (
        "import pathlib, sys, time, portal.wsgi; from complaints.reading import read;"
        "from complaints.reading.learned import tables;"
        "lines = pathlib.Path('tests/complaints/reading/messages.tsv').read_text('utf-8').splitlines()[::40];"
        "before, took = set(sys.modules), []\n"
        "there = tables.cache_info().currsize\n"
        "for line in lines:\n"
        "    begun = time.process_time(); read(line.split('\t', 1)[1], explain=True)\n"
        "    took.append(time.process_time() - begun)\n"
        "print(there, len(took) > 20, sorted(took)[len(took) // 2] < 0.02, sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1 True True []\n"
