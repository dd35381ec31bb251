"""授权委托书 and 法定代理人身份说明: who may act in court, and how far (民事诉讼法 60–62)."""

from __future__ import annotations

from documents.blocks import Block, Paper, Sentence, said
from documents.claims import court_of
from documents.papers.drawn import Drawn
from documents.papers.kinds import Kind, Need, against_somebody
from documents.papers.parts import (
    Party,
    age,
    at_court,
    blanks,
    cause,
    claimant,
    empty,
    is_child,
    kept,
    of_age,
    paragraph,
    parties,
    signer,
)

# 民事诉讼法 62②: what an agent does only with a special power, each to be named.
POWERS = {
    "admit": "代为承认诉讼请求",
    "waive": "代为放弃诉讼请求",
    "change": "代为变更诉讼请求",
    "settle": "代为进行和解",
    "counterclaim": "代为提起反诉",
    "appeal": "代为提起上诉",
}
ORDINARY = (
    "代为起诉、立案，提交和签收诉讼材料",
    "代为调查、提供证据，申请调查收集证据和证据保全",
    "代为参加庭审，陈述事实，质证和辩论",
)
BASES = {
    "lawyer": "律师",
    "legal_worker": "基层法律服务工作者",
    "relative": "近亲属",
    "recommended": "所在社区、单位或者有关社会团体推荐的公民",
}


def authority(drawn: Drawn) -> Paper:
    """The letter of authority; without a named special power it is an ordinary one and says what it leaves out."""
    givers = [_known_by(one) for one in claimant(drawn, "委托人")]
    agent = _agent(drawn)
    everyone = [*givers, agent]
    matter = _matter(drawn)
    special = [POWERS[one] for one in drawn.chosen("powers") if one in POWERS]
    blocks = (
        parties(everyone),
        Block(
            key="requests",
            heading="委托事项、权限和期限",
            rows=matter,
            paragraphs=kept(
                paragraph(
                    said(
                        "委托人因上述纠纷，委托受委托人作为诉讼代理人"
                        f"参加{drawn.answer('stage') or '第一审'}诉讼。",
                        "form",
                    )
                ),
                paragraph(said(f"一般授权：{'；'.join(ORDINARY)}。", "form")),
                paragraph(_special(special), drawn.under("特别授权事项依照", "authority.powers", "列明。")),
                paragraph(said("委托期限：自签署之日起至本审级程序终结之日止。", "form")),
            ),
        ),
    )
    return Paper(
        kind="authority",
        title="授权委托书",
        addressee=court_of(drawn.court),
        on=drawn.on,
        blocks=blocks,
        signers=(signer(drawn, "委托人"), "受委托人"),
        annexes=_papers_of(drawn),
        missing=(*blanks(everyone, drawn, court=False), *empty(matter)),
    )


def _special(special: list[str]) -> Sentence:
    if special:
        return said(f"特别授权：{'；'.join(special)}。没有列明的，受委托人无权代为行使。", "powers")
    return said(
        "本授权不含特别授权：受委托人无权代为承认、放弃、变更诉讼请求，进行和解，提起反诉或者上诉。", "form"
    )


def _known_by(one: Party) -> Party:
    """By what a letter of authority tells somebody from others: it stays on one page with the signatures."""
    kept_rows = tuple(
        row for row in one.rows if row[0] not in ("性别", "出生日期", "民族", "职业", "工作单位")
    )
    return Party(part=one.part, rows=kept_rows)


def _agent(drawn: Drawn) -> Party:
    """Who acts: a lawyer with the firm, else anybody whom the law lets (民诉法 61②)."""
    base = BASES.get(drawn.answer("agent_base"), BASES["lawyer"] if drawn.firm else "")
    rows = [("姓名", drawn.answer("agent_name")), ("身份", base)]
    if base == BASES["relative"]:
        rows.append(("与委托人的关系", drawn.answer("agent_relation")))
    else:
        employer = drawn.answer("agent_employer") or (drawn.firm.name if drawn.firm else "")
        rows.append(("工作单位", employer))
    if base == BASES["lawyer"]:
        rows.append(("执业证号", drawn.answer("licence")))
    rows.append(("联系电话", drawn.answer("agent_phone")))
    return Party(part="受委托人", rows=tuple(rows))


def _matter(drawn: Drawn) -> tuple[tuple[str, str], ...]:
    against = "、".join(one.name for one in drawn.sued)
    rows = (
        ("案由", cause(drawn)),
        ("对方当事人", against),
        # One that is known stands above, as whom the letter speaks to.
        *(() if court_of(drawn.court) else (("受理法院", ""),)),
    )
    return (*rows, ("案号", drawn.docket)) if drawn.docket else rows


def _papers_of(drawn: Drawn) -> tuple[str, ...]:
    """What is handed in with it."""
    match drawn.answer("agent_base") or ("lawyer" if drawn.firm else ""):
        case "lawyer":
            return ("律师执业证复印件", "律师事务所证明")
        case "legal_worker":
            return ("法律服务工作者执业证复印件", "基层法律服务所介绍信")
        case "relative":
            return ("受委托人身份证复印件", "与委托人有近亲属关系的证明材料")
        case "recommended":
            return ("受委托人身份证复印件", "推荐材料")
    return ("受委托人身份证复印件",)


def guardianship(drawn: Drawn) -> Paper:
    """Who the guardian is and why they stand in court for the child: no power has to be given for it."""
    givers = claimant(drawn, "被代理人")
    acting, child = drawn.case.representative, drawn.case.complainant
    name = acting.name if acting else ""
    relation = acting.relation if acting else ""
    told = paragraph(
        said(f"{name}是{child.name}的{relation}，是其监护人。", "representative.relation")
        if name and child.name and relation
        else None,
        said(_age(drawn), *of_age(drawn)) if _age(drawn) else None,
        drawn.under("依照", "authority.guardian", "，由监护人作为法定代理人代为诉讼。"),
    )
    return Paper(
        kind="guardianship",
        title="法定代理人身份说明",
        addressee=at_court(drawn),
        on=drawn.on,
        blocks=(
            parties(givers),
            Block(key="facts", heading="说明", paragraphs=kept(told)),
        ),
        signers=("法定代理人",),
        closes=True,
        annexes=("能够证明监护关系的户口簿或者出生医学证明复印件", "法定代理人身份证复印件"),
        missing=blanks(givers, drawn),
    )


def _age(drawn: Drawn) -> str:
    """That the child is not of age, where its birth or age is known."""
    name = drawn.case.complainant.name or "被代理人"
    return f"{name}现年{age(drawn)}周岁，是未成年人。" if is_child(drawn) else ""


_AGENT = (
    Need(name="agent_base", label="谁来代理", choices=tuple(BASES.items())),
    Need(name="agent_name", label="代理人姓名"),
    Need(name="agent_employer", label="代理人的工作单位或者律师事务所"),
    Need(name="licence", label="执业证号", hint="只有律师代理才填"),
    Need(name="agent_phone", label="代理人联系电话"),
    Need(name="agent_relation", label="代理人与您的关系", hint="只有近亲属代理才填"),
    Need(
        name="powers",
        label="特别授权",
        choices=tuple(POWERS.items()),
        several=True,
        hint="没有勾选的，代理人要先问过您才能做",
    ),
    Need(name="docket", label="案号", hint="立案后才有"),
)
RELATION = Need(name="representative.relation", label="法定代理人与孩子的关系", hint="例如：父亲、母亲")

KINDS = (
    Kind(
        slug="authority",
        title="授权委托书",
        group="court",
        wins="让律师、近亲属代您立案、开庭；哪些事要先问您，一项项写明。",
        when="请人代理诉讼的",
        make=authority,
        offered=against_somebody,
        needs=_AGENT,
    ),
    Kind(
        slug="guardianship",
        title="法定代理人身份说明",
        group="court",
        wins="说明您是孩子的监护人，可以代孩子起诉。",
        when="以孩子的名义起诉，由监护人代理的",
        make=guardianship,
        offered=lambda drawn: drawn.case.representative is not None,
        needs=(RELATION, Need(name="complainant.birth", label="孩子的出生日期")),
    ),
)
