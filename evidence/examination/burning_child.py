"""The process that covers and reads again. Started by ``covering``; speaks one line of JSON, writes to open descriptors."""

import json
import os
import sys
from typing import Any, BinaryIO

from evidence.examination import burning, pages
from evidence.examination.confinement import confine
from evidence.examination.finding import Finding, Parts, Refused
from evidence.examination.recognition import PDF


def _done(task: str, order: dict[str, Any], source: BinaryIO, result: BinaryIO, parts: Parts) -> Finding:
    boxes = {int(page): [tuple(box) for box in some] for page, some in order["boxes"].items()}
    media_type = order["media_type"]
    try:
        if task == "check":
            return burning.check(source, media_type, parts, boxes, order["words"], set(order["again"]))
        if media_type == PDF:
            return burning.burn_paper(source, result, parts, boxes)
        return burning.burn_picture(source, media_type, result, parts, boxes)
    except pages.BROKEN:
        raise Refused("page_not_drawn", found=media_type) from None
    except (MemoryError, RecursionError):
        raise Refused("too_heavy", found=media_type) from None


def main(arguments: list[str]) -> None:
    """Arguments: ``burn`` or ``check``, the descriptors of source, result, parts and order, and the limits."""
    task, *numbers = arguments
    source_fd, result_fd, parts_fd, order_fd, memory, seconds, output = map(int, numbers)
    with (
        os.fdopen(source_fd, "rb") as source,
        os.fdopen(result_fd, "w+b") as result,
        os.fdopen(parts_fd, "w+b") as rest,
        os.fdopen(order_fd, "rb") as order,
    ):
        confine(memory=memory, seconds=seconds, output=output)
        order.seek(0)
        try:
            finding = _done(task, json.load(order), source, result, Parts(rest))
        except Refused as refused:
            facts: dict[str, Any] = refused.facts
            finding = Finding(found=str(facts.pop("found", "")), code=refused.code, facts=facts)
        sys.stdout.write(json.dumps(finding.as_dict()))
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
