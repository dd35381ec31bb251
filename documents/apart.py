"""Typst in a process of its own. It never gives back what it remembers of a job; a process that ends does.

``with apart():`` everything that is set within goes there, and the process is replaced once it has grown. Also the
program that runs there: ``python -I apart.py FONTS ROOT`` answers jobs on standard input until that is closed.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

GROWN = 120 << 10  # kilobytes of memory at which the process is replaced
_LENGTH = struct.Struct(">I")


class Broken(Exception):
    """The process ended without an answer, or answered that the job cannot be set; the message says what it said."""


@dataclass
class Press:
    """The other process, started with the first job."""

    fonts: str
    root: str
    _process: subprocess.Popen[bytes] | None = None
    jobs: int = field(default=0)

    def compile(self, job: dict[str, Any]) -> bytes:
        """One PDF; the same bytes as in this process. Raises Broken."""
        process = self._process or self._start()
        if process.stdin is None or process.stdout is None:
            raise Broken("no pipes")
        try:
            _write(process.stdin, json.dumps(job, ensure_ascii=False).encode())
            said = json.loads(_read(process.stdout))
            pdf = _read(process.stdout)
        except (BrokenPipeError, EOFError) as error:
            self.close()
            raise Broken("the process that sets pages has ended") from error
        self.jobs += 1
        if said["kilobytes"] > GROWN:
            self.close()
        if said["error"]:
            raise Broken(said["error"])
        return pdf

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, "-I", __file__, self.fonts, self.root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"LANG": "C.UTF-8"},
        )
        return self._process

    def close(self) -> None:
        """End the process and give its memory back; the next job starts another."""
        if self._process is None:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it was never told does not matter any more
                    pipe.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


_press: ContextVar[Press | None] = ContextVar("press", default=None)


def the_press() -> Press | None:
    """The process to set pages in; None when they are set here."""
    return _press.get()


@contextmanager
def apart(*, fonts: Path, root: Path) -> Iterator[Press]:
    """Set pages in another process until the block ends."""
    press = Press(str(fonts), str(root))
    token = _press.set(press)
    try:
        yield press
    finally:
        _press.reset(token)
        press.close()


def _write(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _held() -> int:
    """Kilobytes that this process holds now; where the system does not tell, enough to be replaced after each job.

    Not the most that it ever held: Linux counts what the parent held when it started this one.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return GROWN + 1
    return pages * 4


def _answer(jobs: IO[bytes], answers: IO[bytes], fonts: str, root: str) -> None:
    import typst

    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[fonts])
    compiler = typst.Compiler(root=root, font_paths=known, ignore_system_fonts=True)
    while True:
        try:
            job = json.loads(_read(jobs))
        except EOFError:
            return
        pdf, error = b"", ""
        try:
            made = compiler.compile(
                input=job["input"],
                sys_inputs={"data": job["data"]},
                format="pdf",
                pdf_standards="a-2b",
                timestamp=job["timestamp"],
            )
            pdf = made if isinstance(made, bytes) else b"".join(made or [])
        except Exception as problem:  # whatever it is, the other side must hear of it
            error = f"{type(problem).__name__}: {problem}"[:500]
        _write(answers, json.dumps({"error": error, "kilobytes": _held()}).encode())
        _write(answers, pdf)


if __name__ == "__main__":
    _answer(sys.stdin.buffer, sys.stdout.buffer, sys.argv[1], sys.argv[2])
