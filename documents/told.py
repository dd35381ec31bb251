"""The sentences of the law as this person told it: who was called, what they agreed to, what kind of debt it is said to be."""

from __future__ import annotations

import re
from dataclasses import replace

from documents.blocks import Sentence
from documents.given_where import as_given
from documents.material import Case
from documents.reached import as_they_are
from documents.refusals import as_refused
from documents.strangers import of_strangers
from legal.reasoning.conditions import lookup

DETAILS = "details"


def as_told(one: Sentence, case: Case) -> Sentence:
    one = of_those_told(as_they_are(one, case), case)
    one = of_strangers(as_refused(_named_by_debtor(one, case), case), case)
    one = _creditor_proves(_of_its_kind(_limited(one, case), case), case)
    return as_given(_let_off(_not_meant(one, case), case), case)


# ── Who was called besides ───────────────────────────────────────────────────────────────────────────────────────────
_AT_WORK = re.compile("单位|公司|前台|同事|领导|老板|主管|线长|人事|HR|门卫|保安|车间|工段|班组|厂", re.I)
_AT_HOME = re.compile(
    "[弟兄哥姐妹爸妈]|父亲|母亲|父母|丈夫|妻子|老公|老婆|爱人|儿子|女儿|亲友|亲戚|朋友|家人|家属|邻居|同学|岳[父母]|公婆|男友|女友"
)


_AT_SCHOOL = re.compile("辅导员|班主任|老师|导师|学校|宿管")
# Whom a story tells them to have called or written to.
_REACHED = re.compile(
    "(?<!打给我的)(?:打|发|找|闹|追)(?:了|过)?(?:电话|短信)?(?:给|到|去)(?:了)?(?!我[，,。；])[^，,。；说问]{1,14}|(?:给|向|跟)[^，,。；]{1,10}(?:打|发)(?!火)"
)


def of_those_told(one: Sentence, case: Case) -> Sentence:
    """With those alone who were called, where it was told who they are: nobody's friends were whose front desk was, and a
    student's teachers are no colleagues."""
    said = case.details.get("people", "").partition("称")[0]
    who = said or " ".join(found[0] for found in _REACHED.finditer(case.story))
    if not any(words in one.text for words in _THOSE) or not who:
        return one
    work, home, school = (bool(kind.search(who)) for kind in (_AT_WORK, _AT_HOME, _AT_SCHOOL))
    # A story may tell of some of them alone: nobody is left out on its word.
    if (work and home) or (not said and (not school or work)):
        return one
    those = "单位的人员" if work else "的亲友、老师" if home and school else "的老师" if school else ""
    those = those or ("的亲友" if home else "身边的人")
    text = one.text.replace("的亲友、同事", those).replace("其亲属、同事等", f"其{those.removeprefix('的')}")
    return replace(one, text=text, rests=(*one.rests, DETAILS if said else "story"))


_THOSE = ("亲友、同事", "亲属、同事等")
# ── Who gave the number ──────────────────────────────────────────────────────────────────────────────────────────────
_CONTACT = re.compile("(?:填|留|写|登记)[^，,。；]{0,8}联系人|紧急联系人")
_FROM_A_LIST = (
    ("来自欠款人的通讯录、所填的联系人", "来自欠款人所填的联系人"),
    ("所用的号码来自通讯录", "所用的号码来自欠款人所填的联系人"),
    ("从通讯录取得、使用", "从欠款人所填的联系人取得、使用"),
)


def _named_by_debtor(one: Sentence, case: Case) -> Sentence:
    """Whom a debtor named as a contact stands in no list that anybody read."""
    name = next((name for name, told in _words(case) if _CONTACT.search(told) and "通讯录" not in told), "")
    text = one.text
    for read, named in _FROM_A_LIST if name else ():
        text = text.replace(read, named)
    return one if text == one.text else replace(one, text=text, rests=(*one.rests, name))


def _words(case: Case) -> tuple[tuple[str, str], ...]:
    return (DETAILS, " ".join(case.details.values())), ("story", case.story)


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


# ── What somebody did for another and borrowed nothing by ────────────────────────────────────────────────────────────
# Their own card and face, shown because somebody asked for it.
_SHOWN = re.compile(
    "身份证[^，,。；]{0,8}(?:拍|发|交|借|拿|给)(?:给)?了?(?:了)?(?:[他她](?!们)|人家|同学|学姐|学长|朋友|同事|老乡|中介)"
    "|(?:在|用|对着)(?:[他她]|人家|同学|朋友|中介|业务员)的?手机[^，,。；]{0,4}[^。；]{0,10}(?:刷|扫)[^，,。；]{0,4}脸"
)
_NO_WILL = (
    (
        re.compile("没有借过(?P<by>.*?)所(?:催收|称)的款项，该笔债务不存在"),
        "没有借款的意思，不认可该笔债务",
    ),
    (re.compile("(?P<own>原告|本人|投诉人|举报人|投诉举报人)与(?P<by>[^，。]*?)没有借款关系"), "{own}不认可"),
    (
        re.compile("双方没有订立借款合同，债权是否存在，应当由主张债权的(?P<by>[^，。]*?)举证"),
        "{own}没有借款的意思；{by}主张借款合同成立的，应当就申请、身份核验、双方的合意和款项付给何人举证，不能证明的，该合同对{own}没有约束力",
    ),
    (re.compile("(?P<by>)没有申请、签署所称的借款"), "没有借款的意思"),
)


def _not_meant(one: Sentence, case: Case) -> Sentence:
    """Whoever showed their card and face for something else wanted no loan; that nothing was signed in their name nobody says."""
    by_face = "face" in (lookup(case.facts, "debt.denied_by") or ())
    if lookup(case.facts, "debt.owed") != "none" or not (by_face or _SHOWN.search(case.story)):
        return one
    text = one.text
    for pattern, said in _NO_WILL:
        if found := pattern.search(text):
            own = "原告" if found["by"].startswith("被告") else "本人"
            text = text.replace(found[0], said.format(**{"own": own} | found.groupdict()))
    return one if text == one.text else replace(one, text=text, rests=(*one.rests, "story"))


# ── Whose claim it is ────────────────────────────────────────────────────────────────────────────────────────────────
_CLAIMS = re.compile(r"应当由主张债权的被告(?P<place>\d)(?=举证)")
# An operator whose own bills are collected is a principal in papers; else it carried a number, and claims nothing.
_CREDITORS = frozenset({"bank", "lender", "assignee", "principal", "trader"})


def _creditor_proves(one: Sentence, case: Case) -> Sentence:
    """That there is a claim its creditor proves, and not who collects it for them, where both are sued."""
    found = _CLAIMS.search(one.text)
    creditors = [at for at, who in enumerate(case.respondents, 1) if who.role in _CREDITORS]
    if found is None or len(creditors) != 1:
        return one
    at = int(found["place"])
    if at > len(case.respondents) or case.respondents[at - 1].role not in ("collector", "agent"):
        return one
    text = one.text.replace(found[0], f"应当由主张债权的被告{creditors[0]}")
    return replace(one, text=text, rests=(*one.rests, "respondents"))


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
