"""Mails to people at desks: a row each with the numbers, the kinds of act and the days of what they have not read yet."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from core import mails
from core.language import gettext as _
from filings.models import DeskMail, DeskNews, MailChoice

MOST_LINES = 50


def sweep_desk_mail(*, at: datetime | None = None) -> int:
    """Write what is due at once, and send whatever waits; the number dealt with."""
    at = at or timezone.now()
    _gather(MailChoice.How.AT_ONCE, at)
    return mails.send_due(DeskMail.objects.all(), _written, task="filings.tasks.sweep_desk_mail", at=at)


def sweep_desk_digest(*, at: datetime | None = None) -> int:
    """Write the mails of the morning; how many."""
    return _gather(MailChoice.How.DIGEST, at or timezone.now())


def _gather(how: str, at: datetime) -> int:
    waiting = DeskNews.objects.unmailed().filter(person__mail_choice__how=how)
    written = 0
    for pk in list(waiting.order_by().values_list("person", flat=True).distinct()):
        with transaction.atomic():
            # Two sweeps at once: the second finds the choice locked, and nothing left after it.
            choice = MailChoice.objects.select_for_update(skip_locked=True).filter(person=pk, how=how).first()
            if choice is not None:
                written += _write(User.objects.get(pk=pk), at)
    return written


def _write(person: User, at: datetime) -> int:
    """One mail of everything that this person may still see; 0 where there is nothing, or no address."""
    rows = DeskNews.objects.visible_to(Actor.of_user(person)).unmailed()
    news = list(rows.select_related("filing__complaint").defer("filing__content"))
    if not news:
        return 0
    DeskNews.objects.filter(pk__in=[one.pk for one in news]).update(mailed_at=at)
    if not person.email:
        return 0
    numbers = {one.filing.complaint.number for one in news}
    subject = _("办案台：%(count)d 件有新消息") % {"count": len(numbers)}
    if len(news) == 1:
        subject = _("办案台：%(line)s") % {"line": _line(news[0])}
    DeskMail.objects.create(
        person=person, to=person.email, subject=subject, body=_body(news), created_at=at, due_at=at
    )
    return 1


def _line(one: DeskNews) -> str:
    return f"{one.filing.complaint.number} {one.words} {one.on:%Y-%m-%d}"


def _body(news: Iterable[DeskNews]) -> str:
    lines = list(dict.fromkeys(_line(one) for one in news))
    words = {
        "lines": lines[:MOST_LINES],
        "more": max(len(lines) - MOST_LINES, 0),
        "url": settings.PUBLIC_URL + reverse("admin:filings_filing_news"),
    }
    return render_to_string("filings/mails/desk_news.txt", words)


def _written(row: DeskMail, at: datetime) -> EmailMessage | None:
    """Nothing for who sits at no desk any more."""
    if not Membership.objects.at_work(at).filter(user=row.person_id).exists():
        return None
    return row.mail(row.subject, row.body)
