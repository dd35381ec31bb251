"""Filing, listing and assessing over the API."""

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from complaints.ledger import walk
from complaints.models import Complaint, LedgerEntry, NumberSeries
from complaints.receipts import check_token
from legal.models import Assessment
from tests.callers import caller, filing
from tests.cases import make_case, make_desk, make_user, prepared, queued, shared
from tests.counting import Counting, without_transactions

pytestmark = pytest.mark.django_db


def test_filing_answers_number_and_signed_receipt() -> None:
    user = make_user("consumer")
    answer = caller(user).post("/api/v1/complaints/", filing(), format="json")
    assert answer.status_code == 201, answer.content
    case = Complaint.objects.get(number=answer.data["number"])
    assert case.owner == user
    assert case.region == "310113"
    assert case.complainant.phone == "13900001234"
    assert [one.organisation_name for one in case.respondents] == ["示例优选商城有限公司", "示例移动通信公司"]
    assert case.contacts.get().reading["read"]["signature"] == "示例优选"
    assert case.facts["filing_date"] == timezone.localdate().isoformat()
    assert case.facts["respondents"][0] == {"role": "content_provider", "name": "示例优选商城有限公司"}
    check = check_token(answer.data["receipt"])
    assert check.payload is not None
    assert check.payload["number"] == case.number
    assert not walk(case.pk, LedgerEntry.objects.filter(complaint=case))


def test_filing_costs_no_more_statements_than_promised(counted: Counting) -> None:
    client = caller(make_user("consumer"))
    with counted("api_intake") as queries:
        answer = client.post("/api/v1/complaints/", filing(), format="json")
    assert answer.status_code == 201
    assert len(queries) <= 6
    assert without_transactions(queries) <= 4


def test_an_idempotent_filing_costs_one_statement_more(counted: Counting) -> None:
    client = caller(make_user("consumer"))
    with counted("api_intake_with_key"):
        client.post("/api/v1/complaints/", filing(), format="json", headers={"Idempotency-Key": "a"})


def test_the_same_key_files_once() -> None:
    client = caller(make_user("consumer"))
    key = {"Idempotency-Key": "order-1"}
    first = client.post("/api/v1/complaints/", filing(), format="json", headers=key)
    second = client.post("/api/v1/complaints/", filing(), format="json", headers=key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Complaint.objects.count() == 1


def test_the_same_key_with_other_content_is_refused() -> None:
    client = caller(make_user("consumer"))
    key = {"Idempotency-Key": "order-1"}
    client.post("/api/v1/complaints/", filing(), format="json", headers=key)
    other = client.post("/api/v1/complaints/", filing(story="另一件事"), format="json", headers=key)
    assert other.status_code == 409
    assert "AN-" in other.json()["detail"]
    assert Complaint.objects.count() == 1


def test_a_key_is_its_callers_own() -> None:
    key = {"Idempotency-Key": "order-1"}
    for name in ("one", "two"):
        answer = caller(make_user(name)).post("/api/v1/complaints/", filing(), format="json", headers=key)
        assert answer.status_code == 201
    assert Complaint.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_files_once() -> None:
    user = make_user("consumer")
    found: list[Any] = []
    gate = threading.Barrier(4)

    def send() -> None:
        client = caller_of_known_token
        gate.wait()
        from rest_framework.test import APIClient

        own = APIClient()
        own.credentials(**client._credentials)
        answer = own.post("/api/v1/complaints/", filing(), format="json", headers={"Idempotency-Key": "x"})
        found.append((answer.status_code, answer.json().get("number")))
        connection.close()

    caller_of_known_token = caller(user)
    threads = [threading.Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(status for status, _number in found) == [200, 200, 200, 201]
    assert len({number for _status, number in found}) == 1
    assert NumberSeries.objects.get().last == 1


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kind": "other"}, "kind"),
    ({"situations": []}, "situations"),
    ({"situations": ["no_debt"]}, "situations"),
    ({"story": "长" * 20_001}, "story"),
    ({"facts": []}, "facts"),
    ({"facts": {}}, "facts.event"),
    ({"facts__event": {"first": "2026-13-01"}}, "facts.event.first"),
    ({"facts__event": {"first": "2999-01-01"}}, "facts.event.first"),
    ({"facts__event": {"first": "2026-02-02", "last": "2026-01-01"}}, "facts.event.last"),
    ({"facts__refusal": {"made": "yes"}}, "facts.refusal.made"),
    ({"facts__kind": "fake_collection"}, "facts.kind"),
    ({"facts__prior": [{"on": "2026-01-01"}]}, "facts.prior[0].to"),
    ({"facts__loss": {"costs": [{"yuan": 3}]}}, "facts.loss.costs[0].what"),
    ({"facts__complainant": 3}, "facts.complainant"),
    ({"complainant__phone": "12"}, "complainant.phone"),
    ({"complainant__id_number": "110101199003071090"}, "complainant.id_number"),
    ({"complainant__region": "990000"}, "complainant.region"),
    ({"complainant__email": "nobody"}, "complainant.email"),
    ({"respondents": [{"role": "complainant"}]}, "respondents[0].role"),
    ({"respondents": [{"role": "operator", "uscc": "91110000100000000X"}]}, "respondents[0].uscc"),
    ({"contacts": [{"channel": "sms"}]}, "contacts[0]"),
    (
        {"contacts": [{"channel": "sms", "text": "在", "received_on": "2999-01-01"}]},
        "contacts[0].received_on",
    ),
]


@pytest.mark.parametrize(("change", "place"), WRONG, ids=[place for _change, place in WRONG])
def test_wrong_input_is_named_and_nothing_is_kept(change: dict[str, Any], place: str) -> None:
    answer = caller(make_user("consumer")).post("/api/v1/complaints/", filing(**change), format="json")
    assert answer.status_code == 400, answer.content
    assert place in answer.json()["fields"], answer.json()
    assert "没有保存" in answer.json()["detail"]
    assert not Complaint.objects.exists()


UNREADABLE = [
    b"", b"{", b"[1,2", b"\xff\xfe", b'{"kind": NaN}', b'{"a": 1e999}', b'{"a": "\\u0000"}', b'{"a": "\\ud800"}',
    b'{"\\u0000": 1}', b"[" * 100_000, b'{"a":' * 50 + b"1" + b"}" * 50, b"9" * 5000, b'"text"', b"null", b"[]",
]  # fmt: skip


@pytest.mark.parametrize("raw", UNREADABLE, ids=range(len(UNREADABLE)))
@pytest.mark.parametrize("address", ["complaints", "assess", "read-message", "triage"])
def test_unreadable_json_is_a_clear_400(raw: bytes, address: str) -> None:
    answer = caller(make_user("consumer")).post(f"/api/v1/{address}/", raw, content_type="application/json")
    assert answer.status_code == 400, answer.content
    assert answer.json()["detail"]


def test_a_body_beyond_the_limit_is_refused(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = caller(make_user("consumer")).post("/api/v1/triage/", {"story": "长" * 1000}, format="json")
    assert answer.status_code == 413


def test_without_an_account_nothing_is_filed(client: Any) -> None:
    answer = client.post("/api/v1/complaints/", filing(), content_type="application/json")
    assert answer.status_code == 401
    assert "令牌" in answer.json()["detail"]


# ── The list ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def numbers(answer: Any) -> list[str]:
    return [row["number"] for row in answer.json()["results"]]


def test_the_list_is_narrowed() -> None:
    client = caller(make_user("consumer"))
    sms = client.post("/api/v1/complaints/", filing(), format="json").data["number"]
    debt = filing(
        kind="fake_collection", situations=["no_debt"], story="我没有借过钱。", complainant__region="110000"
    )
    debt["contacts"] = []
    other = client.post("/api/v1/complaints/", debt, format="json").data["number"]
    day = timezone.localdate()
    for query, expected in [
        ({}, [other, sms]),
        ({"kind": "harassment"}, [sms]),
        ({"situation": "no_debt"}, [other]),
        ({"state": "closed"}, []),
        ({"region": "31"}, [sms]),
        ({"q": "推销短信"}, [sms]),
        ({"q": "推销\u200b短信"}, [sms]),
        ({"q": sms.replace("AN-", "ＡＮ－")}, [sms]),
        ({"q": "借过"}, [other]),
        ({"filed_after": day}, [other, sms]),
        ({"filed_before": day}, []),
        ({"filed_before": day + timedelta(days=1)}, [other, sms]),
    ]:
        assert numbers(client.get("/api/v1/complaints/", query)) == expected, query


def test_the_list_is_read_page_by_page() -> None:
    client = caller(make_user("consumer"))
    filed = [client.post("/api/v1/complaints/", filing(), format="json").data["number"] for _ in range(5)]
    seen, address = [], "/api/v1/complaints/?page_size=2"
    while address:
        page = client.get(address)
        seen += numbers(page)
        address = page.json()["next"]
    assert seen == filed[::-1]


@pytest.mark.parametrize(
    "query",
    ["kind=x", "situation=x", "filed_after=x", "q=%00", "cursor=x", "cursor=cD14eHg%3D", "region=1234567"],
)
def test_a_wrong_filter_is_no_fault_of_the_portal(query: str) -> None:
    answer = caller(make_user("consumer")).get(f"/api/v1/complaints/?{query}")
    assert answer.status_code in (400, 404), answer.content


def test_the_list_costs_no_more_statements_than_promised(counted: Counting) -> None:
    case = make_case()
    client = caller(case.owner)
    with counted("api_list") as queries:
        client.get("/api/v1/complaints/")
    with counted("api_list_filtered") as filtered:
        client.get("/api/v1/complaints/", {"kind": "harassment", "situation": "optout_ignored", "q": "推销"})
    assert max(len(queries), len(filtered)) <= 12


def test_a_caseworker_lists_no_whole_case() -> None:
    case = make_case()
    recipient, desk = make_desk()
    queued(case, recipient)
    assert desk.user is not None
    assert numbers(caller(desk.user).get("/api/v1/complaints/")) == []


# ── Assessing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_assessing_a_case_is_kept() -> None:
    client = caller(make_user("consumer"))
    number = client.post("/api/v1/complaints/", filing(), format="json").data["number"]
    assert client.get(f"/api/v1/complaints/{number}/assess/").status_code == 404
    made = client.post(f"/api/v1/complaints/{number}/assess/")
    assert made.status_code == 201
    assert {"H2"} <= {one["code"] for one in made.data["result"]["grounds"] if one["status"] == "established"}
    assert client.get(f"/api/v1/complaints/{number}/assess/").json() == made.json()
    assert Assessment.objects.count() == 1


def test_assessing_facts_says_what_the_command_says(tmp_path: Any, capsys: Any) -> None:
    facts = {"kind": "harassment", "filing_date": "2026-03-16", **filing()["facts"]}
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(facts), encoding="utf-8")
    call_command("assess", str(file), "--on", "2026-03-17", "--json")
    printed = json.loads(capsys.readouterr().out)
    answer = caller(make_user("consumer")).post("/api/v1/assess/?on=2026-03-17", facts, format="json")
    assert answer.json() == printed
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("facts", "query"),
    [
        ({"kind": "x"}, ""),
        ({"kind": "harassment", "event": {"last": "9999-12-31"}}, ""),
        ({"kind": "harassment", "event": {"last": "2026-01-01"}}, "?on=tomorrow"),
        (
            {
                "kind": "harassment",
                "event": {"last": "2026-01-01"},
                "prior": [{"to": "operator", "on": "9999-12-31"}],
            },
            "",
        ),
        ({"kind": "harassment", "event": {"last": "2026-01-01"}}, "?on=9999-12-31"),
        ({"kind": "harassment", "event": {"last": "0001-01-01"}}, "?on=0001-01-01"),
    ],
)
def test_days_out_of_reach_are_no_fault_of_the_portal(facts: dict[str, Any], query: str) -> None:
    answer = caller(make_user("consumer")).post(f"/api/v1/assess/{query}", facts, format="json")
    assert answer.status_code in (200, 400), answer.content


def test_the_corpus_is_sound() -> None:
    answer = caller(make_user("consumer")).get("/api/v1/check-corpus/")
    assert answer.json()["faults"] == []
    assert answer.json()["grounds"] == 27


def test_staff_reading_the_law_of_a_case_is_recorded() -> None:
    from legal.services import assess_complaint

    case = make_case()
    assess_complaint(by=case.by, complaint=case.complaint)
    lawyer = make_user("lawyer", is_staff=True)
    shared(by=case.by, complaint=case.complaint, with_user=lawyer)
    assert caller(lawyer).get(f"/api/v1/complaints/{case.complaint.number}/assess/").status_code == 200
    read = LedgerEntry.objects.get(complaint=case.complaint, act="case_read")
    assert (read.actor, read.detail) == (f"user:{lawyer.pk}", {"what": "law", "organisations": []})


def test_prepared_filings_are_nobody_elses(store: Any) -> None:
    case = make_case()
    recipient, desk = make_desk()
    held = prepared(case, recipient)
    assert desk.user is not None
    assert caller(desk.user).get(f"/api/v1/filings/{held.pk}/").status_code == 404
