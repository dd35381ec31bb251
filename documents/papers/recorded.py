"""What a lender has on record of a loan that the person never took: the datum that is wrong, as they told of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from documents.clauses import pieces_in
from documents.denials import THEIR_SIDE, reasons_told, who_was_there, without_notice
from documents.excerpts import ended
from documents.material import Case
from documents.sentences import folded, sentences_of
from legal.reasoning.conditions import lookup

_TAIL = r"尾号(?:是|为|:)?(?P<tail>\d{4})"
_PHONE = re.compile(rf"(?:电话|手机号?|号码)[^，,。；;]{{0,8}}{_TAIL}")
_ACCOUNT = re.compile(
    rf"{_TAIL}的?[^，,。；;]{{0,6}}(?:卡|账户|账号)|(?:卡|账户|账号)[^，,。；;]{{0,6}}{_TAIL.replace('tail', 'other')}"
)
_LENT = re.compile(
    r"(?:借了?|放(?:的|了|款)?|贷(?:的|了|款)?)[^。；;\d]{0,16}(?P<sum>\d[\d,.]*)(?:元|块)"
    r"|(?P<told>\d[\d,.]*)(?:元|块)的?(?:贷款|借款)"
)
_MONTH = re.compile(r"(?P<month>\d{4}年\d{1,2}月(?:\d{1,2}日)?)(?:放|借|贷|签)")
_CREDIT = re.compile("征信")
_OWN_FAULT = re.compile("糊涂|也?怪我|我(?:也)?有错|不该|承认|答应")
# What they say they would do is not on it.
_TO_COME = re.compile(
    "(?:再不|如果不|要是不|不还就|不交就|不然|否则|威胁|扬言|说要|还要|会)[^。；;！!？?\n]{0,16}征信|征信[^，。；]{0,4}(?:要|会)受"
)
_CLEAN = re.compile("干干?净净?|(?:没有?|无)[^，。；]{0,6}(?:问题|记录|这[笔条])|一笔(?:都|也)没有|正常")
_SAME_NAME = re.compile("同名|重名|名字(?:一样|相同)")
# By what whoever keeps a record can tell that it is another's, or not owed.
_TELLING = re.compile(
    "同名|重名|身份证[^。；]{0,24}(?:不一样|不同|对不上|不一致|不符)|(?:出生|生日)[^。；]{0,6}不对|没(?:有)?(?:去|到)过|入网单"
    "|不是我(?:的|本人|自己|借|办|签|欠)|变更[^。；]{0,10}(?:法人|登记|通知)|已经?(?:去)?变更|没有?(?:签过?字|签过|担保)|过(?:的)?户"
    "|办的(?:这个)?(?:手机)?号|没有?(?:激活|开通)|信封[^。；]{0,8}(?:没有?拆|封着)|结清(?:单|证明)|没有?借过"
)
_MOST_SENTENCES = 5


def why_recorded_wrong(case: Case) -> str:
    """What the story tells by which it can be seen that a record of a debt is wrong, in its own words; "" for nothing."""
    denied = reasons_told(case.story, str(lookup(case.facts, "debt.owed") or ""))
    standing = [one.text for one in pieces_in(case.story) if not one.kind]
    telling = [
        who_was_there(one.strip(), case.story, ())
        for one in standing
        if one in denied
        or (
            _TELLING.search(without_notice(folded(one)))
            and not _OWN_FAULT.search(one)
            and not THEIR_SIDE.search(folded(one))
        )
    ]
    within = str.maketrans("“”", "‘’")
    return "".join(f"“{ended(one.translate(within))}”" for one in telling[:_MOST_SENTENCES])


def same_name(case: Case, debtor: str) -> bool:
    """Whether whom they look for is told to have the person's name and to be somebody else."""
    return any(_SAME_NAME.search(one) for one in (debtor, folded(case.story)))


def loan_on_record(case: Case, claimed: str = "") -> str:
    """“以本人名义的2025年8月8000元借款、合同所留的电话（尾号5526）、放款的账户（尾号0937）”: no more than was told.
    ``claimed`` is what is said to be owed on it now."""
    told = _told(case)
    month, lent = _first(_MONTH, told)[0], _first(_LENT, told)[0]
    phone, account = _first(_PHONE, told)[0], _first(_ACCOUNT, told)[0]
    parts = [
        f"以本人名义的{month}{f'{lent}元' if lent else ''}借款{claimed}",
        f"合同所留的电话（尾号{phone}）" if phone else "",
        f"放款的账户（尾号{account}）" if account else "",
    ]
    return "、".join(one for one in parts if one)


def on_credit_record(case: Case) -> str:
    """The field that tells that it stands in the credit report; "" where nothing does."""
    for name, lines in _told(case).items():
        if any(_on_it(folded(one)) for one in lines):
            return name
    return ""


def _on_it(told: str) -> bool:
    return bool(_CREDIT.search(_TO_COME.sub("", told))) and not _CLEAN.search(told)


def _told(case: Case) -> Mapping[str, Sequence[str]]:
    return {"details": [*case.details.values()], "story": sentences_of(case.story)}


def _first(pattern: re.Pattern[str], told: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """What is told first, and in which field."""
    for name, lines in told.items():
        for line in lines:
            if found := pattern.search(folded(line)):
                return next((one for one in found.groups() if one), found[0]), name
    return "", ""
