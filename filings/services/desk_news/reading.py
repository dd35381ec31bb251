"""What somebody at a desk has looked at, and how they want to be told."""

from datetime import datetime

from django.utils import timezone

from accounts.actors import Actor
from core.language import gettext as _
from filings.models import DeskNews, Filing, MailChoice
from filings.services.reach import Refused


def read_news(*, by: Actor, filing: Filing | None = None, at: datetime | None = None) -> list[DeskNews]:
    """What was new to this person, of one case or of all, and is no more."""
    mine = DeskNews.objects.visible_to(by).unread()
    fresh = list(mine.filter(filing=filing) if filing else mine)
    if fresh:
        now = at or timezone.now()
        DeskNews.objects.filter(pk__in=[one.pk for one in fresh]).update(read_at=now)
    return fresh


def choose_mail(*, by: Actor, how: str) -> MailChoice:
    """Whether this person is told by mail as well. Refused for whom no address is known."""
    if by.user is None or how not in MailChoice.How.values:
        raise Refused(_("请选一种。没有改动。"))
    if how != MailChoice.How.NONE and not by.user.email:
        raise Refused(_("您的账号没有邮箱，没有改动。请先让管理员填上。"))
    return MailChoice.objects.update_or_create(person=by.user, defaults={"how": how})[0]


def mail_choice(by: Actor) -> str:
    how = MailChoice.objects.filter(person=by.user).values_list("how", flat=True).first()
    return how or MailChoice.How.NONE
