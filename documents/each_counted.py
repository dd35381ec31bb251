"""Of several complained about, how many calls and messages a story counts of each: “喜禾缘电话79个、短信18条”, “催收的电话168个，
潮汐付发的短信19条”.

Pure. What is counted of nobody by name is of whoever is left, where the sentence counts those of all others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from documents.belonging import Company
from documents.sentences import folded, sentences_of

_WAY = "电话|来电|短信|彩信|微信"
_ONE = (
    f"(?P<way>{_WAY})(?:消息)?(?:一共|总共|共|有)?(?P<about>大概|大约|差不多|约)?"
    "(?P<many>[0-9]+)[来多]?[个次通条](?P<more>左右)?"
)
_COUNT = re.sub(r"\?P<\w+>", "?:", _ONE)
_COUNTS = re.compile(f"{_COUNT}(?:[、,，和]{_COUNT})*")
# “发给那个梁先生的”, “催缴的”, between whose they are and how many.
_DID = "(?:一共)?(?:给我)?(?:发|打|催)?(?:给|来|缴|过来)?[^,，。;；、0-9]{0,8}的"
_COLLECTED = re.compile("催收的?$|催的$|催债的$|要账的$")
_SLUGS = {"电话": "call", "来电": "call", "短信": "sms", "彩信": "mms", "微信": "wechat"}
_COLLECTING = frozenset({"collector", "agent"})


@dataclass(frozen=True)
class Counted:
    """``said`` are the words, ``ways`` the slugs and how many of each; ``about``: told as about so many."""

    said: str
    ways: Mapping[str, int]
    about: bool = False

    @property
    def total(self) -> int:
        return sum(self.ways.values())


def read_count(said: str) -> Counted:
    """What “电话79个、短信18条” counts."""
    ways: dict[str, int] = {}
    about = False
    for one in re.finditer(_ONE, said):
        slug = _SLUGS[one["way"]]
        ways[slug] = ways.get(slug, 0) + int(one["many"])
        about = about or bool(one["about"] or one["more"])
    return Counted(said, ways, about)


def counted_of_each(story: str, companies: Sequence[Company], total: int = 0) -> dict[str, str]:
    """By name, as the story counts them; ``total`` is how many came in all, 0 where nobody said."""
    found: dict[str, str] = {}
    for sentence in sentences_of(story):
        for whose, said in _counts_in(folded(sentence), companies):
            if whose and whose not in found:
                found[whose] = said
    return {**_of_whoever_is_left(story, companies, found, total), **found} if total else found


# “说过以后的36回”, behind how many came of one.
_AFTER = re.compile(
    "(?:说|讲|拒绝|退订|打招呼)[^，。；0-9]{0,3}(?:以后|之后|后)[^，。；0-9]{0,6}(?P<many>[0-9]+)[来多]?[回个次通条]"
)


def after_of_each(story: str, companies: Sequence[Company]) -> dict[str, int]:
    """By name, how many of those that a story counts of one came after it was told no."""
    found: dict[str, int] = {}
    for sentence in sentences_of(story):
        text = folded(sentence)
        runs = [*_COUNTS.finditer(text)]
        ends = [*(one.start() for one in runs), len(text)][1:]
        whose = [name for name, _said in _counts_in(text, companies)]
        for name, run, end in zip(whose, runs, ends, strict=True):
            after = _AFTER.search(text[run.end() : end])
            if name and after:
                found.setdefault(name, int(after["many"]))
    return found


def _counts_in(sentence: str, companies: Sequence[Company]) -> list[tuple[str, str]]:
    """Each run of counts with the name of whose it is, "" for nobody's."""
    found = []
    last = 0
    for one in _COUNTS.finditer(sentence):
        before, last = sentence[last : one.start()], one.end()
        found.append((_whose(before, companies), re.sub("[,，和]", "、", one[0])))
    return found


def _whose(before: str, companies: Sequence[Company]) -> str:
    """Of whom the last words before a count say that they are."""
    named = [
        one.name
        for one in companies
        if any(re.search(f"{re.escape(folded(called))}(?:的|{_DID})?$", before) for called in one.called)
    ]
    if len(named) == 1:
        return named[0]
    collectors = [one.name for one in companies if one.role in _COLLECTING]
    return collectors[0] if not named and len(collectors) == 1 and _COLLECTED.search(before) else ""


def _of_whoever_is_left(
    story: str, companies: Sequence[Company], found: Mapping[str, str], total: int
) -> dict[str, str]:
    """The one run that a sentence leaves open, where it counts all that came and one alone of those who may have sent it is
    left: of those who have an account there, whoever the others are of one role with."""
    left = [one for one in companies if one.name not in found]
    alike = [one for one in left if any(one.role == who.role for who in companies if who.name in found)]
    if len(alike) != 1:
        return {}
    for sentence in sentences_of(story):
        rows = _counts_in(folded(sentence), companies)
        own = [said for whose, said in rows if not whose]
        every = sum(read_count(said).total for _whose, said in rows)
        if len(own) == 1 and len(rows) > 1 and every == total:
            return {alike[0].name: own[0]}
    return {}
