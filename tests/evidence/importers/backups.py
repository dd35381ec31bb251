"""Backups as phones, programs and people write them, made here with invented messages."""

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

import openpyxl

from evidence.importers import Declared, Entry, Unreadable, entries
from evidence.importers.entry import Item

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 14, 9, 26, 53, tzinfo=SHANGHAI)
MILLISECONDS = int(AT.timestamp() * 1000)
PORT = "1069000001234567"
MOBILE = "17000000001"
WORDS = "【青禾商城】春季上新，满99减20，拒收请回复R"
SPLIT = "【远山贷】您的账单已逾期。\n请今日处理，\n回复T退订"


def read(data: bytes, **more: Any) -> list[Item]:
    return list(entries(io.BytesIO(data), **more))


def messages(data: bytes) -> list[Entry]:
    return [item for item in read(data) if isinstance(item, Entry)]


def only(data: bytes) -> Entry:
    """The one entry of a file in which all can be read."""
    items = [item for item in read(data) if not isinstance(item, Declared)]
    assert len(items) == 1, items
    assert isinstance(items[0], Entry), items
    return items[0]


def unreadable(data: bytes) -> list[tuple[int, str]]:
    return [(item.line, item.code) for item in read(data) if isinstance(item, Unreadable)]


def element(kind: str, /, **attributes: object) -> str:
    return (
        f"<{kind} " + " ".join(f"{key}={quoteattr(str(value))}" for key, value in attributes.items()) + " />"
    )


def sms(body: str = WORDS, address: str = PORT, **more: object) -> str:
    return element(
        "sms", protocol="0", address=address, **{"date": MILLISECONDS, "type": 1, **more}, subject="null", body=body,
        toa="null", service_center="null", readable_date="1999年1月1日 00:00:00", contact_name="(Unknown)",
    )  # fmt: skip


def sbr(*elements: str, root: str = "smses", count: int | None = None, end: bool = True) -> bytes:
    """SMS Backup & Restore."""
    declared = len(elements) if count is None else count
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!-- made for a test -->\n"
    body = "\n".join(f"  {one}" for one in elements)
    return f'{head}<{root} count="{declared}" type="full">\n{body}\n{f"</{root}>" if end else ""}'.encode(
        "utf-8", "surrogatepass"
    )


def mms(*parts: str, writer: str = PORT, **more: object) -> str:
    head = element("mms", **{"date": MILLISECONDS, "msg_box": 1, "address": PORT, "sub": "null", **more})
    addresses = element("addr", address=writer, type=137) + element("addr", address=MOBILE, type=151)
    return f"{head[:-2]}>\n<parts>\n" + "\n".join(parts) + f"\n</parts><addrs>{addresses}</addrs>\n</mms>"


def call(number: str = MOBILE, **more: object) -> str:
    return element(
        "call", number=number, **{"duration": 42, "date": MILLISECONDS, "type": 1, "presentation": 1, **more}
    )


def vmsg(body: bytes | None = None, *, charset: str = "UTF-8", box: str = "X-MESSAGE-TYPE:DELIVER") -> bytes:
    """One record; the words in quoted-printable with soft breaks, as phone assistants write them."""
    words = WORDS.encode(charset) if body is None else body
    encoded = "".join(f"={byte:02X}" for byte in words)
    folded = "=\r\n".join(encoded[start : start + 60] for start in range(0, len(encoded), 60))
    return (
        f"BEGIN:VMSG\r\nVERSION:1.1\r\n{box}\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nTEL:+86{MOBILE}\r\nEND:VCARD\r\n"
        f"BEGIN:VENV\r\nBEGIN:VBODY\r\nDate:2026/03/14 09:26:53 GMT\r\n"
        f"Subject;ENCODING=QUOTED-PRINTABLE;CHARSET={charset}:{folded}\r\nEND:VBODY\r\nEND:VENV\r\nEND:VMSG\r\n"
    ).encode()


def row(**more: object) -> dict[str, object]:
    """A message as Android's own store has it, every value a string."""
    return {
        "_id": "7", "thread_id": "3", "address": PORT, "date": str(MILLISECONDS), "type": "1", "body": WORDS, **more,
    }  # fmt: skip


def picture_row(**more: object) -> dict[str, object]:
    """An MMS of that store: its date is in seconds."""
    return {
        "_id": "8", "date": str(MILLISECONDS // 1000), "msg_box": "1", "sub": "null",
        "__sender_address": {"address": PORT, "type": "137"},
        "__parts": [
            {"ct": "image/jpeg", "binary_data": "/9j/" + "A1b+" * 4000},
            {"ct": "text/plain", "text": WORDS},
        ],
        **more,
    }  # fmt: skip


def lines(*rows: object) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows).encode()


def listed(*rows: object, indent: int | None = None) -> bytes:
    return json.dumps(rows, indent=indent).encode()


def zipped(**parts: bytes) -> bytes:
    """Names with ``__`` for a slash and ``_dot_`` for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return packed.getvalue()


def workbook(*rows: Iterable[object], title: str = "短信", **sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for one in rows:
        sheet.append(list(one))
    for name, others in sheets.items():
        more = book.create_sheet(name)
        for other in others:
            more.append(other)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def typed(words: str) -> bytes:
    """A typedstream as Messages keeps it: a class, ``+``, a length of one, two or four bytes, and the words."""
    data = words.encode()
    length = (
        bytes([len(data)])
        if len(data) < 0x80
        else b"\x81" + len(data).to_bytes(2, "little")
        if len(data) < 0x10000
        else b"\x82" + len(data).to_bytes(4, "little")
    )
    return (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85\x92"
        b"\x84\x84\x84\x08NSString\x01\x94\x84\x01+" + length + data + b"\x86\x84\x02iI\x01\x05\x92\x84"
    )


APPLE = int(AT.timestamp()) - 978_307_200


def sms_db(folder: Path, rows: Iterable[dict[str, object]], schema: str = "") -> Path:
    """An iPhone's store, with one handle for each number that is named."""
    place = Path(tempfile.mkdtemp(dir=folder)) / "3d0d7e5fb2ce288813306e4d4636395e047a3d28"
    with sqlite3.connect(place) as base:
        base.executescript(
            schema
            or """CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, service TEXT);
            CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, text TEXT, handle_id INTEGER,
              attributedBody BLOB, service TEXT, date INTEGER, is_from_me INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0);"""
        )
        handles: dict[object, int] = {}
        for one in rows:
            given = {"text": WORDS, "service": "SMS", "date": APPLE * 10**9, "id": PORT, **one}
            number = given.pop("id")
            if number not in handles:
                handles[number] = base.execute("INSERT INTO handle (id) VALUES (?)", [number]).lastrowid or 0
            given["handle_id"] = handles[number]
            base.execute(
                f"INSERT INTO message ({', '.join(given)}) VALUES ({', '.join('?' * len(given))})",
                list(given.values()),
            )
    base.close()
    return place
