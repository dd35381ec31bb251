"""What the messages and calls of a case come to, as a filing says it: in sentences, and in a table by sender and day."""

from datetime import date
from typing import Any

from complaints.counting.timeline import Party, Timeline, timeline_of
from complaints.models import Complaint, Contact

MOST_ROWS = 120  # of the table; about three pages
MOST_NUMBERS = 5  # of one sender, named in a sentence


def tally_of(complaint: Complaint) -> dict[str, Any]:
    """The tally of more than one contact, of those that the case holds now; else nothing."""
    counted = timeline_of(complaint)
    if counted is None or counted.count < 2:
        return {}
    rows: list[dict[str, Any]] = [
        {"on": day.isoformat(), "signature": signature, "sender": sender, "count": count}
        for day, signature, sender, count in counted.by_day
    ]
    listed = rows[:MOST_ROWS]
    return {
        "said": _sentences(counted, _stated(complaint)),
        "rows": listed,
        "unlisted": counted.count - sum(one["count"] for one in listed),
        "unit": _unit(counted),
    }


def _unit(counted: Timeline) -> str:
    return "次" if Contact.Channel.CALL in counted.channels else "条"


def _stated(complaint: Complaint) -> int:
    """How many there were, as the person said; 0 where they did not."""
    said = complaint.facts.get("contacts", {}).get("count")
    return said if isinstance(said, int) and not isinstance(said, bool) else 0


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
