"""P22: codes are long, stored as digests; wrong ones are limited per address, and nobody can make another be refused."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory

from complaints.models import Access, Draft, Receipt
from complaints.services.drafts import new_code
from complaints.throttles import WrongCodes, count_wrong_code
from core.retention_and_limits import ACCOUNT_MAILS_A_MINUTE
from portal import settings as own
from tests.cases import make_user
from tests.hostile.cases import begin, filed

pytestmark = pytest.mark.django_db

PER_ADDRESS = int(WrongCodes.rate.split("/")[0])


def guess(client: Client, code: str, address: str = "203.0.113.7") -> int:
    return client.post("/resume/", {"code": code}, REMOTE_ADDR=address).status_code


def test_guessing_a_case_code_is_stopped_and_begins_again_elsewhere(client: Client):
    complaint = filed(client)
    code = Access.objects.get(complaint=complaint).code
    stranger = Client()
    answers = [guess(stranger, new_code()) for _try in range(PER_ADDRESS + 5)]
    assert answers == [422] * PER_ADDRESS + [429] * 5
    assert guess(stranger, code) == 429  # not even the right one, so that trying on tells nothing
    refused = stranger.post("/resume/", {"code": code}, REMOTE_ADDR="203.0.113.7").content.decode()
    assert "试的次数太多了" in refused
    assert code in refused  # what was typed is still there
    assert stranger.get(f"/cases/{complaint.number}/").status_code == 404
    assert guess(Client(), code, "203.0.113.8") == 302  # who holds it gets in from elsewhere


def test_a_new_session_or_a_forged_header_does_not_begin_the_count_anew():
    for _place in range(PER_ADDRESS):
        guess(Client(), new_code())
    assert guess(Client(), new_code()) == 429
    forged = Client().post(
        "/resume/", {"code": new_code()}, REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.1"
    )
    assert forged.status_code == 429


# Every door that takes a code, with a code that is none: a page, a form or a call, from an address.
DOORS: dict[str, Callable[[str], Any]] = {
    "a draft or a case": lambda address: Client().post("/resume/", {"code": new_code()}, REMOTE_ADDR=address),
    "a receipt": lambda address: Client().get(f"/receipts/{'A' * 24}/", REMOTE_ADDR=address),
    "a receipt's address": lambda address: Client().post(
        "/receipts/check/", {"token": f"https://portal.example/receipts/{'A' * 24}/"}, REMOTE_ADDR=address
    ),
    "a receipt by the API": lambda address: Client().post(
        "/api/v1/receipts/check/", {"receipt": "x"}, content_type="application/json", REMOTE_ADDR=address
    ),
    "a bundle": lambda address: Client().get(f"/bundles/{'0' * 24}/", REMOTE_ADDR=address),
    "a bundle's digest": lambda address: Client().post(
        "/bundles/check/", {"number": "AN-2026-000001", "digest": "0" * 64}, REMOTE_ADDR=address
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_what_a_stranger_tries_refuses_nobody_else(door: str, client: Client):
    """Refused where it is tried, however often and from however many addresses; elsewhere every door opens at once."""
    complaint = filed(client)
    code = Access.objects.get(complaint=complaint).code
    tried = [DOORS[door]("203.0.113.9").status_code for _try in range(PER_ADDRESS + 5)]
    assert 429 not in tried[:PER_ADDRESS]
    assert tried[PER_ADDRESS:] == [429] * 5
    for place in range(1000):
        count_wrong_code(RequestFactory().get("/resume/", REMOTE_ADDR=f"198.51.100.{place % 100}"))
    assert guess(Client(), code, "203.0.113.8") == 302
    assert Client().get(f"/receipts/{complaint.receipt.code}/", REMOTE_ADDR="203.0.113.8").status_code == 200
    assert [DOORS[other]("203.0.113.8").status_code for other in DOORS].count(429) == 0


def test_a_right_code_does_not_count(client: Client):
    complaint = filed(client)
    code = Access.objects.get(complaint=complaint).code
    receipt = f"/receipts/{complaint.receipt.code}/"
    assert {guess(Client(), code) for _try in range(PER_ADDRESS + 5)} == {302}
    assert {
        Client().get(receipt, REMOTE_ADDR="203.0.113.7").status_code for _try in range(PER_ADDRESS + 5)
    } == {200}
    assert guess(Client(), new_code()) == 422


@pytest.mark.parametrize(
    ("tried_from", "same", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"),
        ("203.0.113.7", "::ffff:203.0.113.7", "203.0.113.8"),
        ("::ffff:203.0.113.7", "203.0.113.7", "::ffff:203.0.113.8"),
    ],
)
def test_a_subscriber_of_many_addresses_counts_as_one(tried_from: str, same: str, other: str):
    for _try in range(PER_ADDRESS):
        guess(Client(), new_code(), tried_from)
    assert guess(Client(), new_code(), same) == 429
    assert guess(Client(), new_code(), other) == 422


@pytest.mark.parametrize(("proxies", "answer"), [(0, 429), (1, 422)])
def test_behind_a_proxy_the_address_is_the_one_it_names(
    proxies: int, answer: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("rest_framework.settings.api_settings.NUM_PROXIES", proxies)

    def through_proxy(address: str) -> int:
        return (
            Client()
            .post(
                "/resume/",
                {"code": new_code()},
                REMOTE_ADDR="198.51.100.1",
                HTTP_X_FORWARDED_FOR=f"192.0.2.200, {address}",
            )
            .status_code
        )

    for _try in range(PER_ADDRESS):
        through_proxy("203.0.113.7")
    assert through_proxy("203.0.113.7") == 429
    assert through_proxy("203.0.113.8") == answer


@pytest.mark.parametrize("stranger", ["203.0.113.9", "::ffff:203.0.113.9", "2001:db8:1:2::1"])
def test_wrong_passwords_keep_out_whoever_types_them_and_nobody_else(settings: Any, stranger: str):
    settings.ACCOUNT_RATE_LIMITS = {}
    user = make_user("caseworker")
    user.email = "caseworker@example.com"
    user.set_password("pine-river-lantern-42")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    def sign_in(password: str, address: str) -> int:
        given = {"login": user.username, "password": password}
        return Client().post("/accounts/login/", given, REMOTE_ADDR=address).status_code

    for _try in range(12):
        sign_in("wrong", stranger)
    assert sign_in("pine-river-lantern-42", stranger) == 200  # shown again, not let in
    assert sign_in("pine-river-lantern-42", "203.0.113.8") == 302
    assert sign_in("pine-river-lantern-42", "::ffff:203.0.113.10") == 302


def test_no_stranger_keeps_anybody_from_a_login_code_or_a_new_password(settings: Any):
    settings.ACCOUNT_RATE_LIMITS = own.ACCOUNT_RATE_LIMITS
    user = make_user("consumer", email="owner@example.com")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for page, mails in (("/accounts/login/code/", 3), ("/accounts/password/reset/", 5)):
        asked = [
            Client().post(page, {"email": user.email}, REMOTE_ADDR=address).status_code
            for address in [*["203.0.113.9"] * (ACCOUNT_MAILS_A_MINUTE + 5), "203.0.113.8"]
        ]
        assert asked[ACCOUNT_MAILS_A_MINUTE:-1] == [asked[-2]] * 5, page
        assert asked[-2] in (200, 429), page
        assert asked[-1] == 302, page
        assert len(mail.outbox) > mails
        mail.outbox.clear()


def test_guessing_a_receipt_is_stopped(client: Client):
    receipt = filed(client).receipt
    stranger = Client()
    answers = [stranger.get(f"/receipts/{place:024d}/").status_code for place in range(PER_ADDRESS + 3)]
    assert answers == [404] * PER_ADDRESS + [429] * 3
    stopped = stranger.get(f"/receipts/{receipt.code}/")
    assert stopped.status_code == 429
    assert "查的次数太多了" in stopped.content.decode()
    cache.clear()
    assert "这个编号的回执是真的" in stranger.get(f"/receipts/{receipt.code.lower()}/").content.decode()


def test_codes_have_eighty_random_bits_at_least(client: Client):
    complaint = filed(client)
    code = Access.objects.get(complaint=complaint).code.replace("-", "")
    alphabet = {sign for _turn in range(500) for sign in new_code().replace("-", "")}
    assert len(code) * math.log2(len(alphabet)) >= 80
    receipts = {filed(Client()).receipt.code for _turn in range(5)}
    assert len(receipts) == 5
    assert all(len(one) * 5 >= 80 for one in receipts)  # base32


def test_the_database_holds_the_digest_of_a_code_alone(client: Client):
    begin(client)
    complaint = filed(client)
    codes = [Draft.objects.get().code, Access.objects.get(complaint=complaint).code]
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        held = ""
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            held += "\n".join(row for (row,) in cursor.fetchall())
    for code in codes:
        assert code not in held
        assert code.replace("-", "") not in held
    assert Receipt.objects.get().code in held  # this one is public


def test_a_code_opens_one_case(client: Client):
    first, second = filed(client), filed(Client())
    code = Access.objects.get(complaint=first).code
    other = Client()
    assert other.post("/resume/", {"code": code})["Location"] == f"/cases/{first.number}/"
    assert other.get(f"/cases/{first.number}/").status_code == 200
    assert other.get(f"/cases/{second.number}/").status_code == 404
    assert code not in other.session.get("case_codes", [])
    assert code not in str(dict(other.session.items()))
