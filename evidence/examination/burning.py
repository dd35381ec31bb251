"""Covering: every page becomes pixels, the boxes become black pixels, and the result is read again before it counts.

Of a paper no page is carried over as it was: what stands behind the pixels (a text layer, a hidden layer, forms, notes,
earlier versions) is not in the file at all.
"""

import io
import math
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageDraw

from evidence.examination import pages, pictures
from evidence.examination.finding import Finding, Parts, Refused
from evidence.examination.layer import text_of
from evidence.examination.recognition import PDF
from evidence.examination.residue import jpeg_residue, png_residue

DOTS = 200 / 72  # pixels to a point: 200 to the inch
LONGEST = 3600  # pixels of a page's longer side
MOST_PAGES = 200
MOST_FLAT = 700_000  # bytes of a page of greys; one that takes more is a photograph, and becomes a JPEG
SHOWN_WIDTH = 1240  # pixels of the picture for the screen
DARK = 40  # of 255; what a JPEG may make of black
TOOL = f"{pages.TOOL}; pikepdf {pikepdf.__version__}; 200 dpi"
_KEPT = {"image/jpeg": "JPEG", "image/png": "PNG"}
_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030", "big5")
_DRAWS = re.compile(rb"q [0-9.]+ 0 0 [0-9.]+ 0 0 cm /Page Do Q\s*")

Box = tuple[float, float, float, float]
Boxes = dict[int, list[Box]]


def _pixels(box: Box, size: tuple[int, int], more: int) -> tuple[int, int, int, int]:
    """The pixels of a box, first and last; ``more`` around it."""
    (left, top, width, height), (across, down) = box, size
    return (
        max(0, math.floor(left * across) - more),
        max(0, math.floor(top * down) - more),
        min(across, math.ceil((left + width) * across) + more) - 1,
        min(down, math.ceil((top + height) * down) + more) - 1,
    )


def _covered(picture: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        pen.rectangle(_pixels(box, picture.size, 1), fill=0 if picture.mode == "L" else (0, 0, 0))
    return picture


def _alone(picture: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """Only what stands under the boxes, each on white: to learn what must not be read afterwards."""
    alone = Image.new(picture.mode, picture.size, 255 if picture.mode == "L" else (255, 255, 255))
    for box in boxes:
        left, top, right, bottom = _pixels(box, picture.size, 1)
        alone.paste(picture.crop((left, top, right + 1, bottom + 1)), (left, top))
    return alone


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    if len(buffer.getvalue()) > 12 * 1024 * 1024:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _part(parts: Parts, kind: str, page: int, picture: Image.Image) -> None:
    with parts.one(kind, page, "image/png") as part:
        part.write(_png(picture))


def _flat(picture: Image.Image) -> Image.Image:
    """As greys when it has no colours."""
    if picture.mode == "L":
        return picture
    red, green, blue = picture.split()
    return picture if any(pages._differ(red, one) for one in (green, blue)) else green


# ── Burning ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def _measures(page: Any) -> tuple[float, float]:
    left, low, right, high = (float(side) for side in page.cropbox)
    width, height = abs(right - left) or 1, abs(high - low) or 1
    if int(page.obj.get("/Rotate", 0)) % 180:
        width, height = height, width
    scale = min(1.0, LONGEST / DOTS / max(width, height))
    return max(4.0, width * scale), max(4.0, height * scale)


def _embedded(pdf: Pdf, picture: Image.Image) -> Stream:
    flat = _flat(picture)
    if flat.mode == "L":
        levels = flat.point(lambda value: round(value / 17) * 17)
        data, kind = zlib.compress(levels.tobytes(), 9), Name.FlateDecode
    if flat.mode != "L" or len(data) > MOST_FLAT:
        buffer = io.BytesIO()
        flat.save(buffer, "JPEG", quality=85, subsampling=0)
        data, kind = buffer.getvalue(), Name.DCTDecode
    return Stream(
        pdf,
        data,
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=flat.width,
            Height=flat.height,
            ColorSpace=Name.DeviceGray if flat.mode == "L" else Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=kind,
        ),
    )


def _page_of(made: Pdf, picture: Image.Image, width: float, height: float) -> pikepdf.Page:
    """A page of so many points that shows the picture and nothing else."""
    content = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Page Do Q".encode()
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(width, 2), round(height, 2)]),
        Resources=Dictionary(XObject=Dictionary({"/Page": _embedded(made, picture)})),
        Contents=Stream(made, content),
    )
    return pikepdf.Page(made.make_indirect(page))


def burn_paper(source: BinaryIO, result: BinaryIO, parts: Parts, boxes: Boxes) -> Finding:
    """A new paper of pictures alone; parts ``before``: what stood under the boxes of each page."""
    with Pdf.open(source) as old:
        if len(old.pages) > MOST_PAGES:
            raise Refused("too_many_to_redact", pages=len(old.pages), limit=MOST_PAGES)
        measures = {number: _measures(page) for number, page in enumerate(old.pages, 1)}
        if not set(boxes) <= set(measures):
            raise Refused("page_not_drawn", found=PDF)
        made = Pdf.new()
        for number, (width, height) in measures.items():
            drawn = pages.drawn(old, {number: (width, height)}, scale=DOTS)[0]
            with Image.open(io.BytesIO(drawn), formats=["PNG"]) as opened:
                picture = opened.convert("RGB")
            if number in boxes:
                _part(parts, "before", number, _alone(picture, boxes[number]))
                _covered(picture, boxes[number])
            made.pages.append(_page_of(made, picture, width, height))
    made.save(result, deterministic_id=True)
    result.flush()
    return Finding(found=PDF, media_type=PDF, pages=len(measures), tool=TOOL, parts=parts.written)


def burn_picture(source: BinaryIO, media_type: str, result: BinaryIO, parts: Parts, boxes: Boxes) -> Finding:
    """The picture with its boxes, without transparency: what shines through nothing is not there either."""
    if set(boxes) != {1}:
        raise Refused("page_not_drawn", found=media_type)
    with Image.open(source, formats=[_KEPT[media_type]]) as opened:
        opened.load()
        picture = pictures._on_white(opened)
        if picture.mode not in ("L", "RGB"):
            picture = picture.convert("RGB")
    picture.info = {}
    _part(parts, "before", 1, _alone(picture, boxes[1]))
    _covered(picture, boxes[1])
    if media_type == "image/jpeg":
        picture.save(result, "JPEG", quality=90, subsampling=0)
    else:
        picture.save(result, "PNG")
    result.flush()
    width, height = picture.size
    return Finding(
        found=media_type, media_type=media_type, width=width, height=height, tool=pictures.TOOL,
        parts=parts.written,
    )  # fmt: skip


# ── Reading again ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _pictures_of(pdf: Pdf) -> Iterator[tuple[int, Image.Image]]:
    """The one picture of each page, decoded; anything else on a page makes the copy void."""
    for number, page in enumerate(pdf.pages, 1):
        things = page.obj.Resources.XObject
        stream = things["/Page"]
        if set(page.obj.Resources.keys()) != {"/XObject"} or set(things.keys()) != {"/Page"}:
            raise Refused("cleaning_incomplete", left="resources")
        if not _DRAWS.fullmatch(page.obj.Contents.read_bytes()) or text_of(page):
            raise Refused("cleaning_incomplete", left="contents")
        if stream.Filter == Name.DCTDecode:
            data = stream.read_raw_bytes()
            if left := jpeg_residue(data):
                raise Refused("cleaning_incomplete", left=", ".join(left[:5]))
            with Image.open(io.BytesIO(data), formats=["JPEG"]) as opened:
                opened.load()
                yield number, opened.copy()
        else:
            yield number, Image.frombytes("L", (int(stream.Width), int(stream.Height)), stream.read_bytes())


def _stands_alone(pdf: Pdf) -> None:
    left = set(pdf.Root.keys()) - {"/Type", "/Pages"} | {"/Info"} & set(pdf.trailer.keys())
    left |= {str(key) for page in pdf.pages for key in page.obj} - {
        *("/Type", "/MediaBox", "/Resources", "/Contents", "/Parent")
    }
    streams = sum(isinstance(thing, Stream) for thing in pdf.objects)
    if left or streams > 2 * len(pdf.pages):
        raise Refused("cleaning_incomplete", left=", ".join(sorted(left)[:5]) or "streams")


def _black(picture: Image.Image, boxes: Iterable[Box]) -> bool:
    grey = picture.convert("L")
    for box in boxes:
        left, top, right, bottom = _pixels(box, picture.size, 0)
        extremes = grey.crop((left, top, right + 1, bottom + 1)).getextrema()
        if float(extremes[1]) > DARK:  # type: ignore[arg-type]
            return False
    return True


def _spelled(words: Iterable[str]) -> list[bytes]:
    """The words as bytes, in each encoding that a file may use."""
    found = []
    for word in words:
        for encoding in _ENCODINGS:
            try:
                found.append(word.encode(encoding))
            except UnicodeEncodeError:
                continue
    # Shorter ones happen by chance among pixels.
    return [one for one in dict.fromkeys(found) if len(one) >= 5]


def _shown(parts: Parts, page: int, picture: Image.Image, small: bool) -> None:
    plain = picture.convert("RGB")
    if page == 1:
        thumb = plain.copy()
        thumb.thumbnail(pictures.THUMBNAIL, reducing_gap=2.0)
        with parts.one("redacted_top", 0, "image/jpeg") as part:
            thumb.save(part, "JPEG", quality=80)
    if small:
        height = max(1, round(plain.height * SHOWN_WIDTH / plain.width))
        sized = plain.resize((SHOWN_WIDTH, min(height, 4 * SHOWN_WIDTH)), reducing_gap=2.0)
        buffer = io.BytesIO()
        sized.save(buffer, "PNG")
        content, media_type, (width, height) = pages._smaller(buffer.getvalue())
        with parts.one("redacted", page, media_type, width=width, height=height, tool=pages.TOOL) as part:
            part.write(content)


def check(
    result: BinaryIO, media_type: str, parts: Parts, boxes: Boxes, words: list[str], again: set[int]
) -> Finding:
    """Read the finished copy as somebody would who wants to know what was covered. Refused: it is void.

    Parts: what is shown of it, and ``after``, the pages in ``again`` for the recognition of their pictures.
    """
    result.seek(0)
    raw = result.read()
    spelled = _spelled(words)
    said = any(word in raw for word in spelled)
    if media_type == PDF:
        with Pdf.open(result) as pdf:
            _stands_alone(pdf)
            for thing in pdf.objects:
                if isinstance(thing, Stream) and thing.get("/Subtype") != Name.Image:
                    said = said or any(word in thing.read_bytes() for word in spelled)
            for number, picture in _pictures_of(pdf):
                said = said or any(word in picture.tobytes() for word in spelled)
                _looked_at(parts, number, picture, boxes, number in again, small=True)
    else:
        left = jpeg_residue(raw) if media_type == "image/jpeg" else png_residue(raw)
        if left:
            raise Refused("cleaning_incomplete", left=", ".join(left[:5]))
        with Image.open(io.BytesIO(raw), formats=[_KEPT[media_type]]) as picture:
            picture.load()
            _looked_at(parts, 1, picture, boxes, 1 in again, small=False)
    if said:
        raise Refused("still_in_file")
    return Finding(found=media_type, media_type=media_type, parts=parts.written)


def _looked_at(
    parts: Parts, page: int, picture: Image.Image, boxes: Boxes, again: bool, *, small: bool
) -> None:
    if not _black(picture, boxes.get(page, ())):
        raise Refused("not_covered")
    if again:
        _part(parts, "after", page, picture)
    _shown(parts, page, picture, small)
