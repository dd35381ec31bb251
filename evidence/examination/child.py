"""The process that reads a stranger's file. Started by ``run``; speaks one line of JSON and writes to open descriptors."""

import json
import os
import sys
from typing import BinaryIO

import typst

from evidence.examination import papers, pictures, recognition, writing
from evidence.examination.confinement import confine
from evidence.examination.finding import Finding, Refused

_PAGE = """#set page(width: 480pt, height: auto, margin: 0pt, fill: white)
#image("/{descriptor}", format: "pdf", page: 1, width: 480pt)"""
_OWN_DESCRIPTORS = "/proc/self/fd"
_FILES_OF_PAGE = 64  # the drawing library opens its source by name; it reads a copy that was built anew


def copied(source: BinaryIO, clean: BinaryIO, thumbnail: BinaryIO, size: int) -> Finding:
    """Choose the parser by the first bytes and let it decide; raises Refused."""
    guess = recognition.guess(source)
    try:
        if guess in recognition.IMAGES:
            return pictures.copy_picture(source, guess, clean, thumbnail)
        if guess == recognition.PDF:
            return papers.copy_paper(source, clean)
        if guess == recognition.SVG:
            raise Refused("svg")
        if guess != recognition.UNKNOWN:
            raise Refused("not_shown")
        return writing.copy_text(source, clean, size=size)
    except Refused as refused:
        refused.facts.setdefault("found", guess)
        raise
    except (MemoryError, RecursionError):
        raise Refused("too_heavy", found=guess) from None


def first_page(source: BinaryIO, thumbnail: BinaryIO) -> Finding:
    """A small picture of a clean PDF's first page."""
    page = _PAGE.format(descriptor=source.fileno()).encode()
    drawn = typst.compile(page, root=_OWN_DESCRIPTORS, format="png", ppi=72)  # type: ignore[call-overload]
    picture = drawn[0] if isinstance(drawn, list) else drawn
    if not isinstance(picture, bytes):
        raise Refused("no_thumbnail")
    thumbnail.write(picture)
    thumbnail.flush()
    return Finding(found=recognition.PDF, thumbnail=True, media_type="image/png")


def main(arguments: list[str]) -> None:
    """Arguments: what to do (``copy`` or ``page``), three descriptors, size of the source, limits."""
    task, *numbers = arguments
    source_fd, clean_fd, thumbnail_fd, size, memory, seconds, output = map(int, numbers)
    with (
        os.fdopen(source_fd, "rb") as source,
        os.fdopen(clean_fd, "w+b") as clean,
        os.fdopen(thumbnail_fd, "w+b") as thumbnail,
    ):
        files = _FILES_OF_PAGE if task == "page" else 0
        confine(memory=memory, seconds=seconds, output=output, files=files)
        try:
            finding = (
                first_page(source, thumbnail) if task == "page" else copied(source, clean, thumbnail, size)
            )
        except Refused as refused:
            found = str(refused.facts.pop("found", recognition.UNKNOWN))
            finding = Finding(found=found, code=refused.code, facts=refused.facts)
        sys.stdout.write(json.dumps(finding.as_dict()))
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
