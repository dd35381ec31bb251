"""Sampling what a desk answered, for who leads it: drawn by chance, called back, and counted."""

import random
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from complaints.ledger import append_entry
from complaints.models import Act
from core.language import gettext as _
from filings.models import CallBack, Filing, QualitySample, SampledCase
from filings.moves import State
from filings.services.correspondence import note
from filings.services.reach import Refused, hold, roles

MOST_SAMPLED = 100
LONGEST_WORDS = 5_000  # characters, as of every word of a desk
# Passing a case on is no answer of this desk.
ANSWERED = (State.DECIDED, State.REFUSED, State.CLOSED)
_by_chance = random.SystemRandom()


def desks_led_by(by: Actor) -> list[Organisation]:
    """Where somebody is a supervisor today."""
    leading = Membership.objects.at_work().filter(user=by.user, role=Membership.Role.SUPERVISOR)
    return list(Organisation.objects.filter(pk__in=leading.values("organisation")).order_by("pk"))


def draw_sample(
    *,
    by: Actor,
    organisation: Organisation,
    first: date,
    last: date,
    count: int,
    at: datetime | None = None,
) -> QualitySample:
    """Draw so many of the cases that this desk answered in these days, each as likely as any other; all where there are no
    more. What was withdrawn is not among them. Refused for who does not lead it, and where nothing was answered."""
    at = at or timezone.now()
    if by.user is None or organisation not in desks_led_by(by):
        raise Refused(_("只有本机构的主管可以抽查。没有抽。"))
    if first > last or first > timezone.localdate(at):
        raise Refused(_("请填已经开始的一段日子，先填最早的。没有抽。"))
    if not 1 <= count <= MOST_SAMPLED:
        raise Refused(_("一次抽 1 到 %d 件。没有抽。") % MOST_SAMPLED)
    answered = (
        Filing.objects.at_desk(by).not_withdrawn().filter(organisation=organisation, state__in=ANSWERED)
    )
    days = {"answered_at__date__gte": first, "answered_at__date__lte": last}
    among = list(answered.filter(**days).order_by("pk").values_list("pk", flat=True))
    if not among:
        raise Refused(_("这段日子没有答复过的办件。没有抽。"))
    with transaction.atomic():
        sample = QualitySample.objects.create(
            organisation=organisation,
            first=first,
            last=last,
            among=len(among),
            drawn_by=by.user,
            drawn_at=at,
        )
        chosen = _by_chance.sample(among, min(count, len(among)))
        SampledCase.objects.bulk_create([SampledCase(sample=sample, filing_id=pk) for pk in chosen])
    return sample


def record_call_back(
    *,
    by: Actor,
    case: SampledCase,
    reached: bool,
    satisfied: bool | None = None,
    words: str = "",
    at: datetime | None = None,
) -> CallBack:
    """That who complained was called: in the record of the case, and what was said as an internal note of it. A later call
    stands beside an earlier one. QualitySample.DoesNotExist for who does not lead the desk; Refused where the case was
    withdrawn since, and for somebody's own case."""
    at = at or timezone.now()
    sample = QualitySample.objects.visible_to(by).get(pk=case.sample_id)
    with transaction.atomic():
        held = hold(by, case.filing)
        if by.user is None or "desk" not in roles(by, held):
            raise Refused(_("这一件您现在不能办。没有记下。"))
        if held.closes_at is not None:
            raise Refused(_("投诉人撤回了，不再回访。没有记下。"))
        if satisfied is not None and not reached:
            raise Refused(_("没有联系上的，不填满意不满意。没有记下。"))
        if len(words) > LONGEST_WORDS:
            raise Refused(
                _("“投诉人说了什么”最多 %(most)d 字，现在是 %(now)d 字。没有记下。")
                % {"most": LONGEST_WORDS, "now": len(words)}
            )
        if words.strip():
            note(by=by, filing=held, text=words, at=at)
        made = CallBack.objects.create(case=case, reached=reached, satisfied=satisfied, by=by.user, at=at)
        detail = {"filing": str(held.pk), "sample": sample.pk, "reached": reached, "satisfied": satisfied}
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.CALLED_BACK, detail=detail, at=at)
    return made
