"""The signature of a message: the name in 【】 that its sender gives itself, at either end."""

from __future__ import annotations

import re

from complaints.reading.folding import Folded, Span

_OPEN, _SHUT = "【[〔〖『", "】]〕〗』"
# What may stand around a signature without being text: quotes, full stops, dashes, a time such as -18:13-.
_AROUND = r"[\s\"'“”‘’.。,;!~*|·\-—_:>→]*"
_GROUP = r"[【\[〔〖『](?P<name>[^【】\[\]〔〕〖〗『』\n]{1,30})[】\]〕〗』]"
_AT_START = re.compile(rf"{_AROUND}(?:转(?:自|发)[^【\[]{{0,16}})?{_GROUP}")
_AT_END = re.compile(rf"{_GROUP}{_AROUND}$")
# A closing opt-out clause may follow the signature: 【某店】回T退订, 【某店】(拒收回复R).
_OPT_OUT_TAIL = re.compile(
    r"[(\[【]?[^()\[\]【】。!,;]{0,12}(?:退\s?[订定阅]|拒收|"
    r"不再接收)[^()\[\]【】。!;]{0,16}[)\]】]?[\s.。\"”]*$"
)
_OPT_OUT_GROUP = re.compile(
    r"[\[【(][^()\[\]【】]{0,16}(?:退\s?[订定阅]|拒收)[^()\[\]【】]{0,16}[)\]】][\s.。]*$"
)

_BODY = (
    r"(?:银行|信用卡|保险|财险|人寿|证券|基金|金融|贷|公司|集团|中心|电信|移动|联通|法院|公安局?|商城|"
    r"旗舰店|[^码]店|网|科技|客服)"
)
_ROUND_AT_END = re.compile(rf"\((?P<name>[^()\n]{{1,14}}{_BODY}|{_BODY})\){_AROUND}$")
_DASH_AT_END = re.compile(rf"[-—]{{1,2}}(?P<name>[^\s\-—,。:;!?]{{1,12}}{_BODY}){_AROUND}$")
_REMINDER_AT_START = re.compile(r"^\s*(?P<name>[^\s,。:;!?【】\[\]()尊您你]{2,10})温馨提示[:,]")

_NOT_A_NAME = re.compile(
    r"[,。!?;:…\"“”=@|]|请勿|勿泄|泄露|验证码|校验码|动态码|密码|热线|电话|拨打|详询|咨询|回复|"
    r"退订|拒收|点击|领取|"
    r"待续|未完|接上|温馨提示|重要提示|提示您|免费|立减|折$|元$|第.条"
)


def _names(name: str, *, leading: bool) -> bool:
    """Whether what stands in brackets can be a name rather than a headline, a warning, a code or a telephone number."""
    plain = name.strip()
    if not plain or _NOT_A_NAME.search(plain):
        return False
    if len(plain) > (16 if " " not in plain else 24):
        return False
    if not leading and re.fullmatch(r"[\d\s*#-]+", plain):
        return False  # 验证码【6688】
    if re.fullmatch(r"[\d\s*#-]+", plain) and len(plain) > 5:
        return False
    if re.search(r"\s", plain) and re.search(r"[㐀-鿿]\s+[㐀-鿿]", plain) and len(plain) > 10:
        return False  # a headline of two phrases
    return not re.fullmatch(r"[A-Za-z0-9+/=]{16,}", plain)


def _headline(folded: Folded, match: re.Match[str]) -> bool:
    """A first group that announces the offer and is not the only one: 【全场五折】…【某店】."""
    return bool(re.search(r"[★☆!?]|特价|抢购|优惠|[折减]|立省|价格", match["name"]))


def signature(folded: Folded) -> tuple[str, Span] | None:
    """The signature without its brackets, and its span without them. None when the message bears none."""
    text = folded.text
    body = len(text)
    for tail in (_OPT_OUT_GROUP, _OPT_OUT_TAIL):
        closing = tail.search(text, max(0, body - 60))
        if closing and re.search(rf"[{re.escape(_SHUT)}][\s,。;]*$", text[: closing.start()]):
            body = closing.start()
            break
    window = text[max(0, body - 80) : body]
    shift = max(0, body - 80)
    at_end = _AT_END.search(window)
    if at_end and _names(at_end["name"], leading=False) and not _mid_sentence(window, at_end):
        return _found(folded, shift + at_end.start("name"), shift + at_end.end("name"))
    at_start = _AT_START.match(text)
    if at_start and _names(at_start["name"], leading=True) and not _headline(folded, at_start):
        return _found(folded, at_start.start("name"), at_start.end("name"))
    for pattern in (_ROUND_AT_END, _DASH_AT_END):
        match = pattern.search(window)
        if match:
            return _found(folded, shift + match.start("name"), shift + match.end("name"))
    named = _REMINDER_AT_START.match(text)
    if named:
        return _found(folded, named.start("name"), named.end("name"))
    return None


def _mid_sentence(window: str, match: re.Match[str]) -> bool:
    """请输入【8058】, 栏目【…】: the group completes a sentence and is not a name under it."""
    return bool(
        re.search(
            r"(?:选择|点击|输入|关注|搜索|栏目|公众号|活动|产品|回复?|发送?|编辑|的是|为|是|:)$",
            window[: match.start()],
        )
    )


def _found(folded: Folded, start: int, end: int) -> tuple[str, Span] | None:
    raw = folded.words(start, end)
    left = len(raw) - len(raw.lstrip())
    name = raw.strip()
    if not name:
        return None
    start += left
    return name, folded.span(start, start + len(name))
