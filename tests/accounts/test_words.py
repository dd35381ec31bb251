"""Every page and mail of an account speaks as the portal does: in its own templates, with 您, without a word of English."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from accounts.adapters import AccountAdapter, MFAAdapter
from accounts.models import User
from complaints.models import Access, Complaint
from complaints.services.codes import put_code
from tests.accounts.test_account import ADDRESS, make_account, said, sign_in
from tests.cases import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

# Frames and scripts of allauth, which say nothing.
SILENT = re.compile(r"(base_\w+|base|layouts/\w+|snippets/\w+|login_script|scripts)\.html$|elements/")
PASSWORD = "lantern-river-42x"


def pages() -> list[str]:
    """Every page of allauth that has no place holder in its address."""

    def walk(patterns: Any, before: str) -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield f"/{route}"
            else:
                yield from walk(pattern.url_patterns, route)

    routes = walk(get_resolver().url_patterns, "")
    found = [one for one in routes if one.startswith("/accounts/") and "<" not in one and "(" not in one]
    assert len(found) > 20
    return sorted(set(found))


def words_of(answer: Any) -> str:
    """What a person reads of a page; what is marked as another language's name stands for itself."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    page = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', " ", page, flags=re.S)
    shown = re.findall(r'(?:placeholder|title|aria-label|alt)="([^"]*)"', page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page) + " ".join(shown))


def check(answer: Any) -> None:
    foreign = [
        template.name
        for template in answer.templates
        if template.name and template.origin and "site-packages/allauth" in str(template.origin.name)
        if not SILENT.search(template.name)
    ]
    assert not foreign, foreign
    words = words_of(answer)
    assert "你" not in words, answer.request["PATH_INFO"]
    apart = re.sub(r"\S+@\S+|https?://\S+|\b[A-Z2-7]{20,}\b|[0-9a-f]{8,}|iPhone|iPad|App", " ", words)
    latin = re.findall(r"[A-Za-z]{3,}", apart)
    assert not latin, (answer.request["PATH_INFO"], latin)


def with_everything() -> Client:
    user = make_account()
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    sign_in(client)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def plain() -> Client:
    make_account()
    client = Client()
    sign_in(client)
    return client


@pytest.mark.parametrize("who", [Client, plain, with_everything])
def test_every_page_is_ours_and_says_you_politely(who: Callable[[], Client]):
    client = who()
    shown = 0
    for address in pages():
        if address.endswith(("recovery-codes/download/", "webauthn/login/", "webauthn/signup/")):
            continue  # a file of codes; what scripts ask for
        answer = client.get(address, follow=True)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            check(answer)
            shown += 1
    assert shown > 10


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/accounts/password/change/", {"oldpassword": "x", "password1": "a", "password2": "b"}),
        ("/accounts/reauthenticate/", {"password": "x"}),
        ("/accounts/reauthenticate/", {"password": ""}),
        ("/accounts/2fa/reauthenticate/", {"code": "000000"}),
        ("/accounts/email/", {"email": "not an address", "action_add": ""}),
        ("/accounts/email/", {"email": ADDRESS, "action_add": ""}),
    ],
)
def test_what_is_wrong_is_said_in_our_words(address: str, typed: dict[str, str]):
    answer = with_everything().post(address, typed, follow=True)
    check(answer)
    assert 'class="errors"' in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/accounts/login/", {"login": "nobody", "password": "x"}),
        ("/accounts/login/", {"login": "nobody@example.cn", "password": "x"}),
        ("/accounts/login/code/", {"email": "x"}),
        ("/accounts/signup/", {"email": ""}),
        ("/accounts/password/reset/", {"email": "x"}),
    ],
)
def test_so_it_is_before_anybody_has_signed_in(address: str, typed: dict[str, str]):
    answer = Client().post(address, typed, follow=True)
    check(answer)
    assert 'class="errors"' in answer.content.decode()


def test_a_password_is_forgotten_set_and_changed_in_our_words():
    user = make_account()
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    mail.outbox.clear()
    asked = client.post("/accounts/password/reset/", {"email": ADDRESS}, follow=True)
    check(asked)
    found = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert found
    form = client.get(found[1], follow=True)
    check(form)
    place = form.redirect_chain[-1][0]
    wrong = client.post(place, {"password1": "12345678", "password2": "87654321"}, follow=True)
    check(wrong)
    done = client.post(place, {"password1": f"{PASSWORD}9", "password2": f"{PASSWORD}9"}, follow=True)
    check(done)
    again = client.get(found[1], follow=True)
    check(again)
    assert "链接不能用了" in said(again)
    for letter in mail.outbox:
        assert "你" not in f"{letter.subject}{letter.body}"


def test_the_second_step_is_opened_in_our_words():
    client = plain()
    opened = client.get("/accounts/2fa/totp/activate/")
    check(opened)
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    check(wrong)
    assert "数字不对" in said(wrong)
    # Whoever lost the phone has no authenticator: what is asked for then is a recovery code.
    assert "或者一个没有用过的恢复码" in said(wrong)


def test_so_it_is_closed():
    client = with_everything()
    check(client.get("/accounts/2fa/recovery-codes/generate/"))
    check(client.get("/accounts/2fa/totp/deactivate/"))
    mail.outbox.clear()
    closed = client.post("/accounts/2fa/totp/deactivate/", follow=True)
    check(closed)
    assert "验证器关掉了" in said(closed)
    assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
    for letter in mail.outbox:
        assert "你" not in f"{letter.subject}{letter.body}"


def test_every_message_of_the_adapters_that_somebody_can_meet_is_ours():
    theirs = {"phone_password_mismatch", "phone_taken", "unknown_phone"}  # no telephone signs in here
    for adapter in (AccountAdapter, MFAAdapter):
        base = adapter.__mro__[1]
        same = {key for key, words in adapter.error_messages.items() if words is base.error_messages.get(key)}
        assert same <= theirs, same
    assert isinstance(get_adapter(), MFAAdapter)


def test_an_account_that_is_closed_says_where_its_cases_are():
    user = make_account()
    user.set_password(PASSWORD)
    user.is_active = False
    user.save()
    EmailAddress.objects.filter(user=user).update(verified=True)
    answer = Client().post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD}, follow=True)
    check(answer)
    check(Client().get("/accounts/inactive/"))
    assert User.objects.get().is_active is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/",
        "/accounts/password/reset/done/", "/return/", "/return/asked/", "/help/",
    ],
)  # fmt: skip
def test_where_no_mail_can_leave_a_page_that_sends_one_says_so(path: str, settings: Any) -> None:
    for leaves in (True, False):
        settings.EMAIL_LEAVES = leaves
        page = Client().get(path)
        assert page.status_code == 200
        assert ("信寄不出去" in page.content.decode()) is not leaves


@pytest.mark.django_db
def test_no_mail_is_called_sent_that_could_not_leave(settings: Any) -> None:
    for leaves in (True, False):
        settings.EMAIL_LEAVES = leaves
        page = (
            Client()
            .post("/accounts/login/code/", {"email": "nobody@example.cn"}, follow=True)
            .content.decode()
        )
        assert ("发了一封信到" in page) is leaves
        assert ("信寄不出去" in page) is not leaves
    for path, words in (
        ("/return/asked/", "会有一封信发过去"),
        ("/return/", "按信里的链接填电话"),
        ("/accounts/password/reset/", "我们寄一个重设密码的链接"),
        ("/accounts/password/reset/done/", "信几分钟内就到"),
        ("/help/", "登记时留过邮箱的，可以找回"),
    ):
        for leaves in (True, False):
            settings.EMAIL_LEAVES = leaves
            assert (words in Client().get(path).content.decode()) is leaves, path


@pytest.mark.parametrize("page", ["account/verification_sent.html", "account/verified_email_required.html"])
def test_no_page_says_of_a_mail_that_could_not_leave_that_it_was_posted(page: str, settings: Any) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    for leaves in (True, False):
        settings.EMAIL_LEAVES = leaves
        shown = render_to_string(page, request=request)
        assert ("寄了一封信给您" in shown) is leaves
        assert ("信寄不出去" in shown) is not leaves


@pytest.mark.django_db
def test_of_mails_of_an_account_and_its_cases_nothing_is_said_that_cannot_be(settings: Any) -> None:
    user = make_account()
    case = make_case(email="wang@example.cn", at=timezone.now())
    code = put_code(case.by, case.complaint, timezone.now(), {})
    Access.objects.filter(complaint=case.complaint, why="owner").update(until=timezone.now())
    Complaint.objects.filter(pk=case.complaint.pk).update(owner=None)
    client = Client()
    client.force_login(user)
    client.post("/resume/", {"code": code})
    number = case.complaint.number
    for leaves in (True, False):
        settings.EMAIL_LEAVES = leaves
        assert ("信寄不出去" in client.get("/accounts/email/").content.decode()) is not leaves
        for path, sent, not_sent in (
            ("/account/delete/", "那封信：发出 7 天后，连同地址一起删除", "的信寄不出去；为它存的地址，处理完 7 天后删除"),
            (f"/cases/{number}/", "登记时填了邮箱的，会发信告知", ""),
            (f"/cases/{number}/code/", "用登记时填的邮箱和电话可以换一个新的", "现在没有办法换一个新的"),
        ):  # fmt: skip
            shown = client.get(path).content.decode()
            assert (sent in shown) is leaves, path
            assert not_sent == "" or (not_sent in shown) is not leaves, path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/accounts/login/", "给我发验证码"),
        ("/accounts/signup/", "给我发验证码"),
        ("/accounts/login/code/", "给我发验证码"),
        ("/accounts/password/reset/", "寄链接"),
        ("/return/", "发信找回"),
    ],
)
def test_what_cannot_be_done_is_not_the_main_button(path: str, button: str, settings: Any) -> None:
    """The sign-in page said that no mail leaves above a big button that sends one."""
    for leaves in (True, False):
        settings.EMAIL_LEAVES = leaves
        page = Client().get(path).content.decode()
        main = re.search(rf'<button type="submit">{button}</button>', page)
        assert (main is not None) is leaves, path


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/login/code/"])
def test_no_page_waits_for_a_code_that_no_mail_brings(path: str, settings: Any) -> None:
    for leaves in (True, False):
        settings.EMAIL_LEAVES = leaves
        page = Client().post(path, {"email": f"nobody{leaves}@example.cn"}, follow=True).content.decode()
        assert ("<h1>验证码没有寄出</h1>" in page) is not leaves
        assert ("<h1>填验证码</h1>" in page) is leaves
        # What can be done instead, before the box that only whoever reads the server's files can fill.
        ways = page.partition("<details>")[0]
        assert ('class="button" href="/start/"' in ways and 'href="/resume/"' in ways) is not leaves
        assert ("再发一个" in page) <= leaves


@pytest.mark.django_db
def test_where_no_mail_leaves_nobody_is_asked_for_an_address_to_send_one_to(settings: Any) -> None:
    for leaves in (True, False):
        settings.EMAIL_LEAVES = leaves
        assert ('name="email"' in Client().get("/return/").content.decode()) is leaves
        asked = Client().get("/return/asked/").content.decode()
        assert ("现在不会有信，不用等" in asked) is not leaves
        assert ('class="button" href="/resume/"' in asked) is not leaves


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/start/", "/cases/"])
def test_how_to_file_for_somebody_is_told_where_one_begins(path: str) -> None:
    client = Client()
    client.force_login(User.objects.create_user("daughter"))
    page = client.get(path).content.decode()
    assert re.search(r'<a href="/help/#helping">怎么替人办</a>', page)
    help_page = client.get("/help/").content.decode()
    assert 'id="helping"' in help_page
    for words in ("请本人确认", "我来帮忙登记"):
        assert words in help_page
