"""Requests that nobody honest sends: each gets a clear answer, none a 500, and none takes the portal's disk or time."""

import json
import time
from base64 import b64encode
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from rest_framework.authtoken.models import Token

from complaints.reading import read
from portal.rest.parsing import MOST_VALUES
from tests.cases import FACTS, Case, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return make_case()


@pytest.fixture
def caller(case: Case) -> Client:
    token = Token.objects.create(user=case.owner)
    return Client(headers={"Authorization": f"Token {token.key}"}, raise_request_exception=False)


def posted(caller: Client, address: str, body: Any) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return caller.post(address, text, content_type="application/json")


@pytest.mark.parametrize(
    "address",
    ["/receipts/a%00b/", "/cases/%00/receipt/", "/cases/?after=%00", "/api/v1/complaints/%00/", "/?%00=1"],
)
def test_nul_in_an_address_is_a_wrong_address(caller: Client, case: Case, address: str) -> None:
    caller.force_login(case.owner)
    assert caller.get(address).status_code == 400


@pytest.mark.parametrize("place", ["contacts", "ledger"])
def test_a_forged_cursor_is_refused(caller: Client, case: Case, place: str) -> None:
    address = f"/api/v1/complaints/{case.complaint.number}/{place}/"
    assert caller.get(address).status_code == 200
    for position in ("p=x", "p=²", "p=-1"):
        assert caller.get(address, {"cursor": b64encode(position.encode()).decode()}).status_code == 404


def test_numbers_too_large_for_a_float_are_refused_in_words(caller: Client) -> None:
    facts = {**FACTS, "contacts": {"count": 10**400}}
    for address, body in (
        ("/api/v1/assess/", facts),
        ("/api/v1/assess/", {**FACTS, "debt": {"claimed": 1e300}}),
    ):
        answer = posted(caller, address, body)
        assert answer.status_code == 400
        assert "数太大" in answer.content.decode()


def test_a_body_larger_than_any_form_is_refused_unread() -> None:
    answer = Client().post(
        "/start/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**12)
    )
    assert answer.status_code == 413


def test_json_of_millions_of_values_is_refused(caller: Client) -> None:
    answer = posted(caller, "/api/v1/assess/", "[" + "[]," * MOST_VALUES + "[]]")
    assert answer.status_code == 413


def test_more_text_than_is_read_in_one_call_is_refused_before_it_is_read(caller: Client, case: Case) -> None:
    body = {
        "kind": "harassment",
        "situations": ["no_consent"],
        "facts": {"event": {"first": "2026-02-20", "last": "2026-02-21"}},
        "complainant": {"name": "王小宁", "phone": "13900001234", "region": "310000"},
        "contacts": [{"channel": "sms", "text": "推" * 20_000}] * 20,
    }
    answer = posted(caller, "/api/v1/complaints/", body)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["contacts"]


def test_reading_a_message_made_to_be_slow_takes_no_longer_than_another() -> None:
    """Found by search: a cue repeated without end was quadratic. The ratio is of 100, so that a busy machine passes."""

    def seconds(text: str) -> float:
        begun = time.perf_counter()
        read(text)
        return time.perf_counter() - begun

    assert seconds("截止" * 10_000) < 100 * seconds("推销" * 10_000)


def test_what_is_private_is_kept_by_no_browser_or_proxy(caller: Client, case: Case) -> None:
    caller.force_login(case.owner)
    number = case.complaint.number
    for address in ("/cases/", f"/cases/{number}/receipt.txt", f"/api/v1/complaints/{number}/"):
        answer = caller.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    assert settings.MOST_UPLOADED > settings.EVIDENCE_MAX_BYTES
