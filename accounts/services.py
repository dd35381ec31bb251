"""What was typed into a form that came too late, kept for its writer for a day; and the end of a sign-in."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import QueryDict
from rest_framework.authtoken.models import Token

from accounts.actors import Actor
from accounts.marks import Mark, is_who, tokens_of
from accounts.models import TypedText, UnsentText, User
from core.retention_and_limits import ENDED_SIGN_IN_LIFE, MAX_UNSENT_TEXT, UNSENT_TEXT_LIFE, UNSENT_TEXTS


def has_verified(user: User | None, address: str) -> bool:
    """Whether this account has shown that it reads this mailbox."""
    mine = EmailAddress.objects.filter(user=user, verified=True) if user is not None else ()
    return any(one.email.lower() == address.lower() for one in mine)


class TooMuch(Exception):
    """More than is kept of one form."""


@dataclass(frozen=True)
class Unsent:
    row: UnsentText
    page: str  # that the form stood on
    place: str  # to which it is sent
    fields: list[tuple[str, str]]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _path(address: str) -> str:
    return address.partition("?")[0]


def _opened(row: UnsentText) -> Unsent:
    kept = json.loads(row.fields)
    # Rows of before this was so held the fields alone.
    page, place, fields = kept if kept and isinstance(kept[0], str) else (row.page, row.place, kept)
    return Unsent(row, page, place, [(name, value) for name, value in fields])


def keep_unsent(
    *, mark: Mark, place: str, fields: Sequence[tuple[str, str]], files: int, at: datetime
) -> str:
    """Keep what a form brought, for who had it before them; the random number by which their browser finds it.

    Only a form that the portal marked is kept, so many of one person: nobody fills the place of another. Raise TooMuch.
    """
    # What was asked for in an address may be somebody's words: only its path stands in clear.
    written = json.dumps([mark.page, place, list(fields)], ensure_ascii=False)
    if len(written.encode()) > MAX_UNSENT_TEXT:
        raise TooMuch
    token = secrets.token_urlsafe(16)
    with transaction.atomic():
        UnsentText.objects.create(
            token_digest=_digest(token),
            who=mark.who,
            page=_path(mark.page),
            place=_path(place),
            fields=written,
            files=files,
            kept_at=at,
            expires_at=at + UNSENT_TEXT_LIFE,
        )
        mine = UnsentText.objects.filter(who=mark.who).order_by("-kept_at", "-pk")
        UnsentText.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[UNSENT_TEXTS:])).delete()
    return token


def find_unsent(*, request: Any, at: datetime) -> list[Unsent]:
    """What this browser could not send, the newest first, for the one who wrote it; nothing for everybody else."""
    tokens = tokens_of(request)
    if not tokens:
        return []
    rows = UnsentText.objects.filter(token_digest__in=[_digest(token) for token in tokens], expires_at__gt=at)
    return [_opened(row) for row in rows.order_by("-kept_at", "-pk") if is_who(row.who, request)]


def unsent_here(*, request: Any, at: datetime) -> QueryDict | None:
    """What its writer could not send from this page, to be put back into its form."""
    for found in find_unsent(request=request, at=at):
        if request.path in {_path(found.page), _path(found.place)}:
            fields = QueryDict(mutable=True)
            for name, value in found.fields:
                fields.appendlist(name, value)
            return fields
    return None


def drop_unsent(*, request: Any, found: Unsent | None = None) -> bool:
    """What is not wanted any more, or, without ``found``, was sent to where this request goes after all. Whether
    something that this browser could not send is still kept, for whomever."""
    kept = UnsentText.objects.filter(token_digest__in=[_digest(token) for token in tokens_of(request)])
    here = [found] if found is not None else map(_opened, kept.filter(place=_path(request.get_full_path())))
    gone = [one.row.pk for one in here if found is not None or one.place == request.get_full_path()]
    kept.filter(pk__in=gone).delete()
    return kept.exists()


def forget_unsent(*, at: datetime) -> int:
    gone, _by_model = UnsentText.objects.filter(expires_at__lte=at).delete()
    return gone


def end_sign_ins(*, by: Actor, session_key: str | None, only: int | None = None) -> int:
    """Sign an account out on one other device, or on all but the one that asks; the number ended.

    What was read there was read: nothing else is undone.
    """
    with transaction.atomic():
        rows = UserSession.objects.select_for_update().filter(user=by.user).exclude(session_key=session_key)
        if only is not None:
            rows = rows.filter(pk=only)
        keys = list(rows.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        UserSession.objects.filter(user=by.user, session_key__in=keys).delete()
    return len(keys)


def forget_ended_sign_ins(*, at: datetime) -> int:
    """Remove what is known of devices whose sign-in has ended, by itself or by its owner."""
    Session.objects.filter(expire_date__lte=at).delete()
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    # One that is being made right now may be written before its session is.
    made = UserSession.objects.filter(created_at__lt=at - ENDED_SIGN_IN_LIFE)
    gone, _by_model = made.exclude(session_key__in=alive).delete()
    return gone


def addresses_of(user: User) -> list[str]:
    """The mailboxes that an account has shown it reads; else the one that it names."""
    shown = [
        one.email for one in EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    ]
    return shown or ([user.email] if user.email else [])


def hold_account(user: User) -> bool:
    """Lock an account to its transaction's end; whether it is still one: it may have been closed a moment ago."""
    rows = User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True)
    return bool(rows.values_list("pk", flat=True))


def close_account(*, user: User, at: datetime) -> None:
    """Take from an account whatever tells of its owner, inside the caller's transaction. The row stays, by whose number alone the
    records say that the same account acted; nobody can sign in with it."""
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=user).delete()
    UnsentText.objects.filter(who=f"user:{user.pk}").delete()
    TypedText.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    Token.objects.filter(user=user).delete()
    user.username, user.email, user.first_name, user.last_name = f"closed-{user.pk}", "", "", ""
    user.language = ""
    user.set_unusable_password()
    user.is_active, user.last_login, user.date_joined = False, None, at
    user.save()
