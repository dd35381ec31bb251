"""The trusted side: starts the confined process, and takes what it says for what a stranger says."""

import json
import os
import re
import select
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import IO, Any, BinaryIO, cast

from evidence.examination.run import Exceeded, end, started, wait_for
from evidence.importers.entry import FORMATS, Declared, Entry, Format, Item, NotABackup, Unreadable
from evidence.importers.moments import SHANGHAI

MEMORY = 512 * 1024 * 1024  # bytes of address space, most of it libraries
PROCESSOR_SECONDS = 60  # and one more for each
BYTES_A_SECOND = 1024 * 1024  # a fifth of what the slowest format was measured at
SILENCE = 90.0  # seconds without a word after which the process is taken for dead
_LONGEST_WORD = 2 * 1024 * 1024  # bytes of a line; a text of MAX_TEXT signs, each escaped twice, is 1.2 MB
_FORMAT_OF = {one.slug: one for one in FORMATS}
_CHANNELS = frozenset(("sms", "mms", "call", "app"))
_DIRECTIONS = frozenset(("in", "out", "missed", "rejected", "blocked", "unknown"))
_NUMBERS = range(-(2**63), 2**63)


def _lines(said: IO[bytes]) -> Iterator[bytes]:
    """What the process says, as it says it. It may wait for its reader as long as it must, but not its reader for it."""
    descriptor = said.fileno()
    waiting = bytearray()
    watch = select.poll()
    watch.register(descriptor, select.POLLIN | select.POLLHUP)
    while True:
        if not watch.poll(SILENCE * 1000):
            raise Exceeded("the reading of a backup fell silent")
        data = os.read(descriptor, 256 * 1024)
        if not data:
            return
        waiting += data
        *whole, rest = bytes(waiting).split(b"\n")
        yield from whole
        waiting = bytearray(rest)
        if len(waiting) > _LONGEST_WORD:
            raise Exceeded("the reading of a backup said too long a word")


def _told(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(kind)
    return value


def _number(value: Any) -> int:
    if _told(int, value) not in _NUMBERS:
        raise ValueError(value)
    return int(value)


def _one_of(allowed: frozenset[str], value: Any) -> str:
    if value not in allowed:
        raise ValueError(value)
    return str(value)


def _code(value: Any) -> str:
    if not re.fullmatch(r"[a-z_]{1,40}", _told(str, value)):
        raise ValueError(value)
    return str(value)


def _item(word: list[Any]) -> Item:
    """Every field is of its type, or ValueError: the other process had read a stranger's bytes."""
    name, *fields = word
    if name == "declared":
        count, part = fields
        return Declared(_number(count), _told(str, part))
    if name == "unreadable":
        line, part, code = fields
        return Unreadable(_number(line), _told(str, part), _code(code))
    if name != "entry":
        raise ValueError(name)
    line, channel, direction, sender, written, at, on, text, seconds, part, doubts = fields
    return Entry(
        _number(line), _one_of(_CHANNELS, channel), _one_of(_DIRECTIONS, direction), _told(str, sender), _told(str, written),
        None if at is None else datetime.fromtimestamp(float(at), UTC).astimezone(SHANGHAI),
        None if on is None else date.fromisoformat(_told(str, on)),
        _told(str, text), None if seconds is None else _number(seconds), _told(str, part),
        tuple(_code(doubt) for doubt in _told(list, doubts)),
    )  # fmt: skip


def read_confined(
    file: BinaryIO, *, filename: str = "", progress: Callable[[int, int], None] | None = None
) -> Iterator[Format | Item]:
    """The format first, then every entry, declaration and unreadable place, as ``importers.entries`` gives them.

    ``file`` is a real file with the plain bytes; its position is moved. ``filename`` decides nothing and goes nowhere: in
    the list of processes all users of the machine would read it. Nothing is held: a reader that stops early ends
    the process, and one that begins again gets the same lines in the same order. Raises NotABackup, or Exceeded when the
    process ended without a last word (out of time or memory, or killed): what was given until then stands; Unconfined.
    """
    file.flush()
    file.seek(0)
    descriptor = file.fileno()
    processor = PROCESSOR_SECONDS + os.fstat(descriptor).st_size // BYTES_A_SECOND
    arguments = [str(descriptor), str(MEMORY), str(processor)]
    process = started("evidence.importers.child", arguments, descriptors=[descriptor], stdout=subprocess.PIPE)
    said = cast(IO[bytes], process.stdout)
    try:
        for line in _lines(said):
            try:
                word = json.loads(line)
                name = _told(list, word)[0]
                given: Format | Item | None = None
                if name == "format":
                    given = _FORMAT_OF[word[1]]
                elif name in ("entry", "unreadable", "declared"):
                    given = _item(word)
                elif name == "not_a_backup":
                    code, facts = _code(word[1]), _told(dict, word[2])
                elif name == "progress":
                    done, total = _number(word[1]), _number(word[2])
                elif name != "end":
                    raise ValueError(name)
            except (ValueError, TypeError, IndexError, KeyError, OverflowError, OSError, RecursionError):
                raise Exceeded("the reading of a backup did not speak sense") from None
            if name == "end":
                return
            if name == "not_a_backup":
                raise NotABackup(code, **facts)
            if name == "progress":
                if progress:
                    progress(done, total)
            elif given is not None:
                yield given
        wait_for(process, SILENCE)
        raise Exceeded("the reading of a backup ended without a last word")
    finally:
        said.close()
        end(process)
