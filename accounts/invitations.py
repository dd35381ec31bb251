"""Joining an organisation by a link in a mail: it works once, for a while, and names nobody."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor, code_digest
from accounts.models import AccountMail, Invitation, Membership, Organisation, RightsChange, Unit, User
from accounts.rights import NotChanged, check_role, keeps_members, rights_of, write_change
from accounts.services import has_verified
from core import mails
from core.language import in_house
from core.retention_and_limits import INVITATION_LIFE, INVITATIONS_A_DAY, INVITATIONS_KEPT

_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_GROUPS, _SIGNS = 6, 5  # more than 140 random bits


def invite(
    *,
    by: Actor,
    organisation: Organisation,
    address: str,
    role: str,
    unit: Unit | None = None,
    at: datetime | None = None,
) -> Invitation:
    """Ask who reads this mailbox to join; an invitation that the address has there already ends. Raises NotChanged."""
    at, address = at or timezone.now(), address.strip().lower()
    with transaction.atomic():
        held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        if not keeps_members(by, held.pk):
            raise NotChanged(_("只有本机构的管理员可以邀请。没有发出。"))
        _check(held, address, role, unit, at)
        for earlier in held.invitations.open(at):
            if earlier.address == address:
                _end(by, earlier, at)
        made = Invitation.objects.create(
            organisation=held,
            address=address,
            role=role,
            unit=unit,
            made_by=by.label,
            made_at=at,
            expires_at=at + INVITATION_LIFE,
        )
        AccountMail.objects.create(
            kind=AccountMail.Kind.INVITATION, invitation=made, to=address, created_at=at, due_at=at
        )
        after = {"invitation": made.pk, "role": role, "unit": unit.name if unit else ""}
        write_change(by=by, act=RightsChange.Act.INVITED, organisation=held, after=after, at=at)
    return made


def _check(organisation: Organisation, address: str, role: str, unit: Unit | None, at: datetime) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise NotChanged(_("邮箱不对，请检查。没有发出。")) from None
    check_role(organisation, role)
    if unit is not None and unit.organisation_id != organisation.pk:
        raise NotChanged(_("这个科室不是本机构的。没有发出。"))
    if organisation.invitations.filter(made_at__gt=at - timedelta(days=1)).count() >= INVITATIONS_A_DAY:
        raise NotChanged(_("一天最多发 %d 份邀请，请明天再发。没有发出。") % INVITATIONS_A_DAY)
    if (known := _account_of(address)) and known.memberships.filter(organisation=organisation).exists():
        raise NotChanged(_("用这个邮箱的账号已经是本机构的成员，请在名单里改。没有发出。"))


def _account_of(address: str) -> User | None:
    row = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
    return row.user if row is not None else None


def take_back_invitation(*, by: Actor, invitation: Invitation, at: datetime | None = None) -> None:
    """Its link opens nothing from now on. Twice is once."""
    at = at or timezone.now()
    with transaction.atomic():
        held = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not keeps_members(by, held.organisation_id):
            raise NotChanged(_("只有本机构的管理员可以收回。没有改动。"))
        if held.used_at is not None:
            raise NotChanged(_("对方已经接受了，请在名单里改。没有改动。"))
        if held.ended_at is None:
            _end(by, held, at)


def link_by_hand(*, by: Actor, invitation: Invitation, at: datetime | None = None) -> str:
    """Where no mail leaves: the link, for whoever invited to hand over. An earlier one opens nothing from now on. NotChanged."""
    at = at or timezone.now()
    with transaction.atomic():
        held = Invitation.objects.open(at).select_for_update().filter(pk=invitation.pk).first()
        if held is None or not keeps_members(by, held.organisation_id):
            raise NotChanged(_("这份邀请已经用过、收回了，或者过期了。没有给出链接。"))
        if settings.EMAIL_LEAVES:
            raise NotChanged(_("邀请会发到对方的邮箱，链接在信里。"))
        held.by_hand = True
        return _linked(held)


def _linked(held: Invitation) -> str:
    """Its new link, saved; the one before opens nothing any more."""
    token = _new_token()
    held.token_digest = code_digest(token)
    held.save(update_fields=["token_digest", "by_hand"])
    return str(settings.PUBLIC_URL + reverse("invitation", args=[token]))


def _end(by: Actor, invitation: Invitation, at: datetime) -> None:
    invitation.ended_at = at
    invitation.save(update_fields=["ended_at"])
    before = {"invitation": invitation.pk, "role": invitation.role}
    act = RightsChange.Act.TAKEN_BACK
    write_change(by=by, act=act, organisation=invitation.organisation, before=before, at=at)


# ── The link ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def find_invitation(*, token: str, at: datetime | None = None) -> Invitation | None:
    """The invitation of a link while it can be accepted; looking at it uses nothing up."""
    open_now = Invitation.objects.open(at or timezone.now()).filter(organisation__active=True)
    return open_now.filter(token_digest=code_digest(token)).select_related("organisation", "unit").first()


def account_of(invitation: Invitation) -> User | None:
    """Whose account already has this mailbox: they accept it signed in there, and nobody makes another."""
    return _account_of(invitation.address)


def accept_with_account(*, by: Actor, token: str, at: datetime | None = None) -> Membership:
    """Whoever has the mailbox in their account joins with it. Raises NotChanged."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(token, at)
        if by.user is None or not has_verified(by.user, held.address):
            raise NotChanged(_("请先登录到用这个邮箱的账号，再打开信里的链接。"))
        return _join(held, by.user, at)


def accept_with_new_account(
    *, token: str, username: str, password: str, at: datetime | None = None
) -> Membership:
    """Whoever reads the mailbox gets an account of their own; what they typed is refused word by word as ValidationError."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(token, at)
        if _account_of(held.address) is not None:
            raise NotChanged(_("这个邮箱已经有账号。请登录以后再打开信里的链接。"))
        person = User(username=username.strip(), email=held.address)
        _check_account(person, password)
        person.set_password(password)
        try:
            with transaction.atomic():
                person.save()
        except IntegrityError:
            raise ValidationError({"username": _("这个用户名有人用了，请换一个。")}) from None
        EmailAddress.objects.create(user=person, email=held.address, verified=not held.by_hand, primary=True)
        return _join(held, person, at)


def _check_account(person: User, password: str) -> None:
    person.full_clean(exclude=["password"])
    try:
        validate_password(password, person)
    except ValidationError as refused:
        raise ValidationError({"password": refused.messages}) from None


def _held(token: str, at: datetime) -> Invitation:
    found = find_invitation(token=token, at=at)
    rows = Invitation.objects.open(at).select_for_update(of=("self",)).select_related("organisation", "unit")
    held = rows.filter(pk=found.pk).first() if found is not None else None
    if held is None:
        raise NotChanged(_("这份邀请已经用过、收回了，或者过期了。请让本机构的管理员再发一份。"))
    return held


def _join(invitation: Invitation, person: User, at: datetime) -> Membership:
    if person.memberships.filter(organisation=invitation.organisation).exists():
        raise NotChanged(_("您已经是这个机构的成员。"))
    made = Membership.objects.create(
        user=person, organisation=invitation.organisation, role=invitation.role, unit=invitation.unit
    )
    by = Actor(user=person)
    invitation.used_at, invitation.used_by = at, by.label
    invitation.save(update_fields=["used_at", "used_by"])
    if invitation.role != Membership.Role.LAWYER and not person.is_staff:
        person.is_staff = True
        person.save(update_fields=["is_staff"])
    after = {**rights_of(made), "invitation": invitation.pk, "is_staff": person.is_staff}
    about: dict[str, Any] = {"organisation": invitation.organisation, "person": person}
    write_change(by=by, act=RightsChange.Act.JOINED, after=after, at=at, **about)
    return made


def _new_token() -> str:
    """In the shape of a code: wherever one stands in a path, the logs leave it out."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS)) for _ in range(_GROUPS))


# ── Mails ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def send_account_mails(*, at: datetime | None = None) -> int:
    """Send what is due, and forget what is long over; the number dealt with."""
    now = at or timezone.now()
    AccountMail.objects.filter(finished_at__lt=now - INVITATIONS_KEPT).delete()
    # That somebody was invited stays in the log; to which mailbox does not.
    Invitation.objects.filter(expires_at__lt=now - INVITATIONS_KEPT).delete()
    with in_house():
        task = "accounts.tasks.send_account_mails"
        return mails.send_due(AccountMail.objects.all(), _written, task=task, at=at)


def _written(row: AccountMail, at: datetime) -> EmailMessage | None:
    if row.kind == AccountMail.Kind.FACTOR_RESET:
        words = {"page": settings.PUBLIC_URL + reverse("account_login"), "at": row.created_at}
        return row.mail(
            _("您账号的第二重验证重设了"), render_to_string("accounts/mails/factor_reset.txt", words)
        )
    found = Invitation.objects.open(at).filter(mails=row).select_related("organisation", "unit").first()
    if found is None or (found.by_hand and not settings.EMAIL_LEAVES):
        return None  # a link that was handed over goes on opening it
    found.by_hand = False
    words = {
        "invitation": found,
        "role": found.get_role_display(),
        "day": formats.date_format(timezone.localtime(found.expires_at), "DATETIME_FORMAT"),
        "link": _linked(found),
    }
    subject = _("邀请您加入“%s”") % found.organisation.name
    return row.mail(subject, render_to_string("accounts/mails/invitation.txt", words))
