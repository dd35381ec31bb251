"""人格权侵害禁令申请书 (民法典 997): against somebody known, who goes on or is about to; that it
cannot be made good again is said with the facts for it."""

from __future__ import annotations

from datetime import date

from core.retention_and_limits import STILL_GOING_ON
from documents.blocks import Block, Paper, Paragraph, Sentence, said
from documents.held_data import shown_singly
from documents.laid_to import made_publicly
from documents.law import Ground
from documents.material import Respondent
from documents.papers.drawn import Drawn, together
from documents.papers.kinds import Kind, Need
from documents.papers.parts import (
    applicants,
    at_court,
    blanks,
    contacted,
    evidence,
    is_child,
    kept,
    of_age,
    parties,
    present,
    refer,
    respondents,
    signer,
    told,
    untold,
)
from documents.pleading import chinese_day, event_day
from documents.retelling import Teller, in_third_person
from documents.sent_singly import of_others, words_told
from documents.turns import COLLECTORS

CODE = "R11"
CODE_OF_RIGHTS = "民法典:"
PUBLICITY = "publicity"


def injunction(drawn: Drawn) -> Paper:
    against = _against(drawn)
    everyone = [*applicants(drawn), *respondents("被申请人", against)]
    whom = refer(against, against, "被申请人")
    return Paper(
        kind="injunction",
        title="人格权侵害禁令申请书",
        addressee=at_court(drawn),
        on=drawn.on,
        blocks=present(
            parties(everyone),
            Block(
                key="requests",
                heading="申请事项",
                paragraphs=tuple((one,) for one in _asked(drawn, whom)),
                numbered=True,
            ),
            Block(
                key="facts",
                heading="正在实施或者即将实施的行为",
                paragraphs=kept(told(drawn, whom, about=_grounds(drawn)), _last_seen(drawn)),
            ),
            Block(
                key="reasons",
                heading="理由",
                paragraphs=kept(_wrong(drawn, whom), _harm(drawn), _closing(drawn)),
            ),
            evidence(drawn.case.exhibits),
        ),
        signers=(signer(drawn, "申请人"),),
        closes=True,
        missing=(*blanks(everyone, drawn), *untold(drawn, _grounds(drawn))),
    )


def _grounds(drawn: Drawn) -> list[Ground]:
    """Those that open this order."""
    return [one for one in drawn.grounds if CODE in one.relief]


def _against(drawn: Drawn) -> tuple[Respondent, ...]:
    """Whoever answers for such a ground, is known by name and has not left it to another."""
    roles = {one.role for ground in _grounds(drawn) for one in ground.liable if one.named}
    # In whose place another collects now does nothing that could be stopped.
    gone = {one.name for one in drawn.sued if one.told.until and one.role in COLLECTORS}
    return tuple(one for one in drawn.sued if one.role in roles and one.name not in gone)


def _goes_on(drawn: Drawn) -> bool:
    last = drawn.fact("event.last")
    return bool(last) and drawn.on - date.fromisoformat(str(last)) <= STILL_GOING_ON


def _threats(drawn: Drawn) -> list[str]:
    return list(drawn.fact("debt.threats") or ())


def _published(drawn: Drawn) -> list[str]:
    return list(drawn.fact("debt.published") or ())


def _asked(drawn: Drawn, whom: str) -> list[Sentence]:
    """Only what the facts tell of is to be stopped."""
    asked = []
    if means := contacted(drawn):
        asked.append(said(f"责令{whom}立即停止以{'、'.join(means)}侵扰申请人", "contacts.channels"))
    if drawn.fact("debt.contacts_told"):
        asked.append(said(f"责令{whom}立即停止向申请人的亲友、同事透露债务、施加压力", "debt.contacts_told"))
    if PUBLICITY in _threats(drawn):
        asked.append(said(f"禁止{whom}公开、通报申请人的姓名、号码和所称的债务", "debt.threats"))
    if shown_singly(drawn.case):
        heard = words_told(drawn.case, "申请人")
        asked.append(
            said(
                f"责令{whom}不得再向申请人的亲友、同事发送、告知有关申请人的内容{f'（称{heard}等）' if heard else ''}",
                "debt.published",
                "story",
            )
        )
    elif shown := _published(drawn):
        what = "照片和有关申请人的内容" if "photo" in shown else "有关申请人的内容"
        asked.append(said(f"责令{whom}立即删除已经发布的{what}，不得再行发布", "debt.published"))
    threats = set(_threats(drawn))
    ways = (("威胁", {"detention", "violence"}), ("辱骂", {"insult"}))
    if words := [word for word, some in ways if some & threats]:
        asked.append(said(f"责令{whom}立即停止{'、'.join(words)}申请人", "debt.threats"))
    return asked


def _last_seen(drawn: Drawn) -> Paragraph:
    last = event_day(drawn.facts, "last")
    seen = [said(f"最近一次发生在{last}。", "event.last")] if last else []
    # What somebody only says that they will show is no more than said.
    if shown_singly(drawn.case):
        seen = [*_refused(drawn), *_told_others(drawn), *seen]
    elif _published(drawn):
        seen.append(said("已经发布的，内容、日期和群组：＿＿＿＿。", "debt.published"))
    elif PUBLICITY in _threats(drawn) and (made := made_publicly(drawn.case)):
        seen.append(said(f"声称要公开、通报的，{made}。", "debt.threats", "messages"))
    elif PUBLICITY in _threats(drawn):
        seen.append(said("声称要公开、通报的，原话和日期：＿＿＿＿。", "debt.threats"))
    return tuple(seen)


def _refused(drawn: Drawn) -> list[Sentence]:
    """That they know whose debt it is not; of one's own debt the account says what was objected to."""
    on = drawn.fact("debt.told_them_on")
    if not on or drawn.fact("debt.owed") not in ("others", "none"):
        return []
    day = chinese_day(date.fromisoformat(str(on)))
    told = "该笔债务与申请人无关"
    if drawn.shows({"use": "ended"}):
        told = f"上述{drawn.fact('debt.taken')}已经{drawn.fact('debt.ended_how')}"
    return [said(f"{day}，申请人已经告知对方{told}。", "debt.told_them_on", "debt.owed")]


def _told_others(drawn: Drawn) -> list[Sentence]:
    """What the story tells that others were told, and that it began again; a line where it can be told of nobody else."""
    teller = Teller("申请人", facts=drawn.facts)
    retold = [] if is_child(drawn) else [in_third_person(one, teller) for one in of_others(drawn.case)]
    if found := [said(one, "story") for one in retold if one]:
        return found
    return [said("告知他人的内容、日期和收到的人：＿＿＿＿。", "debt.published")]


def _wrong(drawn: Drawn, whom: str) -> Paragraph:
    """What makes it unlawful: the verified articles of the grounds that open the order."""
    cited = [
        one.citation
        for ground in _grounds(drawn)
        for one in ground.provisions
        if one.id.startswith(CODE_OF_RIGHTS) and one.strength == "direct" and one.quoted and not one.doubtful
    ]
    if not cited:
        return ()
    return (
        said(
            f"申请人认为，{whom}的上述行为侵害申请人的人格权益（{together(list(dict.fromkeys(cited)))}）。",
            "law",
        ),
    )


def harms(drawn: Drawn) -> list[Sentence]:
    """The facts for which damage could hardly be made good again."""
    found = []
    if count := drawn.fact("debt.contacts_told"):
        found.append(
            said(
                f"所称的债务已经被告知{count}名亲友{'或者' if count == 1 else '、'}同事，名誉和人际关系一旦受损难以恢复",
                "debt.contacts_told",
            )
        )
    if PUBLICITY in _threats(drawn):
        found.append(said("一经公开即无法收回", "debt.threats"))
    elif shown_singly(drawn.case):
        if not count:
            found.append(
                said(
                    "亲友、同事已经被告知上述内容，名誉和人际关系一旦受损难以恢复", "debt.published", "story"
                )
            )
    elif _published(drawn):
        found.append(said("已经发布的内容随时可能继续扩散，难以收回", "debt.published"))
    if drawn.fact("contacts.night") is True:
        found.append(said("在夜间22时至次日8时来电、来信，影响休息", "contacts.night"))
    if is_child(drawn):
        found.append(said("申请人是未成年人", *of_age(drawn)))
    if drawn.fact("loss.mental") == "severe":
        found.append(said("申请人精神上受到严重影响", "loss.mental"))
    return found


def _harm(drawn: Drawn) -> Paragraph:
    facts = harms(drawn)
    if not facts:
        return ()
    why = "；".join(one.text for one in facts)
    rests = tuple(dict.fromkeys(name for one in facts for name in one.rests))
    return (
        said(
            f"申请人认为，不及时制止，将使申请人的合法权益受到难以弥补的损害：{why}。",
            *rests,
        ),
    )


def _closing(drawn: Drawn) -> Paragraph:
    sentence = drawn.under("依照", "injunction.order", "，请求贵院责令停止上述行为。")
    return (sentence,) if sentence else ()


def offered(drawn: Drawn) -> bool:
    return bool(_against(drawn) and _goes_on(drawn) and harms(drawn) and _asked(drawn, ""))


KINDS = (
    Kind(
        slug="injunction",
        title="人格权侵害禁令申请书",
        group="court",
        wins="不等判决，先请法院责令对方停下来。",
        when="知道对方是谁，侵害正在发生或者马上要发生，过后难以弥补的",
        make=injunction,
        offered=offered,
        needs=(
            Need(name="respondents.address", label="对方的住所"),
            Need(name="respondents.legal_representative", label="对方的法定代表人"),
        ),
    ),
)
