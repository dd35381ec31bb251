"""The receipt that a complainant keeps: one page, no personal data, checkable without us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.material import Seal
from documents.press import Document, qr, typeset
from documents.wording import SHANGHAI, moment, seal_data

SHOWN = 6  # digests of exhibits that fit on the page; the signed token holds all of them
LONGEST = 1800  # characters of a token that fit on the page; a longer one is on the check page


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """`exhibits` are digests in order; `token` is the signed receipt itself; `kind` in Chinese words."""

    number: str
    kind: str
    filed_at: datetime
    facts_digest: str
    story_digest: str = ""
    exhibits: tuple[str, ...]
    key_id: str
    fingerprint: str
    token: str
    check_url: str
    # The same in short for a reader of another language, in which the case was filed; "" where that is the Chinese above.
    read: str = ""


def receipt_document(receipt: Receipt) -> Document:
    """The receipt as a page: number, time, digests, the signature and how to check it."""
    data: Mapping[str, Any] = {
        "number": receipt.number,
        "kind": receipt.kind,
        "filed_at": moment(receipt.filed_at),
        "facts_digest": receipt.facts_digest.removeprefix("sha256:"),
        "story_digest": receipt.story_digest.removeprefix("sha256:"),
        "exhibits": [digest.removeprefix("sha256:") for digest in receipt.exhibits[:SHOWN]],
        "count": len(receipt.exhibits),
        "key_id": receipt.key_id,
        "fingerprint": receipt.fingerprint,
        "token": receipt.token if len(receipt.token) <= LONGEST else "",
        "url": receipt.check_url,
        "read": receipt.read,
        "qr": qr(receipt.check_url),
        "seal": seal_data(
            Seal(number=receipt.number, digest=receipt.facts_digest, check_url=receipt.check_url)
        ),
    }
    on = receipt.filed_at.astimezone(SHANGHAI).date()
    return typeset("receipt", data, on=on, title=f"投诉收件回执 {receipt.number}")
