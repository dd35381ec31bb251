"""What waits at a desk for a second person: acts that take two, and asking who complained; which of them one may settle."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import IdentityNeed, Membership, Recusal
from filings.models import Filing, FilingQuerySet, Proposal


def waiting_for(by: Actor, queue: FilingQuerySet) -> FilingQuerySet:
    """The rows in which somebody else asked for what this person may agree to, as ``approvers`` and ``custodians`` say of one
    case. Where the only supervisors see a part of the desk, it stands in everybody's list: the case says whose it is."""
    me, desks = by.user, [one for one in by.desk_ids if one not in by.reads_only]
    if me is None:
        return queue.none()
    at_work = Membership.objects.at_work(timezone.now())
    mine = at_work.filter(user=me, organisation=OuterRef("filing__organisation"))
    own_interest = Recusal.objects.in_force().filter(
        case_id=OuterRef(OuterRef("filing__complaint")), person=OuterRef("user")
    )
    leading = at_work.filter(
        organisation=OuterRef("filing__organisation"), role=Membership.Role.SUPERVISOR, reads_only=False,
        unit__isnull=True, channels=[], kinds=[],
    ).exclude(user=OuterRef("asked_by")).exclude(user=OuterRef("filing__complaint__owner"))  # fmt: skip
    proposals = Proposal.objects.filter(
        Exists(mine.filter(role=Membership.Role.SUPERVISOR)) | ~Exists(leading.filter(~Exists(own_interest))),
        state=Proposal.State.ASKED,
        filing__organisation__in=desks,
    ).exclude(asked_by=me)
    keeping = at_work.filter(user=me, custodian=True, organisation=OuterRef("organisation"))
    needs = IdentityNeed.objects.filter(
        Exists(keeping), state=IdentityNeed.State.ASKED, organisation__in=desks
    ).exclude(person=me)
    # Of either, and not one or the other of every row: few are asked for, and the queue is long.
    asked_for = proposals.values("filing").union(needs.values("filing_id"))
    return queue.filter(Q(complaint__owner__isnull=True) | ~Q(complaint__owner=me), pk__in=asked_for)


def how_many(by: Actor, *, desk: str = "") -> int:
    rows = Filing.objects.at_desk(by)
    return waiting_for(by, rows.filter(organisation_id=int(desk)) if desk else rows).count()
