"""The sentences of the law as this person told it: who was called, what they agreed to, what kind of debt it is said to be."""

from __future__ import annotations

import re
from dataclasses import replace

from documents.blocks import Sentence
from documents.material import Case
from legal.reasoning.conditions import lookup

DETAILS = "details"


def as_told(one: Sentence, case: Case) -> Sentence:
    return _let_off(_of_its_kind(_limited(of_those_told(one, case), case), case), case)


# ── Who was called besides ───────────────────────────────────────────────────────────────────────────────────────────
_AT_WORK = re.compile("单位|公司|前台|同事|领导|老板|主管|线长|人事|HR|门卫|保安", re.I)
_AT_HOME = re.compile(
    "[弟兄哥姐妹爸妈]|父亲|母亲|父母|丈夫|妻子|老公|老婆|爱人|儿子|女儿|亲友|亲戚|朋友|家人|家属|邻居|同学|岳[父母]|公婆|男友|女友"
)


def of_those_told(one: Sentence, case: Case) -> Sentence:
    """With those alone who were called, where it was told who they are: nobody's friends were whose front desk was."""
    who = case.details.get("people", "").partition("称")[0]
    if "亲友、同事" not in one.text or not who:
        return one
    work, home = _AT_WORK.search(who), _AT_HOME.search(who)
    if work and home:
        return one
    those = "单位的人员" if work else "的亲友" if home else "身边的人"
    said = one.text.replace("的亲友、同事", those)
    return replace(one, text=said, rests=(*one.rests, DETAILS))


# ── What was agreed to ───────────────────────────────────────────────────────────────────────────────────────────────
_NEVER = re.compile("(?P<of>就个人信息的(?:提供和使用|处理))，(?P<who>[^，。]*?)没有同意过$")


def _limited(one: Sentence, case: Case) -> Sentence:
    """Whoever gave a number for something agreed to that, and to no more."""
    never = _NEVER.search(one.text)
    if never is None or lookup(case.facts, "data.source") not in ("given", "order"):
        return one
    said = f"{never['who']}没有同意过将所提供的个人信息用于约定以外的用途，也没有同意过将其提供给他人"
    if never["of"].endswith("处理"):
        said = f"{never['who']}没有同意过超出约定用途的处理"
    return replace(one, text=one.text[: never.start()] + said, rests=(*one.rests, "data.source"))


# ── What kind of debt it is said to be ───────────────────────────────────────────────────────────────────────────────
_LEASE, _LOAN = re.compile("租赁|租机|租用|租(?:了|的)|享租"), re.compile("贷款|借款|借(?:了|过)|网贷|消费贷")
_NO_LOAN = (
    (re.compile("没有借过(?P<by>.*?)所(?:催收|称)的款项"), "没有办理过{by}所称的租赁"),
    (re.compile("是所称债权的出借机构"), "是所称的债权人"),
    (re.compile("没有借款关系"), "没有租赁关系"),
    (re.compile("没有订立借款合同"), "没有订立租赁合同"),
    (
        re.compile("所称借款的合同编号、日期、金额、放款账户和身份核验方式"),
        "所称合同的编号、日期、内容和身份核验方式",
    ),
)


def leased(case: Case) -> bool:
    """Whether what is said to be owed is rent: by what was told of it, and what was written."""
    told = case.details.get("loan", "")
    told = told or "".join(one.text for one in case.messages)
    return lookup(case.facts, "debt.owed") == "none" and bool(_LEASE.search(told)) and not _LOAN.search(told)


def _of_its_kind(one: Sentence, case: Case) -> Sentence:
    """Of rent nobody says that it was borrowed."""
    if not leased(case):
        return one
    text = one.text
    for pattern, said in _NO_LOAN:
        if found := pattern.search(text):
            text = text.replace(found[0], said.format(**found.groupdict()))
    rests = (
        (*one.rests, DETAILS if case.details.get("loan") else "messages") if text != one.text else one.rests
    )
    return replace(one, text=text, rests=rests)


# ── What of a debt the creditor let go ───────────────────────────────────────────────────────────────────────────────
_WAIVED = re.compile("(?:减免|豁免|免除|免掉|免了|给(?:我|您)免|不用(?:再)?还了?)")
_NOT_WAIVED = re.compile(
    "(?:不|没有?|不肯|不能|拒绝)(?:给[^，。；]{0,3})?(?:减免|豁免|免除|免掉|免了)|(?:可以|申请|答应|想|要|要求)(?:给[^，。；]{0,4})?(?:减免|豁免|免除)"
)
_PERFORMED = (
    ("债务已经履行的，债权债务终止", "约定的款项已经支付、其余由债权人免除的，债权债务终止"),
    ("债务已经履行，债权随之消灭", "约定的款项已经支付，其余由债权人免除，债权随之消灭"),
    ("已经向原债权人清偿，这一点", "与原债权人的债权债务已经这样终止，这一点"),
)


def waived_in(case: Case) -> str:
    """What tells that a creditor let the person off a part of what is settled: the name of the field; "" for nothing."""
    if lookup(case.facts, "debt.owed") != "settled":
        return ""
    told = {DETAILS: " ".join(case.details.values()), "story": case.story}
    return next(
        (
            name
            for name, words in told.items()
            if any(
                _WAIVED.search(one) and not _NOT_WAIVED.search(one)
                for one in re.split("[。；;！!？?]", words)
            )
        ),
        "",
    )


def _let_off(one: Sentence, case: Case) -> Sentence:
    """Of what was let off nobody says that it was paid."""
    name = waived_in(case) if any(paid in one.text for paid, _said in _PERFORMED) else ""
    if not name:
        return one
    text = one.text
    for paid, said in _PERFORMED:
        text = text.replace(paid, said)
    return replace(one, text=text, rests=(*one.rests, name))
