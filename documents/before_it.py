"""Of several who called one after the other, what a story tells of days before one of them first did: that is not its doing.

Pure. What may have been in its time, too, is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from complaints.reading.sayings.words import KIN
from documents.each_told import DAYISH, Told, written
from documents.sentences import folded, own_words, sentences_of
from documents.told_of_each import EachTold

# What one answers for that another need not, as the story tells of it.
_TOLD_OF: Mapping[str, re.Pattern[str]] = {
    "night": re.compile(
        r"深夜|半夜|凌晨|夜里|夜间|清晨|一大早|晚上(?:1[0-2]|十[一二]?)点|(?:早上|清早|早晨)?(?<!\d)[五六七5-7]点|2[23]点"
    ),
    "kin": re.compile(
        f"(?:打|发|找|联系|骚扰)[^，。；]{{0,6}}(?:{KIN}|老伴|朋友|同事|邻居|单位|领导|公司座机|房东)"
    ),
}
_SUMMARY = re.compile(r"^(?:到|截至|截止|至)(?:现在|今天|今日|\d)|^(?:一共|总共|合计)")


def told_before(told: Told, found: Mapping[str, EachTold]) -> dict[str, tuple[str, ...]]:
    """By name, which of these the story tells of such days alone; of whoever was the first of nothing."""
    first = min(
        (one.since or one.first_on for one in found.values() if one.since or one.first_on), default=""
    )
    return {
        name: tuple(slug for slug in _TOLD_OF if _all_before(slug, name, began, told))
        if (began := one.since or one.first_on) and began > first
        else ()
        for name, one in found.items()
    }


def _all_before(slug: str, name: str, began: str, told: Told) -> bool:
    dated: list[bool] = []
    own = next(one.called for one in told.companies if one.name == name)
    named = False
    for line in told.story.splitlines():
        on = ""
        for sentence in sentences_of(line):
            text = folded(own_words(sentence))
            day = DAYISH.search(text)
            on = (written(day, told) if day else "") or on
            named = named or any(folded(one) in text for one in own)
            if _TOLD_OF[slug].search(text) and not _SUMMARY.match(text):
                size = min(len(on), len(began))
                dated.append(on[:size] < began[:size] if on else not named)
    at_night = [one.on for one in told.received if one.at_night and one.on] if slug == "night" else []
    return bool(dated) and all(dated) and all(on < began for on in at_night)
