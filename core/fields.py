"""Personal data at rest: AES-256-GCM with a key ring, bound to the column that it stands in."""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ValidationError
from django.db import models

from core import keys

_NONCE = 12


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    """Made once a key: a page of fifty rows opens fifty values."""
    return AESGCM(key)


def encrypt(plain: str, *, bound_to: str) -> str:
    """``<key name>:<base64 of nonce and ciphertext>``; opens only for the same ``bound_to``."""
    name, key = list(keys.data_keys().items())[-1]
    nonce = secrets.token_bytes(_NONCE)
    closed = _cipher(key).encrypt(nonce, plain.encode(), bound_to.encode())
    return f"{name}:{base64.b64encode(nonce + closed).decode()}"


def decrypt(stored: str, *, bound_to: str) -> str:
    """Raise ValueError when the key is gone, the value was changed, or it stood in another column."""
    name, _, body = stored.rpartition(":")
    key = keys.data_keys().get(name)
    if key is None:
        raise ValueError(f"no data key named {name!r}")
    raw = base64.b64decode(body)
    try:
        return _cipher(key).decrypt(raw[:_NONCE], raw[_NONCE:], bound_to.encode()).decode()
    except InvalidTag:
        raise ValueError(f"the stored value does not open as {bound_to}") from None


def blind_index(value: str) -> str:
    """A keyed hash by which equal values can be found without being readable; "" stays ""."""
    if not value:
        return ""
    return hmac.new(keys.index_key(), value.encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that is ciphertext in the database. It cannot be searched: keep a ``blind_index`` beside it for equality."""

    @property
    def bound_to(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value in (None, "") else encrypt(str(value), bound_to=self.bound_to)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value if value in (None, "") else decrypt(str(value), bound_to=self.bound_to)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in ("isnull",):
            raise ValidationError(f"{self.bound_to} is encrypted and cannot be filtered by {lookup_name!r}")
        return super().get_lookup(lookup_name)
