"""What an examination says, as plain data that crosses a process border."""

from dataclasses import asdict, dataclass, field
from typing import Any


class Refused(Exception):
    """This file gets no copy. ``code`` names why (see ``evidence.reasons``); ``facts`` fill the sentence."""

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
    thumbnail: bool = False  # a small picture was written too
    notes: list[str] = field(default_factory=list)  # codes: what the copy leaves out or changes
    tool: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
