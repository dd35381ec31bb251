"""The side of the examination that is trusted: starts the confined process, waits, and reads its one line."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from evidence.examination.finding import Finding

MEMORY = 1280 * 1024 * 1024  # bytes of address space; a 48-megapixel HEIC needs three quarters of it
PROCESSOR_SECONDS = 40
WALL_SECONDS = 90
OUTPUT = 300 * 1024 * 1024  # bytes a written file may reach
_ROOT = Path(__file__).resolve().parent.parent.parent
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from {child} import main; main(sys.argv[1:])"
_ONE_LINE = 64 * 1024


class Exceeded(Exception):
    """The process ended without a word: out of time or memory, or killed. Another try may go better."""


@dataclass
class Examined:
    """``clean`` and ``thumbnail`` are open, at their beginning, and vanish when closed; None when there is none."""

    finding: Finding
    clean: BinaryIO | None
    thumbnail: BinaryIO | None


def started(
    child: str, arguments: list[str], *, descriptors: list[int], stdout: IO[bytes] | int
) -> subprocess.Popen[bytes]:
    """A process of its own for ``main`` of the module ``child``: no secrets, no input, only these descriptors."""
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", _START.format(child=child), str(_ROOT), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        pass_fds=descriptors,
        cwd="/",
        env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "1"},
        start_new_session=True,
    )


def _child(task: str, source: BinaryIO, clean: BinaryIO, thumbnail: BinaryIO, wall: float) -> Finding:
    source.flush()
    source.seek(0)
    descriptors = [source.fileno(), clean.fileno(), thumbnail.fileno()]
    size = os.fstat(descriptors[0]).st_size
    numbers = [*descriptors, size, MEMORY, PROCESSOR_SECONDS, OUTPUT]
    with tempfile.TemporaryFile() as said:
        arguments = [task, *map(str, numbers)]
        process = started("evidence.examination.child", arguments, descriptors=descriptors, stdout=said)
        clock = threading.Timer(wall, process.kill)
        clock.start()
        try:
            process.wait()
        finally:
            clock.cancel()
            if process.poll() is None:
                process.kill()
                process.wait()
        said.seek(0)
        line = said.read(_ONE_LINE)
    if process.returncode != 0 or not line:
        raise Exceeded(f"the examination ended with {process.returncode}")
    try:
        return Finding(**json.loads(line))
    except (ValueError, TypeError):
        raise Exceeded("the examination did not speak sense") from None


def _first_page(clean: BinaryIO, thumbnail: BinaryIO, wall: float) -> bool:
    """In a process of its own, so that a page that cannot be drawn does not cost the copy."""
    with tempfile.TemporaryFile() as nothing:
        try:
            return _child("page", clean, nothing, thumbnail, wall).thumbnail
        except Exceeded:
            return False


@contextmanager
def examine(source: BinaryIO, *, wall: float = WALL_SECONDS) -> Iterator[Examined]:
    """Examine the plain bytes in ``source`` (a real file). Raises Exceeded.

    The files have no name in any folder: a crash at any moment leaves nothing readable behind.
    """
    with tempfile.TemporaryFile() as clean, tempfile.TemporaryFile() as thumbnail:
        finding = _child("copy", source, clean, thumbnail, wall)
        copied = not finding.code
        small = copied and finding.thumbnail
        if copied and finding.media_type == "application/pdf":
            small = _first_page(clean, thumbnail, wall)
        clean.seek(0)
        thumbnail.seek(0)
        yield Examined(finding, clean if copied else None, thumbnail if small else None)
