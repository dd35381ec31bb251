"""Which numbers a story tells as about so many: “七十来个”, “大概有70次”, “五十个总有的”."""

from __future__ import annotations

import re
from collections.abc import Mapping

from complaints.reading.amounts import chinese_number
from complaints.reading.folding import fold

_UNIT = "(?:个|次|条|通|回|遍)(?:电话|短信)?"
_BEFORE = (
    "大概|大约|大致|差不多|(?<![预合违签条邀契赴])约|将近|接近|估计|少说|起码|至少|得有|总有|不下|"
    "快(?=有?[0-9一二三四五六七八九十百千两])"
)
_AFTER = "左右|上下|以上|出头|朝上|往上|总有|是有的|的样子"
_DIGIT = "0-9一二三四五六七八九十百千两"
_NUMBER = f"(?<![{_DIGIT}])(?P<n>[{_DIGIT}]+)"
_TOLD = tuple(
    re.compile(one)
    for one in (
        rf"(?:{_BEFORE})[^。,!?;{_DIGIT}]{{0,8}}{_NUMBER}(?![{_DIGIT}])",
        rf"{_NUMBER}(?:来|多|几|余)(?:{_UNIT}|$)",
        rf"{_NUMBER}{_UNIT}(?:{_AFTER})",
    )
)
COUNTS = ("count", "max_per_day", "after_refusal")


def rough_numbers(story: str) -> set[int]:
    """The numbers that the story tells as not exact."""
    said = (match["n"] for told in _TOLD for match in told.finditer(fold(story).text))
    read = (int(one) if one.isdigit() else chinese_number(one) for one in said)
    return {one for one in read if one}


def rough_counts(story: str, contacts: Mapping[str, object]) -> list[str]:
    """Which of these counts of messages and calls the story tells as about so many."""
    rough = rough_numbers(story)
    return [name for name in COUNTS if contacts.get(name) in rough]
