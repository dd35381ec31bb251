"""A text as the set of its short runs of characters, as numbers: no text of anybody can be read back out of a table of them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
_MULTIPLIER = np.uint64(1_000_003)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def hashes(text: str, longest: int) -> list[Array]:
    """For each length from one on, the number of the run that begins at each character of a shape."""
    points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    found: list[Array] = []
    run = np.zeros(len(points), np.uint64)
    for length in range(1, min(longest, len(points)) + 1):
        run = run[: len(points) - length + 1] * _MULTIPLIER + points[length - 1 :] + np.uint64(1)
        found.append((((run + np.uint64(length)) * _SPREAD) >> np.uint64(32)).astype(np.uint32))
    return found


@cache  # there are only so many cues and sayings
def named(name: str) -> int:
    """The number of something that was found in a text and is no run of characters."""
    word = "\x03" + name
    return int(hashes(word, len(word))[-1][0])


def grams(text: str, longest: int, found: tuple[str, ...] = ()) -> Array:
    """The numbers of all runs of a shape, each once, and of what was found in it."""
    more = np.array([named(name) for name in found], dtype=np.uint32)
    return np.unique(np.concatenate([*hashes(text, longest), more]))
