"""Whether somebody's life, body or money is in danger now, as far as words show it. It errs towards saying so."""

from __future__ import annotations

import re
from collections.abc import Iterable

from complaints.reading.folding import fold
from complaints.reading.once import once
from complaints.reading.sayings.violence import SENT_HOME, VIOLENCE

# By what is to be done: whom to call differs.
_DANGERS: dict[str, str] = {
    "life": r"不想活|活不下去|想(?:死|自杀|跳楼|轻生)|自杀|轻生|跳楼|割腕|喝药|同归于尽|逼死|去死",
    "violence": (
        rf"{VIOLENCE}|{SENT_HOME}|(?:殴|被|挨)打(?!扰|电话|断)|打(?:了|伤)我(?!的?(?:手机|电话|号))|动手|"
        r"堵(?:在)?(?:我)?家?门|上门(?:闹|堵|找)|"
        r"(?:要|说|扬言|派人|带人)[^。,;]{0,6}上门(?!安装|维修|取件|送|服务|检)|绑架|非法拘禁|跟踪"
    ),
    "money": (
        r"安全账户|屏幕共享|共享屏幕|(?:让|叫|要)(?:我|你|您)[^。,;]{0,8}(?:转账|汇款|打款)|"
        r"刚(?:刚)?(?:转|汇)了?[^。,;]{0,8}(?:钱|元|款)|(?:转|汇)过去了|"
        r"验证码[^。,;]{0,6}(?:告诉|给)了?(?:他|她|对方|别人)|钱[^。,;]{0,6}(?:被转走|没了|被骗)|被骗|盗刷"
    ),
    "card": (
        r"(?:突然|忽然)[^。,;]{0,6}(?:没有?信号|无服务|打不出|停机)|"
        r"(?:被人?|有人|冒名)[^。,;]{0,6}补(?:办)?(?:了)?(?:我的)?[^。,;]{0,3}卡"
    ),
    "threat": (
        r"威胁|恐吓|扬言|(?:要|说)[^。,;]{0,8}(?:抓(?:你|我|人)|拘留|坐牢|判刑|通缉)|不客气|别想好过|"
        r"爆(?:我|你)?(?:的)?通讯录|老赖|"
        r"(?:欠款?|不还|逾期|还款|债)[^。!?]{0,30}(?:上门|走访|(?:通知|告知|联系)[^。,]{0,4}(?:单位|家人|亲友|同事|村))"
    ),
}
_PATTERNS = {slug: re.compile(wording) for slug, wording in _DANGERS.items()}


# Which danger a threat is that somebody ticked.
OF_THREATS = {"violence": "violence", "detention": "threat", "publicity": "threat"}


def dangers_told(threats: Iterable[str], *texts: str) -> list[str]:
    """The same with the threats that were ticked, the gravest first."""
    found = {*dangers(*texts), *(OF_THREATS[one] for one in threats if one in OF_THREATS)}
    return [slug for slug in _DANGERS if slug in found]


@once
def dangers(*texts: str) -> list[str]:
    """Which dangers these texts speak of, the gravest first; none where they speak of none."""
    folded = [fold(text).text for text in texts if text]
    return [slug for slug, pattern in _PATTERNS.items() if any(pattern.search(text) for text in folded)]
