"""On which days, and in what way, a story tells that no was said: a paper says that, and the words of an answer only where the
story tells nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from complaints.reading.once import told_once
from documents.blocks import Sentence
from documents.material import Case
from documents.retelling import with_year
from documents.sentences import folded, own_words, sentences_of
from legal.reasoning.conditions import lookup


@dataclass(frozen=True)
class Refusal:
    """``on`` as “2026年2月8日”; ``how`` as it stands before “拒绝”, "" where nothing tells it."""

    on: str
    how: str


_NO = re.compile(
    "(?:不要|别|莫|不用|不许|不必)(?:再|继续)?(?:给我|跟我|和我|往我[^，。；]{0,4})?(?:打|发|来|联系|通知|推销|骚扰|找)|不需要|不感兴趣|没兴趣|拒绝(?!了?我)|(?:说|讲)[^，。；]{0,6}不(?:要|买|考虑|办|续|做|报|学)了?(?![紧是])"
    "|疗程我?不买|我?(?:又|再)(?:讲|说|回|写)了?一(?:次|遍)"
)
_REPLY = re.compile(
    r"(?:我|都|也|又)[^，。；“”]{0,10}回(?:复)?(?:过|了)?个?[“\"]?(?P<word>TD|T|R|N|退订|退)?[”\"]?(?=[，。；,]|$|过|了|没)"
)
_SAYS_HOW = re.compile(r"(?:退订|拒收|拒绝)[^，。；]{0,4}?回复?[“\"']?(?P<word>[A-Z]{1,2})(?![A-Za-z])")
_IT_CAME = re.compile(
    "他们?(?:又)?(?:打|来)|[她它]们?(?:又)?(?:打|来)|打来|来电|来了?个?电话|接(?:了|到)[^，。；]{0,6}电话"
)
_HOW = (
    ("以微信", re.compile("微信(?!群)(?:[上里]|跟|和|给|回|发|讲|说|拉)?")),
    (
        "当面",
        re.compile(
            "当面|出门的时候|到店|去(?:了)?(?:他们)?(?:店|门店|公司|营业厅|网点)|店里[^，。；]{0,6}(?:说|讲)"
        ),
    ),
    ("以邮件", re.compile("邮件")),
    ("书面", re.compile("书面|挂号信|寄(?:了|去)|律师函")),
    (
        "打电话",
        re.compile(
            "我(?:自己)?(?:又|就|主动)?(?:给[^，。；]{1,8})?打(?:了|过)?(?:个)?(?:[^，。；]{1,8}的?)?(?:电话|热线|客服|前台)"
        ),
    ),
    ("在来电中", _IT_CAME),
)
_DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
_LISTED = re.compile(f"{_DAY.pattern}(?:[、和]{_DAY.pattern})*")
_ONLY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


@told_once
def refusals_told(case: Case) -> list[Refusal]:
    """The refusals of a story in its order, those of one day once."""
    found: dict[str, Refusal] = {}
    on, came = "", False
    for sentence in sentences_of(case.story):
        text, own = folded(sentence), folded(own_words(sentence))
        days = [with_year(one, case.facts) for one in _DAY.findall(own)]
        days = [one for one in days if _ONLY.fullmatch(one)]
        on_days = days or ([on] if on and not _DAY.search(own) else [])
        for one in _said_no(text, own, on_days, case):
            how = one.how or ("在来电中" if came and not days else "")
            if one.on not in found or (how and not found[one.on].how):
                found[one.on] = Refusal(one.on, how)
        on, came = (days[-1] if days else ""), _IT_CAME.search(own) is not None
    return list(found.values())


def _said_no(text: str, own: str, days: list[str], case: Case) -> list[Refusal]:
    if not days or _COUNTS.match(own):
        return []
    replies = [*_REPLY.finditer(own)] if _BY_LETTER.search(text) else []
    if replies and "回复我" not in own:
        asked = _SAYS_HOW.search(text)
        word = next((one["word"] for one in replies if one["word"]), asked["word"] if asked else "退订")
        on = [day for one in replies for day in _before(own, one, case) or days[:1]]
        return [Refusal(one, f"回复{word}") for one in dict.fromkeys(on)]
    if _TO_THEIR_LINE.search(own) and _THEY_STOP.search(text):
        return [Refusal(days[0], "打电话")]
    refused = _NO.search(own)
    if refused is None or _OF_THEIRS.search(own[: refused.end()]):
        return []
    how = next((name for name, words in _HOW if words.search(own)), "")
    return [Refusal(days[0], how)]


# “我打他们客服，说已经给我标了‘不再联系’”: what was asked there is told by what was answered.
_TO_THEIR_LINE = re.compile("我(?:又|就)?打[^，。；]{0,8}(?:客服|热线|前台)")
_THEY_STOP = re.compile("不再(?:打|发|联系|来电)|免打扰|(?:标|登)(?:记|了)[^，。；]{0,6}(?:拒|不)")


def _before(own: str, reply: re.Match[str], case: Case) -> list[str]:
    """The last day that stands before a reply ends, with those that are listed with it."""
    found = [*_LISTED.finditer(own[: reply.end()])]
    days = [with_year(one, case.facts) for one in _DAY.findall(found[-1][0])] if found else []
    return [one for one in days if _ONLY.fullmatch(one)]


_BY_LETTER = re.compile("退订|拒收|TD?|[RN](?![A-Za-z])")
# Up to when it was counted.
_COUNTS = re.compile("(?:到|截至|截止|至)(?:现在|今天|\\d)|(?:总共|一共|合计)")
# What they said, or were told to do by others, is no refusal: “回复说已经要求商家不要再打”.
_OF_THEIRS = re.compile(
    "(?<![跟和对给向同])(?:12\\d{3}|他们?|她们?|对方|客服|商家|店家|店长|平台|回复|答复|答应|承诺|表示)[^，。；]{0,6}(?:说|称|讲|答应|承诺|表示|保证)[^，。；]*$"
)


# ── In a sentence of a paper ─────────────────────────────────────────────────────────────────────────────────────────
_REFUSED = re.compile(
    r"^(?:(?P<on>\d{4}年\d{1,2}月\d{1,2}日)起?，(?P<who>[^，。；]{2,8}?)|(?P<first>[^，。；]{2,8}?)[于自](?P<day>\d{4}年\d{1,2}月\d{1,2}日)起?)"
    "(?P<how>(?:以[^，。（]*?的方式、?)?(?:(?:在来电中当场|在电话中)、?)*)明确拒绝"
)


def as_refused(one: Sentence, case: Case) -> Sentence:
    """With the days and the ways that are told, and what came after it counted from the first of them; as it was answered
    where the story tells of none on the day that was answered, or of one without its way alone."""
    if not any(name.startswith("refusal.") or name == "contacts.after_refusal" for name in one.rests):
        return one
    told = [] if any(who.told.refused_on for who in case.respondents) else refusals_told(case)
    first = str(lookup(case.facts, "refusal.on") or "")
    if (
        not told
        or told[0].on != _in_words(first)
        or not _covers(told, lookup(case.facts, "refusal.ways") or ())
    ):
        return one
    if one.text.startswith("此后") and "contacts.after_refusal" in one.rests and len(told) > 1:
        return replace(
            one, text=f"{told[0].on}以后{one.text.removeprefix('此后')}", rests=(*one.rests, "story")
        )
    found = _REFUSED.match(one.text)
    if found is None:
        return one
    who = found["who"] or found["first"]
    text = f"{who}于{said(told)}明确拒绝{one.text[found.end() :]}"
    return replace(one, text=text, rests=(*one.rests, "story"))


def _covers(told: Sequence[Refusal], ways: Iterable[str]) -> bool:
    """Whether the story tells of every way that was answered: the answer says more else."""
    hows = [one.how for one in told]
    return any(hows) and all(any(re.match(_OF_WAY[way], how) for how in hows) for way in ways)


# A word said at once may have been said anywhere.
_OF_WAY = {
    "sms_reply": "回复",
    "hotline": "打电话",
    "shop": "当面",
    "writing": "以微信|以邮件|书面",
    "at_once": "在来电中|当面|$",
}


def said(told: Iterable[Refusal]) -> str:
    """“2026年2月8日以微信、4月5日当面、4月20日和5月12日回复T”."""
    groups: list[tuple[str, list[str]]] = []
    year = ""
    for one in told:
        day = one.on.removeprefix(year) if year else one.on
        year = one.on[:5]
        if groups and groups[-1][0] == one.how:
            groups[-1][1].append(day)
        else:
            groups.append((one.how, [day]))
    return "、".join(f"{'和'.join(days)}{how}" for how, days in groups)


def _in_words(day: str) -> str:
    year, _, rest = day.partition("-")
    month, _, number = rest.partition("-")
    return f"{year}年{int(month)}月{int(number)}日" if number else ""
