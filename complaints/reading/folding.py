"""The text a reader works on: one written form for what people and senders write in many.

`fold` never changes the original. It gives a second text, in which wide, circled and traditional characters have their
plain form and invisible ones are gone, and for every character of it the place in the original where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from opencc import OpenCC

from complaints.reading.encodings import unmangle
from complaints.reading.once import once

Span = tuple[int, int]

# What is read of one text, in characters. The longest message of 255 parts has 17,085.
LIMIT = 20_000


@dataclass(frozen=True)
class Folded:
    """A folded text. `text` is in simplified script, `shown` the same characters in the script they were written in."""

    original: str
    text: str
    shown: str
    places: tuple[Span, ...]
    truncated: bool

    def span(self, start: int, end: int) -> Span:
        """Where the folded characters [start, end) stand in the original."""
        return self.places[start][0], self.places[end - 1][1]

    def words(self, start: int, end: int) -> str:
        """The folded characters [start, end) in the script of the original, without what folding dropped."""
        return self.shown[start:end]


@cache
def _simplified() -> dict[int, str]:
    """Traditional → simplified, one character for one, so that places stay."""
    points = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00)]
    converter = OpenCC("t2s")
    rows = converter.convert("\n".join(chr(point) for point in points)).split("\n")
    pairs = {
        point: row for point, row in zip(points, rows, strict=True) if len(row) == 1 and row != chr(point)
    }
    # 覆 in 回覆 and 佈 are written so only in phrases that the table of characters leaves alone.
    return pairs | {ord("覆"): "复", ord("佈"): "布", ord("曰"): "日"}


@cache
def _lookalikes() -> dict[int, str]:
    """Characters that stand for a Latin letter or a digit and that NFKC keeps."""
    table: dict[int, str] = {}
    for offset in range(26):
        letter = chr(ord("A") + offset)
        for first in (0x1F150, 0x1F170, 0x1F1E6):  # negative circled, negative squared, flags
            table[first + offset] = letter
    for number in range(1, 11):
        table[0x2775 + number] = table[0x277F + number] = table[0x2789 + number] = str(number)
    table |= {ord(a): b for a, b in zip("АВЕКМНОРСТХаеорсх", "ABEKMHOPCTXaeopcx", strict=True)}
    table |= {ord(a): b for a, b in zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)}
    return table


_DROPPED = {0xFE0E, 0xFE0F, 0x20E3, 0x20DD, 0x20DE, 0x3164, 0x115F, 0x1160, 0x034F}


@cache
def _plain(character: str) -> str:
    """NFKC of one character; nothing for one that cannot be seen; one blank for any kind of blank."""
    if ord(character) in _DROPPED:
        return ""
    kind = unicodedata.category(character)
    if kind in {"Cf", "Cs", "Co"} or (kind == "Cc" and character not in "\t\n\r"):
        return ""
    if kind == "Zs" or character in "\t\r":
        return " "
    if character in _lookalikes_text():
        return _lookalikes()[ord(character)]
    return "".join(
        " " if unicodedata.category(one) == "Zs" else one for one in unicodedata.normalize("NFKC", character)
    )


@cache
def _forms(character: str) -> tuple[str, str]:
    """A character as it is read, and as it is shown; as long as each other."""
    plain = _plain(character)
    as_written = plain if len(plain) != 1 or character.isascii() or plain.isalnum() else character
    return plain, as_written


@cache
def _lookalikes_text() -> frozenset[str]:
    return frozenset(chr(point) for point in _lookalikes())


_TONES = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüńňǹḿ"
# A page that could not show a traditional character wrote its reading behind it: 司(sī), 務(wù), 產(chǎn).
_READING = re.compile(rf"(?<=[㐀-鿿])\([a-z]{{0,5}}[{_TONES}][a-z{_TONES}]{{0,5}}\)")
# (1/2) … (2/2): the parts of one long message.
_PART = re.compile(
    r"\(?(?<!\d)(?P<part>[1-9])/(?P<parts>[2-9])\)|(?<!\d)\((?P<of>[1-9])/(?P<all>[2-9])(?!\d)"
)


def _parts(text: str) -> Iterator[Span]:
    found = [
        (match, int(match["part"] or match["of"]), int(match["parts"] or match["all"]))
        for match in _PART.finditer(text)
    ]
    numbers = {(part, parts) for _, part, parts in found}
    for match, part, parts in found:
        start, end = match.span()
        edge = (
            not text[:start].strip()
            or not text[end:].strip()
            or text[start - 1] in "\n】]"
            or text[end] in "\n【["
        )
        if part <= parts and (edge or {(part - 1, parts), (part + 1, parts)} & numbers):
            yield start, end


@once
def fold(text: str) -> Folded:
    """The folded form of any text. At most `LIMIT` characters are read, of the text and of its folded form, in which one
    character may be eighteen; `truncated` says when there were more."""
    read = text[:LIMIT]
    meant = unmangle(read)
    forms = [_forms(character) for character, _place in meant] if meant else list(map(_forms, read))
    folded = "".join([plain for plain, _as_written in forms])
    shown = list("".join([as_written for _plain, as_written in forms]))
    stretches = [place for _character, place in meant] if meant else list(pairwise(range(len(read) + 1)))
    if len(folded) == len(forms) and all(len(plain) == 1 for plain, _as_written in forms):
        places = stretches
    else:
        places = [place for (plain, _), place in zip(forms, stretches, strict=True) for _character in plain]
    grown = len(folded) > LIMIT
    folded, shown, places = folded[:LIMIT], shown[:LIMIT], places[:LIMIT]
    dropped = [match.span() for match in _READING.finditer(folded)] + list(_parts(folded))
    if dropped:
        gone = {index for start, end in dropped for index in range(start, end)}
        kept = [index for index in range(len(folded)) if index not in gone]
        folded = "".join(folded[index] for index in kept)
        shown = [shown[index] for index in kept]
        places = [places[index] for index in kept]
    return Folded(
        original=text,
        text=folded.translate(_simplified()),
        shown="".join(shown),
        places=tuple(places),
        truncated=grown or len(text) > LIMIT,
    )
