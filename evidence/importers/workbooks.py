"""Excel workbooks, through openpyxl row by row; each sheet is a table."""

import warnings
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

from evidence.importers import archives, tables
from evidence.importers.entry import Item, NotABackup, Unreadable

MOST_UNPACKED = 400 * 1024 * 1024
MOST_WORDS = 48 * 1024 * 1024  # of shared words, which are held in memory
_MOST_CELLS = 60  # in a row
_SAMPLE = 40
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def _looked_over(file: BinaryIO) -> None:
    """Raises NotABackup: for declarations, which no spreadsheet has, and for what would not stay small in memory."""
    with archives.opened(file) as archive:
        total = 0
        for part in archive.infolist():
            total += part.file_size
            if part.filename.endswith("sharedStrings.xml") and part.file_size > MOST_WORDS:
                raise NotABackup("sheet_too_big", limit=MOST_WORDS // 1024 // 1024)
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            if archives.encrypted(part):
                raise NotABackup("zip_encrypted")
            with archive.open(part) as stream:
                if any(mark in stream.read(4096).upper() for mark in _DECLARATIONS):
                    raise NotABackup("xml_entities")
        if total > MOST_UNPACKED:
            raise NotABackup("sheet_too_big", limit=MOST_UNPACKED // 1024 // 1024)


def entries(file: BinaryIO) -> Iterator[Item]:
    """Named by sheet and row. Raises NotABackup when no sheet is a table of messages."""
    # Takes a tenth of a second: whoever reads something else does not wait for it.
    import openpyxl

    try:
        _looked_over(file)
        file.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except NotABackup:
        raise
    except Exception:  # a library meets a stranger's file: whatever it says, the file is broken
        raise NotABackup("sheet_broken") from None
    known = False
    for sheet in book.worksheets:
        title = str(sheet.title)[:200]
        last = 0
        try:
            source = _numbered(sheet)
            sample = list(islice(source, _SAMPLE))
            found = tables.recognised([[_shown(cell) for cell in cells] for _, cells in sample])
            if not found.usable:
                continue
            known = True
            for item in tables.of_rows(chain(sample, source), found, title):
                last = getattr(item, "line", last)
                yield item
        except GeneratorExit:
            raise
        except Exception:
            known = True
            yield Unreadable(last + 1, title, "broken_off")
    if not known:
        raise NotABackup("table_unknown")


def _numbered(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    sheet.reset_dimensions()  # what the file says of its size is not believed
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, list(cells[:_MOST_CELLS])


def _shown(cell: Any) -> str:
    return "" if cell is None else str(cell)
