"""The facts that a person states in their own story, each with the words that state it: offered, never decided.

A story is the person's own word, so what it says is not asked again; what it leaves open stays unknown. Days without a
year are the last such days before ``today``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from complaints.reading.announced import only_announced, threatened_to_tell
from complaints.reading.came import that_came
from complaints.reading.days import days_told
from complaints.reading.debts import debt_told
from complaints.reading.folding import Folded, fold
from complaints.reading.others import NAME
from complaints.reading.pressure import THREATS
from complaints.reading.sayings import PATTERNS
from complaints.reading.sayings.collecting import AT_WORK
from complaints.reading.sayings.names import BANKS, LENDERS, PLATFORMS
from complaints.reading.sayings.showing import ONLY_SAID, PUBLISHED
from complaints.reading.sayings.violence import SENT_HOME
from complaints.reading.sayings.words import ACQUAINTANCE, FORMER, KIN
from complaints.reading.told import Told
from complaints.reading.whose import capacity_told

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
# “七八个” is no count: then it is asked.
_NUMBER = (
    r"(?<![\d.一二两三四五六七八九十百千几])"
    r"(?P<n>\d{1,6}|[一二两三四五六七八九]?十[一二三四五六七八九]?|"
    r"[一二两三四五六七八九])(?![一二两三四五六七八九十百千万\d])"
)
# “一个星期”, “有一个自称是…的”: no count of what came.
_EACH = (
    r"(?:多|余|来)?\s?(?:条|次|通|遍|封|"
    r"个(?!\s?(?:多|半)?(?:星期|礼拜|月|小时|钟头|季度|年|人|女|男|姓|自称|叫|号码?(?!打)|公司|平台|陌生人)))"
)
_COUNTS: tuple[tuple[str, str], ...] = (
    (
        "contacts.max_per_day",
        r"(?:(?<![天第那这后近])一天|(?<=[昨前今那]天)一天|每天|最多(?:的)?(?:一天|"
        rf"时候)?)[^。;!?,\d]{{0,8}}?{_NUMBER}{_EACH}",
    ),
    ("debt.contacts_told", rf"{_NUMBER}(?:多|余)?(?:个|位|名)(?:亲友|同事|朋友|亲戚|联系人|同学|邻居)"),
    ("charges.months", rf"扣(?:了)?[^。;!?\d]{{0,6}}?{_NUMBER}个月"),
)
# How often it was in all: said as a total, or the one number that is said, of nothing less than all.
_IN_ALL = re.compile(
    rf"(?:一共|总共|共计|累计|合计|加起来|前前后后|前后|至今|到现在|到今天|已经?)[^。;!?,\d]{{0,8}}?{_NUMBER}{_EACH}"
)
# What comes in a week or a month, where no total is said after it: “到现在一个星期要来十条”.
_RATE = re.compile(
    r"(?:每|平均|一个?(?:星期|礼拜|周|月|季度|小时|钟头)|一[天日周月年])(?!.*(?:一共|总共|共计|累计|合计|加起来))"
)
_CAME_SO_OFTEN = re.compile(
    r"(?<!也)(?:收到(?:了|过)?|接到(?:了|过)?|打(?:了|来了?|给我了?)|发(?:了|来了?|给我了?)|有过?)"
    rf"[^。;!?,\d]{{0,8}}?{_NUMBER}{_EACH}"
)
# A part of all: of some days, of those that were kept, of those that came last or again.
_OF_A_PART = re.compile(
    r"[今昨前当那这某每][天日晚早夜周月年个两几三些次]|[上这下]个?(?:周|月|星期|礼拜)|星期|礼拜|"
    r"周[一二三四五六日末]|[月日号]|小时|分钟|"
    r"半天|一天|[早晚]上|[上下]午|中午|半夜|凌晨|夜里|最后|最近|最新|最初|第[一二三四五\d]|其中|有的|"
    r"[又再还光仅只]|才|刚|后来|之后|另外|"
    r"天天|一直|不停|不断|没完|好[多几]|很多|许多|无数|数不清|记不清"
)
_SINCE = re.compile(
    r"(?:从|自)[^。;!?,]{1,14}?(?:开始|起|以来|到现在|至今|$)|(?:上个?月|去年|今年|"
    r"[月日号份初底])[^。;!?,]{0,4}(?:到现在|至今|以来)|到[昨今前](?:天|日|晚)(?:为止)?"
)
# What somebody else than the other side did, or what came to somebody else.
_OF_OTHERS = re.compile(
    r"投诉|举报|反映|退订|拒绝|回复|客服|热线|报警|扣|截图?|存|录|报案|(?<!\d)(?:1[012]\d{1,3}|9\d{4})(?!\d)|"
    rf"(?:给|找|问|骚扰)(?:我的?)?(?:{KIN}|{ACQUAINTANCE}|领导|单位)|(?:同事|亲友|朋友|家人)|"
    # What a message says of a number is no count of what came.
    r"(?:短信|信息|消息|通知)(?:里|上|中|内容)?(?:说|写|显示|称|提示)"
)
# “有三次打到单位”: of some of them something more is told.
_SOME_OF_THEM = re.compile(r"有过?[^。;!?,]*[次个条通](?!(?:电话|来电|短信|信息|消息|骚扰)*(?:[。;!?,]|$))")
_YUAN: tuple[tuple[str, str], ...] = (
    ("charges.monthly", r"(?:每个?月|一个月)[^。;!?\d]{0,10}(?P<n>\d{1,5}(?:\.\d{1,2})?)\s?(?:元|块)"),
    (
        "debt.claimed",
        r"(?:说|称)我[^。;!?\d]{0,12}欠[^。;!?\d]{0,8}(?P<n>\d{1,7}(?:\.\d{1,2})?)\s?(?:元|块)",
    ),
    ("number.cancellation_fee", r"违约金[^。;!?\d]{0,6}(?P<n>\d{1,6}(?:\.\d{1,2})?)\s?(?:元|块)"),
    (
        "content.opt_out_fee",
        r"退订[^。;!?\d]{0,10}(?:扣|收)[^。;!?\d]{0,6}(?P<n>\d{1,3}(?:\.\d{1,2})?)\s?(?:元|块)",
    ),
)
_REFUSED_BY: tuple[tuple[str, str], ...] = (
    (
        "sms_reply",
        # What a message offers (退订回R) is no reply yet; that it was done, or how often, is one.
        r"(?<!退订)(?<!拒收)(?<!取关)(?<!请)回复?[^。,;]{0,10}(?:退订|TD|[TRN](?![A-Za-z]))|"
        r"(?:退订|拒收)(?:请)?回复?了?(?:TD?|R|N)[^。;]{0,8}?(?:了|过|[一两三四五六七八九十几\d](?:次|遍|回|条))|"
        r"(?:我|已|已经)[^。,;]{0,4}(?:退订|拒收)回复?(?:TD?|R|N)|"
        r"(?<![A-Za-z])(?:TD?|R|N)[^。,;A-Za-z]{0,3}回复?(?:了|过)|按(?:短信|它|他)[^。,;]{0,10}退订(?!回)",
    ),
    (
        "hotline",
        r"(?:客服|热线|1008[56]|10010|10000)[^。;]{0,14}(?:要求(?!我)|说[^。,;]{0,4}(?:不要|别|停|取消|退)|取消|退订|停)|打[^。,;]{0,6}客服[^。;]{0,12}(?:要求|取消|退订|停|别|不要|拒|不再)",
    ),
    ("at_once", r"(?:电话里|接(?:了|通)|来电)[^。;]{0,10}(?:说|告诉|拒绝)[^。;]{0,8}(?:不要|不需要|别)"),
    ("shop", r"(?:营业厅|门店|店里)[^。;]{0,10}(?:要求|说|取消|退订)"),
)
# Narrower than what suggests a situation: who never bought anything has not said that they never agreed.
_NEVER_AGREED = (
    r"(?:从来没|从没|从未|没有?|并未)(?:有)?[^。,;!?]{0,6}(?:同意|授权|允许)(?!了)"
    r"|(?:未经|没经过|没有?(?:得到)?)(?:我的?|本人)?(?:同意|允许|授权)"
    # To whom nobody gave their number nobody said yes.
    r"|(?<![他她们方])(?:从来没|从没|从未|没)有?[^。,;!?]{0,10}留过[^。,;!?]{0,3}(?:电话|号码|手机|资料|信息|联系方式)"
)
_NEVER = r"(?:从来没有?|从没有?|从未|没有?|也没有?)[^。,;、!?买用]{0,8}"
_NEVER_BOUGHT = rf"{_NEVER}(?:买|购买|消费|下单)过"
_NEVER_USED = (
    rf"{_NEVER}(?:(?:注册|用|使用|办|打过交道|接触|去)过?|"
    r"留过?[^。,;、!?]{0,3}(?:电话|号码|手机|资料|信息|联系方式))"
)
# What a message costs, in the words of the market.
_SMALL = {"一毛": 0.1, "1毛": 0.1, "两毛": 0.2, "2毛": 0.2, "一块": 1, "1块": 1}
_SMALL_FEE = re.compile(
    rf"退订[^。;!?]{{0,10}}(?:扣|收|花|要)[^。;!?]{{0,6}}?(?P<fee>{'|'.join(_SMALL)})(?:钱)?"
)
# And who wants no more has not said that they refused.
_REFUSED = (
    r"退订(?:了|过|后|还|也)|拒绝(?:了|过)|我(?:也|都|就|明确|多次|已经|早就)*(?:说|讲|告诉)(?:过|"
    r"了)[^。,;!?]{0,8}(?:不要|不需要|不用|不感兴趣|别)|"
    r"(?:告诉|跟|对)(?:他|她|对方|商家|客服)[^。,;!?]{0,6}(?:不要|别|停止)|"
    r"我(?:也|都|就|已经)?(?:让|叫|要求)(?:他|她|对方)们?[^。,;!?]{0,4}(?:别|不要|停止)"
)
# “说了好几次别打了”: said to whoever called, in the call; what they say, and what was not said, is no refusal.
_SAID_TO_THEM = re.compile(
    r"(?<![没想要敢不])(?:说|讲|告诉|回|吼|骂)(?:了|过|(?:他|她|对方|人家)们?)*"
    r"(?:好?[几多两三四五六七八九十\d]+(?:次|遍|回)|很多[次遍]|无数[次遍]|多[次遍])?[,:“\"]{0,2}"
    r"(?:我)?(?:让|叫|请)?(?:你|他|她|对方|人家)?们?(?:以后|今后)?(?:别|不要|甭|不准|不许)(?:再|给我|往我这)*"
    r"(?:打|来电|骚扰|联系|发|烦)"
)
_OF_THEM = re.compile(
    r"(?:他|她|对方|客服|人家|骗子|催收|店员|业务员|民警|警察|短信|信息|上面|家人|老公|老婆|儿子|女儿)们?(?:那边|里)?"
    r"(?:也|就|还|都|又|却|跟我|对我|给我)*$"
)
# Around words that something was not said: by whom, and after them what, where it is the number that they speak of.
_BY_THE_OPERATOR = re.compile(r"营业|办(?:理|号|卡|的)|客服|运营商|移动|联通|电信|店员|老板")
_THAT_IT_WAS_USED = re.compile(r"二次|用过|旧号|别人")
_USED_JUST_BEFORE = re.compile(r"用过(?:的)?,?[^。;!?打来]{0,4}$")
_AROUND = 16
_CHANNELS = (
    ("sms", re.compile("短信|彩信|简讯|短讯")),
    ("call", PATTERNS["calls"]),
    ("wechat", re.compile("微信(?:上|里|消息|加我|找我|发)")),
)
_NIGHT = r"深夜|半夜|凌晨|夜里|三更半夜|晚上(?:十|十一|1[01])点|2[23]点"
_BODIES = (("court", "法院|法官|执行局"), ("police", "公安|警|派出所|经侦|刑侦"), ("lawyer", "律师"))
_THREATENED = ("detention", "violence", "publicity", "insult")
_SAYS_VIOLENCE = rf"上门|堵(?:我家?)?门|{SENT_HOME}"


_ASKED_BEFORE = re.compile(
    r"(?:投诉|举报|申诉|反映|报案|报警|起诉)(?:过|了)|报(?:过|了)(?:警|案)|"
    r"(?:打|拨)(?:过|了)[^。;!?,]{0,4}(?:12315|12321|12345|12300|12378|110|10010|10086|10000|10099|客服)|"
    r"(?:12315|12321|12345|12300|12378|110|10010|10086|10000|10099|客服)(?:也|都|"
    r"我)?[^。;!?,来我]{0,3}(?:打|拨)(?:过|了)|"
    r"(?:营业厅|派出所|消协|公安局|通信管理局|银监局|金融局)[^。;!?,]{0,6}(?:去|跑|找)(?:过|了)|"
    r"(?:去|跑|找)(?:过|了)[^。;!?,办买]{0,6}(?:营业厅|派出所|消协|公安局|通信管理局|客服)(?![^。;!?,]{0,3}[办买])"
)


def facts_told(story: str, *, kind: str, today: date) -> list[Told]:
    """What a story states, for a complaint of this kind; of each fact the first thing said. Any string is read."""
    folded = fold(story)
    found: dict[str, Told] = {}
    for one in _all(folded, kind, today):
        found.setdefault(one.fact, one)
    return list(found.values())


def lenders_named(story: str) -> list[str]:
    """Lenders that a story names, each once; whether they did anything is not decided."""
    return list(dict.fromkeys(re.findall(LENDERS, story)))


def asked_before(story: str) -> str:
    """The words in which a story tells that somebody was asked for help before; "" where it tells of nobody."""
    return _first(fold(story), _ASKED_BEFORE)


def _all(folded: Folded, kind: str, today: date) -> Iterator[Told]:
    if told := capacity_told(folded, kind):
        yield Told("complainant.capacity", *told)
    yield from _ways(folded)
    yield from _numbers(folded)
    yield from days_told(folded, today)
    if kind == "harassment":
        yield from _of_advertising(folded)
    if kind == "second_hand_number":
        yield from _of_number(folded)
    if kind != "harassment":
        yield from _of_collecting(folded, kind)
    yield from _of_menaces(folded)


def _first(folded: Folded, pattern: str | re.Pattern[str]) -> str:
    """The first words that a pattern finds; "" where it finds none."""
    match = re.search(pattern, folded.text)
    return folded.words(*match.span()) if match and match.end() > match.start() else ""


def _ways(folded: Folded) -> Iterator[Told]:
    found = [
        (way, that_came(folded.text, [match.span() for match in pattern.finditer(folded.text)]))
        for way, pattern in _CHANNELS
    ]
    said = [(way, folded.words(*places[0])) for way, places in found if places]
    if said:
        yield Told(
            "contacts.channels", [way for way, _words in said], "、".join(words for _way, words in said)
        )
    if words := _first(folded, _NIGHT):
        yield Told("contacts.night", True, words)


def _in_all(folded: Folded) -> Iterator[Told]:
    """How many came in all. Of several numbers none is the total unless it is said to be, nor is one of a part."""
    text = folded.text
    said = [
        match
        for match in _IN_ALL.finditer(text)
        if not _OF_OTHERS.search(_clause(text, match)) and not _RATE.search(match[0])
    ]
    counted = [
        match
        for match in _CAME_SO_OFTEN.finditer(text)
        if _by_them(text, match) and not _RATE.search(match[0])
    ]
    if said:
        # 上个月到现在一共: all since then.
        whole = [
            match
            for match in said
            if match[0].startswith(("到现在", "到今天", "至今"))
            or not _of_a_part(re.split("[。;!?,]", text[: match.start()])[-1])
        ]
    else:
        whole = [
            match
            for match in counted
            if not _of_a_part(re.split("[。;!?]", text[: match.start()])[-1] + match[0])
            and not (match[0][0] == "有" and _SOME_OF_THEM.match(text[match.start() :]))
        ]
    told = {_count(match["n"]) for match in said or counted}
    if whole and len(told) == 1:
        yield Told("contacts.count", _count(whole[0]["n"]), folded.words(*whole[0].span()))


def _of_a_part(words: str) -> bool:
    """Whether words speak of less than all, or say that it goes on."""
    return bool(_OF_A_PART.search(_SINCE.sub("", words)))


def _clause(text: str, match: re.Match[str]) -> str:
    before, after = (
        re.split("[。;!?,]", text[: match.start()])[-1],
        re.split("[。;!?,]", text[match.end() :])[0],
    )
    return before + match[0] + after


def _by_them(text: str, match: re.Match[str]) -> bool:
    """Whether the other side did it: 我打了三次 tells what the teller did, 给我打了三次 does not."""
    mine = re.search(r"(?:^|[^给向对跟让找催])我(?:又|也|还|一共)?$", text[: match.start()])
    return not (mine and match[0][0] in "打发") and not _OF_OTHERS.search(_clause(text, match))


def _numbers(folded: Folded) -> Iterator[Told]:
    yield from _in_all(folded)
    for fact, pattern in _COUNTS:
        match = re.search(pattern, folded.text)
        # How many were to be told is no count of who was.
        if match and not (fact == "debt.contacts_told" and only_announced(folded.text, *match.span())):
            yield Told(fact, _count(match["n"]), folded.words(*match.span()))
    for fact, pattern in _YUAN:
        if match := re.search(pattern, folded.text):
            yuan = float(match["n"])
            yield Told(fact, int(yuan) if yuan.is_integer() else yuan, folded.words(*match.span()))
    if (match := _OWED_IN_WORDS.search(folded.text)) and (yuan := _yuan_in_words(match)):
        yield Told("debt.claimed", yuan, folded.words(*match.span()))


# 两万三千, 三千五百, 5万: the sum that is demanded, written out.
_OWED_IN_WORDS = re.compile(
    r"(?:说|称|讲)[^。;!?]{0,10}欠[^。;!?,\d一二两三四五六七八九十几]{0,6}"
    r"(?:(?P<w>[一二两三四五六七八九十\d]{1,3})万)?(?:(?P<q>[一二两三四五六七八九\d])千)?(?:(?P<b>[一二两三四五六七八九\d])百)?"
    r"(?P<rest>[一二两三四五六七八九])?(?![一二两三四五六七八九十百千万几多来年个天月次\d])"
)


def _yuan_in_words(match: re.Match[str]) -> int:
    """The sum in yuan; 两万三 is 23000, 三千五 3500; 0 where no large word stands in it."""
    places = [(match[name], worth) for name, worth in (("w", 10_000), ("q", 1000), ("b", 100)) if match[name]]
    if not places:
        return 0
    smallest = places[-1][1]
    rest = _count(match["rest"]) * smallest // 10 if match["rest"] else 0
    return sum(_count(said) * worth for said, worth in places) + rest


def _count(said: str) -> int:
    if said.isdigit():
        return int(said)
    if "十" not in said:
        return _DIGITS[said]
    tens, ones = said.split("十")
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


# “一个卖酒的公司天天打电话”: who sells something and calls, calls to sell it; who sells numbers and data is told of otherwise.
_SELLS = (
    r"卖(?!我|给|了|出|掉|[^。,;!?]{0,6}(?:信息|资料|数据|号|卡))[^。,;!?打发]{1,8}的(?:公司|店家?|商家|商城|平台|人|骗子)?"
    r"[^。,;!?]{0,8}(?:打|发(?:短信|信息|消息|广告)|推销)"
)


def _of_advertising(folded: Folded) -> Iterator[Told]:
    if words := _first(folded, PATTERNS["ads"]) or _first(folded, _SELLS):
        yield Told("content.commercial", True, words)
    if (words := _first(folded, _NEVER_BOUGHT)) and (used := _first(folded, _NEVER_USED)):
        yield Told("complainant.consumer_of_respondent", False, f"{words}、{used}")
    if words := _first(folded, _NEVER_AGREED):
        yield Told("consent.status", "none", words)
    if priced := _SMALL_FEE.search(folded.text):
        yield Told("content.opt_out_offered", True, folded.words(*priced.span()))
        yield Told("content.opt_out_fee", _SMALL[priced["fee"]], folded.words(*priced.span()))
    ways = [(way, words) for way, pattern in _REFUSED_BY if (words := _first(folded, pattern))]
    if ways:
        yield Told("refusal.made", True, ways[0][1])
        yield Told("refusal.ways", [way for way, _words in ways], "、".join(words for _way, words in ways))
    elif words := _first(folded, _REFUSED):
        yield Told("refusal.made", True, words)
    if not ways and (said := _said_to_them(folded)):
        yield Told("refusal.made", True, said)
        if not said.endswith("发"):
            yield Told("refusal.ways", ["at_once"], said)


def _said_to_them(folded: Folded) -> str:
    """The words in which the teller told whoever called not to; "" where nobody did."""
    for match in _SAID_TO_THEM.finditer(folded.text):
        before = re.split("[。;!?,]", folded.text[: match.start()])[-1]
        if not _OF_THEM.search(before) or re.search(r"(?:跟|对|和|给|向)(?:他|她|对方|人家)们?$", before):
            return folded.words(*match.span())
    return ""


def _of_number(folded: Folded) -> Iterator[Told]:
    second_hand = _first(folded, PATTERNS["second_hand"]) or _first(folded, _USED_BEFORE)
    if second_hand:
        yield Told("number.second_hand", True, second_hand)
        for match in PATTERNS["not_told"].finditer(folded.text):
            start, end = match.span()
            who = _BY_THE_OPERATOR.search(folded.text, max(0, start - _AROUND), end + _AROUND)
            used = _THAT_IT_WAS_USED.search(folded.text, end, end + _AROUND)
            if who or used or _USED_JUST_BEFORE.search(folded.text[max(0, start - _AROUND) : start]):
                yield Told("number.told", False, folded.words(start, end))
        if words := _first(folded, PATTERNS["charge"]):
            yield Told("charges.residual", True, words)
    if _first(folded, PATTERNS["my_old_number"]) and (words := _first(folded, PATTERNS["taken_over"])):
        yield Told("number.account_taken_over", True, words)
    # Of several the last is the one that is there now.
    counted = [*_COUNTED_LABEL.finditer(folded.text)]
    if label := counted[-1] if counted else _LABEL.search(folded.text):
        yield Told("number.mislabelled_as", label["label"], folded.words(*label.span()))
    if _first(folded, PATTERNS["bound"]) or _first(folded, PATTERNS["others_account"]):
        names = list(dict.fromkeys([*re.findall(PLATFORMS, folded.text), *_banks_bound(folded.text)]))
        if names:
            yield Told("number.accounts_bound", names, "、".join(names))


def _banks_bound(text: str) -> list[str]:
    """The banks named where something is told to be bound: of a bank that only sends or calls nobody said so."""
    told = [one for one in re.split("[。;!?\n]", text) if re.search(_BOUND, one)]
    return [name for one in told for name in re.findall(BANKS, one)]


def _of_collecting(folded: Folded, kind: str) -> Iterator[Told]:
    debt = debt_told(folded)
    if debt.owed and kind == "fake_collection":
        yield Told("debt.owed", debt.owed, debt.said[debt.owed])
        # Where the debt is another's: else the name may be the teller's own.
        if debt.owed == "others" and (named := _DEBTOR.search(folded.text)):
            yield Told("debt.debtor", named["name"] or named["other"], folded.words(*named.span()))
    if kind == "second_hand_number" and (words := _first(folded, _FORMER_OWES)):
        yield Told("debt.owed", "others", words)
    if published := _published(folded):
        yield Told("debt.published", list(published), "、".join(dict.fromkeys(published.values())))


def _of_menaces(folded: Folded) -> Iterator[Told]:
    """What was threatened and as whom somebody spoke, in whatever matter."""
    said = [
        folded.words(*match.span())
        for name in ("threat", "insult")
        for match in PATTERNS[name].finditer(folded.text)
        if not _OWN_ANGER.search(folded.text[: match.start()][-_AROUND:])
    ]
    threats = [slug for slug in _THREATENED if any(re.search(_wording(slug), fold(one).text) for one in said)]
    to_tell = [folded.words(*place) for place in threatened_to_tell(folded.text)]
    if to_tell:
        threats = [slug for slug in _THREATENED if slug in {*threats, "publicity"}]
    if threats:
        # Only what says one of them: a threat of another sort is not its words.
        meant = [one for one in said if any(re.search(_wording(slug), fold(one).text) for slug in threats)]
        yield Told("debt.threats", threats, "、".join(dict.fromkeys([*meant, *to_tell])))
    if words := _first(folded, PATTERNS["impersonation"]):
        body = next((name for name, wording in _BODIES if re.search(wording, fold(words).text)), None)
        if body:
            yield Told("debt.impersonates", body, words)


_LABEL = re.compile(
    r"(?:标(?:记|注|识)?(?:成|为|了|上)|显示(?:为|成|的?是)?)(?:了|个)?[“\"「]?(?P<label>(?:诈骗|欺诈|"
    r"骚扰|广告|推销|房产|中介|快递|外卖|保险|催收|贷款|教育|培训)[^。;,!?”\"」、]{0,4}?(?:电话|推销|"
    r"中介|营销)?)(?=[”\"」。,;!?、]|$)"
)
# “诈骗电话，326人标记”: as the screen of a telephone shows it.
_COUNTED_LABEL = re.compile(
    r"(?P<label>(?:诈骗|欺诈|骚扰|广告|推销|房产|中介|快递|外卖|保险|催收|贷款|教育|培训)(?:电话|推销|中介|营销)?)"
    r"[,、\s(（]{0,2}(?:已?被)?\d+(?:多)?(?:个?人|次|个用户)(?:标记|标注)"
)
_BOUND = r"绑(?:定|了|着|过)|解绑|预留|占用|注册过"
# Whoever had the number before owes it: what they are called for says so.
_USED_BEFORE = r"是(?:别人|人家|他人)(?:以前)?用过的?(?=$|[\s。,;!?])"
_FORMER_OWES = (
    rf"(?:{FORMER})[^。;!?,]{{0,6}}(?:的?催收|的?欠款|欠|要钱|要债|还钱|借|贷|追债|讨债)|"
    rf"(?:催收|催债|要债|讨债|追债)[^。;!?,]{{0,6}}(?:{FORMER})|"
    r"(?:打来|打给我|电话)?(?:找|要找)[^。;!?]{1,8}[,]?说(?:他|她|人家)(?:欠|借|贷)|"
    r"(?:他|她|人家)(?:在外面|在外头|以前|之前|原来)(?:欠|借|贷)了?[^我。;!?,]{0,6}(?:贷|钱|款|债)|"
    rf"(?:催收|催债|催款|要债|讨债|追债|要账)[^。;!?,]{{0,6}}(?:找|喊|叫)(?:的是|一个|个)?(?:姓[^。;!?,]{{1,3}}的|叫[^。;!?,]{{2,4}}的|不认识的|陌生|别)人|"
    rf"找{NAME}的?催收|找{NAME}[^。;!?]{{0,14}}说[^我。;!?,]{{1,4}}(?:欠|借|贷)"
)


# Who writes that they could kill them has not been threatened with it.
_OWN_ANGER = re.compile(
    r"(?:我|俺)(?:气得|真的?|都|也|恨不得)?[^。,;!?他她说们]{0,4}(?:想|恨不得)[^。,;!?]{0,3}$"
)
_DEBTOR = re.compile(
    rf"(?:催|替|还|找|讨)(?P<name>{NAME})的(?:钱|债|欠款|贷款|借款)|(?P<other>{NAME})(?:的(?:欠款|"
    r"债务?|借款|贷款)|欠|借)"
)


def _published(folded: Folded) -> dict[str, str]:
    """What was shown to others, with the words that say so; what somebody only said that they would show is not."""
    found = {}
    for slug, wording in PUBLISHED:
        for match in re.finditer(wording, folded.text):
            clause = re.split("[。;!?,]", folded.text[: match.start()])[-1] + match[0]
            if not ONLY_SAID.search(clause):
                found[slug] = folded.words(*match.span())
                break
    return found


def _wording(slug: str) -> str:
    extra = {"violence": _SAYS_VIOLENCE, "publicity": AT_WORK, "insult": "骂|侮辱|诽谤|难听|脏话"}.get(slug)
    return f"{THREATS[slug]}|{extra}" if extra else THREATS[slug]
