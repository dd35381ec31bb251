"""A first guess from the first bytes, only to choose the parser that decides; and names for what is not parsed."""

import codecs
import zipfile
from typing import BinaryIO

IMAGES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
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
# Recordings, films and spreadsheets, whose parsers are loaded only for them.
PARSED_APART = {
    *("audio/mpeg", "audio/aac", "audio/amr", "audio/wav", "audio/ogg", "audio/flac", "audio/mp4"),
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
    (b"ID3", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"SQLite format 3\x00", SQLITE),
)
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


def _of_container(head: bytes) -> str:
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], UNKNOWN)
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
    if container := _of_container(head):
        return container
    for beginning, media_type in _BEGINNINGS:
        if head.startswith(beginning):
            return media_type
    if b"%PDF-" in head[:1024]:
        return PDF
    if b"<svg" in head.replace(b"\0", b"").lower():
        return SVG
    return UNKNOWN


def guess(file: BinaryIO) -> str:
    """A media type by the first bytes, and for a zip by its list of names."""
    file.seek(0)
    found = of_beginning(file.read(HEAD))
    return _of_zip(file) if found == ZIP else found
