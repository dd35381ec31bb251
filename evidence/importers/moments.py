"""When something was received: the ways in which phones, computers and people write it. Days are Asia/Shanghai's."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from core.clock import SHANGHAI

APPLE_BEGINS = 978_307_200  # 2001-01-01 in seconds of 1970
_EARLIEST, _LATEST = 631_152_000, 4_102_444_800  # 1990 to 2100: what lies outside is no date of a phone
_SHEET_BEGINS = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day 0 has no zone
_SHEET_DAYS = (20_000.0, 80_000.0)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_CLOCK = (
    r"(?P<before>上午|下午|晚上|晚|凌晨|早上|中午|AM|PM)?\s*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})"
    r"(?:[:分](?P<second>\d{1,2})(?:\.\d+)?秒?|分)?\s*(?P<after>[AP]\.?M\.?)?\s*"
    r"(?P<zone>Z|GMT|UTC|(?:GMT|UTC)?[+-]\d{2}:?\d{2})?"
)
_DAY_THEN = r"[T,\s]*(?:(?:星期|周)[一二三四五六日天])?\s*(?:at\s+)?"
_FORMS = tuple(
    re.compile(day + rf"(?:{_DAY_THEN}{_CLOCK})?\s*", re.IGNORECASE)
    for day in (
        r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        r"(?:[A-Za-z]{3,9},\s*)?(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})",
        r"(?:[A-Za-z]{3,9},\s*)?(?P<day>\d{1,2})[\s-](?P<name>[A-Za-z]{3,9})\.?,?[\s-](?P<year>\d{4})",
        r"(?P<first>\d{1,2})[/.-](?P<other>\d{1,2})[/.-](?P<year>\d{4})",
    )
)
_AFTERNOON = {"下午", "晚上", "晚", "PM", "中午"}


@dataclass(frozen=True, slots=True)
class Moment:
    """``at`` is None when only the day is known; both are None with a doubt when nothing is."""

    at: datetime | None
    on: date | None
    doubts: tuple[str, ...] = ()
    zoned: bool = True  # the writing itself says which zone it is in


UNKNOWN = Moment(None, None, ("date_unknown",))


def from_seconds(seconds: float) -> Moment:
    if not _EARLIEST <= seconds <= _LATEST:
        return UNKNOWN
    at = datetime.fromtimestamp(seconds, UTC).astimezone(SHANGHAI)
    return Moment(at, at.date())


def from_count(written: object) -> Moment:
    """A number since 1970 as Android writes it: milliseconds, and seconds for the MMS of its own store."""
    try:
        number = int(str(written).strip()[:24])
    except ValueError:
        return UNKNOWN
    return from_seconds(number if abs(number) < 100_000_000_000 else number / 1000)


def from_apple(number: object) -> Moment:
    """Since 2001: seconds in old systems, nanoseconds since iOS 11."""
    if not isinstance(number, (int, float)) or not number:
        return UNKNOWN
    return from_seconds((number / 1_000_000_000 if abs(number) > 1e11 else number) + APPLE_BEGINS)


def local(at: datetime) -> Moment:
    """A wall clock without a zone, as spreadsheets keep it."""
    return Moment(at.replace(tzinfo=SHANGHAI), at.date(), zoned=False) if 1990 <= at.year < 2100 else UNKNOWN


def from_sheet(number: float) -> Moment:
    """A spreadsheet's serial day, where the cell lost its date format; else a count since 1970."""
    if _SHEET_DAYS[0] <= number <= _SHEET_DAYS[1]:
        at = _SHEET_BEGINS + timedelta(seconds=round(number * 86_400))
        return local(at) if number % 1 else Moment(None, at.date(), zoned=False)
    return from_count(int(number))


@lru_cache(maxsize=256)
def from_words(written: str) -> Moment:
    """What a person or a program wrote out. A form that cannot be told from another is a doubt, never a guess."""
    plain = unicodedata.normalize("NFKC", written[:80]).strip()
    if re.fullmatch(r"\d{10}|\d{13}", plain):
        return from_count(plain)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", plain):
        return from_sheet(float(plain))
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found:
            try:
                return _moment(found.groupdict())
            except (ValueError, OverflowError):
                return UNKNOWN
    return UNKNOWN


def _moment(parts: dict[str, str | None]) -> Moment:
    day = _day(parts)
    if day is None:
        return Moment(None, None, ("date_ambiguous",))
    if not 1990 <= day.year < 2100:
        return UNKNOWN
    if parts["hour"] is None:
        return Moment(None, day, zoned=False)
    hour = int(parts["hour"])
    half = (parts["before"] or parts["after"] or "").upper().replace(".", "")
    if half in _AFTERNOON and hour < 12 and not (half == "中午" and hour > 2):
        hour += 12
    elif half in ("AM", "上午", "凌晨") and hour == 12:
        hour = 0
    naive = datetime(day.year, day.month, day.day, hour, int(parts["minute"] or 0), int(parts["second"] or 0))  # noqa: DTZ001
    zone = (parts["zone"] or "").upper()
    if not zone:
        return local(naive)
    offset = re.search(r"([+-])(\d\d):?(\d\d)", zone)
    minutes = (int(offset[2]) * 60 + int(offset[3])) * (-1 if offset[1] == "-" else 1) if offset else 0
    at = (naive - timedelta(minutes=minutes)).replace(tzinfo=UTC).astimezone(SHANGHAI)
    return Moment(at, at.date())


def _day(parts: dict[str, str | None]) -> date | None:
    year = int(parts["year"] or 0)
    if "name" in parts:
        return date(year, _MONTHS.get((parts["name"] or "")[:3].lower(), 0), int(parts["day"] or 0))
    if "first" in parts:
        first, other = int(parts["first"] or 0), int(parts["other"] or 0)
        if first <= 12 and other <= 12 and first != other:
            return None
        return date(year, other, first) if first > 12 else date(year, first, other)
    return date(year, int(parts["month"] or 0), int(parts["day"] or 0))


def seconds(written: object) -> int | None:
    """A call's duration: 42, 42.0, 0:42, 1:02:03, 1分20秒, 1时2分3秒."""
    plain = str(written if written is not None else "").strip()[:40]
    if re.fullmatch(r"\d{1,7}(?:\.\d+)?", plain):
        return int(float(plain))
    clock = re.fullmatch(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})", plain)
    words = re.fullmatch(r"(?:(\d{1,3})(?:小时|时))?(?:(\d{1,4})分钟?)?(?:(\d{1,5})秒钟?)?", plain)
    found = clock or (words if plain else None)
    if not found:
        return None
    return sum(int(part or 0) * size for part, size in zip(found.groups(), (3600, 60, 1), strict=True))
