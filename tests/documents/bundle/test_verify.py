"""verify.py: what is sound passes, and one change anywhere is named (P7, the bundle's places)."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import random
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID

from documents.bundle import verify
from documents.bundle.contents import Omitted
from documents.bundle.verify import canonical, check
from evidence.timestamps import request_for
from evidence.timestamps.local import reply_to, roots_file
from tests.documents.bundle import case
from tests.documents.bundle.tamper import ROOT, WRITERS, Files, as_folder, as_zip, flip, read, rehash, resign
from tests.documents.bundle.tokens import AT, AUTHORITY, Authority
from tests.evidence.authorities import needs_openssl

LEDGER, INDEX, RECEIPT = "data/ledger.jsonl", "data/index.json", "data/receipt.json"
EXHIBIT = "data/exhibits/001_短信截图_一.png"
KNOWN = (case.fingerprint(case.key()),)
VOLUME = "data/案卷.pdf"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with a token and with a receipt of an earlier key, so that every kind of file is there."""
    contents = case.contents(receipt_key=case.key(3))
    return case.write(tmp_path_factory.mktemp("bundle") / "x.zip", contents, stamp=AUTHORITY.stamp)


@pytest.fixture(scope="module")
def sound(bundle: Path) -> Files:
    return read(bundle)


@pytest.fixture
def files(sound: Files) -> Files:
    return dict(sound)


def places(report: verify.Report) -> list[str]:
    return [place for place, _ in report.faults]


def rows(files: Files) -> list[bytes]:
    return files[LEDGER].splitlines(keepends=True)


# --- One change, one place ---------------------------------------------------------------------------------------


def change_row(files: Files) -> None:
    lines = rows(files)
    files[LEDGER] = b"".join([*lines[:2], lines[2].replace(b"holder", b"user:9"), *lines[3:]])


def drop_row(files: Files) -> None:
    lines = rows(files)
    files[LEDGER] = b"".join([*lines[:2], *lines[3:]])


def swap_rows(files: Files) -> None:
    lines = rows(files)
    files[LEDGER] = b"".join([*lines[:2], lines[3], lines[2], *lines[4:]])


def repeat_row(files: Files) -> None:
    lines = rows(files)
    files[LEDGER] = b"".join([*lines[:3], *lines[2:]])


def cut_ledger(files: Files) -> None:
    files[LEDGER] = b"".join(rows(files)[:-1])


def respell_row(files: Files) -> None:
    files[LEDGER] = files[LEDGER].replace(b'"sequence":3', b'"sequence": 3')


def change_line(name: str) -> Callable[[Files], None]:
    def act(files: Files) -> None:
        first, _, rest = files[name].partition(b"\n")
        files[name] = (b"0" if first[:1] != b"0" else b"1") + first[1:] + b"\n" + rest

    return act


def drop_line(name: str) -> Callable[[Files], None]:
    def act(files: Files) -> None:
        files[name] = files[name].partition(b"\n")[2]

    return act


def add_line(name: str) -> Callable[[Files], None]:
    def act(files: Files) -> None:
        length = 128 if "512" in name else 64
        files[name] += b"0" * length + b"  data/ghost.txt\n"

    return act


def put(name: str, content: bytes = b"?") -> Callable[[Files], None]:
    return lambda files: files.__setitem__(name, content)


def drop(name: str) -> Callable[[Files], None]:
    return lambda files: files.__delitem__(name)


def rename(files: Files) -> None:
    files["data/exhibits/001_别的名字.png"] = files.pop(EXHIBIT)


def change_receipt(files: Files) -> None:
    files[RECEIPT] = files[RECEIPT].replace(b"AN-2026-000001", b"AN-2026-000002")


def swap_exhibits(files: Files) -> None:
    other = "data/exhibits/002_长截图（全部记录）.png"
    files[EXHIBIT], files[other] = files[other], files[EXHIBIT]


TAMPERED: dict[str, tuple[Callable[[Files], None], list[str]]] = {
    "ledger row changed": (change_row, [LEDGER, f"{LEDGER} 第 3 行"]),
    "ledger gap": (drop_row, [LEDGER, f"{LEDGER} 第 3 行"]),
    "ledger swap": (swap_rows, [LEDGER, f"{LEDGER} 第 3 行", f"{LEDGER} 第 4 行"]),
    "ledger row twice": (repeat_row, [LEDGER, f"{LEDGER} 第 4 行"]),
    "ledger cut short": (cut_ledger, [LEDGER]),
    "ledger respelt": (respell_row, [LEDGER, f"{LEDGER} 第 3 行"]),
    "receipt's number": (change_receipt, [RECEIPT]),
    "extra exhibit": (put("data/exhibits/999_多.png"), ["data/exhibits/999_多.png"]),
    "extra record": (put("data/extra.json"), ["data/extra.json"]),
    "extra tag file": (put("extra.txt"), ["extra.txt"]),
    "extra, empty": (put("data/empty", b""), ["data/empty"]),
    "missing exhibit": (drop(EXHIBIT), [EXHIBIT]),
    "renamed exhibit": (rename, [EXHIBIT, "data/exhibits/001_别的名字.png"]),
    "two exhibits swapped": (swap_exhibits, [EXHIBIT, "data/exhibits/002_长截图（全部记录）.png"]),
    "public key of another": (put("public-key.pem", case.pem(case.key(99))), ["public-key.pem"]),
    "public key, rubbish": (put("public-key.pem", b"rubbish"), ["public-key.pem"]),
    "signature of another key": (
        lambda files: files.__setitem__("signature.ed25519", case.key(9).sign(files["signed-files.txt"])),
        ["signature.ed25519"],
    ),
    "signature cut": (put("signature.ed25519", b"short"), ["signature.ed25519"]),
    "token of another manifest": (put("timestamp.tsr", b"token"), ["timestamp.tsr"]),
    **{
        f"{what} of {name}": (act(name), [name])
        for name in (
            "manifest-sha256.txt",
            "manifest-sha512.txt",
            "tagmanifest-sha256.txt",
            "tagmanifest-sha512.txt",
            "signed-files.txt",
        )
        for what, act in (
            ("line changed", change_line),
            ("line dropped", drop_line),
            ("line added", add_line),
        )
    },
}


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("what", TAMPERED)
def test_a_change_is_named(files: Files, tmp_path: Path, what: str, form: str) -> None:
    tamper, expected = TAMPERED[what]
    tamper(files)
    report = check(str(WRITERS[form](files, tmp_path / "x")))
    assert report.exit_code == 1
    named = places(report)
    assert set(expected) <= set(named)
    strangers = {
        place for place in named if not place.startswith(tuple(each.split(" ")[0] for each in expected))
    }
    assert strangers <= {"压缩包"} | ({LEDGER, INDEX} if LEDGER in expected else set())


@pytest.mark.parametrize("form", WRITERS)
def test_one_bit_in_any_file_names_that_file_and_no_other(sound: Files, tmp_path: Path, form: str) -> None:
    chance = random.Random(20)
    for number, name in enumerate(sorted(sound)):
        files = {**sound, name: flip(sound[name], chance.randrange(8 * len(sound[name])))}
        report = check(str(WRITERS[form](files, tmp_path / str(number))))
        assert report.exit_code == 1, name
        assert name in places(report), (name, report.faults)
        assert {place.split(" ")[0] for place in places(report)} == {name}, report.faults


@pytest.mark.parametrize("form", WRITERS)
def test_any_file_missing_is_named(sound: Files, tmp_path: Path, form: str) -> None:
    for number, name in enumerate(sorted(sound)):
        files = {other: content for other, content in sound.items() if other != name}
        report = check(str(WRITERS[form](files, tmp_path / str(number))))
        assert report.exit_code == 1, name
        assert name in places(report), (name, report.faults)


def test_one_bit_anywhere_in_the_zip_is_seen(bundle: Path, tmp_path: Path) -> None:
    """Also where no file's content is touched: headers, directory, end. Spared: which program packed it, attributes."""
    raw = bundle.read_bytes()
    spared: set[int] = set()
    start = raw.rindex(b"PK\1\2" + raw[raw.index(b"PK\1\2") + 4 : raw.index(b"PK\1\2") + 6])
    with zipfile.ZipFile(bundle) as archive:
        start = archive.start_dir
    for match in re.finditer(re.escape(b"PK\1\2"), raw[start:]):
        head = start + match.start()
        spared |= {*range(head + 4, head + 6), *range(head + 36, head + 42)}
    chance = random.Random(3)
    header = list(range(30 + len(ROOT) + 10))
    directory = [byte for byte in range(start, len(raw)) if byte not in spared]
    body = [chance.randrange(len(raw)) for _ in range(40)]
    target = tmp_path / "x.zip"
    missed = []
    for byte in [*header, *chance.sample(directory, 260), *range(len(raw) - 22, len(raw)), *body]:
        if byte in spared:
            continue
        target.write_bytes(flip(raw, 8 * byte + chance.randrange(8)))
        if check(str(target)).exit_code != 1:
            missed.append(byte)
    assert missed == []


# --- Someone who makes everything agree again ---------------------------------------------------------------------


def test_who_rehashes_without_the_key_is_caught_by_the_signature(files: Files, tmp_path: Path) -> None:
    files[VOLUME] = flip(files[VOLUME], 80_000)
    index = json.loads(files[INDEX])
    index["volumes"][0]["sha256"] = case.digest(files[VOLUME])
    files[INDEX] = canonical(index).encode()
    rehash(files)
    report = check(str(as_zip(files, tmp_path / "x.zip")))
    assert report.exit_code == 1
    assert report.signature == "invalid"
    assert "signature.ed25519" in places(report)


def test_who_signs_with_another_key_is_caught_by_the_fingerprint(files: Files, tmp_path: Path) -> None:
    genuine, forger = case.key(), case.key(66)
    index = json.loads(files[INDEX])
    files["bag-info.txt"] = files["bag-info.txt"].replace(
        index["key_id"].encode(), case.key_id(forger).encode()
    )
    files[INDEX] = canonical({**index, "key_id": case.key_id(forger)}).encode()
    files["bag-info.txt"] = re.sub(
        rb"Payload-Oxum: \d+", b"Payload-Oxum: %d" % _payload(files), files["bag-info.txt"]
    )
    resign(files, forger)
    files["timestamp.tsr"] = AUTHORITY.stamp(files["manifest-sha256.txt"]).reply
    resign(files, forger)
    path = str(as_zip(files, tmp_path / "x.zip"))
    # A lie that is consistent in itself: only the published fingerprint tells.
    for report, trust in (
        (check(path), "unchecked"),
        (check(path, case.fingerprint(genuine)), "unknown"),
        (check(path, trusted=[case.fingerprint(genuine), case.fingerprint(case.key(3))]), "unknown"),
    ):
        assert (report.exit_code, report.faults, report.signature) == (2, [], "valid")
        assert (report.as_json()["sound"], report.trust) == (False, trust)
        words = verify.in_words(report)
        assert "完好" not in words
        assert case.fingerprint(forger) in words
        assert "--fingerprint" in words.splitlines()[-1]
    assert (check(path, case.fingerprint(forger)).exit_code) == 0


def _payload(files: Files) -> int:
    return sum(len(content) for name, content in files.items() if name.startswith("data/"))


@pytest.mark.parametrize(
    "spelling", [str, str.upper, lambda text: text[7:], lambda text: ":".join(re.findall("..", text[7:]))]
)
def test_a_fingerprint_may_be_spelt_in_several_ways(bundle: Path, spelling: Callable[[str], str]) -> None:
    assert check(str(bundle), spelling(case.fingerprint(case.key()))).exit_code == 0
    assert check(str(bundle), spelling(case.fingerprint(case.key(1)))).exit_code == 2


def test_a_piece_of_a_fingerprint_is_none(bundle: Path) -> None:
    whole = case.fingerprint(case.key())
    for piece in ("", " ", "sha256:", whole[:23], whole + "0", whole.replace("a", "ä"), "public-key.pem"):
        with pytest.raises(verify.Unusable):
            check(str(bundle), piece)


def test_another_fingerprint_than_that_of_a_trusted_key_is_told(bundle: Path) -> None:
    report = check(str(bundle), case.fingerprint(case.key(1)), trusted=KNOWN)
    assert (report.exit_code, report.trust) == (0, "trusted")
    assert any(case.fingerprint(case.key(1)) in note for note in report.notes)


def replace_exhibit(files: Files) -> None:
    files[EXHIBIT] = case.screenshot("换过的截图")
    index = json.loads(files[INDEX])
    index["exhibits"][0].update(
        sha256=case.digest(files[EXHIBIT]),
        ledger_sha256=case.digest(files[EXHIBIT]),
        size=len(files[EXHIBIT]),
    )
    files[INDEX] = canonical(index).encode()


def forget_exhibit(files: Files) -> None:
    del files[EXHIBIT]
    index = json.loads(files[INDEX])
    del index["exhibits"][0]
    files[INDEX] = canonical(index).encode()


def other_facts(files: Files) -> None:
    files["data/facts.json"] = b"{}"


def forged_receipt(files: Files) -> None:
    record = json.loads(files[RECEIPT])
    record["payload"]["filed_at"] = "2020-01-01T00:00:00.000000Z"
    files[RECEIPT] = canonical(record).encode()


def rewritten_row(files: Files) -> None:
    """A row that agrees with itself, digest and all: only the row after it remembers the old one."""
    rows = files[LEDGER].splitlines()
    body = {**json.loads(rows[2]), "at": "2020-01-01T00:00:00.000000Z"}
    del body["digest"]
    rows[2] = canonical({**body, "digest": verify.digest(canonical(body).encode())}).encode()
    files[LEDGER] = b"\n".join(rows) + b"\n"


SIGNED_LIES: dict[str, tuple[Callable[[Files], None], str]] = {
    "exhibit replaced": (replace_exhibit, f"{LEDGER} 证据 1-1"),
    "exhibit withheld": (forget_exhibit, RECEIPT),
    "ledger row changed": (change_row, f"{LEDGER} 第 3 行"),
    "ledger row rewritten": (rewritten_row, f"{LEDGER} 第 4 行"),
    "ledger gap": (drop_row, f"{LEDGER} 第 3 行"),
    "ledger swap": (swap_rows, f"{LEDGER} 第 3 行"),
    "ledger row twice": (repeat_row, f"{LEDGER} 第 4 行"),
    "ledger cut short": (cut_ledger, LEDGER),
    "facts changed": (other_facts, RECEIPT),
    "receipt changed": (forged_receipt, RECEIPT),
    "exhibit not in the index": (put("data/exhibits/999_多.png"), "data/exhibits/999_多.png"),
    "index names nothing": (put(INDEX, b"[]"), INDEX),
    "ledger of rubbish": (put(LEDGER, b"1\n{}\nnull\n"), f"{LEDGER} 第 1 行"),
    "receipt of rubbish": (put(RECEIPT, b'{"payload":[],"signature":5}'), RECEIPT),
    "index nested without end": (put(INDEX, b"[" * 100_000), INDEX),
}


@pytest.mark.parametrize("what", SIGNED_LIES)
def test_the_records_contradict_what_even_the_key_holder_changes(
    files: Files, tmp_path: Path, what: str
) -> None:
    tamper, expected = SIGNED_LIES[what]
    tamper(files)
    resign(files, case.key())
    report = check(str(as_zip(files, tmp_path / "x.zip")))
    assert report.exit_code == 1
    assert expected in places(report)


# --- No false alarm -----------------------------------------------------------------------------------------------


def variants() -> list[tuple[str, dict[str, Any]]]:
    small = [
        case.exhibit(f"{n}-1", name, kind, "", content) for n, (name, kind, content) in enumerate(_SMALL, 1)
    ]
    chance = random.Random(11)
    found: list[tuple[str, dict[str, Any]]] = [
        ("nothing at all", {"chosen": []}),
        ("no receipt", {"chosen": small[:1], "receipt": None}),
        ("nothing but exhibits", {"chosen": small[:2], "letters": (), "attachments": (), "assessment": None}),
        ("older receipt key", {"chosen": small[:1], "receipt_key": case.key(4)}),
        (
            "an exhibit left out",
            {"chosen": small[:2], "omitted": (Omitted(sha256=case.digest(b"x"), why="无关"),)},
        ),
        ("redacted", {"chosen": [replace(small[0], ledger_sha256=case.digest(b"original"))]}),
        ("twice the same bytes", {"chosen": [small[0], replace(small[0], number="9-9")]}),
        ("odd titles", {"chosen": [], "title": "一\n二\t三: 四", "recipient": " "}),
    ]
    for place in range(22):
        chosen = chance.sample(small, chance.randint(1, len(small)))
        found.append((f"sample {place}", {"chosen": chosen, "number": f"AN-2026-{place:06}"}))
    return found


_SMALL = [
    ("图.png", "image/png", case.screenshot("甲", (90, 120))),
    ("空.bin", "application/octet-stream", b""),
    ("名字 带 空格 & 符号 '\"$;#.txt", "text/plain", "短信\r\n第二行".encode()),
    ("emoji😀.txt", "text/plain", "😀🀄\u202e倒".encode()),
    (" leading.txt", "text/plain", b"x"),
    ("ｆｕｌｌ.txt", "text/plain", b"\xff\xfe\x00\x01"),
    ("e\u0301.txt", "text/plain", b"accent"),
    ("大.amr", "audio/amr", b"\0" * 70_000),
    ("无后缀", "application/zip", b"PK\5\6" + b"\0" * 18),
]


@pytest.mark.parametrize(("what", "given"), variants(), ids=[name for name, _ in variants()])
def test_what_is_sound_raises_no_alarm(tmp_path: Path, what: str, given: dict[str, Any]) -> None:
    if given.get("number"):
        given = {**given, "receipt": None}
    bundle = case.write(tmp_path / "x.zip", case.contents(**given))
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "out")
    for path in (bundle, next((tmp_path / "out").iterdir())):
        report = check(str(path), case.fingerprint(case.key()))
        assert (report.faults, report.exit_code) == ([], 0)


@pytest.mark.parametrize("root", ["", ROOT, "改过的名字/"])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_packed_again_it_is_still_sound(sound: Files, tmp_path: Path, root: str, method: int) -> None:
    report = check(str(as_zip(sound, tmp_path / "x.zip", root, method)), trusted=KNOWN)
    assert (report.faults, report.exit_code) == ([], 0)


def test_packed_by_a_program_that_streams_or_writes_gbk_names(sound: Files, tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.got = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, block: Any) -> int:
            self.got += block
            return len(block)

    class Unmarked(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:
            return self.filename.encode("gb18030"), self.flag_bits

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # sizes after the data
        for name, content in sound.items():
            archive.writestr(ROOT + name, content)
    (tmp_path / "streamed.zip").write_bytes(pipe.got)
    assert check(str(tmp_path / "streamed.zip")).faults == []
    with zipfile.ZipFile(tmp_path / "gbk.zip", "w") as archive:
        for name, content in sound.items():
            info = Unmarked(ROOT + name)
            archive.writestr(info, content)
    assert check(str(tmp_path / "gbk.zip")).faults == []


APPLE_DOUBLE = b"\0\5\x16\7\0\2\0\0Mac OS X        " + b"\0" * 40


def added(files: Files) -> Files:
    """What a Mac and Windows leave beside the files of a folder."""
    left = {
        "data/.DS_Store": b"finder",
        "Thumbs.db": b"\xd0\xcf\x11\xe0",
        "data/Desktop.ini": b"[.ShellClassInfo]",
    }
    for name in files:
        folder, _, last = name.rpartition("/")
        left[f"{folder}/._{last}" if folder else f"._{last}"] = APPLE_DOUBLE
    return left


@pytest.mark.parametrize("form", WRITERS)
def test_what_a_desktop_adds_is_named_and_no_fault(sound: Files, tmp_path: Path, form: str) -> None:
    left = added(sound)
    report = check(str(WRITERS[form]({**sound, **left}, tmp_path / "x")), trusted=KNOWN)
    assert (report.faults, report.exit_code, report.files) == ([], 0, len(sound))
    assert report.additions == sorted(left)
    (note,) = [note for note in report.notes if "操作系统" in note]
    for name in left:
        assert name in note
    assert "不属于案卷" in note


@pytest.mark.parametrize("root", [ROOT, "", "改过的名字/"])
def test_packed_again_by_a_mac_it_is_still_sound(sound: Files, tmp_path: Path, root: str) -> None:
    target = as_zip(sound, tmp_path / "x.zip", root, zipfile.ZIP_DEFLATED)
    outside = [f"__MACOSX/{root}{folder}._{name}" for folder, name in (("", "data"), ("data/", "案卷.pdf"))]
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/", b"")
        for name in outside:
            archive.writestr(name, APPLE_DOUBLE)
        archive.writestr(".DS_Store", b"finder")
    report = check(str(target), trusted=KNOWN)
    assert (report.faults, report.exit_code) == ([], 0)
    assert sorted(report.additions) == sorted([".DS_Store", *outside])
    assert all(name in verify.in_words(report) for name in outside)


def test_an_empty_folder_is_no_fault(sound: Files, tmp_path: Path) -> None:
    folder = as_folder(sound, tmp_path / "x")
    (folder / "空文件夹").mkdir()
    assert check(str(folder), trusted=KNOWN).exit_code == 0


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize(
    "name",
    ["data/exhibits/._007_新证据.png", "._evidence.pdf", "__MACOSX/evidence.png", "__MACOSX/data/._x.png"],
)
def test_a_picture_called_like_a_mac_s_file_is_an_extra_file(
    sound: Files, tmp_path: Path, name: str, form: str
) -> None:
    report = check(str(WRITERS[form]({**sound, name: case.screenshot("新", (90, 120))}, tmp_path / "x")))
    assert (report.exit_code, places(report), report.additions) == (1, [name], [])


@pytest.mark.parametrize("form", WRITERS)
def test_nothing_of_the_bundle_hides_behind_a_mac_s_name(sound: Files, tmp_path: Path, form: str) -> None:
    """Renamed so, an exhibit is missing; listed so, it is the bundle's own and checked; in the index alone, it is nothing."""
    hidden = "data/exhibits/._001_短信截图_一.png"
    files = dict(sound)
    files[hidden] = files.pop(EXHIBIT)
    report = check(str(WRITERS[form](files, tmp_path / "renamed")), trusted=KNOWN)
    assert (report.exit_code, {EXHIBIT, hidden} <= set(places(report))) == (1, True)

    own = {**sound, "data/filings/._答复.txt": APPLE_DOUBLE, "data/filings/Thumbs.db": "已受理".encode()}
    own["bag-info.txt"] = re.sub(
        rb"Payload-Oxum: [\d.]+",
        b"Payload-Oxum: %d.%d" % (_payload(own), sum(name.startswith("data/") for name in own)),
        own["bag-info.txt"],
    )
    resign(own, case.key())
    own["timestamp.tsr"] = AUTHORITY.stamp(own["manifest-sha256.txt"]).reply
    resign(own, case.key())
    kept = check(str(WRITERS[form](own, tmp_path / "own")), trusted=KNOWN)
    assert (kept.faults, kept.exit_code, kept.additions) == ([], 0, [])
    own["data/filings/Thumbs.db"] += b"?"
    changed = check(str(WRITERS[form](own, tmp_path / "changed")), trusted=KNOWN)
    assert places(changed) == ["data/filings/Thumbs.db"]

    smuggled = {**sound}
    index = json.loads(smuggled[INDEX])
    index["exhibits"].append(
        {**index["exhibits"][0], "number": "9-9", "path": "data/exhibits/._9.png",
         "sha256": case.digest(APPLE_DOUBLE), "size": len(APPLE_DOUBLE)}
    )  # fmt: skip
    smuggled[INDEX] = canonical(index).encode()
    resign(smuggled, case.key())
    smuggled["data/exhibits/._9.png"] = APPLE_DOUBLE
    report = check(str(WRITERS[form](smuggled, tmp_path / "smuggled")), trusted=KNOWN)
    assert f"{INDEX} 证据 9-9" in places(report)


def test_a_link_called_like_a_mac_s_file_is_no_addition(sound: Files, tmp_path: Path) -> None:
    folder = as_folder(sound, tmp_path / "x")
    (folder / "._link").symlink_to("/etc/passwd")
    (folder / "Thumbs.db").symlink_to("/etc/passwd")
    assert set(places(check(str(folder)))) == {"._link", "Thumbs.db"}


# --- Tricks of zips and folders ------------------------------------------------------------------------------------


def test_links_in_a_folder_are_not_followed(sound: Files, tmp_path: Path) -> None:
    folder = as_folder(sound, tmp_path / "x")
    (folder / EXHIBIT).rename(tmp_path / "elsewhere.png")
    (folder / EXHIBIT).symlink_to(tmp_path / "elsewhere.png")
    (folder / "data/out").symlink_to("/")
    assert {EXHIBIT, "data/out"} <= set(places(check(str(folder))))


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("../evil.sh", "../evil.sh"),
        (ROOT + "data/../../evil", ROOT + "data/../../evil"),
        ("/etc/passwd", "/etc/passwd"),
        ("C:/evil.txt", "C:/evil.txt"),
        (ROOT + "data\\evil", ROOT + "data\\evil"),
        ("elsewhere/file", "elsewhere/file"),
        (ROOT + "data/\u202efdp.exe", "data/\\u202efdp.exe"),
    ],
)
def test_unsafe_names_in_a_zip_are_refused(bundle: Path, tmp_path: Path, name: str, place: str) -> None:
    target = Path(shutil.copy(bundle, tmp_path / "x.zip"))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(name, b"evil")
    report = check(str(target))
    assert report.exit_code == 1
    assert place in places(report)
    assert not (tmp_path / "evil.sh").exists()


def test_an_entry_twice_is_refused(bundle: Path, tmp_path: Path) -> None:
    target = Path(shutil.copy(bundle, tmp_path / "x.zip"))
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(ROOT + EXHIBIT, b"another picture")
    assert places(check(str(target))) == [EXHIBIT]


def test_a_link_and_a_bomb_in_a_zip_are_refused(bundle: Path, tmp_path: Path) -> None:
    target = Path(shutil.copy(bundle, tmp_path / "x.zip"))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        link = zipfile.ZipInfo(ROOT + "data/link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, b"/etc/passwd")
        with archive.open(ROOT + "data/bomb", "w") as bomb:
            for _ in range(101):
                bomb.write(bytes(1 << 20))
    report = check(str(target))
    assert {(ROOT + "data/link"), "data/bomb"} <= set(places(report))
    assert any("压缩炸弹" in what for _, what in report.faults)


def test_entries_that_share_their_bytes_are_a_bomb_before_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of them is too large by itself: 400 times the same 20 MB out of 20 kB."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(ROOT + "data/a", bytes(20 << 20))
        for number in range(400):
            shared = copy.copy(archive.infolist()[0])
            shared.filename = shared.orig_filename = f"{ROOT}data/{number}"
            archive.filelist.append(shared)
    target = tmp_path / "重叠.zip"
    target.write_bytes(whole.getvalue())
    monkeypatch.setattr(verify.Archive, "open", lambda *_: pytest.fail("one was read"))
    report = check(str(target))
    assert report.exit_code == 1
    assert "重叠.zip" in places(report)


@pytest.mark.parametrize("form", WRITERS)
def test_a_record_that_no_check_expects_is_a_fault_and_no_traceback(
    files: Files, tmp_path: Path, form: str
) -> None:
    """Whoever made the bundle signed it; Python writes no number of more than 4,300 digits, and the next one has more."""
    files[LEDGER] = files[LEDGER].replace(b'"sequence":1}', b'"sequence":' + b"9" * 4300 + b"}", 1)
    resign(files, case.key())
    report = check(str(WRITERS[form](files, tmp_path / "x.zip")))
    assert (report.exit_code, report.signature) == (1, "valid")
    assert any("读不懂" in what for _, what in report.faults)


def hidden_before(raw: bytes) -> bytes:
    return b"#!/bin/sh\n" + raw


def hidden_after(raw: bytes) -> bytes:
    return raw + b"PK more"


def with_comment(raw: bytes) -> bytes:
    return raw[:-2] + b"\x04\x00evil"


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "before": hidden_before,
    "after": hidden_after,
    "comment": with_comment,
    "cut in the middle": lambda raw: raw[: len(raw) // 2],
    "cut at the end": lambda raw: raw[:-30],
    "empty": lambda raw: b"",
    "not a zip": lambda raw: b"this is no zip " * 1000,
    "directory alone": lambda raw: raw[raw.rindex(b"PK\1\2") :],
    "zeros": lambda raw: bytes(5000),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_zip_gets_a_sentence(bundle: Path, tmp_path: Path, what: str) -> None:
    target = tmp_path / "坏.zip"
    target.write_bytes(BROKEN[what](bundle.read_bytes()))
    report = check(str(target))
    assert report.exit_code == 1
    assert {"坏.zip", "压缩包"} & set(places(report))


def test_what_is_no_bundle_is_said_to_be_none(tmp_path: Path) -> None:
    for nothing in (tmp_path / "absent.zip", tmp_path):
        with pytest.raises(verify.Unusable):
            check(str(nothing))
    (tmp_path / "bagit.txt").touch()  # what is left of one is named piece by piece
    left = check(str(tmp_path))
    assert set(verify.REQUIRED) <= set(places(left))


# --- As people run it ----------------------------------------------------------------------------------------------


def run(
    *arguments: str, path: str | None = None, flags: tuple[str, ...] = ("-I",), **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *flags, *arguments],
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": path if path is not None else "/usr/bin:/bin", "PYTHONUTF8": "1", **environment},
        check=False,
    )


def test_alone_it_checks_its_own_folder(sound: Files, tmp_path: Path) -> None:
    folder = as_folder(sound, tmp_path / "案卷")
    done = run(str(folder / "verify.py"))
    assert (done.returncode, done.stderr) == (2, "")
    assert "完好" not in done.stdout
    assert "前后一致；是不是这个平台签的没有核对" in done.stdout
    assert case.fingerprint(case.key()) in done.stdout
    done = run(str(folder / "verify.py"), "--fingerprint", case.fingerprint(case.key()))
    assert (done.returncode, done.stderr) == (0, "")
    assert "完好" in done.stdout.splitlines()[-1]
    assert "没有核对的：" in done.stdout.splitlines()[-1]
    assert sorted(path.name for path in folder.iterdir()) == sorted({name.split("/")[0] for name in sound})
    (folder / EXHIBIT).write_bytes(b"?")
    done = run(str(folder / "verify.py"))
    assert done.returncode == 1
    assert f"问题　{EXHIBIT}：" in done.stdout


def test_json_is_all_there_is_on_standard_output(sound: Files, bundle: Path, tmp_path: Path) -> None:
    program = tmp_path / "verify.py"
    program.write_bytes(sound["verify.py"])
    found = json.loads(
        run(str(program), str(bundle), "--json", "--fingerprint", case.fingerprint(case.key())).stdout
    )
    assert (found["sound"], found["trust"]) == (True, "trusted")
    assert found["number"] == "AN-2026-000001"
    assert (found["exhibits"], found["ledger_entries"], found["timestamp"]) == (6, 9, "present")
    wrong = run(str(program), str(bundle), "--json", "--fingerprint", case.fingerprint(case.key(1)))
    said = json.loads(wrong.stdout)
    assert (wrong.returncode, said["sound"], said["trust"], said["faults"]) == (2, False, "unknown", [])


@pytest.mark.parametrize(
    ("trusted", "code"),
    [
        (case.fingerprint(case.key()), 0),
        (f" {case.fingerprint(case.key(1))} , {case.fingerprint(case.key()).upper()},", 0),
        (case.fingerprint(case.key(1)), 2),
        ("", 2),
        (" , ", 2),
        ("public-key.pem", 64),
        (case.fingerprint(case.key())[:23], 64),
    ],
)
def test_trusted_keys_may_stand_in_the_environment(bundle: Path, trusted: str, code: int) -> None:
    done = run(verify.__file__, str(bundle), ANNING_TRUSTED_KEYS=trusted)
    assert done.returncode == code, done.stdout + done.stderr
    assert ("结论" in done.stdout) == (code != 64)


def test_a_wrong_call_is_no_verdict(bundle: Path, sound: Files, tmp_path: Path) -> None:
    """What came with the bundle is no root of trust either: its own root certificate is refused by where it lies."""
    folder = as_folder(sound, tmp_path / "x")
    no_certificate = tmp_path / "roots.pem"
    no_certificate.write_text("no certificate")
    for wrong in (
        ("--no-such-option",),
        ("--fingerprint",),
        ("--fingerprint", ""),
        ("--fingerprint", "abc"),
        ("--tsa-roots", str(tmp_path / "absent.pem")),
        ("--tsa-roots", str(no_certificate)),
        ("--tsa-roots", str(folder / "timestamp-root.pem")),
        ("two", "paths"),
    ):
        done = run(str(folder / "verify.py"), str(folder), *wrong)
        assert (done.returncode, done.stdout) == (64, ""), wrong
        assert "verify.py: " in done.stderr
    for nothing in (tmp_path / "absent.zip", tmp_path, folder / "data"):
        done = run(verify.__file__, str(nothing), "--json")
        assert (done.returncode, done.stdout) == (64, ""), nothing
        assert "没有核验" in done.stderr
    helped = run(verify.__file__, "--help")
    assert (helped.returncode, "ANNING_TRUSTED_KEYS" in helped.stdout, "64" in helped.stdout) == (
        0,
        True,
        True,
    )


def test_without_cryptography_and_openssl_it_says_what_was_not_checked(sound: Files, tmp_path: Path) -> None:
    folder = as_folder(sound, tmp_path / "x")
    without = ("-I", "-S")  # no site-packages, hence no cryptography
    done = run(str(folder / "verify.py"), "--fingerprint", KNOWN[0], "--json", path="/nowhere", flags=without)
    assert (done.returncode, json.loads(done.stdout)["trust"]) == (2, "unchecked")
    done = run(str(folder / "verify.py"), "--fingerprint", KNOWN[0], path="/nowhere", flags=without)
    assert done.returncode == 2
    assert "完好" not in done.stdout
    assert verify.OPENSSL in done.stdout
    (folder / EXHIBIT).write_bytes(b"?")
    done = run(str(folder / "verify.py"), path="/nowhere", flags=without)
    assert done.returncode == 1
    assert EXHIBIT in done.stdout


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")
def test_without_cryptography_openssl_decides(sound: Files, tmp_path: Path) -> None:
    folder = as_folder(sound, tmp_path / "x")
    plain = ("-I", "-S")
    assert run(str(folder / "verify.py"), "--fingerprint", KNOWN[0], flags=plain).returncode == 0
    (folder / "signature.ed25519").write_bytes(flip(sound["signature.ed25519"], 77))
    done = run(str(folder / "verify.py"), flags=("-I", "-S"))
    assert done.returncode == 1
    assert "signature.ed25519" in done.stdout


@pytest.mark.skipif(
    shutil.which("openssl") is None or shutil.which("sha256sum") is None, reason="needs openssl and sha256sum"
)
def test_the_readme_s_own_commands_hold(sound: Files, tmp_path: Path) -> None:
    folder = as_folder(sound, tmp_path / "x")
    commands = re.findall(r"^      ((?:sha256sum|openssl pk).*)$", sound["README.txt"].decode(), re.M)
    assert len(commands) == 3
    outputs = [
        subprocess.run(["/bin/sh", "-c", line], cwd=folder, capture_output=True, text=True, check=True).stdout
        for line in commands
    ]
    assert outputs[0].count("OK") == len(sound) - 2
    assert "Verified Successfully" in outputs[1]
    assert outputs[2].split()[0] == case.fingerprint(case.key()).removeprefix("sha256:")


# --- The time stamp ------------------------------------------------------------------------------------------------


def stamped(files: Files, reply: bytes, tmp_path: Path, root: bytes | None = None) -> str:
    """The bundle with another token and everything signed anew by the portal: only the token itself can tell."""
    files["timestamp.tsr"] = reply
    files["timestamp-root.pem"] = root or AUTHORITY.root_pem
    resign(files, case.key())
    return str(as_zip(files, tmp_path / "x.zip"))


def imprint(files: Files) -> bytes:
    return hashlib.sha256(files["manifest-sha256.txt"]).digest()


def test_a_time_stamp_whose_root_came_along_is_there_and_no_more(bundle: Path, tmp_path: Path) -> None:
    report = check(str(bundle), trusted=KNOWN)
    assert (report.timestamp, report.stamped_at) == ("present", "2026-03-05 08:21:07 UTC")
    words = verify.in_words(report)
    assert "示例时间戳" in words
    assert "openssl ts -verify -in timestamp.tsr -data manifest-sha256.txt -CAfile " in words
    assert "-CAfile timestamp-root.pem" not in words
    assert AUTHORITY.root.fingerprint(hashes.SHA256()).hex() in words
    assert "时间戳是不是那个机构盖的" in verify.conclusion(report)
    outside = check(str(bundle), roots=AUTHORITY.root_pem, trusted=KNOWN)
    assert outside.timestamp == "valid"
    assert "时间戳" not in verify.conclusion(outside)
    other = check(str(bundle), roots=Authority().root_pem)
    assert (other.timestamp, places(other), other.exit_code) == ("invalid", ["timestamp.tsr"], 1)


def test_a_receipt_is_valid_by_a_key_from_outside_alone(sound: Files, bundle: Path, tmp_path: Path) -> None:
    """It was signed by an earlier key here, and the key came along; anybody can make both."""
    report = check(str(bundle), trusted=KNOWN)
    assert (report.exit_code, report.receipt) == (0, "present")
    assert any(case.fingerprint(case.key(3)) in note for note in report.notes)
    assert "回执是不是平台签的" in verify.conclusion(report)
    both = check(str(bundle), trusted=[*KNOWN, case.fingerprint(case.key(3))])
    assert (both.receipt, "回执" in verify.conclusion(both)) == ("valid", False)
    assert check(str(bundle)).receipt == "present"
    files = dict(sound)
    forged_receipt(files)
    resign(files, case.key())
    assert check(str(as_zip(files, tmp_path / "x.zip")), trusted=KNOWN).receipt == "invalid"


@pytest.mark.parametrize("share", range(0, 100, 7))
@pytest.mark.parametrize("part", ["content", "attributes", "signature"])
def test_one_bit_of_what_is_signed_is_found_by_the_token_alone(
    files: Files, tmp_path: Path, part: str, share: int
) -> None:
    reply = files["timestamp.tsr"]
    piece = getattr(verify.read_token(reply), part)[
        1:
    ]  # the first byte of the attributes is not what stands there
    begin = reply.index(piece)
    report = check(stamped(files, flip(reply, 8 * (begin + share * len(piece) // 100)), tmp_path))
    assert report.timestamp in ("invalid", "present")
    if report.timestamp == "invalid":
        assert places(report) == ["timestamp.tsr"]


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (lambda files: AUTHORITY.reply(b"\0" * 32), "不是对这份"),
        (lambda files: b"token", "不是一个 RFC 3161"),
        (lambda files: AUTHORITY.reply(imprint(files), AT + timedelta(days=31)), "有效期"),
        (lambda files: Authority().reply(imprint(files)), "根证书"),
        (
            lambda files: Authority(ExtendedKeyUsageOID.CODE_SIGNING).reply(imprint(files)),
            "不是用来签时间戳的",
        ),
        (lambda files: Authority(intruder=True), "根证书"),
    ],
)
def test_a_token_that_proves_nothing_is_a_fault(files: Files, tmp_path: Path, reply: Any, why: str) -> None:
    given = reply(files)
    if isinstance(given, Authority):  # its own root is trusted, and its certificate leads to it somehow
        report = check(stamped(files, given.reply(imprint(files)), tmp_path, given.root_pem))
    else:
        report = check(stamped(files, given, tmp_path))
    assert places(report) == ["timestamp.tsr"]
    assert why in report.faults[0][1]
    assert report.timestamp == "invalid"


@needs_openssl
def test_a_token_of_a_real_authority_holds_here_and_for_openssl(files: Files, tmp_path: Path) -> None:
    folder = tmp_path / "tsa"
    reply = reply_to(request_for("sha256:" + imprint(files).hex(), nonce=5), folder)
    path = stamped(files, reply, tmp_path, roots_file(folder).read_bytes())
    assert check(path).timestamp == "present"
    assert check(path, roots=roots_file(folder).read_bytes()).timestamp == "valid"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        ["openssl", "ts", "-verify", "-in", "timestamp.tsr", "-data", "manifest-sha256.txt", "-CAfile",
         "timestamp-root.pem"], cwd=next(tmp_path.glob("*/timestamp.tsr")).parent, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert "Verification: OK" in done.stdout + done.stderr
