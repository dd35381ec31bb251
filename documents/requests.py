"""What is asked for: the relief that was chosen, as far as a channel can give it, of those who answer for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from documents.material import Case
from documents.official import OfficialForm
from documents.police import taken_of
from documents.wording import filled, yuan


@dataclass(frozen=True)
class Requests:
    """Sentences to print, in the form's order; codes that the channel cannot give; amounts that lack."""

    sentences: tuple[str, ...]
    codes: tuple[str, ...]
    left_out: tuple[str, ...]
    missing: tuple[str, ...]


AMOUNTS = {"costs": "维权开支金额", "refund": "退费金额", "mental": "抚慰金金额", "triple": "增加赔偿金额"}


def requests_of(case: Case, form: OfficialForm, *, jointly: bool = False) -> Requests:
    """The relief that was chosen, as far as the channel can give it, then the person's own words.

    A sum that is not known is never invented: the sentence stays out and the sum is reported missing.
    """
    sums = {
        "costs": sum((cost.yuan for cost in case.costs), Decimal(0)),
        "refund": case.refund,
        "mental": case.mental,
        "triple": case.triple,
    }
    unknown = (
        "＿＿＿＿＿＿" if form.channel == "court" else "（见涉案号码）"
    )  # a court is asked for nothing vague
    given = {"number": case.number or unknown} | {name: yuan(value) for name, value in sums.items() if value}
    sentences, codes, missing = [], [], []
    answered = _answered(case, form)
    refused = case.silence is not None and case.silence.refused_on is not None
    offered = {**form.requests, **(form.requests_refused if refused else {})}
    if case.messages or case.tally.said:
        offered |= form.requests_contacted
    words = given | _defendants(case, "", jointly=jointly)
    for code, sentence in offered.items():
        if code not in form.core and (code not in case.relief or code not in answered):
            continue
        words = given | _defendants(case, code, jointly=jointly)
        lacking = [name for name in re.findall(r"{(\w+)}", sentence) if name not in words]
        if lacking:
            missing += [AMOUNTS[name] for name in lacking]
            continue
        codes.append(code)
        sentences.append(filled(sentence, words))
    if form.request_taken and (taken := taken_of(case)):
        sentences.append(filled(form.request_taken, {"taken": yuan(taken)}))
    sentences += [ask.strip().rstrip("；;。") for ask in case.asks if ask.strip()]
    words = given | _defendants(case, "", jointly=jointly)
    sentences += [filled(sentence, words) for sentence in form.always]
    left_out = tuple(code for code in case.relief if code not in form.requests)
    return Requests(tuple(sentences), tuple(codes), left_out, tuple(missing))


def _defendants(case: Case, code: str, *, jointly: bool) -> dict[str, str]:
    """Who is asked for what a code stands for: those by name who answer for it, where the others do not.

    Somebody whose role answers for nothing on file is not left out: whether he does is for the court.
    """
    everyone = "各被告" if len(case.respondents) > 1 else "被告"
    liable = {one.role for ground in case.grounds for one in ground.liable}
    owing = {one.role for ground in case.grounds if code in ground.relief for one in ground.liable}
    asked = [r for r in case.respondents if r.role in owing or r.role not in liable]
    if owing and asked and len(asked) < len(case.respondents) and all(r.name for r in asked):
        named = "、".join(r.name for r in asked)
        return {"defendants": named, "jointly": "连带" if jointly and len(asked) > 1 else ""}
    return {"defendants": everyone, "jointly": "连带" if jointly and len(case.respondents) > 1 else ""}


def _answered(case: Case, form: OfficialForm) -> set[str]:
    """The codes that those whom the form is about answer for: an operator does not apologise for a shop.

    All, where the form is about everyone, or where everyone complained about is of its kind.
    """
    roles = {*form.respondent_roles, *form.respondent_otherwise}
    if form.each and (own := {r.role for r in case.respondents if r.name and r.name == case.addressee}):
        roles = own
    if not roles or {r.role for r in case.respondents} <= roles:
        return set(case.relief)
    offered = {code for ground in case.grounds for code in ground.relief}
    owed = {
        code
        for ground in case.grounds
        for code in ground.relief
        if not ground.liable or any(one.role in roles for one in ground.liable)
    }
    return set(case.relief) - (offered - owed - set(form.helps))
