"""Of several who called and wrote, one after the other: since when each did, in the words of a paper, and what of it is told to
one of them alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from documents.blocks import Sentence, said
from documents.counted import counted_as
from documents.each_counted import read_count
from documents.material import Case, Respondent
from documents.pleading import chinese_day
from documents.told_of_each import EachTold
from legal.reasoning.conditions import lookup

# Who writes and calls with their own hands; who may have it done.
_HANDS = frozenset({"content_provider", "collector", "agent", "person"})
MAY_CALL = _HANDS | {"bank", "lender", "assignee", "principal", "trader", "platform", "payment_institution"}
# Who does so for a creditor, and answers for nothing else.
COLLECTORS = frozenset({"collector", "agent"})
_SEVERAL = 2


def in_turn(case: Case) -> list[Respondent]:
    """Those who called and wrote, the first first; empty where it was not told of two of them, or not of one who did so."""
    if lookup(case.facts, "kind") == "second_hand_number" or lookup(case.facts, "debt.others_collect"):
        return []
    begun = [one for one in case.respondents if one.told.since and one.role in MAY_CALL]
    untold = any(one.role in _HANDS and not one.told.since for one in case.respondents)
    return (
        [] if untold or len(begun) < _SEVERAL else sorted(begun, key=lambda one: (one.told.since, one.name))
    )


def by_turns(case: Case, name: Callable[[Respondent], str]) -> str:
    """“自2026年3月5日起由被告1、4月起由被告2”; "" where the story does not tell."""
    some = in_turn(case)
    said, year = [], ""
    for one in some:
        words = day_told(one.told.since)
        by = f"有人以{name(one)}债权的名义" if one.told.in_name else f"由{name(one)}"
        said.append(f"{words.removeprefix(year) if year else words}起{by}")
        year = f"{one.told.since[:4]}年"
    return f"自{'、'.join(said)}" if said else ""


def not_of_who_came_later(case: Case, speaker: str, name: Callable[[Respondent], str]) -> list[Sentence]:
    """“其中22时至次日8时的…，均在被告2联系原告之前”: of who called one after the other, what is told only of days before one of
    them did."""
    told = {"night": lookup(case.facts, "contacts.night"), "kin": lookup(case.facts, "debt.contacts_told")}
    words = {"night": "22时至次日8时的联系", "kin": f"对{speaker}亲友、同事的联系"}
    found = []
    for one in in_turn(case):
        slugs = [slug for slug in one.told.before if told.get(slug)]
        if slugs:
            before = "、".join(words[slug] for slug in slugs)
            found.append(
                said(f"其中{before}，均在{name(one)}联系{speaker}之前", "event.first", "respondents")
            )
    return found


def day_told(said: str) -> str:
    """“2026年4月”, where no day of it was told."""
    if len(said) == len("2026-04"):
        year, month = said.split("-")
        return f"{year}年{int(month)}月"
    return chinese_day(date.fromisoformat(said))


def counted_of_all(case: Case, unit: str, speaker: str, own: Respondent, name: str) -> list[Sentence]:
    """To one of them: since when it called, and how many came of all of them, of which its own are for the records to tell."""
    every = f"先后联系{speaker}的各方"
    counted = counted_as(case.facts, unit, speaker, by=every, dated=False)
    began = own.told.since or own.told.first_on
    since, until = day_told(began), own.told.until
    ended = day_told(until).removeprefix(f"{began[:4]}年") if until else ""
    when = f"{since}至{ended}" if ended else f"自{since}起"
    theirs = f"其中{name}{own.told.counted}" if own.told.counted else f"{name}的次数以通信记录为准"
    return [
        Sentence(text=f"{when}，{name}联系{speaker}", rests=("event.first", "respondents")),
        *(
            replace(one, text=f"{one.text.replace(f'{every}向{speaker}', every, 1)}，{theirs}")
            for one in counted
        ),
    ]


def counted_of_one(
    case: Case, unit: str, speaker: str, who: Respondent, name: Callable[[Respondent], str]
) -> list[Sentence]:
    """Of one who called, beside others who wrote: since its own first day, how many the story counts of it, and what the others
    sent; how many of each are for the records to tell where the story counts all together. Empty where nobody else sent
    anything, or nothing tells since when it did."""
    others = [one for one in case.respondents if one != who and one.role in MAY_CALL]
    wrote = [one for one in others if one.told.first_on and not one.told.counted]
    counts = [one for one in others if one.told.counted]
    facts, began = case.facts, who.told.since or who.told.first_on
    if not began or in_turn(case):
        return []
    if who.told.counted and not wrote:
        after = lookup(facts, "contacts.after_refusal")
        own = _contacts(lookup(facts, "contacts") or {}, who.told, [one.told for one in others])
        own |= {"after_refusal": after} if after else {}
        own.pop("first_on", None)
        event = {**(lookup(facts, "event") or {}), "first": _start(began)}
        found = counted_as({**facts, "contacts": own, "event": event}, unit, speaker, by=name(who))
        besides = [f"{name(one)}向{speaker}发来{one.told.counted}" for one in counts if name(one)]
        return [
            replace(
                one,
                text="；".join([one.text, *besides]),
                # The ways are those of the story's count.
                rests=(*(name for name in one.rests if lookup(facts, name) is not None), "respondents"),
            )
            for one in found
        ]
    first = str(lookup(facts, "event.first") or "")
    before = [one for one in wrote if one.told.first_on < began]
    if who.told.counted or not before or first >= began or not all(map(name, before)):
        return []
    said_before = [f"{day_told(one.told.first_on)}，{name(one)}向{speaker}发来信息" for one in before]
    every = f"{'、'.join(map(name, before))}和{name(who)}"
    found = counted_as(facts, unit, speaker, by=every, dated=False)
    since = f"自{day_told(began)}起，{name(who)}联系{speaker}"
    found = [replace(one, text=f"{one.text}，各自的次数以通信记录为准") for one in found]
    return [said("；".join([*said_before, since]), "event.first", "respondents", "messages"), *found]


def counted_by_each(case: Case, name: Callable[[Respondent], str]) -> str:
    """“其中被告1电话79个、短信18条，被告2电话33个、微信12条”; "" unless the story counts those of everybody who called."""
    callers = [one for one in case.respondents if one.role in MAY_CALL and not one.told.gave]
    if len(callers) < _SEVERAL or not all(one.told.counted and name(one) for one in callers):
        return ""
    return "其中" + "，".join(f"{name(one)}{one.told.counted}" for one in callers)


# ── What one of them is told ─────────────────────────────────────────────────────────────────────────────────────────
def refused_by_each(case: Case, name: Callable[[Respondent], str]) -> str:
    """“2026年8月27日、9月3日向被告1拒绝，两次向被告2回复R”; "" where one alone can have called, or the story does not tell to
    whom no was said on the day that was answered."""
    on = str(lookup(case.facts, "refusal.on") or "")
    callers = [one for one in case.respondents if one.role in MAY_CALL and not one.told.gave]
    if len(callers) < _SEVERAL or (on and all(on not in one.told.refused_on for one in callers)):
        return ""
    named = [one for one in callers if name(one)]
    together = {(one.told.refused_on, one.told.refused_how, one.told.replied) for one in named}
    if len(named) > 1 and len(together) == 1 and named[0].told.refused_how:
        return refused_in_words(named[0].told, f"分别向{'、'.join(map(name, named))}")
    said = (refused_in_words(one.told, f"向{name(one)}") for one in named)
    return "，".join(words for words in said if words)


def plainly_refused(one: Sentence) -> Sentence:
    """That no was said, without the ways, which are told with to whom each was."""
    if not any(name.startswith("refusal.") for name in one.rests):
        return one
    return replace(one, text=_WAYS.sub("明确拒绝", one.text))


_WAYS = re.compile("(?:分别)?(?:以[^，。（]*?的方式、?)?(?:(?:在来电中当场|在电话中)、?)*明确拒绝")
_HOW = {"shop": "到店当面", "hotline": "在电话中", "at_once": "在来电中", "writing": "书面"}


def refused_in_words(told: EachTold, to: str = "") -> str:
    """“2026年8月27日、9月3日拒绝，两次回复R”, each day with how, where that is told of each; ``to``: “向被告1”."""
    days, year = [], ""
    for day in told.refused_on:
        words = day_told(day)
        days.append(words.removeprefix(year) if year else words)
        year = f"{day[:4]}年"
    on = day_told(told.replied_on).removeprefix(year) if told.replied_on else ""
    replied = on + told.replied.replace("回复", f"{to}回复")
    if told.refused_how:
        said = [f"{on}{_HOW[how]}{to}拒绝" for on, how in zip(days, told.refused_how, strict=True)]
        return "，".join([*said, *([replied] if replied else [])])
    if told.refused_ways == ("sms_reply",):
        return f"{'、'.join(days)}{replied}"
    said = [f"{'、'.join(days)}{to}拒绝"] if days else []
    return "，".join([*said, *([replied] if replied else [])])


OF_ALL = "contacts.of_all"
# What others did with what this one gave them.
BY_OTHERS = "contacts.by_others"
# The day is one on which another of them was told.
TOLD_ANOTHER = "debt.told_another"


def addressee_of(case: Case) -> Respondent | None:
    """The one complained about to whom a paper goes."""
    return next((one for one in case.respondents if one.name and one.name == case.addressee), None)


def informed(case: Case) -> Respondent | None:
    """Whom it was said to that the debt is another's, or disputed."""
    return next((one for one in case.respondents if one.told.informed), None)


def said_to_one(groups: Mapping[str, Any], own: EachTold, others: list[EachTold]) -> dict[str, Any]:
    """The answers, by group, as one of several is told them: the days on which it called, no refusal, no word and no threat
    that another had, and how many came as the number of all."""
    found = dict(groups)
    order = (groups.get("data") or {}).get("source") == "order"
    if own.gave:
        return _handed_on(found)
    if any(one.gave for one in others) and not order:
        # What was agreed to was with whoever gave it away.
        found.pop("consent", None)
    # Whoever called alone called all the time.
    others_called = bool(own.first_on or own.since) and any(one.first_on or one.since for one in others)
    counted_apart = bool(own.counted and own.first_on) and any(one.counted for one in others)
    if (event := found.get("event")) and (others_called or counted_apart):
        last = _end(own.until) if own.until else event["last"]
        first = max(_start(own.since or own.first_on), event["first"])
        found["event"] = {**event, "first": first, "last": min(last, event["last"])}
        if contacts := found.get("contacts"):
            found["contacts"] = {name: one for name, one in contacts.items() if name != "first_on"}
    if (contacts := found.get("contacts")) and contacts.get("count") and (others_called or own.counted):
        found["contacts"] = _contacts(contacts, own, others)
    refused = any(one.refused_on or one.replied for one in others)
    if (refusal := found.get("refusal")) and refused:
        found["refusal"] = _refusal(refusal, own)
        if not found["refusal"]:
            del found["refusal"]
    elif refusal and refusal.get("on") and _began_after(own, refusal["on"]):
        # Nobody says no to who has not yet called.
        del found["refusal"]
        if contacts := found.get("contacts"):
            found["contacts"] = {name: one for name, one in contacts.items() if name != "after_refusal"}
    if (content := found.get("content")) and not own.replied and any(one.replied for one in others):
        # Whose messages it was that a reply did not stop.
        ours = {name: one for name, one in content.items() if not name.startswith("opt_out")}
        found["content"] = ours
    if debt := found.get("debt"):
        found["debt"] = _of_debt(debt, own, others)
    return found


def _began_after(own: EachTold, day: str) -> bool:
    began = own.since or own.first_on
    return bool(began) and _start(began) > day


def _contacts(said: Mapping[str, Any], own: EachTold, others: list[EachTold]) -> dict[str, Any]:
    """The number of its own alone, where the story counts that; else that of all. What was the most in a day, and what came
    at night, is of whoever alone called."""
    gone = {"after_refusal", *(["night"] if "night" in own.before else [])}
    rest = {name: one for name, one in said.items() if name not in gone}
    if not own.counted:
        return {**rest, "of_all": True}
    own_count = read_count(own.counted)
    called_too = [one for one in others if not one.counted or "call" in read_count(one.counted).ways]
    if "call" not in own_count.ways or any(one.first_on or one.counted for one in called_too):
        rest = {name: one for name, one in rest.items() if name not in ("max_per_day", "night")}
    about = [one for one in rest.get("about") or () if one != "count"] + (
        ["count"] if own_count.about else []
    )
    rest = {name: one for name, one in rest.items() if name != "about"} | ({"about": about} if about else {})
    if own.after and (own.refused_on or own.replied):
        rest["after_refusal"] = own.after
    return {**rest, "channels": [*own_count.ways], "count": own_count.total}


def its_own(own: Respondent | None, facts: Mapping[str, Any]) -> bool:
    """Whether how many came is what the story counts of this one alone."""
    counted = own.told.counted if own is not None else ""
    return bool(counted) and read_count(counted).total == lookup(facts, "contacts.count")


def _handed_on(groups: dict[str, Any]) -> dict[str, Any]:
    """To whom only handed the data on: that others advertised with it and how often, not what was said to those."""
    found = {name: one for name, one in groups.items() if name not in ("refusal", "content")}
    if contacts := found.get("contacts"):
        kept = {name: contacts[name] for name in ("channels", "count") if name in contacts}
        found["contacts"] = {**kept, "by_others": True}
    if (content := groups.get("content")) and "commercial" in content:
        found["content"] = {"commercial": content["commercial"]}
    return found


def _refusal(said: Mapping[str, Any], own: EachTold) -> dict[str, Any]:
    if not own.refused_on and not own.replied:
        return {}
    rest = {name: one for name, one in said.items() if name not in ("on", "ways")}
    rest |= {"on": own.refused_on[0]} if own.refused_on else {}
    ways = [one for one in said.get("ways") or () if one in own.refused_ways]
    return rest | ({"ways": ways} if ways else {})


def _of_debt(said: Mapping[str, Any], own: EachTold, others: list[EachTold]) -> dict[str, Any]:
    found = dict(said)
    if any(one.informed for one in others) and (on := found.get("told_them_on")):
        # Whoever came after is told that it was said to somebody; nobody else is.
        found |= {"told_another": True} if own.since and on < _start(own.since) else {"told_them_on": None}
    anothers = {slug for one in others for slug in one.threats} - {*own.threats}
    if "kin" in own.before:
        found |= {"contacts_told": None}
    if made := found.get("threats"):
        found["threats"] = [one for one in made if one not in anothers]
    return {name: one for name, one in found.items() if one is not None}


def _start(said: str) -> str:
    return said if len(said) > len("2026-04") else f"{said}-01"


def _end(said: str) -> str:
    """Before the day, or to the end of the month, in which another did so in its place."""
    if len(said) > len("2026-04"):
        return (date.fromisoformat(said) - timedelta(days=1)).isoformat()
    year, month = map(int, said.split("-"))
    after = date(year + month // 12, month % 12 + 1, 1)
    return (after - timedelta(days=1)).isoformat()
