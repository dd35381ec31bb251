"""Where several are complained about: whom of them a sentence of the story, and an earlier step, is about."""

from collections.abc import Mapping, Sequence
from datetime import date

from complaints import stated
from complaints.models import Complaint
from complaints.standing import standing_facts
from core.language import gettext as _
from documents.belonging import Company, asked_on, companies_in, told_about
from documents.others import HOLDERS, meant_by
from documents.wording import day

OPERATOR = "operator"


def companies_of(complaint: Complaint) -> list[Company]:
    """Those complained about that have a name, with what the story calls them."""
    rows = (
        (one.organisation_name, stated.role_read(one.role, complaint.kind)) for one in complaint.respondents
    )
    bound = standing_facts(complaint).get("number", {}).get("accounts_bound") or ()
    return companies_in(rows, bound, complaint.standing_story)


def whom_asked(complaint: Complaint, asked: Sequence[stated.Prior]) -> list[str]:
    """The name of whom each earlier step went to, where several can have been meant: as was said, or as the story tells of
    that day; "" where nobody can say, and where there is one."""
    parties = companies_of(complaint)
    roles = [one.role for one in parties]
    among = [{one.name for one in parties if one.role in meant_by(row["to"], roles)} for row in asked]
    if all(len(names) < 2 for names in among):
        return [""] * len(asked)
    about = told_about(complaint.standing_story, parties)
    return [
        _which(row, names, about) if len(names) > 1 else "" for row, names in zip(asked, among, strict=True)
    ]


def _which(row: stated.Prior, names: set[str], about: Mapping[str, frozenset[str]]) -> str:
    said = row.get("whom") or ""
    return said if said in names else asked_on(row.get("on") or "", about, names)


def unplaced(complaint: Complaint, to: str) -> list[str]:
    """For the person: each earlier step that a letter to one of several of a role leaves out, as nobody can say which of them
    it went to."""
    parties = companies_of(complaint)
    roles = [one.role for one in parties]
    role = next((one.role for one in parties if one.name == to), "")
    if roles.count(role) < 2 or not role:
        return []
    asked = standing_facts(complaint).get("prior", [])
    whom = whom_asked(complaint, asked)
    words = _(
        "%s找的是哪一家还没有说清，给这几家的材料里都没有写这一次。到“补充和更正”的“找过谁”里选上，再备一份。"
    )
    return [
        words % (day(date.fromisoformat(row["on"])) if row.get("on") else _("有一次"))
        for row, name in zip(asked, whom, strict=True)
        if not name and role in meant_by(row["to"], roles)
    ]


def told_apart(complaint: Complaint, readers: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The sentences of the story that are about the company a letter goes to, and those that are about another of its role,
    or cannot be told apart; to an operator also what is about whoever runs accounts. Both empty where there is no such other."""
    parties = companies_of(complaint)
    own = {one.role for one in parties if one.name in readers}
    roles = own | (HOLDERS if own == {OPERATOR} else set())
    others = {one.name for one in parties if one.role in roles} - readers
    if not own or not others:
        return frozenset(), frozenset()
    about = told_about(complaint.standing_story, parties)
    anothers = frozenset(sentence for sentence, whom in about.items() if whom & others)
    theirs = frozenset(sentence for sentence, whom in about.items() if whom & readers)
    return theirs - anothers, anothers
