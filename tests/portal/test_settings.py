"""Settings that protect: headers, logs, the desk's second factor, counters that fail open."""

import logging

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from accounts.models import User
from portal import environment
from portal.cache import Counters
from portal.logs import WithoutPersonalData

pytestmark = pytest.mark.django_db


def test_every_page_carries_a_strict_policy(client):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.fixture
def caseworker() -> User:
    return User.objects.create_user(
        "li", "li@example.test", "correct horse battery", is_staff=True, is_superuser=True
    )


def test_the_desk_asks_for_a_second_factor(client, caseworker):
    client.force_login(caseworker)
    with override_settings(STAFF_WITHOUT_SECOND_FACTOR=False):
        assert client.get("/admin/").status_code == 302
        answer = client.get("/admin/login/")
        assert answer.status_code == 302
        assert answer["Location"] == "/accounts/2fa/totp/activate/"


def test_the_desk_opens_to_an_account_with_a_second_factor(client, caseworker):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(caseworker, generate_totp_secret())
    client.force_login(caseworker)
    with override_settings(STAFF_WITHOUT_SECOND_FACTOR=False):
        assert client.get("/admin/").status_code == 200


def test_the_desk_sends_a_stranger_to_sign_in(client):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("call to 13800138000 failed", "call to … failed"),
        ("mail to li@example.test refused", "mail to …@… refused"),
        ("GET /draft/open?code=ABCD-EFGH", "GET /draft/open?…"),
        ("Not Found: /draft/AB12-CD34-EF56-GH78/", "Not Found: /draft/…/"),
        ("filing 12 of delivery 345", "filing 12 of delivery 345"),
    ],
)
def test_logs_keep_no_personal_data(said, kept):
    record = logging.LogRecord("portal", logging.ERROR, "", 0, "%s", (said,), None)
    WithoutPersonalData().filter(record)
    assert record.getMessage() == kept


def test_counters_that_cannot_be_reached_do_not_stop_a_page(tmp_path):
    gone = Counters(f"unix://{tmp_path}/nobody.sock?db=0", {})
    assert gone.get("rate", []) == []
    assert gone.add("rate", 1) is True
    gone.set("rate", [1])
    assert gone.delete("rate") is False


def test_counters_count(servers):
    cache.set("rate", [1, 2])
    assert cache.get("rate") == [1, 2]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"TIMESTAMP_ROOTS": "/authority.pem"}, "TIMESTAMP_URL is required"),
        ({"TIMESTAMP_POLICY": "1.2.3"}, "TIMESTAMP_URL is required"),
        ({"TIMESTAMP_URL": "https://time.invalid/"}, "TIMESTAMP_ROOTS is required"),
        (
            {"TIMESTAMP_URL": "ftp://time.invalid/", "TIMESTAMP_ROOTS": "/a.pem"},
            "expected an address that begins with",
        ),
        (
            {
                "TIMESTAMP_URL": "https://time.invalid/",
                "TIMESTAMP_ROOTS": "/a.pem",
                "TIMESTAMP_POLICY": "any",
            },
            "expected numbers with dots",
        ),
    ],
)
def test_half_an_authority_is_named_in_one_line(given, said, monkeypatch):
    for name in ("URL", "ROOTS", "POLICY"):
        monkeypatch.delenv(f"TIMESTAMP_{name}", raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=said):
        environment.timestamp_authority()
