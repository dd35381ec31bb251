"""The bag: BagIt 1.0 (RFC 8493) with payload, manifests, a signed listing of every file, and the means to check it.

Written by our own code and checked with the ``bagit`` library in the tests: that library stamps today's date and its
own version into what it writes, and here the same contents must give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from documents.bundle import verify
from documents.bundle.contents import (
    SHANGHAI,
    BundleContents,
    BundleError,
    BundleExhibit,
    Proof,
    Token,
    safe_name,
    safe_path,
)
from documents.bundle.readme import readme
from documents.bundle.verify import canonical
from documents.bundle.volume import Printer, Volumes, write_volumes

FORMAT = "anning-bundle/1"
UNSTAMPED = "未加盖时间戳"
_CHUNK = 1 << 20
Sign = Callable[[bytes], bytes]


@dataclass
class _Bag:
    """The folder under construction and the hashes of what is already in it: path → (sha256, sha512, size)."""

    folder: Path
    hashes: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    def write(self, path: str, blocks: bytes | Iterator[bytes]) -> None:
        """Write one file and hash it on the way."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        first, second, size = hashlib.sha256(), hashlib.sha512(), 0
        with target.open("xb") as file:
            for block in [blocks] if isinstance(blocks, bytes) else blocks:
                file.write(block)
                first.update(block)
                second.update(block)
                size += len(block)
        self.hashes[path] = (first.hexdigest(), second.hexdigest(), size)

    def take(self, path: str) -> None:
        """Hash a file that something else wrote."""
        with (self.folder / path).open("rb") as file:
            first, second, size = hashlib.sha256(), hashlib.sha512(), 0
            for block in _blocks(file):
                first.update(block)
                second.update(block)
                size += len(block)
        self.hashes[path] = (first.hexdigest(), second.hexdigest(), size)

    def record(self, path: str, value: Any) -> None:
        self.write(path, canonical(value).encode())

    def manifest(self, name: str, place: int, paths: list[str]) -> None:
        lines = "".join(f"{self.hashes[path][place]}  {path}\n" for path in sorted(paths))
        self.write(name, lines.encode())


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_CHUNK):
        yield block


def write_bag(
    contents: BundleContents,
    folder: Path,
    work: Path,
    *,
    sign: Sign,
    public_key_pem: bytes,
    key_id: str,
    printer: Printer,
    stamp: Callable[[bytes], Token | None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write the bag into ``folder``, which must be empty; ``work`` is scratch space.

    ``stamp`` is given ``manifest-sha256.txt`` and answers with an RFC 3161 token for it, or None: the bag then says
    that it is unstamped. ``progress`` hears steps done and steps in all. Raises BundleError.
    """
    steps = _Steps(2 * len(contents.exhibits) + 3, progress)
    bag = _Bag(folder)
    (folder / "data/exhibits").mkdir(parents=True)
    for name, exhibit in zip(contents.names, contents.exhibits, strict=True):
        _copy_exhibit(bag, name, exhibit)
        steps.next()
    volumes = write_volumes(contents, folder, work, printer, steps.next)
    for path in volumes.paths:
        bag.take(path)
    steps.next()
    if contents.audience.editable:
        _write_editable(bag, contents, volumes, printer)
    _write_records(bag, contents, volumes, key_id)
    steps.next()
    _write_tags(bag, contents, public_key_pem, key_id, stamp)
    listing = "".join(f"{bag.hashes[path][0]}  {path}\n" for path in sorted(bag.hashes)).encode()
    bag.write(verify.LISTING, listing)
    bag.write(verify.SIGNATURE, sign(listing))
    steps.next()


class _Steps:
    def __init__(self, total: int, progress: Callable[[int, int], None] | None) -> None:
        self.done, self.total, self._progress = 0, total, progress

    def next(self) -> None:
        self.done += 1
        if self._progress is not None:
            self._progress(self.done, self.total)


def _copy_exhibit(bag: _Bag, name: str, exhibit: BundleExhibit) -> None:
    path = f"data/exhibits/{name}"
    with exhibit.open() as stream:
        bag.write(path, _blocks(stream))
    sha256, _, size = bag.hashes[path]
    if f"sha256:{sha256}" != exhibit.sha256 or size != exhibit.size:
        raise BundleError(f"证据{exhibit.number}的内容与收到时的校验值不符，案卷没有生成；请先核对存储")


def _write_editable(bag: _Bag, contents: BundleContents, volumes: Volumes, printer: Printer) -> None:
    """What somebody goes on writing in; the PDF stays what it is."""
    bag.write("data/editable/证据目录.docx", printer.editable(contents, volumes.rows))
    for place, document in enumerate(contents.editable, 1):
        with document.open() as stream:
            bag.write(f"data/editable/{place:02}_{safe_name(document.name)}", _blocks(stream))


def _write_records(bag: _Bag, contents: BundleContents, volumes: Volumes, key_id: str) -> None:
    if contents.audience.facts:
        bag.record(verify.FACTS, contents.facts)
    if contents.stated is not None:
        bag.record("data/statements.json", contents.stated)
    if contents.told is not None:
        bag.record("data/complaint.json", contents.told)
    if contents.assessment is not None:
        bag.record("data/assessment.json", contents.assessment)
    if contents.receipt is not None:
        payload = json.loads(contents.receipt.payload)
        bag.record(verify.RECEIPT, {"payload": payload, "signature": contents.receipt.signature})
    if contents.proof is not None:
        _write_proof(bag, contents.proof)
    bag.write(verify.LEDGER, ((canonical(entry) + "\n").encode() for entry in contents.ledger))
    for place, attachment in enumerate(contents.attachments, 1):
        with attachment.open() as stream:
            bag.write(f"data/filings/{safe_path(attachment.name, place)}", _blocks(stream))
    bag.record(verify.INDEX, _index(bag, contents, volumes, key_id))


def _write_proof(bag: _Bag, held: Proof) -> None:
    """The daily head in the very files that the portal publishes, so that sha256sum and openssl check it alike."""
    signature = str(held.proof["signature"])
    bag.record(verify.PROOF, held.proof)
    bag.write(verify.HEAD, str(held.proof["head"]).encode())
    bag.write(verify.HEAD_SIGNATURE, base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)))
    bag.write(verify.HEAD_KEY, held.public_key_pem)
    bag.write(verify.HEAD_TOKEN, held.token.reply)
    bag.write(verify.HEAD_ROOT, held.token.root)


def _index(bag: _Bag, contents: BundleContents, volumes: Volumes, key_id: str) -> dict[str, Any]:
    facts = f"sha256:{bag.hashes[verify.FACTS][0]}" if verify.FACTS in bag.hashes else ""
    payload = json.loads(contents.receipt.payload) if contents.receipt else {}
    return {
        "format": FORMAT,
        "number": contents.number,
        "complaint": contents.complaint,
        "recipient": contents.recipient,
        "exported_at": contents.exported_at.isoformat(),
        "key_id": key_id,
        "made_for": contents.audience.slug,
        "ledger": {
            "entries": len(contents.ledger),
            "head": contents.ledger_head,
            "withheld": sum("withheld" in entry for entry in contents.ledger),
        },
        "receipt": contents.receipt is not None,
        "custody": contents.proof is not None,
        "facts_as_filed": bool(facts) and payload.get("facts") == facts,
        "volumes": [
            {"path": path, "sha256": f"sha256:{bag.hashes[path][0]}", "pages": pages}
            for path, pages in zip(volumes.paths, volumes.pages, strict=True)
        ],
        "omitted": [{"sha256": each.sha256, "why": each.why} for each in contents.omitted],
        "exhibits": [
            {
                "number": row.exhibit.number,
                "name": row.exhibit.name,
                "path": row.path,
                "media_type": row.exhibit.media_type,
                "sha256": row.exhibit.sha256,
                "ledger_sha256": row.exhibit.ledger_sha256 or row.exhibit.sha256,
                "size": row.exhibit.size,
                "received_at": row.exhibit.received_at.astimezone(SHANGHAI).isoformat(),
                "travels": row.exhibit.travels,
                "cited_as": row.exhibit.cited_as,
                "on_disc": row.on_disc,
                "pages": [row.first, row.last],
                "volumes": sorted({run.volume for run in row.runs}),
            }
            for row in volumes.rows
        ],
    }


def _write_tags(
    bag: _Bag,
    contents: BundleContents,
    public_key_pem: bytes,
    key_id: str,
    stamp: Callable[[bytes], Token | None] | None,
) -> None:
    payload = list(bag.hashes)
    for place, name in enumerate(("manifest-sha256.txt", "manifest-sha512.txt")):
        bag.manifest(name, place, payload)
    token = stamp((bag.folder / "manifest-sha256.txt").read_bytes()) if stamp else None
    if token is not None:
        bag.write(verify.TOKEN, token.reply)
        if token.root:
            bag.write(verify.TOKEN_ROOT, token.root)
    bag.write("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    bag.write("bag-info.txt", _bag_info(bag, contents, key_id, payload, token is not None).encode())
    bag.write(verify.PUBLIC_KEY, public_key_pem)
    if contents.receipt is not None and contents.receipt.key_id != key_id:
        bag.write(verify.RECEIPT_KEY, contents.receipt.public_key_pem)
    fingerprint = "sha256:" + hashlib.sha256(verify.raw_key(public_key_pem) or b"").hexdigest()
    bag.write("README.txt", readme(contents, fingerprint, token is not None).encode())
    bag.write("verify.py", Path(verify.__file__).read_bytes())
    tags = [path for path in bag.hashes if path not in payload]
    for place, name in enumerate(("tagmanifest-sha256.txt", "tagmanifest-sha512.txt")):
        bag.manifest(name, place, tags)


def _bag_info(bag: _Bag, contents: BundleContents, key_id: str, payload: list[str], stamped: bool) -> str:
    fields = {
        "Source-Organization": contents.prepared_by,
        "External-Identifier": contents.number,
        "External-Description": contents.title,
        "Bagging-Date": contents.exported_at.date().isoformat(),
        "Bag-Software-Agent": contents.software,
        "Payload-Oxum": f"{sum(bag.hashes[path][2] for path in payload)}.{len(payload)}",
        "Anning-Format": FORMAT,
        "Anning-Recipient": contents.recipient,
        "Anning-Exported-At": contents.exported_at.isoformat(),
        "Anning-Key-Id": key_id,
        "Anning-Signature": f"Ed25519, {verify.SIGNATURE} over {verify.LISTING}",
        "Anning-Timestamp": f"{verify.TOKEN} over manifest-sha256.txt" if stamped else UNSTAMPED,
    }
    return "".join(f"{label}: {' '.join(str(value).split())}\n" for label, value in fields.items())
