"""A letter or a claim as blocks that somebody edits, and any paper set in the look of the house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from documents.account import UNTOLD, account_of
from documents.blocks import BLANK, FRAUD, Block, Paper, Paragraph, said
from documents.claims import Claim, claim_data
from documents.excerpts import quotation_of, who_told
from documents.letters import GUARDIAN, OF_CHILD, UNKNOWN, Letter, letter_data
from documents.losses import gave_back, taken
from documents.material import Case, Seal
from documents.narrative import narrative_of
from documents.official import OfficialForm
from documents.police import UNIDENTIFIED, taken_of
from documents.press import Document, typeset
from documents.reasons import reasons_of
from documents.voice import own_number
from documents.wording import day, paragraphs, seal_data
from legal.reasoning.conditions import lookup


def paper_document(paper: Paper, *, seal: Seal | None = None) -> Document:
    """The paper as PDF/A; the same paper gives the same bytes."""
    return typeset("paper", paper_data(paper, seal), on=paper.on, title=paper.title, missing=paper.missing)


def paper_data(paper: Paper, seal: Seal | None = None) -> dict[str, Any]:
    """What templates/letters/paper.typ prints."""
    head = paper.firm
    return {
        "heading": paper.title,
        "addressee": paper.addressee,
        "closes": paper.closes,
        "blocks": [_block(block) for block in paper.blocks if not block.annexed],
        "annexed": [_block(block) for block in paper.blocks if block.annexed],
        "signers": list(paper.signers),
        "annexes": list(paper.annexes),
        "firm": None
        if head is None
        else {"name": head.name, "head": list(head.head), "signature": list(head.signature)},
        "date": day(paper.on),
        "seal": seal_data(seal),
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "heading": block.heading,
        "rows": [list(row) for row in block.rows],
        "paragraphs": block.printed,
        "fixed": block.fixed,
    }


# ── A letter or a claim, block by block ───────────────────────────────────────────────────────────────────────────


def blocks_of(made: Letter | Claim) -> Paper:
    """The words of a letter or a claim, without what was edited or added: what the PDF has in tables is in sentences here."""
    made = replace(made, edits={}, added=())
    return _claim(made) if isinstance(made, Claim) else _letter(made)


def _claim(made: Claim) -> Paper:
    data, case, form = claim_data(made), made.told, made.form
    parties = [
        {**party, "rows": [["住所地" if label == "地址" else label, value] for label, value in party["rows"]]}
        for party in data["parties"]
    ]
    return Paper(
        kind="claim",
        title=data["heading"],
        addressee=data["court"] or "＿＿＿＿＿＿＿人民法院",
        on=made.on,
        closes=True,
        blocks=_standing(
            _parties(parties, case, form, heading=""),
            Block(key="cause", heading="", paragraphs=((said(f"案由：{data['cause']}", "law"),),)),
            _requests(made, "诉讼请求"),
            Block(key="facts", heading="事实和理由", paragraphs=tuple(_claimed_facts(data, case, form))),
            _messages(data),
            Block(key="reasons", heading="", paragraphs=tuple(_reasons(case, form))),
            _basis(data),
            Block(
                key="closing",
                heading="",
                paragraphs=(
                    (
                        said(
                            "综上，为维护原告的合法权益，特向贵院提起诉讼，请依法支持原告的诉讼请求。",
                            "form",
                        ),
                    ),
                ),
            ),
            _exhibits(data, "证据和证据来源"),
            _tally(data["tally"]),
        ),
        signers=(f"具状人{_for_a_child(data)}",),
        annexes=(
            f"本起诉状副本{data['copies']}份；",
            "原告、法定代理人身份证明和监护关系证明复印件；"
            if data["represented"]
            else "原告身份证明复印件；",
            f"证据目录和证据复印件各{data['copies'] + 1}份。",
        ),
    )


def _letter(made: Letter) -> Paper:
    data, case, form = letter_data(made), made.told, made.form
    declared = ((said(data["declaration"], "form"),),) if data["declaration"] else ()
    return Paper(
        kind="letter",
        title=data["heading"],
        addressee=data["recipient"],
        on=made.on,
        blocks=_standing(
            Block(key="opening", heading="", paragraphs=((said(data["opening"], *_opened_by(case, form)),),)),
            _parties(data["parties"], case, form, heading="当事人"),
            _summary(data, case, form) if data["brief"] else None,
            Block(
                key="facts",
                heading="事情经过" if data["brief"] else "事实",
                paragraphs=tuple(_lettered_facts(data, case, form)),
            ),
            _messages(data),
            Block(
                key="reasons",
                heading="理由" if data["why"] else "依据",
                paragraphs=tuple((said(one, "prior", "law"),) for one in data["why"])
                or (tuple(_reasons(case, form)) if data["reasons"] else ()),
            ),
            _requests(made, "请求"),
            _basis(data),
            _exhibits(data, "证据目录") if data["exhibits"] else None,
            Block(key="closing", heading="", paragraphs=declared),
            _tally(data["tally"]),
        ),
        signers=(f"{data['signer']}{_for_a_child(data)}",) if data["signer"] else (),
    )


def _standing(*blocks: Block | None) -> tuple[Block, ...]:
    """Those that say something."""
    return tuple(block for block in blocks if block is not None and (block.rows or block.paragraphs))


def _for_a_child(data: Mapping[str, Any]) -> str:
    return "（法定代理人代）" if data["represented"] else ""


def _parties(parties: Iterable[Mapping[str, Any]], case: Case, form: OfficialForm, *, heading: str) -> Block:
    return Block(
        key="parties",
        heading=heading,
        paragraphs=tuple(
            (said(f"{party['role']}{_line(party['rows'])}。", _named_by(party, case, form)),)
            for party in parties
        ),
    )


def _named_by(party: Mapping[str, Any], case: Case, form: OfficialForm) -> str:
    """The field that says who a party is; of whom nothing is known, it is a line to fill in."""
    if not any(value not in ("", UNIDENTIFIED, UNKNOWN) for _label, value in party["rows"]):
        return "form"
    if party["role"] in (form.complainant, GUARDIAN, OF_CHILD):
        acting = form.complainant if form.ours else GUARDIAN
        return "representative" if party["role"] == acting else "complainant"
    # Against whose silence a review is, an earlier step says; whoever is known by a number alone, the messages.
    others = "prior" if form.whose else "messages" if "messages" in case.fields else "contacts.numbers"
    return "respondents" if "respondents" in case.fields else others


def _line(rows: Sequence[Sequence[str]]) -> str:
    """“：凌波，联系电话：139…”; of whom no name is told, “的联系电话：139…”."""
    lead = "：" if rows and rows[0][0].startswith(_NAMES) else "的"
    return lead + "，".join(
        (value if label in _NAMES else f"{label}：{value}" if value else f"{label}：{BLANK}") or BLANK
        for label, value in rows
    )


_NAMES = ("姓名", "名称")


def _opened_by(case: Case, form: OfficialForm) -> tuple[str, ...]:
    """What an opening tells besides what the letter is: whose answer did not come, and what was taken."""
    silent = case.silence is not None and case.silence.on and (form.lapsed or form.refused)
    sums = (
        ("costs",)
        if any(taken(one.what) or gave_back(one.what) for one in case.costs)
        else ("debt.paid_under_pressure",)
    )
    return (
        "form",
        *(("prior",) if silent else ()),
        *(sums if form.brief and taken_of(case) else ()),
    )


def _requests(made: Letter | Claim, heading: str) -> Block:
    asked = tuple((one,) for one in made.requests.said)
    return Block(key="requests", heading=heading, paragraphs=asked, numbered=True)


def _claimed_facts(data: Mapping[str, Any], case: Case, form: OfficialForm) -> Iterable[Paragraph]:
    for told in narrative_of(case, form).paragraphs:
        yield tuple(replace(one, text=f"{one.text}。") for one in told)
    for text in quotation_of(case, form):
        yield (said(text, "story"),)
    if data["untold"]:
        yield (said(f"{UNTOLD}：{BLANK * 3}。", "form"),)
    if data["story"]:
        yield (said("原告陈述的经过：", "story" if case.story and not case.excerpted else FRAUD),)
    own = 0 if case.excerpted else len(paragraphs(case.story))
    for place, paragraph in enumerate(data["story"]):
        yield (said(paragraph, "story" if place < own else FRAUD),)
    for event in data["timeline"]:
        yield (said(f"{event['at'] or '时间不详'}，{event['text']}", "timeline"),)
    if data["proofs"]:
        yield (said(f"以上事实有下列证据证明：{'；'.join(data['proofs'])}。", "exhibits"),)


def _lettered_facts(data: Mapping[str, Any], case: Case, form: OfficialForm) -> Iterable[Paragraph]:
    if data["brief"]:
        yield from _account(case, form)
        yield from _facts(data, case, form)
        return
    own = own_number(case, form)
    if data["number"]:
        yield (said(f"{own}：{data['number']}。", "number"),)
    elif "number" in form.required or _of_another(case):
        yield (said(f"{own}：{BLANK}。", "form"),)
    if data["matter"]:
        yield (said(f"事由：{data['matter']}。", "matter"),)
    yield from _account(case, form)
    yield from _facts(data, case, form)


def _of_another(case: Case) -> bool:
    """Whether the number is not the one by which the person is reached, and nobody said which it is."""
    former = lookup(case.facts, "complainant.capacity") == "former_holder"
    opened_by_another = lookup(case.facts, "number.opened_by_me") is False
    return case.representative is not None or former or opened_by_another


def _summary(data: Mapping[str, Any], case: Case, form: OfficialForm) -> Block:
    """Of a statement to the police: sums, days and numbers, as the facts have them."""
    own = own_number(case, form)
    rows = [(own, data["number"]), ("事由", data["matter"])]
    return Block(
        key="summary",
        heading="主要情况",
        rows=(
            *(
                (label, value or BLANK)
                for label, value in rows
                if value or (label == own and _of_another(case))
            ),
            *((label, value or BLANK) for label, value in [*data["brief"]["sums"], *data["brief"]["rows"]]),
        ),
        fixed=True,
    )


def _facts(data: Mapping[str, Any], case: Case, form: OfficialForm) -> Iterable[Paragraph]:
    own = 1 if case.excerpted else len(paragraphs(case.story))
    if case.story and not case.excerpted:
        yield (said(f"{who_told(case, form)}陈述的经过：", "story"),)
    for place, paragraph in enumerate(data["story"]):
        yield (said(paragraph, "story" if place < own else FRAUD),)
    for event in data["timeline"]:
        yield (said(f"{event['at'] or '时间不详'}，{event['text']}", "timeline"),)
    for sentence in data["tally"]["said"]:
        yield (said(sentence, "tally"),)
    for one in data["prior"]:
        told = "，".join(filter(None, [one["on"], one["put"], one["numbered"], one["result"]]))
        yield (said(f"此前的{one['act']}：{told}。", "prior"),)
    for name, lead in (("losses", "因此受到的损失"), ("costs", "因此支出的费用")):
        if rows := data[name]:
            items = "；".join(f"{one['what']} {one['yuan']}元" for one in rows)
            total = f"；合计 {data[f'{name}_total']}元" if len(rows) > 1 else ""
            yield (said(f"{lead}：{items}{total}。", "costs"),)


def _messages(data: Mapping[str, Any]) -> Block | None:
    """As received: what stands in quotes is nobody's to rewrite. A call was received in no words."""
    quoted = tuple((said(text, "messages"),) for text in quoted_messages(data))
    return Block(key="messages", heading="", paragraphs=quoted, fixed=True) if quoted else None


def quoted_messages(data: Mapping[str, Any]) -> list[str]:
    """What was received as a letter prints it, what a call was behind it; none where a letter quotes none."""
    if not data["messages"]:
        return []
    calls = [one for one in data["messages"] if one["call"]]
    written = [one for one in data["messages"] if not one["call"]]
    lead = (
        "收到的信息如下（隐去他人的姓名、验证码等信息）："
        if data.get("masked")
        else "收到的信息（原文）如下："
    )
    quoted: list[str] = []
    for before, rows in ((lead, written), ("来电记录如下：", calls)):
        quoted += [before, *map(_as_received, rows)] if rows else []
    return [*quoted, data["unlisted"]] if data.get("unlisted") else quoted


def _as_received(message: Mapping[str, Any]) -> str:
    by_number = re.search(r"\d{3}", message["sender"])
    called = {True: ("来电人", "主叫号码"), False: ("发送人", "对方号码")}[message["call"]][bool(by_number)]
    head = "　".join(filter(None, [message["sender"] and f"{called} {message['sender']}", message["at"]]))
    return "\n".join(filter(None, [head, *message["lines"]]))


def _tally(tally: Mapping[str, Any]) -> Block | None:
    """The annex of what came, a line a day and sender."""
    if not tally["rows"]:
        return None
    rows = [f"{'　'.join(filter(None, row[:3]))}　{row[3]} {tally['unit']}" for row in tally["rows"]]
    table = "\n".join(filter(None, [*rows, tally["unlisted"]]))
    return Block(
        key="tally",
        heading="附：联系记录汇总",
        paragraphs=((said(table, "tally"),),),
        fixed=True,
        annexed=True,
    )


def _account(case: Case, form: OfficialForm) -> Iterable[Paragraph]:
    if told := account_of(case, form):
        yield tuple(replace(one, text=f"{one.text}。") for one in told)


def _reasons(case: Case, form: OfficialForm) -> Iterable[Paragraph]:
    for one in reasons_of(case, form):
        yield (
            said(f"{one.title}。", "law"),
            *(replace(each, text=f"{each.text}。") for each in one.sentences),
        )


def _basis(data: Mapping[str, Any]) -> Block | None:
    if data.get("brief") and data["brief"]["law"]:
        return Block(key="basis", heading="", paragraphs=((said(data["brief"]["law"], "law"),),))
    if not data["basis"]:
        return None
    rests = said(f"上述请求的依据：{'；'.join(data['basis'])}。", "law")
    return Block(key="basis", heading="", paragraphs=((rests,),))


def _exhibits(data: Mapping[str, Any], heading: str) -> Block:
    told = f"证据目录另附，共{len(data['exhibits'])}件。" if data["exhibits"] else "见另附证据目录。"
    return Block(
        key="evidence",
        heading=heading,
        paragraphs=((said(told, "exhibits" if data["exhibits"] else "form"),),),
    )
