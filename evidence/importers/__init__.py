"""A phone's backup as messages and calls: pure readers, streaming, with a memory that does not grow with the file.

No Django, no database, nothing is stored. A stranger's file is read here only inside the confined process: use
``reading.read_confined``.
"""

from evidence.importers.entry import (
    FORMATS,
    Declared,
    Entry,
    Format,
    Item,
    NotABackup,
    Unreadable,
)
from evidence.importers.recognition import entries, recognise

__all__ = [
    "FORMATS",
    "Declared",
    "Entry",
    "Format",
    "Item",
    "NotABackup",
    "Unreadable",
    "entries",
    "recognise",
]
