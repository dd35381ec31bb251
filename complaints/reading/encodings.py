"""Bytes and text that were written in one encoding and read in another."""

from __future__ import annotations

import codecs

Span = tuple[int, int]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> tuple[str, str]:
    """The text of a message file and the encoding that it was read in. Never fails: what cannot be read becomes �.

    A byte-order mark decides. Without one: UTF-8 when it is valid, else UTF-16 when half of the bytes say so, else GB18030.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    if b"\x00" in data:
        wide = _wide(data)
        if wide:
            return data.decode(wide, errors="replace"), wide
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError as error:
            if 0 < error.start >= len(data) - 3:  # only the last character was cut
                return data.decode(encoding, errors="replace"), encoding
    # Neither fits: take the one that loses less.
    readings = [(data.decode(encoding, errors="replace"), encoding) for encoding in ("gb18030", "utf-8")]
    return min(readings, key=lambda reading: reading[0].count("�"))


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: line ends, digits, blanks and Chinese all put bytes of few values on one side."""
    if len(data) < 4 or len(data) % 2:
        return None
    sample = data[:4096]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        telling = sum(byte == 0 or 0x4E <= byte <= 0x9F or byte in (0x30, 0xFF) for byte in high)
        if telling < 0.9 * len(high):
            continue
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def unmangle(text: str) -> list[tuple[str, Span]] | None:
    """The characters that were meant, each with the place where it stands; None for text that is as it was meant.

    Text that was GB18030 or UTF-8 and was read as Latin-1 (ÄúºÃ), or UTF-8 read as GB18030 (鎮ㄥソ), gives the characters that
    were meant, when that is beyond doubt: every byte fits and the result is Chinese.
    """
    foreign = [character for character in text if not character.isascii()]
    if len(foreign) < 4:
        return None
    found = None
    if _latin(foreign):
        found = _reread(text, "latin", "utf-8") or _reread(text, "latin", "gb18030")
    return found or _reread(text, "gb18030", "utf-8")


def _reread(text: str, carrier: str, meant: str) -> list[tuple[str, Span]] | None:
    if carrier != "latin":
        try:
            text.encode(carrier).decode(meant)  # the quick answer for nearly all texts
        except UnicodeError:
            return None
    pieces: list[bytes] = []
    for character in text:
        piece = _byte(character) if carrier == "latin" else character.encode("gb18030", errors="ignore")
        if not piece:
            return None
        pieces.append(piece)
    data = b"".join(pieces)
    try:
        read = data.decode(meant)
    except UnicodeDecodeError:
        return None
    if not _chinese(read):
        return None
    owner = [index for index, piece in enumerate(pieces) for _ in piece]
    result: list[tuple[str, Span]] = []
    at = 0
    for character in read:
        size = len(character.encode(meant))
        if data[at : at + size] != character.encode(meant):
            return None
        result.append((character, (owner[at], owner[at + size - 1] + 1)))
        at += size
    return result


def _latin(foreign: list[str]) -> bool:
    return all(_byte(character) for character in foreign)


def _byte(character: str) -> bytes:
    """The byte that a Latin-1 or Windows-1252 reader showed as this character."""
    if ord(character) < 256:
        return bytes([ord(character)])
    return character.encode("cp1252", errors="ignore")


def _chinese(text: str) -> bool:
    """Whether the characters beyond ASCII are those of ordinary Chinese: the first level of GB 2312 and punctuation."""
    foreign = [character for character in text if not character.isascii()]
    if len(foreign) < 2:
        return False
    common = 0
    for character in foreign:
        code = character.encode("gb2312", errors="ignore")
        common += len(code) == 2 and (0xB0 <= code[0] <= 0xD7 or code[0] in (0xA1, 0xA3))
    return common >= 0.85 * len(foreign)
