"""How bytes are closed and opened: chunked AES-256-GCM under a key of their own, wrapped by the portal's key ring.

The form on disk (version 1) is a header of 11 bytes (``ANS1`` and 7 random bytes) and then chunks of 64 KiB, each with
its 16-byte tag. A chunk's nonce is those 7 bytes, its number (4 bytes) and whether it is the last (1 byte): the STREAM
construction, by which a chunk that is missing, moved, repeated or added does not open. The object's id is bound in.
"""

import io
import json
import secrets
import uuid
from collections.abc import Iterable, Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core import keys

CHUNK = 64 * 1024
TAG = 16
MAGIC = b"ANS1"
_PREFIX = 7
_NONCE = 12


class SealBroken(Exception):
    """Stored bytes do not open: changed, cut, lengthened, put in another's place, or their key is not in the ring."""


class Erased(Exception):
    """The key was destroyed on purpose; the bytes cannot be read again by anyone."""


def _key_for(key: bytes, purpose: str) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=f"anning:{purpose}:1".encode()).derive(key))


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\1" if last else b"\0")


def wrap(key: bytes, *, object_id: uuid.UUID) -> tuple[str, bytes]:
    """The name of the ring's present key, and ``key`` closed with it."""
    name, outer = list(keys.data_keys().items())[-1]
    nonce = secrets.token_bytes(_NONCE)
    return name, nonce + AESGCM(outer).encrypt(nonce, key, b"anning:sealed:" + object_id.bytes)


def unwrap(wrapped: bytes, *, key_id: str, object_id: uuid.UUID) -> bytes:
    outer = keys.data_keys().get(key_id)
    if outer is None:
        raise SealBroken(f"no data key named {key_id!r}")
    try:
        return AESGCM(outer).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], b"anning:sealed:" + object_id.bytes)
    except InvalidTag:
        raise SealBroken("the wrapped key does not open") from None


def close_words(words: dict[str, str], key: bytes, *, object_id: uuid.UUID) -> bytes:
    """Short texts under the same key as the bytes they describe, so that both are erased at once."""
    nonce = secrets.token_bytes(_NONCE)
    plain = json.dumps(words, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return nonce + _key_for(key, "words").encrypt(nonce, plain, object_id.bytes)


def open_words(closed: bytes, key: bytes, *, object_id: uuid.UUID) -> dict[str, str]:
    try:
        plain = _key_for(key, "words").decrypt(closed[:_NONCE], closed[_NONCE:], object_id.bytes)
    except InvalidTag:
        raise SealBroken("the words beside the bytes do not open") from None
    words: dict[str, str] = json.loads(plain.decode("utf-8", "surrogatepass"))
    return words


def _whole_chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in chunks of 64 KiB, the last one shorter; nothing at all gives one empty chunk."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) > CHUNK:  # never empties it: the last chunk is known only at the end
            yield bytes(held[:CHUNK])
            del held[:CHUNK]
    yield bytes(held)


def closed_chunks(pieces: Iterable[bytes], key: bytes, *, object_id: uuid.UUID) -> Iterator[bytes]:
    """Encrypt a stream; holds two chunks at most."""
    prefix = secrets.token_bytes(_PREFIX)
    cipher = _key_for(key, "bytes")
    yield MAGIC + prefix
    chunks = _whole_chunks(pieces)
    chunk = next(chunks)
    number = 0
    for following in chunks:
        yield cipher.encrypt(_nonce(prefix, number, False), chunk, object_id.bytes)
        chunk, number = following, number + 1
    yield cipher.encrypt(_nonce(prefix, number, True), chunk, object_id.bytes)


class OpenedBytes(io.RawIOBase):
    """The plain bytes of a closed stream, read forwards once; SealBroken at the first chunk that is not what was written.

    ``start`` begins at that plain byte, where the source can seek: a chunk before it is neither read nor checked.
    """

    def __init__(self, source: IO[bytes], key: bytes, *, object_id: uuid.UUID, start: int = 0) -> None:
        self._source = source
        self._cipher = _key_for(key, "bytes")
        self._bound = object_id.bytes
        header = self._exactly(len(MAGIC) + _PREFIX)
        if len(header) != len(MAGIC) + _PREFIX or not header.startswith(MAGIC):
            raise SealBroken("the stored bytes do not begin with the seal's header")
        self._prefix = header[len(MAGIC) :]
        self._number, skipped = divmod(start, CHUNK)
        if self._number:
            source.seek(len(header) + self._number * (CHUNK + TAG))
        self._following = self._exactly(CHUNK + TAG)
        self._ended = False
        self._ready = memoryview(b"")
        if skipped:
            self._open_next()
            self._ready = self._ready[skipped:]

    def _exactly(self, size: int) -> bytes:
        """``size`` bytes, fewer only at the end: a source may hand out less than was asked."""
        parts: list[bytes] = []
        while size > 0 and (part := self._source.read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _open_next(self) -> None:
        closed = self._following
        self._following = self._exactly(CHUNK + TAG) if len(closed) == CHUNK + TAG else b""
        last = not self._following
        try:
            plain = self._cipher.decrypt(_nonce(self._prefix, self._number, last), closed, self._bound)
        except (InvalidTag, ValueError):
            raise SealBroken(f"stored bytes were changed or cut at chunk {self._number}") from None
        self._number += 1
        self._ended = last
        self._ready = memoryview(plain)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and not self._ended:
            self._open_next()
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()
