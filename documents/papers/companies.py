"""What letters to companies share: to whom, from whom, what happened, by when an answer is owed and what follows without."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from documents.belonging import accounts_at
from documents.blocks import Block, Paper, Paragraph, Sentence, said
from documents.charged import answers_for, done_by_another
from documents.law import Ground
from documents.material import Recipient, Respondent
from documents.others import went_to
from documents.papers.drawn import Drawn
from documents.papers.parts import (
    Party,
    age,
    blanks,
    chinese,
    evidence,
    kept,
    of_age,
    paragraph,
    parties,
    present,
    signer,
    told,
)
from documents.pleading import chinese_day, worded
from documents.reached import as_they_are
from documents.steps_told import UNANSWERED
from documents.told_of_each import EachTold
from documents.turns import MAY_CALL, refused_in_words, said_to_one
from documents.voice import COLLECTING
from legal.corpus.pleading import OURS
from legal.reasoning.conditions import lookup
from legal.reasoning.naming import is_definite

COMPANIES = (
    "content_provider", "service_provider", "operator", "shop", "platform", "payment_institution", "bank", "lender",
    "assignee", "collector", "principal", "trader", "agent",
)  # fmt: skip
# Of whom 24号令 12 asks an answer within fifteen days where its own user complains, and as what.
_ANSWERING = {"operator": "电信业务经营者", "platform": "互联网信息服务提供者"}
# Grounds of which no message and no call is a part: how many came is told to nobody for them alone.
_SILENT = frozenset({"S1", "S2", "S3", "S4", "S7", "S8", "S9", "S10"})
# Who keeps accounts that a number opens.
_KEEPING = frozenset({"platform", "payment_institution", "bank"})
_CHILD = 14  # 个人信息保护法 31
IDENTITY = "本人身份证明复印件（已遮盖与核实身份无关的内容，仅供贵方核实身份使用）"
# Whose customer the person is, or says to be: to others, who call and write unasked, no copy of an identity card is given.
_IDENTIFYING = frozenset(
    {"operator", "platform", "payment_institution", "bank", "lender", "assignee", "trader"}
)


def companies(drawn: Drawn, roles: Collection[str] = COMPANIES) -> tuple[Respondent, ...]:
    """Those complained about of these roles, by name."""
    return tuple(
        one for one in drawn.case.respondents if one.role in roles and is_definite(one.name, one.uscc)
    )


def recipients(drawn: Drawn, roles: Collection[str] = COMPANIES) -> tuple[Recipient, ...]:
    """One paper each."""
    return tuple(Recipient(name=one.name, address=one.address) for one in companies(drawn, roles))


def addressed(drawn: Drawn, roles: Collection[str] = COMPANIES) -> Respondent:
    """To whom this one goes: as chosen, else the first."""
    found = companies(drawn, roles)
    name = drawn.addressee.name if drawn.addressee else ""
    return next(
        (one for one in found if one.name == name), Respondent(name=name) if name or not found else found[0]
    )


def sender(drawn: Drawn, part: str) -> list[Party]:
    """Who writes, by no more than a company needs to find them (个人信息保护法 6); a guardian for a child."""
    case = drawn.case
    own = Party(part=part, rows=(("姓名", case.complainant.name), ("涉及的号码", case.number)))
    if case.representative is None:
        return [replace(own, rows=(*own.rows, ("联系电话", case.complainant.phone)))]
    acting = case.representative
    rows = (("姓名", acting.name), ("与本人的关系", acting.relation), ("联系电话", acting.phone))
    return [own, Party(part="监护人", rows=rows)]


def own_grounds(drawn: Drawn, to: Respondent) -> tuple[Ground, ...]:
    """Those that are about whom a letter goes to: what it did, or answers for. An operator that only carried it did nothing."""
    there = {one.role for one in drawn.case.respondents}
    return tuple(
        one
        for one in drawn.grounds
        if answers_for(one, [to.role]) and not done_by_another(one, [to.role], there)
    )


def concerned(drawn: Drawn, roles: Collection[str] = COMPANIES) -> tuple[Recipient, ...]:
    """One paper each, to those with whom there is something to settle."""
    return tuple(
        Recipient(name=one.name, address=one.address)
        for one in companies(drawn, roles)
        if own_grounds(drawn, one)
    )


def with_its_accounts(drawn: Drawn, to: Respondent) -> Drawn:
    """Of the accounts of others that a number is bound to, those with this company: it learns of none with another."""
    accounts = list(drawn.fact("number.accounts_bound") or ())
    others = [one.name for one in companies(drawn) if one.name != to.name and one.role in _KEEPING]
    its = accounts_at(to.name, others, accounts)
    if its == accounts:
        return drawn
    every = worded("number.accounts_bound", accounts)
    own = worded("number.accounts_bound", its) if its else ""
    facts = {**drawn.facts, "number": {**(drawn.fact("number") or {}), "accounts_bound": its}}
    grounds = tuple(
        replace(one, facts=_of_these(one.facts, every, own), claim=_of_these(one.claim, every, own))
        for one in drawn.grounds
    )
    return replace(drawn, case=replace(drawn.case, facts=facts), facts=facts, grounds=grounds)


def _of_these(told: Iterable[Sentence], every: str, own: str) -> tuple[Sentence, ...]:
    return tuple(
        replace(one, text=one.text.replace(f"：{every}", f"：{own}" if own else "").replace(every, own))
        for one in told
    )


def with_its_part(drawn: Drawn, to: Respondent) -> Drawn:
    """Of what several did one after the other, what this one did: it learns of no refusal, no word and no days of another, and
    how many came of all of them. Whoever had others collect answers for it all."""
    each = drawn.case.respondents
    own = next((one for one in each if one.name == to.name), None)
    if (
        own is None
        or own.role not in MAY_CALL - _CREDITORS
        or not any(one.told != EachTold() for one in each)
    ):
        return drawn
    facts = said_to_one(drawn.facts, own.told, [one.told for one in each if one != own])
    gone = {
        f"{group}.{name}"
        for group, said in drawn.facts.items()
        if isinstance(said, Mapping)
        for name, one in said.items()
        if (facts.get(group) or {}).get(name) != one
    } - {"event.first", "event.last", *(_SAME_WAYS if _alike(facts, drawn.facts) else ())}
    if own.told.gave and drawn.fact("data.source") == "order":
        # The terms were those of whoever sells there.
        gone |= {"consent.status"}
    alone = tuple(one if one == own else replace(one, told=EachTold()) for one in each)
    told = refused_in_words(own.told) if any(name.startswith("refusal.") for name in gone) else ""
    grounds = tuple(
        replace(one, facts=_without(one.facts, gone, told), claim=_without(one.claim, gone, told))
        for one in drawn.grounds
    )
    case = replace(drawn.case, facts=facts, respondents=alone, grounds=grounds)
    return replace(drawn, case=case, facts=facts, grounds=grounds)


_SAME_WAYS = ("contacts.channels", "contacts.count")


def _alike(facts: Mapping[str, Any], every: Mapping[str, Any]) -> bool:
    """Whether this one called and wrote, if all of them together did."""
    own, some = ({*(lookup(one, "contacts.channels") or ())} for one in (facts, every))
    return ("call" in own) == ("call" in some) and bool(own - {"call"}) == bool(some - {"call"})


# Who answers for what others do in its name.
_CREDITORS = frozenset({"bank", "lender", "assignee", "principal", "trader"})


def _without(told: Iterable[Sentence], gone: Collection[str], refused: str) -> tuple[Sentence, ...]:
    """The sentences that rest on nothing that is gone; in place of a refusal its own."""
    found = []
    for one in told:
        if not {*one.rests} & {*gone}:
            found.append(one)
        elif refused and "refusal.made" in one.rests:
            found.append(replace(one, text=f"{{{OURS}}}已明确拒绝（{refused}）"))
    return tuple(found)


def put_earlier(drawn: Drawn, to: Respondent) -> list[Sentence]:
    """What was put to this very company before and did not settle it, and what came of it: a refusal opens the way to a
    court (50②)."""
    found = []
    for one in drawn.case.prior:
        if (
            one.on is None
            or one.satisfied
            or not went_to(one, to, drawn.case.respondents)
            or one.on > drawn.on
        ):
            continue
        # Where nobody said what came of it, nothing is said to have come or not.
        came = _CAME.get(one.result) or (f"贵方{one.result}" if one.result else "")
        told_of = f"，{came}" if came else ""
        found.append(said(f"本人已于{chinese_day(one.on)}就上述情况向贵方提出{told_of}。", "prior"))
    return found


# What a claim leaves to the court, whom it is written to explains.
_LEFT_TO_COURT, _ASKED = "，由人民法院认定", "，请予核实、说明"
_CAME = {
    UNANSWERED: "贵方至今没有答复",
    "未解决": "没有解决",
    "已答复，对答复不满意": "贵方已经答复，本人对答复不满意",
}


def happened(drawn: Drawn, to: Respondent) -> Paragraph:
    """Days and counts as the person gave them, in the first person, as far as they are about whom it goes to; nothing of what
    the story tells of others."""
    own = own_grounds(drawn, to)
    if not own:
        return ()
    facing = with_its_accounts(replace(drawn, case=replace(drawn.case, addressee=to.name)), to)
    facing = with_its_part(facing, to)
    own = own_grounds(facing, to)
    sentences = [one for one in told(facing, "贵方", own)[1:] if one.rests != ("form",)]
    if {one.code for one in own} <= _SILENT:
        sentences = [one for one in sentences if not any(fact.startswith("contacts.") for fact in one.rests)]
    told_here = [
        as_they_are(
            replace(one, text=one.text.replace("申请人", "本人").replace(_LEFT_TO_COURT, _ASKED)), drawn.case
        )
        for one in sentences
    ]
    # Who is said to be the collector is so in all of it.
    introduced = any(f"{to.name}（以下称{COLLECTING}）" in one.text for one in told_here)
    if introduced or all(to.role in one.by for one in own):
        others = {one.role for one in drawn.case.respondents if one.name != to.name}
        alone = introduced or not any(others & {*one.by} for one in own)
        told_here = [replace(one, text=_to_them(one.text, to, alone=alone)) for one in told_here]
    told_here = [replace(one, text=one.text.replace(to.name, "贵方")) for one in told_here]
    return (*told_here, *put_earlier(drawn, to))


def _to_them(text: str, to: Respondent, *, alone: bool) -> str:
    """A letter speaks to whom it goes to: “对方向本人拨打” is “贵方向本人拨打” there; ``alone``: so is who collects, where nobody
    else of those complained about can."""
    text = text.replace(f"{to.name}（以下称{COLLECTING}）", "贵方").replace("对方", "贵方")
    return text.replace(COLLECTING, "贵方").replace(to.name, "贵方") if alone else text


def whose_number(drawn: Drawn) -> Sentence:
    """Since when the number is whose it is, for who has it as somebody else's."""
    since = drawn.fact("number.activated_on")
    since_when = f"自{chinese(since)}起" if since else ""
    held = "登记在本人名下，由本人使用" if drawn.fact("number.registrant_is_me") else "由本人使用"
    rests = drawn.told("number.activated_on", "number.registrant_is_me") or ("number",)
    return said(f"上述号码{since_when}{held}。", *rests)


def as_guardian(drawn: Drawn) -> Sentence | None:
    """That a guardian asks for the child; under fourteen the guardian's consent decides (31)."""
    if drawn.case.representative is None:
        return None
    years = age(drawn)
    if years is not None and years < _CHILD:
        under = drawn.under(
            "本人不满十四周岁，依照",
            "rights.child",
            "，处理本人的个人信息应当取得监护人的同意；本函由监护人代为提出。",
        )
        if under is not None:
            return replace(under, rests=(*of_age(drawn), "law"))
    return said("本函由监护人代为提出。", "representative")


def answer(drawn: Drawn, to: Respondent, *, complains: bool = False) -> Paragraph:
    """Reasons for a refusal, then suit or complaint; a number of days only in a complaint to whom a rule sets it."""
    as_what = _ANSWERING.get(to.role, "") if complains and _own_user(drawn, to) else ""
    days = drawn.under(
        f"贵方是{as_what}，本函同时是本人对个人信息处理的投诉，依照",
        "rights.fifteen",
        "，应当自接到投诉之日起十五日内答复。",
    )
    return paragraph(
        said("请及时处理，并把结果书面答复本人。", "form"),
        replace(days, rests=("respondents", "law")) if days and as_what else None,
        _refused(drawn),
    )


def _own_user(drawn: Drawn, to: Respondent) -> bool:
    """Whether the person uses the service of this very company, as far as is known."""
    if [one.role for one in drawn.case.respondents].count(to.role) != 1:
        return False
    if to.role == "operator":
        return drawn.shows({"use": "contract_with_operator"})
    return len(companies(drawn)) == 1 and drawn.fact("complainant.consumer_of_respondent") is True


def _refused(drawn: Drawn) -> Sentence | None:
    """What a refusal asks for and opens, in one sentence that names the law once."""
    cited = [drawn.cites(f"rights.{name}") for name in ("refusal", "suit", "complaint")]
    if not all(cited):
        return None
    reasons, suit, complaint = ("".join(one) for one in cited)
    law = reasons.partition("第")[0]
    return said(
        f"拒绝的，依照{reasons}应当说明理由；本人可以依照同法{suit.removeprefix(law)}向人民法院提起诉讼，"
        f"也可以依照同法{complaint.removeprefix(law)}向履行个人信息保护职责的部门投诉、举报。",
        "law",
    )


def _identifies(drawn: Drawn, to: Respondent) -> bool:
    """Whether a copy of an identity card goes with it: not to who collects another's debt of somebody who is no customer."""
    stranger = to.consumer is False and drawn.fact("debt.owed") == "others"
    return to.role in _IDENTIFYING and not (stranger and to.role in _CREDITORS)


def _proving(drawn: Drawn) -> str:
    return "本人届时" if drawn.case.representative is None else "届时由监护人"


def letter(
    drawn: Drawn,
    *,
    kind: str,
    title: str,
    to: Respondent,
    facts: Iterable[Paragraph],
    asked: Iterable[Sentence],
    closing: Iterable[Paragraph],
    part: str = "请求人",
    rows: tuple[tuple[str, str], ...] = (),
    annexes: tuple[str, ...] | None = None,
    proofs: bool = False,
) -> Paper:
    """A letter to one company: who writes, why, what is asked, by when and what follows."""
    everyone = sender(drawn, part)
    guardian = as_guardian(drawn)
    return Paper(
        kind=kind,
        title=title,
        addressee=to.name,
        on=drawn.on,
        blocks=present(
            replace(parties(everyone, rows), heading=""),
            Block(
                key="facts",
                heading="事由",
                paragraphs=kept(paragraph(guardian), *facts),
            ),
            Block(
                key="requests",
                heading="请求" if part == "请求人" else "要求",
                paragraphs=tuple((one,) for one in asked),
                numbered=True,
            ),
            Block(
                key="closing",
                heading="答复",
                paragraphs=kept(
                    *closing,
                    ()
                    if annexes is not None or _identifies(drawn, to)
                    else paragraph(
                        said(f"贵方需要核实身份的，请告知方式，{_proving(drawn)}出示身份证明。", "form")
                    ),
                ),
            ),
            evidence(drawn.case.exhibits) if proofs else None,
        ),
        signers=(signer(drawn, part).replace("法定代理人", "监护人"),),
        annexes=annexes if annexes is not None else (IDENTITY,) if _identifies(drawn, to) else (),
        missing=(*blanks(everyone, drawn, court=False), *(label for label, value in rows if not value)),
    )
