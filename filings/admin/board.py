"""The first page of the desk: how much lies there, each figure a way into the queue. No figure counts without end."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from filings.desk.standing import SOON, state_label
from filings.models import Delivery, Filing
from filings.moves import State

MOST = 1_000  # what is more is written as 1000+
MOST_UNATTENDED, MOST_NUMBERS = 20, 20  # organisations, and numbers of each


@dataclass(frozen=True)
class Figure:
    """``count`` is at most one more than ``MOST``; ``share`` is its part of the greatest, in percent."""

    label: str
    count: int
    link: str
    share: int = 0
    urgency: str = ""

    @property
    def shown(self) -> str:
        return f"{MOST}+" if self.count > MOST else str(self.count)


def figures(by: Actor, today: date) -> list[Figure]:
    """What a caseworker should look at first."""
    desk = Filing.objects.at_desk(by)
    due = desk.open().filter(due_on__isnull=False)
    supplemented = _figure(_("有新的补充材料"), desk.supplemented(), state="supplemented")
    withdrawn = _figure(_("投诉人撤回，待确认"), desk.unseen_withdrawals(), state="unseen")
    return [
        *(one for one in (withdrawn, supplemented) if one.count),
        _figure(_("已逾期"), due.filter(due_on__lt=today), "late", due="late"),
        _figure(
            _("三天内到期"),
            due.filter(due_on__range=(today, today + timedelta(days=SOON))),
            "soon",
            due="soon",
        ),
        _figure(_("等待投诉人答复"), desk.filter(waiting_since__isnull=False), state="waiting"),
        _figure(_("我经办的待办"), desk.to_do().filter(assigned_to=by.user), who="me"),
    ]


def states(by: Actor) -> list[Figure]:
    """How many stand in each state, for the bars."""
    desk = Filing.objects.at_desk(by)
    shown = (
        State.ACKNOWLEDGED,
        State.ACCEPTED,
        State.DECIDED,
        State.REFUSED,
        State.TRANSFERRED,
        State.CLOSED,
        State.WITHDRAWN,
    )
    found = [_figure(state_label(state), desk.filter(state=state), state=state.value) for state in shown]
    greatest = max((one.count for one in found), default=0) or 1
    return [Figure(one.label, one.count, one.link, share=round(100 * one.count / greatest)) for one in found]


def unresolved() -> Figure:
    """For those who run the portal: sendings of which nobody knows how they ended."""
    rows = Delivery.objects.unresolved()
    link = reverse("admin:filings_delivery_changelist")
    return Figure(_("是否送达不明"), rows[: MOST + 1].count(), f"{link}?outcome=unresolved", urgency="late")


def parked() -> Figure:
    """For those who run the portal: what waits because its recipient is out of use, or nobody is at work there."""
    rows = Delivery.objects.parked()
    link = f"{reverse('admin:filings_delivery_changelist')}?outcome={Delivery.State.PARKED}"
    return Figure(_("等接收方恢复接收"), rows[: MOST + 1].count(), link, urgency="late")


@dataclass(frozen=True)
class Unattended:
    """An organisation whose desk nobody can open today, with what lies there unanswered."""

    organisation: Organisation
    open: int
    parked: int
    numbers: list[str]


def unattended() -> list[Unattended]:
    """For those who run the portal: numbers alone, no case is opened."""
    here = Membership.objects.at_work().filter(organisation=OuterRef("pk"))
    open_filings = Filing.objects.open().filter(organisation=OuterRef("pk"))
    parked = Delivery.objects.parked().filter(filing__organisation=OuterRef("pk"))
    empty = Organisation.objects.filter(~Exists(here)).filter(Exists(open_filings) | Exists(parked))
    found = []
    for one in empty[:MOST_UNATTENDED]:
        lying = Filing.objects.open().filter(organisation=one)
        numbers = list(lying.order_by("sent_at").values_list("complaint__number", flat=True)[:MOST_NUMBERS])
        waiting = Delivery.objects.parked().filter(filing__organisation=one)
        found.append(Unattended(one, lying[: MOST + 1].count(), waiting[: MOST + 1].count(), numbers))
    return found


def _figure(label: str, rows: QuerySet[Filing], urgency: str = "", **query: str) -> Figure:
    link = f"{reverse('admin:filings_filing_changelist')}?{urlencode(query)}"
    return Figure(label, rows[: MOST + 1].count(), link, urgency=urgency)
