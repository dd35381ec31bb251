"""Campaigns at a desk: counted by the worker from what was sent there, and from nothing else of a case."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Campaign, Contact, Party
from complaints.reading.template import mask
from documents.frozen import Content, Fields, Message, told_in
from filings.models import DeskCampaign, Filing, Sighting
from filings.moves import State
from filings.services.campaigns.figures import Figures, Seen, figures
from filings.services.campaigns.places import place_of, province_in
from filings.services.sending.content import content_of

BATCH = 500  # filings a transaction
_ONE_COUNTER = 0x6465736B  # the advisory lock: figures of one campaign are made by one worker at a time
_TEXTS = 3  # different texts kept of one filing
MADE_ANEW = (
    "words", "complaints", "people", "messages", "first_on", "last_on", "last_sent_at", "figures", "refreshed_at",
)  # fmt: skip
Pair = tuple[int, int]  # an organisation and a campaign
Place = tuple[UUID, str, str]  # a message by its case, sender and text


def sight_filings(*, by: Actor, at: datetime, most: int = BATCH) -> int:
    """Count in what came to desks since, and out what was withdrawn; how many filings were looked at.

    A filing waits until all messages of its case have their campaign. Nothing while another worker is at it.
    """
    if by.machine == "":
        raise PermissionError("campaigns are counted by the portal itself")
    with transaction.atomic():
        if not _alone():
            return 0
        touched = _forget_withdrawn(most, at)
        waiting = Contact.objects.filter(complaint=OuterRef("complaint_id"), grouped_at__isnull=True)
        due = (
            Filing.objects.filter(
                ~Exists(waiting), sighted_at__isnull=True, sent_at__isnull=False, organisation__isnull=False
            )
            .exclude(state=State.WITHDRAWN)
            .exclude(closes_at__lte=at)
            .select_related("complaint")
            .prefetch_related("complaint__parties")
            .order_by("sent_at")[:most]
        )
        filings = list(due)
        rows = _sightings(filings)
        Sighting.objects.bulk_create(rows, ignore_conflicts=True)
        Filing.objects.filter(pk__in=[one.pk for one in filings]).update(sighted_at=at)
        touched |= {(row.organisation_id, row.campaign_id) for row in rows}
        _refresh(touched, at)
    return len(filings) + (0 if filings else len(touched))


def figures_of(organisation_id: int, campaign_id: int) -> Figures:
    """The figures as they are now; what was withdrawn a moment ago is left out already."""
    rows = Sighting.objects.filter(organisation_id=organisation_id, campaign_id=campaign_id)
    return figures(seen for _campaign, _sent_at, seen in _seen(rows))


def _seen(rows: QuerySet[Sighting]) -> Iterator[tuple[int, datetime, Seen]]:
    """The campaign, when it was sent, and what it says: row by row, campaign by campaign."""
    found = (
        rows.exclude(filing__state=State.WITHDRAWN)
        .exclude(filing__closes_at__lte=timezone.now())
        .order_by("campaign_id", "id")
        .values_list(
            "campaign_id", "filing__sent_at", "filing__complaint_id", "person", "messages", "first_on", "last_on", "days",
            "senders", "texts", "grounds", "place",
        )
    )  # fmt: skip
    for (
        campaign,
        sent_at,
        complaint,
        person,
        messages,
        first,
        last,
        days,
        senders,
        texts,
        grounds,
        place,
    ) in found.iterator(chunk_size=2_000):
        if sent_at is None:
            continue
        yield (
            campaign,
            sent_at,
            Seen(
                complaint=complaint,
                person=person,
                messages=messages,
                first_on=first,
                last_on=last,
                days=days,
                senders=senders,
                texts=tuple(texts),
                grounds=tuple(grounds),
                place=place,
            ),
        )


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_COUNTER])
        return bool(cursor.fetchone()[0])


def _forget_withdrawn(most: int, at: datetime) -> set[Pair]:
    """Take out filings whose consent was withdrawn (个人信息保护法 15), and those that a withdrawal closed since."""
    counted = Filing.objects.filter(sighted_at__isnull=False).values_list("pk", flat=True)
    gone = list(counted.filter(state=State.WITHDRAWN)[:most])
    gone += counted.filter(closes_at__lte=at).exclude(pk__in=gone)[: most - len(gone)]
    sightings = Sighting.objects.filter(filing_id__in=gone)
    touched = set(sightings.values_list("organisation_id", "campaign_id"))
    sightings.delete()
    Filing.objects.filter(pk__in=gone).update(sighted_at=None)
    return touched


def _sightings(filings: list[Filing]) -> list[Sighting]:
    """What each filing says, campaign by campaign; nothing of one whose content is not what was consented to."""
    sent: list[tuple[Filing, Content, list[Message]]] = []
    for filing in filings:
        try:
            content = content_of(filing)
        except ValueError:
            continue
        messages = (content.get("fields") or {}).get("messages") or ()
        sent.append((filing, content, [one for one in messages if one.get("sender") or one.get("text")]))
    known = _campaigns(sent)
    return [row for filing, content, messages in sent for row in _of_one(filing, content, messages, known)]


def _campaigns(sent: list[tuple[Filing, Content, list[Message]]]) -> dict[Place, int]:
    """The campaign of each message by its case, sender and text: the rows of frozen content name no contact."""
    texts = {str(one.get("text", "")) for _filing, _content, messages in sent for one in messages}
    rows = Contact.objects.filter(
        complaint__in=[filing.complaint_id for filing, _content, _messages in sent],
        campaign__isnull=False,
        text__in=texts,
    ).values_list("complaint_id", "sender", "text", "campaign_id")
    return {(complaint, sender, text): campaign for complaint, sender, text, campaign in rows}


def _of_one(
    filing: Filing, content: Content, messages: list[Message], campaign_of: dict[Place, int]
) -> list[Sighting]:
    assert filing.organisation_id is not None  # noqa: S101  (those without a desk are not asked for)
    said: defaultdict[int, list[Message]] = defaultdict(list)
    for message in messages:
        place = (filing.complaint_id, str(message.get("sender", "")), str(message.get("text", "")))
        if place in campaign_of:
            said[campaign_of[place]].append(message)
    if not said:
        return []
    fields, person = content["fields"], filing.complaint.complainant
    first = next(one for one in filing.complaint.parties.all() if one.role == Party.Role.COMPLAINANT)
    known = _words_of(first, fields) | _words_of(person, fields)
    own = {number for number in (first.phone, person.phone, str(fields.get("number") or "")) if number}
    return [
        _sighting(filing, filing.organisation_id, campaign, rows, person.phone_index, known, own, content)
        for campaign, rows in sorted(said.items())
    ]


def _words_of(person: Party, fields: Fields) -> set[str]:
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
    rows: list[Message],
    phone_index: str,
    known: set[str],
    own: set[str],
    content: Content,
) -> Sighting:
    days: defaultdict[str, int] = defaultdict(int)
    senders: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        if day := _day(str(row.get("at") or "")):
            days[day] += 1
        if (sender := str(row.get("sender") or "")) and sender not in own:
            senders[sender] += 1
    texts = dict.fromkeys(mask(str(row["text"]), known=known)[:500] for row in rows if row.get("text"))
    address = content["fields"].get("complainant.address")
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
        place=place_of(_region_in(content["fields"], str(address)), str(address)) if address else "",
    )


def _region_in(fields: Fields, address: str) -> str:
    """Where somebody is, as they let this desk know: by their answer, else by the province of their address."""
    said = told_in(fields).get("complainant", {}).get("region")
    return str(said or province_in(address))


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


def _refresh(touched: set[Pair], at: datetime) -> None:
    """Make the figures of these campaigns at these desks anew; one of fewer than two complaints is none."""
    for organisation in sorted({desk for desk, _campaign in touched}):
        campaigns = {campaign for desk, campaign in touched if desk == organisation}
        common = {row.pk: row for row in Campaign.objects.filter(pk__in=campaigns).only("basis", "signature")}
        rows = _seen(Sighting.objects.filter(organisation_id=organisation, campaign_id__in=campaigns))
        made = []
        for campaign, group in groupby(rows, key=lambda row: row[0]):
            seen = list(group)
            now = figures(one for _campaign, _sent_at, one in seen)
            if now.complaints > 1:
                last = max(sent_at for _campaign, sent_at, _one in seen)
                made.append(_row(organisation, common[campaign], now, last, at))
        DeskCampaign.objects.bulk_create(
            made,
            update_conflicts=True,
            unique_fields=["organisation", "campaign"],
            update_fields=MADE_ANEW,
        )
        gone = campaigns - {row.campaign_id for row in made}
        DeskCampaign.objects.filter(organisation=organisation, campaign__in=gone).delete()


def _row(
    organisation: int, common: Campaign, now: Figures, last_sent_at: datetime, at: datetime
) -> DeskCampaign:
    return DeskCampaign(
        organisation_id=organisation,
        campaign=common,
        basis=common.basis,
        signature=common.signature,
        words=(now.words or _number(common.basis, now))[:200],
        complaints=now.complaints,
        people=now.people,
        messages=now.messages,
        first_on=now.first_on,
        last_on=now.last_on,
        last_sent_at=last_sent_at,
        figures=now.told,
        refreshed_at=at,
    )
