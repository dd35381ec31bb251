"""Short mails that carry no case: a row first, sent by the worker. Nobody is named in them."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core import mails
from filings.models import Filing, Notice


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
    words = {"number": filing.complaint.number, "url": settings.PUBLIC_URL + reverse("resume")}
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
    """Send what is due; the number sent."""
    return mails.send_due(Notice.objects.all(), _written, at=at, most=most)


def _written(notice: Notice, at: datetime) -> EmailMessage:
    headers = {}
    if notice.kind in (Notice.Kind.CONSENT_WITHDRAWN, Notice.Kind.EXHIBIT_ERASED):
        headers["References"] = f"<{notice.filing_id}@{mails.sender_domain()}>"
    return notice.mail(notice.subject, notice.body, **headers)
