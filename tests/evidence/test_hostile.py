"""P20: files made to hurt. Each is copied clean or refused with words; none runs, none takes the portal down."""

import gzip
import os
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from evidence.examination import run
from evidence.examination.run import Exceeded, examine
from evidence.words import reasons
from tests.evidence import recorded, samples
from tests.evidence.samples import EICAR, drawn, paper, png_that_claims, saved, written, zipped


def encrypted() -> bytes:
    return written(paper(), encryption=pikepdf.Encryption(owner="owner", user="user"))


def packed_again_and_again(piece: bytes, times: int) -> bytes:
    """What ``piece`` repeated so often packs to (RFC 1950), packed once: a full flush lets the blocks stand in any row."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    end, check = packer.flush(), 1
    for _ in range(times):
        check = zlib.adler32(piece, check)
    return b"\x78\xda" + block * times + end + check.to_bytes(4, "big")


def bomb_paper() -> bytes:
    """A page whose drawing instructions unpack to 400 MB."""
    pdf = paper(pages=1)
    stream = pdf.make_stream(b"")
    stream.write(packed_again_and_again(b"0 0 m\n" * 700_000, 100), filter=Name.FlateDecode)
    pdf.pages[0].obj.Contents = stream
    return written(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def bomb_in_a_bomb() -> bytes:
    pdf = paper(pages=1)
    stream = pdf.make_stream(b"")
    stream.write(
        zlib.compress(zlib.compress(b"\0" * 50_000_000)), filter=Array([Name.FlateDecode, Name.FlateDecode])
    )
    pdf.pages[0].obj.Contents = stream
    return written(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def endless_pages() -> bytes:
    """A page tree that contains itself."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def deep_paper() -> bytes:
    """Lists in lists, a hundred thousand deep."""
    return b"%PDF-1.4\n1 0 obj" + b"[" * 100_000 + b"]" * 100_000 + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def picture_bomb_in_paper() -> bytes:
    pdf = paper(pages=1)
    image = pdf.make_stream(b"\0" * 100)
    image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
    image.Width, image.Height, image.BitsPerComponent = 60_000, 60_000, 8
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im=image)
    return written(pdf)


def png_with_a_text_bomb() -> bytes:
    return samples.with_chunk(
        saved(drawn(), "PNG"), b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 200_000_000)
    )


def gif_with_a_false_size() -> bytes:
    gif = bytearray(saved(drawn(mode="P"), "GIF"))
    gif[6:10] = struct.pack("<HH", 65_535, 65_535)
    return bytes(gif)


def webp_that_claims() -> bytes:
    webp = bytearray(saved(drawn(mode="RGBA"), "WEBP", lossless=True, exif=b"Exif\0\0" + b"x" * 20))
    place = webp.find(b"VP8X")
    webp[place + 12 : place + 18] = (16_382).to_bytes(3, "little") * 2
    return bytes(webp)


def heic_cut() -> bytes:
    heic = saved(drawn(), "HEIF")
    return heic[: len(heic) // 2]


def jpeg_and_paper() -> bytes:
    """One file, two faces: a JPEG that is a PDF with a script, further on."""
    return saved(drawn(), "JPEG") + samples.acting_paper()


def gif_and_script() -> bytes:
    return b"GIF89a/*" + b"\0" * 10 + b"*/=1;alert(document.domain)//"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="http://127.0.0.1/x"/></svg>'
BOMB_LINES = (
    b'<!DOCTYPE a [<!ENTITY b "'
    + b"c" * 1000
    + b'"><!ENTITY d "'
    + b"&b;" * 1000
    + b'">]><a>'
    + b"&d;" * 1000
    + b"</a>"
)

BILL = recorded.sheet([["金额"], [40]])
SHEET_XML = "xl/worksheets/sheet1.xml"
DDE = recorded.sheet([["=cmd|'/C calc'!A0"], ['=WEBSERVICE("http://127.0.0.1/x")'], ["@SUM(1+1)"], ["+1+1"]])


def wav_that_claims() -> bytes:
    """Four gigabytes of sound by its header, forty bytes by its content."""
    return (
        b"RIFF\xff\xff\xff\xffWAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
        + (b"data\xff\xff\xff\xff" + b"\0" * 40)
    )


def film_that_refers_elsewhere() -> bytes:
    """An MP4 whose track lies in another file by its data reference."""
    return recorded.film(seconds=1).replace(b"url \0\0\0\1", b"alis\0\0\0\0")


def sheet_of_many_cells() -> bytes:
    row = b"<row>" + b'<c t="inlineStr"><is><t>AAAAAAAA</t></is></c>' * 100 + b"</row>"
    return recorded.with_part(
        BILL, SHEET_XML, b"<worksheet><sheetData>" + row * 60_000 + b"</sheetData></worksheet>"
    )


def sheet_with_links() -> bytes:
    return recorded.with_part(
        BILL, "xl/externalLinks/externalLink1.xml", b'<externalLink target="http://127.0.0.1/"/>'
    )


# name → (how it is made, the code of the refusal, or what the clean copy is)
def bmp_that_claims(width: int, height: int) -> bytes:
    given = saved(drawn(), "BMP")
    return given[:18] + struct.pack("<ii", width, height) + given[26:]


def tiff_that_claims(width: int, height: int) -> bytes:
    given = saved(drawn(), "TIFF")
    for tag, old, new in ((0x100, 320, width), (0x101, 200, height)):
        given = given.replace(struct.pack("<HHII", tag, 4, 1, old), struct.pack("<HHII", tag, 4, 1, new))
        given = given.replace(
            struct.pack("<HHIHH", tag, 3, 1, old, 0), struct.pack("<HHIHH", tag, 3, 1, new % 65536, 0)
        )
    return given


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "an MP3 of noise": (lambda: b"ID3\x04\0\0\0\0\0\0" + os.urandom(50_000), "recording_broken"),
    "an MP3 with a giant tag": (lambda: b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + b"\0" * 5000, "recording_broken"),
    "a WAV of four gigabytes": (wav_that_claims, "audio/mp4"),
    "a WAV of 255 channels": (
        lambda: wav_that_claims().replace(struct.pack("<HH", 1, 1), struct.pack("<HH", 1, 255), 1),
        "recording_broken",
    ),
    "an OGG cut short": (lambda: recorded.sound("ogg")[:60], "recording_broken"),
    "half a FLAC header": (lambda: recorded.sound("flac")[:30], "recording_broken"),
    "an MP4 without its index": (lambda: recorded.film()[:2000], "recording_broken"),
    "an MP4 that refers to another file": (film_that_refers_elsewhere, "video/mp4"),
    "an AAC of noise": (lambda: b"\xff\xf1" + b"\0" * 3000, "recording_broken"),
    "a playlist that calls itself MP4": (
        lambda: b"\0\0\0\x18ftypisom\n#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        "recording_broken",
    ),
    "a WebM of noise": (lambda: b"\x1aE\xdf\xa3" + os.urandom(20_000), "recording_broken"),
    "a playlist": (lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "text/plain; charset=utf-8"),
    "a list of files to join": (
        lambda: b"ffconcat version 1.0\nfile /etc/passwd\n",
        "text/plain; charset=utf-8",
    ),
    "a spreadsheet with commands": (lambda: DDE, "text/plain; charset=utf-8"),
    "a spreadsheet with links elsewhere": (sheet_with_links, "text/plain; charset=utf-8"),
    "a spreadsheet with an XML bomb": (
        lambda: recorded.with_part(BILL, SHEET_XML, BOMB_LINES),
        "sheet_declares",
    ),
    "a spreadsheet that reads a file": (
        lambda: recorded.with_part(
            BILL,
            SHEET_XML,
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&b;</worksheet>',
        ),
        "sheet_declares",
    ),
    "a spreadsheet of six million cells": (sheet_of_many_cells, "sheet_bomb"),
    "a spreadsheet without a sheet": (lambda: recorded.with_part(BILL, SHEET_XML, b""), "sheet_broken"),
    "400 megapixels in a PNG": (lambda: png_that_claims(20_000, 20_000), "too_many_pixels"),
    "50,000 × 50,000 in a PNG": (lambda: png_that_claims(50_000, 50_000), "too_many_pixels"),
    "a PNG of 2³¹ pixels a side": (lambda: png_that_claims(2**31 - 1, 2**31 - 1), "too_many_pixels"),
    "a PNG with a text bomb": (png_with_a_text_bomb, "picture_broken"),
    "a GIF of false size": (gif_with_a_false_size, "too_many_pixels"),
    "a WebP of false size": (webp_that_claims, "picture_broken"),
    "half a HEIC": (heic_cut, "picture_broken"),
    "half a JPEG": (lambda: saved(drawn(), "JPEG")[:1500], "picture_broken"),
    "a JPEG of zeros": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 5000, "picture_broken"),
    "a PNG of noise": (lambda: b"\x89PNG\r\n\x1a\n" + os.urandom(5000), "picture_broken"),
    "a JPEG and a PDF in one": (jpeg_and_paper, "image/jpeg"),
    "a GIF and a script in one": (gif_and_script, "picture_broken"),
    "SVG with a script": (lambda: SVG, "svg"),
    "SVG in UTF-16": (lambda: SVG.decode().encode("utf-16"), "svg"),
    "a page with a script": (lambda: b"<html><script>alert(1)</script>", "text/plain; charset=utf-8"),
    "entities in entities": (lambda: BOMB_LINES, "text/plain; charset=utf-8"),
    "EICAR": (lambda: EICAR, "text/plain; charset=utf-8"),
    "EICAR in a zip": (lambda: zipped({"eicar.com": EICAR}), "not_shown"),
    "a zip named .jpg": (lambda: zipped({"a.txt": b"x"}), "not_shown"),
    "a zip bomb": (lambda: zipped({f"{n}.bin": b"\0" * 20_000_000 for n in range(5)}), "not_shown"),
    "a zip that climbs out": (lambda: zipped({"../../../../tmp/out.txt": b"x"}), "not_shown"),
    "a gzip bomb": (lambda: gzip.compress(b"\0" * 100_000_000), "not_shown"),
    "a table with a formula": (lambda: b"name,sum\n=cmd|' /C calc'!A0,1\n", "text/plain; charset=utf-8"),
    "a Windows program": (lambda: b"MZ" + os.urandom(4000), "not_shown"),
    "a Linux program": (lambda: Path("/proc/self/exe").read_bytes()[:100_000], "not_shown"),
    "noise": (lambda: os.urandom(100_000), "not_shown"),
    "one zero": (lambda: b"\0", "not_shown"),
    "a PDF with a password": (encrypted, "pdf_encrypted"),
    "a PDF cut in half": (lambda: samples.acting_paper()[:700], "pdf_broken"),
    "a PDF of nothing": (lambda: b"%PDF-1.7\n%%EOF", "pdf_broken"),
    "a PDF that contains itself": (endless_pages, "pdf_broken"),
    "a PDF a hundred thousand deep": (deep_paper, "pdf_broken"),
    "a PDF that unpacks to 400 MB": (bomb_paper, "pdf_bomb"),
    "a PDF with a bomb in a bomb": (bomb_in_a_bomb, "pdf_bomb"),
    "a PDF with a picture of 3.6 gigapixels": (picture_bomb_in_paper, "pdf_bomb"),
    "a PDF with everything that acts": (samples.acting_paper, "application/pdf"),
    "a PDF after some noise": (lambda: b"junk\n" * 20 + samples.acting_paper(), "application/pdf"),
    "a call recording": (lambda: b"#!AMR\n" + os.urandom(500), "recording_broken"),
    "a film": (lambda: b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + os.urandom(500), "recording_broken"),
    "a picture of an unknown kind": (lambda: saved(drawn(), "JPEG2000"), "not_shown"),
    "a TIFF of noise": (lambda: b"II*\0" + os.urandom(3000), "picture_broken"),
    "half a TIFF": (lambda: saved(drawn(), "TIFF", compression="tiff_lzw")[:700], "picture_broken"),
    "a TIFF of false size": (lambda: tiff_that_claims(60_000, 60_000), "too_many_pixels"),
    "a BMP of false size": (lambda: bmp_that_claims(60_000, 60_000), "too_many_pixels"),
    "half an AVIF": (lambda: saved(drawn(), "AVIF")[:300], "picture_broken"),
    "half a picture in UTF-8's clothes": (lambda: b"\xef\xbb\xbf" + os.urandom(3000), "not_shown"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_copied_clean_or_refused_with_words(name: str) -> None:
    make, expected = HOSTILE[name]
    with tempfile.TemporaryFile() as source:
        source.write(make())
        with examine(source) as examined:
            finding = examined.finding
            assert expected in (finding.code, finding.media_type)
            if finding.code:
                assert examined.clean is None
                assert examined.thumbnail is None
                words = reasons.refusal(finding.code, finding.facts, found=finding.found, filename="证据.bin")
                assert "原件已原样封存" in words
                assert "%(" not in words
            else:
                assert examined.clean is not None
                assert b"JavaScript" not in examined.clean.read()


@pytest.mark.parametrize(
    ("filename", "content", "words"),
    [
        ("照片.jpg", zipped({"a.txt": b"x"}), "文件名的后缀是 .jpg，但内容其实是ZIP 压缩包。"),
        ("账单.PDF", b"\x7fELF" + bytes(50), "文件名的后缀是 .pdf，但内容其实是程序。"),
        ("资料.zip", zipped({"a.txt": b"x"}), "这是ZIP 压缩包，暂不生成查看副本。"),
        ("录音.mp3", b"ID3" + bytes(50), "录音或视频不完整或已损坏"),
        ("表.xlsx", zipped({"xl/workbook.xml": b"x"}), "表格已损坏或有密码"),
    ],
)
def test_people_are_told_what_a_file_really_is(filename: str, content: bytes, words: str) -> None:
    with tempfile.TemporaryFile() as source:
        source.write(content)
        with examine(source) as examined:
            finding = examined.finding
    told = reasons.refusal(finding.code, finding.facts, found=finding.found, filename=filename)
    assert told.startswith(words)


def test_pixels_are_counted_before_any_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """400 megapixels are refused by a process that may not use the memory of forty."""
    monkeypatch.setattr(run, "MEMORY", 320 * 1024 * 1024)
    with tempfile.TemporaryFile() as source:
        source.write(png_that_claims(20_000, 20_000))
        with examine(source) as examined:
            assert examined.finding.code == "too_many_pixels"
            told = reasons.refusal(
                "too_many_pixels", examined.finding.facts, found="image/png", filename="a.png"
            )
    assert "20000×20000" in told
    assert "40000 万像素" in told


def test_a_picture_that_needs_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "MEMORY", 320 * 1024 * 1024)
    with tempfile.TemporaryFile() as source:
        source.write(saved(Image.new("RGB", (7000, 7000)), "PNG"))
        with examine(source) as examined:
            assert examined.finding.code == "too_heavy"


def test_a_process_that_takes_too_long_is_ended() -> None:
    with tempfile.TemporaryFile() as source:
        source.write(saved(Image.effect_noise((4000, 4000), 50), "PNG"))
        with pytest.raises(Exceeded), examine(source, wall=0.2):
            pass


HEAVIEST = (
    "a spreadsheet of six million cells",
    "a spreadsheet with an XML bomb",
    "an MP3 with a giant tag",
    "a WAV of four gigabytes",
    "400 megapixels in a PNG",
    "a PNG with a text bomb",
    "a WebP of false size",
    "a PDF that unpacks to 400 MB",
    "a PDF with a bomb in a bomb",
    "a PDF that contains itself",
    "a PDF a hundred thousand deep",
    "a zip bomb",
)
MEASURE = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from evidence.examination.run import examine
for name in sys.argv[2:]:
    with open(name, "rb") as source, examine(source):
        pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def test_no_hostile_file_takes_three_hundred_megabytes(tmp_path: Path) -> None:
    """The highest memory of any examining process, as the system counted it, over the heaviest files."""
    for number, name in enumerate(HEAVIEST):
        (tmp_path / str(number)).write_bytes(HOSTILE[name][0]())
    command = [sys.executable, "-c", MEASURE, str(Path(__file__).resolve().parents[2])]
    done = subprocess.run(
        [*command, *map(str, tmp_path.iterdir())], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 300


def test_nothing_readable_is_left_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with tempfile.TemporaryFile() as source:
        source.write(samples.acting_paper())
        with examine(source) as examined:
            assert examined.thumbnail is not None
            assert list(tmp_path.iterdir()) == []
