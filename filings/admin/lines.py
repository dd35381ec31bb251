"""The rows of the queue as HTML: one string, as a template takes ten times as long for fifty rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Act, Kind, Situation
from complaints.questions import PROVINCES
from filings.desk.asked import COLUMNS
from filings.desk.rows import Row
from filings.desk.standing import days_left, state_label
from filings.models import Listing
from filings.moves import State
from legal.corpus import load

HEADINGS = {
    "number": gettext_lazy("案号"),
    "state": gettext_lazy("办理"),
    "complainant": gettext_lazy("投诉人"),
    "respondent": gettext_lazy("被投诉方"),
    "sender": gettext_lazy("号码"),
    "matter": gettext_lazy("事由"),
    "channel": gettext_lazy("渠道"),
    "region": gettext_lazy("地区"),
    "sum": gettext_lazy("金额（元）"),
    "days": gettext_lazy("期限"),
    "last": gettext_lazy("最近"),
    "received": gettext_lazy("收到"),
    "caseworker": gettext_lazy("经办人"),
}
_EVENTS: dict[str, Any] = {
    Act.QUESTION_ASKED: gettext_lazy("提问"),
    Act.NOTE_ADDED: gettext_lazy("备注"),
    Act.ASSIGNED: gettext_lazy("分派"),
    Act.SUPPLEMENT_SEEN: gettext_lazy("看过补充"),
    Act.WITHDRAWAL_SEEN: gettext_lazy("知悉撤回"),
    Act.KEPT_ON_BASIS: gettext_lazy("依法留存"),
    Act.DECISION_CORRECTED: gettext_lazy("更正处理"),
    Act.APPROVAL_ASKED: gettext_lazy("请人复核"),
    Act.APPROVAL_SETTLED: gettext_lazy("复核"),
    Act.PERIOD_EXTENDED: gettext_lazy("延长期限"),
    Act.PERIOD_PAUSED: gettext_lazy("暂停计算"),
    Act.PERIOD_RESUMED: gettext_lazy("恢复计算"),
    Act.TASK_SET: gettext_lazy("安排任务"),
    Act.TASK_DONE: gettext_lazy("办好任务"),
}
_MOVES: dict[str, Any] = {
    State.ACKNOWLEDGED: gettext_lazy("收到"),
    State.ACCEPTED: gettext_lazy("受理"),
    State.REFUSED: gettext_lazy("不予受理"),
    State.TRANSFERRED: gettext_lazy("转出"),
    State.DECIDED: gettext_lazy("作出处理"),
    State.CLOSED: gettext_lazy("结案"),
    State.WITHDRAWN: gettext_lazy("撤回"),
}


@dataclass(frozen=True)
class Heading:
    name: str
    label: str
    shown: bool


def headings(columns: Sequence[str]) -> list[Heading]:
    """Every column in its order, the number first."""
    return [Heading(name, str(HEADINGS[name]), name in columns) for name in ("number", *COLUMNS)]


@dataclass(frozen=True)
class Drawing:
    """What the rows of one page have in common. ``link`` is the address of a case, given its id."""

    today: date
    link: Callable[[UUID], str]
    columns: Sequence[str]

    def rows(self, rows: Iterable[Row]) -> SafeString:
        return mark_safe("".join(self._row(one) for one in rows))  # noqa: S308  (every word of it goes through escape)

    def _row(self, row: Row) -> str:
        cells = "".join(self._cell(name, row) for name in self.columns)
        marked = ' class="news"' if _is_news(row) else ""
        address, number = escape(self.link(row.pk)), escape(row.number)
        first = f'<th scope="row" class="field-number"><a href="{address}">{number}</a></th>'
        return f"<tr{marked}>{first}{cells}</tr>{self._snippet(row)}\n"

    def _snippet(self, row: Row) -> str:
        where, before, hit, after = (escape(one) for one in row.snippet)
        if not hit:
            return ""
        wide = len(self.columns) + 1
        words = f'<span class="soft">{where}</span> …{before}<mark>{hit}</mark>{after}…'
        return f'<tr class="snippet"><td colspan="{wide}">{words}</td></tr>'

    def _cell(self, name: str, row: Row) -> str:
        content = "" if name in _OF_CONTENT and row.content_closed else _CELLS[name](row, self.today)
        return f'<td class="field-{name}">{content}</td>'


def _is_news(row: Row) -> bool:
    return (row.unseen_since is not None and row.closes_at is None) or _is_unnoted(row)


def _is_unnoted(row: Row) -> bool:
    return row.closes_at is not None and row.withdrawal_seen_at is None


def _state(row: Row, today: date) -> str:
    """The word that says most; where that is not the state, it stands where the pointer rests."""
    said = escape(state_label(row.state))
    if _is_unnoted(row):
        return f'<span class="pill waiting" title="{said}">{escape(_("撤回待确认"))}</span>'
    if _is_news(row):
        return f'<span class="pill unseen" title="{said}">{escape(_("新的补充"))}</span>'
    if row.waiting_since is not None:
        return f'<span class="pill waiting" title="{said}">{escape(_("等答复"))}</span>'
    short = escape(_("新收到")) if row.state == State.ACKNOWLEDGED else said
    return f'<span class="pill state-{escape(row.state)}" title="{said}">{short}</span>'


def _complainant(row: Row, today: date) -> str:
    return escape(row.complainant or "")


def _respondent(row: Row, today: date) -> str:
    return _cut(row.respondents or "")


def _sender(row: Row, today: date) -> str:
    numbers = (row.senders or "").split("\n")[1:]
    if not numbers:
        return ""
    more = f' <span class="soft">+{len(numbers) - 1}</span>' if len(numbers) > 1 else ""
    return f'<span title="{escape("、".join(numbers[:10]))}">{escape(numbers[0])}{more}</span>'


def _matter(row: Row, today: date) -> str:
    labels = [str(Situation(slug).label) for slug in row.situations if slug in Situation.values]
    kind = str(Kind(row.kind).label) if row.kind in Kind.values else row.kind
    return _cut("、".join(labels) or kind, f"{kind}：{'、'.join(labels)}（{_channel_title(row)}）")


def _channel_title(row: Row) -> str:
    channel = load().channels.get(row.channel)
    return channel.title if channel else row.channel


def _channel(row: Row, today: date) -> str:
    return _cut(_channel_title(row))


def _region(row: Row, today: date) -> str:
    return escape(str(dict(PROVINCES).get(f"{(row.region or '')[:2]}0000", "")))


def _sum(row: Row, today: date) -> str:
    if row.yuan is None:
        return ""
    title = escape(Listing.Sum(row.sum_of).label) if row.sum_of in Listing.Sum.values else ""
    yuan = f"{row.yuan:,.2f}".removesuffix(".00")
    return f'<span title="{title}">{yuan}</span>'


def _days(row: Row, today: date) -> str:
    words, urgency = days_left(row, today, uncounted=row.deadline is not None)
    return f'<span class="days {urgency}" title="{escape(_why(row))}">{escape(words)}</span>'


def _why(row: Row) -> str:
    """What is due, counted since when, by which article; why a day cannot be counted."""
    said = row.deadline or {}
    since = _("%s 起算") % said["counted_from"] if said.get("counted_from") else ""
    parts = (said.get("what"), since, said.get("provision"), said.get("reason") if row.due_on is None else "")
    return "；".join(one for one in parts if one)


def _last(row: Row, today: date) -> str:
    said, at = _last_event(row)
    if at is None:
        return ""
    local = timezone.localtime(at)
    day = f"{local:%m-%d}" if local.year == today.year else f"{local:%Y-%m-%d}"
    return f'{escape(said)} <time datetime="{local.isoformat()}" title="{local:%Y-%m-%d %H:%M}">{day}</time>'


def _last_event(row: Row) -> tuple[str, datetime | None]:
    event = row.last or {}
    said, at = _("收到"), row.sent_at
    if event:
        words = _MOVES.get(event["to"]) if event["act"] == Act.FILING_MOVED else _EVENTS.get(event["act"])
        said, at = str(words or _("进展")), datetime.fromisoformat(str(event["at"]))
    if row.brought is not None and (at is None or row.brought > at):
        return _("来了补充"), row.brought
    return said, at


def _received(row: Row, today: date) -> str:
    return f"{timezone.localtime(row.sent_at):%Y-%m-%d}" if row.sent_at else ""


def _caseworker(row: Row, today: date) -> str:
    if row.assigned_to is None:
        return f'<span class="soft">{escape(_("未分派"))}</span>'
    name = row.assignee_name
    return escape(name if row.assignee_here else _("%s（已离开）") % name)


def _cut(text: str, whole: str = "") -> str:
    """A text that the column may cut: whole where the pointer rests."""
    return f'<span title="{escape(whole or text)}">{escape(text)}</span>' if text else ""


_OF_CONTENT = frozenset({"complainant", "respondent", "sender", "matter", "region", "sum"})
_CELLS: dict[str, Callable[[Row, date], Any]] = {
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
    "caseworker": _caseworker,
}
