"""What a case asks of its complainant now, the most pressing first: of which recipient, until when, one press away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.models import Complaint
from filings.models import Delivery, Filing
from filings.moves import State
from filings.services import NextStep
from filings.stages import Stage, stage_of
from filings.ways.table import is_carried


@dataclass(frozen=True)
class Errand:
    """``rank`` orders: an answer that somebody waits for, what ends on a day, what did not arrive, what was not sent."""

    rank: int
    recipient: str
    words: str
    until: date | None
    press: str
    address: str
    more: str = ""  # besides the press: to a page, in words
    more_address: str = ""
    optional: bool = False  # what one may do, where an answer is there: whoever is content does nothing

    @property
    def order(self) -> tuple[int, date]:
        return self.rank, self.until or date.max


def stages_of(complaint: Complaint, filings: Iterable[Filing], *, today: date) -> dict[UUID, Stage]:
    """How far each is; whether one that waits to leave waits for its recipient is asked once."""
    rows = list(filings)
    parked: set[UUID] = set()
    if any(one.state == State.QUEUED and is_carried(one.way) for one in rows):
        waiting = Delivery.objects.parked().filter(filing__complaint=complaint, supplement=None)
        parked = set(waiting.values_list("filing", flat=True))
    return {one.pk: stage_of(one, today=today, parked=one.pk in parked) for one in rows}


def errands_of(
    complaint: Complaint,
    filings: Iterable[Filing],
    stages: Mapping[UUID, Stage],
    steps: Mapping[UUID, NextStep],
) -> list[Errand]:
    found = [
        errand
        for one in filings
        if (errand := _errand(complaint, one, stages[one.pk], steps.get(one.pk))) is not None
    ]
    return sorted(found, key=lambda errand: errand.order)


def _errand(complaint: Complaint, filing: Filing, stage: Stage, step: NextStep | None) -> Errand | None:
    name, page = filing.addressee, reverse("filing", args=[filing.pk])
    if filing.waiting_since is not None:
        answer = reverse("write_supplement", args=[filing.pk])
        return Errand(0, name, _("请您补充说明"), None, stage.press, answer)
    if step is not None:
        return _leading_on(complaint, filing, stage, step)
    if stage.yours:
        rank = 3 if filing.state in (State.PREPARED, State.QUEUED) else 2
        return Errand(rank, name, stage.next, None, stage.press or _("去看"), page)
    return None


def _leading_on(complaint: Complaint, filing: Filing, stage: Stage, step: NextStep) -> Errand:
    name, own = filing.addressee, reverse("filing", args=[filing.pk])
    address = address_of(complaint, step) if step.channel or step.paper or step.page else own
    press = _("去看：能填的填好了") if step.channel or step.paper else _("去看")
    if filing.state == State.REFUSED:
        return Errand(1, name, _("不予受理。可以：%s") % _(step.title), step.last_on, press, address)
    if filing.state == State.DECIDED or filing.dismissed:
        ended = _("没有处理就结案了。不满意的，可以：%s")
        words = (ended if filing.dismissed else _("对处理结果不满意的，可以：%s")) % _(step.title)
        settled = reverse("since", args=[complaint.number])
        return Errand(
            2, name, words, step.last_on, press, address, _("解决了？记一下"), settled, optional=True
        )
    words = _("期限过了，没有答复。可以：%s") % _(step.title)
    more = stage.press if stage.yours else ""
    return Errand(1, name, words, step.last_on, press, address, more, own if more else "")


def address_of(complaint: Complaint, step: NextStep) -> str:
    """Where a step is prepared: filled as far as the case knows; nothing is filed before it is agreed to there."""
    if step.paper:
        return reverse("begin_paper", args=[complaint.number, step.paper])
    if step.channel:
        return reverse("choose_recipient", args=[complaint.number, step.channel])
    return reverse("who_is_it", args=[complaint.number])
