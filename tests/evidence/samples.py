"""Files for the tests, made here: pictures that carry a life story, papers that act, and things that pretend."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo

pillow_heif.register_heif_opener()

CANARY = "CANARY-31.2304-121.4737"
XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    f"<creator>{CANARY}</creator></x:xmpmeta><?xpacket end='w'?>"
).encode()
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def drawn(width: int = 320, height: int = 200, mode: str = "RGB") -> Image.Image:
    """A picture whose corners differ, so that turning it is seen."""
    picture = Image.new("RGB", (width, height), (240, 240, 240))
    picture.paste((200, 30, 30), (0, 0, width // 4, height // 4))
    picture.paste((30, 30, 200), (width // 2, height // 2, width, height))
    return picture.convert(mode)


def exif(orientation: int = 1, *, thumbnail: bool = False) -> bytes:
    """EXIF with camera, owner, maker's note, GPS and, when asked for, a thumbnail, as a phone writes it."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010E] = CANARY
    block[0x010F] = "Invented Phone"
    block[0x0110] = CANARY
    block[0x9286] = CANARY
    block.get_ifd(0x8769)[0x927C] = CANARY.encode() * 3
    block.get_ifd(0x8769)[0xA430] = CANARY
    gps = block.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (31.0, 13.0, 49.4), "E", (121.0, 28.0, 25.3)
    gps[29] = "2026:03:15"
    raw = block.tobytes()
    return _with_thumbnail(raw) if thumbnail else raw


def _with_thumbnail(raw: bytes) -> bytes:
    """Hang a second directory with a JPEG thumbnail behind the first."""
    tiff = bytearray(raw[6:])
    order = "<" if tiff[:2] == b"II" else ">"
    first = struct.unpack(order + "I", tiff[4:8])[0]
    count = struct.unpack(order + "H", tiff[first : first + 2])[0]
    link = first + 2 + 12 * count
    small = io.BytesIO()
    drawn(64, 40).save(small, "JPEG", comment=CANARY.encode())
    second = len(tiff)
    tiff[link : link + 4] = struct.pack(order + "I", second)
    data = second + 2 + 2 * 12 + 4
    tiff += struct.pack(order + "H", 2)
    tiff += struct.pack(order + "HHII", 0x0201, 4, 1, data)
    tiff += struct.pack(order + "HHII", 0x0202, 4, 1, len(small.getvalue()))
    tiff += struct.pack(order + "I", 0) + small.getvalue()
    return raw[:6] + bytes(tiff)


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def with_segment(jpeg: bytes, marker: int, content: bytes) -> bytes:
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content + jpeg[2:]


def with_chunk(png: bytes, name: bytes, content: bytes) -> bytes:
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return png[:33] + chunk + png[33:]


def pictures_with_a_life() -> dict[str, bytes]:
    """Pictures that carry, each in its own way, what nobody meant to send."""
    plain = saved(drawn(), "JPEG")
    words = PngInfo()
    words.add_text("Author", CANARY)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    png = saved(drawn(), "PNG")
    return {
        "jpeg with gps": saved(drawn(), "JPEG", exif=exif()),
        "jpeg turned left": saved(drawn(), "JPEG", exif=exif(6)),
        "jpeg mirrored": saved(drawn(), "JPEG", exif=exif(5)),
        "jpeg with thumbnail": saved(drawn(), "JPEG", exif=exif(thumbnail=True)),
        "jpeg with xmp": with_segment(plain, 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        "jpeg with photoshop block": with_segment(plain, 0xED, b"Photoshop 3.0\x008BIM" + CANARY.encode()),
        "jpeg with comment": saved(drawn(), "JPEG", comment=CANARY.encode()),
        "jpeg with maker's segment": with_segment(plain, 0xE5, CANARY.encode() * 20),
        "jpeg with something behind it": plain + b"PK\x03\x04" + CANARY.encode(),
        "jpeg in cmyk": saved(drawn(mode="CMYK"), "JPEG", exif=exif()),
        "jpeg progressive": saved(drawn(), "JPEG", progressive=True, exif=exif(3)),
        "png with words": saved(drawn(), "PNG", pnginfo=words),
        "png with exif": saved(drawn(), "PNG", exif=exif(6)),
        "png with its time": with_chunk(png, b"tIME", struct.pack(">HBBBBB", 2026, 3, 15, 1, 2, 3)),
        "png with private chunk": with_chunk(png, b"prVt", CANARY.encode()),
        "png with holes": saved(drawn(mode="RGBA"), "PNG", exif=exif()),
        "png with palette": saved(drawn(mode="P"), "PNG", pnginfo=words),
        "webp with exif and xmp": saved(drawn(), "WEBP", exif=exif(8), xmp=XMP),
        "gif with comment": saved(drawn(mode="P"), "GIF", comment=CANARY.encode()),
        "heic with exif": saved(drawn(), "HEIF", exif=exif(6), xmp=XMP),
        "jpeg with exif and xmp": with_segment(
            saved(drawn(), "JPEG", exif=exif()), 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP
        ),
        "jpeg with xmp that goes on": with_segment(
            plain, 0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40 + CANARY.encode() * 9
        ),
        "jpeg with jfif thumbnail": with_segment(plain, 0xE0, b"JFXX\0\x10" + CANARY.encode() * 9),
        "jpeg with flashpix": with_segment(plain, 0xE2, b"FPXR\0" + CANARY.encode()),
        "jpeg with words in its colours": with_segment(
            plain, 0xE2, b"ICC_PROFILE\0\1\1" + CANARY.encode() * 9
        ),
        "jpeg with ducky": with_segment(plain, 0xEC, b"Ducky\0" + CANARY.encode()),
        "jpeg with signed origin": with_segment(plain, 0xEB, b"JP\0\1" + CANARY.encode() * 9),
        "jpeg with two comments": with_segment(
            with_segment(plain, 0xFE, CANARY.encode()), 0xFE, CANARY.encode()
        ),
        "jpeg grey with gps": saved(drawn(mode="L"), "JPEG", exif=exif()),
        "jpeg with a film behind it": plain + b"\0\0\0\x18ftypmp42" + CANARY.encode() * 9,
        "jpeg of many pictures": saved(drawn(), "MPO", save_all=True, append_images=[drawn()], exif=exif()),
        "png with packed words": with_chunk(png, b"zTXt", b"Comment\0\0" + zlib.compress(CANARY.encode())),
        "png with colours and words": saved(drawn(), "PNG", icc_profile=CANARY.encode() * 9, pnginfo=words),
        "png with something behind it": png + CANARY.encode(),
        "png in grey with words": saved(drawn(mode="L"), "PNG", pnginfo=words),
        "png with physical size and offset": with_chunk(png, b"oFFs", CANARY.encode()[:9]),
        "webp with a profile": saved(drawn(), "WEBP", icc_profile=CANARY.encode() * 9),
        "webp with holes and exif": saved(drawn(mode="RGBA"), "WEBP", lossless=True, exif=exif()),
        "gif with an application's block": saved(drawn(mode="P"), "GIF", comment=CANARY.encode(), loop=0),
        "gif with something behind it": saved(drawn(mode="P"), "GIF") + CANARY.encode(),
        "avif with exif": saved(drawn(), "AVIF", exif=exif(6), xmp=XMP, quality=90),
        "avif with holes": saved(drawn(mode="RGBA"), "AVIF", exif=exif(), quality=90),
        "bmp with something behind it": saved(drawn(), "BMP") + CANARY.encode(),
        "tiff with words": saved(drawn(), "TIFF", tiffinfo={270: CANARY, 315: CANARY, 700: XMP}),
        "tiff turned left": saved(drawn(), "TIFF", tiffinfo={274: 6, 270: CANARY}),
        "tiff with exif": saved(drawn(), "TIFF", exif=exif(), icc_profile=CANARY.encode()),
        "tiff packed": saved(drawn(), "TIFF", compression="tiff_lzw", tiffinfo={270: CANARY}),
        "tiff of a fax": saved(drawn(mode="1"), "TIFF", compression="group4", description=CANARY),
        "heic with a profile": saved(drawn(), "HEIF", exif=exif(), icc_profile=None, xmp=XMP, quality=60),
    }


def paper(*, pages: int = 2) -> Pdf:
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(b"BT /F1 24 Tf 72 700 Td (page %d) Tj ET" % number)
    return pdf


def written(pdf: Pdf, **options: Any) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def acting_paper() -> bytes:
    """A PDF with everything that acts, hides or tells."""
    pdf = paper()
    root = pdf.Root
    script = Dictionary(S=Name.JavaScript, JS=f"app.alert('{CANARY}')")
    root.OpenAction = script
    root.AA = Dictionary(WC=script)
    pdf.attachments["secret.txt"] = CANARY.encode()
    root.Names.JavaScript = Dictionary(Names=Array(["go", script]))
    root.Metadata = pdf.make_stream(XMP)
    pdf.docinfo["/Author"] = CANARY
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script)
    page.Metadata = pdf.make_stream(XMP)
    page.PieceInfo = Dictionary(App=Dictionary(Private=CANARY))
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[0, 0, 100, 100],
        A=Dictionary(S=Name.URI, URI=f"https://example.com/{CANARY}"),
    )
    launch = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.Launch, F=CANARY)
    )
    page.Annots = Array([pdf.make_indirect(link), pdf.make_indirect(launch)])
    photo = pdf.make_stream(saved(drawn(), "JPEG", exif=exif(thumbnail=True), comment=CANARY.encode()))
    for key, value in {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 320, "/Height": 200}.items():
        photo[key] = value
    photo.ColorSpace, photo.BitsPerComponent, photo.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    photo.Metadata = pdf.make_stream(XMP)
    page.Resources.XObject = Dictionary(Im1=photo)
    page.Contents = pdf.make_stream(b"q 320 0 0 200 72 400 cm /Im1 Do Q BT /F1 24 Tf 72 700 Td (seen) Tj ET")
    return written(pdf)


def form_paper() -> bytes:
    """A filled form with a program of its own (XFA) and an appearance that must stay visible."""
    pdf = paper(pages=1)
    look = pdf.make_stream(b"BT /F1 12 Tf 2 5 Td (filled in) Tj ET")
    for key, value in {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 200, 20])}.items():
        look[key] = value
    look.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="amount", V="filled in", F=4,
            Rect=[72, 500, 272, 520], AP=Dictionary(N=look), AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=CANARY)),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=pdf.make_stream(CANARY.encode()), SigFlags=1)
    return written(pdf)


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A small file that unpacks to ``width × height`` pixels."""
    unpacked = ((width + 7) // 8 + 1) * height
    body = zlib.compress(b"\0" * min(unpacked, 20_000_000), 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
