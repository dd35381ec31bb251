"""What an examination says, as plain data that crosses a process border."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO


class Refused(Exception):
    """This file gets no copy. ``code`` names why (see ``evidence.words.reasons``); ``facts`` fill the sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass
class Finding:
    """``found`` is the media type that the parse established. With a ``code`` there is no copy."""

    found: str = "application/octet-stream"
    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    media_type: str = ""  # of the copy
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    duration: int | None = None  # milliseconds
    thumbnail: bool = False  # a small picture was written too
    notes: list[str] = field(default_factory=list)  # codes: what the copy leaves out or changes
    tool: str = ""
    parts: list[dict[str, Any]] = field(default_factory=list)  # what else was written, one behind the other

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Parts:
    """Further copies (pages, texts, a waveform), one behind the other in one open file; ``written`` says where each is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.written: list[dict[str, Any]] = []

    @contextmanager
    def one(self, kind: str, page: int, media_type: str, **more: Any) -> Iterator[io.BytesIO]:
        held = io.BytesIO()
        yield held
        content = held.getvalue()
        self._file.write(content)
        self._file.flush()
        self.written.append(
            {"kind": kind, "page": page, "media_type": media_type, "size": len(content), **more}
        )
