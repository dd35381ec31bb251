"""Which province's rules a step follows: the complainant's, or those of where the operator is (35号令 9). Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from stdnum import numdb

from complaints.stated import Facts
from core.sentences import sentence

PROVINCES = {  # GB/T 2260, the first two digits
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区", "21": "辽宁省",
    "22": "吉林省", "23": "黑龙江省", "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省",
    "35": "福建省", "36": "江西省", "37": "山东省", "41": "河南省", "42": "湖北省", "43": "湖南省",
    "44": "广东省", "45": "广西壮族自治区", "46": "海南省", "50": "重庆市", "51": "四川省", "52": "贵州省",
    "53": "云南省", "54": "西藏自治区", "61": "陕西省", "62": "甘肃省", "63": "青海省",
    "64": "宁夏回族自治区", "65": "新疆维吾尔自治区", "71": "台湾省", "81": "香港特别行政区",
    "82": "澳门特别行政区",
}  # fmt: skip


def province(code: str) -> str:
    """The name of the province of a code; the code itself where it is none of ours."""
    return PROVINCES.get(code[:2], code)


_RANKS = re.compile("(?:壮族|回族|维吾尔)?自治区$|特别行政区$|自治州$|地区$|[省市盟]$")


def town(code: str) -> str:
    """“无锡市” of 320213, today's name of its prefecture; "" for a municipality, and where none is known."""
    known = _known(f"{code[:4]}00") if len(code) == _WHOLE and code[2:4] != "00" else ""
    return known if _RANKS.search(known) and known != "市" else ""


def quarter(code: str) -> str:
    """“梁溪区” of 320213, today's name; "" for a code of a prefecture or a province."""
    known = _known(code) if len(code) == _WHOLE and not code.endswith("00") else ""
    return "" if known in ("市辖区", "县") else known


_WHOLE = 6


@cache
def _known(code: str) -> str:
    """The name of a code today: "[1983-2001]西市区,[2002-]蜀山区" is 蜀山区."""
    words = [about["county"] for _part, about in numdb.get("cn/loc").info(code) if "county" in about]
    if not words:
        return ""
    names = [one.rpartition("]") for one in words[-1].split(",")]
    return next((name for years, _sep, name in reversed(names) if not years or years.endswith("-")), "")


@cache
def _places() -> tuple[str, ...]:
    """Provinces and prefectures as companies are called after them, the longest first."""
    towns = (town(f"{digits}{place:02}01") for digits in PROVINCES for place in range(1, 90))
    bare = (_RANKS.sub("", name) for name in (*PROVINCES.values(), *towns) if name)
    return tuple(sorted(dict.fromkeys(bare), key=len, reverse=True))


def without_place(name: str) -> str:
    """The name of a company without the province and the town that it begins with: “捷行网络科技有限公司”."""
    for _part in ("province", "town"):
        place = next((one for one in _places() if name.startswith(one)), "")
        name = re.sub("^[省市]", "", name.removeprefix(place)) if place else name
    return name


@dataclass(frozen=True, slots=True)
class Region:
    """A GB/T 2260 code and whose it is: ``operator``, ``complainant``, or nobody's (empty: the whole country's rules)."""

    code: str = ""
    of: str = ""

    @property
    def name(self) -> str:
        return province(self.code) if self.code else ""


def complainants(facts: Facts) -> Region:
    """Where the person is: it selects provincial rules unless a step says otherwise."""
    code = str((facts.get("complainant") or {}).get("region") or "")
    return Region(code, "complainant") if code else Region()


def operators(facts: Facts) -> Region:
    """Where the operator is: the first of the operators whose region is told."""
    for row in facts.get("respondents") or ():
        if row.get("role") == "operator" and row.get("region"):
            return Region(str(row["region"]), "operator")
    return Region()


def region_for(rule: Mapping[str, object], facts: Facts) -> Region:
    """The region that a channel goes by: ``region_of: operator`` in its file, where that is told; else the complainant's."""
    found = operators(facts) if rule.get("region_of") == "operator" else Region()
    return found if found.code else complainants(facts)


def jurisdiction_note(rule: Mapping[str, object], facts: Facts) -> str:
    """Which province was gone by and why, for a channel that belongs to the operator's; empty for others."""
    if rule.get("region_of") != "operator":
        return ""
    region = region_for(rule, facts)
    if region.of == "operator":
        return sentence(
            "运营商在{place}：由{place}的机构管辖，期限按{place}和全国的规定计算。", place=region.name
        )
    if region.of == "complainant":
        return sentence("由运营商所在省的机构管辖。") + sentence(
            "您没有说明运营商在哪个省，这里按您所在的{place}计算；不在同一省的，请补上运营商的所在地。",
            place=region.name,
        )
    return sentence("由运营商所在省的机构管辖。还不知道是哪个省，这里只按全国的规定计算。")
