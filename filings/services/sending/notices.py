"""Short mails that carry no case: a row first, sent by the worker. Nobody is named in them."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from core import work
from core.limits import NOTICE_TRIES
from filings.models import Filing, Notice

_log = logging.getLogger(__name__)


def tell_complainant(*, filing: Filing, at: datetime) -> Notice | None:
    """News for who complained, if they left an address. It says that there is news, not what it is."""
    to = filing.complaint.complainant.email
    if not to:
        return None
    waiting = Notice.objects.filter(
        filing=filing, kind=Notice.Kind.PROGRESS, state=Notice.State.WAITING, attempts=0
    )
    if waiting.exists():
        return None  # the mail that has not left yet says the same
    words = {"number": filing.complaint.number, "url": settings.PUBLIC_URL}
    return Notice.objects.create(
        filing=filing,
        kind=Notice.Kind.PROGRESS,
        to=to,
        subject=_("您的投诉 %s 有新进展") % filing.complaint.number,
        body=render_to_string("filings/mails/progress.txt", words),
        created_at=at,
        due_at=at,
    )


def send_due(*, at: datetime | None = None, most: int = 50) -> int:
    """Send what is due over one connection; the number sent. A crash in between sends a notice again, with the same
    Message-ID. A server that is silent ends the turn: the others wait for the next one."""
    sent = 0
    server = get_connection()
    try:
        for _turn in range(most):
            now = at or timezone.now()
            with transaction.atomic():
                due = Notice.objects.due(now).select_for_update(skip_locked=True, of=("self",))
                claimed = work.claim(due.order_by("due_at")[:1], at=now)
            if not claimed:
                break
            with work.renewed(claimed):
                if not _send(server, claimed[0], now):
                    break
            sent += 1
    finally:
        server.close()
    return sent


def _send(server: BaseEmailBackend, notice: Notice, at: datetime) -> bool:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{notice.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    if notice.kind in (Notice.Kind.CONSENT_WITHDRAWN, Notice.Kind.EXHIBIT_ERASED):
        headers["References"] = f"<{notice.filing_id}@{domain}>"
    mail = EmailMessage(
        notice.subject, notice.body, settings.DEFAULT_FROM_EMAIL, [notice.to], headers=headers
    )
    try:
        server.open()
        server.send_messages([mail])
    except Exception as error:  # the server's, the network's or the address's: said and tried again
        _log.warning("notice %s was not sent: %s", notice.pk, type(error).__name__)
        if notice.attempts >= NOTICE_TRIES:
            work.end(notice, Notice.State.FAILED, error=type(error).__name__, finished_at=at)
        else:
            work.put_off(notice, Notice.State.WAITING, at=at, error=type(error).__name__)
        return False
    work.end(notice, Notice.State.DONE, error="", finished_at=at)
    return True
