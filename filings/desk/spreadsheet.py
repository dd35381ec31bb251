"""Tables for a spreadsheet: CSV or XLSX, written line by line, so that their length costs no memory."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from documents.leads import safe
from filings.models import ListExport

Cell = str | int | Decimal | date | None


def write(path: Path, file_format: str, names: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    """``names`` stand above the columns."""
    (_write_csv if file_format == ListExport.Format.CSV else _write_xlsx)(path, names, lines)


def _write_csv(path: Path, names: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    """With the mark by which Excel reads UTF-8; no cell is taken for a formula or loses digits of a long number."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        written = csv.writer(out)
        written.writerow(names)
        for line in lines:
            written.writerow("" if cell is None else _plain(cell) for cell in line)


def _plain(cell: Cell) -> str:
    return safe(cell) if isinstance(cell, str) else str(cell)


def _write_xlsx(path: Path, names: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    """Words are words: no cell is a formula or a link, whatever somebody wrote into it. Days, sums and counts are numbers."""
    options: dict[str, Any] = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet()
        bold, day, yuan = (
            book.add_format(one)
            for one in ({"bold": True}, {"num_format": "yyyy-mm-dd"}, {"num_format": "#,##0.00"})
        )
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(names), 16)
        for place, name in enumerate(names):
            sheet.write_string(0, place, name, bold)
        last = 0
        for last, line in enumerate(lines, start=1):
            for place, cell in enumerate(line):
                if isinstance(cell, Decimal):
                    sheet.write_number(last, place, float(cell), yuan)
                elif isinstance(cell, int):
                    sheet.write_number(last, place, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(last, place, cell, day)
                elif cell:
                    sheet.write_string(last, place, cell)
        sheet.autofilter(0, 0, last, len(names) - 1)
