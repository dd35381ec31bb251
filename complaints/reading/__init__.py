"""What a message says, what kind of number sent it, what a story suggests. Pure: text in, readings out, nothing stored."""

from complaints.reading.encodings import decode
from complaints.reading.message import Reading, read
from complaints.reading.numbers import SenderKind, describe
from complaints.reading.story import Suggestion, Triage, triage
from complaints.reading.suggestion import facts_from

__all__ = [
    "Reading",
    "SenderKind",
    "Suggestion",
    "Triage",
    "decode",
    "describe",
    "facts_from",
    "read",
    "triage",
]
