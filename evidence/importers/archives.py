"""Zip files: backups that were packed, and workbooks. Looked over before anything is unpacked."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from evidence.importers.entry import NotABackup

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
MOST_PARTS = 2000
MOST_UNPACKED = 4 * 1024**3  # bytes of all parts that are read
STEEPEST = 250  # unpacked for packed; phones' XML stays below 60
_SMALL = 4 * 1024 * 1024  # bytes below which steepness says nothing
_PICTURES = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".mp3", ".mp4", ".m4a", ".amr", ".3gp", ".3gpp", ".aac", ".ogg", ".wav",
    ".vcf", ".smil", ".pdf", ".xsl", ".css",
)  # fmt: skip


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """Raises NotABackup for what unpacks to too much, by what it says of itself; what says less is held to it."""
    try:
        archive = zipfile.ZipFile(file)
    except Exception:
        raise NotABackup("zip_broken") from None
    parts = archive.infolist()
    if len(parts) > MOST_PARTS and sum(not _passed_over(part) for part in parts) > MOST_PARTS:
        raise NotABackup("zip_too_many", limit=MOST_PARTS)
    read = [part for part in parts if not _passed_over(part)]
    if sum(part.file_size for part in read) > MOST_UNPACKED or any(
        part.file_size > _SMALL and part.file_size > STEEPEST * max(1, part.compress_size) for part in read
    ):
        raise NotABackup("zip_bomb")
    return archive


def _passed_over(part: zipfile.ZipInfo) -> bool:
    name = part.filename.lower()
    return (
        part.is_dir()
        or name.startswith(("data/", "__macosx/"))
        or name.rsplit("/", 1)[-1].startswith(".")
        or name.endswith(_PICTURES)
    )


def parts(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """Those that may hold messages, in the order of the archive."""
    return (part for part in archive.infolist() if not _passed_over(part))


def encrypted(part: zipfile.ZipInfo) -> bool:
    return bool(part.flag_bits & 0x1)


def name_of(part: zipfile.ZipInfo) -> str:
    return part.filename.replace("\0", "").encode("utf-8", "replace").decode()[:200]
