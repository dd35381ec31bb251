"""Words that agree with a number: ``%(n)s [[day|days]]`` says “1 day” and “2 days”.

Chinese needs none of it, so what is said is one message there, however many numbers stand in it. A catalogue writes both forms
in the sentence itself; each agrees with the number before it, or where none stands before it, with the first behind it. Pure.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

CHOICE = re.compile(r"\[\[([^|\[\]]*)\|([^|\[\]]*)\]\]")
PLACE = re.compile(r"%%|%\((\w+)\)[sd]|%[sd]|\{(\w+)\}")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


class Agreeing(str):
    """A text that is still to get its numbers."""

    __slots__ = ()

    def __mod__(self, given: Any) -> str:
        return str(agreed(self, given)) % given


def agreed(text: str, given: Any) -> str:
    """The text with the words that agree with what stands in its places, which are not filled yet."""
    if "[[" not in text:
        return text
    numbers = [*_numbers(text, given)]

    def choose(match: re.Match[str]) -> str:
        before = [number for at, number in numbers if at < match.start()]
        number = before[-1] if before else next((one for _at, one in numbers), "")
        return match[1] if number == "1" else match[2]

    return CHOICE.sub(choose, text)


def _numbers(text: str, given: Any) -> Iterator[tuple[int, str]]:
    """The numbers that will stand in the places of a text, with where."""
    in_order = iter(given if isinstance(given, tuple) else (given,))
    for place in PLACE.finditer(text):
        if place[0] == "%%":
            continue
        name = place[1] or place[2]
        value = given.get(name, "") if name and isinstance(given, Mapping) else next(in_order, "")
        if _NUMBER.fullmatch(said := str(value).strip()):
            yield place.start(), said
