"""The days of a story that count from the day of telling: “昨天”, “去年”, “上个月”, each with the day that it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from documents.sentences import OTHERS_WORDS

_BACK = {"前": 2, "昨": 1, "去": 1, "上": 1, "今": 0, "本": 0, "这": 0}
_YEAR = re.compile(r"今年(?!(?:\d{1,3}|[一二三四五六七八九十]{2,3})(?:岁|[，。,；]|$))|去年|前年")
# The last months of a lunar year lie in the next one of the calendar.
_LUNAR = re.compile("(?:去年|前年|今年)(?=(?:农历|阴历)?(?:腊月|冬月|除夕|年三十|小年|腊八))")
_LUNAR_NEW_YEAR = 3  # by this month it is over
_MONTH = re.compile("(?:上|本|这)个?月(?!底|初|末)")
_NEAR = re.compile("前天(?:晚上|夜里|下午|上午)?|[昨今](?:天|日|晚|早|夜)(?:上|里|晚上|下午|上午)?")
_REPORTED, _CLAUSE = re.compile("说|称|讲|写|要求|限|问"), re.compile("[，,；;]")
_ONE_DAY = re.compile("今天[^。；]*明天")  # “今天是教练，明天是顾问”: one after the other, and no day
_OPEN = re.compile(
    r"(?<![期节假学院])前(?:几|些)天|这几天|[上本这](?:个)?(?:周|星期|礼拜)|[上本这]个?月[底初末]|刚才|刚刚|近日|最近(?![\d一二两三四五六七八九十几]+个?[天周月年])"
    r"|[\d一二两三四五六七八九十几多]+个?(?:天|周|星期|月|年)(?:以)?前"
)


def with_days(sentence: str, told_on: date) -> tuple[str, bool]:
    """The sentence with the day behind a word that counts from the day of telling, and whether none is left without. What
    somebody else said counts from the day on which they said it, which is not told here."""
    parts = OTHERS_WORDS.split(sentence)
    if any(_OPEN.search(one) for one in parts[::2]):
        return sentence, False
    if told_on.month < _LUNAR_NEW_YEAR and any(_LUNAR.search(one) for one in parts[::2]):
        # Which lunar year it still was that day nobody can say here.
        return sentence, False

    def named(found: re.Match[str]) -> str:
        *earlier, last = _CLAUSE.split(found.string[: found.start()])
        if _REPORTED.search(last) or (_OF_THEN.match(found[0]) and _still_speaking(earlier)):
            return found[0]  # “说今天不还就来”: their day, and not the one of telling
        if _MONTH.fullmatch(found[0]) and any(_REPORTED.search(one) for one in earlier):
            return found[0]  # “3月9日…我说我不是他，号是上个月新办的”: the month before that day
        lunar = "农历" if _LUNAR.match(found.string, found.start()) else ""
        return f"{found[0]}〔{lunar}{_day_of(found[0], told_on)}〕"

    for pattern in (_YEAR, _MONTH, *(() if _ONE_DAY.search(sentence) else (_NEAR,))):
        parts[::2] = [pattern.sub(named, one) for one in parts[::2]]
    return "".join(parts), True


def _still_speaking(clauses: Sequence[str]) -> bool:
    """Whether somebody else speaks in the last of some clauses, or in one before it that nothing of one's own came after."""
    for one in reversed(clauses):
        if one.startswith("我"):
            return False
        if _REPORTED.search(one):
            return True
    return False


def that_day(sentence: str, before: str) -> str:
    """“当天” with the day that the sentence ``before`` names, where a paper does not have that one and it names one alone."""
    named = list(dict.fromkeys(_NAMED.findall(before)))
    if len(named) != 1:
        return sentence
    return _THAT_DAY.sub(lambda found: f"{found[0]}〔{named[0].replace('号', '日')}〕", sentence)


_NAMED = re.compile(r"(?<!\d)\d{1,2}月\d{1,2}[日号]")
_THAT_DAY = re.compile("^(?:当天|当日|当晚|同一天|那天)")
_OF_THEN = re.compile("今[天日晚早]")


def _day_of(word: str, told_on: date) -> str:
    back = _BACK[word[0]]
    if _YEAR.fullmatch(word):
        return f"{told_on.year - back}年"
    if _MONTH.fullmatch(word):
        month = told_on.replace(day=1) - timedelta(days=back)
        return f"{month.year}年{month.month}月"
    on = told_on - timedelta(days=back)
    return f"{on.year}年{on.month}月{on.day}日"
