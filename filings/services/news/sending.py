"""What goes out otherwise than by mail: claimed, tried, ended in a state, as every later work."""

import logging
import time
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from complaints.models import Subscription, WayBack
from complaints.services import end_news
from core import outward, work
from core.retention_and_limits import NOTICE_TRIES
from filings.models import Notice
from filings.services.news import pushing, texting
from filings.services.news.no_texts import wants_no_texts
from filings.services.reach import OUTBOX
from filings.services.sending.notices import tell_not_told

Medium = Subscription.Medium
State = Notice.State
_log = logging.getLogger(__name__)


def send_signals(*, at: datetime | None = None, most: int = 50, seconds: float = 40) -> int:
    """Send the pushes and texts that are due; the number dealt with."""
    media = [
        medium
        for medium, offered in ((Medium.PUSH, pushing.push_offered()), (Medium.TEXT, texting.text_offered()))
        if offered
    ]
    done, begun = 0, time.monotonic()
    ours = Q(subscription__medium__in=media)
    if Medium.TEXT in media:
        ours |= Q(way_back__isnull=False)
    while media and done < most and time.monotonic() - begun < seconds:
        now = at or timezone.now()
        with transaction.atomic():
            due = Notice.objects.due(now).filter(ours)
            free = due.select_for_update(skip_locked=True, of=("self",)).order_by("due_at")
            claimed = work.claim(free[:1], at=now)
        if not claimed:
            break
        with work.renewed(claimed):
            _send(claimed[0], now)
        done += 1
    else:
        if media:
            work.wake("filings.tasks.send_signals")
    return done


def _send(notice: Notice, at: datetime) -> None:
    if notice.attempts > NOTICE_TRIES:  # it ended those who took it up, one by one
        _fail(notice, "given up", at)
        return
    way, address = notice.subscription, _address(notice, at)
    texted = address and (way is None or way.medium == Medium.TEXT)
    if not address or (texted and wants_no_texts(address)):
        work.end(notice, State.DONE, error="", finished_at=at, body="")
        return
    try:
        if way is not None and way.medium == Medium.PUSH:
            answer = pushing.push(address, at=at)
        else:
            answer = texting.text(address, notice.body or notice.subject, key=str(notice.pk))
    except outward.NotAllowed as refusal:
        _fail(notice, str(refusal), at)
        return
    except outward.Away as away:
        _again(notice, str(away), at)
        return
    except Exception as problem:  # whatever one address brings about: the others are still sent to
        _again(notice, type(problem).__name__, at)
        return
    _settle(notice, way, answer.status, at)


def _address(notice: Notice, at: datetime) -> str:
    """Where it goes; "" where nobody waits for it any more."""
    if notice.way_back_id is not None:
        link = WayBack.objects.open(at).filter(pk=notice.way_back_id).first()
        return link.address if link is not None else ""
    way = notice.subscription
    if way is None or way.ended_at is not None:
        return ""
    return way.address if way.confirmed_at is not None or notice.kind == Notice.Kind.CODE else ""


def _settle(notice: Notice, way: Subscription | None, status: int, at: datetime) -> None:
    if 200 <= status < 300:
        work.end(notice, State.DONE, error="", finished_at=at, body="")
    elif way is not None and way.medium == Medium.PUSH and status in pushing.GONE:
        # The browser was removed, or took its agreement back.
        with transaction.atomic():
            held = Subscription.objects.select_for_update().get(pk=way.pk)
            if held.ended_at is None:
                end_news(by=OUTBOX, held=held, at=at)
        _fail(notice, f"HTTP {status}", at)
    elif status in (408, 425, 429) or status >= 500:
        _again(notice, f"HTTP {status}", at)
    else:
        _fail(notice, f"HTTP {status}", at)


def _again(notice: Notice, error: str, at: datetime) -> None:
    if notice.attempts >= NOTICE_TRIES:
        _fail(notice, error, at)
        return
    _log.warning("notice %s was not sent: %s", notice.pk, error)
    work.put_off(notice, State.WAITING, at=at, error=error)


def _fail(notice: Notice, error: str, at: datetime) -> None:
    _log.warning("notice %s was not sent: %s", notice.pk, error)
    work.end(notice, State.FAILED, error=error, finished_at=at, body="")
    tell_not_told(notice, at)
