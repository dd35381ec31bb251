"""vMessage (.vmsg), as Nokia wrote it first and Chinese phone assistants still do: a card, a body, quoted-printable."""

import quopri
import re
from collections.abc import Iterator
from typing import BinaryIO

from evidence.importers import moments, opening, senders
from evidence.importers.entry import Entry, Item, Unreadable

LONGEST_RECORD = 1024 * 1024  # characters
_HEADING = re.compile(r"([A-Za-z][A-Za-z0-9-]*)((?:;[^:]*)?):(.*)", re.DOTALL)
_CHARSET = re.compile(r"CHARSET=\"?([\w-]+)", re.IGNORECASE)
_CHARSETS = {"GBK": "gb18030", "GB2312": "gb18030", "GB18030": "gb18030", "UTF-8": "utf-8", "UTF8": "utf-8"}
_BOX = {"INBOX": "in", "DELIVER": "in", "SENDBOX": "out", "SENT": "out", "SENTBOX": "out", "SUBMIT": "out"}
_UNSENT_BOX = ("DRAFT", "DRAFTBOX", "OUTBOX")


def entries(file: BinaryIO, part: str) -> Iterator[Item]:
    """Each record is named by the line of its ``BEGIN:VMSG``."""
    begun, size, record = 0, 0, list[str]()
    for number, line in enumerate(opening.lines(file), start=1):
        mark = line.strip().upper() if len(line) < 40 else ""
        if mark == "BEGIN:VMSG":
            if begun:
                yield Unreadable(begun, part, "cut_off")
            begun, size, record = number, 0, []
        elif begun and mark == "END:VMSG":
            yield _message(record, begun, part)
            begun = 0
        elif begun:
            size += len(line) + 1
            if size > LONGEST_RECORD:
                yield Unreadable(begun, part, "too_long")
                begun, record = 0, []
            else:
                record.append(line)
    if begun:
        yield Unreadable(begun, part, "cut_off")


def _headings(record: list[str]) -> Iterator[tuple[str, str, str]]:
    """(name, parameters, value) with soft breaks joined; a line without a name goes on with the one before it."""
    name, parameters, value = "", "", list[str]()
    soft = body = False
    for line in record:
        heading = None if soft else _HEADING.match(line)
        if heading and body and heading[1].upper() not in ("DATE", "SUBJECT", "BEGIN", "END"):
            heading = None  # a colon inside a message that is not encoded
        if heading:
            if name:
                yield name, parameters, "\n".join(value)
            name, parameters, value = heading[1].upper(), heading[2], [heading[3]]
            body = body or name == "SUBJECT"
        elif soft and value:
            value[-1] = value[-1][:-1] + line
        else:
            value.append(line)
        encoded = "QUOTED-PRINTABLE" in parameters.upper()
        soft = encoded and value[-1:] != [] and value[-1].endswith("=")
    if name:
        yield name, parameters, "\n".join(value)


def _decoded(parameters: str, value: str) -> str:
    if "QUOTED-PRINTABLE" not in parameters.upper():
        return value
    data = quopri.decodestring(value.encode("utf-8", "replace"))
    charset = _CHARSET.search(parameters)
    return data.decode(_CHARSETS.get(charset[1].upper() if charset else "UTF-8", "utf-8"), "replace")


def _message(record: list[str], number: int, part: str) -> Item:
    written, direction, text = "", "unknown", ""
    unsent: tuple[str, ...] = ()
    moment, dated = moments.UNKNOWN, False
    for name, parameters, value in _headings(record):
        plain = value.strip()
        if name == "TEL" and plain and not written:
            written = _decoded(parameters, plain)[:200]
        elif name in ("X-MESSAGE-TYPE", "X-IRMC-BOX", "X-BOX", "X-MTK-BOX") or (name == "X-TYPE"):
            direction = _BOX.get(plain.upper(), direction)
            if plain.upper() in _UNSENT_BOX:
                direction, unsent = "out", ("not_sent",)
        elif name == "DATE" and not dated:
            # Its writers put GMT behind the phone's own clock: the zone is not taken from it.
            zone = re.sub(r"\s*(?:GMT|UTC|Z)\s*$", "", plain, flags=re.IGNORECASE)
            moment, dated = moments.from_words(zone), True
        elif name == "SUBJECT":
            text = _decoded(parameters, value)
    words, damage = senders.clean(text.replace("\r\n", "\n").strip("\n"))
    if not written and not words:
        return Unreadable(number, part, "no_content")
    sender, doubts = senders.sender(written)
    zone_doubt = ("zone_unknown",) if not moment.zoned else ()
    return Entry(
        number, "sms", direction, sender, written, moment.at, moment.on, words, None, part,
        (*doubts, *moment.doubts, *zone_doubt, *unsent, *damage),
    )  # fmt: skip
