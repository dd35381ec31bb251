"""Whom a story says was asked for help before, on which day, and what came of it: offered, never decided.

Careful: a step counts where a day stands with it in one sentence; what came of it, only in words that say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from complaints.reading.folding import fold
from complaints.reading.telling import AGO, DAY_WRITTEN, day_of

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
        rf"{_DIALLED}(?:10086|10010|10000|10099)(?!\d)|(?<!\d)(?:10086|10010|10000|10099)(?!\d)[^。;!?,]{{0,6}}{_MADE}|"
        rf"(?:向|跟|找|给)(?:中国)?(?:移动|联通|电信|广电)[^。;!?,]{{0,8}}{_MADE}|营业厅[^。;!?,]{{0,6}}{_MADE}",
    ),
)
_NOT_DONE = re.compile(r"(?:没|没有|还没|未|想|准备|打算|要|不敢|别|如果|再)[^。;!?,]{0,3}$")
_UNANSWERED = re.compile(
    r"(?:没有?|未|不)(?:任何)?(?:给我?)?(?:答复|回复|回音|回电|回应|下文|消息|人联系|人理|理我)|石沉大海|不理"
)
_REFUSED = re.compile(r"不(?:予)?(?:受理|立案)")
_UNSOLVED = re.compile(
    r"(?:没有?|未)(?:能)?(?:给我?)?(?:解决|结果|处理|用)|解决不了|处理不了|管不了|不管|没人管|踢皮球|推(?:来推去|脱|诿)|敷衍|不满意"
)
_DAY = re.compile(rf"{DAY_WRITTEN}|(?P<ago>{'|'.join(sorted(AGO, key=len, reverse=True))})")
_SENTENCE = re.compile(r"[^。;!?\n]+")
_BEHIND = 16  # characters after a day in which the step it belongs to begins
MOST = 6


@dataclass(frozen=True)
class Earlier:
    """``came`` is what came of it: unanswered, refused, unsolved; "" where nothing tells."""

    to: str
    act: str
    on: str
    came: str
    words: str


def steps_told(story: str, *, today: date) -> list[Earlier]:
    """The earlier steps of which a story tells the day, each authority once, in the order of the story."""
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
    return list(found.values())[:MOST]


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
