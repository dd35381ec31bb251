"""An iPhone's ``sms.db`` (SQLite), from a computer's backup of the phone. Read with no trust in its schema."""

import mmap
import os
import re
import sqlite3
from collections.abc import Iterator
from typing import Any, BinaryIO

from evidence.importers import moments, senders
from evidence.importers.entry import Declared, Entry, Item, NotABackup, Unreadable

MAGIC = b"SQLite format 3\0"
_READ_AT_ONCE = 500
_RETRIES = 24
_STEPS = 20_000_000  # of the database's own machine for one query; a plain read needs a few thousand
_JOURNAL = (18, 19)  # bytes of the header: 1 for a rollback journal, 2 for a log of writes
_WANTED = ("text", "attributedBody", "date", "is_from_me", "service", "item_type", "handle_id")
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_PRAGMA}


def opened(file: BinaryIO) -> sqlite3.Connection:
    """To be called before the process gives up the power to open files. Of a file with a name only the header is read.

    SQLite opens by name alone, and a portal keeps plain bytes in files without one: such a database is held in memory.
    """
    file.flush()
    descriptor = file.fileno()
    if os.fstat(descriptor).st_nlink:
        place = f"file:/proc/self/fd/{descriptor}?mode=ro&immutable=1"
        return sqlite3.connect(place, uri=True, isolation_level=None)
    with mmap.mmap(descriptor, 0, access=mmap.ACCESS_COPY) as held:
        if len(held) > max(_JOURNAL):
            for place_of_kind in _JOURNAL:
                held[place_of_kind] = 1  # a log of writes would be a second file, and in memory there is none
        connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            connection.deserialize(held)
        except sqlite3.Error:  # no database behind the magic word: an empty one, which is told as another's
            return sqlite3.connect(":memory:", isolation_level=None)
        return connection


def _guarded(connection: sqlite3.Connection) -> None:
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 8 * 1024 * 1024)
    for pragma in (
        "trusted_schema=OFF",
        "temp_store=MEMORY",
        "mmap_size=0",
        "cache_size=-4000",
        "cell_size_check=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
    )


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """Of a plain table; none of a view or a virtual table, which could run what the file's maker wrote."""
    made = connection.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [table]
    ).fetchone()
    if not made or not re.match(
        r"CREATE TABLE\b(?!.*\bGENERATED\b)", str(made[0]), re.IGNORECASE | re.DOTALL
    ):
        return []
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def entries(file: BinaryIO, connection: sqlite3.Connection | None = None) -> Iterator[Item]:
    """Named by ROWID. Raises NotABackup when the database is another one."""
    connection = connection or opened(file)
    steps = 0

    def count_steps() -> int:
        nonlocal steps
        steps += 10_000
        return int(steps > _STEPS)

    try:
        try:
            _guarded(connection)
            connection.set_progress_handler(count_steps, 10_000)
            columns, handles = _columns(connection, "message"), _columns(connection, "handle")
        except sqlite3.Error:
            raise NotABackup("database_unknown") from None
        if "date" not in columns or not {"text", "attributedBody"} & set(columns) or "id" not in handles:
            raise NotABackup("database_unknown")
        wanted = [name if name in columns else "NULL" for name in _WANTED]
        fields = ", ".join(f"substr({name}, 1, 1000000)" if name in _WANTED[:2] else name for name in wanted)
        try:
            real = " WHERE item_type = 0 OR item_type IS NULL" if "item_type" in columns else ""
            held = connection.execute(f"SELECT count(*) FROM message{real}").fetchone()[0]  # noqa: S608
            yield Declared(int(held))
        except sqlite3.Error:
            pass  # damaged: the rows that can be read are read
        last, retries, jump = 0, 0, 1
        while True:
            steps = 0
            try:
                rows = connection.execute(
                    f"SELECT ROWID, {fields} FROM message WHERE ROWID > ? ORDER BY ROWID LIMIT {_READ_AT_ONCE}",  # noqa: S608
                    [last],
                ).fetchall()
            except sqlite3.Error:
                retries += 1
                yield Unreadable(last + 1, "", "database_damaged")
                if retries > _RETRIES:
                    return
                last, jump = last + jump, jump * 2
                continue
            if not rows or rows[-1][0] <= last:  # a damaged tree may lead in a circle
                return
            for row in rows:
                item = _message(connection, row)
                if item is not None:
                    yield item
            last, jump = rows[-1][0], 1
    finally:
        connection.close()


def _writer(connection: sqlite3.Connection, handle: Any) -> str:
    try:
        found = connection.execute("SELECT id FROM handle WHERE ROWID = ?", [handle]).fetchone()
    except (sqlite3.Error, OverflowError):
        return ""
    return found[0][:200] if found and isinstance(found[0], str) else ""


def _message(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Item | None:
    number, text, body, date, from_me, service, kind, handle = row
    if isinstance(kind, int) and kind != 0:
        return None  # somebody joined or left: no message
    words = text if isinstance(text, str) and text else typed_text(body) if isinstance(body, bytes) else ""
    words, damage = senders.clean(words.replace("\ufffc", "").strip())
    written = _writer(connection, handle) if handle else ""
    if not words and not written:
        return Unreadable(number, "", "no_content")
    sender, doubts = senders.sender(written)
    moment = moments.from_apple(date)
    channel = senders.channel(service) if isinstance(service, str) else ""
    return Entry(
        number, channel or "sms", "out" if from_me == 1 else "in", sender, written, moment.at, moment.on, words, None, "",
        (*doubts, *moment.doubts, *damage, *(() if words else ("attachment_only",))),
    )  # fmt: skip


def typed_text(blob: bytes) -> str:
    """The string of an ``attributedBody``: a typedstream whose first NSString is the message. Empty when there is none.

    After the class comes ``+`` and the length: one byte, or 81 and two bytes, or 82 and four bytes, little-endian.
    """
    place = blob.find(b"NSString")
    mark = blob.find(b"+", place, place + 24) if place >= 0 else -1
    if mark < 0:
        return ""
    length, start = blob[mark + 1 : mark + 2], mark + 2
    size = length[0] if length else 0
    if size in (0x81, 0x82):
        wide = 2 if size == 0x81 else 4
        size = int.from_bytes(blob[start : start + wide], "little")
        start += wide
    elif size > 0x82:
        return ""
    return blob[start : start + size].decode("utf-8", "replace")
