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

from complaints.numbers import NumberError, is_identity, telephone
from core.written import placed

PHONE, IDENTITY, CARD, NAME = "phone", "identity", "card", "name"
# Of the plain form of a line. A full stop stands only between the groups of a mobile number: 139.0000.1234.
_DIGITS = re.compile(
    r"(?<![\dA-Za-z])(?:\+ ?)?\d(?:[ \-()]{0,2}\d){6,18}(?:[ ]?[Xx×])?(?![\dA-Za-z])"
    r"|(?<![\dA-Za-z.])1[3-9]\d\.\d{4}\.\d{4}(?![\dA-Za-z.])"
)
_LEAST_TELEPHONE = 10  # digits; a local number alone could be anything
_RUN = re.compile(r"\d{5,}")
_LEAST = 2  # signs of a word that is looked for again

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """Something found on a page; ``box`` is left, top, width, height in fractions of it. No word of it is kept."""

    kind: str
    box: Box


def _kind_of(written: str) -> str:
    """What a row of digits is; "" when it is none of what is looked for."""
    digits = re.sub(r"\D", "", written)
    if is_identity(written):
        return IDENTITY
    if len(digits) >= _LEAST_TELEPHONE and _is_telephone(written):
        return PHONE
    if 15 <= len(digits) <= 19 and digits.isdecimal() and luhn.is_valid(digits):
        return CARD
    return ""


def _is_telephone(written: str) -> bool:
    try:
        return bool(telephone(written, abroad=written.startswith("+")))
    except NumberError:
        return False


def _found(text: str, names: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    folded, where = placed(text)
    for row in _DIGITS.finditer(folded):
        if kind := _kind_of(row[0]):
            yield kind, where[row.start()], where[row.end() - 1] + 1
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
