"""Whom a story says was asked for help before, on which day, and what came of it: offered, never decided.

Careful: a step counts where a day stands with it in one sentence, or where it is said that it was done; what came of it, only
in words that say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from complaints.reading.days import AGO, DAY_WRITTEN, day_of
from complaints.reading.folding import Folded, fold
from complaints.reading.sayings.names import LENDERS, OPERATORS, PLATFORMS

_MADE = r"(?:投诉|申诉|反映)"
_DIALLED = r"(?:打|拨打?)(?:过|了|通)?"
# Whom, by what act, in which words; the first that fits.
_STEPS: tuple[tuple[str, str, str], ...] = (
    (
        "police",
        "report",
        rf"报(?:过|了)?(?:警|案)|{_DIALLED}110|(?:去|到|找)(?:过|了)?[^。;!?,]{{0,6}}派出所",
    ),
    ("court", "suit", r"(?:去|到|向|在)?[^。;!?,]{0,6}法院[^。;!?,]{0,4}(?:起诉|立案)|起诉(?:过|了)"),
    ("12321", "report", rf"12321[^。;!?,]{{0,6}}(?:举报|{_MADE})|(?:{_DIALLED}|向)12321"),
    ("12315", "report", r"12315[^。;!?,]{0,6}举报"),
    ("12315", "complaint", rf"{_DIALLED}12315|12315[^。;!?,]{{0,6}}{_MADE}"),
    (
        "telecom_appeal",
        "complaint",
        rf"{_DIALLED}12300|12300[^。;!?,]{{0,6}}{_MADE}|(?:通信管理局|工信部)[^。;!?,]{{0,6}}{_MADE}",
    ),
    (
        "consumer_association",
        "complaint",
        rf"(?:消协|消费者协会|消委会?)[^。;!?,]{{0,8}}{_MADE}|{_DIALLED}消协",
    ),
    ("other_authority", "complaint", rf"{_DIALLED}(?:12345|12378)|(?:12345|12378)[^。;!?,]{{0,6}}{_MADE}"),
    (
        "operator",
        "complaint",
        rf"{_DIALLED}(?:10086|10010|10000|10099)(?!\d)|(?<!\d)(?:10086|10010|10000|"
        rf"10099)(?!\d)[^。;!?,]{{0,6}}{_MADE}|"
        rf"(?:向|跟|找|给)(?:中国)?(?:移动|联通|电信|广电)[^。;!?,]{{0,8}}{_MADE}|营业厅[^。;!?,]{{0,6}}{_MADE}",
    ),
)
# Without a day it must be said that it was done: 找过, 打了.
_TURNED = (
    r"(?:(?:打|拨打?|拨|找|联系|问|咨询|去|到|跑|反映到|投诉到)(?:给|到)?(?:过|了)|"
    r"(?:跟|向|和|给)(?=[^。;!?,]{1,10}(?:投诉|反映|交涉|说|讲|打)(?:过|了)))(?:我们|好几次|几次|多次|[一两三几]次)?"
)
_OFFICE = r"(?:的)?(?:人工|官方|在线)?(?:客服|热线|平台|公司|官方)?"
_NOT_TO_GET = r"(?![^。;!?,]{0,6}(?:办|买|开|领|给我|发|推销|骚扰))"
_HOTLINES = r"10086|10010|10000|10099"


def _done(body: str, act: str = "去|找|跑|问|联系|投诉|反映|举报") -> str:
    """打过…, …我也去过: that somebody turned to this body."""
    turned = rf"{_TURNED}(?:{body}){_NOT_TO_GET}|(?<=我)(?:打|找|联系|问)(?:{body}){_NOT_TO_GET}"
    return rf"{turned}|(?:{body})(?:那边|那儿)?我?(?:也|都|又)?(?:{act})(?:过|了)(?!我|给我|个?电话|\d)"


_UNDATED: tuple[tuple[str, str, str], ...] = (
    ("police", "report", rf"报(?:过|了)(?:警|案)|{_done('110|[^。;!?,]{0,6}派出所')}"),
    ("12321", "report", rf"向12321|{_done('12321', '打|拨|举报|投诉|反映')}"),
    ("12315", "complaint", rf"向12315|{_done('12315', '打|拨|举报|投诉|反映')}"),
    ("telecom_appeal", "complaint", _done("12300|通信管理局|工信部")),
    ("consumer_association", "complaint", _done("消协|消费者协会|消委会?")),
    ("other_authority", "complaint", _done("12345|12378|12363|12377|银监局|金融局|网信办")),
    ("platform", "complaint", _done(rf"(?:{PLATFORMS}|平台|软件|APP){_OFFICE}")),
    ("bank", "complaint", _done(r"[^。;!?,]{0,4}银行(?:的)?(?:客服|网点|柜台)?")),
    (
        "operator",
        "complaint",
        _done(rf"(?:{_HOTLINES}|{OPERATORS}|运营商|[^。;!?,]{{0,4}}(?:营业厅|网点)){_OFFICE}")
        # 10010打过, 10010我也打了; not 10010打过来, 10010打了三次: that may be who called.
        + rf"|(?:{_HOTLINES})(?:(?:我也?|也|都)(?:打|拨)(?:过|了)|(?:打|拨)过)(?!来|我|给|个?电话|[好多几两\d三四五])",
    ),
    ("lender", "complaint", _done(rf"(?:{LENDERS}|[^。;!?,]{{0,6}}(?:金融|小贷|贷款公司)){_OFFICE}")),
    (
        "respondent",
        "complaint",
        _done(r"(?:它|他们?|她们?|对方|商家|店家|这家|那家|该公司)(?:家|公司)?的?客服|商家|店家"),
    ),
)
_WAS_DONE = re.compile("[过了]|^向|^[跟和给]")
_BY_OTHERS = re.compile(r"(?:他们?|她们?|对方|催收|客服)(?:还|又|也|就)?$")
_ADVISED = re.compile(r"(?:(?:让|叫|建议|劝|要)(?:我|你|您)|可以|应该|怎么)[^。;!?,]{0,3}$")
_NOT_DONE = re.compile(r"(?:没|没有|还没|未|想|准备|打算|要|不敢|别|如果|再)[^。;!?,]{0,3}$")
_UNANSWERED = re.compile(
    r"(?:没有?|未|不)(?:任何)?(?:给我?)?(?:答复|回复|回音|回电|回应|下文|消息|人联系|人理|理我)|石沉大海|不理"
)
_REFUSED = re.compile(r"(?:不予?|没有?|未)(?:给我?)?(?:受理|立案)")
_UNSOLVED = re.compile(
    r"(?:没有?|未)(?:什么)?(?:能)?(?:给我?)?(?:解决|结果|处理|用)|解决不了|处理不了|管不了|不管|没人管|不承认|"
    r"不认账|不赔|不退|不改|没消|不处理|不解决|踢皮球|"
    r"推(?:来推去|脱|诿)|敷衍|不满意"
)
_DAY = re.compile(rf"{DAY_WRITTEN}|(?P<ago>{'|'.join(sorted(AGO, key=len, reverse=True))})")
_SENTENCE = re.compile(r"[^。;!?\n]+")
_BEHIND = 16  # characters after a day in which the step it belongs to begins
MOST = 6


@dataclass(frozen=True)
class Earlier:
    """``on`` is "" where no day is told. ``came`` is what came of it: unanswered, refused, unsolved; "" where nothing tells."""

    to: str
    act: str
    on: str
    came: str
    words: str


def steps_told(story: str, *, today: date) -> list[Earlier]:
    """The earlier steps that a story tells, each body once: those with their day first, then those without one."""
    folded = fold(story)
    found: dict[str, Earlier] = {}
    for sentence in _SENTENCE.finditer(folded.text):
        start, end = sentence.span()
        # What came of it may stand in the sentence after.
        rest = folded.text[start : end + 24]
        for day in _DAY.finditer(folded.text, start, end):
            on = _on(day, today)
            step = _step(folded.text, day.end(), min(end, day.end() + _BEHIND))
            if on is None or step is None:
                continue
            to, act, until = step
            words = folded.words(day.start(), until)
            came = _came(rest[until - start :])
            found.setdefault(to, Earlier(to, act, on.isoformat(), came, words))
    for one in _undated(folded):
        found.setdefault(one.to, one)
    return list(found.values())[:MOST]


def _undated(folded: Folded) -> list[Earlier]:
    """The steps of which the day is not told, in the order of the story."""
    text, found = folded.text, []
    for to, act, pattern in _UNDATED:
        for match in re.finditer(pattern, text):
            before = text[: match.start()]
            if _NOT_DONE.search(before) or _ADVISED.search(before) or _BY_OTHERS.search(before):
                continue
            rest = re.split("[。;!?\n]", text[match.end() :])
            came = _came(rest[0] or (rest[1] if len(rest) > 1 else ""))
            if not came and not _WAS_DONE.search(match[0]):
                continue
            found.append((match.start(), Earlier(to, act, "", came, folded.words(*match.span()))))
            break
    return [one for _start, one in sorted(found, key=lambda row: row[0])]


def _on(day: re.Match[str], today: date) -> date | None:
    if day["ago"]:
        return today - timedelta(days=AGO[day["ago"]])
    return day_of({name: value for name, value in day.groupdict().items() if value}, today)


def _step(text: str, start: int, end: int) -> tuple[str, str, int] | None:
    """Whom, by what act, and where the words end; it begins at or after ``start`` and before ``end``."""
    for to, act, pattern in _STEPS:
        match = re.compile(pattern).search(text, start)
        if match and match.start() < end and not _NOT_DONE.search(text[start : match.start()]):
            return to, act, match.end()
    return None


def _came(after: str) -> str:
    said = [
        (match.start(), came)
        for came, pattern in (("refused", _REFUSED), ("unanswered", _UNANSWERED), ("unsolved", _UNSOLVED))
        if (match := pattern.search(after[:24]))
    ]
    return min(said)[1] if said else ""
