"""Putting like texts together: each new one joins the nearest text that is there, or stays as one that others may join.

The texts of one signature are compared with each other and with no others. A text that is there already costs one look; one
that is new is compared with the ``MOST_COMPARED`` nearest in length, so that a signature with a hundred thousand different
texts costs a hundred thousand times that, and not its square. Where groups are apart, the order in which texts come does
not matter; where they run into each other, whoever came first is whom they join, and it stays so.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from rapidfuzz import fuzz, process

ALIKE = 80.0  # of 100: the share of letters that two templates have in common, in order
MOST_COMPARED = 200


class Group:
    """The founding texts of one signature, and which of them a text belongs to."""

    def __init__(self, founders: Iterable[str] = ()) -> None:
        self._by_length: list[tuple[int, str]] = sorted((len(one), one) for one in set(founders))
        self._known: dict[str, str] = {one: one for _length, one in self._by_length}

    def join(self, text: str) -> str:
        """The founder that this text belongs to: itself, when there is none like it."""
        found = self._known.get(text)
        if found is None:
            found = self._nearest(text)
            if found is None:
                found = text
                insort(self._by_length, (len(text), text))
            self._known[text] = found
        return found

    def _nearest(self, text: str) -> str | None:
        length = len(text)
        # Two texts of which one is half as long again cannot be alike, whatever they say.
        shortest, longest = int(length * ALIKE / (200 - ALIKE)), int(length * (200 - ALIKE) / ALIKE)
        low, high = (bisect_left(self._by_length, (edge, "")) for edge in (shortest, longest + 1))
        if high - low > MOST_COMPARED:
            begin = bisect_left(self._by_length, (length, "")) - MOST_COMPARED // 2
            low = max(low, min(begin, high - MOST_COMPARED))
            high = low + MOST_COMPARED
        candidates = [one for _length, one in self._by_length[low:high]]
        best = process.extractOne(text, candidates, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return best[0] if best else None
