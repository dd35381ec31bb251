"""When a story says that it began or last happened where it names no day: a month, or “最近”. Offered beside the question.

A month is no day: none is taken out of it, and which day it was is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from complaints.reading.folding import fold
from complaints.reading.once import once

_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)} | {"十": 10}
_WRITTEN = (
    r"(?:(?P<year>20\d\d)年|(?P<named>今年|去年|前年))?(?<![\d一二三四五六七八九十几])"
    r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|初|中旬?|底|末|上旬|下旬)*(?![\d一二三四五六七八九十])"
)
_ABOUT = r"(?P<about>上上个?月|上个?月|这个?月|本月)(?:份|初|中旬?|底|末)*"
_SINCE = r"(?:左右|前后)?(?:起|开始|以来|以后|之后|就|到现在|至今)"
_MONTH = rf"(?:{_WRITTEN}|{_ABOUT})"
_NOT_OF_IT = r"(?![^。;!?,]{0,6}(?:办|买|领|开通|入网|注册|下单|借|贷|还清|结清))"
_BEGAN = (
    re.compile(rf"(?:从|自)(?:大概|大约|差不多)?{_MONTH}{_SINCE}?{_NOT_OF_IT}"),
    re.compile(rf"{_MONTH}{_SINCE}{_NOT_OF_IT}"),
    re.compile(rf"{_MONTH}(?=[^。;!?,]{{0,8}}(?:开始|第一次))"),
)
# 今年九月办了新号,从第二天起天天有人找: it began with what was got in that month.
_WITH_IT = re.compile(
    rf"(?P<told>{_MONTH})[^!?]{{0,60}}?(?P<then>(?:从|自)?(?:第二天|当天|次日|隔天)(?:起|开始|就))"
)
_LAST = (
    re.compile(rf"(?:最后|最近)(?:的)?(?:一次|一条|一个|一通|一回)[^。;!?,]{{0,6}}{_MONTH}"),
    re.compile(rf"(?:直到|一直到|到)(?:了)?{_MONTH}(?:都|还|为止|才)"),
)
# That it goes on, or went on lately, tells no day.
_LATELY = re.compile(
    r"(?:现在|至今|到现在|如今|目前)(?:都|也)?(?:还|仍)(?:在|没停|不停|天天|每天|打|发|催)?|还在(?:继续|打|发|催|骚扰)|"
    r"(?:最近|这(?:几|两)天|这段时间|近来|近期)(?!的?(?:一次|一条|一个|一通|一回))"
)


@dataclass(frozen=True)
class Undated:
    """The words that tell when, and the month that they name as (year, month); None where they name none."""

    words: str
    month: tuple[int, int] | None = None


@once
def undated(story: str, *, today: date) -> dict[str, Undated]:
    """When it began (``first``) and when it was last (``last``), where the story tells no day of it. Any string is read."""
    folded = fold(story)
    found: dict[str, Undated] = {}
    for name, patterns in (("first", _BEGAN), ("last", _LAST)):
        for pattern in patterns:
            match = pattern.search(folded.text)
            month = match and _month(match.groupdict(), today)
            if match and month:
                found[name] = Undated(folded.words(*match.span()).rstrip("，,"), month)
                break
    with_it = _WITH_IT.search(folded.text)
    month = with_it and _month(with_it.groupdict(), today)
    if "first" not in found and with_it and month:
        words = (folded.words(*with_it.span(part)) for part in ("told", "then"))
        found["first"] = Undated("、".join(words), month)
    if "last" not in found and (lately := _LATELY.search(folded.text)):
        found["last"] = Undated(folded.words(*lately.span()))
    return found


def _month(named: dict[str, str | None], today: date) -> tuple[int, int] | None:
    """The month that is named, the last such one before ``today`` where no year is told; None for one that is to come."""
    now = today.year * 12 + today.month - 1
    if about := named["about"]:
        ago = 2 if about.startswith("上上") else 1 if about.startswith("上") else 0
        return _split(now - ago)
    month = _number(str(named["month"]))
    if named["year"] or named["named"]:
        back = {"今年": 0, "去年": 1, "前年": 2}.get(named["named"] or "", 0)
        year = int(named["year"]) if named["year"] else today.year - back
    else:
        year = today.year if month <= today.month else today.year - 1
    found = year * 12 + month - 1
    return _split(found) if found <= now else None


def _split(months: int) -> tuple[int, int]:
    return months // 12, months % 12 + 1


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    return 10 + _DIGITS.get(written[1:], 0) if written.startswith("十") else _DIGITS[written]
