"""Pages with words on them, painted and typeset, and where on them what stands."""

import io
from collections.abc import Sequence

import typst
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from accounts.actors import Actor
from complaints.models import Complaint, Draft
from complaints.services import ComplainantInput, file_complaint

LINES = ("您好王小明先生", "请致电 13800138000 联系", "借款 5000 元 今天还款")
# Fractions of the painted page: left, top, width, height.
PAGE = {"first": [0.03, 0.1, 0.94, 0.2], "phone": [0.03, 0.35, 0.94, 0.2]}
WIDTH, HEIGHT = 1080, 600


def written_page(lines: Sequence[str] = LINES, form: str = "PNG", **options: object) -> bytes:
    """A picture with a line of words in each quarter of its height."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen, letters = ImageDraw.Draw(picture), ImageFont.truetype(str(sans_path()), 44)
    for place, line in enumerate(lines):
        pen.text((60, 80 + place * 150), line, fill="black", font=letters)
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def typeset(pages: Sequence[str]) -> bytes:
    """A paper with a text layer: each page one line at its top. The same words give the same bytes."""
    words = "\n#pagebreak()\n".join(pages)
    return typst.compile(
        f'#set page(paper: "a5")\n#set text(font: "Noto Sans SC", size: 16pt)\n{words}'.encode(),
        format="pdf",
        font_paths=[str(sans_path().parent)],
        timestamp=0,
    )


def filed_out_of(draft: Draft, holder: Actor) -> Complaint:
    return file_complaint(
        by=holder,
        kind="harassment",
        situations=["optout_ignored"],
        story="回了退订还是收到。",
        facts={"event": {"first": "2026-03-01", "last": "2026-03-02"}},
        complainant=ComplainantInput(name="王小宁", phone="13900001234", region="310113"),
        respondents=[],
        contacts=[],
        draft=draft,
    ).complaint
