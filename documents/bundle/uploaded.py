"""A bundle that somebody uploaded, checked by its own verify.py in a confined process: the bytes are a stranger's."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from dataclasses import fields
from typing import BinaryIO

from documents.bundle.verify import Report
from evidence.examination.run import Exceeded, started, wait_for

MEMORY = 1024 * 1024 * 1024  # bytes of address space, half of it libraries
PROCESSOR_SECONDS = 80
WALL_SECONDS = 100  # the server ends a request after 120
MOST_UNPACKED = 1024 * 1024 * 1024  # bytes, as the zip itself says
MOST_SAID = 64 * 1024 * 1024  # bytes


class TooLarge(Exception):
    """More than is unpacked here, in bytes, time or memory; on one's own computer verify.py has no such limits."""


def check(
    file: BinaryIO, *, fingerprint: str | None = None, roots: bytes = b"", trusted: Iterable[str] = ()
) -> Report:
    """``verify.check`` of the zip ``file`` (a real file), with what the checker trusts from outside of it.

    Raises TooLarge, and Unconfined where this machine cannot confine a process.
    """
    file.flush()
    file.seek(0)
    numbers = (file.fileno(), MEMORY, PROCESSOR_SECONDS, MOST_SAID, MOST_UNPACKED)
    asked = {"fingerprint": fingerprint, "roots": roots.decode("ascii", "replace"), "trusted": [*trusted]}
    arguments = [*map(str, numbers), json.dumps(asked)]
    with tempfile.TemporaryFile() as answer:
        process = started(
            "documents.bundle.checking_child", arguments, descriptors=[file.fileno()], stdout=answer
        )
        wait_for(process, WALL_SECONDS)
        answer.seek(0)
        said = answer.read(MOST_SAID)
    if process.returncode != 0:
        raise TooLarge(f"the check of a bundle ended with {process.returncode}")
    return understood(said)


def understood(said: bytes) -> Report:
    """What the process said, every field of the type that a report has there. Raises TooLarge, Exceeded."""
    try:
        answer = json.loads(said)
        if answer.pop("too_large", False):
            raise TooLarge("the bundle says that it unpacks to more than is checked here")
        answer["faults"] = [(str(place), str(what)) for place, what in answer["faults"]]
        for name in ("notes", "additions"):
            answer[name] = [str(line) for line in answer[name]]
        report, plain = Report(**answer), Report(path="")
        if any(
            type(getattr(report, one.name)) is not type(getattr(plain, one.name)) for one in fields(plain)
        ):
            raise ValueError("type")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise Exceeded("the check of a bundle did not speak sense") from None
    return report
