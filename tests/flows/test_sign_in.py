"""Signing in as people do: an account that an administrator made, the way to the desk, and who is kept out."""

import pytest
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
