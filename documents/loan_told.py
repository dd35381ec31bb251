"""Which loan it is said to be, and what a credit report has of it, as the person and the messages tell it."""

from __future__ import annotations

import re

from documents.material import Case
from documents.sentences import folded

# The name under which the other side demands it, what it was taken up for, or when it was paid out.
_NAMED = re.compile("您在(?P<name>[\u4e00-\u9fffA-Za-z]{2,8}?)的?(?:借款|欠款|贷款|账单)")
_KIND = re.compile(
    r"(?P<year>\d{4}年)[^。;]{0,40}?(?P<kind>[装房车消信经助][修贷产费用营学]?贷)款?(?P<sum>[\d.]+万?|[一二两三四五六七八九十]+万?)(?:元|块)?"
)
_PAID_OUT = re.compile(
    r"(?P<on>\d{4}年\d{1,2}月(?:\d{1,2}日)?)放[的款][^。;]{0,24}?(?P<sum>\d[\d,.]*)元|(?P<sum_first>\d[\d,.]*)元[^。;]{0,10}?(?P<on_last>\d{4}年\d{1,2}月(?:\d{1,2}日)?)放[的款]"
)
_OVERDUE = re.compile(r"从?(?P<since>\d{4}年\d{1,2}月)(?:起|开始)?(?:就)?逾期")


def loan_told(case: Case) -> str:
    """“2025年8月放款的8000元借款”, “速融宝”: by what whoever it goes to looks it up; "" for not told."""
    told = folded(case.story)
    for one in case.messages:
        if not one.call and (named := _NAMED.search(one.text)):
            return f"“{named['name']}”的借款"
    if kind := _KIND.search(told):
        return f"{kind['year']}办理的{kind['kind']}{kind['sum']}元"
    return f"{paid}借款" if (paid := _paid_out(told)) else ""


def credit_told(case: Case) -> str:
    """“2025年8月放款的8000元借款，自2025年10月起逾期”: what a report has of it; "" where nobody told of a report."""
    for sentence in re.split("[。;\n]", folded(case.story)):
        overdue, paid = _OVERDUE.search(sentence), _paid_out(sentence)
        if "征信" in sentence and (overdue or paid):
            late = f"自{overdue['since']}起逾期" if overdue else ""
            return "，".join(part for part in (f"{paid}借款" if paid else "", late) if part)
    return ""


def _paid_out(told: str) -> str:
    found = _PAID_OUT.search(told)
    if found is None:
        return ""
    return f"{found['on'] or found['on_last']}放款的{found['sum'] or found['sum_first']}元"
