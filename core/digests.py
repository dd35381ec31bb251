"""Hashes with their algorithm's name: ``sha256:<hexadecimal digits>``. The one place that knows which there are.

A stored digest is checked with the algorithm that it names; a new one is made with ``CURRENT``. Another algorithm (SM3,
GM/T 0004) is one more line here and one in ``evidence.timestamps.asking``, and old digests keep their name.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any

CURRENT = "sha256"
ALGORITHMS: dict[str, Callable[[], Any]] = {"sha256": hashlib.sha256}


def hasher(digest: str = "") -> Any:
    """A new hash of the algorithm that ``digest`` names, or of the current one. ValueError for one that is not known."""
    name = digest.partition(":")[0] if digest else CURRENT
    if name not in ALGORITHMS:
        raise ValueError(f"unknown hash algorithm {name[:20]!r}")
    return ALGORITHMS[name]()


def finished(hashed: Any) -> str:
    """The named digest of what a hash was fed with."""
    return f"{hashed.name}:{hashed.hexdigest()}"


def digest_of(content: bytes, *, like: str = "") -> str:
    """The named digest of some bytes, by the current algorithm or by the one that ``like`` names."""
    hashed = hasher(like)
    hashed.update(content)
    return finished(hashed)


def named(digest: str) -> tuple[str, bytes]:
    """The algorithm's name and the raw bytes of a digest. ValueError for anything that is none."""
    name, colon, hexadecimal = digest.partition(":")
    size = hasher(digest).digest_size if colon else 0
    if not size or not re.fullmatch(f"[0-9a-f]{{{2 * size}}}", hexadecimal):
        raise ValueError("not a named digest")
    return name, bytes.fromhex(hexadecimal)
