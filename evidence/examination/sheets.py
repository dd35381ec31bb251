"""Spreadsheets: every cell as text, formulas shown and never worked out; nothing elsewhere is looked up."""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import zip_longest
from typing import Any, BinaryIO

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from evidence.examination.finding import Finding, Parts, Refused
from evidence.examination.payloads import without_files
from evidence.examination.recognition import SHEET
from evidence.examination.writing import shown_text, write_pages

MAX_UNPACKED = 200 * 1024 * 1024  # bytes of all its parts together
MAX_WORDS = 32 * 1024 * 1024  # of the shared words, which are held in memory
MAX_PARTS = 2000
MAX_ROWS = 200_000  # of all sheets together
MAX_COLUMNS = 200
MAX_CELL = 32_767  # signs, as the format itself allows
MAX_WRITTEN = 60 * 1024 * 1024
TOOL = f"openpyxl {openpyxl.__version__}"
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def _looked_over(source: BinaryIO) -> list[str]:
    """Notes on what the copy leaves out; Refused for what would not stay small, or declares entities."""
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Refused("sheet_bomb")
            for part in parts:
                if part.filename.endswith("sharedStrings.xml") and part.file_size > MAX_WORDS:
                    raise Refused("sheet_bomb")
                if part.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if any(
                            mark in stream.read(4096).replace(b"\0", b"").upper() for mark in _DECLARATIONS
                        ):
                            raise Refused("sheet_declares")
    except Refused:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise Refused("sheet_broken") from None
    names = [part.filename for part in parts]
    notes = []
    if any(name.startswith("xl/externalLinks/") for name in names):
        notes.append("sheet_links_removed")
    if any(name.endswith("vbaProject.bin") for name in names):
        notes.append("sheet_program_removed")
    return notes


def _book(source: BinaryIO, *, values: bool) -> Any:
    source.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(source, read_only=True, data_only=values, keep_links=False)


def _word(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, ArrayFormula):
        return str(value.text or "")
    if isinstance(value, DataTableFormula):
        return ""
    return shown_text(str(value)[:MAX_CELL])[0]


def _cell(formula: Any, value: Any) -> str:
    """What the sheet shows; where that is worked out, the formula stands behind it, as words."""
    written, seen = _word(formula), _word(value)
    if isinstance(formula, (str, ArrayFormula)) and written.startswith("=") and written != seen:
        return f"{seen}（公式：{written}）" if seen else f"（公式：{written}）"
    return seen or written


def _rows(with_formulas: Any, with_values: Any) -> Iterator[list[str]]:
    for sheet in (with_formulas, with_values):
        sheet.reset_dimensions()  # what the file says of its size is not believed
    pairs = zip_longest(
        with_formulas.iter_rows(max_col=MAX_COLUMNS, values_only=True),
        with_values.iter_rows(max_col=MAX_COLUMNS, values_only=True),
        fillvalue=(),
    )
    for formulas, values in pairs:
        cells = [_cell(*pair).replace("\t", " ").replace("\n", " ") for pair in zip_longest(formulas, values)]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _lines(source: BinaryIO) -> Iterator[str]:
    formulas, values = _book(source, values=False), _book(source, values=True)
    count = 0
    for sheet, same in zip(formulas.worksheets, values.worksheets, strict=True):
        hidden = "（隐藏）" if sheet.sheet_state != "visible" else ""
        yield f"【工作表：{shown_text(str(sheet.title))[0][:200]}】{hidden}"
        empty = 0
        for cells in _rows(sheet, same):
            count += 1
            if count > MAX_ROWS:
                raise Refused("sheet_too_long", limit=MAX_ROWS)
            if not cells:
                empty += 1
                continue
            if empty:
                yield ""
                empty = 0
            yield "\t".join(cells)
        yield ""


def copy_sheet(source: BinaryIO, clean: BinaryIO, parts: Parts) -> Finding:
    """Write every sheet as lines of text with a tab between cells; hidden sheets too, said so."""
    notes = _looked_over(source)
    try:
        lines: list[str] = []
        size = 0
        for line in _lines(source):
            size += len(line) + 1
            if size > MAX_WRITTEN:
                raise Refused("sheet_bomb")
            lines.append(line)
    except (Refused, MemoryError, RecursionError):
        raise
    except Exception:  # a library meets a stranger's file: whatever it says, the file is broken
        raise Refused("sheet_broken") from None
    written = "\n".join(lines)
    text = without_files(written)
    if text != written:
        notes.append("files_left_out")
    clean.write(text.encode("utf-8", "replace"))
    clean.flush()
    write_pages(text, parts)
    return Finding(
        found=SHEET,
        media_type="text/plain; charset=utf-8",
        notes=notes,
        tool=TOOL,
        parts=parts.written,
    )
