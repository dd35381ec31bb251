"""P22: codes are long, stored as digests, and guessing is stopped per address and overall."""

import math

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from complaints.models import Access, Draft, Receipt
from complaints.services.drafts import new_code
from complaints.throttles import CodesOverall, CodesPerAddress
from tests.hostile.cases import begin, filed

pytestmark = pytest.mark.django_db

PER_ADDRESS = int(CodesPerAddress.rate.split("/")[0])


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


def test_guessing_from_many_addresses_is_stopped_overall(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(CodesOverall, "rate", "30/min")
    answers = [guess(Client(), new_code(), f"203.0.113.{place}") for place in range(40)]
    assert answers == [422] * 30 + [429] * 10


def test_guessing_a_receipt_is_stopped(client: Client):
    receipt = filed(client).receipt
    stranger = Client()
    answers = [stranger.get(f"/receipts/{place:024d}/").status_code for place in range(PER_ADDRESS + 3)]
    assert answers == [404] * PER_ADDRESS + [429] * 3
    stopped = stranger.get(f"/receipts/{receipt.code}/")
    assert stopped.status_code == 429
    assert "查的次数太多了" in stopped.content.decode()
    cache.clear()
    assert "没有被改动" in stranger.get(f"/receipts/{receipt.code.lower()}/").content.decode()


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
