"""What a picture file carries besides its pixels; empty for a clean copy. Read by hand, so that no library is trusted."""

import struct
from typing import BinaryIO

_PNG_PIXELS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_JPEG_STANDALONE = {0x01, *range(0xD0, 0xD8)}


def _is_comment_or_application(marker: int) -> bool:
    """JFIF (APP0) and Adobe's colour note (APP14) say how to read pixels; every other APPn and COM is about people."""
    return marker == 0xFE or (0xE1 <= marker <= 0xEF and marker != 0xEE)


def jpeg_parts(data: bytes) -> tuple[list[tuple[int, int, int]], int]:
    """The segments as (marker, start, end), and where the picture ends. ValueError when it is no JPEG."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    segments: list[tuple[int, int, int]] = []
    place = 2
    while place + 2 <= len(data):
        if data[place] != 0xFF:
            place = data.find(b"\xff", place)
            if place < 0:
                break
            continue
        marker = data[place + 1]
        if marker == 0xD9:
            return segments, place + 2
        if marker in (0x00, 0xFF) or marker in _JPEG_STANDALONE:
            place += 1 if marker == 0xFF else 2
            continue
        if place + 4 > len(data):
            break
        end = place + 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
        segments.append((marker, place, end))
        place = end
    return segments, len(data)


def without_jpeg_residue(data: bytes) -> bytes:
    """The same compressed pixels without comments, application segments, thumbnails or anything after the end."""
    segments, end = jpeg_parts(data)
    parts = [data[:2]]
    place = 2
    for marker, start, stop in segments:
        parts.append(data[place:start])
        if marker == 0xE0:
            parts.append(_jfif_without_thumbnail(data[start:stop]))
        elif marker == 0xEE:
            parts.append(_adobe_alone(data[start:stop]))
        elif not _is_comment_or_application(marker):
            parts.append(data[start:stop])
        place = stop
    parts.append(data[place:end])
    return b"".join(parts)


def _jfif_without_thumbnail(segment: bytes) -> bytes:
    if segment[4:9] != b"JFIF\0" or len(segment) < 18:
        return b""
    return segment[:2] + struct.pack(">H", 16) + segment[4:16] + b"\0\0"


def _adobe_alone(segment: bytes) -> bytes:
    """How colours are stored, in twelve bytes; whatever follows them is somebody's note."""
    if segment[4:9] != b"Adobe" or len(segment) < 16:
        return b""
    return segment[:2] + struct.pack(">H", 14) + segment[4:16]


def jpeg_residue(data: bytes) -> list[str]:
    segments, end = jpeg_parts(data)
    left = [f"segment {marker:02x}" for marker, _, _ in segments if _is_comment_or_application(marker)]
    left += ["JFIF thumbnail" for marker, start, stop in segments if marker == 0xE0 and stop - start > 18]
    left += [
        "a note beside the colours"
        for marker, start, stop in segments
        if marker == 0xEE and stop - start > 16
    ]
    return left + (["bytes after the end"] if end < len(data) else [])


def png_residue(data: bytes) -> list[str]:
    place, left = 8, []
    while place + 12 <= len(data):
        size, name = struct.unpack(">I4s", data[place : place + 8])
        if name not in _PNG_PIXELS:
            left.append(f"chunk {name.decode('ascii', 'replace')}")
        place += 12 + size
        if name == b"IEND":
            break
    return left + (["bytes after the end"] if place != len(data) else [])


_JP2_METADATA = {b"uuid", b"xml ", b"uinf", b"ulst", b"url ", b"asoc", b"lbl "}


def without_jp2_residue(data: bytes) -> bytes:
    """A JPEG 2000 file without its boxes of words; a bare code stream is returned as it is."""
    if data[4:8] != b"jP  ":
        return data
    parts, place = [], 0
    while place + 8 <= len(data):
        size, name = struct.unpack(">I4s", data[place : place + 8])
        end = len(data) if size == 0 else place + size
        if size == 1:
            end = place + int.from_bytes(data[place + 8 : place + 16], "big")
        if end <= place:
            raise ValueError("a box without size")
        if name not in _JP2_METADATA:
            parts.append(data[place:end])
        place = end
    return b"".join(parts)


# The boxes that a player needs; whatever else an MP4 holds tells about people, places or programs.
_MP4_BRANCHES = {b"moov", b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl"}
_MP4_LEAVES = {
    *(
        b"ftyp",
        b"free",
        b"mdat",
        b"mvhd",
        b"tkhd",
        b"elst",
        b"mdhd",
        b"hdlr",
        b"vmhd",
        b"smhd",
        b"dref",
        b"stsd",
    ),
    *(b"stts", b"ctts", b"stss", b"stsc", b"stsz", b"stco", b"co64", b"sgpd", b"sbgp"),
}
_HANDLERS = {b"VideoHandler", b"SoundHandler"}


def mp4_residue(file: BinaryIO) -> list[str]:
    """The same for an MP4 of our own making: unknown boxes, dates, foreign handler names."""
    end = file.seek(0, 2)
    return _boxes_left(file, 0, end)


def blank_mp4_notes(file: BinaryIO) -> None:
    """Turn the muxer's own note (``udta``, all it writes besides the tracks) into free space, in place."""
    _blank(file, 0, file.seek(0, 2))
    file.flush()


def _blank(file: BinaryIO, place: int, end: int) -> None:
    while place + 8 <= end:
        file.seek(place)
        size, name = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", file.read(8))[0], 16
        if size < head or place + size > end:
            return
        if name in _MP4_BRANCHES:
            _blank(file, place + head, place + size)
        elif name == b"udta":
            file.seek(place + 4)
            file.write(b"free" + bytes(size - 8))
        place += size


def _boxes_left(file: BinaryIO, place: int, end: int) -> list[str]:
    left: list[str] = []
    while place + 8 <= end:
        file.seek(place)
        size, name = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", file.read(8))[0], 16
        if size < head or place + size > end:
            return [*left, "a box without size"]
        if name in _MP4_BRANCHES:
            left += _boxes_left(file, place + head, place + size)
        elif name not in _MP4_LEAVES:
            left.append(f"box {name.decode('latin-1')}")
        elif name in (b"mvhd", b"tkhd", b"mdhd") and any(file.read(12)[4:]):
            left.append(f"dates in {name.decode()}")
        elif name == b"hdlr" and file.read(size - head)[24:].rstrip(b"\0") not in _HANDLERS:
            left.append("a handler's name")
        place += size
    return left if place == end else [*left, "bytes after the end"]
