"""Reading messages and stories, and checking receipts, over the API: nothing is kept."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from complaints.receipts import token
from complaints.throttles import WrongCodes
from tests.callers import caller
from tests.cases import make_case, make_user

pytestmark = pytest.mark.django_db

TEXT = "【示例优选】双十一全场五折，满300减40，点 http://t.example/a ，退订回T"


def test_reading_says_what_the_command_says(tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "sms.txt"
    file.write_text(TEXT, encoding="utf-8")
    call_command("read_message", str(file), "--sender", "10690000123456", "--date", "2025-11-02", "--json")
    printed = json.loads(capsys.readouterr().out)
    body = {"text": TEXT, "sender": "10690000123456", "received": "2025-11-02"}
    assert caller(make_user("consumer")).post("/api/v1/read-message/", body, format="json").json() == printed


def test_a_day_that_cannot_be_read_is_named() -> None:
    body = {"text": TEXT, "received": "前天"}
    answer = caller(make_user("consumer")).post("/api/v1/read-message/", body, format="json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["received"])


def test_a_story_suggests_its_kind() -> None:
    body = {"story": "我刚办的新号码，天天有人打来找前机主还钱。"}
    answer = caller(make_user("consumer")).post("/api/v1/triage/", body, format="json")
    assert answer.json()["kind"] == "second_hand_number"


def test_both_say_how_sure_they_are() -> None:
    client = caller(make_user("consumer"))
    sure = client.post("/api/v1/read-message/", {"text": TEXT}, format="json").json()
    assert (sure["alternatives"], 0.7 < sure["confidence"] <= 1) == ([], True)
    unsure = {"text": "【东风行】您的优惠与账单：本月应还1200.50元，如已还请忽略，详情见APP，退订回T"}
    (other,) = client.post("/api/v1/read-message/", unsure, format="json").json()["alternatives"]
    assert other.keys() == {"category", "confidence", "words"}
    told = client.post("/api/v1/triage/", {"story": "总有人打电话来。"}, format="json").json()
    (other,) = told["alternatives"]
    assert other.keys() == {"kind", "confidence", "words"}


def test_anybody_checks_a_receipt(client: Any) -> None:
    receipt = make_case().complaint.receipt
    for given in (token(receipt), receipt.code, receipt.code.lower()):
        answer = client.post(
            "/api/v1/receipts/check/", {"receipt": given}, content_type="application/json"
        ).json()
        assert (answer["sound"], answer["payload"]["number"]) == (True, receipt.complaint.number)
    forged = token(receipt)[:-3] + "AAA"
    for given in (forged, "没有", "A" * 26):
        answer = client.post(
            "/api/v1/receipts/check/", {"receipt": given}, content_type="application/json"
        ).json()
        assert (answer["sound"], answer["payload"]) == (False, None)
        assert answer["fault"]


def test_checking_receipts_is_limited(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WrongCodes, "rate", "2/min")
    found = [
        client.post("/api/v1/receipts/check/", {"receipt": "x"}, content_type="application/json")
        for _ in range(3)
    ]
    assert [one.status_code for one in found] == [200, 200, 429]
    assert "秒" in found[-1].json()["detail"]
    assert found[-1]["Retry-After"]


def test_an_unknown_address_answers_in_json(client: Any) -> None:
    answer = client.post("/api/v1/complaint", {}, content_type="application/json")
    assert (answer.status_code, "没有找到" in answer.json()["detail"]) == (404, True)
