"""The trusted side: starts the confined process, waits, and takes what it says for what a stranger says."""

import json
import tempfile
from dataclasses import dataclass
from typing import Any, BinaryIO

from complaints.reading.screenshots import Line
from evidence.examination.run import Exceeded, started, wait_for
from evidence.recognising.child import MOST_SAID

MEMORY = 2048 * 1024 * 1024  # bytes of address space; what is in use at once is a third of it
PROCESSOR_SECONDS = 150  # sixty pieces, and the loading of the models
WALL_SECONDS = 280

LONGEST_LINE = 2000
_SIDE = range(1_000_000)


class Unavailable(Exception):
    """This machine cannot read pictures at all: a library or its models do not start."""


class Nonsense(ValueError):
    """What was said is not what a reading of a picture says."""


@dataclass(frozen=True)
class Recognised:
    """The lines of a picture, from top to bottom, in its pixels. ``cut``: it is longer than what was read."""

    tool: str
    width: int
    height: int
    lines: tuple[Line, ...]
    cut: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def as_json(self) -> bytes:
        return json.dumps(
            {
                "tool": self.tool,
                "width": self.width,
                "height": self.height,
                "lines": [line.as_json() for line in self.lines],
                "cut": self.cut,
            },
            ensure_ascii=False,
        ).encode("utf-8", "replace")


def _side(value: Any) -> int:
    if type(value) is not int or value not in _SIDE:
        raise ValueError(value)
    return value


def _line(said: dict[str, Any]) -> Line:
    text, sure, joined = said["text"], said["sure"], said.get("joined")
    if type(text) is not str or len(text) > LONGEST_LINE or len(sure) != len(text):
        raise ValueError("line")
    if joined is not None and type(joined) is not bool:
        raise ValueError("joined")
    left, top, right, bottom = (max(0, int(value)) for value in said["box"])
    return Line(
        text=text.replace("\0", ""),
        left=_side(left),
        top=_side(top),
        right=_side(right),
        bottom=_side(bottom),
        sure=tuple(
            min(1.0, max(0.0, float(one))) for one, sign in zip(sure, text, strict=True) if sign != "\0"
        ),
        joined=joined,
    )


def understood(said: bytes) -> Recognised:
    """What the process said, every field of its type; raises Nonsense."""
    try:
        answer = json.loads(said)
        return Recognised(
            tool=str(answer["tool"])[:200],
            width=_side(answer["width"]),
            height=_side(answer["height"]),
            lines=tuple(_line(one) for one in answer["lines"]),
            cut=answer["cut"] is True,
        )
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as problem:
        raise Nonsense("the reading of a picture did not speak sense") from problem


def recognise(source: BinaryIO, *, wall: float = WALL_SECONDS) -> Recognised:
    """Read the words in the picture ``source`` (a real file). Raises Exceeded, Unavailable, Unconfined."""
    source.flush()
    source.seek(0)
    arguments = [str(number) for number in (source.fileno(), MEMORY, PROCESSOR_SECONDS)]
    with tempfile.TemporaryFile() as answer:
        process = started(
            "evidence.recognising.child", arguments, descriptors=[source.fileno()], stdout=answer
        )
        wait_for(process, wall)
        answer.seek(0)
        said = answer.read(MOST_SAID)
    if process.returncode < 0 and not said and -process.returncode == 4:  # SIGILL: an old processor
        raise Unavailable("the processor does not know an instruction of the library")
    if b'"unavailable"' in said[:40]:
        raise Unavailable(said[:100].decode("utf-8", "replace"))
    if process.returncode != 0 or not said:
        raise Exceeded(f"the reading of a picture ended with {process.returncode}")
    try:
        return understood(said)
    except Nonsense as problem:
        raise Exceeded(str(problem)) from None
