"""律师函: only by a lawyer with the case, on the firm's letterhead. It demands, says on what it rests and by when; it threatens
with no crime, and the days that it gives are the client's, not the law's."""

from __future__ import annotations

from dataclasses import replace

from documents.blocks import Block, Paper, Paragraph, Sentence, said
from documents.law import place_in_law
from documents.material import Respondent
from documents.papers.companies import addressed, companies, recipients
from documents.papers.drawn import Drawn, together
from documents.papers.kinds import Kind, Need
from documents.papers.parts import cause, contacted, kept, paragraph, present, told

# What a criminal or an administrative penalty is imposed by is no basis of a demand.
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
                            f"{firm}接受{client}的委托，就其与贵方之间的{cause(drawn)}事宜，由承办律师向贵方致函。",
                            "complainant.name",
                            "law",
                        ),
                    ),
                ),
            ),
            Block(key="facts", heading="委托人陈述的事实", paragraphs=kept(_facts(drawn))),
            Block(key="reasons", heading="律师意见", paragraphs=kept(_opinion(drawn, to))),
            Block(key="requests", heading="要求", paragraphs=tuple((one,) for one in demands), numbered=True),
            Block(key="closing", heading="答复期限", paragraphs=kept(*_closing(days))),
        ),
        annexes=("委托人的授权文件",),
        missing=(() if days else ("答复的天数",)) + (() if demands else ("要求",)),
    )


def _client(drawn: Drawn) -> str:
    name = drawn.case.complainant.name or "＿＿＿＿"
    acting = drawn.case.representative
    return f"{name}（由法定代理人{acting.name or '＿＿＿＿'}代为委托）" if acting else name


def _facts(drawn: Drawn) -> Paragraph:
    """As told, in the third person; the story stays with the lawyer."""
    sentences = [one for one in told(drawn, "贵方")[1:] if one.rests != ("story",)]
    own = tuple(replace(one, text=one.text.replace("申请人", "委托人")) for one in sentences)
    return (*own, said("以上事实依委托人的陈述和所提供的材料。", "form")) if own else ()


def _opinion(drawn: Drawn, to: Respondent) -> Paragraph:
    """The verified civil provisions of the grounds for which this addressee answers, as the lawyer's view."""
    found = [
        one
        for ground in drawn.grounds
        if ground.status == "established"
        and (not ground.liable or to.role in {who.role for who in ground.liable})
        for one in ground.provisions
        if one.law and one.strength == "direct" and one.quoted and not one.doubtful and not _penal(one.id)
    ]
    laws = list(dict.fromkeys(_law(one.id) for one in found))
    ordered = sorted(found, key=lambda one: (laws.index(_law(one.id)), *place_in_law(one)))
    cited = [one.citation for one in ordered]
    if not cited:
        return ()
    return (
        said(
            f"律师认为，在委托人陈述属实的前提下，应当适用{together(list(dict.fromkeys(cited)))}，贵方应当依法承担相应的民事责任。",
            "law",
        ),
    )


def _law(identity: str) -> str:
    return identity.partition(":")[0].partition("@")[0]


def _penal(identity: str) -> bool:
    return _law(identity) in _PENAL


_WISHED = {
    "unbind": "解除委托人号码与他人账号的绑定",
    "correct": "更正与委托人有关的错误记录，并书面告知结果",
    "delete": "删除违法处理的委托人个人信息，并书面告知删除的范围和日期",
    "tell_source": "书面说明委托人个人信息的来源、用途和接收方",
    "refund": "退还已经收取的费用",
    "damages": "赔偿委托人的损失和合理开支",
    "apology": "向委托人书面赔礼道歉",
    "clear_credit": "向征信机构更正与委托人有关的错误信息",
    "confirm_no_debt": "书面确认委托人与贵方所称的债务无关",
    "end_contract": "确认双方的合同已经解除，并不再收取费用",
}


def _demands(drawn: Drawn) -> list[Sentence]:
    """What the lawyer wrote, a line each; else what the client wants."""
    written = [line.strip() for line in drawn.given.get("demands", "").splitlines() if line.strip()]
    if written:
        return [said(line, "demands") for line in written]
    wished, found = set(drawn.fact("wishes") or ()), list[Sentence]()
    if "stop" in wished and (means := contacted(drawn)):
        found.append(said(f"立即停止以{'、'.join(means)}联系委托人", "wishes", "contacts.channels"))
    return [*found, *(said(words, "wishes") for slug, words in _WISHED.items() if slug in wished)]


def _closing(days: str) -> list[Paragraph]:
    return [
        paragraph(
            said(
                f"请于收到本函之日起{days or '＿＿'}日内书面答复承办律师。该期限是委托人给予的合理期限。",
                "days",
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
        when="对方有名称的",
        make=lawyers_letter,
        offered=lambda drawn: bool(companies(drawn)),
        by_lawyer=True,
        needs=(
            Need(name="demands", label="要求（一行一项；不填就用委托人的诉求）", long=True),
            Need(name="days", label="请对方在几日内答复", hint="律师定的合理期限；法律没有规定这个天数"),
        ),
        addressees=recipients,
    ),
)
