"""The shape of a text: what is learned of it holds for every text that differs in numbers and links alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINK = re.compile(
    r"https?:?/{1,2}[a-z0-9./_\-?=&%#~+:@!$*]*|"
    r"(?<![a-z0-9@.])[a-z0-9*-]+(?:\.[a-z0-9*-]+)*\.[a-z]{2,6}(?![a-z])[a-z0-9/_\-?=&%#~+:@!$*]*"
)
_DIGITS = re.compile(r"\d[\d,.*]*")
_BLANKS = re.compile(r"\s+")
_PIECE = re.compile(rf"(?P<link>{_LINK.pattern})|(?P<digits>{_DIGITS.pattern})|(?P<blank>\s+)|.")
LINK, EDGE = "\x01", "\x02"


@dataclass(frozen=True)
class Shape:
    """A text in which every number is one nought and every link one sign. ``places`` are the stretches of the folded text
    that its characters stand for; the edges of the text stand for none."""

    text: str
    places: tuple[tuple[int, int], ...]


def shape(text: str) -> str:
    """The shape of a folded text."""
    return EDGE + _BLANKS.sub(" ", _DIGITS.sub("0", _LINK.sub(LINK, text.lower()))) + EDGE


def placed(text: str) -> Shape:
    """The same with where each character of it stands in the folded text."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals are longer when small: such a text tells no places
        return Shape(shape(text), ())
    pieces = list(_PIECE.finditer(lowered))
    signs = [
        LINK if one["link"] else "0" if one["digits"] else " " if one["blank"] else one[0] for one in pieces
    ]
    edge = (len(text), len(text))
    return Shape("".join([EDGE, *signs, EDGE]), ((0, 0), *(one.span() for one in pieces), edge))
