"""The line at the foot of every page: case, exhibit, running page number, short hash, the way to the check page.

One font for the whole volume: typst sets the characters that the stamps need once, and each page's stamp is a few
operators of our own with that font. Names in the page's resources are fixed, so the bytes do not vary.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import segno
from pikepdf import Array, Dictionary, Name

from documents.glyphs import printable
from documents.press import compiled

A4_SHORT, A4_LONG = 595.276, 841.89  # points
SIDE = 28.0  # white at the left and right of a stamp, and around what is printed above it
FOOT = 48.0  # what lies above this belongs to the page, below it to the stamp
_BASE, _RULE, _SIZE = 17.0, 29.0, 8.0
_CODE_SIDE, _CODE_BASE = 37.0, 7.0  # of the QR code: 13 mm, a dot of 0.4 mm, which a phone reads off paper
_FONT, _CODE = Name.AnningStampFont, Name.AnningStampCode
_TEMPLATE = Path(__file__).with_name("glyphs.typ")


@dataclass(frozen=True)
class Stamp:
    left: str
    middle: str
    right: str
    back: str = ""  # words after `left` that lead back to the index


@dataclass(frozen=True)
class Elsewhere:
    """A page of another volume: the file beside this one, and the page in it, counted from 0."""

    file: str
    page: int


@dataclass(frozen=True)
class Face:
    """A font inside the volume, and what each character is in it: glyph number and width in thousandths."""

    font: pikepdf.Object
    glyphs: dict[str, tuple[int, int]]

    def width(self, text: str) -> float:
        return sum(self.glyphs.get(char, (0, 500))[1] for char in text) * _SIZE / 1000

    def shown(self, text: str, x: float) -> bytes:
        codes = "".join(f"{self.glyphs[char][0]:04x}" for char in text if char in self.glyphs)
        return f"BT {_FONT} {_SIZE} Tf 1 0 0 1 {x:.2f} {_BASE} Tm <{codes}> Tj ET\n".encode()


def glyphs_for(texts: Iterable[str]) -> bytes:
    """A page of 黑体 with every character that these texts need, for ``face_from``."""
    characters = "".join(sorted({char for text in texts for char in text} | set(" 0123456789")))
    return compiled(_TEMPLATE, " ".join(characters), 0)


def face_from(glyphs: bytes, volume: pikepdf.Pdf) -> Face:
    """The font of that page as an object of ``volume``."""
    with pikepdf.open(io.BytesIO(glyphs)) as made:
        fonts = made.pages[0].Resources.Font
        font = volume.copy_foreign(next(iter(fonts.values())))
    return Face(font, _glyphs(font))


def _glyphs(font: pikepdf.Object) -> dict[str, tuple[int, int]]:
    widths: dict[int, int] = {}
    pending: list = list(font.DescendantFonts[0].W)
    while pending:
        first, second = int(pending.pop(0)), pending.pop(0)
        if isinstance(second, Array):
            widths.update((first + place, round(float(width))) for place, width in enumerate(second))
        else:
            width = round(float(pending.pop(0)))
            widths.update((glyph, width) for glyph in range(first, int(second) + 1))
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>\n", table)
    return {
        bytes.fromhex(text).decode("utf-16-be"): (int(glyph, 16), widths.get(int(glyph, 16), 0))
        for glyph, text in pairs
        if len(text) % 4 == 0
    }


def code_for(volume: pikepdf.Pdf, address: str) -> pikepdf.Object:
    """The address as a QR code, drawn once for all pages of ``volume``, in a unit square."""
    rows = list(segno.make(address, error="l", micro=False).matrix_iter(border=1))
    side = 1 / len(rows)
    dots = "".join(
        f"{column * side:.5f} {1 - (line + 1) * side:.5f} {side:.5f} {side:.5f} re\n"
        for line, row in enumerate(rows)
        for column, dark in enumerate(row)
        if dark
    )
    form = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    return volume.make_indirect(pikepdf.Stream(volume, f"1 g 0 0 1 1 re f\n0 g\n{dots}f\n".encode(), form))


def put(
    volume: pikepdf.Pdf,
    page: pikepdf.Page,
    stamp: Stamp,
    face: Face,
    index: pikepdf.Page | Elsewhere | None,
    code: pikepdf.Object | None = None,
) -> None:
    """Write the stamp on the page; ``index`` is where the words ``back`` lead, ``code`` stands at the right."""
    width = float(page.mediabox[2]) - float(page.mediabox[0])
    x0, y0 = float(page.mediabox[0]), float(page.mediabox[1])
    left, middle, right, back = (
        printable(text) for text in (stamp.left, stamp.middle, stamp.right, stamp.back)
    )
    end = width - SIDE - (_CODE_SIDE + 6 if code is not None else 0)
    content = f"q 1 0 0 1 {x0:.2f} {y0:.2f} cm 0.6 G 0.4 w {SIDE} {_RULE} m {end:.2f} {_RULE} l S 0.25 g\n"
    drawn = content.encode() + face.shown(left, SIDE)
    drawn += face.shown(middle, (width - face.width(middle)) / 2)
    drawn += face.shown(right, end - face.width(right))
    if code is not None:
        page.add_resource(code, Name.XObject, _CODE, replace_existing=True)
        place = f"{_CODE_SIDE} 0 0 {_CODE_SIDE} {width - SIDE - _CODE_SIDE:.2f} {_CODE_BASE}"
        drawn += f"q {place} cm {_CODE} Do Q\n".encode()
    if back and index is not None:
        start = SIDE + face.width(left) + 8
        drawn += b"0.1 0.3 0.6 rg\n" + face.shown(back, start)
        area = [x0 + start - 2, y0 + _BASE - 3, x0 + start + face.width(back) + 2, y0 + _BASE + _SIZE]
        link(volume, page, area, index)
    page.add_resource(face.font, Name.Font, _FONT, replace_existing=True)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + drawn + b"Q\n")


def link(volume: pikepdf.Pdf, page: pikepdf.Page, area: list[float], to: pikepdf.Page | Elsewhere) -> None:
    """An invisible link over ``area`` (points) that opens the top of another page, of this volume or of another."""
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([round(value, 2) for value in area]),
        Border=Array([0, 0, 0]),
        F=4,
    )
    if isinstance(to, Elsewhere):
        name = pikepdf.String(to.file)
        annotation.A = Dictionary(
            S=Name.GoToR,
            F=Dictionary(Type=Name.Filespec, F=name, UF=name),
            D=Array([to.page, Name.XYZ, None, None, 0]),
        )
    else:
        annotation.Dest = Array([to.obj, Name.XYZ, None, None, 0])
    if Name.Annots not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(volume.make_indirect(annotation))
