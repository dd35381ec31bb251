"""Where a message asks to be answered: telephone numbers and links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from complaints.reading.folding import Folded, Span


@dataclass(frozen=True)
class Reach:
    """`value` is the number without separators, or the link as it was meant; `place` its stretch in the folded text."""

    value: str
    span: Span
    place: Span


_ENDINGS = (
    "com|cn|net|org|cc|me|biz|gg|gd|so|to|io|ly|tv|mobi|info|top|xyz|vip|shop|site|club|ltd|link|"
    "app|co|im|la|hk|tw|pw|ink|"
    "wang|ren|fun|online|store|tech|icu|work|edu|gov|xin|asia|us|fm|pub|live|world|group|cloud|"
    "pro|win|bid|loan|mom|cx|do"
)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# The dot of a name: also a comma or a full stop before a usual ending, also with blanks around it.
_DOT = (
    r"(?:\.|\s?[,。·]\s?(?=(?:com|cn|net|cc|org)(?![A-Za-z0-9]))|\s\.\s?|\.\s(?=(?:com|cn|net|cc|"
    r"org)(?![A-Za-z0-9])))"
)
_PATH = r"[A-Za-z0-9/_\-.?=&%#~+:@!$*]*"
_LINK = re.compile(
    rf"(?<![A-Za-z0-9@.])(?P<scheme>https?:?/{{1,2}}|"
    rf"https?:)?(?P<host>{_LABEL}(?:{_DOT}{_LABEL}){{0,6}}{_DOT}"
    rf"(?:(?P<ending>{_ENDINGS})(?![A-Za-z0-9-])|(?P<short>com|cn|net|cc|me|top|biz|gg|"
    rf"so)(?P<glued>[A-Za-z0-9-]+)))"
    rf"(?P<port>:\d{{2,5}})?(?P<path>/{_PATH}|\?{_PATH})?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(rf"https?://(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?::\d+)?(?:/{_PATH})?", re.IGNORECASE)


def links(folded: Folded) -> list[Reach]:
    """The links of a message. A link that lost its slashes (http:t.cnRabc) is given as far as it is certain: t.cn."""
    found: list[Reach] = []
    for match in _ADDRESS.finditer(folded.text):
        found.append(_reach(folded, match[0].rstrip(".,;:!?#*-"), *match.span()))
    for match in _LINK.finditer(folded.text):
        start, end = match.span()
        host = re.sub(r"\s", "", re.sub(r"[,。·]", ".", match["host"]))
        if match["glued"]:
            if not _certain(match):
                continue
            host = host[: len(host) - len(match["glued"])]
            found.append(_reach(folded, host, match.start("host"), match.end("short")))
            continue
        if "." not in host or re.fullmatch(r"[\d.]+", host):
            continue
        path = (match["path"] or "").rstrip(".,;:!?#*-&=")
        end = match.end("path") - len(match["path"] or "") + len(path) if match["path"] else end
        found.append(
            _reach(folded, (match["scheme"] or "") + host + (match["port"] or "") + path, start, end)
        )
    return sorted(found, key=lambda reach: reach.place)


def _certain(match: re.Match[str]) -> bool:
    """Glued to the ending stands a short link's key, not the rest of a word: t.cnRabc, not Node.communication."""
    glued = match["glued"]
    return bool(match["scheme"]) or bool(re.search(r"[A-Z0-9]", glued) and match["short"].islower())


def _reach(folded: Folded, value: str, start: int, end: int) -> Reach:
    return Reach(value, folded.span(start, end), (start, end))


_D = r"[\dOo]"
_SEP = r"[ \-—]{0,3}"
_FREE = r"(?<![\dOo*/=#_])(?<!\d[.,])(?<![A-Za-z]\.)"
_END = r"(?![\dOo*]|[.,/]\d|-\d{3})"
_NUMBERS = (
    (
        "mobile",
        re.compile(
            rf"{_FREE}(?:\+?86[ -]?)?(?P<number>1[3-9]{_D}(?:[ -]?{_D}{{4}}){{2}}|1[3-9]{_D}{{9}}|1(?:[ ]\d){{10}}){_END}"
        ),
    ),
    ("free", re.compile(rf"{_FREE}(?P<number>[48]00(?:[ -]?\d){{7}}|400[168]-\d{{3}}-\d{{3}}){_END}")),
    (
        "landline",
        re.compile(
            rf"{_FREE}\(?(?P<number>0(?:10|2\d|[3-9]\d\d)\)?{_SEP}[1-9]\d{{2,3}}[ -]?\d{{4}}|"
            rf"0(?:10|2\d|[3-9]\d\d){_SEP}9[56]\d{{3,4}}){_END}"
        ),
    ),
    (
        "national",
        re.compile(
            rf"{_FREE}(?P<number>9[56]\d{{3,4}}|1010[ -]?\d{{4}}|11185|11183|"
            rf"10086\d{{0,3}}|100(?:10|00|11|16|18|99)|12[1-4]\d{{2}}|96110){_END}"
        ),
    ),
    ("local", re.compile(rf"{_FREE}(?P<number>[2-8]\d{{2,3}}-?\d{{4}}){_END}")),
    ("dialled", re.compile(rf"(?<=拨)(?:打|通|叫)?[:\s]?(?P<number>\d{{5,12}}){_END}")),
)
_ASKED = re.compile(
    r"(?:热线|电话|客服|拨打?|致电|咨询|详询|垂询|询|来电|联系|电|到|至|致|网点或|或)[^\d。!]{0,4}$"
)
_IS_HOTLINE = re.compile(r"^\s?(?:号?客服|客户服务|热线|查询|咨询|转\d|人工)")
_OTHER_NUMBER = re.compile(
    r"(?:[Qq]{2}|微信|微信号|加群|群号?|单号|订单|编号|尾号|末|卡号|账号|户号|帐号|代码|工号|"
    r"会员号|流水|期|验证码|校验码|密码|激活码|码|交易号|第|证|[Rr][Mm][Bb]|[¥$])"
    r"[号是为:\s(【\[“\"']{0,3}$"
)
_OTHER_ACCOUNT = re.compile(
    r"(?:[Qq]{2}|微信|单号|订单|编号|尾号|卡号|流水|交易号)[号是为:\s(【\[“\"']{0,3}$"
)
_MONEY_AFTER = re.compile(r"^\s?(?:元|万|圆|块|%|号订单|年|月|[GM]B?\b|折|期)")


def phones(folded: Folded, closed: list[Span]) -> list[Reach]:
    """The telephone numbers of a message, in order, digits only. SMS ports (106…) are no telephones."""
    text = folded.text
    taken = bytearray(len(text))
    for start, end in closed:
        taken[start:end] = b"\x01" * (end - start)
    found: list[Reach] = []
    for kind, pattern in _NUMBERS:
        for match in pattern.finditer(text):
            start, end = match.span("number")
            if any(taken[start:end]) or not _telephone(text, kind, match):
                continue
            value = re.sub(r"[^\d]", "", re.sub(r"[Oo]", "0", match["number"]))
            taken[start:end] = b"\x01" * (end - start)
            found.append(Reach(value, folded.span(start, end), (start, end)))
    return sorted(found, key=lambda reach: reach.place)


def _telephone(text: str, kind: str, match: re.Match[str]) -> bool:
    start, end = match.span("number")
    before, after = text[max(0, start - 12) : start], text[end : end + 6]
    if _MONEY_AFTER.match(after) and kind != "mobile":
        return False
    if re.search(r"[A-Za-z]$", before) and kind in {"local", "national", "landline"}:
        return False
    if (_OTHER_ACCOUNT if kind == "mobile" else _OTHER_NUMBER).search(before):
        return False
    value = re.sub(r"\D", "", match["number"])
    if kind == "national":
        return not after.startswith(("退订", "退定")) and bool(
            _ASKED.search(before) or _IS_HOTLINE.match(after)
        )
    if kind == "local":
        dated = re.fullmatch(r"20[0-4]\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])", value)
        return not dated and not re.search(r"[-.]$", before) and not re.match(r"[-.]\d", after)
    if kind == "dialled":
        return not value.startswith("106")
    return True
