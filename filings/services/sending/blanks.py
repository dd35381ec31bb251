"""What a paper of this case would leave as a line to fill in, by the names under which it is asked."""

from typing import cast

from complaints.models import Complaint
from complaints.particulars import particulars_for
from documents import frozen, material
from documents.blanks import Blank, blanks_of
from documents.official import form_of
from documents.wording import respondents_for
from filings.services.sending.content import own_side, respondent_rows
from filings.services.sending.giving import fields_of
from legal.reasoning.naming import is_named

_CALLED = {"birth": "born", "contact": "phone"}


def drawn_case(complaint: Complaint, channel: str) -> material.Case:
    """The people of a case as far as a channel may have them: nothing of the matter itself."""
    allowed = set(fields_of(channel))
    said: dict[str, object] = {**own_side(complaint), "respondents": respondent_rows(complaint)}
    fields = cast(frozen.Fields, {name: value for name, value in said.items() if name in allowed and value})
    complainant, acting = frozen.people_of(fields)
    return material.Case(
        fields=frozenset(fields),
        complainant=complainant,
        representative=acting,
        respondents=frozen.respondents_of(fields.get("respondents", ())),
    )


def blanks_for(complaint: Complaint, channel: str) -> list[str]:
    """The names of the answers that this paper lacks, in its order; none for what is asked elsewhere."""
    found = blanks_of(drawn_case(complaint, channel), form_of(channel), court=complaint.court)
    names = dict.fromkeys(_name(one, complaint.child is not None, channel) for one in found)
    asked = {one.name for one in particulars_for(complaint)}
    return [name for name in names if name in asked]


def names_nobody(complaint: Complaint, channel: str) -> bool:
    """Whether a channel that needs somebody with a name is given none (民事诉讼法 122(二))."""
    form = form_of(channel)
    if not form.needs_named:
        return False
    return not any(is_named(one.name) for one in respondents_for(drawn_case(complaint, channel), form))


def _name(blank: Blank, child: bool, channel: str) -> str:
    field = _CALLED.get(blank.field, blank.field)
    if blank.owner == "court":
        return "court"
    if blank.owner == "respondent":
        return f"respondent_{blank.place}_{field}"
    # Whoever acts for a child is reached; a court names the child's own home.
    of_child = (
        child
        and blank.owner == "complainant"
        and (channel == "court" or field not in ("address", "postcode"))
    )
    return f"{'child' if of_child else 'own'}_{field}"
