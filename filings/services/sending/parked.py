"""What waits because its recipient is out of use or nobody is at work there: no attempt is due until somebody is back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core import work
from core.language import gettext as _
from core.retention_and_limits import PARKED_UNTOLD
from filings.models import Delivery, Recipient
from filings.news import News
from filings.services.reach import hold_case
from filings.services.sending import notices
from legal.reasoning.workdays import UnknownYear, add_working_days


def park(row: Delivery, at: datetime) -> None:
    """Take a row that its worker holds out of what is due, with the reason, inside its transaction."""
    parked = {
        "parked_at": at,
        "started_at": None,
        "lease_until": None,
        "claim": None,
        "attempts": 0,
        "error": _("接收方现在不接收材料：已经停用，或者没有人在岗。没有送达；恢复以后会自动发出。"),
    }
    row.moved(Delivery.State.PARKED, **parked).save(update_fields=["state", *parked])


def sweep_parked(*, at: datetime | None = None) -> int:
    """Let go what can be delivered again, and tell the complainants of what has waited long; how many rows left."""
    at = at or timezone.now()
    let_go = _let_go(at)
    _tell(at)
    return let_go


def _let_go(at: datetime) -> int:
    reachable = Recipient.objects.reachable()
    due = {"due_at": at, "parked_at": None, "told_at": None, "error": ""}
    with transaction.atomic():
        parked = Delivery.objects.parked().filter(filing__recipient__in=reachable)
        rows = list(parked.select_for_update(skip_locked=True, of=("self",)))
        for row in rows:
            row.moved(Delivery.State.WAITING, **due).save(update_fields=["state", *due])
    if rows:
        for task in ("filings.tasks.deliver_here", "filings.tasks.send_away"):
            work.wake(task)
    return len(rows)


def _tell(at: datetime) -> None:
    """Once per wait. In a year without a calendar nobody is told, as the day is not guessed; the page says that it waits."""
    since = at - timedelta(days=PARKED_UNTOLD)
    for waiting in (
        Delivery.objects.parked().filter(told_at=None, parked_at__lt=since).select_related("filing")
    ):
        if waiting.parked_at is None or not _long(waiting.parked_at, at):
            continue
        with transaction.atomic():
            case = hold_case(waiting.filing.complaint_id)
            row = Delivery.objects.parked().filter(pk=waiting.pk, told_at=None).select_for_update().first()
            if row is None:
                continue
            row.told_at = at
            row.save(update_fields=["told_at"])
            row.filing.complaint = case
            notices.tell_complainant(filing=row.filing, news=News.WAITING, at=at)


def _long(since: datetime, at: datetime) -> bool:
    try:
        return timezone.localdate(at) > add_working_days(timezone.localdate(since), PARKED_UNTOLD)
    except UnknownYear:
        return False
