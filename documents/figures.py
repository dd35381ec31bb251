"""What the person says themselves of how much a disputed debt is: the principal as they count it, what they paid back, what
they count as left. What a paper corrects is corrected to no more than that."""

from __future__ import annotations

import re
from decimal import Decimal

from documents.material import Case
from documents.sentences import folded
from documents.wording import yuan
from legal.reasoning.conditions import lookup
from legal.reasoning.numerals import DIGITS, number

_SUM = r"(?P<sum>\d[\d,]*(?:\.\d+)?万?|[一二两三四五六七八九十百千万零]{2,})(?:元|块)?"
_COUNTING = "(?:算着|算下来|核算|算出来|算|认|其实|应该|就|只)"
# “本金我算着是两万一”; “我还了四期，一共2594”; “我自己算剩下那八期加起来连五千二都不到”.
_PRINCIPAL = re.compile(
    rf"本金[^，,。；;]{{0,6}}?{_COUNTING}[^，,。；;\d一二两三四五六七八九十]{{0,4}}{_SUM}"
)
_REPAID = re.compile(rf"我?还了[^。；;]{{0,30}}?(?:一共|总共|合计|共){_SUM}")
_LEFT = re.compile(
    rf"(?:自己|我)算[^。；;\d]{{0,6}}?(?:剩|还欠|余|欠)[^。；;\d]{{0,14}}?(?P<under>不到|不超过|连)?{_SUM}(?P<short>都不到)?"
)


def own_figures(case: Case, own: str) -> str:
    """“本人核算的本金约21000元”: in the words of a paper in which the person is called ``own``; "" where none was told."""
    if lookup(case.facts, "debt.owed") != "disputed":
        return ""
    told, said = folded(case.story), []
    if found := _PRINCIPAL.search(told):
        said.append(f"{own}核算的本金约{_yuan(found['sum'])}元")
    if repaid := lookup(case.facts, "debt.repaid"):
        said.append(f"{own}已经偿还{yuan(Decimal(str(repaid)))}元")
    elif found := _REPAID.search(told):
        said.append(f"{own}已经偿还{_yuan(found['sum'])}元")
    if found := _LEFT.search(told):
        under = "不到" if found["short"] or found["under"] in ("不到", "不超过") else "约"
        said.append(f"{own}核算的余额{under}{_yuan(found['sum'])}元")
    return "，".join(said)


def _yuan(told: str) -> str:
    return yuan(sum_told(told))


def sum_told(told: str) -> Decimal:
    """“两万一” is 21000, “五千二” 5200, “2.1万” 21000. ValueError for no sum."""
    plain = told.replace(",", "").replace("两", "二")
    if plain[:1].isdigit():
        return Decimal(plain.removesuffix("万")) * (10_000 if plain.endswith("万") else 1)
    head, many, tail = plain.partition("万")
    if many:
        below = DIGITS.index(tail) * 1000 if len(tail) == 1 and tail in DIGITS else number(tail)
        return Decimal(number(head) * 10_000 + below)
    if len(plain) > 1 and plain[-1] in DIGITS and plain[-2] in "百千":
        # The last digit is of the next unit below.
        return Decimal(number(plain[:-1]) + DIGITS.index(plain[-1]) * {"百": 10, "千": 100}[plain[-2]])
    return Decimal(number(plain))
