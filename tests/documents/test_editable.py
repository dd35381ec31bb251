"""Word files to write on in: the words of the PDF, Chinese fonts, nobody's words as markup, the same bytes twice."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from documents import Respondent, complaint_letter, statement_of_claim
from documents import editable as room
from documents.bundles import Listed, index_data
from documents.editable import editable_index, editable_statement
from tests.documents.reading import text_of
from tests.documents.sample import CASE, letter
from tests.documents.test_press import CLAIM, DAY

AT = datetime(2026, 3, 5, 8, 20, 31, tzinfo=UTC)


def words(docx: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(docx)).paragraphs)


def flat(text: str) -> str:
    return re.sub(r"[\s＿_；。，：、（）()]", "", text)


@pytest.mark.parametrize(
    ("made", "pdf"), [(CLAIM, statement_of_claim(CLAIM)), (letter(), complaint_letter(letter()))]
)
def test_the_word_file_says_what_the_pdf_says(made: Any, pdf: Any):
    said, printed = words(editable_statement(made, at=AT)), flat(text_of(pdf.pdf))
    assert "{" not in said
    for line in said.split("\n"):
        if len(flat(line)) > 12 and not line.startswith(
            ("原告", "被告", "投诉人", "被投诉", "对方号码", "因此支出", "此前的投诉")
        ):
            assert flat(line)[:12] in printed, line


def test_the_index_repeats_its_head_and_names_what_is_original():
    listed = [Listed(exhibit=one, held="电子原件", group="证据一　短信") for one in CASE.exhibits]
    made = Document(io.BytesIO(editable_index(index_data(listed, on=DAY, number="AN-1"), at=AT)))
    (table,) = made.tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[1][:2] == ["", "证据一　短信"]
    assert [row[0] for row in rows[2:]] == [one.number for one in CASE.exhibits]
    assert {row[4] for row in rows[2:]} == {"电子原件"}


def test_words_of_people_are_no_markup_and_no_template():
    nasty = "</w:t></w:r><w:b/>{{ 7*7 }}{% raw %}&amp;<script>"
    case = replace(CASE, story=nasty)
    said = words(editable_statement(replace(CLAIM, case=case), at=AT))
    assert nasty in said


def test_chinese_characters_name_their_font():
    with zipfile.ZipFile(io.BytesIO(editable_statement(CLAIM, at=AT))) as parts:
        styles = parts.read("word/styles.xml").decode()
    assert 'w:eastAsia="宋体"' in styles


def test_the_same_words_give_the_same_bytes_whenever_they_are_made(monkeypatch: pytest.MonkeyPatch):
    first = editable_statement(CLAIM, at=AT)
    room._statement_template.cache_clear()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: datetime(2033, 5, 18).timetuple())
    assert editable_statement(CLAIM, at=AT) == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(2026, 3, 5, 8, 20, 30)}


def test_a_blank_of_the_claim_is_a_line_to_write_on():
    bare = replace(CASE, respondents=(Respondent(role="operator", name="示例通信有限公司"),))
    said = words(editable_statement(replace(CLAIM, case=bare), at=AT))
    assert "住所地：＿＿＿＿" in said
