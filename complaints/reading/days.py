"""The days that a story tells. Without a year it is the last such day before the one on which it is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from complaints.reading.folding import Folded
from complaints.reading.told import Told

_SIGNS = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}
DAY_WRITTEN = (
    r"(?:(?P<year>20\d\d)年|(?P<named>今年|去年|前年))?"
    r"(?<![一二三四五六七八九十])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
    r"(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
)
# A day that these words stand around, in one clause.
_DAYS: tuple[tuple[str, str], ...] = (
    (
        "event.first",
        rf"(?:从|自)\s?{DAY_WRITTEN}|{DAY_WRITTEN.replace('P<', 'P<b')}\s?(?:起|开始|以来)|"
        rf"{DAY_WRITTEN.replace('P<', 'P<s')}[^。;!?,]{{0,4}}突然[^。;!?,]{{0,4}}(?:收到|接到|有人|给我|打|发)",
    ),
    (
        "event.last",
        rf"(?:最后|最近)(?:的)?(?:一次|一条|一个|一通|一回)?[^。;!?,\d]{{0,6}}{DAY_WRITTEN}|"
        rf"(?:直到|截至|截止到?){DAY_WRITTEN.replace('P<', 'P<b')}",
    ),
    (
        "refusal.on",
        rf"{DAY_WRITTEN}[^。;!?]{{0,12}}(?:回复?了?[^。,;]{{0,6}}(?:退订|[TRN](?![A-Za-z]))|退订|拒绝|"
        rf"要求[^。,;]{{0,8}}(?:停|不要))",
    ),
    (
        "debt.told_them_on",
        rf"{DAY_WRITTEN}[^。;!?]{{0,14}}(?:告诉|说|讲|跟)[^。;!?]{{0,16}}(?:打错|找错|弄错|不是我|我不是|"
        r"不认识|不欠)|"
        rf"我[^。;!?,]{{0,4}}(?:告诉|说|讲|跟)[^。;!?]{{0,16}}(?:打错|找错|弄错|不是我|我不是|不认识|"
        rf"不欠)[^。;!?]{{0,6}}?{DAY_WRITTEN.replace('P<', 'P<b')}[^。;!?,]{{0,2}}(?:说|讲|告诉)",
    ),
    (
        "number.activated_on",
        rf"{DAY_WRITTEN}[^。;!?]{{0,6}}(?:在[^。,;!?]{{1,10}})?(?:新?办|买|领|开)[^。;!?]{{0,8}}(?:号|卡)|"
        rf"(?:号码?|卡)(?:是|,)?(?:我)?{DAY_WRITTEN.replace('P<', 'P<b')}(?:在[^。,;!?]{{1,10}})?(?:新?办|"
        r"买|领|开通|入网)",
    ),
)


def days_told(folded: Folded, today: date) -> Iterator[Told]:
    """Each fact that is a day; the first that is told of one fact counts."""
    yield from _days(folded, today)
    yield from _days_ago(folded, today)


def _days(folded: Folded, today: date) -> Iterator[Told]:
    for fact, pattern in _DAYS:
        for match in re.finditer(pattern, folded.text):
            named = {name: value for name, value in match.groupdict().items() if value}
            day = day_of(named, today)
            if day is not None:
                yield Told(fact, day.isoformat(), folded.words(*match.span()))
                break


# A day by the day on which it is told.
AGO = {"今天": 0, "今早": 0, "刚才": 0, "昨天": 1, "昨晚": 1, "昨日": 1, "前天": 2, "大前天": 3}
_RELATIVE = "|".join(sorted(AGO, key=len, reverse=True))
# What came, not what the teller did: 昨天打了12345 is no last time.
_CAME = (
    r"(?:(?:我)?(?:还|又|也|都|才|刚)?(?:收到|接到|(?:一天)?就?接了)|"
    r"(?:还|又|也|都|才|刚)?(?:打来|打给我|打我|发来|发给我|来催|催我|还在|还有)|"
    r"(?:他们?|她们?|对方)?[还又](?:打|发|来|催|威胁|恐吓|骂|说(?!过?了?不))(?!过?了?\d))"
)
_BY_TODAY: tuple[tuple[str, str], ...] = (
    ("event.first", rf"(?:从|自)(?P<ago>{_RELATIVE})(?:起|开始|以来|晚上|早上|上午|下午)"),
    (
        "event.last",
        rf"(?:最后|最近)(?:的)?一(?:次|条|个|通|回)[^。;!?]{{0,6}}(?P<ago>{_RELATIVE})|"
        rf"(?:截[至止])?到(?P<upto>{_RELATIVE})(?:为止)?,?(?:一共|总共|共|已经|还)|"
        rf"(?<!从)(?<!自)(?P<when>{_RELATIVE})(?:早上|上午|中午|下午|晚上)?{_CAME}",
    ),
)


_CAME_AGAIN = re.compile(
    rf"{DAY_WRITTEN}[^。;!?,]{{0,6}}[又还](?:收到|接到|打来|打给我|发来|发给我|来催|在打|在发)"
)


def _days_ago(folded: Folded, today: date) -> Iterator[Told]:
    for fact, pattern in _BY_TODAY:
        told = [
            (today - timedelta(days=AGO[next(one for one in match.groups() if one)]), match)
            for match in re.finditer(pattern, folded.text)
        ]
        if told:
            # 前天收到短信,昨天又打电话来: the first began it, the latest was the last.
            day, match = told[0] if fact == "event.first" else max(told, key=lambda one: one[0])
            yield Told(fact, day.isoformat(), folded.words(*match.span()))
    # It came again on that day: the latest of such days.
    again = [
        (found, match)
        for match in _CAME_AGAIN.finditer(folded.text)
        if (found := day_of({name: value for name, value in match.groupdict().items() if value}, today))
    ]
    if again:
        last, match = max(again, key=lambda one: one[0])
        yield Told("event.last", last.isoformat(), folded.words(*match.span()))


def day_of(named: dict[str, str], today: date) -> date | None:
    """The day that a match of ``DAY_WRITTEN`` names, the last such day before ``today`` where it names no year."""
    year, about, month, day = (
        named.get(name) or named.get(f"b{name}") or named.get(f"s{name}")
        for name in ("year", "named", "month", "day")
    )
    if about:
        year = str(today.year - {"今年": 0, "去年": 1, "前年": 2}[about])
    for candidate in [int(year)] if year else [today.year, today.year - 1]:
        try:
            found = date(candidate, _number(month or "0"), _number(day or "0"))
        except ValueError:
            continue
        if found <= today and (year or found > today - timedelta(days=366)):
            return found
    return None


def _number(written: str) -> int:
    """A number up to 31 in digits or in Chinese."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (10 * _SIGNS.get(tens, 1) if ten else 0) + _SIGNS.get(ones, 0)
