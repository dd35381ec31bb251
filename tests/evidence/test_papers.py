"""Papers: those that only forbid changing open; what people filled in stands in the copy, or there is none."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from evidence.examination import papers
from evidence.examination.finding import Refused
from evidence.examination.layer import text_of
from evidence.words import reasons
from tests.evidence import samples
from tests.evidence.test_examination import copy_of, examined

REVISIONS = (2, 3, 4, 5, 6)


def _locked(revision: int, *, user: str) -> bytes:
    forbids = pikepdf.Permissions(extract=False, modify_other=False, modify_form=False)
    lock = pikepdf.Encryption(
        owner="invented-owner",
        user=user,
        R=revision,  # type: ignore[arg-type]
        allow=forbids,
        aes=revision >= 4,
        metadata=revision >= 4,
    )
    return samples.written(samples.paper(), encryption=lock)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_paper_that_only_forbids_changing_is_copied(revision: int) -> None:
    found, clean, small = copy_of(_locked(revision, user=""))
    assert (found.finding.media_type, found.finding.pages) == ("application/pdf", 2)
    assert small
    with Pdf.open(io.BytesIO(clean)) as copy:
        assert not copy.is_encrypted
        assert b"page 2" in copy.pages[1].Contents.read_bytes()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_paper_that_asks_for_a_password_says_so(revision: int) -> None:
    with examined(_locked(revision, user="invented-user")) as found:
        assert found.finding.code == "pdf_encrypted"


def test_a_paper_locked_with_a_certificate_is_not_called_broken() -> None:
    given = samples.written(samples.paper()).replace(b"\ntrailer <<", b"\ntrailer <</Encrypt 90 0 R ", 1)
    given = given.replace(b"\nxref", b"\n90 0 obj\n<</Filter /Adobe.PubSec /V 4>>\nendobj\nxref", 1)
    with examined(given) as found:
        assert found.finding.code == "pdf_locked_otherwise"
    told = reasons.refusal("pdf_locked_otherwise", {}, found="application/pdf", filename="账单.pdf")
    assert told.startswith("PDF 用证书等方式加了密")


# ── Forms and notes ───────────────────────────────────────────────────────────────────────────────────────────────────
CHINESE, ACCENTED, POLISH = "欠款27911元 张三", "José García, 5 €", "Łódź"
LONG = "I paid 27,911 yuan on 2 November and asked for a receipt. " * 6
BOX = [72, 400, 372, 470]
Look = Callable[[Pdf, str], Stream]


def _form_object(pdf: Pdf, content: bytes, font: Dictionary) -> Stream:
    return Stream(
        pdf,
        content,
        Dictionary(
            Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 300, 70]), Resources=Dictionary(Font=Dictionary(F=font))
        ),
    )  # fmt: skip


def _in_chinese(pdf: Pdf, words: str) -> Stream:
    """As most programs write Chinese: a font that the reader has, every sign two bytes."""
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="GB1", Supplement=4),
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light"), Encoding=Name("/UniGB-UCS2-H"),
        DescendantFonts=Array([inner]),
    )  # fmt: skip
    drawn = words.replace("\n", " ").encode("utf-16-be").hex()
    return _form_object(pdf, f"BT /F 12 Tf 2 20 Td <{drawn}> Tj ET".encode(), font)


def _of_question_marks(pdf: Pdf, words: str) -> Stream:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    shown = "".join(sign if sign.isascii() else "?" for sign in words).encode().hex()
    return _form_object(pdf, f"BT /F 12 Tf 2 20 Td <{shown}> Tj ET".encode(), font)


def _empty(pdf: Pdf, _words: str) -> Stream:
    return _form_object(pdf, b"/Tx BMC EMC", Dictionary())


def _form(field: dict[str, Any], *, look: Look | None, need: bool, words: str = "") -> bytes:
    """A form of one field, as a program saves it that does (``need``) or does not want the reader to draw anew."""
    pdf = samples.paper(pages=1)
    widget = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, T="f", F=4, Rect=BOX, **field)
    )
    if look is not None:
        widget.AP = Dictionary(N=look(pdf, words or str(field["V"])))
    pdf.pages[0].obj.Annots = Array([widget])
    helvetica = pdf.pages[0].obj.Resources.Font.F1
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([widget]), DA="/Helv 12 Tf 0 g", DR=Dictionary(Font=Dictionary(Helv=helvetica))
    )
    if need:
        pdf.Root.AcroForm.NeedAppearances = True
    return samples.written(pdf)


def _said(clean: bytes) -> str:
    with Pdf.open(io.BytesIO(clean)) as copy:
        return "".join(text_of(copy.pages[0]).split())


NEEDS = pytest.mark.parametrize("need", [True, False], ids=["drawn anew", "as it is"])


def _text(words: str) -> dict[str, Any]:
    return {"FT": Name.Tx, "V": words, "Ff": 1 << 12}


def _choice(shown: str, kept: str) -> dict[str, Any]:
    return {
        "FT": Name.Ch,
        "V": kept,
        "Ff": 1 << 17,
        "Opt": Array([Array([kept, shown]), Array(["b", "other"])]),
    }


@NEEDS
@pytest.mark.parametrize("words", [CHINESE, ACCENTED, POLISH, "27911"])
def test_a_look_that_is_there_stays_as_it_is(words: str, need: bool) -> None:
    given = _form(_text(words), look=_in_chinese, need=need)
    found, clean, _ = copy_of(given)
    assert "".join(words.split()) in _said(clean)
    with Pdf.open(io.BytesIO(clean)) as copy:
        drawn = [one.read_bytes() for one in copy.objects if isinstance(one, Stream)]
    assert any(words.encode("utf-16-be").hex().encode() in one for one in drawn)
    assert found.finding.notes == []


@NEEDS
@pytest.mark.parametrize("words", [ACCENTED, "27911", LONG, "two\nlines"])
def test_words_without_a_look_are_drawn_where_every_reader_has_the_signs(words: str, need: bool) -> None:
    for look in (None, *([_empty] if need else [])):
        _found, clean, small = copy_of(_form(_text(words), look=look, need=need))
        assert "".join(words.split()) in _said(clean)
        with Image.open(
            io.BytesIO(small)
        ) as picture:  # and they are seen: the sheet says only "page 1" beside
            field = picture.convert("L").crop((58, 295, 310, 360))
            assert (field.getextrema()[0] or 0) < 128


@NEEDS
@pytest.mark.parametrize(
    "field",
    [_text(CHINESE), _text(POLISH), _text(LONG * 40), _choice("已还清，结清证明", "a"), _choice("a", CHINESE) | {"Opt": Array()}],
    ids=["Chinese", "Polish", "too long", "Chinese choice", "choice of its own"],
)  # fmt: skip
def test_words_that_would_be_lost_make_no_copy(field: dict[str, Any], need: bool) -> None:
    with examined(_form(field, look=None, need=need)) as found:
        assert (found.finding.code, found.clean) == ("pdf_words_lost", None)
    told = reasons.refusal("pdf_words_lost", {}, found="application/pdf", filename="表.pdf")
    assert "打印为 PDF" in told


@NEEDS
@pytest.mark.parametrize(("words", "shown"), [(CHINESE, CHINESE), ("27911", "1")])
def test_a_look_that_says_something_else_makes_no_copy(words: str, shown: str, need: bool) -> None:
    given = _form(_text(words), look=_of_question_marks, need=need, words=shown)
    with examined(given) as found:
        assert found.finding.code == "pdf_words_lost"


@NEEDS
def test_a_choice_says_what_its_list_shows(need: bool) -> None:
    _found, clean, _ = copy_of(_form(_choice("paid in full", "a"), look=None, need=need))
    assert "paidinfull" in _said(clean)
    _found, clean, _ = copy_of(_form(_choice("已还清", "a"), look=_in_chinese, need=need, words="已还清"))
    assert "已还清" in _said(clean)


def test_amounts_shown_with_commas_are_the_same_amount() -> None:
    _found, clean, _ = copy_of(
        _form(_text("27911"), look=_of_question_marks, need=False, words="CNY 27,911.00")
    )
    assert "27,911.00" in _said(clean)


@NEEDS
@pytest.mark.parametrize("states", ["with looks", "without", "without its state"])
def test_a_tick_is_not_lost(states: str, need: bool) -> None:
    field: dict[str, Any] = {"FT": Name.Btn, "V": Name.Yes}
    if states != "without its state":
        field["AS"] = Name.Yes
    given = _form(field, look=None, need=need)
    with Pdf.open(io.BytesIO(given)) as pdf:
        if states == "with looks":
            cross = Stream(pdf, b"0 0 m 300 70 l S")
            cross.Type, cross.Subtype, cross.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 70])
            pdf.pages[0].obj.Annots[0].AP = Dictionary(N=Dictionary(Yes=cross))
        given = samples.written(pdf)
    _found, _clean, small = copy_of(given)
    with Image.open(io.BytesIO(small)) as picture:
        assert (picture.convert("L").crop((58, 295, 310, 360)).getextrema()[0] or 0) < 160


def test_a_choice_of_buttons_that_shows_nowhere_makes_no_copy() -> None:
    field = {"FT": Name.Btn, "V": Name("/Second"), "Ff": 1 << 15, "AS": Name.Off}
    with examined(_form(field, look=None, need=False)) as found:
        assert found.finding.code == "pdf_words_lost"
    field["V"] = Name.Off
    copy_of(_form(field, look=None, need=False))


@pytest.mark.parametrize(("more", "notes"), [({"F": 2}, ["pdf_hidden_left_out"]), ({"Ff": 1 << 13}, [])])
def test_what_nobody_sees_is_not_shown(more: dict[str, Any], notes: list[str]) -> None:
    pdf = Pdf.open(io.BytesIO(_form(_text("secret"), look=None, need=True)))
    for key, value in more.items():
        pdf.pages[0].obj.Annots[0]["/" + key] = value
    found, clean, _ = copy_of(samples.written(pdf))
    assert found.finding.notes == notes
    assert "secret" not in _said(clean)


def _noted(kind: str, words: str, **more: Any) -> bytes:
    pdf = samples.paper(pages=1)
    note = Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=BOX, Contents=words, **more)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    return samples.written(pdf)


def test_notes_written_on_the_page_stay_or_make_no_copy() -> None:
    _found, clean, _ = copy_of(_noted("/FreeText", "seen by José"))
    assert "seenbyJosé" in _said(clean)
    with examined(_noted("/FreeText", "已经还清")) as found:
        assert found.finding.code == "pdf_words_lost"
    pdf = Pdf.open(io.BytesIO(_noted("/FreeText", "已经还清")))
    pdf.pages[0].obj.Annots[0].AP = Dictionary(N=_in_chinese(pdf, "已经还清"))
    _found, clean, _ = copy_of(samples.written(pdf))
    assert "已经还清" in _said(clean)


@pytest.mark.parametrize(
    ("kind", "words", "note"),
    [
        ("/Text", "要点开才看得到", "pdf_notes_left_out"),
        ("/Highlight", "", "pdf_marks_left_out"),
        ("/StrikeOut", "", "pdf_marks_left_out"),
        ("/FileAttachment", "", "pdf_attachments_removed"),
    ],
)
def test_what_the_copy_leaves_out_is_said(kind: str, words: str, note: str) -> None:
    found, _clean, _ = copy_of(_noted(kind, words))
    assert found.finding.notes == [note]
    assert reasons.remarks([note])


def test_a_paper_that_a_program_draws_makes_no_copy() -> None:
    pdf = Pdf.open(io.BytesIO(samples.form_paper()))
    pdf.Root.NeedsRendering = True
    with examined(samples.written(pdf)) as found:
        assert found.finding.code == "pdf_form_by_program"


def test_a_word_lost_on_the_way_makes_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the drawing library makes of a form, the copy is read again and must say what was filled in."""
    given = _form(_text(CHINESE), look=_in_chinese, need=False)
    monkeypatch.setattr(Pdf, "flatten_annotations", lambda pdf, mode: None)
    with pytest.raises(Refused) as no:
        papers.copy_paper(io.BytesIO(given), io.BytesIO())
    assert no.value.code == "pdf_words_lost"
