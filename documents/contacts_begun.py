"""Since when somebody called and wrote, where what happened first was something else: a loan seen in a credit report, the day
on which a mortgage was to be cleared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from documents.sentences import folded, own_words, sentences_of

_CAME = re.compile(
    "(?<!我)(?<!我又)打(?:来|过来|进来|给我|我|骚扰|催|过?电话)|来电|来(?:了)?(?:[一几]?个|很多|好多)?(?:电话|短信)|接[^，。；]{0,8}电话"
    "|发(?:来|给我)?[^，。；]{0,6}短信|收到[^，。；]{0,8}(?:短信|电话)|催(?!收费)|骚扰|天天[^，。；]{0,6}打"
)
# What leaves it open whether some came that day.
_MAY_HAVE = re.compile("电话|来电|打(?!算|车)|催|(?:来|收到|发)[^，。；]{0,6}(?:短信|信息|微信)")
# What a person did, and what came before it.
_OWN_CALL = re.compile(
    "我(?:又|也|就|自己)?(?:给[^，。；]{1,8})?打[^，。；]{0,12}(?:客服|电话|热线|12\\d{3})"
)
_AGAIN = re.compile("又(?:来|打|开始)|还(?:在|是)|照(?:样|旧)|继续|接着")
_DAY = re.compile(r"(?:(?P<year>\d{4})年|(?P<past>去年|前年))?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日")


def contacts_begun(story: str, event: Mapping[str, Any], filed: Sequence[str] = ()) -> str:
    """The ISO day on which a story tells that calls and messages began, no later than what is ``filed``; "" where that is the
    first day of all, where that day is not told, or where some may have come before."""
    first, last = str(event.get("first") or ""), str(event.get("last") or "")
    if not first or not last or event.get("months"):
        return ""
    began, told_of_first = "", False
    for line in story.splitlines():
        on = ""
        for sentence in sentences_of(line):
            own = folded(own_words(sentence))
            days = [_iso(one, first, last) for one in _DAY.finditer(own)]
            on = days[0] if days else on
            told_of_first = told_of_first or first in days
            came = (_MAY_HAVE if on == first else _CAME).search(_OWN_CALL.sub("", own))
            if came is None or began or (days and not any(days)):
                continue
            if not on or on == first or _AGAIN.search(own[: came.end()]):
                return ""
            began = on
    start = min([began, *(one for one in filed if one)])
    return start if began and told_of_first and start > first else ""


def _iso(found: re.Match[str], first: str, last: str) -> str:
    """The one day between two that is meant; "" for one before, after, or in no calendar."""
    if found["past"]:
        return ""
    years = {found["year"]} if found["year"] else {first[:4], last[:4]}
    named = [f"{year}-{int(found['month']):02}-{int(found['day']):02}" for year in sorted(years)]
    within = [one for one in named if first <= one <= last and _is_day(one)]
    return within[0] if len(within) == 1 else ""


def _is_day(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True
