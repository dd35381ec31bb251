"""Sentences that are put together of a form and what stands in its places: kept as one text, and found again in it.

The form is what is translated (``{who}在{days}内没有答复。``), never its pieces. Whoever shows the text to a reader of another
language reads it back (``Forms``): what was kept long ago is told as well as what was said just now. Pure.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.agreement import agreed

_PLACE = re.compile(r"\{(\w+)\}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
LONGEST = 1000  # signs: nothing that is put together is longer, be it of all that somebody may say in a place
_FEW = 3  # signs of Chinese: a form with fewer says little of what stands around its places


def sentence(form: str, **given: object) -> str:
    """A sentence of this form. The form is a message of the catalogues (``manage.py messages``)."""
    return _PLACE.sub(lambda place: str(given[place[1]]), agreed(form, given))


def has_places(message: str) -> bool:
    return _PLACE.search(message) is not None


@dataclass(frozen=True)
class _Form:
    form: str
    words: tuple[str, ...]  # around the places
    places: tuple[str, ...]
    landmark: str  # its longest run of words: what does not have it was not made of this form
    weight: int
    stops: int  # nothing in a place has a full stop
    loose: bool


def _form(form: str) -> _Form:
    parts = _PLACE.split(form)
    words = tuple(parts[::2])
    return _Form(
        form,
        words,
        tuple(parts[1::2]),
        landmark=max(words, key=len),
        weight=sum(len(one) for one in words),
        stops=form.count("。"),
        loose=sum(len(_HAN.findall(one)) for one in words) < _FEW,
    )


def _shortest(words: tuple[str, ...], text: str) -> list[str] | None:
    """What stands between these words, with as little as can stand in the first places. Each of the words is looked for once:
    a text costs its length, whoever wrote what stands in it."""
    ends = len(text) - len(words[-1])
    if not text.startswith(words[0]) or not text.endswith(words[-1]):
        return None
    at, given = len(words[0]), []
    for word in words[1:-1]:
        found = text.find(word, at + 1, ends)
        if found < 0:
            return None
        given.append(text[at:found])
        at = found + len(word)
    return [*given, text[at:ends]] if at < ends else None


def _longest(words: tuple[str, ...], text: str) -> list[str] | None:
    """The same with as much as can stand in the first places: what stands there may have brackets of its own."""
    given = _shortest(tuple(one[::-1] for one in reversed(words)), text[::-1])
    return None if given is None else [one[::-1] for one in reversed(given)]


def _in_places(form: _Form, given: list[str] | None) -> dict[str, str] | None:
    """Nothing in a place ends a sentence; a place that stands twice holds the same twice."""
    if given is None or any("。" in one or "\n" in one for one in given):
        return None
    by_name = dict(zip(form.places, given, strict=True))
    same = all(by_name[name] == one for name, one in zip(form.places, given, strict=True))
    return by_name if same else None


class Forms:
    """The forms that a catalogue knows."""

    def __init__(self, messages: Iterable[str]) -> None:
        known = [_form(one) for one in messages if has_places(one)]
        self._forms = sorted(known, key=lambda one: -one.weight)

    def read(self, text: str) -> Iterator[tuple[str, dict[str, str], bool]]:
        """The forms that a text can have been made of, that with most words of its own first; what stands in its places; and
        whether it is loose: only to be believed where all of these are known."""
        stops = text.count("。")
        if len(text) > LONGEST:
            return
        for one in self._forms:
            if one.landmark not in text or one.stops != stops:
                continue
            found = [_in_places(one, way(one.words, text)) for way in (_shortest, _longest)]
            ways = [given for given in found if given is not None]
            for given in ways[:1] if ways[:1] == ways[1:] else ways:
                yield one.form, given, one.loose
