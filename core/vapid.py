"""How a server says to a browser maker's push service who it is (VAPID, RFC 8292): a token signed with the portal's key."""

import base64
import json
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from core.retention_and_limits import PUSH_TOKEN_LIFE


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def public_key(key: ec.EllipticCurvePrivateKey) -> str:
    """As a browser takes it: the uncompressed point."""
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return _text(point)


def authorization(endpoint: str, *, contact: str, key: ec.EllipticCurvePrivateKey, at: datetime) -> str:
    """The header for one push service; ``contact`` is whom it may write to about the portal, mailto: or https:."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + PUSH_TOKEN_LIFE).timestamp()),
        "sub": contact,
    }
    head = _text(json.dumps({"typ": "JWT", "alg": "ES256"}, separators=(",", ":")).encode())
    signed = f"{head}.{_text(json.dumps(claims, separators=(',', ':')).encode())}"
    first, second = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={signed}.{_text(first.to_bytes(32) + second.to_bytes(32))}, k={public_key(key)}"
