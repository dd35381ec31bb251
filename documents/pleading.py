"""The sentences of a ground, said of the facts at hand: each with what it rests on, and none that the facts do not carry.

What is said rests on the facts that decided its condition and on those that stand in it by value. ``{本人}``, ``{对方}``
and ``{认定}`` stay in a sentence until a paper puts its own words for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from complaints.stated import as_told, is_month
from documents.blocks import Sentence
from legal.corpus.pleading import ALWAYS_KNOWN, ASKED, SPEAKING, Pleading, Statement, places
from legal.reasoning.conditions import Stated, Tree, evaluate, lookup
from legal.reasoning.facts import FACTS, spoken

_WAYS = {"sms_reply": "回复短信", "shop": "当面告知", "writing": "书面"}
# Who refused on the telephone may have called or been called: no more is said than that.
_SPOKEN = {"hotline": "在电话中", "at_once": "在来电中当场"}


@dataclass(frozen=True, kw_only=True)
class Pleaded:
    """A ground in the words of a paper."""

    heading: str
    actor: str
    by: tuple[str, ...]
    accuses: bool
    facts: tuple[Sentence, ...]
    reasons: tuple[Sentence, ...]
    claim: tuple[Sentence, ...] = ()
    argued: tuple[Sentence, ...] = ()
    direct: tuple[str, ...] = ()


def pleaded(pleading: Pleading, facts: Stated, conditions: Mapping[str, Tree]) -> Pleaded | None:
    """What can be said of these facts; None where no heading fits them."""
    headings = _sayable(pleading.headings, facts, conditions, headed=True)
    if not headings:
        return None
    can = {role for role, tree in pleading.by_when if evaluate(tree, facts, conditions).value is True}
    cannot = {role for role, _tree in pleading.by_when} - can - {*pleading.by}
    return Pleaded(
        heading=headings[0].text,
        actor=pleading.actor,
        by=(*pleading.by, *(role for role, _tree in pleading.by_when if role in can)),
        accuses=pleading.accuses,
        facts=_sayable(pleading.facts, facts, conditions),
        reasons=_sayable(pleading.reasons, facts, conditions),
        claim=_sayable(pleading.claim, facts, conditions),
        argued=_sayable(pleading.argued, facts, conditions),
        direct=tuple(role for role in pleading.direct if role not in cannot),
    )


def _sayable(
    rows: Iterable[Statement], facts: Stated, conditions: Mapping[str, Tree], *, headed: bool = False
) -> tuple[Sentence, ...]:
    found = (said_of(row, facts, conditions, bare=headed) for row in rows)
    return tuple(one for one in found if one is not None)


def said_of(
    row: Statement, facts: Stated, conditions: Mapping[str, Tree], *, bare: bool = False
) -> Sentence | None:
    """The sentence, where the facts carry it. ``bare``: it may rest on none of them, as a heading does whose ground is met."""
    decided: tuple[str, ...] = ()
    if row.when is not None:
        verdict = evaluate(row.when, facts, conditions)
        if verdict.value is not True:
            return None
        decided = verdict.used
    for wording in (_over_time(one, facts) for one in row.wordings):
        names = [one for one in places(wording) if one not in SPEAKING and not one.startswith(ASKED)]
        words = {
            name: ("" if f"多达{{{name}}}" in wording else roughly(name, facts)) + said
            for name in names
            if (said := _worded_of(facts, name))
        }
        if len(words) == len(names):
            # An empty list decided something and carries nothing.
            used = dict.fromkeys(FOLLOWS.get(name, name) for name in (*decided, *names))
            rests = tuple(name for name in used if lookup(facts, name) != [])
            if bare or set(rests) - ALWAYS_KNOWN:
                return Sentence(text=put(wording, words), rests=rests)
    return None


def roughly(name: str, facts: Stated) -> str:
    """“约” before a count that the person tells as about so many."""
    group, _, leaf = name.partition(".")
    return "约" if group == "contacts" and leaf in (lookup(facts, "contacts.about") or ()) else ""


def _over_time(wording: str, facts: Stated) -> str:
    """Who refused in several ways did so from the first day on: not in all of them on that day."""
    if len(lookup(facts, "refusal.ways") or ()) < _SEVERAL:
        return wording
    for on_a_day, over_time in _SINCE:
        wording = wording.replace(on_a_day, over_time)
    return wording


_SEVERAL = 2
_SINCE = (
    ("{refusal.on}，{本人一方}{refusal.ways}", "{refusal.on}起，{本人一方}{refusal.ways}"),
    ("于{refusal.on}{refusal.ways}", "自{refusal.on}起{refusal.ways}"),
)
# What follows from a fact rests on it.
FOLLOWS = {
    "derived.used_up": "loss.costs",
    "derived.consumer_finance": "respondents",
    "derived.holder_told": "prior",
    "derived.taken": "respondents",
    "derived.taken_alone": "respondents",
    "derived.debtor_related": "debt.debtor",
    "derived.others_paid": "loss.costs",
    "derived.others_paid_too": "loss.costs",
    "derived.says_fraud": "debt.paid_under_pressure",
    "derived.agreed_with_giver": "respondents",
}


def put(text: str, words: Mapping[str, str]) -> str:
    """Words for the names in braces, in one pass; a name without a word stays."""
    return re.sub(r"{([^{}]+)}", lambda match: words.get(match[1], match[0]), text)


def _worded_of(facts: Stated, name: str) -> str:
    group, _, end = name.partition(".")
    return event_day(facts, end) if group == "event" else worded(name, lookup(facts, name))


def worded(name: str, value: Any) -> str:
    """A fact in a sentence of a paper; "" where it is not known. A person's braces are no places."""
    if value is None or value == "" or value == []:
        return ""
    if name == "refusal.ways":
        by = "、".join(_WAYS[one] for one in value if one in _WAYS)
        spoken_of = [said for one, said in _SPOKEN.items() if one in value]
        return "、".join([*([f"以{by}的方式"] if by else []), *spoken_of])
    if name in FACTS and FACTS[name].type == "date":
        return chinese_day(date.fromisoformat(str(value)))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return plain(value)
    if isinstance(value, list) and FACTS[name].type == "texts":
        return "、".join(f"“{_harmless(str(one))}”" for one in value)
    return _harmless(spoken(name, value))


def _harmless(text: str) -> str:
    return text.replace("{", "｛").replace("}", "｝")


def event_day(facts: Stated, end: str) -> str:
    """The ``first`` or ``last`` day in Chinese; the month where no day is told, "" where nothing is."""
    return day_or_month(as_told(lookup(facts, "event") or {}, end))


def days_told(first: date | None, last: date | None, facts: Stated) -> list[str]:
    """The first and the last of these days as the person told them, each a month where no day is told; one stands for both."""
    days = {end: on.isoformat() for end, on in (("first", first or last), ("last", last or first)) if on}
    event = {**days, "months": lookup(facts, "event.months")}
    return [day_or_month(as_told(event, end)) for end in days]


def day_or_month(told: str) -> str:
    """2026年3月1日 of 2026-03-01, 2026年3月 of 2026-03; "" of nothing."""
    if is_month(told):
        return f"{told[:4]}年{int(told[5:])}月"
    return chinese_day(date.fromisoformat(told)) if told else ""


def chinese_day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def plain(value: float) -> str:
    """A count or a sum without zeros that say nothing."""
    said = f"{Decimal(str(value)):f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def voiced(sentences: Iterable[Sentence], words: Mapping[str, str]) -> tuple[Sentence, ...]:
    """The same sentences as one paper says them; twice the same is said once."""
    said: dict[str, Sentence] = {}
    for one in sentences:
        text = put(one.text, words).strip().rstrip("。；;")
        before = said.get(text)
        rests = (*before.rests, *one.rests) if before else one.rests
        said[text] = replace(one, text=text, rests=tuple(dict.fromkeys(rests)))
    return tuple(said.values())
