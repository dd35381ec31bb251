"""The house's printer of the pages that are not exhibits: cover, 证据目录, a title page an exhibit, text exhibits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import typst

from filings.bundle.contents import BundleContents
from filings.bundle.volume import LINK, Printer, Row
from filings.documents.glyphs import font_folder, printable

TEMPLATES = Path(__file__).parent / "paper"
_SHANGHAI = timezone(timedelta(hours=8))


def printer() -> Printer:
    return Printer(cover=cover, index=index, title_page=title_page, text=text_pages)


def cover(contents: BundleContents, rows: Sequence[Row], pages: int) -> bytes:
    """The cover; ``pages`` is 0 while the page numbers are still being settled."""
    facts = [
        ("案件编号", contents.number),
        ("事由", contents.title),
        ("提供给", contents.recipient),
        ("证据", f"{len(rows)} 件，全卷共 {pages} 页"),
        ("编制", contents.prepared_by),
        ("导出时间", contents.exported_at.astimezone(_SHANGHAI).strftime("%Y年%m月%d日 %H:%M（北京时间）")),
        ("台账末条", contents.ledger_head),
    ]
    if contents.check_url:
        facts.append(("在线核对", contents.check_url))
    return _typeset("cover", contents, {"facts": facts})


def index(contents: BundleContents, rows: Sequence[Row]) -> bytes:
    data = [
        {
            "number": row.exhibit.number,
            "link": LINK + row.exhibit.number,
            "name": row.exhibit.name,
            "form": row.exhibit.form,
            "source": row.exhibit.source,
            "proves": row.exhibit.proves,
            "place": row.place,
            "original": "原件" if row.exhibit.original else "复印件",
            "sha256": row.exhibit.sha256.removeprefix("sha256:"),
        }
        for row in rows
    ]
    return _typeset("index", contents, {"rows": data, "omitted": [each.why for each in contents.omitted]})


def title_page(contents: BundleContents, row: Row) -> bytes:
    exhibit = row.exhibit
    received = exhibit.received_at.astimezone(_SHANGHAI).strftime("%Y年%m月%d日 %H:%M:%S（北京时间）")
    facts = [
        ("证据名称", exhibit.name),
        ("形式", exhibit.form),
        ("来源", exhibit.source),
        ("证明对象", exhibit.proves),
        ("原件或复印件", "原件" if exhibit.original else "复印件"),
        ("收到时间", received),
        ("大小", f"{exhibit.size:,} 字节"),
        ("文件", row.path),
        ("校验值（SHA-256）", exhibit.sha256.removeprefix("sha256:")),
    ]
    if exhibit.ledger_sha256 and exhibit.ledger_sha256 != exhibit.sha256:
        facts.append(("遮盖前原件的校验值", exhibit.ledger_sha256.removeprefix("sha256:")))
    pages = f"以下 {row.printed} 页为本件内容" if row.printed else row.why_not
    return _typeset("exhibit", contents, {"number": exhibit.number, "facts": facts, "pages": pages})


def text_pages(contents: BundleContents, title: str, text: str) -> bytes:
    """A text exhibit, line by line as received; a character that no font has stands there as its number."""
    lines = printable(text).expandtabs(4).split("\n")
    return _typeset("text", contents, {"title": title, "lines": lines})


def _typeset(template: str, contents: BundleContents, data: Mapping[str, Any]) -> bytes:
    """People's words reach typst as data, never as source."""
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="a-2b",
        timestamp=int(contents.exported_at.timestamp()),
    )


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value
