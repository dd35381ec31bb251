"""Deleting an account: what goes, what stays, how its cases go on (个人信息保护法 47)."""

import re
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from accounts.actors import Actor, code_digest
from accounts.models import UnsentText, User
from complaints import services
from complaints.models import Access, CodeMail, Complaint, Draft, LedgerEntry, NumberSeries
from complaints.services import ComplainantInput, send_code_mails
from complaints.services.codes import put_code
from complaints.services.leaving import held_by
from core.language import read_in
from core.retention_and_limits import CODE_MAILS_KEPT, FRESH_SIGN_IN
from filings.models import Filing
from filings.services import sweep_outbox
from tests.accounts.test_account import ADDRESS, make_account, said, sign_in
from tests.callers import filing
from tests.cases import NOW, facts_at, make_case, make_desk, make_user, queued
from tests.filings.test_helpers import helped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

PAGE = "/account/delete/"


def filed_by(user: User, *, by: Actor | None = None, draft: Draft | None = None) -> Complaint:
    return services.file_complaint(
        by=by or Actor.of_user(user),
        draft=draft,
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
    assert '<a class="back" href="/">' in said(answer)
    assert 'href="/resume/"' in said(answer)
    assert Client().get("/account/deleted/")["Location"] == "/resume/", (
        "of an account that nobody deleted here"
    )


def test_every_case_of_an_account_gets_its_code_however_many_there_are(monkeypatch: Any):
    monkeypatch.setattr("complaints.views.codes.MOST_HELD", 2)
    user = make_account()
    for _turn in range(3):
        filed_by(user)
    client = Client()
    sign_in(client)
    answer = deleted(client)
    codes = set(Access.objects.in_force().filter(why="code").values_list("complaint_id", flat=True))
    assert len(codes) == 3
    assert len(re.findall(r'class="code big"', said(answer))) == 3
    assert len(client.session["case_codes"]) == 3


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
    assert "登记过的投诉没有删，用案件码打开" in str(told[0].body)
    assert "/return/" in str(told[0].body)


def test_of_an_account_without_cases_no_mail_says_that_there_are_some():
    user = make_account()
    services.leave_account(by=Actor.of_user(user))
    mail.outbox.clear()
    send_code_mails()
    [told] = mail.outbox
    assert "所有设备都退出了" in str(told.body)
    for word in ("投诉", "案件码"):
        assert word not in str(told.body)


def test_the_last_mail_is_in_the_language_that_its_owner_read(marked: None):
    user = make_account()
    filed_by(user)
    with read_in("en"):
        services.leave_account(by=Actor.of_user(user))
    mail.outbox.clear()
    send_code_mails()
    told = next(one for one in mail.outbox if "注销" in one.subject)
    assert told.subject == "⟦您的账号已注销⟧"
    assert "月" not in str(told.body), "the day as English writes it"


def test_the_address_of_the_last_mail_is_kept_as_long_as_the_mail_says():
    services.leave_account(by=Actor.of_user(make_account()), at=NOW)
    mail.outbox.clear()
    send_code_mails(at=NOW)
    assert f"发信 {CODE_MAILS_KEPT.days} 天以后，我们会把这个地址也删除" in str(mail.outbox[0].body)
    services.forget_code_mails(at=NOW + CODE_MAILS_KEPT - timedelta(hours=1))
    assert CodeMail.objects.get().to == ADDRESS
    services.forget_code_mails(at=NOW + CODE_MAILS_KEPT)
    assert not CodeMail.objects.exists()


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


def test_what_left_the_account_a_moment_before_is_left_to_whose_it_is(monkeypatch: pytest.MonkeyPatch):
    """What the account held was looked at before each case was locked."""
    case, other = make_case(at=timezone.now()), helped(email="")
    account = Actor.of_user(case.owner)
    Access.objects.create(
        complaint=other.complaint, user=case.owner, why="helper", since=NOW, granted_by="guardian"
    )
    held, at = held_by(account), timezone.now()
    for one in (case, other):
        Access.objects.filter(complaint=one.complaint).update(until=at + timedelta(seconds=1))
    Complaint.objects.filter(pk=case.complaint.pk).update(owner=None)
    code = put_code(Actor(), case.complaint, at, {})
    monkeypatch.setattr("complaints.services.leaving.held_by", lambda by: held)
    assert services.leave_account(by=account, at=at) == []
    assert Access.objects.in_force().get(complaint=case.complaint, why="code").code == code
    record = LedgerEntry.objects.values_list("act", flat=True)
    assert not {"account_left", "help_ended"} & set(record)


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
    with pytest.raises(services.NotLeft, match="已经注销"):
        services.leave_account(by=Actor.of_user(user))
    assert LedgerEntry.objects.filter(complaint=case, act="account_left").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_give_each_case_one_code_and_it_is_the_one_that_is_shown():
    user = make_account()
    case = filed_by(user)
    refused: list[BaseException] = []

    def leaves() -> None:
        try:
            services.leave_account(by=Actor.of_user(user))
        except services.NotLeft as why:
            refused.append(why)
        finally:
            connection.close()

    other = threading.Thread(target=leaves, daemon=True)
    with transaction.atomic():
        [(_case, shown)] = services.leave_account(by=Actor.of_user(user))
        other.start()
        until_somebody_waits()
    other.join(60)
    assert [str(why) for why in refused] == ["这个账号已经注销了。没有改动任何内容。"]
    assert Access.objects.in_force().get(complaint=case, why="code").code == shown


@pytest.mark.django_db(transaction=True)
def test_no_case_goes_into_an_account_that_is_being_deleted():
    user, case = make_account(), make_case(at=timezone.now())
    with transaction.atomic():
        code = put_code(case.by, case.complaint, timezone.now(), {})
        Access.objects.filter(complaint=case.complaint, why="owner").update(until=timezone.now())
        Complaint.objects.filter(pk=case.complaint.pk).update(owner=None)
    refused: list[BaseException] = []

    def takes_over() -> None:
        try:
            by = Actor.of_user(user, codes=[code_digest(code)])
            services.take_over(by=by, complaint=case.complaint)
        except services.NotTakenOver as why:
            refused.append(why)
        finally:
            connection.close()

    other = threading.Thread(target=takes_over, daemon=True)
    with transaction.atomic():
        services.leave_account(by=Actor.of_user(user))
        other.start()
        until_somebody_waits()
    other.join(60)
    assert "已经注销" in str(refused[0])
    assert Access.objects.in_force().get(complaint=case.complaint, why="code").code == code


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by_code", [True, False])
def test_nothing_is_filed_into_an_account_that_is_being_deleted(by_code: bool):
    """By the code of its draft, from elsewhere; by the account, without a draft."""
    user = make_account()
    by, draft = Actor.of_user(user), None
    if by_code:
        draft, code = services.open_draft(by=by)
        by = Actor(codes=(code_digest(code),))
    refused: list[BaseException] = []

    def files() -> None:
        try:
            filed_by(user, by=by, draft=draft)
        except Exception as why:
            refused.append(why)
        finally:
            connection.close()

    other = threading.Thread(target=files, daemon=True)
    with transaction.atomic():
        services.leave_account(by=Actor.of_user(user))
        other.start()
        until_somebody_waits()
    other.join(60)
    assert [str(why) for why in refused] == ["这个账号刚刚注销了，账号里的草稿也删除了。没有登记。"]
    assert not Complaint.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_being_filed_leaves_the_account_with_its_code():
    user = make_account()
    draft, _code = services.open_draft(by=Actor.of_user(user))
    codes: list[Any] = []

    def leaves() -> None:
        try:
            codes.extend(services.leave_account(by=Actor.of_user(user)))
        finally:
            connection.close()

    other = threading.Thread(target=leaves, daemon=True)
    with transaction.atomic():
        case = filed_by(user, draft=draft)
        other.start()
        until_somebody_waits()
    other.join(60)
    assert [one.pk for one, _code in codes] == [case.pk]
    assert Complaint.objects.get().owner is None


def test_who_files_as_the_account_goes_is_told_that_nothing_was_filed():
    user = make_account()
    client = APIClient()
    client.force_authenticate(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    answer = client.post("/api/v1/complaints/", filing(), format="json")
    assert answer.status_code == 409
    assert answer.json() == {"detail": "这个账号刚刚注销了，账号里的草稿也删除了。没有登记。"}
    assert not Complaint.objects.exists()
    assert not NumberSeries.objects.exists(), "no number is missing"


def until_somebody_waits() -> None:
    deadline = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN"
                " (SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    pytest.fail("nobody waited")


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
