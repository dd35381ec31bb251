"""What the paper can show: the characters our fonts have, and a visible stand-in for every other one.

PDF/A refuses a document in which a character has no glyph, and a court must see that something stood
there. An emoji, a rare character or an invisible control is therefore printed as its Unicode number,
`〔U+1F600〕`, never dropped silently and never turned into an empty box.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

from pylopdf_fonts_zh_cn import sans_path, serif_path

NOTE = (
    "文中“〔U+…〕”代替字体未收录的字符（如表情符号、生僻字）或不可见字符，"
    "括号内为其统一码（Unicode）编号，“×”后为连续次数；原貌以电子原件为准。"
)

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Variation selectors choose between shapes of the same character; without them the character stays.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_NEVER_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BLANKS = {"\t": "    ", "\u00a0": " "}


def font_folder() -> Path:
    """The folder that holds both fonts; read from the installed wheel, never from the network."""
    return serif_path().parent


@cache
def covered() -> frozenset[int]:
    """Code points that both the 宋体 and the 黑体 face can draw."""
    return _cmap(serif_path()) & _cmap(sans_path())


def printable(text: str) -> str:
    """The same text with line ends as `\\n` and every character that cannot be drawn as its number."""
    text = _SELECTORS.sub("", _LINE_ENDS.sub("\n", text))
    known = covered()
    out: list[str] = []
    hidden: list[int] = []
    for char in text:
        shown = _BLANKS.get(char, char)
        drawn = ord(shown[0]) in known and unicodedata.category(shown[0]) not in _NEVER_SHOWN
        if not drawn and char != "\n":
            hidden.append(ord(char))
            continue
        if hidden:
            out.append(_numbers(hidden))
            hidden = []
        out.append(shown)
    if hidden:
        out.append(_numbers(hidden))
    return "".join(out)


def _numbers(points: list[int]) -> str:
    runs: list[tuple[int, int]] = []
    for point in points:
        if runs and runs[-1][0] == point:
            runs[-1] = (point, runs[-1][1] + 1)
        else:
            runs.append((point, 1))
    shown = (f"U+{point:04X}" + (f"×{count}" if count > 1 else "") for point, count in runs)
    return "〔" + " ".join(shown) + "〕"


def _cmap(font: Path) -> frozenset[int]:
    """Code points of an OpenType font's character map (formats 4 and 12)."""
    data = font.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    start = next(
        struct.unpack_from(">I", data, 12 + 16 * index + 8)[0]
        for index in range(tables)
        if data[12 + 16 * index : 16 + 16 * index] == b"cmap"
    )
    points: set[int] = set()
    for index in range(struct.unpack_from(">H", data, start + 2)[0]):
        at = start + struct.unpack_from(">I", data, start + 4 + 8 * index + 4)[0]
        kind = struct.unpack_from(">H", data, at)[0]
        if kind == 12:
            points |= _groups(data, at)
        elif kind == 4:
            points |= _segments(data, at)
    return frozenset(points)


def _groups(data: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">I", data, at + 12)[0]
    points: set[int] = set()
    for index in range(count):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * index)
        points.update(range(first + (glyph == 0), last + 1))
    return points


def _segments(data: bytes, at: int) -> set[int]:
    size = struct.unpack_from(">H", data, at + 6)[0]
    ends = struct.unpack_from(f">{size // 2}H", data, at + 14)
    starts = struct.unpack_from(f">{size // 2}H", data, at + 16 + size)
    deltas = struct.unpack_from(f">{size // 2}H", data, at + 16 + 2 * size)
    offsets = struct.unpack_from(f">{size // 2}H", data, at + 16 + 3 * size)
    points: set[int] = set()
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point
            if offsets[index]:
                where = at + 16 + 3 * size + 2 * index + offsets[index] + 2 * (point - first)
                glyph = struct.unpack_from(">H", data, where)[0]
                if not glyph:
                    continue
            if (glyph + deltas[index]) & 0xFFFF:
                points.add(point)
    return points
