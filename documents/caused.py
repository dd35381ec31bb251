"""Of several complained about, which of the costs of a case each cannot have caused, by the story: what was lost before it ever
called, what a credit report cost to whoever reports nothing, what a way to somebody else cost, a day's work to whoever only
gave out the number.

Pure. What no sentence tells of spares nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from documents.belonging import Company
from documents.each_told import Told
from documents.sentences import folded, sentences_of
from documents.told_of_each import EachTold

# Who collects for others and reports to nobody.
_COLLECTING = frozenset({"collector", "agent"})
# Who gave out a number, or carried what came to it.
_OF_THE_NUMBER = frozenset({"operator", "shop", "service_provider"})
_FARE = re.compile("交通|车费|路费|车票|打车|油费|停车")
_WORK = re.compile("误工|工资|请假|停工|扣薪")
_WENT = re.compile("跑|去了?|来回|坐车|公交|打车")
# Where somebody goes, by the role of who is there; "" for those of nobody complained about.
_PLACES: Mapping[str, re.Pattern[str]] = {
    "operator": re.compile("营业厅"),
    "shop": re.compile("手机店|通讯店|代办点|网点"),
    "bank": re.compile("银行"),
    "": re.compile("派出所|公安|法院|大厅|12345|消协|市监|律师|公证"),
}
_WISHED = re.compile("^(?:我|就)?(?:要求|只?要|希望)|都?(?:应该|要)[^,。;]{0,8}(?:承担|赔)|谁的责任")


def spared(
    costs: Iterable[tuple[str, Decimal]], told: Told, found: Mapping[str, EachTold]
) -> dict[str, tuple[str, ...]]:
    """By name, what each cannot have caused, as the costs call it."""
    lines = {sentence: line for line in told.story.splitlines() for sentence in sentences_of(line)}
    kept: dict[str, list[str]] = {one.name: [] for one in told.companies}
    for what, yuan in costs:
        sentence = _telling(yuan, lines)
        if not sentence:
            continue
        for one in told.companies:
            if _cannot(one, what, sentence, lines[sentence], told, found[one.name]):
                kept[one.name].append(what)
    return {name: tuple(some) for name, some in kept.items()}


def _telling(yuan: Decimal, lines: Mapping[str, str]) -> str:
    """The sentence that tells what something cost, before what is asked for it; "" for none."""
    amount = re.compile(rf"(?<![\d.]){yuan.normalize():f}(?:元|块)?(?![\d.])")
    some = [one for one in lines if amount.search(folded(one)) and not _WISHED.search(folded(one))]
    return some[0] if some else ""


def _cannot(one: Company, what: str, sentence: str, line: str, told: Told, own: EachTold) -> bool:
    text = folded(line)
    day = told.days.get(sentence, "")
    began = own.since or own.first_on
    if one.role in _COLLECTING and ("征信" in text or bool(day and began and day < began)):
        return True
    if _WORK.search(what):
        return one.role in _OF_THE_NUMBER and not re.search("营业[厅员]|办号|补卡", text)
    if not (_FARE.search(what) and _WENT.search(folded(sentence))):
        return False
    there = {role for role, place in _PLACES.items() if place.search(folded(sentence))}
    named = any(called in sentence for who in told.companies for called in who.called)
    roles = {who.role for who in told.companies}
    # Of a way to the police or a court everybody is the cause against whom it was gone.
    return bool(there) and not named and "" not in there and bool(there & roles) and one.role not in there
