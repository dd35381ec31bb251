"""The first holder starts, the last one stops, and one that was killed counts no more."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from portal.embedded.holders import Hold, living

ROOT = Path(__file__).resolve().parents[2]


class Servers:
    """Stands for the servers: counts how often they were started and stopped."""

    def __init__(self, run: Path) -> None:
        self.run, self.running, self.starts, self.stops = run, False, 0, 0

    def start(self) -> None:
        self.starts += not self.running
        self.running = True

    def stop(self) -> None:
        self.stops += 1
        self.running = False

    def hold(self) -> Hold:
        return Hold(self.run, start=self.start, stop=self.stop)


@pytest.fixture
def servers(tmp_path: Path) -> Servers:
    return Servers(tmp_path / "run")


def _other_process(run: Path) -> "subprocess.Popen[str]":
    """A process that takes a hold, says so, and waits to be killed or for its input to end."""
    program = """
        import sys
        from pathlib import Path
        from portal.embedded.holders import Hold
        with Hold(Path(sys.argv[1]), start=lambda: None, stop=lambda: print("stopped", flush=True)):
            print("held", flush=True)
            sys.stdin.read()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(run)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_last_of_two_holders_stops(servers):
    with servers.hold():
        with servers.hold():
            assert (servers.starts, servers.stops) == (1, 0)
        assert servers.stops == 0
    assert (servers.starts, servers.stops) == (1, 1)
    assert list((servers.run / "holders").iterdir()) == []


def test_another_process_keeps_them_running_and_stops_them_at_its_end(servers):
    other = _other_process(servers.run)
    with servers.hold():
        assert sorted(living(servers.run)) == sorted([os.getpid(), other.pid])
    assert servers.stops == 0
    out, _ = other.communicate("")
    assert out == "stopped\n"
    assert other.returncode == 0


def test_a_killed_holder_does_not_count(servers):
    other = _other_process(servers.run)
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert len(list((servers.run / "holders").iterdir())) == 1
    with servers.hold():
        assert living(servers.run) == [os.getpid()]
    assert servers.stops == 1


def test_a_start_that_fails_holds_nothing_and_stops_what_did_start(servers):
    def fail() -> None:
        servers.start()
        raise RuntimeError("no room")

    with pytest.raises(RuntimeError):
        Hold(servers.run, start=fail, stop=servers.stop).take()
    assert list((servers.run / "holders").iterdir()) == []
    assert not servers.running


def test_a_start_that_fails_leaves_the_servers_to_those_who_hold_them(servers):
    def fail() -> None:
        raise RuntimeError("no room")

    with servers.hold():
        with pytest.raises(RuntimeError):
            Hold(servers.run, start=fail, stop=servers.stop).take()
        assert servers.running


def test_a_forked_child_does_not_give_back_what_its_parent_holds(servers):
    hold = servers.hold().take()
    child = os.fork()
    if child == 0:
        hold.release()
        os._exit(0)
    os.waitpid(child, 0)
    assert living(servers.run) == [os.getpid()]
    hold.release()
    assert servers.stops == 1
