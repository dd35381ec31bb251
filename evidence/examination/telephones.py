"""Whether a file that came among others holds a phone's messages or calls: by its beginning, whatever it is called.

Loaded by the confined process before it gives up its powers, for what may be text, a zip or a database. The readers are
those of ``evidence.importers``; here they look at no more than the beginning, of a zip at that of its parts.
"""

import re
from typing import BinaryIO

from evidence.examination.recognition import JSON, SQLITE, TABLE
from evidence.importers import opening, recognise
from evidence.importers.entry import (
    IMAZING,
    IPHONE_DATABASE,
    PHONEVIEW,
    SHEET,
    SMS_IE_LINES,
    SMS_IE_LIST,
    VMESSAGE,
    XIAOMI_CLOUD,
    Format,
)

_SCHEMA = 1024 * 1024  # bytes of a database in which its tables are looked for
_TABLES = (re.compile(rb"CREATE TABLE \"?message\"?\s*\("), re.compile(rb"CREATE TABLE \"?handle\"?\s*\("))
_ROOT = re.compile(
    r"\s*(?:<\?[^>]*\?>\s*|(?><!--.*?-->)\s*)*+<(?:smses|calls|alllogs|allsms)[\s/>]", re.DOTALL
)
_RECORD = re.compile(r"\"address\"\s*:")
_OF_MESSAGE = re.compile(r"\"(?:body|msg_box|__parts)\"\s*:")
_CERTAIN = (VMESSAGE, XIAOMI_CLOUD, IMAZING, PHONEVIEW)  # their marks or headings are nobody else's


def looked_at(source: BinaryIO, guess: str) -> tuple[str, str]:
    """(the slug of the backup that this is for certain, or ""; the media type of a list that may be one, or "")."""
    try:
        found = recognise(source)
        head = opening.head_of(source)
    except Exception:  # no backup, or nothing that can be read
        return "", ""
    if found is SHEET:
        return "", ""
    if found is IPHONE_DATABASE:
        source.seek(0)
        schema = opening.read_whole(source, _SCHEMA)
        sure = all(table.search(schema) for table in _TABLES)
        return (found.slug if sure else ""), ""
    encoding = opening.encoding_of(head)
    words = head[encoding.mark :].decode(encoding.name, "replace").lstrip("\ufeff")
    if guess != SQLITE and (_is_certain(found, words) or head.startswith(b"PK")):
        return found.slug, ""
    begins = words.lstrip()[:1]
    return "", {"{": JSON, "[": JSON, "<": ""}.get(begins, TABLE)


def _is_certain(found: Format, words: str) -> bool:
    if found in (SMS_IE_LINES, SMS_IE_LIST):
        return bool(_RECORD.search(words) and _OF_MESSAGE.search(words))
    return found in _CERTAIN or bool(_ROOT.match(words))
