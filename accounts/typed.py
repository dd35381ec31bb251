"""What was typed into a form of the desk and not sent: kept for its writer until it is sent or thrown away, or for a week."""

import hashlib
import json
from datetime import datetime
from typing import TypedDict

from django.db import transaction

from accounts.models import TypedText, User
from core.retention_and_limits import MAX_UNSENT_TEXT, TYPED_FORMS, TYPED_TEXT_LIFE

# By which a form says, when it is sent, what was kept of it.
FIELD = "typed_text"


class TooMuch(Exception):
    """More than is kept of one form."""


class Typed(TypedDict):
    """One text of a form: its name, the how manieth of that name, what stood there when the page was drawn."""

    name: str
    nth: int
    before: str
    text: str


def keep_typed(*, by: User, page: str, form: str, fields: list[Typed], at: datetime) -> TypedText:
    """Keep what stands in a form now, in place of what stood there. ``form`` tells it from the others of its page. TooMuch."""
    written = json.dumps([form, fields], ensure_ascii=False)
    if len(written.encode()) > MAX_UNSENT_TEXT:
        raise TooMuch
    with transaction.atomic():
        row, _made = TypedText.objects.update_or_create(
            user=by,
            page=page,
            form=hashlib.sha256(form.encode()).hexdigest(),
            defaults={"fields": written, "kept_at": at, "expires_at": at + TYPED_TEXT_LIFE},
        )
        mine = TypedText.objects.filter(user=by).order_by("-kept_at", "-pk")
        TypedText.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[TYPED_FORMS:])).delete()
    return row


def typed_on(*, by: User, page: str, at: datetime) -> list[tuple[TypedText, str, list[Typed]]]:
    """What this person left on a page: each row with its form and texts, the oldest first."""
    rows = TypedText.objects.filter(user=by, page=page, expires_at__gt=at).order_by("kept_at", "pk")
    return [(row, *json.loads(row.fields)) for row in rows]


def drop_typed(*, by: User, row: str) -> None:
    """It was sent, or its writer does not want it."""
    if row.isdecimal() and len(row) < 19:
        TypedText.objects.filter(user=by, pk=int(row)).delete()


def forget_typed(*, at: datetime) -> int:
    gone, _by_model = TypedText.objects.filter(expires_at__lte=at).delete()
    return gone
