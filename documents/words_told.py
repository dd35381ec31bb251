"""A threat or an insult in the words of the message or the call that makes it, where one is on file: a paper says what the
answers call it only where nothing has the words."""

from __future__ import annotations

import re
from dataclasses import replace

from complaints.reading.folding import Folded, Span, fold
from complaints.reading.pressure import threats
from documents.acts import COMES_TO, FRIGHTENS
from documents.blocks import Sentence
from documents.material import Case, Message
from documents.sentences import CLAUSE_END
from documents.wording import moment
from legal.corpus.pleading import details

# What the answers call it, and what a message on file says itself.
_CALLED = {
    "detention": "以抓人、判刑一类的后果相威胁",
    "violence": FRIGHTENS,
    "publicity": "声称要公开、通报",
    "insult": "在催收中辱骂",
}
_SO = {"insult": "以此辱骂"}


def as_written(one: Sentence, case: Case, *, by_whom: bool = False) -> Sentence:
    """The sentence with the words that were used to the person: what they write of one themselves, or of what others were
    sent, is no word of it. As it is, where the words of it were given. ``by_whom``: with who is said to have done it."""
    slug = next((slug for slug, words in _CALLED.items() if words in one.text), "")
    told = [case.details.get(name, "") for name in details(one.text)]
    if not slug or any(_of_kind(fold(words), slug) for words in told) or (slug == "insult" and any(told)):
        return one
    said = _words(case, slug, by=_BY.match(one.text) if by_whom else None)
    if not said:
        return one
    return replace(one, text=f"{said}，{_SO.get(slug, '以此相威胁')}", rests=(*one.rests, "messages"))


_BY = re.compile(r"被告(?P<place>\d?)|催收方")


def _words(case: Case, slug: str, by: re.Match[str] | None) -> str:
    """“2026年7月19日来电称“再不还就到村里拉横幅””; "" where no message and no call on file has such words. ``by``: who is said to
    have used them; what is told to be another's is none of theirs."""
    place = int(by["place"] or 0) if by is not None else 0
    name = case.respondents[place - 1].name if 0 < place <= len(case.respondents) else ""
    for message in case.messages:
        if message.whose and name and message.whose != name:
            continue
        folded = fold(message.text)
        for start, end in _of_kind(folded, slug):
            clause = _clause(folded, start, end)
            if _of_another(message, clause):
                continue
            clause = _LED_TO.sub("", clause) if message.call else clause
            on = moment(message.at).split(" ")[0] if message.at else ""
            if by is not None:
                way = "来电" if message.call else "发送信息"
                return f"{by[0]}{'于' if on else ''}{on}{way}称“{clause}”"
            return f"{on}{'来电' if message.call else '收到的信息'}称“{clause}”"
    return ""


def _of_kind(folded: Folded, slug: str) -> list[Span]:
    """The places of a threat of a kind; one to come to where somebody lives is of the kind of one to hurt."""
    found = [*threats(folded).get(slug, ())]
    if slug == "violence":
        found += [one.span() for one in COMES_TO.finditer(folded.text)]
    return found


def _clause(folded: Folded, start: int, end: int) -> str:
    before, after = folded.words(0, start), folded.words(end, len(folded.text))
    return CLAUSE_END.split(before)[-1] + folded.words(start, end) + CLAUSE_END.split(after)[0]


def _of_another(message: Message, clause: str) -> bool:
    """Whether the person tells of it in their own words, or somebody else heard it. A note of a call is theirs throughout: it
    is the call's words where nothing of them stands in the clause and nobody else was called."""
    if not message.call:
        return _NARRATED.search(message.text) is not None
    if _TO_OTHERS.search(message.text):
        return True
    return _NARRATED.search(_LED_TO.sub("", clause)) is not None


# What whoever notes a call writes before the words of it.
_LED_TO = re.compile("^[^说称骂]*[说称骂](?:我们?(?=吃|是|这种|这样|一家|全家|不要脸|没))?(?=.{2})")
_NARRATED = re.compile("(?<!自)我(?![司行方部院所社处局]|公司|们)")
_TO_OTHERS = re.compile(
    "(?:打|发|找|寄)(?:给|到)(?!我(?:手机|这里|这儿)?[，,。说])|(?:跟|对|向)(?!我)[^，,。]{1,8}说|收到的[）)]"
)
