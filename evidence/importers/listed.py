"""JSON: one record a line (sms-ie 2), or a list that is read record by record (sms-ie 1, calls, Xiaomi's cloud, iPhone)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from evidence.importers import moments, opening, senders
from evidence.importers.entry import (
    CALL_LIST,
    IPHONE_LIST,
    SMS_IE_LINES,
    SMS_IE_LIST,
    XIAOMI_CLOUD,
    Entry,
    Format,
    Item,
    NotABackup,
    Unreadable,
)

LONGEST_RECORD = 1024 * 1024  # characters, pictures left out
_LOOKED_THROUGH = 64 * 1024  # characters, for the end of a record that cannot be read
_DECODER = json.JSONDecoder()
_LIST = re.compile(r"\[")
_ENTRIES = re.compile(r"\"entries\"\s*:\s*\[")
_BETWEEN = re.compile(r"[\s,]*+")
_MARK = re.compile(r"\"(?:[^\"\\]++|\\.)*+\"|[\[\]{}]", re.DOTALL)
_NEXT = re.compile(r"\}\s*,\s*(?=\{\s*\")")
_ME = ("me", "我", "本机")


@dataclass(frozen=True, slots=True)
class _Fault:
    """In the place of a record: why there is none."""

    code: str


def recognise(words: str) -> Format:
    """By the names of fields at the beginning of the file. Raises NotABackup."""

    def has(*names: str) -> bool:
        return all(re.search(rf"\"{name}\"\s*:", words) for name in names)

    if has("entries", "entry") and has("snippet"):
        return XIAOMI_CLOUD
    if has("number", "duration") or has("number", "presentation"):
        return CALL_LIST
    if has("address") or has("body") or has("msg_box") or has("__parts"):
        return SMS_IE_LIST if words.lstrip().startswith("[") else SMS_IE_LINES
    if has("from", "text", "date") and words.lstrip().startswith("["):
        return IPHONE_LIST
    raise NotABackup("json_unknown")


def entries(file: BinaryIO, part: str, kind: Format) -> Iterator[Item]:
    head = opening.head_of(file)
    encoding = opening.encoding_of(head)
    beginning = head[encoding.mark :].decode(encoding.name, "replace").lstrip()
    records: Iterator[tuple[int, Any]]
    if kind is XIAOMI_CLOUD:
        records = enumerate(_listed(file, _ENTRIES), start=1)
    elif beginning.startswith("["):
        records = enumerate(_listed(file, _LIST), start=1)
    else:
        records = _lined(file)
    for number, record in records:
        yield record_read(record, number, part)


def _lined(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(opening.lines(file), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            whole = line.rstrip().endswith("}")
            too_long = len(line.encode("utf-8", "replace")) >= opening.LONGEST_LINE
            yield number, _Fault("too_long" if too_long else "malformed" if whole else "cut_off")


def _balanced(words: str, start: int) -> int | None:
    """Where the record that begins here ends, by its brackets; None when it does not."""
    depth = 0
    for mark in _MARK.finditer(words, start, start + _LOOKED_THROUGH):
        sign = mark[0]
        depth += (sign in "[{") - (sign in "]}")
        if depth <= 0 and sign in "]}":
            return mark.end()
    return None


def _listed(file: BinaryIO, mark: re.Pattern[str]) -> Iterator[Any]:
    """Each record of the list that begins after ``mark``; a fault in the place of one that cannot be read."""
    source = opening.pieces(file, opening.BASE64_IN_JSON)
    waiting, place, inside, ended = "", 0, False, False
    while True:
        while not inside or place < len(waiting):
            if not inside:
                begin = mark.search(waiting, place)
                if not begin:
                    place = max(place, len(waiting) - 40)
                    break
                place, inside = begin.end(), True
            place = _BETWEEN.match(waiting, place).end()  # type: ignore[union-attr]
            if place >= len(waiting):
                break
            if waiting[place] == "]":
                if mark is _LIST:
                    return
                place, inside = place + 1, False
                continue
            try:
                record, place = _DECODER.raw_decode(waiting, place)
            except (ValueError, RecursionError):
                if not ended and len(waiting) - place < LONGEST_RECORD:
                    break
                yield _Fault("cut_off" if ended and not _NEXT.search(waiting, place) else "malformed")
                place = _after(waiting, place)
            else:
                yield record
        if ended:
            return
        more = next(source, None)
        ended = more is None
        waiting, place = waiting[place:] + (more or ""), 0


def _after(words: str, place: int) -> int:
    """Where to go on after a record that cannot be read."""
    end = _balanced(words, place)
    if end is not None and end > place:
        return end
    following = _NEXT.search(words, place)
    return following.end() if following else len(words)


def _words(value: Any) -> str:
    if isinstance(value, str):
        return "" if value == "null" else value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def record_read(record: Any, number: int, part: str) -> Item:
    if isinstance(record, _Fault):
        return Unreadable(number, part, record.code)
    if not isinstance(record, dict):
        return Unreadable(number, part, "malformed")
    inner = record.get("entry")
    if isinstance(inner, dict):
        return _of_cloud(inner, number, part)
    if "number" in record:
        return _call(record, number, part)
    if "from" in record and "address" not in record:
        return _of_iphone(record, number, part)
    return _message(record, number, part)


def _made(
    number: int, part: str, *, channel: str, direction: str, written: str, moment: moments.Moment, text: str,
    doubts: tuple[str, ...] = (), seconds: int | None = None,
) -> Item:  # fmt: skip
    written = written.strip()[:500]
    words, damage = senders.clean(text)
    if not written and not words and channel != "call":
        return Unreadable(number, part, "no_content")
    sender, about_sender = senders.sender(written)
    return Entry(
        number, channel, direction, sender, written, moment.at, moment.on, words, seconds, part,
        (*about_sender, *moment.doubts, *doubts, *damage),
    )  # fmt: skip


def _call(record: dict[str, Any], number: int, part: str) -> Item:
    if "date" not in record and "duration" not in record:
        return Unreadable(number, part, "malformed")
    direction, doubts = senders.of_call(_words(record.get("type")))
    return _made(
        number, part, channel="call", direction=direction, written=_words(record["number"]),
        moment=moments.from_count(_words(record.get("date"))), text="",
        doubts=doubts, seconds=moments.seconds(_words(record.get("duration"))),
    )  # fmt: skip


def _dictionaries(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _message(record: dict[str, Any], number: int, part: str) -> Item:
    """A row of Android's own store; one with parts or a box of its own is an MMS, whose date is in seconds."""
    moment = moments.from_count(_words(record.get("date")))
    if not ("__parts" in record or "msg_box" in record):
        direction, unsent = senders.of_message(_words(record.get("type")))
        written, body = _words(record.get("address")), _words(record.get("body"))
        return _made(
            number, part, channel="sms", direction=direction, written=written, moment=moment, text=body, doubts=unsent
        )  # fmt: skip
    direction, unsent = senders.of_message(_words(record.get("msg_box")))
    found = [
        _words(one.get("text")) for one in _dictionaries(record.get("__parts")) if _words(one.get("ct")) == "text/plain"
    ]  # fmt: skip
    text = "\n".join(filter(None, [_words(record.get("sub")), *found]))
    wanted = "__sender_address" if direction == "in" else "__recipient_addresses"
    addresses = _dictionaries(record.get(wanted)) or [
        one
        for one in _dictionaries(record.get("__addresses"))
        if _words(one.get("type")) == ("137" if direction == "in" else "151")
    ]
    written = _words(addresses[0].get("address")) if addresses else _words(record.get("address"))
    doubts = unsent if text else (*unsent, "attachment_only")
    return _made(
        number, part, channel="mms", direction=direction, written=written, moment=moment, text=text, doubts=doubts
    )  # fmt: skip


def _of_cloud(record: dict[str, Any], number: int, part: str) -> Item:
    """Xiaomi's cloud lists conversations: the last message's beginning, with no word on who wrote it."""
    recipients = record.get("recipients")
    written = _words(recipients[0] if isinstance(recipients, list) and recipients else recipients)
    return _made(
        number, part, channel="sms", direction="unknown", written=written.split(",")[0],
        moment=moments.from_count(_words(record.get("localTime"))), text=_words(record.get("snippet")),
        doubts=("summary_only",),
    )  # fmt: skip


def _of_iphone(record: dict[str, Any], number: int, part: str) -> Item:
    written, direction = other_side(_words(record.get("from")), _words(record.get("to")))
    moment = moments.from_words(_words(record.get("date")))
    return _made(
        number, part, channel="sms", direction=direction, written=written, moment=moment,
        text=_words(record.get("text")), doubts=() if moment.zoned else ("zone_unknown",),
    )  # fmt: skip


def other_side(writer: str, recipient: str) -> tuple[str, str]:
    """The other one of two, where one is the phone's holder; (number, direction)."""
    if writer.strip().lower() in _ME:
        return recipient, "out"
    return writer, "in"
