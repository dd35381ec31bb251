"""The process that checks a stranger's bundle. Started by ``uploaded``; speaks one line of JSON, and opens nothing."""

from __future__ import annotations

import codecs
import json
import os
import pkgutil
import sys
import zipfile
from dataclasses import asdict
from importlib import import_module
from typing import Any, BinaryIO

import cryptography

from documents.bundle import verify
from evidence.examination.confinement import confine


def _load() -> None:
    """Whatever verify.py, its library and Python load where they first need it: later no file can be opened."""
    for module in pkgutil.walk_packages(cryptography.__path__, "cryptography."):
        import_module(module.name)
    import_module("_strptime")
    for encoding in ("ascii", "cp437", "gb18030", "latin-1", "unicode_escape", "utf-8"):
        codecs.lookup(encoding)


def _unpacked(file: BinaryIO) -> int:
    """What the zip says that it holds; 0 for what is no zip, which the check itself will say."""
    try:
        with zipfile.ZipFile(file) as bundle:
            return sum(one.file_size for one in bundle.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return 0


def _checked(file: BinaryIO, most: int, asked: dict[str, Any]) -> dict[str, Any]:
    if _unpacked(file) > most:
        return {"too_large": True}
    file.seek(0)
    asked["roots"] = asked["roots"].encode()
    return asdict(verify.check(f"/proc/self/fd/{file.fileno()}", file=file, **asked))


def main(arguments: list[str]) -> None:
    """Arguments: descriptor of the zip, limits of memory, processor time, answer and unpacked bytes, what is asked besides."""
    *numbers, asked = arguments
    descriptor, memory, seconds, most_said, most = map(int, numbers)
    with os.fdopen(descriptor, "rb") as file:
        _load()
        confine(memory=memory, seconds=seconds, output=most_said)
        sys.stdout.write(json.dumps(_checked(file, most, json.loads(asked))))
        sys.stdout.flush()
