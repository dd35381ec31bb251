"""What a picture file carries besides its pixels; empty for a clean copy. Read by hand, so that no library is trusted."""

import struct

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
        elif not _is_comment_or_application(marker):
            parts.append(data[start:stop])
        place = stop
    parts.append(data[place:end])
    return b"".join(parts)


def _jfif_without_thumbnail(segment: bytes) -> bytes:
    if segment[4:9] != b"JFIF\0" or len(segment) < 18:
        return b""
    return segment[:2] + struct.pack(">H", 16) + segment[4:16] + b"\0\0"


def jpeg_residue(data: bytes) -> list[str]:
    segments, end = jpeg_parts(data)
    left = [f"segment {marker:02x}" for marker, _, _ in segments if _is_comment_or_application(marker)]
    left += ["JFIF thumbnail" for marker, start, stop in segments if marker == 0xE0 and stop - start > 18]
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
