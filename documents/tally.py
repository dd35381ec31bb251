"""What the messages and calls of a case come to: in sentences, and in a table by day, signature and number. Plain data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from documents import frozen

if TYPE_CHECKING:
    from complaints.counting.timeline import Party, Timeline

# Rows of the table, about three pages; numbers of one sender that a sentence names.
MOST_ROWS, MOST_NUMBERS = 120, 5


def tally(counted: Timeline, *, stated: int) -> frozen.Tally:
    """``stated``: how many there were, as the person says; 0 where they do not, or where it may not be told."""
    rows: list[frozen.TallyRow] = [
        {"on": day.isoformat(), "signature": signature, "sender": sender, "count": count}
        for day, signature, sender, count in counted.by_day
    ]
    listed = rows[:MOST_ROWS]
    return {
        "said": _sentences(counted, stated),
        "rows": listed,
        "unlisted": counted.count - sum(one["count"] for one in listed),
        "unit": _unit(counted),
    }


def _unit(counted: Timeline) -> str:
    return "次" if "call" in counted.channels else "条"


def _sentences(counted: Timeline, stated: int) -> list[str]:
    """Where more came than the case holds one by one, that is said: a total that is too small binds whoever states it."""
    unit = _unit(counted)
    more = stated > counted.count
    whole = f"{'逐条登记的有' if more else '共收到'} {counted.count} {unit}"
    if counted.first is not None and counted.last is not None:
        whole += f"（最早 {counted.first}，最晚 {counted.last}，单日最多 {counted.busiest} {unit}）"
    if counted.night:
        whole += f"，其中 22 时至次日 8 时 {counted.night} {unit}"
    if more:
        whole += f"；连同没有逐条登记的，所述总数为 {stated} {unit}"
    return [f"{whole}。", *(_sentence(one, unit) for one in counted.parties)]


def _sentence(one: Party, unit: str) -> str:
    said = f"{_named(one)}：{one.count} {unit}"
    if one.refused_on is None:
        return f"{said}（{_span(one.first, one.last)}）。" if one.first else f"{said}。"
    how = "退订" if one.replied else "拒绝"
    said += f"；{one.refused_on} {how}后仍收到 {one.after} {unit}"
    if one.after_first is not None and one.after_last is not None:
        said += f"（最早 {one.after_first}，最晚 {one.after_last}，单日最多 {one.after_busiest} {unit}）"
    return f"{said}。"


def _named(one: Party) -> str:
    numbers = "、".join(one.senders[:MOST_NUMBERS])
    if len(one.senders) > MOST_NUMBERS:
        numbers += f"等 {len(one.senders)} 个号码"
    if not one.signature:
        return f"号码 {numbers}" if numbers else "没有显示号码的"
    return f"【{one.signature}】（{numbers}）" if numbers else f"【{one.signature}】"


def _span(first: date | None, last: date | None) -> str:
    return f"{first}" if first == last else f"{first} 至 {last}"
