"""The process that reads a stranger's backup. Started by ``reading``; says one JSON list a line, and holds nothing else open."""

import json
import os
import sys
from datetime import date, datetime
from typing import Any, BinaryIO

from evidence.examination.confinement import confine
from evidence.importers import archives, database
from evidence.importers.entry import Item, NotABackup
from evidence.importers.recognition import entries, recognise


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    return value.isoformat() if isinstance(value, date) else value


def _fields(item: Item) -> list[Any]:
    """The name of the kind, then its fields in their order; times in seconds of 1970."""
    values = [_plain(getattr(item, name)) for name in item.__slots__]
    return [type(item).__name__.lower(), *values]


def _said(*fields: Any) -> None:
    sys.stdout.write(json.dumps(fields, ensure_ascii=True, separators=(",", ":")) + "\n")


def _progress(done: int, total: int) -> None:
    _said("progress", done, total)
    sys.stdout.flush()


def _told(source: BinaryIO, connection: Any) -> None:
    try:
        kind = recognise(source)
        _said("format", kind.slug)
        for item in entries(source, progress=_progress, database_opened=connection):
            _said(*_fields(item))
    except NotABackup as no:
        _said("not_a_backup", no.code, no.facts)
    except (MemoryError, RecursionError):
        _said("not_a_backup", "too_heavy", {})
    _said("end")
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    """Arguments: descriptor of the file, limits of memory (bytes) and processor time (seconds)."""
    descriptor, memory, seconds = map(int, arguments)
    with os.fdopen(descriptor, "rb") as source:
        connection = None
        head = source.read(len(database.MAGIC))
        # Opening a database and loading what reads a workbook need powers that are given up next.
        if head == database.MAGIC:
            connection = database.opened(source)
        elif head.startswith(archives.MAGIC):
            import openpyxl  # noqa: F401
        confine(memory=memory, seconds=seconds, output=0)
        _told(source, connection)
