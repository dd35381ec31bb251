"""Pictures: decoded, turned upright, brought to sRGB and written again from their pixels alone."""

import io
from typing import Any, BinaryIO

import pillow_heif
from PIL import Image, ImageCms, ImageOps, features

from evidence.examination.finding import Finding, Refused
from evidence.examination.recognition import IMAGES
from evidence.examination.residue import jpeg_residue, png_residue

MAX_PIXELS = 50_000_000  # 200 MB once decoded
MAX_PIXELS_JPEG = 250_000_000  # a JPEG can be decoded at half or a quarter of its size
COPY_PIXELS_JPEG = 30_000_000
THUMBNAIL = (480, 480)

pillow_heif.options.DECODE_THREADS = 1  # each thread takes address space, which is limited
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
Image.init()  # loads every codec now: later no file can be opened
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
    return image.convert("L" if image.mode == "1" else "RGB")


def _on_white(image: Any) -> Any:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _opened(source: BinaryIO, found: str) -> Any:
    source.seek(0)
    try:
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
    if getattr(image, "is_animated", False) and image.format != "MPO":
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


def copy_picture(source: BinaryIO, found: str, clean: BinaryIO, thumbnail: BinaryIO) -> Finding:
    """Write the clean copy and a thumbnail. JPEG and HEIC become JPEG; pictures with sharp edges stay PNG."""
    notes: list[str] = []
    is_jpeg = found == "image/jpeg"
    image = _opened(source, found)
    _check_size(image, is_jpeg)
    try:
        plain = _decode(image, is_jpeg, notes)
    except _BROKEN:
        raise Refused("picture_broken") from None
    as_jpeg = plain.mode != "RGBA" and found in ("image/jpeg", "image/heic", "image/webp")
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
