"""The bag as one zip whose bytes depend on its files alone: stored, sorted, one date, fixed permissions.

Stored rather than deflated: pictures and the PDF are compressed already, two versions of zlib would give two results,
and a deflated stream has spare bits in which a change would go unseen.
"""

from __future__ import annotations

import shutil
import zipfile
from datetime import datetime
from pathlib import Path

_MODE = 0o100644 << 16
_UNIX = 3


def write_zip(folder: Path, root: str, at: datetime, target: Path) -> None:
    """Pack the files under ``folder`` below ``root/`` with the local time ``at`` on each."""
    moment = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second // 2 * 2)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name in files:
            path = folder / name
            info = zipfile.ZipInfo(f"{root}/{name}", moment)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_STORED, _UNIX, _MODE
            info.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(info, "w") as entry:
                shutil.copyfileobj(source, entry, 1 << 20)
