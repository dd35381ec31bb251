#!/usr/bin/env python3
"""Check an Anning bundle without any server: ``python3 verify.py [PATH] [--fingerprint F] [--json]``.

PATH is the zip or the unpacked folder; without it the folder of this file is checked. Nothing is unpacked to disk.
This one file travels inside every bundle and is what the portal itself runs, so it rests on the standard library
(Python 3.8 or later) and on ``cryptography`` for the signature; without that, on the ``openssl`` command.

Whoever makes a bundle up can sign it too, with a key of their own that they put beside it. So nothing that came along in
the bundle proves who made it: that takes a fingerprint from outside, by ``--fingerprint`` or ANNING_TRUSTED_KEYS, and a
time stamp takes the authority's own certificate, by ``--tsa-roots``.

Exit codes: 0 sound, and signed by a key that the reader trusts; 1 something is wrong, each place named on a line of its
own; 2 nothing is wrong, but no trusted key has signed it, or the signature could not be checked; 64 the call was wrong
and nothing was checked.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import datetime
import hashlib
import json
import os
import re
import stat
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO, NoReturn

LISTING = "signed-files.txt"
SIGNATURE = "signature.ed25519"
PUBLIC_KEY = "public-key.pem"
RECEIPT_KEY = "receipt-public-key.pem"
TOKEN = "timestamp.tsr"  # noqa: S105
TOKEN_ROOT = "timestamp-root.pem"  # noqa: S105
INDEX, LEDGER, RECEIPT, FACTS = "data/index.json", "data/ledger.jsonl", "data/receipt.json", "data/facts.json"
CUSTODY = "data/custody/"
PROOF, HEAD, HEAD_SIGNATURE = CUSTODY + "proof.json", CUSTODY + "head.json", CUSTODY + "head.sig"
HEAD_KEY, HEAD_TOKEN, HEAD_ROOT = CUSTODY + "public-key.pem", CUSTODY + "head.tsr", CUSTODY + "authority.pem"
REQUIRED = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt",
            "tagmanifest-sha512.txt", LISTING, SIGNATURE, PUBLIC_KEY, INDEX, LEDGER)  # fmt: skip
LISTS = (LISTING, *REQUIRED[2:6])
OPENSSL = f"openssl pkeyutl -verify -pubin -inkey {PUBLIC_KEY} -rawin -in {LISTING} -sigfile {SIGNATURE}"

GENESIS = "sha256:" + "0" * 64
LEDGER_KEYS = {"complaint", "sequence", "at", "actor", "act", "detail", "previous", "digest"}
WITHHELD_KEYS = {"complaint", "sequence", "digest", "withheld"}
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # object identifiers, as DER writes them
TST_INFO = bytes.fromhex("2a864886f70d0109100104")
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
SHA256 = bytes.fromhex("608648016503040201")
ED25519_HEAD = bytes.fromhex(
    "302a300506032b6570032100"
)  # SubjectPublicKeyInfo of RFC 8410, before the 32 raw bytes
CHUNK = 1 << 20
SMALL = 64 << 20  # a list or a record larger than this is not ours
MOST_FILES = 200_000
BOMB_RATIO, BOMB_FREE = 200, 100 << 20  # a zip entry may grow 200-fold once it is larger than 100 MB unpacked
# What desktops put beside other people's files. A name with "._" before it could be anybody's: there the bytes decide.
SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
APPLE_DOUBLE = bytes.fromhex("00051607")
# EX_USAGE of sysexits.h: argparse's own 2 would read as "consistent, but signed by nobody trusted".
USAGE = 64
TRUSTED_KEYS = "ANNING_TRUSTED_KEYS"
UNREADABLE = (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)


def canonical(value: Any) -> str:
    """The one JSON text of a value; what the ledger hashes and the receipt signs."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def shown(name: str) -> str:
    """A name that cannot play tricks on a terminal: control, direction and unknown characters are written out."""
    return "".join(
        char
        if unicodedata.category(char)[0] != "C"
        else char.encode("unicode_escape", "surrogatepass").decode()
        for char in name
    )


@dataclass
class Report:
    """What was found. ``faults`` are (place, what is wrong), in the order of the checks, none twice."""

    path: str
    faults: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    signature: str = "missing"  # valid | invalid | unchecked | missing
    # trusted: signed by a key that the reader knows from outside the bundle; unknown: the reader knows keys, and this is
    # none of them; unchecked: the reader knows none, or the signature itself could not be checked.
    trust: str = "unchecked"
    fingerprint: str = ""
    key_id: str = ""
    number: str = ""
    files: int = 0
    size: int = 0
    exhibits: int = 0
    ledger_entries: int = 0
    # Of these three "valid" rests on keys and certificates from outside alone; "present" is consistent in itself.
    receipt: str = "none"  # none | present | valid | invalid
    timestamp: str = "none"  # none | present | valid | invalid
    stamped_at: str = ""  # as the token says, valid or not
    custody: str = "none"  # none | present | valid | invalid
    custody_day: str = ""
    custody_until: int = 0  # the ledger up to this entry was in the head of that day
    additions: list[str] = field(default_factory=list)  # files of a Mac or Windows: no part of the bundle

    def fault(self, place: str, what: str) -> None:
        found = (shown(place), what)
        if found not in self.faults:
            self.faults.append(found)

    def blamed(self, place: str) -> bool:
        return any(where == shown(place) for where, _ in self.faults)

    @property
    def sound(self) -> bool:
        return not self.faults and self.signature == "valid" and self.trust == "trusted"

    @property
    def exit_code(self) -> int:
        if self.faults:
            return 1
        return 0 if self.sound else 2

    def as_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "sound": self.sound,
            "exit_code": self.exit_code,
            "faults": [{"place": place, "what": what} for place, what in self.faults],
            "notes": self.notes,
            "signature": self.signature,
            "trust": self.trust,
            "fingerprint": self.fingerprint,
            "key_id": self.key_id,
            "number": self.number,
            "files": self.files,
            "bytes": self.size,
            "exhibits": self.exhibits,
            "ledger_entries": self.ledger_entries,
            "receipt": self.receipt,
            "timestamp": self.timestamp,
            "stamped_at": self.stamped_at,
            "custody": self.custody,
            "custody_day": self.custody_day,
            "custody_until": self.custody_until,
            "additions": self.additions,
        }


class Unexpected(Exception):
    """A record holds what no check expects, say a number without end; the message says what Python made of it."""


class Unreadable(Exception):
    """The bytes of one file cannot be had; the message says why."""


class Unusable(ValueError):
    """What the reader gave, to check or to compare with, is none; the message says what to give."""


# ---------------------------------------------------------------------------------------------------------------
# Where the files are: a folder, or a zip that is read in place. Both offer `paths` (name → size) and `open`.


class Folder:
    def __init__(self, root: str, report: Report) -> None:
        self.root, self.paths, self._real = root, {}, {}  # type: str, dict[str, int], dict[str, str]
        self._walk("", report)

    def _walk(self, below: str, report: Report) -> None:
        try:
            entries = sorted(os.scandir(os.path.join(self.root, below)), key=lambda entry: entry.name)
        except OSError as error:
            report.fault(below, f"文件夹打不开：{error.strerror}")
            return
        for entry in entries:
            path = f"{below}{entry.name}"
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISLNK(mode):
                report.fault(path, "是一个链接，不是文件；案卷里不应有链接")
            elif stat.S_ISDIR(mode):
                self._walk(path + "/", report)
            elif not stat.S_ISREG(mode):
                report.fault(path, "不是普通文件")
            else:
                plain = unicodedata.normalize("NFC", path)  # macOS may store names decomposed
                if plain in self.paths:
                    report.fault(path, "与另一个文件同名")
                self.paths[plain] = entry.stat(follow_symlinks=False).st_size
                self._real[plain] = path

    def open(self, path: str) -> BinaryIO:
        return open(os.path.join(self.root, self._real[path]), "rb")

    def leave_out(self, path: str) -> None:
        del self.paths[path]


class Archive:
    """A zip, read in place. Whatever makes two programs see two different contents is a fault."""

    def __init__(self, file: BinaryIO, report: Report) -> None:
        self.paths: dict[str, int] = {}
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._zip = zipfile.ZipFile(file)
        infos = self._zip.infolist()
        if len(infos) > MOST_FILES:
            raise zipfile.BadZipFile(f"{len(infos)} entries")
        check_structure(file, self._zip, report)
        packed = os.fstat(file.fileno()).st_size
        unpacked = sum(info.file_size for info in infos)
        if unpacked > BOMB_FREE and unpacked > BOMB_RATIO * packed:  # entries may share their bytes
            raise zipfile.BadZipFile(f"{packed} bytes that unpack to {unpacked}")
        names = [(entry_name(info), info) for info in infos]
        root = root_of([name for name, _ in names])
        for name, info in names:
            self._take(name, root, info, report)

    def _take(self, name: str, root: str, info: zipfile.ZipInfo, report: Report) -> None:
        parts = name.rstrip("/").split("/")
        kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == 3 else 0
        if (
            name.startswith("/")
            or "\\" in name
            or "\0" in name
            or re.match(r"[A-Za-z]:", name)
            or ".." in parts
        ):
            report.fault(name, "压缩包里的路径不安全（绝对路径或指向上级目录），已拒绝读取")
        elif kind == stat.S_IFLNK:
            report.fault(name, "是一个链接，不是文件；案卷里不应有链接")
        elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            report.fault(name, "不是普通文件")
        elif name.endswith("/"):
            if info.file_size:
                report.fault(name, "标为文件夹，却带有内容")
        elif not name.startswith(root):
            # No list of the bag can name what stands outside its folder.
            if is_addition(name, partial(self._zip.open, info)):  # type: ignore[arg-type]
                report.additions.append(shown(name))
            else:
                report.fault(name, "多出的文件：不在案卷的文件夹里")
        elif name[len(root) :] in self._entries:
            report.fault(name[len(root) :], "在压缩包里出现了两次；不同软件会读到不同的内容")
        elif info.flag_bits & 1:
            report.fault(name[len(root) :], "加了密码，读不出")
        elif info.file_size > BOMB_FREE and info.file_size > BOMB_RATIO * max(info.compress_size, 1):
            report.fault(name[len(root) :], "解压后大得不合常理（疑似压缩炸弹），已拒绝读取")
        else:
            self.paths[name[len(root) :]] = info.file_size
            self._entries[name[len(root) :]] = info

    def open(self, path: str) -> BinaryIO:
        return self._zip.open(self._entries[path])  # type: ignore[return-value]

    def leave_out(self, path: str) -> None:
        del self.paths[path]


def is_addition(path: str, opened: Callable[[], BinaryIO]) -> bool:
    """Whether a Mac or Windows put this file there: ``.DS_Store`` and its like, and AppleDouble files, in ``__MACOSX/`` too.

    ``._NAME`` says nothing by itself, a picture could be called so: it must begin as AppleDouble does.
    """
    name = path.rpartition("/")[2]
    if not name.startswith("._"):
        return name.lower() in SYSTEM_FILES
    try:
        with opened() as stream:
            return stream.read(len(APPLE_DOUBLE)) == APPLE_DOUBLE
    except UNREADABLE:
        return False


def entry_name(info: zipfile.ZipInfo) -> str:
    """The entry's name in NFC; a re-packed zip may hold Chinese names as GBK or as unmarked UTF-8."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", name)


def root_of(names: list[str]) -> str:
    """The folder inside the zip that is the bag: "" or "name/"."""
    for mark in ("bagit.txt", "manifest-sha256.txt", LISTING):
        if mark in names:
            return ""
        inside = sorted(name for name in names if name.count("/") == 1 and name.endswith("/" + mark))
        if inside:
            return inside[0][: -len(mark)]
    return ""


def check_structure(file: BinaryIO, archive: zipfile.ZipFile, report: Report) -> None:
    """Local headers must agree with the directory, entries must touch, and nothing may stand before or after."""
    place = "压缩包"
    position = 0
    for info in sorted(archive.infolist(), key=lambda each: each.header_offset):
        file.seek(info.header_offset)
        head = file.read(30)
        if len(head) < 30 or head[:4] != b"PK\3\4" or info.header_offset != position:
            report.fault(place, "内部结构不连续：夹有不属于任何文件的内容，或有条目重叠")
            return
        version, flags, method, time, date, crc, packed, size, name_length, extra_length = struct.unpack(
            "<5H3L2H", head[4:]
        )
        name = file.read(name_length)
        agreed = (
            flags == info.flag_bits
            and method == info.compress_type
            and version == info.extract_version | info.reserved << 8
            and name == info.orig_filename.encode("utf-8" if flags & 0x800 else "cp437")
            and (date, time) == dos_time(info.date_time)
            and (flags & 8 or (crc == info.CRC and size in (info.file_size, 0xFFFFFFFF)))
            and (flags & 8 or packed in (info.compress_size, 0xFFFFFFFF))
            and not info.internal_attr & ~1
            and not info.volume
            and not info.comment
        )
        if not agreed:
            report.fault(info.filename, "压缩包的目录与文件头说法不一，压缩包被改动")
        position = info.header_offset + 30 + name_length + extra_length + info.compress_size
        if flags & 8:  # sizes follow the data, with or without a mark, in 4 or 8 bytes each
            file.seek(position)
            marked = file.read(4) == b"PK\7\x08"
            wide = info.compress_size >= 0xFFFFFFFF or info.file_size >= 0xFFFFFFFF
            position += (4 if marked else 0) + (20 if wide else 12)
    if position != archive.start_dir:
        report.fault(place, "内部结构不连续：夹有不属于任何文件的内容")
    check_directory(file, archive, report)


def check_directory(file: BinaryIO, archive: zipfile.ZipFile, report: Report) -> None:
    """The directory's records must fill it exactly, and the end record must say so and be the end."""
    count = len(archive.infolist())
    position = archive.start_dir
    for _ in range(count):
        file.seek(position)
        head = file.read(46)
        if len(head) < 46:
            break
        position += 46 + sum(struct.unpack("<3H", head[28:34]))
    file.seek(position)
    tail = file.read(76 + 22 + 1)
    if (
        tail[:4] == b"PK\6\6"
    ):  # a large zip: its own end record and a pointer to it stand before the usual one
        tail = tail[76:]
    if len(tail) != 22 or tail[:4] != b"PK\5\6" or tail[20:] != b"\0\0":
        report.fault("压缩包", "目录或末尾带有多余的内容，或者目录被改动")
        return
    disk, first_disk, here, total = struct.unpack("<4H", tail[4:12])
    if disk or first_disk or here != total or total not in (count, 0xFFFF):
        report.fault("压缩包", "末尾记录的文件数与实际不符")


def dos_time(moment: tuple[int, ...]) -> tuple[int, int]:
    year, month, day, hour, minute, second = moment
    return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2


# ---------------------------------------------------------------------------------------------------------------
# The checks


class Bag:
    """One bag under examination: hashes of all files once, then each record against them.

    ``keys`` are the hexadecimal fingerprints that the reader trusts, known from outside the bag.
    """

    def __init__(self, source: Folder | Archive, report: Report, keys: frozenset[str]) -> None:
        self.source, self.report, self.keys = source, report, keys
        self.sha256: dict[str, str] = {}
        self.sha512: dict[str, str] = {}
        self.signed: dict[str, str] = {}  # path → sha256, when the signature over the listing holds

    def read_all(self) -> None:
        """The lists first: they say what is the bag's own, however it is called."""
        lists = [path for path in LISTS if path in self.source.paths]
        for path in lists:
            self._hash(path)
        self._set_aside({name for path in lists for name in self.listed(path)})
        for path in sorted(set(self.source.paths) - set(lists)):
            self._hash(path)

    def _set_aside(self, own: set[str]) -> None:
        """Name what a Mac or Windows added to the bag, and look at it no more."""
        for path in sorted(set(self.source.paths) - own):
            if is_addition(path, partial(self.source.open, path)):
                self.report.additions.append(shown(path))
                self.source.leave_out(path)
        if self.report.additions:
            names = "、".join(self.report.additions)
            self.report.notes.append(
                f"操作系统自己加的文件 {len(self.report.additions)} 个，不属于案卷，没有签名，也没有检查内容：{names}"
            )

    def _hash(self, path: str) -> None:
        first, second, size = hashlib.sha256(), hashlib.sha512(), 0
        try:
            for block in self.blocks(path):
                first.update(block)
                second.update(block)
                size += len(block)
        except Unreadable as error:
            self.report.fault(path, f"损坏，读不出（{error}）")
            return
        self.sha256[path], self.sha512[path] = first.hexdigest(), second.hexdigest()
        self.report.files += 1
        self.report.size += size

    def blocks(self, path: str) -> Iterator[bytes]:
        try:
            with self.source.open(path) as stream:
                while True:
                    block = stream.read(CHUNK)
                    if not block:
                        return
                    yield block
        except UNREADABLE as error:
            raise Unreadable(shown(str(error))) from error

    def small(self, path: str) -> bytes | None:
        """The whole content of a list or record; None when it is absent, broken or absurdly large (then a fault)."""
        if path not in self.sha256:
            return None
        if self.source.paths[path] > SMALL:
            self.report.fault(path, "大得不合常理")
            return None
        return b"".join(self.blocks(path))

    def record(self, path: str) -> Any:
        content = self.small(path)
        if content is None:
            return None
        try:
            return json.loads(content.decode("utf-8"))
        except (ValueError, RecursionError):
            self.report.fault(path, "不是有效的 JSON")
            return None

    def listed(self, path: str) -> dict[str, str]:
        """A manifest: path → hexadecimal hash. Lines that cannot be read are faults."""
        found: dict[str, str] = {}
        content = self.small(path)
        if content is None:
            return found
        length = 128 if "512" in path else 64
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            match = re.fullmatch(rf"([0-9a-f]{{{length}}})  (\S.*)", line)
            if match is None:
                self.report.fault(path, f"第 {number} 行读不懂")
                continue
            name = unicodedata.normalize("NFC", match.group(2))
            if name in found:
                self.report.fault(path, f"第 {number} 行重复列出 {shown(name)}")
            found[name] = match.group(1)
        return found


def check_presence(bag: Bag) -> None:
    for path in REQUIRED:
        if path not in bag.source.paths:
            bag.report.fault(path, "缺少这个文件")
    declaration = bag.small("bagit.txt")
    if declaration is not None and declaration != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        bag.report.fault("bagit.txt", "不是 BagIt 1.0 的声明")


def raw_key(pem: bytes) -> bytes | None:
    """The 32 raw bytes of an Ed25519 public key in PEM; None when it is not one."""
    match = re.fullmatch(
        rb"\s*-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+?)-----END PUBLIC KEY-----\s*", pem
    )
    try:
        der = base64.b64decode(b"".join(match.group(1).split()), validate=True) if match else b""
    except binascii.Error:
        return None
    return der[12:] if len(der) == 44 and der.startswith(ED25519_HEAD) else None


def signed_by(raw: bytes, content: bytes, signature: bytes) -> bool | None:
    """Whether the Ed25519 signature holds; None when neither cryptography nor openssl is at hand."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return signed_by_openssl(raw, content, signature)
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def signed_by_openssl(raw: bytes, content: bytes, signature: bytes) -> bool | None:
    pem = (
        b"-----BEGIN PUBLIC KEY-----\n"
        + base64.b64encode(ED25519_HEAD + raw)
        + b"\n-----END PUBLIC KEY-----\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["openssl", "pkeyutl", "-verify", "-pubin", "-rawin"]
        for option, name, value in (
            ("-inkey", "key", pem),
            ("-in", "content", content),
            ("-sigfile", "sig", signature),
        ):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(value)
            arguments += [option, path]
        try:
            done = subprocess.run(arguments, capture_output=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
    if b"Verified Successfully" in done.stdout:
        return True
    return False if b"Verification Failure" in done.stdout + done.stderr else None


def check_signature(bag: Bag) -> None:
    """The signature over the listing; when it holds, the listing decides which file is at fault."""
    report = bag.report
    pem, signature, listing = bag.small(PUBLIC_KEY), bag.small(SIGNATURE), bag.small(LISTING)
    raw = raw_key(pem) if pem is not None else None
    if pem is not None and raw is None:
        report.fault(PUBLIC_KEY, "不是有效的 Ed25519 公钥")
    if raw is not None:
        hexadecimal = hashlib.sha256(raw).hexdigest()
        report.fingerprint, report.key_id = f"sha256:{hexadecimal}", hexadecimal[:16]
    if raw is None or signature is None or listing is None:
        report.signature = "invalid" if report.blamed(PUBLIC_KEY) else "missing"
        return
    if len(signature) != 64:
        report.signature = "invalid"
        report.fault(SIGNATURE, f"应为 64 字节，实为 {len(signature)} 字节")
        return
    holds = signed_by(raw, listing, signature)
    report.signature = {True: "valid", False: "invalid", None: "unchecked"}[holds]
    if holds:
        bag.signed = bag.listed(LISTING)
    elif holds is False:
        blame_signature(bag, raw, signature, listing)
    if bag.keys and not is_known(bag, raw):
        report.trust = "unknown"
    elif bag.keys and holds:
        report.trust = "trusted"


def is_known(bag: Bag, raw: bytes) -> bool:
    """Whether the reader knows this key from outside the bundle."""
    return hashlib.sha256(raw).hexdigest() in bag.keys


def fingerprint_of(given: str) -> str:
    """The 64 hexadecimal digits of a fingerprint as people copy it. Raises Unusable for anything else."""
    plain = re.sub(r"^sha-?256\s*[:：]?", "", given.strip().lower())
    plain = re.sub(r"[\s:：-]", "", plain)
    if not re.fullmatch(r"[0-9a-f]{64}", plain):
        raise Unusable(
            f"不是公钥指纹：{shown(given.strip()[:80])}。应为 64 位十六进制数字，前面可以有 sha256:"
        )
    return plain


def blame_signature(bag: Bag, raw: bytes, signature: bytes, listing: bytes) -> None:
    """Which of listing, key and signature was touched, as far as the rest of the bag tells."""
    present = "".join(
        f"{value}  {path}\n" for path, value in sorted(bag.sha256.items()) if path not in (LISTING, SIGNATURE)
    ).encode()
    if present != listing and signed_by(raw, present, signature):
        bag.report.fault(LISTING, "签名清单被改动（按实际文件重新列出的清单与签名相符）")
        bag.signed = {path: value for path, value in bag.sha256.items() if path not in (LISTING, SIGNATURE)}
        return
    claimed = bag.listed(LISTING)
    if claimed.get(PUBLIC_KEY) not in (None, bag.sha256[PUBLIC_KEY]):
        bag.report.fault(PUBLIC_KEY, "公钥被换过，签名不是用它对应的私钥签的")
    elif present == listing:
        bag.report.fault(SIGNATURE, "签名与签名清单不符：签名被改动，或者签名不是这把公钥的")
    else:
        bag.report.fault(SIGNATURE, f"签名与签名清单（{LISTING}）不符：文件或清单在签名之后被改动")


def check_hashes(bag: Bag) -> None:
    """Every file against every list that names it; the list that is signed decides who is at fault."""
    report = bag.report
    lists = {name: bag.listed(name) for name in LISTS if name in bag.sha256}
    expected = {path for each in lists.values() for path in each}
    own = {LISTING, SIGNATURE}
    readable = [path for path in bag.source.paths if path in bag.sha256]
    orphans = {bag.sha256[path]: path for path in readable if path not in expected and path not in own}
    for path in sorted(expected | set(readable)):
        claims = {name: each[path] for name, each in lists.items() if path in each}
        if path not in bag.source.paths:
            blame_missing(bag, path, claims, orphans)
        elif path in bag.sha256 and path not in own:
            blame_different(bag, path, claims, lists)
    for path in (LISTING, SIGNATURE):
        for name, each in lists.items():
            if path in each:
                report.fault(name, f"不应列出 {path}")


def blame_missing(bag: Bag, path: str, claims: dict[str, str], orphans: dict[str, str]) -> None:
    if bag.signed and path not in bag.signed:
        for name in claims:
            bag.report.fault(name, f"列出了不存在的文件 {shown(path)}")
        return
    elsewhere = next((orphans[value] for value in claims.values() if value in orphans), None)
    hint = f"（内容与多出的 {shown(elsewhere)} 相同，可能被改名）" if elsewhere else ""
    bag.report.fault(path, "缺少这个文件" + hint)


def blame_different(bag: Bag, path: str, claims: dict[str, str], lists: dict[str, dict[str, str]]) -> None:
    report = bag.report
    if not claims or (bag.signed and path not in bag.signed):
        report.fault(path, "多出的文件：不在签名清单里" if bag.signed else "多出的文件：没有清单列出它")
        return
    wrong = [
        name for name, value in claims.items() if value != (bag.sha512 if "512" in name else bag.sha256)[path]
    ]
    changed = bag.signed[path] != bag.sha256[path] if bag.signed else 2 * len(wrong) > len(claims)
    if changed:
        report.fault(path, "内容被改动，与签名时不符" if bag.signed else "内容与清单里的校验值不符")
        return
    for name in wrong:
        report.fault(name, f"{shown(path)} 的校验值与文件不符（文件本身未变，是清单被改动）")
    for name in lists:
        if name not in claims and covers(name, path):
            report.fault(name, f"漏列了 {shown(path)}")


def covers(name: str, path: str) -> bool:
    """Whether the list must name the path: payload, tag files, or (the signed listing) both."""
    if name == LISTING:
        return True
    if path.startswith("data/"):
        return name.startswith("manifest-")
    return name.startswith("tagmanifest-") and not path.startswith("tagmanifest-")


# ---------------------------------------------------------------------------------------------------------------
# What the records say, and whether they agree with each other


def check_bag_info(bag: Bag) -> dict[str, str]:
    """The fields of bag-info.txt; the payload's size must be the one it states."""
    content = bag.small("bag-info.txt")
    fields: dict[str, str] = {}
    for line in (content or b"").decode("utf-8", "replace").splitlines():
        label, colon, value = line.partition(": ")
        if not colon:
            bag.report.fault("bag-info.txt", f"有一行读不懂：{shown(line[:40])}")
        fields[label] = value
    payload = [path for path in bag.source.paths if path.startswith("data/")]
    oxum = f"{sum(bag.source.paths[path] for path in payload)}.{len(payload)}"
    if content is not None and fields.get("Payload-Oxum") != oxum:
        bag.report.notes.append(
            f"文件的总字节数与个数是 {oxum}，bag-info.txt 写的是 {shown(fields.get('Payload-Oxum', '无'))}"
        )
    return fields


def check_ledger(bag: Bag) -> list[dict[str, Any]]:
    """Each entry's digest, its link to the one before, the sequence; the entries that could be read."""
    entries: list[dict[str, Any]] = []
    expected, previous, complaint = 1, GENESIS, None
    for number, line in enumerate((bag.small(LEDGER) or b"").split(b"\n"), 1):
        if not line:
            continue
        place = f"{LEDGER} 第 {number} 行"
        try:
            entry = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            entry = None
        if not is_entry(entry):
            bag.report.fault(place, "不是一条台账记录")
            expected += 1
            previous = ""
            continue
        body = {key: value for key, value in entry.items() if key != "digest"}
        withheld = "withheld" in entry
        if not withheld and digest(canonical(body).encode("utf-8", "surrogatepass")) != entry["digest"]:
            bag.report.fault(place, f"第 {entry['sequence']} 号记录被改动：摘要与内容不符")
        elif canonical(entry).encode("utf-8", "surrogatepass") != line:
            bag.report.fault(place, f"第 {entry['sequence']} 号记录的写法被改动")
        if entry["sequence"] != expected:
            bag.report.fault(
                place, f"应为第 {expected} 号记录，却是第 {entry['sequence']} 号：有缺失、重复或顺序被调换"
            )
        elif previous and not withheld and entry["previous"] != previous:
            bag.report.fault(place, f"第 {entry['sequence']} 号记录没有接在前一条之后：链条断开")
        if complaint not in (None, entry["complaint"]):
            bag.report.fault(place, "属于另一个案件")
        expected, previous, complaint = entry["sequence"] + 1, entry["digest"], entry["complaint"]
        entries.append(entry)
    bag.report.ledger_entries = len(entries)
    closed = sum("withheld" in entry for entry in entries)
    if closed:
        bag.report.notes.append(
            f"台账里有 {closed} 条与这位接收人无关，只写明次序和摘要，内容没有提供；链条照样首尾相接"
        )
    return entries


def is_entry(entry: Any) -> bool:
    """Whether this is a line of a ledger: a whole entry, or the place and digest of one that is withheld."""
    if not isinstance(entry, dict) or not isinstance(entry.get("sequence"), int):
        return False
    if "withheld" in entry:
        return set(entry) == WITHHELD_KEYS and entry["withheld"] is True
    return set(entry) == LEDGER_KEYS


def digests_in(value: Any) -> Iterator[str]:
    """Every sha256:… that stands anywhere in a record."""
    if isinstance(value, str):
        if value.startswith("sha256:"):
            yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from digests_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from digests_in(each)


def check_index(bag: Bag, entries: list[dict[str, Any]], info: dict[str, str]) -> dict[str, Any]:
    """The machine index against the files, the ledger and bag-info."""
    index = bag.record(INDEX)
    if not isinstance(index, dict) or not isinstance(index.get("exhibits"), list):
        if INDEX in bag.sha256:
            bag.report.fault(INDEX, "不是证据索引")
        return {}
    try:
        known = {value for entry in entries for value in digests_in(entry.get("detail"))}
        check_exhibits(bag, index, known)
        head = str(entries[-1]["digest"]) if entries else GENESIS
        recorded = {"entries": len(entries), "head": head}
        if "withheld" in index["ledger"]:
            recorded["withheld"] = sum("withheld" in entry for entry in entries)
        if index["ledger"] != recorded and LEDGER in bag.sha256 and not bag.report.blamed(INDEX):
            bag.report.fault(
                LEDGER,
                f"台账有 {len(entries)} 条、末条 {head[:19]}…，与证据索引记载的不符（可能被截断或加长）",
            )
        for volume in index["volumes"] if "volumes" in index else [index["volume"]]:  # one, in older bundles
            compare(bag, f"{INDEX} 案卷", volume["path"], volume["sha256"], None)
        bag.report.number = str(index["number"])
        for label, key in (("External-Identifier", "number"), ("Anning-Key-Id", "key_id")):
            if info and info.get(label) != index[key] and not bag.report.blamed("bag-info.txt"):
                bag.report.fault(
                    "bag-info.txt" if not bag.signed else INDEX, f"{label} 与证据索引的 {key} 不符"
                )
        if bag.report.key_id and index["key_id"] != bag.report.key_id and not bag.report.blamed(PUBLIC_KEY):
            bag.report.fault(
                INDEX, f"写明的密钥编号 {shown(str(index['key_id']))} 不是公钥的编号 {bag.report.key_id}"
            )
    except (KeyError, TypeError, AttributeError):
        bag.report.fault(INDEX, "缺少应有的字段")
    return index


def check_exhibits(bag: Bag, index: dict[str, Any], recorded: set[str]) -> None:
    named = set()
    for exhibit in index["exhibits"]:
        place = f"{INDEX} 证据 {shown(str(exhibit['number']))}"
        named.add(exhibit["path"])
        bag.report.exhibits += 1
        compare(bag, place, exhibit["path"], exhibit["sha256"], exhibit["size"])
        # Where the index itself was changed, its digests say nothing about the ledger.
        if bag.report.blamed(INDEX):
            continue
        original = exhibit.get("ledger_sha256") or exhibit["sha256"]
        if original not in recorded and not bag.report.blamed(exhibit["path"]):
            bag.report.fault(
                f"{LEDGER} 证据 {shown(str(exhibit['number']))}",
                f"台账里没有收到 {shown(exhibit['path'])} 的记录",
            )
        elif exhibit["sha256"] not in recorded and not bag.report.blamed(exhibit["path"]):
            bag.report.fault(
                f"{LEDGER} 证据 {shown(str(exhibit['number']))}",
                f"台账里没有制作副本 {shown(exhibit['path'])} 的记录",
            )
    for path in sorted(bag.source.paths):
        if path.startswith("data/exhibits/") and path not in named and not bag.report.blamed(path):
            bag.report.fault(path, "证据索引里没有这份证据")


def compare(bag: Bag, place: str, path: str, sha256: str, size: int | None) -> None:
    """One line of the index against the file; silent where the file itself has been blamed already."""
    if bag.report.blamed(path):
        return
    if path not in bag.sha256:
        bag.report.fault(place, f"指向不存在的文件 {shown(path)}")
    elif sha256 != "sha256:" + bag.sha256[path] or size not in (None, bag.source.paths[path]):
        bag.report.fault(place, f"记载的校验值或大小与 {shown(path)} 不符")


def check_receipt(bag: Bag, index: dict[str, Any]) -> None:
    """The receipt's own signature, its number, and the exhibits that it lists."""
    if RECEIPT not in bag.source.paths:
        if index.get("receipt"):
            bag.report.fault(RECEIPT, "缺少这个文件")
        return
    receipt = bag.record(RECEIPT)
    if receipt is None:
        bag.report.receipt = "invalid"
        return
    try:
        payload = receipt["payload"]
        check_receipt_signature(bag, payload, receipt["signature"])
        if index and payload["number"] != index["number"]:
            bag.report.fault(RECEIPT, "回执的编号与案卷不符")
        as_filed = index and index["facts_as_filed"] and not bag.report.blamed(FACTS)
        if as_filed and payload["facts"] != "sha256:" + bag.sha256.get(FACTS, ""):
            bag.report.fault(RECEIPT, f"回执记载的事实校验值与 {FACTS} 不符")
        missing = set(digests_in(payload.get("exhibits", []))) - set(digests_in(index))
        for value in sorted(missing):
            if index and not bag.report.blamed(INDEX):
                bag.report.fault(RECEIPT, f"回执列出的证据 {shown(value)} 不在证据索引里")
    except (KeyError, TypeError, AttributeError, ValueError):
        bag.report.fault(RECEIPT, "不是一份回执")
    if bag.report.blamed(RECEIPT):
        bag.report.receipt = "invalid"


def check_receipt_signature(bag: Bag, payload: Any, signature: str) -> None:
    name = RECEIPT_KEY if RECEIPT_KEY in bag.source.paths else PUBLIC_KEY
    bag.report.receipt = "present"
    raw = raw_key(bag.small(name) or b"")
    if raw is None:
        bag.report.notes.append(f"回执的签名没有检查：{name} 读不出")
        return
    signed = canonical(payload).encode("utf-8", "surrogatepass")
    held = signed_by(raw, signed, base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)))
    if held is None:
        bag.report.notes.append("回执的签名没有检查：没有 cryptography，也没有可用的 openssl")
    elif not held and not bag.report.blamed(name):
        bag.report.fault(RECEIPT, "回执的签名与内容不符：回执被改动，或者不是这个平台签发的")
    elif payload["key"] != hashlib.sha256(raw).hexdigest()[:16] and not bag.report.blamed(name):
        bag.report.fault(RECEIPT, "回执写明的密钥编号不是这把公钥的编号")
    elif held and is_known(bag, raw):
        bag.report.receipt = "valid"
    elif bag.report.trust == "trusted":
        bag.report.notes.append(
            f"回执是另一把密钥签的（sha256:{hashlib.sha256(raw).hexdigest()}），它的公钥是案卷带来的；"
            f"平台公布过这个指纹的，把它也写进 {TRUSTED_KEYS} 再检查"
        )


def check_custody(bag: Bag, index: dict[str, Any], entries: list[dict[str, Any]], roots: bytes) -> None:
    """That the ledger stood in a daily head (RFC 9162, 2.1): leaf, path, root, the head's signature and time stamp."""
    report = bag.report
    if PROOF not in bag.source.paths:
        if index.get("custody"):
            report.fault(PROOF, "缺少这个文件")
        return
    proof = bag.record(PROOF)
    if proof is None or any(report.blamed(path) for path in (PROOF, HEAD, HEAD_SIGNATURE, HEAD_KEY)):
        report.custody = "invalid"
        return
    try:
        wrong = wrong_in_proof(bag, proof, index, entries)
        said = json.loads(proof["head"])
        report.custody_day, report.custody_until = str(said["day"]), int(proof["leaf"]["sequence"])
    except (KeyError, TypeError, AttributeError, ValueError, IndexError):
        wrong = (PROOF, "不是一份存证证明")
    if wrong is not None:
        report.custody = "invalid"
        report.fault(*wrong)
        return
    report.custody = "present"
    verdict = check_stamp(bag, HEAD_TOKEN, HEAD, HEAD_ROOT, roots, "总摘要的时间戳")
    if verdict is None:
        report.custody = "invalid"
        return
    if verdict[0] == "valid" and is_signed_head(bag):
        report.custody = "valid"
    report.notes.append(
        f"台账到第 {report.custody_until} 条为止已经在 {shown(report.custody_day)} 的总摘要里，"
        f"总摘要盖戳的时间是 {verdict[1]}；请与平台 /custody/ 公布的总摘要对照"
    )


def is_signed_head(bag: Bag) -> bool:
    """Whether a key that the reader knows signed the daily head."""
    raw = raw_key(bag.small(HEAD_KEY) or b"")
    if raw is None or not is_known(bag, raw):
        return False
    return bool(signed_by(raw, bag.small(HEAD) or b"", bag.small(HEAD_SIGNATURE) or b""))


def wrong_in_proof(
    bag: Bag, proof: dict[str, Any], index: dict[str, Any], entries: list[dict[str, Any]]
) -> tuple[str, str] | None:
    """The file at fault and what is wrong with it; None when everything of the proof but the time stamp holds."""
    head, leaf = str(proof["head"]).encode(), proof["leaf"]
    said = json.loads(head.decode("utf-8"))
    if bag.small(HEAD) != head or digest(head) != proof["digest"]:
        return HEAD, "总摘要与存证证明里的不是同一份"
    entry = next((one for one in entries if one["sequence"] == leaf["sequence"]), None)
    if entry is None or (entry["digest"], entry["complaint"]) != (leaf["entry"], leaf["complaint"]):
        return PROOF, f"存证证明说的不是这份台账的第 {int(leaf['sequence'])} 条"
    if index and leaf["complaint"] != index["complaint"]:
        return PROOF, "存证证明属于另一个案件"
    start = hashlib.sha256(b"\0" + canonical(leaf).encode("utf-8", "surrogatepass")).digest()
    path = [bytes.fromhex(one[len("sha256:") :]) for one in proof["path"]]
    if root_from(start, int(proof["position"]), int(said["leaves"]), path) != said["root"]:
        return PROOF, "算出的根与总摘要的根不符：台账不在这个总摘要里"
    raw, signature = raw_key(bag.small(HEAD_KEY) or b""), bag.small(HEAD_SIGNATURE) or b""
    if raw is None:
        return HEAD_KEY, "不是有效的 Ed25519 公钥"
    if hashlib.sha256(raw).hexdigest()[:16] != said["key"]:
        return HEAD_KEY, "不是总摘要写明的那把公钥"
    if signed_by(raw, head, signature) is False:
        return HEAD_SIGNATURE, "签名与总摘要不符"
    return None


def root_from(leaf: bytes, position: int, size: int, path: list[bytes]) -> str:
    """The root that a leaf and its path lead to (RFC 9162, 2.1.3.2); "" when the path is not of such a tree."""
    if not 0 <= position < size:
        return ""
    place, last, found = position, size - 1, leaf
    for other in path:
        if last == 0:
            return ""
        if place & 1 or place == last:
            found = hashlib.sha256(b"\1" + other + found).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + other).digest()
        place, last = place >> 1, last >> 1
    return "" if last else "sha256:" + found.hex()


def check_token(bag: Bag, info: dict[str, str], roots: bytes) -> None:
    """The time stamp of the bundle, over its manifest."""
    report = bag.report
    if TOKEN not in bag.sha256:
        if info.get("Anning-Timestamp", "").startswith(TOKEN):
            report.fault(TOKEN, "缺少时间戳")
        return
    verdict = check_stamp(bag, TOKEN, "manifest-sha256.txt", TOKEN_ROOT, roots, "时间戳")
    report.timestamp, report.stamped_at = verdict or ("invalid", "")


def check_stamp(
    bag: Bag, token_path: str, of: str, root_path: str, roots: bytes, name: str
) -> tuple[str, str] | None:
    """A time-stamp token (RFC 3161): over this file, when, signed by whom, leading to which root certificate.

    "valid" or "present" with the moment; None and a fault when it does not hold. ``roots`` are the certificates (PEM) that
    the reader trusts. Without them the root that travels in the bundle shows whether the token holds together, and no
    more: anybody can make such a root, so it stays "present", and the words say what to compare.
    """
    report = bag.report
    token = bag.small(token_path)
    try:
        said = read_token(token or b"")
    except (ValueError, IndexError):
        report.fault(token_path, "不是一个 RFC 3161 时间戳")
        return None
    if said.imprint != bytes.fromhex(bag.sha256.get(of, "")) and not report.blamed(of):
        report.fault(token_path, f"时间戳不是对这份 {of} 加盖的")
        return None
    at = said.at.strftime("%Y-%m-%d %H:%M:%S UTC")
    issuers = roots or bag.small(root_path)
    openssl = f"openssl ts -verify -in {token_path} -data {of} -CAfile 机构公布的根证书.pem"
    if not issuers:
        report.notes.append(f"{name}机构的根证书没有附带，它的签名没有检查；拿到根证书后：{openssl}")
        return "present", at
    try:
        found = signed_token(said, issuers)
    except ImportError:
        report.notes.append(f"没有 cryptography，{name}机构的签名没有检查。请执行：{openssl}")
        return "present", at
    except Exception as error:  # also a kind of key that cryptography does not know: openssl may
        report.notes.append(f"{name}的签名用这个程序检查不了（{shown(str(error))}）。请执行：{openssl}")
        return "present", at
    if isinstance(found, str):
        report.fault(token_path, found)
        return None
    authority, fingerprint = found
    if roots:
        report.notes.append(
            f"{name}：{at}，由 {shown(authority)} 签发，通到您信任的根证书（SHA-256 {fingerprint}）；"
            f"这个程序不查证书是否被吊销。也可以执行：{openssl}"
        )
        return "valid", at
    report.notes.append(
        f"{name}写的是 {at}，由 {shown(authority)} 签发，前后一致。根证书是案卷自己带来的（SHA-256 {fingerprint}），"
        f"是不是那个机构的没有核对。请向机构索取根证书，再用 --tsa-roots 检查，或执行：{openssl}"
    )
    return "present", at


class UnsupportedToken(Exception):
    """A sound kind of token that this program cannot check; the message says why."""


@dataclass
class TokenSaid:
    """What a token says, and the pieces that its signature is about."""

    imprint: bytes
    at: datetime.datetime
    content: bytes
    certificates: list[bytes]
    issuer: bytes
    serial: int
    digest: bytes
    attributes: bytes
    signature: bytes


def der(data: bytes) -> list[tuple[int, bytes, bytes]]:
    """The elements that stand side by side in DER: tag, content, whole. ValueError when it is none."""
    found, place = [], 0
    while place < len(data):
        tag, length, begin = data[place], data[place + 1], place + 2
        if tag & 0x1F == 0x1F:
            raise ValueError("a tag of several bytes")
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4:
                raise ValueError("a length that is no DER")
            length = int.from_bytes(data[begin : begin + count], "big")
            begin += count
        if begin + length > len(data):
            raise ValueError("cut short")
        found.append((tag, data[begin : begin + length], data[place : begin + length]))
        place = begin + length
    return found


def read_token(reply: bytes) -> TokenSaid:
    """Take a TimeStampResp apart. ValueError and IndexError for what is none."""
    (response,) = der(reply)
    status, token = der(response[1])[:2]
    if int.from_bytes(der(status[1])[0][1], "big") not in (0, 1):
        raise ValueError("not granted")
    kind, wrapped = der(token[1])
    if kind[1] != SIGNED_DATA:
        raise ValueError("no signed data")
    parts = der(der(wrapped[1])[0][1])
    inner = der(parts[2][1])
    if inner[0][1] != TST_INFO:
        raise ValueError("no time in it")
    content = der(inner[1][1])[0][1]
    info = der(der(content)[0][1])
    algorithm, imprint = der(info[2][1])
    if der(algorithm[1])[0][1] != SHA256:
        raise ValueError("over another kind of digest")
    moment = info[4][1].decode("ascii").rstrip("Z").partition(".")[0]
    at = datetime.datetime.strptime(moment, "%Y%m%d%H%M%S").replace(tzinfo=datetime.timezone.utc)  # noqa: UP017
    certificates = [whole for part in parts if part[0] == 0xA0 for _, _, whole in der(part[1])]
    signer = der(der(parts[-1][1])[0][1])
    issuer, serial = der(signer[1][1])[:2]
    attributes = signer[3]
    if attributes[0] != 0xA0:
        raise ValueError("no signed attributes")
    return TokenSaid(
        imprint=imprint[1],
        at=at,
        content=content,
        certificates=certificates,
        issuer=issuer[2],
        serial=int.from_bytes(serial[1], "big", signed=True),
        digest=der(signer[2][1])[0][1],
        attributes=b"\x31" + attributes[2][1:],
        signature=signer[5][1],
    )


def signed_token(said: TokenSaid, roots: bytes) -> tuple[str, str] | str:
    """The authority's name and the fingerprint of the root that its certificate leads to; a str is what is wrong.

    ImportError without cryptography; UnsupportedToken, and whatever cryptography says of a certificate that it does not
    understand, for what cannot be judged here.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID

    kinds: dict[bytes, Any] = {
        SHA256: hashes.SHA256,
        SHA256[:-1] + b"\x02": hashes.SHA384,
        SHA256[:-1] + b"\x03": hashes.SHA512,
    }
    if said.digest not in kinds:
        raise UnsupportedToken("摘要算法不认识")
    algorithm: Any = kinds[said.digest]()
    hashed = hashes.Hash(algorithm)
    hashed.update(said.content)
    values = {
        der(whole)[0][1]: der(der(whole)[1][1])[0][1] for _, whole, _ in der(der(said.attributes)[0][1])
    }
    if values.get(MESSAGE_DIGEST) != hashed.finalize():
        return "时间戳的内容被改动：摘要与内容不符"
    certificates = [x509.load_der_x509_certificate(one) for one in said.certificates]
    signer = next(
        (
            one
            for one in certificates
            if one.serial_number == said.serial and one.issuer.public_bytes() == said.issuer
        ),
        None,
    )
    if signer is None:
        raise UnsupportedToken("没有附带签名人的证书")
    if not holds(signer.public_key(), said.signature, said.attributes, algorithm):
        return "时间戳机构的签名与内容不符：时间戳被改动"
    try:
        usage = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return "签时间戳的证书不是用来签时间戳的"
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:  # RFC 3161, 2.3
        return "签时间戳的证书不是用来签时间戳的"
    root = leads_to(signer, certificates, x509.load_pem_x509_certificates(roots), said.at)
    if root is None:
        return "签时间戳的证书不通到所给的根证书，或者当时不在有效期内"
    return signer.subject.rfc4514_string(), root.fingerprint(hashes.SHA256()).hex()


def holds(key: Any, signature: bytes, content: bytes, algorithm: Any) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, content, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, content, ec.ECDSA(algorithm))
        else:
            raise UnsupportedToken("签名算法不认识")
    except InvalidSignature:
        return False
    return True


def may_issue(one: Any, below: int) -> bool:
    """Whether a certificate may issue others, with ``below`` authorities already under it (RFC 5280, 4.2.1.9 and 4.2.1.3).

    Without this whoever holds any certificate under the root could issue one for time to themselves.
    """
    from cryptography import x509

    try:
        limits = one.extensions.get_extension_for_class(x509.BasicConstraints).value
        if not limits.ca or (limits.path_length is not None and limits.path_length < below):
            return False
        return bool(one.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign)
    except (
        x509.ExtensionNotFound
    ) as missing:  # without key usage it may; without basic constraints it may not
        return missing.oid == x509.KeyUsage.oid


def leads_to(signer: Any, others: list[Any], roots: list[Any], at: datetime.datetime) -> Any:
    """The root that a certificate leads to, each link by an authority, signed, in its time at the stamp's moment; else None."""
    from cryptography.exceptions import InvalidSignature

    moment, one = at.replace(tzinfo=None), signer
    for depth in range(8):
        if (
            not one.not_valid_before_utc.replace(tzinfo=None)
            <= moment
            <= one.not_valid_after_utc.replace(tzinfo=None)
        ):
            return None
        if one in roots:
            return one
        for above in [*roots, *others]:
            if above.subject != one.issuer or above == one or not may_issue(above, depth):
                continue
            try:
                one.verify_directly_issued_by(above)
            except (InvalidSignature, ValueError, TypeError):
                continue
            one = above
            break
        else:
            return None
    return None


# ---------------------------------------------------------------------------------------------------------------
# Doors: the function for the portal, the words for people, the command line


def check(
    path: str,
    fingerprint: str | None = None,
    roots: bytes = b"",
    trusted: Collection[str] = (),
    file: BinaryIO | None = None,
) -> Report:
    """Examine the bundle at ``path`` (zip or folder). Never raises for what the bundle contains.

    ``trusted`` are fingerprints of public keys that the caller knows from outside the bundle, ``fingerprint`` is a further
    one that was given for this bundle; ``roots`` are certificates (PEM) of time-stamp authorities that the caller trusts.
    ``file`` is the zip itself, for a process that can open nothing. Raises Unusable for a fingerprint that is none, and
    for a path at which there is nothing to check.
    """
    report = Report(path=str(path))
    given = fingerprint_of(fingerprint) if fingerprint is not None else ""
    if file is None:
        check_place(str(path))
    keys = frozenset([*map(fingerprint_of, trusted), *([given] if given else [])])
    try:
        if file is None and os.path.isdir(path):
            examine(Folder(str(path), report), report, keys, roots)
            return report
        with file or open(path, "rb") as file:
            examine(Archive(file, report), report, keys, roots)
    except Unexpected as error:
        report.fault(
            os.path.basename(path) or str(path), f"里面有检查程序读不懂的记录（{shown(str(error))}）"
        )
    except OSError as error:
        report.fault(os.path.basename(path), f"打不开：{error.strerror or error}")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error,
            IndexError, OverflowError) as error:  # fmt: skip
        report.fault(
            os.path.basename(path), f"不是完好的 zip 压缩包：目录损坏或文件被截断（{shown(str(error))}）"
        )
    if given and report.trust == "trusted" and report.fingerprint != f"sha256:{given}":
        report.notes.append(f"给出的指纹 sha256:{given} 不是这份案卷的；签它的是检查的人信任的另一把密钥")
    return report


def check_place(path: str) -> None:
    """That something can be checked there: a wrong path says nothing about any bundle. Raises Unusable."""
    if not os.path.exists(path):
        raise Unusable(f"{shown(path)}：没有这个文件或文件夹。没有核验")
    if os.path.isdir(path) and not any(os.path.exists(os.path.join(path, name)) for name in REQUIRED):
        raise Unusable(
            f"{shown(path)} 不是案卷的文件夹。请指向解压出来的那一个：里面直接有 verify.py、signed-files.txt 和 data。没有核验"
        )
    if not os.access(path, os.R_OK):
        raise Unusable(f"{shown(path)} 打不开，没有读它的权限。没有核验")


def certificates(path: str, bundle: str) -> bytes:
    """The certificates (PEM) of time-stamp authorities that the reader trusts. Raises Unusable.

    A file out of the bundle itself is refused: what came along in it proves nothing about it.
    """
    inside = os.path.join(os.path.realpath(bundle), "")
    if os.path.realpath(path).startswith(inside):
        raise Unusable(f"{shown(path)} 是案卷自己带来的，不能用来核对它。请用时间戳机构自己公布的根证书")
    try:
        with open(path, "rb") as file:
            content = file.read(SMALL)
    except OSError as error:
        raise Unusable(f"{shown(path)} 读不出（{error.strerror or error}）。没有核验") from None
    if b"-----BEGIN CERTIFICATE-----" not in content:
        raise Unusable(f"{shown(path)} 里面没有 PEM 证书。没有核验")
    return content


def examine(source: Folder | Archive, report: Report, keys: frozenset[str], roots: bytes) -> None:
    """Every check in turn. Raises Unexpected for a record that no check knows how to read: it is none of ours."""
    bag = Bag(source, report, keys)
    bag.read_all()
    try:
        check_presence(bag)
        check_signature(bag)
        check_hashes(bag)
        info = check_bag_info(bag)
        entries = check_ledger(bag)
        index = check_index(bag, entries, info)
        check_receipt(bag, index)
        check_custody(bag, index, entries, roots)
        check_token(bag, info, roots)
    except Exception as error:
        raise Unexpected(f"{type(error).__name__}: {error}"[:200]) from error


def in_words(report: Report) -> str:
    """The report for people: the fingerprint, one line a fault, the conclusion."""
    lines = [f"案卷：{shown(report.number) or '（编号不明）'}　{shown(report.path)}"]
    lines.append(
        f"读到文件 {report.files} 个，共 {report.size:,} 字节；证据 {report.exhibits} 份；台账 {report.ledger_entries} 条"
    )
    if report.fingerprint:
        lines += ["案卷自带的公钥，指纹是：", f"    {report.fingerprint}"]
    lines += [f"说明　{note}" for note in report.notes]
    lines += [f"问题　{place}：{what}" for place, what in report.faults]
    if report.signature == "unchecked":
        lines.append(
            "签名没有检查：这台电脑上没有 cryptography（pip install cryptography），也没有可用的 openssl。"
        )
        lines.append(f"请在解压后的案卷文件夹里执行：{OPENSSL}")
    if report.timestamp == "none" and not report.faults:
        lines.append("时间　未加盖时间戳：签名能证明没有改动，不能单独证明签名的时间。")
    lines.append(f"结论　{conclusion(report)}")
    if report.trust != "trusted":
        lines.append(f"怎样核对是谁签的　{HOW_TO_COMPARE}")
    return "\n".join(lines)


HOW_TO_COMPARE = (
    "到案卷以外的地方取得平台公布的公钥指纹（平台网站的“核验案卷”页），不要用案卷里写的："
    "造假的人可以连同说明和这个程序一起换。再执行：python3 verify.py --fingerprint 指纹"
)


def conclusion(report: Report) -> str:
    """One sentence: what was found, and what was not compared with anything from outside the bundle."""
    if report.faults:
        return f"不可信：发现 {len(report.faults)} 处问题，见上。"
    if report.sound:
        left = [
            words
            for words, state in (
                ("回执是不是平台签的", report.receipt),
                ("时间戳是不是那个机构盖的", report.timestamp),
                ("总摘要是不是平台公布的", report.custody),
            )
            if state == "present"
        ]
        rest = f"没有核对的：{'、'.join(left)}，见上。" if left else ""
        return f"完好：签名的密钥是检查的人信任的，每个文件和存证记录都与签名时相同。{rest}"
    if report.trust == "unknown":
        return (
            "前后一致；但签名的密钥不在检查的人信任的密钥里，不能当作这个平台签发的。"
            "谁都可以用自己的密钥做出一份前后一致的案卷。"
        )
    if report.signature != "valid":
        return "前后一致；签名没有检查，是不是这个平台签的没有核对，不能下结论。"
    return "前后一致；是不是这个平台签的没有核对。谁都可以用自己的密钥做出一份前后一致的案卷。"


class Arguments(argparse.ArgumentParser):
    """Says what is wrong with the call, and ends with a code that no verdict has."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def arguments_of(here: str) -> Arguments:
    parser = Arguments(
        description="检查安宁案卷有没有改动、是不是平台签的，不需要服务器。",
        epilog="返回码：0 完好，而且是您信任的密钥签的；1 有问题；2 前后一致，但没有您信任的密钥的签名；64 用法不对，没有检查。",
    )
    parser.add_argument(
        "path", nargs="?", default=here, help="案卷的 zip 或文件夹；不写就检查本文件所在的文件夹"
    )
    parser.add_argument(
        "--fingerprint",
        help=f"平台另行公布的公钥指纹，与案卷里的公钥对照。也可以写在环境变量 {TRUSTED_KEYS} 里，几个之间用逗号隔开",
    )
    parser.add_argument("--tsa-roots", help="您信任的时间戳机构根证书（PEM），不用案卷自己带来的")
    parser.add_argument("--json", action="store_true", help="结果以 JSON 输出")
    return parser


def main(arguments: list[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    parser = arguments_of(os.path.dirname(os.path.abspath(__file__)))
    chosen = parser.parse_args(arguments)
    trusted = [one for one in os.environ.get(TRUSTED_KEYS, "").split(",") if one.strip()]
    try:
        roots = certificates(chosen.tsa_roots, chosen.path) if chosen.tsa_roots is not None else b""
        report = check(chosen.path, chosen.fingerprint, roots, trusted)
    except Unusable as error:
        parser.error(str(error))
    words = json.dumps(report.as_json(), ensure_ascii=False, indent=2) if chosen.json else in_words(report)
    print(words)  # noqa: T201
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())
