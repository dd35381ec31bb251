"""The bundle as it is built: a valid bag, a volume that a court can leaf through, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import bagit
import pikepdf
import pytest
from PIL import Image

from filings.bundle import Attachment, BundleError, Copy, build
from filings.bundle.contents import safe_name
from filings.bundle.printing import printer
from filings.bundle.volume import LINK
from tests.filings.bundle import case

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return case.write(tmp_path_factory.mktemp("bundle") / "案卷.zip")


@pytest.fixture(scope="module")
def folder(bundle: Path) -> Path:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(bundle.parent)
    return bundle.parent / "AN-2026-000001"


@pytest.fixture
def volume(folder: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(folder / "data/案卷.pdf") as opened:
        yield opened


def text_of(page: pikepdf.Page) -> str:
    """The stamp's text, read back through the font's own ToUnicode."""
    font = page.Resources.Font.AnningStampFont
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for line in table.splitlines():
        parts = line.replace("<", " ").replace(">", " ").split()
        if len(parts) == 2 and len(parts[0]) == 4 and line.startswith("<") and len(parts[1]) % 4 == 0:
            found[int(parts[0], 16)] = bytes.fromhex(parts[1]).decode("utf-16-be")
    out = []
    in_stamp = False
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            in_stamp = str(operands[0]) == "/AnningStampFont"
        elif str(operator) == "Tj" and in_stamp:
            raw = bytes(operands[0])
            out.append("".join(found[int.from_bytes(raw[at : at + 2])] for at in range(0, len(raw), 2)))
    return "|".join(out)


def test_the_bagit_library_accepts_the_bag(folder: Path) -> None:
    bag = bagit.Bag(str(folder))
    assert bag.validate()
    assert bag.version == "1.0"
    assert bag.info["External-Identifier"] == "AN-2026-000001"
    assert bag.info["Anning-Timestamp"] == "未加盖时间戳"
    assert set(bag.algorithms) == {"sha256", "sha512"}


def test_exhibits_travel_byte_for_byte_under_harmless_names(folder: Path) -> None:
    names = sorted(path.name for path in (folder / "data/exhibits").iterdir())
    assert names == [
        "001_短信截图_一.png",
        "002_长截图（全部记录）.png",
        "003_gpj.现场.jpg",
        "004_话费账单.pdf",
        "005_短信备份.txt",
        "006_通话录音.amr",
    ]
    for name, (_, _, _, _, content) in zip(names, case.files(), strict=True):
        assert (folder / "data/exhibits" / name).read_bytes() == content


def test_index_says_where_each_exhibit_stands(folder: Path, volume: pikepdf.Pdf) -> None:
    index = json.loads((folder / "data/index.json").read_text())
    assert index["volume"]["pages"] == len(volume.pages)
    assert index["facts_as_filed"] is True
    pages = [each["pages"] for each in index["exhibits"]]
    assert pages[-1][1] == len(volume.pages)
    assert all(after[0] == before[1] + 1 for before, after in itertools.pairwise(pages))
    for each in index["exhibits"]:
        stamp = text_of(volume.pages[each["pages"][0] - 1])
        assert f"证据{each['number']}" in stamp
        assert each["sha256"].removeprefix("sha256:")[:16] in stamp


def test_every_page_carries_its_number_and_the_case(volume: pikepdf.Pdf) -> None:
    total = len(volume.pages)
    for number, page in enumerate(volume.pages, 1):
        stamp = text_of(page)
        assert f"第 {number} 页 / 共 {total} 页" in stamp
        assert "AN-2026-000001" in stamp


def test_every_page_is_a4(volume: pikepdf.Pdf) -> None:
    sizes = {tuple(sorted(round(float(value)) for value in page.mediabox[2:4])) for page in volume.pages}
    assert sizes == {(595, 842)}
    across = [page for page in volume.pages if float(page.mediabox[2]) > float(page.mediabox[3])]
    assert len(across) == 2  # the bill's page that lies across and the one turned by /Rotate


def test_bookmarks_and_links_lead_to_the_right_pages(folder: Path, volume: pikepdf.Pdf) -> None:
    index = json.loads((folder / "data/index.json").read_text())
    with volume.open_outline() as outline:
        titles = [item.title for item in outline.root]
        exhibits = outline.root[-1].children
        assert titles == ["封面", "证据目录", "投诉书", "证据"]
        places = [volume.pages.index(pikepdf.Page(item.destination[0])) + 1 for item in exhibits]
    first = [each["pages"][0] for each in index["exhibits"]]
    assert places == first
    links = [volume.pages.index(pikepdf.Page(each.Dest[0])) + 1 for each in volume.pages[1].obj.Annots]
    assert set(links) == set(first)
    for page in volume.pages[first[0] - 1 :]:
        assert volume.pages.index(pikepdf.Page(page.obj.Annots[-1].Dest[0])) == 1
    assert LINK.encode() not in (folder / "data/案卷.pdf").read_bytes()


def test_a_long_screenshot_takes_several_pages_and_a_recording_one(folder: Path) -> None:
    pages = {
        each["number"]: each["pages"]
        for each in json.loads((folder / "data/index.json").read_text())["exhibits"]
    }
    assert pages["1-1"][1] - pages["1-1"][0] == 1
    assert pages["1-2"][1] - pages["1-2"][0] > 3
    assert pages["3-1"][1] == pages["3-1"][0]


@pytest.mark.parametrize("seeds", [("0", "4242")])
def test_two_processes_with_two_hash_seeds_give_the_same_bytes(
    tmp_path: Path, seeds: tuple[str, str]
) -> None:
    digests = set()
    for seed in seeds:
        target = tmp_path / f"{seed}.zip"
        subprocess.run(
            [sys.executable, "-m", "tests.filings.bundle.case", str(target)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "UTC" if seed == "0" else "Asia/Shanghai"},
            cwd=ROOT,
            check=True,
        )
        digests.add(hashlib.sha256(target.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_the_zone_in_which_a_moment_is_given_changes_nothing(bundle: Path, tmp_path: Path) -> None:
    moved = [replace(each, received_at=each.received_at.astimezone(UTC)) for each in case.contents().exhibits]
    contents = case.contents(moved, exported_at=case.contents().exported_at.astimezone(UTC))
    assert case.write(tmp_path / "x.zip", contents).read_bytes() == bundle.read_bytes()
    with zipfile.ZipFile(bundle) as archive:
        assert "2026-03-05 16:20 +0800" in archive.read("AN-2026-000001/README.txt").decode()


def test_attachments_keep_their_folder_and_never_meet(tmp_path: Path) -> None:
    names = ["01-12321/信.pdf", "01-12321/信.pdf", "../../x/../信.pdf", "平.txt", "/abs"]
    attachments = [Attachment(name=name, open=lambda: io.BytesIO(b"x")) for name in names]
    with zipfile.ZipFile(
        case.write(tmp_path / "x.zip", case.contents([], attachments=attachments))
    ) as archive:
        found = [name for name in archive.namelist() if "/filings/" in name]
    assert sorted(name.removeprefix("AN-2026-000001/data/filings/") for name in found) == [
        "004_平.txt",
        "005_abs",
        "01-12321/001_信.pdf",
        "01-12321/002_信.pdf",
        "x/003_信.pdf",
    ]


def test_building_over_an_older_bundle_replaces_it_whole(bundle: Path, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "案卷.zip"
    target.parent.mkdir()
    target.write_bytes(b"older")
    heard: list[tuple[int, int]] = []
    case.write(target, progress=lambda done, total: heard.append((done, total)))
    assert target.read_bytes() == bundle.read_bytes()
    assert [path.name for path in target.parent.iterdir()] == ["案卷.zip"]
    assert heard == [(step, len(heard)) for step in range(1, len(heard) + 1)]


def test_changed_storage_stops_the_export_and_leaves_nothing(tmp_path: Path) -> None:
    good = case.exhibit(*case.files()[0])
    bad = case.exhibit("1-2", "坏.png", "image/png", "", b"as received")
    object.__setattr__(bad, "open", lambda: io.BytesIO(b"as stored now"))
    with pytest.raises(BundleError, match="证据1-2"):
        case.write(tmp_path / "x.zip", case.contents([good, bad]))
    assert list(tmp_path.iterdir()) == []


def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(case.bill())) as made:
        made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def huge_png() -> bytes:
    """A picture whose header claims 400 megapixels."""
    plain = io.BytesIO()
    Image.new("1", (8, 8)).save(plain, "PNG")
    raw = bytearray(plain.getvalue())
    raw[16:24] = (20_000).to_bytes(4) * 2
    raw[29:33] = zlib.crc32(raw[12:29]).to_bytes(4)
    return bytes(raw)


@pytest.mark.parametrize(
    ("media_type", "content", "why"),
    [
        ("application/pdf", b"%PDF-1.7\nnot really", "读不出页面"),
        ("application/pdf", encrypted_pdf, "密码"),
        ("image/png", b"PK\3\4 a zip named .png", "不是能打开的图片"),
        ("image/png", huge_png, "图片太大"),
        ("image/jpeg", lambda: case.screenshot("半张", form="JPEG")[:2000], "不是能打开的图片"),
        ("application/octet-stream", b"\0\1\2", "不是纸面材料"),
    ],
)
def test_what_cannot_be_printed_keeps_its_place_and_says_why(
    tmp_path: Path, media_type: str, content: Any, why: str
) -> None:
    raw = content() if callable(content) else content
    contents = case.contents(
        [case.exhibit("1-1", "某物", media_type, "", raw), case.exhibit(*case.files()[1])]
    )
    reasons: list[str] = []
    house = printer(key_id="", fingerprint="")

    def title_page(of: Any, row: Any) -> bytes:
        reasons.append(row.why_not)
        return house.title_page(of, row)

    target = build(
        contents,
        tmp_path / "x.zip",
        sign=case.key().sign,
        public_key_pem=case.pem(case.key()),
        key_id=case.key_id(case.key()),
        printer=replace(house, title_page=title_page),
    )
    assert why in reasons[0]
    with zipfile.ZipFile(target) as archive:
        assert archive.read("AN-2026-000001/data/exhibits/001_某物") == raw
        index = json.loads(archive.read("AN-2026-000001/data/index.json"))
    assert index["exhibits"][0]["pages"][0] == index["exhibits"][0]["pages"][1]


MODES = {
    "GIF": ["1", "L", "P", "RGB", "RGBA"],
    "WEBP": ["L", "RGB", "RGBA"],
    "TIFF": ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"],
    "BMP": ["1", "L", "P", "RGB", "RGBA"],
    "PNG": ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"],
    "JPEG": ["L", "RGB", "CMYK"],
    "HEIF": ["L", "RGB", "RGBA"],
}


@pytest.mark.parametrize(("form", "mode"), [(form, mode) for form, modes in MODES.items() for mode in modes])
def test_pictures_of_every_mode_become_pages(tmp_path: Path, form: str, mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (64, 48), 0).save(out, form)
    contents = case.contents(
        [case.exhibit("1-1", f"图.{form.lower()}", f"image/{form.lower()}", "", out.getvalue())]
    )
    with zipfile.ZipFile(case.write(tmp_path / "x.zip", contents)) as archive:
        index = json.loads(archive.read("AN-2026-000001/data/index.json"))
    first, last = index["exhibits"][0]["pages"]
    assert last == first + 1


def test_the_printed_copy_is_shown_and_the_original_travels(tmp_path: Path) -> None:
    clean = case.screenshot("干净的副本", (300, 400), "JPEG")
    number, name, media_type, proves, content = case.files()[0]
    shown = case.exhibit(
        number,
        name,
        media_type,
        proves,
        content,
        printed=Copy(media_type="image/jpeg", open=lambda: io.BytesIO(clean)),
    )
    with zipfile.ZipFile(case.write(tmp_path / "x.zip", case.contents([shown]))) as archive:
        assert archive.read("AN-2026-000001/data/exhibits/001_短信截图_一.png") == content
        volume = archive.read("AN-2026-000001/data/案卷.pdf")
    with pikepdf.open(io.BytesIO(volume)) as opened:
        image = opened.pages[-1].Resources.XObject.AnningExhibit
        assert image.read_raw_bytes() == clean


def test_scripts_and_actions_of_a_received_pdf_stay_out_of_the_volume(tmp_path: Path) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(case.bill())) as made:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('canary-js')")
        made.pages[0].obj.AA = pikepdf.Dictionary(
            O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="canary-js")
        )
        made.attachments["canary.txt"] = b"canary-attachment"
        made.save(out)
    contents = case.contents([case.exhibit("1-1", "带脚本.pdf", "application/pdf", "", out.getvalue())])
    with zipfile.ZipFile(case.write(tmp_path / "x.zip", contents)) as archive:
        volume = archive.read("AN-2026-000001/data/案卷.pdf")
    with pikepdf.open(io.BytesIO(volume)) as opened:
        plain = io.BytesIO()
        opened.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                    object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
    assert b"canary" not in plain.getvalue()
    assert b"JavaScript" not in plain.getvalue()


def test_a_token_is_asked_for_the_manifest_and_travels_signed(tmp_path: Path) -> None:
    asked: list[bytes] = []

    def stamp(manifest: bytes) -> bytes:
        asked.append(manifest)
        return b"token" + hashlib.sha256(manifest).digest()

    with zipfile.ZipFile(case.write(tmp_path / "x.zip", stamp=stamp)) as archive:
        manifest = archive.read("AN-2026-000001/manifest-sha256.txt")
        assert asked == [manifest]
        assert archive.read("AN-2026-000001/timestamp.tsr").startswith(b"token")
        assert b"timestamp.tsr" in archive.read("AN-2026-000001/signed-files.txt")
        assert "未加盖" not in archive.read("AN-2026-000001/bag-info.txt").decode()


@pytest.mark.parametrize(
    ("given", "harmless"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\Windows\\系统.dll", "C_Windows_系统.dll"),
        ("发票\u202egpj.exe", "发票gpj.exe"),
        ("a\0b\x1b[31m.png", "ab[31m.png"),
        ("", "file"),
        ("...", "file"),
        (".htaccess", "htaccess"),
        ("100%25 完成.pdf", "100_25_完成.pdf"),
        ("名" * 200 + ".pdf", "名" * 38 + ".pdf"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_names_lose_their_tricks_and_keep_their_chinese(given: str, harmless: str) -> None:
    assert safe_name(given) == harmless
