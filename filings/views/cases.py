"""A case on one page, for its owner and for whom they shared it with."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, Model, OuterRef, Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.models import Organisation
from complaints.models import Access, Act, Complaint, Draft, LedgerEntry, Outcome, Recount, Statement
from complaints.receipts import token
from complaints.services import (
    ADULT,
    CONSENTS,
    age_of_child,
    awaits_person,
    helps,
    learns,
    offer_of,
    record_read,
    training_text_of,
)
from complaints.standing import dangers_of, labels_of, situations_of, standing_facts
from complaints.stating import Said, said_anew
from complaints.views.receipts import public_address
from core import keys
from core.days import with_days_read
from core.language import house, in_house, read_in
from documents import Receipt as PrintedReceipt
from documents import receipt_document
from evidence.models import Exhibit
from evidence.sealed.erasures import tell_erasures
from filings import services
from filings.desk.standing import by_desk
from filings.holders import followed, holders
from filings.models import CounselLink, CourtDay, Filing, Note, Paper, Supplement
from filings.moves import MediationState, ReferralState, State
from filings.services import holding_older, on_earlier_facts
from filings.stages import STEPS
from filings.standing import READ_FILING, day_words, opened_among, sent_words, state_words
from filings.views.errands import errands_of, stages_of
from legal.corpus import load
from legal.reasoning.preserving import keeping_of

PAGE = 20


def case_of(request: HttpRequest, number: str) -> Complaint:
    """The complaint, for who may see all of it, with whether it ``is_mine``, as ``owns`` says; 404 for everybody else. A
    regulator's desk is in admin."""
    by = Actor.of(request)
    mine = Exists(Access.objects.in_force().of(by).own().filter(complaint=OuterRef("pk")))
    return get_object_or_404(Complaint.objects.whole_to(by).annotate(is_mine=mine), number=number)


def owned_case(request: HttpRequest, number: str) -> Complaint:
    """The complaint, for the complainant alone."""
    complaint = case_of(request, number)
    if not complaint.is_mine:  # type: ignore[attr-defined]
        raise Http404
    return complaint


@require_safe
@login_required
def my_cases(request: HttpRequest) -> HttpResponse:
    """The complaints of an account, own and shared, newest first; older ones by the place where the page ended."""
    by = Actor.of(request)
    waiting = Filing.objects.filter(complaint=OuterRef("pk"), waiting_since__isnull=False)
    helping = Access.objects.in_force().of(by).helping().filter(complaint=OuterRef("pk"))
    told = {"asked": Exists(waiting), "helped": Exists(helping)}
    complaints = Complaint.objects.whole_to(by).annotate(**told).newest_first()
    last = request.GET.get("after", "")
    if last:
        edge = complaints.filter(number=last).first()
        if edge is not None:
            complaints = complaints.filter(filed_at__lte=edge.filed_at).exclude(pk=edge.pk)
    found = list(complaints[: PAGE + 1])
    context = {
        "complaints": found[:PAGE],
        "after": found[PAGE - 1].number if len(found) > PAGE else "",
        "by_code": _by_code_alone(by),
        "offers": services.open_offers(by),
        "counsel": services.is_counsel(by),
        "drafts": Draft.objects.filter(owner=by.user).visible_to(by).defer("code", "answers"),
    }
    return render(request, "filings/my_cases.html", context)


def _by_code_alone(by: Actor) -> set[UUID]:
    """The cases that this account sees because its session holds their code: they go when it ends."""
    if not by.codes:
        return set()
    opened = Access.objects.in_force().filter(code_digest__in=by.codes).values_list("complaint", flat=True)
    account = Actor(user=by.user, organisation_ids=by.organisation_ids)
    kept = Access.objects.in_force().of(account).filter(complaint__in=list(opened))
    return set(opened) - set(kept.values_list("complaint", flat=True))


@require_safe
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """State, what is asked of the owner, what was sent, files, who may see it, and the record of all that happened."""
    by = Actor.of(request)
    complaint = case_of(request, number)
    owner: bool = complaint.is_mine  # type: ignore[attr-defined]
    # Of staff every reading is recorded, also by a code that they hold.
    if by.is_staff or not owner:
        record_read(by=by, complaint=complaint)
    filings = list(followed(complaint, timezone.now()))
    # The number that the recipient gave is told of these alone.
    prefetch_related_objects([one for one in filings if one.state == State.ACKNOWLEDGED], "acknowledgements")
    entries = _told(complaint, filings)
    read = [entry for entry, _who in entries]
    acts = {entry.act for entry in read}
    _read_with(complaint, acts)
    keeping = keeping_of(standing_facts(complaint), load())
    recipients = _told_apart(filings)
    older = holding_older(complaint, filings)
    today = timezone.localdate()
    stages = stages_of(complaint, filings, today=today)
    steps = services.next_steps(complaint, filings, today=today) if owner else {}
    context = {
        "complaint": complaint,
        "owner": owner,
        "urgent": dangers_of(complaint) if owner else [],
        "keeping": keeping if owner else None,
        "standing": keeping.standing(timezone.localdate()),
        "filings": filings,
        "standings": [
            (
                one,
                state_words(one, owner=owner, opened=opened_among(read, one)),
                sent_words(one, owner=owner),
                with_days_read(day_words(one.due_on, one.not_before, one.paused_on)),
                stages[one.pk],
            )
            for one in filings
        ],
        "said_anew": said_anew(complaint),
        "situations": labels_of(situations_of(complaint)),
        "earlier_facts": on_earlier_facts(complaint),
        "older": _corrections(filings, older) if owner else [],
        "errands": errands_of(complaint, filings, stages, steps) if owner else [],
        "asks_stopped": owner
        and any(one.gone_out for one in filings)
        and services.asks_whether_stopped(complaint, today),
        "nearest": min((one.until for one in stages.values() if one.until), default=None),
        "stage_names": STEPS,
        "exhibits": _files(complaint, None if owner else by) if Act.EXHIBIT_RECEIVED in acts else [],
        "taken_down": next(
            (
                (who, entry.about)
                for entry, who in entries
                if entry.act == Act.COMPLAINT_FILED and entry.about
            ),
            None,
        ),
        "entries": [(entry, who, _about(entry, recipients)) for entry, who in entries],
        "asked": sorted(
            {date.fromisoformat(one.detail["on"]) for one, _who in entries if one.act == Act.KEEPING_ASKED}
        ),
        "holders": holders(complaint, filings=filings) if owner else [],
        "training": _training(complaint) if owner and learns() else None,
        "drafts": owner or services.firm_of(by, complaint) is not None,
        "counsel_link": CounselLink.objects.open(timezone.now()).filter(complaint=complaint).first()
        if owner and Act.COUNSEL_ASKED in acts
        else None,
        "engaged": []
        if owner
        else services.offers_to(by).filter(complaint=complaint, accepted_at__isnull=False),
        "court_days": CourtDay.objects.visible_to(by).filter(complaint=complaint).coming(today)
        if Act.COURT_DAY_SET in acts
        else [],
        **_people_of(complaint, by, owner=owner, on=today),
        "asked_papers": Paper.objects.filter(complaint=complaint, state=Paper.State.ASKED)
        if owner and Act.PAPER_ASKED in acts
        else [],
    }
    return render(request, "filings/case.html", context)


def _training(complaint: Complaint) -> dict[str, Any]:
    """What of the case is kept for the deployment to learn from, else whether something can be."""
    kept = training_text_of(complaint)
    return {"kept": kept, "offered": kept is None and offer_of(complaint) is not None}


def _people_of(complaint: Complaint, by: Actor, *, owner: bool, on: date) -> dict[str, Any]:
    """Who speaks for whom: who helps an adult, the child that is old enough to take over; asked of a case that has them."""
    age = age_of_child(complaint, on) if owner else None
    helping = not owner and helps(by, complaint.pk)
    return {
        "helping": helping,
        "waits": helping and awaits_person(complaint),
        "child_may": age is not None and age >= CONSENTS,
        "child_adult": age is not None and age >= ADULT,
    }


# What came after the filing, with the acts that write it.
_SINCE: tuple[tuple[str, type[Model], set[str]], ...] = (
    ("recounts", Recount, {Act.FACTS_RECOUNTED}),
    ("statements", Statement, {Act.FACTS_STATED, Act.PARTICULARS_FILLED}),
    ("outcomes", Outcome, {Act.OUTCOME_RECORDED}),
)


def _read_with(complaint: Complaint, acts: set[str]) -> None:
    """Read who is in the case and what came after its filing; what no act in its record wrote is not asked for."""
    since = [
        name if acts & by else Prefetch(name, model._default_manager.none()) for name, model, by in _SINCE
    ]
    prefetch_related_objects([complaint], "parties", *since)


def _files(complaint: Complaint, reader: Actor | None) -> Iterable[Exhibit]:
    files = Exhibit.objects.of_case(complaint.pk).with_copies(reader)
    return tell_erasures(files.select_related("sealed"))


def _corrections(
    filings: Iterable[Filing], older: Mapping[UUID, list[Said]]
) -> list[tuple[Filing, list[Said], Supplement | None, str]]:
    """Each recipient that holds something older: what, the correction that is on its way, or why none can be sent."""
    if not older:
        return []
    ways = (*Supplement.OPEN, *Supplement.ON_THE_WAY, Supplement.State.SENT_UNKNOWN)
    begun = Supplement.objects.filter(filing__in=list(older), tells_of__isnull=False, state__in=ways)
    on_its_way = {one.filing_id: one for one in begun.order_by("number").defer("content")}
    return [
        (one, older[one.pk], on_its_way.get(one.pk), services.why_no_more(one))
        for one in filings
        if one.pk in older
    ]


def _told(complaint: Complaint, filings: Iterable[Filing]) -> list[tuple[LedgerEntry, str]]:
    """The record, newest first, each entry with who acted: of staff the organisation that they acted for."""
    entries = list(LedgerEntry.objects.filter(complaint=complaint).order_by("sequence"))
    complainants = LedgerEntry.objects.complainants(complaint, entries)
    desks = {str(one.pk): one.organisation_id for one in filings if one.organisation_id}
    names = {one.organisation_id: str(one.organisation) for one in filings if one.organisation_id}
    others = {pk for entry in entries for pk in entry.organisation_ids} - names.keys()
    names |= dict(Organisation.objects.filter(pk__in=others).values_list("pk", "name")) if others else {}
    told: list[tuple[LedgerEntry, str]] = []
    cause = acted = None
    for entry in entries:
        # A change of state follows from the act just before it, by the same hand.
        if entry.act != Act.STATE_CHANGED or cause is None or cause.actor != entry.actor:
            acted = entry.organisation_ids
            if by_desk(entry):
                acted = [desks[filing]] if (filing := str(entry.detail.get("filing"))) in desks else []
        cause = entry
        told.append(
            (entry, _who(entry, complainants, [names[pk] for pk in acted or () if pk in names], names))
        )
    return told[::-1]


def _told_apart(filings: Iterable[Filing]) -> dict[str, str]:
    """Each filing by its recipient; with its channel, where one body or one name has several."""
    bodies = Counter(one.organisation_id for one in filings if one.organisation_id)
    named = Counter(one.addressee for one in filings)
    return {
        str(one.pk): _("%(name)s（%(more)s）") % {"name": one.addressee, "more": _(one.channel_title)}
        if bodies[one.organisation_id or 0] > 1 or named[one.addressee] > 1
        else one.addressee
        for one in filings
    }


def _about(entry: LedgerEntry, recipients: Mapping[str, str]) -> str:
    """What an entry is about, beside what it says itself: which filing, and where it moved."""
    about = [entry.about] if entry.about else []
    read = str(entry.detail.get("what", "")).removeprefix(READ_FILING)
    if recipient := recipients.get(str(entry.detail.get("filing"))) or recipients.get(read):
        about.insert(0, recipient)
    if entry.act == Act.FILING_MOVED and entry.detail.get("to") in State.values:
        about.append(str(State(entry.detail["to"]).label))
    if entry.act in (Act.MEDIATION_MOVED, Act.MEDIATION_ANSWERED):
        about.append(str(MediationState(entry.detail["to"]).label))
    if entry.act == Act.REFERRAL_MOVED:
        about.append(str(ReferralState(entry.detail["to"]).label))
    return _("，").join(about)


def _who(
    entry: LedgerEntry,
    complainants: Collection[str],
    acted: Iterable[str],
    names: Mapping[int, str],
) -> str:
    """Who acted; a correction of the law is a lawyer's or a named desk's."""
    if entry.act != Act.ASSESSMENT_OVERRULED:
        return entry.who(complainants, acted)
    desk = entry.detail.get("desk")
    return names.get(desk, _("经办机构")) if desk else _("律师")


@require_safe
@never_cache
def receipt_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt on one page of paper."""
    complaint = case_of(request, number)
    payload = json.loads(complaint.receipt.payload)
    read = _receipt_in_short(complaint)
    with in_house():
        kind = str(complaint.get_kind_display())
    page = receipt_document(
        PrintedReceipt(
            number=complaint.number,
            kind=kind,
            read=read,
            filed_at=complaint.filed_at,
            facts_digest=payload["facts"],
            story_digest=payload.get("story", ""),
            exhibits=tuple(payload["exhibits"]),
            key_id=complaint.receipt.key_id,
            fingerprint=keys.public_key_fingerprint(),
            token=token(complaint.receipt),
            check_url=public_address(complaint.receipt),
        )
    )
    response = HttpResponse(page.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{complaint.number}-receipt.pdf"'
    return response


def _receipt_in_short(complaint: Complaint) -> str:
    """What a receipt says, for who filed in another language; "" where that was the language of the house."""
    if complaint.language in ("", house()):
        return ""
    with read_in(complaint.language):
        return _(
            "投诉收件回执：%(number)s，%(kind)s，收到时间 %(at)s（北京时间）。它只证明本平台在这个时间收到上面写的内容，"
            "不表示有关部门已经受理，也不是对事实的认定。"
        ) % {
            "number": complaint.number,
            "kind": complaint.get_kind_display(),
            "at": f"{timezone.localtime(complaint.filed_at):%Y-%m-%d %H:%M:%S}",
        }


def shown_notes(filing: Filing) -> list[Note]:
    """What passed between the desk and the complainant; the desk's own notes stay at the desk."""
    return [note for note in filing.notes.all() if note.kind != Note.Kind.INTERNAL]
