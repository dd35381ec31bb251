"""One written form for what people paste and type: wide digits, signs that cannot be seen, the many kinds of dash.

Contact cards put marks of direction around a number, keyboards of Chinese give wide digits, word processors other dashes.
None of them is part of the number, the name or the word: whatever is kept, indexed or searched for goes through here.
"""

import re
import unicodedata
from collections.abc import Iterator

# Both lists are written so that they stand in a regular expression of Python and in one of PostgreSQL.
INVISIBLE_SIGNS = (
    r"\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0001-\U000e01ef"
)
DASHES = r"\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_INVISIBLE = re.compile(f"[{INVISIBLE_SIGNS}]")
# Variation selectors tell forms of one rare character apart and belong to a name.
_NOT_OF_A_NAME = re.compile(f"(?![\ufe00-\ufe0f\U000e0100-\U000e01ef])[{INVISIBLE_SIGNS}]")
_DASH = re.compile(f"[{DASHES}]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_BLANK = re.compile(r"[^\S\n\t]")


def plain(text: str) -> str:
    """The plain form of a text: NFKC, ASCII digits and dashes, one kind of blank, nothing that cannot be seen."""
    seen = _DASH.sub("-", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))
    return _BLANK.sub(" ", _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), seen))


def visible(text: str) -> str:
    """A name or an address as written, without what cannot be seen in it and without blanks at its ends."""
    return _NOT_OF_A_NAME.sub("", text).strip()


def placed(text: str) -> tuple[str, list[int]]:
    """The plain form of a text, sign by sign, and for each of its signs the place of the one that it was."""
    pairs = [(sign, place) for place, whole in enumerate(text) for sign in _signs(whole)]
    return "".join(sign for sign, _ in pairs), [place for _, place in pairs]


def _signs(sign: str) -> Iterator[str]:
    yield from plain(sign)


def wide(text: str) -> str:
    """The form with wide letters and digits, as a text that was kept as it came may have it."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign for sign in text)
