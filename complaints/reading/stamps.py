"""When a telephone says that a message came: "昨天 上午9:26", "周二 10:20", "3月14日 周四 12:30". Pure."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

_WEEKDAYS = "一二三四五六日"
_HALF = r"(?P<half>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|深夜|[AaPp]\.?[Mm]\.?)"
_CLOCK = rf"{_HALF}?\s*(?P<hour>\d{{1,2}})\s*[:：]\s*(?P<minute>\d{{2}})(?:[:：]\d{{2}})?\s*(?P<after>[AaPp]\.?[Mm]\.?)?"
_WEEK = r"(?:星期|周|週|礼拜)(?P<week>[一二三四五六日天])"
_DAY = (
    r"(?:(?P<near>今天|今日|昨天|昨日|前天)"
    r"|(?:(?P<year>\d{4})\s*[年./-]\s*)?(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*[日号號]?"
    r")"
)
_WHOLE = re.compile(
    rf"(?:{_DAY}[\s,，]*(?:[(（]?{_WEEK}[)）]?)?|{_WEEK.replace('week', 'weekalone')})?[\s,，·]*(?:{_CLOCK})?"
)
_NEAR = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_AFTERNOON = ("下午", "傍晚", "晚上", "深夜")
_YEARS_BACK = 12


@dataclass(frozen=True)
class Stamp:
    """What a separator says. ``on`` is None where it cannot be known; ``asked`` where it is a guess or unknown."""

    text: str
    on: date | None = None
    at: time | None = None
    asked: bool = False


def stamp_of(text: str, *, taken_on: date | None = None) -> Stamp | None:
    """The moment that ``text`` names, if it names one and nothing else; None otherwise.

    ``taken_on`` is the day of the screenshot: what is said in relation to it ("昨天", "周二", a day without a year)
    is resolved against it, and is unknown without it.
    """
    said = text.strip()
    if not 3 <= len(said) <= 32 and said not in _NEAR:
        return None
    found = _WHOLE.fullmatch(said.replace("短信/彩信", "").strip())
    if found is None or not any(found.groupdict().values()):
        return None
    at, clock_is_good = _time(found)
    if not clock_is_good:
        return None
    try:
        on, asked = _date(found, taken_on)
    except (ValueError, OverflowError):
        return None
    return Stamp(said, on=on, at=at, asked=asked)


def _time(found: re.Match[str]) -> tuple[time | None, bool]:
    if found["hour"] is None:
        return None, True
    hour, minute = int(found["hour"]), int(found["minute"])
    half = found["half"] or found["after"] or ""
    if half in _AFTERNOON or (half[:1] in "Pp" and half):
        hour += 12 if hour < 12 else 0
    elif half == "中午":
        hour += 12 if hour < 3 else 0
    elif (half[:1] in "Aa" and half) or half in ("凌晨", "上午"):
        hour = 0 if hour == 12 and half != "上午" else hour
    return (time(hour, minute), True) if hour < 24 and minute < 60 else (None, False)


def _date(found: re.Match[str], taken_on: date | None) -> tuple[date | None, bool]:
    """The day, and whether a person has to be asked. Raises ValueError for a day that there is not."""
    week = found["week"] or found["weekalone"]
    weekday = _WEEKDAYS.index("日" if week == "天" else week) if week else None
    if found["near"]:
        return _near(_NEAR[found["near"]], taken_on)
    if found["month"] is None:
        if weekday is None:  # a clock alone: the day of the screenshot on most telephones, not on all
            return taken_on, True
        return _near((taken_on.weekday() - weekday - 1) % 7 + 1 if taken_on else 0, taken_on)
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        on = date(int(found["year"]), month, day)
        late = taken_on is not None and on > taken_on
        return on, late or weekday not in (None, on.weekday())
    date(2024, month, day)  # a day that no year has is no day
    if taken_on is None:
        return None, True
    return _latest(month, day, weekday, taken_on)


def _near(days: int, taken_on: date | None) -> tuple[date | None, bool]:
    return (taken_on - timedelta(days=days), False) if taken_on is not None else (None, True)


def _latest(month: int, day: int, weekday: int | None, taken_on: date) -> tuple[date | None, bool]:
    """The latest such day that is not after the screenshot; one whose weekday fits before one whose does not."""
    days = []
    for year in range(taken_on.year, max(1, taken_on.year - _YEARS_BACK), -1):
        try:
            one = date(year, month, day)
        except ValueError:  # 29 February
            continue
        if one <= taken_on:
            days.append(one)
    fitting = [one for one in days if weekday in (None, one.weekday())]
    if fitting:
        return fitting[0], weekday is not None and fitting[0] != days[0]
    return (days[0] if days else None), True
