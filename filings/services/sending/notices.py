"""News for who complained: a row first, sent by the worker. It names the case number, the kind of act and the day, and nobody."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from complaints.models import CodeMail, Complaint, Subscription
from complaints.services import tell_of_code
from core import mails
from core.language import gettext as _
from core.language import read_in
from filings.models import DeskNews, Filing, Notice
from filings.news import News
from filings.services.desk_news.telling import tell_desk

Medium = Subscription.Medium


def tell_complainant(
    *, filing: Filing, news: News, at: datetime, day: date | None = None, once: str = ""
) -> list[Notice]:
    """One notice for each way of news that the complainant confirmed; none where the same one waits to leave.

    ``day`` is the day that it names, today where it is none. ``once`` names what is told of once only, whenever asked.
    """
    case = filing.complaint
    ways = _ways(case, at)
    if not ways:
        return []
    waiting = Notice.objects.filter(
        filing=filing, news=news, subscription__in=ways, state=Notice.State.WAITING, attempts=0
    )
    repeated = Q(subscription__in=ways, once=once) if once else Q(pk=None)
    told = set(
        Notice.objects.filter(Q(pk__in=waiting.values("pk")) | repeated).values_list(
            "subscription", flat=True
        )
    )
    fresh = [
        _notice(filing, way, news, day or timezone.localdate(at), once, at)
        for way in ways
        if way.pk not in told
    ]
    # Two sweeps at the same moment: the second finds it told.
    return Notice.objects.bulk_create(fresh, ignore_conflicts=bool(once))


def _ways(case: Complaint, at: datetime) -> list[Subscription]:
    """Those that are confirmed; of mailboxes the one whose address stands. One that was never confirmed is asked again once
    its link is over."""
    # Known where the case was locked: most deliveries then ask for nothing more.
    known = getattr(case, "subscribed", True)
    rows = [one for one in case.subscriptions.all() if one.medium != Medium.CALENDAR] if known else []
    address = case.complainant.email
    mine = [one for one in rows if one.medium == Medium.MAIL and one.address == address]
    asked = any(one.refused or one.ended_at or one.confirmed_at or _open(one, at) for one in mine)
    if address and not asked:
        tell_of_code(case, CodeMail.Kind.CONFIRM, at, address)
    return [
        one
        for one in rows
        if one.confirmed_at and not one.ended_at and (one.medium != Medium.MAIL or one in mine)
    ]


def _open(way: Subscription, at: datetime) -> bool:
    return way.expires_at is not None and way.expires_at > at


def _notice(filing: Filing, way: Subscription, news: News, day: date, once: str, at: datetime) -> Notice:
    with read_in(filing.complaint.language):
        subject, body = _said(filing, way, news, day)
    return Notice(
        filing=filing,
        kind=Notice.Kind.PROGRESS,
        news=news,
        subscription=way,
        once=once,
        to=way.address if way.medium == Medium.MAIL else "",
        subject=subject,
        body=body,
        created_at=at,
        due_at=at,
    )


def _said(filing: Filing, way: Subscription, news: News, day: date) -> tuple[str, str]:
    """Subject and body, in the language of who complained."""
    number = filing.complaint.number
    words = {"number": number, "news": News(news).label, "day": day, "url": address_of(filing.complaint)}
    subject = _("投诉 %(number)s：%(news)s（%(day)s）") % {**words, "day": f"{day:%Y-%m-%d}"}
    body = ""
    if way.medium == Medium.MAIL:
        body = render_to_string("filings/mails/news.txt", words)
    elif way.medium == Medium.TEXT:
        body = _("%(number)s：%(news)s（%(day)s）") % {**words, "day": f"{day:%Y-%m-%d}"}
    return subject, body


def address_of(case: Complaint) -> str:
    """Where the case is opened: with the account that it is in, or with its code."""
    if case.owner_id is None:
        return settings.PUBLIC_URL + reverse("resume")
    page = urlencode({"next": reverse("case", args=[case.number])})
    return f"{settings.PUBLIC_URL}{reverse('account_login')}?{page}"


def send_due(*, at: datetime | None = None, most: int = 50) -> int:
    """Send the mails that are due; the number dealt with."""
    by_mail = Notice.objects.filter(Q(subscription=None, way_back=None) | Q(subscription__medium=Medium.MAIL))
    return mails.send_due(
        by_mail, _written, task="filings.tasks.send_notices", given_up=tell_not_told, at=at, most=most
    )


def tell_not_told(notice: Notice, at: datetime) -> None:
    """That news of a case did not reach who complained: the desk that has it must tell them another way."""
    if notice.kind == Notice.Kind.PROGRESS and notice.filing is not None:
        once = f"untold:{notice.pk}"
        tell_desk(
            filing=notice.filing,
            kind=DeskNews.Kind.UNTOLD,
            at=at,
            day=timezone.localdate(notice.created_at),
            once=once,
        )


def _written(notice: Notice, at: datetime) -> EmailMessage | None:
    if notice.subscription_id is not None and not still_wanted([notice]):
        return None
    headers = {}
    if notice.kind in (Notice.Kind.CONSENT_WITHDRAWN, Notice.Kind.EXHIBIT_ERASED):
        headers["References"] = f"<{notice.filing_id}@{mails.sender_domain()}>"
    return notice.mail(notice.subject, notice.body, **headers)


def still_wanted(notices: Iterable[Notice]) -> bool:
    """Whether none of the ways was ended since the row was written."""
    ways = {one.subscription_id for one in notices if one.subscription_id is not None}
    return Subscription.objects.active().filter(pk__in=ways).count() == len(ways)
