"""Who needs the embedded servers: the first holder starts them, the last one stops them.

A holder is a file in ``run/holders`` that its process keeps locked (flock). The lock ends with the process however it
ends, so a holder that was killed counts no more; ``run/lock`` keeps starting and stopping one at a time.
"""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def _alone(run: Path) -> Iterator[None]:
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(run / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_held(path: Path) -> bool:
    try:
        with open(path) as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def living(run: Path) -> list[int]:
    """The process ids that hold the servers now; files of the dead are swept away. Call it under the lock."""
    found = []
    for path in sorted((run / "holders").glob("*")):
        if _is_held(path):
            found.append(int(path.name.split("-")[0]))
        else:
            path.unlink(missing_ok=True)
    return found


class Hold:
    """One process's hold on the servers of one folder."""

    def __init__(self, run: Path, *, start: Callable[[], None], stop: Callable[[], None]) -> None:
        self.run, self._start, self._stop = run, start, stop
        self._file: IO[str] | None = None
        self._path = run / "holders" / f"{os.getpid()}-{secrets.token_hex(4)}"
        self._process = os.getpid()

    def take(self) -> "Hold":
        """Start what does not run yet, and keep it running until :meth:`release`. Raises what starting raises."""
        with _alone(self.run):
            (self.run / "holders").mkdir(mode=0o700, exist_ok=True)
            others = living(self.run)
            try:
                self._start()
            except BaseException:
                if not others:
                    self._stop()  # what did start must not stay behind
                raise
            self._file = open(self._path, "w")  # noqa: SIM115  (held open: the lock is the hold)
            fcntl.flock(self._file, fcntl.LOCK_EX)
        return self

    def renew(self) -> None:
        """Start again what has ended although it was held. Raises what starting raises."""
        with _alone(self.run):
            self._start()

    def release(self) -> None:
        """Give the hold back; the last holder stops the servers. A forked child's copy does nothing."""
        if self._file is None or os.getpid() != self._process:
            return
        with _alone(self.run):
            fcntl.flock(self._file, fcntl.LOCK_UN)
            self._file.close()
            self._file = None
            self._path.unlink(missing_ok=True)
            if not living(self.run):
                self._stop()

    def __enter__(self) -> "Hold":
        return self.take()

    def __exit__(self, *_: object) -> None:
        self.release()
