"""The house's printer of the pages that are not exhibits: cover, 证据目录, a title page an exhibit, text exhibits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typst

from filings.bundle.contents import BundleContents
from filings.bundle.volume import Part, Printer, Row
from filings.documents import BundleCover, Exhibit, bundle_cover, exhibit_index, exhibit_page
from filings.documents.glyphs import font_folder, printable

_TEMPLATE = Path(__file__).with_name("text.typ")


def printer(*, key_id: str, fingerprint: str) -> Printer:
    """``fingerprint`` of the signing key, for the cover."""

    def cover(contents: BundleContents, parts: Sequence[Part]) -> bytes:
        rows = [("事由", contents.title), ("交付对象", contents.recipient), ("制作", contents.prepared_by)]
        if contents.check_url:
            rows.append(("在线核对", contents.check_url))
        if contents.omitted:
            rows.append(
                (
                    "未列入的证据",
                    f"{len(contents.omitted)} 件：" + "；".join(each.why for each in contents.omitted),
                )
            )
        return bundle_cover(
            BundleCover(
                number=contents.number,
                on=_day(contents),
                rows=tuple(rows),
                contents=tuple((part.title, part.place) for part in parts),
                ledger_head=contents.ledger_head,
                ledger_length=len(contents.ledger),
                key_id=key_id,
                fingerprint=fingerprint.removeprefix("sha256:"),
            )
        ).pdf

    return Printer(cover=cover, index=index, title_page=title_page, text=text_pages)


def index(contents: BundleContents, rows: Sequence[Row]) -> bytes:
    return exhibit_index([_exhibit(row) for row in rows], on=_day(contents), number=contents.number).pdf


def title_page(contents: BundleContents, row: Row) -> bytes:
    details = [("原始文件", row.path), ("页码", f"第 {row.place} 页")]
    original = row.exhibit.ledger_sha256
    if original and original != row.exhibit.sha256:
        details.append(("遮盖前原件的校验值", original.removeprefix("sha256:")))
    why = f"本件未逐页打印：{row.why_not}。" if row.why_not else ""
    return exhibit_page(
        _exhibit(row), on=_day(contents), number=contents.number, why=why, details=details
    ).pdf


def _exhibit(row: Row) -> Exhibit:
    exhibit = row.exhibit
    return Exhibit(
        number=exhibit.number,
        name=exhibit.name,
        source=exhibit.source,
        sha256=exhibit.sha256,
        size=exhibit.size,
        received_at=exhibit.received_at,
        proves=exhibit.proves,
        pages=row.printed or None,
        place=row.place,
        form=exhibit.form,
        original=exhibit.original,
    )


def _day(contents: BundleContents) -> date:
    return contents.exported_at.date()


def text_pages(contents: BundleContents, title: str, text: str) -> bytes:
    """A text exhibit, line by line as received; a character that no font has stands there as its number."""
    lines = printable(text).expandtabs(4).split("\n")
    return typst.compile(
        str(_TEMPLATE),
        sys_inputs={"data": json.dumps({"title": printable(title), "lines": lines}, ensure_ascii=False)},
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="a-2b",
        timestamp=int(contents.exported_at.timestamp()),
    )
