"""Which sentences of the story a paper quotes that does not print it: those that the person chose, else those proposed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import cast

from django.utils import timezone

from complaints.models import Complaint
from complaints.standing import looked_for, standing_facts
from complaints.stated import role_read
from documents.blocks import Paper, Sentence
from documents.drafting import blocks_of
from documents.excerpts import HELPER, Excerpt, Telling, excerpts_of, quoted_in, said_in
from documents.filed import made_of
from documents.frozen import TOLD, Content
from documents.masking import hidden_from, hides_life, own_texts
from documents.matters import BOUGHT, OF_THE_MATTER, PAID, PUBLISHED, SETTLED
from documents.of_several import of_anothers
from documents.official import OfficialForm, form_of
from documents.others import only_bound, only_runs

STORY = "story"
# What a carrier of messages has no part in, where it is not complained about itself.
_NOT_OF_A_CARRIER = frozenset({BOUGHT, PAID, PUBLISHED, SETTLED})
# Where one of these is left out, what the person wrote of it is proposed by nobody.
_OF_THE_CASE = frozenset(
    {"messages", "tally", "prior", "costs", "details", "respondents", "contact_answers", "case_answers"}
)


def offered_excerpts(
    complaint: Complaint,
    content: Content,
    story: str,
    *,
    chosen: Collection[str] | None,
    left_out: Collection[str],
    names: Collection[str],
) -> list[Excerpt]:
    """The sentences of a story that a paper could quote, which of them it does. ``content`` is the paper's without the story;
    ``chosen`` are sentences as they stand in it, None for those that are proposed; ``names`` whom a collector looks for."""
    said = said_in(blocks_of(made_of(content)))
    to = content["recipient"]["name"]
    texts = [row["text"] for row in content["fields"].get("messages", ())]
    telling = _telling(complaint, content["channel"], names, to=to, texts=texts)
    telling = replace(telling, runs=_only_runs(complaint, to))
    withheld = any(name in _OF_THE_CASE or name.startswith(TOLD) for name in left_out)
    return [
        replace(one, chosen=one.text in chosen if chosen is not None else one.proposed and not withheld)
        for one in excerpts_of(story, said, telling)
    ]


def _only_runs(complaint: Complaint, to: str) -> bool:
    """Whether who reads a letter only runs an account that the number is bound to."""
    there = [(one.organisation_name, role_read(one.role, complaint.kind)) for one in complaint.respondents]
    bound = only_bound(cast("dict[str, object]", standing_facts(complaint)))
    return any(name == to and only_runs((name, role), there, bound) for name, role in there)


def standing_excerpts(complaint: Complaint, channel: str, paper: Paper) -> list[Excerpt]:
    """The same of a paper as it was generated, by what it says itself."""
    rests = [one.text for one in _sentences(paper) if one.rests == (STORY,)]
    blocks = (
        replace(
            block,
            paragraphs=tuple(
                tuple(one for one in told if one.rests != (STORY,)) for told in block.paragraphs
            ),
        )
        for block in paper.blocks
    )
    said = said_in(replace(paper, blocks=tuple(blocks)))
    # Read where there is somebody to hide.
    texts = complaint.contacts.values_list("text", flat=True)
    names = looked_for(complaint, texts) if form_of(channel).masks else []
    telling = _telling(complaint, channel, names, to=paper.addressee, texts=texts)
    found = excerpts_of(complaint.standing_story, said, telling)
    guardian = complaint.complainant.name if complaint.child is not None else ""
    text, form = "\n".join(rests), form_of(channel)
    return [replace(one, chosen=quoted_in(one, text, form, guardian)) for one in found]


def _sentences(paper: Paper) -> Iterator[Sentence]:
    for block in paper.blocks:
        for told in block.paragraphs:
            yield from told


def _telling(
    complaint: Complaint, channel: str, names_of_others: Collection[str], *, to: str, texts: Iterable[str]
) -> Telling:
    """``texts`` are those of the messages that are on file."""
    form = form_of(channel)
    facts = standing_facts(complaint)
    roles = {one.role for one in complaint.respondents}
    apart = frozenset[str]()
    if channel == "operator" and "operator" not in roles:
        apart = _NOT_OF_A_CARRIER
    elif form_of(channel).whose:
        # A review is about what an authority did not do.
        apart = OF_THE_MATTER
    number = facts.get("number", {})
    second_hand = number.get("second_hand") is True
    hides = bool(names_of_others) or second_hand
    own = own_texts(texts, channel, to, number.get("accounts_bound") or ()) if hides else []
    names = (name for one in complaint.people for name in (one.name, one.organisation_name))
    return Telling(
        on=timezone.localdate(complaint.filed_at),
        names=[name for name in names if name],
        owed=str(facts.get("debt", {}).get("owed", "")),
        gave=str(facts.get("data", {}).get("source", "")) in ("given", "order"),
        helped=facts.get("complainant", {}).get("capacity") == HELPER,
        apart=apart,
        collects=channel == "lender",
        hidden=hidden_from(channel, names_of_others, own),
        of_another=second_hand and hides_life(channel) and not own,
        anothers=of_anothers(complaint, _readers(complaint, form, to)) if form.to_company else (),
    )


def _readers(complaint: Complaint, form: OfficialForm, to: str) -> frozenset[str]:
    """The company that a letter goes to, by its name; the service line of a brand stands for all of its role."""
    named = {one.organisation_name for one in complaint.respondents if one.organisation_name}
    if to in named:
        return frozenset({to})
    roles = {*form.respondent_roles}
    return frozenset(
        one.organisation_name
        for one in complaint.respondents
        if one.organisation_name and role_read(one.role, complaint.kind) in roles
    )
