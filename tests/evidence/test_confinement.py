"""What the examining process cannot do, shown by trying it there."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image

from evidence.examination import covering
from tests.evidence.samples import saved

ROOT = Path(__file__).resolve().parents[2]
BEGIN = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
import ctypes, os, resource, socket, signal, errno
from evidence.examination.confinement import confine
"""
CONFINED = "confine(memory=400 * 1024 * 1024, seconds=2, output=1000)\n"


def attempt(program: str, before: str = "") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + before + CONFINED + program],
        capture_output=True,
        text=True,
        timeout=30,
    )
    return done.returncode, done.stdout.strip()


@pytest.mark.parametrize(
    "program",
    [
        "open('/etc/passwd')",
        "os.open('/tmp', os.O_RDONLY)",
        "socket.socket()",
        "os.pipe()",
        "os.execv('/bin/true', ['/bin/true'])",
        "os.kill(os.getppid(), 0)",
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)); open('/etc/passwd')",
        "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    ],
)
def test_it_can_open_reach_and_start_nothing(program: str) -> None:
    code, said = attempt(
        f"try:\n    {program}\nexcept (OSError, ValueError) as no:\n    print('refused')\nelse:\n    print('done')\n"
    )
    assert (code, said) == (0, "refused")


def test_a_program_without_libraries_does_not_start_either() -> None:
    """The limit on descriptors alone would not stop it: the filter on system calls does."""
    code, said = attempt(
        "libc.execve(b'/proc/self/exe', (ctypes.c_char_p * 2)(b'x', None), None)\n"
        "print(ctypes.get_errno() == errno.EPERM)\n",
        before="libc = ctypes.CDLL(None, use_errno=True)\n",
    )
    assert (code, said) == (0, "True")


def test_memory_ends() -> None:
    code, said = attempt(
        "try:\n    x = bytearray(500 * 1024 * 1024)\nexcept MemoryError:\n    print('enough')\n"
    )
    assert (code, said) == (0, "enough")


def test_time_ends() -> None:
    code, _ = attempt("while True: pass")
    assert code != 0


def test_what_it_writes_ends() -> None:
    """A file takes what is allowed and no byte more: the first write ends there, the next is refused."""
    code, said = attempt(
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "print(file.write(b'x' * 5000))\n"
        "try:\n    file.write(b'x')\nexcept OSError as no:\n    print(no.errno == errno.EFBIG)\n"
        "print(os.fstat(file.fileno()).st_size)\n",
        before="import tempfile\nfile = tempfile.TemporaryFile(buffering=0)\n",
    )
    assert (code, said.split()) == (0, ["1000", "True", "1000"])


def test_the_child_is_given_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of the portal, with addresses and passwords in it, does not reach the child."""
    import evidence.examination.run as run

    seen: dict[str, object] = {}
    real = subprocess.Popen

    def watched(*arguments: object, **options: object) -> object:
        seen.update(options)
        return real(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(run.subprocess, "Popen", watched)
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    with tempfile.TemporaryFile() as source:
        source.write(b"words")
        with run.examine(source) as found:
            assert found.finding.found == "text/plain"
    assert set(seen["env"]) == {"LC_ALL", "MALLOC_ARENA_MAX", "RAYON_NUM_THREADS", "OPENBLAS_NUM_THREADS"}  # type: ignore[call-overload]


def test_the_process_that_covers_is_confined_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """With little memory it refuses a large picture, whether it burns a box in or reads the copy again."""
    monkeypatch.setattr(covering, "MEMORY", 320 * 1024 * 1024)
    boxes = {"1": [[0.0, 0.0, 1.0, 0.5]]}
    with tempfile.TemporaryFile() as large:
        large.write(saved(Image.new("RGB", (9000, 9000)), "PNG"))
        with covering.burned(large, "image/png", boxes, pages=1) as copy:
            assert (copy.finding.code, copy.result) == ("too_heavy", None)
        with covering.checked(large, "image/png", boxes, words=[], again={1}, pages=1) as read:
            assert read.finding.code == "too_heavy"
