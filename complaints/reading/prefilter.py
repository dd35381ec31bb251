"""Characters without which a pattern cannot match: most of many patterns need not be tried on a short text.

Rests on the parser of Python's own ``re``, which says what a pattern is made of. What is not understood needs nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from re import _constants as made_of  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import MappingProxyType
from typing import Any

WIDEST = 64  # characters of a range such as [0-9]


def needed(pattern: str, common: Mapping[str, int] = MappingProxyType({})) -> frozenset[str] | None:
    """Every text that the pattern is found in holds one of these; None when that cannot be said.

    Of several such sets the one whose characters are the least ``common``.
    """
    if re.compile(pattern).flags & re.IGNORECASE:
        return None
    found = _of_sequence(parser.parse(pattern), common)
    return frozenset(map(chr, found)) if found is not None else None


def _of_sequence(items: Iterable[tuple[Any, Any]], common: Mapping[str, int]) -> set[int] | None:
    """The rarest set that any of the parts that must occur asks for."""
    sets = [found for kind, value in items if (found := _of_part(kind, value, common)) is not None]
    return min(sets, key=lambda one: sum(1 + common.get(chr(point), 0) for point in one), default=None)


def _of_part(kind: Any, value: Any, common: Mapping[str, int]) -> set[int] | None:
    if kind is made_of.LITERAL:
        return {value}
    if kind is made_of.IN:
        return _of_class(value)
    if kind is made_of.SUBPATTERN:
        _group, flags_added, _flags_taken, inner = value
        return None if flags_added else _of_sequence(inner, common)
    if kind is made_of.BRANCH:
        branches = [_of_sequence(one, common) for one in value[1]]
        return set().union(*(one for one in branches if one)) if all(branches) else None
    if kind in (made_of.MAX_REPEAT, made_of.MIN_REPEAT) and value[0] > 0:
        return _of_sequence(value[2], common)
    return None


def _of_class(members: Iterable[tuple[Any, Any]]) -> set[int] | None:
    found: set[int] = set()
    for kind, value in members:
        if kind is made_of.LITERAL:
            found.add(value)
        elif kind is made_of.RANGE and value[1] - value[0] < WIDEST:
            found |= set(range(value[0], value[1] + 1))
        else:  # a class of signs such as \d, or all but some
            return None
    return found


class Index:
    """The patterns of a list by what they need."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._always: set[int] = set()
        self._places: dict[str, set[int]] = {}
        common = Counter("".join(patterns))  # what many wordings hold, many texts hold
        for place, pattern in enumerate(patterns):
            characters = needed(pattern, common)
            if characters is None:
                self._always.add(place)
            for one in characters or ():
                self._places.setdefault(one, set()).add(place)

    def possible(self, text: str) -> set[int]:
        """The places in the list of all patterns that may be found in this text; of the others none is."""
        known = self._places
        return self._always.union(*(known[one] for one in known.keys() & set(text)))
