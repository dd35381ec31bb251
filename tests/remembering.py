"""Confined processes, the press, the law's files and what papers need: what was made of some bytes is put down again the next
time.

The first to hand in some bytes always starts the real process, and nothing is kept from one run to the next. The tests
of these processes themselves (``ANEW``, or ``@pytest.mark.anew``) start them every time.
"""

import hashlib
import json
import os
import pickle
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

import pytest
from django.utils.translation import get_language

from complaints.standing import standing_facts
from documents import press
from documents.apart import Press
from documents.bundle import printing, stamp
from documents.frozen import Fields
from evidence.examination import covering, run
from evidence.recognising import run as recognising
from filings.services.sending import giving
from filings.services.sending.giving import Papers
from legal.corpus import load, reader
from tests.settings import FOLDER

ANEW = (
    "evidence/importers/",
    "evidence/test_confinement.py",
    "evidence/test_examination.py",
    "evidence/test_hostile.py",
    "evidence/test_recognising.py",
    "evidence/test_recordings.py",
    "evidence/test_redaction_documents.py",
    "evidence/test_renditions.py",
    "documents/bundle/test_build.py",
    "documents/test_apart.py",
    "documents/test_press.py",
    "filings/test_bundle_orders.py::test_a_bundle_waits_for_its_time_stamp",
    "filings/test_exporting.py::test_the_same_export_gives_the_same_bytes",
    "hostile/test_clean_copies.py",
)
# Shared by the processes of one run: those of xdist inherit the name.
_KEPT = FOLDER / "remembered"
_RUN = _KEPT / os.environ.setdefault("ANNING_TEST_RUN", str(os.getpid()))
_started, _compiled, _apart, _read = run.started, press.compiled, Press.compile, reader._read
_popen = subprocess.Popen
_tried = giving.needed_by


class Memory:
    """What was made of which bytes, as files; ``asleep`` where everything is made anew, ``changed`` where a test may change
    what the portal is made of."""

    asleep = False
    changed = False

    def recall(self, name: str) -> Any:
        try:
            return pickle.loads((_RUN / name).read_bytes())
        except FileNotFoundError:
            return None

    def keep(self, name: str, made: Any) -> None:
        place = _RUN / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_suffix(f".{os.getpid()}")
        part.write_bytes(pickle.dumps(made))
        part.rename(place)


memory = Memory()


@contextmanager
def awake() -> Iterator[None]:
    """For the part of a test marked ``anew`` in which a process is only the instrument."""
    before, memory.asleep = memory.asleep, False
    try:
        yield
    finally:
        memory.asleep = before


def _name(*told: Any) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _content(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


class Watched:
    """A process whose work is kept once it has ended well."""

    def __init__(self, process: "subprocess.Popen[bytes]", name: str, before: list[bytes], files: list[int]):
        self.process, self.name, self.before, self.files = process, name, before, files

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self.process, attribute)

    def wait(self, timeout: float | None = None) -> int:
        code = self.process.wait(timeout)
        if code == 0 and self.name:
            after = [_content(file) for file in self.files]
            written = [new if new != old else None for new, old in zip(after, self.before, strict=True)]
            memory.keep(self.name, [written, [os.lseek(file, 0, os.SEEK_CUR) for file in self.files]])
            self.name = ""
        return code


def _ended() -> "subprocess.Popen[bytes]":
    """A process that ends well, to be waited for in the place of one that would say and write the same."""
    return _popen(["true"], start_new_session=True)


def started(child: str, arguments: list[str], *, descriptors: list[int], stdout: IO[bytes] | int) -> Any:
    """In the place of ``run.started``: the process, or what it wrote when it was given the same."""
    if memory.asleep or isinstance(stdout, int) or subprocess.Popen is not _popen:
        return _started(child, arguments, descriptors=descriptors, stdout=stdout)
    numbers = [str(number) for number in descriptors]
    place = next(at for at in range(len(arguments)) if arguments[at : at + len(numbers)] == numbers)
    files = [*descriptors, stdout.fileno()]
    before = [_content(file) for file in files]
    name = _name(
        child,
        [*arguments[:place], *arguments[place + len(numbers) :]],
        [[hashlib.sha256(one).hexdigest(), os.lseek(file, 0, os.SEEK_CUR)]
         for one, file in zip(before, files, strict=True)],
        [run._START, str(run._ROOT)],
    )  # fmt: skip
    kept = memory.recall(name)
    if kept is None:
        return Watched(
            _started(child, arguments, descriptors=descriptors, stdout=stdout), name, before, files
        )
    for file, content, position in zip(files, *kept, strict=True):
        if content is not None:
            os.ftruncate(file, 0)
            os.pwrite(file, content, 0)
        os.lseek(file, position, os.SEEK_SET)
    return _ended()


def compiled(template: Path, data: Any, timestamp: int) -> bytes:
    """In the place of ``press.compiled``: the same paper of the same words is set once."""
    if press.the_press() is not None:
        return _compiled(template, data, timestamp)
    return _set_once([str(template), data, timestamp], lambda: _compiled(template, data, timestamp))


def compiled_apart(here: Press, job: dict[str, Any]) -> bytes:
    """In the place of ``Press.compile``: a process that has nothing new to set is not started."""
    return _set_once([here.fonts, here.root, job], lambda: _apart(here, job))


def _set_once(told: list[Any], compile_anew: Callable[[], bytes]) -> bytes:
    if memory.asleep:
        return compile_anew()
    name = _name(*told)
    kept: bytes | None = memory.recall(name)
    if kept is None:
        kept = compile_anew()
        memory.keep(name, kept)
    return kept


_parsed: dict[bytes, bytes] = {}


def read_law(path: Path) -> Any:
    """In the place of ``reader._read``: of a corpus that was spoilt in one file, the others need not be parsed again."""
    content = path.read_bytes()
    if content not in _parsed:
        _parsed[content] = pickle.dumps(_read(path))
    return pickle.loads(_parsed[content])


# By what they were tried on: the names of the fields that the papers of a filing need, and of the answers among them.
_needed: dict[str, tuple[object, dict[str, list[str] | None]]] = {}


def needed_by(papers: Papers, fields: Fields, *, shown: Collection[str], counted: Collection[str]) -> Fields:
    """In the place of ``needed.needed_by``: fields are tried once on a case of the same words, whatever its number is."""
    if memory.asleep or memory.changed or papers.overrules:
        return _tried(papers, fields, shown=shown, counted=counted)
    corpus, case, to = load(), papers.complaint, papers.recipient
    told = [
        id(corpus), get_language(), case.kind, case.court, case.standing_story, standing_facts(case),
        to.channel, to.way, to.address, to.contact, to.website, to.email,
        # A name that nobody told of is any name.
        to.name if to.name in json.dumps(fields, ensure_ascii=False, default=str) else "",
        papers.document, asdict(papers.wishes), papers.on, papers.entry, papers.by_hand, papers.accusing,
        sorted(papers.among), papers.excerpted, fields, sorted(shown), sorted(counted),
    ]  # fmt: skip
    name = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
    if name not in _needed:
        made = _tried(papers, fields, shown=shown, counted=counted)
        whole: dict[str, list[str] | None] = {
            one: None if said == fields.get(one) else list(cast(Any, said)) for one, said in made.items()
        }
        _needed[name] = corpus, whole  # kept with it: no other takes its place in memory
    given: dict[str, Any] = {}
    for one, facts in _needed[name][1].items():
        said: Any = fields.get(one)
        given[one] = said if facts is None else {fact: said[fact] for fact in facts}
    return cast(Fields, given)


@pytest.fixture(scope="session", autouse=True)
def _remembering() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for room in (run, covering, recognising):
            patch.setattr(room, "started", started)
        for room in (press, printing, stamp):
            patch.setattr(room, "compiled", compiled)
        patch.setattr(Press, "compile", compiled_apart)
        patch.setattr(reader, "_read", read_law)
        patch.setattr(giving, "needed_by", needed_by)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.removeprefix("tests/").startswith(ANEW):
            item.add_marker(pytest.mark.anew)


def _changes(item: pytest.Function) -> bool:
    """Whether a test, or a fixture that stands beside it, puts something else in the place of a part of the portal."""
    known = item._fixtureinfo
    made = [one for all_of_a_name in known.name2fixturedefs.values() for one in all_of_a_name]
    beside = [one for one in made if one.baseid.endswith(".py")]
    return any("monkeypatch" in names for names in (known.argnames, *(one.argnames for one in beside)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    memory.asleep = item.get_closest_marker("anew") is not None
    memory.changed = isinstance(item, pytest.Function) and _changes(item)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The last word has the process that began the run; what a killed one left goes too."""
    if _RUN.name == str(os.getpid()):
        for folder in [_RUN, *(one for one in _KEPT.glob("*") if not Path("/proc", one.name).exists())]:
            shutil.rmtree(folder, ignore_errors=True)
