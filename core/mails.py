"""Short mails that carry no case: a row first, sent by a worker at least once, the same Message-ID each time."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import work
from core.fields import EncryptedTextField
from core.retention_and_limits import NOTICE_TRIES

_log = logging.getLogger(__name__)


class LeasedMail(work.LeasedRow):
    """To whom, and what became of it; the model adds what it says, or of what that is made when it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        DONE = "done", _("已送出")
        FAILED = "failed", _("失败")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.WAITING: (State.WAITING, State.DONE, State.FAILED),
        State.DONE: (),
        State.FAILED: (),
    }
    WAITING: ClassVar = (State.WAITING,)
    WORDS: ClassVar = "error"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = EncryptedTextField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True

    def mail(self, subject: str, body: str, **headers: str) -> EmailMessage:
        """The message, under the one name that every attempt at this row has."""
        name = {"Message-ID": f"<{self.pk}@{sender_domain()}>", "Auto-Submitted": "auto-generated"}
        return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [self.to], headers=name | headers)


Mail = TypeVar("Mail", bound=LeasedMail)


def sender_domain() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].rstrip(">")


def send_due(
    rows: work.LeasedQuerySet[Mail],
    written: Callable[[Mail, datetime], EmailMessage | None],
    *,
    task: str,
    gone: Callable[[Mail, datetime], None] | None = None,
    given_up: Callable[[Mail, datetime], None] | None = None,
    at: datetime | None = None,
    most: int = 50,
) -> int:
    """Send what is due over one connection; the number dealt with. ``written`` gives the message, or None for a row that
    turns out to be for nobody; ``gone`` does what follows once the server took it, ``given_up`` once no
    more attempt is made. A server that is silent ends the turn:
    the others wait for the next one. One that ends by its measure (``most``) rings for the next at once, by the name of
    its ``task``."""
    sent = 0
    server = get_connection()
    try:
        for _turn in range(most):
            now = at or timezone.now()
            with transaction.atomic():
                due = rows.due(now).select_for_update(skip_locked=True, of=("self",))
                claimed = work.claim(due.order_by("due_at")[:1], at=now)
            if not claimed:
                break
            with work.renewed(claimed):
                if not _send(server, claimed[0], written, gone, given_up, now):
                    break
            sent += 1
        else:
            work.wake(task)
    finally:
        server.close()
    return sent


def _send(
    server: BaseEmailBackend,
    row: Mail,
    written: Callable[[Mail, datetime], EmailMessage | None],
    gone: Callable[[Mail, datetime], None] | None,
    given_up: Callable[[Mail, datetime], None] | None,
    at: datetime,
) -> bool:
    ended: dict[str, Any] = {"error": "", "finished_at": at}
    message = written(row, at)
    if message is None:
        work.end(row, row.State.DONE, **ended)
        return True
    try:
        server.open()
        server.send_messages([message])
    except Exception as error:  # the server's, the network's or the address's: said and tried again
        _log.warning("%s %s was not sent: %s", type(row).__name__, row.pk, type(error).__name__)
        if row.attempts >= NOTICE_TRIES:
            work.end(row, row.State.FAILED, error=type(error).__name__, finished_at=at)
            if given_up is not None:
                given_up(row, at)
        else:
            work.put_off(row, row.State.WAITING, at=at, error=type(error).__name__)
        return False
    # Before the row ends: a worker that dies in between sends it again, and does this then.
    if gone is not None:
        gone(row, at)
    work.end(row, row.State.DONE, **ended)
    return True
