"""A bundle as a table of files, to be changed and written again as zip or folder, as an attacker would."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents.bundle.verify import canonical
from tests.documents.bundle import case
from tests.documents.bundle.tokens import Authority

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


def forge(files: Files, target: Path) -> Path:
    """The bundle of somebody without the portal's keys who has time: an answer changed, the receipt and the listing signed
    with a key of their own, a time stamp by an authority of their own. Every part agrees with every other.
    """
    forger, forged = Ed25519PrivateKey.generate(), dict(files)
    name = next((name for name in forged if name.startswith("data/filings/")), "data/filings/答复.txt")
    forged[name] = "不予受理".encode()
    index = {**json.loads(forged["data/index.json"]), "key_id": case.key_id(forger), "custody": False}
    for each in [name for name in forged if name.startswith("data/custody/")]:
        del forged[each]
    if "data/receipt.json" in forged:
        payload = {**json.loads(forged["data/receipt.json"])["payload"], "key": case.key_id(forger)}
        signature = base64.urlsafe_b64encode(forger.sign(canonical(payload).encode())).decode().rstrip("=")
        forged["data/receipt.json"] = canonical({"payload": payload, "signature": signature}).encode()
    forged.pop("receipt-public-key.pem", None)
    forged["data/index.json"] = canonical(index).encode()
    payload_files = [content for name, content in forged.items() if name.startswith("data/")]
    info = re.sub(rb"(Anning-Key-Id: ).*", rb"\g<1>" + case.key_id(forger).encode(), forged["bag-info.txt"])
    oxum = b"%d.%d" % (sum(map(len, payload_files)), len(payload_files))
    forged["bag-info.txt"] = re.sub(rb"(Payload-Oxum: ).*", rb"\g<1>" + oxum, info)
    resign(forged, forger)
    if "timestamp.tsr" in forged:
        authority = Authority()
        forged["timestamp.tsr"] = authority.stamp(forged["manifest-sha256.txt"]).reply
        forged["timestamp-root.pem"] = authority.root_pem
        resign(forged, forger)
    return as_zip(forged, target)


def _lines(files: Files, names: list[str], algorithm: str) -> bytes:
    return "".join(f"{hashlib.new(algorithm, files[name]).hexdigest()}  {name}\n" for name in names).encode()
