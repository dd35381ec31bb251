"""What goes into a bundle: plain data and openers of bytes, no database. The frozen Export row decides all of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, BinaryIO

from documents.bundle.audience import CLEAN, ORIGINAL, OWN, REDACTED, Audience

Opener = Callable[[], BinaryIO]

SHANGHAI = timezone(timedelta(hours=8))
_ENDINGS = {
    "image/jpeg": "jpg|jpeg",
    "image/png": "png",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
}
_UNSAFE = re.compile(r'[/\\:*?"<>|%\s]+')


class BundleError(Exception):
    """The bundle cannot be built; the message, in Chinese, says which part is at fault. Nothing was written."""


@dataclass(frozen=True, kw_only=True)
class Copy:
    """Bytes that the portal made of an exhibit: its pages, or the picture of a sound."""

    media_type: str
    open: Opener


@dataclass(frozen=True, kw_only=True)
class BundleExhibit:
    """One exhibit. ``open`` yields the bytes that travel, whose digest and size are ``sha256`` and ``size``.

    ``number`` is how the bundle cites it ("1-1"), ``group`` the title of what stands before the hyphen, ``cited_as`` how
    the documents of the case cite it, "" where that is the same. ``printed`` is the copy that stands on the pages of the
    PDF; without one nothing of the exhibit is printed. ``travels`` is original, clean or redacted; an exhibit that
    travels as a rendition has the original's digest, which the ledger knows, in ``ledger_sha256``. ``ending`` is that of
    the file as received. ``details`` are further rows of its page, such as the length of a recording; ``picture`` is
    drawn there.
    """

    number: str
    name: str
    media_type: str
    sha256: str
    size: int
    open: Opener
    received_at: datetime
    source: str
    proves: str = ""
    form: str = "电子数据"
    travels: str = ORIGINAL
    group: str = ""
    ending: str = ""
    cited_as: str = ""
    printed: Copy | None = None
    ledger_sha256: str | None = None
    details: Sequence[tuple[str, str]] = ()
    picture: Copy | None = None

    @property
    def file_name(self) -> str:
        """The name with the ending of what travels: a clean copy of a HEIC picture is a JPEG."""
        made = _ENDINGS.get(self.media_type.partition(";")[0], "")
        ending = self.ending if self.travels == ORIGINAL else made
        stem, dot, given = self.name.rpartition(".")
        if not ending or given.lower() in ending.lower().split("|"):
            return self.name
        plain = stem if dot and re.fullmatch(r"[A-Za-z0-9]{1,5}", given) else self.name
        return f"{plain}.{ending.split('|')[0]}"

    @property
    def held(self) -> str:
        """原件或复印件, as the 证据目录 says it."""
        if self.form == "书证":
            return "复印件"
        return {ORIGINAL: "电子原件", CLEAN: "电子副本", REDACTED: "遮盖副本"}[self.travels]


@dataclass(frozen=True, kw_only=True)
class Omitted:
    """An exhibit of the case that this bundle leaves out, named by its digest so that the receipt still adds up."""

    sha256: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A document in front of the exhibits: the complaint letter, the 民事起诉状, the annexed statutes."""

    title: str
    pdf: bytes


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file under ``data/filings/``: a document of a filing, a raw answer. ``name`` may hold one folder."""

    name: str
    open: Opener


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The signed receipt: the very text that was signed, the base64url signature, and the key that made it."""

    payload: str
    signature: str
    key_id: str
    public_key_pem: bytes


@dataclass(frozen=True, kw_only=True)
class Token:
    """An RFC 3161 reply as the authority gave it, and the PEM of the certificate that it leads to, for the check."""

    reply: bytes
    root: bytes


@dataclass(frozen=True, kw_only=True)
class Proof:
    """That the ledger stood in a daily head before the bundle was made: ``evidence.services.heads.inclusion_proof``, the
    key that signed the head, and the time stamp of the head."""

    proof: Mapping[str, Any]
    public_key_pem: bytes
    token: Token


@dataclass(frozen=True, kw_only=True)
class BundleContents:
    """Everything of a bundle. The same contents give the same bytes; times count as moments, whatever their zone.

    ``ledger`` are entries as ``complaints.ledger.entry_body`` plus ``digest``, in order, up to and with the head that
    the export froze, or their digests alone where the audience may not read them. ``exported_at`` is the one clock of
    the bundle. ``letters`` stand before the exhibits, ``statutes`` after them; ``editable`` are documents to write on
    in. ``facts`` are those that were filed, ``stated`` what was corrected since,
    ``told`` the story and the people, as filed and as they stood. ``volume_bytes`` is the most that one file
    may weigh for the recipient's system, 0 for no limit; ``cited_in`` is what the numbers of ``cited_as`` are called,
    ``parties`` who sues whom, for the cover. ``check_url`` leads to the receipt and ``page_url``, in the QR code of every
    page, to what the portal says of this very bundle.
    """

    number: str
    complaint: str
    title: str
    recipient: str
    prepared_by: str
    exported_at: datetime
    exhibits: Sequence[BundleExhibit]
    ledger: Sequence[Mapping[str, Any]]
    facts: Mapping[str, Any]
    stated: Mapping[str, Any] | None = None
    told: Mapping[str, Any] | None = None
    receipt: Receipt | None = None
    assessment: Mapping[str, Any] | None = None
    letters: Sequence[Letter] = ()
    statutes: Letter | None = None
    attachments: Sequence[Attachment] = ()
    omitted: Sequence[Omitted] = ()
    audience: Audience = OWN
    editable: Sequence[Attachment] = ()
    volume_bytes: int = 0
    cited_in: str = "原编号"
    parties: Sequence[tuple[str, str]] = ()
    proof: Proof | None = None
    check_url: str = ""
    page_url: str = ""
    software: str = "Anning"
    names: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        """Put the clock in Shanghai; give every exhibit its file name: its place, then its own name made harmless."""
        if self.exported_at.tzinfo is None:
            raise ValueError("exported_at needs a time zone")
        object.__setattr__(self, "exported_at", self.exported_at.astimezone(SHANGHAI))
        width = max(3, len(str(len(self.exhibits))))
        names = [
            f"{place:0{width}}_{safe_name(each.file_name)}" for place, each in enumerate(self.exhibits, 1)
        ]
        object.__setattr__(self, "names", names)

    def on_disc(self, exhibit: BundleExhibit) -> bool:
        """Whether the file is larger than the recipient's system takes, and so has to travel on a disc."""
        return 0 < self.volume_bytes < exhibit.size

    @property
    def ledger_head(self) -> str:
        return str(self.ledger[-1]["digest"]) if self.ledger else "sha256:" + "0" * 64


def safe_path(name: str, place: int) -> str:
    """Where the attachment with this name and place goes: its folder, if it names one, and a name of its own."""
    folder, _, own = name.rpartition("/")
    file = f"{place:03}_{safe_name(own)}"
    return f"{safe_name(folder)}/{file}" if folder.strip("/") else file


def safe_name(name: str) -> str:
    """A file name that every system can hold and no terminal misreads; Chinese stays, path and direction tricks go.

    At most 120 bytes of UTF-8, the extension kept.
    """
    plain = unicodedata.normalize("NFC", name)
    plain = "".join(char for char in plain if unicodedata.category(char)[0] != "C" or char in "\t\n")
    plain = _UNSAFE.sub("_", plain).strip("._ ")
    stem, dot, extension = plain.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,10}", extension):
        stem, extension = plain, ""
    suffix = f".{extension}" if extension else ""
    kept = stem.encode()[: 120 - len(suffix)].decode(errors="ignore").strip("._ ")
    return (kept or "file") + suffix
