"""An account for who wants one: by a code in a mail, without a password; its devices, and what no stranger learns or guesses."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.models import User
from accounts.sign_ins import UNKNOWN, device_of
from complaints.models import Complaint
from core.retention_and_limits import ENDED_SIGN_IN_LIFE, SESSION_LIFE, SIGN_IN_CODE_LIFE, WRONG_SIGN_IN_CODES
from tests.complaints.test_codes import PERSON, code_of
from tests.hostile.cases import filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

ADDRESS = "wang@example.cn"
ANDROID = "Mozilla/5.0 (Linux; Android 14; X) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
# A code as allauth makes it, alone on its line.
CODE = re.compile(r"^([A-Z0-9]{3,5}-[A-Z0-9]{3,5})$", re.M)


def code_in_mail() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def sign_up(client: Client, address: str = ADDRESS) -> Any:
    asked = client.post("/accounts/signup/", {"email": address})
    assert asked["Location"] == "/accounts/confirm-email/"
    return client.post("/accounts/confirm-email/", {"code": code_in_mail()}, follow=True)


def sign_in(client: Client, address: str = ADDRESS, **more: Any) -> Any:
    asked = client.post("/accounts/login/code/", {"email": address}, **more)
    assert asked["Location"].startswith("/accounts/login/code/confirm/")
    return client.post("/accounts/login/code/confirm/", {"code": code_in_mail()}, follow=True, **more)


def make_account(address: str = ADDRESS) -> User:
    user = User.objects.create_user("wang", address)
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


# ── Signing up and in ────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_address_is_enough_and_a_case_opened_by_code_is_still_there_after_signing_out(client: Client):
    complaint = filed(client, you=PERSON)
    code = code_of(complaint)
    mail.outbox.clear()
    shown = said(sign_up(client))
    assert "我的案件" in shown
    assert complaint.number in shown
    assert "不在您的账号里" in shown
    user = User.objects.get()
    assert not user.has_usable_password()
    taken = client.post(f"/cases/{complaint.number}/take-over/", follow=True)
    assert "已转入您的账号" in said(taken)

    client.post("/accounts/logout/")
    assert client.get(f"/cases/{complaint.number}/").status_code == 404
    another = Client()
    assert complaint.number in said(sign_in(another))
    assert another.get(f"/cases/{complaint.number}/").status_code == 200
    assert Client().post("/resume/", {"code": code}).status_code == 422


def test_several_cases_stand_in_one_account_and_each_is_taken_over_from_the_list(client: Client):
    first, second = filed(client), filed(client)
    client.force_login(make_account())
    for complaint in (first, second):
        assert f'action="/cases/{complaint.number}/take-over/"' in client.get("/cases/").content.decode()
        client.post(f"/cases/{complaint.number}/take-over/")
    shown = client.get("/cases/").content.decode()
    assert "take-over" not in shown
    assert set(Complaint.objects.values_list("owner__email", flat=True)) == {ADDRESS}
    assert first.number in shown
    assert second.number in shown


def test_mails_come_from_anning_in_one_tone(client: Client):
    sign_up(client)
    client.post("/accounts/logout/")
    sign_in(client)
    client.post(
        "/accounts/password/set/", {"password1": "lantern-river-42x", "password2": "lantern-river-42x"}
    )
    for page in ("/accounts/signup/", "/accounts/password/reset/"):
        Client().post(page, {"email": ADDRESS})
    Client().post("/accounts/login/code/", {"email": "nobody@example.cn"})
    assert len(mail.outbox) == 6
    assert "/accounts/login/code/" in str(mail.outbox[3].body), "who has an account needs no password"
    for letter in mail.outbox:
        text = f"{letter.subject}\n{letter.body}"
        assert text.startswith("[安宁] ")
        assert "\n安宁 " in text
        assert "你" not in text
        apart = re.sub(r"https?://\S+|\S+@\S+|安宁 \S+|用户名是 \w+", "", CODE.sub("", text))
        assert not re.search(r"[A-Za-z]{3,}", apart), text


def test_a_code_ends_after_its_time(client: Client):
    make_account()
    client.post("/accounts/login/code/", {"email": ADDRESS})
    code = code_in_mail()
    session = client.session
    asked = session["account_login"]["state"]["stages"]["login_by_code"]["data"]
    asked["at"] -= SIGN_IN_CODE_LIFE.total_seconds() + 1
    session.save()
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in client.session


# ── What no stranger learns or guesses ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("page", ["/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"])
def test_nobody_learns_whether_an_address_has_an_account(page: str):
    make_account()

    def asked(address: str) -> tuple[str, str]:
        answer = Client().post(page, {"email": address}, follow=True)
        shown = answer.content.decode().replace(address, "…")
        shown = re.sub(r'(name="(csrfmiddlewaretoken|before)" value=")[^"]*', r"\1", shown)
        return str(answer.redirect_chain), re.sub(r'(value|data-exits)="[\w:-]{30,}"', "", shown)

    assert asked(ADDRESS) == asked("nobody@example.cn")


@pytest.mark.parametrize("begin", ["/accounts/login/code/", "/accounts/signup/"])
def test_three_wrong_codes_end_the_code(client: Client, begin: str):
    if begin == "/accounts/login/code/":
        make_account()
    place = client.post(begin, {"email": ADDRESS})["Location"]
    code = code_in_mail()
    for tried in range(WRONG_SIGN_IN_CODES):
        answer = client.post(place, {"code": "AAAA-AAAA"})
        assert answer.status_code == (302 if tried == WRONG_SIGN_IN_CODES - 1 else 200)
    client.post(place, {"code": code})
    assert "_auth_user_id" not in client.session


def test_the_pages_of_a_code_say_its_time_and_its_tries(client: Client, settings: Any):
    settings.EMAIL_LEAVES = True
    make_account()
    shown = said(client.post("/accounts/login/code/", {"email": ADDRESS}, follow=True))
    minutes = int(SIGN_IN_CODE_LIFE.total_seconds()) // 60
    assert f"{minutes} 分钟内有效，填错 {WRONG_SIGN_IN_CODES} 次作废" in shown
    assert f"{minutes} 分钟内有效" in str(mail.outbox[-1].body)


def test_a_code_signs_in_only_the_browser_that_asked_for_it(client: Client):
    make_account()
    client.post("/accounts/login/code/", {"email": ADDRESS})
    stranger = Client()
    stranger.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
    assert "_auth_user_id" not in stranger.session


def test_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in(client: Client):
    make_account()
    client.post("/accounts/login/code/", {"email": ADDRESS})
    planted = client.session.session_key
    client.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
    assert "_auth_user_id" in client.session
    assert client.session.session_key != planted
    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert stranger.get("/account/").status_code == 302


def test_whoever_has_a_passkey_uses_it_again_before_another_way_in_is_added(client: Client):
    user = make_account()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": {}}
    )
    client.force_login(user)
    for page in (
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/recovery-codes/generate/",
    ):
        assert "/reauthenticate/" in client.get(page)["Location"]


# ── Where it is signed in ────────────────────────────────────────────────────────────────────────────────────────────
def test_devices_are_listed_and_each_can_be_ended(client: Client, django_assert_max_num_queries: Any):
    make_account()
    phone, lost, third = Client(), Client(), Client()
    for one, agent in ((phone, ANDROID), (lost, "Mozilla/5.0 (iPhone) MicroMessenger"), (third, "")):
        sign_in(one, headers={"user-agent": agent}, REMOTE_ADDR="203.0.113.7")
    with django_assert_max_num_queries(9):
        shown = said(phone.get("/account/"))
    assert shown.count("登录，网络地址 203.0.113.7") == 3
    assert '安卓手机或平板 · Chrome</strong> <span class="tag">这台设备' in shown
    row = UserSession.objects.get(session_key=lost.session.session_key)
    assert "已经在那里退出" in said(phone.post("/account/sign-out/", {"device": row.pk}, follow=True))
    assert lost.get("/account/").status_code == 302
    assert third.get("/account/").status_code == 200
    phone.post("/account/sign-out/", {"device": "others"})
    assert third.get("/account/").status_code == 302
    assert said(phone.get("/account/")).count("登录，网络地址") == 1


@pytest.mark.parametrize("device", ["", "0", "-1", "x", "9" * 30, "theirs"])
def test_nobody_ends_the_sign_in_of_another_account_or_by_mistake_their_own(client: Client, device: str):
    make_account()
    sign_in(client)
    stranger = Client()
    other = User.objects.create_user("li", "li@example.cn")
    EmailAddress.objects.create(user=other, email="li@example.cn", verified=True, primary=True)
    sign_in(stranger, "li@example.cn")
    sign_in(Client(), "li@example.cn")
    theirs = str(UserSession.objects.get(session_key=client.session.session_key).pk)
    stranger.post("/account/sign-out/", {"device": theirs if device == "theirs" else device})
    assert client.get("/account/").status_code == 200
    assert UserSession.objects.count() == 3


def test_a_new_password_ends_the_other_sign_ins_and_they_are_not_listed(client: Client):
    make_account()
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    client.post(
        "/accounts/password/set/", {"password1": "lantern-river-42x", "password2": "lantern-river-42x"}
    )
    assert said(client.get("/account/")).count("登录，网络地址") == 1
    assert elsewhere.get("/account/").status_code == 302


def test_what_is_known_of_a_device_goes_after_its_sign_in(client: Client):
    make_account()
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    client.post("/accounts/logout/")
    now = timezone.now()
    services.forget_ended_sign_ins(at=now)
    assert UserSession.objects.count() == 2, "the one that is being made now may have no session yet"
    assert services.forget_ended_sign_ins(at=now + ENDED_SIGN_IN_LIFE + timedelta(minutes=1)) == 1
    assert elsewhere.get("/account/").status_code == 200
    assert services.forget_ended_sign_ins(at=now + SESSION_LIFE + timedelta(minutes=1)) == 1
    assert elsewhere.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (ANDROID, "安卓手机或平板 · Chrome"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) AppleWebKit/605 Safari/604", "iPhone · Safari"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Windows 电脑 · Edge"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/114 HuaweiBrowser/5", "鸿蒙手机或平板 · 华为浏览器"),
        ("curl/8", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_device_is_named_as_its_owner_knows_it(agent: str, device: str):
    assert device_of(agent) == device


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_pages_of_an_account_are_in_one_language_and_tone_and_one_tap_from_every_page(client: Client):
    make_account()
    assert "/accounts/signup/" in said(client.get("/accounts/login/"))
    sign_in(client)
    assert 'href="/account/"' in said(client.get("/"))
    assert client.get("/accounts/sessions/")["Location"] == "/account/"
    pages = (
        "/account/", "/accounts/email/", "/accounts/password/set/", "/accounts/2fa/", "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/", "/accounts/2fa/totp/activate/", "/accounts/logout/",
    )  # fmt: skip
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert 'href="/account/"' in said(answer)
        _in_one_tone(page, answer)
    client.post("/accounts/logout/")
    for page in (
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/login/code/",
        "/accounts/password/reset/",
    ):
        _in_one_tone(page, client.get(page))


def _in_one_tone(page: str, answer: Any) -> None:
    main = re.search(r"<main.*</main>", answer.content.decode(), re.S)
    assert main
    text = re.sub(r"<(script|noscript|style)\b.*?</\1>|<[^>]*>", " ", main[0], flags=re.S)
    assert "你" not in text, page
    left = set(re.findall(r"[A-Za-z]{3,}", re.sub(r"\S+@\S+", "", text))) - {"APP", "TOTP", "Windows", "Mac"}
    assert not {word for word in left if not re.fullmatch(r"[A-Z2-7]{16,}", word)}, (page, left)
