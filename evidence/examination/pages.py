"""Pages of a clean PDF as pictures and as words, a few at a time, so that memory stays flat."""

import io
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, BinaryIO

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageChops

from evidence.examination.finding import Finding, Parts, Refused
from evidence.examination.layer import text_of
from evidence.examination.papers import TOOL as PAPER_TOOL
from evidence.examination.recognition import PDF

WIDTH, TALLEST = 480, 1200  # points of the drawn page
PIXELS_A_POINT = 186 / 72  # 1,240 pixels wide, 150 to the inch of an A4 page
MOST_GREYS = 300_000  # bytes; a page that takes more as a PNG is a photograph, and becomes a JPEG
TOOL = f"typst {version('typst')}; Pillow {Image.__version__}"
_PAGE = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.pdf), format: "pdf", page: {page}, width: {width}pt, height: {height}pt, fit: "contain")
"""
# What pikepdf raises for a paper that is not what it says.
BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError)
_PLAIN = bytes(sign if sign < 128 else ord("?") for sign in range(256))
# Made now, and without fonts (the pages bring theirs): later no file can be opened.
_PRESS = typst.Compiler(
    root="/",
    font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False),
    ignore_system_fonts=True,
)


def _measures(page: Any) -> tuple[float, float]:
    """How wide and tall the page is drawn, in points; a strip kilometres long is drawn thin."""
    left, low, right, high = (float(side) for side in page.cropbox)
    width, height = abs(right - left) or 1, abs(high - low) or 1
    if int(page.obj.get("/Rotate", 0)) % 180:
        width, height = height, width
    scale = min(WIDTH / width, TALLEST / height)
    return max(1.0, width * scale), max(1.0, height * scale)


def _spelled(pdf: Pdf, thing: Any) -> None:
    """Strings of more than ASCII as streams, which a palette may be as well; what else holds one draws nothing with it."""
    for key, value in list(thing.items() if isinstance(thing, (Dictionary, Stream)) else enumerate(thing)):
        if isinstance(value, String) and not bytes(value).isascii():
            thing[key] = pdf.make_stream(bytes(value))
        elif isinstance(value, (Array, Dictionary)) and not value.is_indirect:
            _spelled(pdf, value)


def _in_letters(paper: Pdf, numbers: Iterable[int]) -> str:
    """A PDF of these pages in ASCII alone: the press takes nothing else out of memory, and can open no file."""
    with Pdf.new() as pdf:
        for number in numbers:
            page = paper.pages[number - 1]
            # Where all pages share one list of pictures, the others' stay behind.
            page.remove_unreferenced_resources()
            pdf.pages.append(page)
        if "/OCProperties" in paper.Root:
            # Which layers are shown.
            pdf.Root.OCProperties = pdf.copy_foreign(paper.make_indirect(paper.Root.OCProperties))
        for thing in list(pdf.objects):
            if isinstance(thing, (Array, Dictionary, Stream)):
                _spelled(pdf, thing)
        for stream in (thing for thing in pdf.objects if isinstance(thing, Stream)):
            methods, details = (_listed(stream.get(name)) for name in ("/Filter", "/DecodeParms"))
            stream.write(
                stream.read_raw_bytes().hex().encode() + b">",
                filter=Array([Name.ASCIIHexDecode, *methods]),
                decode_parms=Array([Dictionary(), *details]) if details else None,
            )
        written = io.BytesIO()
        pdf.save(
            written,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    # The library's comment at the beginning is all that is left; every place stays where the table at the end says.
    return written.getvalue().translate(_PLAIN).decode("ascii")


def _listed(value: Any) -> list[Any]:
    """As an array; a single filter or its parameters may stand without one."""
    return [] if value is None else list(value) if isinstance(value, Array) else [value]


def drawn(paper: Pdf, pages: dict[int, tuple[float, float]], *, scale: float = PIXELS_A_POINT) -> list[bytes]:
    """PNGs of some pages of a clean PDF. Raises Refused."""
    words = "#pagebreak()\n".join(
        _PAGE.format(page=place, width=round(width, 2), height=round(height, 2))
        for place, (width, height) in enumerate(pages.values(), 1)
    )
    try:
        made = _PRESS.compile(
            words.encode(), format="png", ppi=72 * scale, sys_inputs={"pdf": _in_letters(paper, pages)}
        )
    # TypstError is a RuntimeError: this page cannot be drawn.
    except (RuntimeError, *BROKEN):
        raise Refused("page_not_drawn") from None
    pictures = [one for one in (made if isinstance(made, list) else [made]) if one]
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
            for number, png in zip(measures, drawn(pdf, measures), strict=True):
                _put(parts, number, png)
        except Refused:
            for number, measure in measures.items():
                try:
                    _put(parts, number, drawn(pdf, {number: measure})[0])
                except Refused:
                    continue
    return Finding(found=PDF, media_type=PDF, tool=TOOL, parts=parts.written)


def first_page(source: BinaryIO, thumbnail: BinaryIO) -> Finding:
    """A small picture of a clean PDF's first page."""
    with Pdf.open(source) as pdf:
        picture = drawn(pdf, {1: _measures(pdf.pages[0])}, scale=1.0)[0]
    thumbnail.write(picture)
    thumbnail.flush()
    return Finding(found=PDF, thumbnail=True, media_type="image/png")
