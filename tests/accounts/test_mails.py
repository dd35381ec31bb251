"""The mails about an account, read as text: what happened, what to do, in one tone."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from core.retention_and_limits import ACCOUNT_MAILS_A_MINUTE, ACCOUNT_TOLD_A_DAY
from portal import settings as own
from tests.cases import make_user

pytestmark = pytest.mark.django_db

ADDRESS = "li@example.cn"
PASSWORD = "invented-pass-2931"


def after(address: str, fields: dict[str, str]) -> Any:
    mail.outbox.clear()
    Client().post(address, fields)
    (letter,) = mail.outbox
    said = letter.subject + letter.body
    for word in ("你", "Hello", "example.com", "Thank"):
        assert word not in said
    return letter


def an_account() -> Any:
    user = make_user("consumer", email=ADDRESS)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    return user


def test_signing_up_sends_a_code():
    letter = after("/accounts/signup/", {"email": ADDRESS, "password1": PASSWORD, "password2": PASSWORD})
    assert letter.subject == "[安宁] 邮箱验证码"
    assert re.search(r"^[A-Z0-9-]{6,}$", letter.body, re.MULTILINE)
    assert "不是您，不用理会" in letter.body
    mail.outbox.clear()
    Client(headers={"accept-language": "en"}).post("/accounts/signup/", {"email": "another@example.cn"})
    assert mail.outbox[-1].subject == "[Anning] E-mail code"


def test_who_has_an_account_already_is_told_there_alone():
    an_account()
    letter = after("/accounts/signup/", {"email": ADDRESS, "password1": PASSWORD, "password2": PASSWORD})
    assert letter.subject == "[安宁] 这个邮箱已经有账号"
    assert "/accounts/password/reset/" in letter.body


def test_nobody_fills_a_mailbox_with_mails_that_it_has_an_account_or_none():
    an_account()
    for page, address in (("signup", ADDRESS), ("login/code", "nobody@example.cn")):
        mail.outbox.clear()
        answers = {
            (answer.status_code, answer.headers.get("Location"))
            for answer in [Client().post(f"/accounts/{page}/", {"email": address}) for _turn in range(6)]
        }
        assert len(answers) == 1, "the answer is the same to the last"
        assert len(mail.outbox) == ACCOUNT_TOLD_A_DAY
    mail.outbox.clear()
    Client().post("/accounts/login/code/", {"email": ADDRESS})
    assert len(mail.outbox) == 1, "its owner signs in all the same"


def test_few_accounts_a_minute_are_asked_for_from_one_address(settings: Any):
    settings.ACCOUNT_RATE_LIMITS = own.ACCOUNT_RATE_LIMITS
    asked = [
        Client().post("/accounts/signup/", {"email": f"a{turn}@example.cn"}, REMOTE_ADDR="203.0.113.9")
        for turn in range(ACCOUNT_MAILS_A_MINUTE + 1)
    ]
    assert [one.status_code for one in asked] == [302] * ACCOUNT_MAILS_A_MINUTE + [429]


def test_a_code_to_sign_in_and_a_link_to_a_new_password():
    an_account()
    code = after("/accounts/login/code/", {"email": ADDRESS})
    assert code.subject == "[安宁] 登录验证码"
    assert re.search(r"^[A-Z0-9-]{6,}$", code.body, re.MULTILINE)
    link = after("/accounts/password/reset/", {"email": ADDRESS})
    assert link.subject == "[安宁] 重设密码"
    assert "/accounts/password/reset/key/" in link.body


def test_an_address_without_an_account_learns_that_none_is_needed():
    letter = after("/accounts/login/code/", {"email": "nobody@example.cn"})
    assert "没有注册过账号" in letter.body
    assert "有案件码就能打开" in letter.body


def test_a_changed_password_is_told_with_its_time():
    user = an_account()
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.force_login(user)
    mail.outbox.clear()
    fields = {"oldpassword": PASSWORD, "password1": f"{PASSWORD}-new", "password2": f"{PASSWORD}-new"}
    client.post("/accounts/password/change/", fields)
    (letter,) = mail.outbox
    assert letter.subject == "[安宁] 密码改过了"
    assert letter.body.startswith("您的密码改过了。")
    assert "不是您做的，请马上改密码" in letter.body
