"""The notice of next year's holidays: read from rows, laid beside what was known, kept, and found again by ``workdays``."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from legal.models import CalendarDay, HolidayNotice
from legal.reasoning import workdays

Kind = CalendarDay.Kind
Days = dict[date, str]
FRESH = 30.0  # seconds after which another process has seen an import
MOST_ROWS = 400
# Days that every notice gives (全国年节及纪念日放假办法): a year without one of them was not typed in whole.
ALWAYS_OFF = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


class NoticeError(ValueError):
    """Rows that are no holiday notice; ``problems`` says each in words, with its line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _kind(given: str) -> str:
    """A kind by its name or its Chinese label. Raises ValueError."""
    for kind in Kind:
        if given in (kind.value, str(kind.label)):
            return str(kind.value)
    known = "、".join(f"{kind.label}（{kind.value}）" for kind in Kind)
    raise ValueError(_("不认识“%(kind)s”，应为 %(known)s 之一") % {"kind": given, "known": known})


def _days(given: str) -> list[date]:
    """``2027-01-01`` or ``2027-01-01~2027-01-03``. Raises ValueError."""
    first, tilde, last = (part.strip() for part in given.replace("～", "~").partition("~"))
    try:
        start = date.fromisoformat(first)
        end = date.fromisoformat(last) if tilde else start
    except ValueError:
        raise ValueError(
            _("日期“%s”看不懂，请写成 2027-01-01，连续几天写成 2027-01-01~2027-01-03") % given
        ) from None
    if not start <= end <= start + timedelta(days=MOST_ROWS):
        raise ValueError(_("日期“%s”的先后不对") % given)
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def _objection(day: date, kind: str) -> str:
    """Why a day cannot be of a kind; empty where it can."""
    weekend = day.weekday() >= 5
    if kind in (Kind.MAKEUP_WORK, Kind.WEEKEND) and not weekend:
        return _("%(day)s 不是周六、周日，不能是“%(kind)s”") % {"day": day, "kind": Kind(kind).label}
    if kind == Kind.NORMAL and weekend:
        return _("%(day)s 是周末；周末上班请写“%(kind)s”") % {"day": day, "kind": Kind.MAKEUP_WORK.label}
    return ""


def read_notice(text: str) -> Days:
    """The days that the rows of a notice name, one ``date,kind`` a line. Raises NoticeError with everything that is wrong."""
    named: Days = {}
    problems: list[str] = []
    for place, line in enumerate(text.replace("\ufeff", "").splitlines(), start=1):
        row = line.strip().replace("，", ",").replace("\t", ",")
        if not row or row.startswith("#") or row.lower() == "date,kind":
            continue
        when, _comma, what = (part.strip() for part in row.partition(","))
        try:
            kind, days = _kind(what), _days(when)
        except ValueError as error:
            problems.append(_("第 %(line)d 行：%(why)s") % {"line": place, "why": error})
            continue
        for day in days:
            why = _("%s 写了两次") % day if day in named else _objection(day, kind)
            if why:
                problems.append(_("第 %(line)d 行：%(why)s") % {"line": place, "why": why})
            named[day] = kind
    problems = problems or _faults_of_year(named)
    if problems:
        raise NoticeError(problems[:20])
    return named


def _faults_of_year(named: Days) -> list[str]:
    if not named:
        return [_("没有读到任何一天。每行写“日期,性质”，例如：2027-01-01,法定节日")]
    years = {day.year for day in named}
    if len(years) > 1:
        said = "、".join(str(year) for year in sorted(years))
        return [_("一次只能导入一年的安排，这里有 %s。") % said]
    year = years.pop()
    if workdays.is_built_in(year):
        return [_("%d年的放假安排已随程序提供，不需要导入，也不会被导入的安排取代。") % year]
    missing = [
        date(year, *day) for day in ALWAYS_OFF if named.get(date(year, *day)) != Kind.STATUTORY_FESTIVAL
    ]
    if missing:
        said = "、".join(day.isoformat() for day in missing)
        return [_("法定节日 %s 没有写成“法定节日”，看来没有录全，没有导入。") % said]
    return []


def plain_year(year: int) -> Days:
    """A year without any holiday: weekends and working days. Only to lay a notice beside; never to count by."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return {day: str(Kind.WEEKEND if day.weekday() >= 5 else Kind.NORMAL) for day in days if day.year == year}


def whole_year(named: Mapping[date, str]) -> Days:
    """Every day of the notice's year: what it does not name is a weekend or a working day."""
    return plain_year(next(iter(named)).year) | dict(named)


# ── What changes ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Change:
    """A day that an import makes something else than it was known as, or than its day of the week makes it."""

    day: date
    before: str  # a label
    after: str


def changes(named: Mapping[date, str]) -> list[Change]:
    """What would change, day by day: against the notice imported before, else against plain weeks."""
    year = next(iter(named)).year
    before = imported_year(year) or plain_year(year)
    return [
        Change(day, str(Kind(before[day]).label), str(Kind(kind).label))
        for day, kind in whole_year(named).items()
        if before[day] != kind
    ]


# ── Keeping and finding ──────────────────────────────────────────────────────────────────────────────────────────


def import_notice(
    *, by: Actor, named: Mapping[date, str], source: str, at: datetime | None = None
) -> HolidayNotice:
    """Keep a year as its notice has it; from then on days of that year are counted by it, in every process within FRESH."""
    with transaction.atomic():
        notice = HolidayNotice.objects.create(
            year=next(iter(named)).year,
            source_doc=source,
            imported_at=at or timezone.now(),
            imported_by=by.label,
        )
        CalendarDay.objects.bulk_create(
            CalendarDay(notice=notice, date=day, kind=kind) for day, kind in whole_year(named).items()
        )
        transaction.on_commit(forget)
        transaction.on_commit(lambda: _then(notice), robust=True)
    return notice


def _nothing(_notice: HolidayNotice) -> None:
    return None


_then: Callable[[HolidayNotice], None] = _nothing


def then(act: Callable[[HolidayNotice], None]) -> Callable[[HolidayNotice], None]:
    """Do ``act`` after each import: whoever keeps days that were counted. Returns what was done before."""
    global _then
    before, _then = _then, act
    return before


@dataclass(slots=True)
class _Known:
    """What this process last read of the imported years."""

    until: float = 0.0
    years: dict[int, Days] = field(default_factory=dict)


_known = _Known()


def forget() -> None:
    """Read the imported years anew when next asked."""
    _known.until = 0.0


def imported_year(year: int) -> Days | None:
    """Every day of a year that was imported, by its newest notice; None where there is none or no database answers."""
    if time.monotonic() >= _known.until:
        _known.years = _read_years()
        _known.until = time.monotonic() + FRESH
    return _known.years.get(year)


def _read_years() -> dict[int, Days]:
    newest = HolidayNotice.objects.order_by("year", "-imported_at", "-pk").distinct("year").values("pk")
    years: dict[int, Days] = {}
    try:
        for day, kind in CalendarDay.objects.filter(notice__in=newest).values_list("date", "kind"):
            years.setdefault(day.year, {})[day] = kind
    except DatabaseError:
        # ``manage.py assess`` works without a database; the year is then unknown, not guessed.
        return {}
    return years
