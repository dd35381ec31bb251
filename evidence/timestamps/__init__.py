"""Trusted time (RFC 3161): asking an authority for a token, and checking one. Knows no database and no settings."""

from evidence.timestamps.asking import AuthorityAway, ask, request_for
from evidence.timestamps.checking import Stamp, TokenRefused, check_reply, read_roots, verify_token

__all__ = [
    "AuthorityAway",
    "Stamp",
    "TokenRefused",
    "ask",
    "check_reply",
    "read_roots",
    "request_for",
    "verify_token",
]
