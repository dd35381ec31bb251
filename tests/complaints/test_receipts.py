"""P8: no edited receipt is accepted, and the check needs no database."""

import base64
import json
import random

import pytest
from django.test import Client

from complaints.models import Receipt
from complaints.receipts import check_token, token
from core import keys as keyring
from tests.cases import make_case

EDITS = 10_000
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= +/"


def edited(genuine: str, chance: random.Random) -> str:
    """One random edit: a sign changed, dropped, doubled or added, two swapped, a piece cut out or turned round."""
    place = chance.randrange(len(genuine))
    other = chance.randrange(len(genuine))
    first, last = sorted((place, min(other, place + 40)))
    sign = chance.choice(ALPHABET)
    return chance.choice(
        [
            genuine[:place] + sign + genuine[place + 1 :],
            genuine[:place] + genuine[place + 1 :],
            genuine[:place] + genuine[place] + genuine[place:],
            genuine[:place] + sign + genuine[place:],
            genuine[:first] + genuine[last : last + 1] + genuine[first + 1 :],
            genuine[:first] + genuine[last + 1 :],
            genuine[:first] + genuine[first : last + 1][::-1] + genuine[last + 1 :],
        ]
    )


@pytest.fixture
def genuine(db: None) -> str:
    make_case()
    return token(Receipt.objects.get())


def test_no_edited_receipt_is_accepted(genuine: str):
    chance = random.Random(20260316)
    accepted, tried = [], 0
    while tried < EDITS:
        attempt = edited(genuine, chance)
        if "".join(attempt.split()) == genuine:  # white space is no part of a receipt
            continue
        tried += 1
        if check_token(attempt).sound:
            accepted.append(attempt)
    assert accepted == []
    assert check_token(genuine).sound


def test_a_receipt_re_encoded_or_signed_by_another_key_is_refused(genuine: str):
    payload, signature = genuine.split(".")
    content = json.loads(base64.urlsafe_b64decode(payload + "=="))

    def encoded(value: object, **how: object) -> str:
        raw = json.dumps(value, ensure_ascii=False, **how)  # type: ignore[arg-type]
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")

    assert check_token(f"{encoded(content, indent=1)}.{signature}").fault == "forged"
    assert check_token(f"{encoded(content | {'number': 'AN-2026-999999'})}.{signature}").fault == "forged"
    assert check_token(f"{encoded(content | {'key': 'ffffffffffffffff'})}.{signature}").fault == "unknown_key"
    assert check_token(f"{encoded([1])}.{signature}").fault == "malformed"
    assert check_token(f"{payload}={'.'}{signature}").fault == "malformed"
    for nonsense in ("", ".", "a.b", "不是回执", f"{payload}.", f".{signature}", f"{genuine}.{signature}"):
        assert not check_token(nonsense).sound


def test_a_receipt_says_what_was_filed_and_names_nobody(genuine: str):
    payload = check_token(genuine).payload
    assert payload is not None
    assert payload["number"].startswith("AN-")
    assert payload["key"] == keyring.signing_key_id()
    written = json.dumps(payload, ensure_ascii=False)
    for personal in ("王小宁", "13900001234", "wang@example.cn", "示例路"):
        assert personal not in written


def test_the_check_needs_no_database(genuine: str, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert check_token(genuine).sound
        assert not check_token(genuine[:-1]).sound


@pytest.mark.parametrize(
    ("change", "says"), [("", "没有被改动"), ("x", "不是完整的回执"), ("cut", "签名不对")]
)
def test_the_public_page_answers(genuine: str, client: Client, change: str, says: str):
    given = {"": genuine, "x": "x", "cut": genuine[:-4] + ("AAAA" if genuine[-4:] != "AAAA" else "BBBA")}[
        change
    ]
    page = client.post("/receipts/check/", {"token": f" {given[:30]}\n{given[30:]}\r\n"})
    assert page.status_code == 200
    assert says in page.content.decode()


@pytest.mark.parametrize(
    "form", ["{code}", " {lower}\n", "https://example.cn/receipts/{code}/", "example.cn/receipts/{code}"]
)
def test_the_public_page_finds_a_receipt_by_the_address_on_it(genuine: str, client: Client, form: str):
    receipt = Receipt.objects.get()
    code = receipt.code
    page = client.post("/receipts/check/", {"token": form.format(code=code, lower=code.lower())})
    assert "回执是真的" in page.content.decode()
    assert receipt.complaint.number in page.content.decode()
    # A forged paper may bear a genuine code: only what was pasted whole has been checked.
    for looked_up in (page, client.get(f"/receipts/{code}/")):
        said = looked_up.content.decode()
        assert ("您手里的那一张没有上传，没有核对" in said, "没有被改动" in said) == (True, False)
    pasted = client.post("/receipts/check/", {"token": genuine}).content.decode()
    assert ("没有被改动" in pasted, "没有核对" in pasted) == (True, False)
    other = client.post("/receipts/check/", {"token": "A" * 24}).content.decode()
    assert "没有找到这个网址的回执" in other
    assert "A" * 24 in other  # what was typed stays
