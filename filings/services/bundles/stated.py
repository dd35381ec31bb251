"""What a bundle says of the statements that were made by the day of its export."""

from typing import Any

from complaints.models import Complaint, Party, Statement
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


def told_in(case: Complaint) -> dict[str, Any]:
    """The story and the people, as filed and as they stood by then: the copy of one's own (个人信息保护法 45).

    Without identity number and day of birth: a lawyer who has the case gets the same bundle, and was not given these.
    """
    return {
        "number": case.number,
        "kind": case.kind,
        "filed_at": stamp(case.filed_at),
        "filed": {"story": case.story, "people": [_person(one) for one in case.parties.all()]},
        "standing": {"story": case.standing_story, "people": [_person(one) for one in case.people]},
    }


_OF_PEOPLE = ("role", "name", "phone", "number", "email", "address", "organisation_name", "uscc", "region")


def _person(party: Party) -> dict[str, str]:
    return {name: value for name in _OF_PEOPLE if (value := getattr(party, name))}
