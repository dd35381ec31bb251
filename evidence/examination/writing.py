"""Text in the encodings that Chinese phones and old computers write; the copy is UTF-8, without files inside."""

import codecs
import unicodedata
from collections.abc import Iterator
from typing import BinaryIO

from evidence.examination.carriers import carried_letters, readable
from evidence.examination.finding import Finding, Parts, Refused
from evidence.examination.recognition import UNKNOWN

MAX_TEXT = 20 * 1024 * 1024
PAGE_SIGNS = 16_000  # a page of text to look at and to search in; longer lines are broken there
_ENCODINGS = ("utf-8", "gb18030")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
for _name in (*_ENCODINGS, *(encoding for _, encoding in _MARKS), "utf-16-le", "utf-16-be"):
    codecs.lookup(_name)  # loads it now: later no file can be opened
_KEPT_CONTROLS = "\n\t"
# Signs that turn the direction of writing can make a sentence show as another one.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF])


def _candidates(data: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    sample = data[:4096]
    if b"\0" in sample:  # UTF-16 without its mark: ASCII leaves zeros on one side
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        return ["utf-16-le"] if odd > even else ["utf-16-be"]
    return list(_ENCODINGS)


def _looks_written(text: str) -> bool:
    """Binary data decodes too, but into control signs and characters that nobody assigned."""
    sample = text[:200_000]
    strange = sum(
        1
        for sign in sample
        if unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") and sign not in "\n\t\r\f\x0b\x1a"
    )
    return bool(sample) and strange <= max(1, len(sample) // 50) and "\0" not in sample


def read_text(data: bytes) -> tuple[str, str] | None:
    """The text and the encoding it was in; None when it is no text."""
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_written(text):
            return text, encoding
    return None


def shown_text(text: str) -> tuple[str, bool]:
    """Without what a reader cannot see or what turns the writing round; also whether such signs were there."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = lines.translate(_TURNING)
    turned = shown != lines.removeprefix("\ufeff")
    kept = "".join(
        sign for sign in shown if sign in _KEPT_CONTROLS or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return kept, turned


def pages_of(text: str) -> Iterator[str]:
    """The text in pages, cut at the ends of lines."""
    place = 0
    while place < len(text):
        end = place + PAGE_SIGNS
        if end < len(text):
            end = text.rfind("\n", place, end) + 1 or end
        yield text[place:end]
        place = end


def write_pages(text: str, parts: Parts) -> None:
    """Each page as a part of kind ``text``."""
    for number, page in enumerate(pages_of(text), start=1):
        with parts.one("text", number, "text/plain; charset=utf-8") as part:
            part.write(page.encode("utf-8", "replace"))


def _read(data: bytes) -> tuple[str, str, list[str]]:
    """(media type, the words to show, remarks)."""
    if letters := carried_letters(data):
        return letters
    read = read_text(data)
    if read is None:
        raise Refused("not_shown", found=UNKNOWN)
    text, encoding = read
    shown, remarks = readable(text)
    is_ours = encoding in ("utf-8", "utf-8-sig") or "text_converted" in remarks
    return "text/plain", shown, remarks if is_ours else [*remarks, "text_converted"]


def copy_text(source: BinaryIO, clean: BinaryIO, parts: Parts, *, size: int) -> Finding:
    if size > MAX_TEXT:
        source.seek(0)
        head = source.read(65_536)
        if read_text(head[: len(head) // 4 * 4 - 8]) is None:
            raise Refused("not_shown")
        raise Refused("text_too_long", limit=MAX_TEXT // 1024 // 1024)
    source.seek(0)
    found, text, remarks = _read(source.read())
    shown, turned = shown_text(text)
    notes = ["direction_signs_removed", *remarks] if turned else remarks
    clean.write(shown.encode("utf-8", "replace"))
    clean.flush()
    write_pages(shown, parts)
    return Finding(
        found=found,
        media_type="text/plain; charset=utf-8",
        notes=notes,
        tool=f"unicode {unicodedata.unidata_version}",
        parts=parts.written,
    )
