"""Pages that a lawyer's bundle is made with: cover, index of exhibits, a page for what cannot be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from filings.documents.material import Exhibit, Seal
from filings.documents.press import Document, typeset
from filings.documents.wording import day, exhibit_rows, lines, seal_data

Row = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class BundleCover:
    """`rows` are label and value (当事人, 案由, 交付对象 …); `contents` are a part and its pages ("3–7");
    `ledger_head` is the digest of the last ledger entry in the bundle, `ledger_length` their count."""

    number: str
    on: date
    rows: tuple[Row, ...]
    contents: tuple[Row, ...]
    ledger_head: str
    ledger_length: int
    key_id: str
    fingerprint: str
    title: str = "案卷"
    seal: Seal | None = None


def bundle_cover(cover: BundleCover) -> Document:
    data = {
        "heading": cover.title,
        "number": cover.number,
        "date": day(cover.on),
        "rows": [list(row) for row in cover.rows],
        "contents": [list(row) for row in cover.contents],
        "ledger_head": cover.ledger_head.removeprefix("sha256:"),
        "ledger_length": cover.ledger_length,
        "key_id": cover.key_id,
        "fingerprint": cover.fingerprint,
        "seal": seal_data(cover.seal),
    }
    return typeset("cover", data, on=cover.on, title=f"{cover.title} {cover.number}")


def exhibit_index(
    exhibits: Sequence[Exhibit], *, on: date, number: str, seal: Seal | None = None, copies: int = 1
) -> Document:
    """证据目录: every exhibit with what it proves, its pages, and its digest in full."""
    data = {
        "number": number,
        "exhibits": exhibit_rows(exhibits),
        "copies": copies,
        "date": day(on),
        "seal": seal_data(seal),
    }
    return typeset("index", data, on=on, title=f"证据目录 {number}")


def exhibit_page(
    exhibit: Exhibit,
    *,
    on: date,
    number: str,
    why: str = "",
    details: Sequence[Row] = (),
    text: str | None = None,
    seal: Seal | None = None,
) -> Document:
    """The title page of one exhibit: what it is, its digest, and `why` it is not printed itself (sound,
    video, an unreadable file). `details` adds rows such as the length of a recording; `text` prints an
    exhibit that is text, line by line as received."""
    data = {
        "number": number,
        "exhibit": exhibit_rows([exhibit])[0],
        "why": why,
        "details": [list(row) for row in details],
        "text": lines(text) if text is not None else [],
        "seal": seal_data(seal),
    }
    return typeset("exhibit", data, on=on, title=f"证据{exhibit.number} {exhibit.name}")
