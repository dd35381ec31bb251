"""Which of the data that somebody gave, or that the other side is told to know, a request to delete names; and what of a close
relative who died is deleted with it (个人信息保护法 49)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from documents.material import Case
from documents.sentences import folded, sentences_of
from legal.reasoning.conditions import lookup

# What there is, by the words for it where it is asked to be deleted, was filled in, or was known to whoever called.
_DATA = {
    "顾客卡": "顾客卡|会员卡|会员档案|登记表|资料卡",
    "生日": "生日|出生",
    "房屋的信息": "房子|房屋|几楼|多少平|面积|户型|楼层|房号",
    "车辆的信息": "车牌|车架|车型",
    "照片": "照片|头像",
    "身份证件的信息": "身份证",
    "住址": "住址|家庭地址|收货地址",
}
# Of health, with what was tested (28): sensitive whatever it says.
_HEALTH = (
    ("听力测试结果", "听力[^，。；]{0,4}(?:测|检查|筛查)|测[^，。；]{0,4}听力"),
    ("视力检查结果", "视力[^，。；]{0,4}(?:测|检查|筛查)|验光"),
    ("体检、检查的结果", "体检|检查结果|化验|骨密度|血压|血糖"),
    ("病历", "病历|诊断|就诊"),
)
_DELETED = re.compile(
    "(?:把|将)(?P<what>[^。；]{2,40}?)(?:都|全|全部|统统)?删|删(?:除|掉|了)?(?P<after>[^，。；]{2,30})"
)
_FILLED = re.compile(
    "(?:填|登记|写|留)[^。；]{0,24}(?:卡|表|单)|(?:卡|表|单)[^。；]{0,8}(?:填|写|留)|都要(?=[，。；]|$)"
)
_KNEW = re.compile("知道|晓得|说得出|报得出|说出|叫得出|连[^，。；]{1,12}都")


def data_named(story: str) -> list[str]:
    """“顾客卡”, “生日”, “房屋的信息”: as a story tells them."""
    telling = [
        one
        for sentence in sentences_of(story)
        if (one := folded(sentence)) and (_DELETED.search(one) or _FILLED.search(one) or _KNEW.search(one))
    ]
    asked = " ".join(telling)
    return [name for name, words in _DATA.items() if re.search(words, asked)]


def named_data(case: Case) -> tuple[str, ...]:
    """The same of a case, where it is about who advertises."""
    return tuple(map(str, lookup(case.facts, "data.named") or ()))


@dataclass(frozen=True)
class LateKin:
    """``kin``: 父亲, 母亲 …; ``data``: what of theirs is told, with “姓名” before it."""

    kin: str
    data: tuple[str, ...]

    @property
    def called(self) -> str:
        """“父亲的姓名、听力测试结果等个人信息”."""
        return f"{self.kin}的{'、'.join(self.data)}等个人信息"


_KIN = {
    "父亲": "爸爸?|父亲|爹|老爸",
    "母亲": "妈妈?|母亲|娘|老妈",
    "丈夫": "丈夫|老公|爱人",
    "妻子": "妻子|老婆|媳妇",
    "儿子": "儿子",
    "女儿": "女儿|闺女",
}
_DIED = "(?:走了|去世|过世|没了|不在了|病逝|离世)"


def late_kin(case: Case) -> LateKin | None:
    """Whose data are asked to be deleted with one's own, of a case that is no child's."""
    kin = lookup(case.facts, "data.late_kin")
    if not kin or case.representative is not None:
        return None
    return LateKin(str(kin), ("姓名", *map(str, lookup(case.facts, "data.late_health") or ())))


def kin_who_died(story: str) -> dict[str, Any]:
    """The parent, spouse or child who is told to have died, and whose data somebody asks to have deleted with their own; what
    of their health was tested."""
    told = [folded(one) for one in sentences_of(story)]
    for kin, words in _KIN.items():
        died = re.compile(f"我(?:的)?(?:{words})[^，。；]{{0,12}}{_DIED}(?!以后|之后)")
        asked = re.compile(
            f"我[^，。；]{{0,4}}(?:{words})[^。；]{{0,8}}(?:信息|资料|号码|电话)[^。；]{{0,6}}删|删[^。；]{{0,8}}我(?:的)?(?:{words})"
        )
        if any(died.search(one) for one in told) and any(asked.search(one) for one in told):
            health = [name for name, pattern in _HEALTH if any(re.search(pattern, one) for one in told)]
            return {"late_kin": kin, **({"late_health": health[:1]} if health else {})}
    return {}
