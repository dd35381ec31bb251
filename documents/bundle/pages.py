"""Copies of exhibits as A4 pages: every page of a PDF and every picture fitted above the foot, nothing cut or covered.

Pages are made in batches that go to disk, so that memory depends on the largest exhibit and not on their number.
"""

from __future__ import annotations

import io
import math
import shutil
import warnings
import zlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pikepdf
from pikepdf import Dictionary, Name, Rectangle
from PIL import Image, ImageOps

from documents.bundle.layout import Unit
from documents.bundle.stamp import A4_LONG, A4_SHORT, FOOT, SIDE

TOP = 26.0
# As the confined process writes its copies.
PICTURES = ("JPEG", "PNG")
LONG = 2.6  # a screenshot this many times as high as wide goes on several pages
OVERLAP = 0.03  # of a page, repeated at the top of the next, so that no line of text is lost in a cut
MOST_SLICES = 200
MOST_PIXELS = (
    89_000_000  # of one picture; Pillow's own limit may have been taken away elsewhere in the process
)
_BATCH_BYTES, _BATCH_SOURCES, _BATCH_PAGES = 24 << 20, 40, 250
# Orientations that a rotation expresses, as a matrix over the unit square; mirrored ones are redrawn.
_TURNED = {1: "1 0 0 1 0 0", 3: "-1 0 0 -1 1 1", 6: "0 -1 1 0 0 1", 8: "0 1 -1 0 1 0"}
_FORM = Name.AnningExhibit


class Unprintable(Exception):
    """The bytes cannot become pages; the message says why, in Chinese."""


@dataclass
class Batches:
    """Pages on their way to disk: ``parts`` are finished files, to be read in order."""

    folder: Path
    parts: list[Path] = field(default_factory=list)
    _pdf: pikepdf.Pdf = field(default_factory=pikepdf.Pdf.new)
    _open: ExitStack = field(default_factory=ExitStack)
    _bytes: int = 0
    _sources: int = 0

    def add(self, media_type: str, content: BinaryIO) -> list[Unit]:
        """Append the pages of one exhibit and say what they weigh. Raises Unprintable and then adds none."""
        before = len(self._pdf.pages)
        try:
            added = self._add_pdf(content) if media_type == "application/pdf" else self._add_image(content)
        except Unprintable:
            del self._pdf.pages[before:]
            raise
        full = self._bytes >= _BATCH_BYTES or self._sources >= _BATCH_SOURCES
        if full or len(self._pdf.pages) >= _BATCH_PAGES:
            self.flush()
        return added

    def flush(self) -> None:
        """Write what is pending to a file of its own and forget it."""
        if self._pdf.pages:
            path = self.folder / f"part-{len(self.parts):05}.pdf"
            self._pdf.save(path, deterministic_id=True)
            self.parts.append(path)
        self._pdf.close()
        self._open.close()
        self._pdf, self._open, self._bytes, self._sources = pikepdf.Pdf.new(), ExitStack(), 0, 0

    def _add_pdf(self, content: BinaryIO) -> list[Unit]:
        spool = self.folder / f"source-{len(self.parts):05}-{self._sources:03}.pdf"
        with spool.open("wb") as file:
            shutil.copyfileobj(content, file, 1 << 20)
            size = file.tell()
        self._open.callback(spool.unlink, missing_ok=True)
        self._sources += 1
        try:
            source = self._open.enter_context(pikepdf.open(spool, access_mode=pikepdf.AccessMode.stream))
            source.flatten_annotations("all")
            forms = [self._form(page) for page in source.pages]
        except pikepdf.PasswordError as error:
            raise Unprintable("文件设有打开密码") from error
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Unprintable("文件损坏，读不出页面") from error
        if not forms:
            raise Unprintable("文件里没有页面")
        for form, wide in forms:
            page = self._blank(wide)
            page.add_resource(form, Name.XObject, _FORM)
            area = Rectangle(SIDE, FOOT, _width(wide) - SIDE, _height(wide) - TOP)
            page.contents_add(
                page.calc_form_xobject_placement(
                    form, _FORM, area, invert_transformations=True, allow_shrink=True, allow_expand=False
                )
            )
        return [Unit(1, size // len(forms))] * len(forms)

    def _form(self, page: pikepdf.Page) -> tuple[pikepdf.Object, bool]:
        """The page as it is seen (crop box, rotation), and whether it lies across."""
        box = page.cropbox
        width, height = float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
        if width <= 0 or height <= 0:
            raise Unprintable("页面尺寸不对")
        page.trimbox = box
        turned = int(page.obj.get(Name.Rotate, 0)) % 180 != 0 if Name.Rotate in page.obj else False
        return self._pdf.copy_foreign(page.as_form_xobject()), (width > height) != turned

    def _add_image(self, content: BinaryIO) -> list[Unit]:
        raw = content.read()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(io.BytesIO(raw), formats=PICTURES) as image:
                    if image.width * image.height > MOST_PIXELS:
                        raise Unprintable("图片太大")
                    stream, turn, width, height = _stream(self._pdf, image, raw)
                    size, before = len(stream.read_raw_bytes()), len(self._pdf.pages)
                    self._bytes += size
                    self._place(stream, turn, width, height)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Unprintable("图片太大") from error
        except (OSError, ValueError, SyntaxError, RuntimeError, TypeError, KeyError, EOFError) as error:
            raise Unprintable("不是能打开的图片") from error
        return [Unit(len(self._pdf.pages) - before, size)]

    def _place(self, stream: pikepdf.Object, turn: str, width: int, height: int) -> None:
        if height > LONG * width:
            self._place_slices(stream, turn, width, height)
            return
        wide = width > 1.2 * height
        page = self._blank(wide)
        page.add_resource(stream, Name.XObject, _FORM)
        room, rise = _width(wide) - 2 * SIDE, _height(wide) - FOOT - TOP
        scale = min(room / width, rise / height, 1.0)
        x, y = SIDE + (room - width * scale) / 2, FOOT + (rise - height * scale) / 2
        page.contents_add(_drawn(width * scale, height * scale, x, y, turn))

    def _place_slices(self, stream: pikepdf.Object, turn: str, width: int, height: int) -> None:
        """A long screenshot, from top to bottom, on as many pages as it takes to stay readable."""
        room, rise = A4_SHORT - 2 * SIDE, A4_LONG - FOOT - TOP
        scale = min(room, rise / 1.9) / width
        step = rise * (1 - OVERLAP)
        count = max(1, math.ceil((height * scale - rise) / step) + 1)
        if count > MOST_SLICES:
            raise Unprintable("图片太长")
        x = (A4_SHORT - width * scale) / 2
        for place in range(count):
            page = self._blank(False)
            page.add_resource(stream, Name.XObject, _FORM)
            y = FOOT + rise - height * scale + place * step
            clip = f"q {x:.2f} {FOOT} {width * scale:.2f} {rise:.2f} re W n\n".encode()
            page.contents_add(clip + _drawn(width * scale, height * scale, x, y, turn) + b"Q\n")

    def _blank(self, wide: bool) -> pikepdf.Page:
        return self._pdf.add_blank_page(page_size=(_width(wide), _height(wide)))


def _width(wide: bool) -> float:
    return A4_LONG if wide else A4_SHORT


def _height(wide: bool) -> float:
    return A4_SHORT if wide else A4_LONG


def _drawn(width: float, height: float, x: float, y: float, turn: str) -> bytes:
    return f"q {width:.3f} 0 0 {height:.3f} {x:.3f} {y:.3f} cm {turn} cm {_FORM} Do Q\n".encode()


def _stream(pdf: pikepdf.Pdf, image: Image.Image, raw: bytes) -> tuple[pikepdf.Object, str, int, int]:
    """The picture as an image object, the turn it needs, its size as seen. A plain JPEG goes in as it is."""
    orientation = image.getexif().get(0x0112, 1)
    if image.format == "JPEG" and image.mode in ("RGB", "L") and orientation in _TURNED:
        image.load()
        width, height = image.size
        stream = _object(pdf, raw, Name.DCTDecode, image)
        return stream, _TURNED[orientation], *((height, width) if orientation in (6, 8) else (width, height))
    plain = _flat(ImageOps.exif_transpose(image))
    stream = _object(pdf, zlib.compress(plain.tobytes(), 6), Name.FlateDecode, plain)
    return stream, _TURNED[1], plain.width, plain.height


def _flat(image: Image.Image) -> Image.Image:
    """Grey or RGB, on white where it was transparent."""
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        return paper.convert("RGB")
    return image.convert("RGB")


def _object(pdf: pikepdf.Pdf, content: bytes, method: Name, image: Image.Image) -> pikepdf.Object:
    return pikepdf.Stream(
        pdf,
        content,
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=image.width,
            Height=image.height,
            ColorSpace=Name.DeviceGray if image.mode == "L" else Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=method,
        ),
    )
