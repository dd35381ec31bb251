"""Where on a page stands what people often cover, and whether covered words are still to be read. Pure: lines in, boxes out.

Lines come from the text layer or from recognition, as kept in the copies of kind ``lines``: words, and the box of each
line in pixels. A place inside a line is estimated from how wide its signs are, with some room on both sides.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stdnum import luhn
from stdnum.cn import ric

PHONE, IDENTITY, CARD, NAME = "phone", "identity", "card", "name"
_DIGITS = re.compile(r"(?<![\dA-Za-z])\d(?:[ \-－—]?\d){6,18}(?:[ ]?[Xx])?(?![\dA-Za-z])")
_MOBILE = re.compile(r"(?:86|0086)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{9,11}")
_RUN = re.compile(r"\d{5,}")
_LEAST = 2  # signs of a word that is looked for again

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """Something found on a page; ``box`` is left, top, width, height in fractions of it. No word of it is kept."""

    kind: str
    box: Box


def _kind_of(digits: str) -> str:
    """What a row of digits is; "" when it is none of what is looked for."""
    if len(digits) == 18 and ric.is_valid(digits.upper()):
        return IDENTITY
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return PHONE
    if 15 <= len(digits) <= 19 and digits.isdecimal() and luhn.is_valid(digits):
        return CARD
    return ""


def _found(text: str, names: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    for row in _DIGITS.finditer(text):
        if kind := _kind_of(re.sub(r"[^\dXx]", "", row[0])):
            yield kind, row.start(), row.end()
    for name in names:
        start = text.find(name)
        while start >= 0:
            yield NAME, start, start + len(name)
            start = text.find(name, start + len(name))


def _width(text: str) -> float:
    return sum(2.0 if unicodedata.east_asian_width(sign) in "WF" else 1.1 for sign in text)


def places(page: Mapping[str, Any], names: Iterable[str] = ()) -> list[Place]:
    """What may be covered on a page: telephone numbers, identity and card numbers, and the names given."""
    across, down = float(page["width"]) or 1.0, float(page["height"]) or 1.0
    known = [name for name in names if len(name) >= _LEAST]
    found = []
    for line in page["lines"]:
        left, top, right, bottom = (float(side) for side in line["box"])
        text = str(line["text"])
        sign = (right - left) / (_width(text) or 1.0)
        room = 0.12 * (bottom - top)
        for kind, start, end in _found(text, known):
            begins = left + sign * _width(text[:start]) - 1.2 * sign
            ends = left + sign * _width(text[:end]) + 1.2 * sign
            inside = max(begins, left - sign), min(ends, right + sign)
            found.append(
                Place(kind, within(inside[0] / across, (top - room) / down, inside[1] / across, (bottom + room) / down))
            )  # fmt: skip
    return found


def within(left: float, top: float, right: float, bottom: float) -> Box:
    """A box from its sides, kept on the page."""
    left, top = min(max(left, 0.0), 1.0), min(max(top, 0.0), 1.0)
    right, bottom = min(max(right, left), 1.0), min(max(bottom, top), 1.0)
    return round(left, 5), round(top, 5), round(right - left, 5), round(bottom - top, 5)


def plain(text: str) -> str:
    """Only letters and digits, in one form: how a word is compared with what recognition reads."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def words_under(lines: Iterable[str], names: Iterable[str] = ()) -> list[str]:
    """What must not be read any more: each covered line, each long number in it, each known name in it."""
    found: list[str] = []
    for line in map(plain, lines):
        found += _RUN.findall(line)
        found += [name for name in map(plain, names) if len(name) >= _LEAST and name in line]
        if len(line) >= (_LEAST if not line.isascii() else 4):
            found.append(line)
    return list(dict.fromkeys(found))


def still_said(text: str, words: Iterable[str]) -> bool:
    """Whether a page says one of the words: line by line, and across the ends of lines for long ones."""
    lines = [plain(line) for line in text.split("\n")]
    whole = "".join(lines)
    return any(any(word in line for line in lines) or (len(word) >= 6 and word in whole) for word in words)
