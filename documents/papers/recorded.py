"""What a lender has on record of a loan that the person never took: the datum that is wrong, as they told of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from documents.material import Case
from documents.sentences import folded, sentences_of

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
    return _first(_CREDIT, _told(case))[1]


def _told(case: Case) -> Mapping[str, Sequence[str]]:
    return {"details": [*case.details.values()], "story": sentences_of(case.story)}


def _first(pattern: re.Pattern[str], told: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """What is told first, and in which field."""
    for name, lines in told.items():
        for line in lines:
            if found := pattern.search(folded(line)):
                return next((one for one in found.groups() if one), found[0]), name
    return "", ""
