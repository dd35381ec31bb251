"""The XML that Android backup programs write, read by a scanner of our own.

A strict XML parser refuses what these programs write (halves of emoji as references, bare ``<`` and quotes, files cut in
the middle), and needs a whole picture in memory. The format is flat: elements with attributes. So only those are looked
for; there are no entities but the five of XML, no declarations, nothing outside is fetched.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from evidence.importers import moments, opening, senders
from evidence.importers.entry import (
    CALL_BACKUP,
    SMS_BACKUP,
    SUPER_CALLS,
    SUPER_SMS,
    Declared,
    Entry,
    Format,
    Item,
    NotABackup,
    Unreadable,
)

LONGEST_ELEMENT = 1024 * 1024  # characters, pictures left out
_ROOTS = {"smses": SMS_BACKUP, "calls": CALL_BACKUP, "alllogs": SUPER_CALLS, "allsms": SUPER_SMS}
_TAG = re.compile(r"<(/?)(smses|calls|alllogs|allsms|sms|mms|call|log|part|addr)(?=[\s/>])")
_NAME = r"[A-Za-z_][\w.-]*+"
_REGULAR = re.compile(rf"(?:\s++{_NAME}\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'))*+\s*+/?>")
_PAIR = re.compile(rf"\s({_NAME})\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
# A quote ends a value only before the next attribute or the end of the element.
_LOOSE = re.compile(
    rf"\s({_NAME})\s*+=\s*+\"(.*?)\"(?=\s+{_NAME}\s*+=\s*+[\"']|\s*+/?>\s*+(?:<|\Z))", re.DOTALL
)
_LOOSE_END = re.compile(r"\"\s*+/?>(?=\s*+(?:<|\Z))")
_NEXT = re.compile(r"<(?:sms|mms|call|log)\s++[a-z_]+=\"")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ENTITIES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

Attributes = dict[str, str]


def recognise(words: str) -> Format:
    """By the first element; ``words`` is the beginning of the file. Raises NotABackup."""
    first = _TAG.search(words)
    if _ENTITIES.search(words[: first.start()] if first else words):
        raise NotABackup("xml_entities")
    if not first:
        raise NotABackup("xml_unknown")
    if first[2] in _ROOTS:
        return _ROOTS[first[2]]
    if first[2] == "log":
        return SUPER_CALLS
    return CALL_BACKUP if first[2] == "call" else SMS_BACKUP


def _character(reference: re.Match[str]) -> str:
    if reference[3]:
        return _NAMED[reference[3]]
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    return chr(code) if 0 < code <= 0x10FFFF else "\ufffd"


def _value(written: str) -> str:
    return _REFERENCE.sub(_character, written) if "&" in written else written


def _attributes(element: str, pattern: re.Pattern[str]) -> Attributes:
    found: Attributes = {}
    for pair in pattern.finditer(element):
        value = pair[2] if pair[2] is not None or pattern is _LOOSE else pair[3]
        found.setdefault(pair[1], _value(value))
    return found


def _elements(source: Iterator[str]) -> Iterator[tuple[str, Attributes | str]]:
    """(name, attributes) of each element, ``/name`` where one ends; instead of attributes the code of what is wrong."""
    waiting, ended = "", False
    while True:
        place = 0
        while True:
            tag = _TAG.search(waiting, place)
            if not tag:
                place = max(place, len(waiting) - 12) if not ended else len(waiting)
                break
            if tag[1]:
                place = tag.end()
                yield "/" + tag[2], {}
                continue
            regular = _REGULAR.match(waiting, tag.end())
            if regular:
                place = regular.end()
                yield tag[2], _attributes(waiting[tag.end() : place], _PAIR)
                if waiting[place - 2] == "/":
                    yield "/" + tag[2], {}
                continue
            following = _NEXT.search(waiting, tag.end())
            if not following and not ended and len(waiting) - tag.start() < LONGEST_ELEMENT:
                place = tag.start()
                break  # it may be whole with the next piece
            stop = following.start() if following else len(waiting)
            end = _LOOSE_END.search(waiting, tag.end(), stop)
            if end:
                place = end.end()
                yield tag[2], _attributes(waiting[tag.end() : place], _LOOSE)
                if waiting[place - 2] == "/":
                    yield "/" + tag[2], {}
            else:
                place = stop
                cut = "too_long" if not ended and not following else "malformed" if following else "cut_off"
                yield tag[2], cut
        waiting = waiting[place:]
        if ended:
            return
        more = next(source, None)
        ended = more is None
        waiting += more or ""


def entries(file: BinaryIO, part: str) -> Iterator[Item]:
    """Numbered by element: the third ``<sms>`` or ``<mms>`` of the file is 3, whatever else stands between."""
    number = 0
    message: Attributes | None = None  # the MMS that is open
    words: list[str] = []
    writer = ""
    broken = ""
    for name, attributes in _elements(opening.pieces(file, opening.BASE64_IN_XML)):
        if name in _ROOTS:
            if isinstance(attributes, dict) and attributes.get("count", "").strip().isdecimal():
                yield Declared(int(attributes["count"][:12]), part)
        elif name in ("sms", "call", "log", "mms"):
            if message is not None:
                yield _mms(message, words, writer, number, part, "cut_off")
                message = None
            number += 1
            if isinstance(attributes, str):
                yield Unreadable(number, part, attributes)
            elif name == "mms":
                message, words, writer, broken = attributes, [], "", ""
            elif name == "sms":
                yield _sms(attributes, number, part)
            else:
                yield _call(attributes, number, part)
        elif message is not None and name == "part" and isinstance(attributes, dict):
            if attributes.get("ct", "").startswith("text/plain") and attributes.get("text", "null") != "null":
                words.append(attributes["text"])
        elif message is not None and name == "addr" and isinstance(attributes, dict):
            if attributes.get("type") == "137":
                writer = attributes.get("address", "")
        elif message is not None and name in ("part", "addr"):
            broken = str(attributes)
        elif message is not None and name == "/mms":
            yield _mms(message, words, writer, number, part, broken)
            message = None
    if message is not None:
        yield _mms(message, words, writer, number, part, "cut_off")


def _moment(attributes: Attributes) -> moments.Moment:
    """From the count alone: the readable date follows the phone's language and is no evidence of a time."""
    return moments.from_count(attributes.get("date", ""))


def _without_null(written: str) -> str:
    return "" if written == "null" else written


def _sms(attributes: Attributes, number: int, part: str) -> Item:
    written = _without_null(attributes.get("address", "")).strip()
    text, damage = senders.clean(_without_null(attributes.get("body", "")))
    if not written and not text:
        return Unreadable(number, part, "no_content")
    sender, doubts = senders.sender(written)
    direction, unsent = senders.of_message(attributes.get("type", ""))
    moment = _moment(attributes)
    return Entry(
        number, "sms", direction, sender, written, moment.at, moment.on, text, None, part,
        (*doubts, *moment.doubts, *unsent, *damage),
    )  # fmt: skip


def _mms(attributes: Attributes, words: list[str], writer: str, number: int, part: str, fault: str) -> Item:
    if fault and not words:
        return Unreadable(number, part, fault)
    direction, unsent = senders.of_message(attributes.get("msg_box", ""))
    written = _without_null(attributes.get("address", "")).strip()
    if direction == "in" and writer and writer != "insert-address-token":
        written = writer.strip()
    sender, doubts = senders.sender(written.split("~")[0])  # one of several, where several were written to
    subject = _without_null(attributes.get("sub", ""))
    text, damage = senders.clean("\n".join(filter(None, [subject, *words])))
    moment = _moment(attributes)
    if not sender and not text and not written:
        return Unreadable(number, part, "no_content")
    return Entry(
        number, "mms", direction, sender, written, moment.at, moment.on, text, None, part,
        (*doubts, *moment.doubts, *unsent, *damage, *(() if text else ("attachment_only",)),
         *(("text_damaged",) if fault and "text_damaged" not in damage else ())),
    )  # fmt: skip


def _call(attributes: Attributes, number: int, part: str) -> Item:
    """A call of either program: ``duration`` and ``type``, or ``dur`` and ``type``."""
    if "number" not in attributes and "date" not in attributes:
        return Unreadable(number, part, "no_content")
    written = _without_null(attributes.get("number", "")).strip()
    sender, doubts = senders.sender(written)
    if attributes.get("presentation", "1") in ("2", "3", "4") and not sender:
        doubts = ("sender_hidden",)
    direction, voicemail = senders.of_call(attributes.get("type", ""))
    moment = _moment(attributes)
    return Entry(
        number, "call", direction, sender, written, moment.at, moment.on, "",
        moments.seconds(attributes.get("duration", attributes.get("dur"))), part,
        (*doubts, *moment.doubts, *voicemail),
    )  # fmt: skip
