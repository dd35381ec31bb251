"""Pictures: decoded, turned upright, brought to sRGB and written again from their pixels alone.

Of several pages in one file (a fax, a scan), each becomes a page of a PDF that has nothing else in it.
"""

import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
    features,
)

from evidence.examination.finding import Finding, Refused
from evidence.examination.papers import TOOL as PAPER_TOOL
from evidence.examination.papers import verify_paper
from evidence.examination.recognition import IMAGES, PDF
from evidence.examination.residue import jpeg_residue, png_residue

MAX_PIXELS = 50_000_000  # 200 MB once decoded
MAX_PIXELS_JPEG = 250_000_000  # a JPEG can be decoded at half or a quarter of its size
COPY_PIXELS_JPEG = 30_000_000
MAX_PAGES = 200  # of a fax or scan
MAX_PAGES_PACKED = 200 * 1024 * 1024  # bytes of all its pages together
THUMBNAIL = (480, 480)

pillow_heif.options.DECODE_THREADS = 1  # each thread takes address space, which is limited
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
# What is read and written here is loaded by its name now, as later no file can be opened; Image.init() would load every
# other codec too, and with them the one that hands its file to Ghostscript.
_LOADED = (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
Image.MAX_IMAGE_PIXELS = None  # the limits are ours, checked on the header, before anything is decoded
# What Pillow and its codecs raise for a file that is not what it says; UnidentifiedImageError is an OSError.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError)
_SRGB = ImageCms.createProfile("sRGB")

TOOL = f"Pillow {Image.__version__}; libjpeg {features.version('jpg')}; pillow-heif {pillow_heif.__version__}"


def _check_size(image: Any, is_jpeg: bool) -> None:
    width, height = image.size
    limit = MAX_PIXELS_JPEG if is_jpeg else MAX_PIXELS
    if width * height > limit:
        raise Refused(
            "too_many_pixels",
            width=width,
            height=height,
            pixels=width * height // 10_000,
            limit=limit // 10_000,
        )


def _upright(image: Any) -> None:
    """A broken EXIF block turns nothing, and is no reason to refuse the picture."""
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except (MemoryError, Refused):
        raise
    except Exception:
        return


def _to_srgb(image: Any) -> None:
    profile = image.info.get("icc_profile")
    if not profile or image.mode != "RGB":
        return
    try:
        ImageCms.profileToProfile(image, io.BytesIO(profile), _SRGB, inPlace=True)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return


def _plain_mode(image: Any) -> Any:
    """RGB, or RGBA where something shows through, or grey."""
    if image.mode in ("RGB", "RGBA", "L"):
        if image.mode != "RGBA" and "transparency" in image.info:
            return image.convert("RGBA")
        return image
    if image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode.startswith("I;16") or image.mode == "I":
        return image.point(lambda value: value / 256).convert("L")
    try:
        return image.convert("L" if image.mode == "1" else "RGB")
    except ValueError:  # a way of colours that is not known here; the picture itself is whole
        raise Refused("cleaning_failed") from None


def _on_white(image: Any) -> Any:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _opened(source: BinaryIO, found: str) -> Any:
    source.seek(0)
    try:
        if found == "image/tiff":  # its library would open the file a second time, and can open none
            source = io.BytesIO(source.read())
        return Image.open(source, formats=[IMAGES[found]])
    except _BROKEN:
        raise Refused("picture_broken") from None


def _decode(image: Any, is_jpeg: bool, notes: list[str]) -> Any:
    if is_jpeg:
        width, height = image.size
        while width * height > COPY_PIXELS_JPEG:
            width, height = width // 2, height // 2
        if (width, height) != image.size:
            image.draft(None, (width, height))
            notes.append("picture_reduced")
    if getattr(image, "is_animated", False) and image.format not in ("MPO", "TIFF"):
        notes.append("first_frame_only")
        image.seek(0)
    image.load()
    _upright(image)
    _to_srgb(image)
    plain = _plain_mode(image)
    plain.info = {}
    return plain


def _verify(clean: BinaryIO, is_jpeg: bool) -> None:
    """Read the result again; what still carries something besides pixels is not kept."""
    clean.seek(0)
    data = clean.read()
    left = jpeg_residue(data) if is_jpeg else png_residue(data)
    if left:
        raise Refused("cleaning_incomplete", left=", ".join(left[:5]))
    with Image.open(io.BytesIO(data), formats=["JPEG" if is_jpeg else "PNG"]) as again:
        if again.getexif() or set(again.info) & {"exif", "xmp", "icc_profile", "comment", "photoshop"}:
            raise Refused("cleaning_incomplete", left="info")


# ── Several pages in one file ─────────────────────────────────────────────────────────────────────────────────────────
def _pages(image: Any) -> Iterator[Any]:
    """Each page's pixels, one after the other in memory; black on white stays that."""
    for number in range(image.n_frames):
        image.seek(number)
        _check_size(image, False)
        is_drawing = image.mode == "1"
        dots = image.info.get("dpi")
        plain = _on_white(_decode(image, False, []))
        plain.info["dpi"] = dots
        yield plain.convert("1", dither=Image.Dither.NONE) if is_drawing else plain


def _points(picture: Any) -> tuple[float, float]:
    """Width and height of the page; what says no sensible size is as wide as a sheet of A4."""
    dots = picture.info.get("dpi") or (0, 0)
    across, down = (float(one) if 50 <= float(one) <= 2400 else 0.0 for one in dots[:2])
    if across and down:
        return max(4.0, picture.width * 72 / across), max(4.0, picture.height * 72 / down)
    return 595.0, max(4.0, 595.0 * picture.height / picture.width)


def _stream(pdf: Pdf, picture: Any) -> Stream:
    return Stream(
        pdf,
        zlib.compress(picture.tobytes(), 6),
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=picture.width,
            Height=picture.height,
            ColorSpace=Name.DeviceRGB if picture.mode == "RGB" else Name.DeviceGray,
            BitsPerComponent=1 if picture.mode == "1" else 8,
            Filter=Name.FlateDecode,
        ),
    )


def _copy_pages(image: Any, found: str, clean: BinaryIO) -> Finding:
    if image.n_frames > MAX_PAGES:
        raise Refused("picture_too_many_pages", pages=image.n_frames, limit=MAX_PAGES)
    made, packed = Pdf.new(), 0
    for picture in _pages(image):
        drawn = _stream(made, picture)
        packed += len(drawn.read_raw_bytes())
        if packed > MAX_PAGES_PACKED:
            raise Refused("too_heavy")
        width, height = _points(picture)
        content = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Page Do Q".encode()
        made.add_blank_page(page_size=(width, height))
        page = made.pages[-1].obj
        page.Resources = Dictionary(XObject=Dictionary(Page=made.make_indirect(drawn)))
        page.Contents, page.MediaBox = made.make_stream(content), Array([0, 0, width, height])
    pages = len(made.pages)
    made.save(clean, deterministic_id=True)
    clean.flush()
    verify_paper(clean, {})
    tool = f"{TOOL}; {PAPER_TOOL}"
    return Finding(found=found, media_type=PDF, pages=pages, notes=["pages_as_paper"], tool=tool)


def copy_picture(source: BinaryIO, found: str, clean: BinaryIO, thumbnail: BinaryIO) -> Finding:
    """Write the clean copy and a thumbnail. JPEG, HEIC and AVIF become JPEG; pictures with sharp edges
    stay PNG; several pages in one file become a PDF."""
    notes: list[str] = []
    is_jpeg = found == "image/jpeg"
    image = _opened(source, found)
    _check_size(image, is_jpeg)
    try:
        if found == "image/tiff" and image.n_frames > 1:
            return _copy_pages(image, found, clean)
        plain = _decode(image, is_jpeg, notes)
    except _BROKEN:
        raise Refused("picture_broken") from None
    as_jpeg = plain.mode != "RGBA" and found in ("image/jpeg", "image/heic", "image/avif", "image/webp")
    if as_jpeg:
        plain.save(clean, "JPEG", quality=90, subsampling=0)
    else:
        plain.save(clean, "PNG")
    clean.flush()
    width, height = plain.size
    plain.thumbnail(THUMBNAIL, reducing_gap=2.0)
    _on_white(plain).save(thumbnail, "JPEG", quality=80)
    thumbnail.flush()
    del plain, image
    _verify(clean, as_jpeg)
    _verify(thumbnail, True)
    return Finding(
        found=found,
        media_type="image/jpeg" if as_jpeg else "image/png",
        width=width,
        height=height,
        thumbnail=True,
        notes=notes,
        tool=TOOL,
    )
