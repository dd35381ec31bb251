"""A realistic case for the bundle's tests, made from nothing: invented people, drawn screenshots, a bill, a recording.

Also a program: ``python -m tests.documents.bundle.case TARGET.zip`` writes its bundle, for the test of two processes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import random
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pikepdf
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from documents.bundle import BundleContents, BundleExhibit, Copy, Letter, Receipt, build
from documents.bundle.contents import Attachment, Omitted
from documents.bundle.printing import text_pages
from documents.bundle.verify import GENESIS, canonical

SHANGHAI = timezone(timedelta(hours=8))
FILED = datetime(2026, 3, 2, 10, 30, tzinfo=SHANGHAI)
COMPLAINT = "5f0c7a52-8a3e-4b8e-9d57-0f6b3f7d1c11"
SMS = "【甜橙商城】双十一狂欢价，满300减50，全场五折起，点击 t.example/x1 领取，拒收请回复R"


def key(seed: int = 7) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def pem(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def fingerprint(private: Ed25519PrivateKey) -> str:
    raw = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def key_id(private: Ed25519PrivateKey) -> str:
    return fingerprint(private)[7:23]


def digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def screenshot(text: str, size: tuple[int, int] = (540, 1170), form: str = "PNG", exif: bytes = b"") -> bytes:
    """A phone's message screen with the text in a bubble."""
    image = Image.new("RGB", size, "#ededed")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(sans_path()), 26)
    draw.rectangle((0, 0, size[0], 90), fill="#f8f8f8")
    draw.text((size[0] // 2 - 110, 28), "1069 0000 1234", font=font, fill="#111111")
    top = 130
    while top < size[1] - 220:
        lines = [text[start : start + 17] for start in range(0, len(text), 17)]
        draw.rounded_rectangle((24, top, size[0] - 60, top + 36 * len(lines) + 28), 18, fill="white")
        for place, line in enumerate(lines):
            draw.text((42, top + 12 + 36 * place), line, font=font, fill="#222222")
        top += 36 * len(lines) + 90
        text = f"{text[:-4]}{top:04}"
    out = io.BytesIO()
    image.save(out, form, **({"exif": exif} if exif else {}))
    return out.getvalue()


def turned_photo() -> bytes:
    """A JPEG that a camera stored lying on its side (orientation 6)."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return screenshot("手机横放时拍的照片", (1170, 540), "JPEG", exif.tobytes())


def bill() -> bytes:
    """Three pages of a bill as PDF: upright, across, and turned by /Rotate, the last with a note pinned on it."""
    text = "\n".join(f"2026年{month}月　名片业务　40.00元" for month in range(1, 40))
    with pikepdf.open(io.BytesIO(text_pages(_blank_contents(), "账单", text))) as made:
        made.pages.append(made.pages[0])
        made.pages.append(made.pages[0])
        made.pages[1].mediabox = [0, 200, 595, 500]
        made.pages[2].rotate(90, relative=False)
        out = io.BytesIO()
        made.save(out, deterministic_id=True)
        return out.getvalue()


def recording() -> bytes:
    return b"#!AMR\n" + random.Random(5).randbytes(40_000)


FILES: list[tuple[str, str, str, str, bytes]] = []


def files() -> list[tuple[str, str, str, str, bytes]]:
    """number, name, media type, what it proves, bytes."""
    if not FILES:
        backup = ("2025-11-11 09:00  106900001234  " + SMS + "\n") * 80
        FILES.extend(
            [
                ("1-1", "短信截图 一.png", "image/png", "退订后仍收到广告短信", screenshot(SMS)),
                (
                    "1-2",
                    "长截图（全部记录）.png",
                    "image/png",
                    "一天之内收到多条",
                    screenshot(SMS, (540, 6000)),
                ),
                ("1-3", "../..\u202egpj.现场.jpg", "image/jpeg", "收到短信的手机", turned_photo()),
                ("2-1", "话费账单.pdf", "application/pdf", "每月被扣40元", bill()),
                ("2-2", "短信备份.txt", "text/plain", "号码、时间、全文", backup.encode("gb18030")),
                ("3-1", "通话录音.amr", "audio/amr", "催收人的原话", recording()),
            ]
        )
    return FILES


def ledger(exhibits: list[BundleExhibit], facts: str) -> list[dict[str, Any]]:
    acts: list[tuple[str, dict[str, Any]]] = [
        ("exhibit_received", {"exhibit": place, "sha256": exhibit.ledger_sha256 or exhibit.sha256})
        for place, exhibit in enumerate(exhibits, 1)
    ]
    acts += [
        ("copy_made", {"exhibit": place, "source": exhibit.ledger_sha256, "sha256": exhibit.sha256})
        for place, exhibit in enumerate(exhibits, 1)
        if exhibit.ledger_sha256
    ]
    acts += [("complaint_filed", {"facts": facts}), ("shared", {"organisation": 3}), ("case_read", {})]
    entries: list[dict[str, Any]] = []
    previous = GENESIS
    for sequence, (act, detail) in enumerate(acts, 1):
        body = {
            "complaint": COMPLAINT,
            "sequence": sequence,
            "at": f"2026-03-02T02:{sequence:02}:00.000000Z",
            "actor": "holder",
            "act": act,
            "detail": detail,
            "previous": previous,
        }
        previous = digest(canonical(body).encode())
        entries.append({**body, "digest": previous})
    return entries


def exhibit(
    number: str, name: str, media_type: str, proves: str, content: bytes, **more: Any
) -> BundleExhibit:
    """With its bytes as the copy that is printed, unless ``printed`` says otherwise; a recording has none."""
    copy = Copy(media_type=media_type, open=lambda: io.BytesIO(content))
    more.setdefault("printed", None if media_type.startswith("audio/") else copy)
    return BundleExhibit(
        number=number,
        name=name,
        media_type=media_type,
        sha256=digest(content),
        size=len(content),
        open=lambda: io.BytesIO(content),
        received_at=FILED,
        source="投诉人手机",
        proves=proves,
        **more,
    )


def receipt(facts: Mapping[str, Any], exhibits: list[str], private: Ed25519PrivateKey) -> Receipt:
    payload = canonical(
        {
            "version": 1,
            "number": "AN-2026-000001",
            "code": "ABCDEFGHIJKLMNOPQRSTUVWX",
            "kind": "harassment",
            "filed_at": "2026-03-02T02:30:00.000000Z",
            "facts": digest(canonical(facts).encode()),
            "exhibits": exhibits,
            "key": key_id(private),
        }
    )
    signature = base64.urlsafe_b64encode(private.sign(payload.encode())).decode().rstrip("=")
    return Receipt(payload=payload, signature=signature, key_id=key_id(private), public_key_pem=pem(private))


def contents(
    chosen: list[BundleExhibit] | None = None,
    *,
    receipt_key: Ed25519PrivateKey | None = None,
    omitted: tuple[Omitted, ...] = (),
    **more: Any,
) -> BundleContents:
    exhibits = (
        chosen
        if chosen is not None
        else [exhibit(*each, group="短信" if each[0].startswith("1-") else "") for each in files()]
    )
    facts = {"kind": "harassment", "event": {"first": "2025-11-01", "last": "2025-11-11"}, "角色": "消费者"}
    known = [each.ledger_sha256 or each.sha256 for each in exhibits] + [each.sha256 for each in omitted]
    letter = text_pages(_blank_contents(), "投诉书", "投诉书\n\n" + "本人已经退订，仍收到广告短信。\n" * 60)
    given: dict[str, Any] = {
        "number": "AN-2026-000001",
        "complaint": COMPLAINT,
        "title": "退订后仍收到商业短信",
        "recipient": "安和律师事务所（示例）",
        "prepared_by": "安宁",
        "exported_at": datetime(2026, 3, 5, 16, 20, 31, tzinfo=SHANGHAI),
        "exhibits": exhibits,
        "ledger": ledger(exhibits, digest(canonical(facts).encode())),
        "facts": facts,
        "receipt": receipt(facts, known, receipt_key or key()),
        "assessment": {"grounds": [{"code": "H2", "status": "established"}]},
        "letters": (Letter(title="投诉书", pdf=letter),),
        "attachments": (Attachment(name="12321/回答.txt", open=lambda: io.BytesIO("已受理".encode())),),
        "omitted": omitted,
    }
    return BundleContents(**{**given, **more})


def _blank_contents() -> BundleContents:
    return BundleContents(
        number="",
        complaint="",
        title="",
        recipient="",
        prepared_by="",
        exported_at=FILED,
        exhibits=(),
        ledger=(),
        facts={},
    )


def write(
    target: Path, of: BundleContents | None = None, private: Ed25519PrivateKey | None = None, **more: Any
) -> Path:
    signer = private or key()
    return build(
        of or contents(),
        target,
        sign=signer.sign,
        public_key_pem=pem(signer),
        key_id=key_id(signer),
        **more,
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
