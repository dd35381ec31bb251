"""What happened, as a paper tells it: out of the answers and of the counts on file, each sentence with what it rests on.

The counts of the person are those of the paper: never less than was said, nor than is on file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from documents.blocks import Sentence
from documents.material import Case
from documents.official import OfficialForm
from documents.pleading import chinese_day, plain, voiced
from documents.tally import unit_of
from documents.voice import COURT, speaker_of, voice
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


def account_of(case: Case, form: OfficialForm) -> tuple[Sentence, ...]:
    """How often and when, then what each ground rests on; a fact that two grounds tell of is told once."""
    counted = voiced(counts(case.facts, case.tally.unit, speaker_of(form)), {})
    if form.each and {one.code for one in case.grounds} <= _UNHEARD:
        counted = ()
    if counted and not case.messages and not (form.brief or form.message_sheet):
        counted += tuple(_numbers(case.facts))
    told: list[Sentence] = []
    already = set[str]()
    for ground in case.grounds:
        new = [one for one in ground.facts if one.text not in already and _its_matter(one, form)]
        already.update(one.text for one in new)
        told += voiced(new, voice(case, form, ground))
    if not counted and not {one.code for one in case.grounds} <= _OF_THE_NUMBER:
        told = _dated(told, case.facts)
    return (*counted, *told, *_apart_from_the_loan(case, form))


def _apart_from_the_loan(case: Case, form: OfficialForm) -> list[Sentence]:
    """Who owes, complains of the way it is collected: nothing is said of the loan, which is settled elsewhere."""
    about = {one.code for one in case.grounds}
    elsewhere = form.channel == COURT or form.message_sheet
    if lookup(case.facts, "debt.owed") != "own" or elsewhere or not about & _OF_COLLECTION:
        return []
    return [Sentence(text="借款本身另行处理，本件只针对上述催收方式", rests=("debt.owed",))]


def _its_matter(one: Sentence, form: OfficialForm) -> bool:
    """Whoever looks into numbers and messages is told who they say they are and what they threaten, and no sums."""
    return not form.message_sheet or not _SUMS & set(one.rests)


_SUMS = frozenset({"debt.claimed", "debt.paid_under_pressure"})
_OF_COLLECTION = frozenset({"F3", "F4", "F7"})
# What a number was before: no day of an event is part of it.
_OF_THE_NUMBER = frozenset({"S1", "S2"})


def _numbers(facts: Mapping[str, Any]) -> list[Sentence]:
    """From which numbers it came, where nothing on file shows them."""
    numbers = [str(one) for one in lookup(facts, "contacts.numbers") or ()]
    if not numbers:
        return []
    shown = {"call": "来电", "sms": "来信", "mms": "来信"}
    ways = list(dict.fromkeys(shown[one] for one in lookup(facts, "contacts.channels") or () if one in shown))
    text = f"{'、'.join(ways) or '来电、来信'}显示的号码为{'、'.join(numbers[:_MOST])}{'等' if len(numbers) > _MOST else ''}"
    return [Sentence(text=text, rests=("contacts.numbers",))]


_MOST = 6
# Of which no message and no call is a part: a company that is told of them alone is not told how many came.
_UNHEARD = frozenset({"S4", "S7"})
# What happened on a day, and what says the days itself.
_EVENTS = frozenset({"number.sim_replaced_by_other", "number.account_taken_over"})
_DAYS = frozenset({"event.first", "event.last", "charges.first_on", "charges.last_on"})


def _dated(told: list[Sentence], facts: Mapping[str, Any]) -> list[Sentence]:
    """“2026年3月1日至3月2日，原告的电话卡被他人补办”: where no counts tell the days, what happened does."""
    when, days = span(facts)
    if not told or not when or any(_DAYS & set(one.rests) for one in told):
        return told
    when = when.removeprefix("自")
    for place, one in enumerate(told):
        if _EVENTS & set(one.rests):
            dated = Sentence(text=f"{when}，{one.text}", rests=(*days, *one.rests))
            return [*told[:place], dated, *told[place + 1 :]]
    return [Sentence(text=f"有关情形发生在{when}", rests=days), *told]


UNTOLD = "事情经过"


def tells_little(case: Case) -> bool:
    """Whether the answers tell of no act: then somebody has to write what happened, or to put in what they wrote."""
    return not (any(one.facts for one in case.grounds) or case.story or case.fraud or case.timeline)


def counts(facts: Mapping[str, Any], unit: str, speaker: str) -> list[Sentence]:
    """“自2026年9月1日至11月15日，原告共收到电话、短信58次，最多的一天9次，其中有22时至次日8时的”: as far as it is known."""
    return counted_as(facts, unit, speaker)


def _done(channels: Sequence[str]) -> str:
    """“拨打电话，发送短信、推送消息”: a call is made, the rest is sent."""
    sent = [_BY[one] for one in channels if one in _BY and one != "call"]
    called = ["拨打电话"] if "call" in channels else []
    return "、".join([*called, *([f"发送{'、'.join(sent)}"] if sent else [])]) or "发送信息"


def counted_as(facts: Mapping[str, Any], unit: str, speaker: str, *, by: str = "") -> list[Sentence]:
    """The same as whoever it was did it: “被告1向原告拨打电话、发送短信共58次”."""
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
    rests = ["contacts.channels"] if known["channels"] else []
    if known["count"]:
        said[0] += f"{plain(known['count'])}{unit}"
        rests.append("contacts.count")
    if known["max_per_day"] and known["max_per_day"] != known["count"]:
        said.append(f"最多的一天{plain(known['max_per_day'])}{unit}")
        rests.append("contacts.max_per_day")
    if known["night"] is True:
        said.append("其中有22时至次日8时的")
        rests.append("contacts.night")
    when, days = span(facts)
    when += "" if not when or when.startswith("自") or on_one_day(facts) else "起"
    when = f"自{when}" if when.endswith("起") else when
    return [Sentence(text="，".join([*([when] if when else []), *said]), rests=(*days, *rests))]


def on_one_day(facts: Mapping[str, Any]) -> bool:
    """Whether all that is counted can have come on the one day that is told: who says when it began does not say that it
    ended then."""
    count = lookup(facts, "contacts.count") or 0
    return count <= 1 or count == lookup(facts, "contacts.max_per_day")


def span(facts: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """“自2026年9月1日至11月15日”, and the facts it rests on."""
    first, last = lookup(facts, "event.first"), lookup(facts, "event.last")
    if not first and not last:
        return "", ()
    begins, ends = date.fromisoformat(first or last), date.fromisoformat(last or first)
    rests = tuple(f"event.{name}" for name, day in (("first", first), ("last", last)) if day)
    if begins == ends:
        return chinese_day(begins), rests
    until = (
        chinese_day(ends).removeprefix(f"{begins.year}年") if begins.year == ends.year else chinese_day(ends)
    )
    return f"自{chinese_day(begins)}至{until}", rests


def senders(case: Case) -> list[str]:
    """Who sent how much, as counted on file; what came after a refusal only where the count is not below what was said."""
    if case.tally.count == 0:
        return list(case.tally.said)  # content from before its numbers were frozen
    said, stated = (
        lookup(case.facts, "contacts.count") or 0,
        lookup(case.facts, "contacts.after_refusal") or 0,
    )
    rows = case.tally.said if stated > case.tally.after else case.tally.after_said or case.tally.said
    if said <= case.tally.count:
        return list(rows)
    return [f"其中逐条登记的有{case.tally.count}{case.tally.unit}：", *rows]
