"""民事起诉状: the statement of claim (民事诉讼法 124)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from complaints.details import DETAILS, has_line
from documents.account import UNTOLD, tells_little
from documents.blocks import Added
from documents.causes import About, cause_of_action, is_contract, name_of, suggested
from documents.excerpts import quotation_of
from documents.law import Ground, Provision
from documents.letters import GUARDIAN, as_edited, facts_data, parties, reason_rows
from documents.material import Case, Message, Respondent, Seal
from documents.narrative import asked_in, narrative_of
from documents.official import OfficialForm, form_of
from documents.others import HOLDERS, only_bound, only_runs
from documents.press import Document, typeset
from documents.requests import Requests, basis_rows, kinds, of_those_asked, requests_of
from documents.requests.sums import other_relation, place_of
from documents.wording import (
    allowed,
    cited_by_number,
    day,
    exhibit_rows,
    in_order,
    missing_from,
    proof_lines,
    seal_data,
    unproven,
)
from legal.corpus import load
from legal.reasoning.naming import is_suable

COURT = "受诉人民法院的名称"
MOST_MESSAGES = 8  # in full; a court reads the rest in the evidence
_ENDS = 3  # of those, at either end


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim to the court that the person chose, dated on the day of filing (which picks the 案由).

    `cause` is a key of the court's `causes` and overrides the one that the first ground suggests.
    `jointly` asks that several defendants answer for sums together (连带), None as the law orders it. `edits` and
    `added` as in a letter.
    """

    court: str
    on: date
    case: Case
    seal: Seal | None = None
    cause: str = ""
    jointly: bool | None = None
    edits: Mapping[str, str] = field(default_factory=dict)
    added: tuple[Added, ...] = ()

    @property
    def form(self) -> OfficialForm:
        return form_of("court")

    @cached_property
    def told(self) -> Case:
        """The case as the court is told it."""
        return suing(self.case, self.on)

    @cached_property
    def requests(self) -> Requests:
        return requests_of(self.told, self.form, on=self.on, jointly=self.jointly, offering=False)

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """All that it leaves as a line to fill in, sums that are asked for among it (民事诉讼法 122(三))."""
        sums = (f"{one.title}的数额" for one in self.requests.made if one.takes and one.sum is None)
        return (*lacking(self.told), *sums)


def suing(case: Case, on: date | None = None) -> Case:
    """The case as a claim has it: only what is allowed, and only defendants that are named (民事诉讼法 122(二)) and of whom
    something is asked.

    Whom nobody can name is found out first and added then; the services prepare no claim in which nobody is.
    """
    return of_those_asked(suable(case), form_of("court"), on)


def suable(case: Case) -> Case:
    """The case with everybody who can be sued."""
    given = pleadable(allowed(case))
    named = tuple(_in_their_part(one, given) for one in given.respondents if is_suable(one.name, one.uscc))
    told = tuple(one for one in named if not idle(one, named, case))
    return replace(given, respondents=told) if told else given


def _in_their_part(one: Respondent, case: Case) -> Respondent:
    """A bank that only runs an account that the number is bound to, where others are there who may have called, is asked as
    whoever runs accounts is: it is no creditor of anything here, and nobody says that it had anything collected."""
    there = [(other.name, other.role) for other in case.respondents]
    if one.role in _MAY_LEND and only_runs((one.name, one.role), there, only_bound(case.facts)):
        return replace(one, role="platform")
    return one


_MAY_LEND = frozenset({"bank", "lender"})


def idle(one: Respondent, among: Collection[Respondent], case: Case) -> bool:
    """Whether nobody said what somebody is or did, beside others of whom it was said: a court is told nothing of them."""
    if one.role != "unknown" or all(other.role == "unknown" for other in among):
        return False
    said = "".join(case.details.values())
    place = f"被告{[*case.respondents].index(one) + 1}" if one in case.respondents else one.name
    return one.name not in said and place not in said


def statement_of_claim(claim: Claim) -> Document:
    """The claim. Cites articles by number; their words stay in the bundle's annex."""
    form, case, requests = claim.form, claim.told, claim.requests
    return typeset(
        "claim",
        claim_data(claim),
        on=claim.on,
        title=form.title,
        cited=cited_by_number(case, form, requests.rests),
        missing=(*claim.lacking, *(() if court_of(claim.court) else (COURT,))),
        left_out=requests.left_out,
    )


def pleadable(case: Case) -> Case:
    """A case as a court is told it: a claim rests on what is certain, on no article whose number is in doubt, on nothing
    that an authority punishes by, and on no law of consumers against whom nothing was bought of."""
    return replace(case, grounds=tuple(_certain(one, case) for one in case.grounds))


def _certain(ground: Ground, case: Case) -> Ground:
    law = load().requests
    sold = {one.role for one in case.respondents if case.bought_of(one)}

    def kept(rows: Sequence[Provision], roles: Collection[str]) -> tuple[Provision, ...]:
        apart = set(law["enforced"])
        if case.respondents and roles and not sold & {*roles}:
            apart |= {*law["between_consumers"]}
        return tuple(
            one
            for one in rows
            if one.certain
            and one.id.partition(":")[0] not in apart
            and not (roles and all(place_of(one.id) in other.get(role, ()) for role in roles))
            and (carried or place_of(one.id) not in carriers["rules"])
        )

    among = {one.role for one in case.respondents}
    carriers = law["of_carriers"]
    other = {role: other_relation([ground.code], role, among, case.facts) for role in among}
    carried = not among or bool(among & {*carriers["roles"]})
    acted = (among & {*ground.by}) or among
    return replace(
        ground,
        provisions=kept(ground.provisions, acted),
        remedies=tuple(replace(one, provisions=kept(one.provisions, acted)) for one in ground.remedies),
        liable=tuple(replace(one, provisions=kept(one.provisions, (one.role,))) for one in ground.liable),
    )


def court_of(name: str) -> str:
    """The name of a court, or nothing where only “the court that has jurisdiction” is known: a line to fill in."""
    return (
        name if re.fullmatch(r".+(人民|互联网|专门|金融|知识产权)法院.*", name) and "管辖" not in name else ""
    )


def lacking(case: Case) -> tuple[str, ...]:
    """What a case leaves as a line of a claim: required by article 124, or what a clerk will ask for."""
    found = [_as_printed(one) for one in missing_from(case, form_of("court"))]
    if {one.role for one in case.respondents} == {"person"}:
        found = [one.replace("住所地", "住所") for one in found]
    if case.representative is not None and not case.representative.relation:
        found.append(_RELATION)
    if tells_little(case):
        found.append(UNTOLD)
    lines = (name for name in open_details(case) if has_line(name))
    return (*found, *(DETAILS[name].blank for name in lines), *unproven(case.exhibits))


def open_details(case: Case) -> list[str]:
    """The details that the claim has a place for and nobody gave, by name, in its order."""
    form = form_of("court")
    argued = (one for ground in case.grounds for one in ground.argued)
    return [name for name in asked_in(case, form, argued) if not case.details.get(name)]


def _as_printed(blank: str) -> str:
    """A blank by the label that stands before its line in a claim."""
    for label, called in (*_CALLED.items(), ("地址", "住所地")):
        if blank.startswith("被告") and blank.endswith(label):
            return blank.removesuffix(label) + called
    return _CALLED.get(blank, blank)


_RELATION = "法定代理人与原告的关系"
_TO_PLAINTIFF = "与原告的关系"
_CALLED = {"与孩子的关系": _TO_PLAINTIFF, "联系方式或号码": "联系电话", "住址": "住所"}


def _parties(case: Case) -> list[dict[str, Any]]:
    """As in letters; a guardian says in what relation to the plaintiff they stand."""
    found = parties(case, form_of("court"))
    for party in found:
        rows = [[_CALLED.get(label, label), value] for label, value in party["rows"]]
        if rows[:1] and rows[0][0] == "姓名":
            rows = [["住所" if label == "地址" else label, value] for label, value in rows]
        if party["role"] == GUARDIAN:
            rows = [row for row in rows if row[0] != _TO_PLAINTIFF]
            rows.insert(1, [_TO_PLAINTIFF, case.representative.relation if case.representative else ""])
        party["rows"] = rows
    return found


def _excerpt(messages: Sequence[Message]) -> tuple[list[Message], str]:
    """The first and the last where there are many, and what is said of the rest."""
    told = in_order([one for one in messages if one.sender or one.at])
    unlisted = [one.text for one in messages if not (one.sender or one.at)]  # “另有 21 条…”
    if len(told) <= MOST_MESSAGES:
        return told, "".join(unlisted)
    rest = "以上是最早和最晚的各几条；其余的内容类似，号码、日期和次数见文后“联系记录汇总”，原文见证据。"
    return told[:_ENDS] + told[-_ENDS:], rest


def about(case: Case, asks: Sequence[str]) -> About:
    """What the 案由 of a claim follows from. Where nothing is asked of the leading ground, those lead to which alone
    a request belongs."""
    names = [one.name for one in case.respondents if one.name]
    rows = [kinds()[slug] for slug in asks if slug in kinds()]
    grounds = [one.code for one in case.grounds]
    if case.grounds and not any(_of_ground(case.grounds[0], row) for row in rows):
        grounds.sort(key=lambda code: not any(code in row.get("grounds", ()) for row in rows))
    return About(
        grounds=grounds,
        asks=asks,
        names=names,
        roles={one.role for one in case.respondents},
        said="".join(one.text for one in case.messages),
        facts=case.facts,
    )


def disputes(claim: Claim) -> list[tuple[str, list[str], list[str]]]:
    """The legal relations of a claim that have other defendants, each by its 案由, whom it is with and what is asked in it;
    none where it is one claim. A court has them brought apart (民事诉讼法 55)."""
    found: dict[bool, tuple[str, dict[str, None], list[str]]] = {}
    of = about(claim.told, claim.requests.slugs)
    for one in claim.requests.made:
        sides = {is_contract(code, of, on=claim.on) for code in one.grounds}
        if len(sides) != 1:
            continue
        cause = suggested(replace(of, grounds=list(one.grounds)), on=claim.on)
        _cause, whom, what = found.setdefault(sides.pop(), (cause, {}, []))
        whom.update(dict.fromkeys(who.name for who in one.asked if who.wished))
        what.append(one.title)
    rows = [(name_of(cause, on=claim.on), list(whom), what) for cause, whom, what in found.values()]
    if len(rows) < 2 or not all(whom for _cause, whom, _what in rows):
        return []
    return [] if set(rows[0][1]) & set(rows[1][1]) else rows


def unrelated(claim: Claim) -> list[tuple[str, list[str], list[str]]]:
    """The same of defendants who have nothing to do with each other: each runs accounts of its own that a number is bound
    to, and no sum is asked of several. A court joins such claims only with everybody's consent (民事诉讼法 55)."""
    grounds, made = {one.code for one in claim.told.grounds}, claim.requests.made
    rows: dict[str, list[str]] = {}
    for one in made:
        whom = [who.name for who in one.asked if who.wished]
        if len(whom) > 1 and one.sum:
            return []
        for name in whom:
            rows.setdefault(name, []).append(one.title)
    holders = all(one.role in HOLDERS for one in claim.told.respondents)
    if len(rows) < 2 or not holders or grounds != {_BOUND} or not all(rows):
        return []
    cause = name_of(suggested(about(claim.told, claim.requests.slugs), on=claim.on), on=claim.on)
    return [(cause, [name], what) for name, what in rows.items()]


_BOUND = "S5"  # a number is bound to others' accounts


def _of_ground(ground: Ground, row: Mapping[str, Any]) -> bool:
    """Whether a kind of request can rest on this ground."""
    return row.get("code") in ground.relief and ground.code in row.get("grounds", [ground.code])


def claim_data(claim: Claim) -> dict[str, Any]:
    """What templates/letters/claim.typ prints."""
    form, case, requests = claim.form, claim.told, claim.requests
    several = len(case.respondents) > 1
    cause, edition = cause_of_action(about(case, requests.slugs), on=claim.on, cause=claim.cause)
    messages, unlisted = _excerpt(case.messages)
    narrative = narrative_of(case, form)
    data = {
        "heading": form.title,
        "cause": cause,
        "edition": edition,
        "parties": _parties(case),
        "defendants": "各被告" if several else "被告",
        "number": case.number,
        **facts_data(replace(case, messages=tuple(messages))),
        "account": [one.text for one in narrative.sentences],
        "narrative": [
            *("".join(f"{one.text}。" for one in told) for told in narrative.paragraphs),
            *quotation_of(case, form),
        ],
        "untold": tells_little(case),
        "unlisted": unlisted,
        "proofs": proof_lines(case.exhibits),
        "reasons": reason_rows(case, form),
        "requests": list(requests.sentences),
        "basis": basis_rows(requests, form),
        "exhibits": exhibit_rows(case.exhibits, claimed_by=form.complainant),
        "court": court_of(claim.court),
        "copies": max(1, len(case.respondents)),
        "represented": case.representative is not None,
        "date": day(claim.on),
        "seal": seal_data(claim.seal),
    }
    return as_edited(data, claim.edits, claim.added)


def claim_parts(claim: Claim) -> Iterator[object]:
    """Parts of ``claim_data`` that are soon drawn, as they stand there."""
    yield list(claim.requests.sentences)
    yield _parties(claim.told)
    if "facts" not in claim.edits:
        yield [one.text for one in narrative_of(claim.told, claim.form).sentences]
