"""The bundle that a lawyer takes to court: everything of a case in one zip that is checked without our server.

``build`` writes it from plain contents; ``verify.check`` examines it. No database anywhere in this room.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from documents.apart import apart
from documents.bundle.archive import write_zip
from documents.bundle.audience import AUDIENCES, Audience
from documents.bundle.bag import Sign, write_bag
from documents.bundle.contents import (
    Attachment,
    BundleContents,
    BundleError,
    BundleExhibit,
    Copy,
    Letter,
    Omitted,
    Proof,
    Receipt,
    Token,
)
from documents.bundle.layout import Part, Row
from documents.bundle.verify import raw_key
from documents.bundle.volume import Printer
from documents.glyphs import font_folder
from documents.press import ROOT

__all__ = [
    "AUDIENCES",
    "Attachment",
    "Audience",
    "BundleContents",
    "BundleError",
    "BundleExhibit",
    "Copy",
    "Letter",
    "Omitted",
    "Part",
    "Printer",
    "Proof",
    "Receipt",
    "Row",
    "Token",
    "build",
    "write_bag",
]


def build(
    contents: BundleContents,
    target: Path,
    *,
    sign: Sign,
    public_key_pem: bytes,
    key_id: str,
    printer: Printer | None = None,
    stamp: Callable[[bytes], Token | None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write the bundle to the zip ``target`` and return it. The same contents and key give the same bytes.

    Scratch space is a folder beside ``target``, about three times the exhibits' size, gone afterwards. ``target``
    appears whole or not at all and replaces what stood there. Raises BundleError, with a sentence for people.
    """
    if printer is None:
        # typst and the letters, only when needed
        from documents.bundle.printing import printer as house_printer

        fingerprint = "sha256:" + hashlib.sha256(raw_key(public_key_pem) or b"").hexdigest()
        printer = house_printer(key_id=key_id, fingerprint=fingerprint)
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".bundle-", dir=target.parent) as scratch,
        apart(fonts=font_folder(), root=ROOT),  # thousands of pages set here would stay in memory
    ):
        folder, work, part = Path(scratch, "bag"), Path(scratch, "work"), Path(scratch, "bundle.zip")
        folder.mkdir()
        work.mkdir()
        write_bag(
            contents,
            folder,
            work,
            sign=sign,
            public_key_pem=public_key_pem,
            key_id=key_id,
            printer=printer,
            stamp=stamp,
            progress=progress,
        )
        write_zip(folder, contents.number, contents.exported_at, part)
        part.replace(target)
    return target
