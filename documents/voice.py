"""Who speaks in a paper, who did it, and who decides what is open: the words for the places in its sentences."""

from __future__ import annotations

from collections.abc import Mapping

from documents.law import Ground
from documents.material import Case
from documents.official import OfficialForm
from documents.wording import respondents_for
from legal.corpus.pleading import ACTING, CALLER, JUDGE, OURS, THEIRS
from legal.reasoning.conditions import lookup

COURT = "court"


def speaker_of(form: OfficialForm) -> str:
    return form.complainant if form.channel == COURT else "本人"


def voice(case: Case, form: OfficialForm, ground: Ground) -> Mapping[str, str]:
    own = speaker_of(form)
    return {
        OURS: own,
        ACTING: f"{own}的法定代理人" if case.representative is not None else own,
        THEIRS: doer(case, form, ground),
        CALLER: caller(case, form, ground),
        JUDGE: judge(form),
    }


def doer(case: Case, form: OfficialForm, ground: Ground) -> str:
    """Who did what a ground is about: the one complained about who can have done it, else what such a one is called.

    Of several nobody is said to have done what each of them may have done.
    """
    can = [one for one in case.respondents if one.role in ground.by]
    addressed = respondents_for(case, form)
    if len(can) != 1 or (can[0] not in addressed and not form.whose):
        return ground.actor
    if len(case.respondents) == 1 and not form.whose:
        return form.respondent
    return can[0].name or ground.actor


# Who writes and calls; the creditor in whose name somebody did so may know nothing of it.
_CALLING = {"content_provider", "collector", "agent", "person"}


def caller(case: Case, form: OfficialForm, ground: Ground) -> str:
    """Who called or wrote: one complained about whose part that is, else whoever it was."""
    if any(one.role in _CALLING and one.role in ground.by for one in case.respondents):
        return doer(case, form, ground)
    ways = lookup(case.facts, "contacts.channels") or ("call",)
    return "来电人" if "call" in ways else "发送信息的人"


def judge(form: OfficialForm) -> str:
    if form.channel == COURT:
        return "由人民法院认定"
    return "请予核实、说明" if form.to_company else "请依法查明认定"
