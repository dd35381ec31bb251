"""Campaigns at a desk: counted by the worker from what was sent there, and from nothing else of a case."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Campaign, Contact, Party
from complaints.reading.template import mask
from filings.models import DeskCampaign, Filing, Sighting
from filings.moves import State
from filings.services.campaign_figures import Figures, Seen, figures
from filings.services.content import content_of

BATCH = 500  # filings a transaction
_ONE_COUNTER = 0x6465736B  # the advisory lock: figures of one campaign are made by one worker at a time
_TEXTS = 3  # different texts kept of one filing
Pair = tuple[int, int]  # an organisation and a campaign


def sight_filings(*, by: Actor, at: datetime, most: int = BATCH) -> int:
    """Count in what came to desks since, and out what was withdrawn; how many filings were looked at.

    A filing waits until all messages of its case have their campaign. Nothing while another worker is at it.
    """
    if by.machine == "":
        raise PermissionError("campaigns are counted by the portal itself")
    with transaction.atomic():
        if not _alone():
            return 0
        touched = _forget_withdrawn(most)
        waiting = Contact.objects.filter(complaint=OuterRef("complaint_id"), grouped_at__isnull=True)
        due = (
            Filing.objects.filter(
                ~Exists(waiting), sighted_at__isnull=True, sent_at__isnull=False, organisation__isnull=False
            )
            .exclude(state=State.WITHDRAWN)
            .select_related("complaint")
            .prefetch_related("complaint__parties")
            .order_by("sent_at")[:most]
        )
        filings = list(due)
        rows = [row for filing in filings for row in _sightings(filing)]
        Sighting.objects.bulk_create(rows, ignore_conflicts=True)
        Filing.objects.filter(pk__in=[one.pk for one in filings]).update(sighted_at=at)
        touched |= {(row.organisation_id, row.campaign_id) for row in rows}
        for pair in sorted(touched):
            _refresh(pair, at)
    return len(filings) + (0 if filings else len(touched))


def figures_of(organisation_id: int, campaign_id: int) -> Figures:
    """The figures as they are now; what was withdrawn a moment ago is left out already."""
    rows = (
        Sighting.objects.filter(organisation_id=organisation_id, campaign_id=campaign_id)
        .exclude(filing__state=State.WITHDRAWN)
        .order_by("id")
        .values_list(
            "filing__complaint_id", "person", "messages", "first_on", "last_on", "days", "senders", "texts",
            "grounds", "place",
        )
    )  # fmt: skip
    return figures(
        Seen(
            complaint=complaint,
            person=person,
            messages=messages,
            first_on=first_on,
            last_on=last_on,
            days=days,
            senders=senders,
            texts=tuple(texts),
            grounds=tuple(grounds),
            place=place,
        )
        for complaint, person, messages, first_on, last_on, days, senders, texts, grounds, place in rows
    )


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_COUNTER])
        return bool(cursor.fetchone()[0])


def _forget_withdrawn(most: int) -> set[Pair]:
    """Take out filings whose consent was withdrawn (个人信息保护法 15)."""
    gone = list(
        Filing.objects.filter(state=State.WITHDRAWN, sighted_at__isnull=False).values_list("pk", flat=True)[
            :most
        ]
    )
    sightings = Sighting.objects.filter(filing_id__in=gone)
    touched = set(sightings.values_list("organisation_id", "campaign_id"))
    sightings.delete()
    Filing.objects.filter(pk__in=gone).update(sighted_at=None)
    return touched


def _sightings(filing: Filing) -> list[Sighting]:
    """What a filing says, campaign by campaign; nothing where its content is not what was consented to."""
    assert filing.organisation_id is not None  # noqa: S101  (those without a desk are not asked for)
    try:
        content = content_of(filing)
    except ValueError:
        return []
    fields = content.get("fields") or {}
    messages = [one for one in fields.get("messages") or () if one.get("sender") or one.get("text")]
    campaign_of = _campaigns(filing, messages)
    sent: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for message in messages:
        campaign = campaign_of.get((str(message.get("sender", "")), str(message.get("text", ""))))
        if campaign is not None:
            sent[campaign].append(message)
    if not sent:
        return []
    person = filing.complaint.complainant
    known = _words_of(person, fields)
    own = {number for number in (person.phone, str(fields.get("number") or "")) if number}
    return [
        _sighting(filing, filing.organisation_id, campaign, rows, person.phone_index, known, own, content)
        for campaign, rows in sorted(sent.items())
    ]


def _campaigns(filing: Filing, messages: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """By sender and text, as the frozen content has them: its rows name no contact."""
    texts = {str(one.get("text", "")) for one in messages}
    rows = Contact.objects.filter(
        complaint=filing.complaint_id, campaign__isnull=False, text__in=texts
    ).values_list("sender", "text", "campaign_id")
    return {(sender, text): campaign for sender, text, campaign in rows}


def _words_of(person: Party, fields: dict[str, Any]) -> set[str]:
    """What names the complainant in a text that was sent to them; a given name alone too."""
    name = (person.name or "").strip()
    found = {name, person.phone or "", person.id_number or "", person.email or "", person.address or ""}
    if len(name) in (3, 4):
        found |= {name[-2:], name[:1] + "某某"}
    found |= {
        str(value) for key, value in fields.items() if key.startswith(("complainant.", "representative."))
    }
    return {one for one in found if len(one) > 1}


def _sighting(
    filing: Filing,
    organisation: int,
    campaign: int,
    rows: list[dict[str, Any]],
    phone_index: str,
    known: set[str],
    own: set[str],
    content: dict[str, Any],
) -> Sighting:
    days: defaultdict[str, int] = defaultdict(int)
    senders: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        if day := _day(str(row.get("at") or "")):
            days[day] += 1
        if (sender := str(row.get("sender") or "")) and sender not in own:
            senders[sender] += 1
    texts = dict.fromkeys(mask(str(row["text"]), known=known)[:500] for row in rows if row.get("text"))
    with_address = "complainant.address" in content["fields"]
    return Sighting(
        filing=filing,
        organisation_id=organisation,
        campaign_id=campaign,
        person=phone_index or str(filing.complaint_id),
        messages=len(rows),
        first_on=date.fromisoformat(min(days)) if days else None,
        last_on=date.fromisoformat(max(days)) if days else None,
        days=days,
        senders=senders,
        texts=list(texts)[:_TEXTS],
        grounds=list(dict.fromkeys(str(row["code"]) for row in content.get("law") or ())),
        place=f"{filing.complaint.region[:2]}0000" if with_address and filing.complaint.region else "",
    )


def _day(moment: str) -> str:
    try:
        if "T" in moment:
            return timezone.localtime(datetime.fromisoformat(moment)).date().isoformat()
        return date.fromisoformat(moment).isoformat()
    except ValueError:
        return ""


def _number(basis: str, now: Figures) -> str:
    """What a campaign of one number is called: as most people wrote it."""
    most = now.told["senders"]["most"]
    return str(most[0][0]) if basis == Campaign.Basis.NUMBER and most else ""


def _refresh(pair: Pair, at: datetime) -> None:
    organisation, campaign = pair
    now = figures_of(organisation, campaign)
    here = DeskCampaign.objects.filter(organisation_id=organisation, campaign_id=campaign)
    if now.complaints < 2:
        here.delete()
        return
    common = Campaign.objects.only("basis", "signature").get(pk=campaign)
    last = Sighting.objects.filter(organisation_id=organisation, campaign_id=campaign).aggregate(
        at=Max("filing__sent_at")
    )["at"]
    DeskCampaign.objects.update_or_create(
        organisation_id=organisation,
        campaign_id=campaign,
        defaults={
            "basis": common.basis,
            "signature": common.signature,
            "words": (now.words or _number(common.basis, now))[:200],
            "complaints": now.complaints,
            "people": now.people,
            "messages": now.messages,
            "first_on": now.first_on,
            "last_on": now.last_on,
            "last_sent_at": last,
            "figures": now.told,
            "refreshed_at": at,
        },
    )
