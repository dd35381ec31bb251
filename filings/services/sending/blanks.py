"""What a paper of this case would leave as a line to fill in, by the names under which it is asked."""

from datetime import datetime
from typing import cast

from django.utils import timezone

from complaints.details import has_line
from complaints.models import Complaint
from complaints.particulars import particulars_for
from complaints.standing import looked_for
from documents import frozen, material
from documents.account import open_in_letter
from documents.blanks import Blank, blanks_of
from documents.claims import Claim, open_details, suing
from documents.excerpts import together
from documents.filed import CLAIM, LETTER, made_of
from documents.official import form_of
from documents.wording import respondents_for
from filings.models import Recipient, Way
from filings.services.reach import COURT
from filings.services.sending.content import Wishes, case_fields, own_side, pleaded_in, respondent_rows
from filings.services.sending.excerpts import offered_excerpts
from filings.services.sending.giving import by_choice, fields_of, freeze, owed_in
from legal.reasoning.naming import is_definite, is_suable

DETAIL = "detail_"
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


def blanks_for(complaint: Complaint, channel: str, at: datetime | None = None) -> list[str]:
    """The names of the answers that this paper lacks, in its order; none for what is asked elsewhere."""
    found = blanks_of(drawn_case(complaint, channel), form_of(channel), court=complaint.court)
    child = complaint.child is not None
    names = dict.fromkeys(_name(one, child or one.field == "name", channel) for one in found)
    asked = {one.name for one in particulars_for(complaint)}
    lacking = [name for name in names if name in asked]
    if names_nobody(complaint, channel):
        return lacking
    return [*lacking, *(f"{DETAIL}{name}" for name in _details_lacking(complaint, channel, at))]


def leaves_line(name: str, channel: str) -> bool:
    """Whether an answer that a paper lacks is a line of it: who somebody is always, of the matter only what a claim has to
    identify."""
    detail = name.removeprefix(DETAIL)
    return detail == name or (channel == COURT and has_line(detail))


def _details_lacking(complaint: Complaint, channel: str, at: datetime | None) -> list[str]:
    """What a court will ask and the claim, as the wishes of the case make it, has a line for; what a letter would say, and
    has no line for."""
    allowed = fields_of(channel)
    if "details" not in allowed:
        return []
    on = timezone.localdate(at)
    fields = case_fields(complaint, allowed, [])
    content = freeze(
        complaint=complaint,
        recipient=Recipient(name="", channel=channel, way=Way.HAND),
        document=CLAIM if channel == COURT else LETTER,
        fields=fields,
        grounds=pleaded_in(fields, complaint=complaint, channel=channel, on=on),
        wishes=Wishes(),
        on=on,
    )
    content = _as_quoted(complaint, content)
    made = made_of(content)
    if isinstance(made, Claim):
        return open_details(suing(frozen.case_of(content), on))
    return open_in_letter(made.told, made.form)


def _as_quoted(complaint: Complaint, content: frozen.Content) -> frozen.Content:
    """The same where the story does not go: with the sentences of it that are proposed, which fill what they tell."""
    story = content["fields"].get("story", "")
    owed = owed_in(content["fields"])
    if not story or not by_choice(content["channel"], owed, story):
        return content
    fields = cast(frozen.Fields, {name: said for name, said in content["fields"].items() if name != "story"})
    without: frozen.Content = {**content, "fields": fields}
    names = looked_for(complaint, (row["text"] for row in fields.get("messages", ())))
    offered = offered_excerpts(complaint, without, story, chosen=None, left_out=(), names=names)
    if quoted := together([one for one in offered if one.chosen], story):
        fields["story"] = quoted
    return {**without, "excerpted": True}


def names_nobody(complaint: Complaint, channel: str) -> bool:
    """Whether a channel that needs somebody with a name is given none (民事诉讼法 122(二))."""
    form = form_of(channel)
    if not form.needs_named:
        return False
    found = respondents_for(drawn_case(complaint, channel), form)
    known = is_suable if channel == COURT else is_definite
    return not any(known(one.name, one.uscc) for one in found)


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
