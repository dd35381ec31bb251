"""The people and organisations of the demonstration, with random passwords in one file of mode 0600."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from filings.models import Recipient, Way

DOMAIN = settings.DEMO_DOMAIN
REGULATOR, OTHER_REGULATOR, FIRM = (
    "示范省通信与市场监管服务中心（演示）",
    "另一省监管服务中心（演示）",
    "示范律师事务所（演示）",
)
DESK_CHANNELS = ("12321", "12315_complaint", "12315_report", "telecom_appeal", "cac_12377", "12378")
MAIL_CHANNELS = ("operator", "platform")


@dataclass(frozen=True)
class Cast:
    consumer: Actor
    neighbours: Actor  # who filed the complaints that are alike; one account for all of them
    caseworker: Actor
    supervisor: Actor
    lawyer: User
    lawyer_actor: Actor


def _organisation(name: str, kind: str) -> Organisation:
    return Organisation.objects.get_or_create(
        name=name, defaults={"kind": kind, "contact": "演示机构，不受理真实投诉"}
    )[0]


def _account(
    username: str,
    role: str,
    passwords: dict[str, str],
    organisation: Organisation | None,
    *,
    root: bool = False,
) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        passwords[username] = secrets.token_urlsafe(12)
        staff = root or role not in ("", Membership.Role.LAWYER)
        user = User.objects.create_user(
            username, f"{username}@{DOMAIN}", passwords[username], is_staff=staff, is_superuser=root
        )
    # The address is made up and can confirm nothing: the account is as good as confirmed.
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    if organisation is not None:
        Membership.objects.get_or_create(user=user, organisation=organisation, defaults={"role": role})
    return user


def cast() -> Cast:
    """Everybody whom the demonstration needs, made once; the recipients that its organisations and its sink are."""
    passwords: dict[str, str] = {}
    regulator = _organisation(REGULATOR, Organisation.Kind.REGULATOR)
    other = _organisation(OTHER_REGULATOR, Organisation.Kind.REGULATOR)
    firm = _organisation(FIRM, Organisation.Kind.LAW_FIRM)
    consumer = _account("consumer", "", passwords, None)
    neighbours = _account("neighbours", "", passwords, None)
    caseworker = _account("caseworker", Membership.Role.CASEWORKER, passwords, regulator)
    supervisor = _account("supervisor", Membership.Role.SUPERVISOR, passwords, regulator)
    supervisor.memberships.filter(organisation=regulator).update(exports_lists=True)
    caseworker.memberships.filter(organisation=regulator).update(takes_complaints=True)
    _account("auditor", Membership.Role.AUDITOR, passwords, regulator)
    _account("keeper", Membership.Role.ADMINISTRATOR, passwords, regulator)
    _account("caseworker2", Membership.Role.CASEWORKER, passwords, other)
    lawyer = _account("lawyer", Membership.Role.LAWYER, passwords, firm)
    _account("admin", "", passwords, None, root=True)
    _note(passwords)
    for channel in DESK_CHANNELS:
        Recipient.objects.get_or_create(
            channel=channel,
            name=REGULATOR,
            defaults={"way": Way.DESK, "organisation": regulator, "contact": "演示机构，不受理真实投诉"},
        )
    for channel in MAIL_CHANNELS:
        Recipient.objects.get_or_create(
            channel=channel,
            name="示范企业客服（演示）",
            defaults={"way": Way.EMAIL, "email": f"service@{DOMAIN}", "contact": f"service@{DOMAIN}"},
        )
    return Cast(
        consumer=Actor.of_user(consumer),
        neighbours=Actor.of_user(neighbours),
        caseworker=Actor.of_user(caseworker),
        supervisor=Actor.of_user(supervisor),
        lawyer=lawyer,
        lawyer_actor=Actor.of_user(lawyer),
    )


def _note(passwords: dict[str, str]) -> None:
    """Add the passwords that were just made to ``accounts.txt``; those of before stay as they are."""
    if not passwords:
        return
    path = Path(settings.ANNING_HOME) / "accounts.txt"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        for name, password in passwords.items():
            file.write(f"{name}\t{password}\n")
