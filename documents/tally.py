"""What the messages and calls of a case come to: in numbers, in sentences, and in a table by day, signature and number."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from documents import frozen
from documents.pleading import chinese_day

if TYPE_CHECKING:
    from complaints.counting.timeline import Party, Timeline

# Rows of the table, about three pages; numbers of one sender that a sentence names.
MOST_ROWS, MOST_NUMBERS = 120, 5


def tally(counted: Timeline) -> frozen.Tally:
    """The numbers of all stand beside the sentences: a paper says them together with what the person says."""
    rows: list[frozen.TallyRow] = [
        {"on": day.isoformat(), "signature": signature, "sender": sender, "count": count}
        for day, signature, sender, count in counted.by_day
    ]
    listed, unit = rows[:MOST_ROWS], unit_of(counted.channels)
    return {
        "said": [_sentence(one, unit, after=False) for one in counted.parties],
        "after_said": [_sentence(one, unit, after=True) for one in counted.parties],
        "count": counted.count,
        "busiest": counted.busiest,
        "night": counted.night,
        "after": counted.after,
        "rows": listed,
        "unlisted": counted.count - sum(one["count"] for one in listed),
        "unit": unit,
    }


def unit_of(channels: object) -> str:
    """A call is counted in 次, a message in 条."""
    return "次" if isinstance(channels, list | tuple) and "call" in channels else "条"


def _sentence(one: Party, unit: str, *, after: bool) -> str:
    said = f"{_named(one)}：{one.count}{unit}"
    if one.refused_on is None or not after:
        return f"{said}（{_span(one.first, one.last)}）。" if one.first else f"{said}。"
    how = "退订" if one.replied else "拒绝"
    said += f"；{chinese_day(one.refused_on)}{how}后仍收到{one.after}{unit}"
    if one.after_first is not None and one.after_last is not None:
        said += f"（{_span(one.after_first, one.after_last)}，单日最多{one.after_busiest}{unit}）"
    return f"{said}。"


def _named(one: Party) -> str:
    numbers = "、".join(one.senders[:MOST_NUMBERS])
    if len(one.senders) > MOST_NUMBERS:
        numbers += f"等{len(one.senders)}个号码"
    if not one.signature:
        # An app, a contact's name is no number.
        called = f"号码{numbers}" if re.search(r"\d{3}", numbers) else f"“{numbers}”"
        return called if numbers else "没有显示号码的"
    return f"【{one.signature}】（{numbers}）" if numbers else f"【{one.signature}】"


def _span(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    return chinese_day(first) if first == last else f"{chinese_day(first)}至{chinese_day(last)}"
