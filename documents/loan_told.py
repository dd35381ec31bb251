"""Which loan it is said to be, and what a credit report has of it, as the person and the messages tell it."""

from __future__ import annotations

import re

from documents.material import Case
from documents.sentences import folded
from legal.reasoning.conditions import lookup

# The name under which the other side demands it, what it was taken up for, or when it was paid out.
_NAMED = re.compile("您在(?P<name>[\u4e00-\u9fffA-Za-z]{2,8}?)的?(?:借款|欠款|贷款|账单)")
_KIND = re.compile(
    r"(?P<year>\d{4}年)[^。;]{0,40}?(?P<kind>[装房车消信经助][修贷产费用营学]?贷)款?(?P<sum>[\d.]+万?|[一二两三四五六七八九十]+万?)(?:元|块)?"
)
_PAID_OUT = re.compile(
    r"(?P<on>\d{4}年\d{1,2}月(?:\d{1,2}日)?)放[的款][^。;]{0,24}?(?P<sum>\d[\d,.]*)元|(?P<sum_first>\d[\d,.]*)元[^。;]{0,10}?(?P<on_last>\d{4}年\d{1,2}月(?:\d{1,2}日)?)放[的款]"
)
# A card by the year in which it was got; what is lent by the name that stands over a demand, or that somebody borrowed on.
_CARD = re.compile(r"信用卡[，,](?:是)?(?P<year>\d{4}年)(?:\d{1,2}月)?办")
_SIGNED = re.compile("^【(?P<name>[^】]{2,8})】[^。]{0,12}您的(?:借款|贷款|分期)")
_BORROWED_ON = re.compile(
    '在(?:一个)?(?:叫)?[“"](?P<name>[^”"]{2,8})[”"](?:的软件|的App)?(?:上|里)?(?:借|贷)'
)
_TAIL = re.compile(r"尾号(?:是|为|:)?(?P<tail>\d{4})")
_A_COMPANY = re.compile("(?:消金|小贷|金融|银行|信用|资产|法务|贷后|催收)$")
_OVERDUE = re.compile(r"从?(?P<since>\d{4}年\d{1,2}月)(?:起|开始)?(?:就)?逾期")

_LISTED = re.compile(r"(?:上面|报告|征信)[^，。；\d]{0,8}(?P<what>\d[\d,.]*万?元的?(?:贷款|借款|欠款))")
_SHOWN = re.compile("(?:写|记|显示|标|有)[着了的]?(?:是)?[^，,。;]{0,14}?(?P<what>逾期|呆账|代偿|未结清)")


def loan_told(case: Case) -> str:
    """“2025年8月放款的8000元借款”, “速融宝”: by what whoever it goes to looks it up; "" for not told."""
    told = folded(case.story)
    if lookup(case.facts, "debt.own_account"):
        # A fee is looked up by the card or the account.
        tail = _TAIL.search(f"{told} {' '.join(one.text for one in case.messages)}")
        kept = "信用卡" if "信用卡" in told else "账户"
        return f"尾号{tail['tail']}的{kept}" if tail else f"{kept}（所称的{lookup(case.facts, 'debt.item')}）"
    if thing := lookup(case.facts, "debt.not_got"):
        return f"用于{thing}的借款"
    for one in case.messages:
        if not one.call and (named := _NAMED.search(one.text)):
            return f"“{named['name']}”的借款"
    if kind := _KIND.search(told):
        return f"{kind['year']}办理的{kind['kind']}{kind['sum']}元"
    if paid := _paid_out(told):
        return f"{paid}借款"
    if card := _CARD.search(told):
        return f"{card['year']}办理的信用卡"
    product = _product(case)
    return f"“{product}”的借款" if product else ""


def _product(case: Case) -> str:
    """“栗果花”: what the money is said to be lent by, where that is not the lender's own name."""
    if borrowed := _BORROWED_ON.search(case.story):
        return borrowed["name"]
    signed = (_SIGNED.search(one.text) for one in case.messages if not one.call)
    names = [one["name"] for one in signed if one is not None and not _A_COMPANY.search(one["name"])]
    return next((one for one in names if not any(one in who.name for who in case.respondents)), "")


def credit_told(case: Case) -> str:
    """“2025年8月放款的8000元借款，自2025年10月起逾期”: what a report has of it; "" where nobody told of a report."""
    for sentence in re.split("[。;\n]", folded(case.story)):
        overdue, paid = _OVERDUE.search(sentence), _paid_out(sentence)
        shown = _SHOWN.search(sentence)
        listed = _LISTED.search(sentence)
        if "征信" in sentence and (overdue or paid or shown):
            late = f"自{overdue['since']}起逾期" if overdue else shown["what"] if shown else ""
            loan = f"{paid}借款" if paid else listed["what"] if listed else ""
            return "，".join(part for part in (loan, late) if part)
    return ""


def _paid_out(told: str) -> str:
    found = _PAID_OUT.search(told)
    if found is None:
        return ""
    return f"{found['on'] or found['on_last']}放款的{found['sum'] or found['sum_first']}元"
