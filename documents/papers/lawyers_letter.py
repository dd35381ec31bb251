"""律师函: only by a lawyer with the case, on the firm's letterhead. It demands, says on what it rests and by when; it threatens
with no crime, and the days that it gives are the client's, not the law's."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from documents.account import account_of
from documents.blocks import TICKED, Block, Paper, Paragraph, Sentence, said
from documents.causes import About, cause_of_action
from documents.charged import answers_for, done_by_another
from documents.ending import facts_of
from documents.law import QUOTABLE, Ground, Provision, place_in_law
from documents.material import Case, Recipient, Respondent
from documents.official import OfficialForm, form_of
from documents.papers.companies import addressed, put_earlier, recipients, with_its_accounts
from documents.papers.drawn import Drawn, together
from documents.papers.kinds import Kind, Need
from documents.papers.parts import kept, paragraph, present
from documents.pleading import voiced
from documents.requests import Request, kinds, requests_of, ticked_by
from documents.voice import COURT, voice
from legal.corpus import load
from legal.reasoning.numerals import chinese as numeral

# What a criminal or an administrative penalty is imposed by is no basis of a demand.
_COMPANY = "platform"  # in whose form somebody speaks to a company
_PENAL = ("刑法", "治安管理处罚法", "行政处罚法")


def lawyers_letter(drawn: Drawn) -> Paper:
    to = addressed(drawn)
    days, client = drawn.answer("days"), _client(drawn)
    firm = drawn.firm.name if drawn.firm else "本所"
    demands = _demands(drawn)
    return Paper(
        kind="lawyers_letter",
        title="律师函",
        addressee=to.name,
        on=drawn.on,
        firm=drawn.firm,
        blocks=present(
            Block(
                key="opening",
                heading="",
                paragraphs=(
                    (
                        said(
                            f"{firm}接受{client}的委托，就其与贵方之间的{_cause(drawn, to)}事宜，由承办律师向贵方致函。",
                            "complainant.name" if drawn.case.complainant.name else "form",
                            "law",
                        ),
                    ),
                ),
            ),
            Block(key="facts", heading="委托人陈述的事实", paragraphs=kept(_facts(drawn, to))),
            Block(key="reasons", heading="律师意见", paragraphs=kept(*_opinion(drawn, to))),
            Block(key="requests", heading="要求", paragraphs=tuple((one,) for one in demands), numbered=True),
            Block(key="closing", heading="答复期限", paragraphs=kept(*_closing(days))),
        ),
        annexes=("委托人的授权文件",),
        missing=(() if days else ("答复的天数",)) + (() if demands else ("要求",)),
    )


def _cause(drawn: Drawn, to: Respondent) -> str:
    """What the dispute with this addressee is called."""
    grounds = [one.code for one in _against(drawn, to)]
    about = About(grounds=grounds, roles={to.role}, names=(to.name,))
    return cause_of_action(about, on=drawn.on, cause=drawn.answer("cause"))[0]


def _client(drawn: Drawn) -> str:
    name = drawn.case.complainant.name or "＿＿＿＿"
    acting = drawn.case.representative
    return f"{name}（由法定代理人{acting.name or '＿＿＿＿'}代为委托）" if acting else name


def _facts(drawn: Drawn, to: Respondent) -> Paragraph:
    """As the grounds for which this addressee answers tell it, in the third person; the story stays with the lawyer."""
    own = tuple(
        replace(one, text=f"{one.text.rstrip('。').replace('本人', '委托人')}。")
        for one in account_of(_case(drawn, to), _form())
    )
    before = (replace(one, text=one.text.replace("本人", "委托人")) for one in put_earlier(drawn, to))
    return (*own, *before, said("以上事实依委托人的陈述和所提供的材料。", "form")) if own else ()


def _form() -> OfficialForm:
    """In whose words a lawyer speaks to a company of what it did."""
    return replace(form_of(_COMPANY), respondent="贵方", respondent_roles=())


def _case(drawn: Drawn, to: Respondent) -> Case:
    facing = with_its_accounts(drawn, to)
    return replace(facing.case, facts=facing.facts, grounds=tuple(_against(facing, to)), addressee=to.name)


def _against(drawn: Drawn, to: Respondent) -> list[Ground]:
    there = {one.role for one in drawn.case.respondents}
    return [
        one
        for one in drawn.grounds
        if answers_for(one, [to.role]) and not done_by_another(one, [to.role], there)
    ]


def _opinion(drawn: Drawn, to: Respondent) -> list[Paragraph]:
    """Ground by ground, what was owed, what was done about it and by which articles; then how the addressee answers for it.
    Of whoever did not do it, only how it answers."""
    case, form = _case(drawn, to), _form()
    found, named = list[list[Sentence]](), set[str]()
    apart = set[str]() if case.bought_of(to) else {*load().requests["between_consumers"]}
    for ground in case.grounds:
        if to.role not in ground.by:
            continue
        words = voice(case, form, ground)
        reasons = [one.text for one in voiced(ground.reasons, words) if one.text not in named]
        new = [one for one in ground.provisions if one.citation not in named]
        cited = _cited(new, apart)
        if not reasons and not cited:
            continue
        named.update((*reasons, *cited))
        if ground.reasons and not reasons and found:
            # What was said once is not said again: the articles go with it.
            found[-1].append(said(f"与此相关的规定还有{together(cited)}。", "law"))
            continue
        (heading, *_) = voiced([Sentence(text=ground.heading or ground.title)], words)
        ruled = f"就此应当适用的规定是{together(cited)}" if cited else "前面所引的规定同样适用"
        said_of = [*(one.replace("本人", "委托人") for one in reasons), ruled]
        found.append(
            [
                said(f"{heading.text.replace('本人', '委托人')}。"),
                *(said(f"{one}。", "law") for one in said_of),
            ]
        )
    paragraphs = [
        (replace(first, text=f"（{numeral(place)}）{first.text}", rests=("law",)), *rest)
        for place, (first, *rest) in enumerate(found, 1)
    ]
    answers = [
        one
        for ground in case.grounds
        for who in ground.liable
        if who.role == to.role
        for one in who.provisions
    ]
    # Named again here: by which articles the addressee answers is read by itself.
    liable = _cited(answers, apart)
    if liable:
        did = any(to.role in one.by for one in case.grounds)
        before, after = ("", "") if did else ("上述情况由他人直接实施的，", "；有无过错，请予说明")
        paragraphs.append((said(f"{before}贵方的责任，依照{together(liable)}确定{after}。", "law"),))
    if not paragraphs:
        return []
    opening = said("在委托人陈述属实的前提下，律师的意见是：", "form")
    return [(opening,), *paragraphs]


def _cited(provisions: list[Provision], apart: Collection[str]) -> list[str]:
    """Each once, in the order of its law: verified, in force for sure, no penal law, and none of the laws ``apart``."""
    found = [
        one
        for one in provisions
        if one.law
        and one.strength == "direct"
        and one.verified in QUOTABLE
        and one.certain
        and not one.doubtful
        and not _penal(one.id)
        and _law(one.id) not in apart
    ]
    laws = list(dict.fromkeys(_law(one.id) for one in found))
    ordered = sorted(found, key=lambda one: (laws.index(_law(one.id)), *place_in_law(one)))
    return list(dict.fromkeys(one.citation for one in ordered))


def _law(identity: str) -> str:
    return identity.partition(":")[0].partition("@")[0]


def _penal(identity: str) -> bool:
    return _law(identity) in _PENAL


def _demands(drawn: Drawn) -> list[Sentence]:
    """What the lawyer wrote, a line each; else what a claim would ask of this addressee."""
    written = [line.strip() for line in drawn.given.get("demands", "").splitlines() if line.strip()]
    if written:
        return [said(line, "demands") for line in written]
    to = addressed(drawn)
    drawn = with_its_accounts(drawn, to)
    place = next((at for at, one in enumerate(drawn.case.respondents, 1) if one.name == to.name), 0)
    theirs = tuple(_against(drawn, to))
    if not place or not theirs:
        return []
    form = replace(form_of(COURT), requests=load().requests["demanded"])
    # A sum is asked of each who owes it: that it is paid once is said with it.
    wished = ticked_by(drawn.fact("wishes"), form.requests, facts_of(drawn.case))
    case = replace(
        drawn.case, facts=drawn.facts, grounds=theirs, ticked=tuple(f"{one}:{place}" for one in wished)
    )
    every = [
        (one, who)
        for one in requests_of(case, form, on=drawn.on).every
        for who in one.asked
        if who.place == place and _owed(one, to, theirs)
    ]
    slugs = [one.slug for one, who in every if one.made and who.wished]
    if not {*slugs} - {"costs"} and drawn.fact("wishes"):
        slugs += [one.slug for one, _who in every if kinds()[one.slug].get("instead")]
    alone = replace(case, ticked=tuple(f"{one}:{place}" for one in slugs))
    return [
        said(line.replace("原告", "委托人"), "wishes" if drawn.fact("wishes") else f"{TICKED}{one.slug}")
        for one in requests_of(alone, form, on=drawn.on).made
        for line in one.sentences
    ]


def _owed(one: Request, to: Respondent, grounds: Iterable[Ground]) -> bool:
    """Nobody apologises for what another did."""
    return one.slug != "apology" or any(to.role in ground.by for ground in grounds)


def _written_to(drawn: Drawn) -> tuple[Recipient, ...]:
    """Those of whom something is demanded, with an opinion that bears it."""
    return tuple(
        to
        for to in recipients(drawn)
        if _opinion(drawn, addressed(replace(drawn, addressee=to)))
        and _demands(replace(drawn, addressee=to, given={}))
    )


def _closing(days: str) -> list[Paragraph]:
    return [
        paragraph(
            said(
                f"请于收到本函之日起{days or '＿＿'}日内书面答复承办律师。该期限是委托人给予的合理期限。",
                "days" if days else "form",
            )
        ),
        paragraph(
            said("逾期没有答复、没有履行的，委托人保留依法投诉、提起民事诉讼的权利。", "form"),
            said("请妥善保存与本事有关的记录、资料，直至争议解决。", "form"),
        ),
    ]


KINDS = (
    Kind(
        slug="lawyers_letter",
        title="律师函",
        group="lawyer",
        wins="以律师名义提出要求，留下对方知道争议的证据。",
        when="对方有名称，要对它负责的事提出要求的",
        make=lawyers_letter,
        offered=lambda drawn: bool(_written_to(drawn)),
        by_lawyer=True,
        needs=(
            Need(name="demands", label="要求（一行一项；不填就用委托人的诉求）", long=True),
            Need(name="days", label="请对方在几日内答复", hint="律师定的合理期限；法律没有规定这个天数"),
        ),
        addressees=_written_to,
    ),
)
