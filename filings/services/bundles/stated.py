"""What a bundle says of the statements that were made by the day of its export."""

from typing import Any

from complaints.models import Complaint, Statement
from complaints.standing import changes_since, standing_facts
from complaints.stating import in_words
from core.canonical import stamp


def stated_in(case: Complaint) -> dict[str, Any] | None:
    """What the complainant corrected or added by then, beside the facts as they stood; None where nothing was.

    The digest, which the ledger names, is that of the canonical JSON of what was ``said``.
    """
    made = [one for one in changes_since(case) if isinstance(one, Statement)]
    rows = [
        {
            "at": stamp(one.made_at),
            "changes": [
                {"what": row.label, "before": row.first, "since": row.now}
                for row in in_words(one.rows, case.kind)
            ],
            "said": one.said,
            "digest": one.digest,
        }
        for one in made
    ]
    return {"facts": standing_facts(case), "statements": rows} if rows else None
