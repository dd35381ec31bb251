"""Search in words that must not lie readable: keyed hashes of what neighbours what, which tell nothing without the key.

As ``complaints.search`` cuts texts in pairs; digits besides in fours, as any two digits stand in nearly every text.
"""

import hashlib
import re
from functools import lru_cache

from complaints.search import pairs_of
from core import keys
from core.written import plain

MOST_PAIRS = 8_000  # of one text
_DIGITS = re.compile(r"\d{4,}")


def keyed_pairs(text: str) -> list[int]:
    """The hashes of a text, each once. What contains the words of a search has every hash of them."""
    folded, key = plain(text), keys.index_key()
    said = dict.fromkeys(pairs_of(folded))
    said |= {run[i : i + 4]: None for run in _DIGITS.findall(folded) for i in range(len(run) - 3)}
    return list(dict.fromkeys(_hash(key, one) for one in list(said)[:MOST_PAIRS]))


@lru_cache(maxsize=50_000)
def _hash(key: bytes, part: str) -> int:
    """A signed number of four bytes."""
    made = hashlib.blake2b(part.encode("utf-8", "replace"), digest_size=4, key=key[:64], person=b"pairs")
    return int.from_bytes(made.digest(), "big", signed=True)
