"""Whether this portal issued a bundle, for anybody who asks: by signature, or by what a row remembers. Nothing personal
is answered: numbers, digests, times, which key."""

import logging
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypedDict

from cryptography.exceptions import InvalidSignature
from django.conf import settings

from core import keys
from evidence.models import Exhibit
from filings.models import Export
from filings.services.bundles.orders import order_of

MOST_UPLOADED = 8 << 20  # of signed-files.txt: a line a file
_LISTED = re.compile(rb"([0-9a-f]{64})  (\S[^\n]*)\n")
_DIGEST = re.compile(r"(?:sha-?256:)?([0-9a-f]{64})")


log = logging.getLogger(__name__)


class Trust(TypedDict):
    """What ``verify.check`` takes from outside the bundle."""

    trusted: list[str]
    roots: bytes


def portal_trust() -> Trust:
    """What this portal goes by when it checks a bundle: its own keys, present and earlier, and ``TIMESTAMP_ROOTS``.

    The demonstration's authority is none of them: it proves no time.
    """
    roots = b""
    if settings.TIMESTAMP_ROOTS:
        try:
            roots = Path(settings.TIMESTAMP_ROOTS).read_bytes()
        except OSError as problem:
            log.error("TIMESTAMP_ROOTS cannot be read: %s", type(problem).__name__)
    return {"trusted": keys.public_key_fingerprints(), "roots": roots}


@dataclass(frozen=True)
class Issued:
    """``verdict`` is genuine, forged, incomplete or unknown. ``exhibits`` are numbers and digests as printed at the foot
    of the pages.

    ``genuine`` reaches as far as what was shown, ``by``: the whole ``archive``, the signed ``listing``, the ``manifest``,
    one ``exhibit``; by its ``code`` a bundle was issued, and nothing is known of the one that somebody holds.
    """

    verdict: str
    by: str = "code"
    number: str = ""
    requested_at: datetime | None = None
    state: str = ""
    stamped_at: datetime | None = None
    demo_stamp: bool = False  # by the portal's own authority: proves no time
    sha256: str = ""
    manifest: str = ""
    key_id: str = ""
    exhibits: list[tuple[str, str | None]] = field(default_factory=list)


def issued_under(code: str) -> Issued | None:
    """What a row remembers of the bundle whose pages carry this code; None when there is none, or it never was built."""
    export = Export.objects.with_stamps().select_related("complaint").filter(code=code.upper()).first()
    return _of(export) if export is not None and export.manifest_sha256 else None


def was_issued(*, listing: bytes, signature: bytes, number: str, digest: str) -> Issued:
    """By ``signed-files.txt`` and ``signature.ed25519``; or by the number of the case and the SHA-256 of the zip, of
    ``manifest-sha256.txt`` or of an exhibit in it."""
    if listing or signature:
        return _by_signature(listing, signature)
    wanted = _DIGEST.fullmatch("".join(digest.lower().split()))
    if not wanted or not number.strip():
        return Issued("incomplete")
    return _by_digest(number.strip().upper(), f"sha256:{wanted[1]}")


def _by_signature(listing: bytes, signature: bytes) -> Issued:
    """The signature decides alone, also for a bundle that no row knows any more."""
    if not listing or len(signature) != 64:
        return Issued("incomplete")
    for key_id, public in keys.public_keys().items():
        try:
            public.verify(signature, listing)
        except InvalidSignature:
            continue
        files = {name.decode(errors="replace"): found.decode() for found, name in _LISTED.findall(listing)}
        manifest = f"sha256:{files.get('manifest-sha256.txt', '')}"
        export = (
            Export.objects.with_stamps().select_related("complaint").filter(manifest_sha256=manifest).first()
        )
        if export is not None:
            return replace(_of(export), by="listing")
        return Issued("genuine", by="listing", manifest=manifest, key_id=key_id)
    return Issued("forged")


def _by_digest(number: str, digest: str) -> Issued:
    exports = Export.objects.with_stamps().select_related("complaint").filter(complaint__number=number)
    for export in exports.exclude(manifest_sha256="").order_by("-requested_at"):
        found = _of(export)
        known = {sha256: "exhibit" for _, sha256 in found.exhibits}
        known |= {found.manifest: "manifest", found.sha256: "archive"}
        if digest in known:
            return replace(found, by=known[digest])
    return Issued("unknown")


def _of(export: Export) -> Issued:
    originals = {
        str(one): sha256
        for one, sha256 in Exhibit.objects.filter(pk__in=export.exhibits).values_list("pk", "sha256")
    }
    exhibits = [
        (item["number"], originals[item["exhibit"]] if item["travels"] == "original" else item["copy"])
        for group in order_of(export)["groups"]
        for item in group["items"]
    ]
    return Issued(
        "genuine",
        number=export.complaint.number,
        requested_at=export.requested_at,
        state=export.state,
        stamped_at=export.stamped_at,
        demo_stamp=getattr(export, "demo_stamp", False),
        sha256=export.sha256,
        manifest=export.manifest_sha256,
        key_id=export.key_id,
        exhibits=exhibits,
    )
