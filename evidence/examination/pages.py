"""Pages of a clean PDF as pictures and as words, a few at a time, so that memory stays flat."""

import io
from importlib.metadata import version
from typing import Any, BinaryIO

import pikepdf
import typst
from pikepdf import Pdf
from PIL import Image, ImageChops

from evidence.examination.finding import Finding, Parts, Refused
from evidence.examination.layer import text_of
from evidence.examination.papers import TOOL as PAPER_TOOL
from evidence.examination.recognition import PDF

OWN_DESCRIPTORS = "/proc/self/fd"
FILES_OF_PAGES = 64  # the drawing library opens its source by name; it reads a copy that was built anew
WIDTH, TALLEST = 480, 1200  # points of the drawn page
PIXELS_A_POINT = 186 / 72  # 1,240 pixels wide, 150 to the inch of an A4 page
MOST_GREYS = 300_000  # bytes; a page that takes more as a PNG is a photograph, and becomes a JPEG
TOOL = f"typst {version('typst')}; Pillow {Image.__version__}"
_PAGE = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image("/{descriptor}", format: "pdf", page: {page}, width: {width}pt, height: {height}pt, fit: "contain")
"""


def _measures(page: Any) -> tuple[float, float]:
    """How wide and tall the page is drawn, in points; a strip kilometres long is drawn thin."""
    left, low, right, high = (float(side) for side in page.cropbox)
    width, height = abs(right - left) or 1, abs(high - low) or 1
    if int(page.obj.get("/Rotate", 0)) % 180:
        width, height = height, width
    scale = min(WIDTH / width, TALLEST / height)
    return max(1.0, width * scale), max(1.0, height * scale)


def drawn(
    source: BinaryIO, pages: dict[int, tuple[float, float]], *, scale: float = PIXELS_A_POINT
) -> list[bytes]:
    """PNGs of some pages of a clean PDF. Raises Refused."""
    words = "#pagebreak()\n".join(
        _PAGE.format(descriptor=source.fileno(), page=page, width=round(width, 2), height=round(height, 2))
        for page, (width, height) in pages.items()
    )
    try:
        made = typst.compile(words.encode(), root=OWN_DESCRIPTORS, format="png", ppi=72 * scale)  # type: ignore[call-overload]
    except RuntimeError:  # TypstError: this page cannot be drawn
        raise Refused("page_not_drawn") from None
    pictures = made if isinstance(made, list) else [made]
    if len(pictures) != len(pages):
        raise Refused("page_not_drawn")
    return pictures


def _differ(one: Image.Image, other: Image.Image) -> bool:
    return (
        ImageChops.difference(one, other).point(lambda value: 255 if value >= 12 else 0).getbbox() is not None
    )


def _smaller(png: bytes) -> tuple[bytes, str, tuple[int, int]]:
    """Black on white as sixteen greys; what has colours or shades as a JPEG."""
    with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
        picture = opened.convert("RGB")
    red, green, blue = picture.split()
    buffer = io.BytesIO()
    if not any(_differ(red, one) for one in (green, blue)):
        green.quantize(16).save(buffer, "PNG")
        if len(buffer.getvalue()) <= MOST_GREYS:
            return buffer.getvalue(), "image/png", picture.size
        buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=82, subsampling=0)
    return buffer.getvalue(), "image/jpeg", picture.size


def _put(parts: Parts, page: int, png: bytes) -> None:
    content, media_type, (width, height) = _smaller(png)
    with parts.one("page", page, media_type, width=width, height=height, tool=TOOL) as part:
        part.write(content)


def draw_pages(source: BinaryIO, parts: Parts, first: int, last: int) -> Finding:
    """Pages ``first`` to ``last`` as pictures, and the words of each that has any. A page that cannot be drawn is left out."""
    with Pdf.open(source) as pdf:
        wanted = range(first, min(last, len(pdf.pages)) + 1)
        measures = {number: _measures(pdf.pages[number - 1]) for number in wanted}
        for number in wanted:
            if words := text_of(pdf.pages[number - 1]):
                tool = f"PDF text layer; {PAPER_TOOL}"
                with parts.one("text", number, "text/plain; charset=utf-8", tool=tool) as part:
                    part.write(words.encode("utf-8", "replace"))
    try:
        for number, png in zip(measures, drawn(source, measures), strict=True):
            _put(parts, number, png)
    except Refused:
        for number, measure in measures.items():
            try:
                _put(parts, number, drawn(source, {number: measure})[0])
            except Refused:
                continue
    return Finding(found=PDF, media_type=PDF, tool=TOOL, parts=parts.written)


def first_page(source: BinaryIO, thumbnail: BinaryIO) -> Finding:
    """A small picture of a clean PDF's first page."""
    with Pdf.open(source) as pdf:
        measure = _measures(pdf.pages[0])
    thumbnail.write(drawn(source, {1: measure}, scale=1.0)[0])
    thumbnail.flush()
    return Finding(found=PDF, thumbnail=True, media_type="image/png")


BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError)
