"""Signing in as people do: an account that an administrator made, the way to the desk, and who is kept out."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Membership, Organisation, User

pytestmark = pytest.mark.django_db

PASSWORD = "invented-pass-2931"


def administrator() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("guanli", "guanli@example.cn", PASSWORD))
    return client


def make_account(client: Client, **changed: str) -> int:
    given = {"username": "jingban", "email": "Jingban@example.cn", "usable_password": "true", **changed}
    return client.post(
        "/admin/accounts/user/add/", {**given, "password1": PASSWORD, "password2": PASSWORD}
    ).status_code


def test_an_account_that_an_administrator_made_signs_in_to_the_desk():
    assert make_account(administrator()) == 302
    user = User.objects.get(username="jingban")
    user.is_staff = True
    user.save()
    office = Organisation.objects.create(name="示例市局", kind="regulator")
    Membership.objects.create(user=user, organisation=office, role="caseworker")
    for login in ("jingban", "jingban@example.cn"):
        client = Client()
        entered = client.post(
            "/accounts/login/?next=/admin/filings/filing/", {"login": login, "password": PASSWORD}
        )
        assert entered["Location"] == "/admin/filings/filing/"
        assert client.get("/admin/filings/filing/").status_code == 200


@pytest.mark.parametrize("email", ["", "nonsense", "jingban@example.cn"])
def test_no_account_is_made_that_could_never_sign_in(email: str):
    client = administrator()
    assert make_account(client) == 302
    assert make_account(client, username="another", email=email) == 200
    assert not User.objects.filter(username="another").exists()


def test_a_consumer_who_signs_in_is_no_caseworker():
    client = Client()
    client.force_login(User.objects.create_user("consumer", "c@example.cn", PASSWORD))
    answer = client.get("/admin/", follow=True)
    assert "待办" not in answer.content.decode()
    assert answer.redirect_chain


@pytest.mark.parametrize(("staff", "leads_to"), [(True, "/admin/"), (False, "/cases/")])
def test_signing_in_leads_to_ones_work(staff: bool, leads_to: str):
    assert make_account(administrator()) == 302
    User.objects.filter(username="jingban").update(is_staff=staff)
    client = Client()
    assert "用户名或电子邮箱" in client.get("/accounts/login/").content.decode()
    entered = client.post("/accounts/login/", {"login": "jingban", "password": PASSWORD})
    assert entered["Location"] == leads_to


# ── The first account of all ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_superuser_who_was_made_on_the_command_line_signs_in(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", username="guanli", email="Guanli@Example.cn", verbosity=0)
    for login in ("guanli", "guanli@example.cn"):
        entered = Client().post("/accounts/login/", {"login": login, "password": PASSWORD})
        assert entered["Location"] == "/admin/"


@pytest.mark.parametrize("email", [None, "", "  ", "nonsense", "taken@example.cn"])
def test_none_is_made_that_could_never_sign_in(email: str | None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "")
    assert make_account(administrator(), email="taken@example.cn") == 302
    with pytest.raises(CommandError):
        call_command("createsuperuser", "--noinput", username="other", email=email, verbosity=0)
    assert not User.objects.filter(username="other").exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_it_asks_until_it_is_told_an_address(monkeypatch: pytest.MonkeyPatch):
    typed = iter(["guanli", "", "guanli@example.cn"])
    monkeypatch.setattr("builtins.input", lambda _asked: next(typed))
    monkeypatch.setattr("getpass.getpass", lambda *_asked: PASSWORD)
    said = io.StringIO()
    call_command("createsuperuser", stdin=Terminal(), stderr=said, stdout=io.StringIO())
    assert "没有邮箱的账号不能登录" in said.getvalue()
    entered = Client().post("/accounts/login/", {"login": "guanli", "password": PASSWORD})
    assert entered["Location"] == "/admin/"


def test_an_account_without_an_address_is_told_so_and_only_with_its_password():
    User.objects.create_superuser("guanli", "", PASSWORD)
    client = Client()
    refused = client.post("/accounts/login/", {"login": "guanli", "password": PASSWORD})
    assert refused.status_code == 200
    assert "没有登记电子邮箱" in refused.content.decode()
    assert (
        "没有登记"
        not in client.post("/accounts/login/", {"login": "guanli", "password": "x"}).content.decode()
    )
