"""Stored bytes that no row knows: what a kill, or a transaction that failed, left behind. Nobody else removes them."""

import logging
import re
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from core.retention_and_limits import ORPHAN_LIFE
from evidence.models import Sealed, UploadPiece
from evidence.sealed import sealing

log = logging.getLogger(__name__)

_OURS = re.compile(r"[0-9a-f]{32}(?:_\w+)?")


def _old(name: str, before: datetime) -> bool:
    try:
        return sealing.storage().get_modified_time(name) < before
    except OSError:  # gone meanwhile
        return False


def sweep_orphans(*, prefixes: list[str], at: datetime | None = None) -> int:
    """Remove files under the given first folders ("00" … "ff") that stand in no row and are older than ORPHAN_LIFE; how many."""
    before = (at or timezone.now()) - ORPHAN_LIFE
    removed = 0
    for prefix in prefixes:
        for name in _files_under(prefix):
            if not _OURS.fullmatch(name.rpartition("/")[2]) or not _old(name, before):
                continue
            # Asked after the age: a row is written within a moment of its file, never a week later.
            if Sealed.objects.filter(name=name).exists() or UploadPiece.objects.filter(name=name).exists():
                continue
            log.warning("stored bytes without a row removed")
            sealing.remove(name)
            removed += 1
    return removed + _half_written(before)


def _files_under(prefix: str) -> list[str]:
    storage, found = sealing.storage(), []
    try:
        folders, _files = storage.listdir(prefix)
        for folder in folders:
            found += [f"{prefix}/{folder}/{name}" for name in storage.listdir(f"{prefix}/{folder}")[1]]
    except FileNotFoundError:
        pass
    return found


def _half_written(before: datetime) -> int:
    """Files that were being written when the power went."""
    removed = 0
    folder = sealing.incoming()
    for file in folder.iterdir() if folder is not None else []:
        if file.is_file() and file.stat().st_mtime < before.timestamp():
            Path(file).unlink(missing_ok=True)
            removed += 1
    return removed
