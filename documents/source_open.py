"""Whether others may have called and wrote, too, as a story tells: nobody can tell them apart, or the one who is complained about
denies the numbers. Then no paper says that it all came from that one; which of it did, the records tell.

Pure but for the case that a paper is made of.
"""

from __future__ import annotations

import re
from typing import Any

from documents.blocks import Sentence
from documents.material import Case, Respondent
from documents.sentences import folded, sentences_of
from legal.reasoning.conditions import lookup

OPEN = "content.source_open"
# “里头有没有别家的，我分不清”: said of what came, and of nobody's data.
DOUBT = "分不(?:清|出)|(?:有没有|是不是还有|可能还?有)别(?:的)?(?:家|公司)|(?:说|搞|弄)不(?:清|准)[^，,。]{0,4}(?:哪|谁|几)家"
_DOUBTS = re.compile(DOUBT)
_OF_WHAT_CAME = re.compile("电话|短信|来电|打来|里头|里面|其中|号码")
_DENIES = re.compile(
    "(?<!我)(?:说|称|回复|答复)[^。；我]{0,12}(?:号码?|电话|短信)[^，,。；]{0,4}(?:都|也)?不是[他她它]们?(?:家|公司)?(?:的|打|发)"
    "|(?<!我)(?:说|称|回复|答复)[^。；我]{0,8}(?:没有?|从没|从未)(?:给我)?(?:打过|发过|拨打|外呼)"
)


def source_told(story: str) -> dict[str, Any]:
    """The answers that a story gives of it; nothing where it leaves no doubt."""
    told = [folded(one) for one in sentences_of(story)]
    doubted = any(_DOUBTS.search(one) and _OF_WHAT_CAME.search(one) for one in told)
    denied = any(_DENIES.search(one) for one in told)
    return {"source_open": True} if doubted or denied else {}


def is_open(case: Case) -> bool:
    return lookup(case.facts, OPEN) is True


def how_many_are_theirs(case: Case, who: str) -> list[Sentence]:
    """That the records say how much came from the only one complained about; ``who``: as a paper calls it."""
    if not is_open(case) or not who:
        return []
    text = f"其中由{who}拨打、发送的次数，以号码的登记和通信记录为准"
    return [Sentence(text=text, rests=(OPEN, "respondents"))]


def alone_open(case: Case) -> Respondent | None:
    """The only one that is complained about, where others may have called as well."""
    named = [one for one in case.respondents if one.name]
    return named[0] if is_open(case) and len(named) == 1 == len(case.respondents) else None
