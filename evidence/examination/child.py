"""The process that reads a stranger's file. Started by ``run``; speaks one line of JSON and writes to open descriptors."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, BinaryIO

from evidence.examination import pages, papers, pictures, recognition, writing
from evidence.examination.confinement import confine
from evidence.examination.finding import Finding, Parts, Refused

# Parsers that take long to load, by the types that they read.
Parser = Callable[[BinaryIO, str, BinaryIO, BinaryIO, Parts], Finding]
Look = Callable[[BinaryIO, str], tuple[str, str]]
_LEFT_OPEN = (recognition.UNKNOWN, recognition.ZIP, recognition.SQLITE)


def _loaded(source: BinaryIO) -> Parser | None:
    """The parser that the first bytes call for, where it takes long to load: nothing can be loaded later.

    The bytes are compared with a list, not read for their meaning.
    """
    head = os.pread(source.fileno(), recognition.HEAD, 0)
    guess = recognition.of_beginning(head)
    if guess in recognition.PARSED_APART and guess.startswith(("audio/", "video/")):
        from evidence.examination import recordings

        return recordings.copy_recording
    if guess == recognition.ZIP:
        from evidence.examination import sheets

        return lambda source, _found, clean, _thumbnail, parts: sheets.copy_sheet(source, clean, parts)
    return None


def _looking(source: BinaryIO) -> Look | None:
    """What tells a phone's backup, loaded where the first bytes leave open whether it is one."""
    guess = recognition.of_beginning(os.pread(source.fileno(), recognition.HEAD, 0))
    if guess not in _LEFT_OPEN:
        return None
    from evidence.examination import telephones

    return telephones.looked_at


def copied(
    source: BinaryIO,
    clean: BinaryIO,
    thumbnail: BinaryIO,
    parts: Parts,
    size: int,
    parser: Parser | None,
    look: Look | None = None,
) -> Finding:
    """Choose the parser by the first bytes and let it decide; raises Refused. Of a phone's backup no copy is made."""
    guess = recognition.guess(source)
    backup, listed = look(source, guess) if look is not None and guess in _LEFT_OPEN else ("", "")
    if backup:
        raise Refused("backup", found=recognition.BACKUP, format=backup)
    try:
        if guess in recognition.IMAGES:
            return pictures.copy_picture(source, guess, clean, thumbnail)
        if guess == recognition.PDF:
            return papers.copy_paper(source, clean)
        if guess == recognition.SVG:
            raise Refused("svg")
        if parser is not None and guess in recognition.PARSED_APART:
            return parser(source, guess, clean, thumbnail, parts)
        if guess != recognition.UNKNOWN:
            raise Refused("not_shown")
        written = writing.copy_text(source, clean, parts, size=size)
        return replace(written, found=listed) if listed else written
    except Refused as refused:
        refused.facts.setdefault("found", guess)
        raise
    except (MemoryError, RecursionError):
        raise Refused("too_heavy", found=guess) from None


def paged(source: BinaryIO, parts: Parts, first: int, last: int) -> Finding:
    try:
        return pages.draw_pages(source, parts, first, last)
    except pages.BROKEN:
        raise Refused("page_not_drawn", found=recognition.PDF) from None
    except (MemoryError, RecursionError):
        raise Refused("too_heavy", found=recognition.PDF) from None


def main(arguments: list[str]) -> None:
    """Arguments: what to do (``copy``, ``thumbnail``, ``pages``), four descriptors, size of the source, limits, pages."""
    task, *numbers = arguments
    source_fd, clean_fd, thumbnail_fd, parts_fd, size, memory, seconds, output, first, last = map(
        int, numbers
    )
    with (
        os.fdopen(source_fd, "rb") as source,
        os.fdopen(clean_fd, "w+b") as clean,
        os.fdopen(thumbnail_fd, "w+b") as thumbnail,
        os.fdopen(parts_fd, "w+b") as rest,
    ):
        parser, look = (_loaded(source), _looking(source)) if task == "copy" else (None, None)
        confine(memory=memory, seconds=seconds, output=output)
        parts = Parts(rest)
        try:
            if task == "copy":
                finding = copied(source, clean, thumbnail, parts, size, parser, look)
            elif task == "thumbnail":
                finding = pages.first_page(source, thumbnail)
            else:
                finding = paged(source, parts, first, last)
        except Refused as refused:
            facts: dict[str, Any] = refused.facts
            found = str(facts.pop("found", recognition.UNKNOWN))
            finding = Finding(found=found, code=refused.code, facts=facts)
        sys.stdout.write(json.dumps(finding.as_dict()))
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
