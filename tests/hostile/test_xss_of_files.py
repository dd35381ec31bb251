"""P21 for what comes inside files: senders, signatures and texts of a backup, words of papers and sheets, their names."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from evidence import services
from evidence.models import Import
from tests.cases import NOW, Case, make_case
from tests.evidence import backups, recorded
from tests.hostile.test_xss import ALL, CORPUS, suspicious

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


@pytest.fixture
def case() -> Case:
    return make_case()


@pytest.fixture
def owner(case: Case) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(case.owner)
    return client


def page(client: Client, address: str, **query: Any) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    text = answer.content.decode()
    assert suspicious(text) == [], address
    return text


def rows() -> list[backups.Row]:
    return [
        *((attack[:60], 1, backups.BEGIN, f"【{attack}】全场五折 {attack} 退订回T") for attack in CORPUS),
        *(("1069012345678", 1, backups.BEGIN, f"【{attack[:20]}】{ALL}") for attack in CORPUS),
    ]


def test_what_a_backup_says_is_shown_as_text(case: Case, owner: Client) -> None:
    imported = services.receive_backup(
        by=case.by,
        complaint_id=case.complaint.pk,
        stream=io.BytesIO(backups.backup([row for row in rows() if "\u2028" not in row[0]])),
        filename=f"{CORPUS[1]}.xml",
        at=NOW,
    )
    importer = Actor.system("importer")
    services.carry_imports(by=importer, import_id=imported.pk)
    here = reverse("import", args=[imported.pk])
    text = page(owner, here)
    assert "&lt;script&gt;" in text
    for attack in CORPUS:
        page(owner, here, q=attack)
    count = len(services.groups_of(Import.objects.get(pk=imported.pk)))
    services.tick(by=case.by, imported=imported, shown=range(count), chosen=range(count))
    services.choose(by=case.by, imported=imported)
    services.carry_imports(by=importer, import_id=imported.pk)
    assert Import.objects.get(pk=imported.pk).state == Import.State.KEPT
    number = case.complaint.number
    for address in (
        here,
        reverse("case_imports", args=[number]),
        reverse("case_files", args=[number]),
        reverse("contacts", args=[number]),
        reverse("case", args=[number]),
        reverse("exhibit", args=[imported.exhibit_id]),
    ):
        page(owner, address)
    copy = owner.get(reverse("exhibit_copy", args=[imported.exhibit_id]))
    assert copy["Content-Type"] == "text/plain; charset=utf-8"
    assert "sandbox" in copy["Content-Security-Policy"]
    assert copy["X-Content-Type-Options"] == "nosniff"


def test_what_a_file_says_is_shown_as_text(case: Case, owner: Client) -> None:
    sheet = recorded.sheet([[attack, ALL] for attack in CORPUS if attack.isprintable()], title="script")
    for name, content in ((f"{CORPUS[0]}.txt", ALL.encode()), (f"{CORPUS[2]}.xlsx", sheet)):
        exhibit = services.receive(
            by=case.by,
            complaint_id=case.complaint.pk,
            stream=io.BytesIO(content),
            filename=name.replace("/", ""),
            description=ALL,
            at=NOW,
        )
        services.make_renditions(by=Actor.system("examiner"), exhibit_id=exhibit.pk)
        assert "alert" in page(owner, reverse("exhibit", args=[exhibit.pk]))
    for attack in CORPUS:
        page(owner, reverse("evidence_search"), words=attack)
    assert "&lt;script&gt;" in page(owner, reverse("evidence_search"), words="<script>alert(1)")
