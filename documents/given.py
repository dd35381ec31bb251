"""Who of several only handed the data on, as the sentences of a paper name them: whose service it was that could not be used
without a consent, who gave to others what the person had given it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from documents.blocks import Sentence
from documents.material import Case, Respondent
from legal.reasoning.conditions import lookup

# Who has terms that somebody agrees to.
_WITH_TERMS = frozenset({"content_provider", "platform", "bank", "lender", "payment_institution"})
_AN_ORDER = "order"
_SERVICE = "不同意就不能使用有关的服务"
_GIVEN = re.compile("^(?P<whose>[^，。；]*个人信息)被提供给了第三方")
_TERMS = re.compile("会员协议|入会协议|用户协议|服务协议|注册协议|隐私政策|会员章程")
_IN_TERMS = "写在别的条款里"


def giver_of(case: Case) -> Respondent | None:
    """Who handed on what the person had given it."""
    return next((one for one in case.respondents if one.told.gave), None)


def agreed_with(case: Case) -> Respondent | None:
    """With whose terms somebody agreed: of who handed the data on, unless what it had came with an order of another's goods;
    else of the only one that can have had any; nobody where that leaves several."""
    giver = giver_of(case)
    if giver is not None and lookup(case.facts, "data.source") != _AN_ORDER:
        return giver
    can = [one for one in case.respondents if one.role in _WITH_TERMS and one != giver]
    return can[0] if len(can) == 1 else None


def _handed(text: str, case: Case, name: Callable[[Respondent], str]) -> str:
    """Who is told to have the data, and from whom, in place of that they were given to somebody."""
    found = _GIVEN.match(text)
    told = next((one.told.handed for one in case.respondents if one.told.handed), ())
    if found is None or not told or giver_of(case) is not None:
        return text
    own = found["whose"].removesuffix("的个人信息")
    first, holder = (next((name(one) for one in case.respondents if one.name == who), "") for who in told[:2])
    if not first and not holder:
        return text
    said = f"{holder or '他人'}持有{own}在{first or '他处'}留下的个人信息，称来自“{told[2]}”"
    return f"{said}；{own}认为系{first}提供{f'、{holder}取得' if holder else ''}" if first else said


def of_the_giver(one: Sentence, case: Case, name: Callable[[Respondent], str]) -> Sentence:
    """A sentence with who it was in it; ``name``: how a paper calls them, "" for one of whom it says nothing."""
    text, rests = _handed(one.text, case, name), one.rests
    giver, party = giver_of(case), agreed_with(case)
    if giver is not None and (who := name(giver)):
        text = _GIVEN.sub(rf"{who}将\g<whose>提供给了他人", text)
    if _SERVICE in text and party is not None and (who := name(party)):
        text = text.replace(_SERVICE, f"不同意就不能使用{who}的服务")
    if text != one.text:
        rests = tuple(dict.fromkeys((*rests, "respondents")))
    if _IN_TERMS in text and (terms := _TERMS.search(case.story)):
        text, rests = text.replace(_IN_TERMS, f"写在{terms[0]}里"), (*rests, "story")
    return replace(one, text=text, rests=rests)
