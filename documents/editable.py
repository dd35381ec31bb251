"""What a lawyer goes on writing in: the 证据目录, a statement or any paper as DOCX. The PDF in the bundle stays what was filed.

The layout is a template made here with python-docx, filled by docxtpl with escaping on, so that people's words are text
and never markup. The same data gives the same bytes: dates inside are the bundle's, not the clock's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
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

from documents.blocks import Block, Paper, with_edits
from documents.claims import Claim
from documents.drafting import BLANK, blocks_of
from documents.letters import Letter
from documents.wording import day

_WESTERN, _CHINESE = "Times New Roman", "宋体"
_COLUMNS = (  # millimetres
    ("序号", 14), ("证据名称", 36), ("形式与来源", 30), ("证明对象和内容", 44), ("原件／复印件", 20), ("页码", 16),
)  # fmt: skip
_CITED = ("{{ cited_in }}", 16)
_KEYS = ("number", "cited_as", "name", "form", "proves", "held", "pages")
_KINDS = ("title", "heading", "text", "plain", "right", "centre")
_TO_SIGN = "＿＿＿＿＿＿＿"


@dataclass(frozen=True)
class Line:
    """A paragraph; ``kind`` title, heading, text (indented), plain, right, centre."""

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
    return editable_paper(with_edits(blocks_of(made), made.edits, made.added), at=at)


def editable_paper(paper: Paper, *, at: datetime) -> bytes:
    """The paper as paragraphs; its rows are lines."""
    said = {"blocks": [{"kind": one.kind, "text": one.text} for one in _lines(paper)]}
    return _filled(_statement_template(), said, title=paper.title, at=at)


def _lines(paper: Paper) -> Iterator[Line]:
    head = paper.firm
    if head is not None:
        yield Line("centre", head.name)
        yield from (Line("centre", one) for one in head.head)
    yield Line("title", paper.title)
    if paper.addressee and not paper.closes:
        yield Line("plain", f"{paper.addressee}：")
    for block in paper.blocks:
        if not block.annexed:
            yield from _block(block)
    if paper.addressee and paper.closes:
        yield Line("text", "此致")
        yield Line("plain", paper.addressee)
    yield from (Line("right", f"{one}（签名）：{_TO_SIGN}") for one in paper.signers)
    if head is not None:
        yield Line("right", head.name)
        yield from (Line("right", one + _TO_SIGN if one.endswith("：") else one) for one in head.signature)
    yield Line("right", day(paper.on))
    for place, annex in enumerate(paper.annexes, 1):
        yield Line("plain", f"{'附：' if place == 1 else '　　'}{place}. {annex}")
    for block in paper.blocks:
        if block.annexed:
            yield from _block(block)


def _block(block: Block) -> Iterator[Line]:
    if block.heading:
        yield Line("heading", block.heading)
    for label, value in block.rows:
        yield Line("plain", f"{label}：{value or BLANK}")
    kind = "plain" if block.fixed or block.key == "parties" else "text"
    yield from (Line(kind, one) for one in block.printed)


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
    elif kind == "centre":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


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


# Signs that no XML may hold: a message can bring them, and Word would not open the file.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _legal(said: Any) -> Any:
    if isinstance(said, str):
        return _NOT_XML.sub("", said)
    if isinstance(said, Mapping):
        return {name: _legal(value) for name, value in said.items()}
    return [_legal(value) for value in said] if isinstance(said, list | tuple) else said


def _filled(template: bytes, said: Mapping[str, Any], *, title: str, at: datetime) -> bytes:
    paper = DocxTemplate(io.BytesIO(template))
    paper.render(_legal(said), autoescape=True)
    about = paper.docx.core_properties  # not get_docx(), which would read the template anew
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.author, about.last_modified_by, about.title, about.comments = "安宁", "安宁", _legal(title), ""
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
