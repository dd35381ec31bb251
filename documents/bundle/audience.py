"""For whom a bundle is made, and what that person gets: no more than the purpose needs (个人信息保护法 6).

One row a kind of recipient, read by who orders a bundle, by who fills it and by the tests. The reasons are in
docs/evidence.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ORIGINAL, CLEAN, REDACTED, LEFT_OUT = "original", "clean", "redacted", "left_out"

_CUSTODY = frozenset({"exhibit_received", "copy_made", "exhibit_erased"})
_CASE = frozenset({"complaint_filed", "complaint_withdrawn", "state_changed"})
_SENT = frozenset(
    {
        "consent_given", "consent_withdrawn", "filing_prepared", "filing_sending", "filing_attempted", "filing_moved",
        "acknowledged", "keeping_asked", "supplement_prepared", "supplement_moved",
    }
)  # fmt: skip
_READ = frozenset({"exhibit_read", "case_read", "exported"})


@dataclass(frozen=True, kw_only=True)
class Audience:
    """``acts`` are the entries of the ledger that are shown, None for all; the rest stands there as its digest alone.

    ``letters`` are the channels whose letter may stand in front: None for any, ``claim`` for the statement of claim
    alone, else ``authority`` or ``company``. ``papers`` are what travels of the filings: all, the letters and answers of
    those that were sent, none. ``facts`` are the answers to all questions: a court passes on to the other side what it
    is given, and an authority is told what its letter tells.
    """

    slug: str
    originals: bool
    letters: str | None
    papers: str
    acts: frozenset[str] | None
    facts: bool
    receipt: bool
    assessment: bool
    editable: bool
    omitted: bool  # exhibits that were left out are named on the cover
    note: bool = False  # a note without anybody's identity stands in front where no letter was chosen


OWN = Audience(
    slug="own", originals=True, letters=None, papers="all", acts=None,
    facts=True, receipt=True, assessment=True, editable=True, omitted=True,
)  # fmt: skip
COURT = Audience(
    slug="court", originals=True, letters="claim", papers="letters", acts=_CUSTODY | _CASE | _SENT | _READ,
    facts=False, receipt=True, assessment=False, editable=True, omitted=False,
)  # fmt: skip
REGULATOR = Audience(
    slug="regulator", originals=False, letters="authority", papers="none", acts=_CUSTODY | _CASE,
    facts=False, receipt=True, assessment=False, editable=False, omitted=False,
)  # fmt: skip
OPPONENT = Audience(
    slug="opponent", originals=False, letters="company", papers="none", acts=_CUSTODY,
    facts=False, receipt=False, assessment=False, editable=False, omitted=False, note=True,
)  # fmt: skip
AUDIENCES = {one.slug: one for one in (COURT, REGULATOR, OPPONENT, OWN)}


def excerpt(
    ledger: Iterable[Mapping[str, Any]],
    audience: Audience,
    exhibits: Iterable[str],
    unsent: Iterable[object] = (),
) -> list[Mapping[str, Any]]:
    """The ledger as this recipient gets it. ``exhibits`` are the ids that travel, ``unsent`` those of filings that did not go
    out and of the consents to them: what somebody thought of sending is nobody else's.

    An entry that is not theirs to read is its place and its digest: the chain still closes up to the same head, and
    whoever holds the whole ledger can show that nothing else was taken away.
    """
    chosen, kept = set(exhibits), set(unsent)
    return [entry if _open_to(entry, audience, chosen, kept) else _withheld(entry) for entry in ledger]


def _open_to(entry: Mapping[str, Any], audience: Audience, chosen: set[str], unsent: set[object]) -> bool:
    if audience.acts is None:
        return True
    if {entry["detail"].get("filing"), entry["detail"].get("consent")} & unsent:
        return False
    exhibit = entry["detail"].get("exhibit")
    return entry["act"] in audience.acts and (not isinstance(exhibit, str) or exhibit in chosen)


def _withheld(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "complaint": entry["complaint"],
        "sequence": entry["sequence"],
        "digest": entry["digest"],
        "withheld": True,
    }
