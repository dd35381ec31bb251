"""What of a case one recipient is given: what its channel may carry, the person doesn't leave out, and its papers say.

One list decides everything (个人信息保护法 6, 14, 23): what stands in no paper and on no page of the recipient is not
written either, and the law of a paper is made of what is given.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, TypedDict, cast

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from complaints.models import Complaint
from complaints.reading import callers_in, people_in, reading_once, told_once
from complaints.standing import looked_for, own_names, standing_facts
from core.canonical import canonical, digest
from core.language import gettext as _
from core.language import listed
from documents import frozen
from documents.asked_in_words import in_words
from documents.blocks import Sentence
from documents.causes import choices, is_cause
from documents.claims import Claim, about, suable, suing
from documents.clauses import admits_in
from documents.counted import months_named
from documents.excerpts import Excerpt, together
from documents.filed import CLAIM, made_of, words_in_turn
from documents.frozen import TOLD, Content, case_of, told_in
from documents.law import Ground, Provision
from documents.letters import Letter, salutation
from documents.masking import masked
from documents.material import DESK_FIELDS, FIELDS, TOLD_FIELDS, Case
from documents.not_pleaded import Unsaid, child_beside, not_sued
from documents.official import OfficialForm, form_of
from documents.others import addressed
from documents.requests import SPENT, Requests, asked_instead, is_asked, kinds, requests_of, ticked_by
from documents.suits import Suit, apart, suits
from documents.wording import as_it_stands, respondents_for
from evidence.models import Exhibit
from filings.channels import consents
from filings.models import Recipient
from filings.services.law import in_time_for, months_too_late, refund_of, silence_said
from filings.services.reach import COURT, Refused
from filings.services.sending.content import Wishes, facts_in, pleaded_in, said_of
from filings.services.sending.excerpts import offered_excerpts
from filings.ways.table import part_of
from legal.corpus import load
from legal.models import Overrule
from legal.reasoning.answers import Way as PlanEntry
from legal.reasoning.assessment import Weighed
from legal.reasoning.facts import FactsError
from legal.reasoning.naming import is_definite, is_suable

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


VERSION = 1  # of frozen content
REFUND = "R5"  # the relief that asks a sum back


def freeze(
    *,
    complaint: Complaint,
    recipient: Recipient,
    document: str,
    fields: frozen.Fields,
    grounds: Iterable[Ground],
    wishes: Wishes,
    on: date,
    entry: PlanEntry | None = None,
    excerpted: bool = False,
) -> Content:
    """The content of a filing: what is written to its row, hashed, and printed. ``excerpted``: a story in it is sentences
    of it.

    ``entry`` is the channel's step of the plan: a dispute whose last day is over there is not put to it (35号令 11(一)).
    """
    pleaded, late = in_time_for(list(grounds), entry)
    offered = list(dict.fromkeys(code for ground in pleaded for code in ground.relief))
    if late:
        offered = [code for code in offered if code != REFUND]
    # The charges of months that came too late there are left out of the sum, and the paper says so.
    lost = (
        0
        if late or not refund_of(told_in(fields))
        else months_too_late(told_in(fields), recipient.channel, on)
    )
    early = [f"{months_named(told_in(fields), 0, lost) or f'最早的{lost}个月'}的扣费"] if lost else []
    refund = None if late else refund_of(told_in(fields), channel=recipient.channel, on=on)
    ticked = ticks_of(complaint, recipient.channel, wishes)
    content: Content = {
        "version": VERSION,
        "number": complaint.number,
        "kind": complaint.kind,
        "channel": recipient.channel,
        "way": recipient.way,
        "document": document,
        "on": on.isoformat(),
        "recipient": {
            "name": recipient.name,
            "address": recipient.address,
            "phone": recipient.contact,
            "website": recipient.website,
            "email": recipient.email,
        },
        "fields": fields,
        "law": [
            _to_court(ground) if recipient.channel == "court" else _law_row(ground) for ground in pleaded
        ],
        "relief": [code for code in wishes.relief or () if code in offered],
        "claim": {
            "refund": str(refund) if refund else "",
            "mental": wishes.mental,
            "triple": wishes.triple if wishes.claims_fraud and wishes.fraud.strip() else "",
            "claims_fraud": wishes.claims_fraud,
            "fraud": wishes.fraud.strip() if wishes.claims_fraud else "",
            "sums": {name: yuan for name, yuan in wishes.sums.items() if yuan},
            "cause": wishes.cause if document == CLAIM and is_cause(wishes.cause, on=on) else "",
            "jointly": wishes.jointly,
            "unsettled": wishes.unsettled,
            "accuses": wishes.accuses or accuses(ticked or ()),
        },
        "elsewhere": [*(ground.heading for ground in late), *early],
        "silence": silence_said(entry.get("silence") if entry and "prior" in fields else None, on),
        "seal": _seal_of(complaint),
    }
    if edited := wishes.edited:
        content["edits"] = dict(edited.edits)
        if edited.added:
            content["added"] = [cast(frozen.Added, asdict(one)) for one in edited.added]
        content["paper"] = {"id": edited.paper, "version": edited.version, "digest": edited.digest}
    if ticked is not None:
        content["ticked"] = list(ticked)
        if wishes.requests is None:
            wanted, helps = standing_facts(complaint).get("wishes"), form_of(recipient.channel).helps
            # Most papers ask for something of what is wanted: then nothing stands in its place.
            if wanted and not is_asked(**_asking(content), but={*SPENT, *helps}):
                content["ticked"] += asked_instead(wanted, requested(content), helps)
    # Absent elsewhere: what was frozen before reads the same.
    if excerpted and STORY in fields:
        content["excerpted"] = True
    if recipient.channel == "court" and complaint.court:
        content["court"] = complaint.court
    return content


@told_once
def ticks_of(complaint: Complaint, channel: str, wishes: Wishes) -> tuple[str, ...] | None:
    """The requests that are ticked: by the person, else by what they said that they want. None where they chose codes."""
    if wishes.requests is not None:
        return wishes.requests
    if wishes.relief is not None:
        return None
    facts = standing_facts(complaint)
    # What they said in their own words, beside what they chose.
    told = {**facts, "derived": in_words(complaint.standing_story)}
    return ticked_by(facts.get("wishes"), form_of(channel).requests, told)


def accuses(ticked: Iterable[str]) -> bool:
    """Whether one of these requests alleges a crime."""
    known = kinds()
    return any(known.get(one.partition(":")[0], {}).get("accuses", False) for one in ticked)


def requested(content: Content, *, accusable: bool = False, offering: bool = True) -> Requests:
    """Every request that content lets its channel be asked, ticked or, ``offering``, not; of whom, as its paper names them.

    ``accusable``: a ground could be pleaded that alleges a crime, if the person wished it.
    """
    return requests_of(**_asking(content, accusable=accusable), offering=offering)


class _Asking(TypedDict):
    """What a channel is asked on."""

    case: Case
    form: OfficialForm
    on: date
    jointly: bool | None


def _asking(content: Content, *, accusable: bool = False) -> _Asking:
    case = replace(case_of(content), accusable=accusable)
    on, jointly = date.fromisoformat(content["on"]), content["claim"]["jointly"]
    form = as_it_stands(case, form_of(content["channel"]), on)
    case = suable(case) if content["document"] == CLAIM else case
    return {"case": case, "form": form, "on": on, "jointly": jointly}


def as_requested(content: Content) -> Content:
    """The content with the requests that go, and without what was said for others: sums, ticks, a deception."""
    made = requested(content, offering=False).made
    takes, slugs = {one.takes for one in made}, {one.slug for one in made}
    claim = content["claim"]
    kept: frozen.Claim = {
        **claim,
        "sums": {name: yuan for name, yuan in claim.get("sums", {}).items() if name in takes},
        "claims_fraud": claim["claims_fraud"] and "triple" in slugs,
        "fraud": claim.get("fraud", "") if "triple" in slugs else "",
        "jointly": claim["jointly"] if any(one.joint for one in made) else None,
    }
    rows: list[frozen.Request] = [
        {
            "slug": one.slug,
            "title": one.title,
            "asked": [who.name for who in one.asked if who.wished],
            "sum": str(one.sum) if one.sum else "",
            "sentences": list(one.sentences),
        }
        for one in made
    ]
    codes = list(dict.fromkeys(one.code for one in made if one.code))
    # Requests that somebody wrote stand in the edits alone.
    written = "requests" in content.get("edits", {})
    found: Content = {**content, "claim": kept, "requests": [] if written else rows}
    if "ticked" in content:
        found["relief"] = codes
        found["ticked"] = [one for one in content["ticked"] if one.partition(":")[0] in slugs]
    return found


@told_once
def _seal_of(complaint: Complaint) -> frozen.Seal:
    return {
        "number": complaint.number,
        "digest": digest(complaint.receipt.payload),
        "check_url": settings.PUBLIC_URL + reverse("receipt_public", args=[complaint.receipt.code]),
    }


@told_once
def _law_row(ground: Ground) -> frozen.Ground:
    row: frozen.Ground = {
        "code": ground.code,
        "title": ground.title,
        "status": ground.status,
        "heading": ground.heading,
        "actor": ground.actor,
        "by": list(ground.by),
        "facts": _sentences(ground.facts),
        "reasons": _sentences(ground.reasons),
        "provisions": _rows(ground.provisions),
        "relief": list(ground.relief),
        "remedies": [{"code": one.code, "provisions": _rows(one.provisions)} for one in ground.remedies],
        "liable": [
            {"role": one.role, "title": one.title, "named": one.named, "provisions": _rows(one.provisions)}
            for one in ground.liable
        ],
    }
    if ground.direct:
        row["direct"] = list(ground.direct)
    if ground.claim:
        row["claim"] = _sentences(ground.claim)
    return row


@told_once
def _to_court(ground: Ground) -> frozen.Ground:
    """With what a court alone reads of it."""
    row = _law_row(ground)
    if ground.argued:
        row["argued"] = _sentences(ground.argued)
    return row


def _sentences(said: Iterable[Sentence]) -> list[frozen.Sentence]:
    return [{"text": one.text, "rests": list(one.rests)} for one in said]


def _rows(provisions: Iterable[Provision]) -> list[frozen.Provision]:
    return [
        {
            "id": one.id,
            "citation": one.citation,
            "text": one.text,
            "verified": one.verified,
            "strength": one.strength,
            "law": one.law,
            "lead": one.lead,
        }
        for one in provisions
    ]


@dataclass
class Papers:
    """The papers of one filing, made of whatever fields are tried. ``among`` are the codes of the grounds that fewer fields
    can lead to, ``excerpted``: a story in them is sentences of it."""

    complaint: Complaint
    recipient: Recipient
    document: str
    wishes: Wishes
    on: date
    entry: PlanEntry | None
    by_hand: bool
    overrules: Sequence[Overrule]
    accusing: bool
    among: Collection[str] = ()
    excerpted: bool = False
    # By the facts, which most fields do not change.
    _pleaded: dict[str, tuple[Ground, ...]] = field(default_factory=dict)
    _weighed: Weighed = field(default_factory=Weighed)

    def content(
        self, given: frozen.Fields, *, among: Collection[str] | None = None, accusing: bool = False
    ) -> Content:
        """The content with these fields and the law on them, of all grounds or ``among`` some."""
        accusing = accusing or self.accusing
        stated = [
            facts_in(given, kind=self.complaint.kind, on=self.on.isoformat()),
            told_in(given),
            given.get("tally", {}).get("count"),
            [among is None, accusing],
        ]
        if (facts := canonical(stated)) not in self._pleaded:
            self._pleaded[facts] = pleaded_in(
                given,
                complaint=self.complaint,
                channel=self.recipient.channel,
                on=self.on,
                overrules=self.overrules,
                among=among,
                accuses=accusing,
                weighed=self._weighed,
            )
        return freeze(
            complaint=self.complaint,
            excerpted=self.excerpted,
            recipient=self.recipient,
            document=self.document,
            fields=given,
            grounds=self._pleaded[facts],
            wishes=self.wishes,
            on=self.on,
            entry=self.entry,
        )

    def words(self, given: frozen.Fields) -> Iterator[str]:
        """What the papers say with these fields, in turn."""
        return words_in_turn(self.content(given, among=self.among), self.entry, by_hand=self.by_hand)


def needed_by(
    papers: Papers, fields: frozen.Fields, *, shown: Collection[str], counted: Collection[str]
) -> frozen.Fields:
    """The fields without which the papers' words would be others, and those ``shown`` besides: of answers, single facts.

    ``counted`` are facts that a field which stays tells of too.
    """
    before = [*papers.words(fields)]
    kept: dict[str, Any] = dict(fields)

    def spare(rest: dict[str, Any]) -> bool:
        try:
            return same_words(before, papers.words(cast(frozen.Fields, rest)))
        except FactsError:  # what is left cannot be read without it
            return False

    # Answers first: where a message says the same, it is not said twice.
    for name in sorted(fields, key=lambda one: not one.startswith(TOLD)):
        held = (
            {fact for fact in counted if fact == name or fact.startswith(f"{name}.")}
            if "tally" in kept
            else set()
        )
        if name in shown or (name in held):
            continue
        without = {key: said for key, said in kept.items() if key != name}
        if not held and spare(without):
            kept = without
        elif name == "details" or (name.startswith(TOLD) and name != "told.event"):
            kept = _spared(name, kept, held, spare)
    return cast(frozen.Fields, kept)


def _spared(
    group: str, kept: dict[str, Any], held: Collection[str], spare: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """The same without the single facts of a group that change no word."""
    for fact in list(kept[group]):
        said = {name: value for name, value in kept[group].items() if name != fact}
        without = (
            {**kept, group: said} if said else {name: value for name, value in kept.items() if name != group}
        )
        if f"{group}.{fact}" not in held and spare(without):
            kept = without
            if not said:
                break
    return kept


def same_words(before: Sequence[str], words: Iterator[str]) -> bool:
    """Whether papers say the same: drawn no further than where they first differ."""
    return all(one == other for one, other in zip(before, words, strict=True))


DECLARATION = "unsettled"
# What is asked for and declared beside the fields, as a consent lists it.
CLAIMED = {
    "refund": gettext_lazy("要求退还的金额"),
    "mental": gettext_lazy("要求的精神损害抚慰金数额"),
    "triple": gettext_lazy("要求的三倍赔偿数额"),
    DECLARATION: gettext_lazy("没有其他部门受理的声明"),
}


@dataclass(frozen=True)
class Given:
    """The content of a filing, every request that could be ticked for it with all that its channel may carry, and the
    sentences of the story that could be quoted where it does not go whole."""

    content: Content
    offered: Requests
    excerpts: tuple[Excerpt, ...] = ()

    @property
    def causes(self) -> dict[str, str]:
        """The 案由 of a claim to choose from, by key: what follows from the case first."""
        if self.content["document"] != CLAIM:
            return {}
        case, on = case_of(self.content), date.fromisoformat(self.content["on"])
        return choices(about(suing(case, on), self.offered.slugs), on=on)

    @property
    def pleaded(self) -> list[str]:
        """The codes of the grounds that its paper pleads: a claim those alone on which something is asked."""
        case, on = case_of(self.content), date.fromisoformat(self.content["on"])
        return [one.code for one in (suing(case, on) if self.content["document"] == CLAIM else case).grounds]

    @property
    def always(self) -> list[str]:
        """The sentences that its paper asks for whatever is ticked."""
        return [one.text for one in made_of(self.content).requests.always]

    @property
    def speaks_to(self) -> str:
        """Whom its letter is written to, where that is another name than the recipient's; else ""."""
        made = made_of(self.content)
        if not isinstance(made, Letter):
            return ""
        named = salutation(made.recipient, made.told, made.form, printed=made.printed)
        return "" if named in made.recipient.name else named

    @property
    def unsued(self) -> list[Unsaid]:
        """Who is complained about and no defendant of a claim, and why."""
        claim = made_of(self.content)
        return not_sued(claim) if isinstance(claim, Claim) else []

    @property
    def hints(self) -> list[str]:
        """That a claim is two, and what could be asked for besides, in a paper of its own."""
        claim = made_of(self.content)
        if not isinstance(claim, Claim):
            return []
        open_to = {code for row in self.content["law"] for code in row["relief"]}
        return [
            *apart(claim),
            *child_beside(claim),
            *(said for code, said in load().requests["hints"].items() if code in open_to),
        ]

    @property
    def suits(self) -> list[Suit]:
        """The claims that it would be apart, where it is two."""
        claim = made_of(self.content)
        return suits(claim, self.offered.every) if isinstance(claim, Claim) else []


def content_given(**meant: Any) -> Content:
    """The content of a filing, before or after its consent. Refused as ``leave_out`` says."""
    return content_and_offer(**meant).content


@reading_once()
def content_and_offer(
    *,
    complaint: Complaint,
    recipient: Recipient,
    document: str,
    exhibits: list[Exhibit],
    uncovered: Collection[str],
    wishes: Wishes,
    giving: Giving,
    on: date,
    entry: PlanEntry | None,
) -> Given:
    """As ``content_given``, with what else could be asked for."""
    channel, way = recipient.channel, part_of(recipient.way)
    desk, by_hand = way.at_desk, way.printed
    allowed = [
        name
        for name in fields_of(channel, recipient.way)
        if name not in giving.left_out - required_by(channel)
    ]
    said = said_of(complaint, allowed, exhibits, wishes, uncovered)
    fields = addressed(
        leave_out(channel, said.fields, giving),
        to=recipient.name,
        channel=channel,
        kind=complaint.kind,
        story=complaint.standing_story,
    )
    names = looked_for(complaint, [row["text"] for row in fields.get("messages", ())])
    fields = masked(fields, names, channel, recipient.name)
    excerpts: list[Excerpt] = []
    papers = Papers(
        complaint=complaint,
        recipient=recipient,
        document=document,
        wishes=wishes,
        on=on,
        entry=entry,
        by_hand=by_hand,
        overrules=list(Overrule.objects.of_case(complaint).select_related("assessment")),
        accusing=wishes.accuses or accuses(ticks_of(complaint, channel, wishes) or ()),
    )
    whole = papers.content(fields)
    # What accuses of a crime is pleaded where it is ticked, and can be ticked where it could be pleaded.
    accusable = papers.accusing or papers.content(fields, accusing=True)["law"] != whole["law"]
    offered = requested(whole, accusable=accusable)
    if "costs" in fields and _unclaimed(offered, channel):
        fields = cast(frozen.Fields, {name: told for name, told in fields.items() if name != "costs"})
        whole = papers.content(fields)
    if STORY not in fields and (story := quotable(said.fields, giving, wishes)):
        excerpts = offered_excerpts(
            complaint, whole, story, chosen=wishes.told, left_out=giving.left_out, names=names
        )
        if quoted := together([one for one in excerpts if one.chosen], story):
            fields = cast(frozen.Fields, {**fields, STORY: quoted})
    papers.excerpted = bool(excerpts)
    papers.among = (
        {row["code"] for row in whole["law"]}
        | {one.ground for one in papers.overrules}
        | _opened_by_silence()
    )
    _check_named(whole)
    # A desk's page shows every field but the answers that papers alone rest on.
    shown = {name for name in fields if desk and not name.startswith(TOLD) and name != "details"}
    if wishes.edited and "facts" in wishes.edited.edits:
        shown.discard(STORY)  # a desk reads what was written in its place
    content = papers.content(needed_by(papers, fields, shown=shown, counted=said.counted))
    asked = as_asked(content, lambda given: words_in_turn(given, entry, by_hand=by_hand))
    return Given(as_requested(asked), offered, tuple(excerpts))


def _unclaimed(offered: Requests, channel: str) -> bool:
    """Whether the costs of a case have nothing to do in a paper: it could claim them, and does not."""
    asks = form_of(channel).requests
    if "redress" in asks:
        # What was lost makes the ground itself (S9) there, ticked or not.
        return "redress" not in {one.slug for one in offered.every} and "costs" not in offered.slugs
    return "costs" in asks and not {
        "costs",
        "damages",
        "medical",
        "return_price",
        "balance",
        "refund",
        "return_opening",
    } & {*offered.slugs}


def as_asked(content: Content, words: Callable[[Content], Iterator[str]]) -> Content:
    """The content with those sums and declarations alone that its papers say: they stand on the consent's list, too."""
    before = [*words(content)] if any(content["claim"].get(name) for name in CLAIMED) else []
    for name in CLAIMED:
        if not content["claim"].get(name):
            continue
        without = deepcopy(content["claim"])
        without.update({name: type(without[name])()})  # type: ignore[literal-required, misc]
        if same_words(before, words({**content, "claim": without})):
            content = {**content, "claim": without}
    return content


def _check_named(content: Content) -> None:
    """Refused where the form is for somebody with a name and nobody here has one (民事诉讼法 122(二))."""
    form = form_of(content["channel"])
    if not form.needs_named:
        return
    asked = respondents_for(case_of(content), form)
    known = is_suable if content["channel"] == COURT else is_definite
    if not any(known(one.name, one.uscc) for one in asked):
        if not asked and content["channel"] == "platform":
            raise Refused(
                _(
                    "还没有写明是哪家平台。内容发在微信群、平台上的，把它的运营者（看它的服务协议里的公司名称）写到“补充和更正”的"
                    "“对方”里，再来备这一份。没有备材料，您填的都还在。"
                )
            )
        raise Refused(
            _(
                "还没有写明%(whom)s是谁：没有名称，或者名称里有“某”“XX”“可能是”，对方不收。没有备材料，您填的都还在。"
                "先查明是谁，再写到“补充和更正”的“对方”里：公司写营业执照上的全称，个人写身份证上的姓名。"
            )
            % {"whom": form.respondent}
        )


@cache
def _opened_by_silence() -> frozenset[str]:
    """The grounds that an answer can close by an exception: a fact less can open them, and no others (``conditions``)."""
    corpus = load()

    def excepts(tree: Any) -> bool:
        if isinstance(tree, Mapping):
            named = corpus.conditions.get(tree["use"]) if isinstance(tree.get("use"), str) else None
            return "unless" in tree or excepts(named) or any(map(excepts, tree.values()))
        return isinstance(tree, list | tuple) and any(map(excepts, tree))

    return frozenset(
        code
        for code, ground in corpus.grounds.items()
        if any(excepts(one.when) or excepts(one.arguable) for one in ground.elements)
    )
