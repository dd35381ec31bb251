"""Of several companies, to which of them something belongs that was told: a sentence of a story, an account, a day.

A company is known by its name, by what it is called for short, and by the accounts that it runs. What goes on from a sentence
that names one alone is about it, too; what names several, or nobody, is of nobody in particular.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from documents.sentences import folded, sentences_of
from legal.reasoning.regions import without_place


@dataclass(frozen=True)
class Company:
    """One of those complained about; ``called`` are the names by which a story may mean it."""

    name: str
    role: str
    called: tuple[str, ...]


_FORM = re.compile(
    "(?:股份|有限|责任|集团|公司|[(（][^()（）]*[)）]|[\u4e00-\u9fff]{2,6}分公司|网络|科技|信息|技术|电子|商务|商贸|贸易|咨询|服务|管理|软件|数据|互联网"
    "|智能|文化|传媒|教育|消费|金融|小额|贷款|融资|担保|资产|投资|实业|通信|通讯|支付|供应链|物流|经纪|代理|法律|企业)+$"
)
_SHORTEST = 2


def shortened(name: str) -> str:
    """“捷行” of “杭州捷行网络科技有限公司”; "" where nothing is left that means this one alone."""
    stem = _FORM.sub("", without_place(name.strip()))
    return stem if len(stem) >= _SHORTEST else ""


def companies_in(
    rows: Iterable[tuple[str, str]], accounts: Collection[str], story: str = ""
) -> list[Company]:
    """Those of ``rows`` (name, role) that have a name, with what they are called: which of the ``accounts`` is whose its name
    tells, else the story that names both together."""
    named = [(name, role) for name, role in dict.fromkeys(rows) if name]
    names = [name for name, _role in named]
    short = {name: shortened(name) for name in names}
    found = []
    for name, role in named:
        others = [one for one in names if one != name]
        # What two are called for short means neither.
        own = short[name] if all(short[name] not in one for one in others) else ""
        its = accounts_with(own or name, [short[one] or one for one in others], accounts)
        heads = _heads_of(own, [short[one] or one for one in others], story)
        found.append(
            Company(name, role, tuple(dict.fromkeys(one for one in (name, own, *heads, *its) if one)))
        )
    left = [one for one in accounts if one and not any(one in company.called for company in found)]
    for account in left:
        if (whose := _told_with(account, story, found)) is not None:
            place = found.index(whose)
            found[place] = Company(whose.name, whose.role, (*whose.called, account))
    return found


def _heads_of(own: str, others: Iterable[str], story: str) -> list[str]:
    """“陇途” of “陇途财产保险”: what a story calls a company by that has its trade in its name, the longest first; none where
    another begins so."""
    short = own[:_SHORTEST]
    if any(short in one for one in others) or short in _ANYBODY:
        return []
    sizes = range(len(own) - 1, _SHORTEST - 1, -1)
    return [
        own[:size] for size in sizes if re.search(f"{re.escape(own[:size])}(?!{re.escape(own[size])})", story)
    ]


# Where many names begin alike, nobody is meant by it.
_ANYBODY = frozenset({"中国", "示例", "全国", "国家", "中华"})


def _told_with(account: str, story: str, companies: Sequence[Company]) -> Company | None:
    """The only company that a sentence names with an account, or the one after it."""
    every = sentences_of(story)
    for at, sentence in enumerate(every):
        if account in sentence:
            for near in every[at : at + 2]:
                there = [one for one in companies if _names(near, one)]
                if len(there) == 1:
                    return there[0]
    return None


def _names(sentence: str, one: Company) -> bool:
    return any(called in sentence for called in one.called)


def names_any(sentence: str, companies: Iterable[Company]) -> bool:
    """Whether a sentence names one of some companies."""
    return any(_names(sentence, one) for one in companies)


def signs(text: str, one: Company) -> bool:
    """Whether a message bears the name of a company in its signature."""
    signed = "".join(re.findall("【(.+?)】", text))
    return bool(signed) and any(called in signed or signed in called for called in one.called)


# ── Accounts ─
def accounts_with(name: str, others: Iterable[str], accounts: Collection[str] | None) -> list[str]:
    """Of the accounts that a number is bound to those called more like this company than like any other; none where no
    word tells."""

    def like(account: str, company: str) -> int:
        return SequenceMatcher(None, account, company, autojunk=False).find_longest_match().size

    listed = list(others)
    return [
        one
        for one in accounts or ()
        if like(one, name) > max((like(one, other) for other in listed), default=0)
    ]


def accounts_at(name: str, others: Iterable[str], accounts: Collection[str]) -> list[str]:
    """Those with this company; where none is called after it, those that are called after none of the ``others``. Beside no
    others, those that stand in its name, or all."""
    listed = list(others)
    if not listed:
        return [one for one in accounts if one and one in name] or list(accounts)
    if its := accounts_with(name, listed, accounts):
        return its
    companies = [name, *listed]
    theirs = {
        one
        for other in listed
        for one in accounts_with(other, (company for company in companies if company != other), accounts)
    }
    return [one for one in accounts if one not in theirs]


# ── What a sentence is about ────────────────────────────────────────────────────────────────────────────────────────
_GOES_ON = re.compile(
    "他们|她们|它|[他她](?!人)|对方|客服|那边|那[单个家条笔]|软件|账号|页面|系统|订单|平台|答复|回复|回信|回电|回我|短信|验证码|取件|自称|催收|这家"
)
_TOGETHER = re.compile("(?:他们|这|那)?[两三几]家|两边|各家|都(?:不|没|说|要)")
# Who is none of them, whoever they are.
_ELSEWHERE: Mapping[str, re.Pattern[str]] = {
    "operator": re.compile(
        "运营商|营业[厅员]|1008[56]|1001[05]|10000号|(?:移动|联通|电信|广电)(?:的)?(?:公司|客服)"
    ),
    "bank": re.compile("银行|柜员"),
    "shop": re.compile("手机店|通讯店|代办点|网点|营业点"),
    "": re.compile("派出所|民警|报警|12315|12321|12345|消协|市监|法院|工信部|申诉"),
}
# What companies do, in the words of whoever uses it: one of a kind that one of them alone was told with is about it.
_TRADES = tuple(
    re.compile(one)
    for one in (
        "打不?[了到]?车|叫不?[了到]?车|坐在?车|行程|司机",
        "购物|买家|商城|包裹|快递|取件|驿站|下单",
        "外卖|骑手|点餐",
        "住店|酒店|房间|订房",
        "看房|房源|带看",
        "上课|课程|网课|退课",
    )
)


# Of what trade a company is, as its name and a story say it.
_KINDS = re.compile(
    "物业|装饰|装修|[中小]学|学校|幼儿园|培训|医院|诊所|口腔|健身|美容|影楼|摄影|房产|酒店|超市|商场|驾校|保险"
)


def _went_to(sentence: str, companies: Sequence[Company], every: Iterable[str]) -> frozenset[str] | None:
    """Whom somebody went to or asked by its trade alone (“到物业办公室”): the only one that has it in its name, or of which the
    story says that it is it (“物业是…有限公司”); nobody where none or several are, None where nobody was asked so."""
    asked = _ASKED_THERE.search(sentence)
    if asked is None:
        return None
    trade = asked["trade"]
    there = {one.name for one in companies if trade in one.name}
    if not there:
        is_it = re.compile(f"{trade}(?:公司)?(?:就?是|叫)(?P<name>[^，,。；]+)")
        told = [found["name"] for row in every for found in is_it.finditer(row)]
        there = {one.name for one in companies if any(_names(name, one) for name in told)}
    return frozenset(there) if len(there) == 1 else frozenset()


def called_by_trade(one: Company, companies: Sequence[Company]) -> tuple[str, ...]:
    """What a company is called, with the trade that it alone has in its name (“物业”)."""
    trades = [
        trade
        for trade in _KINDS.findall(one.name)
        if not any(trade in other.name for other in companies if other != one)
    ]
    return (*one.called, *trades)


_ASKED_THERE = re.compile(
    f"(?:我|日|号)[^，,。；]{{0,6}}(?:到|去|找|给|向|问)[^，,。；]{{0,4}}?(?P<trade>{_KINDS.pattern})"
)


def told_about(story: str, companies: Sequence[Company]) -> dict[str, frozenset[str]]:
    """Of each sentence of a story whom it is about, by name; nobody: of nobody in particular."""
    every = sentences_of(story)
    named = {one: frozenset(who.name for who in companies if _names(one, who)) for one in every}
    trades = [
        {name for one in every if pattern.search(one) for name in named[one] if len(named[one]) == 1}
        for pattern in _TRADES
    ]
    found: dict[str, frozenset[str]] = {}
    current = frozenset[str]()
    for one in every:
        by_trade = [
            its for pattern, its in zip(_TRADES, trades, strict=True) if len(its) == 1 and pattern.search(one)
        ]
        elsewhere = _elsewhere(one, companies)
        if named[one] or elsewhere:
            about = named[one] or elsewhere
        elif any(pattern.search(one) for pattern in _ELSEWHERE.values()) or _TOGETHER.search(one):
            about = frozenset()
        elif by_trade:
            about = frozenset(by_trade[0])
        elif (went_to := _went_to(one, companies, every)) is not None:
            about = went_to
        else:
            about = current if _GOES_ON.search(one) or DAY.search(folded(one)) else frozenset()
            found[one] = about
            continue
        found[one] = about
        current = about if len(about) == 1 else frozenset()
    return found


DAY = re.compile(r"(?<!\d)(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")


def _elsewhere(sentence: str, companies: Sequence[Company]) -> frozenset[str]:
    """The only operator, bank or shop, where a sentence speaks of the operator, of a bank, of the shop of a number."""
    for role, pattern in _ELSEWHERE.items():
        there = [one.name for one in companies if one.role == role]
        if len(there) == 1 and pattern.search(sentence):
            return frozenset(there)
    return frozenset()


def asked_on(day: str, about: Mapping[str, frozenset[str]], among: Collection[str]) -> str:
    """Which one ``among`` several was asked on a day, by the sentences that tell of the day; "" where none or several were."""
    if not day:
        return ""
    names = {
        name for sentence, whom in about.items() if of_day(sentence, day) for name in whom if name in among
    }
    return names.pop() if len(names) == 1 else ""


def of_day(sentence: str, day: str) -> bool:
    """Whether a sentence names a day, in ISO, as people write it."""
    on = date.fromisoformat(day)
    return any(
        (int(month), int(number)) == (on.month, on.day) and (not year or int(year) == on.year)
        for year, month, number in DAY.findall(folded(sentence))
    )
