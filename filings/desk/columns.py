"""The columns of the queue: what they are called, and what each says of a row in words, for the page and for the table that
is taken out."""

from datetime import datetime
from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from complaints.models import Act, CameBy, Kind, Situation
from complaints.questions import PROVINCES
from filings.desk.rows import Row
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
    "came": gettext_lazy("怎样来的"),
    "caseworker": gettext_lazy("经办人"),
}
_EVENTS: dict[str, Any] = {
    Act.QUESTION_ASKED: gettext_lazy("提问"),
    Act.NOTE_ADDED: gettext_lazy("备注"),
    Act.ASSIGNED: gettext_lazy("分派"),
    Act.RECUSED: gettext_lazy("声明回避"),
    Act.RECUSAL_LIFTED: gettext_lazy("回避解除"),
    Act.SUPPLEMENT_SEEN: gettext_lazy("看过补充"),
    Act.WITHDRAWAL_SEEN: gettext_lazy("知悉撤回"),
    Act.KEPT_ON_BASIS: gettext_lazy("依法留存"),
    Act.DECISION_CORRECTED: gettext_lazy("更正处理"),
    Act.APPROVAL_ASKED: gettext_lazy("请人复核"),
    Act.APPROVAL_SETTLED: gettext_lazy("复核"),
    Act.PERIOD_EXTENDED: gettext_lazy("延长期限"),
    Act.PERIOD_PAUSED: gettext_lazy("暂停计算"),
    Act.PERIOD_RESUMED: gettext_lazy("恢复计算"),
    Act.MEDIATION_MOVED: gettext_lazy("调解"),
    Act.REFERRAL_MOVED: gettext_lazy("移交立案"),
    Act.ANSWER_RECORDED: gettext_lazy("口头答复"),
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


@cache
def labels(language: str | None) -> dict[str, str]:
    """Kinds and situations in words, a language's once: the rows of a page say them two hundred times."""
    return {one.value: str(one.label) for one in (*Kind, *Situation)}


def kind(row: Row) -> str:
    return row.called or ""


def situations(row: Row) -> str:
    known = labels(get_language())
    return "、".join(known[slug] for slug in row.situations or () if slug in known)


def senders(row: Row) -> list[str]:
    return (row.senders or "").split("\n")[1:]


def region(row: Row) -> str:
    """The province."""
    return str(dict(PROVINCES).get(f"{(row.region or '')[:2]}0000", ""))


def came(row: Row) -> str:
    """By which way it came."""
    return str(CameBy(row.came_by).label) if row.came_by else _("本平台")


def channel_title(row: Row) -> str:
    channel = load().channels.get(row.channel)
    return channel.title if channel else row.channel


@cache
def _event(act: str, to: str, _language: str | None) -> str:
    words = _MOVES.get(to) if act == Act.FILING_MOVED else _EVENTS.get(act)
    return str(words or _("进展"))


def last_event(row: Row, language: str | None) -> tuple[str, datetime | None]:
    """In the language that is spoken, by its code: a page asks for it once."""
    event = {**row.last, "at": datetime.fromisoformat(row.last["at"])} if row.last else None
    return last_of(event, row.sent_at, row.brought, language)


def last_of(
    event: dict[str, Any] | None, sent_at: datetime | None, brought: datetime | None, language: str | None
) -> tuple[str, datetime | None]:
    """Of what the desk did last (act, to, at), when it was sent, and when the last supplement came."""
    said, at = (
        (_event(event["act"], event["to"] or "", language), event["at"]) if event else (_("收到"), sent_at)
    )
    if brought is not None and (at is None or brought > at):
        return _("来了补充"), brought
    return said, at
