"""Messages out of the lines that were recognised in a screenshot. Pure: lines with boxes in, proposals out.

Nothing here is certain: what a person has to look at is named in ``asked``, and signs that were hard to read in
``doubtful``. Telephones differ; the order of the lines, their sides and the dates between them are what all share.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, time
from statistics import median
from typing import Any

from complaints.reading.stamps import Stamp, stamp_of

SURE = 0.85  # a sign below is named to the person
LAST_ROWS = 40  # of a bubble, that tell how tall its rows are
LONGEST_WORD = 200  # letters of a link or a word that goes on over several rows
MOST_MESSAGES = 100

_NOISE = frozenset(
    (
        "信息", "短信", "彩信", "短信/彩信", "文本信息", "文本信息·短信", "imessage", "imessage信息",
        "发送", "發送", "编辑", "編輯", "返回", "更多", "取消", "完成", "编辑信息", "编辑短信", "输入短信",
        "请输入短信", "发送短信", "输入信息", "新信息", "写短信", "已读", "已送达", "送达", "未送达", "通知类信息",
        "通知信息", "举报垃圾信息", "报告垃圾信息", "删除并报告垃圾信息", "复制验证码", "复制", "全部信息",
        "发件人不在你的联系人列表中", "发件人不在您的联系人列表中", "sms", "rcs", "短信·卡1", "短信·卡2",
        "卡1", "卡2", "sim1", "sim2",
    )
)  # fmt: skip
_STATUS = re.compile(
    r"(?:[\d:：.%％\s]|[345]G[+A]?|LTE|HD|VoLTE|WLAN|Wi-?Fi|[KkMm]?B/s|上午|下午|中国移动|中国联通|中国电信|中国广电|AM|PM)+"
)
_NUMBER = re.compile(r"\+?\d[\d \-]{3,24}\d")
_A_NUMBER = 7  # digits: fewer may be a clock and a battery
_ARROWS = "<>〈〉＜＞《》‹›«»←→…⋯·•●○|｜+＋ \t"


@dataclass(frozen=True)
class Line:
    """A line of words as recognised, in the picture's pixels; ``sure`` from 0 to 1 for each sign.

    ``joined``: the ground goes on unbroken to the line below; None where nobody looked.
    """

    text: str
    left: int
    top: int
    right: int
    bottom: int
    sure: tuple[float, ...] = ()
    joined: bool | None = None

    @property
    def height(self) -> int:
        return max(1, self.bottom - self.top)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def as_json(self) -> dict[str, Any]:
        given = asdict(self)
        box = [given.pop(side) for side in ("left", "top", "right", "bottom")]
        return {**given, "box": box}


@dataclass(frozen=True)
class Proposed:
    """One message as it seems to stand there. ``asked`` names what to check: ``date``, ``side``, ``text``."""

    text: str
    own: bool = False
    on: date | None = None
    at: time | None = None
    said: str = ""  # the date as the picture says it
    asked: tuple[str, ...] = ()
    doubtful: tuple[tuple[int, int], ...] = ()  # spans of the text that were hard to read
    place: int = 1  # 1, 2, 3 … from the top
    top: int = 0
    bottom: int = 0


@dataclass(frozen=True)
class Screen:
    """What a screenshot seems to hold. ``asked`` holds ``sender`` when nobody stands at the top, or no number."""

    sender: str = ""
    messages: tuple[Proposed, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass
class _Group:
    """Rows that stand in one bubble."""

    rows: list[Line]
    left: int
    right: int

    @classmethod
    def of(cls, row: Line) -> "_Group":
        return cls([row], row.left, row.right)

    def add(self, row: Line) -> None:
        self.rows.append(row)
        self.left, self.right = min(self.left, row.left), max(self.right, row.right)

    def tall(self) -> float:
        """How tall its last rows are: of a bubble of thousands they tell it as all would."""
        return median(one.height for one in self.rows[-LAST_ROWS:])


def read_screenshot(
    lines: Sequence[Line], *, width: int, height: int, taken_on: date | None = None
) -> Screen:
    """The sender and the messages of a screenshot of ``width`` × ``height`` pixels; never raises.

    ``taken_on`` is the day on which the person took it; without it a day that is said in relation to it is asked.
    """
    width, height = max(1, width), max(1, height)
    rows = _rows([line for line in lines if line.text.strip()])
    rows = [row for row in rows if not _is_status(row, width)]
    head, body = _parted(rows, width)
    sender, sure = _sender(head)
    messages: list[Proposed] = []
    stamp: Stamp | None = None
    group: _Group | None = None
    for row in body:
        if _is_noise(row, width, height):
            continue
        said = _separator(row, width, taken_on)
        if said is None:
            if group is not None and _goes_on(group, row):
                group.add(row)
                continue
            messages += _closed(group, stamp, width, len(messages))
            group = _Group.of(row)
            continue
        messages += _closed(group, stamp, width, len(messages))
        group = None
        if _centred(row, width) or not messages:
            stamp = said
        else:  # beside or below a bubble: the time of what stands above it
            messages[-1] = _timed(messages[-1], said)
    messages += _closed(group, stamp, width, len(messages))
    return Screen(sender, tuple(messages[:MOST_MESSAGES]), () if sure else ("sender",))


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _rows(lines: list[Line]) -> list[Line]:
    """Pieces of one row put together, from top to bottom."""
    rows: list[Line] = []
    for line in sorted(lines, key=lambda one: (one.top, one.left)):
        last = rows[-1] if rows else None
        if last is not None and _beside(last, line):
            rows[-1] = _together(last, line) if last.left <= line.left else _together(line, last)
        else:
            rows.append(line)
    return rows


def _beside(one: Line, other: Line) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    gap = max(one.left, other.left) - min(one.right, other.right)
    lower = min(one.height, other.height)
    return (
        shared > 0.6 * lower and -0.5 * lower < gap < 2 * lower and 2 * lower > max(one.height, other.height)
    )


def _together(left: Line, right: Line) -> Line:
    between = "" if right.left - left.right < 0.6 * left.height else " "
    sure = (*_sure_of(left), *(1.0 for _ in between), *_sure_of(right))
    joined = left.joined if left.joined is not None else right.joined
    return Line(
        left.text + between + right.text,
        min(left.left, right.left),
        min(left.top, right.top),
        max(left.right, right.right),
        max(left.bottom, right.bottom),
        sure,
        right.joined if right.joined is not None else joined,
    )


def _sure_of(line: Line) -> tuple[float, ...]:
    return line.sure if len(line.sure) == len(line.text) else (1.0,) * len(line.text)


# ── What is no message ───────────────────────────────────────────────────────────────────────────────────────────────
def _is_status(row: Line, width: int) -> bool:
    """The bar at the very top: clock, network, battery. A telephone number is none, however high it stands."""
    words = row.text.strip()
    number = _NUMBER.fullmatch(words) and len(re.sub(r"\D", "", words)) >= _A_NUMBER
    return row.middle < 0.12 * width and not number and _STATUS.fullmatch(words) is not None


def _is_noise(row: Line, width: int, height: int) -> bool:
    words = unicodedata.normalize("NFKC", row.text).replace(" ", "").strip(_ARROWS).lower()
    words = words.replace("・", "·")
    if not words or words in _NOISE:
        # The same word alone in a bubble on the left is a message like another: "完成", "取消".
        return (
            not words or _centred(row, width) or row.middle > height - 0.25 * width or row.left > 0.5 * width
        )
    return row.middle > height - 0.12 * width and len(words) <= 8 and stamp_of(words) is None


def _centred(row: Line, width: int) -> bool:
    return abs((row.left + row.right) / 2 - width / 2) < 0.06 * width and row.left > 0.15 * width


def _separator(row: Line, width: int, taken_on: date | None) -> Stamp | None:
    words = re.sub(r"^(?:短信/彩信|短信|彩信|信息|iMessage)(?:信息)?\s*[·・]?\s*(?=\S)", "", row.text.strip())
    return stamp_of(words, taken_on=taken_on)


# ── The top ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _parted(rows: list[Line], width: int) -> tuple[list[Line], list[Line]]:
    """What stands at the top, and the messages below."""
    head: list[Line] = []
    for place, row in enumerate(rows):
        title = row.middle < (0.36 if _centred(row, width) else 0.26) * width
        if (
            not title
            or stamp_of(row.text) is not None
            or row.right - row.left > 0.72 * width
            or len(head) == 4
        ):
            return head, rows[place:]
        head.append(row)
    return head, []


def _sender(head: list[Line]) -> tuple[str, bool]:
    """Who stands at the top, and whether that is a number, read without a doubt."""
    named = ""
    for row in head:
        words = row.text.strip().strip(_ARROWS).strip()
        number = _NUMBER.search(words.replace("－", "-"))
        if number is not None:
            said = number[0].replace(" ", "").replace("-", "")
            return said, min(_sure_of(row), default=1.0) >= SURE
        folded = unicodedata.normalize("NFKC", words).replace(" ", "").lower()
        if len(words) >= 2 and folded not in _NOISE and not named:
            named = words
    return named[:64], False


# ── Bubbles ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _goes_on(group: _Group, row: Line) -> bool:
    """Whether a row stands in the same bubble as the rows above it."""
    above, tall = group.rows[-1], group.tall()
    gap = row.top - above.bottom
    if row.left >= group.right or row.right <= group.left:
        return False
    if above.joined is not None:
        return above.joined and gap < 2.2 * tall
    return gap < 0.55 * tall and abs(row.left - group.left) < 1.5 * tall


def _closed(group: _Group | None, stamp: Stamp | None, width: int, before: int) -> list[Proposed]:
    """The message of a bubble, if there is one."""
    if group is None:
        return []
    text, sure = _text_of(group)
    if not text.strip():
        return []
    own, unclear = _side(group, width)
    asked = ["side"] * unclear
    if stamp is None or stamp.asked or stamp.on is None:
        asked.append("date")
    doubtful = _doubtful(sure)
    if doubtful:
        asked.append("text")
    return [
        Proposed(
            text=text,
            own=own,
            on=stamp.on if stamp else None,
            at=stamp.at if stamp else None,
            said=stamp.text if stamp else "",
            asked=tuple(asked),
            doubtful=doubtful,
            place=before + 1,
            top=group.rows[0].top,
            bottom=group.rows[-1].bottom,
        )
    ]


def _timed(message: Proposed, said: Stamp) -> Proposed:
    """A message under which its own time stands; a clock alone does not change its day."""
    if said.on is not None and not said.asked:
        asked = tuple(one for one in message.asked if one != "date")
        return replace(message, on=said.on, at=said.at or message.at, said=said.text, asked=asked)
    return replace(message, at=said.at or message.at, said=message.said or said.text)


def _side(group: _Group, width: int) -> tuple[bool, bool]:
    """Whether the bubble is the person's own, at the right; and whether that is unclear."""
    left, right = group.left / width, 1 - group.right / width
    own = left > 0.18 and right < 0.15 and left > right
    clear = (left > right + 0.08) if own else (left < 0.2 and left <= right + 0.02)
    return own, not clear


def _text_of(group: _Group) -> tuple[str, list[float]]:
    """The rows of a bubble as one text: a line that ended because the bubble did is no line of the message's own."""
    said, sure, end = list[str](), list[float](), ""
    tall = median(one.height for one in group.rows)
    for place, row in enumerate(group.rows):
        if place:
            between = _between(group.rows[place - 1], row, end, group.right, tall)
            said.append(between)
            sure += [1.0] * len(between)
            end += between
        words = row.text.strip()
        start = row.text.index(words)
        said.append(words)
        sure += _sure_of(row)[start : start + len(words)]
        end = (end + words)[-LONGEST_WORD:]
    return "".join(said), sure


def _between(above: Line, row: Line, end: str, edge: int, tall: float) -> str:
    if row.top - above.bottom > 0.9 * tall:
        return "\n"
    first, last = row.text.strip()[:1], end[-1:]
    word = re.search(r"[!-~]+$", end)
    wrapped = re.match(r"[!-~]+", row.text.strip())
    if edge - above.right > 2.2 * tall:
        # Room was left: for a long word that did not fit, or because the line ended there.
        room = (edge - above.right) / tall * 1.8  # Latin letters
        return (
            " "
            if wrapped and word and len(wrapped[0]) > room
            else ""
            if wrapped and len(wrapped[0]) > room
            else "\n"
        )
    if not (first.isascii() and first.isalnum() and last.isascii() and last.isalnum()):
        return ""
    whole = word is not None and not re.search(r"[/.:\d]", word[0]) and first.isalpha()
    return " " if whole else ""


def _doubtful(sure: list[float]) -> tuple[tuple[int, int], ...]:
    """Spans of signs that were hard to read; neighbours are one."""
    spans: list[tuple[int, int]] = []
    for place, one in enumerate(sure):
        if one >= SURE:
            continue
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return tuple(spans)
