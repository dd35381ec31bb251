"""Deleting an account: what goes, what stays, how its cases go on (个人信息保护法 47)."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import models
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token

from accounts.actors import Actor
from accounts.models import UnsentText, User
from complaints import services
from complaints.models import Access, Complaint, Draft, LedgerEntry
from complaints.services import ComplainantInput, send_code_mails
from core.retention_and_limits import FRESH_SIGN_IN
from filings.models import Filing
from filings.services import sweep_outbox
from tests.accounts.test_account import ADDRESS, make_account, said, sign_in
from tests.cases import NOW, facts_at, make_case, make_desk, make_user, queued
from tests.filings.test_helpers import helped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

PAGE = "/account/delete/"


def filed_by(user: User) -> Complaint:
    return services.file_complaint(
        by=Actor.of_user(user),
        kind="harassment",
        situations=["optout_ignored"],
        story="",
        facts=facts_at(NOW),
        complainant=ComplainantInput("王小宁", phone="13900001234", email=ADDRESS, region="310113"),
        at=NOW,
    ).complaint


def stale(client: Client) -> None:
    session = client.session
    for one in session["account_authentication_methods"]:
        one["at"] -= FRESH_SIGN_IN.total_seconds() + 1
    session.save()


def deleted(client: Client, **more: Any) -> Any:
    return client.post(PAGE, {"sure": "on", **more}, follow=True)


def test_nothing_personal_of_the_account_stays_anywhere():
    user = make_account()
    user.first_name, user.last_name, user.language = "小宁", "王", "en"
    user.set_password("lantern-river-42x")
    user.save()
    client, elsewhere = Client(), Client()
    sign_in(client)
    sign_in(elsewhere)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    Token.objects.create(user=user)
    soon = timezone.now() + timedelta(hours=1)
    UnsentText.objects.create(
        token_digest="x", who=f"user:{user.pk}", fields="[]", kept_at=timezone.now(), expires_at=soon
    )
    services.open_draft(by=Actor.of_user(user))
    keys = list(UserSession.objects.values_list("session_key", flat=True))
    deleted(client)
    row = User.objects.get()
    kept = {
        field.name: getattr(row, field.name)
        for field in User._meta.concrete_fields
        if field.name not in ("id", "password", "date_joined")
    }
    assert kept == {
        "last_login": None,
        "is_superuser": False,
        "username": f"closed-{row.pk}",
        "first_name": "",
        "last_name": "",
        "email": "",
        "is_staff": False,
        "is_active": False,
        "worked": False,
        "language": "",
    }
    assert not row.has_usable_password()
    assert row.date_joined > timezone.now() - timedelta(minutes=5), "when they joined is gone"
    for model in (EmailAddress, Authenticator, UserSession, UnsentText, Draft, Token):
        assert not model._default_manager.exists(), model
    assert not Session.objects.filter(session_key__in=keys).exists()
    assert "/accounts/login/" in elsewhere.get("/account/")["Location"]
    # No row of any app names the account but those of a case, by its number.
    pointing = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is User
        if model._default_manager.filter(**{field.name: row}).exists()
    }
    assert pointing <= {"Access.user"}


def test_cases_go_on_by_a_code_and_the_record_says_so():
    user = make_account()
    first, second = filed_by(user), filed_by(user)
    client = Client()
    sign_in(client)
    shown = said(client.get(PAGE))
    assert "登记过的 2 件投诉" in shown
    assert first.number in shown
    answer = deleted(client)
    assert answer.redirect_chain[-1][0] == "/account/deleted/"
    codes = {one.complaint_id: one.code for one in Access.objects.in_force().filter(why="code")}
    for case in (first, second):
        assert codes[case.pk] in said(answer)
        case.refresh_from_db()
        assert case.owner is None
        entry = LedgerEntry.objects.filter(complaint=case).latest("sequence")
        assert (entry.act, entry.actor) == ("account_left", f"user:{user.pk}")
        assert ADDRESS not in str(entry.detail)
        another = Client()
        assert another.post("/resume/", {"code": codes[case.pk]}).status_code == 302
        page = another.get(f"/cases/{case.number}/").content.decode()
        assert "账号注销，投诉退出账号" in page
    assert said(client.get("/account/deleted/")).count(codes[first.pk]) == 1, "also after a reload"
    assert codes[first.pk] not in said(Client().get("/account/deleted/"))


def test_what_was_sent_stays_with_its_recipient():
    recipient, caseworker = make_desk()
    case = make_case(at=timezone.now())
    filing = queued(case, recipient, at=timezone.now())
    sweep_outbox()
    services.leave_account(by=case.by)
    assert Filing.objects.visible_to(caseworker).get(pk=filing.pk).state == "acknowledged"


def test_the_old_address_is_told_that_it_was_done():
    user = make_account()
    EmailAddress.objects.create(user=user, email="second@example.cn", verified=True)
    EmailAddress.objects.create(user=user, email="never@example.cn", verified=False)
    case = filed_by(user)
    client = Client()
    sign_in(client)
    mail.outbox.clear()
    deleted(client)
    send_code_mails()
    told = [one for one in mail.outbox if "注销" in one.subject]
    assert {one.to[0] for one in told} == {ADDRESS, "second@example.cn"}
    assert "注销了：邮箱、密码、通行密钥和登录记录都删除了" in str(told[0].body)
    assert case.number not in str(told[0].body)


def test_it_takes_a_fresh_sign_in_and_a_tick():
    make_account()
    client = Client()
    sign_in(client)
    assert "请先勾选" in said(client.post(PAGE, {}))
    stale(client)
    shown = said(client.get(PAGE))
    assert "先确认是您" in shown
    assert 'name="sure"' not in shown
    assert "登录已经久了" in said(deleted(client))
    assert User.objects.get().is_active
    out = client.post("/accounts/logout/", {"next": f"/accounts/login/code/?next={PAGE}"})
    assert out["Location"] == f"/accounts/login/code/?next={PAGE}"
    forced = Client()
    forced.force_login(User.objects.get())
    assert "先确认是您" in said(forced.get(PAGE)), "of a sign-in that nobody remembers nothing is known"


def test_who_has_a_password_confirms_with_it():
    user = make_account()
    user.set_password("lantern-river-42x")
    user.save()
    client = Client()
    sign_in(client)
    stale(client)
    assert "/accounts/reauthenticate/?next=" in said(client.get(PAGE))
    back = client.post(f"/accounts/reauthenticate/?next={PAGE}", {"password": "lantern-river-42x"})
    assert back["Location"] == PAGE
    deleted(client)
    assert not User.objects.get().is_active


def test_the_help_of_others_ends_and_their_cases_stay():
    case = helped()
    services.leave_account(by=case.by)
    assert not Access.objects.in_force().filter(user=case.owner).exists()
    assert LedgerEntry.objects.filter(complaint=case.complaint).latest("sequence").act == "help_ended"
    assert Complaint.objects.filter(pk=case.complaint.pk).exists()


def test_staff_and_lawyers_are_not_deleted_here_and_nobody_signed_in_is_sent_to_sign_in(client: Client):
    _recipient, caseworker = make_desk()
    with pytest.raises(services.NotLeft, match="管理员"):
        services.leave_account(by=caseworker)
    worked = make_user("worked", worked=True)
    with pytest.raises(services.NotLeft):
        services.leave_account(by=Actor.of_user(worked))
    assert "/accounts/login/" in client.get(PAGE)["Location"]


def test_a_second_tab_deletes_nothing_twice():
    user = make_account()
    case = filed_by(user)
    client = Client()
    sign_in(client)
    deleted(client)
    assert "/accounts/login/" in client.post(PAGE, {"sure": "on"})["Location"]
    assert Access.objects.in_force().filter(complaint=case, why="code").count() == 1


def test_the_address_can_open_an_account_again(client: Client):
    make_account()
    first = Client()
    sign_in(first)
    deleted(first)
    mail.outbox.clear()
    asked = client.post("/accounts/signup/", {"email": ADDRESS})
    assert asked["Location"] == "/accounts/confirm-email/"
    assert "验证码" in str(mail.outbox[-1].body)
    assert User.objects.count() == 2
