"""A campaign handed out as a lead for litigation in the public interest: frozen figures, a letter, an annex, a record."""

import io
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone, translation

from accounts.actors import Actor
from accounts.models import Membership
from complaints.models import Party
from complaints.reading import describe
from core.canonical import canonical, digest
from core.language import gettext as _
from documents.frozen import case_of
from documents.law import QUOTABLE, Provision, provisions_of
from documents.leads import lead_annex, lead_letter
from evidence.models import Sealed
from evidence.sealed import sealing
from filings.models import CampaignExport, DeskCampaign, Filing
from filings.moves import State
from filings.services.campaigns.figures import LEAST, Figures
from filings.services.campaigns.places import place_rows
from filings.services.campaigns.sightings import figures_of
from filings.services.reach import Refused
from filings.services.sending.content import content_of
from legal.corpus import load
from legal.reasoning.citing import present

VERSION = 2
CHANNEL = "procuratorate"  # its articles are those that a lead rests on
MOST_READ = 200  # filings whose articles are counted, the newest
# Nobody's person.
ORGANISED = (
    "content_provider", "service_provider", "operator", "shop", "platform", "payment_institution",
    "bank", "lender", "assignee", "collector", "principal", "trader", "agent",
)  # fmt: skip
_OPEN_NUMBER = re.compile(r"(?:106|10\d{3}$|12\d{3}$|9[56]\d{3,}|[48]00\d{7}$)")


def may_export(by: Actor, organisation_id: int) -> bool:
    """Whether this person answers for the organisation: its supervisors hand things out."""
    if by.user is None or organisation_id not in by.organisation_ids or by.part_of(organisation_id):
        return False
    return by.user.memberships.filter(
        organisation_id=organisation_id, role=Membership.Role.SUPERVISOR
    ).exists()


def export_lead(*, by: Actor, campaign: DeskCampaign, at: datetime | None = None) -> CampaignExport:
    """Freeze a campaign as its desk knows it now, print it, and write down who did so.

    Refused for anybody but a supervisor of the organisation, and for fewer than ``LEAST`` people. DeskCampaign.DoesNotExist
    for who may not see it.
    """
    at = at or timezone.now()
    held = DeskCampaign.objects.visible_to(by).select_related("organisation").get(pk=campaign.pk)
    if not may_export(by, held.organisation_id) or by.user is None:
        raise Refused(_("只有本机构的主管可以导出公益诉讼线索。没有导出。"))
    now = figures_of(held.organisation_id, held.campaign_id)
    if now.people < LEAST:
        raise Refused(_("反映的人数不足 %d 人，导出后可能认出是谁，也够不上“众多个人”。没有导出。") % LEAST)
    with translation.override("zh-hans"):
        number = uuid4()
        content = _content(held, now, str(number), timezone.localdate(at))
        letter, annex = lead_letter(content).pdf, lead_annex(content)
    with transaction.atomic():
        stored = [sealing.seal(io.BytesIO(one)) for one in (letter, annex)]
        return CampaignExport.objects.create(
            id=number,
            organisation=held.organisation,
            campaign_id=held.campaign_id,
            requested_by=by.user,
            actor=by.label,
            at=at,
            content=canonical(content),
            content_digest=digest(canonical(content)),
            letter=stored[0],
            letter_sha256=stored[0].sha256,
            annex=stored[1],
            annex_sha256=stored[1].sha256,
        )


def open_lead(*, by: Actor, export: CampaignExport, annex: bool = False) -> io.BufferedReader:
    """The letter or the annex of an export, for the members of its organisation. CampaignExport.DoesNotExist for others."""
    held = CampaignExport.objects.select_related("letter", "annex").get(
        pk=export.pk, organisation_id__in=by.organisation_ids
    )
    sealed: Sealed = held.annex if annex else held.letter
    return sealing.open_sealed(sealed)


def _content(held: DeskCampaign, now: Figures, number: str, on: date) -> dict[str, Any]:
    told, corpus = now.told, load()
    read = _filings(held)
    pleaded = _pleaded(read)
    months: Counter[str] = Counter()
    for day, messages, _complaints in told["days"]:
        months[day[:7]] += messages
    return {
        "version": VERSION,
        "number": number,
        "organisation": held.organisation.name,
        "on": on.isoformat(),
        "alike": held.basis,
        "signature": held.signature,
        "complaints": now.complaints,
        "people": now.people,
        "messages": now.messages,
        "first": now.first_on.isoformat() if now.first_on else "",
        "last": now.last_on.isoformat() if now.last_on else "",
        "months": sorted(months.items()),
        "places": place_rows(told["places"]),
        "sender_count": told["senders"]["count"],
        "senders": [
            [public_number(sender), messages, people if people >= LEAST else None]
            for sender, messages, people in told["senders"]["most"]
        ],
        "grounds": [[_title(code), count] for code, count in told["grounds"] if count >= LEAST],
        "samples": [[text, people if people >= LEAST else None] for text, people in told["samples"]],
        "basis": _basis(on),
        "respondents": pleaded.respondents,
        "provisions": pleaded.provisions,
        "digests": sorted(read.values_list("content_digest", flat=True)),
        "corpus": corpus.version,
    }


def _filings(held: DeskCampaign) -> Any:
    counted = Filing.objects.filter(sightings__campaign=held.campaign_id, organisation=held.organisation_id)
    return counted.content_open().exclude(state=State.WITHDRAWN)


def _title(code: str) -> str:
    ground = load().grounds.get(code)
    return ground.title if ground else code


def public_number(sender: str) -> str:
    """A service's number whole; of one that may be a person's the middle is left out."""
    if not any(one.isdigit() for one in sender):
        return _("（名称）") if sender else ""
    number = describe(sender).number
    if _OPEN_NUMBER.match(number) or len(number) < 6:
        return number
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def _basis(on: date) -> list[dict[str, Any]]:
    """The articles that give a right to sue in the public interest, as in force on the day of the export."""
    corpus = load()
    rows = []
    for reference in corpus.channels[CHANNEL].provisions:
        article = corpus.find(reference, on)
        if article is not None:
            row = present(article, reference.paragraph, reference.item)
            rows.append(
                {
                    "id": row["id"],
                    "citation": row["citation"],
                    "quote": row["quote"] if row["verified"] in QUOTABLE else None,
                }
            )
    return rows


@dataclass
class _Pleaded:
    """What ``LEAST`` of the complaints say: whom they name, and the articles that their filings cite."""

    respondents: list[list[Any]]
    provisions: list[dict[str, Any]]


def _pleaded(read: Any) -> _Pleaded:
    """Of the newest filings, as they were frozen; a complaint that was sent twice counts once."""
    named: defaultdict[tuple[str, str], set[UUID]] = defaultdict(set)
    cited: defaultdict[str, set[UUID]] = defaultdict(set)
    known: dict[str, Provision] = {}
    for filing in read.order_by("-sent_at").only("complaint_id", "content", "content_digest")[:MOST_READ]:
        try:
            case = case_of(content_of(filing))
        except ValueError:
            continue  # not what was consented to: nothing of it is used
        for one in case.respondents:
            if one.name and one.role in ORGANISED:
                named[one.name, one.role].add(filing.complaint_id)
        for provision in provisions_of(case.grounds):
            cited[provision.citation].add(filing.complaint_id)
            known.setdefault(provision.citation, provision)
    counted = sorted(((len(said), *who) for who, said in named.items()), key=lambda row: (-row[0], row[1:]))
    rows = [(known[citation], len(said)) for citation, said in cited.items()]
    return _Pleaded(
        [[name, str(Party.Role(role).label), count] for count, name, role in counted if count >= LEAST],
        [
            {"id": one.id, "citation": one.citation, "quote": _still_said(one), "complaints": count}
            for one, count in sorted(rows, key=lambda row: _place(row[0]))
            if count >= LEAST
        ],
    )


def _place(provision: Provision) -> tuple[str, int]:
    """By statute and article; paragraphs stay in the order in which they were cited."""
    statute, _sep, article = provision.id.partition(":")
    digits = re.match(r"\d+", article)
    return statute, int(digits[0]) if digits else 0


def _still_said(provision: Provision) -> str | None:
    """The words as they were frozen, where the corpus still has them so and they are verified; else None."""
    name, _sep, number = provision.id.partition(":")
    statute = load().statutes.get(name)
    if statute is None or not provision.quoted:
        return None
    said = [one.text or "" for one in statute.wordings(number) if one.verification in QUOTABLE]
    return provision.quoted if any(provision.quoted in text for text in said) else None
