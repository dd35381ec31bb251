"""The messages of a case as they were sent to the desk, each with what it says and what kind of number it came from."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.reading import describe, read
from filings.desk.sent import Line, Sent

CATEGORY = {
    "marketing": gettext_lazy("推广"),
    "collection": gettext_lazy("催收"),
    "verification": gettext_lazy("验证码"),
    "fraud": gettext_lazy("疑似诈骗"),
    "notice": gettext_lazy("通知"),
    "personal": gettext_lazy("私人"),
}
MOST_READ = 30  # a page reads this many; the rest is shown as it came


@dataclass(frozen=True)
class Message:
    sender: str
    sender_kind: str
    at: str
    text: str
    read: list[Line]


def messages(sent: Sent) -> list[Message]:
    """In the order in which they were sent."""
    return [_message(one, place < MOST_READ) for place, one in enumerate(sent.messages)]


def _message(one: dict[str, Any], to_read: bool) -> Message:
    text, sender = str(one.get("text") or ""), str(one.get("sender") or "")
    return Message(
        sender=sender,
        sender_kind=describe(sender).meaning if sender else "",
        at=_when(one.get("at")),
        text=text,
        read=_read(text, sender) if to_read and text else [],
    )


def _read(text: str, sender: str) -> list[Line]:
    found = read(text, sender=sender or None)
    lines = [
        (_("种类"), str(CATEGORY.get(found.category, found.category))),
        (_("签名"), found.signature or ""),
        (_("退订"), (found.opt_out.text or found.opt_out.code or "") if found.opt_out else ""),
        (_("金额"), "、".join(_("%s 元") % f"{yuan.normalize():f}" for yuan in found.amounts)),
        (_("称有欠款"), _("是") if found.claims_debt else ""),
        (_("文中电话"), "、".join(found.phones)),
        (_("网址"), "、".join(found.urls)),
        (_("限期"), found.deadline_words or ""),
    ]
    return [(label, value) for label, value in lines if value]


def _when(at: Any) -> str:
    if isinstance(at, datetime):
        return date_format(timezone.localtime(at), "Y-m-d H:i")
    return f"{at:%Y-%m-%d}" if isinstance(at, date) else str(at or "")
