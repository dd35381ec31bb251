"""What the story tells of an earlier step beside its day: that nothing came of it, or to whom an authority handed it on.

Pure.
"""

from __future__ import annotations

import re

from documents.belonging import DAY, of_day
from documents.sentences import folded, sentences_of

# What is said of an earlier step of which the story tells that nothing came of it.
UNANSWERED = "至今没有答复"
_SILENT = re.compile(
    "没有?(?:下文|回音|回信|回话|音信|消息|动静|人理|人回|人搭理|答复|回复|回应|反应|理我|回我|回)(?=$|[，,。；;！!了])"
    "|不(?:理|回)我?(?=$|[，,。；;！!])|(?:至今|一直|到现在|始终)[^，,。；;]{0,4}[没未]有?人?[^，,。；;]{0,2}(?:回|答复|理)"
    "|石沉大海|杳无音信"
)


def left_unanswered(story: str, on: str) -> bool:
    """Whether the sentence that tells of a step of that day, in ISO, says that nothing came of it."""
    for one in sentences_of(story) if on else ():
        told = folded(one)
        days = list(DAY.finditer(told))
        for place, found in enumerate(days):
            ends = days[place + 1].start() if place + 1 < len(days) else len(told)
            if of_day(found[0], on) and _SILENT.search(told, found.end(), ends):
                return True
    return False


# How somebody of a role is called who gets it.
_CALLED = {
    "platform": "平台",
    "bank": "银行|行里",
    "lender": "公司|机构",
    "operator": "运营商|移动|联通|电信",
    "content_provider": "商家|公司|企业",
}
_HANDED = "转(?:回|给|到|交|送|办|去)?(?:了)?[^，,。；;转]{{0,6}}(?:{who})"


def handed_to(story: str, on: str, role: str) -> bool:
    """Whether the sentence that tells of a step of that day, in ISO, tells that it was handed on to somebody of this role."""
    who = _CALLED.get(role)
    if not (who and on):
        return False
    handed = re.compile(_HANDED.format(who=who))
    return any(of_day(one, on) and handed.search(folded(one)) for one in sentences_of(story))
