"""The question: a time-stamp request over a digest (RFC 3161, 2.4.1), sent by HTTP POST (3.4)."""

import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from cryptography.x509 import ObjectIdentifier

from core.digests import named

MOST_BYTES = 256 * 1024  # a reply with its certificates has 2 to 8 KiB
PATIENCE = 10.0  # seconds for one step of the network
ALL_PATIENCE = 30.0  # seconds for the whole reply, however slowly it drips

# The algorithm's name as the authority reads it; another follows with its line here and in core.digests.
IDENTIFIERS = {"sha256": "2.16.840.1.101.3.4.2.1", "sm3": "1.2.156.10197.1.401"}


class AuthorityAway(Exception):
    """No reply came: not reached, too slow, not HTTP 200, or too long. Nothing is known; ask again later."""


def _length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    raw = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(raw)]) + raw


def _tagged(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return bytes([tag]) + _length(len(body)) + body


def _integer(value: int) -> bytes:
    return _tagged(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _identifier(dotted: str) -> bytes:
    first, second, *others = (int(arc) for arc in dotted.split("."))
    body = bytearray()
    for arc in (40 * first + second, *others):
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(0x80 | (arc & 0x7F))
        body += bytes(reversed(groups))
    return _tagged(0x06, bytes(body))


def request_for(digest: str, *, nonce: int, policy: str = "") -> bytes:
    """The DER of a request for a token over ``digest``, "sha256:…", with the authority's certificate in the reply.

    Written here because the library hashes what it is given, and the portal stamps hashes that it holds already.
    """
    name, raw = named(digest)
    imprint = _tagged(0x30, _tagged(0x30, _identifier(IDENTIFIERS[name]), b"\x05\x00"), _tagged(0x04, raw))
    wanted = _identifier(ObjectIdentifier(policy).dotted_string) if policy else b""
    return _tagged(0x30, _integer(1), imprint, wanted, _integer(nonce), b"\x01\x01\xff")


class _StayHere(urllib.request.HTTPRedirectHandler):
    """The address in the settings is the authority; where it points to is not."""

    def redirect_request(self, *_: Any) -> None:
        return None


def ask(address: str, request: bytes) -> bytes:
    """Post a request; the raw reply, unchecked. Raises AuthorityAway."""
    handlers: list[urllib.request.BaseHandler] = [_StayHere()]
    if urlsplit(address).hostname in ("127.0.0.1", "::1", "localhost"):
        handlers.append(urllib.request.ProxyHandler({}))
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    question = urllib.request.Request(address, data=request, headers=headers, method="POST")  # noqa: S310
    until = time.monotonic() + ALL_PATIENCE
    try:
        with urllib.request.build_opener(*handlers).open(question, timeout=PATIENCE) as answer:
            return _read(answer, until)
    except urllib.error.HTTPError as refusal:
        raise AuthorityAway(f"HTTP {refusal.code}") from None
    except (OSError, HTTPException, ValueError) as problem:
        raise AuthorityAway(type(getattr(problem, "reason", problem)).__name__) from None


def _read(answer: Any, until: float) -> bytes:
    reply = bytearray()
    while piece := answer.read1(16 * 1024):
        reply += piece
        if len(reply) > MOST_BYTES:
            raise AuthorityAway(f"more than {MOST_BYTES} bytes")
        if time.monotonic() > until:
            raise AuthorityAway("the reply did not end")
    if answer.length:  # what was announced did not all come
        raise AuthorityAway("the reply broke off")
    return bytes(reply)
