"""What a paper of a channel leaves as a line to fill in, so that it can be asked before the paper is made."""

from __future__ import annotations

from dataclasses import dataclass

from documents.claims import court_of, suing
from documents.material import FIELDS, Case
from documents.official import OfficialForm
from documents.wording import AS_KNOWN, required_of, respondents_for
from legal.reasoning.naming import is_named

# Of who acts for a child a court asks in what relation they stand.
RELATION = "representative.relation"
_PERSONS = {"name", "gender", "employer", "address", "contact"}


@dataclass(frozen=True)
class Blank:
    """``owner`` is complainant, representative, respondent or court; ``place`` counts the respondents of the case."""

    owner: str
    field: str
    place: int = 0


def blanks_of(case: Case, form: OfficialForm, *, court: str = "") -> list[Blank]:
    """The particulars that lack, in the order of the paper; what was told of the matter itself is no particular."""
    found = []
    for name in required_of(case, form):
        owner, _, field = name.partition(".")
        if owner == "complainant" and name in FIELDS and not getattr(case.complainant, field):
            found.append(Blank(owner, field))
    acting = case.representative
    if form.channel == "court" and acting is not None and not acting.relation:
        found.append(Blank("representative", "relation"))
    asked = respondents_for(suing(case) if form.channel == "court" else case, form)
    for place, one in enumerate(case.respondents):
        if one not in asked or not is_named(one.name):
            continue
        wanted = form.respondent_required
        if one.role == "person":
            also = AS_KNOWN if "legal_representative" in wanted else ()
            wanted = tuple(name for name in (*wanted, *also) if name in _PERSONS)
        found += [
            Blank("respondent", name, place) for name in wanted if name != "name" and not getattr(one, name)
        ]
    if form.channel == "court" and not court_of(court):
        found.append(Blank("court", "court"))
    return found
