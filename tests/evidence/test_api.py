"""Files over the API, and looking again at what is stored."""

import io
from pathlib import Path
from typing import Any

import pytest

from complaints.models import LedgerEntry
from evidence.models import Exhibit
from tests.callers import caller
from tests.cases import add_exhibit, make_case, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def named(content: bytes, name: str = "通话记录.txt") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def put(client: Any, number: str, content: bytes, **more: Any) -> Any:
    return client.post(
        f"/api/v1/complaints/{number}/exhibits/", {"file": named(content), **more}, format="multipart"
    )


def test_a_file_is_frozen_as_it_came() -> None:
    case = make_case()
    client, number = caller(case.owner), case.complaint.number
    first = put(client, number, "晚上十点来电".encode(), description="夜间来电")
    assert first.status_code == 201, first.content
    exhibit = Exhibit.objects.get()
    assert (exhibit.door, exhibit.filename, exhibit.description) == ("api", "通话记录.txt", "夜间来电")
    assert first.data["sha256"] == exhibit.sha256
    assert first.data["copy"] == ""
    again = put(client, number, "晚上十点来电".encode())
    assert (again.status_code, again.data["id"]) == (200, first.data["id"])
    entry = LedgerEntry.objects.get(complaint=case.complaint, act="exhibit_received")
    assert entry.detail["door"] == "api"


def test_what_is_not_received_is_explained(settings: Any) -> None:
    case = make_case()
    settings.EVIDENCE_MAX_BYTES = 1000
    for content, code in [(b"", "empty"), (b"x" * 1001, "too_large")]:
        answer = put(caller(case.owner), case.complaint.number, content)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert "没有接收" in answer.json()["detail"]
    assert not Exhibit.objects.exists()


def test_a_form_without_a_file_and_json_are_wrong_input() -> None:
    case = make_case()
    client, address = caller(case.owner), f"/api/v1/complaints/{case.complaint.number}/exhibits/"
    assert client.post(address, {"description": "x"}, format="multipart").json()["fields"].keys() == {"file"}
    assert client.post(address, {"file": "x"}, format="json").status_code == 415
    broken = client.post(address, b"--x\r\n", content_type="multipart/form-data; boundary=y")
    assert broken.status_code == 400


def test_only_the_owner_adds_files() -> None:
    case = make_case()
    assert put(caller(make_user("stranger")), case.complaint.number, b"x").status_code == 404
    assert not Exhibit.objects.exists()


def test_the_copy_is_offered_once_it_is_made() -> None:
    case = make_case()
    add_exhibit(case)
    client = caller(case.owner)
    (row,) = client.get(f"/api/v1/complaints/{case.complaint.number}/exhibits/").data
    assert row["copy_state"] == "done"
    assert b"".join(client.get(row["copy"]).streaming_content)[:4] == b"\x89PNG"
    assert caller(make_user("stranger")).get(row["copy"]).status_code == 404


def test_custody_is_for_administrators() -> None:
    case = make_case()
    for user in (case.owner, make_user("caseworker", is_staff=True)):
        assert caller(user).post("/api/v1/verify-custody/", {}, format="json").status_code == 403


def test_custody_names_what_is_broken(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound, broken = make_case(), make_case()
    add_exhibit(sound)
    exhibit = add_exhibit(broken, copy=False)
    client = caller(make_user("admin", is_superuser=True))
    number = broken.complaint.number
    fine = client.post("/api/v1/verify-custody/", {"number": number}, format="json").json()
    assert (fine["cases"], fine["faults"], fine["next"]) == (1, [], None)
    (store / exhibit.sealed.name).write_bytes(b"other")
    told = client.post("/api/v1/verify-custody/", {"number": number}, format="json").json()
    assert [one["place"] for one in told["faults"]] == ["exhibit 1"]
    monkeypatch.setattr("evidence.api.files.MOST_CASES", 1)
    first = client.post("/api/v1/verify-custody/", {}, format="json").json()
    second = client.post("/api/v1/verify-custody/", {"after": first["next"]}, format="json").json()
    assert (first["cases"], second["cases"], second["next"]) == (1, 1, None)
    assert len(first["faults"] + second["faults"]) == 1
    assert (
        client.post("/api/v1/verify-custody/", {"number": "AN-2026-999999"}, format="json").status_code == 404
    )
