"""Whether words of calls and messages tell that one came: not that none did, and not what the teller did.

Careful: only what a clause says plainly is left out; where it is open, the words count.
"""

from __future__ import annotations

import re

from complaints.reading.folding import Span

_ADVERB = r"(?:倒是?|是|也|都|就|一个|一次|一条|从来|从|我|他们?|她们?|对方)"
_NOUN = r"(?:电话|来电|座机|短信|彩信|信息|消息)"
_NONE_CAME = re.compile(
    # 没有接到过电话, 他们没给我打过电话; not 没有接到过这么多, 没接到的电话, 没有一天没接到.
    r"(?<!天)(?<!日)(?<!不是)(?:没有?|从未|未曾|不曾)(?:任何人|有人|人|再|给我|被|用|他们?|对方|我){0,2}"
    rf"(?:(?:接到|收到)过?+|(?:打|来|发|拨)(?:给我|来|到)?(?:的)?{_NOUN}?过)(?!这么|这样|那么|如此|的)[^。;!?,]{{0,6}}?"
    rf"(?:{_NOUN}|(?=[。;!?,])|$)"
    rf"|(?:没有|不是)(?:打)?{_NOUN}(?=[。;!?,]|$)"
    rf"|{_NOUN}{_ADVERB}{{0,3}}(?:没有?|从未|未曾)(?:接到|收到|打|来|发)过"
)
_THEM = (
    r"(?:他们?|她们?|对方|商家|公司|店里|店家|客服|人工|运营商|移动|联通|电信|银行|平台|营业厅|物业|派出所|警察|"
    r"\d{5}|110)"
)
_REACHED = r"(?:打|拨打?|回拨|发)(?![开不我来]|给我|到我)"
_MINE = re.compile(
    # 我打了他们的座机, 我给他们座机打过电话; not 给我打.
    r"(?<![给向对跟找往朝打催])(?:我|俺|本人)[^。;!?,我他她它们打拨接收被人妈爸爹娘夫妻婆公司位家友事手机号码]{0,6}"
    rf"(?:(?:给|往|向|跟)[^。;!?,我]{{1,10}}?)?{_REACHED}[^。;!?,我接收来]{{0,10}}?(?:电话|座机|短信)"
    # The same where the sentence began before: 打客服电话, 打电话给客服, 给客服打电话, 打电话过去.
    rf"|{_REACHED}(?:了|过|通|给){{0,2}}{_THEM}[^。;!?,我接收来]{{0,6}}?(?:电话|座机|短信)"
    rf"|{_REACHED}[^。;!?,我接收来]{{0,4}}?(?:电话|短信)(?:给|到|问|找|叫|让)?(?:过去|去|{_THEM})(?!又|也|还|就|天|一直)"
    rf"|(?:给|往|向){_THEM}[^。;!?,我接收来]{{0,6}}?{_REACHED}[^。;!?,我接收来]{{0,6}}?(?:电话|短信)"
)


def that_came(text: str, places: list[Span]) -> list[Span]:
    """Of places in a folded text that speak of contact, those that may tell of one that came."""
    out = [match.span() for pattern in (_NONE_CAME, _MINE) for match in pattern.finditer(text)]
    return [(start, end) for start, end in places if not any(a < end and start < b for a, b in out)]
