"""The house's printer of the pages that are not exhibits: cover, 证据目录, a title page an exhibit, text exhibits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from documents import (
    BundleCover,
    Exhibit,
    ExhibitSheet,
    Listed,
    bundle_cover,
    exhibit_index,
    exhibit_sheets,
    index_data,
    volume_sheet,
)
from documents.bundle.audience import REDACTED
from documents.bundle.contents import BundleContents, BundleExhibit
from documents.bundle.layout import Part, Row, place_of, spoken, volume_name
from documents.bundle.volume import Printer, group_name
from documents.editable import editable_index
from documents.glyphs import printable
from documents.press import compiled

_TEMPLATE = Path(__file__).with_name("text.typ")
_MOST_PICTURE = 1 << 20  # bytes of a waveform


def printer(*, key_id: str, fingerprint: str) -> Printer:
    """``fingerprint`` of the signing key, for the cover."""

    def cover(contents: BundleContents, parts: Sequence[Part], volumes: int) -> bytes:
        rows = [
            *contents.parties,
            ("事由", contents.title),
            ("交付对象", contents.recipient),
            ("制作", contents.prepared_by),
        ]
        if volumes > 1:
            rows.append(("卷数", f"共 {volumes} 卷，本册为第一卷"))
        if contents.check_url:
            rows.append(("收件回执", contents.check_url))
        if contents.omitted and contents.audience.omitted:
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
                check_url=contents.page_url,
            )
        ).pdf

    return Printer(
        cover=cover,
        index=index,
        title_pages=title_pages,
        sheet=sheet,
        text=text_pages,
        editable=editable,
    )


def editable(contents: BundleContents, rows: Sequence[Row]) -> bytes:
    return editable_index(index_data(listed(rows), **_about(contents)), at=contents.exported_at)


def index(contents: BundleContents, rows: Sequence[Row]) -> bytes:
    return exhibit_index(listed(rows), **_about(contents)).pdf


def _about(contents: BundleContents) -> dict[str, Any]:
    large = [exhibit.number for exhibit in contents.exhibits if contents.on_disc(exhibit)]
    remark = ""
    if large:
        remark = (
            f"证据{'、'.join(large)}的文件超过接收系统每个文件 {contents.volume_bytes >> 20} MB 的上限，"
            "刻录光盘随卷提交，以目录所列的 SHA-256 核对。"
        )
    return {
        "on": _day(contents),
        "number": contents.number,
        "cited_in": contents.cited_in,
        "remark": remark,
        "signed": not contents.audience.note,  # whoever gets no name gets no signature either
    }


def listed(rows: Sequence[Row]) -> list[Listed]:
    return [
        Listed(
            exhibit=_exhibit(row),
            held=row.held,
            group=group_name(row.exhibit),
            cited_as=row.exhibit.cited_as,
        )
        for row in rows
    ]


def title_pages(contents: BundleContents, rows: Sequence[Row]) -> bytes:
    return exhibit_sheets(
        [_title_page(contents, row) for row in rows], on=_day(contents), number=contents.number
    ).pdf


def _title_page(contents: BundleContents, row: Row) -> ExhibitSheet:
    exhibit = row.exhibit
    details = [
        *([(contents.cited_in, exhibit.cited_as)] if exhibit.cited_as else []),
        *exhibit.details,
        ("案卷中的文件", row.path.removeprefix("data/")),
        ("页码", f"第 {row.place} 页" if row.volumes == 1 else f"{row.place} 页"),
    ]
    if exhibit.ledger_sha256 and exhibit.ledger_sha256 != exhibit.sha256:
        details.append(("收到时原件的 SHA-256", exhibit.ledger_sha256.removeprefix("sha256:")))
    if row.on_disc:
        most = contents.volume_bytes >> 20
        details.append(
            ("提交方式", f"文件超过每个 {most} MB 的上限，刻录光盘随卷提交，以上面的 SHA-256 核对")
        )
    picture = b""
    if exhibit.picture is not None:
        with exhibit.picture.open() as stream:
            picture = stream.read(_MOST_PICTURE + 1)
    return ExhibitSheet(
        exhibit=_exhibit(row),
        held=row.held,
        why="".join((_about_copy(exhibit), f"本件未逐页打印：{row.why_not}。" if row.why_not else "")),
        details=details,
        picture=picture if len(picture) <= _MOST_PICTURE else b"",
    )


def _about_copy(exhibit: BundleExhibit) -> str:
    """What was done to what travels instead of the original, for whoever sees black boxes or another digest."""
    if exhibit.travels == REDACTED:
        return "本件是遮盖副本：黑色部分是提交人遮盖的；原件由平台封存，没有改动，校验值见上表。"
    if exhibit.ledger_sha256 and exhibit.ledger_sha256 != exhibit.sha256:
        return "本件是查看副本，不是收到时的文件；原件由平台封存，没有改动，校验值见上表。"
    return ""


def sheet(contents: BundleContents, number: int, rows: Sequence[Row]) -> bytes:
    runs = [run for row in rows for run in row.runs if run.volume == number]
    said = [
        ("内容", spoken(rows)),
        ("页码", place_of(runs[0].first, runs[-1].last)),
        ("卷数", f"共 {rows[0].volumes} 卷；封面、证据目录和各项文书在第一卷；页码各卷连续编排"),
    ]
    return volume_sheet(on=_day(contents), number=contents.number, which=volume_name(number), rows=said).pdf


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
        original=exhibit.travels == "original",
    )


def _day(contents: BundleContents) -> date:
    return contents.exported_at.date()


def text_pages(contents: BundleContents, title: str, text: str) -> bytes:
    """A text exhibit, line by line as received; a character that no font has stands there as its number."""
    lines = printable(text).expandtabs(4).split("\n")
    data = {"title": printable(title), "lines": lines}
    return compiled(_TEMPLATE, data, int(contents.exported_at.timestamp()))
