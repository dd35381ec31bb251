"""A fact that a text states, with the words that state it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Told:
    """A fact by its dotted name, what the story says of it, and in which words."""

    fact: str
    value: Any
    words: str
