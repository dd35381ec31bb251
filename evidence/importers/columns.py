"""Which column of a table holds what: by its heading in Chinese or English, else by what stands in it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from evidence.importers import moments, senders
from evidence.importers.entry import ASSISTANT, IMAZING, IPHONE_TABLE, PHONEVIEW, TABLE, Format

SENDER, RECIPIENT, NAME, TEXT, WHEN, DAY, CLOCK, DIRECTION, KIND, SECONDS, CHANNEL = (
    "sender", "recipient", "name", "text", "when", "day", "clock", "direction", "kind", "seconds", "channel",
)  # fmt: skip

_RECEIVED_FROM = (
    "发送号码", "发件人", "发送人", "发信人", "发送方", "发件号码", "发送者", "发送端口", "来电号码", "来电", "主叫号码", "主叫",
    "来源", "来源号码", "发短信号码", "骚扰号码", "sender", "sendernumber", "from", "caller",
)  # fmt: skip
_HEADINGS: dict[str, tuple[str, ...]] = {
    SENDER: (
        *_RECEIVED_FROM, "号码", "电话", "电话号码", "手机号", "手机号码", "对方号码", "对端号码", "对方", "联系电话", "短信号码",
        "端口号", "端口", "短信端口", "通话号码", "number", "phone", "phonenumber", "address", "senderid", "contactnumber",
    ),
    RECIPIENT: ("接收号码", "收件人", "接收人", "接收方", "收信人", "被叫号码", "to", "recipient", "receiver"),
    NAME: ("联系人", "姓名", "名称", "name", "contact", "contactname", "sendername", "chatsession"),
    TEXT: (
        "内容", "短信内容", "信息内容", "消息内容", "短信正文", "正文", "文本", "短信", "信息", "消息", "通知内容",
        "text", "content", "contents", "body", "message", "messagetext", "sms",
    ),
    WHEN: (
        "日期时间", "发送时间", "接收时间", "收到时间", "收信时间", "短信时间", "来电时间", "通话时间", "起始时间", "开始时间",
        "通话开始时间", "呼叫时间", "发送日期", "接收日期", "收到日期", "短信日期",
        "timestamp", "messagedate", "datetime", "dateandtime",
        "receivedat", "sentat", "receiveddate", "calltime", "starttime",
    ),
    DAY: ("日期", "年月日", "date", "day", "calldate"),
    CLOCK: ("时间", "时刻", "time"),
    DIRECTION: (
        "收发", "收/发", "方向", "收发类型", "主被叫", "呼叫类型", "呼叫方式", "通话方式", "通信方式",
        "direction", "incoming/outgoing", "folder", "box",
    ),
    KIND: ("类型", "类别", "通话类型", "短信类型", "消息类型", "状态", "type", "calltype", "messagetype"),
    SECONDS: (
        "时长", "通话时长", "通信时长", "持续时间", "时长(秒)", "通话时长(秒)", "通信时长(秒)",
        "duration", "seconds", "duration(s)",
    ),
    CHANNEL: ("方式", "渠道", "service", "channel"),
}  # fmt: skip
_ROLE_OF = {heading: role for role, headings in _HEADINGS.items() for heading in headings}
_NUMBER = re.compile(r"\+?[\d\s\-]{3,24}|[+-]?\d(?:\.\d+)?[eE]\+?\d{1,2}")
_SIGNS = re.compile(r"[\s_\-:·*]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """``place`` of each role that was found. ``headed`` tells that the row that was looked at is a heading."""

    place: dict[str, int] = field(default_factory=dict)
    kind: Format = TABLE
    headed: bool = False
    received: bool = False  # the heading of the number says that it is the writer's
    calls: bool = False

    @property
    def usable(self) -> bool:
        other = {TEXT, WHEN, DAY, CLOCK, SECONDS} & self.place.keys()
        return (SENDER in self.place and bool(other)) or (TEXT in self.place and len(self.place) > 1)


def _folded(heading: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", heading[:60])).lower().lstrip("\ufeff")


def by_heading(row: Sequence[str]) -> Columns:
    names = [_folded(cell) for cell in row]
    place: dict[str, int] = {}
    for index, name in enumerate(names):
        role = _ROLE_OF.get(name)
        if role and role not in place:
            place[role] = index
        elif role == SENDER and name in ("senderid", "number", "phonenumber"):
            place[role] = index  # better than a column called "sender" or "address" before it
    if SENDER not in place and NAME in place:
        place[SENDER] = place[NAME]
    received = SENDER in place and names[place[SENDER]] in _RECEIVED_FROM
    kind = TABLE
    if {"chatsession", "messagedate"} <= set(names):
        kind = IMAZING
    elif {"direction", "timestamp", "number", "content"} <= set(names):
        kind = PHONEVIEW
    elif {"date", "from", "to", "text"} <= set(names):
        kind = IPHONE_TABLE
    calls = TEXT not in place and (
        SECONDS in place or any("通话" in name or "来电" in name for name in names)
    )
    return Columns(place, kind, headed=True, received=received, calls=calls)


def by_content(rows: Sequence[Sequence[str]]) -> Columns:
    """For the lists of phone assistants, which have no heading: number, 收/发, date, words."""
    width = max((len(row) for row in rows), default=0)
    place: dict[str, int] = {}
    shares: dict[str, list[float]] = {SENDER: [], WHEN: [], DIRECTION: [], TEXT: []}
    for index in range(min(width, 30)):
        cells = [row[index].strip() for row in rows if index < len(row) and row[index].strip()]
        count = max(1, len(cells))
        dated = [moments.from_words(cell).on is not None for cell in cells]
        shares[SENDER].append(
            sum(bool(_NUMBER.fullmatch(c)) and not d for c, d in zip(cells, dated, strict=True)) / count
        )
        shares[WHEN].append(sum(dated) / count)
        shares[DIRECTION].append(
            sum(bool(senders.direction(cell)) and not cell.isdigit() for cell in cells) / count
        )
        shares[TEXT].append(sum(len(cell) for cell in cells) / count if cells else 0)
    for role in (SENDER, WHEN, DIRECTION):
        best = max(range(len(shares[role])), key=lambda index: shares[role][index], default=-1)
        if best >= 0 and shares[role][best] >= 0.6 and best not in place.values():
            place[role] = best
    left = [index for index in range(min(width, 30)) if index not in place.values()]
    longest = max(left, key=lambda index: shares[TEXT][index], default=-1)
    if longest >= 0 and shares[TEXT][longest] >= 4:
        place[TEXT] = longest
    found = {SENDER, WHEN, TEXT} <= place.keys()
    return Columns(place if found else {}, ASSISTANT)
