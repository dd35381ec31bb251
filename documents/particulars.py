"""What a person answered, put beside the element that it meets: “恐吓、辱骂，或者冒充（说要抓人、拘留；冒充法院）”.

An element says what a rule asks, often with an “or”; a paper has to say which. Counts stay out: they stand in the tally,
and two figures for one thing are what the other side looks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from legal.reasoning.conditions import Stated, lookup
from legal.reasoning.facts import spoken

_Said = Callable[[Any], str]


def _day(value: Any) -> str:
    on = date.fromisoformat(str(value))
    return f"{on.year}年{on.month}月{on.day}日"


def _yuan(value: Any) -> str:
    return f"{Decimal(str(value)):f}元"


def _denied(words: str) -> _Said:
    return lambda value: words if value is False else ""


_WORDS: dict[str, _Said] = {
    "refusal.on": lambda value: f"{_day(value)}提出",
    "refusal.ways": lambda value: spoken("refusal.ways", value),
    "contacts.after_refusal": lambda value: "拒绝之后又来" if value else "",
    "contacts.night": lambda value: "有夜间的" if value else "",
    "consent.status": lambda value: "没有同意过" if value == "none" else "",
    "content.opt_out_offered": _denied("没有写明怎样退订"),
    "content.opt_out_works": _denied("按写明的方式退订不起作用"),
    "content.opt_out_fee": lambda value: f"退订要收费{_yuan(value)}" if value else "",
    "content.sender_identified": _denied("看不出是谁发的"),
    "number.cancellation_fee": lambda value: f"要求支付{_yuan(value)}" if value else "",
    "charges.item": lambda value: f"“{value}”",
    "charges.monthly": lambda value: f"每月{_yuan(value)}" if value else "",
    "charges.months": lambda value: f"{value}个月" if value else "",
    "charges.first_on": lambda value: f"第一次{_day(value)}",
    "charges.last_on": lambda value: f"最近一次{_day(value)}",
    "debt.threats": lambda value: "；".join(spoken("debt.threats", one) for one in value),
    "debt.impersonates": lambda value: spoken("debt.impersonates", value) if value != "none" else "",
    "debt.told_them_on": lambda value: f"{_day(value)}告知",
    "debt.contacts_told": lambda value: f"涉及{value}人" if value else "",
}
_WITH = {  # told of together, in this order, where the first is asked for
    "refusal.made": ("refusal.on", "refusal.ways"),
    **dict.fromkeys(
        ("charges.monthly", "charges.months", "charges.first_on", "charges.last_on"),
        ("charges.item", "charges.monthly", "charges.months", "charges.first_on", "charges.last_on"),
    ),
}


def with_particulars(elements: Iterable[tuple[str, Iterable[str]]], facts: Stated) -> tuple[str, ...]:
    """The elements' words, each with what the facts named beside it say; nothing is said twice within one ground.

    ``facts`` are those that may be told.
    """
    already, found = set[str](), []
    for text, because in elements:
        names = [one for name in because for one in _WITH.get(name, (name,))]
        said = [
            words
            for name in dict.fromkeys(names)
            if name in _WORDS
            if (value := lookup(facts, name)) is not None and (words := _WORDS[name](value))
        ]
        new = [one for one in said if one not in already]
        already.update(new)
        found.append(f"{text.rstrip('。；;')}（{'；'.join(new)}）" if new else text)
    return tuple(found)
