"""PDF: the pages are carried into a new file; whatever acts, is attached, or tells about people stays behind."""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from evidence.examination.finding import Finding, Refused
from evidence.examination.forms import Words, check_words, draw_forms
from evidence.examination.recognition import PDF
from evidence.examination.residue import jpeg_residue, without_jp2_residue, without_jpeg_residue

MAX_PAGES = 3000
MAX_UNPACKED = 256 * 1024 * 1024  # bytes of all compressed drawing instructions together
MAX_IMAGE_PIXELS = 200_000_000
TOOL = f"pikepdf {pikepdf.__version__}; qpdf {pikepdf.__libqpdf_version__}"

_PAGE_KEEPS = {
    "/Type",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/Resources",
    "/Contents",
    "/UserUnit",
    "/Group",
    "/Parent",
}
_ACTS = ("/OpenAction", "/AA")
# Names with one meaning wherever they stand.
_NEVER = {
    "/Metadata",
    "/PieceInfo",
    "/AF",
    "/EF",
    "/AA",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/XFA",
    "/URI",
    "/EmbeddedFiles",
    "/CreatorInfo",
    "/LastModified",
}
# What a stream's own dictionary must not carry besides: files elsewhere, alternatives, notes of the maker.
_NEVER_IN_STREAM = {
    "/F",
    "/FFilter",
    "/FDecodeParms",
    "/Ref",
    "/OPI",
    "/Alternates",
    "/Measure",
    "/PtData",
    "/StructParent",
    "/StructParents",
    "/Thumb",
    "/PTEX.FileName",
    "/PTEX.InfoDict",
    "/PTEX.PageNumber",
}
# What a page draws with, and what says how a picture's points are read; whatever else stands there is its maker's own.
_RESOURCES_KEEP = {
    "/ExtGState",
    "/ColorSpace",
    "/Pattern",
    "/Shading",
    "/XObject",
    "/Font",
    "/Properties",
    "/ProcSet",
}
_PICTURE_KEEPS = {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask",
    "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte", "/OC", "/Filter", "/DecodeParms", "/Length",
}  # fmt: skip
# Of the properties that drawing instructions name: which layer, and nothing of its maker.
_LAYERS = ("/OCG", "/OCMD")
_FONT_PROGRAMS = ("/Type1C", "/CIDFontType0C", "/OpenType")
_INLINE_JPEG = re.compile(rb"(?<![^\s\])>])BI[\s/](?:(?!\sID\s).){0,500}?/DCT", re.DOTALL)
# Meant for pictures inside drawing instructions; readers take them everywhere.
_FILTERS_IN_SHORT = {
    "/DCT": "/DCTDecode",
    "/Fl": "/FlateDecode",
    "/LZW": "/LZWDecode",
    "/A85": "/ASCII85Decode",
    "/AHx": "/ASCIIHexDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
}
_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/URI",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
}


def _warmed_up() -> None:
    """Let qpdf open its source of chance, as AES-256 asks for: once a process gave up its powers, no file can be opened."""
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.save(io.BytesIO(), encryption=pikepdf.Encryption(owner="o", user="", R=6))


def _opened(source: BinaryIO) -> Pdf:
    source.seek(0)
    try:
        pdf = Pdf.open(source)
        if len(pdf.pages) == 0:
            raise Refused("pdf_broken")
    except pikepdf.PasswordError:
        raise Refused("pdf_encrypted") from None
    except pikepdf.PdfError as problem:
        locked = "unsupported encryption" in str(problem).lower()
        raise Refused("pdf_locked_otherwise" if locked else "pdf_broken") from None
    except (ValueError, RuntimeError, TypeError, KeyError, AttributeError):
        raise Refused("pdf_broken") from None
    if len(pdf.pages) > MAX_PAGES:
        raise Refused("pdf_too_many_pages", pages=len(pdf.pages), limit=MAX_PAGES)
    return pdf


def _notes(pdf: Pdf) -> list[str]:
    """What the reader should know that the copy does not have."""
    root = pdf.Root
    names = root.get("/Names", Dictionary())
    form = root.get("/AcroForm", Dictionary())
    notes = []
    if (
        any(key in root for key in _ACTS)
        or "/JavaScript" in names
        or any("/AA" in page for page in pdf.pages)
    ):
        notes.append("pdf_scripts_removed")
    if "/EmbeddedFiles" in names or "/AF" in root or "/Collection" in root:
        notes.append("pdf_attachments_removed")
    if "/XFA" in form:
        notes.append("pdf_form_program_removed")
    if int(form.get("/SigFlags", 0)) & 1:
        notes.append("pdf_signature_in_original")
    return notes


def _carried_over(source: Pdf) -> Pdf:
    for page in source.pages:
        for key in [str(key) for key in page.obj if key not in _PAGE_KEEPS]:
            del page.obj[key]
    copy = Pdf.new()
    for page in source.pages:
        copy.pages.append(page)
    layers = source.Root.get("/OCProperties")
    if isinstance(layers, Dictionary):  # which layers are hidden: without it, what nobody saw would show
        copy.Root["/OCProperties"] = copy.copy_foreign(source.make_indirect(layers))
    return copy


def _inner(value: Any, depth: int = 0) -> Iterator[Any]:
    """The dictionaries that stand directly inside one object; those with a number of their own come by themselves."""
    if depth > 60:
        raise Refused("pdf_broken")
    if isinstance(value, (Dictionary, Stream)):
        yield value
        children = [child for _, child in value.items()]
    elif isinstance(value, Array):
        children = list(value)
    else:
        return
    for child in children:
        if isinstance(child, (Dictionary, Array)) and not child.is_indirect:
            yield from _inner(child, depth + 1)


def _filters(stream: Stream) -> list[str]:
    found = stream.get("/Filter")
    if found is None:
        return []
    names = [str(one) for one in found] if isinstance(found, Array) else [str(found)]
    return [_FILTERS_IN_SHORT.get(name, name) for name in names]


def _before_last_filter(pdf: Pdf, stream: Stream, filters: list[str]) -> bytes:
    """The bytes as the last filter gets them, that is the picture file inside wrappers such as ASCII85."""
    raw = stream.read_raw_bytes()
    if len(filters) == 1:
        return raw
    wrapper = Stream(pdf, raw)
    wrapper["/Filter"] = Array([Name(one) for one in filters[:-1]])
    return wrapper.read_bytes()


def _clean_picture(pdf: Pdf, stream: Stream, filters: list[str]) -> None:
    """A picture inside a PDF is a whole JPEG, with the phone's notes in it: cut them out, keep the pixels' bytes."""
    data = _before_last_filter(pdf, stream, filters)
    try:
        clean = without_jpeg_residue(data) if filters[-1] == "/DCTDecode" else without_jp2_residue(data)
    except ValueError:
        raise Refused("pdf_broken") from None
    if clean == data and len(filters) == 1:
        return
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, Array):
        parameters = parameters[-1] if len(parameters) == len(filters) else None
    stream.write(
        clean,
        filter=Name(filters[-1]),
        decode_parms=parameters if isinstance(parameters, Dictionary) else None,
    )


def _unpacked_size(stream: Stream, budget: int) -> int:
    """How much a Flate stream unpacks to, without ever holding it; stops above ``budget``."""
    machine, size = zlib.decompressobj(), 0
    data = stream.read_raw_bytes()
    try:
        while data and not machine.eof:
            size += len(machine.decompress(data, 1 << 20))
            data = machine.unconsumed_tail
            if size > budget:
                break
    except zlib.error:
        return size
    return size


def _check_picture_size(stream: Stream) -> None:
    if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MAX_IMAGE_PIXELS:
        raise Refused("pdf_bomb")


def _plain_resources(part: Any) -> None:
    """The resources of one page, form or pattern without keys that no drawing instruction can name."""
    resources = part.get("/Resources")
    if not isinstance(resources, Dictionary):
        return
    for key in [str(key) for key in resources if key not in _RESOURCES_KEEP]:
        del resources[key]
    properties = resources.get("/Properties")
    if isinstance(properties, Dictionary):
        for key in [str(key) for key in properties]:
            named = properties[key]
            if not isinstance(named, Dictionary) or str(named.get("/Type", "")) not in _LAYERS:
                properties[key] = Dictionary()


def _check_inline(stream: Stream) -> None:
    """A photograph inside drawing instructions keeps its notes: it is not cut out there, so there is no copy."""
    if "/Length1" in stream or str(stream.get("/Subtype", "")) in _FONT_PROGRAMS:
        return
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:  # packed in a way that qpdf does not unpack: no instructions
        return
    if b"/DCT" in data and _INLINE_JPEG.search(data):
        raise Refused("cleaning_incomplete", left="inline picture")


def _scrub(pdf: Pdf) -> None:
    budget = MAX_UNPACKED
    for thing in list(pdf.objects):
        for part in _inner(thing):
            _plain_resources(part)
            never = _NEVER | _NEVER_IN_STREAM if isinstance(part, Stream) else _NEVER
            for key in [str(key) for key in part if key in never]:
                del part[key]
        if not isinstance(thing, Stream):
            continue
        filters = _filters(thing)
        is_picture = thing.get("/Subtype") == Name.Image
        if is_picture:
            _check_picture_size(thing)
            for key in [str(key) for key in thing if key not in _PICTURE_KEEPS]:
                del thing[key]
        if filters and filters[-1] in ("/DCTDecode", "/JPXDecode"):
            _clean_picture(pdf, thing, filters)
        elif filters.count("/FlateDecode") > 1:
            raise Refused("pdf_bomb")
        elif filters[:1] == ["/FlateDecode"] and not is_picture:
            budget -= _unpacked_size(thing, budget)
            if budget < 0:
                raise Refused("pdf_bomb")
        if not is_picture:
            _check_inline(thing)


def verify_paper(clean: BinaryIO, words: Words) -> None:
    """Read the result again; anything that acts or tells makes the copy void, and so does a word that is missing."""
    clean.seek(0)
    with Pdf.open(clean) as pdf:
        check_words(pdf, words)
        left = set(pdf.Root.keys()) - {"/Type", "/Pages", "/OCProperties"}
        left |= {"/Info"} & set(pdf.trailer.keys())
        left |= {str(key) for page in pdf.pages for key in page.obj if key not in _PAGE_KEEPS}
        for thing in pdf.objects:
            for part in _inner(thing):
                left |= {str(key) for key in part if key in _NEVER}
                if "/S" in part and str(part["/S"]) in _ACTIONS:
                    left.add(str(part["/S"]))
            if isinstance(thing, Stream) and _filters(thing)[-1:] == ["/DCTDecode"]:
                left |= set(jpeg_residue(thing.read_raw_bytes()))
    if left:
        raise Refused("cleaning_incomplete", left=", ".join(sorted(left)[:5]))


def copy_paper(source: BinaryIO, clean: BinaryIO) -> Finding:
    """Write the clean copy: the same pages, drawn the same, and nothing else. The same input gives the same bytes."""
    pdf = _opened(source)
    notes = _notes(pdf)
    try:
        words, remarks = draw_forms(pdf)
        notes += [remark for remark in remarks if remark not in notes]
        copy = _carried_over(pdf)
        _scrub(copy)
        pages = len(copy.pages)
        copy.save(clean, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        clean.flush()
        verify_paper(clean, words)
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused("pdf_broken") from None
    return Finding(found=PDF, media_type=PDF, pages=pages, notes=notes, tool=TOOL)


_warmed_up()
