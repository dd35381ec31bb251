"""The one text of a value that is hashed and signed, and a moment as it stands in it."""

import json
from datetime import UTC, datetime
from typing import Any

from core.digests import digest_of

# What the first entry of a ledger names as the one before it.
GENESIS = "sha256:" + "0" * 64


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, no escapes; what is hashed and signed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: bytes | str) -> str:
    """``sha256:<64 hexadecimal digits>``: the algorithm is named so that another can follow (core.digests)."""
    return digest_of(content.encode() if isinstance(content, str) else content)


def stamp(at: datetime) -> str:
    """A moment as the ledger writes it: UTC, microseconds, ``Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
