"""A phone's backup in pieces: read as soon as it is whole, and shown to nobody in between."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import SESSION_CODES, Actor
from complaints.models import Draft
from complaints.services import save_answers
from evidence.models import Exhibit, Import, Rendition, Upload
from evidence.services import carry_imports
from evidence.services.uploading import WrongPlace, begin_upload, finish_backup
from tests.cases import make_case
from tests.evidence import backups

pytestmark = pytest.mark.django_db
WORKER = Actor.system("importer")


@pytest.fixture
def holder(begun: tuple[Draft, Actor], client: Client) -> Client:
    session = client.session
    session[SESSION_CODES] = list(begun[1].codes)
    session.save()
    save_answers(by=begun[1], draft=begun[0], step="kind", answers={"kind": "harassment"})
    return client


def sent(client: Client, case_id: Any, content: bytes, name: str = "sms.xml", **given: str) -> str:
    """The address of an upload whose pieces have all arrived."""
    begun = client.post(
        reverse("uploads"), {"case": str(case_id), "size": len(content), "name": name, **given}
    )
    assert begun.status_code == 201, begun.content
    address = reverse("upload", args=[begun.json()["id"]])
    for place in range(begun.json()["offset"], len(content), 1000):
        piece = content[place : place + 1000]
        put = client.put(f"{address}?offset={place}", piece, content_type="application/octet-stream")
        assert put.status_code == 200, put.content
    return address


def test_what_comes_in_pieces_is_read_as_a_backup(holder: Client, begun: tuple[Draft, Actor]) -> None:
    address = sent(holder, begun[0].pk, backups.backup())
    done = holder.post(address, {"backup": "1"}).json()
    imported = Import.objects.get()
    assert done["address"] == reverse("import", args=[imported.pk])
    assert imported.state == Import.State.PENDING
    copies = Rendition.objects.filter(exhibit=imported.exhibit)
    assert {one.state for one in copies} == {Rendition.State.REFUSED}
    assert "整部手机" in copies[0].reason
    assert holder.post(address, {"backup": "1"}).json()["address"] == done["address"]
    while carry_imports(by=WORKER):
        pass
    listed = holder.get(done["address"]).content.decode()
    assert "已原样封存，编为第 1 号" in listed
    assert "2025年11月3日 拒绝后又来 3 条" in listed
    assert Import.objects.count() == Exhibit.objects.count() == 1


def test_a_file_begun_among_the_others_is_finished_as_a_backup(
    holder: Client, begun: tuple[Draft, Actor]
) -> None:
    content, mark = backups.backup(), "a" * 64
    known = holder.post(
        reverse("uploads"),
        {"case": str(begun[0].pk), "size": len(content), "name": "sms.xml", "fingerprint": mark},
    ).json()
    holder.put(
        f"{reverse('upload', args=[known['id']])}?offset=0",
        content[:700],
        content_type="application/octet-stream",
    )
    address = sent(holder, begun[0].pk, content, fingerprint=mark)
    assert address == reverse("upload", args=[known["id"]])
    assert "address" in holder.post(address, {"backup": "1"}).json()


def test_a_repeated_end_does_not_read_a_kept_backup_anew(holder: Client, begun: tuple[Draft, Actor]) -> None:
    address = sent(holder, begun[0].pk, backups.backup())
    holder.post(address, {"backup": "1"})
    Import.objects.update(state=Import.State.KEPT)
    assert holder.post(address, {"backup": "1"}).status_code == 200
    assert Import.objects.get().state == Import.State.KEPT


def test_it_is_read_only_when_it_is_whole(begun: tuple[Draft, Actor]) -> None:
    draft, by = begun
    upload = begin_upload(by=by, complaint_id=draft.pk, size=10, filename="sms.xml")
    with pytest.raises(WrongPlace):
        finish_backup(by=by, upload_id=upload.pk)
    assert not Import.objects.exists()


def test_a_backup_that_was_given_away_says_so(
    holder: Client, begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.services.importing.given_away", lambda _exhibit: True)
    answer = holder.post(sent(holder, begun[0].pk, backups.backup()), {"backup": "1"})
    assert answer.status_code == 422
    assert "不能再改" in answer.json()["message"]


def test_the_page_says_how_much_and_where_to_send(holder: Client, begun: tuple[Draft, Actor]) -> None:
    page = holder.get(reverse("draft_imports", args=[begun[0].pk])).content.decode()
    assert f'data-case="{begun[0].pk}"' in page
    assert 'data-largest="209715200" data-backup' in page
    assert "最大 200 MB" in page


def test_the_same_through_the_api(client: Client) -> None:
    case, content = make_case(), backups.backup()
    client.force_login(case.owner)
    here = f"/api/v1/complaints/{case.complaint.number}/uploads/"
    given = {"filename": "sms.xml", "size": len(content)}
    begun = client.post(here, given, content_type="application/json").json()
    address = f"/api/v1/uploads/{begun['id']}/"
    put = client.put(f"{address}?offset=0", content, content_type="application/octet-stream")
    assert put.status_code == 200, put.content
    done = client.post(address, {"backup": True}, content_type="application/json").json()
    imported = Import.objects.get()
    assert (done["imported"], done["exhibit"]) == (str(imported.pk), str(imported.exhibit_id))
    assert client.get(f"/api/v1/imports/{imported.pk}/").json()["state"] == "pending"
    plain = Upload.objects.get()
    assert plain.exhibit_id == imported.exhibit_id
