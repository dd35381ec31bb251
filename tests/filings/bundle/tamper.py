"""A bundle as a table of files, to be changed and written again as zip or folder, as an attacker would."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.filings.bundle import case

Files = dict[str, bytes]
ROOT = "AN-2026-000001/"
UNSIGNED = ("signed-files.txt", "signature.ed25519")


def read(bundle: Path) -> Files:
    with zipfile.ZipFile(bundle) as archive:
        return {name.removeprefix(ROOT): archive.read(name) for name in archive.namelist()}


def as_zip(files: Files, target: Path, root: str = ROOT, method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(target, "w", method) as archive:
        for name in sorted(files):
            archive.writestr(root + name, files[name])
    return target


def as_folder(files: Files, target: Path) -> Path:
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return target


WRITERS: dict[str, Callable[[Files, Path], Path]] = {"zip": as_zip, "folder": as_folder}


def flip(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def rehash(files: Files) -> None:
    """Make every list agree with the files again, as someone does who knows BagIt but has no key."""
    for algorithm in ("sha256", "sha512"):
        payload = sorted(name for name in files if name.startswith("data/"))
        files[f"manifest-{algorithm}.txt"] = _lines(files, payload, algorithm)
    for algorithm in ("sha256", "sha512"):
        tags = sorted(
            name for name in files if not name.startswith(("data/", "tagmanifest-")) and name not in UNSIGNED
        )
        files[f"tagmanifest-{algorithm}.txt"] = _lines(files, tags, algorithm)
    files["signed-files.txt"] = _lines(files, sorted(set(files) - set(UNSIGNED)), "sha256")


def resign(files: Files, private: Ed25519PrivateKey) -> None:
    """Make everything agree and sign it with this key."""
    files["public-key.pem"] = case.pem(private)
    rehash(files)
    files["signature.ed25519"] = private.sign(files["signed-files.txt"])


def _lines(files: Files, names: list[str], algorithm: str) -> bytes:
    return "".join(f"{hashlib.new(algorithm, files[name]).hexdigest()}  {name}\n" for name in names).encode()
