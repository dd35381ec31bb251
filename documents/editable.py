"""What a lawyer goes on writing in: the 证据目录 and the statement as DOCX. The PDF in the bundle stays what was filed.

The layout is a template made here with python-docx, filled by docxtpl with escaping on, so that people's words are text
and never markup. The same data gives the same bytes: dates inside are the bundle's, not the clock's.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from docx import Document as new_document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate

from documents.claims import Claim, claim_data
from documents.letters import Letter, letter_data
from legal.reasoning.numerals import chinese

_WESTERN, _CHINESE = "Times New Roman", "宋体"
_COLUMNS = (  # millimetres
    ("序号", 14), ("证据名称", 36), ("形式与来源", 30), ("证明对象和内容", 44), ("原件／复印件", 20), ("页码", 16),
)  # fmt: skip
_CITED = ("{{ cited_in }}", 16)
_KEYS = ("number", "cited_as", "name", "form", "proves", "held", "pages")
_KINDS = ("title", "heading", "text", "plain", "right")


@dataclass(frozen=True)
class Block:
    """A paragraph; ``kind`` title, heading, text (indented), plain, right."""

    kind: str
    text: str


def editable_index(data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The 证据目录 of ``bundles.index_data`` as a table to write on in."""
    rows = [row for group in data["groups"] for row in _rows_of(group)]
    said = {**{key: data[key] for key in ("number", "count", "date", "cited_in", "remark")}, "rows": rows}
    return _filled(_index_template(bool(data["cited_in"])), said, title=f"证据目录 {data['number']}", at=at)


def _rows_of(group: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    if group["title"]:
        yield {**dict.fromkeys(_KEYS, ""), "name": group["title"]}
    for row in group["exhibits"]:
        yield {**{key: row[key] for key in _KEYS}, "form": f"{row['form']}；{row['source']}"}


def editable_statement(made: Letter | Claim, *, at: datetime) -> bytes:
    """The claim or the letter, word for word, as paragraphs."""
    if isinstance(made, Claim):
        data = claim_data(made)
        blocks = list(_claim(data))
    else:
        data = letter_data(made)
        blocks = list(_letter(data))
    said = {"blocks": [{"kind": one.kind, "text": one.text} for one in blocks]}
    return _filled(_statement_template(), said, title=str(data["heading"]), at=at)


# ── The words ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _claim(data: Mapping[str, Any]) -> Iterator[Block]:
    yield Block("title", data["heading"])
    for party in data["parties"]:
        rows = [["住所地" if label == "地址" else label, value] for label, value in party["rows"]]
        yield Block("plain", f"{party['role']}：" + _line(rows) + "。")
    yield Block("plain", f"案由：{data['cause']}")
    yield Block("heading", "诉讼请求")
    yield from _requests(data)
    yield Block("heading", "事实和理由")
    if data["number"]:
        yield Block("text", f"原告使用的号码为{data['number']}。")
    if data["story"]:
        yield Block("text", "原告陈述的经过：")
    yield from _facts(data)
    if data["proofs"]:
        yield Block("text", f"以上事实有下列证据证明：{'；'.join(data['proofs'])}。")
    yield from _grounds(data, pleads=True)
    yield from _basis(data)
    yield Block("text", "综上，为维护原告的合法权益，特向贵院提起诉讼，请依法支持原告的诉讼请求。")
    yield Block("heading", "证据和证据来源")
    yield from _exhibits(data)
    yield Block("text", "此致")
    yield Block("plain", data["court"] or "＿＿＿＿＿＿＿人民法院")
    yield Block("right", f"具状人{_for_a_child(data)}（签名）：＿＿＿＿＿＿＿")
    yield Block("right", data["date"])
    yield Block("plain", f"附：1. 本起诉状副本{data['copies']}份；")
    yield Block("plain", "　　2. 原告身份证明复印件；")
    yield Block("plain", f"　　3. 证据目录和证据复印件各{data['copies'] + 1}份。")
    yield from _tally(data["tally"])


def _letter(data: Mapping[str, Any]) -> Iterator[Block]:
    yield Block("title", data["heading"])
    yield Block("plain", f"{data['recipient']}：")
    yield Block("text", data["opening"])
    yield Block("heading", "当事人")
    for party in data["parties"]:
        yield Block("plain", f"{party['role']}：" + _line(party["rows"]) + "。")
    yield Block("heading", "事实")
    if data["number"]:
        yield Block("text", f"涉案号码：{data['number']}。")
    if data["matter"]:
        yield Block("text", f"事由：{data['matter']}。")
    yield from _facts(data)
    if data["grounds"]:
        yield Block("heading", "依据")
        yield from _grounds(data, pleads=False)
    yield Block("heading", "请求")
    yield from _requests(data)
    yield from _basis(data)
    if data["exhibits"]:
        yield Block("heading", "证据目录")
        yield from _exhibits(data)
    if data["declaration"]:
        yield Block("text", data["declaration"])
    if data["signer"]:
        yield Block("right", f"{data['signer']}{_for_a_child(data)}（签名）：＿＿＿＿＿＿＿")
    yield Block("right", data["date"])
    yield from _tally(data["tally"])


def _for_a_child(data: Mapping[str, Any]) -> str:
    return "（法定代理人代）" if data["represented"] else ""


def _line(rows: Sequence[Sequence[str]]) -> str:
    return "，".join(
        (value if label in ("姓名", "名称") else f"{label}：{value}") or "＿＿＿＿" for label, value in rows
    )


def _facts(data: Mapping[str, Any]) -> Iterator[Block]:
    for paragraph in data["story"]:
        yield Block("text", paragraph)
    for event in data["timeline"]:
        yield Block("text", f"{event['at'] or '时间不详'}，{event['text']}")
    for sentence in data["tally"]["said"]:
        yield Block("text", sentence)
    if data["messages"]:
        yield Block("text", "收到的信息（原文）如下：")
    for message in data["messages"]:
        head = "　".join(filter(None, [message["sender"] and f"发送号码 {message['sender']}", message["at"]]))
        yield Block("plain", "\n".join(filter(None, [head, *message["lines"]])))
    if data.get("unlisted"):
        yield Block("text", data["unlisted"])
    for one in data["prior"]:
        said = "，".join(filter(None, [one["on"], f"向{one['to']}提出", one["ticket"], one["result"]]))
        yield Block("text", f"此前的投诉：{said}。")
    if data["costs"]:
        items = "；".join(f"{one['what']} {one['yuan']}元" for one in data["costs"])
        yield Block("text", f"因此支出的费用：{items}；合计 {data['costs_total']}元。")


def _tally(tally: Mapping[str, Any]) -> Iterator[Block]:
    """The annex of what came, a line a day and sender."""
    if tally["rows"]:
        yield Block("heading", "附：联系记录汇总")
        lines = [f"{'　'.join(filter(None, row[:3]))}　{row[3]} {tally['unit']}" for row in tally["rows"]]
        yield Block("plain", "\n".join(filter(None, [*lines, tally["unlisted"]])))


def _grounds(data: Mapping[str, Any], *, pleads: bool) -> Iterator[Block]:
    """As ``pieces.typ`` has it: a claim pleads, an authority is asked to examine, a company is told the rules."""
    to_company = not pleads and data["to_company"]
    maybe = "另可参看" if to_company else "并请审查可否适用"
    for place, one in enumerate(data["grounds"], 1):
        if pleads:
            verdict = (
                f"原告认为，{one['whose'] or data['defendants']}的上述行为侵害了原告的合法权益，应当适用"
            )
        elif to_company:
            verdict = "上述情况应当适用的规定是"
        elif one["certain"]:
            verdict = f"{one['whose'] or data['whose']}的上述行为违法，应当适用"
        else:
            verdict = f"请依法审查{one['whose'] or data['whose']}的上述行为，有关规定是"
        said = [f"（{chinese(place)}）{one['title']}。"]
        said += [f"根据陈述和现有材料：{'；'.join(one['met'])}。"] if one["met"] else []
        said += [f"{verdict}{'、'.join(one['citations'])}。"] if one["citations"] else []
        said += [f"{maybe}{'、'.join(one['open'])}。"] if one["open"] else []
        standards = "、".join(one["standards"])
        said += [f"行业规则和推荐性标准可以作为衡量注意义务的参考：{standards}。"] if standards else []
        said += [f"责任依据：{'；'.join(one['liable'])}。"] if one["liable"] else []
        said += [f"{one['spared']}。"] if one["spared"] else []
        yield Block("text", "".join(said))


def _requests(data: Mapping[str, Any]) -> Iterator[Block]:
    for place, sentence in enumerate(data["requests"], 1):
        end = "。" if place == len(data["requests"]) else "；"
        yield Block("text", f"{place}. {sentence}{end}")


def _basis(data: Mapping[str, Any]) -> Iterator[Block]:
    if data["basis"]:
        yield Block("text", f"上述请求的依据：{'；'.join(data['basis'])}。")


def _exhibits(data: Mapping[str, Any]) -> Iterator[Block]:
    yield Block(
        "text", "见另附证据目录。" if not data["exhibits"] else f"证据目录另附，共{len(data['exhibits'])}件。"
    )


# ── The paper ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _blank() -> Docx:
    paper = new_document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin = section.bottom_margin = Mm(26)
    normal = paper.styles["Normal"]
    normal.font.size = Pt(12)
    normal.paragraph_format.line_spacing = 1.5
    normal.paragraph_format.space_after = Pt(0)
    for style in (normal, paper.styles["Heading 1"], paper.styles["Title"]):
        _set_font(style)
    return paper


def _set_font(style: Any) -> None:
    """Word takes the Chinese characters from ``w:eastAsia`` and nothing else."""
    style.font.name = _WESTERN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), _CHINESE)


def _paragraph(paper: Docx, kind: str, text: str) -> None:
    paragraph = paper.add_paragraph()
    run = paragraph.add_run(text)
    form = paragraph.paragraph_format
    if kind == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.space_after, run.font.size, run.bold = Pt(14), Pt(22), True
    elif kind == "heading":
        form.space_before, form.keep_with_next, run.bold = Pt(10), True, True
    elif kind == "text":
        form.first_line_indent = Pt(24)
    elif kind == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


@cache
def _statement_template() -> bytes:
    paper = _blank()
    paper.add_paragraph("{%p for block in blocks %}")
    for kind in _KINDS:
        paper.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        _paragraph(paper, kind, "{{ block.text }}")
        paper.add_paragraph("{%p endif %}")
    paper.add_paragraph("{%p endfor %}")
    return _saved(paper)


@cache
def _index_template(cited: bool) -> bytes:
    """``cited``: with the column of the numbers that the documents of the case use."""
    paper = _blank()
    columns = (_COLUMNS[0], _CITED, *_COLUMNS[1:]) if cited else _COLUMNS
    keys = _KEYS if cited else tuple(key for key in _KEYS if key != "cited_as")
    _paragraph(paper, "title", "证据目录")
    _paragraph(paper, "plain", "案件编号 {{ number }}")
    table = paper.add_table(rows=4, cols=len(columns))
    table.style = paper.styles["Table Grid"]
    for cell, (name, width) in zip(table.rows[0].cells, columns, strict=True):
        cell.width = Mm(width)
        cell.paragraphs[0].add_run(name).bold = True
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    table.rows[1].cells[0].text = "{%tr for row in rows %}"
    for cell, key in zip(table.rows[2].cells, keys, strict=True):
        cell.text = f"{{{{ row.{key} }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for row in table.rows:
        for cell, (_name, width) in zip(row.cells, columns, strict=True):
            cell.width = Mm(width)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.line_spacing = 1.15
                for run in paragraph.runs:
                    run.font.size = Pt(10)
    _paragraph(paper, "plain", "共 {{ count }} 件。{{ remark }}")
    _paragraph(paper, "right", "提交人（签名）：＿＿＿＿＿＿＿")
    _paragraph(paper, "right", "{{ date }}")
    return _saved(paper)


def _saved(paper: Docx) -> bytes:
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _filled(template: bytes, said: Mapping[str, Any], *, title: str, at: datetime) -> bytes:
    paper = DocxTemplate(io.BytesIO(template))
    paper.render(dict(said), autoescape=True)
    about = paper.docx.core_properties  # not get_docx(), which would read the template anew
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.author, about.last_modified_by, about.title, about.comments = "安宁", "安宁", title, ""
    about.created = about.modified = moment
    about.revision = 1
    out = io.BytesIO()
    paper.save(out)
    return _dated(out.getvalue(), moment)


def _dated(docx: bytes, moment: datetime) -> bytes:
    """The same parts in the same order under one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as dated:
        for name in sorted(made.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            info = zipfile.ZipInfo(name, (max(moment.year, 1980), *moment.timetuple()[1:6]))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            dated.writestr(info, made.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
