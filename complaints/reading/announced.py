"""What a story says was only announced: that others would be told, which is a threat, is not that they were told."""

from __future__ import annotations

import re

from complaints.reading.folding import Span
from complaints.reading.sayings import PATTERNS
from complaints.reading.sayings.words import CIRCLE

# That it was done: 打给了, 告诉了, 接到了, or that it comes again and again.
_DONE = re.compile(
    r"(?:打|发|寄|贴|闹|找|问|骚扰|联系|通知|告诉|告知|轰炸|群发|爆)(?:到|给|遍|光)?(?:了|过)|(?:打|找|闹|追|查|发|寄)到(?!时)|"
    r"已经?|真的?(?:就)?(?:打|发|告|联|找|贴|群)|[都也就](?:接到|收到|知道)|接到(?:了|过)?|收到(?:了|过)?|被(?:骚扰|打扰|轰炸)|"
    r"(?:天天|每天|一直|不停|不断|反复|轮番|连续|接连|还在|又)[^。;!?,]{0,6}(?:打|发|骚扰|轰炸|联系|找|给)"
)
_TO_COME = (
    r"(?:要|会|将|将要|就|得|想|准备|打算|去|来)[^。;!?,了过]{0,4}"
    r"(?:把|让|叫|告诉|告知|通知|联系|打|发|群发|贴|挂|爆|寄|曝光|公开|骚扰|轰炸|找|闹|给|向|跟|和)"
)
_SAYS_SO = r"(?:说|称|讲|扬言|威胁|警告|恐吓|吓唬|放话|要挟|发话)"
# What they want first: 再不还, 不然, 否则.
_UNLESS = r"再不|[若如]不|不(?:还|给|交|付)(?:我)?(?:钱|款|清|上)?(?=[,的就我他]|$)|否则|不然|要不(?!是)|如果|要是|限(?:我|你|期)"
_QUOTED = re.compile(r"你(?!们好)")
_SAID_SO = re.compile(rf"{_SAYS_SO}[^。;!?,]{{0,10}}?{_TO_COME}|{_SAYS_SO}[^。;!?]{{0,16}}?(?:{_UNLESS})")
_ON_CONDITION = re.compile(rf"(?:{_UNLESS})[^。;!?]{{0,16}}?{_TO_COME}|(?:再不|不还|不然|否则)")
_WILL = re.compile(rf"^[^。;!?,]{{0,6}}?{_TO_COME}|^(?:还|也|又|并)?(?:把|让|告诉|通知|联系|群发|爆)")
_WANTS_TO = re.compile(
    r"^(?:他们?|她们?|对方|催收的?)?(?:还|也|又)?(?:要|将要?|准备|打算)(?:把|让|给|发|打|告诉|通知|联系|群发|爆|寄|找)"
)
_LET_KNOW = re.compile(r"[让叫][^。;!?,]{0,8}?都?知道")
_HEADLINE = re.compile(
    rf"{_SAYS_SO}(?:我)?[^。;!?,]{{0,4}}(?:把|让|告诉|告知|通知|联系|打给|发给|群发|爆|曝光|找|给[^。;!?,]{{0,8}}(?:打|发|寄))"
)


def only_announced(text: str, start: int, end: int) -> bool:
    """Whether what stands there was only said to be going to happen: 再不还就告诉你单位 is a threat and no call."""
    sentence = re.split("[。;!?\n]", text[:start])[-1]
    clause, rest = sentence.split(",")[-1], re.split("[。;!?\n,]", text[end:])[0]
    own = clause + text[start:end] + rest
    announced = bool(_SAID_SO.search(own) or _HEADLINE.search(own))
    if _DONE.search(_LET_KNOW.sub("", own)) and not announced:
        return False
    if announced or any(one.search(own) for one in (_ON_CONDITION, _QUOTED, _WANTS_TO)):
        return True
    before = sentence[: len(sentence) - len(clause)]
    led = re.search(rf"{_UNLESS}|{_SAYS_SO}[^。;!?]{{0,24}}$", before)
    return bool(led and _WILL.search(own))


_TELLING = re.compile(
    rf"(?:告诉|告知|通知|通报|联系|打(?:电话)?(?:给|到)|发(?:短信)?(?:给|到)|群发|寄(?:给|到)|爆|曝光|公开|找|让)[^。;!?,]{{0,10}}?(?:{CIRCLE}|你家)"
)


def threatened_to_tell(text: str) -> list[Span]:
    """Where a folded story says that somebody will tell the teller's family, work or friends."""
    places = {match.span() for one in (PATTERNS["contacts"], _TELLING) for match in one.finditer(text)}
    wide = [one for one in places if not any(one != other and _within(one, other) for other in places)]
    return sorted(place for place in wide if only_announced(text, *place))


def _within(one: Span, other: Span) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]
