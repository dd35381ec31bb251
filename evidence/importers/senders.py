"""The other side's number as one file writes it, and words about an entry's direction and kind."""

import re
import unicodedata
from functools import lru_cache

from complaints.reading.numbers import describe
from evidence.importers.entry import MAX_TEXT

_HIDDEN = {
    "", "-1", "-2", "-3", "null", "none", "nil", "unknown", "private", "restricted", "withheld", "payphone", "anonymous",
    "(unknown)", "insert-address-token", "未知", "未知号码", "私人号码", "隐藏号码", "无号码", "未显示号码", "no caller id",
}  # fmt: skip
_LONGEST_NUMBER = 64  # Contact.sender
_EXACT_DIGITS = 15  # a spreadsheet's number cell keeps no more
_LONE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=4096)
def sender(written: str) -> tuple[str, tuple[str, ...]]:
    """The normalised number and what is doubtful about it. A damaged number is refused: the lost digits cannot be known."""
    plain = written.strip()
    if plain.lower() in _HIDDEN:
        return "", ("sender_hidden",)
    kind = describe(plain)
    if not kind.accepted:
        return "", ("sender_damaged",)
    return kind.number[:_LONGEST_NUMBER], ()


def sender_in_cell(number: float) -> tuple[str, str, tuple[str, ...]]:
    """As above for a cell that holds a number: from the sixteenth digit on it was rounded, and a 0 in front fell off."""
    if number != number or number in (float("inf"), float("-inf")) or abs(number) >= 1e300:
        return "", "", ("sender_damaged",)
    if number < 0 or number != int(number):
        plain, doubts = sender(str(number))
        return plain, str(number), doubts
    digits = str(int(number))
    if len(digits) > _EXACT_DIGITS:
        return "", digits if isinstance(number, int) else f"{number:.5E}", ("sender_damaged",)
    plain, doubts = sender(digits)
    if re.fullmatch(r"[2-9]\d{8,10}|10[2-578]\d{7}", digits) and not re.match(r"[48]00|9[56]", digits):
        doubts = (*doubts, "sender_zero_lost")
    return plain, digits, doubts


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Words that can be stored: halves of pairs joined or marked, no NUL, of bounded length."""
    doubts: tuple[str, ...] = ()
    if "\0" in text:
        text = text.replace("\0", "")
    if _LONE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if "\ufffd" in text:
        doubts = ("text_damaged",)
    if len(text) > MAX_TEXT:
        return text[:MAX_TEXT], (*doubts, "text_cut")
    return text, doubts


_DIRECTIONS = {
    "missed": ("未接", "未接来电", "未接听", "missed", "3"),
    "rejected": ("拒接", "已拒接", "拒绝", "rejected", "declined", "呼入挂断", "5"),
    "blocked": ("拦截", "已拦截", "拦截来电", "骚扰拦截", "blocked", "6"),
    "in": (
        "收", "收到", "接收", "已接收", "收件", "收件箱", "收信", "接", "呼入", "被叫", "来电", "已接", "已接来电", "已接听",
        "in", "incoming", "received", "receive", "inbox", "deliver", "1",
    ),
    "out": (
        "发", "发出", "发送", "已发送", "发件", "发件箱", "发信", "呼出", "主叫", "去电", "拨出", "已拨", "已拨电话", "呼出挂断",
        "out", "outgoing", "sent", "send", "submit", "dialed", "2",
    ),
}  # fmt: skip
_DIRECTION_OF = {word: direction for direction, words in _DIRECTIONS.items() for word in words}
_CHANNELS = {
    "sms": ("sms", "短信", "rcs", "text", "text message"),
    "mms": ("mms", "彩信"),
    "call": ("call", "电话", "通话", "来电", "语音", "语音通话", "phone", "voice"),
    "app": ("imessage",),
}
_CHANNEL_OF = {word: channel for channel, words in _CHANNELS.items() for word in words}


@lru_cache(maxsize=256)
def direction(word: str) -> str:
    """in, out, missed, rejected, blocked; empty when the word says none of them."""
    return _DIRECTION_OF.get(_folded(word), "")


@lru_cache(maxsize=256)
def channel(word: str) -> str:
    return _CHANNEL_OF.get(_folded(word), "")


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word[:40]).strip().lower()


def of_message(box: object) -> tuple[str, tuple[str, ...]]:
    """Android's number of a message's box: 1 received, 2 sent, 3 draft, 4 outbox, 5 failed, 6 queued."""
    number = str(box).strip()
    if number in ("1", "2"):
        return ("in" if number == "1" else "out"), ()
    return ("out", ("not_sent",)) if number in ("3", "4", "5", "6") else ("unknown", ())


def of_call(kind: object) -> tuple[str, tuple[str, ...]]:
    """Android's number of a call: 1 in, 2 out, 3 missed, 4 voicemail, 5 rejected, 6 blocked, 7 answered elsewhere."""
    number = str(kind).strip()
    known = {"1": "in", "2": "out", "3": "missed", "4": "missed", "5": "rejected", "6": "blocked", "7": "in"}
    return known.get(number, "unknown"), (("voicemail",) if number == "4" else ())
