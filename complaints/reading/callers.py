"""The telephone numbers that a story tells as those of who disturbs: neither the teller's own nor a friend's.

Careful: a number counts where words beside it say that it called or wrote.
"""

from __future__ import annotations

import re

from complaints.reading.folding import fold
from complaints.reading.numbers import describe
from complaints.reading.sayings.words import ACQUAINTANCE, KIN

_NUMBER = re.compile(
    r"(?<![\d.A-Za-z])(?:\+?86[ -]?)?"
    r"(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|"
    r"0\d{2,3}[ -]?[2-8]\d{6,7}|106\d{5,17}|95\d{3,12}|400[ -]?\d{3}[ -]?\d{4}|\+\d{8,14}|00\d{8,14})"
    r"(?![\d.]|[ -]\d)"
)
# 打给我的号码是: theirs, although it speaks of me.
_TO_ME = re.compile(
    r"(?:打|发|拨|寄)(?:过?来)?给(?:我|俺|本人)的?(?:那个|这个)?(?:号码?|电话)?(?:就)?(?:是|为|:)\s?$"
)
# What a person is called on.
_PERSONAL = re.compile("mobile|landline")
_HOTLINES = ("gov_hotline", "carrier_service", "regulator_12321", "postal_111", "unknown")
_NAMED = (
    r"(?:的|这个|这张|现在的?|现在用的?|正在用的?)?(?:新|旧)?(?:手机|电话|座机|联系)?(?:号码?|电话|手机|卡)?"
    r"(?:就?是|为|:|,)?\s?[(]?$"
)
_OWN = re.compile(
    rf"(?:我|本人|俺|自己)(?:家|公司|单位|店)?{_NAMED}|(?:新|二次)号{_NAMED}|(?:我|本人|俺)(?:是)?(?:拿|用)(?:的)?$|(?:办|买|领)(?:了|的)[^。,;]{{0,8}}$"
    # 办了一张新的电信卡,号码是
    r"|(?:办|买|领|开|换)(?:了|的|下)[^。;!?,]{0,10}(?:号码?|卡),?(?:(?:手机|电话|新)?号码?)?(?:是|为|:)?\s?$"
)
_OF_OTHERS = re.compile(
    rf"(?:{KIN}|{ACQUAINTANCE}|领导|老板|房东|单位|公司)(?:[^\d。,;!?]{{1,4}})?{_NAMED}|(?:打给|打到|发给|发到)[^。,;]{{0,6}}$"
)
_CAME_BEFORE = re.compile(
    r"(?:来电|来自|打来|对方|他们?|她们?|催收|骚扰|陌生|显示|收到|接到|回拨|这个|那个|用)[^。;!?]{0,12}$"
    r"|(?:号码|电话|短信)(?:是|为|:|有)?\s?$"
)
_CAME_AFTER = re.compile(
    r"^[^。;!?,]{0,10}?(?:打来|打过来|打给我|打我|给我打|打电话|打了|发来|发给我|给我发|发短信|发了|来电|来的|骚扰|催|的(?:短信|电话|人)|一直|天天|每天|老(?:是)?打|说我|又打|自称)"
)
_AND = re.compile(r"^[\s、,和与及跟/还有]{0,4}$")
_BEFORE, _AFTER = 20, 24
MOST = 20


def callers_in(story: str) -> list[str]:
    """The numbers of the other side, in one form, each once, in the order of the story."""
    folded = fold(story).text
    found: dict[str, None] = {}
    end = 0
    for together in _together(folded):
        start = together[0].start()
        before = folded[max(0, start - _BEFORE, end) : start]
        end = together[-1].end()
        after = folded[end : end + _AFTER]
        to_me = _TO_ME.search(before)
        if not to_me and (_OWN.search(before) or _OF_OTHERS.search(before)):
            continue
        if to_me or _CAME_BEFORE.search(before) or _CAME_AFTER.search(after):
            kinds = [describe(one[0]) for one in together]
            found |= {one.number: None for one in kinds if one.accepted and one.kind not in _HOTLINES}
    return list(found)[:MOST]


def numbers_in(given: str) -> list[str]:
    """Every telephone number that stands in what was given, in one form, in its order."""
    return [describe(match[0]).number for match in _NUMBER.finditer(fold(given).text)]


def own_number_in(story: str) -> tuple[str, str]:
    """The one number that the teller calls their own, with its words; ("", "") where none or several are."""
    folded = fold(story)
    found: dict[str, str] = {}
    for match in _NUMBER.finditer(folded.text):
        start = max(0, match.start() - _BEFORE)
        before = folded.text[start : match.start()]
        own, number = _OWN.search(before), describe(match[0])
        if own and not _TO_ME.search(before) and number.accepted and _PERSONAL.match(number.kind):
            start += own.start()
            found.setdefault(number.number, folded.words(start, match.end()))
    return next(iter(found.items())) if len(found) == 1 else ("", "")


def _together(folded: str) -> list[list[re.Match[str]]]:
    """The numbers, those that stand in a row in one list: what is said of one is said of all."""
    rows: list[list[re.Match[str]]] = []
    for match in _NUMBER.finditer(folded):
        if rows and _AND.match(folded[rows[-1][-1].end() : match.start()]):
            rows[-1].append(match)
        else:
            rows.append([match])
    return rows
