"""The list of erasures, kept beside the sealed bytes and apart from the database: a restored dump does not undo it.

One small file an erasure, under the day of its entry in the ledger: ``erased/2026-11-22/<id of the exhibit>``. It says
which exhibit, the hash of its bytes, when and why (a slug), and nothing of a person. Files are only ever added.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from core.canonical import canonical, stamp
from evidence.sealed import sealing

FOLDER = "erased"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAME = re.compile(r"([0-9a-f]{32})(?:_\w+)?")  # a storage gives the second of two writers another name


@dataclass(frozen=True)
class Noted:
    """What the list says of one exhibit."""

    exhibit: str
    sha256: str
    reason: str  # an ErasureReason
    at: str  # as the ledger writes a moment


def _place(exhibit_id: UUID, at: datetime) -> str:
    return f"{FOLDER}/{timezone.localdate(at)}/{exhibit_id.hex}"


def note(*, exhibit_id: UUID, sha256: str, reason: str, at: datetime) -> bool:
    """Put an erasure on the list; False when it stands there. ``at`` is the moment of its entry. Raises OSError."""
    name = _place(exhibit_id, at)
    if sealing.storage().exists(name):
        return False
    said = Noted(str(exhibit_id), sha256, reason, stamp(at))
    sealing.store_note(name, canonical(asdict(said)).encode())
    return True


def days(since: date | None = None) -> list[str]:
    """The days on which something was erased, the newest first; not before ``since``."""
    try:
        found, _files = sealing.storage().listdir(FOLDER)
    except FileNotFoundError:
        return []
    return sorted((day for day in found if _DAY.fullmatch(day) and day >= str(since or "")), reverse=True)


def names_of(day: str) -> Iterator[tuple[UUID, str]]:
    """Each exhibit that was erased on a day, and where the list says more of it."""
    for name in sealing.storage().listdir(f"{FOLDER}/{day}")[1]:
        if known := _NAME.fullmatch(name):
            yield UUID(known[1]), f"{FOLDER}/{day}/{name}"


def read(name: str) -> Noted:
    """One line of the list. ValueError when it cannot be read."""
    with sealing.storage().open(name, "rb") as file:
        said = json.loads(file.read(4096))
    try:
        return Noted(**{field: str(said[field]) for field in ("exhibit", "sha256", "reason", "at")})
    except (KeyError, TypeError) as problem:
        raise ValueError(type(problem).__name__) from None
