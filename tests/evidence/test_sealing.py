"""Sealed bytes in the storage: P4 sizes, flat memory, nothing half-kept, erasure."""

import hashlib
import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, InMemoryStorage

from evidence.models import Sealed
from evidence.sealed import sealing
from tests.evidence.conftest import stored_files

MIB = 1024 * 1024
SIZES = [
    0,
    1,
    65_535,
    65_536,
    65_537,
    MIB - 1,
    MIB,
    MIB + 1,
    5 * MIB // 2 - 1,
    5 * MIB // 2,
    5 * MIB // 2 + 1,
    25 * MIB,
]


@pytest.mark.django_db
@pytest.mark.parametrize("size", SIZES)
def test_every_size_comes_back(size: int, store: Path) -> None:
    content = random.Random(size).randbytes(size)
    sealed = sealing.seal(io.BytesIO(content))
    assert sealed.size == size
    assert sealed.sha256 == f"sha256:{hashlib.sha256(content).hexdigest()}"
    with sealing.open_sealed(Sealed.objects.get(pk=sealed.pk)) as plain:
        assert plain.read() == content
    sealing.recheck(sealed)
    assert len(stored_files(store)) == 1


MEASURE = """
import hashlib, os, resource, sys
sys.path.insert(0, sys.argv[1])
import django; django.setup()
from evidence.sealed import sealing

class Flowing:
    \"\"\"So many bytes, never held together.\"\"\"
    def __init__(self, size):
        self.left, self.said = size, hashlib.sha256()
    def read(self, size):
        piece = os.urandom(min(size, self.left))
        self.left -= len(piece)
        self.said.update(piece)
        return piece

def run(size):
    stream = Flowing(size)
    sealed = sealing.store(stream)
    sealing.recheck(sealed)
    assert (sealed.size, sealed.sha256) == (size, "sha256:" + stream.said.hexdigest())
    sealing.forget(sealed)

run(1024 * 1024)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
run(100 * 1024 * 1024)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_hundred_mebibytes_take_no_more_memory() -> None:
    """In a process of its own, whose highest memory is read before and after; in megabytes."""
    command = [sys.executable, "-c", MEASURE, str(Path(__file__).resolve().parents[2])]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert int(done.stdout) < 40


@pytest.mark.django_db
def test_past_the_limit_nothing_is_kept(store: Path) -> None:
    with pytest.raises(sealing.TooLarge):
        sealing.seal(io.BytesIO(b"x" * 1001), limit=1000)
    assert stored_files(store) == []
    assert sealing.seal(io.BytesIO(b"x" * 1000), limit=1000).size == 1000


@pytest.mark.django_db
def test_a_stream_that_breaks_leaves_nothing(store: Path) -> None:
    class Broken(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += 1
            if self.given > 40:
                raise ConnectionResetError
            return b"x" * size

    with pytest.raises(ConnectionResetError):
        sealing.seal(Broken())
    assert stored_files(store) == []
    assert not Sealed.objects.exists()


@pytest.mark.django_db
def test_erased_bytes_cannot_be_opened_again() -> None:
    sealed = sealing.seal(io.BytesIO(b"personal"))
    Sealed.objects.filter(pk=sealed.pk).update(wrapped_key=None)
    with pytest.raises(sealing.Erased):
        sealing.open_sealed(Sealed.objects.get(pk=sealed.pk))


@pytest.mark.django_db
def test_a_storage_that_is_no_disk_takes_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = InMemoryStorage()
    monkeypatch.setattr(sealing, "storage", lambda: elsewhere)
    content = random.Random(5).randbytes(300_000)
    sealed = sealing.seal(io.BytesIO(content))
    with sealing.open_sealed(sealed) as plain:
        assert plain.read() == content
    sealing.forget(sealed)
    assert not elsewhere.exists(sealed.name)


@pytest.mark.django_db
def test_stored_bytes_are_nobody_elses_to_read(store: Path) -> None:
    assert isinstance(sealing.storage(), FileSystemStorage)
    sealing.seal(io.BytesIO(b"private words" * 100))
    (file,) = stored_files(store)
    assert file.stat().st_mode & 0o077 == 0
    assert b"private words" not in file.read_bytes()
