"""The first page of the desk: how much lies there, each figure a way into the queue. No figure counts without end."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from filings.desk.asked import LATE, ME, NOBODY, SECOND, SOON_DUE, SUPPLEMENTED, UNSEEN, WAITING
from filings.desk.queue import Numbers
from filings.desk.standing import state_label
from filings.models import Delivery, Filing, Task

MOST = 1_000  # what is more is written as 1000+
MOST_UNATTENDED, MOST_NUMBERS = 20, 20  # organisations, and numbers of each
MOST_SILENT = 20  # recipients
MOST_DUTIES = 20  # tasks


@dataclass(frozen=True)
class Figure:
    """``count`` is at most one more than ``MOST`` where it is not ``exact``; ``share`` is its part of the greatest, in
    percent."""

    label: str
    count: int
    link: str
    share: int = 0
    urgency: str = ""
    exact: bool = False

    @property
    def shown(self) -> str:
        return f"{MOST}+" if self.count > MOST and not self.exact else str(self.count)


def figures(numbered: Numbers, second: int) -> list[Figure]:
    """What a caseworker should look at first; exact, as on the tabs of the queue."""
    news = [
        _exact(_("等我复核"), second, "soon", state=SECOND),
        _exact(_("投诉人撤回，待确认"), numbered.unnoted, state=UNSEEN),
        _exact(_("有新的补充材料"), numbered.supplemented, state=SUPPLEMENTED),
    ]
    return [
        *(one for one in news if one.count),
        _exact(_("已逾期"), numbered.late, "late", due=LATE),
        _exact(_("三天内到期"), numbered.soon, "soon", due=SOON_DUE),
        _exact(_("没有人经办"), numbered.unassigned, who=NOBODY),
        _exact(_("等投诉人答复"), numbered.waiting, state=WAITING),
        _exact(_("我经办的待办"), numbered.mine, who=ME),
    ]


def states(numbered: Numbers) -> list[Figure]:
    """How many stand in each state, for the bars."""
    greatest = max(numbered.states.values(), default=0) or 1
    return [
        replace(_exact(state_label(state), count, state=state), share=round(100 * count / greatest))
        for state, count in numbered.states.items()
    ]


@dataclass(frozen=True)
class Duty:
    """Something that is mine to do."""

    filing: UUID
    number: str
    text: str
    day: date | None
    urgency: str  # "late", "soon" or ""


def duties(by: Actor, today: date) -> list[Duty]:
    """The nearest day first, what has none last; of cases that stand, and that this person still sees."""
    here = Filing.objects.at_desk(by).not_withdrawn()
    mine = Task.objects.filter(person=by.user, done_at__isnull=True, filing__in=here)
    rows = mine.order_by(F("due_on").asc(nulls_last=True), "pk").select_related("filing__complaint")
    return [
        Duty(one.filing_id, one.filing.complaint.number, one.text, one.due_on, _near(one.due_on, today))
        for one in rows.only("text", "due_on", "filing__complaint__number")[:MOST_DUTIES]
    ]


def _near(day: date | None, today: date) -> str:
    if day is None or day > today:
        return ""
    return "late" if day < today else "soon"


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
class Silent:
    """A recipient of complaints, by whichever channels, whose day for an answer is over for some, and since when."""

    name: str
    late: int
    since: date


def silent(today: date) -> list[Silent]:
    """For those who run the portal: who does not answer, on the whole portal, the most first. Numbers alone."""
    late = Filing.objects.open().filter(due_on__lt=today).order_by()
    counted = late.values("recipient__name").annotate(late=Count("pk"), since=Min("due_on"))
    rows = counted.order_by("-late", "since", "recipient__name")[:MOST_SILENT]
    return [Silent(row["recipient__name"], row["late"], row["since"]) for row in rows]


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


def _exact(label: str, count: int, urgency: str = "", **query: str) -> Figure:
    link = f"{reverse('admin:filings_filing_changelist')}?{urlencode(query)}"
    return Figure(label, count, link, urgency=urgency, exact=True)
