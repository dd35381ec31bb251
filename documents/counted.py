"""How often and when, by the answers and by what is on file: as sentences of any paper.

The counts of the person are those of the paper: never less than was said, nor than is on file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from documents.blocks import Sentence
from documents.material import Case
from documents.pleading import event_day, plain, roughly
from documents.tally import unit_of
from legal.reasoning.conditions import lookup

_BY = {
    "call": "电话",
    "sms": "短信",
    "mms": "彩信",
    "app": "应用内消息",
    "email": "电子邮件",
    "wechat": "微信消息",
    "push": "推送消息",
}


def _done(channels: Sequence[str]) -> str:
    """“拨打电话，发送短信、推送消息”: a call is made, the rest is sent."""
    sent = [_BY[one] for one in channels if one in _BY and one != "call"]
    called = ["拨打电话"] if "call" in channels else []
    return "、".join([*called, *([f"发送{'、'.join(sent)}"] if sent else [])]) or "发送信息"


def counted_as(
    facts: Mapping[str, Any], unit: str, speaker: str, *, by: str = "", turns: str = "", dated: bool = True
) -> list[Sentence]:
    """The same as whoever it was did it: “被告1向原告拨打电话、发送短信共58次”; ``turns``: who did, one after the other, and
    since when each."""
    known = {
        name: lookup(facts, f"contacts.{name}") for name in ("channels", "count", "max_per_day", "night")
    }
    if not (known["count"] or known["max_per_day"] or known["night"]):
        return []
    ways = [_BY[one] for one in known["channels"] or () if one in _BY] or ["信息"]
    unit = unit_of(known["channels"]) if known["channels"] else unit
    said = [f"{speaker}{'共' if known['count'] else ''}收到{'、'.join(ways)}"]
    if by:
        said = [f"{by}向{speaker}{_done(known['channels'] or ())}{'共' if known['count'] else ''}"]
    if turns:
        total = "共" if known["count"] else ""
        said = [f"{turns}，先后向{speaker}{_done(known['channels'] or ())}{_until(facts)}{total}"]
    rests = ["contacts.channels"] if known["channels"] else []
    if known["count"]:
        said[0] += f"{roughly('contacts.count', facts)}{plain(known['count'])}{unit}"
        rests.append("contacts.count")
    if known["max_per_day"] and known["max_per_day"] != known["count"]:
        said.append(f"最多的一天{roughly('contacts.max_per_day', facts)}{plain(known['max_per_day'])}{unit}")
        rests.append("contacts.max_per_day")
    if known["night"] is True:
        said.append("其中有22时至次日8时的")
        rests.append("contacts.night")
    if not known["count"] and known["max_per_day"]:
        said.append("总数以通信记录为准")
    when, days = span_of_contacts(facts)
    if turns or not dated:
        rests += [*(days if turns else ()), "respondents"]
        return [Sentence(text="，".join(said), rests=tuple(rests))]
    when += "" if not when or when.startswith("自") or on_one_day(facts) else "起"
    when = f"自{when}" if when.endswith("起") else when
    return [Sentence(text="，".join([*([when] if when else []), *said]), rests=(*days, *rests))]


def _until(facts: Mapping[str, Any]) -> str:
    """“，至11月25日”, of the year in which it began."""
    ended = event_day(facts, "last")
    if not ended:
        return ""
    return f"，至{ended.removeprefix(str(contacts_from(facts) or '')[:4] + '年')}"


def contacts_from(facts: Mapping[str, Any]) -> str | None:
    """The ISO day since when calls and messages came, which need not be the first of all that happened."""
    found: str | None = lookup(facts, BEGUN) or lookup(facts, "event.first")
    return found


BEGUN = "contacts.first_on"


def on_one_day(facts: Mapping[str, Any]) -> bool:
    """Whether all that is counted can have come on the one day that is told: who says when it began does not say that it
    ended then."""
    count = lookup(facts, "contacts.count") or 0
    return count <= 1 or count == lookup(facts, "contacts.max_per_day")


def months_named(facts: Mapping[str, Any], since: int, until: int) -> str:
    """“2026年7月至10月”, the months of a monthly charge from one of them to before another, counted from the first; "" where
    nobody said when it began."""
    first = lookup(facts, "charges.first_on")
    if not first:
        return ""
    began = date.fromisoformat(str(first))
    start = began.year * 12 + began.month - 1
    (year, month), (last_year, last) = (divmod(start + one, 12) for one in (since, until - 1))
    named = f"{year}年{month + 1}月"
    if until - since == 1:
        return named
    return f"{named}至{last + 1}月" if last_year == year else f"{named}至{last_year}年{last + 1}月"


def span(facts: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """“自2026年9月1日至11月15日”, and the facts it rests on."""
    first, last = lookup(facts, "event.first"), lookup(facts, "event.last")
    if not first and not last:
        return "", ()
    rests = tuple(f"event.{name}" for name, day in (("first", first), ("last", last)) if day)
    begins, ends = (event_day(facts, name) for name in ("first", "last"))
    begins, ends = begins or ends, ends or begins
    if begins == ends:
        return begins, rests
    return f"自{begins}至{ends.removeprefix(begins[: len('2026年')])}", rests


def span_of_contacts(facts: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The same of the calls and messages."""
    began = lookup(facts, BEGUN)
    if not began:
        return span(facts)
    said, rests = span({**facts, "event": {**(lookup(facts, "event") or {}), "first": began}})
    return said, (BEGUN, *(one for one in rests if one != "event.first"))


def within(facts: Mapping[str, Any]) -> str:
    """The same of one act: days from one to another are those of the whole matter."""
    when = span(facts)[0]
    if when.startswith("自"):
        return f"{when.removeprefix('自')}期间"
    return when if not when or on_one_day(facts) else f"自{when}起"


def senders(case: Case) -> list[str]:
    """Who sent how much, as counted on file; what came after a refusal only where the count is not below what was said."""
    if case.tally.count == 0:
        return list(case.tally.said)  # content from before its numbers were frozen
    said, stated = (
        lookup(case.facts, "contacts.count") or 0,
        lookup(case.facts, "contacts.after_refusal") or 0,
    )
    rows = case.tally.said if stated > case.tally.after else case.tally.after_said or case.tally.said
    if max(said, lookup(case.facts, "contacts.max_per_day") or 0) <= case.tally.count:
        return list(rows)
    return [f"其中逐条登记的有{case.tally.count}{case.tally.unit}：", *rows]
