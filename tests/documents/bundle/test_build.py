"""The bundle as it is built: a valid bag, a volume that a court can leaf through, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import os
import random
import re
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
import segno
from PIL import Image

from documents.bundle import AUDIENCES, Attachment, BundleError, Copy, Token, build, verify
from documents.bundle.audience import excerpt
from documents.bundle.contents import safe_name
from documents.bundle.printing import printer
from documents.bundle.volume import LINK
from tests.documents.bundle import case
from tests.documents.bundle.tokens import AUTHORITY

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
    assert [each["pages"] for each in index["volumes"]] == [len(volume.pages)]
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
        groups = outline.root[-1].children
        exhibits = [item for group in groups for item in group.children]
        assert [group.title for group in groups] == ["证据一　短信", "证据二", "证据三"]
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
            [sys.executable, "-m", "tests.documents.bundle.case", str(target)],
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


def title_pages_of(contents: Any, target: Path) -> tuple[dict[str, Any], list[str]]:
    """The index of a bundle, and for each exhibit why it is not printed."""
    reasons: list[str] = []
    house = printer(key_id="", fingerprint="")

    def title_pages(of: Any, rows: Any) -> bytes:
        reasons.extend(row.why_not for row in rows)
        return house.title_pages(of, rows)

    build(
        contents,
        target,
        sign=case.key().sign,
        public_key_pem=case.pem(case.key()),
        key_id=case.key_id(case.key()),
        printer=replace(house, title_pages=title_pages),
    )
    with zipfile.ZipFile(target) as archive:
        return json.loads(archive.read("AN-2026-000001/data/index.json")), reasons


def picture_as(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(out, form)
    return out.getvalue()


POLYGLOT = (
    b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 60\n%%Title: <svg xmlns='http://www.w3.org/2000/svg'>\n"
    b"%%EndComments\n0 setgray 0 0 400 60 rectfill\nshowpage\n"
)


def ours(file: Any, original: bytes) -> Any:
    """The file, which is not the stranger's original under whatever name."""
    if isinstance(file, io.BytesIO):
        assert file.getvalue() != original
    elif isinstance(file, str | Path):
        assert Path(file).read_bytes() != original
    return file


@pytest.mark.parametrize(
    ("media_type", "content", "why"),
    [
        ("application/pdf", b"%PDF-1.7\nnot really", "读不出页面"),
        ("application/pdf", encrypted_pdf, "密码"),
        ("image/png", b"PK\3\4 a zip named .png", "不是能打开的图片"),
        ("image/gif", lambda: picture_as("GIF"), "不是能打开的图片"),
        ("image/svg+xml", lambda: POLYGLOT, "不是能打开的图片"),
        ("image/png", huge_png, "图片太大"),
        ("image/jpeg", lambda: case.screenshot("半张", form="JPEG")[:2000], "不是能打开的图片"),
    ],
)
def test_what_cannot_be_printed_keeps_its_place_and_says_why(
    tmp_path: Path, media_type: str, content: Any, why: str
) -> None:
    raw = content() if callable(content) else content
    contents = case.contents(
        [case.exhibit("1-1", "某物", media_type, "", raw), case.exhibit(*case.files()[1])]
    )
    target = tmp_path / "x.zip"
    index, reasons = title_pages_of(contents, target)
    assert why in reasons[0]
    with zipfile.ZipFile(target) as archive:
        assert archive.read("AN-2026-000001/data/exhibits/001_某物") == raw
    assert index["exhibits"][0]["pages"][0] == index["exhibits"][0]["pages"][1]


MODES = {
    "PNG": ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"],
    "JPEG": ["L", "RGB", "CMYK"],
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


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("image/svg+xml", lambda: POLYGLOT),
        ("image/tiff", lambda: picture_as("TIFF")),
        ("image/png", lambda: case.screenshot("原件")),
        ("application/pdf", case.bill),
        ("text/plain", lambda: "原件".encode()),
        ("application/octet-stream", lambda: b"\0\1\2"),
    ],
)
def test_an_original_without_a_copy_travels_and_is_never_opened(
    tmp_path: Path, media_type: str, content: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that the exporter could print very well: nothing has looked it over."""
    raw = content()
    read: list[int] = []

    def watched() -> io.BytesIO:
        read.append(1)
        return io.BytesIO(raw)

    unprinted = case.exhibit("1-1", "原件", media_type, "", raw, printed=None)
    object.__setattr__(unprinted, "open", watched)
    for library in (Image, pikepdf):
        real = library.open
        monkeypatch.setattr(
            library, "open", lambda file, *rest, real=real, **more: real(ours(file, raw), *rest, **more)
        )
    index, reasons = title_pages_of(case.contents([unprinted]), tmp_path / "x.zip")
    assert reasons == ["没有可打印的副本，请直接打开文件查看"]
    assert index["exhibits"][0]["pages"][0] == index["exhibits"][0]["pages"][1]
    # Once, to be copied into the bag.
    assert len(read) == 1
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.read("AN-2026-000001/data/exhibits/001_原件") == raw


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


def noise(seed: int) -> bytes:
    """A picture that no compression makes smaller: about 220 kB."""
    out = io.BytesIO()
    raw = random.Random(seed).randbytes(270 * 270 * 3)
    Image.frombytes("RGB", (270, 270), raw).save(out, "PNG")
    return out.getvalue()


def destination(annotation: Any, volume: pikepdf.Pdf) -> tuple[str, int]:
    """Where a link leads: the other file, or nothing for this one, and the page counted from 1."""
    if "/Dest" in annotation:
        return "", volume.pages.index(pikepdf.Page(annotation.Dest[0])) + 1
    return str(annotation.A.F.UF), int(annotation.A.D[0]) + 1


def test_a_limit_splits_the_volume_and_the_index_says_where(tmp_path: Path) -> None:
    exhibits = [
        case.exhibit(f"1-{place}", f"{place}.png", "image/png", "", noise(place), group="截图")
        for place in range(1, 10)
    ]
    limit = 1 << 20
    target = case.write(tmp_path / "x.zip", case.contents(exhibits, volume_bytes=limit))
    with zipfile.ZipFile(target) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "AN-2026-000001"
    assert verify.check(str(target)).faults == []
    index = json.loads((folder / "data/index.json").read_text())
    paths = [each["path"] for each in index["volumes"]]
    assert paths == [f"data/案卷-{name}.pdf" for name in ("01-第一卷", "02-第二卷", "03-第三卷")]
    assert all((folder / path).stat().st_size <= limit for path in paths)

    total, begun, seen = sum(each["pages"] for each in index["volumes"]), 0, []
    for place, each in enumerate(index["volumes"]):
        with pikepdf.open(folder / each["path"]) as volume:
            assert len(volume.pages) == each["pages"]
            for page_number, page in enumerate(volume.pages, begun + 1):
                stamp = text_of(page)
                assert f"第 {page_number} 页 / 共 {total} 页" in stamp
                assert f"{('第一卷', '第二卷', '第三卷')[place]}　" in stamp
                found = re.search(r"证据(1-\d)（1/1）", stamp)
                if found:
                    seen.append((found[1], page_number))
                    back = destination(page.obj.Annots[-1], volume)
                    assert back == ("" if place == 0 else "案卷-01-第一卷.pdf", 2)
            begun += each["pages"]
    assert [number for number, _ in seen] == [each.number for each in exhibits]
    assert [page for _, page in seen] == [each["pages"][1] for each in index["exhibits"]]

    with pikepdf.open(folder / paths[0]) as volume:
        index_pages = volume.pages[1:3]
        links = {destination(each, volume) for page in index_pages for each in page.obj.Annots}
    before = dict(zip(["", *(Path(path).name for path in paths[1:])], _starts(index), strict=True))
    assert {(file, page + before[file]) for file, page in links} == {
        ("" if each["volumes"] == [1] else Path(paths[each["volumes"][0] - 1]).name, each["pages"][0])
        for each in index["exhibits"]
    }


def _starts(index: dict[str, Any]) -> list[int]:
    return [0, *itertools.accumulate(each["pages"] for each in index["volumes"][:-1])]


def test_an_exhibit_larger_than_a_volume_goes_on_in_the_next(tmp_path: Path) -> None:
    out = io.BytesIO()
    with pikepdf.new() as long:
        for place in range(8):
            with Image.open(io.BytesIO(noise(place))) as picture:
                page = io.BytesIO()
                picture.save(page, "PDF")
            with pikepdf.open(page) as one:
                long.pages.extend(one.pages)
        long.save(out)
    contents = case.contents(
        [case.exhibit("1-1", "长.pdf", "application/pdf", "", out.getvalue())], volume_bytes=400 << 10
    )
    with zipfile.ZipFile(case.write(tmp_path / "x.zip", contents)) as archive:
        index = json.loads(archive.read("AN-2026-000001/data/index.json"))
        sizes = [archive.getinfo("AN-2026-000001/" + each["path"]).file_size for each in index["volumes"]]
    assert len(sizes) > 1
    assert index["exhibits"][0]["volumes"] == list(range(index["exhibits"][0]["volumes"][0], len(sizes) + 1))
    assert max(sizes) <= 400 << 10


def test_a_page_that_no_volume_can_hold_stops_the_export_by_name(tmp_path: Path) -> None:
    contents = case.contents(
        [case.exhibit("2-1", "大.png", "image/png", "", noise(1))], volume_bytes=200 << 10
    )
    with pytest.raises(BundleError, match="证据2-1"):
        case.write(tmp_path / "x.zip", contents)


def test_every_page_leads_to_the_check_page_by_a_code_of_its_own(tmp_path: Path) -> None:
    address = "https://anning.example.org/bundles/ABCDEFGHIJKLMNOPQRSTUVWX/"
    with zipfile.ZipFile(case.write(tmp_path / "x.zip", case.contents(page_url=address))) as archive:
        raw = archive.read("AN-2026-000001/data/案卷.pdf")
    wanted = [list(row) for row in segno.make(address, error="l", micro=False).matrix_iter(border=1)]
    with pikepdf.open(io.BytesIO(raw)) as volume:
        codes = {page.Resources.XObject.AnningStampCode.objgen for page in volume.pages}
        assert len(codes) == 1  # drawn once, shown on every page
        drawn = volume.pages[0].Resources.XObject.AnningStampCode
        dots = [tuple(map(float, dot)) for dot in
                re.findall(rb"([\d.]+) ([\d.]+) [\d.]+ [\d.]+ re\n", drawn.read_bytes())]  # fmt: skip
    side = len(wanted)
    found = {(round((1 - y) * side) - 1, round(x * side)) for x, y in dots}
    assert found == {(y, x) for y, row in enumerate(wanted) for x, dark in enumerate(row) if dark}


def test_what_a_recipient_may_not_read_is_a_digest_in_an_unbroken_chain(tmp_path: Path) -> None:
    whole = case.contents()
    ledger = excerpt(whole.ledger, AUDIENCES["opponent"], [1, 2])
    assert [entry.get("act", "-") for entry in ledger] == ["exhibit_received"] * 6 + ["-"] * 3
    contents = case.contents(ledger=ledger, audience=AUDIENCES["opponent"], receipt=None)
    target = case.write(tmp_path / "x.zip", contents)
    report = verify.check(str(target))
    assert report.faults == []
    assert any("3 条与这位接收人无关" in note for note in report.notes)
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        assert not any(name.endswith("facts.json") for name in names)
        index = json.loads(archive.read("AN-2026-000001/data/index.json"))
    assert index["ledger"] == {"entries": 9, "head": whole.ledger_head, "withheld": 3}


def test_a_token_is_asked_for_the_manifest_and_travels_signed(tmp_path: Path) -> None:
    asked: list[bytes] = []

    def stamp(manifest: bytes) -> Token:
        asked.append(manifest)
        return AUTHORITY.stamp(manifest)

    with zipfile.ZipFile(case.write(tmp_path / "x.zip", stamp=stamp)) as archive:
        manifest = archive.read("AN-2026-000001/manifest-sha256.txt")
        assert asked == [manifest]
        assert hashlib.sha256(manifest).digest() in archive.read("AN-2026-000001/timestamp.tsr")
        assert archive.read("AN-2026-000001/timestamp-root.pem") == AUTHORITY.root_pem
        signed = archive.read("AN-2026-000001/signed-files.txt")
        assert b"timestamp.tsr" in signed
        assert b"timestamp-root.pem" in signed
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
