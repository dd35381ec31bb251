"""From bytes to words, in pieces: the encodings that phones and old computers write, sometimes two in one file."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEAD = 64 * 1024  # bytes by which a file is recognised
PIECE = 256 * 1024
LONGEST_LINE = 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
for _name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "cp437", "ascii", "latin-1"):
    codecs.lookup(_name)  # loads it now: in the confined process no file can be opened

_RUN = r"(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/]{4096,}+|(?:[A-Za-z0-9+/]{60,}+(?:%s)++){30,}+[A-Za-z0-9+/]*+)"
BASE64_IN_XML = re.compile(_RUN % r"&#1[03];|[\r\n]")
BASE64_IN_JSON = re.compile(_RUN % r"\\[rn]|\\/")


@dataclass(frozen=True, slots=True)
class Encoding:
    """``mark`` is how many bytes of a byte-order mark stand before the words."""

    name: str
    mark: int = 0


def encoding_of(head: bytes) -> Encoding:
    """By the mark, by the zeros of UTF-16, else UTF-8 where it is valid and GB18030 where not."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, len(mark))
    if head.count(0) * 20 > len(head):  # UTF-16 without its mark: ASCII leaves zeros on one side
        even, odd = head[0::2].count(0), head[1::2].count(0)
        return Encoding("utf-16-le" if odd >= even else "utf-16-be")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        # One broken character does not make a UTF-8 file a Chinese one of the old kind.
        worse = head.decode("gb18030", "replace").count("�") >= head.decode("utf-8", "replace").count("�")
        return Encoding("utf-8" if worse else "gb18030")
    return Encoding("utf-8")


def head_of(file: BinaryIO) -> bytes:
    file.seek(0)
    return read_whole(file, HEAD)


def read_whole(file: BinaryIO, size: int) -> bytes:
    """So many bytes unless the file ends; a stream may give fewer at a time."""
    data = file.read(size)
    while data and len(data) < size:
        more = file.read(size - len(data))
        if not more:
            break
        data += more
    return data


def pieces(file: BinaryIO, squeeze: re.Pattern[str] | None = None) -> Iterator[str]:
    """The words of a file in pieces of bounded size. What ``squeeze`` finds is left out: pictures are not read."""
    encoding = encoding_of(head_of(file))
    file.seek(encoding.mark)
    decoder = codecs.getincrementaldecoder(encoding.name)("replace")
    while data := read_whole(file, PIECE):
        words = decoder.decode(data)
        yield squeeze.sub("", words) if squeeze else words
    if rest := decoder.decode(b"", True):
        yield rest


def _decoder_of_lines(encoding: Encoding) -> Callable[[bytes], str]:
    """Lines of one file may be in two encodings: each is read in the one that it is valid in."""

    def decoded(line: bytes) -> str:
        if line.isascii():
            return line.decode("ascii")
        try:
            words = line.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return line.decode("gb18030")
            except UnicodeDecodeError:
                return line.decode("gb18030" if encoding.name == "gb18030" else "utf-8", "replace")
        # A few Chinese characters of the old encoding can look like Latin or Cyrillic letters of UTF-8.
        if encoding.name == "gb18030" and not any(sign >= "\u0800" for sign in words):
            return line.decode("gb18030", "replace")
        return words

    return decoded


def lines(file: BinaryIO) -> Iterator[str]:
    """Lines without their ends. A line longer than ``LONGEST_LINE`` is cut there, and counts as one."""
    head = head_of(file)
    encoding = encoding_of(head)
    file.seek(encoding.mark)
    if encoding.name.startswith("utf-16"):
        decoder = codecs.getincrementaldecoder(encoding.name)("replace")
        source: Iterator[bytes] = (decoder.decode(data).encode("utf-8", "replace") for data in _blocks(file))
    else:
        source = _blocks(file)
    end = b"\n" if b"\n" in head or b"\r" not in head else b"\r"  # old Macs
    decoded = _decoder_of_lines(encoding)
    for line in _split(source, end):
        yield decoded(line.removesuffix(b"\r"))


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while data := read_whole(file, PIECE):
        yield data


def _split(source: Iterator[bytes], end: bytes) -> Iterator[bytes]:
    waiting, dropping = b"", False
    for data in source:
        parts = (waiting + data).split(end)
        waiting = parts.pop()
        for line in parts:
            if not dropping:
                yield line[:LONGEST_LINE]
            dropping = False
        if dropping:
            waiting = b""
        elif len(waiting) > LONGEST_LINE:
            yield waiting[:LONGEST_LINE]
            waiting, dropping = b"", True
    if waiting:
        yield waiting


class Watched:
    """A file that remembers how far it was read, for whoever shows progress."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.furthest = 0
        self.total = file.seek(0, 2)
        file.seek(0)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.furthest = max(self.furthest, self._file.tell())
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._file.fileno()

    def flush(self) -> None:
        """Nothing is written."""

    def close(self) -> None:
        """Whoever opened the file closes it."""

    closed = False
