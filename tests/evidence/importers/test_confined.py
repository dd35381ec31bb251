"""A stranger's backup read in the confined process: the same is read as anywhere, and nothing else can be done there."""

import io
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from evidence.examination.run import Exceeded, started
from evidence.importers import Entry, Format, Item, NotABackup, entries, reading
from evidence.importers.reading import read_confined
from tests.evidence.importers.backups import SPLIT, WORDS, sbr, sms, sms_db, typed
from tests.evidence.importers.test_hostile_backups import WHOLE

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def given(data: bytes) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        yield file


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_every_format_is_read_there_as_it_is_here(kind: str) -> None:
    with given(WHOLE[kind]) as file:
        first, *items = read_confined(file)
    assert isinstance(first, Format)
    assert items == list(entries(io.BytesIO(WHOLE[kind])))
    assert any(isinstance(item, Entry) for item in items)


@pytest.mark.parametrize(
    ("child", "needless"),
    [
        ("evidence.importers.child", {"openpyxl", "numpy", "complaints.reading.message", "django"}),
        ("evidence.examination.telephones", {"openpyxl", "numpy", "complaints.reading.message", "django"}),
        # The web reads what is pasted, with the learned tables: it has numpy, before it is forked.
        ("portal.wsgi", {"openpyxl", "onnxruntime", "cv2", "av"}),
    ],
)
def test_what_only_some_files_need_is_loaded_for_them_alone(child: str, needless: set[str]) -> None:
    """Each file starts a process: what it never needs, it would load each time."""
    program = f"import sys, json; sys.path.insert(0, {str(ROOT)!r}); import {child}; print(json.dumps([*sys.modules]))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert child in loaded
    assert not needless & loaded


def test_a_database_is_read_there(tmp_path: Path) -> None:
    """Its file was opened before the power to open files was given up; it is read after."""
    place = sms_db(tmp_path, [{}, {"text": None, "attributedBody": typed(SPLIT)}] * 800)
    with sqlite3.connect(place) as base:
        base.execute("PRAGMA journal_mode=WAL")  # as phones have it: two more files would be opened
    base.close()
    with place.open("rb") as file:
        kind, *items = read_confined(file)
    with place.open("rb") as file:
        assert items == list(entries(file))
    assert (getattr(kind, "slug", ""), len(items)) == ("iphone_sms_db", 1601)


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_database_without_a_name_is_read_there(tmp_path: Path, journal: str) -> None:
    """As the portal hands it over: plain bytes lie in no file that has a name."""
    place = sms_db(tmp_path, [{}, {"text": None, "attributedBody": typed(SPLIT)}] * 800)
    with sqlite3.connect(place) as base:
        base.execute(f"PRAGMA journal_mode={journal}")
    base.close()
    with given(place.read_bytes()) as file:
        kind, *items = read_confined(file)
    with place.open("rb") as file:
        assert items == list(entries(file))
    assert (getattr(kind, "slug", ""), len(items)) == ("iphone_sms_db", 1601)


@pytest.mark.parametrize("rest", [b"", b"\1\0\2\2", b"\xff" * 5000])
def test_a_nameless_file_that_only_begins_like_a_database_is_refused(rest: bytes) -> None:
    with given(b"SQLite format 3\0" + rest) as file, pytest.raises(NotABackup) as no:
        list(read_confined(file))
    assert no.value.code == "database_unknown"


def test_a_refusal_comes_through() -> None:
    with given(b"%PDF-1.7\n") as file, pytest.raises(NotABackup) as no:
        list(read_confined(file))
    assert (no.value.code, no.value.facts) == ("not_text", {"found": "application/pdf"})


def test_progress_comes_through() -> None:
    told: list[tuple[int, int]] = []
    data = sbr(*[sms(SPLIT * 20) for _ in range(2000)])
    with given(data) as file:
        list(read_confined(file, progress=lambda done, total: told.append((done, total))))
    assert told[-1] == (len(data), len(data))
    assert len(told) > 2


def test_a_reader_that_stops_early_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    def watched(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        begun.append(started(*arguments, **options))  # type: ignore[arg-type]
        return begun[0]

    monkeypatch.setattr(reading, "started", watched)
    with given(sbr(*[sms(SPLIT * 20) for _ in range(5000)])) as file:
        source = read_confined(file)
        next(source)
        next(source)
        assert begun[0].poll() is None
        source.close()  # type: ignore[attr-defined]
    assert begun[0].returncode == -9


def said(monkeypatch: pytest.MonkeyPatch, *words: object, raw: bytes = b"") -> list[Format | Item]:
    """What the trusted side makes of a process that says this."""
    output = b"".join(json.dumps(word).encode() + b"\n" for word in words) + raw

    def stranger(*_: object, **__: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(["cat"], stdin=_spooled(output), stdout=subprocess.PIPE)

    monkeypatch.setattr(reading, "started", stranger)
    with given(b"") as file:
        return list(read_confined(file))


def _spooled(output: bytes) -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the process that is started reads it
    file.write(output)
    file.seek(0)
    return file


TRUE = ["entry", 1, "sms", "in", "1069", "1069", 1773451613.0, "2026-03-14", WORDS, None, "", []]


def test_a_true_word_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    (item,) = said(monkeypatch, TRUE, ["end"])
    assert isinstance(item, Entry)
    assert item.text == WORDS


@pytest.mark.parametrize(
    "word",
    [
        TRUE[:-1],
        [*TRUE, 1],
        ["entry", 2**70, *TRUE[2:]],
        ["entry", True, *TRUE[2:]],
        ["entry", 1, "fax", *TRUE[3:]],
        ["entry", 1, "sms", "sideways", *TRUE[4:]],
        [*TRUE[:4], 5, *TRUE[5:]],
        [*TRUE[:6], 1e300, *TRUE[7:]],
        [*TRUE[:7], "someday", *TRUE[8:]],
        [*TRUE[:8], {"a": 1}, *TRUE[9:]],
        [*TRUE[:11], [1]],
        ["unreadable", 1, "", 5],
        ["unreadable", 1, "", "A word out of the file"],
        ["declared", "many", ""],
        ["format", "of my own"],
        ["not_a_backup", 5, {}],
        ["progress", "half", 1],
        ["run", "this"],
        [],
        {},
        "entry",
        None,
    ],
)
def test_a_process_that_does_not_speak_sense(monkeypatch: pytest.MonkeyPatch, word: object) -> None:
    with pytest.raises(Exceeded):
        said(monkeypatch, word, ["end"])


def test_a_process_that_ends_early_or_never_ends_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Exceeded, match="last word"):
        said(monkeypatch, TRUE)
    monkeypatch.setattr(reading, "_LONGEST_WORD", 1000)
    with pytest.raises(Exceeded, match="too long"):
        said(monkeypatch, raw=b"[" * 2000)


def test_silence_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SILENCE", 0.2)

    def sleeper(*_: object, **__: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(["sleep", "30"], stdout=subprocess.PIPE, start_new_session=True)

    monkeypatch.setattr(reading, "started", sleeper)
    with given(b"") as file, pytest.raises(Exceeded, match="silent"):
        list(read_confined(file))


def test_memory_ends_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit below what its libraries have taken: the first thing that it wants more for ends it, and that is said."""
    monkeypatch.setattr(reading, "MEMORY", 16 * 1024 * 1024)
    ended = ""
    with given(sbr(*[sms("长" * 90_000)] * 50)) as file:
        try:
            ended = getattr(list(read_confined(file))[-1], "code", "")
        except (Exceeded, NotABackup):
            ended = "refused"
    assert ended in ("broken_off", "refused")


def test_time_ends_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PROCESSOR_SECONDS", 1)
    monkeypatch.setattr(reading, "BYTES_A_SECOND", 2**60)
    with given(sbr(*[sms(str(number)) for number in range(150_000)])) as file, pytest.raises(Exceeded):
        list(read_confined(file))


def test_the_process_is_confined_before_it_reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A fault in a reader, played by one that opens a file of the portal's: it cannot."""
    secret = tmp_path / "secret"
    secret.write_text("key")
    trap = (
        "import sys; sys.path.insert(0, sys.argv.pop(1))\n"
        "from evidence.importers import child, recognition\n"
        "def taken_over(*_, **__):\n"
        f"    for attempt in (lambda: open({str(secret)!r}), socket.socket):\n"
        "        try: attempt()\n"
        "        except OSError: child._said('refused')\n"
        "        else: child._said('done')\n"
        "    return iter(())\n"
        "import socket\n"
        "child.entries = taken_over\n"
        "child.main(sys.argv[1:])"
    )
    with given(sbr(sms())) as file:
        file.flush()
        file.seek(0)
        root = str(Path(reading.__file__).resolve().parents[2])
        process = subprocess.run(
            [sys.executable, "-I", "-c", trap, root, str(file.fileno()), str(reading.MEMORY), "20"],
            capture_output=True, pass_fds=[file.fileno()], timeout=30,
        )  # fmt: skip
    words = [json.loads(line) for line in process.stdout.splitlines()]
    assert [word[0] for word in words] == ["format", "refused", "refused", "end"]
