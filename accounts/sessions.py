"""Sessions as Django keeps them, found by a statement that is written once: every page of somebody signed in asks for one."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from core.written_once import WrittenOnce


def _session(key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)


_SESSION = WrittenOnce(_session)


class SessionStore(Kept):
    def _get_session_from_db(self) -> Session | None:
        found = _SESSION(self.session_key or "", timezone.now())
        if found:
            return found[0]
        self._session_key = None
        return None
