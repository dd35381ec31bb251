"""What the told part of a story says of a single datum that a paper asks: since when a child uses a number, in whose name it is,
when a sum was paid and to what account. Each in the words of the sentence that tells it; nothing where it leaves a doubt."""

from __future__ import annotations

import re
from collections.abc import Mapping

from complaints.reading.once import told_once
from documents.blocks import BLANK
from documents.material import Case
from documents.retelling import with_year
from documents.sentences import folded, sentences_of

_CHILD = "(?:[他她]|娃[娃儿]?|[仔崽]|孩子|小孩|儿子|女儿)"
# “去年〔2025年〕国庆给他办了个小号”.
_OPENED = re.compile(
    r"(?:^|[，,。；])[去今前]年〔(?P<year>\d{4}年)〕(?P<when>\d{1,2}月(?:\d{1,2}日)?|国庆|春节|中秋|五一|寒假|暑假|开学)(?:节|的时候)?"
    rf"[，,]?我?(?:给|为|帮){_CHILD}[^，,。；]{{0,2}}(?:办|买|开)[^，,。；]{{0,5}}(?:号|卡)"
)
_IN_MY_NAME = re.compile("(?:卡|号码?)[^，,。；]{0,3}用我(?:自己)?的?身份证办")


@told_once
def data_told(case: Case) -> Mapping[str, str]:
    """The details that stand in a sentence as a single datum, by name, as the story tells them."""
    if case.representative is None:
        return {}
    told = [folded(one) for one in sentences_of(case.story)]
    opened = next((when for one in told if (when := _OPENED.search(one))), None)
    found = {
        "used_since": f"{opened['year']}{opened['when']}" if opened else "",
        "registered_name": "法定代理人" if any(map(_IN_MY_NAME.search, told)) else "",
    }
    return {name: said for name, said in found.items() if said}


# ── What was paid ─
_DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
_MINE = re.compile(
    "(?<![叫让要喊请])我(?:就|又|微信|扫码|用[^，,。；]{1,6})?(?:转|付|扫|交|汇)(?:了|过去|给)"
    r"|(?:当天|当场|马上|赶紧|只好)(?:就)?(?:转|付|扫|交|汇)(?:了|过去|给)\d"
    r"|(?<!们)(?:借|凑|拿)了?\d[\d,.]*万?(?:元|块)?钱?(?:转|付|交|汇)(?:了|过去|给)"
)
_INTO = re.compile(
    '(?:转|提|打|付|汇|交)(?:到|给|进|的|入)(?:了)?(?P<to>[^，,。；“”"]{2,18}?(?:号|卡|账户|账号|微信|支付宝))(?=[，,。；]|$)'
    '|扫了[，,]是(?P<code>[^，,。；“”"]{2,12}?的微信)'
)


def paid_on(case: Case) -> str:
    """“2026年7月9日”: when what was asked was paid, by the sentence in which the person says that they paid; "" where several
    do, on several days."""
    days = {with_year(day, case.facts) for one in _paying(case) if (day := _day_before(one))}
    return days.pop() if len(days) == 1 else ""


def payment_told(case: Case) -> Mapping[str, str]:
    """“2026年7月9日，收款人：＿＿”: when it was paid as told, with a line for no more than to whom."""
    on, into = paid_on(case), paid_into(case)
    if not on:
        return {}
    return {"paid_how": f"{on}，收款{f'的账户：“{into}”' if into else f'人：{BLANK}'}"}


def paid_into(case: Case) -> str:
    """“一个个人的号”: the account as the person calls it, which they know by no more; "" where nobody told."""
    for one in [folded(one) for one in sentences_of(case.story)]:
        if found := _INTO.search(one):
            return found["to"] or found["code"]
    return ""


def _paying(case: Case) -> list[str]:
    """The sentences that tell of it; “当天” is the day of the sentence before."""
    told = [*map(folded, sentences_of(case.story))]
    return [
        f"{before}{one}" if "当天" in one and not _DAY.search(one) and not _MINE.search(before) else one
        for before, one in zip(["", *told], told, strict=False)
        if _MINE.search(one)
    ]


def _day_before(sentence: str) -> str:
    """The last day that is named before somebody says that they paid."""
    paid = _MINE.search(sentence)
    days = _DAY.findall(sentence[: paid.start()]) if paid else []
    return days[-1] if days else ""
