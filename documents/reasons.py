"""Why what happened is against the law: a paragraph a ground, which ties its facts to articles, and one on who answers.

An article is named once in a paper, with the first ground that rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.blocks import Sentence, said
from documents.law import Ground, Liable, Provision
from documents.material import Case
from documents.official import OfficialForm
from documents.pleading import voiced
from documents.voice import COURT, doer, judge, speaker_of, voice
from documents.wording import law_by_law, not_against, respondents_for, roles_beside
from legal.corpus.pleading import JUDGE
from legal.reasoning.conditions import lookup
from legal.reasoning.numerals import chinese

LIABILITY = "责任的承担"
OPEN = re.compile(f"尚待|{{{JUDGE}}}")
# What somebody is who was only said to act for another.
_AS = {"agent": ("shop", "collector")}
# Whether they knew, and what they owed, nobody says who only received something through them.
_BETWEEN = ("service_provider", "operator", "platform")


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A heading and what is said under it."""

    title: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return "".join(f"{one.text}。" for one in self.sentences)


def reasons_of(case: Case, form: OfficialForm) -> tuple[Reason, ...]:
    named, told = set[str](), set[str]()
    found = [one for ground in case.grounds if (one := _reason(ground, case, form, named, told)) is not None]
    if form.liability and (answering := liability(case, form)):
        found.append(Reason(title=LIABILITY, sentences=answering))
    return tuple(
        Reason(title=f"（{chinese(place)}）{one.title}", sentences=one.sentences)
        for place, one in enumerate(found, 1)
    )


def _reason(ground: Ground, case: Case, form: OfficialForm, named: set[str], told: set[str]) -> Reason | None:
    """None for a ground that says nothing and rests on nothing that an earlier one does not."""
    if form.to_company and not (ground.reasons or ground.provisions):
        return None
    words = voice(case, form, ground)
    (heading, *_) = voiced([Sentence(text=ground.heading or ground.title)], words)
    cited = [p for p in ground.provisions if p.law and p.strength == "direct" and _named(p, form)]
    new = [p for p in cited if p.citation not in named]
    maybe = [p for p in ground.provisions if p.law and p.strength != "direct" and p.citation not in named]
    rules = [p for p in ground.provisions if not p.law and p.citation not in named]
    named.update(p.citation for p in (*new, *maybe, *rules))
    reasons = [one for one in ground.reasons if one.text not in told]
    told.update(one.text for one in reasons)
    if ground.reasons and not reasons and not new:
        return None
    sentences = [*voiced(reasons, words)]
    if ground.reasons and not reasons:
        sentences.append(said("有关情形已如前述", "law"))
    sentences += _applied(ground, case, form, new, again=len(new) < len(cited))
    if maybe and form.channel != COURT:
        put = "另可参看" if form.to_company else "并请审查可否适用"
        sentences.append(said(f"{put}{'、'.join(law_by_law(maybe))}", "law"))
    if rules:
        standards = "、".join(law_by_law(rules))
        sentences.append(said(f"行业规则和推荐性标准可以作为衡量注意义务的参考：{standards}", "law"))
    # A claim concedes nothing.
    spared = "" if form.channel == COURT else not_against(ground, respondents_for(case, form))
    if spared:
        sentences.append(said(spared, "law", "respondents"))
    return Reason(title=heading.text, sentences=tuple(sentences))


def _applied(
    ground: Ground, case: Case, form: OfficialForm, new: Sequence[Provision], *, again: bool
) -> list[Sentence]:
    """What the acts come under: a claim rests on it, an authority is asked to examine what is not certain, a company is
    told the rules and not called on to judge."""
    laws = "、".join(law_by_law(new, marked=form.channel != COURT))
    if not laws:
        return [said("上述行为同样应当适用前面所引的规定", "law")] if again else []
    also = "，以及前面所引的有关规定" if again else ""
    if form.channel == COURT:
        return [said(f"就上述行为，{speaker_of(form)}依照{laws}{also}主张权利", "law")]
    if form.to_company:
        return [said(f"上述情况应当适用的规定是{laws}{also}", "law")]
    if _by_others(ground, case, form):
        return [said(f"请依法审查上述情况，有关规定是{laws}{also}", "law")]
    if ground.status == "established" and not left_open(ground):
        return [said(f"{_whose(ground, case, form)}的上述行为违法，应当适用{laws}{also}", "law")]
    return [said(f"请依法审查{_whose(ground, case, form)}的上述行为，有关规定是{laws}{also}", "law")]


def _by_others(ground: Ground, case: Case, form: OfficialForm) -> bool:
    """Whether somebody did it whom this paper is not about: a bank's regulator does not examine an operator."""
    about = {one.role for one in respondents_for(case, form)}
    did = {one.role for one in case.respondents} & {*ground.by}
    return bool(about and did) and not about & {*ground.by}


def left_open(ground: Ground) -> bool:
    """Whether nothing is said against anybody without leaving it to whoever decides."""
    return bool(ground.reasons) and all(OPEN.search(one.text) for one in ground.reasons)


def _whose(ground: Ground, case: Case, form: OfficialForm) -> str:
    if form.whose:
        return form.whose
    return doer(case, form, ground) if ground.by else form.respondent


def liability(case: Case, form: OfficialForm) -> tuple[Sentence, ...]:
    """A sentence a role: who of those that this paper is about answers besides, and by which articles; nobody twice."""
    roles = {*form.respondent_roles, *form.respondent_otherwise}
    beside = roles_beside(case, form)
    laws: dict[str, list[Provision]] = {}
    titles: dict[str, str] = {}
    for one in (one for ground in case.grounds for one in ground.liable if one.named):
        if (roles and one.role not in roles) or one.role in beside:
            continue
        laws.setdefault(one.role, []).extend(p for p in _certain(one) if _named(p, form))
        called = one.title.partition("（")[0]
        # Whoever denies the debt concedes no assignment of it.
        denied = one.role == "assignee" and lookup(case.facts, "debt.owed") in ("none", "others")
        titles[one.role] = f"自称的{called}" if denied else called
    found = []
    for role, provisions in laws.items():
        once = list({p.citation: p for p in provisions}.values())
        if not once:
            continue
        present = [r for r in respondents_for(case, form) if role in (r.role, *_AS.get(r.role, ()))]
        if not present:
            continue
        names = [r.name for r in present if r.name]
        called = "" if role == "person" else f"（{titles[role]}）"
        who = f"{'、'.join(dict.fromkeys(names))}{called}" if names else titles[role]
        cited = "、".join(law_by_law(once, marked=form.channel != COURT))
        between = role in _BETWEEN and not any(role in ground.by for ground in case.grounds)
        fault = "，其有无过错" + judge(form) if between else ""
        found.append(said(f"{who}的责任，依照{cited}确定{fault}", "law", "respondents"))
    return tuple(found)


def _named(provision: Provision, form: OfficialForm) -> bool:
    """A claim names nothing whose very number is in doubt."""
    return provision.certain or form.channel != COURT


def _certain(one: Liable) -> list[Provision]:
    return [p for p in one.provisions if p.law and p.strength == "direct"]
