"""The files of the demonstration: screenshots drawn from their text, bills printed as PDF. Same story, same bytes."""

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from documents.glyphs import font_folder
from workbench.demo.story import Bill, Paper, Picture

WIDTH, MARGIN, INK, SOFT = 780, 48, (20, 26, 24), (120, 128, 124)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    sans = sorted(path for path in Path(font_folder()).rglob("*") if path.suffix in {".ttf", ".otf", ".ttc"})
    return ImageFont.truetype(str(next((p for p in sans if "Sans" in p.name), sans[0])), size)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines, line = [], ""
    for character in text:
        if font.getlength(line + character) > width:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


def screenshot(picture: Picture) -> bytes:
    """A phone's screen with the sender above, the time, and one bubble a message; PNG."""
    bubbles = [_wrapped(line, _font(34), WIDTH - 4 * MARGIN) for line in picture.lines]
    height = 330 + sum(48 * len(bubble) + 96 for bubble in bubbles)
    image = Image.new("RGB", (WIDTH, height), (247, 248, 247))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 150), fill=(236, 239, 237))
    draw.text((WIDTH / 2, 95), picture.title, font=_font(40), fill=INK, anchor="mm")
    draw.text((WIDTH / 2, 210), picture.time, font=_font(28), fill=SOFT, anchor="mm")
    top = 260
    for bubble in bubbles:
        bottom = top + 48 * len(bubble) + 56
        draw.rounded_rectangle(
            (MARGIN, top, WIDTH - 2 * MARGIN, bottom), 28, fill=(255, 255, 255), outline=(214, 220, 217)
        )
        for place, line in enumerate(bubble):
            draw.text((MARGIN + 32, top + 24 + 48 * place), line, font=_font(34), fill=INK)
        top = bottom + 40
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def bill(one: Bill) -> bytes:
    """A telephone bill of one month as PDF with its text, drawn like the screenshots."""
    image = Image.new("RGB", (1240, 1754), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.text((620, 160), "通信费用账单", font=_font(64), fill=INK, anchor="mm")
    draw.text(
        (140, 280), f"客户：{one.holder}    号码：{one.number}    账期：{one.month}", font=_font(34), fill=INK
    )
    top = 380
    for name, yuan in (("项目", "金额（元）"), *one.rows):
        draw.text((140, top), name, font=_font(36), fill=INK)
        draw.text((1100, top), yuan, font=_font(36), fill=INK, anchor="ra")
        draw.line((140, top + 64, 1100, top + 64), fill=(200, 206, 203), width=2)
        top += 90
    draw.text((140, 1600), "演示用账单，户名和号码均为虚构。", font=_font(28), fill=SOFT)
    out = io.BytesIO()
    image.save(out, "PDF", resolution=150, creationDate=None, modDate=None)
    return out.getvalue()


def paper(one: Paper) -> bytes:
    """A form with a line for each entry; PNG."""
    image = Image.new("RGB", (1000, 300 + 90 * len(one.rows)), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.text((500, 90), one.title, font=_font(48), fill=INK, anchor="mm")
    for place, (name, value) in enumerate(one.rows):
        top = 170 + 90 * place
        draw.text((80, top), name, font=_font(34), fill=SOFT)
        draw.text((300, top), value, font=_font(34), fill=INK)
        draw.line((80, top + 64, 920, top + 64), fill=(200, 206, 203), width=2)
    draw.text((500, image.height - 60), "演示用表单，内容均为虚构。", font=_font(26), fill=SOFT, anchor="mm")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
