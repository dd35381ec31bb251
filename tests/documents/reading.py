"""Reads the words back out of a PDF, by the maps that its fonts carry: what a court's software would copy."""

import io
import re

import pikepdf

FOOT = re.compile(r"(编号AN-2025-000007校验码[0-9a-f]{16})?第\d+页共\d+页(扫码核对收件凭证)?")


def text_of(pdf: bytes) -> str:
    """All text, without any space or line end: layout is not words."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return re.sub(r"\s+", "", "".join(_page(page) for page in opened.pages))


def pages_of(pdf: bytes) -> list[str]:
    """The same page by page."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [re.sub(r"\s+", "", _page(page)) for page in opened.pages]


def words_of(pdf: bytes) -> str:
    """The text as it reads on from page to page, without what stands at the foot of each."""
    return FOOT.sub("", text_of(pdf))


def _page(page: pikepdf.Page) -> str:
    maps = {name: _map(font) for name, font in page.resources.get("/Font", {}).items()}
    current: dict[int, str] = {}
    out: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                current = maps[str(operands[0])]
            case "Tj":
                out.append(_shown(bytes(operands[0]), current))
            case "TJ":
                out += [_shown(bytes(o), current) for o in operands[0] if isinstance(o, pikepdf.String)]
    return "".join(out)


def _shown(codes: bytes, letters: dict[int, str]) -> str:
    pairs = (int.from_bytes(codes[i : i + 2]) for i in range(0, len(codes), 2))
    return "".join(letters.get(code, "") for code in pairs)


def _map(font: pikepdf.Object) -> dict[int, str]:
    source = font.ToUnicode.read_bytes().decode("ascii")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.S):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.S):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = bytes.fromhex(text).decode("utf-16-be")
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return letters


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
