"""The days that a court set, entered by the lawyer or by the complainant themselves; both see them."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act, Complaint
from core.language import gettext as _
from core.retention_and_limits import COURT_DAY_AHEAD, MOST_COURT_DAYS
from filings.models import CourtDay
from filings.news import News
from filings.services.papers.generated import may_draft
from filings.services.reach import Refused, hold_case
from filings.services.sending import notices

LONGEST_PLACE = 200


def enter_court_day(
    *,
    by: Actor,
    complaint: Complaint,
    kind: str,
    day: date,
    hour: time | None = None,
    place: str = "",
    at: datetime | None = None,
) -> CourtDay:
    """Enter a hearing, or the last day for evidence. The same once more is the one that stands. Refused for a day that is
    over or further off than ``COURT_DAY_AHEAD``; Complaint.DoesNotExist for who may not see the case."""
    at, place = at or timezone.now(), place.strip()
    today = timezone.localdate(at)
    if kind not in CourtDay.Kind.values:
        raise Refused(_("请选是开庭，还是举证期限。没有改动任何内容。"))
    if not today <= day <= today + COURT_DAY_AHEAD:
        raise Refused(_("请填今天或以后、%d 天以内的日子。没有改动任何内容。") % COURT_DAY_AHEAD.days)
    if len(place) > LONGEST_PLACE:
        raise Refused(_("法院、法庭、案号最多 %d 个字。没有改动任何内容。") % LONGEST_PLACE)
    with transaction.atomic():
        case = _led_case(by, complaint)
        standing = case.court_days.standing()
        same = next(
            (one for one in standing.filter(kind=kind, day=day, hour=hour) if one.place == place), None
        )
        if same is not None:
            return same
        if case.court_days.count() >= MOST_COURT_DAYS:
            raise Refused(_("这件投诉已经记了 %d 个日子，不能再加。没有改动任何内容。") % MOST_COURT_DAYS)
        made = CourtDay.objects.create(
            complaint=case, kind=kind, day=day, hour=hour, place=place, entered_by=by.label, entered_at=at
        )
        _enter(by, made, Act.COURT_DAY_SET, at)
    return made


def take_back_court_day(*, by: Actor, court_day: CourtDay, at: datetime | None = None) -> CourtDay:
    """It was wrong, or the court moved it. Twice is once. Complaint.DoesNotExist for who may not see the case."""
    at = at or timezone.now()
    with transaction.atomic():
        case = _led_case(by, court_day.complaint)
        held = case.court_days.select_for_update().get(pk=court_day.pk)
        if held.taken_back_at is None:
            held.taken_back_at, held.taken_back_by = at, by.label
            held.save(update_fields=["taken_back_at", "taken_back_by"])
            _enter(by, held, Act.COURT_DAY_TAKEN_BACK, at)
    return held


def _led_case(by: Actor, complaint: Complaint) -> Complaint:
    """The case, locked, for who leads it: its complainant, or a lawyer with it."""
    if not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
        raise Complaint.DoesNotExist
    case = hold_case(complaint.pk)
    if not may_draft(by, case):
        raise Refused(_("只有投诉人和获得授权的律师可以记开庭、举证的日子。没有改动任何内容。"))
    return case


def _enter(by: Actor, court_day: CourtDay, act: str, at: datetime) -> None:
    """In the record; where somebody else than the complainant did it, they hear of it by their ways of news."""
    case = court_day.complaint
    detail = {"court_day": court_day.pk, "kind": court_day.kind}
    append_entry(by=by, complaint_id=case.pk, act=act, detail=detail, at=at)
    filing = case.filings.order_by("prepared_at").first()
    if filing is not None and by.user is not None and by.user.pk != case.owner_id:
        filing.complaint = case
        notices.tell_complainant(filing=filing, news=News.COURT_DAY, at=at)
