"""Whether a number is told as about so many: “七十来个”, “大概有70次”, “五十个总有的”."""

from __future__ import annotations

import re
from collections.abc import Iterable

from complaints.reading.folding import fold

_UNIT = "(?:个|次|条|通|回|遍)(?:电话|短信)?"
_BEFORE = "大概|大约|大致|差不多|(?<![预合违签条邀契赴])约|将近|接近|估计|少说|起码|至少|得有|总有|不下"
_AFTER = "左右|上下|以上|出头|朝上|往上|总有|是有的|的样子"
_IN_A_NUMBER = "0-9一二三四五六七八九十百千"


def hedged(story: str, spellings: Iterable[str]) -> bool:
    """Whether the story tells this number, in one of its spellings, as not exact."""
    number = f"(?<![{_IN_A_NUMBER}])(?:{'|'.join(map(re.escape, spellings))})"
    told = (
        rf"(?:{_BEFORE})[^。,!?;{_IN_A_NUMBER}]{{0,8}}{number}(?![{_IN_A_NUMBER}])",
        rf"{number}(?:来|多|几|余)(?:{_UNIT}|$)",
        rf"{number}{_UNIT}(?:{_AFTER})",
    )
    return re.search("|".join(told), fold(story).text) is not None
