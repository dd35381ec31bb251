"""One way to keep bytes, for exhibits, copies and documents: hashed as they come, encrypted under a key of their own."""

import io
import os
import secrets
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils import timezone

from core.digests import finished, hasher
from evidence.models import Sealed
from evidence.sealed import cipher
from evidence.sealed.cipher import CHUNK, Erased, SealBroken

__all__ = [
    "CHUNK", "Erased", "SealBroken", "TooLarge", "forget", "incoming", "open_piece", "open_sealed", "put_back",
    "recheck", "remove", "seal", "storage", "store", "store_note", "store_piece",
]  # fmt: skip


class TooLarge(Exception):
    """The stream went past the limit; nothing of it was kept. ``limit`` in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class _Measured:
    """Pieces of a stream, counted and hashed on the way through."""

    def __init__(self, stream: Any, limit: int | None) -> None:
        self._stream = stream
        self._limit = limit
        self._hash = hasher()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._stream.read(CHUNK):
            self.size += len(piece)
            if self._limit is not None and self.size > self._limit:
                raise TooLarge(self._limit)
            self._hash.update(piece)
            yield piece

    @property
    def sha256(self) -> str:
        return finished(self._hash)


class _Finished(File):
    """A file on the storage's own disk: Django's file storage takes it by a rename instead of copying."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def storage() -> Storage:
    return storages["sealed"]


def store_folder() -> Path | None:
    """Where the files stand, made or not; None when the storage is not a disk."""
    try:
        return Path(storage().path(""))
    except NotImplementedError:
        return None


def incoming() -> Path | None:
    """Where half-written files stand, on the same disk as the finished ones; None when the storage is not a disk."""
    whole = store_folder()
    if whole is None:
        return None
    folder = whole / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _place(part: IO[bytes], name: str, on_disk: bool) -> str:
    """Hand the finished file to the storage under its final name; the name that it was given."""
    part.flush()
    if on_disk:
        os.fsync(part.fileno())
        return storage().save(name, _Finished(part, name=part.name))
    part.seek(0)
    return storage().save(name, File(part, name=name))


def _spread(name: str) -> str:
    """Where a file of that name (hexadecimal) stands: spread over folders."""
    return f"{name[:2]}/{name[2:4]}/{name}"


def _written(measured: _Measured, key: bytes, *, object_id: uuid.UUID, name: str) -> str:
    """Close a stream into a file of that name; the name that it was given, another one when that was taken."""
    folder = incoming()
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f"{Path(name).name}.", delete=False) as part:
        try:
            for chunk in cipher.closed_chunks(measured, key, object_id=object_id):
                part.write(chunk)
            return _place(part, name, folder is not None)
        finally:
            Path(part.name).unlink(missing_ok=True)


def store_note(name: str, content: bytes) -> None:
    """Keep a few plain bytes under a name of their own: whole or not at all. For what must be read without a key."""
    folder = incoming()
    with tempfile.NamedTemporaryFile(dir=folder, prefix="note.", delete=False) as part:
        try:
            part.write(content)
            _place(part, name, folder is not None)
        finally:
            Path(part.name).unlink(missing_ok=True)


def store_piece(stream: Any, key: bytes, *, piece_id: uuid.UUID, limit: int) -> tuple[str, int]:
    """Keep a piece of a file on its way under the file's own key; its name and plain size. Raises TooLarge."""
    measured = _Measured(stream, limit)
    name = _written(measured, key, object_id=piece_id, name=_spread(uuid.uuid4().hex))
    return name, measured.size


def open_piece(name: str, key: bytes, *, piece_id: uuid.UUID) -> io.BufferedReader:
    source = storage().open(name, "rb")
    try:
        return io.BufferedReader(cipher.OpenedBytes(source, key, object_id=piece_id), buffer_size=CHUNK)
    except BaseException:
        source.close()
        raise


def remove(name: str) -> None:
    """Remove stored bytes: the one place where that is done.

    Never in answer to an exception: a COMMIT whose answer was lost raises too, and its row stands. It is done for what
    no row was ever written for, after the commit that took the key or the row away, and by the sweep of what no row knows.
    """
    storage().delete(name)


def store(stream: Any, *, limit: int | None = None) -> Sealed:
    """Keep the bytes of ``stream`` (anything with ``read``) and return their row, not saved yet.

    Nothing stands under the final name before all of it is written. The caller saves the row in its own transaction.
    When that fails the bytes stay, for nobody knows whether it was committed; ``sweep_orphans`` removes what was not.
    Raises TooLarge.
    """
    object_id = uuid.uuid4()
    key = secrets.token_bytes(32)
    measured = _Measured(stream, limit)
    name = _written(measured, key, object_id=object_id, name=_spread(object_id.hex))
    key_id, wrapped = cipher.wrap(key, object_id=object_id)
    return Sealed(
        id=object_id,
        name=name,
        size=measured.size,
        sha256=measured.sha256,
        key_id=key_id,
        wrapped_key=wrapped,
        created_at=timezone.now(),
    )


def seal(stream: Any, *, limit: int | None = None) -> Sealed:
    """``store`` and save: for callers whose bytes need no second look before they count."""
    sealed = store(stream, limit=limit)
    sealed.save(force_insert=True)
    return sealed


def put_back(sealed: Sealed, same: Sealed) -> bool:
    """Where the stored bytes of ``sealed`` are missing, those of ``same`` take their place; whether they did.

    The frozen row stays as it is: the name, the key and the object that the bytes are bound to are its own. ValueError
    when ``same`` holds other bytes; raises as ``open_sealed`` does.
    """
    if (same.size, same.sha256) != (sealed.size, sealed.sha256):
        raise ValueError("these are other bytes")
    if storage().exists(sealed.name):
        return False
    with open_sealed(same) as plain:
        # The same plain bytes under the same key, with a fresh nonce: nothing is learnt from having both.
        name = _written(_Measured(plain, None), sealed.key(), object_id=sealed.id, name=sealed.name)
    if name != sealed.name:
        # Somebody else was quicker.
        remove(name)
        return False
    return True


def forget(sealed: Sealed) -> None:
    """Remove stored bytes whose row was never saved, or whose key was destroyed. See ``remove``."""
    remove(sealed.name)


def open_sealed(sealed: Sealed, *, start: int = 0) -> io.BufferedReader:
    """The plain bytes from ``start`` as a forward stream, each chunk authenticated before it is handed out.

    Raises Erased when the key was destroyed, SealBroken (at once or while reading) when the bytes are not those that
    were sealed, FileNotFoundError when the storage has lost them.
    """
    key = sealed.key()
    source = storage().open(sealed.name, "rb")
    try:
        opened = cipher.OpenedBytes(source, key, object_id=sealed.id, start=start)
        return io.BufferedReader(opened, buffer_size=CHUNK)
    except BaseException:
        source.close()
        raise


def recheck(sealed: Sealed) -> None:
    """Read all of it again and compare size and hash with the row. Raises as ``open_sealed`` does."""
    size = 0
    try:
        measured = hasher(sealed.sha256)
    except ValueError as problem:
        raise SealBroken(str(problem)) from None
    with open_sealed(sealed) as plain:
        while piece := plain.read(CHUNK):
            measured.update(piece)
            size += len(piece)
    if size != sealed.size or finished(measured) != sealed.sha256:
        raise SealBroken("size or hash differ from what was recorded when the bytes came")
