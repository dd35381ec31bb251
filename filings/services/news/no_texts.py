"""An end of all texts to a telephone, by whoever holds it: the link stands in each text that asks to confirm something."""

import base64
import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Subscription, TextedNumber
from complaints.services import end_news
from core.fields import blind_index

_LETTERS, _TOGETHER = 25, 5  # 125 bits, written as codes are


def stop_link(number: str, *, at: datetime) -> str:
    """The address by which the holder of a telephone ends all texts to it, the same for every text; inside the caller's
    transaction."""
    index = blind_index(number)
    token = _token(index)
    TextedNumber.objects.update_or_create(
        telephone_index=index,
        defaults={"texted_at": at},
        create_defaults={"texted_at": at, "token_digest": _digest(token)},
    )
    return settings.PUBLIC_URL + reverse("no_texts", args=[token])


def wants_no_texts(number: str) -> bool:
    return TextedNumber.objects.filter(telephone_index=blind_index(number), stopped_at__isnull=False).exists()


def find_texted(token: str) -> TextedNumber | None:
    """The telephone whose link this is; None where nothing is known of it any more."""
    return TextedNumber.objects.filter(token_digest=_digest(token.strip().upper())).first()


def stop_texts(*, by: Actor, token: str, at: datetime | None = None) -> TextedNumber | None:
    """No text goes to this telephone any more, of whatever case, until its holder wants them again; twice is once. None for a
    link that is over."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(token)
        if held is None:
            return None
        if held.stopped_at is None:
            held.stopped_at = at
            held.save(update_fields=["stopped_at"])
    ways = Subscription.objects.standing().filter(
        medium=Subscription.Medium.TEXT, address_index=held.telephone_index
    )
    for pk in ways.values_list("pk", flat=True):
        with transaction.atomic():
            way = Subscription.objects.select_for_update().get(pk=pk)
            if way.ended_at is None:
                end_news(by=by, held=way, at=at)
    return held


def allow_texts(*, by: Actor, token: str) -> TextedNumber | None:
    """Let texts be asked for again; what ended stays ended. None for a link that is over."""
    with transaction.atomic():
        held = _held(token)
        if held is not None and held.stopped_at is not None:
            held.stopped_at = None
            held.save(update_fields=["stopped_at"])
    return held


def _held(token: str) -> TextedNumber | None:
    found = find_texted(token)
    return TextedNumber.objects.select_for_update().filter(pk=found.pk).first() if found is not None else None


def _token(index: str) -> str:
    """Of the hash of the telephone and a key of ours: nobody makes it who knows the number alone."""
    letters = base64.b32encode(bytes.fromhex(blind_index(f"no-texts:{index}"))).decode()[:_LETTERS]
    return "-".join(letters[at : at + _TOGETHER] for at in range(0, _LETTERS, _TOGETHER))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
