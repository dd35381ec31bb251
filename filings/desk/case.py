"""The case page: one filing as the caseworker reads it, from frozen content and rows of this filing alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import IdentityNeed, Recusal, User
from complaints.models import Act, LedgerEntry
from evidence.models import Exhibit, Rendition
from evidence.sealed.erasures import tell_erasures
from filings.desk import law
from filings.desk.rows import EVENTS
from filings.desk.sent import Sent, hidden_from, masked_sent, messages, without
from filings.desk.standing import assignee, by_desk, days_left, last_of, names_of, person_name, state_label
from filings.models import DeskCampaign, Filing, Note, Proposal, Supplement, Task
from filings.models.case_row import complainants
from filings.models.listings import senders_of
from filings.moves import MediationState, ReferralState, State
from filings.services import LONGEST_REASON, approvers, custodians, lifters, supplement_content_of
from filings.standing import READ_FILING, day_words, met_words
from legal.models import Overrule

MOST_ENTRIES = 100  # of the record, newest first
MOST_CAMPAIGNS = 3
# Entries about the case as a whole. Those about a filing are shown to its own recipient, and to no other.
OF_THE_CASE = (Act.COMPLAINT_FILED, Act.COMPLAINT_WITHDRAWN)


def read_what(filing: Filing) -> str:
    """How the ledger names a reading of this page: by the filing, so that one recipient can be told from another."""
    return f"{READ_FILING}{filing.pk}"


@dataclass(frozen=True)
class Shown:
    """One exhibit on the page. ``why_not`` says why there is no copy to look at; the original is never offered."""

    exhibit: Exhibit
    copy: Rendition | None
    thumbnail: Rendition | None
    why_not: str
    scan: str
    alarming: bool


@dataclass(frozen=True)
class Added:
    """One supplement on the page: what was frozen when it was consented to, and who has seen it."""

    row: Supplement
    question: str
    words: str
    exhibits: list[Shown]
    seen_by: str
    broken: bool  # the stored content is not what was consented to: none of it is shown


@dataclass(frozen=True)
class Word:
    """What was said between the desk and the complainant: a note, or a supplement by its words."""

    heading: str
    who: str
    at: datetime
    text: str
    kind: str
    supplement: Added | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the record."""

    at: datetime
    what: str
    who: str
    more: str
    quiet: bool  # a mere reading
    times: int = 1  # how often in a row


def context(
    filing: Filing, *, actor: Actor, at_work: Sequence[User], acts: bool, today: date
) -> dict[str, Any]:
    """Everything that the template shows of a filing that ``with_insides`` read, but the offers of acts. ``at_work`` are who
    works at its desk; ``acts``: whether the reader acts there, and so reads what is written inside it."""
    sent = Sent.of(filing)
    here = any(one.pk == filing.assigned_to_id for one in at_work)
    deadlines = list(filing.deadlines.all())
    running = any(one.is_running for one in deadlines)
    words, urgency = days_left(filing, today, uncounted=running, known=bool(deadlines))
    written = filing.notes.all() if acts else filing.notes.exclude(kind=Note.Kind.INTERNAL)
    notes = list(written) if filing.has_notes else []  # type: ignore[attr-defined]
    supplements = list(filing.supplements.delivered()) if filing.has_supplements else []  # type: ignore[attr-defined]
    entries = record(filing, supplements)
    overruled = Overrule.objects.at_desk(filing.assessment_id, filing.organisation_id)
    said = list(overruled) if filing.has_overrules else []  # type: ignore[attr-defined]
    told_by = complainants(filing)
    seen_by = [one.seen_by for one in supplements if one.seen_by]
    names = names_of(filing, told_by, entries, notes, said, seen_by, at_work=at_work)
    files = {str(one.exhibit.pk): one for one in exhibits(filing, actor, supplements)}
    told = law.law_of(filing.content_digest, sent.content)
    hidden = hidden_from(actor, filing)
    for one in said:
        one.reason = without(one.reason, hidden)
    masked = actor.masked(filing.organisation_id, filing.pk)
    if masked:
        sent = masked_sent(sent)
    brought = [_without(added(one, files, names), hidden) for one in supplements]
    grounds = law.corrected(told.grounds, said, names)
    return {
        "filing": filing,
        "complaint": filing.complaint,
        "sent": sent,
        "messages_sent": messages(sent),
        "state_label": state_label(filing.state),
        "assignee": assignee(filing, here=here),
        "orphaned": filing.assigned_to is not None and not here,
        "days_left": words,
        "urgency": urgency,
        "deadlines": [
            (one, day_words(one.due_on, one.not_before, one.paused_on), met_words(one, filing))
            for one in deadlines
        ],
        # Nobody is told by the portal: what is written for the complainant is read when they look.
        "nobody_told": not filing.closes_at and not filing.has_news,  # type: ignore[attr-defined]
        "retention": filing.retentions.last() if filing.closes_at else None,
        "withdrawn_at": filing.consent.withdrawn_at if filing.closes_at else None,
        "last_day": last_day(filing),
        "exhibits": [files[pk] for pk in filing.exhibits if pk in files],
        "supplements": brought,
        "campaigns": campaigns(filing, actor) if filing.has_sightings else [],  # type: ignore[attr-defined]
        "grounds": [ground for ground in grounds if ground["status"] in law.PLEADED],
        "open_grounds": [ground for ground in grounds if ground["status"] == law.NEEDS_FACTS],
        "ruled_out": [ground for ground in grounds if ground["status"] == law.NOT_MET],
        "warnings": told.warnings,
        "assessed_on": told.on,
        "documents": list(filing.documents.all()),
        "who": filing.complaint.number if masked else sent.complainant,
        "of_person": bool(sent.telephone) and not masked,
        "against": [one["name"] for one in sent.fields.get("respondents") or () if one.get("name")],
        "number": next(iter(senders_of(sent.fields)), ""),
        "due": next((one for one in deadlines if one.is_running and one.due_on == filing.due_on), None),
        "last": happened_last(filing, entries, supplements),
        "words": [
            replace(one, text=without(one.text, hidden))
            for one in words_in_order(notes, brought, told_by, names)
        ],
        "masked": masked,
        "longest": LONGEST_REASON,
        "entries": folded(line(entry, names[entry.actor]) for entry in entries[:MOST_ENTRIES]),
        "older_entries": len(entries) > MOST_ENTRIES,
    }


def happened_last(
    filing: Filing, entries: Iterable[LedgerEntry], supplements: Iterable[Supplement]
) -> tuple[str, datetime | None]:
    """What happened here last, and when: as the line of the queue says it. ``entries`` are newest first."""
    own = (one for one in entries if one.act in EVENTS and one.detail.get("filing") == str(filing.pk))
    event = next(({"act": one.act, "to": one.detail.get("to"), "at": one.at} for one in own), None)
    brought = max((one.sent_at for one in supplements if one.sent_at), default=None)
    return last_of(event, filing.sent_at, brought, get_language())


def last_day(filing: Filing) -> date | None:
    """The last day on which the content is open at the desk, after a withdrawal."""
    return timezone.localdate(filing.closes_at - timedelta(microseconds=1)) if filing.closes_at else None


def closed_context(filing: Filing, actor: Actor) -> dict[str, Any]:
    """What the desk still knows of a filing whose content a withdrawal closed: number, days, its own acts and answer, and
    the words of the withdrawal."""
    entries = [entry for entry in record(filing) if by_desk(entry) or entry.act == Act.CONSENT_WITHDRAWN]
    told_by = complainants(filing)
    withdrawn_at = filing.consent.withdrawn_at
    reasons = [
        note
        for note in filing.notes.filter(kind__in=(Note.Kind.REASON, Note.Kind.AMENDED))
        if (withdrawn_at and note.at >= withdrawn_at)
        or (note.written_by not in told_by and not note.written_by.startswith("system:"))
    ]
    names = names_of(filing, told_by, entries, reasons, [])
    hidden = hidden_from(actor, filing)
    for note in reasons:
        note.text = without(note.text, hidden)
    return {
        "filing": filing,
        "complaint": filing.complaint,
        "state_label": state_label(filing.state),
        "withdrawn_at": withdrawn_at,
        "retention": filing.retentions.last(),
        "words": [(note, note.heading(told_by), names[note.written_by]) for note in reasons],
        "entries": folded(line(entry, names[entry.actor]) for entry in entries[:MOST_ENTRIES]),
    }


def campaigns(filing: Filing, actor: Actor) -> list[DeskCampaign]:
    """The campaigns at the desk of this filing that it was counted into, the greatest first."""
    here = DeskCampaign.objects.visible_to(actor).filter(
        organisation=filing.organisation_id, campaign__sightings__filing=filing
    )
    return list(here.order_by("-complaints", "pk")[:MOST_CAMPAIGNS])


def exhibits(filing: Filing, actor: Actor, supplements: Iterable[Supplement] = ()) -> list[Shown]:
    """The exhibits that went with this filing and what was added to it, in its order; others of the case are not this
    recipient's."""
    sent = _sent_files(filing, supplements)
    if not sent:
        return []
    found = {
        str(one.pk): one
        for one in tell_erasures(
            Exhibit.objects.visible_to(actor)
            .filter(complaint_id=filing.complaint_id, pk__in=sent)
            .with_copies(actor)
        )
    }
    return [_shown(found[pk]) for pk in dict.fromkeys(map(str, sent)) if pk in found]


def _sent_files(filing: Filing, supplements: Iterable[Supplement]) -> list[str]:
    return [*filing.exhibits, *(pk for one in supplements for pk in one.exhibits)]


def words_in_order(
    notes: Iterable[Note], brought: Iterable[Added], complainants: Collection[str], names: Mapping[str, str]
) -> list[Word]:
    """Questions, answers, reasons and notes as they came."""
    said = [
        Word(note.heading(complainants), names[note.written_by], note.at, note.text, note.kind)
        for note in notes
    ]
    for one in brought:
        heading = _("投诉人答复") if one.row.question_id else _("投诉人补充材料")
        if one.row.sent_at is not None:
            said.append(Word(heading, _("投诉人"), one.row.sent_at, one.words, "supplement", one))
    return sorted(said, key=lambda word: word.at)


def added(row: Supplement, files: Mapping[str, Shown], names: Mapping[str, str]) -> Added:
    try:
        content = supplement_content_of(row)
    except ValueError:
        return Added(row, "", "", [], "", broken=True)
    return Added(
        row=row,
        question=content["question"],
        words=content["words"],
        exhibits=[files[pk] for pk in row.exhibits if pk in files],
        seen_by=names[row.seen_by] if row.seen_by else "",
        broken=False,
    )


def _without(one: Added, hidden: list[str]) -> Added:
    return replace(one, question=without(one.question, hidden), words=without(one.words, hidden))


def _shown(exhibit: Exhibit) -> Shown:
    clean, small = exhibit.shown_copy, exhibit.thumbnail
    if exhibit.erased:
        why_not = exhibit.erased_words
    elif clean is None or not clean.final:
        why_not = _("查看副本正在处理，稍后刷新。")
    elif not clean.ready:
        why_not = _("没有查看副本：%(reason)s") % {"reason": clean.reason}
    else:
        why_not = ""
    infected = clean is not None and clean.scan == Rendition.Scan.INFECTED
    return Shown(
        exhibit=exhibit,
        copy=clean if clean is not None and clean.ready and not infected else None,
        thumbnail=small if small is not None and small.ready and not infected else None,
        why_not=why_not,
        scan=str(clean.get_scan_display() if clean is not None else Rendition.Scan.UNSCANNED.label),
        alarming=infected,
    )


def record(filing: Filing, supplements: Iterable[Supplement] = ()) -> list[LedgerEntry]:
    """The newest entries of the ledger that concern this filing; one more than is shown, when there are more.

    What the complainant sent to somebody else, and who else read the case, is not this recipient's to know.
    """
    colleagues = Q(detail__contains={"organisations": [filing.organisation_id]})
    own = Q(act__in=OF_THE_CASE) | Q(detail__filing=str(filing.pk)) | Q(detail__what=read_what(filing))
    own |= Q(act=Act.CASE_READ) & colleagues
    own |= Q(act=Act.ASSESSMENT_OVERRULED, detail__desk=filing.organisation_id)
    if sent := _sent_files(filing, supplements):
        files = Q(detail__exhibit__in=sent)
        own |= files & (
            Q(act__in=(Act.EXHIBIT_RECEIVED, Act.EXHIBIT_ERASED)) | Q(act=Act.EXHIBIT_READ) & colleagues
        )
    entries = LedgerEntry.objects.filter(own, complaint_id=filing.complaint_id)
    # What was never brought here is the complainant's alone.
    brought = [str(one.pk) for one in supplements]
    entries = entries.filter(Q(detail__supplement__isnull=True) | Q(detail__supplement__in=brought))
    return list(entries.order_by("-sequence")[: MOST_ENTRIES + 1])


def line(entry: LedgerEntry, who: str) -> Entry:
    to = str(entry.detail.get("to"))
    return Entry(
        at=entry.at,
        what=entry.get_act_display(),
        who=who,
        more=_where_to(entry.act, to),
        quiet=entry.act in (Act.CASE_READ, Act.EXHIBIT_READ),
    )


def _where_to(act: str, to: str) -> str:
    if act == Act.FILING_MOVED and to in State.values:
        return state_label(to)
    if act in (Act.MEDIATION_MOVED, Act.MEDIATION_ANSWERED) and to in MediationState.values:
        return str(MediationState(to).label)
    if act == Act.REFERRAL_MOVED and to in ReferralState.values:
        return str(ReferralState(to).label)
    if act == Act.SUPPLEMENT_MOVED and to in Supplement.State.values:
        return str(Supplement.State(to).label)
    return ""


def folded(lines: Iterable[Entry]) -> list[Entry]:
    """Readings by the same person in a row as one line with their number; everything else as it is."""
    found: list[Entry] = []
    for one in lines:
        last = found[-1] if found else None
        if last is not None and one.quiet and (last.what, last.who) == (one.what, one.who):
            found[-1] = replace(last, times=last.times + 1)
        else:
            found.append(one)
    return found


# ── What goes on inside the desk: what waits for a second person, what is to be done, what was given ─────────────────────────


@dataclass(frozen=True)
class Asked:
    """A proposal that waits: ``mine`` to take back, or one that this person ``may`` agree to."""

    row: Proposal
    who: str
    mine: bool
    may: bool


@dataclass(frozen=True)
class ToDo:
    row: Task
    who: str


def siblings(filing: Filing, actor: Actor) -> list[tuple[Filing, str]]:
    """What else of a complaint lies at a desk, by another channel, with where it stands: linked, never merged. What was
    withdrawn is no sibling any more."""
    here = {"complaint": filing.complaint_id, "organisation": filing.organisation_id}
    rows = Filing.objects.at_desk(actor).filter(**here, closes_at__isnull=True).exclude(pk=filing.pk)
    found = rows.only("channel", "state", "sent_at").order_by("sent_at", "pk")
    return [(one, state_label(one.state)) for one in found]


@dataclass(frozen=True)
class Declared:
    """A colleague's recusal that stands; whether this reader ``may`` lift it."""

    row: Recusal
    who: str
    may: bool


def recusals(filing: Filing, actor: Actor) -> list[Declared]:
    here = {"case_id": filing.complaint_id, "organisation": filing.organisation_id}
    rows = Recusal.objects.in_force().filter(**here).select_related("person")
    return [Declared(one, person_name(one.person), actor.user in lifters(filing, one)) for one in rows]


@dataclass(frozen=True)
class Needed:
    """A colleague's need to know who complained that waits for a custodian; whether this reader ``may`` settle it."""

    row: IdentityNeed
    who: str
    may: bool


def needs(filing: Filing, actor: Actor) -> list[Needed]:
    rows = IdentityNeed.objects.filter(filing_id=filing.pk, state=IdentityNeed.State.ASKED)
    return [
        Needed(one, person_name(one.person), actor.user in custodians(filing, but=one.person))
        for one in rows.select_related("person")
    ]


def insides(filing: Filing, actor: Actor, *, acts: bool) -> dict[str, Any]:
    """Of a filing that ``with_insides`` read. Whoever does not act at its desk reads what was given out alone."""
    return {
        "proposals": _asked(filing, actor) if acts and filing.has_proposals else [],  # type: ignore[attr-defined]
        "tasks": _tasks(filing, actor) if acts and filing.has_tasks else [],  # type: ignore[attr-defined]
        "siblings": siblings(filing, actor) if acts and filing.has_siblings else [],  # type: ignore[attr-defined]
        "recusals": recusals(filing, actor) if acts and filing.has_recusals else [],  # type: ignore[attr-defined]
        "needs": needs(filing, actor) if acts and filing.has_needs else [],  # type: ignore[attr-defined]
        "given_files": list(filing.given_files.with_letters()) if filing.has_given_files else [],  # type: ignore[attr-defined]
    }


def _asked(filing: Filing, actor: Actor) -> list[Asked]:
    waiting = list(filing.proposals.filter(state=Proposal.State.ASKED).select_related("asked_by"))
    hidden = hidden_from(actor, filing)
    for one in waiting:
        one.reason = without(one.reason, hidden)
    return [
        Asked(
            one,
            person_name(one.asked_by),
            mine=one.asked_by == actor.user,
            may=actor.user in approvers(filing, but=one.asked_by),
        )
        for one in waiting
    ]


def _tasks(filing: Filing, actor: Actor) -> list[ToDo]:
    rows = list(filing.tasks.select_related("person").order_by("done_at", "due_on", "pk"))
    hidden = hidden_from(actor, filing)
    for one in rows:
        one.text = without(one.text, hidden)
    return [ToDo(one, person_name(one.person) if one.person else "") for one in rows]
