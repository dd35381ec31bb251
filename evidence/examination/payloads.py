"""Files that are written inside a text as letters and digits: each is replaced by its size and hash.

A photograph in such a dress carries its place and camera with it, and nobody can read it there.
"""

import base64
import binascii
import hashlib
import re
import urllib.parse
from collections.abc import Callable

_LONG = 256  # signs of a run that no word has
_LONG_HEX = 1024
# JSON inside JSON puts one more stroke before each stroke.
_STROKES = r"\\{1,7}"
_SIGN = rf"(?:[A-Za-z0-9+/_-]|{_STROKES}/)"
# How writers break long runs: a new line, perhaps indented, also as JSON and as a mail write it.
_BREAK = rf"(?:=?\r?\n[ \t]*|(?:{_STROKES}r)?{_STROKES}n|%0D%0A|%0A)"
_REST = rf"(?:{_BREAK}+(?:{_SIGN}{{4}})*(?:{_SIGN}{{4}}|{_SIGN}{{3}}=|{_SIGN}{{2}}==)(?![\w:+/-]))?"
_RUN = re.compile(rf"{_SIGN}{{40,}}(?:{_BREAK}+{_SIGN}{{40,}})*{_REST}={{0,2}}")
_LINK = re.compile(
    r"\bdata:(?P<type>[\w.+-]+/[\w.+-]+)?(?P<more>(?:;[\w.+=\"-]+)*),(?P<content>"
    rf"{_SIGN}*(?:{_BREAK}+{_SIGN}{{40,}})*{_REST}(?:[^\s\"'<>()\\]|{_STROKES}/)*)",
    re.IGNORECASE,
)
_UUENCODED = re.compile(
    r"^begin [0-7]{3,4} (?P<name>[^\n]*)\n(?P<lines>(?:[ -`]{1,90}\r?\n)+?)`?\r?\n?end\b", re.MULTILINE
)
_NUMBERS = re.compile(r"(?:\d{1,3},\s{0,20}){63,}\d{1,3}")
_NO_SIGN = re.compile(rf"{_STROKES}/|[^A-Za-z0-9+/_-]")
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"PK\x03\x04", b"%PDF", b"II*\0", b"MM\0*", b"ID3", b"OggS",
               b"fLaC", b"#!AMR", b"#!SILK", b"\x02#!SILK", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"Exif\0", b"7z\xbc\xaf",
               b"Rar!", b"<svg", b"<?x", b"SQLite")  # fmt: skip


def remark(content: bytes, *, name: str = "", kind: str = "") -> str:
    """What stands in the copy for a file that the original carries."""
    digest = hashlib.sha256(content).hexdigest()
    known = "，".join(word for word in (name.strip(), kind) if word)
    return (
        f"〔夹带的文件{f'：{known}' if known else ''}，{len(content):,} 字节，SHA-256 {digest}，不在副本里〕"
    )


def is_file(content: bytes) -> bool:
    """Whether bytes begin as pictures, sounds, papers and packed files do."""
    return content.startswith(_BEGINNINGS) or content[4:8] == b"ftyp"


def unpacked(run: str) -> bytes:
    """The bytes of a base64 run, whichever of its two alphabets it uses and however it is broken into lines."""
    run = re.sub(_BREAK, "", run)
    signs = _NO_SIGN.sub(lambda found: "/" if found[0].endswith("/") else "", run)
    signs = signs.replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(signs[: len(signs) - (len(signs) % 4 == 1)] + "===")
    except (binascii.Error, ValueError):
        return b""


def _in_address(text: str, place: int) -> bool:
    """Whether a run belongs to a link, whose long keys are part of what was received."""
    word = re.split(r"[\s\"'<>]", text[max(0, place - 3000) : place])[-1]
    return "://" in word


def _of_run(found: re.Match[str]) -> str:
    run = found[0]
    signs = re.sub(_BREAK, "", run).rstrip("=")
    if not signs.strip("0123456789abcdefABCDEF"):
        content = bytes.fromhex(signs[: len(signs) // 2 * 2])
        return remark(content) if is_file(content) or len(signs) >= _LONG_HEX else run
    content = unpacked(run)
    if is_file(content):
        return remark(content)
    mixed = all(any(kind(sign) for sign in signs) for kind in (str.isupper, str.islower, str.isdigit))
    if len(signs) < _LONG or not mixed or _in_address(found.string, found.start()):
        return run
    return remark(content)


def _of_link(found: re.Match[str]) -> str:
    kind, more, written = found["type"] or "", found["more"] or "", found["content"]
    if not kind and not more:
        return found[0]
    plain = urllib.parse.unquote_to_bytes(written)
    content = unpacked(plain.decode("latin-1")) if ";base64" in more.lower() else plain
    return remark(content, kind=kind)


def _of_uuencoded(found: re.Match[str]) -> str:
    try:
        content = b"".join(binascii.a2b_uu(line) for line in found["lines"].splitlines())
    except (binascii.Error, ValueError):
        content = found["lines"].encode()
    return remark(content, name=found["name"])


def _of_numbers(found: re.Match[str]) -> str:
    numbers = [int(number) for number in found[0].split(",")]
    content = bytes(numbers) if max(numbers) < 256 else b""
    return remark(content) if is_file(content) else found[0]


_WAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_UUENCODED, _of_uuencoded),
    (_LINK, _of_link),
    (_RUN, _of_run),
    (_NUMBERS, _of_numbers),
)


def without_files(text: str) -> str:
    """The text with a remark for each file that is written inside it; a text without such files stays as it is."""
    for pattern, way in _WAYS:
        text = pattern.sub(way, text)
    return text
