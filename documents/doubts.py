"""What somebody wrote into a paper that the case and the law on file do not know: a date, a sum, a number, a person, an
article. Pointed out before a paper is sealed, and never taken out. Plain data in, plain data out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from complaints.reading import people_in
from complaints.reading.people import GIVEN, STOP, SURNAMES, WORDS
from legal.corpus import load
from legal.reasoning.numerals import DIGITS

Kind = Literal["article", "law", "date", "sum", "number", "person", "organisation"]

_HAN = "零〇一二两三四五六七八九十百千"
_CITED = re.compile(
    r"《(?P<law>[^《》]{2,40})》(?:（[^（）]{1,40}）)?(?P<places>(?:[、和及与]?第[^《》。；;，,]{1,24})*)"
)
_ARTICLE = re.compile(rf"第(?P<number>[{_HAN}]{{1,8}}|[0-9]{{1,4}})条(?P<after>之[一二三四五六七八九])?")
# Whatever somebody pastes is read in one go: nothing here repeats without an end.
_GAP = r"\s{0,3}"
_DATE = re.compile(
    rf"(?P<year>[0-9]{{4}}|[〇零一二三四五六七八九]{{4}}){_GAP}[年./-]{_GAP}(?P<month>[0-9]{{1,2}}|[{_HAN}]{{1,2}})"
    rf"(?:{_GAP}[月./-]{_GAP}(?P<day>[0-9]{{1,2}}|[{_HAN}]{{1,3}}){_GAP}[日号]?|{_GAP}月)"
)
_DAY = re.compile(
    rf"(?P<month>[0-9]{{1,2}}|[{_HAN}]{{1,2}}){_GAP}月{_GAP}(?P<day>[0-9]{{1,2}}|[{_HAN}]{{1,3}}){_GAP}[日号]"
)
_SUM = re.compile(
    rf"(?P<digits>[0-9][0-9,，]{{0,24}}(?:\.[0-9]{{1,6}})?|[{_HAN}]{{1,24}}){_GAP}(?P<scale>[万亿]?){_GAP}(?:余|多)?元"
)
_DIGITS = re.compile(r"[0-9]+(?:[.][0-9]+)?")
_COUNT = re.compile(rf"(?P<number>[{_HAN}]{{1,24}}){_GAP}(?:次|条|通|个月|天|人|笔|倍|份|件|起)")
_ORGANISATION = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|集团公司|分公司|银行|事务所|支付公司)")
# Words that begin like a surname and are none, where somebody writes of a case.
_NO_NAME = (
    "(?!马上|陈述|金额|金钱|金融|费用|高度|高额|高利|高管|高频|高于|高达|管理|管辖|章程|简单|简直|安排|安装|安全|安宁|周末|周围|周期"
    "|周[一二三四五六日]|白天|常常|常见|万一|程序|路上|路人|查看|查询|查明|查实|查阅|顾客|顾问|项目|解除|解释|单位|单独|单方|全部|全体"
    "|康复|任务|任职|任何|任一|方式|方面|方法|范围|余额|余下|严格|严重|文件|文书|文字|钱款|钱财|车辆|车牌|黄金|成立|成员|成本|成为|岳父"
    "|岳母|齐全|夏天|夏季|秋天|秋季|武力|武汉|尚未|尚有|尚欠|尚待|关于|关系|关联|关机|关注|毕竟|季度|施加|施行|连续|连带|连同|包括"
    "|习惯|计划|游客|温度|江西|石油|史上|易于|柴油|支付|付款|付清|付费|应当|应该|曾经|曾多|曾在|曾于|曾向|曾被|明确|明知|明示|平台|平时"
    "|和解|何人|何种|何构|何方|何处|何日|申请|申诉|华为|张贴)"
)
_A_NAME = rf"(?P<name>{_NO_NAME}{WORDS}[{SURNAMES}]{STOP}{GIVEN}{{1,2}}?)"
_PARTS = (
    "证人|被告|原告|申请人|被申请人|联系人|当事人|经办人|负责人|法定代表人|收款人|户主|户名|姓名|名叫|自称|同事|朋友|好友|邻居|同学"
    "|丈夫|妻子|父亲|母亲|爸爸|妈妈|儿子|女儿|哥哥|姐姐|弟弟|妹妹|亲戚|律师|民警|警官|客服|员工|业务员|工作人员|主管|经理|老板|店长|房东"
)
_SAYS = (
    "书面|应当|承担|赔偿|向|可以|能够|愿意|看见|看到|听见|听到|证明|证实|作证|在场|说|称|表示|承认|打来|来电|告诉|告知|联系"
    "|先生|女士|律师|警官|民警|经理|老师"
)
# Somebody named by the part that they have, or by what they do, where nothing else says that a name is one.
_NAMED = (
    re.compile(
        rf"(?:由|{_PARTS})[：:“\"]?{_A_NAME}(?=[，,。；;：:、（）”\"\s]|{_SAYS}|在|也|都|均|曾|于|和|与|及|的|$)"
    ),
    re.compile(rf"(?:^|[，,。；;：:、“”（\s]){_A_NAME}(?={_SAYS})", re.M),
)
_SPACED = re.compile(r"(?<=[0-9])[ \-](?=[0-9]{3,})")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_BEFORE = 4  # characters before “有限公司” by which the name of a company is known again
_LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a case knows: ``texts`` all that was said and generated, ``names`` whoever takes part; an article must have been
    in force on one of ``days``."""

    texts: tuple[str, ...]
    names: frozenset[str] = frozenset()
    days: tuple[date, ...] = field(default=())


@dataclass(frozen=True)
class Doubt:
    """``block`` is the key of the block, ``text`` what stands there."""

    block: str
    kind: Kind
    text: str


def doubts_in(block: str, text: str, known: Known) -> list[Doubt]:
    """Each once, in the order of their kinds."""
    written, said = _plain(text), [_plain(one) for one in known.texts]
    found = [*_about_law(written, known.days), *_about_figures(written, said)]
    found += _about_people(written, "\n".join(said), known.names)
    return [Doubt(block, kind, what) for kind, what in dict.fromkeys(found)]


def _plain(text: str) -> str:
    """Digits and signs of one width, without spaces inside numbers."""
    return _SPACED.sub("", unicodedata.normalize("NFKC", text).replace("(", "（").replace(")", "）"))


# ── The law ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _about_law(text: str, days: Collection[date]) -> Iterator[tuple[Kind, str]]:
    statutes = {
        title: statute.id
        for statute in load().statutes.values()
        for name in (statute.name, *statute.aliases)
        for title in (_short(name),)
    }
    for cited in _CITED.finditer(text):
        law = cited["law"]
        places = list(_ARTICLE.finditer(cited["places"]))
        if not places:
            continue
        if _short(law) not in statutes:
            yield "law", f"《{law}》"
            continue
        for place in places:
            number = f"{_integer(place['number'])}{place['after'] or ''}"
            identity = f"{statutes[_short(law)]}:{number}"
            if not any(load().article(identity, day) for day in days):
                yield "article", f"《{law}》{place[0]}"


def _short(law: str) -> str:
    return law.removeprefix("中华人民共和国").strip()


# ── Dates, sums, counts ───────────────────────────────────────────────────────────────────────────────────────────


def _about_figures(text: str, known: Iterable[str]) -> Iterator[tuple[Kind, str]]:
    said: set[tuple[Kind, object]] = set()
    for one in known:
        said |= {(kind, value) for kind, value, _text in _figures(one)}
    # A day without its year is known from one with it, and a sum or count from the same figure anywhere.
    days = {
        value[-2:] for kind, value in said if kind == "date" and isinstance(value, tuple) and len(value) > 1
    }
    figures = {value for kind, value in said if kind in ("sum", "number")}
    for kind, value, shown in _figures(text):
        if kind == "date" and isinstance(value, tuple):
            is_known = ("date", value) in said or (len(value) == 2 and value in days and value[0] <= 12)
            is_known = is_known or any(
                other[: len(value)] == value
                for sort, other in said
                if sort == "date" and isinstance(other, tuple)
            )
        else:
            is_known = value in figures
        if not is_known:
            yield kind, shown


def _figures(text: str) -> Iterator[tuple[Kind, object, str]]:
    """Kind, value and text of each; what is read is not read again."""
    rest = _CITED.sub("《》", text)
    rest = re.sub(r"(?m)^[^\S\n]{0,9}[0-9]{1,2}[.、．](?![0-9])", "", rest)
    rest = re.sub(r"证据\s{0,3}[0-9]+(?:[-－–—、][0-9]+)*", "", rest)
    for pattern, kind, read in (
        (_DATE, "date", _date_of),
        (_DAY, "date", _date_of),
        (_SUM, "sum", _sum_of),
        (_COUNT, "number", lambda found: _value(found["number"])),
        (_DIGITS, "number", lambda found: Decimal(found[0])),
    ):
        for found in pattern.finditer(rest):
            value = read(found)
            if value is not None:
                yield kind, value, found[0].strip()  # type: ignore[misc]
        rest = pattern.sub("　", rest)


def _date_of(found: re.Match[str]) -> tuple[int, ...] | None:
    parts = [found.groupdict().get(name) for name in ("year", "month", "day")]
    return tuple(_integer(part) for part in parts if part) or None


def _sum_of(found: re.Match[str]) -> Decimal | None:
    value = _value(re.sub("[,，]", "", found["digits"]))
    return None if value is None else value * {"": 1, "万": 10_000, "亿": 100_000_000}[found["scale"]]


def _value(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text) else Decimal(_integer(text))


def _integer(text: str) -> int:
    """二〇二六 → 2026, 一千零三十三 → 1033, 12 → 12."""
    if text.isascii():
        return int(text)
    digits = [DIGITS.find(sign) for sign in text.replace("〇", "零").replace("两", "二")]
    if not any(sign in _UNITS for sign in text):
        return int("".join(str(digit) for digit in digits))
    whole = figure = 0
    for sign, digit in zip(text, digits, strict=True):
        if sign in _UNITS:
            whole += (figure or 1) * _UNITS[sign]
            figure = 0
        else:
            figure = digit
    return whole + figure


# ── People and companies ──────────────────────────────────────────────────────────────────────────────────────────


def _named(text: str) -> Iterator[str]:
    for pattern in _NAMED:
        yield from (found["name"] for found in pattern.finditer(text))


def _about_people(text: str, said: str, names: Collection[str]) -> Iterator[tuple[Kind, str]]:
    for name in dict.fromkeys([*people_in(text), *_named(text)]):
        if name not in names and name not in said:
            yield "person", name
    for found in _ORGANISATION.finditer(text):
        before = re.split(
            r"[，,。；;：:、“”\s]", text[max(0, found.start() - _LONGEST_NAME) : found.start()]
        )[-1]
        written = before + found[0]
        if not any(written.endswith(name) for name in names if name) and (
            before[-_BEFORE:] + found[0] not in said
        ):
            yield "organisation", written[-24:]
