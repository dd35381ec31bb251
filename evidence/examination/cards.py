"""Address cards (vCard) as text: names and numbers as they are, a remark for photographs and sounds, no place."""

import binascii
import quopri
import re
from collections.abc import Iterator

from evidence.examination.payloads import remark, unpacked, without_files

_BEGINS = re.compile(r"\s*BEGIN:VCARD\s", re.IGNORECASE)
_LABELS = {"PHOTO": "照片", "LOGO": "标志", "SOUND": "声音", "KEY": "密钥"}
_PACKED = re.compile(r";(?:ENCODING=)?(?:BASE64|B)(?:;|$)", re.IGNORECASE)
_QUOTED = re.compile(r";(?:ENCODING=)?QUOTED-PRINTABLE", re.IGNORECASE)


def is_card(text: str) -> bool:
    return bool(_BEGINS.match(text[:200]))


def _unfolded(text: str) -> Iterator[str]:
    """One line for each property: a line that begins with a space goes on, and so does a quoted one that ends in "="."""
    held = ""
    for line in text.splitlines():
        quoted = bool(_QUOTED.search(held.partition(":")[0]))
        packed = bool(_PACKED.search(held.partition(":")[0])) and not re.match(r"[A-Za-z0-9.-]+[;:]", line)
        if held and quoted and held.endswith("="):
            held = held[:-1] + line
        elif held and (line[:1] in (" ", "\t") or (packed and line.strip())):
            held += line.strip() if packed else line[1:]
        else:
            yield held
            held = line
    yield held


def _told(line: str) -> str:
    head, colon, value = line.partition(":")
    name = head.split(";")[0].rpartition(".")[2].upper()
    if name == "GEO":
        return f"{name}:〔位置，不在副本里〕"
    if colon and _PACKED.search(head):
        return f"{name}:{remark(unpacked(value), name=_LABELS.get(name, ''))}"
    if colon and _QUOTED.search(head):
        try:
            return f"{name}:{quopri.decodestring(value.encode('latin-1', 'replace')).decode()}"
        except (UnicodeDecodeError, binascii.Error):
            return f"{name}:{quopri.decodestring(value.encode('latin-1', 'replace')).decode('gb18030', 'replace')}"
    return line


def card_text(text: str) -> str:
    """The cards property by property."""
    return without_files("\n".join(_told(line) for line in _unfolded(text)).lstrip("\n") + "\n")
