"""Invitations, changes of rights, lost second factors: each leaves a line that nobody can change."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts import invitations, rights
from accounts.actors import Actor
from accounts.models import AccountMail, Invitation, Membership, Organisation, RightsChange, User
from core.retention_and_limits import INVITATION_LIFE, INVITATIONS_A_DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
MAILBOX = "xin@example.cn"
PASSWORD = "a-long-and-rare-passphrase"


@pytest.fixture
def organisation() -> Organisation:
    return Organisation.objects.create(name="甲市市场监督管理局", kind=Organisation.Kind.REGULATOR)


def member(organisation: Organisation, name: str, role: str, **more: Any) -> User:
    user = User.objects.create_user(name, f"{name}@example.cn", "x", is_staff=True)
    Membership.objects.create(user=user, organisation=organisation, role=role, **more)
    return user


@pytest.fixture
def keeper(organisation: Organisation) -> User:
    return member(organisation, "guanli", "administrator")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def invited(keeper: User, role: str = "caseworker", address: str = MAILBOX, **more: Any) -> Invitation:
    organisation = keeper.memberships.get().organisation
    return invitations.invite(
        by=Actor.of_user(keeper), organisation=organisation, address=address, role=role, **more
    )


def link() -> str:
    """That of the newest mail."""
    invitations.send_account_mails()
    found = re.search(r"/invitation/\S+", mail.outbox[-1].body)
    assert found
    return found[0]


def test_who_is_invited_makes_an_account_by_the_link_once(keeper: User, client: Client) -> None:
    made = invited(keeper)
    assert made.token_digest == "", "before it is mailed there is no link"
    where = link()
    sent = mail.outbox[-1]
    assert sent.to == [MAILBOX]
    assert "甲市市场监督管理局" in sent.subject
    assert "经办人" in sent.body
    made.refresh_from_db()
    token = where.split("/")[2]
    assert token not in (made.token_digest, made.address)
    assert not re.search(r"xin|@|\d{7}", where), "nothing of a person stands in the address"
    for _look in range(2):
        assert client.get(where).status_code == 200
    assert not User.objects.filter(email=MAILBOX).exists(), "looking does nothing"
    typed = {"username": "xinren", "password": PASSWORD, "password_again": PASSWORD}
    wrong = client.post(where, {**typed, "password_again": "another"})
    assert wrong.status_code == 422
    assert "两次写的密码不一样" in wrong.content.decode()
    assert client.post(where, {**typed, "username": "guanli"}).status_code == 422
    assert client.post(where, {**typed, "password": "1234", "password_again": "1234"}).status_code == 422
    assert client.post(where, typed).status_code == 302
    person = User.objects.get(username="xinren")
    assert (person.is_staff, person.email) == (True, MAILBOX)
    assert EmailAddress.objects.get(user=person).verified
    assert Actor.of_user(person).organisation_ids == (made.organisation_id,)
    assert Client().get(where).status_code == 404, "the link works once"
    assert Client().post(where, {**typed, "username": "other"}).status_code == 404
    acts = list(RightsChange.objects.order_by("pk").values_list("act", "by", "person"))
    assert acts == [
        ("invited", f"user:{keeper.pk}", ""),
        ("joined", f"user:{person.pk}", f"user:{person.pk}"),
    ]
    assert MAILBOX not in str(list(RightsChange.objects.values()))


def test_whose_mailbox_has_an_account_joins_with_that_one_alone(keeper: User) -> None:
    known = User.objects.create_user("laoren", MAILBOX, "x")
    EmailAddress.objects.create(user=known, email=MAILBOX, verified=True, primary=True)
    stranger = User.objects.create_user("moshengren", "m@example.cn", "x")
    invited(keeper)
    where = link()
    assert "已经有账号" in Client().get(where).content.decode()
    typed = {"username": "erhao", "password": PASSWORD, "password_again": PASSWORD}
    assert Client().post(where, typed).status_code == 422
    assert signed_in(stranger).post(where).status_code == 422
    assert not known.memberships.exists()
    assert signed_in(known).post(where).status_code == 302
    assert known.memberships.get().role == "caseworker"
    assert not User.objects.filter(username="erhao").exists()


@pytest.mark.parametrize("how", ["taken back", "too old", "invited again", "organisation off"])
def test_a_link_that_is_over_opens_nothing(keeper: User, how: str) -> None:
    by, made = Actor.of_user(keeper), invited(keeper)
    where = link()
    if how == "taken back":
        invitations.take_back_invitation(by=by, invitation=made)
    elif how == "too old":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "invited again":
        invited(keeper)
    else:
        Organisation.objects.update(active=False)
    assert Client().get(where).status_code == 404
    if how == "taken back":
        before = len(mail.outbox)
        AccountMail.objects.update(state="waiting", due_at=timezone.now())
        invitations.send_account_mails()
        assert len(mail.outbox) == before, "what was taken back is not mailed any more"


def test_only_who_keeps_the_members_invites_and_not_without_end(
    keeper: User, organisation: Organisation
) -> None:
    caseworker = member(organisation, "jingban", "caseworker")
    elsewhere = member(Organisation.objects.create(name="乙", kind="regulator"), "yi", "administrator")
    for nobody in (caseworker, elsewhere):
        with pytest.raises(rights.NotChanged, match="只有本机构的管理员"):
            invitations.invite(
                by=Actor.of_user(nobody), organisation=organisation, address=MAILBOX, role="supervisor"
            )
    assert not Invitation.objects.exists()
    with pytest.raises(rights.NotChanged, match="没有这个角色"):
        invited(keeper, role="lawyer")
    Invitation.objects.bulk_create(
        Invitation(
            organisation=organisation, address=f"a{one}@example.cn", role="caseworker", made_by="test",
            made_at=timezone.now(), expires_at=timezone.now() + INVITATION_LIFE,
        )
        for one in range(INVITATIONS_A_DAY)
    )  # fmt: skip
    with pytest.raises(rights.NotChanged, match="一天最多"):
        invited(keeper)
    assert not AccountMail.objects.exists(), "what is refused is not sent"


def test_old_invitations_and_their_mailboxes_are_forgotten_and_the_log_stays(keeper: User) -> None:
    invited(keeper)
    link()
    later = timezone.now() + INVITATION_LIFE + timedelta(days=31)
    invitations.send_account_mails(at=later)
    assert not Invitation.objects.exists()
    assert not AccountMail.objects.exists()
    assert RightsChange.objects.get().act == "invited"


# ── The log ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_change_of_rights_is_logged_with_before_and_after(
    keeper: User, organisation: Organisation
) -> None:
    person = member(organisation, "jingban", "caseworker")
    held = person.memberships.get()
    rights.set_rights(
        by=Actor.of_user(keeper), membership=held, role="supervisor", unit=None, channels=["12321"], kinds=[],
        exports_lists=True, until=None,
    )  # fmt: skip
    one = RightsChange.objects.get()
    assert (one.act, one.person, one.by) == ("changed", f"user:{person.pk}", f"user:{keeper.pk}")
    assert (one.before["role"], one.after["role"]) == ("caseworker", "supervisor")
    assert (one.before["channels"], one.after["channels"]) == ([], ["12321"])
    assert (one.before["exports_lists"], one.after["exports_lists"]) == (False, True)
    rights.end_membership(by=Actor.of_user(keeper), membership=held)
    assert RightsChange.objects.count() == 2
    assert Actor.of_user(User.objects.get(pk=person.pk)).organisation_ids == ()


def test_nobody_changes_or_deletes_a_line_of_the_log(keeper: User) -> None:
    invited(keeper)
    for change in (lambda rows: rows.update(by="user:0"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(RightsChange.objects.all())
    assert RightsChange.append_only


def test_nobody_gives_themselves_a_right(keeper: User, organisation: Organisation) -> None:
    own = keeper.memberships.get()
    with pytest.raises(rights.NotChanged, match="另一位管理员"):
        rights.set_rights(
            by=Actor.of_user(keeper), membership=own, role="supervisor", unit=None, channels=[], kinds=[],
            exports_lists=True, until=None,
        )  # fmt: skip
    assert keeper.memberships.get().role == "administrator"


def test_what_is_changed_in_the_administration_is_logged_too(organisation: Organisation) -> None:
    root = signed_in(User.objects.create_superuser("root", "root@example.cn", "x"))
    person = User.objects.create_user("ren", "ren@example.cn", "x", is_staff=True)
    joined = {"user": person.pk, "organisation": organisation.pk, "role": "caseworker", "until": ""}
    assert root.post("/admin/accounts/membership/add/", joined).status_code == 302
    pk = person.memberships.get().pk
    changed = {**joined, "role": "supervisor", "exports_lists": "on"}
    assert root.post(f"/admin/accounts/membership/{pk}/change/", changed).status_code == 302
    inline = {
        "memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "1", "memberships-0-id": pk,
        "memberships-0-user": person.pk, "memberships-0-organisation": organisation.pk,
        "memberships-0-role": "auditor", "username": "ren", "email": "ren@example.cn", "is_active": "on",
        "date_joined_0": "2026-01-01", "date_joined_1": "00:00",
    }  # fmt: skip
    assert root.post(f"/admin/accounts/user/{person.pk}/change/", inline).status_code == 302
    off = {"name": organisation.name, "kind": "regulator", "region": "", "contact": ""}
    assert root.post(f"/admin/accounts/organisation/{organisation.pk}/change/", off).status_code == 302
    assert root.post(f"/admin/accounts/membership/{pk}/delete/", {"post": "yes"}).status_code == 302
    told = [
        (one.act, one.before.get("role"), one.after.get("role"))
        for one in RightsChange.objects.order_by("pk")
    ]
    assert told == [
        ("joined", None, "caseworker"),
        ("changed", "caseworker", "supervisor"),
        ("account", None, None),
        ("changed", "supervisor", "auditor"),
        ("organisation", None, None),
        ("ended", "auditor", None),
    ]
    account = RightsChange.objects.get(act="account")
    assert (account.before["is_staff"], account.after["is_staff"]) == (True, False)


# ── A lost second factor ─────────────────────────────────────────────────────────────────────────────────────────────


def with_factor(user: User) -> User:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


def test_a_lost_second_factor_is_reset_by_another_with_a_record_and_a_mail(
    keeper: User, organisation: Organisation
) -> None:
    person = with_factor(member(organisation, "diule", "caseworker"))
    device = Client()
    device.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    UserSession.objects.create(user=person, ip="127.0.0.1", session_key=device.session.session_key)
    assert device.get("/account/").status_code == 200
    with pytest.raises(rights.NotChanged, match="怎样核实"):
        rights.reset_second_factor(by=Actor.of_user(keeper), person=person, why=" ")
    rights.reset_second_factor(by=Actor.of_user(keeper), person=person, why="当面看过工作证")
    assert not Authenticator.objects.filter(user=person).exists()
    assert device.get("/account/").status_code == 302, "every sign-in has ended"
    one = RightsChange.objects.get()
    assert (one.act, one.before, one.after) == (
        "factor_reset", {"second_factor": ["totp"]}, {"second_factor": [], "why": "当面看过工作证"},
    )  # fmt: skip
    invitations.send_account_mails()
    assert [one.to for one in mail.outbox] == [["diule@example.cn"]]
    assert "第二重验证" in mail.outbox[0].subject


def test_who_may_not_reset_a_second_factor(keeper: User, organisation: Organisation) -> None:
    other = Organisation.objects.create(name="乙", kind="regulator")
    both = with_factor(member(organisation, "liangchu", "caseworker"))
    Membership.objects.create(user=both, organisation=other, role="caseworker")
    root = with_factor(User.objects.create_superuser("root", "root@example.cn", "x"))
    colleague = member(organisation, "tongshi", "supervisor")
    for by, person in ((keeper, keeper), (keeper, both), (keeper, root), (colleague, both), (root, root)):
        with pytest.raises(rights.NotChanged, match="另一位管理员"):
            rights.reset_second_factor(by=Actor.of_user(by), person=person, why="电话")
    assert Authenticator.objects.count() == 2
    rights.reset_second_factor(by=Actor.of_user(root), person=both, why="电话")
    assert {one.organisation_id for one in RightsChange.objects.all()} == {organisation.pk, other.pk}
