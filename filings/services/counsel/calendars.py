"""A calendar of the days of the cases that a lawyer leads, by a link that is known to whoever asked for it alone."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, code_digest
from accounts.models import User
from core.language import gettext as _
from filings.models import CounselCalendar
from filings.services.list_exports import firms_of
from filings.services.news.calendars import new_token
from filings.services.reach import Refused


def begin_counsel_calendar(*, by: Actor, at: datetime | None = None) -> str:
    """A new link to the days of the cases that one leads; the link before it ends. Its token is returned, of which the digest
    alone is kept. Refused for who is no lawyer."""
    firms = firms_of(by)
    if by.user is None or not firms:
        raise Refused(_("只有律师可以开通。没有改动任何内容。"))
    token = new_token()
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.user.pk)
        CounselCalendar.objects.filter(person=by.user).delete()
        CounselCalendar.objects.create(
            person=by.user, firms=firms, token_digest=code_digest(token), made_at=at or timezone.now()
        )
    return token


def end_counsel_calendar(*, by: Actor) -> None:
    """The link leads nowhere from now on. Twice is once."""
    if by.user is not None:
        CounselCalendar.objects.filter(person=by.user).delete()


def find_counsel_calendar(*, token: str) -> Actor | None:
    """Whose calendar a link leads to, while they work as a lawyer of a firm of which it was made: as of these firms alone.
    Whoever has the link was never given the cases of a firm that its person came to later."""
    rows = CounselCalendar.objects.filter(token_digest=code_digest(token), person__is_active=True)
    found = rows.select_related("person").first()
    if found is None:
        return None
    by = Actor.of_user(found.person)
    firms = set(firms_of(by)) & set(found.firms)
    return replace(by, organisation_ids=tuple(sorted(firms))) if firms else None
