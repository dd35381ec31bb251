"""The columns of the queue: what they are called, and what each says of a row in words, for the page and for the table that
is taken out."""

from datetime import datetime
from functools import cache

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from complaints.models import CameBy, Kind, Situation
from complaints.questions import PROVINCES
from filings.desk.rows import Row
from filings.desk.standing import last_of
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


def last_event(row: Row, language: str | None) -> tuple[str, datetime | None]:
    """In the language that is spoken, by its code: a page asks for it once."""
    event = {**row.last, "at": datetime.fromisoformat(row.last["at"])} if row.last else None
    return last_of(event, row.sent_at, row.brought, language)
