"""The press: data and a template in, PDF/A-2b out.

People's words reach typst as JSON in `sys.inputs`, never as source, so that `#panic()` in an SMS is
six letters and two brackets on paper. Fonts come from the wheel alone, the clock is the document's
date: the same data gives the same bytes on every machine.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import segno
import typst

from documents.apart import the_press
from documents.glyphs import NOTE, font_folder, printable

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates" / "letters"
_SHANGHAI = timezone(timedelta(hours=8))
_AS_IT_IS = frozenset({"qr"})
_local = threading.local()

Cited = tuple[str, str | None]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A finished document and what its maker must know about it.

    `cited`: provision id and the words quoted from it, None where it is cited by number alone.
    `missing`: labels of required fields that are left as a blank line to be filled in by hand.
    `left_out`: relief that was asked for and that this channel cannot give.
    """

    pdf: bytes
    pages: int
    title: str
    cited: tuple[Cited, ...] = ()
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        return "sha256:" + hashlib.sha256(self.pdf).hexdigest()


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    on: date,
    title: str,
    cited: Sequence[Cited] = (),
    missing: Sequence[str] = (),
    left_out: Sequence[str] = (),
) -> Document:
    """Print `data` with `templates/letters/<template>.typ`; `on` is the date the file says it was made."""
    clean, replaced = _clean({**data, "title": title})
    clean["note"] = NOTE if replaced else ""
    noon = datetime.combine(on, time(12), _SHANGHAI)  # the same day in nearly every zone
    pdf = compiled(TEMPLATES / f"{template}.typ", clean, int(noon.timestamp()))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    return Document(
        pdf=pdf,
        pages=pages,
        title=title,
        cited=tuple(cited),
        missing=tuple(missing),
        left_out=tuple(left_out),
    )


def compiled(template: Path, data: Mapping[str, Any] | str, timestamp: int) -> bytes:
    """The PDF of a template with printable data, dated `timestamp`; set in another process within `apart`."""
    text = json.dumps(data, ensure_ascii=False)
    if (press := the_press()) is not None:
        return press.compile({"input": str(template), "data": text, "timestamp": timestamp})
    pdf = _compiler().compile(
        input=str(template),
        sys_inputs={"data": text},
        format="pdf",
        pdf_standards="a-2b",
        timestamp=timestamp,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst answered with something other than one PDF file")
    return pdf


@cache
def qr(address: str) -> str:
    """The address as a QR code, in SVG."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=0, scale=4)
    return out.getvalue().decode()


def _clean(data: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Every string made printable, and whether a character had to be replaced by its number."""
    replaced = False

    def walk(value: Any) -> Any:
        nonlocal replaced
        if isinstance(value, str):
            shown = printable(value)
            replaced = replaced or shown.count("〔U+") > value.count("〔U+")
            return shown
        if isinstance(value, Mapping):
            return {key: inner if key in _AS_IT_IS else walk(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [walk(inner) for inner in value]
        return value

    return walk(data), replaced


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(font_folder())]
    )


def _compiler() -> typst.Compiler:
    """One compiler a thread: it remembers the inputs of its last job, so it must not be shared."""
    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(root=str(ROOT), font_paths=_fonts(), ignore_system_fonts=True)
    compiler: typst.Compiler = _local.compiler
    return compiler
