"""Screenshots of phones that never were: painted, so that what is read from them can be compared with what was written."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Look:
    """How a telephone draws its messages. Lengths in pixels."""

    width: int = 1170
    height: int = 2532
    letters: int = 51
    ground: Colour = (255, 255, 255)
    bubble: Colour = (233, 233, 235)
    own: Colour = (52, 199, 89)
    ink: Colour = (0, 0, 0)
    own_ink: Colour = (255, 255, 255)
    soft: Colour = (142, 142, 147)
    header_left: bool = False  # Android: the sender beside the arrow
    margin: int = 48
    status: str = "9:41"
    foot: str = "信息"


IPHONE = Look()
DARK = Look(ground=(0, 0, 0), bubble=(38, 38, 41), ink=(255, 255, 255), foot="文本信息·短信")
ANDROID = Look(
    width=1080,
    height=2340,
    letters=46,
    ground=(245, 246, 247),
    bubble=(255, 255, 255),
    own=(200, 226, 255),
    own_ink=(0, 0, 0),
    header_left=True,
    margin=56,
    status="上午9:26",
    foot="短信",
)


@dataclass(frozen=True)
class Date:
    text: str


@dataclass(frozen=True)
class Said:
    text: str
    own: bool = False


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(sans_path()), size)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for sign in text:
        if sign == "\n":
            lines.append("")
        elif font.getlength(lines[-1] + sign) > width:
            lines.append(sign)
        else:
            lines[-1] += sign
    return lines


def screen(
    sender: str, items: Sequence[Date | Said], look: Look = IPHONE, *, long: bool = False
) -> Image.Image:
    """A picture of a conversation; a ``long`` one is as high as it needs, as when several screens were joined."""
    font, small = _font(look.letters), _font(look.letters * 2 // 3)
    step = round(look.letters * 1.3)
    inside = 36
    height = (
        look.height
        if not long
        else 900 + sum((len(_wrapped(one.text, font, look.width * 7 // 10)) + 2) * step for one in items)
    )
    picture = Image.new("RGB", (look.width, height), look.ground)
    pen = ImageDraw.Draw(picture)
    pen.text((90, 50), look.status, look.ink, small)
    pen.text((look.width - 230, 50), "5G 86", look.ink, small)
    if look.header_left:
        pen.text((170, 170), sender, look.ink, _font(look.letters + 8))
        y = 330
    else:
        pen.text((40, 180), "〈", look.soft, font)
        pen.text((look.width / 2, 290), sender, look.ink, small, anchor="mm")
        y = 400
    for one in items:
        if isinstance(one, Date):
            pen.text((look.width / 2, y + step / 2), one.text, look.soft, small, anchor="mm")
            y += round(step * 1.6)
            continue
        lines = _wrapped(one.text, font, look.width * 7 // 10)
        wide = round(max(font.getlength(line) for line in lines)) + 2 * inside
        left = look.width - look.margin - wide if one.own else look.margin
        box = (left, y, left + wide, y + len(lines) * step + 2 * inside - 10)
        pen.rounded_rectangle(box, 48, look.own if one.own else look.bubble)
        for place, line in enumerate(lines):
            ink = look.own_ink if one.own else look.ink
            pen.text((left + inside, y + inside - 10 + place * step), line, ink, font)
        y = round(box[3]) + 14
    pen.rounded_rectangle((150, height - 190, look.width - 60, height - 90), 50, outline=look.soft, width=3)
    pen.text((200, height - 170), look.foot, look.soft, font)
    return picture


def as_png(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()
