"""Keys by which the own system of an organisation calls the API: given out and ended by who runs the portal."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor, code_digest
from accounts.models import DeskKey, Organisation
from core.retention_and_limits import LONGEST_DESK_KEY

PREFIX = "anning_"


class NotGiven(Exception):
    """The words say why no key was given out."""


def give_key(
    *,
    by: Actor,
    organisation: Organisation,
    title: str,
    scopes: Sequence[str],
    last_day: date,
    at: datetime | None = None,
) -> tuple[DeskKey, str]:
    """A new key and what its holder calls with, which is shown this once and not kept. Raises NotGiven."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    if organisation.kind == Organisation.Kind.LAW_FIRM:
        raise NotGiven(_("律师事务所看的是当事人共享的案件，不发接口密钥。"))
    if not scopes or not {*scopes} <= {*DeskKey.Scope.values}:
        raise NotGiven(_("请选可以做什么。没有发放。"))
    if not today <= last_day <= today + LONGEST_DESK_KEY:
        raise NotGiven(_("有效期从今天起最长 %d 天。没有发放。") % LONGEST_DESK_KEY.days)
    token = PREFIX + secrets.token_urlsafe(32)
    made = DeskKey.objects.create(
        organisation=organisation,
        title=title.strip(),
        scopes=[one for one in DeskKey.Scope.values if one in scopes],
        token_digest=_digest(token),
        last_day=last_day,
        made_by=by.label,
        made_at=at,
    )
    return made, token


def end_key(*, by: Actor, key: DeskKey, at: datetime | None = None) -> DeskKey:
    """From now on it opens nothing. Twice is once."""
    with transaction.atomic():
        held = DeskKey.objects.select_for_update().get(pk=key.pk)
        if held.ended_at is None:
            held.ended_at, held.ended_by = at or timezone.now(), by.label
            held.save(update_fields=["ended_at", "ended_by"])
    return held


def find_key(*, token: str, at: datetime | None = None) -> DeskKey | None:
    """The key of a token while it is in force; that it was used is written down once a day."""
    at = at or timezone.now()
    found = DeskKey.objects.in_force(at).filter(token_digest=_digest(token)).first()
    today = timezone.localdate(at)
    if found is not None and found.used_on != today:
        DeskKey.objects.filter(pk=found.pk).update(used_on=today)
        found.used_on = today
    return found


def _digest(token: str) -> str:
    # Codes are read with any case; a key is 256 random bits, exact.
    return code_digest(token.encode().hex())
