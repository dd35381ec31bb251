"""The sentences of a story, each with the day on which it was told, and how two texts are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from complaints.reading import chinese_number, fold
from complaints.reading.once import once
from documents.blocks import BLANK

# What says the day of telling behind a story, and the line over what was added to it.
_DAY_OF_TELLING = re.compile(r"（\d{4}年\d{1,2}月\d{1,2}日讲述）")
_ADDED = re.compile(r"（(\d{4}-\d{2}-\d{2}) 补充）")


def sentences_of(story: str) -> list[str]:
    """The sentences, each once, with what ends them; what stands in quotation marks is never parted."""
    return list(told_on(story))


@once
def told_on(story: str) -> dict[str, date | None]:
    """Each sentence, and the day on which it was added where it was."""
    found: dict[str, date | None] = {}
    on: date | None = None
    for line in _DAY_OF_TELLING.sub("", story).splitlines():
        if heading := _ADDED.fullmatch(line.strip()):
            on = date.fromisoformat(heading[1])
            continue
        for one in parted(line):
            if re.search(r"\w", one):
                found.setdefault(one.strip(), on)
    return found


def parted(line: str) -> Iterator[str]:
    start, within = 0, 0
    balanced = line.count("“") == line.count("”")
    for place, sign in enumerate(line):
        within += {"“": 1, "”": -1}.get(sign, 0) if balanced else 0
        if within == 0 and sign in "。！？；!?;" and not _IN_ADDRESS.match(line, max(place - 1, 0)):
            yield line[start : place + 1]
            start = place + 1
    yield line[start:]


# A plain sign between plain signs, as in https://a.cn/b?c=1;d=2, ends nothing.
_IN_ADDRESS = re.compile(r"[a-zA-Z0-9/=_-][!?;][a-zA-Z0-9/=_-]")
# Where a clause ends: no sign between digits does, as in 17:00 and 1,000.
CLAUSE_END = re.compile(r"[，。；;！!？\n】]|(?<!\d)[,：:](?!//)|[,：:](?!\d|//)|\?(?![a-zA-Z0-9/=_-])")


OTHERS_WORDS = re.compile(r"(“[^”]*”|\"[^\"]*\"|「[^」]*」|《[^》]*》)")


def own_words(sentence: str) -> str:
    """A sentence without what somebody else said in it."""
    return "".join(OTHERS_WORDS.split(sentence)[::2])


_NUMERAL = "〇零一二两三四五六七八九十百千万"
# What goes on from digits, as in “3万元”, is no word of its own.
_IN_WORDS = re.compile(rf"(?<![\d.])[{_NUMERAL}]+(?=年|月|日|号|元|块|多?(?:个|位|名)?人)")


@once
def folded(text: str) -> str:
    """A text as it is compared: plain signs, 六百元 and 十月八号 in digits, no blanks, no lines to fill in, “俺” as “我”."""
    digits = _IN_WORDS.sub(
        lambda one: str(chinese_number(one[0]) or one[0]), re.sub(r"\s", "", fold(text).text)
    )
    return re.sub(r"(?<=\d)号", "日", digits).replace(BLANK, "").replace("俺", "我")
