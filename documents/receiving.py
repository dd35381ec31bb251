"""The account that money is told to have gone to, by the last signs of its number."""

from __future__ import annotations

import re

from documents.material import Case

_TAIL = re.compile(r"尾号(?:是|为)?(\d{4})")
_WENT = re.compile("提到|提现|提走|转到|转走|转出|到账|收款|打到|汇到|进了|[是归](?:谁|哪个)的")


def tails_told(case: Case) -> tuple[str, ...]:
    """“尾号6604”: each once; none where nobody tells that money went to one."""
    told = (case.story, *case.details.values(), *(one.text for one in case.messages))
    if not any(_WENT.search(text) for text in told):
        return ()
    return tuple(dict.fromkeys(f"尾号{one}" for text in told for one in _TAIL.findall(text)))
