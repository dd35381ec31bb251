"""Papers as blocks: set as PDF and DOCX, and a letter or claim with what somebody wrote in place of its blocks."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from documents import complaint_letter, statement_of_claim
from documents.blocks import Block, Firm, Paper, edited, said, with_edits
from documents.drafting import blocks_of, paper_document
from documents.editable import editable_paper
from tests.documents.reading import text_of
from tests.documents.sample import letter
from tests.documents.test_editable import flat, words
from tests.documents.test_press import CLAIM, DAY

AT = datetime(2026, 3, 5, 8, 20, 31, tzinfo=UTC)
FIRM = Firm(
    name="示例律师事务所", head=("示例市安宁路1号", "电话 010-00000000"), signature=("律师：", "执业证号：")
)
PAPER = Paper(
    kind="lawyers_letter",
    title="律师函",
    addressee="示例通信有限公司",
    on=DAY,
    firm=FIRM,
    blocks=(
        Block(key="parties", heading="委托人", rows=(("姓名", "林晓安"), ("住所地", ""))),
        Block(
            key="requests",
            heading="要求",
            numbered=True,
            paragraphs=((said("停止发送", "wishes"),), (said("书面答复", "wishes"),)),
        ),
    ),
    signers=("承办人",),
    annexes=("授权委托书一份。",),
)


def test_a_paper_says_the_same_in_pdf_and_word():
    printed, written = flat(text_of(paper_document(PAPER).pdf)), flat(words(editable_paper(PAPER, at=AT)))
    for piece in (
        "示例律师事务所", "电话 010-00000000", "律师函", "林晓安", "1.停止发送", "2.书面答复", "执业证号", "附1.授权委托书一份",
    ):  # fmt: skip
        assert flat(piece) in printed, piece
        assert flat(piece) in written, piece


def test_who_a_paper_to_a_court_goes_to_stands_at_its_end():
    said_ = flat(
        text_of(paper_document(replace(PAPER, closes=True, addressee="示例人民法院", firm=None)).pdf)
    )
    assert said_.index("书面答复") < said_.index("此致示例人民法院") < said_.index("承办人签名")


@pytest.mark.parametrize("made", [CLAIM, letter()])
def test_a_block_edited_without_a_change_stays_as_it_was(made):
    paper = blocks_of(made)
    same = with_edits(paper, {block.key: block.text for block in paper.blocks})
    assert [block.printed for block in same.blocks] == [block.printed for block in paper.blocks]


def test_rows_stay_rows_and_numbers_are_the_papers():
    rows, asked = PAPER.blocks
    assert edited(rows, "姓名：林小安\n住所地：示例路2号\n另：说明").rows == (
        ("姓名", "林小安"),
        ("住所地", "示例路2号"),
    )
    assert edited(asked, "1. 停止\n（二）赔偿300元。\n3、道歉").printed == [
        "1. 停止；",
        "2. 赔偿300元。",
        "3. 道歉。",
    ]


@pytest.mark.parametrize(("made", "sets"), [(CLAIM, statement_of_claim), (letter(), complaint_letter)])
def test_an_edited_block_stands_in_place_of_the_generated(made, sets):
    """Messages stay as received, whatever is written around them."""
    edits = {"facts": "我改过的经过。", "requests": "1. 只要道歉；", "reasons": "我改过的理由。"}
    printed = flat(text_of(sets(replace(made, edits=edits)).pdf))
    generated = flat(text_of(sets(made).pdf))
    for text in edits.values():
        assert flat(re.sub("^1. ", "", text)) in printed
    for gone in ("次日回复退订", "曾经明确退订"):
        assert flat(gone) in generated
        assert flat(gone) not in printed
    assert flat("【某优品】满300减50") in printed
    assert flat("1.只要道歉") in printed
