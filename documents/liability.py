"""Who of those that a paper is about answers besides, and by which articles: the last of its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from documents.blocks import Sentence, said
from documents.law import Liable, Provision
from documents.material import Case, Respondent
from documents.narrative import answering, joining
from documents.official import OfficialForm
from documents.requests.sums import place_of, presumed
from documents.voice import COURT, defendant, judge
from documents.wording import law_by_law, respondents_for, roles_beside, roles_of
from legal.corpus import load
from legal.reasoning.conditions import lookup

# What somebody is who was only said to act for another.
_AS = {"agent": ("shop", "collector")}
# Whether they knew, and what they owed, nobody says who only received something through them.
_BETWEEN = ("service_provider", "operator", "platform")


def liability(case: Case, form: OfficialForm) -> tuple[Sentence, ...]:
    """A sentence a role: who of those that this paper is about answers besides, and by which articles; nobody twice."""
    roles = {*roles_of(case, form), *form.respondent_otherwise}
    beside = roles_beside(case, form)
    laws: dict[str, list[Provision]] = {}
    titles: dict[str, str] = {}
    for one in (one for ground in case.grounds for one in ground.liable if one.named):
        if (roles and one.role not in roles) or one.role in beside:
            continue
        laws.setdefault(one.role, []).extend(p for p in _certain(one) if named_in(p, form))
        called = one.title.partition("（")[0]
        # Whoever denies the debt concedes no assignment of it.
        denied = one.role == "assignee" and lookup(case.facts, "debt.owed") in ("none", "others")
        titles[one.role] = f"自称的{called}" if denied else called
        if one.role == "trader" or (one.role in ("lender", "bank") and lookup(case.facts, "debt.item")):
            # Nobody lent a fee.
            titles[one.role] = "自称的债权人"
    found: list[Sentence] = []
    named: dict[str, set[str]] = {}
    places = {one.role: place for place, one in reversed([*enumerate(case.respondents)])}
    in_turn = sorted(laws, key=lambda role: places.get(role, 0)) if form.channel == COURT else laws
    for role in in_turn:
        provisions = laws[role]
        once = list({p.citation: p for p in provisions}.values())
        if not once:
            continue
        present = [
            r for r in respondents_for(case, form) if role in (r.role, *_AS.get(r.role, ()), *_given_by(r))
        ]
        if not present:
            continue
        names = [r.name for r in present if r.name]
        called = "" if role == "person" else f"（{titles[role]}）"
        who = f"{'、'.join(dict.fromkeys(names))}{called}" if names else titles[role]
        cited = "、".join(law_by_law(once))
        between = role in _BETWEEN and not any(role in ground.by for ground in case.grounds)
        open_fault = between and form.channel != COURT and role not in presumed(case.grounds)
        fault = "，其有无过错" + judge(form) if open_fault else ""
        if form.channel == COURT:
            # What one is told to answer by stands there once, in whichever role.
            present = [r for r in present if not {p.citation for p in once} <= named.get(r.name, set())]
            for r in present:
                named.setdefault(r.name, set()).update(p.citation for p in once)
            sold = [one for one in present if case.bought_of(one)]
            others = [one for one in present if one not in sold]
            found += _of_defendants(sold, case, form, once, fault)
            found += _of_defendants(others, case, form, [p for p in once if not between_consumers(p)], fault)
            continue
        found.append(said(f"{who}的责任，依照{cited}确定{fault}", "law", "respondents"))
    return tuple(found)


def _given_by(one: Respondent) -> tuple[str, ...]:
    """Whoever only handed the data on answers as who processes it, whatever the facts call it."""
    return ("content_provider",) if one.told.gave else ()


def _of_defendants(
    some: Sequence[Respondent], case: Case, form: OfficialForm, laws: Sequence[Provision], fault: str
) -> list[Sentence]:
    """Why each of them answers, then by which articles."""
    if not some or not laws:
        return []
    found, cited = [], "、".join(law_by_law(laws))
    together = any(place_of(one.id) in load().requests["joint"] for one in laws)
    for one in some:
        why = [answering(case, form, one), joining(case, form, one) if together else None]
        found += [sentence for sentence in why if sentence is not None]
    who = "、".join(defendant(case, form, one) for one in some)
    return [*found, said(f"{who}的责任，依照{cited}确定{fault}", "law", "respondents")]


def named_in(provision: Provision, form: OfficialForm) -> bool:
    """Nothing that is filed names an article whose very number is in doubt."""
    return provision.certain or (form.channel != COURT and provision.sure)


def _certain(one: Liable) -> list[Provision]:
    return [p for p in one.provisions if p.law and p.strength == "direct"]


def between_consumers(provision: Provision) -> bool:
    return provision.id.partition(":")[0] in load().requests["between_consumers"]
