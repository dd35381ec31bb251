"""The trusted side of covering: starts the confined process with the boxes in an open file, and takes its one line."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from evidence.examination.finding import Finding
from evidence.examination.run import MEMORY, OUTPUT, Part, _parts, finding_of, started

SECONDS, SECONDS_A_PAGE = 60, 2  # of processor time
_ONE_LINE = 4 * 1024 * 1024


@dataclass
class Covered:
    """``result`` is open, at its beginning, and vanishes when closed; None where the finding has a code."""

    finding: Finding
    result: BinaryIO | None
    rest: BinaryIO

    def parts(self) -> Iterator[Part]:
        return _parts(self.finding, self.rest)


def _child(
    task: str, source: BinaryIO, result: BinaryIO, rest: BinaryIO, order: dict[str, Any], pages: int
) -> Finding:
    seconds = SECONDS + SECONDS_A_PAGE * pages
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as said:
        asked.write(json.dumps(order).encode())
        asked.flush()
        source.flush()
        source.seek(0)
        files = [source, result, rest, asked]
        numbers = [*(file.fileno() for file in files), MEMORY, seconds, OUTPUT]
        process = started(
            "evidence.examination.burning_child",
            [task, *map(str, numbers)],
            descriptors=[file.fileno() for file in files],
            stdout=said,
        )
        return finding_of(process, said, 2 * seconds, _ONE_LINE)


@contextmanager
def burned(source: BinaryIO, media_type: str, boxes: dict[str, Any], *, pages: int) -> Iterator[Covered]:
    """The copy with its boxes burned in, and as parts what stood under them. Raises Exceeded, Unconfined."""
    with tempfile.TemporaryFile() as result, tempfile.TemporaryFile() as rest:
        order = {"media_type": media_type, "boxes": boxes}
        finding = _child("burn", source, result, rest, order, pages)
        result.seek(0)
        yield Covered(finding, None if finding.code else result, rest)


@contextmanager
def checked(
    result: BinaryIO, media_type: str, boxes: dict[str, Any], *, words: list[str], again: set[int], pages: int
) -> Iterator[Covered]:
    """The finished copy read again, by a process that has not seen the source. Raises Exceeded, Unconfined."""
    with tempfile.TemporaryFile() as nothing, tempfile.TemporaryFile() as rest:
        order = {"media_type": media_type, "boxes": boxes, "words": words, "again": sorted(again)}
        finding = _child("check", result, nothing, rest, order, pages)
        yield Covered(finding, None, rest)


def size_of(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size
