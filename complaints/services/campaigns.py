"""Campaigns: like messages and calls from one number, found across complaints by a sweep, told to complainants as a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Campaign, Complaint, Contact
from complaints.reading import describe
from complaints.reading.grouping import Group
from complaints.reading.template import Likeness, likeness
from core.canonical import canonical, digest
from core.fields import blind_index
from core.retention_and_limits import TOLD_AFTER

BATCH = 5_000  # contacts a transaction
# What is told of how many others there are: fewer than the first could be somebody that one knows.
STEPS = (10, 50, 200)
MOST_BLUR = 5  # how many more than a step it may take, another number with each campaign
_SERVICE = r"^(106|9[56]\d{3}|[48]00\d{7}$|1[02]\d{3}$)"
_ONE_GROUPER = 0x63616D70  # the advisory lock: founding campaigns is the work of one worker at a time
Basis = Campaign.Basis


@dataclass(frozen=True)
class Mark:
    """What one contact is grouped by."""

    contact_id: int
    likeness: Likeness
    sender_index: str


def group_contacts(*, by: Actor, at: datetime, most: int = BATCH) -> int:
    """Give the next contacts of filed complaints their campaign, in the order in which they came; how many were looked at.

    Nothing while another worker is at it: what is left is found by the next sweep.
    """
    if by.machine == "":
        raise PermissionError("campaigns are found by the portal itself")
    with transaction.atomic():
        if not _alone():
            return 0
        filed = Exists(Complaint.objects.filter(pk=OuterRef("complaint_id")))
        due = Contact.objects.filter(filed, grouped_at__isnull=True).order_by("id")
        rows = list(due.values_list("id", "text", "sender", "direction")[:most])
        marks = [
            _mark(pk, text, sender, own=direction == Contact.Direction.OUT)
            for pk, text, sender, direction in rows
        ]
        found = _campaigns_of(marks, at)
        _keep(marks, found, at)
        _count(set(found.values()))
    return len(rows)


def others_reporting(complaint: Complaint, *, at: datetime | None = None) -> int:
    """At least how many other people reported, a week ago, what this complaint is about, of any one campaign; 0 when they
    are few.

    The one thing that a complainant learns of other complaints. Who disturbs from a telephone of their own could file a few
    complaints about themselves and see by the number whether their victim complained: only what comes from a service's
    number is spoken of, and only of people who confirmed a mailbox or a telephone, in steps that nobody knows exactly, so
    that one more complaint does not show. A signature proves nothing: anybody can type 【…】.
    """
    spoken_of = Q(campaign__basis=Basis.TEXT) & ~Q(campaign__signature="")
    spoken_of |= Q(campaign__basis=Basis.NUMBER)
    spoken_of &= Q(sender__regex=_SERVICE)
    many = spoken_of & Q(campaign__people__gt=STEPS[0])  # as counted today: few of them are asked about anew
    campaigns = set(complaint.contacts.filter(many).values_list("campaign_id", flat=True))
    if not campaigns:
        return 0
    people = _people_before(campaigns, (at or timezone.now()) - TOLD_AFTER)
    told = [step for key, count in people for step in STEPS if step + _blur(key) <= count - 1]
    return max(told, default=0)


def _blur(key: str) -> int:
    """How many more than a step it takes with this campaign: always as many, and known to nobody."""
    return int(blind_index(f"campaign step {key}"), 16) % (MOST_BLUR + 1)


def _people_before(campaigns: Iterable[int | None], moment: datetime) -> list[tuple[str, int]]:
    """The key of each of these and how many people had complained of it by then, of a contact from a service's number.

    Only who had confirmed a mailbox or a telephone by then counts: as one for each account or address, and as no more than
    ``_count`` tells apart.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT campaign.key, least(count(DISTINCT one.person), count(DISTINCT one.confirmed)) FROM ("
            " SELECT DISTINCT contact.campaign_id,"
            " coalesce(nullif(party.phone_index, ''), contact.complaint_id::text) AS person, coalesce("
            " (SELECT 'account ' || address.user_id FROM account_emailaddress AS address"
            " WHERE address.user_id = complaint.owner_id AND address.verified LIMIT 1),"
            " (SELECT min(news.address_index) FROM complaints_subscription AS news"
            " WHERE news.complaint_id = complaint.id AND news.medium IN ('mail', 'text')"
            " AND news.confirmed_at <= %s)) AS confirmed"
            " FROM complaints_contact AS contact"
            " JOIN complaints_complaint AS complaint ON complaint.id = contact.complaint_id"
            " LEFT JOIN complaints_party AS party"
            " ON party.complaint_id = contact.complaint_id AND party.role = 'complainant'"
            " WHERE contact.campaign_id = ANY(%s) AND contact.sender ~ %s AND complaint.filed_at <= %s) AS one"
            " JOIN complaints_campaign AS campaign ON campaign.id = one.campaign_id"
            " WHERE one.confirmed IS NOT NULL GROUP BY campaign.key",
            [moment, list(campaigns), _SERVICE, moment],
        )
        return [(str(key), int(count)) for key, count in cursor.fetchall()]


def number_index(sender: str) -> str:
    """The keyed hash by which a number is found again however it was written; "" for what is no number."""
    return blind_index(_number(sender))


@lru_cache(maxsize=4_096)
def _number(sender: str) -> str:
    if not any(one.isdigit() for one in sender):
        return ""
    kind = describe(sender)
    return (kind.real_number or kind.number) if kind.accepted else ""


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_GROUPER])
        return bool(cursor.fetchone()[0])


def _mark(contact_id: int, text: str, sender: str, *, own: bool) -> Mark:
    """What the complainant wrote back is nobody's campaign."""
    if own:
        return Mark(contact_id, Likeness("", ""), "")
    return Mark(contact_id, likeness(text) if text.strip() else Likeness("", ""), number_index(sender))


def _campaigns_of(marks: list[Mark], at: datetime) -> dict[int, int]:
    """The campaign of each contact that belongs to one; new ones are founded."""
    groups = _groups({mark.likeness.signature for mark in marks} - {""})
    meant: dict[int, Campaign] = {}
    for mark in marks:
        signature, text = mark.likeness.signature, mark.likeness.template
        if text:
            if signature:
                text = groups[signature].join(text)
            meant[mark.contact_id] = _row(Basis.TEXT, signature=signature, template=text, at=at)
        elif mark.sender_index:
            meant[mark.contact_id] = _row(Basis.NUMBER, sender_index=mark.sender_index, at=at)
    rows = {row.key: row for row in meant.values()}
    Campaign.objects.bulk_create(rows.values(), ignore_conflicts=True)
    known = dict(Campaign.objects.filter(key__in=rows).values_list("key", "pk"))
    return {contact: known[row.key] for contact, row in meant.items()}


def _groups(signatures: set[str]) -> dict[str, Group]:
    founders: dict[str, list[str]] = {signature: [] for signature in signatures}
    known = Campaign.objects.filter(basis=Basis.TEXT, signature__in=signatures)
    for signature, text in known.values_list("signature", "template"):
        founders[signature].append(text)
    return {signature: Group(texts) for signature, texts in founders.items()}


def _row(
    basis: str, *, at: datetime, signature: str = "", template: str = "", sender_index: str = ""
) -> Campaign:
    key = digest(canonical([basis, signature, template, sender_index]))
    return Campaign(
        basis=basis,
        signature=signature,
        template=template,
        sender_index=sender_index,
        key=key,
        founded_at=at,
    )


def _keep(marks: list[Mark], found: dict[int, int], at: datetime) -> None:
    """One statement for all: a hundred thousand rows are no place for a statement each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE complaints_contact AS contact SET campaign_id = found.campaign, signature = found.signature,"
            " sender_index = found.sender_index, grouped_at = %s"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[])"
            " AS found (id, campaign, signature, sender_index) WHERE contact.id = found.id",
            [
                at,
                [mark.contact_id for mark in marks],
                [found.get(mark.contact_id) for mark in marks],
                [mark.likeness.signature for mark in marks],
                [mark.sender_index for mark in marks],
            ],
        )


def _count(campaigns: Iterable[int]) -> None:
    """How many complaints and people each of these has now. Who gave no telephone counts once a complaint."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE complaints_campaign AS campaign SET complaints = seen.complaints, people = seen.people FROM ("
            " SELECT contact.campaign_id AS id, count(DISTINCT contact.complaint_id) AS complaints,"
            " count(DISTINCT coalesce(nullif(party.phone_index, ''), contact.complaint_id::text)) AS people"
            " FROM complaints_contact AS contact LEFT JOIN complaints_party AS party"
            " ON party.complaint_id = contact.complaint_id AND party.role = 'complainant'"
            " WHERE contact.campaign_id = ANY(%s) GROUP BY contact.campaign_id) AS seen"
            " WHERE campaign.id = seen.id AND (campaign.complaints, campaign.people)"
            " IS DISTINCT FROM (seen.complaints, seen.people)",
            [list(campaigns)],
        )
