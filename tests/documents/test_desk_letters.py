"""Templates of a desk's letters: a closed list of fields, nothing carried out, nothing left open unseen."""

import io
from datetime import date

import pikepdf
import pytest

from documents.blocks import BLANK
from documents.desk_letters import (
    FIELDS,
    KINDS,
    DeskLetter,
    blanks_in,
    desk_letter,
    filled,
    number_of,
    unknown_names,
)
from tests.documents.reading import text_of


def test_every_template_of_the_house_names_known_fields_and_has_its_own_mark() -> None:
    assert all(unknown_names(kind.text) == [] for kind in KINDS.values())
    assert len({kind.mark for kind in KINDS.values()}) == len(KINDS)
    for kind in KINDS.values():
        assert not blanks_in(filled(kind.text, dict.fromkeys(FIELDS, "示例")))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{{投诉编号}}{{ 投诉人 }}", []),
        ("{{投诉人.password}}", ["投诉人.password"]),
        ("{{settings}}，{{投诉人}}", ["settings"]),
        ("{{投诉人", ["{{"]),
        ("投诉人}}", ["}}"]),
        ("{% load x %}{{ 投诉人|upper }}", ["投诉人|upper"]),
        ("{{ 投诉人 x }}", ["{{", "}}"]),
    ],
)
def test_what_is_no_field_is_named(text: str, named: list[str]) -> None:
    assert unknown_names(text) == named


def test_what_is_put_in_is_not_looked_through_again() -> None:
    values = {"理由": "见{{投诉人}}{% now %}", "投诉人": "王小宁"}
    assert filled("理由：{{理由}}", values) == "理由：见{{投诉人}}{% now %}"


def test_a_line_without_content_is_left_out_and_a_hole_in_a_line_is_a_blank() -> None:
    text = filled("收到{{投诉编号}}。\n期限：{{期限}}\n{{转往}}处理{{投诉编号}}。", {"投诉编号": "AN-2026-1"})
    assert text == f"收到AN-2026-1。\n{BLANK}处理AN-2026-1。"
    assert blanks_in(text)


def test_the_paper_is_pdf_a_on_the_letterhead_with_its_number() -> None:
    number = number_of("杭市监", "投受", 2026, 12)
    assert number == "杭市监投受〔2026〕12号"
    made = DeskLetter(
        title="受理通知书",
        number=number,
        addressee="王小宁",
        text="决定予以受理。\n特此通知。",
        on=date(2026, 11, 30),
        organisation="杭州市示例区市场监督管理局",
        head=("示例路 1 号", "电话：0571-00000000"),
        signature=("投诉举报科",),
        sealed_by_hand=True,
    )
    document = desk_letter(made)
    assert document.pdf == desk_letter(made).pdf
    said = "".join(text_of(document.pdf).split())
    for part in (number, "王小宁：", "杭州市示例区市场监督管理局", "0571-00000000", "投诉举报科", "（盖章）"):
        assert part in said
    with pikepdf.open(io.BytesIO(document.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "2"
