"""What is handed in while a suit goes on: 追加被告, 先行调解, 送达地址确认."""

from __future__ import annotations

from dataclasses import replace

from documents.blocks import Block, Paper, Paragraph, Sentence, said
from documents.figures import instalment_offered
from documents.material import Respondent
from documents.official import form_of
from documents.papers.drawn import Drawn
from documents.papers.evidence import DOCKET, by_number
from documents.papers.kinds import Kind, Need, against_somebody
from documents.papers.parts import (
    applicants,
    at_court,
    blanks,
    brief,
    day_said,
    docket,
    empty,
    evidence,
    kept,
    paragraph,
    parties,
    present,
    respondent,
    respondents,
    signer,
    told,
    untold,
)
from documents.papers.records import names
from documents.pleading import plain
from documents.requests import requests_of

# Who knows on whose behalf a message was sent.
DISCLOSERS = {"service_provider", "operator", "platform"}
# Who sends: where one of them is sued, nobody is looked for.
SENDERS = {"content_provider", "collector", "lender", "assignee", "trader", "person", "shop"}


def joinder(drawn: Drawn) -> Paper:
    """Whoever was found out is asked to be a defendant beside the others: who, how one knows, what is asked of them."""
    added = _added(drawn)
    others = tuple(one for one in drawn.sued if one.name != added.name)
    everyone = [
        *brief(applicants(drawn)),
        respondent("拟追加的被告", added),
        *brief(respondents("被告", others)),
    ]
    matter = docket(drawn)
    # Without a name it is a line to fill in.
    source = "disclosed" if added.name else "form"
    known = (
        ("由谁披露", drawn.answer("disclosed_by")),
        ("披露的日期", day_said(drawn.answer("disclosed_on"))),
    )
    return Paper(
        kind="joinder",
        title="追加被告申请书",
        addressee=at_court(drawn),
        on=drawn.on,
        blocks=present(
            parties(everyone, (*matter, *known)),
            Block(
                key="requests",
                heading="申请事项",
                paragraphs=(
                    (said(f"将{added.name or '拟追加的被告'}追加为本案被告", source),),
                    (said("准许申请人对其提出下列诉讼请求", source),),
                ),
                numbered=True,
            ),
            _claims(drawn, added),
            Block(
                key="facts",
                heading="事实和理由",
                paragraphs=kept(
                    told(drawn, names(others) or "被告", besides=drawn.grounds),
                    paragraph(_how_known(drawn, added)),
                    paragraph(
                        said("申请人起诉时不知道发送者是谁，现在已经查明，被告明确。", "disclosed")
                        if added.name and by_number(drawn)
                        else None,
                        drawn.under(
                            "申请人对其和原有被告的请求出自同一事实，依照",
                            "proceedings.joint",
                            "，申请追加。",
                        ),
                    ),
                ),
            ),
            evidence(drawn.case.exhibits),
        ),
        signers=(signer(drawn, "申请人"),),
        closes=True,
        missing=(*blanks(everyone, drawn), *empty((*matter, *known)), *untold(drawn, drawn.grounds)),
    )


def _added(drawn: Drawn) -> Respondent:
    """Who came to light; whoever is a party already is not added."""
    name = drawn.answer("disclosed")
    if name in {one.name for one in drawn.sued}:
        name = ""
    return Respondent(
        role="content_provider",
        name=name,
        address=drawn.answer("disclosed_address"),
        uscc=drawn.answer("disclosed_uscc"),
    )


def _how_known(drawn: Drawn, added: Respondent) -> Sentence | None:
    by, on = drawn.answer("disclosed_by"), day_said(drawn.answer("disclosed_on"))
    if not by or not added.name:
        return None
    return said(f"{by}{f'于{on}' if on else ''}披露，涉案信息由{added.name}提供、要求发送。", "disclosed")


def _claims(drawn: Drawn, added: Respondent) -> Block | None:
    """What the claim asks of whoever sends, asked of them; no sum is asked twice."""
    case = replace(drawn.case, respondents=(added,))
    asked = requests_of(case, form_of("court"), on=drawn.on)
    whom = added.name or "拟追加的被告"
    return Block(
        key="claims",
        heading=f"对{whom}的诉讼请求（“被告”指{whom}）",
        paragraphs=tuple((one,) for one in asked.said),
        numbered=True,
    )


# ── 先行调解 ────────────────────────────────────────────────────────────────────────────────────────────────────


def mediation(drawn: Drawn) -> Paper:
    """That the plaintiff agrees to mediate first, or does not: the court may not without (民诉法 125)."""
    everyone = brief([*applicants(drawn), *respondents("对方当事人", drawn.sued)])
    matter = docket(drawn, pending=False)
    agrees = drawn.answer("agrees") != "no"
    return Paper(
        kind="mediation",
        title="先行调解申请书" if agrees else "不同意先行调解的意见",
        addressee=at_court(drawn),
        on=drawn.on,
        blocks=present(
            parties(everyone, matter),
            Block(
                key="requests",
                heading="意见",
                paragraphs=kept(*(_agreed(drawn) if agrees else _refused(drawn))),
                numbered=agrees,
            ),
        ),
        signers=(signer(drawn, "申请人"),),
        closes=True,
        missing=blanks(everyone, drawn),
    )


def _agreed(drawn: Drawn) -> tuple[Paragraph, ...]:
    return (
        paragraph(
            drawn.under(
                "申请人同意依照", "proceedings.mediation", "先行调解，请贵院委派、委托调解组织或者自行主持"
            ),
        ),
        _proposed(drawn),
        paragraph(said("调解不成或者对方不参加的，请及时立案、审理；申请人不因此撤回起诉", "form")),
        paragraph(
            said(
                "申请人为达成协议作出的让步，不是对事实和对方主张的承认，请不作为其后诉讼中对申请人不利的依据",
                "form",
            )
        ),
        paragraph(said("达成协议的，请制作调解书，写明履行的内容、日期和不履行的后果", "form")),
    )


def _proposed(drawn: Drawn) -> Paragraph:
    """What the person offered themselves to pay each month of what is found to be owed: a proposal, and no admission."""
    offered = instalment_offered(drawn.case.story) if drawn.fact("debt.owed") in ("disputed", "own") else ""
    if not offered:
        return ()
    paid = drawn.fact("debt.paid_under_pressure")
    counted = f"（已经支付的{plain(paid)}元计入还款）" if paid else ""
    return paragraph(said(f"申请人提议：按合同核对余额{counted}后，由申请人每月偿还{offered}元", "story"))


def _refused(drawn: Drawn) -> tuple[Paragraph, ...]:
    return (
        paragraph(
            said("申请人不同意先行调解。", "agrees"),
            drawn.under("请依照", "proceedings.no_mediation", "及时审查立案。"),
        ),
    )


# ── 送达地址确认书 ────────────────────────────────────────────────────────────────────────────────────────────────


def service_address(drawn: Drawn) -> Paper:
    """Where papers of the court reach the plaintiff; electronic service only where they said yes (民诉法 90)."""
    everyone = brief(applicants(drawn))
    acting = drawn.case.representative or drawn.case.complainant
    electronic = ELECTRONIC.get(drawn.answer("electronic"), "")
    rows = (
        ("送达地址", drawn.answer("service_address") or acting.address),
        ("收件人", drawn.answer("addressee") or acting.name),
        ("收件人电话", drawn.answer("addressee_phone") or acting.phone),
        ("是否接受电子送达", electronic),
        *(
            (("电子送达地址", drawn.answer("mailbox") or acting.email),)
            if drawn.answer("electronic") == "yes"
            else ()
        ),
    )
    matter = docket(drawn, pending=False)
    return Paper(
        kind="service_address",
        title="送达地址确认书",
        addressee=at_court(drawn),
        on=drawn.on,
        blocks=present(
            parties(everyone, matter),
            Block(
                key="requests",
                heading="送达地址",
                rows=rows,
                paragraphs=kept(
                    paragraph(
                        drawn.under(
                            "同意以电子方式送达（",
                            "proceedings.electronic",
                            "）；判决书、裁定书、调解书请另寄纸质文书。",
                        )
                        if drawn.answer("electronic") == "yes"
                        else None
                    ),
                    paragraph(
                        said("上列地址和联系方式准确、有效。有变化的，申请人及时书面告知贵院。", "form"),
                    ),
                ),
            ),
        ),
        signers=(signer(drawn, "确认人"),),
        closes=True,
        missing=(*blanks(everyone, drawn), *empty(rows)),
    )


ELECTRONIC = {"yes": "接受", "no": "不接受"}


def _somebody_to_add(drawn: Drawn) -> bool:
    """A carrier is sued, and whoever had it send is not known yet; or a suit goes on, and somebody comes to light."""
    roles = {one.role for one in drawn.sued}
    unknown = by_number(drawn) and bool(roles & DISCLOSERS) and not roles & SENDERS
    return bool(roles) and (unknown or drawn.pending or bool(_added(drawn).name))


KINDS = (
    Kind(
        slug="service_address",
        title="送达地址确认书",
        group="court",
        wins="法院的传票和判决寄到您填的地方；电子送达由您选。",
        when="立案时",
        make=service_address,
        offered=against_somebody,
        needs=(
            Need(name="service_address", label="送达地址", hint="留空就用您的住址"),
            Need(name="addressee", label="收件人", hint="留空就是您本人"),
            Need(name="addressee_phone", label="收件人电话"),
            Need(name="electronic", label="接受电子送达吗", choices=(("yes", "接受"), ("no", "不接受"))),
            Need(name="mailbox", label="电子送达的邮箱或者账号"),
            DOCKET,
        ),
    ),
    Kind(
        slug="mediation",
        title="先行调解申请书",
        group="court",
        wins="同意先调解，调不成照常立案；也可以写明不同意。",
        when="立案前后，法院问您同不同意先行调解的",
        make=mediation,
        offered=against_somebody,
        needs=(
            Need(name="agrees", label="同意先行调解吗", choices=(("yes", "同意"), ("no", "不同意"))),
            DOCKET,
        ),
    ),
    Kind(
        slug="joinder",
        title="追加被告申请书",
        group="court",
        wins="查明是谁让发的，请法院把它列为被告。",
        when="立案以后，由通道商、运营商、平台披露或者由法院查明了发送者的",
        make=joinder,
        offered=_somebody_to_add,
        needs=(
            Need(name="disclosed", label="查明的发送者名称"),
            Need(name="disclosed_address", label="它的住所"),
            Need(name="disclosed_uscc", label="它的统一社会信用代码"),
            Need(name="disclosed_by", label="由谁披露"),
            Need(name="disclosed_on", label="披露的日期", hint="例如 2026-11-22"),
            DOCKET,
        ),
    ),
)
