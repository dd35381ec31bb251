"""What the examining process cannot do, shown by trying it there."""

import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from PIL import Image

from accounts.actors import Actor
from evidence.examination import confinement, covering, run
from evidence.importers.reading import read_confined
from evidence.models import Rendition
from evidence.recognising.run import recognise
from evidence.services import make_renditions
from tests.evidence import acts
from tests.evidence.conftest import Receive
from tests.evidence.importers.backups import sbr, sms, sms_db
from tests.evidence.recorded import sheet, sound
from tests.evidence.samples import drawn, paper, saved, written
from tests.evidence.screens import Said, as_png, screen

ROOT = Path(__file__).resolve().parents[2]
BEGIN = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
import ctypes, os, resource, socket, signal, errno, threading
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


def tried(how: str, which: str, folder: Path) -> list[str] | None:
    """The acts that nothing refused; None where the process did not come through, as without a 32-bit gate."""
    done = subprocess.run(
        [sys.executable, acts.__file__, how, which, str(acts.folder_with_files(folder))],
        capture_output=True,
        timeout=30,
    )
    return None if done.returncode else json.loads(done.stdout)


@pytest.mark.parametrize(
    "program",
    [
        "open('/etc/passwd')",
        "os.open('/tmp', os.O_RDONLY)",
        "socket.socket()",
        "os.pipe()",
        "os.fork()",
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


def test_nothing_is_done_to_files_processes_and_kernel_by_their_numbers(tmp_path: Path) -> None:
    """Also by the numbers of x32. Without the confinement the same acts are done: what is refused is refused by it."""
    free = tried("unconfined", "here", tmp_path / "free")
    assert free is not None
    known = acts.acts(tmp_path)
    assert set(known) - set(free) <= acts.REFUSED_ELSEWHERE
    assert not acts.untouched(tmp_path / "free")
    assert tried("confined", "here", tmp_path / "confined") == []
    assert acts.untouched(tmp_path / "confined")


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="a gate of x86_64")
def test_the_gate_of_another_architecture_is_shut(tmp_path: Path) -> None:
    """``int 0x80`` makes the calls of i386, in whose numbers the filter of x86_64 would read something else."""
    free = tried("unconfined", "gate", tmp_path / "free")
    if free is None:
        pytest.skip("this kernel has no 32-bit gate")
    assert {"getpid of i386", "fork of i386", "unlink of i386", "execve of i386"} <= set(free)
    assert not (tmp_path / "free" / "kept").exists()
    assert tried("confined", "gate", tmp_path / "confined") == []
    assert acts.untouched(tmp_path / "confined")


def _answer(machine: confinement.Machine, audit: int, number: int, *arguments: int) -> int:
    """What the filter answers to a call: the little of BPF that it is made of."""
    given = [*arguments, 0, 0, 0, 0, 0, 0]
    data = {0: number, 4: audit}
    for place, argument in enumerate(given[:6]):
        data[16 + 8 * place], data[20 + 8 * place] = argument & 0xFFFFFFFF, argument >> 32
    steps, at, held = confinement.filter_of(machine), 0, 0
    while True:
        code, if_true, if_false, value = steps[at]
        at += 1
        if code == 0x06:
            return value
        if code == 0x20:
            held = data[value]
        else:
            at += if_true if {0x15: held == value, 0x45: bool(held & value)}[code] else if_false


@pytest.mark.parametrize("name", confinement.MACHINES)
def test_the_filter_of_each_architecture_refuses_what_it_does_not_name(name: str) -> None:
    """Of the one, too, that the tests do not run on."""
    machine = confinement.MACHINES[name]
    allowed, refused, unknown = 0x7FFF0000, 0x00050001, 0x00050026
    other = next(one for one in confinement.MACHINES.values() if one is not machine)
    thread, whole = 0x003D0F00, 17
    assert _answer(machine, machine.audit, machine.clone, thread) == allowed
    assert _answer(machine, machine.audit, machine.clone, whole) == refused
    assert _answer(machine, machine.audit, machine.clone3, 0, 88) == unknown
    assert _answer(machine, machine.audit, machine.prlimit64, 0, 7, 0, 1) == allowed
    for there in (0x7F00_0000_0000, 0x1000):
        assert _answer(machine, machine.audit, machine.prlimit64, 0, 7, there, 0) == refused
    assert _answer(machine, machine.audit, machine.newfstatat, 3, 0, 0, 0x1000) == allowed
    assert _answer(machine, machine.audit, machine.newfstatat, 3, 0, 0, 0) == refused
    named = {row[machine.column] for row in confinement.CALLS.values()} - {None}
    conditional = {machine.clone, machine.clone3, machine.prlimit64, machine.newfstatat}
    for number in range(600):
        expected = allowed if number in named else refused
        if number not in conditional:
            assert _answer(machine, machine.audit, number) == expected
        assert _answer(machine, machine.audit, 0x40000000 | number) == refused
        assert _answer(machine, other.audit, number) == refused
    forbidden = {row[machine.column] for row in acts.CALLS.values()} - {None} - conditional
    assert not forbidden & named


def test_a_thread_may_begin() -> None:
    """Libraries have threads of their own, also late ones."""
    code, said = attempt(
        "thread = threading.Thread(target=print, args=('there',))\nthread.start()\nthread.join()\n"
    )
    assert (code, said) == (0, "there")


def test_a_thread_that_was_there_before_is_confined_with_the_rest() -> None:
    code, said = attempt(
        "gate.set()\nthread.join()\n",
        before=(
            "gate = threading.Event()\n"
            "def late():\n"
            "    gate.wait()\n"
            "    print(libc.truncate(b'/nowhere', 0), ctypes.get_errno() == errno.EPERM)\n"
            "libc = ctypes.CDLL(None, use_errno=True)\n"
            "thread = threading.Thread(target=late)\nthread.start()\n"
        ),
    )
    assert (code, said) == (0, "-1 True")


# ── Every child ───────────────────────────────────────────────────────────────────────────────────────────────────────
@contextmanager
def _file(content: bytes) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as made:
        made.write(content)
        made.flush()
        yield made


def _examined(content: bytes) -> str:
    with _file(content) as source, run.examine(source) as found:
        return found.finding.media_type


def _paged() -> str:
    with _file(written(paper(pages=2))) as clean, run.draw_pages(clean, 1, 2) as parts:
        return ", ".join(f"{one.kind} {one.page}" for one in parts)


def _covered(media_type: str, content: bytes) -> str:
    boxes = {"1": [[0.0, 0.0, 1.0, 0.5]]}
    with _file(content) as clean, covering.burned(clean, media_type, boxes, pages=1) as copy:
        assert copy.result is not None
        with covering.checked(copy.result, media_type, boxes, words=["某某某"], again={1}, pages=1) as again:
            return again.finding.code or "covered"


def _recognised() -> str:
    with _file(as_png(screen("106900001234", [Said("退订之后还在发")]))) as picture:
        return str(len(recognise(picture).lines) > 0)


def _imported(content: bytes) -> str:
    with _file(content) as source:
        return str(next(iter(read_confined(source))).slug)  # type: ignore[union-attr]


def _database() -> str:
    with tempfile.TemporaryDirectory() as folder:
        content = sms_db(Path(folder), [{}]).read_bytes()
    return _imported(content)


KINDS: dict[str, tuple[Callable[[], str], str]] = {
    "picture": (lambda: _examined(saved(drawn(), "PNG")), "image/png"),
    "heic": (lambda: _examined(saved(drawn(), "HEIF")), "image/jpeg"),
    "paper and its first page": (lambda: _examined(written(paper(pages=2))), "application/pdf"),
    "text": (lambda: _examined("退订回复R".encode()), "text/plain; charset=utf-8"),
    "sheet": (lambda: _examined(sheet([["日期", "金额"]])), "text/plain; charset=utf-8"),
    "recording": (lambda: _examined(sound("mp3")), "audio/mp4"),
    "pages": (_paged, "text 1, text 2, page 1, page 2"),
    "covered picture": (lambda: _covered("image/png", saved(drawn(), "PNG")), "covered"),
    "covered paper": (lambda: _covered("application/pdf", written(paper(pages=1))), "covered"),
    "words": (_recognised, "True"),
    "backup": (lambda: _imported(sbr(sms())), "sms_backup_restore"),
    "database": (_database, "iphone_sms_db"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_child_does_its_work_and_nothing_else(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each tries everything at the moment at which it begins to read; one act that is done, and it does not go on."""
    folder = acts.folder_with_files(tmp_path / "store")
    monkeypatch.setattr(
        run, "_START", before_its_start(f"from tests.evidence import acts; acts.watch({str(folder)!r})")
    )
    work, outcome = KINDS[kind]
    assert work() == outcome
    assert acts.untouched(folder)


def before_its_start(words: str) -> str:
    """The program that starts a child, with something done in it before."""
    begin, rest = run._START.split("from {child}")
    return f"{begin}{words}; from {{child}}{rest}"


@pytest.mark.parametrize("kind", KINDS)
def test_no_child_reads_where_it_cannot_be_confined(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "from evidence.examination import confinement; confinement.MACHINES.clear()"
    monkeypatch.setattr(run, "_START", before_its_start(words))
    with pytest.raises(run.Unconfined):
        KINDS[kind][0]()


def test_a_kernel_that_refuses_the_filter_ends_the_process_before_it_reads() -> None:
    """As in a container that forbids seccomp: here by a filter around it."""
    code, said = attempt(
        "print('went on')\n",
        before=(
            "from evidence.examination import confinement as c\n"
            "real, machine = c.filter_of, c.MACHINES[os.uname().machine]\n"
            "c.filter_of = lambda m: [c._load(0), *c._if_equal(m.seccomp, [c._end(c._REFUSED)]), c._end(c._ALLOWED)]\n"
            "c._forbid_calls()\n"
            "c.filter_of = real\n"
            "assert not c.possible()\n"
        ),
    )
    assert (code, said) == (confinement.EXIT, "")
    assert confinement.possible()


@pytest.mark.django_db
def test_a_file_that_could_not_be_read_in_confinement_waits_and_is_not_to_blame(
    hand_in: Receive, monkeypatch: pytest.MonkeyPatch
) -> None:
    exhibit = hand_in(saved(drawn(), "PNG"))
    words = "from evidence.examination import confinement; confinement.MACHINES.clear()"
    with monkeypatch.context() as patched:
        patched.setattr(run, "_START", before_its_start(words))
        make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    rows = Rendition.objects.filter(exhibit=exhibit)
    assert {(one.state, one.reason) for one in rows} == {(Rendition.State.PENDING, "")}


# ── The end ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("goes_on", [True, False])
def test_what_a_process_started_does_not_outlive_it(goes_on: bool) -> None:
    """Whether the wall limit ends it or it ends by itself: a process of its group ends with it."""
    read, write = os.pipe()
    program = (
        "import os, signal, sys\n"
        "if os.fork() == 0:\n    os.write(int(sys.argv[1]), b'x')\n    signal.pause()\n"
        f"signal.pause() if {goes_on} else None\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(write)], pass_fds=[write], start_new_session=True
    )
    os.close(write)
    assert os.read(read, 1) == b"x"
    run.wait_for(process, 1.0 if goes_on else 30.0)
    # The end of the pipe: nobody is left who holds it.
    assert select.select([read], [], [], 20.0)[0] == [read]
    assert os.read(read, 1) == b""
    os.close(read)
    assert process.returncode == (-9 if goes_on else 0)


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
    assert set(seen["env"]) == {  # type: ignore[call-overload]
        *("LC_ALL", "MALLOC_ARENA_MAX", "RAYON_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ORT_DISABLE_TELEMETRY"),
    }


def test_the_library_of_the_models_keeps_no_diary_for_its_maker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would lie in the home of whoever runs the portal, and wait for its lock when the process ends."""
    real = subprocess.Popen

    def at_home(*arguments: Any, env: dict[str, str], **options: Any) -> Any:
        home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        return real(*arguments, env={**env, **home}, **options)

    monkeypatch.setattr(run.subprocess, "Popen", at_home)
    assert _recognised() == "True"
    assert list(tmp_path.iterdir()) == []


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


def test_the_code_of_the_child_is_compiled_once_and_not_for_every_file() -> None:
    """What is imported by nobody but the confined process must be kept by it, or each file costs the compiling anew."""
    kept = Path(cache_from_source(str(ROOT / "evidence" / "examination" / "child.py")))
    kept.unlink(missing_ok=True)
    with tempfile.TemporaryFile() as source:
        source.write(b"words")
        with run.examine(source) as found:
            assert found.finding.found == "text/plain"
    assert kept.exists()
