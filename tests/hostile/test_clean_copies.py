"""Pictures with a life story come in through every door; nothing of it is in any copy (P19)."""

import io
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from evidence.models import Exhibit, Rendition
from evidence.sealed import sealing
from evidence.services import make_renditions, uploading
from evidence.services.receiving import receive
from tests.callers import caller
from tests.cases import Case, make_case
from tests.evidence.samples import CANARY, pictures_with_a_life

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
TRACES = (
    CANARY.encode(),
    b"Exif",
    b"ns.adobe.com",
    b"xpacket",
    b"Photoshop",
    b"Invented Phone",
    b"tEXt",
    b"zTXt",
    b"iTXt",
)


def by_form(case: Case, name: str, content: bytes) -> None:
    client = Client()
    client.force_login(case.owner)
    file = io.BytesIO(content)
    file.name = name
    assert (
        client.post(reverse("case_files", args=[case.complaint.number]), {"files": file}).status_code == 302
    )


def by_api(case: Case, name: str, content: bytes) -> None:
    file = io.BytesIO(content)
    file.name = name
    address = f"/api/v1/complaints/{case.complaint.number}/exhibits/"
    assert caller(case.owner).post(address, {"file": file}, format="multipart").status_code == 201


def in_pieces(case: Case, name: str, content: bytes) -> None:
    client = Client()
    client.force_login(case.owner)
    begun = client.post(
        reverse("uploads"), {"case": str(case.complaint.pk), "size": len(content), "name": name}
    ).json()
    address = reverse("upload", args=[begun["id"]])
    half = len(content) // 2
    for place, part in ((0, content[:half]), (half, content[half:])):
        sent = client.put(f"{address}?offset={place}", part, content_type="application/octet-stream")
        assert sent.status_code == 200
    assert client.post(address).status_code == 200


def in_pieces_by_api(case: Case, name: str, content: bytes) -> None:
    client = caller(case.owner)
    begun = client.post(
        f"/api/v1/complaints/{case.complaint.number}/uploads/",
        {"filename": name, "size": len(content)},
        format="json",
    )
    assert begun.status_code == 201, begun.content
    address = f"/api/v1/uploads/{begun.data['id']}/"
    early = client.post(address, {}, format="json")
    assert (early.status_code, early.data["offset"]) == (409, 0)
    sent = client.put(f"{address}?offset=0", content, content_type="application/octet-stream")
    assert sent.status_code == 200, sent.content
    wrong = client.put(f"{address}?offset=0", content, content_type="application/octet-stream")
    assert (wrong.status_code, wrong.data["offset"]) == (409, len(content))
    done = client.post(address, {}, format="json")
    assert done.status_code == 200, done.content
    assert done.data["exhibit"]


def by_import(case: Case, name: str, content: bytes) -> None:
    by = Actor.of_user(case.owner)
    receive(
        by=by,
        complaint_id=case.complaint.pk,
        stream=io.BytesIO(content),
        filename=name,
        door=Exhibit.Door.IMPORT,
    )


DOORS = (by_form, by_api, in_pieces, in_pieces_by_api, by_import)


def test_forty_pictures_through_every_door_leave_nothing_behind(store: Path) -> None:
    case = make_case()
    lives = pictures_with_a_life()
    assert len(lives) >= 40
    for number, (name, content) in enumerate(lives.items()):
        DOORS[number % len(DOORS)](case, f"{name}.jpg", content)
    while make_renditions(by=Actor.system("examiner")) is not None:
        pass
    copies = Rendition.objects.filter(
        exhibit__complaint_id=case.complaint.pk, kind__in=["clean", "thumbnail"]
    )
    done = 0
    for copy in copies.select_related("sealed", "exhibit__sealed"):
        if copy.state == Rendition.State.REFUSED:
            continue
        assert copy.sealed is not None, (copy.exhibit.filename, copy.state, copy.reason)
        with sealing.open_sealed(copy.sealed) as plain:
            content = plain.read()
        assert [trace for trace in TRACES if trace in content] == [], copy.exhibit.filename
        done += 1
    assert done >= 2 * 40
    assert {exhibit.door for exhibit in Exhibit.objects.filter(complaint_id=case.complaint.pk)} >= {
        "web",
        "api",
        "import",
    }
    assert uploading.Upload.objects.filter(exhibit__isnull=True).count() == 0
