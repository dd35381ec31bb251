"""The house's printer: cover, index and title pages as ``filings.documents`` sets them, text exhibits set here."""

from __future__ import annotations

import json

import typst

from filings.bundle.contents import BundleContents
from filings.documents.glyphs import font_folder, printable

_TEXT = """#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set page(paper: "a4", margin: (top: 22mm, bottom: 20mm, left: 22mm, right: 22mm))
#set text(font: "Noto Serif SC", size: 10.5pt, lang: "zh", region: "cn", hyphenate: false)
#set par(leading: 0.7em, spacing: 0.7em, justify: false)
#show regex("[!-~]{18,}"): it => it.text.clusters().map(box).join()
#for line in data.lines [#if line == "" [#v(0.7em)] else [#par(text(line))]]
"""


def text_pages(contents: BundleContents, title: str, text: str) -> bytes:
    """A text exhibit, line by line as received; a character that no font has stands there as its number."""
    lines = printable(text).expandtabs(4).split("\n")
    return typst.compile(
        _TEXT.encode(),
        sys_inputs={"data": json.dumps({"title": printable(title), "lines": lines}, ensure_ascii=False)},
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="a-2b",
        timestamp=int(contents.exported_at.timestamp()),
    )
