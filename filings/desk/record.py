"""Whose act an entry of the record is: a desk is known by what a desk alone can do."""

from complaints.models import Act, LedgerEntry
from filings.moves import MOVES, find

_AT_DESK = (Act.QUESTION_ASKED, Act.NOTE_ADDED, Act.ASSIGNED)


def by_desk(entry: LedgerEntry) -> bool:
    """Whether it is an act of the organisation that its filing was sent to; of filings on a desk of this portal."""
    if entry.act != Act.FILING_MOVED:
        return entry.act in _AT_DESK
    before, to = str(entry.detail.get("from")), str(entry.detail.get("to"))
    return before in MOVES and find(before, to, {"desk"}) is not None
