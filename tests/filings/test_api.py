"""From consent to decision to bundle over the API, and who may do what there."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actors import Actor
from accounts.models import Membership
from complaints.models import LedgerEntry
from core import keys
from documents.bundle import verify
from evidence.services import make_renditions
from filings import services
from filings.api.bundles import BundleReportSerializer
from filings.models import Export, Filing, Note
from filings.services.bundles.exports import build_export, write_bundle
from tests.callers import caller, filing
from tests.cases import (
    add_exhibit,
    make_case,
    make_desk,
    make_hand_recipient,
    make_user,
    prepared,
    queued,
    shared,
)
from tests.counting import Counting
from tests.documents.bundle.tamper import ROOT, forge
from tests.filings.desk_cases import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def desk_client(by: Actor) -> APIClient:
    assert by.user is not None
    return caller(by.user)


def sent(case: Any, recipient: Any, **more: Any) -> Filing:
    held = queued(case, recipient, at=timezone.now(), **more)
    services.sweep_outbox()
    return Filing.objects.get(pk=held.pk)


def test_from_filing_to_decision_to_bundle() -> None:
    owner, (recipient, by) = make_user("owner"), make_desk()
    me, desk = caller(owner), desk_client(by)
    number = me.post("/api/v1/complaints/", filing(), format="json").data["number"]
    base = f"/api/v1/complaints/{number}"
    file = io.BytesIO(picture())
    file.name = "截图.png"
    exhibit = me.post(f"{base}/exhibits/", {"file": file, "description": "退订之后"}, format="multipart").data
    make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit["id"])

    reachable = me.get("/api/v1/recipients/", {"channel": recipient.channel, "region": "310113"}).data
    assert [one["id"] for one in reachable] == [recipient.pk]
    meant = {"recipient": recipient.pk, "exhibits": [exhibit["id"]], "wishes": {"asks": ["书面答复我"]}}
    consent = me.post(f"{base}/consents/", meant, format="json")
    assert consent.status_code == 200, consent.content
    assert recipient.name in consent.data["text"]
    body = {**meant, "consent_digest": consent.data["digest"], "agree": True}
    made = me.post(f"{base}/filings/", body, format="json")
    assert made.status_code == 201, made.content
    assert made.data["content"]["fields"]["asks"] == ["书面答复我"]
    one = f"/api/v1/filings/{made.data['id']}"
    document = me.get(made.data["documents"][0]["link"])
    assert b"".join(document).startswith(b"%PDF")
    assert me.post(f"{one}/confirm/").data["state"] == "queued"
    services.sweep_outbox()

    assert [row["number"] for row in desk.get("/api/v1/filings/").data["results"]] == [number]
    shown = desk.get(f"{one}/").data
    assert shown["state"] == "acknowledged"
    assert shown["moves"] == ["accepted", "refused", "transferred"]
    assert [row["id"] for row in shown["exhibits"]] == [exhibit["id"]]
    assert b"".join(desk.get(shown["exhibits"][0]["copy"]).streaming_content)[:4] == b"\x89PNG"
    assert desk.post(f"{one}/move/", {"to": "accepted"}, format="json").data["state"] == "accepted"
    asked = desk.post(f"{one}/ask/", {"text": "哪天退订的？"}, format="json").data
    assert asked["waiting_since"]
    assert me.post(f"{one}/answer/", {"text": "2 月 21 日。"}, format="json").data["waiting_since"] is None
    noted = desk.post(f"{one}/note/", {"text": "内部：核对短信"}, format="json").data
    assert [row["kind"] for row in noted["notes"]] == ["question", "internal"]
    assert [(row["content"]["words"], row["state"]) for row in noted["supplements"]] == [
        ("2 月 21 日。", "sent")
    ]
    assert "internal" not in [row["kind"] for row in me.get(f"{one}/").data["notes"]]
    decided = desk.post(f"{one}/move/", {"to": "decided", "reason": "已责令停止发送"}, format="json").data
    assert decided["decision"] == "已责令停止发送"

    export = me.post(f"{base}/exports/", {}, format="json")
    assert export.status_code == 201
    assert me.get(export.data["link"] + "download/").status_code == 409
    build_export(export=Export.objects.get())
    done = me.get(export.data["link"]).data
    assert (done["state"], done["error"]) == ("done", "")
    bundle = io.BytesIO(b"".join(me.get(done["download"]).streaming_content))
    bundle.name = "案卷.zip"
    report = me.post("/api/v1/verify-bundle/", {"file": bundle}, format="multipart").json()
    assert (report["sound"], report["faults"], report["number"]) == (True, [], number)
    assert (report["trust"], report["receipt"]) == ("trusted", "valid")
    case = me.get(f"{base}/").data
    assert case["state"] == "decided"
    assert case["complainant"]["phone"] == "13900001234"
    assert (len(case["exhibits"]), len(case["filings"]), len(case["contacts"])) == (1, 1, 1)
    assert {"complaint_filed", "exported", "question_asked"} <= {row["act"] for row in case["ledger"]}


# ── Who sees what ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_desk_sees_what_was_sent_and_no_more() -> None:
    case, (recipient, by) = make_case(), make_desk()
    kept, given = add_exhibit(case, colour="red"), add_exhibit(case, colour="blue")
    held = sent(case, recipient, exhibits=(given,))
    desk = desk_client(by)
    assert [row["id"] for row in desk.get(f"/api/v1/filings/{held.pk}/").data["exhibits"]] == [str(given.pk)]
    assert desk.get(f"/api/v1/exhibits/{given.pk}/copy/").status_code == 200
    assert desk.get(f"/api/v1/exhibits/{kept.pk}/copy/").status_code == 404
    for part in ("", "exhibits/", "contacts/", "ledger/", "assess/"):
        assert desk.get(f"/api/v1/complaints/{case.complaint.number}/{part}").status_code == 404


def test_reading_by_staff_is_recorded_and_reading_by_the_owner_is_not() -> None:
    case, (recipient, by) = make_case(), make_desk()
    held = sent(case, recipient)
    lawyer = make_user("lawyer", is_staff=True)
    shared(by=case.by, complaint=case.complaint, with_user=lawyer)
    reads = LedgerEntry.objects.filter(complaint=case.complaint, act="case_read")
    number = case.complaint.number
    caller(case.owner).get(f"/api/v1/complaints/{number}/")
    caller(case.owner).get(f"/api/v1/filings/{held.pk}/")
    assert not reads.exists()
    desk_client(by).get(f"/api/v1/filings/{held.pk}/")
    for part in ("", "exhibits/", "contacts/", "ledger/"):
        caller(lawyer).get(f"/api/v1/complaints/{number}/{part}")
    found = [(one.actor, one.detail["what"]) for one in reads.order_by("sequence")]
    whole = [(f"user:{lawyer.pk}", what) for what in ("case", "exhibits", "contacts", "ledger")]
    assert found == [(by.label, f"filing:{held.pk}"), *whole]


def test_a_lawyer_reads_and_exports_but_sends_nothing() -> None:
    case, recipient = make_case(), make_desk()[0]
    lawyer = make_user("lawyer", is_staff=True)
    shared(by=case.by, complaint=case.complaint, with_user=lawyer)
    client, base = caller(lawyer), f"/api/v1/complaints/{case.complaint.number}"
    assert client.get(f"{base}/").data["complainant"]["name"] == "王小宁"
    assert client.post(f"{base}/exports/", {}, format="json").status_code == 201
    refused = client.post(f"{base}/consents/", {"recipient": recipient.pk}, format="json")
    assert (refused.status_code, "只有投诉人" in refused.json()["detail"]) == (409, True)
    file = io.BytesIO(b"x")
    file.name = "a.txt"
    assert client.post(f"{base}/exhibits/", {"file": file}, format="multipart").status_code == 404
    held = prepared(case, recipient)
    assert client.post(f"/api/v1/filings/{held.pk}/confirm/").status_code == 409


def test_staff_by_session_need_a_second_factor(settings: Any) -> None:
    settings.STAFF_WITHOUT_SECOND_FACTOR = False
    _recipient, by = make_desk()
    by_session = APIClient()
    by_session.force_login(by.user)
    answer = by_session.get("/api/v1/filings/")
    assert (answer.status_code, "第二重验证" in answer.json()["detail"]) == (403, True)
    assert desk_client(by).get("/api/v1/filings/").status_code == 200
    consumer = APIClient()
    consumer.force_login(make_user("consumer"))
    assert consumer.get("/api/v1/complaints/").status_code == 200


def test_a_session_must_prove_that_the_page_is_ours() -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(make_user("consumer"))
    assert client.post("/api/v1/complaints/", filing(), format="json").status_code == 403


# ── The queue ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_queue_is_narrowed(counted: Counting) -> None:
    case, (recipient, by) = make_case(), make_desk()
    held = sent(case, recipient)
    Filing.objects.filter(pk=held.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    client, day = desk_client(by), timezone.localdate()
    for query, expected in [
        ({}, 1),
        ({"state": "acknowledged"}, 1),
        ({"state": "decided"}, 0),
        ({"kind": "harassment"}, 1),
        ({"kind": "fake_collection"}, 0),
        ({"situation": "optout_ignored"}, 1),
        ({"overdue": "true"}, 1),
        ({"overdue": "false"}, 0),
        ({"waiting": "true"}, 0),
        ({"waiting": "false"}, 1),
        ({"q": case.complaint.number}, 1),
        ({"q": "推销短信"}, 1),
        ({"q": "没有这些字"}, 0),
        ({"q": "13900001234"}, 1),
        ({"received_after": day}, 1),
        ({"received_before": day}, 0),
    ]:
        assert len(client.get("/api/v1/filings/", query).json()["results"]) == expected, query
    assert client.get("/api/v1/filings/", {"q": "短"}).status_code == 400
    with counted("api_queue") as plain:
        client.get("/api/v1/filings/")
    with counted("api_queue_searched") as searched:
        client.get("/api/v1/filings/", {"kind": "harassment", "overdue": "true", "q": "推销短信"})
    assert max(len(plain), len(searched)) <= 12


def test_a_case_and_a_filing_cost_what_they_are_known_to_cost(counted: Counting) -> None:
    case, (recipient, by) = make_case(), make_desk()
    held = sent(case, recipient, exhibits=(add_exhibit(case),))
    owner, client = caller(case.owner), desk_client(by)
    with counted("api_case"):
        owner.get(f"/api/v1/complaints/{case.complaint.number}/")
    with counted("api_filing_at_desk"):
        client.get(f"/api/v1/filings/{held.pk}/")


# ── Refusals ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_not_allowed_now_is_said_and_changes_nothing() -> None:
    case, (recipient, by) = make_case(), make_desk()
    held = sent(case, recipient)
    one, desk = f"/api/v1/filings/{held.pk}", desk_client(by)
    for act, body in [
        ("move", {"to": "closed"}),
        ("move", {"to": "refused"}),
        ("confirm", {}),
        ("withdraw", {}),
        ("answer", {"text": "是"}),
        ("handed-in", {"on": "2026-03-01"}),
        ("resolve", {"delivered": True, "proof": "电话"}),
    ]:
        answer = desk.post(f"{one}/{act}/", body, format="json")
        assert answer.status_code == 409, (act, answer.content)
        assert answer.json()["detail"]
    for act, body, place in [
        ("move", {"to": "queued"}, "to"),
        ("ask", {"text": " "}, "text"),
        ("assign", {"to": "nobody"}, "to"),
        ("handed-in", {"on": "2999-01-01"}, "on"),
    ]:
        answer = desk.post(f"{one}/{act}/", body, format="json")
        assert (answer.status_code, list(answer.json()["fields"])) == (400, [place])
    held.refresh_from_db()
    assert held.state == "acknowledged"
    assert not Note.objects.exists()


def test_a_filing_by_hand_is_recorded_by_its_bearer() -> None:
    case = make_case(at=timezone.now())
    held = queued(case, make_hand_recipient(), at=timezone.now())
    day = timezone.localdate().isoformat()
    body = {"on": day, "reference": "示 2026-1"}
    answer = caller(case.owner).post(f"/api/v1/filings/{held.pk}/handed-in/", body, format="json").data
    assert answer["state"] == "acknowledged"
    assert answer["acknowledgements"][0]["reference"] == "示 2026-1"


def test_a_colleague_is_given_the_filing() -> None:
    case, (recipient, by) = make_case(), make_desk()
    held = sent(case, recipient)
    colleague = make_user("colleague", is_staff=True)
    Membership.objects.create(user=colleague, organisation=recipient.organisation, role="supervisor")
    address = f"/api/v1/filings/{held.pk}/assign/"
    client = desk_client(by)
    assert (
        client.post(address, {"to": colleague.username}, format="json").data["assigned_to"]
        == colleague.username
    )
    assert client.post(address, {"to": None}, format="json").data["assigned_to"] is None


@pytest.mark.parametrize("change", [{"agree": False}, {"consent_digest": "sha256:0"}, {"recipient": 2**40}])
def test_nothing_is_prepared_without_the_consent_as_shown(change: dict[str, Any]) -> None:
    case, recipient = make_case(), make_desk()[0]
    base = f"/api/v1/complaints/{case.complaint.number}"
    client = caller(case.owner)
    shown = client.post(f"{base}/consents/", {"recipient": recipient.pk}, format="json").data
    body = {"recipient": recipient.pk, "consent_digest": shown["digest"], "agree": True, **change}
    assert client.post(f"{base}/filings/", body, format="json").status_code in (400, 404, 409)
    assert not Filing.objects.exists()


# ── Bundles that come from elsewhere ──────────────────────────────────────────────────────────────────────────────────
def zipped(**files: bytes) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
    made.seek(0)
    made.name = "a.zip"
    return made


def test_what_is_no_bundle_is_said_to_be_none() -> None:
    client = caller(make_user("lawyer"))
    for content in (zipped(a=b"1"), io.BytesIO(b"PK\3\4nothing"), io.BytesIO(b"\0" * 3_000_000)):
        content.name = "a.zip"
        report = client.post("/api/v1/verify-bundle/", {"file": content}, format="multipart")
        assert (report.status_code, report.json()["sound"]) == (200, False)
        assert "/tmp" not in report.content.decode()


def test_a_forged_bundle_is_not_sound_at_any_door_of_the_portal(tmp_path: Path) -> None:
    """An answer changed, everything hashed and signed anew: the API says unknown, the page that the signature is not ours."""
    case = make_case()
    add_exhibit(case)
    (tmp_path / "own").mkdir()
    own = write_bundle(
        services.request_export(by=case.by, complaint=case.complaint), tmp_path / "own" / "bundle.zip"
    )
    root = f"{case.complaint.number}/"
    with zipfile.ZipFile(own) as archive:
        files = {name.removeprefix(root): archive.read(name) for name in archive.namelist()}
    forged = forge(files, tmp_path / "forged.zip")
    client = caller(make_user("lawyer"))

    def asked(path: Path, **more: str) -> Any:
        with path.open("rb") as file:
            return client.post("/api/v1/verify-bundle/", {"file": file, **more}, format="multipart")

    genuine, report = asked(own).json(), asked(forged).json()
    assert (genuine["sound"], genuine["trust"], genuine["exit_code"]) == (True, "trusted", 0)
    assert (report["sound"], report["trust"], report["exit_code"], report["faults"]) == (
        False,
        "unknown",
        2,
        [],
    )
    assert report["receipt"] == "present"
    # Whom the caller trusts in addition counts; a fingerprint that is none is refused.
    assert asked(forged, fingerprint=report["fingerprint"]).json()["sound"] is True
    assert asked(forged, fingerprint=genuine["fingerprint"]).json()["sound"] is False
    assert asked(forged, fingerprint=report["fingerprint"][:23]).status_code == 400
    described = BundleReportSerializer().fields
    assert set(described) == set(report)
    for name in ("trust", "signature", "receipt", "timestamp", "custody", "exit_code"):
        assert report[name] in described[name].choices

    with zipfile.ZipFile(forged) as archive:
        small = {
            name: io.BytesIO(archive.read(ROOT + path))
            for name, path in (("listing", "signed-files.txt"), ("signature", "signature.ed25519"))
        }
    page = Client().post("/bundles/check/", small).content.decode()
    assert "签名不对" in page
    assert "是本平台签发的" not in page


def test_the_program_and_the_fingerprints_are_had_apart_from_any_bundle() -> None:
    page = Client().get("/bundles/check/").content.decode()
    assert keys.public_key_fingerprint() in page
    assert reverse("bundle_program") in page
    program = Client().get(reverse("bundle_program"))
    assert program.content == Path(verify.__file__).read_bytes()


def test_a_bundle_that_unpacks_beyond_measure_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.bundle.uploaded.MOST_UNPACKED", 1_000_000)
    bomb = zipped(a=b"\0" * 2_000_000)
    answer = caller(make_user("lawyer")).post("/api/v1/verify-bundle/", {"file": bomb}, format="multipart")
    assert (answer.status_code, "verify.py" in answer.json()["detail"]) == (413, True)
