"""The content of a filing as it is written to its row, hashed and printed: frozen with its consent."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import TypedDict, cast

from django.conf import settings
from django.urls import reverse

from complaints.models import Complaint
from complaints.reading import told_once
from complaints.standing import standing_facts
from core.canonical import digest
from documents import frozen
from documents.asked_in_words import in_words
from documents.blocks import Sentence
from documents.causes import is_cause
from documents.claims import suable
from documents.counted import months_named
from documents.filed import CLAIM
from documents.frozen import Content, case_of, told_in
from documents.law import Ground, Provision
from documents.material import Case
from documents.official import OfficialForm, form_of
from documents.requests import SPENT, Requests, asked_instead, is_asked, kinds, requests_of, ticked_by
from documents.wording import as_it_stands
from filings.models import Recipient
from filings.services.law import in_time_for, months_too_late, refund_of, silence_said
from filings.services.sending.content import Wishes
from filings.services.sending.giving import STORY
from legal.reasoning.answers import Way as PlanEntry

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
