"""The rows of the queue, its tabs and headings as HTML: one string, as a template takes ten times as long for fifty rows."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import lru_cache
from html import escape  # as Django's, which costs three times as much to say that what it returns is safe
from uuid import UUID

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filings.desk import columns
from filings.desk.asked import COLUMNS
from filings.desk.rows import Row
from filings.desk.standing import days_left, state_label
from filings.models import Listing
from filings.moves import MEDIATING, MediationState, ReferralState, State


@dataclass(frozen=True)
class Heading:
    name: str
    label: str
    shown: bool


def headings(chosen: Sequence[str]) -> list[Heading]:
    """Every column in its order, the number first."""
    return [Heading(name, str(columns.HEADINGS[name]), name in chosen) for name in ("number", *COLUMNS)]


@lru_cache(maxsize=500)
def head(shown: tuple[Heading, ...]) -> SafeString:
    cells = (f'<th scope="col" class="column-{one.name}">{escape(one.label)}</th>' for one in shown)
    return mark_safe("\n".join(cells))  # noqa: S308  (a name is the code's own, the label goes through escape)


@dataclass(frozen=True)
class Tab:
    label: str
    count: int
    link: str
    current: bool = False
    urgency: str = ""


def tabs(found: Iterable[Tab]) -> SafeString:
    drawn = (
        f'<li><a href="{escape(one.link)}"{_CURRENT if one.current else ""}>{escape(one.label)}'
        f' <span class="count {one.urgency}">{one.count}</span></a></li>\n'
        for one in found
    )
    return mark_safe("".join(drawn))  # noqa: S308  (link and label go through escape, the rest is the code's own)


_CURRENT = ' aria-current="page"'


@dataclass(frozen=True)
class Drawing:
    """What the rows of one page have in common. ``link`` is the address of a case, before its id and after it; ``here`` are
    desks with who works there."""

    today: date
    link: tuple[str, str]
    columns: Sequence[str]
    here: Collection[tuple[int, int]]
    # In which something happened that the reader has not looked at.
    unread: Collection[UUID] = ()
    # Which rows have their box ticked; None where rows have none.
    ticked: Collection[UUID] | None = None
    zone: tzinfo = field(default_factory=timezone.get_current_timezone)
    # Most cells say what another one said: drawn once a page, by what they depend on.
    drawn: dict[tuple[Hashable, ...], str] = field(default_factory=dict)
    language: str | None = field(default_factory=get_language)

    def rows(self, rows: Iterable[Row]) -> SafeString:
        link = (escape(self.link[0]), escape(self.link[1]))
        return mark_safe("".join([self._row(one, *link) for one in rows]))  # noqa: S308  (every word of it goes through escape)

    def _row(self, row: Row, before: str, after: str) -> str:
        cells = "".join([self._cell(name, row) for name in self.columns])
        marked, told = (' class="news"', _told(self.language)) if row.pk in self.unread else ("", "")
        link = f'<a href="{before}{row.pk}{after}">{escape(row.number)}{told}</a>'
        first = f'<th scope="row" class="field-number">{link}</th>'
        return f"<tr{marked}>{self._box(row)}{first}{cells}</tr>{self._snippet(row)}\n"

    def _box(self, row: Row) -> str:
        """Of the form "many", wherever that stands on the page."""
        if self.ticked is None:
            return ""
        state = " checked" if row.pk in self.ticked else ""
        box = f'<input type="checkbox" name="filing" value="{row.pk}" form="many"{state}'
        return f'<td class="field-tick">{box} aria-label="{escape(row.number)}"></td>'

    def _snippet(self, row: Row) -> str:
        if not row.snippet[2]:
            return ""
        where, before, hit, after = (escape(one) for one in row.snippet)
        wide = len(self.columns) + (1 if self.ticked is None else 2)
        words = f'<span class="soft">{where}</span> …{before}<mark>{hit}</mark>{after}…'
        return f'<tr class="snippet"><td colspan="{wide}">{words}</td></tr>'

    def _cell(self, name: str, row: Row) -> str:
        if name in _OF_CONTENT and row.withdrawn:
            return f'<td class="field-{name}"></td>'
        depends = _ALIKE.get(name)
        if depends is None:
            return f'<td class="field-{name}">{_CELLS[name](row, self)}</td>'
        key = (name, *depends(row))
        if key not in self.drawn:
            self.drawn[key] = f'<td class="field-{name}">{_CELLS[name](row, self)}</td>'
        return self.drawn[key]


@lru_cache(maxsize=8)
def _told(_language: str | None) -> str:
    """What the dot before a number says to who does not see it."""
    return f'<span class="visually-hidden"> {escape(_("有没看过的消息"))}</span>'


def _is_supplemented(row: Row) -> bool:
    return row.unseen_since is not None and row.closes_at is None


def _is_unnoted(row: Row) -> bool:
    return row.closes_at is not None and row.withdrawal_seen_at is None


def _state(row: Row, page: Drawing) -> str:
    """The word that says most; where that is not the state, it stands where the pointer rests."""
    said = escape(state_label(row.state))
    if _is_unnoted(row):
        return f'<span class="pill waiting" title="{said}">{escape(_("撤回待确认"))}</span>'
    if _is_supplemented(row):
        return f'<span class="pill unseen" title="{said}">{escape(_("新的补充"))}</span>'
    if row.waiting_since is not None:
        return f'<span class="pill waiting" title="{said}">{escape(_("等答复"))}</span>'
    if row.mediation in MEDIATING:
        where = escape(str(MediationState(row.mediation).label))
        return f'<span class="pill waiting" title="{said}：{where}">{escape(_("调解"))}</span>'
    if row.state == State.ACCEPTED and row.referral in (ReferralState.REFERRED, ReferralState.OPENED):
        where = escape(str(ReferralState(row.referral).label))
        return f'<span class="pill waiting" title="{said}：{where}">{escape(_("立案"))}</span>'
    short = escape(_("新收到")) if row.state == State.ACKNOWLEDGED else said
    return f'<span class="pill state-{escape(row.state)}" title="{said}">{short}</span>'


def _complainant(row: Row, page: Drawing) -> str:
    if (
        row.complainant == row.number
    ):  # who it is stays closed: the end of the number is what tells rows apart
        return f'<span class="soft" title="{escape(row.number)}">{escape(row.number[-6:])}</span>'
    return escape(row.complainant or "")


def _respondent(row: Row, page: Drawing) -> str:
    return _cut(row.respondents or "")


def _sender(row: Row, page: Drawing) -> str:
    numbers = columns.senders(row)
    if not numbers:
        return ""
    more = f' <span class="soft">+{len(numbers) - 1}</span>' if len(numbers) > 1 else ""
    return f'<span title="{escape("、".join(numbers[:10]))}">{escape(numbers[0])}{more}</span>'


def _matter(row: Row, page: Drawing) -> str:
    kind, labels = columns.kind(row), columns.situations(row)
    return _cut(labels or kind, f"{kind}：{labels}（{columns.channel_title(row)}）")


def _channel(row: Row, page: Drawing) -> str:
    return _cut(columns.channel_title(row))


def _region(row: Row, page: Drawing) -> str:
    return escape(columns.region(row))


def _sum(row: Row, page: Drawing) -> str:
    if row.yuan is None:
        return ""
    title = escape(str(Listing.Sum(row.sum_of).label)) if row.sum_of in Listing.Sum.values else ""
    yuan = f"{row.yuan:,.2f}".removesuffix(".00")
    return f'<span title="{title}">{yuan}</span>'


def _days(row: Row, page: Drawing) -> str:
    words, urgency = days_left(row, page.today, uncounted=bool(row.deadline), known=row.deadline == {})
    return f'<span class="days {urgency}" title="{escape(_why(row, page.language))}">{escape(words)}</span>'


def _why(row: Row, language: str | None) -> str:
    """What is due, counted since when, by which article; why a day cannot be counted."""
    said = row.deadline or {}
    since = _since(said["counted_from"], language) if said.get("counted_from") else ""
    parts = (said.get("what"), since, said.get("provision"), said.get("reason") if row.due_on is None else "")
    return "；".join(one for one in parts if one)


@lru_cache(maxsize=2_000)
def _since(day: str, _language: str | None) -> str:
    return _("%s 起算") % day


def _last(row: Row, page: Drawing) -> str:
    said, at = columns.last_event(row, page.language)
    if at is None:
        return ""
    local = at.astimezone(page.zone)
    day = f"{local:%m-%d}" if local.year == page.today.year else f"{local:%Y-%m-%d}"
    return f'{escape(said)} <time datetime="{local.isoformat()}" title="{local:%Y-%m-%d %H:%M}">{day}</time>'


def _received(row: Row, page: Drawing) -> str:
    return f"{row.sent_at.astimezone(page.zone):%Y-%m-%d}" if row.sent_at else ""


def _came(row: Row, page: Drawing) -> str:
    return escape(columns.came(row))


def _caseworker(row: Row, page: Drawing) -> str:
    if row.assigned_to is None:
        return f'<span class="soft">{escape(_("未分派"))}</span>'
    name = row.assignee_name
    here = (row.organisation, row.assigned_to) in page.here
    return escape(name if here else _("%s（已离开）") % name)


def _cut(text: str, whole: str = "") -> str:
    """A text that the column may cut: whole where the pointer rests."""
    return f'<span title="{escape(whole or text)}">{escape(text)}</span>' if text else ""


_OF_CONTENT = frozenset({"complainant", "respondent", "sender", "matter", "region", "sum"})
_CELLS: dict[str, Callable[[Row, Drawing], str]] = {
    "state": _state,
    "complainant": _complainant,
    "respondent": _respondent,
    "sender": _sender,
    "matter": _matter,
    "channel": _channel,
    "region": _region,
    "sum": _sum,
    "days": _days,
    "last": _last,
    "received": _received,
    "came": _came,
    "caseworker": _caseworker,
}
# What the cells of a column depend on, where they are mostly alike.
_ALIKE: dict[str, Callable[[Row], tuple[Hashable, ...]]] = {
    "state": lambda row: (
        row.state,
        row.mediation,
        row.referral,
        _is_unnoted(row),
        _is_supplemented(row),
        row.waiting_since is not None,
    ),
    "matter": lambda row: (row.called, *(row.situations or ()), row.channel),
    "channel": lambda row: (row.channel,),
    "region": lambda row: (row.region,),
    "sum": lambda row: (row.yuan, row.sum_of),
    "days": lambda row: (
        row.state,
        row.due_on,
        row.not_before,
        row.paused_on,
        *(["over"] if row.deadline == {} else (row.deadline or {"": ""}).values()),
    ),
    "caseworker": lambda row: (row.organisation, row.assigned_to),
}
