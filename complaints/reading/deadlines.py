"""The date or time by which a message wants something done, resolved against the day it was received."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from complaints.reading.amounts import chinese_number
from complaints.reading.folding import Folded, Span


@dataclass(frozen=True)
class Deadline:
    """`iso` is a date, or a date and a local time (Asia/Shanghai), or None when the text alone does not decide it."""

    words: str
    iso: str | None
    span: Span


_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_CLOCK = (
    rf"(?:\s?(?P<half>凌晨|早上?|上午|中午|下午|晚上?|"
    rf"傍晚)?\s?(?:(?P<hour>{_N})(?:[点时](?:(?P<half_hour>半)|(?P<minute>{_N})分?|整|钟)?"
    rf"|:(?P<minutes>\d\d)(?::\d\d)?)))?"
)
_DAY = (
    r"(?:(?P<year>(?:20)?\d\d)\s?[年/.-]\s?)?(?P<month>1[0-2]|0?[1-9])\s?[月/.-]\s?(?P<day>3[01]|"
    r"[12]\d|0?[1-9])(?!\d|\s?[万元折%股倍])\s?[日号]?"
    r"|(?P<near>今[天日晚]|明[天日]|后天|次日|当[天日]|即日)|(?P<dayonly>3[01]|[12]\d|"
    r"0?[1-9])[日号]|(?:本|这|下)?周(?P<week>[一二三四五六日天])"
    r"|(?P<end>本?月底|本月末|年底)|(?P<clockonly>(?=中午|上午|下午|晚上|早上))"
)
_BEFORE = (
    r"(?:最后还款日期?|还款日期?|到期日|到期还款日|截止(?:日期|时间)?|截至|有效期(?:至|到)?|有效时间|"
    r"期限|限期|限于|务必|须|请您?于|请您?在|必须)(?:截止|为|是|至|到|:|于|在|\s){0,6}"
)
_AFTER = r"(?:\([^()]{0,8}\))?\s?(?:之?前|以前|内|止|截止|为止|到期|过期|失效|清零|结束|有效|提前结束)"
_DATED = re.compile(rf"(?P<cue>{_BEFORE})?(?P<when>(?:{_DAY}){_CLOCK})(?P<tail>{_AFTER})?")
_SPAN = re.compile(
    r"(?:有效(?:期|时间)(?:为|是|已?不足|仅)?\s?)?(?:请|限|须|务必)?(?:在|于)?(?P<count>\d{1,3}|"
    r"[一二两三四五六七八九十]{1,3}|半)个?"
    r"(?P<unit>小时|钟头|分钟|工作日|自然日|日|天|周|星期|个?月)(?:之?内|以内|后(?:将)?(?:失效|"
    r"过期|到期|上门|起诉))"
)
_VALID = re.compile(r"有效(?:期|时间)(?:为|是|:)?(?P<count>\d{1,3})(?P<unit>分钟|小时|天|日)")
_LAST = re.compile(r"最后(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,2})(?P<unit>天)(?!前)")
_TODAY_ACT = re.compile(r"(?P<near>今[天日]|明[天日])(?=.{0,4}(?:上门|拟定|移交|起诉|截止|最后))")
_WEEKDAYS = "一二三四五六日"


def deadline(folded: Folded, received: date | datetime | None) -> Deadline | None:
    """The first deadline of the message. A day without its year is the next such day after `received`.

    Working days are not counted here: they need the official calendar.
    """
    text = folded.text
    found: list[tuple[int, Deadline]] = []
    for match in _DATED.finditer(text):
        if not (match["cue"] or match["tail"]) or (match.group("when") or "").strip() == "":
            continue
        if not match["cue"] and match["clockonly"] is not None and not match["hour"]:
            continue
        if re.search(r"截[至止]到?$", match["cue"] or "") and re.match(
            r"[^,。]{0,4}(?:您|,|余额|目前)", text[match.end() :]
        ):
            continue  # 截至10月27日,余额…: the day of a statement
        start = match.start("when")
        end = match.end("when")
        found.append(
            (
                start,
                Deadline(folded.words(start, end).strip(), _dated(match, received), folded.span(start, end)),
            )
        )
    for pattern in (_SPAN, _VALID, _LAST):
        for match in pattern.finditer(text):
            span = folded.span(*match.span())
            found.append(
                (match.start(), Deadline(folded.words(*match.span()), _counted(match, received), span))
            )
    for match in _TODAY_ACT.finditer(text):
        iso = _iso(_near(match["near"], received), None)
        found.append(
            (
                match.start() + 1_000_000,
                Deadline(folded.words(*match.span()), iso, folded.span(*match.span())),
            )
        )
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _number(words: str) -> int | None:
    return int(words) if words.isdigit() else chinese_number(words)


def _day_of(received: date | datetime | None) -> date | None:
    return received.date() if isinstance(received, datetime) else received


def _near(word: str, received: date | datetime | None) -> date | None:
    today = _day_of(received)
    if today is None:
        return None
    days = 2 if word == "后天" else 1 if word[0] in "明次" else 0
    return _later(today, days)


def _later(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _dated(match: re.Match[str], received: date | datetime | None) -> str | None:
    today = _day_of(received)
    day: date | None = None
    if match["month"]:
        day = _calendar_day(match["year"], int(match["month"]), int(match["day"]), today)
    elif match["near"]:
        day = _near(match["near"], received)
    elif today is not None:
        if match["dayonly"]:
            day = _next_day_of_month(int(match["dayonly"]), today)
        elif match["week"]:
            weekday = _WEEKDAYS.index(match["week"].replace("天", "日"))
            ahead = weekday - today.weekday()
            if match[0].find("下周") >= 0:
                ahead += 7
            day = _later(today, ahead if ahead >= 0 else ahead + 7)
        elif match["end"]:
            day = _month_end(today) if "月" in match["end"] else date(today.year, 12, 31)
        else:
            day = today
    return _iso(day, match)


def _iso(day: date | None, match: re.Match[str] | None) -> str | None:
    if day is None:
        return None
    if match is None or not match["hour"]:
        return day.isoformat()
    hour, minute = (
        _number(match["hour"]),
        _number(match["minute"] or match["minutes"] or ("30" if match["half_hour"] else "0")),
    )
    if hour is None or minute is None or hour > 24 or minute > 59:
        return day.isoformat()
    if (match["half"] or "")[:1] in {"下", "晚", "傍"} and hour < 12:
        hour += 12
    if match["half"] == "中午" and hour < 10:
        hour += 12
    if hour == 24:
        return datetime.combine(day, time(23, 59)).isoformat(timespec="minutes")
    return datetime.combine(day, time(hour, minute)).isoformat(timespec="minutes")


def _calendar_day(year: str | None, month: int, day: int, today: date | None) -> date | None:
    try:
        if year:
            return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
        if today is None:
            return None
        this_year = date(today.year, month, day)
        # A few days past is a deadline that has just run out; more than two months past is next year's.
        return this_year if this_year >= (_later(today, -60) or today) else date(today.year + 1, month, day)
    except ValueError:
        return None


def _next_day_of_month(day: int, today: date) -> date | None:
    for ahead in range(3):
        month = today.month - 1 + ahead
        try:
            found = date(today.year + month // 12, month % 12 + 1, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _month_end(today: date) -> date | None:
    first = date(today.year, today.month, 1)
    following = _later(first, 32)
    return following and _later(following.replace(day=1), -1)


def _counted(match: re.Match[str], received: date | datetime | None) -> str | None:
    unit, words = match["unit"], match["count"]
    if received is None or unit == "工作日" or words == "半":
        return None
    count = _number(words)
    if count is None:
        return None
    days = {"日": 1, "天": 1, "自然日": 1, "周": 7, "星期": 7}.get(unit)
    try:
        if match.re is _LAST:  # today is the first of them
            count -= 1
        if days:
            return ((_day_of(received) or date.min) + timedelta(days=count * days)).isoformat()
        if unit in {"小时", "钟头", "分钟"}:
            length = timedelta(minutes=count) if unit == "分钟" else timedelta(hours=count)
            if isinstance(received, datetime):
                return (received + length).isoformat(timespec="minutes")
            return (received + length).isoformat() if length.seconds == 0 else None
    except OverflowError:
        return None
    return None
