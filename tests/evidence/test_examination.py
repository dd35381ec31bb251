"""What the examination says about a file, and what its copies look like and leave out (P19)."""

import base64
import io
import json
import random
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageChops, ImageOps, ImageStat

from evidence.examination import pages, papers, pictures, recognition, run
from evidence.examination.finding import Refused
from evidence.examination.run import Examined, examine
from tests.evidence import samples
from tests.evidence.samples import CANARY


@contextmanager
def examined(content: bytes) -> Iterator[Examined]:
    with tempfile.TemporaryFile() as source:
        source.write(content)
        with examine(source) as found:
            yield found


def copy_of(content: bytes) -> tuple[Examined, bytes, bytes]:
    with examined(content) as found:
        assert found.finding.code == "", found.finding
        assert found.clean is not None
        return found, found.clean.read(), found.thumbnail.read() if found.thumbnail else b""


LIVES = samples.pictures_with_a_life()
METADATA = (
    CANARY.encode(),
    b"Exif",
    b"http://ns.adobe.com",
    b"xpacket",
    b"Photoshop",
    b"ICC_PROFILE",
    b"Invented Phone",
    b"tEXt",
)


@pytest.mark.parametrize("name", LIVES)
def test_a_copy_keeps_the_picture_and_nothing_else(name: str) -> None:
    given = LIVES[name]
    found, clean, small = copy_of(given)
    for content in (clean, small):
        assert [word for word in METADATA if word in content] == []
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
            assert dict(picture.getexif()) == {}
            assert not set(picture.info) - {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "transparency",
            }
    with Image.open(io.BytesIO(clean)) as picture:
        turned = any(
            word in name
            for word in (
                "turned",
                "mirrored",
                "png with exif",
                "webp with exif",
                "heic with exif",
                "avif with exif",
            )
        )
        assert picture.size == ((200, 320) if turned else (320, 200))
        assert (found.finding.width, found.finding.height) == picture.size
    with Image.open(io.BytesIO(small)) as picture:
        assert max(picture.size) <= 480


@pytest.mark.parametrize("name", [name for name in LIVES if "cmyk" not in name])
def test_a_copy_shows_what_the_original_shows(name: str) -> None:
    _, clean, _ = copy_of(LIVES[name])
    with Image.open(io.BytesIO(LIVES[name])) as original, Image.open(io.BytesIO(clean)) as copy:
        upright = ImageOps.exif_transpose(original).convert("RGB")
        difference = ImageStat.Stat(ImageChops.difference(upright, copy.convert("RGB")))
    assert max(difference.mean) < 3


@pytest.mark.parametrize("packing", ["group4", "tiff_lzw", "jpeg", None])
def test_every_page_of_a_fax_is_a_page_of_the_copy(packing: str | None) -> None:
    mode = "1" if packing == "group4" else "RGB"
    sheets = [samples.drawn(mode=mode), samples.drawn(200, 320, mode), Image.new(mode, (320, 200), "black")]
    given = samples.saved(
        sheets[0], "TIFF", save_all=True, append_images=sheets[1:], compression=packing, dpi=(100, 100),
        tiffinfo={270: CANARY, 315: CANARY, 700: samples.XMP},
    )  # fmt: skip
    found, clean, small = copy_of(given)
    assert (found.finding.found, found.finding.media_type, found.finding.pages) == (
        "image/tiff",
        "application/pdf",
        3,
    )
    assert found.finding.notes == ["pages_as_paper"]
    assert CANARY.encode() not in clean
    assert b"xpacket" not in clean
    assert small.startswith(b"\x89PNG")
    with pikepdf.Pdf.open(io.BytesIO(clean)) as copy:
        drawn = [pikepdf.PdfImage(page.Resources.XObject.Page).as_pil_image() for page in copy.pages]
        assert [float(side) for side in copy.pages[1].mediabox] == pytest.approx([0, 0, 144, 230.4])
    assert [one.size for one in drawn] == [(320, 200), (200, 320), (320, 200)]
    for before, after in zip(sheets, drawn, strict=True):
        difference = ImageChops.difference(before.convert("RGB"), after.convert("RGB"))
        assert max(ImageStat.Stat(difference).mean) < 3
    assert copy_of(given)[1] == clean


def test_a_fax_of_too_many_pages_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PAGES", 1)
    given = samples.saved(samples.drawn(), "TIFF", save_all=True, append_images=[samples.drawn()])
    with pytest.raises(Refused) as no:
        pictures.copy_picture(io.BytesIO(given), "image/tiff", io.BytesIO(), io.BytesIO())
    assert (no.value.code, no.value.facts) == ("picture_too_many_pages", {"pages": 2, "limit": 1})


@pytest.mark.parametrize("words", ["BMW 4S 店来电，说欠款。", "BM", "BM,1,2\n3,4,5\n"])
def test_words_that_begin_like_a_picture_are_words(words: str) -> None:
    assert copy_of(words.encode())[1].decode() == words


def test_the_same_picture_gives_the_same_copy() -> None:
    for name in ("jpeg with gps", "png with words", "heic with exif"):
        assert copy_of(LIVES[name])[1:] == copy_of(LIVES[name])[1:]


def test_a_photo_larger_than_a_screen_needs_is_made_smaller() -> None:
    large = samples.saved(Image.new("RGB", (9000, 7000), "white"), "JPEG")
    found, _clean, _ = copy_of(large)
    assert found.finding.notes == ["picture_reduced"]
    assert (found.finding.width, found.finding.height) == (4500, 3500)


def test_a_moving_picture_shows_its_first_frame() -> None:
    frames = [samples.drawn(), Image.new("RGB", (320, 200), "green")]
    found, clean, _ = copy_of(
        samples.saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    )
    assert found.finding.notes == ["first_frame_only"]
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.convert("RGB").getpixel((5, 5))[0] > 150


def _texts(pdf: pikepdf.Pdf) -> bytes:
    return b"\n".join(
        thing.read_bytes() for thing in pdf.objects
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != pikepdf.Name.Image
    )  # fmt: skip


def test_a_paper_keeps_its_pages_and_loses_what_acts() -> None:
    given = samples.acting_paper()
    found, clean, small = copy_of(given)
    assert found.finding.pages == 2
    assert set(found.finding.notes) == {"pdf_scripts_removed", "pdf_attachments_removed"}
    assert CANARY.encode() not in clean
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in pdf.trailer
        everything = json.dumps([repr(thing) for thing in pdf.objects])
        for word in ("JavaScript", "Launch", "/URI", "EmbeddedFile", "/AA", "Metadata", "PieceInfo", CANARY):
            assert word not in everything
        assert b"seen" in _texts(pdf)
        photo = pdf.pages[0].obj.Resources.XObject.Im1
        raw = photo.read_raw_bytes()
        assert CANARY.encode() not in raw
        assert b"Exif" not in raw
        with Image.open(io.BytesIO(raw)) as picture:
            assert picture.size == (320, 200)
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.format == "PNG"
        assert picture.width == 480


def test_a_picture_inside_a_paper_keeps_every_pixel() -> None:
    given = samples.acting_paper()
    _, clean, _ = copy_of(given)
    with pikepdf.open(io.BytesIO(given)) as before, pikepdf.open(io.BytesIO(clean)) as after:
        pixels = [
            Image.open(io.BytesIO(pdf.pages[0].obj.Resources.XObject.Im1.read_raw_bytes()))
            .convert("RGB")
            .tobytes()
            for pdf in (before, after)
        ]
    assert pixels[0] == pixels[1]


def _photo(pdf: pikepdf.Pdf, jpeg: bytes, filter: str = "/DCTDecode") -> pikepdf.Stream:
    photo = pdf.make_stream(jpeg)
    for key, value in {"/Type": "/XObject", "/Subtype": "/Image", "/ColorSpace": "/DeviceRGB"}.items():
        photo[key] = pikepdf.Name(value)
    photo.Width, photo.Height, photo.BitsPerComponent, photo.Filter = 320, 200, 8, pikepdf.Name(filter)
    return photo


LIVING = samples.saved(samples.drawn(), "JPEG", exif=samples.exif(thumbnail=True))
NOTED = samples.with_segment(LIVING, 0xEE, b"Adobe\0d\0\0\0\0\0" + CANARY.encode())


@pytest.mark.parametrize("filter", ["/DCTDecode", "/DCT"])
@pytest.mark.parametrize("jpeg", [LIVING, NOTED], ids=["exif", "adobe"])
def test_a_photo_inside_a_paper_tells_nothing_however_it_is_packed(jpeg: bytes, filter: str) -> None:
    pdf = samples.paper(pages=1)
    photo = _photo(pdf, jpeg, filter)
    photo["/Title"], photo["/Where"] = pikepdf.String(CANARY), pikepdf.Dictionary(Place=CANARY)
    page = pdf.pages[0].obj
    page.Resources.XObject = pikepdf.Dictionary(Im=photo)
    page.Resources["/Maker"] = pikepdf.Dictionary(Note=CANARY)
    page.Resources.Properties = pikepdf.Dictionary(MC0=pikepdf.Dictionary(Title=CANARY))
    page.Contents = pdf.make_stream(b"/X /MC0 BDC q 320 0 0 200 72 400 cm /Im Do Q EMC")
    _found, clean, small = copy_of(samples.written(pdf, compress_streams=False))
    with pikepdf.Pdf.open(io.BytesIO(clean)) as copy:
        streams = [thing for thing in copy.objects if isinstance(thing, pikepdf.Stream)]
        said = b"".join(
            [one.read_raw_bytes() for one in streams] + [repr(one).encode() for one in copy.objects]
        )
        said += b"".join(repr(dict(one)).encode() for one in streams)
    assert [word for word in METADATA if word in clean + said] == []
    with Image.open(io.BytesIO(small)) as picture:  # and it is drawn all the same
        assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 50


@pytest.mark.parametrize("packed", ["/DCT", "[/A85 /DCT]"])
def test_a_photo_inside_the_instructions_of_a_page_makes_no_copy(packed: str) -> None:
    pdf = samples.paper(pages=1)
    jpeg = base64.a85encode(LIVING) + b"~>" if "A85" in packed else LIVING
    head = f"q 320 0 0 200 72 400 cm BI /W 320 /H 200 /CS /RGB /BPC 8 /F {packed} ID ".encode()
    pdf.pages[0].obj.Contents = pdf.make_stream(head + jpeg + b"\nEI Q")
    with examined(samples.written(pdf)) as found:
        assert (found.finding.code, found.clean) == ("cleaning_incomplete", None)


def test_what_a_form_shows_is_drawn_and_the_form_is_gone() -> None:
    found, clean, _ = copy_of(samples.form_paper())
    assert set(found.finding.notes) == {"pdf_form_program_removed", "pdf_signature_in_original"}
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "/Annots" not in pdf.pages[0].obj
        assert b"filled in" in _texts(pdf)
    assert CANARY.encode() not in clean


def test_the_same_paper_gives_the_same_copy() -> None:
    given = samples.acting_paper()
    assert copy_of(given)[1] == copy_of(given)[1]


@pytest.mark.parametrize(
    ("encoding", "notes"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("gb18030", ["text_converted"]),
        ("utf-16", ["text_converted"]),
        ("utf-16-le", ["text_converted"]),
    ],
)
def test_text_is_read_in_the_encodings_of_china(encoding: str, notes: list[str]) -> None:
    words = "【某某金融】余先生，您的27911元已逾期，退订回T。第二行㐂😀ok\n"
    found, clean, small = copy_of(words.encode(encoding))
    assert clean.decode() == words
    assert found.finding.media_type == "text/plain; charset=utf-8"
    assert found.finding.notes == notes
    assert small == b""


def test_text_loses_the_signs_that_turn_it_round() -> None:
    found, clean, _ = copy_of("转账\u202e000,1\u202c元\x07\r\n第二行".encode())
    assert clean.decode() == "转账000,1元\n第二行"
    assert found.finding.notes == ["direction_signs_removed"]


def test_a_picture_that_was_not_cleaned_makes_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the encoder writes besides pixels is seen when the copy is read again, and there is none."""
    real = Image.Image.save

    def careless(picture: Image.Image, to: io.BytesIO, form: str, **how: object) -> None:
        real(picture, to, form, exif=samples.exif(), **how)

    for form in ("JPEG", "PNG"):
        given = samples.saved(samples.drawn(), form)
        monkeypatch.setattr(Image.Image, "save", careless)
        with pytest.raises(Refused) as no:
            pictures.copy_picture(io.BytesIO(given), f"image/{form.lower()}", io.BytesIO(), io.BytesIO())
        assert no.value.code == "cleaning_incomplete"
        monkeypatch.undo()
        pictures.copy_picture(io.BytesIO(given), f"image/{form.lower()}", io.BytesIO(), io.BytesIO())


def test_a_paper_that_was_not_cleaned_makes_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    papers.copy_paper(io.BytesIO(samples.acting_paper()), io.BytesIO())
    monkeypatch.setattr(papers, "_scrub", lambda pdf: None)
    with pytest.raises(Refused) as no:
        papers.copy_paper(io.BytesIO(samples.acting_paper()), io.BytesIO())
    assert no.value.code == "cleaning_incomplete"


# ── What the first bytes say ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", recognition.SVG),
        (b"\xef\xbb\xbf \r\n<?xml version='1.0'?>\n<!-- drawn <by> hand -->\n<SVG\n", recognition.SVG),
        (
            b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x' [ <!ENTITY a 'b'> ]><svg:svg>",
            recognition.SVG,
        ),
        ("<?xml version='1.0'?><svg/>".encode("utf-16"), recognition.SVG),
        ("他们发来一个 <svg 标签".encode(), recognition.UNKNOWN),
        (b"<html><body><svg></svg>", recognition.UNKNOWN),
        (b"<svgx>", recognition.UNKNOWN),
        (b"<!-- <svg> ", recognition.UNKNOWN),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%Title: <svg ", "application/postscript"),
        (b"\xc5\xd0\xd3\xc6" + bytes(20) + b"<svg ", "application/postscript"),
    ],
)
def test_a_mark_counts_where_it_belongs(head: bytes, found: str) -> None:
    """A word further behind makes no other kind of file of it."""
    assert recognition.of_beginning(head) == found


# ── Pages, which the press gets out of memory as ASCII ────────────────────────────────────────────────────────────────
def _drawn_page(pdf: Pdf) -> Image.Image:
    with tempfile.TemporaryFile() as clean:
        clean.write(samples.written(pdf))
        with run.draw_pages(clean, 1, 1) as parts:
            (page,) = [one for one in parts if one.kind == "page"]
    return Image.open(io.BytesIO(page.content), formats=["PNG", "JPEG"]).convert("RGB")


def _colour(page: Image.Image, across: float, down: float) -> tuple[int, ...]:
    """At a place in parts of the page, in steps that a JPEG does not touch."""
    found = page.getpixel((int(page.width * across), int(page.height * down)))
    assert isinstance(found, tuple)
    return tuple(round(value / 32) for value in found)


def test_a_palette_of_any_bytes_keeps_its_colours() -> None:
    """Few strange bytes among letters are written as they are; none of them may change on the way."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(400, 100))
    picture = pdf.make_stream(bytes([0, 1, 2, 3]))
    colours = b"@@@AAA\xe9@@@@@"
    for key, value in {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 4, "/Height": 1}.items():
        picture[key] = value
    picture.BitsPerComponent = 8
    picture.ColorSpace = Array([Name.Indexed, Name.DeviceRGB, 3, String(colours)])
    page.Resources = Dictionary(XObject=Dictionary(Im=picture))
    page.Contents = pdf.make_stream(b"q 400 0 0 100 0 0 cm /Im Do Q")
    assert b"\xe9" in samples.written(pdf)
    drawn = _drawn_page(pdf)
    assert [_colour(drawn, across, 0.5) for across in (0.125, 0.375, 0.625, 0.875)] == [
        (2, 2, 2), (2, 2, 2), (7, 2, 2), (2, 2, 2),
    ]  # fmt: skip


def test_a_layer_that_is_hidden_stays_hidden_and_streams_may_be_packed_in_any_way() -> None:
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(400, 100))
    shown, hidden = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("看", "藏"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([shown, hidden]), D=Dictionary(OFF=Array([hidden])))
    page.Resources = Dictionary(Properties=Dictionary(A=shown, B=hidden))
    drawing = b"/OC /A BDC 1 0 0 rg 0 0 200 100 re f EMC /OC /B BDC 0 0 1 rg 200 0 200 100 re f EMC"
    page.Contents = Stream(
        pdf, zlib.compress(drawing), Filter=Array([Name.FlateDecode]), DecodeParms=Array([Dictionary()])
    )
    drawn = _drawn_page(pdf)
    assert (_colour(drawn, 0.25, 0.5), _colour(drawn, 0.75, 0.5)) == ((8, 0, 0), (8, 8, 8))


def test_pages_that_share_their_pictures_bring_only_their_own() -> None:
    """A scan of hundreds of pages may list every picture for every page: memory depends on the page, not on the paper."""
    pdf, chance = Pdf.new(), random.Random(7)
    pictures = Dictionary()
    for number in range(20):
        picture = Stream(pdf, chance.randbytes(100_000))
        for key, value in {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": 1000,
            "/Height": 100,
        }.items():
            picture[key] = value
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
        pictures[f"/Im{number}"] = pdf.make_indirect(picture)
    shared = pdf.make_indirect(Dictionary(XObject=pictures))
    for number in range(20):
        page = pdf.add_blank_page(page_size=(400, 100))
        page.obj.Resources = shared
        page.Contents = pdf.make_stream(f"q 400 0 0 100 0 0 cm /Im{number} Do Q".encode())
    pdf.Root.OCProperties = pdf.make_indirect(Dictionary(OCGs=Array([]), D=Dictionary()))
    with Pdf.open(io.BytesIO(samples.written(pdf))) as paper:
        # Two pictures of the twenty, each byte as two letters.
        assert len(pages._in_letters(paper, [3, 4])) < 5 * 2 * 100_000
