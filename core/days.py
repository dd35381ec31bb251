"""Days as people write them. Kept and compared it is 2026-12-15; a page says 2026年12月15日 or 15 December 2026."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
# Not in an address, a name of a file or a number of a case.
_DAY = re.compile(r"(?<![A-Za-z0-9=/._-])\d{4}-\d{2}-\d{2}(?![A-Za-z0-9/_-]|\.[A-Za-z0-9])")


def day_read(day: date) -> str:
    """A day in the language in which a page is read now."""
    return date_format(day, "DATE_FORMAT")


def when_read(told: str) -> str:
    """A day or a month as its reader writes it: 2026-03 is 2026年3月 or March 2026. What is neither stays as it is."""
    if _MONTH.fullmatch(told):
        return date_format(date.fromisoformat(f"{told}-01"), "YEAR_MONTH_FORMAT")
    return with_days_read(told)


def with_days_read(text: str) -> str:
    """A text for a page with every day in it as its reader writes one; what is no day stays as it is."""
    if "-" not in text:
        return text
    said = _DAY.sub(lambda match: _read(match[0]), text)
    return mark_safe(said) if isinstance(text, SafeString) else said  # noqa: S308  # digits and the name of a month


def _read(written: str) -> str:
    try:
        return day_read(date.fromisoformat(written))
    except ValueError:
        return written
