"""What the person says themselves of how much a disputed debt is: the principal as they count it, what they paid back, what
they count as left. What a paper corrects is corrected to no more than that."""

from __future__ import annotations

import re
from decimal import Decimal

from documents.data_told import paid_on
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
# “剩下10期没还，按合同加起来是10180元”.
_BY_CONTRACT = re.compile(
    rf"(?:剩下?|余下?)的?(?P<terms>\d+|[一二三四五六七八九十]+)期[^，,。；;]{{0,4}}[，,]按合同[^，,。；;\d]{{0,8}}?{_SUM}"
)
_FEE = re.compile("服务费|法务费|会员费|担保费|咨询费|手续费|管理费|保险费|催收费|律师费")
_NOT_AGREED = re.compile(
    r"(?:没有?|从未|未曾?)(?:写|约定|说|提|同意|签|答应)?(?:过|的)?(?:[\d,.]+(?:元|块)的?)?[“\"]?"
    rf"(?=(?:{_FEE.pattern}))"
    '|费[”"]?[^，,。；;费]{0,8}(?:没有?|从未|未)(?:写|约定|同意|签|答应)?(?:过|的)?$'
)
# “那3000元冲的是费用”.
_SET_OFF = re.compile(
    r"(?P<sum>\d[\d,]*)(?:元|块)?(?:都|是|先|全)?(?:冲抵?|抵)(?:的是|的|了|掉了?)[^，,。；;]{0,6}费"
)


def own_figures(case: Case, own: str) -> str:
    """“本人核算的本金约21000元；对其余的有异议”: in the words of a paper in which the person is called ``own``; "" where
    none was told. What was paid under pressure is counted as paid."""
    if lookup(case.facts, "debt.owed") != "disputed":
        return ""
    said = _counted(case, own)
    return f"{'，'.join(said)}；{_disputed(case, said)}" if said else ""


def _counted(case: Case, own: str) -> list[str]:
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
    if found := _BY_CONTRACT.search(told):
        said.append(f"按合同剩余{found['terms']}期共{_yuan(found['sum'])}元")
    if pressed := _pressed(case):
        said.append(f"{paid_on(case) and f'于{paid_on(case)}'}支付的{pressed}元应当计入还款")
    return said


def _pressed(case: Case) -> str:
    paid = lookup(case.facts, "debt.paid_under_pressure")
    return yuan(Decimal(str(paid))) if paid else ""


def _disputed(case: Case, counted: list[str]) -> str:
    """Of what is claimed, what the person does not accept: the fees nobody agreed to and what a payment was set off against,
    where they name them; else what goes beyond their own count."""
    told, found = folded(case.story), list[str]()
    clauses = [one for one in re.split(r"[，。；;]|(?<!\d),|,(?!\d)", told) if _NOT_AGREED.search(one)]
    if fees := dict.fromkeys(fee for one in clauses for fee in _FEE.findall(one)):
        found.append(f"没有约定的{'、'.join(fees)}")
    pressed = _pressed(case)
    if any(pressed and _yuan(one["sum"]) == pressed for one in _SET_OFF.finditer(told)):
        found.append(f"以该{pressed}元冲抵费用")
    if found:
        return f"对{'，以及'.join(found)}有异议"
    beyond = any("核算" in one or "按合同" in one for one in counted)
    return "对其余的有异议" if beyond else "对所主张的数额有异议"


_SETTLED_ON = re.compile(
    r"(?P<year>\d{4}年|去年|前年|今年)?(?:〔(?P<as>\d{4}年)〕)?(?P<day>\d{1,2}月\d{1,2}日)[^。；;，,]{0,20}?(?:还清|结清|还完|付清)"
)


# The day of telling behind a story, from which “this year” counts.
_TOLD_IN = re.compile(r"（(\d{4}年)\d{1,2}月\d{1,2}日讲述）")


def settled_on(case: Case) -> str:
    """“2025年8月10日”: the one day on which a settled debt is told to have been paid off; "" for none, or no year."""
    if lookup(case.facts, "debt.owed") != "settled":
        return ""
    days = set[str]()
    told_in = _TOLD_IN.search(case.story)
    this_year = told_in[1] if told_in else f"{case.ended.year}年" if case.ended else ""
    for one in _SETTLED_ON.finditer(folded(case.story)):
        year = one["as"] or (
            this_year if one["year"] == "今年" else one["year"] if (one["year"] or "")[:1].isdigit() else ""
        )
        days.add(f"{year}{one['day']}" if year else "")
    return days.pop() if len(days) == 1 else ""


# What somebody says they can pay each month.
_OFFER = re.compile(
    r"(?<!他们)(?:一个?月|每个?月)(?:我)?(?:可以|能|愿意?)?还(?P<sum>\d[\d,]*)(?:元|块)?[^。；;，,]{0,6}(?:没有?问题|可以|能行|行|做得到)"
    r"|我(?:可以|能|愿意|愿)(?:每个?月|一个?月)还(?P<able>\d[\d,]*)(?:元|块)"
)


def instalment_offered(story: str) -> str:
    """“1000”: what the person offers to pay each month, in yuan; "" where they offer nothing, or several sums."""
    sums = {_yuan(one["sum"] or one["able"]) for one in _OFFER.finditer(folded(story))}
    return sums.pop() if len(sums) == 1 else ""


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
