"""What of a case one recipient is given: what its channel may carry, the person doesn't leave out, and its papers say.

One list decides everything (个人信息保护法 6, 14, 23): what stands in no paper and on no page of the recipient is not
written either, and the law of a paper is made of what is given.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from complaints.models import Complaint
from complaints.reading import callers_in, people_in
from complaints.standing import own_names, standing_facts
from core.language import gettext as _
from core.language import listed
from documents import frozen
from documents.clauses import admits_in
from documents.frozen import TOLD, told_in
from documents.material import DESK_FIELDS, FIELDS, TOLD_FIELDS
from documents.official import form_of
from filings.channels import consents
from filings.services.reach import Refused
from filings.services.sending.content import Wishes
from filings.ways.table import part_of

LABELS = FIELDS | TOLD_FIELDS | DESK_FIELDS
# What a filing is about, since when, and as whom somebody complains: no paper is true without.
ALWAYS = frozenset({"matter", "told.event", "told.complainant"})
STORY = "story"


@dataclass(frozen=True)
class Giving:
    """What the person decides of it: fields left out; what is left of the story for this recipient, None for all of it;
    whether it goes in ``verbatim`` where that is a choice; the separate consents that were agreed to, by key."""

    left_out: frozenset[str] = frozenset()
    story: str | None = None
    verbatim: bool = False
    agreed: frozenset[str] = frozenset()


def fields_of(channel: str, way: str = "") -> tuple[str, ...]:
    """What may leave through a channel, with the answers: whole to a desk, else as far as its papers tell of them.

    Refused for a channel that nothing is known about.
    """
    consent = consents().get(channel)
    if consent is None:
        raise Refused(_("本平台还不能向这个渠道提交材料。您的投诉没有变化。"))
    if way and part_of(way).at_desk:
        return (*consent.fields, *consent.answers)
    return (*consent.fields, *(f"{TOLD}{group}" for group in consent.told))


def required_by(channel: str) -> frozenset[str]:
    """The fields without which this channel takes nothing, and those of who acts for a child in their place."""
    required = set(form_of(channel).required)
    for name in FIELDS:
        owner, _dot, attribute = name.partition(".")
        if owner == "representative" and f"complainant.{attribute}" in required:
            required.add(name)
    return ALWAYS | required


def by_choice(channel: str, owed: str = "", story: str = "") -> bool:
    """Whether what the person wrote of it goes to this channel only where they chose it: to the other side; and of a debt of
    their own (``owed`` as the facts have it), which a story may admit, to who only looks at how it was collected. Of one whose
    sum is disputed, where the story says what is owed. To anybody, where it admits something besides that nobody asks."""
    form = form_of(channel)
    admits = owed == "own" or (owed == "disputed" and _OWING.search(story) is not None)
    return form.story_by_choice or (form.story_of_debt_by_choice and admits) or admits_in(story)


_OWING = re.compile("欠|没还|没有还|还不上|还不起|逾期")


def owed_in(fields: frozen.Fields) -> str:
    return str(told_in(fields).get("debt", {}).get("owed", ""))


def leave_out(channel: str, fields: frozen.Fields, giving: Giving) -> frozen.Fields:
    """The fields as the person gives them. Refused, with why, where the channel needs one that is left out."""
    needed = required_by(channel)
    if refused := [name for name in LABELS if name in giving.left_out & needed & fields.keys()]:
        raise Refused(lacking(refused))
    kept = cast(frozen.Fields, {name: said for name, said in fields.items() if name not in giving.left_out})
    if by_choice(channel, owed_in(fields), fields.get("story", "")) and not giving.verbatim:
        kept.pop("story", None)
    if giving.story is None or STORY not in kept:
        return kept
    told = giving.story.strip()
    if not _only_deleted(told, kept["story"]):
        raise Refused(
            _("给它看的经过只能删，不能加字、改字。要补充、更正的请另外写。您写的还在，没有备材料。")
        )
    if told:
        return {**kept, "story": told}
    if STORY in needed:
        raise Refused(lacking([STORY]))
    del kept["story"]
    return kept


def quotable(said: frozen.Fields, giving: Giving, wishes: Wishes) -> str:
    """The story, or what the person left of it, where sentences of it may be quoted: not of one that is left out or cut to
    nothing, and not where somebody wrote the facts themselves."""
    written = wishes.edited is not None and "facts" in wishes.edited.edits
    if written or STORY in giving.left_out:
        return ""
    whole = said.get("story", "")
    if giving.story is None:
        return whole
    return giving.story if _only_deleted(giving.story, whole) else ""


def _only_deleted(told: str, whole: str) -> bool:
    """Whether deleting alone leads from the whole story to what is told; white space counts for nothing."""
    rest = iter("".join(whole.split()))
    return all(sign in rest for sign in "".join(told.split()))


def lacking(names: Iterable[str]) -> str:
    """Why nothing is prepared for a recipient that needs what is not given."""
    told = listed(_(LABELS[name]) for name in names)
    return _("这个渠道要求写明：%s。您没有同意提供，所以没有备材料；其他渠道不受影响。") % told


def others_named(complaint: Complaint, story: str) -> list[str]:
    """Names and numbers in the story that may be those of other people: pointed out, never taken out. The numbers of the other
    side are what it is about."""
    theirs = standing_facts(complaint).get("contacts", {}).get("numbers", ())
    known = {*own_names(complaint), *theirs, *callers_in(story)}
    return [name for name in people_in(story) if name not in known]


def unnamed(said: Mapping[str, Any], given: Collection[str]) -> str:
    """In words, where the recipient does not learn who is complained about."""
    if "respondents" not in said or "respondents" in given:
        return ""
    return _("它看不到您写的对方是谁，只按号码和信息内容处理；对方的名称请在别的渠道使用。")
