"""What a story tells of what is dunned for: a contract of one's own that has ended, as what one is asked for what
another owes, and by which name a sum goes that nobody lent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from complaints.reading import fold
from complaints.reading.days import DAY_WRITTEN, day_of
from complaints.reading.debts import debt_in
from documents.sentences import CLAUSE_END, folded, sentences_of

# ── A contract of one's own that has ended ───────────────────────────────────────────────────────────────────────────
# What was taken up, by the words for it; the first that is told counts.
_TAKEN = (
    ("分期", "分期"),
    ("贷款", "贷款|网贷|消费贷"),
    ("借款", "借款|借(?:了|过)[^，。；]{0,8}(?:元|块|万|钱)"),
    ("驾驶培训", "驾校|学车|驾驶"),
    ("健身卡", "健身|瑜伽|私教|游泳卡"),
    ("培训课程", "培训|课程|网课|(?:报|上|买|退)(?:了|的|过)?[^，。；]{0,8}课|学费|补课"),
    ("会员", "会员"),
    ("租赁", "租机|租赁|租(?:了|的)[^，。；]{0,6}(?:手机|电脑|设备|车|房)"),
)
_LENDING = frozenset({"lender", "bank", "assignee", "principal"})
_CONTRACTS = {
    "宽带": "电信服务合同",
    "固定电话": "电信服务合同",
    "手机号码": "电信服务合同",
    "分期": "分期付款合同",
    "贷款": "借款合同",
    "借款": "借款合同",
    "租赁": "租赁合同",
    "驾驶培训": "驾驶培训合同",
    "培训课程": "培训合同",
}
_TOOK_UP = re.compile(
    "(?:办|签|报|买|借|贷|租|开|申请|分|订|充|交|看中)(?:理|订|名|好|通)?(?:了|的|过|下|一)|(?:我|本人|帮我|给我|替我)[^，。；]{0,12}(?:办|签|报名|买|借|贷|租|申请|分期)"
)
_ENDED = (
    ("退货", "退(?:了|掉|回)?(?:的)?货|货(?:我)?(?:就|都|已经?)?退(?:了|掉|回)|(?:就|已经?)?去退了(?!吗)"),
    ("退学", "退(?:了|掉)?学(?!费)"),
    ("退课", "退(?:了|掉)?(?:的)?课|课(?:我)?(?:就|都|已经?)?退(?:了|掉)"),
    ("退卡", "退(?:了|掉)?(?:的)?(?:卡|会员)"),
    ("退租", "退(?:了|掉)?(?:的)?(?:租|机)(?!金)"),
    ("取消", "取消(?:了|掉|成功)|(?:已经?|被|给我|帮我|同意|都)取消|撤销(?:了|掉)|作废(?:了)?"),
    ("解除", "解除(?:了)|(?:已经?|协商|同意)解除|签了?(?:解除|终止)(?:协议|合同)|终止了(?:合同|协议)"),
)
# The service of a carrier, where what is asked for is a fee of it; a number only of one's own.
_WIRED = (
    ("宽带", "宽带|光猫"),
    ("固定电话", "固定电话|固话|座机"),
    (
        "手机号码",
        "我(?:的|以前|原来|之前|[^，。；]{0,12}(?:办|用)(?:了|过|的))[^，。；]{0,8}(?:号|卡)",
    ),
)
_WIRE_FEES = "宽带费|话费"
_TURNED_IN = "光猫|机顶盒|路由器|设备"
_UNWIRED = (
    (
        "退网",
        "(?:宽带|网)[^，。；]{0,8}(?:退|拆|停|销)(?:了|掉)|退(?:了|掉)(?:宽带|网)|拆机(?:了|单)",
    ),
    (
        "交回设备",
        f"(?:收|交|退|还)(?:了|掉|回)[^，。；]{{0,4}}(?:{_TURNED_IN})|(?:{_TURNED_IN})[^，。；]{{0,6}}(?:收|交|退|还)(?:了|掉|回)",
    ),
    (
        "销户",
        "我[^，。；]{0,12}(?:销(?:了|掉)?[户号]|注销)|[户号][^，。；]{0,6}(?:就|都|已经?)?(?:销|注销)(?:了|掉)",
    ),
)
_NOT_UNWIRED = re.compile(
    "(?:没有?|不|未|无法|拒绝?)[^，。；]{0,4}(?:拆|退|销|停|注销)"
    "|(?:要|想|去|申请)[^，。；了]{0,6}(?:拆|退|销)(?!了)[^，。；]{0,4}$"
)
_NO_END = re.compile(
    "(?:没有?|不|未|无法|拒绝?)(?:[^，。；]{0,4})(?:取消|退|解除|撤销|终止|作废)|(?:要求|要(?=给|把|取消|退|解除|撤销|终止)|申请|想|能不能|怎么|打算|准备|让他们?)[^，。；]{0,6}(?:取消|退|解除|撤销|终止)(?!了)"
    "|(?:取消|撤销|解除)[^，。；]{0,3}(?:优惠|资格|权益|活动|额度|限制|冻结|绑定|黑名单)|退(?:不了|不掉|还)"
)
_PAID = (
    ("提前结清", "提前(?:全部?)?(?:还清|结清|还完|还款结清|还掉)"),
    ("结清", "结清(?:了|过|的)|已经?结清"),
    ("还清", "还清|还完|还掉"),
)
_NOT_PAID = re.compile(
    "(?:没有?|未|不)(?:[^，。；]{0,3})(?:还清|结清|还完|还掉)|(?:要|让|叫|催)我?[^，。；]{0,4}(?:还清|结清|还完)"
)
# That it was not the teller's own at all.
_NOT_MINE = re.compile(
    "冒名|冒用|盗用|冒充我|身份证[^，。；]{0,8}(?:丢|被盗|遗失|借)|不是我(?:本人|自己)?(?:借|办|贷|签|申请|报|买)"
    "|(?:没有?|从未|未曾)(?:[^，。；]{0,10})(?:办|签|申请|报名|注册|买)过|(?:没有?|从未)(?:[^，。；]{0,6})(?:报|签)名?过"
)
_NEVER_BORROWED = re.compile("(?:没有?|从未|未曾|不曾|啥时候|什么时候|何时)(?:[^，。；]{0,10})(?:借|贷)过")
_PROOF = "退货单|退款单|退租单|结清证明|解除(?:合同)?协议|(?:退课|退费)(?:单|协议|确认书)|(?:取消|撤销)(?:单|通知|确认函)"
_GIVEN = re.compile(
    f"(?:给|开|写|盖|出|有|留|拿|签|收)[^，。；]{{0,8}}?(?P<what>{_PROOF})|(?P<first>{_PROOF})[^，。；]{{0,6}}(?:还?在|有)"
)
_NO_PROOF = re.compile(f"(?:没有?|不(?:给|肯|开)|弄丢|丢了)[^，。；]{{0,8}}(?:{_PROOF})")
_MARKED = re.compile('写(?:着|明|了|的是)[：:]?[“"「](?P<words>[^”"」]{2,20})[”"」]')


# What is taken and given back by a telephone, and how it is shown that it was.
_SHARED = (
    ("共享电单车", "共享(?:电单车|电动车|助力车)"),
    ("共享单车", "共享单车"),
    ("共享汽车", "共享汽车"),
    ("共享充电宝", "充电宝"),
)
_GIVEN_BACK = re.compile(
    "还(?:车|充电宝)成功|归还成功|[点按](?:了)?(?:击)?还车|还(?:了|好)(?:车|充电宝)|(?:车|充电宝)[^，。；]{0,4}(?:已经?|都)?(?:还了|还掉|归还)"
)
_NOT_GIVEN_BACK = re.compile("(?:没有?|未|不)(?:能)?(?:归)?还(?!款)|还不了")
_PAGE_SAYS = re.compile('[“"「](?P<said>[^”"」]{1,6}成功)[”"」]')
_ORDER_SAYS = re.compile("(?:订单|一单|行程)[^，。；]{0,8}?(?P<said>已(?:完成|结束))")


def _given_back(lines: list[str], told_on: date) -> dict[str, str]:
    """A shared vehicle that was taken and given back, with what showed that it was."""
    text = "".join(map(folded, lines))
    taken = next((name for name, words in _SHARED if re.search(words, text)), "")
    clauses = [(at, one) for at, line in enumerate(lines) for one in CLAUSE_END.split(folded(line))]
    at = next((at for at, one in clauses if _GIVEN_BACK.search(one) and not _NOT_GIVEN_BACK.search(one)), -1)
    if not taken or at < 0:
        return {}
    page, order = _PAGE_SAYS.search("".join(lines)), _ORDER_SAYS.search(text)
    shown = [f"显示“{page['said']}”的页面"] if page else []
    shown += [f"载明“{order['said']}”的订单记录"] if order else []
    day = _day_in(lines, at, told_on)
    found = {
        "ended": "given_back",
        "taken": f"{taken}用车订单" if "车" in taken else f"{taken}租用订单",
        "contract": "租赁合同",
        "taken_on": day,
        "ended_how": "归还、完成" if order else "归还",
        "ended_on": day,
        "ended_proof": "、".join(shown),
    }
    return {name: said for name, said in found.items() if said}


def ended_in(story: str, owed: str, roles: Iterable[str], told_on: date) -> dict[str, str]:
    """The contract of one's own that a story tells to have ended, where it is said that nothing is owed: what it is, since when,
    how, when and by what it ended. Nothing where anything tells that it was another's doing."""
    text = folded(story)
    if owed != "none" or _NOT_MINE.search(text):
        return {}
    if back := _given_back(sentences_of(story), told_on):
        return back
    if re.fullmatch(_WIRE_FEES, item_in(story)):
        return _unwired_in(sentences_of(story), told_on)
    taken = next((name for name, words in _TAKEN if re.search(words, text)), "")
    if not taken or (taken in ("贷款", "借款") and _NEVER_BORROWED.search(text)):
        return {}
    lines = sentences_of(story)
    how, at = _first_end(lines)
    kind = "cancelled" if how else ""
    said = debt_in(story).said
    if not how and "settled" in said and not {"others", "disputed"} & {*said}:
        how, at = _first_paid(lines)
        kind = "paid" if how else ""
    if not how:
        return {}
    begun = _taken_on(lines, dict(_TAKEN)[taken], told_on)
    if kind == "cancelled" and not begun and not _TOOK_UP.search(text):
        return {}
    lent_by_them = not _LENDING.isdisjoint(roles)
    found = {
        "ended": kind,
        "taken": taken,
        "contract": "分期借款合同" if lent_by_them and taken == "分期" else _CONTRACTS.get(taken, "服务合同"),
        "taken_on": begun,
        "ended_how": how,
        "ended_on": _day_in(lines, at, told_on, by=_END_WORDS[kind]),
        "ended_proof": _proof(lines[at : at + 2] + [one for one in lines if _GIVEN.search(folded(one))]),
    }
    return {name: said for name, said in found.items() if said}


def _unwired_in(lines: list[str], told_on: date) -> dict[str, str]:
    """The same of a carrier's service: given up, or what belongs to it handed back."""
    text = "".join(map(folded, lines))
    taken = next((name for name, words in _WIRED if re.search(words, text)), "")
    how, at = _first_end(lines, _UNWIRED, _NOT_UNWIRED) if taken else ("", 0)
    if not how:
        return {}
    thing = next((one for one in _TURNED_IN.split("|") if one in folded(lines[at])), "设备")
    words = re.compile("|".join(words for _name, words in _UNWIRED))
    found = {
        "ended": "cancelled",
        "taken": taken,
        "contract": _CONTRACTS[taken],
        "ended_how": how.replace("设备", thing),
        "ended_on": _day_in(lines, at, told_on, by=words),
    }
    return {name: said for name, said in found.items() if said}


def _first_end(
    lines: list[str],
    ends: Iterable[tuple[str, str]] = _ENDED,
    not_so: re.Pattern[str] = _NO_END,
) -> tuple[str, int]:
    """“退货、取消”, and the sentence that tells it first."""
    said = dict[str, int]()
    ends = [*ends]
    for place, line in enumerate(lines):
        for clause in CLAUSE_END.split(folded(line)):
            if not_so.search(clause):
                continue
            for name, words in ends:
                if re.search(words, clause):
                    said.setdefault(name, place)
    return "、".join(name for name, _words in ends if name in said), min(said.values(), default=0)


def _first_paid(lines: list[str]) -> tuple[str, int]:
    for place, line in enumerate(lines):
        for clause in CLAUSE_END.split(folded(line)):
            if _NOT_PAID.search(clause):
                continue
            if name := next((name for name, words in _PAID if re.search(words, clause)), ""):
                return name, place
    return "", 0


def ends_in(told: str) -> bool:
    """Whether a clause of a folded sentence tells that a contract ended, or that it was paid off."""
    return any(
        not not_so.search(clause) and any(re.search(words, clause) for _name, words in table)
        for clause in CLAUSE_END.split(told)
        for table, not_so in ((_ENDED, _NO_END), (_UNWIRED, _NOT_UNWIRED), (_PAID, _NOT_PAID))
    )


_END_WORDS = {
    kind: re.compile("|".join(words for _name, words in table))
    for kind, table in (("cancelled", _ENDED), ("paid", _PAID))
}


def _taken_on(lines: list[str], words: str, told_on: date) -> str:
    """The day on which it was taken up: that of the first sentence that tells of both."""
    for place, line in enumerate(lines):
        if re.search(words, folded(line)) and _TOOK_UP.search(folded(line)):
            return _day_in(lines, place, told_on)
    return ""


def _day_in(lines: list[str], place: int, told_on: date, by: re.Pattern[str] | None = None) -> str:
    """“2026年4月21日”: the day that stands in a sentence, the last before what it is the day of."""
    text = fold(lines[place]).text
    days = [*re.finditer(DAY_WRITTEN, text)]
    end = found.end() if by is not None and (found := by.search(text)) else len(text)
    before = [one for one in days if one.end() <= end] or days
    if not before:
        return ""
    day = _going_on(lines[:place], before[-1] if by is not None else before[0], told_on)
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _going_on(before: list[str], found: re.Match[str], told_on: date) -> date | None:
    """A day without its year is the next such day after the last that was told with one, if it has come."""
    day = day_of(_named(found), told_on)
    if day is None or found["year"] or found["named"]:
        return day
    dated = [one for line in before for one in re.finditer(DAY_WRITTEN, fold(line).text)]
    last = next((one for one in reversed(dated) if one["year"] or one["named"]), None)
    since = day_of(_named(last), told_on) if last else None
    if since is None or day < since:
        return day
    then = day_of({**_named(found), "year": str(since.year)}, told_on)
    return then if then is not None and then >= since else day


def _named(found: re.Match[str]) -> dict[str, str]:
    return {name: said for name, said in found.groupdict().items() if said}


def _proof(lines: list[str]) -> str:
    """“退货单（载明“分期已取消”，盖章）”: what was got for it, as far as it is told."""
    for line in lines:
        found = None if _NO_PROOF.search(folded(line)) else _GIVEN.search(line)
        if found is None:
            continue
        marked = _MARKED.search(line, found.end())
        how = [f"载明“{marked['words']}”"] if marked else []
        how += ["盖章"] if re.search("盖(?:了|的|有)?[^，。；]{0,3}章", line) else []
        named = found["what"] or found["first"]
        return f"{named}（{'，'.join(how)}）" if how else named
    return ""


# ── As what one is asked for what another owes ───────────────────────────────────────────────────────────────────────
_AS = (
    (
        "co_borrower",
        "共同(?:借款|还款|贷款)(?:人|责任)?|共借人|连带借款人",
    ),
    (
        "guarantor",
        "[我你您](?:就|也)?(?:是|算|做|当|签)(?:了|过|的)?[^，。；]{0,8}(?:担保人|保证人)|(?:把|将|拿|用)我[^，。；]{0,12}(?:担保|保证人)"
        "|(?:说|称|讲)[我你您]?[^，。；]{0,8}(?:给|为|替)[^，。；]{0,8}(?:担保|作保|做保)|(?:担保人|保证人)[^，。；]{0,6}(?:是|写|填|上)[^，。；]{0,4}我"
        "|[我你您](?:要|应当|得|也要)?承?担[^，。；]{0,4}(?:担保|保证)责任",
    ),
    ("spouse", "夫妻(?:共同)?(?:债务|的债|欠)|共同债务"),
    (
        "company",
        "[我你您](?:以前|原来|曾经|当时|还|就|也)?(?:是|当|做|挂|任)[^，。；]{0,12}(?:法人|法定代表人|股东)|(?:法人|法定代表人|股东)[^，。；]{0,4}是[我你您]",
    ),
)
_DENIED = re.compile("不是|没有?(?:做|当|签|给)|从未|哪里是|怎么(?:会|是|成)")
_COMPANY = re.compile("公司$")
_SIGNED_NOTHING = re.compile(
    "(?:没有?|从未|从来没有?|未曾)(?:[^，。；]{0,8})(?:签过|签字|签名|担保过|做过担保|作过担保|做过保|同意过担保)"
)


def asked_as(story: str, owed: str, debtor: str = "") -> dict[str, Any]:
    """As what the teller is said to answer for the debt of another, and whether they say that they signed nothing of the kind."""
    if owed != "others":
        return {}
    text = folded(story)
    clauses = [one for one in CLAUSE_END.split(text) if not _DENIED.search(one)]
    said = next((name for name, words in _AS if any(re.search(words, one) for one in clauses)), "")
    if said == "company" and "公司" not in text:
        said = ""
    if not said and _COMPANY.search(debtor):
        said = "company"
    if not said:
        return {}
    signed = said != "spouse" and _SIGNED_NOTHING.search(text) is not None
    return {"said_as": said, **({"signed_nothing": True} if signed else {})}


# ── By which name a sum goes that nobody lent ────────────────────────────────────────────────────────────────────────
_ITEMS = (
    "物业管理费|物业费|水电费|水费|电费|燃气费|煤气费|天然气费|供暖费|取暖费|采暖费|暖气费|热费|停车费|学费|培训费|房租|租金|管理费|会员费|会费|医疗费|保险费|保费"
    "|货款|工程款|加盟费|服务费|年费|话费|宽带费|车费|打车费|罚款|违约金|保洁费|清洁费|维修费|赔偿金"
)
_ITEM = f"(?:{_ITEMS})(?:[和、及](?:{_ITEMS}))*"
_OF_A_LOAN = re.compile("贷款|借款|借(?:了|过)|网贷|消费贷|信用卡|分期|小贷|贷(?:了|过)|消费金融")
_OWES = re.compile(
    f"(?:欠|拖欠|催|要|交|缴|补|付|追)[^。；]{{0,24}}?(?P<item>{_ITEM})|(?P<first>{_ITEM})[^。；]{{0,16}}(?:没有?[交缴付]|未[交缴付]|欠)"
)


def item_in(story: str) -> str:
    """“物业费”: what the sum that is asked for is called, where no loan is told of; "" where it is one or nothing tells."""
    text = folded(story)
    found = None if _OF_A_LOAN.search(text) else _OWES.search(text)
    item = (found["item"] or found["first"]) if found else ""
    # What comes on top of something else is no name for all of it.
    return f"赔偿款和{item}" if item and re.search(f"赔[^。；]{{0,12}}[加和连](?:上)?{item}", text) else item


FEE = "费用"  # where whose fee it is was said, and not which
_FEE_CONTRACTS = (
    ("供用电合同", "电费"),
    ("供用水合同", "水费"),
    ("供用气合同", "燃气费|煤气费|天然气费"),
    ("供用热力合同", "供暖费|取暖费|采暖费|暖气费|热费"),
    ("物业服务合同", "物业|停车费"),
    ("教育培训合同", "学费|培训|补课|课程|驾校"),
    ("房屋租赁合同", "房租|房东|公寓|退租|租(?:了|的)[^，。；]{0,12}(?:房|公寓|一间|单间)"),
)


def fee_in(story: str) -> dict[str, str]:
    """What whoever charges it calls a fee, and of which contract it is, as far as a story tells."""
    text, item = folded(story), item_in(story) or FEE
    of_item = next((name for name, words in _FEE_CONTRACTS if re.search(words, item)), "")
    of_story = next((name for name, words in _FEE_CONTRACTS if re.search(words, text)), "服务合同")
    return {"item": item, "contract": of_item or of_story}


# ── A fee of an account of one's own ─────────────────────────────────────────────────────────────────────────────────
_OWN_FEE = re.compile(
    "年费|(?:小额)?账户管理费|账户服务费|短信(?:通知|服务|提醒)?费|卡片?工本费|(?:卡|账户)(?:的)?管理费"
)
_CARD = re.compile("信用卡|白金卡|金卡")
_ON_TOP = re.compile("违约金|滞纳金|利息|罚息")
_NOT_ACTIVATED = re.compile(
    "(?:没有?|未|从未|没给|不曾)(?:[^，。；]{0,3})激活|卡(?:都|也)?(?:没有?|未)(?:开|启用|拆)过?|信封[^，。；]{0,8}(?:没有?拆|未拆|封着)"
)
_SPENT = re.compile("透支了?[^，。；]{0,6}(?:元|块|万)|刷了|取现|消费了|分期")


def account_fee(story: str, owed: str, roles: Iterable[str]) -> dict[str, Any]:
    """The fee of a card or an account that the teller opened and owes nothing on, and whether the card was ever activated."""
    text = folded(story)
    if owed != "none" or not {"bank", "lender"} & {*roles} or _NOT_MINE.search(text) or _SPENT.search(text):
        return {}
    card, fee = _CARD.search(text), _OWN_FEE.search(text)
    asleep = card is not None and _NOT_ACTIVATED.search(text) is not None
    if fee is None and not asleep:
        return {}
    named = fee[0] if fee else "费用"
    named = f"信用卡{named}" if card and "卡" not in named else named
    on_top = list(dict.fromkeys(_ON_TOP.findall(text)))
    item = f"{'、'.join([named, *on_top[:-1]])}和{on_top[-1]}" if on_top else named
    return {"item": item, "own_account": True, **({"unactivated": True} if asleep else {})}


# ── What was paid for with a loan, and never got ─────────────────────────────────────────────────────────────────────
_LOAN = re.compile("贷款|借款|分期|月付|小贷|消费金融|消金")
_GONE = "跑路|跑了|关门|停业|倒闭|联系不上|人去楼空|锁了|停课|没有?开课"
_PAID_FOR = (
    ("租住房屋", "租房|租了|房租|租金|公寓", "搬[走出]|(?:没有?|不)(?:得|能)?住|收回|清退|赶(?:我|人)"),
    (
        "培训课程",
        "培训|课程|学费|上课|驾校|学车|补习",
        f"{_GONE}|(?:没有?|不)(?:再)?(?:上|学)(?:课|成|过|到|了)",
    ),
    ("美容项目", "医美|美容|整形|祛斑", f"{_GONE}|没有?做"),
    ("健身服务", "健身|瑜伽|私教", _GONE),
    ("装修", "装修", f"{_GONE}|没有?(?:装|动工|开工)"),
    ("商品", "买了|商品|手机|电脑|家具", "没有?(?:发货|收到(?:货|东西|手机|电脑))|没有?到货"),
)


def not_got(story: str, owed: str) -> str:
    """“租住房屋”: what a loan that is disputed was taken for and the teller did not get; "" where nothing tells."""
    text = folded(story)
    if owed != "disputed" or not _LOAN.search(text):
        return ""
    return next(
        (name for name, what, lost in _PAID_FOR if re.search(what, text) and re.search(lost, text)), ""
    )


_BARRED = re.compile("(?:过|超过)(?:了)?(?:诉讼)?时效|时效(?:早|已经?|都)?(?:就)?(?:过|届满)")


def time_barred(story: str) -> bool:
    """Whether it is told that the time to sue for it is over: an objection that nobody makes for the debtor (民法典 192)."""
    return _BARRED.search(folded(story)) is not None


# ── Paid to whoever came to collect ──────────────────────────────────────────────────────────────────────────────────
_OF_THE_COLLECTOR = re.compile(
    "(?:讲|说|称)(?:自己)?[他她]?是[^。；]{0,24}(?:委托|授权|外包|催收)|(?:催收|委外|外包)(?:的|公司)?[^，。；]{0,4}(?:人员?|员|专员)"
)
_SETTLES_FOR = re.compile(
    "(?:就|便|即|都)?算(?:是)?(?:全部)?(?:结清|还清)|一次(?:性)?(?:还|结|付)[^，。；]{0,8}(?:结清|清)|结清证明"
)
_PAID_HIM = re.compile("(?:扫|转|付|打|还|汇|交)(?:给|到)?(?:了|过)?(?:[他她]|过去)?\\d[\\d.]*")
_NOT_ENTERED = re.compile(
    "(?:没有?|未)(?:进|入|到)[^，。；]{0,6}账|(?:公司|银行|平台)[^，。；]{0,4}不认|私下(?:转账|收)|(?:个人|私人)(?:收款)?(?:码|账户|账号|转账)"
)


def paid_to_agent(story: str, owed: str) -> bool:
    """Whether a debt that was paid off is told to have been settled with whoever was sent to collect it, and the creditor says
    that it got nothing of it."""
    if owed != "settled":
        return False
    text = folded(story)
    return all(one.search(text) for one in (_OF_THE_COLLECTOR, _SETTLES_FOR, _PAID_HIM, _NOT_ENTERED))


def told_of_debt(story: str, debt: Mapping[str, Any], roles: Iterable[str], told_on: date) -> dict[str, Any]:
    """All of it, by the names of the facts of a debt."""
    owed, roles = str(debt.get("owed") or ""), [*roles]
    fee = fee_in(story) if "trader" in roles else {}
    return {
        **fee,
        **ended_in(story, owed, roles, told_on),
        **asked_as(story, owed, str(debt.get("debtor") or "")),
        **({"item": item} if not fee and (item := item_in(story)) else {}),
        **account_fee(story, owed, roles),
        **({"not_got": thing} if (thing := not_got(story, owed)) else {}),
        **({"paid_to_agent": True} if paid_to_agent(story, owed) else {}),
        **({"time_barred": True} if owed in ("own", "disputed") and time_barred(story) else {}),
    }
