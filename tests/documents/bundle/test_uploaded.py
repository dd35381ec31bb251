"""A stranger's bundle, checked in the confined process: the same is said of it as by verify.py anywhere else."""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from documents.bundle import uploaded, verify
from evidence.examination import run
from evidence.examination.run import Exceeded, Unconfined
from tests.callers import caller
from tests.cases import make_user
from tests.documents.bundle import case
from tests.documents.bundle.tamper import ROOT, Files, as_zip, read
from tests.documents.bundle.test_verify import BROKEN, TAMPERED
from tests.documents.bundle.tokens import AUTHORITY
from tests.evidence import acts
from tests.evidence.test_confinement import before_its_start


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    contents = case.contents(receipt_key=case.key(3))
    return case.write(
        tmp_path_factory.mktemp("bundle") / "x.zip", contents, stamp=AUTHORITY.stamp
    ).read_bytes()


@pytest.fixture
def files(bundle: bytes, tmp_path: Path) -> Files:
    (tmp_path / "read.zip").write_bytes(bundle)
    return read(tmp_path / "read.zip")


def _both(content: bytes, **asked: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the confined process says, and what this one says of the same descriptor."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        there = uploaded.check(file, **asked)
        here = verify.check(f"/proc/self/fd/{file.fileno()}", **asked)
    return asdict(there), asdict(here)


def _tampered(name: str) -> Callable[[Files, Path], bytes]:
    def made(files: Files, folder: Path) -> bytes:
        TAMPERED[name][0](files)
        return as_zip(files, folder / "x.zip").read_bytes()

    return made


def _packed_with_lzma(files: Files, folder: Path) -> bytes:
    return as_zip(files, folder / "x.zip", method=zipfile.ZIP_LZMA).read_bytes()


def _with_chinese_names_unmarked(files: Files, folder: Path) -> bytes:
    class Unmarked(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:
            return self.filename.encode("gb18030"), self.flag_bits

    with zipfile.ZipFile(folder / "gbk.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(Unmarked(ROOT + name), content)
    return (folder / "gbk.zip").read_bytes()


CHANGED: dict[str, Callable[[Files, Path], bytes]] = {
    **{
        name: _tampered(name) for name in ("ledger row changed", "signature cut", "token of another manifest")
    },
    "packed with lzma": _packed_with_lzma,
    "names in GBK": _with_chinese_names_unmarked,
}


def test_of_a_sound_bundle_the_same_is_said(bundle: bytes) -> None:
    """Time stamp included, whose check needs more of the library than the signature; and each by whom it is trusted."""
    there, here = _both(bundle)
    assert there == here
    assert (here["faults"], here["signature"], here["timestamp"]) == ([], "valid", "present")
    assert here["trust"] == "unchecked"
    there, here = _both(bundle, trusted=[case.fingerprint(case.key())], roots=AUTHORITY.root_pem)
    assert there == here
    assert (here["faults"], here["trust"], here["timestamp"]) == ([], "trusted", "valid")
    there, here = _both(bundle, fingerprint="sha256:" + "0" * 64)
    assert there == here
    assert (here["faults"], here["trust"]) == ([], "unknown")


@pytest.mark.parametrize("what", CHANGED)
def test_of_a_changed_bundle_the_same_is_said(what: str, files: Files, tmp_path: Path) -> None:
    there, here = _both(CHANGED[what](files, tmp_path))
    assert there == here


@pytest.mark.parametrize("what", BROKEN)
def test_of_a_broken_zip_the_same_is_said(what: str, bundle: bytes) -> None:
    there, here = _both(BROKEN[what](bundle))
    assert there == here
    assert there["faults"]


def test_the_process_that_checks_can_do_nothing_else(
    bundle: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = acts.folder_with_files(tmp_path / "store")
    words = f"from tests.evidence import acts; acts.watch({str(folder)!r})"
    monkeypatch.setattr(run, "_START", before_its_start(words))
    with tempfile.TemporaryFile() as file:
        file.write(bundle)
        assert uploaded.check(file).signature == "valid"
    assert acts.untouched(folder)


def test_nothing_is_checked_where_no_process_can_be_confined(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "from evidence.examination import confinement; confinement.MACHINES.clear()"
    monkeypatch.setattr(run, "_START", before_its_start(words))
    with tempfile.TemporaryFile() as file, pytest.raises(Unconfined):
        uploaded.check(file)


def test_what_unpacks_beyond_measure_is_not_unpacked(bundle: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploaded, "MOST_UNPACKED", 1000)
    with tempfile.TemporaryFile() as file:
        file.write(bundle)
        with pytest.raises(uploaded.TooLarge):
            uploaded.check(file)


SOUND = asdict(replace(verify.Report(path="x"), signature="valid", faults=[("a", "b")]))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b'{"path": "x"',
        json.dumps({**SOUND, "files": "many"}).encode(),
        json.dumps({**SOUND, "signature": None}).encode(),
        json.dumps({**SOUND, "faults": [["a"]]}).encode(),
        json.dumps({**SOUND, "faults": 3}).encode(),
        json.dumps({**SOUND, "more": 1}).encode(),
    ],
)
def test_what_the_process_says_is_taken_for_what_a_stranger_says(said: bytes) -> None:
    assert asdict(uploaded.understood(json.dumps(SOUND).encode())) == SOUND
    with pytest.raises(Exceeded):
        uploaded.understood(said)


@pytest.mark.django_db
def test_the_portal_says_that_it_cannot_check_now(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "from evidence.examination import confinement; confinement.MACHINES.clear()"
    monkeypatch.setattr(run, "_START", before_its_start(words))
    file = io.BytesIO(b"PK")
    file.name = "a.zip"
    answer = caller(make_user("lawyer")).post("/api/v1/verify-bundle/", {"file": file}, format="multipart")
    assert answer.status_code == 503
    assert "verify.py" in answer.json()["detail"]
