"""A sentence of a story as a claim tells it: the same words, said of the plaintiff by somebody else.

Only who speaks and how a day is written change; a sentence that cannot be turned so without guessing is quoted instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from documents.sentences import OTHERS_WORDS
from legal.reasoning.conditions import lookup

# Whoever is spoken to, or speaks for more than one: nobody can say for whom a claim would have to put it.
_OF_SEVERAL = re.compile(
    "[你您咱]|我(?:们|俩)(?!这?(?:家|小区|社区|村|单位|公司|学校|店|楼|院|厂)|领班|[班组段店]长|班组长|工段|车间|老板|经理|主管|主任)"
)
# Nor who “I” is in what somebody else is said to have said of themselves.
_SELF_OF_ANOTHER = re.compile(
    "自我|我国|我市|我省|我行|我司|我院|我局|我台|我部|(?:说|讲|称|表示|答复|回复|回)[，,：:]?我(?:们|这边|方|帮|给[你您他她]|马上|来|会|只|也没|不清楚|查)"
)
_KIN = (
    "(?:老公|老婆|丈夫|妻子|爱人|媳妇|对象|男朋友|女朋友|爸妈|父母|爸爸?|妈妈?|父亲|母亲|公公|婆婆|岳父|岳母|爷爷|奶奶|外公|外婆|姥姥|姥爷"
    "|儿子|女儿|闺女|孩子|[大二三小]?(?:哥哥?|弟弟?|姐姐?|妹妹?|姨|姑|舅|叔|伯)|表[哥弟姐妹]|堂[哥弟姐妹]|家人|亲戚|朋友|同事|同学|邻居"
    "|弟媳妇?|弟妹|爹|娘(?=[，,。；的\u4e00-\u9fff])(?!家)|外甥女?|侄[女子儿]|外孙女?|阿[妈爸公婆嬷]|丈母娘|老?丈人|儿媳妇?|女婿|工友|老伴|娘家|领班|班组?长|[班组段店]长|工段|车间|厨师长|房东|室友|导师|客户|乘客|顾客|领导|老板|经理|主管|单位|公司|学校|店(?!里)|身份证|手机|号码|通讯录|名字|微信(?![转发付上里跟])|银行卡)"
)
# What is done by telephone or WeChat, is done by “me”.
_BY_WHAT = "(?:微信|手机)(?:[上里]|转|扫|付|发|加|收|打|拍|录|查|搜|问|给)"
_FORMALLY = {
    "爸妈": "父母",
    "妈妈": "母亲",
    "妈": "母亲",
    "爸爸": "父亲",
    "爹": "父亲",
    "娘": "母亲",
    "阿妈": "母亲",
    "阿爸": "父亲",
    "闺女": "女儿",
    "弟": "弟弟",
    "妹": "妹妹",
    "爸": "父亲",
    "老公": "丈夫",
    "老婆": "妻子",
    "姐": "姐姐",
    "哥": "哥哥",
}
_DATED_WORD = re.compile(
    r"(?:[去今前]年|[上本这]?个?月|[昨今前当那]天|[昨今当]日|今[早晚]|昨[晚夜]|同一天)(?P<more>[上里早晚夜下午]*)〔(?P<on>[^〕]+)〕(?P<month>\d{1,2}月)?"
)
_CHILD = re.compile("(?:我们?家?的?)?(?:儿子|女儿|闺女|小?孩子?|娃[娃儿]?|宝宝|(?<=我)[仔崽](?!细))(?!们)")
_OTHER_PARENT = re.compile("(?:[他她]|娃[娃儿]?|孩子)(爸|妈)(?:妈|爸)?(?![们家])")
_ONE_OF_SEVERAL = re.compile("[大小]儿子|[大小]女儿|老[大二三]|[两三]个(?:孩子|娃)|[哥姐弟妹]{2}|孩子们")
# What a child is told to have said of their own school, marks or name is the child's: “孩子说他们凭什么知道我的成绩”.
_OF_THE_CHILD = re.compile(
    "(?P<who>女儿|儿子|闺女|孩子)(?P<said>[^。；;“]{0,16}(?:说|问|哭着|埋怨|怪)[^。；;“我]{0,16}?)我(?:的)?"
    "(?=成绩|分数|学校|班|年级|名字|老师|同学|作业|考试|没考|考了)"
)
_POSSESSIVE = {"女儿": "她的", "闺女": "她的", "儿子": "他的"}
# After a month it is a day, whatever comes next: “8月12号店里来电话”.
_DAY_NUMBER = re.compile(
    r"(?<=\d)号(?![码线楼院店])(?=[^\w]|[\u4e00-\u9fff]|$)|(?:(?<=月\d)|(?<=月\d\d))号(?=[线楼院店])"
)
# What the person asked for, and who it was that said it, in words that read so of a plaintiff too.
_MEANT = (
    (re.compile("我(?:就)?[说讲](?=把我)"), "我要求"),
    (
        re.compile(
            "(?P<asked>我[^，。；“”]{0,6}打(?:了)?(?:他们)?的?(?P<who>客服)(?:电话)?，)[说讲](?=已经|系统|给我|帮我|会)"
        ),
        r"\g<asked>\g<who>说",
    ),
    (re.compile("(?<=\\d[日号])回我(?=[，,说])"), "答复我"),
)
_NO_YEAR = re.compile(r"(?<![\d年个])(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
# “我” as it is said in the north.
_DIALECT = re.compile("俺(?:们)?")
_UNTIL_NOW = re.compile("(?:[一直]*(?:等|走|拖|闹|用|拿)到|到)(?:今天〔[^〕]+〕|现在(?=[，,。；]|$))")
# Who “he” is, as it was put to the word.
_NAMED = re.compile("[他她]〔(?P<name>[^〕]+)〕")
_PARTICLE = re.compile(r"[吧呢啊嘛呀哦啦](?=[。，,；;]|$)")
_AGE = re.compile(r"今年(?:〔[^〕]*〕)?(?P<years>\d{1,3}|[一二三四五六七八九十]{2,3})岁?(?=[，。,；]|$)")
_OTHER_YEAR = re.compile(r"(?P<year>\d{4})年|[去前]年")
# Who lent to whom these words leave open.
_EITHER_WAY = re.compile("(?:借|租|赔)了?我(?:的)?钱")
# Who is told of by the words in which another speaks of them: “我外甥女说那时候我姨还没这个号”.
_OF_TELLER = re.compile(
    f"我(?:的)?{_KIN}[^，,。；]{{0,4}}(?:说|讲|问)[，,：:]?[^，,。；]{{0,8}}我(?:的)?(?:姨|舅|姑|叔|伯|妈|爸|娘|爹|爷|奶|外婆|外公|姐|哥|婶|嫂)"
)
_WITH_KIN = re.compile(
    "(?P<who>我(?:就|也)?[跟和同])我(?:的)?(?=(?:老[公婆]|妻子|丈夫|表[哥弟姐妹]|堂[哥弟姐妹]|爸妈|父母|媳妇|同事))"
)
# For whom it is told is said by the parties.
_FOR_A_CHILD = re.compile(
    "^(?:这是|我是)?(?:我)?替我?(?:们)?(?:家)?(?:的)?[^，,。；]{1,4}(?:说|讲|写|填|投诉)的[，,]"
)
# In a clause in which somebody says or thinks something of themselves.
_OF_ONESELF = re.compile(
    "(?P<first>我(?:就|还|也|都|又|当时|一直)?(?:以为|当|说|讲|想|觉得|算|记得|晓得|知道|承认|寻思)(?:那|这)?(?:都)?(?:是)?)我(?![们自])"
)
# Who wrote it down.
_DICTATED = re.compile("[，,](?:这|都)?是?我[^，,。；]{1,8}(?:坐在?(?:旁边|边上))?我说[他她]打的")
_LED = re.compile(r"^(?:我先说清楚|说实话|说实在的|反正|唉|哎|真的|那个)[，,]")


@dataclass(frozen=True)
class Teller:
    """Who told a story, as a claim calls them: ``own`` the plaintiff, or whoever acts for one that is a child; ``child`` the
    plaintiff then. ``facts`` tell the year of a day, but of those in ``dated``, which the story names with a year themselves."""

    own: str
    child: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    dated: frozenset[str] = frozenset()


def in_third_person(sentence: str, teller: Teller) -> str | None:
    """“我回了TD” as “原告回了TD”, “去年〔2025年〕3月” as “2025年3月”; what others said stays as it was said. None where it
    asks, speaks to somebody, speaks for several, or of one of several children."""
    if teller.child:
        sentence, led = _FOR_A_CHILD.subn("", sentence)
        sentence = re.sub("^[他她](?![们爸妈])", teller.child, sentence) if led else sentence
    parts = OTHERS_WORDS.split(_DICTATED.sub("", _LED.sub("", sentence)))
    told = parts[::2] = [_DIALECT.sub(lambda one: one[0].replace("俺", "我"), one) for one in parts[::2]]
    if any(
        _OF_SEVERAL.search(one)
        or _SELF_OF_ANOTHER.search(one)
        or _EITHER_WAY.search(one)
        or _OF_TELLER.search(one)
        or re.search("[？?！!]", one)
        for one in told
    ):
        return None
    if teller.child and any(_ONE_OF_SEVERAL.search(one) for one in told):
        return None
    parts[::2] = [_told(one, teller) for one in told]
    return "".join(parts)


def _told(text: str, teller: Teller) -> str:
    own = teller.own
    if teller.child:
        text = _OTHER_PARENT.sub(lambda one: f"{teller.child}的{'父亲' if one[1] == '爸' else '母亲'}", text)
        text = _CHILD.sub(teller.child, text)
    text = _OF_THE_CHILD.sub(
        lambda one: f"{one['who']}{one['said']}{_POSSESSIVE.get(one['who'], '孩子的')}", text
    )
    text = _OF_ONESELF.sub(lambda found: f"{found['first']}自己", text)
    text = _WITH_KIN.sub(lambda found: found["who"], text).replace("是我自己", f"是{own}自己")
    text = _UNTIL_NOW.sub("至今", _NAMED.sub(lambda found: found["name"], text))
    text = _AGE.sub(lambda found: f"现年{found['years']}岁", text)
    text = _DATED_WORD.sub(lambda found: f"{found['on']}{found['more']}{found['month'] or ''}", text)
    for spoken, meant in _MEANT:
        text = spoken.sub(meant, text)
    text = _NO_YEAR.sub(lambda found: _with_year(found, teller.facts, teller.dated), text)
    text = _PARTICLE.sub("", _DAY_NUMBER.sub("日", text))
    text = re.sub(f"我们?(?={_KIN})(?!{_BY_WHAT})", f"{own}的", text)
    text = re.sub("我们这?(?=小区|社区|村|楼|院|厂)", f"{own}所在的", text)
    text = re.sub("我们(?=家)", own, text)
    text = re.sub(
        f"(?<={own}的)(?:" + "|".join(_FORMALLY) + ")(?![\u4e00-\u9fff]?[妈爸]|[姐哥弟妹夫嫂媳子])",
        lambda kin: _FORMALLY[kin[0]],
        text,
    )
    text = text.replace("丈母娘", "岳母")
    text = re.sub(r"(?<!\d)(\d+)块(\d)毛?(?!\d)", r"\1.\2元", text)
    text = re.sub(r"(?<=\d)块(?:钱)?(?!\d)|(?<=[十百千万])块(?:钱)?(?!地)|(?<=[来多几])块钱", "元", text)
    text = re.sub("(?<=[他她它]|们|方)又没有?(?=给|让|跟|告诉|说|出示|提供)", "并没有", text)
    text = re.sub("(?<=[请让叫要])我自己", f"{own}自己", text)
    text = _OF_ONESELF_FORMALLY.sub(own, text)
    return re.sub("我(?:本人|自己)?", own, text)


# At the head of a sentence alone: “须本人持身份证” is whoever it is of.
_OF_ONESELF_FORMALLY = re.compile("^本人(?![持带凭须要才应到去不])")


def dated_in(lines: Sequence[str]) -> frozenset[str]:
    """“10月15日” of “2025年10月15日”: the days that a story names with a year."""
    return frozenset(f"{int(one[1])}月{int(one[2])}日" for line in lines for one in _WITH_YEAR.finditer(line))


_IN_A_MONTH = re.compile(r"(\d{4})年\d{1,2}月")
_WITH_YEAR = re.compile(r"\d{4}年(\d{1,2})月(\d{1,2})[日号]")


def _with_year(found: re.Match[str], facts: Mapping[str, Any], dated: frozenset[str] = frozenset()) -> str:
    """A day with its year, where it lies once between the first and the last day of what happened, or before it in the same
    year; none where the sentence named another year before it, or the story this very day with its year."""
    first, last = (_day(lookup(facts, f"event.{name}")) for name in ("first", "last"))
    month, number = int(found["month"]), int(found["day"])
    plain = f"{month}月{number}日"
    if first is None or last is None:
        return plain
    before = found.string[: found.start()]
    named = [one["year"] for one in _OTHER_YEAR.finditer(before)]
    years: list[int] = []
    # “2025年9月丢了，9月22日挂失” goes on in that year; after a year alone anything may follow.
    going_on = _IN_A_MONTH.findall(before.rpartition("今年")[2])
    if plain in dated or (going_on and going_on[-1] != str(last.year)):
        return plain
    if all(one == str(last.year) for one in named):
        first = min(first, date(last.year, 1, 1))
    for year in range(first.year, last.year + 1):
        try:
            on = date(year, month, number)
        except ValueError:
            continue
        if first <= on <= last:
            years.append(year)
    return f"{years[0]}年{plain}" if len(years) == 1 else plain


def with_year(day: str, facts: Mapping[str, Any]) -> str:
    """“7月9日” as “2026年7月9日”, where the days of what happened leave one year."""
    return _NO_YEAR.sub(lambda found: _with_year(found, facts), day)


def _day(said: object) -> date | None:
    return date.fromisoformat(str(said)) if said else None
