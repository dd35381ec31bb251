"""Letters of a desk to who complained, of a mediation to the other side too: which kinds there are, what a template may name,
how one is filled and set. Plain data.

A template is text with names in double braces out of a closed list; nothing in it is carried out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from documents.blocks import BLANK, Block, Firm, Paper, Sentence
from documents.drafting import paper_data
from documents.press import Document, typeset

_FIELD = re.compile(r"\{\{[ \t]*([^{}\s]*)[ \t]*\}\}")
# What a template may name, with what it stands for.
FIELDS = {
    "投诉编号": "本件的编号",
    "投诉人": "投诉人的姓名；没有提供的，写“投诉人”",
    "被投诉人": "被投诉人的名称；没有名称的，写发来信息的号码",
    "收到日期": "收到投诉的日期",
    "机构": "本机构的名称",
    "渠道": "投诉的渠道",
    "理由": "办理时写的理由",
    "要求": "补正通知里要补的材料",
    "处理结果": "办理时写的处理结果",
    "依据": "不予受理、延期、调解和终止调解依据的条文",
    "转往": "转给哪个单位",
    "期限": "还在计算的办理期限；受理的，是受理以后的",
    "延长": "延长几日，或者延长到哪一天",
    "途径": "依法要告知的其他途径，和不服的可以怎么办",
    "提供的内容": "调解邀请书里投诉人同意给被投诉方看的内容",
    "答复期限": "请被投诉方在哪天以前答复",
    "调解安排": "调解的时间、地点和主持人；还没有定的，是办理时写的",
    "协议": "双方达成的协议",
    "付款": "被投诉方付多少、在哪天以前",
    "时效": "诉讼时效从哪天起重新计算",
}
_OPENING = "您反映{{被投诉人}}的投诉（编号：{{投诉编号}}），我单位已于{{收到日期}}收到。"


@dataclass(frozen=True)
class Kind:
    """``mark`` stands in the number of a letter, between the code of its organisation and the year."""

    title: str
    mark: str
    text: str


KINDS = {
    "acceptance": Kind(
        "受理通知书",
        "投受",
        f"{_OPENING}经审查，决定予以受理。\n{{{{理由}}}}\n办理期限：{{{{期限}}}}\n特此通知。",
    ),
    "refusal": Kind(
        "不予受理通知书",
        "投不受",
        f"{_OPENING}经审查，决定不予受理。\n依据：{{{{依据}}}}\n理由：{{{{理由}}}}\n{{{{途径}}}}\n特此通知。",
    ),
    "request": Kind(
        "补正通知书",
        "投补",
        f"{_OPENING}为了办理，请补正以下材料或者说明：\n{{{{要求}}}}\n"
        "可以在提交投诉的页面上答复，也可以附上文件。\n特此通知。",
    ),
    "transfer": Kind(
        "转办告知书",
        "投转",
        f"{_OPENING}经审查，这件投诉应当由{{{{转往}}}}处理。\n理由：{{{{理由}}}}\n"
        "您的材料没有随本件转出；提供给{{转往}}，要由您另行同意。\n特此告知。",
    ),
    "extension": Kind(
        "延期通知书",
        "投延",
        f"{_OPENING}办理期限{{{{延长}}}}。\n依据：{{{{依据}}}}\n理由：{{{{理由}}}}\n特此通知。",
    ),
    "decision": Kind(
        "投诉处理答复书",
        "投复",
        f"{_OPENING}现已办理，答复如下：\n{{{{处理结果}}}}\n{{{{途径}}}}\n特此答复。",
    ),
    "closing": Kind(
        "结案告知书",
        "投结",
        f"{_OPENING}现已结案。\n{{{{理由}}}}\n{{{{途径}}}}\n特此告知。",
    ),
    "invitation": Kind(
        "调解邀请书",
        "投调",
        "{{投诉人}}投诉你单位（编号：{{投诉编号}}），我单位已经受理。投诉人同意由我单位调解，并同意告知你单位以下内容：\n"
        "{{提供的内容}}\n"
        "调解须双方自愿。请在{{答复期限}}以前答复我单位是否同意调解。\n"
        "调解安排：{{调解安排}}\n{{理由}}\n依据：{{依据}}\n"
        "以上内容只供这次调解使用。\n特此通知。",
    ),
    "settlement": Kind(
        "调解书",
        "投调解",
        "投诉人：{{投诉人}}\n被投诉人：{{被投诉人}}\n投诉编号：{{投诉编号}}\n"
        "经我单位调解，双方自愿达成协议：\n{{协议}}\n{{付款}}\n依据：{{依据}}\n"
        "本调解书由双方签字或者盖章，并加盖我单位印章，双方各执一份，我单位留存一份。\n"
        "投诉人（签字）：\n被投诉人（签字或者盖章）：",
    ),
    "ending": Kind(
        "终止调解告知书",
        "投终",
        f"{_OPENING}和{{{{被投诉人}}}}的调解，现已终止。\n依据：{{{{依据}}}}\n理由：{{{{理由}}}}\n{{{{途径}}}}\n{{{{时效}}}}\n特此告知。",
    ),
}


def unknown_names(text: str) -> list[str]:
    """What stands in braces and is no field; a brace without its like is told as it stands."""
    names = [one for one in _FIELD.findall(text) if one not in FIELDS]
    rest = _FIELD.sub("", text)
    return [*dict.fromkeys(names), *(brace for brace in ("{{", "}}") if brace in rest)]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The template with a case in it. A line all whose fields are empty is left out; an empty field beside others is a blank
    to fill in. What is put in is not looked through again."""
    lines = []
    for line in text.splitlines():
        names = _FIELD.findall(line)
        if names and not any(values.get(name) for name in names):
            continue
        lines.append(_FIELD.sub(lambda one: values.get(one[1]) or BLANK, line))
    return "\n".join(lines).strip()


def blanks_in(text: str) -> bool:
    """Whether something is left to fill in."""
    return BLANK in text or "{{" in text


def number_of(code: str, mark: str, year: int, place: int) -> str:
    """杭市监投受〔2026〕12号."""
    return f"{code}{mark}〔{year}〕{place}号"


@dataclass(frozen=True, kw_only=True)
class DeskLetter:
    """All that a letter prints. ``sealed_by_hand``: the stamp of its organisation is put on it."""

    title: str
    number: str
    addressee: str
    text: str
    on: date
    organisation: str
    head: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    sealed_by_hand: bool = False


def desk_letter(made: DeskLetter) -> Document:
    """PDF/A on the letterhead of the organisation; the same letter gives the same bytes."""
    signature = (*made.signature, *(("（盖章）",) if made.sealed_by_hand else ()))
    paper = Paper(
        kind="desk_letter",
        title=made.title,
        addressee=made.addressee,
        on=made.on,
        blocks=(Block(key="body", heading="", paragraphs=tuple(_paragraphs(made.text))),),
        firm=Firm(made.organisation, made.head, signature),
    )
    return typeset("paper", {**paper_data(paper), "number": made.number}, on=made.on, title=made.title)


def _paragraphs(text: str) -> Iterable[tuple[Sentence, ...]]:
    return ((Sentence(text=line.strip()),) for line in text.splitlines() if line.strip())
