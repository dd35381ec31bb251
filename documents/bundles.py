"""Pages that a lawyer's bundle is made with: cover, index of exhibits, a page for what cannot be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from documents.law import Ground, provisions_of, resting_of
from documents.material import Exhibit
from documents.official import form_of
from documents.press import Document, qr, typeset
from documents.requests import kinds
from documents.wording import day, exhibit_rows, law_by_law, statute_rows

Row = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class BundleCover:
    """`rows` are label and value (当事人, 案由, 交付对象 …); `contents` are a part and its pages ("3–7");
    `ledger_head` is the digest of the last ledger entry in the bundle, `ledger_length` their count. `check_url` leads to
    what the portal says of this bundle."""

    number: str
    on: date
    rows: tuple[Row, ...]
    contents: tuple[Row, ...]
    ledger_head: str
    ledger_length: int
    key_id: str
    fingerprint: str
    title: str = "案卷"
    check_url: str = ""


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
        "url": cover.check_url,
        "qr": qr(cover.check_url) if cover.check_url else "",
        "seal": None,
    }
    return typeset("cover", data, on=cover.on, title=f"{cover.title} {cover.number}")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A line of the 证据目录: `held` says 原件 or 复印件, `group` names the group it stands in ("证据一　账单"),
    `cited_as` how the claim or the letters number it."""

    exhibit: Exhibit
    held: str
    group: str = ""
    cited_as: str = ""


def exhibit_index(listed: Sequence[Listed], *, on: date, number: str, **more: Any) -> Document:
    """证据目录: every exhibit with what it proves, its pages, whether it is an original, and its digest in full."""
    data = index_data(listed, on=on, number=number, **more)
    return typeset("index", data, on=on, title=f"证据目录 {number}")


def index_data(
    listed: Sequence[Listed],
    *,
    on: date,
    number: str,
    copies: int = 1,
    cited_in: str = "原编号",
    remark: str = "",
    signed: bool = True,
) -> dict[str, Any]:
    """What the 证据目录 says, for paper and for the editable copy. The column `cited_in` is there when a document of the
    case numbers an exhibit otherwise; `remark` is a sentence below the table; not ``signed``: no line to sign on."""
    groups = [
        {"title": title, "exhibits": [_listed_row(one) for one in some]}
        for title, some in groupby(listed, key=lambda one: one.group)
    ]
    return {
        "number": number,
        "groups": groups,
        "count": len(listed),
        "copies": copies,
        "cited_in": cited_in if any(one.cited_as for one in listed) else "",
        "remark": remark,
        "signed": signed,
        "date": day(on),
        "seal": None,
    }


def _listed_row(one: Listed) -> dict[str, str]:
    row: dict[str, str] = exhibit_rows([one.exhibit])[0]
    return {**row, "form": one.exhibit.form, "held": one.held, "cited_as": one.cited_as}


@dataclass(frozen=True, kw_only=True)
class ExhibitSheet:
    """The title page of one exhibit: what it is, its digest, and `why` it is not printed itself (sound,
    video, an unreadable file). `details` adds rows such as the length of a recording; `picture` is drawn
    below: PNG, JPEG or SVG."""

    exhibit: Exhibit
    held: str = ""
    why: str = ""
    details: Sequence[Row] = ()
    picture: bytes = b""


def exhibit_sheets(sheets: Sequence[ExhibitSheet], *, on: date, number: str) -> Document:
    """The title pages of several exhibits in one go, each on a new page and with a bookmark of its own."""
    data = {
        "number": number,
        "seal": None,
        "sheets": [
            {
                "exhibit": _listed_row(Listed(exhibit=one.exhibit, held=one.held)),
                "why": one.why,
                "details": [list(row) for row in one.details],
                "picture": list(one.picture),
            }
            for one in sheets
        ],
    }
    return typeset("exhibit", data, on=on, title=f"证据 {number}")


def volume_sheet(*, on: date, number: str, which: str, rows: Sequence[Row]) -> Document:
    """The page in front of a further volume: which it is, and what it holds."""
    data = {"heading": f"案卷　{which}", "number": number, "rows": [list(row) for row in rows], "seal": None}
    return typeset("sheet_of_volume", data, on=on, title=f"案卷 {which} {number}")


def accompanying_note(
    *, on: date, number: str, recipient: str, matter: str, period: str, exhibits: int, statutes: bool
) -> Document:
    """What stands in front where no letter does: what the bundle is about and holds. Names nobody who complains."""
    data = {
        "number": number,
        "recipient": recipient,
        "matter": matter,
        "period": period,
        "exhibits": exhibits,
        "statutes": statutes,
        "date": day(on),
        "seal": None,
    }
    return typeset("note", data, on=on, title=f"随案说明 {number}")


def statutes_annex(grounds: Sequence[Ground], *, on: date, number: str, event: date) -> Document | None:
    """The articles that the grounds rest on, in the words in force on the day of the event; one whose wording is not
    verified by its number alone. None where nothing is cited."""
    rows = statute_rows(grounds)
    if not rows:
        return None
    quoted = {one.citation for one in provisions_of(grounds)}
    # Penalties stay with those who impose them.
    codes = [code for slug in form_of("court").requests if (code := kinds()[slug].get("code"))]
    besides = [one for one in resting_of(grounds, codes) if one.citation not in quoted]
    data = {
        "number": number,
        "event": day(event),
        "statutes": rows,
        "besides": law_by_law(besides),
        "seal": None,
    }
    cited = (
        *((one.id, one.quoted) for one in provisions_of(grounds)),
        *((one.id, None) for one in besides),
    )
    return typeset("statutes", data, on=on, title=f"法律条文附件 {number}", cited=cited)
