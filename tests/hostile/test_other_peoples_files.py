"""Ids of other people's files, imports and uploads, by every door: what is not theirs answers like what is not there."""

import io
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.actors import Actor
from complaints.models import Access, Contact, LedgerEntry
from complaints.services import grant_access
from evidence import services
from evidence.models import Exhibit, Import, Upload
from evidence.services import uploading
from tests.callers import caller
from tests.cases import NOW, Case, add_exhibit, make_case, make_user
from tests.evidence import backups

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def state() -> tuple[Any, ...]:
    """Everything that a stranger could have changed."""
    return (
        sorted(Upload.objects.values_list("pk", "offset", "exhibit_id")),
        sorted(Import.objects.values_list("pk", "state")),
        Contact.objects.count(),
        Exhibit.objects.count(),
        LedgerEntry.objects.count(),
    )


@pytest.fixture
def case() -> Case:
    return make_case()


@pytest.fixture
def things(case: Case) -> dict[str, Any]:
    imported = services.receive_backup(
        by=case.by,
        complaint_id=case.complaint.pk,
        stream=io.BytesIO(backups.backup()),
        filename="sms.xml",
        at=NOW,
    )
    services.carry_imports(by=Actor.system("importer"), import_id=imported.pk)
    upload = uploading.begin_upload(
        by=case.by, complaint_id=case.complaint.pk, filename="a.mp3", size=4, fingerprint="ab" * 32
    )
    return {"import": imported.pk, "upload": upload.pk, "exhibit": add_exhibit(case).pk}


def _lawyer(case: Case) -> Any:
    lawyer = make_user("lawyer")
    grant_access(by=case.by, complaint=case.complaint, user=lawyer, why=Access.Why.SHARED)
    return lawyer


@pytest.mark.parametrize("who", ["stranger", "another owner", "lawyer", "superuser"])
def test_nobody_else_touches_what_is_on_its_way(case: Case, things: dict[str, Any], who: str) -> None:
    user = {
        "stranger": lambda: make_user("stranger"),
        "another owner": lambda: make_case(phone="13900009876").owner,
        "lawyer": lambda: _lawyer(case),
        "superuser": lambda: make_user("root", is_staff=True, is_superuser=True),
    }[who]()
    page, api = Client(raise_request_exception=False), caller(user)
    page.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    before = state()
    for client in (page, api):
        there, nowhere = (
            tried(client, ids, case) for ids in (things, {name: uuid.uuid4() for name in things})
        )
        assert set(there.values()) <= {403, 404, 405}, there
        assert there == nowhere, "an id that exists answers like one that does not"
    given = {"case": str(case.complaint.pk), "size": "4", "name": "a.mp3", "fingerprint": "ab" * 32}
    assert page.post(reverse("uploads"), given).status_code == 404
    assert state() == before


def tried(client: Client | APIClient, ids: dict[str, Any], case: Case) -> dict[str, int]:
    api = "api-" if isinstance(client, APIClient) else ""
    upload, one = reverse(f"{api}upload", args=[ids["upload"]]), reverse(f"{api}import", args=[ids["import"]])
    octets = {"content_type": "application/octet-stream"}
    answers = {
        "look": client.get(upload),
        "piece": client.put(f"{upload}?offset=0", b"1234", **octets),
        "finish": client.post(upload, {}, **({"format": "json"} if api else {})),
        "cancel": client.delete(upload),
        "import": client.get(one),
    }
    if api:
        choose = reverse("api-import-choose", args=[ids["import"]])
        answers["choose"] = client.post(choose, {"groups": [0]}, format="json")
    else:
        for act in ("choose", "decline", "again", "remove", "erase", "evidence", "all"):
            answers[act] = client.post(one, {"act": act, "group": "0", "shown": "0"})
        answers["redact"] = client.post(reverse("redact", args=[ids["exhibit"]]), {"burn": "1"})
    return {name: answer.status_code for name, answer in answers.items()}


def test_a_closed_account_s_token_opens_nothing(case: Case, things: dict[str, Any]) -> None:
    client, address = caller(case.owner), reverse("api-upload", args=[things["upload"]])
    assert client.get(address).status_code == 200
    case.owner.is_active = False
    case.owner.save()
    assert client.get(address).status_code == 401
    assert (
        client.put(f"{address}?offset=0", b"1234", content_type="application/octet-stream").status_code == 401
    )
