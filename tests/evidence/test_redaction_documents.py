"""P24: fifty documents with parts covered; afterwards nothing of it by text extraction, raw streams and recognition."""

import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from evidence.examination import burning, child
from evidence.examination.covering import burned, checked
from evidence.examination.finding import Parts, Refused
from evidence.examination.places import plain
from evidence.examination.run import examine
from evidence.recognising.run import recognise
from tests.evidence.samples import paper, saved, with_segment, written
from tests.evidence.writings import typeset, written_page
from tests.remembering import awake

BOXES = {"1": [[0.0, 0.0, 1.0, 0.5]]}
VARIANTS = range(5)
ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le")
Make = Callable[[str], bytes]


def shown(canary: str) -> bytes:
    """A drawing instruction that writes the canary near the top of the page."""
    return f"BT /F1 24 Tf 72 700 Td (call {canary} now) Tj ET".encode()


def one_page(content: bytes) -> Pdf:
    pdf = paper(pages=1)
    pdf.pages[0].obj.Contents = pdf.make_stream(content)
    return pdf


def layer(canary: str) -> bytes:
    return typeset([f"机主电话 {canary}", "第二页"])


def hidden_layer(canary: str) -> bytes:
    """A scan with words that nobody sees behind it, as a recognising printer writes them."""
    pdf = one_page(
        b"q 500 0 0 280 40 500 cm /Im Do Q BT 3 Tr /F1 20 Tf 72 600 Td (" + canary.encode() + b") Tj ET"
    )
    with Image.open(io.BytesIO(written_page((f"电话 {canary}",)))) as scan:
        photo = pdf.make_stream(saved(scan.convert("RGB"), "JPEG", comment=canary.encode()))
        photo.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=scan.width, Height=scan.height, ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8, Filter=Name.DCTDecode,
        )  # fmt: skip
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im=photo)
    return written(pdf)


def annotated(canary: str) -> bytes:
    pdf = one_page(shown(canary))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[9, 9, 40, 40], Contents=f"打给 {canary}", T=canary
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    return written(pdf)


def filled(canary: str) -> bytes:
    """A form whose field holds the canary as its value, and draws it."""
    pdf = one_page(b"")
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="phone", V=canary, DV=canary, Rect=[72, 690, 400, 730],
            DA="/F1 20 Tf 0 g", P=pdf.pages[0].obj,
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    font = pdf.pages[0].obj.Resources.Font.F1
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]),
        NeedAppearances=True,
        DA="/F1 20 Tf 0 g",
        DR=Dictionary(Font=Dictionary(F1=font)),
    )
    return written(pdf)


def updated(canary: str) -> bytes:
    """An earlier version of the page says the canary; a later one, appended, writes it a little lower."""
    old = written(one_page(shown(canary)), object_stream_mode=pikepdf.ObjectStreamMode.disable,
                  compress_streams=False)  # fmt: skip
    number = int(re.search(rb"/Contents (\d+) 0 R", old)[1])  # type: ignore[index]
    root = re.search(rb"/Root (\d+ 0 R)", old)[1]  # type: ignore[index]
    before = int(re.findall(rb"startxref\s+(\d+)", old)[-1])
    content = f"BT /F1 24 Tf 72 680 Td (again {canary}) Tj ET".encode()
    added = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(content), content)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size 99 /Root %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        number, len(old), root, before, len(old) + len(added),
    )  # fmt: skip
    return old + added + table


def packed(canary: str) -> bytes:
    """Objects in compressed streams, the canary in the information and the metadata too."""
    pdf = one_page(shown(canary))
    pdf.docinfo["/Title"] = canary
    pdf.Root.Metadata = pdf.make_stream(f"<x>{canary}</x>".encode())
    pdf.attachments["a.txt"] = canary.encode()
    return written(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)


def layered(canary: str) -> bytes:
    """Half of it in a layer that is switched off."""
    pdf = one_page(
        shown(canary) + b" /OC /Off BDC BT /F1 24 Tf 72 640 Td (off " + canary.encode() + b") Tj ET EMC"
    )
    off = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=canary))
    pdf.pages[0].obj.Resources.Properties = Dictionary(Off=off)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([off]), D=Dictionary(OFF=Array([off])))
    return written(pdf)


def jpeg(canary: str) -> bytes:
    return with_segment(written_page((f"电话 {canary}",), "JPEG", quality=85), 0xFE, canary.encode())


def png(canary: str) -> bytes:
    return written_page((f"电话 {canary}",)) + canary.encode()


def heic(canary: str) -> bytes:
    return written_page((f"电话 {canary}",), "HEIF", quality=80, xmp=f"<x>{canary}</x>".encode())


KINDS: dict[str, Make] = {
    one.__name__: one
    for one in (layer, hidden_layer, annotated, filled, updated, packed, layered, jpeg, png, heic)
}


def spelled(canary: str) -> list[bytes]:
    return [canary.encode(encoding) for encoding in ENCODINGS]


def everything(data: bytes) -> Iterator[bytes]:
    """The file as it is, and all that its streams unpack to."""
    yield data
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for thing in pdf.objects:
                yield thing.unparse(resolved=True) if not isinstance(thing, pikepdf.Stream) else b""
                if isinstance(thing, pikepdf.Stream):
                    yield bytes(thing.read_raw_bytes())
                    if thing.get("/Filter") != Name.DCTDecode:
                        yield bytes(thing.read_bytes())


def says(data: bytes, canary: str) -> bool:
    return any(word in piece for piece in everything(data) for word in spelled(canary))


def extracted(data: bytes) -> str | None:
    """What poppler takes out of a paper; None where it is not installed."""
    if not data.startswith(b"%PDF") or shutil.which("pdftotext") is None:
        return None
    made = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True, timeout=20)
    return made.stdout.decode("utf-8", "replace")


def covered(document: bytes, canary: str) -> tuple[bytes, list[bytes]]:
    """The document through the whole way: clean copy, boxes, the portal's own reading again. And its pages as pictures."""
    with tempfile.TemporaryFile() as source:
        source.write(document)
        source.flush()
        with examine(source) as examined:
            assert examined.finding.code == "", examined.finding
            assert examined.clean is not None
            kind, pages = examined.finding.media_type, examined.finding.pages or 1
            every = set(range(1, pages + 1))
            with burned(examined.clean, kind, BOXES, pages=pages) as copy:
                assert copy.result is not None, copy.finding
                result = copy.result.read()
                with checked(copy.result, kind, BOXES, words=[canary], again=every, pages=pages) as read:
                    assert read.finding.code == "", read.finding
                    return result, [part.content for part in read.parts() if part.kind == "after"]


def covered_here(document: bytes, canary: str) -> tuple[bytes, list[bytes]]:
    """The same functions in this process: starting three confined ones for each of fifty documents takes minutes."""
    boxes: burning.Boxes = {1: [(0.0, 0.0, 1.0, 0.5)]}
    with (
        tempfile.TemporaryFile() as source,
        tempfile.TemporaryFile() as clean,
        tempfile.TemporaryFile() as result,
    ):
        source.write(document)
        source.flush()
        with tempfile.TemporaryFile() as nothing, tempfile.TemporaryFile() as rest:
            found = child.copied(source, clean, nothing, Parts(rest), len(document), None)
            assert found.code == ""
            clean.seek(0)
            if found.media_type == "application/pdf":
                burning.burn_paper(clean, result, Parts(rest), boxes)
            else:
                burning.burn_picture(clean, found.media_type, result, Parts(rest), boxes)
        with tempfile.TemporaryFile() as rest:
            every = set(range(1, (found.pages or 1) + 1))
            read = burning.check(result, found.media_type, Parts(rest), boxes, [canary], every)
            rest.seek(0)
            parts = [(one["kind"], rest.read(one["size"])) for one in read.parts]
        result.seek(0)
        return result.read(), [content for kind, content in parts if kind == "after"]


def recognised(picture: bytes) -> str:
    """What is read in a picture. The reader is the instrument here, not what is tried: it reads the same picture once."""
    with awake(), tempfile.TemporaryFile() as source:
        source.write(picture)
        source.flush()
        return plain(recognise(source).text)


def test_there_are_fifty() -> None:
    assert len(KINDS) * len(VARIANTS) == 50


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_what_was_covered_is_left(kind: str, variant: int) -> None:
    canary = f"1390000{list(KINDS).index(kind):02d}{variant}7"
    document = KINDS[kind](canary)
    if kind not in ("layer", "heic"):  # there a font or a picture hides it from a plain search
        assert says(document, canary)  # the search would find it
    if (before := extracted(document)) is not None and kind != "filled":
        assert canary in plain(before)
    result, pictures = (covered_here if variant else covered)(document, canary)
    assert not says(result, canary)
    assert not (extracted(result) or "").strip()
    assert pictures
    if not variant:  # recognition takes seconds: one of each kind
        assert all(canary not in recognised(one) for one in pictures)


@pytest.mark.parametrize("kind", ["layer", "jpeg"])
def test_recognition_would_have_read_it(kind: str) -> None:
    """Without a box over it, the same way of looking finds the number."""
    canary = "13900001234"
    elsewhere = {"1": [[0.0, 0.9, 1.0, 0.05]]}
    with tempfile.TemporaryFile() as source:
        source.write(KINDS[kind](canary))
        source.flush()
        with examine(source) as examined:
            assert examined.clean is not None
            media_type = examined.finding.media_type
            with burned(examined.clean, media_type, elsewhere, pages=2) as copy:
                assert copy.result is not None
                with checked(copy.result, media_type, elsewhere, words=[], again={1}, pages=2) as read:
                    seen = [part.content for part in read.parts() if part.kind == "after"]
    assert canary in recognised(seen[0])


def burned_here(document: bytes, media_type: str = "application/pdf") -> bytes:
    """The boxes burned in alone, nothing cleaned before and nothing read again afterwards."""
    boxes: burning.Boxes = {1: [(0.0, 0.0, 1.0, 0.5)]}
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as result:
        with tempfile.TemporaryFile() as rest:
            source.write(document)
            source.flush()
            if media_type == "application/pdf":
                burning.burn_paper(source, result, Parts(rest), boxes)
            else:
                burning.burn_picture(source, media_type, result, Parts(rest), boxes)
        result.seek(0)
        return result.read()


@pytest.mark.parametrize("kind", ["hidden_layer", "annotated", "updated", "packed", "layered"])
def test_covering_carries_nothing_over_even_where_nothing_was_cleaned_before(kind: str) -> None:
    canary = "13900009977"
    document = KINDS[kind](canary)
    assert says(document, canary)
    result = burned_here(document)
    assert not says(result, canary)
    with pikepdf.open(io.BytesIO(result)) as pdf:
        assert all("/Annots" not in page.obj for page in pdf.pages)


def noted(pdf: Pdf, page: Dictionary, canary: str) -> None:
    page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[9, 9, 40, 40])])


def titled(pdf: Pdf, page: Dictionary, canary: str) -> None:
    pdf.docinfo["/Title"] = "x"


def described(pdf: Pdf, page: Dictionary, canary: str) -> None:
    pdf.Root.Metadata = pdf.make_stream(b"<x/>")


def worded(pdf: Pdf, page: Dictionary, canary: str) -> None:
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b" BT 3 Tr (x) Tj ET")


def equipped(pdf: Pdf, page: Dictionary, canary: str) -> None:
    page.Resources.Font = Dictionary()


def masked(pdf: Pdf, page: Dictionary, canary: str) -> None:
    page.Resources.XObject["/Page"].SMask = pdf.make_stream(b"x")


def named(pdf: Pdf, page: Dictionary, canary: str) -> None:
    page.Resources.XObject["/Page"]["/Caption"] = canary


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (noted, "cleaning_incomplete"), (titled, "cleaning_incomplete"), (described, "cleaning_incomplete"),
        (worded, "cleaning_incomplete"), (equipped, "cleaning_incomplete"), (masked, "cleaning_incomplete"),
        (named, "still_in_file"),
    ],
)  # fmt: skip
def test_a_covered_paper_with_anything_beside_its_pictures_is_void(
    spoil: Callable[[Pdf, Dictionary, str], None], code: str
) -> None:
    canary = "13900009977"
    sound = burned_here(annotated(canary))
    assert void(sound, canary) == ""
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        spoil(pdf, pdf.pages[0].obj, canary)
        assert void(written(pdf), canary) == code


def void(result: bytes, canary: str, media_type: str = "application/pdf", tall: float = 0.5) -> str:
    """Why a covered copy does not stand the reading again; "" when it does."""
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as rest:
        file.write(result)
        try:
            burning.check(file, media_type, Parts(rest), {1: [(0.0, 0.0, 1.0, tall)]}, [canary], {1})
        except Refused as refused:
            return refused.code
    return ""


def test_a_box_that_is_not_black_all_over_makes_it_void() -> None:
    canary = "13900009977"
    assert void(burned_here(annotated(canary)), canary, tall=0.9) == "not_covered"
    assert void(burned_here(jpeg(canary), "image/jpeg"), canary, "image/jpeg", tall=0.9) == "not_covered"


def test_a_covered_picture_with_a_note_in_it_is_void() -> None:
    canary = "13900009977"
    sound = burned_here(jpeg(canary), "image/jpeg")
    assert void(sound, canary, "image/jpeg") == ""
    assert void(with_segment(sound, 0xFE, b"x"), canary, "image/jpeg") == "cleaning_incomplete"
    sound = burned_here(png(canary), "image/png")
    assert void(sound, canary, "image/png") == ""
    assert void(sound + b"x", canary, "image/png") == "cleaning_incomplete"
