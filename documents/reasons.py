"""Why what happened is against the law: a paragraph a ground, which ties its facts to articles, and one on who answers.

A letter names an article once, with the first ground that rests on it; a claim says of each ground all that it rests on,
and which of it stands above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from documents.blocks import Sentence, said
from documents.childs_data import childs_data
from documents.excerpts import why_denied
from documents.holding import bears_out
from documents.law import Ground, Provision
from documents.liability import between_consumers, liability, named_in
from documents.material import Case
from documents.narrative import argued_for_requests, borne, completed
from documents.official import OfficialForm
from documents.pleading import voiced
from documents.requests.sums import place_of
from documents.sent_singly import as_sent, told_singly
from documents.told import as_told
from documents.unseen import of_nobody_known
from documents.voice import COURT, OF_DATA, defendant, did, doer, several, voice, voice_at_court
from documents.wording import (
    by_somebody,
    law_by_law,
    not_against,
    of_carriers,
    parted,
    respondents_for,
)
from legal.corpus import load
from legal.corpus.pleading import JUDGE
from legal.reasoning.conditions import fact_names, lookup
from legal.reasoning.numerals import chinese
from legal.reasoning.respondents import taken, with_what_follows

LIABILITY = "责任的承担"
# What the civil code alone protects: nothing for whoever enforces the law on data.
_OF_DATA = "个人信息保护法"
_OF_PEACE = re.compile(
    "(?<=催收)，侵扰了[^，。；]*私人生活安宁|，降低了[^，。；]*的社会评价，侵害了[^，。；]*的名誉"
)
OPEN = re.compile(f"尚待|{{{JUDGE}}}")
_OF_MESSAGES = "短信规定"
# How many articles are named again one by one.
_FEW = 2


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A heading and what is said under it."""

    title: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return "".join(f"{one.text}。" for one in self.sentences)


def reasons_of(case: Case, form: OfficialForm) -> tuple[Reason, ...]:
    case, named = _foremost_first(case), dict[str, Provision]()
    first = _foremost(case, form, named)
    if form.channel == COURT:
        found = [*first, *_argued(case, form, {*named}), *_argued_for_requests(case, form)]
    else:
        told = set[str]()
        reasons = (_reason(ground, case, form, named, told) for ground in _told_together(case.grounds))
        found = [*first, *(one for one in reasons if one is not None)]
        found += _of_carriers(case, form)
        found += _argued_for_requests(case, form) if _argues(case, form) else []
    if form.liability and (answering := liability(case, form)):
        found.append(Reason(title=LIABILITY, sentences=answering))
    return tuple(
        Reason(title=f"（{chinese(place)}）{one.title}", sentences=one.sentences)
        for place, one in enumerate(found, 1)
    )


def _argues(case: Case, form: OfficialForm) -> bool:
    """Whether what is asked for is argued: to whoever enforces the law on data, what a child's data are used for is."""
    return not form.cites or (_OF_DATA in form.enforces and childs_data(case) is not None)


def _foremost_first(case: Case) -> Case:
    """The case with the grounds before the others that a corpus row puts there on its facts."""
    facts = with_what_follows(case.facts)
    first = {code for one in load().narrative.foremost if bears_out(facts, one.when) for code in one.grounds}
    return replace(case, grounds=tuple(sorted(case.grounds, key=lambda one: one.code not in first)))


def _foremost(case: Case, form: OfficialForm, named: dict[str, Provision]) -> list[Reason]:
    """What comes before the grounds under a heading of its own, where they rest on its articles; these are ``named`` then."""
    facts, found = with_what_follows(case.facts), list[Reason]()
    for row in load().narrative.foremost:
        if row.said is None or not bears_out(facts, row.when):
            continue
        among = [one for one in case.grounds if one.code in row.grounds]
        laws = {
            p.citation: p
            for one in among
            for p in one.provisions
            if place_of(p.id) in row.rests and p.certain
        }
        if not laws:
            continue
        words = (voice_at_court if form.channel == COURT else voice)(case, form, among[0])
        rests = tuple(sorted(fact_names(row.when, load().conditions)))
        told = voiced([Sentence(text=row.said.wordings[0], rests=rests)], words)
        named.update(laws)
        cited = "、".join(law_by_law(laws.values(), of=case))
        by_law = said(f"上述主张的法律依据是{cited}", "law")
        if form.to_company:
            by_law = said(f"上述情况应当适用的规定是{cited}", "law")
        elif form.channel != COURT:
            by_law = said(f"{_whose(among[0], case, form)}的上述行为，应当适用{cited}", "law")
        found.append(Reason(title=row.heading, sentences=(*told, by_law)))
    return found


def _argued(case: Case, form: OfficialForm, named: set[str]) -> list[Reason]:
    """A paragraph a legal relation: how the law applies to what happened, who proves it, then the articles. A ground that
    argues nothing of its own adds its articles to the one that argued it."""
    said_in: dict[str, int] = {}
    found: list[_Argued] = []
    denied: list[Sentence] = []
    for ground in case.grounds:
        words = voice_at_court(case, form, ground)
        ground = told_singly(_of_who_sold(ground, case), case)
        said_there = [one for one in ground.argued or ground.reasons if borne(one, case)]
        argued = voiced(of_nobody_known(said_there, case), words)
        new = [one for one in argued if one.text not in said_in]
        cited = [p for p in ground.provisions if p.law and p.strength == "direct" and named_in(p, form)]
        laws = [p for p in cited if p.citation not in named]
        if found and not new:
            named.update(p.citation for p in laws)
            found[said_in[argued[0].text] if argued else -1].laws.extend(laws)
            continue
        before = [p for p in cited if p.citation in named]
        named.update(p.citation for p in laws)
        said_in |= {one.text: len(found) for one in new}
        (heading, *_) = voiced([_heading_of(ground, case)], words)
        sentences = [completed(one, case) for one in new]
        if not denied and any("debt.owed" in one.rests for one in ground.argued):
            denied = why_denied(case, form)
            sentences[1:1] = denied
        found.append(_Argued(heading.text, sentences, laws, before))
    return [
        Reason(
            title=one.title,
            sentences=(
                *one.sentences,
                *_resting(one, case),
                *_of_consumers([*one.laws, *one.before], case, form),
                *_of_withdrawal(one.laws, case, form),
            ),
        )
        for one in found
    ]


def _argued_for_requests(case: Case, form: OfficialForm) -> list[Reason]:
    """What is asked for besides the grounds; its articles stand with the requests."""
    return [Reason(title=heading, sentences=(one,)) for heading, one in argued_for_requests(case, form)]


@dataclass(frozen=True)
class _Argued:
    """``before``: what it rests on that a paragraph above has named."""

    title: str
    sentences: list[Sentence]
    laws: list[Provision]
    before: list[Provision]


def _resting(one: _Argued, case: Case) -> list[Sentence]:
    main, backup = parted([*one.laws, *one.before])
    laws = "、".join(law_by_law((p for p in main if p in one.laws), of=case))
    before = "、".join(law_by_law((p for p in main if p in one.before), of=case))
    cited = "，以及".join([*([laws] if laws else []), *([f"前引{before}"] if before else [])])
    otherwise = f"；备位的依据是{'、'.join(law_by_law(backup, of=case))}" if backup else ""
    return [said(f"上述主张的法律依据是{cited}{otherwise}", "law")] if cited else []


def _of_consumers(laws: Iterable[Provision], case: Case, form: OfficialForm) -> list[Sentence]:
    """Against which of several the law of consumers is pleaded: nothing was bought of the others."""
    if not any(between_consumers(p) for p in laws) or all(map(case.bought_of, case.respondents)):
        return []
    sold = [defendant(case, form, one) for one in case.respondents if case.bought_of(one)]
    return [said(f"其中保护消费者的规定，只针对{'、'.join(sold)}", "respondents", "law")] if sold else []


def _of_withdrawal(laws: Iterable[Provision], case: Case, form: OfficialForm) -> list[Sentence]:
    """Against which of several it is pleaded that a consent was taken back: whoever has the data from another never had any."""
    words = load().requests["of_withdrawal"]
    asked = [one for one in respondents_for(case, form) if one.consumer and one.name]
    if form.to_company or not asked or not taken(case.facts) or not any(p.citation in words for p in laws):
        return []
    whom = [defendant(case, form, one) if form.channel == COURT else one.name for one in asked]
    return [said(f"其中关于撤回同意的规定，只针对{'、'.join(whom)}", "respondents", "law")]


def _of_who_sold(ground: Ground, case: Case) -> Ground:
    """Without the law of consumers, where it is about who advertised and nothing was bought of any of those."""
    if lookup(case.facts, "kind") != "harassment" or ground.code in OF_DATA:
        return ground
    who = did(case, ground)
    able = [one for one in case.respondents if one.role in ground.by and not one.told.gave]
    doers = [who] if who is not None else several(case, ground) or able
    if not doers or any(map(case.bought_of, doers)):
        return ground
    return replace(ground, provisions=tuple(p for p in ground.provisions if not _of_trade(p)))


def _of_trade(provision: Provision) -> bool:
    return provision.id.partition(":")[0] in load().requests["of_trade"]


def _told_together(grounds: Iterable[Ground]) -> list[Ground]:
    """Two grounds that say the same of one act, as one that rests on what both do."""
    found: list[Ground] = []
    for ground in grounds:
        said_there = {one.text for one in ground.reasons}
        place = next(
            (
                at
                for at, one in enumerate(found)
                if said_there and said_there <= {r.text for r in one.reasons}
            ),
            None,
        )
        if place is None:
            found.append(ground)
        else:
            found[place] = replace(found[place], provisions=(*found[place].provisions, *ground.provisions))
    return found


def _heading_of(ground: Ground, case: Case) -> Sentence:
    return as_told(as_sent(Sentence(text=ground.heading or ground.title), case), case)


def _reason(
    ground: Ground, case: Case, form: OfficialForm, named: dict[str, Provision], told: set[str]
) -> Reason | None:
    """None for a ground that says nothing and rests on nothing that an earlier one does not, and in a paper that names the
    law of its reader, for one that none of it is about."""
    if form.to_company and not (ground.reasons or ground.provisions):
        return None
    ground = told_singly(_of_who_sold(ground, case), case)
    words = voice(case, form, ground)
    (heading, *_) = voiced([_heading_of(ground, case)], words)
    cited = [
        p
        for p in ground.provisions
        if p.law and p.strength == "direct" and named_in(p, form) and not of_carriers(p)
    ]
    # What was only open of calls is certain of messages.
    new = [p for p in cited if p.citation not in named or named[p.citation].strength != "direct"]
    open_to_question = [p for p in ground.provisions if p.law and p.strength != "direct" and p.sure]
    # What stands as applying is not asked about in the same breath.
    sure = {p.citation for p in cited}
    maybe = [p for p in open_to_question if p.citation not in {*named, *sure}]
    rules = [p for p in ground.provisions if not p.law and p.citation not in named]
    # What an earlier ground was found to come under, this one comes under as well; what is open of it, is open.
    again = [p for p in cited if p.citation in named and named[p.citation].strength == "direct"]
    doubted = [
        p
        for p in open_to_question
        if p.citation not in sure and p.citation in named and named[p.citation].strength == "direct"
    ]
    # Of calls nothing is said to come under what is of messages alone.
    apart = any(_OF_MESSAGES in p.id for p in named.values()) and not any(_OF_MESSAGES in p.id for p in again)
    apart = apart or bool(doubted)
    named.update({p.citation: p for p in (*maybe, *rules, *new)})
    reasons = [one for one in ground.reasons if one.text not in told]
    if form.message_sheet:
        # What is left for the other side to say is nothing to whoever looks into numbers.
        reasons = [one for one in reasons if not OPEN.search(one.text)] or reasons
    told.update(one.text for one in reasons)
    if ground.reasons and not reasons and not new:
        return None
    if form.cites and ground.reasons and not (new or maybe or again or doubted or rules):
        return None
    sentences = [as_told(one, case) for one in voiced([as_sent(one, case) for one in reasons], words)]
    if form.cites and _OF_DATA in form.enforces:
        sentences = [replace(one, text=_OF_PEACE.sub("", one.text)) for one in sentences]
    if ground.reasons and not reasons:
        sentences.append(said("有关情形已如前述", "law"))
    applied = _applied(ground, case, form, new, again, apart=apart)
    sentences += applied
    sentences += _open_to_question(ground, case, form, maybe, [] if form.to_company else doubted, applied)
    sentences += _of_withdrawal([*new, *again], case, form)
    if rules:
        standards = "、".join(law_by_law(rules))
        sentences.append(said(f"行业规则和推荐性标准可以作为衡量注意义务的参考：{standards}", "law"))
    spared = not_against(ground, respondents_for(case, form))
    if spared:
        sentences.append(said(spared, "law", "respondents"))
    return Reason(title=heading.text, sentences=tuple(sentences))


def _open_to_question(
    ground: Ground,
    case: Case,
    form: OfficialForm,
    new: Sequence[Provision],
    before: Sequence[Provision],
    applied: Sequence[Sentence],
) -> list[Sentence]:
    """What it is asked to examine whether it reaches the acts: ``before``, what stands as certain of others."""
    again = "、".join(law_by_law(before, of=case))
    cited = [*law_by_law(new, of=case), *([f"前引{again}"] if again else [])]
    if not cited:
        return []
    put = "另可参看" if form.to_company else "并请审查可否适用"
    if not applied:
        whose = _whose(ground, case, form)
        put = "有关规定可参看" if form.to_company else f"请依法审查{whose}的上述行为，有关规定是"
    return [said(f"{put}{'、'.join(cited)}", "law")]


def _of_carriers(case: Case, form: OfficialForm) -> list[Reason]:
    """What whoever carried the messages had to do: no duty of who sent them."""
    laws = {p.citation: p for one in case.grounds for p in one.provisions if of_carriers(p)}
    if not laws:
        return []
    cited, roles = "、".join(law_by_law(laws.values(), of=case)), {*load().requests["of_carriers"]["roles"]}
    about = {one.role for one in respondents_for(case, form)}
    put = f"传送上述短信的单位是否尽到义务，请一并审查，有关规定是{cited}"
    if form.to_company or (about and about <= roles):
        put = f"传送上述短信应当适用的规定是{cited}"
    return [Reason(title="短信的传送", sentences=(said(put, "law"),))]


def _applied(
    ground: Ground,
    case: Case,
    form: OfficialForm,
    new: Sequence[Provision],
    before: Sequence[Provision],
    *,
    apart: bool,
) -> list[Sentence]:
    """What the acts come under: an authority is asked to examine what is not certain, a company is
    told the rules and not called on to judge. ``apart``: not all that was named before is about them."""
    laws = "、".join(law_by_law(new, of=case))
    few = "、".join(law_by_law(before, of=case)) if apart or len(before) <= _FEW else ""
    if not laws:
        named = f"前引{few}" if few else "前面所引的规定"
        if before and not form.to_company and by_somebody(ground, case, form):
            return [said(f"{form.respondent}对此应尽的义务，请依法审查，同样适用{named}", "law")]
        return [said(f"上述行为同样应当适用{named}", "law")] if before else []
    also = f"，以及前引{few}" if few else "，以及前面所引的有关规定" if before else ""
    if form.to_company:
        return [said(f"上述情况应当适用的规定是{laws}{also}", "law")]
    if by_somebody(ground, case, form):
        # Others did it: what whoever the paper is about owes because of it.
        return [said(f"{form.respondent}对此应尽的义务，请依法审查，有关规定是{laws}{also}", "law")]
    if ground.status == "established" and not left_open(ground):
        return [said(f"{_whose(ground, case, form)}的上述行为违法，应当适用{laws}{also}", "law")]
    return [said(f"请依法审查{_whose(ground, case, form)}的上述行为，有关规定是{laws}{also}", "law")]


def left_open(ground: Ground) -> bool:
    """Whether nothing is said against anybody without leaving it to whoever decides."""
    return bool(ground.reasons) and all(OPEN.search(one.text) for one in ground.reasons)


def _whose(ground: Ground, case: Case, form: OfficialForm) -> str:
    if form.whose:
        return form.whose
    return doer(case, form, ground) if ground.by else form.respondent
