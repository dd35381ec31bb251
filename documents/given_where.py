"""Where the person left their number, in a paper as the story tells it: what was filled in somewhere is no admission that it
was given to the other side, and nobody orders a car.

Pure.
"""

from __future__ import annotations

import re
from dataclasses import replace

from documents.blocks import Sentence
from documents.material import Case
from documents.sentences import folded, sentences_of

_GIVEN = re.compile("此前向[^，。；（]{1,40}?提供过号码")
_FILLED = re.compile(
    '[“"](?P<what>[^”"。；]{2,20})[”"][^。；]{0,12}(?:填|留|登记)(?:了|过|下)(?P<data>[^，。；]{0,12}(?:电话|号码?|手机))'
)
_ORDERED = re.compile("此前(?P<why>为生活消费)?在(?P<at>[^，。；（]{1,40}?)处下单时提供过号码")
_CAR = re.compile(
    "车(?:子)?(?:就)?是我(?P<year>\\d{4}年)?[^，。；]{0,24}[买购]的|我?(?P<on>\\d{4}年)?[^，。；]{0,20}[买购]了?(?:一?[台辆部])?[^，。；]{0,4}车(?=$|[，。；])"
)


def as_given(one: Sentence, case: Case) -> Sentence:
    """The sentence that says that a number was given, as it was."""
    if _GIVEN.search(one.text) and (where := filled_in_at(case.story)):
        return replace(one, text=_GIVEN.sub(where, one.text), rests=(*one.rests, "story"))
    if _ORDERED.search(one.text) and (bought := _CAR.search(folded(case.story))):
        when = bought["year"] or bought["on"] or "此前"
        text = _ORDERED.sub(
            lambda found: f"{when}{found['why'] or ''}在{found['at']}处购车时提供过号码", one.text
        )
        return replace(one, text=text, rests=(*one.rests, "story"))
    return one


def filled_in_at(story: str) -> str:
    """“此前在‘专升本免费测评’中填过姓名和号码”; "" where nothing is told of where."""
    for sentence in sentences_of(story):
        if found := _FILLED.search(sentence):
            name = "姓名和" if re.search("名字|姓名", found["data"]) else ""
            return f"此前在“{found['what']}”中填过{name}号码"
    return ""
