"""The portal's keys: files of mode 0600 in ``settings.KEYS_DIR``, outside database and backup.

Four kinds, each a folder whose newest file (by name) is in use and whose older files still open what they closed:

- ``signing/<name>.pem``   Ed25519 private keys: receipts, bundles
- ``push/<name>.pem``      P-256 private keys: who the portal is to push services; another one ends every subscription
- ``data/<name>.key``      32 raw bytes each: the ring that wraps personal data and the keys of sealed bytes
- ``index/index.key``      32 raw bytes: the HMAC of the blind index (one key; changing it means re-indexing)

A key is made on first use in development. A file whose name starts with ``generated-`` was made so, and
``check --deploy`` refuses it: an operator makes and guards the keys of a real portal.
"""

import hashlib
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

GENERATED = "generated-"


def _write_once(path: Path, content: bytes) -> None:
    """Write ``content`` with mode 0600; when another process was first, keep what it wrote."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()


def _files(kind: str, suffix: str, make: bytes | None = None) -> list[Path]:
    folder = Path(settings.KEYS_DIR) / kind
    files = sorted(path for path in folder.glob(f"*{suffix}") if not path.name.startswith("."))
    if files:
        return files
    content = make if make is not None else secrets.token_bytes(32)
    _write_once(folder / f"{GENERATED}1{suffix}", content)
    return sorted(path for path in folder.glob(f"*{suffix}") if not path.name.startswith("."))


def key_id(public: Ed25519PublicKey) -> str:
    """Name of a signing key: the first 16 hexadecimal digits of the SHA-256 of its raw public bytes."""
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


@lru_cache(maxsize=4)
def _signing_ring(folder: str) -> tuple[Ed25519PrivateKey, ...]:
    fresh = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    ring = []
    for path in _files("signing", ".pem", fresh):
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"{path.name}: not an Ed25519 key")
        ring.append(key)
    return tuple(ring)


def signing_key() -> Ed25519PrivateKey:
    """The Ed25519 key that signs now: the newest by file name."""
    return _signing_ring(str(settings.KEYS_DIR))[-1]


def signing_key_named(name: str) -> Ed25519PrivateKey:
    """The key of the ring with this id, the present one or an older; KeyError when it is gone."""
    return {key_id(key.public_key()): key for key in _signing_ring(str(settings.KEYS_DIR))}[name]


def signing_key_id() -> str:
    return key_id(signing_key().public_key())


def public_keys() -> dict[str, Ed25519PublicKey]:
    """Every public key whose signatures count, by its id: the present one and those before it."""
    return {key_id(key.public_key()): key.public_key() for key in _signing_ring(str(settings.KEYS_DIR))}


@lru_cache(maxsize=4)
def _push_ring(folder: str) -> tuple[ec.EllipticCurvePrivateKey, ...]:
    fresh = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    ring = []
    for path in _files("push", ".pem", fresh):
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError(f"{path.name}: not a P-256 key")
        ring.append(key)
    return tuple(ring)


def push_key() -> ec.EllipticCurvePrivateKey:
    """The P-256 key that signs to push services: the newest by file name. Made on first use where push is offered."""
    return _push_ring(str(settings.KEYS_DIR))[-1]


def public_key_pem() -> bytes:
    return (
        signing_key()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def public_key_pem_named(name: str) -> bytes:
    """The public key with this id, present or older; KeyError when it is gone."""
    return public_keys()[name].public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def public_key_fingerprint() -> str:
    """SHA-256 over the raw public key, published apart from any bundle: ``sha256:<hex>``."""
    raw = signing_key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def public_key_fingerprints() -> list[str]:
    """Of every key whose signatures count, the present one first: ``sha256:<hex>``. Makes no key where there is none."""
    if not any((Path(settings.KEYS_DIR) / "signing").glob("*.pem")):
        return []
    ring = [key.public_key() for key in reversed(_signing_ring(str(settings.KEYS_DIR)))]
    raw = [key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw) for key in ring]
    return [f"sha256:{hashlib.sha256(one).hexdigest()}" for one in raw]


@lru_cache(maxsize=4)
def _data_ring(folder: str) -> dict[str, bytes]:
    ring = {path.stem: path.read_bytes() for path in _files("data", ".key")}
    for name, key in ring.items():
        if len(key) != 32:
            raise ValueError(f"{name}.key: a data key has 32 bytes, this has {len(key)}")
    return ring


def data_keys() -> dict[str, bytes]:
    """The AES-256 key ring by name, oldest first; new values are closed with the last."""
    return _data_ring(str(settings.KEYS_DIR))


@lru_cache(maxsize=4)
def _index_key(folder: str) -> bytes:
    return _files("index", ".key")[-1].read_bytes()


def index_key() -> bytes:
    return _index_key(str(settings.KEYS_DIR))


def generated_keys() -> list[str]:
    """Names of the keys that were made by the portal itself; a deployment must have none."""
    return [
        str(path.relative_to(settings.KEYS_DIR)) for path in Path(settings.KEYS_DIR).glob(f"*/{GENERATED}*")
    ]
