"""A first guess from the first bytes, only to choose the parser that decides; and names for what is not parsed."""

import codecs
import re
import zipfile
from typing import BinaryIO

IMAGES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/avif": "AVIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
}
PDF = "application/pdf"
SVG = "image/svg+xml"
ZIP = "application/zip"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SQLITE = "application/vnd.sqlite3"
BACKUP = "application/x-phone-backup"  # messages or calls of a phone, in whichever format
TABLE, JSON = "text/csv", "application/json"  # lists whose columns could be those of messages or calls
UNKNOWN = "application/octet-stream"
HEAD = 4096
ID3 = b"ID3"  # a tag in front of a sound: of an MP3 mostly, but of others too
# Recordings, films and spreadsheets, whose parsers are loaded only for them.
PARSED_APART = {
    *(
        "audio/mpeg",
        "audio/mp2",
        "audio/aac",
        "audio/amr",
        "audio/wav",
        "audio/ogg",
        "audio/flac",
        "audio/mp4",
    ),
    *("video/mp4", "video/webm", SHEET),
}

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (ID3, "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"#!SILK_V3", "audio/silk"),
    (b"\x02#!SILK_V3", "audio/silk"),
    (b"caff\0", "audio/x-caf"),
    (b".snd\0", "audio/basic"),
    (b".RMF\0", "audio/x-realaudio"),
    (b"MThd\0", "audio/midi"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (b"FLV\x01", "video/x-flv"),
    (b"\0\0\x01\xba", "video/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"SQLite format 3\x00", SQLITE),
    (b"%!PS", "application/postscript"),
    (b"\xc5\xd0\xd3\xc6", "application/postscript"),
)
# What may stand before the first element of an XML file; "<svg" further behind is a word in something else.
_SVG = re.compile(
    rb"(?:\s++|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*+(?:\[[^\]]*+\])?+[^>]*+>)*+<(?:[a-z_][\w.-]*+:)?+svg[\s/>]",
    re.DOTALL,
)
_MARKS = b"\xef\xbb\xbf\xff\xfe"
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": SHEET,
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "AndroidManifest.xml": "application/vnd.android.package-archive",
}
MAY_HOLD_MESSAGES = (BACKUP, TABLE, JSON, SHEET, ZIP, SQLITE)
_NAMES_READ = 1000
codecs.lookup("cp437")  # the names in a zip; loads it now: later no file can be opened


def _of_frame(head: bytes) -> str:
    """A sound that begins without a name: eleven set bits, then version, layer and rates, of which not all exist."""
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return ""
    if head[1] & 0xF6 == 0xF0:
        return "audio/aac"
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    if version == 1 or head[2] >> 4 == 15 or head[2] >> 2 & 3 == 3:
        return ""
    # The other two layers are left alone: UTF-16 begins like one of them.
    return {1: "audio/mpeg", 2: "audio/mp2"}.get(layer, "")


def _of_container(head: bytes) -> str:
    if head[:2] == b"BM" and head[6:10] == bytes(4) and head[15:18] == bytes(3):  # not a word that begins so
        return "image/bmp"
    if head[:4] == b"RIFF":
        riff = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
        return riff.get(head[8:12], UNKNOWN)
    if head[:4] == b"FORM" and head[8:11] == b"AIF":
        return "audio/aiff"
    if len(head) > 376 and all(head[place] == 0x47 for place in (0, 188, 376)):
        return "video/mp2t"
    if head[4:8] == b"ftyp":
        brands = {head[8:12], *(head[i : i + 4] for i in range(16, min(len(head), 64), 4))}
        if head[8:12] in (b"avif", b"avis"):
            return "image/avif"
        if head[8:12] in _HEIC or (brands & _HEIC and head[8:12] not in (b"isom", b"mp42", b"qt  ")):
            return "image/heic"
        return "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
    return ""


def _of_zip(file: BinaryIO) -> str:
    """Only the list of names is read; nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:_NAMES_READ]
    except Exception:
        return ZIP
    for beginning, media_type in _OFFICE.items():
        if any(name.startswith(beginning) for name in names):
            return media_type
    return ZIP


def of_beginning(head: bytes) -> str:
    """What the first bytes alone call for; ``application/octet-stream`` when they say nothing (it may be text)."""
    if container := _of_container(head) or _of_frame(head):
        return container
    for beginning, media_type in _BEGINNINGS:
        if head.startswith(beginning):
            return media_type
    if b"%PDF-" in head[:1024]:
        return PDF
    if _SVG.match(head.replace(b"\0", b"").lstrip(_MARKS).lower()):
        return SVG
    return UNKNOWN


def _behind_tag(file: BinaryIO, head: bytes) -> str:
    """The sound behind an ID3 tag, whose length is written in four times seven bits."""
    place = 0
    while head.startswith(ID3) and len(head) >= 10:
        place += 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]) + 10 * bool(head[5] & 16)
        file.seek(place)
        head = file.read(HEAD)
    found = of_beginning(head)
    return found if found in ("audio/aac", "audio/flac", "audio/mp2", "audio/wav") else "audio/mpeg"


def guess(file: BinaryIO) -> str:
    """A media type by the first bytes, for a sound with a tag by what is behind it, for a zip by its list of names."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(ID3):
        return _behind_tag(file, head)
    found = of_beginning(head)
    return _of_zip(file) if found == ZIP else found
