"""Forms and notes of a PDF: what people filled in is drawn onto the page as they filled it in, or there is no copy."""

import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from evidence.examination.finding import Refused
from evidence.examination.layer import text_of, words_drawn

_UNSEEN = 2 | 32  # flags of an annotation: hidden, not on the screen
_PASSWORD, _RADIO, _PUSHBUTTON = 1 << 13, 1 << 15, 1 << 16  # flags of a field
_TALLEST, _SMALLEST = 12.0, 4.0  # points of type
_WIDE, _LINE = 0.6, 1.2  # of the type size: a sign of Courier, a line
_MARKS = {"/Ink", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline", "/Squiggly",
          "/StrikeOut", "/Stamp", "/Caret", "/Redact"}  # fmt: skip
_ATTACHED = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"}
_DEEPEST = 32  # fields inside fields
_BROKEN = (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError, AttributeError)

Words = dict[int, list[str]]  # of a page by its number: what was filled in there


@dataclass(frozen=True)
class _Place:
    """Where one field or note stands: its annotation, its page, and the fonts that the whole form shares."""

    annotation: Any
    page: int
    shared: Any

    def inherited(self, key: str) -> Any:
        """An attribute of the field, which may stand with one that it belongs to."""
        field = self.annotation
        for _ in range(_DEEPEST):
            if not isinstance(field, Dictionary):
                return None
            if key in field:
                return field[key]
            field = field.get("/Parent")
        return None

    @property
    def flags(self) -> int:
        return int(self.inherited("/Ff") or 0)

    @property
    def kind(self) -> str:
        return str(self.annotation.get("/Subtype", ""))

    @property
    def field(self) -> str:
        return str(self.inherited("/FT") or "") if self.kind == "/Widget" else ""

    @property
    def sides(self) -> tuple[float, float]:
        """Width and height in points; (0, 0) for what has no place on the page."""
        box = self.annotation.get("/Rect")
        if not isinstance(box, Array) or len(box) != 4:
            return 0.0, 0.0
        left, low, right, high = (float(side) for side in box)
        return abs(right - left), abs(high - low)

    @property
    def unseen(self) -> bool:
        return bool(int(self.annotation.get("/F", 0)) & _UNSEEN) or min(self.sides) <= 0

    @property
    def appearance(self) -> Any:
        """How it looks, or for a button the looks by their states; None when the file does not say."""
        looks = self.annotation.get("/AP")
        return looks.get("/N") if isinstance(looks, Dictionary) else None

    def look(self, appearance: Any) -> None:
        self.annotation["/AP"] = Dictionary(N=appearance)

    def words_seen(self) -> str:
        appearance = self.appearance
        if not isinstance(appearance, Stream):
            return ""
        own = appearance.get("/Resources", Dictionary())
        fonts = Dictionary()
        for some in (self.shared, own):
            for name, font in some.get("/Font", Dictionary()).items():
                fonts[name] = font
        return words_drawn(appearance, Dictionary(Font=fonts, XObject=own.get("/XObject", Dictionary())))


def folded(text: str) -> str:
    """The signs without what a line break, a space or thousands' commas add."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    return "".join(sign for sign in plain if unicodedata.category(sign) not in ("Zs", "Zl", "Zp", "Cc", "Cf"))


def _places(pdf: Pdf) -> Iterator[_Place]:
    form = pdf.Root.get("/AcroForm")
    shared = form.get("/DR") if isinstance(form, Dictionary) else None
    for number, page in enumerate(pdf.pages, start=1):
        annotations = page.obj.get("/Annots")
        for annotation in annotations if isinstance(annotations, Array) else ():
            if isinstance(annotation, Dictionary):
                yield _Place(annotation, number, shared if isinstance(shared, Dictionary) else Dictionary())


def _text(value: Any) -> str:
    if isinstance(value, Stream):
        return str(pikepdf.String(value.read_bytes()))
    return str(value) if isinstance(value, (pikepdf.String, str)) else ""


def _filled_in(place: _Place) -> list[str]:
    """The words that stand in a field or note; of a choice, as the list shows them. A password shows none."""
    if place.kind == "/FreeText":
        said = [] if isinstance(place.appearance, Stream) else [_text(place.annotation.get("/Contents"))]
    elif place.field == "/Tx" and not place.flags & _PASSWORD:
        said = [_text(place.inherited("/V"))]
    elif place.field == "/Ch":
        value = place.inherited("/V")
        shown = _shown_choices(place.inherited("/Opt"))
        chosen = [_text(one) for one in (value if isinstance(value, Array) else [value])]
        said = [shown.get(one, one) for one in chosen]
    else:
        said = []
    return [words for words in said if folded(words)]


def _shown_choices(choices: Any) -> dict[str, str]:
    """Of the choices that are kept under another word than the list shows: the word shown."""
    pairs = [one for one in choices if isinstance(one, Array)] if isinstance(choices, Array) else []
    return {_text(pair[0]): _text(pair[1]) for pair in pairs if len(pair) == 2}


# ── Drawing what has no look ──────────────────────────────────────────────────────────────────────────────────────────
def _form(pdf: Pdf, content: bytes, sides: tuple[float, float], **more: Any) -> Stream:
    look = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, *sides]), **more)
    return Stream(pdf, content, look)


def _written(pdf: Pdf, words: str, sides: tuple[float, float]) -> Stream:
    """The words in a type that every reader has, as large as fits. Refused when a sign is not in it, or nothing fits."""
    try:
        words.encode("cp1252")
    except UnicodeEncodeError:
        raise Refused("pdf_words_lost") from None
    width, height = sides
    size = min(_TALLEST, height / _LINE)
    while size >= _SMALLEST:
        columns = max(1, int((width - 4) / (size * _WIDE)))
        lines = [part for line in words.splitlines() for part in textwrap.wrap(line, columns) or [""]]
        if len(lines) * size * _LINE <= height:
            break
        size -= 0.5
    else:
        raise Refused("pdf_words_lost")
    drawn = " ".join(f"<{line.encode('cp1252').hex()}> Tj T*" for line in lines)
    first = height - size * (_LINE + 1) / 2 if len(lines) > 1 else (height - size * 0.7) / 2
    content = f"q BT /Words {size:.1f} Tf {size * _LINE:.2f} TL 0 g 2 {first:.2f} Td {drawn} ET Q"
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier, Encoding=Name.WinAnsiEncoding
    )
    return _form(pdf, content.encode(), sides, Resources=Dictionary(Font=Dictionary(Words=font)))


def _tick(pdf: Pdf, sides: tuple[float, float]) -> Stream:
    width, height = sides
    points = ((0.2, 0.5), (0.4, 0.2), (0.8, 0.85))
    stroke = " ".join(
        f"{x * width:.2f} {y * height:.2f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points)
    )
    return _form(pdf, f"q 0 G {max(0.6, height / 12):.2f} w {stroke} S Q".encode(), sides)


def _show_words(pdf: Pdf, place: _Place, words: list[str], *, stale: bool) -> None:
    """Draw the words where there is no look of them, and see that the look says them. A look that is there stays.

    ``stale``: the file itself says that looks may be missing; then one without a word counts as none.
    """
    is_missing = not isinstance(place.appearance, Stream) or (stale and not folded(place.words_seen()))
    if is_missing:
        place.look(_written(pdf, "\n".join(words), place.sides))
    if place.kind == "/Widget":
        seen = folded(place.words_seen())
        if not all(folded(one) in seen for one in words):
            raise Refused("pdf_words_lost")


def _show_tick(pdf: Pdf, place: _Place) -> bool:
    """Whether a checkbox or radio button is on; it then has a look that shows it."""
    value, looks = place.inherited("/V"), place.appearance
    by_state = looks if isinstance(looks, Dictionary) and not isinstance(looks, Stream) else Dictionary()
    state = place.annotation.get("/AS")
    if state is None and isinstance(value, Name) and (str(value) in by_state or not place.flags & _RADIO):
        state = value
    if state is None or str(state) == "/Off":
        return False
    if not isinstance(looks, Stream) and not isinstance(by_state.get(str(state)), Stream):
        place.look(Dictionary({str(state): _tick(pdf, place.sides)}))
    place.annotation["/AS"] = Name(str(state))
    return True


# ── The whole paper ───────────────────────────────────────────────────────────────────────────────────────────────────
def _remarks(place: _Place) -> set[str]:
    """What of this one the copy does not show."""
    said = _text(place.annotation.get("/Contents")).strip()
    remarks = set()
    if place.kind in _ATTACHED:
        remarks.add("pdf_attachments_removed")
    elif place.kind in _MARKS and not place.unseen and place.appearance is None:
        remarks.add("pdf_marks_left_out")
    if said and place.kind not in ("/Widget", "/FreeText", "/Link"):
        remarks.add("pdf_notes_left_out")
    if place.unseen and (said if place.kind == "/FreeText" else _filled_in(place)):
        remarks.add("pdf_hidden_left_out")
    return remarks


def draw_forms(pdf: Pdf) -> tuple[Words, list[str]]:
    """Draw what forms, stamps and notes show onto the pages. Returns the words that must stand there, and remarks.

    Raises Refused when words that were filled in would be lost or changed.
    """
    if pdf.Root.get("/NeedsRendering", False):
        raise Refused("pdf_form_by_program")
    form = pdf.Root.get("/AcroForm")
    stale = isinstance(form, Dictionary) and bool(form.get("/NeedAppearances", False))
    words: Words = {}
    remarks: set[str] = set()
    groups: dict[Any, bool] = {}  # of buttons that are on: whether the page shows it
    for place in _places(pdf):
        remarks |= _remarks(place)
        if place.unseen:
            continue
        if filled := _filled_in(place):
            _show_words(pdf, place, filled, stale=stale)
            words.setdefault(place.page, []).extend(filled)
        elif place.field == "/Btn" and not place.flags & _PUSHBUTTON:
            shown = _show_tick(pdf, place)
            if isinstance(value := place.inherited("/V"), Name) and str(value) != "/Off":
                group = place.annotation.get("/Parent", place.annotation)
                name = group.objgen if group.is_indirect else object()
                groups[name] = groups.get(name, False) or shown
    if not all(groups.values()):
        raise Refused("pdf_words_lost")
    try:
        if isinstance(form, Dictionary) and stale:
            del form["/NeedAppearances"]  # with it, nothing would be drawn but anew
        pdf.flatten_annotations("screen")
    except _BROKEN:
        remarks.add("pdf_marks_left_out")
    return words, sorted(remarks)


def check_words(copy: Pdf, words: Words) -> None:
    """Raises Refused when a page of the copy does not say what was filled in there."""
    for number, filled in words.items():
        seen = folded(text_of(copy.pages[number - 1]))
        if not all(folded(one) in seen for one in filled):
            raise Refused("pdf_words_lost")
