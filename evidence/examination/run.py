"""The side of the examination that is trusted: starts the confined process, waits, and reads its one line."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from evidence.examination import confinement, recognition
from evidence.examination.finding import Finding

MEMORY = 1280 * 1024 * 1024  # bytes of address space; a 48-megapixel HEIC needs three quarters of it
PROCESSOR_SECONDS = 40
WALL_SECONDS = 90
# A recording is decoded and written again whole: as long as the lease of the work allows.
RECORDING_SECONDS = 420
RECORDING_WALL_SECONDS = 480
MOST_OF_A_PART = 16 * 1024 * 1024
OUTPUT = 300 * 1024 * 1024  # bytes a written file may reach
_ROOT = Path(__file__).resolve().parent.parent.parent
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from {child} import main; main(sys.argv[1:])"
# Compiled code of the project is kept beside it, before anything is read, unless this process may not do so either.
_BYTECODE = ("-B",) if sys.dont_write_bytecode else ()
_ONE_LINE = 1024 * 1024


class Exceeded(Exception):
    """The process ended without a word: out of time or memory, or killed. Another try may go better."""


class Unconfined(OSError):
    """This machine cannot confine a process, so the stranger's file was not read. The portal's fault, not the file's."""


@dataclass(frozen=True)
class Part:
    """One of the further copies: which, and its bytes."""

    kind: str
    page: int
    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None
    tool: str = ""


@dataclass
class Examined:
    """``clean`` and ``thumbnail`` are open, at their beginning, and vanish when closed; None when there is none."""

    finding: Finding
    clean: BinaryIO | None
    thumbnail: BinaryIO | None
    rest: BinaryIO

    def parts(self) -> Iterator[Part]:
        """The further copies, one after the other in memory."""
        return _parts(self.finding, self.rest)


def _parts(finding: Finding, rest: BinaryIO) -> Iterator[Part]:
    rest.seek(0)
    for one in finding.parts:
        more = {key: value for key, value in one.items() if key != "size"}
        yield Part(content=rest.read(min(int(one["size"]), MOST_OF_A_PART)), **more)


def started(
    child: str, arguments: list[str], *, descriptors: list[int], stdout: IO[bytes] | int
) -> subprocess.Popen[bytes]:
    """A process of its own for ``main`` of the module ``child``: no secrets, no input, only these descriptors."""
    return subprocess.Popen(
        [sys.executable, "-I", *_BYTECODE, "-c", _START.format(child=child), str(_ROOT), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        pass_fds=descriptors,
        cwd="/",
        env={
            "LC_ALL": "C.UTF-8",
            "MALLOC_ARENA_MAX": "2",
            "RAYON_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            # The library that runs the models keeps a diary for its maker otherwise, and would send it.
            "ORT_DISABLE_TELEMETRY": "1",
        },
        start_new_session=True,
    )


@dataclass(frozen=True)
class _Limits:
    wall: float
    seconds: int


def _limits(source: BinaryIO, wall: float) -> _Limits:
    head = os.pread(source.fileno(), recognition.HEAD, 0)
    if recognition.of_beginning(head).startswith(("audio/", "video/")):
        return _Limits(max(wall, RECORDING_WALL_SECONDS) if wall >= WALL_SECONDS else wall, RECORDING_SECONDS)
    return _Limits(wall, PROCESSOR_SECONDS)


def _child(
    task: str,
    files: tuple[BinaryIO, BinaryIO, BinaryIO, BinaryIO],
    limits: _Limits,
    pages: tuple[int, int] = (0, 0),
) -> Finding:
    source = files[0]
    source.flush()
    source.seek(0)
    descriptors = [file.fileno() for file in files]
    size = os.fstat(descriptors[0]).st_size
    numbers = [*descriptors, size, MEMORY, limits.seconds, OUTPUT, *pages]
    with tempfile.TemporaryFile() as said:
        arguments = [task, *map(str, numbers)]
        process = started("evidence.examination.child", arguments, descriptors=descriptors, stdout=said)
        return finding_of(process, said, limits.wall)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process of ``started`` and whatever it has started, if anything, and take note how it ended."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(process: subprocess.Popen[bytes], wall: float) -> None:
    """Wait until a confined process ends, and end it after ``wall`` seconds, with all of its group. Raises Unconfined."""
    clock = threading.Timer(wall, os.killpg, (process.pid, signal.SIGKILL))
    clock.start()
    try:
        # Not yet waited for: while it is there as a corpse, its number and that of its group are nobody else's.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    finally:
        clock.cancel()
        clock.join()
        end(process)
    if process.returncode == confinement.EXIT:
        raise Unconfined("this machine does not confine processes (seccomp)")


def finding_of(
    process: subprocess.Popen[bytes], said: BinaryIO, wall: float, longest: int = _ONE_LINE
) -> Finding:
    """The one line that a confined process speaks into ``said``. Raises Exceeded when it ends without, and Unconfined."""
    wait_for(process, wall)
    said.seek(0)
    line = said.read(longest)
    if process.returncode != 0 or not line:
        raise Exceeded(f"the examination ended with {process.returncode}")
    try:
        return Finding(**json.loads(line))
    except (ValueError, TypeError):
        raise Exceeded("the examination did not speak sense") from None


def _first_page(clean: BinaryIO, thumbnail: BinaryIO, limits: _Limits) -> bool:
    """In a process of its own, so that a page that cannot be drawn does not cost the copy."""
    with tempfile.TemporaryFile() as nothing, tempfile.TemporaryFile() as rest:
        try:
            return _child("thumbnail", (clean, nothing, thumbnail, rest), limits).thumbnail
        except Exceeded:
            return False


@contextmanager
def examine(source: BinaryIO, *, wall: float = WALL_SECONDS) -> Iterator[Examined]:
    """Examine the plain bytes in ``source`` (a real file). Raises Exceeded, Unconfined.

    The files have no name in any folder: a crash at any moment leaves nothing readable behind.
    """
    limits = _limits(source, wall)
    with (
        tempfile.TemporaryFile() as clean,
        tempfile.TemporaryFile() as thumbnail,
        tempfile.TemporaryFile() as rest,
    ):
        finding = _child("copy", (source, clean, thumbnail, rest), limits)
        copied = not finding.code
        small = copied and finding.thumbnail
        if copied and finding.media_type == "application/pdf":
            small = _first_page(clean, thumbnail, limits)
        clean.seek(0)
        thumbnail.seek(0)
        yield Examined(finding, clean if copied else None, thumbnail if small else None, rest)


@contextmanager
def draw_pages(
    clean: BinaryIO, first: int, last: int, *, wall: float = WALL_SECONDS
) -> Iterator[Iterator[Part]]:
    """Pictures and words of some pages of a clean PDF (a real file). Raises Exceeded, Unconfined.

    What cannot be drawn is missing among the parts.
    """
    with (
        tempfile.TemporaryFile() as nothing,
        tempfile.TemporaryFile() as none,
        tempfile.TemporaryFile() as rest,
    ):
        limits = _Limits(wall, PROCESSOR_SECONDS)
        finding = _child("pages", (clean, nothing, none, rest), limits, (first, last))
        yield _parts(finding, rest)
