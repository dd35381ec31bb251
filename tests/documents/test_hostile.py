"""Words that try to be something else: markup, floods, invisible and reversed characters."""

import io
from dataclasses import replace

import pikepdf
import pytest

from documents import Message, complaint_letter, field_sheet, statement_of_claim
from tests.documents.reading import squeezed, text_of
from tests.documents.sample import CASE, letter
from tests.documents.test_claims import claim

MARKUP = [
    '#panic("x")',
    '#import "@preview/evil:1.0.0": *',
    '#read("/etc/passwd")',
    "*粗* _斜_ `raw` $x^2$ <label> @ref \\ ~ -- --- ...",
    "= 一级标题\n- 条目\n+ 编号\n1. 数字\n/ 词: 义",
    "#sys.inputs.data",
    '"}], "story": ["替换"]',
    "{number}{respondent}{costs}",
    "]#context here()[",
    "http://a.example/<script>alert(1)</script>",
    "// 注释 /* 块 */",
]


@pytest.mark.parametrize("words", MARKUP)
def test_markup_is_printed_as_it_was_written(words: str):
    case = replace(
        CASE,
        story=words,
        matter=words.replace("\n", " "),
        asks=(words.replace("\n", " "),),
        messages=(Message(sender="1069", text=words),),
        complainant=replace(CASE.complainant, name=words.replace("\n", " ")),
    )
    for made in (
        complaint_letter(letter("operator", case)),
        statement_of_claim(claim(case)),
        field_sheet(letter("12321", case)),
    ):
        assert squeezed(words) in text_of(made.pdf)


def test_five_thousand_emoji_become_their_numbers_and_a_note():
    case = replace(CASE, story="🎉" * 5000, messages=(Message(sender="1069", text="😀😡" * 2500),))
    made = complaint_letter(letter("operator", case))
    said = text_of(made.pdf)
    assert "〔U+1F389×5000〕" in said
    assert said.count("U+1F600") == 2500
    assert "原貌以电子原件为准" in said


def test_the_note_only_stands_where_something_was_replaced():
    assert "原貌以电子原件为准" not in text_of(complaint_letter(letter()).pdf)


@pytest.mark.parametrize(
    "char", ["\0", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\u200f", "\ufeff", "\ud800", "\uffff"]
)
def test_controls_and_marks_are_shown_not_obeyed(char: str):
    case = replace(CASE, story=f"前{char}后", complainant=replace(CASE.complainant, name=f"林{char}安"))
    said = text_of(complaint_letter(letter("operator", case)).pdf)
    assert f"前〔U+{ord(char):04X}〕后" in said
    assert f"林〔U+{ord(char):04X}〕安" in said


def test_scripts_without_a_glyph_are_numbers():
    said = text_of(complaint_letter(letter("operator", replace(CASE, story="سلام བོད 한글"))).pdf)
    assert "U+0633U+0644U+0627U+0645" in said
    assert "U+D55CU+AE00" in said


@pytest.mark.parametrize("length", [40, 2000])
def test_a_word_without_end_stays_on_the_page_and_copies_whole(length: int):
    word = "a" * length
    case = replace(
        CASE,
        story=word,
        messages=(Message(sender="1" * 40, text=word),),
        complainant=replace(CASE.complainant, address=word),
    )
    made = complaint_letter(letter("operator", case))
    assert text_of(made.pdf).replace("〔", "").count(word[:1]) >= 3 * length
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        right = float(opened.pages[0].mediabox[2]) - 26 / 25.4 * 72
        for page in opened.pages:
            assert max(_rightmost(page)) <= right + 12


def test_a_garbled_message_is_printed():
    garbled = "你收到過不實催收短信嗎 短信內(nèi)容？？萍脊咀鳛樾畔⒐镜目蛻簦 ï»¿ Ã¤Â½"
    said = text_of(complaint_letter(letter("operator", replace(CASE, story=garbled))).pdf)
    assert "不實催收短信" in said


def test_a_long_story_runs_over_pages_and_loses_nothing():
    story = "\n".join(f"第{n}段：此后仍然不断收到短信。" for n in range(1500))
    made = complaint_letter(letter("operator", replace(CASE, story=story)))
    said = text_of(made.pdf)
    assert made.pages > 30
    assert all(f"第{n}段：" in said for n in range(1500))


def _rightmost(page: pikepdf.Page) -> list[float]:
    """Where text begins, in points from the left, for every piece of text on the page."""
    places, stack, matrix = [0.0], [], pikepdf.Matrix()
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop()
            case "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            case "Tm":
                places.append((pikepdf.Matrix(*map(float, operands)) @ matrix).e)
    return places
