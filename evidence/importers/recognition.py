"""What wrote a file, by its content; the name is not asked. And the file's reading, by the room that knows the format."""

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from evidence.importers import archives, database, listed, markup, opening, tables, vmessage, workbooks
from evidence.importers.entry import (
    CALL_BACKUP,
    CALL_LIST,
    IPHONE_DATABASE,
    IPHONE_LIST,
    SHEET,
    SMS_BACKUP,
    SMS_IE_LINES,
    SMS_IE_LIST,
    SUPER_CALLS,
    SUPER_SMS,
    VMESSAGE,
    XIAOMI_CLOUD,
    Declared,
    Format,
    Item,
    NotABackup,
    Unreadable,
)

_PROGRESS_EVERY = 256 * 1024  # bytes
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
)
_XML = (SMS_BACKUP, CALL_BACKUP, SUPER_CALLS, SUPER_SMS)
_JSON = (XIAOMI_CLOUD, CALL_LIST, IPHONE_LIST, SMS_IE_LINES, SMS_IE_LIST)
_VMESSAGE = re.compile(r"^\s*BEGIN:VMSG\s*$", re.MULTILINE | re.IGNORECASE)


def _words(head: bytes) -> str:
    """The beginning as words. Raises NotABackup when it is none."""
    for beginning, found in _NOT_TEXT:
        if head.startswith(beginning):
            raise NotABackup("not_text", found=found)
    if head.startswith(_OLD_EXCEL):
        raise NotABackup("old_excel")
    if not head.strip(b"\0 \t\r\n"):
        raise NotABackup("empty")
    encoding = opening.encoding_of(head)
    words = head[encoding.mark :].decode(encoding.name, "replace")
    sample = words[:8000]
    strange = sum(
        unicodedata.category(sign) in ("Cc", "Cn", "Co") and sign not in "\t\r\n\f\x1a" for sign in sample
    )
    if (strange + sample[:-2].count("�")) * 5 > len(sample):
        raise NotABackup("not_text", found="application/octet-stream")
    return words


def _of_head(head: bytes) -> Format:
    """Neither a zip nor a database. Raises NotABackup."""
    words = _words(head)
    plain = words.lstrip("\ufeff \t\r\n")
    if plain.startswith("<"):
        return markup.recognise(words)
    if plain.startswith(("{", "[")):
        return listed.recognise(plain)
    if _VMESSAGE.search(words):
        return VMESSAGE
    found = tables.recognise(head)
    if found:
        return found
    if re.search(r"<(?:sms|mms|call|log)\s[a-z_]+=\"", words):
        return markup.recognise(words)  # the beginning is missing
    raise NotABackup("table_unknown")


def recognise(file: BinaryIO, *, filename: str = "") -> Format:
    """The format of a file; of a zip, that of the first part that is known. Raises NotABackup.

    ``filename`` is taken for the caller's ease and decides nothing: names are wrong as often as they are right.
    """
    head = opening.head_of(file)
    if head.startswith(database.MAGIC):
        return IPHONE_DATABASE
    if not head.startswith(archives.MAGIC):
        return _of_head(head)
    with archives.opened(file) as archive:
        if _is_workbook(archive.namelist()):
            return SHEET
        locked = False
        for part in archives.parts(archive):
            if archives.encrypted(part):
                locked = True
                continue
            try:
                with archive.open(part) as stream:
                    return _of_head(opening.read_whole(cast(BinaryIO, stream), opening.HEAD))
            except Exception:  # noqa: S112 - a part that is no backup, or a broken one: another may be
                continue
    raise NotABackup("zip_encrypted" if locked else "zip_without_messages")


def _is_workbook(names: list[str]) -> bool:
    return any(name.lower().startswith("xl/") for name in names) and "[Content_Types].xml" in names


def _read_as(kind: Format, file: BinaryIO, part: str) -> Iterator[Item]:
    if kind in _XML:
        return markup.entries(file, part)
    if kind in _JSON:
        return listed.entries(file, part, kind)
    if kind is VMESSAGE:
        return vmessage.entries(file, part)
    return tables.entries(file, part)


def _of_archive(file: BinaryIO) -> Iterator[Item]:
    with archives.opened(file) as archive:
        for part in archives.parts(archive):
            name = archives.name_of(part)
            if archives.encrypted(part):
                yield Unreadable(0, name, "part_encrypted")
                continue
            line = 0
            try:
                with archive.open(part) as stream:
                    head = opening.read_whole(cast(BinaryIO, stream), opening.HEAD)
                    if head.startswith(database.MAGIC):
                        yield Unreadable(0, name, "database_in_archive")
                        continue
                    if head.startswith(archives.MAGIC):
                        yield Unreadable(0, name, "archive_in_archive")
                        continue
                    kind = _of_head(head)
                    for item in _read_as(kind, cast(BinaryIO, stream), name):
                        line = getattr(item, "line", line)
                        yield item
            except NotABackup:
                yield Unreadable(0, name, "part_unknown")
            except Exception:
                # What a broken part of a zip raises is its own affair; the next part may be whole.
                yield Unreadable(line + 1, name, "part_broken")


def entries(
    file: BinaryIO,
    *,
    filename: str = "",
    progress: Callable[[int, int], None] | None = None,
    database_opened: sqlite3.Connection | None = None,
) -> Iterator[Item]:
    """Every message and call of a file, in its order; the same file gives the same ones with the same lines.

    Raises NotABackup, and nothing else that the file could cause: what cannot be read is an Unreadable among the others.
    ``progress`` is told (bytes read, bytes in all). ``file`` can seek; a database also needs a descriptor.
    """
    watched = cast(BinaryIO, opening.Watched(file))
    kind = recognise(watched)
    if kind is IPHONE_DATABASE:
        source = database.entries(file, database_opened)
    elif kind is SHEET:
        source = workbooks.entries(watched)
    elif opening.head_of(watched).startswith(archives.MAGIC):
        source = _of_archive(watched)
    else:
        source = _read_as(kind, watched, "")
    return _told(source, cast(opening.Watched, watched), kind, progress)


def _told(
    source: Iterator[Item],
    watched: opening.Watched,
    kind: Format,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Item]:
    told = line = rows = 0
    watched.furthest = 0  # recognising does not count
    declared = 0
    part = ""
    while True:
        try:
            item = next(source, None)
        except NotABackup:
            raise
        except Exception:
            # No file may stop the portal: what was read stands, and the list says where it ended.
            yield Unreadable(line + 1, part, "broken_off")
            break
        if item is None:
            break
        if isinstance(item, Declared):
            declared = item.count
        else:
            line, part, rows = item.line, item.part, rows + 1
        yield item
        done = watched.furthest
        if kind is IPHONE_DATABASE and declared:
            done = min(watched.total, watched.total * rows // declared)
        if progress and done >= told + _PROGRESS_EVERY:
            told = done
            progress(done, watched.total)
    if progress:
        progress(watched.total, watched.total)
