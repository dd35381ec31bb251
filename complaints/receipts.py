"""The signed receipt: what the portal took in, when, under which number. It holds no personal data.

A receipt travels as a token, ``base64url(payload).base64url(signature)``, in its QR code and as text. The payload
is canonical JSON; the signature is Ed25519 over exactly those bytes and can be checked offline with the public key.
"""

import base64
import binascii
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature

from complaints.models import Complaint, Receipt
from core import keys
from core.canonical import canonical, digest, stamp

_VERSION = 1


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(text: str) -> bytes:
    """Strict: a token has one spelling, so a changed character can never decode to the same bytes."""
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _encode(raw) != text:
        raise binascii.Error("not the canonical spelling")
    return raw


def signed(*, complaint: Complaint, exhibits: Sequence[str], at: datetime) -> Receipt:
    """The receipt of a complaint under a code of its own, not stored yet."""
    code = base64.b32encode(secrets.token_bytes(15)).decode()  # 120 random bits
    payload = canonical(
        {
            "version": _VERSION,
            "number": complaint.number,
            "code": code,
            "kind": complaint.kind,
            "filed_at": stamp(at),
            "facts": digest(canonical(complaint.facts)),
            "story": digest(complaint.story),
            "exhibits": list(exhibits),
            "key": keys.signing_key_id(),
        }
    )
    signature = keys.signing_key().sign(payload.encode())
    return Receipt(
        complaint=complaint,
        code=code,
        payload=payload,
        signature=_encode(signature),
        key_id=keys.signing_key_id(),
        issued_at=at,
    )


def token(receipt: Receipt) -> str:
    return f"{_encode(receipt.payload.encode())}.{receipt.signature}"


@dataclass(frozen=True)
class Check:
    """What a token proves: ``payload`` when sound, else ``fault`` says what is wrong."""

    payload: dict[str, Any] | None
    fault: str = ""

    @property
    def sound(self) -> bool:
        return self.payload is not None


def check_token(text: str) -> Check:
    """Check a receipt by its signature alone, without the database."""
    parts = "".join(text.split()).split(".")
    if len(parts) != 2:
        return Check(None, "malformed")
    try:
        payload, signature = _decode(parts[0]), _decode(parts[1])
        content = json.loads(payload)
        public = keys.public_keys().get(content["key"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return Check(None, "malformed")
    if public is None:
        return Check(None, "unknown_key")
    try:
        public.verify(signature, payload)
    except InvalidSignature:
        return Check(None, "forged")
    return Check(content)
