"""P29: pages a second of a bundle, beside binding the same pages with pikepdf (qpdf) and nothing else; and its memory.

No database: contents as a frozen row would give them. Half of the exhibits are pictures, half are PDFs.
"""

import hashlib
import io
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from core.canonical import GENESIS, canonical, digest
from documents.bundle import BundleContents, BundleExhibit, Copy, build

Say = Callable[[str], None]
AT = datetime(2026, 3, 5, 8, 20, tzinfo=UTC)
SIZES = ((50, 500), (50, 5_000), (500, 5_000))  # exhibits, pages of them
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def measure(*, say: Say, sizes: tuple[tuple[int, int], ...] = SIZES) -> list[dict[str, Any]]:
    """One row a size: pages, pages a second, how many times the floor, peak of memory in megabytes."""
    found = []
    for exhibits, pages in sizes:
        say(f"bundle: {exhibits} exhibits, {pages:,} pages")
        # A process of its own: what one size leaves in memory is not the next one's.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            found.append(fresh.submit(_measured, exhibits, pages).result())
    return found


def _measured(exhibits: int, pages: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = _files(folder, exhibits, pages)
        key = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
        pem = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        contents = _contents(files)
        with _Memory() as memory:
            begun = time.perf_counter()
            build(contents, folder / "bundle.zip", sign=key.sign, public_key_pem=pem, key_id="0" * 16)
            spent = time.perf_counter() - begun
        begun = time.perf_counter()
        total = _bind(files, folder / "floor.pdf")
        floor = time.perf_counter() - begun
    return {
        "exhibits": exhibits,
        "pages": total,
        "seconds": round(spent, 1),
        "per_second": round(total / spent),
        "floor_per_second": round(total / floor),
        "times_floor": round(spent / floor, 1),
        "peak_mb": round(memory.peak / 2**20),
        "peak_of_typesetting_mb": round(memory.children / 2**20),
        "peak_together_mb": round(memory.together / 2**20),
    }


def _files(folder: Path, exhibits: int, pages: int) -> list[Path]:
    """A picture a page for every second exhibit, and PDFs with the rest of the pages."""
    chance = random.Random(5)  # noqa: S311
    pictures = exhibits // 2
    each = (pages - pictures) // (exhibits - pictures)
    files = []
    for place in range(exhibits):
        image = Image.frombytes("L", (90, 160), chance.randbytes(90 * 160)).resize((540, 960)).convert("RGB")
        out = io.BytesIO()
        image.save(out, "JPEG", quality=60)
        if place < pictures:
            path = folder / f"{place:04}.jpg"
            path.write_bytes(out.getvalue())
        else:
            path = folder / f"{place:04}.pdf"
            _pdf_of(out.getvalue(), each).save(path)
        files.append(path)
    return files


def _pdf_of(jpeg: bytes, pages: int) -> pikepdf.Pdf:
    made = pikepdf.new()
    name = pikepdf.Name
    for place in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        content = b"q 500 0 0 740 40 60 cm /Im Do Q\n"
        picture = pikepdf.Stream(
            made, jpeg + b"%d" % place, Type=name.XObject, Subtype=name.Image, Width=540, Height=960,
            ColorSpace=name.DeviceRGB, BitsPerComponent=8, Filter=name.DCTDecode,
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=made.make_indirect(picture)))
        page.Contents = made.make_stream(content)
    return made


def _contents(files: list[Path]) -> BundleContents:
    exhibits, entries, previous = [], [], GENESIS
    for place, path in enumerate(files):
        media_type = "image/jpeg" if path.suffix == ".jpg" else "application/pdf"
        sha256 = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
        exhibits.append(
            BundleExhibit(
                number=f"{place // 10 + 1}-{place % 10 + 1}", name=path.name, sha256=sha256, size=path.stat().st_size,
                media_type=media_type, received_at=AT, open=partial(_opened, path), source="投诉人提交（网页）",
                proves="退订后仍收到广告短信", group="退订之后", printed=Copy(media_type=media_type, open=partial(_opened, path)),
            )
        )  # fmt: skip
        body = {
            "complaint": "0", "sequence": place + 1, "at": "2026-03-02T02:00:00.000000Z", "actor": "holder",
            "act": "exhibit_received", "detail": {"sha256": sha256}, "previous": previous,
        }  # fmt: skip
        previous = digest(canonical(body))
        entries.append({**body, "digest": previous})
    return BundleContents(
        number="AN-2026-000001", complaint="0", title="骚扰短信和电话", recipient="某某区人民法院", prepared_by="安宁",
        exported_at=AT, exhibits=exhibits, ledger=entries, facts={},
        page_url="https://anning.example.org/bundles/ABCDEFGHIJKLMNOPQRSTUVWX/",
    )  # fmt: skip


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _bind(files: list[Path], target: Path) -> int:
    """The floor: the same pages in one PDF, unstamped; a picture as a page that shows it."""
    with pikepdf.new() as bound:
        held = []
        for path in files:
            source = pikepdf.open(path) if path.suffix == ".pdf" else _pdf_of(path.read_bytes(), 1)
            held.append(source)
            bound.pages.extend(source.pages)
        bound.save(target)
        total = len(bound.pages)
        for source in held:
            source.close()
    return total


class _Memory:
    """The most that this process held, that a child of it held, and that they held at one moment.

    Together in proportional set size: what both have mapped counts once.
    """

    def __init__(self) -> None:
        self.peak = self.children = self.together = 0
        self._over = threading.Event()
        self._threads = ThreadPoolExecutor(1)

    def __enter__(self) -> "_Memory":
        self._looking = self._threads.submit(self._look)
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        # Raises what the look at the memory raised: a peak that nobody looked for is none.
        self._looking.result()
        self._threads.shutdown()

    def _look(self) -> None:
        me = os.getpid()
        while not self._over.wait(0.02):
            children = _children(me)
            self.peak = max(self.peak, _held(me))
            self.children = max([self.children, *(_held(child) for child in children)])
            self.together = max(self.together, sum(_share(one) for one in (me, *children)))


def _held(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _share(pid: int) -> int:
    """Proportional set size; what it holds where the system does not tell that."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration, IndexError, ValueError):
        return _held(pid)


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []
