"""What a PDF page says by itself: its text layer, for search and for reading aloud. A scan says nothing here."""

import codecs
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from evidence.examination.writing import shown_text

MAX_SIGNS = 100_000  # of a page
MAX_STEPS = 400_000  # drawing instructions of a page
MAX_MAP = 4 * 1024 * 1024  # bytes of a font's map
_DEPTH = 6  # drawings inside drawings
_GAP = -180  # thousandths of the type size that stand for a space
_CODE = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|(begin|end)(bfchar|bfrange|codespacerange)")
_NAMED = {"space": " ", "period": ".", "comma": ",", "colon": ":", "hyphen": "-", "slash": "/", "parenleft": "(",
          "parenright": ")", "underscore": "_", "at": "@", "percent": "%", "plus": "+", "equal": "=", "semicolon": ";",
          "quotesingle": "'", "quotedbl": '"', "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4",
          "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "endash": "–", "emdash": "—",
          "yen": "¥", "bullet": "•", "fi": "fi", "fl": "fl"}  # fmt: skip
# Character maps that the format knows by name, with the encoding that their codes are in.
_KNOWN_MAPS = (("UCS2", "utf-16-be"), ("UTF16", "utf-16-be"), ("GBK", "gb18030"), ("GB-EUC", "gb18030"),
               ("ETen-B5", "big5"), ("B5pc", "big5"), ("90ms-RKSJ", "cp932"))  # fmt: skip
_BASES = {"/MacRomanEncoding": "mac_roman"}
for _encoding in ("cp1252", "mac_roman", "utf-16-be", "gb18030", "big5", "cp932"):
    codecs.lookup(_encoding)  # loads it now: later no file can be opened


class _Font:
    """Turns the bytes of a shown string into signs; those without a meaning are left out."""

    def __init__(self, font: Any) -> None:
        self.map: dict[bytes, str] = {}
        self.widths: set[int] = set()
        self.encoding = ""
        composite = font.get("/Subtype") == Name.Type0
        to_unicode = font.get("/ToUnicode")
        if isinstance(to_unicode, Stream):
            self._read_map(bytes(to_unicode.read_bytes())[:MAX_MAP])
        if not self.map and composite:
            name = str(font.get("/Encoding", ""))
            self.encoding = next((encoding for mark, encoding in _KNOWN_MAPS if mark in name), "")
        elif not self.map:
            self._read_simple(font.get("/Encoding"))
        if not self.widths:
            self.widths = {2} if composite else {1}

    def _read_simple(self, encoding: Any) -> None:
        base = (
            str(encoding.get("/BaseEncoding", ""))
            if isinstance(encoding, Dictionary)
            else str(encoding or "")
        )
        table = _BASES.get(base, "cp1252")
        self.map = {bytes([code]): bytes([code]).decode(table, "ignore") for code in range(32, 256)}
        if isinstance(encoding, Dictionary) and isinstance(encoding.get("/Differences"), Array):
            code = 0
            for one in encoding["/Differences"]:
                if isinstance(one, int):
                    code = int(one)
                elif 0 <= code < 256:
                    self.map[bytes([code])] = _sign_named(str(one).lstrip("/"))
                    code += 1

    def _read_map(self, data: bytes) -> None:
        section, ranges, in_list = b"", 0, False
        row: list[bytes] = []
        for found in _CODE.finditer(data):
            code, opens, closes, edge, name = found.groups()
            if edge:
                section, row = (name if edge == b"begin" else b""), []
            elif opens:
                in_list = True
            elif closes:
                in_list = False
                if section == b"bfrange" and len(row) > 2:
                    self._take_list(row)
                row = []
            elif section:
                digits = b"".join(code.split())
                row.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
                if section == b"codespacerange" and len(row) == 2:
                    self.widths.add(len(row[0]))
                    row = []
                elif section == b"bfchar" and len(row) == 2:
                    self.map[row[0]] = _utf16(row[1])
                    row = []
                elif section == b"bfrange" and len(row) == 3 and not in_list:
                    ranges += self._take_range(*row)
                    row = []
            if ranges > 70_000 or len(self.map) > 70_000:
                return

    def _take_list(self, row: list[bytes]) -> None:
        first = int.from_bytes(row[0], "big")
        for place, target in enumerate(row[2:]):
            self.map[(first + place).to_bytes(len(row[0]), "big")] = _utf16(target)

    def _take_range(self, first: bytes, last: bytes, target: bytes) -> int:
        start, end = int.from_bytes(first, "big"), int.from_bytes(last, "big")
        count = min(end - start + 1, 65_536)
        base = int.from_bytes(target, "big")
        for place in range(max(0, count)):
            code = (start + place).to_bytes(len(first), "big")
            self.map[code] = _utf16((base + place).to_bytes(max(2, len(target)), "big"))
        return max(0, count)

    def signs(self, shown: bytes) -> str:
        if self.encoding:
            return shown.decode(self.encoding, "ignore")
        said, place = [], 0
        widths = sorted(width for width in self.widths if width > 0) or [1]
        while place < len(shown):
            for width in widths:
                sign = self.map.get(shown[place : place + width])
                if sign is not None:
                    said.append(sign)
                    break
            else:
                width = widths[0]
            place += width
        return "".join(said)


def _utf16(code: bytes) -> str:
    try:
        return code.decode("utf-16-be" if len(code) > 1 else "latin-1").replace("\0", "")
    except UnicodeDecodeError:
        return ""


def _sign_named(name: str) -> str:
    if name in _NAMED:
        return _NAMED[name]
    if len(name) == 1:
        return name
    if (hexadecimal := re.fullmatch(r"(?:uni|u)([0-9A-F]{4,6})", name)) and int(
        hexadecimal[1], 16
    ) < 0x110000:
        return chr(int(hexadecimal[1], 16))
    return ""


class _Page:
    """Follows the drawing instructions and keeps the signs, with a new line where the writing moves down or up."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.signs = self.steps = 0
        self.font: _Font | None = None
        self.fonts: dict[tuple[int, int], _Font] = {}
        self.at: tuple[float, float] = (0, 0)

    def say(self, text: str) -> None:
        self.said.append(text)
        self.signs += len(text)

    def moved(self, x: float, y: float) -> None:
        if abs(y - self.at[1]) > 0.5:
            self.say("\n")
        elif (
            abs(x - self.at[0]) > 0.5
            and self.said
            and self.said[-1][-1:].isascii()
            and self.said[-1][-1:].isalnum()
        ):
            self.say(" ")
        self.at = (x, y)

    def follow(self, drawing: Any, resources: Any, depth: int = 0) -> None:
        for instruction in pikepdf.parse_content_stream(drawing):
            self.steps += 1
            if self.steps > MAX_STEPS or self.signs > MAX_SIGNS:
                return
            self._step(list(instruction.operands), str(instruction.operator), resources, depth)

    def _step(self, operands: list[Any], operator: str, resources: Any, depth: int) -> None:
        if operator == "Tf":
            self.font = self._font_named(str(operands[0]), resources)
        elif operator in ("Td", "TD"):
            self.moved(self.at[0] + float(operands[0]), self.at[1] + float(operands[1]))
        elif operator == "Tm":
            self.moved(float(operands[4]), float(operands[5]))
        elif operator in ("T*", "'", '"'):
            self.say("\n")
        if operator in ("Tj", "'", '"') and self.font is not None:
            self.say(self.font.signs(bytes(operands[-1])))
        elif operator == "TJ" and self.font is not None:
            for one in operands[0]:
                if isinstance(one, pikepdf.String):
                    self.say(self.font.signs(bytes(one)))
                elif float(one) < _GAP and self.said and self.said[-1][-1:].isascii():
                    self.say(" ")
        elif operator == "Do" and depth < _DEPTH:
            self._inside(str(operands[0]), resources, depth)

    def _inside(self, name: str, resources: Any, depth: int) -> None:
        drawing = resources.get("/XObject", Dictionary()).get(name)
        if isinstance(drawing, Stream) and drawing.get("/Subtype") == Name.Form:
            self.say("\n")
            self.follow(drawing, drawing.get("/Resources", resources), depth + 1)

    def _font_named(self, name: str, resources: Any) -> _Font | None:
        font = resources.get("/Font", Dictionary()).get(name)
        if not isinstance(font, Dictionary):
            return None
        known = self.fonts.get(font.objgen) if font.is_indirect else None
        if known is None:
            known = _Font(font)
            if font.is_indirect:
                self.fonts[font.objgen] = known
        return known


def _tidy(text: str) -> Iterator[str]:
    for line in shown_text(text)[0].split("\n"):
        if kept := " ".join(line.split()):
            yield kept


def text_of(page: Any) -> str:
    """The page's own words, line by line; "" when it has none, or when they cannot be made out."""
    return words_drawn(page, page.obj.get("/Resources", Dictionary()))


def words_drawn(drawing: Any, resources: Any) -> str:
    """The words of a page, or of a drawing on it with what it draws with."""
    read = _Page()
    try:
        read.follow(drawing, resources)
    except MemoryError:
        raise
    except Exception:  # noqa: S110  (a page that is not drawn as it should be: what was read so far counts)
        pass
    return "\n".join(_tidy("".join(read.said)))[:MAX_SIGNS]
