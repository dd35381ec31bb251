"""What a paper says before anybody edits it: of the case as it stands, by the function of its kind."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from complaints.models import Access, Complaint
from complaints.services import owns
from complaints.standing import standing_facts
from core.language import gettext as _
from documents import blocks
from documents.claims import Claim
from documents.drafting import blocks_of
from documents.excerpts import Excerpt
from documents.filed import made_of
from documents.founded import unfounded_in, unfounded_of
from documents.frozen import case_of
from documents.letters import Letter
from documents.material import FIELDS, TOLD_FIELDS, Case
from documents.material import Recipient as To
from documents.papers.drawn import Drawn
from documents.papers.kinds import Kind
from documents.papers.table import KINDS, offered
from evidence.models import Exhibit
from filings.models import (
    Document,
    LetterTemplate,
    Paper,
    PaperVersion,
    Recipient,
    Way,
    whole_case,
)
from filings.services.law import entry_for
from filings.services.reach import COURT, Refused
from filings.services.sending.content import Wishes, case_fields, facts_now, pleaded_in, respondents_told
from filings.services.sending.excerpts import standing_excerpts
from filings.services.sending.giving import Giving, by_choice, content_given, fields_of, freeze

LETTER, CLAIM = "letter", "claim"
# Whose grounds a paper of a group pleads.
_CHANNELS = {"court": COURT, "police": "police"}


def firm_of(by: Actor, complaint: Complaint) -> Organisation | None:
    """The firm as whose lawyer this actor has the case; None for the complainant and for everybody else."""
    if by.user is None or owns(by, complaint.pk):
        return None
    shared = whole_case(by).filter(complaint=complaint, why=Access.Why.SHARED)
    firms = [pk for row in shared for pk in (row.firm_id, row.organisation_id) if pk]
    member = Membership.objects.lawyers_today().filter(user=by.user, organisation__in=firms)
    first = member.select_related("organisation").order_by("pk").first() if firms else None
    return first.organisation if first else None


def may_draft(by: Actor, complaint: Complaint) -> bool:
    """The complainant, or a lawyer with the case."""
    return owns(by, complaint.pk) or firm_of(by, complaint) is not None


def kinds_for(by: Actor, complaint: Complaint, at: datetime | None = None) -> tuple[Kind, ...]:
    """The kinds of paper that help in this case and that this actor may begin."""
    firm = firm_of(by, complaint)
    head = letterhead_of(firm) if firm else None
    drawn = drawn_of(complaint, on=timezone.localdate(at), firm=head)
    return tuple(kind for kind in offered(drawn) if firm or not kind.by_lawyer)


def kinds_beside(
    by: Actor, complaint: Complaint, channel: str, at: datetime | None = None
) -> tuple[Kind, ...]:
    """Those that go the way of a channel beside what is filed there, for who may begin them."""
    group = next((one for one, way in _CHANNELS.items() if way == channel), "")
    if not group or not may_draft(by, complaint):
        return ()
    return tuple(kind for kind in kinds_for(by, complaint, at) if kind.group == group)


def may_write(by: Actor, paper: Paper) -> bool:
    """Who drafts in this case; what a lawyer issues under the letterhead of a firm, that firm's lawyers alone."""
    kind = KINDS.get(paper.kind)
    return kind is None or not kind.by_lawyer or firm_of(by, paper.complaint) == paper.firm


def check_kind(
    *, by: Actor, case: Complaint, slug: str, addressee: str, given: Mapping[str, str], at: datetime
) -> None:
    """Refused as ``begin_paper`` says."""
    kind = KINDS.get(slug)
    if kind is None:
        raise Refused(_("没有这种文书。没有改动任何内容。"))
    if kind.by_lawyer and firm_of(by, case) is None:
        raise Refused(_("这种文书只能由您授权的律师起草。没有改动任何内容。"))
    case = case.read_whole()
    if slug not in {one.slug for one in kinds_for(by, case, at)}:
        raise Refused(_("按案件现在的情况，用不上这种文书。没有改动任何内容。"))
    if addressee and addressee not in {one.name for one in addressees_for(case, kind, at)}:
        raise Refused(_("这份文书不能写给“%s”。没有改动任何内容。") % addressee)
    asked = {one.name: {value for value, _label in one.choices} for one in kind.needs if "." not in one.name}
    for name, said in given.items():
        if name not in asked or (asked[name] and not asked[name].issuperset(said.split())):
            raise Refused(_("这份文书不问“%s”，或者没有这个选项。没有改动任何内容。") % name)


def addressees_for(complaint: Complaint, kind: Kind, at: datetime | None = None) -> tuple[To, ...]:
    """Whom a paper of this kind can go to; one without a name is a line to fill in."""
    return kind.addressees(drawn_of(complaint, on=timezone.localdate(at), kind=kind))


def generated(paper: Paper, *, at: datetime | None = None) -> blocks.Paper:
    """The paper of the case as it stands now. Refused where its kind is known no more."""
    return generated_and_unfounded(paper, {}, at=at)[0]


def generated_and_unfounded(
    paper: Paper, edits: Mapping[str, str], *, at: datetime | None = None
) -> tuple[blocks.Paper, list[blocks.Sentence]]:
    """The same, and its sentences that rest on nothing the case holds, where nobody wrote in their place."""
    on = timezone.localdate(at)
    complaint = paper.complaint.read_whole()
    if paper.recipient is not None:
        sent = _sent(complaint, paper.recipient, Wishes.of_text(paper.answers.get("wishes", "")), on)
        return blocks_of(sent), unfounded_in(replace(sent, edits=edits))
    kind = KINDS.get(paper.kind)
    if kind is None:
        raise Refused(_("现在不再生成这种文书；已有的版本都还在，可以下载。"))
    firm = letterhead_of(paper.firm) if paper.firm else None
    drawn = drawn_of(complaint, on=on, kind=kind, firm=firm, given=paper.answers)
    to = next(
        (one for one in kind.addressees(drawn) if one.name == paper.addressee), To(name=paper.addressee)
    )
    drawn = replace(drawn, addressee=to)
    made = kind.make(drawn)
    return replace(made, firm=firm) if kind.group == "lawyer" else made, unfounded_of(made, drawn, edits)


def quoted_by(paper: Paper) -> tuple[str, ...] | None:
    """The sentences of the story that were chosen for a paper; None where nobody chose."""
    return Wishes.of_text(paper.answers.get("wishes", "")).told


def quotable_in(paper: Paper, version: PaperVersion) -> list[Excerpt]:
    """The sentences of the story that a letter or a claim could quote, and which of them this version does; none
    where it prints the story, and none where somebody wrote the facts."""
    complaint = paper.complaint
    if paper.recipient is None or "facts" in version.edited:
        return []
    channel, story = paper.recipient.channel, complaint.standing_story
    owed = standing_facts(complaint).get("debt", {}).get("owed", "")
    if "story" not in fields_of(channel) or not by_choice(channel, owed, story):
        return []
    return standing_excerpts(complaint, channel, version.as_generated)


def same_words(one: blocks.Paper, other: blocks.Paper) -> bool:
    """Whether two papers say the same, whatever the day on which they were made, and by which facts."""
    return _words(one) == _words(replace(other, on=one.on))


def _words(paper: blocks.Paper) -> blocks.Paper:
    told = (
        replace(
            block,
            paragraphs=tuple(
                tuple(replace(sentence, rests=()) for sentence in one) for one in block.paragraphs
            ),
        )
        for block in paper.blocks
    )
    return replace(paper, blocks=tuple(told))


def _sent(complaint: Complaint, recipient: Recipient, wishes: Wishes, on: date) -> Letter | Claim:
    """The letter or claim to a recipient, with everything that its channel may carry."""
    content = content_given(
        complaint=complaint,
        recipient=recipient,
        document=Document.CLAIM if recipient.channel == COURT else Document.LETTER,
        exhibits=_exhibits(complaint),
        uncovered=frozenset(),
        wishes=wishes,
        giving=Giving(),
        on=on,
        entry=entry_for(complaint, recipient.channel, on),
    )
    return made_of(content)


def _exhibits(complaint: Complaint) -> list[Exhibit]:
    kept = Exhibit.objects.of_case(complaint.pk).filter(sealed__wrapped_key__isnull=False)
    return list(kept.select_related("sealed").with_copies())


def drawn_of(
    complaint: Complaint,
    *,
    on: date,
    kind: Kind | None = None,
    firm: blocks.Firm | None = None,
    given: dict[str, str] | None = None,
) -> Drawn:
    """What a kind of paper draws on: all that the case says, for its own people."""
    channel = _CHANNELS.get(kind.group if kind else "", "")
    names = [*FIELDS, *TOLD_FIELDS]
    fields = case_fields(complaint, names, _exhibits(complaint))
    grounds = pleaded_in(fields, complaint=complaint, channel=channel, on=on)
    content = freeze(
        complaint=complaint,
        recipient=Recipient(name="", channel=channel or COURT, way=Way.HAND),
        document=Document.LETTER,
        fields=fields,
        grounds=grounds,
        wishes=Wishes(),
        on=on,
    )
    case: Case = case_of(content)
    return Drawn(
        case=case,
        on=on,
        # Who they are as papers call them.
        facts={**facts_now(complaint), "respondents": respondents_told(fields)},
        grounds=case.grounds,
        court=complaint.court,
        firm=firm,
        given=given or {},
    )


def letterhead_of(organisation: Organisation) -> blocks.Firm:
    """As the firm wrote it; its name alone where it wrote nothing."""
    template = LetterTemplate.objects.filter(organisation=organisation).first() or LetterTemplate()
    head = [template.address, template.phone and f"电话：{template.phone}", *template.head.splitlines()]
    signature = template.signature.splitlines() or ["律师："]
    return blocks.Firm(
        organisation.name,
        tuple(one.strip() for one in head if one.strip()),
        tuple(one.strip() for one in signature if one.strip()),
    )
