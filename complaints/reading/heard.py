"""What a story says, by the names of ``sayings``, and what of it suggests a situation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from complaints.reading.announced import only_announced, threatened_to_tell
from complaints.reading.came import that_came
from complaints.reading.folding import Folded, Span
from complaints.reading.sayings import PATTERNS

_FAMILY = re.compile(r"邻居|居委|单位|同事|领导|村|家|父|母|爸|妈|亲|妻|夫|老婆|老公|孩子|通讯录")


@dataclass(frozen=True)
class Suggestion:
    """A situation of the contract, and the words of the story that suggest it with their places in it. ``learned``: by words
    that only stand in stories of it, not by words that say it."""

    slug: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    learned: bool = False


class Heard:
    """What a story says, by the names of `sayings`."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.places = {
            name: [match.span() for match in pattern.finditer(folded.text)]
            for name, pattern in PATTERNS.items()
        }
        spoken_of = self.places["calls"]
        for name in ("calls", "texts"):
            self.places[name] = that_came(folded.text, self.places[name])
        # Calls are spoken of, and none of them came.
        self.never_called = bool(spoken_of) and not self.places["calls"]

    @property
    def said(self) -> tuple[str, ...]:
        return tuple(name for name, places in self.places.items() if places)

    def __contains__(self, name: str) -> bool:
        return bool(self.places[name])

    def any(self, *names: str) -> bool:
        return any(name in self for name in names)

    @property
    def of_a_number(self) -> bool:
        return bool(re.search("号|卡", self.folded.text))

    def in_words(self, name: str, *words: str) -> bool:
        """Whether the words that say it hold one of these."""
        return any(word in self.folded.text[slice(*place)] for place in self.places[name] for word in words)

    @property
    def former_holder(self) -> bool:
        """The teller gave the number up, and its new holder is in the teller's accounts."""
        return "my_old_number" in self and "taken_over" in self

    @property
    def of_contacts(self) -> list[Span]:
        """Where others than the teller are approached, or are to be. Who is dunned for a friend is not the friend's contact."""
        places = self.places["contacts"]
        if "others_owe" not in self:
            return places
        return [place for place in places if _FAMILY.search(self.folded.text[slice(*place)])]

    @property
    def contacts_harassed(self) -> list[Span]:
        """Where they were: that they would be told is a threat, and that is all it is."""
        return [place for place in self.of_contacts if not only_announced(self.folded.text, *place)]

    @property
    def threatened_to_tell(self) -> list[Span]:
        """Where somebody says that they will tell others."""
        return threatened_to_tell(self.folded.text)

    def suggestion(self, slug: str, *names: str, besides: Sequence[Span] = ()) -> Suggestion:
        places = sorted({*besides, *(place for name in names for place in self.places[name])})[:8]
        return Suggestion(
            slug,
            tuple(self.folded.words(*place) for place in places),
            tuple(self.folded.span(*place) for place in places),
        )
