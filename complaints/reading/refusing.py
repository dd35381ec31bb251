"""Whether what someone wrote back says: stop."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 20  # characters; a longer answer is a conversation
_CODES = re.compile(
    r"T+D?|TD\w{0,6}|R|N|QX\w{0,4}|JJ\w{0,4}|HFTD|0{1,6}|STOP|UNSUBSCRIBE|[请我要]*(?:退订|退定|取消订阅|拒收|拒绝接收|不再接收)[T了吧]?D?"
    r"|(?:请)?(?:不要|别)再(?:给我)?(?:发|打|联系|骚扰).{0,8}",
    re.IGNORECASE,
)


def refuses(text: str, *, offered: Iterable[str] = ()) -> bool:
    """``offered`` are the codes that the other side's own messages name, such as TD or 0000."""
    plain = re.sub(r"[\s。．.!！,，“”\"'‘’]+", "", unicodedata.normalize("NFKC", text[: 2 * LONGEST]))
    if not plain or len(plain) > LONGEST:
        return False
    if _CODES.fullmatch(plain):
        return True
    return plain.upper() in {unicodedata.normalize("NFKC", code).strip().upper() for code in offered if code}
