"""Sentences that are put together of a form and what stands in its places: kept as one text, and found again in it.

The form is what is translated (``{who}在{days}内没有答复。``), never its pieces. Whoever shows the text to a reader of another
language reads it back (``Forms``): what was kept long ago is told as well as what was said just now. Pure.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_PLACE = re.compile(r"\{(\w+)\}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FEW = 3  # signs of Chinese: a form with fewer says little of what stands around its places


def sentence(form: str, **given: object) -> str:
    """A sentence of this form. The form is a message of the catalogues (``manage.py messages``)."""
    return _PLACE.sub(lambda place: str(given[place[1]]), form)


def has_places(message: str) -> bool:
    return _PLACE.search(message) is not None


@dataclass(frozen=True)
class _Form:
    form: str
    # With as little and with as much as can stand in the first places: what stands there may have brackets of its own.
    patterns: tuple[re.Pattern[str], re.Pattern[str]]
    landmark: str  # its longest run of words: what does not have it was not made of this form
    weight: int
    stops: int  # nothing in a place has a full stop
    loose: bool


def _form(form: str) -> _Form:
    words = _PLACE.split(form)[::2]
    return _Form(
        form,
        (re.compile(_pattern(form, "+?")), re.compile(_pattern(form, "+"))),
        landmark=max(words, key=len),
        weight=sum(len(one) for one in words),
        stops=form.count("。"),
        loose=sum(len(_HAN.findall(one)) for one in words) < _FEW,
    )


def _pattern(form: str, times: str) -> str:
    """Nothing in a place ends a sentence; a place that stands twice holds the same twice."""
    seen: set[str] = set()
    parts = []
    for at, part in enumerate(_PLACE.split(form)):
        if not at % 2:
            parts.append(re.escape(part))
        else:
            parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>[^。\n]{times})")
            seen.add(part)
    return "".join(parts)


class Forms:
    """The forms that a catalogue knows."""

    def __init__(self, messages: Iterable[str]) -> None:
        known = [_form(one) for one in messages if has_places(one)]
        self._forms = sorted(known, key=lambda one: -one.weight)

    def read(self, text: str) -> Iterator[tuple[str, dict[str, str], bool]]:
        """The forms that a text can have been made of, that with most words of its own first; what stands in its places; and
        whether it is loose: only to be believed where all of these are known."""
        stops = text.count("。")
        for one in self._forms:
            if one.landmark not in text or one.stops != stops:
                continue
            ways = [match.groupdict() for pattern in one.patterns if (match := pattern.fullmatch(text))]
            for given in ways[:1] if ways[:1] == ways[1:] else ways:
                yield one.form, given, one.loose
