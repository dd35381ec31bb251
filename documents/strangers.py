"""Of several, one with whom the person never dealt: no paper says that it had a consent which was taken back."""

from __future__ import annotations

import re
from dataclasses import replace

from documents.blocks import Sentence
from documents.material import Case, Respondent
from legal.reasoning.conditions import lookup

_TAKEN_BACK = "，即使此前有过同意，也已撤回"
_WITHOUT_BASIS = re.compile("撤回同意以后(?P<goes_on>继续[^，。；]*)，没有依据")
_HEADED = re.compile("^撤回同意以后(?P<did>[^，。；]*)$")


def of_strangers(one: Sentence, case: Case) -> Sentence:
    """A sentence as it is true of each: of who was never dealt with, that it had no consent."""
    strangers = [who for who in case.respondents if who.told.stranger and not who.told.gave]
    if not strangers or lookup(case.facts, "consent.status") != "withdrawn":
        return one
    addressed = [who for who in case.respondents if who.name and who.name == case.addressee]
    if addressed and addressed[0] not in strangers:
        return one
    at_court = "原告" in one.text or "被告" in one.text
    own = "原告" if at_court else "本人"
    alone = bool(addressed) or len(strangers) == len(case.respondents)
    who = "" if alone else "、".join(_named(who, case, at_court) for who in strangers)
    text = one.text.replace(_TAKEN_BACK, "" if alone else f"{_TAKEN_BACK}；{who}没有取得过{own}的同意")
    text = _WITHOUT_BASIS.sub(lambda found: _without(found["goes_on"], who, own), text)
    text = _HEADED.sub("未经同意\\g<did>" if alone else "未经同意、撤回同意以后\\g<did>", text)
    return one if text == one.text else replace(one, text=text, rests=(*one.rests, "respondents"))


def _without(goes_on: str, who: str, own: str) -> str:
    if not who:
        return f"没有取得过{own}的同意，{goes_on}没有依据"
    return f"{who}没有取得过{own}的同意，撤回同意以后{goes_on}，都没有依据，号码从何取得应当说明"


def _named(who: Respondent, case: Case, at_court: bool) -> str:
    return f"被告{case.respondents.index(who) + 1}" if at_court else who.name
