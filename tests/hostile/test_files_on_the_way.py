"""Files on their way in: what lies in temporary folders, what fills the disk, what two tabs do to each other."""

import io
import shutil
from collections import namedtuple
from typing import Any

import pytest
from django.core.cache.backends.redis import RedisCacheClient
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client, RequestFactory
from django.urls import reverse
from redis.exceptions import ConnectionError

from accounts.actors import SESSION_CODES, Actor
from complaints.models import Draft
from complaints.services import open_draft
from evidence.models import Exhibit, Upload
from evidence.sealed import sealing
from evidence.services import NotReceived, receive, receiving, uploading
from tests.hostile.cases import begin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
LARGE = b"\x89PNG\r\n\x1a\n" + b"plain words of somebody" * 200_000  # more than stays in memory


@pytest.fixture
def begun() -> tuple[Draft, Actor]:
    draft, _code = open_draft(by=Actor())
    return draft, Actor(codes=(draft.code_digest,))


def test_a_large_upload_has_no_name_in_any_folder(tmp_path: Any, settings: Any) -> None:
    """A worker that is killed in the middle left a stranger's file in plain bytes behind."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    request = RequestFactory().post("/", {"files": SimpleUploadedFile("截图.png", LARGE)})
    file = request.FILES["files"]
    assert file.size == len(LARGE)
    assert list(tmp_path.iterdir()) == []
    file.seek(0)
    assert file.read() == LARGE
    assert file.name == "截图.png"
    assert not any(isinstance(one, TemporaryFileUploadHandler) for one in request.upload_handlers)
    file.close()


def test_no_file_is_taken_when_the_disk_is_nearly_full(
    begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database stands on it too: files stop first."""
    draft, holder = begun
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage(10**12, 10**12 - 10**6, 10**6))
    given = {"by": holder, "complaint_id": draft.pk, "filename": "a.png"}
    with pytest.raises(NotReceived) as refused:
        receive(stream=io.BytesIO(b"x"), **given)
    assert refused.value.code == "no_room"
    with pytest.raises(NotReceived) as refused:
        uploading.begin_upload(size=100, **given)
    assert refused.value.code == "no_room"
    assert not Exhibit.objects.exists()
    assert not Upload.objects.exists()


def test_a_piece_is_not_taken_either(begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    draft, holder = begun
    upload = uploading.begin_upload(by=holder, complaint_id=draft.pk, filename="a.png", size=4)
    monkeypatch.setattr(receiving, "LEAST_FREE", 10**18)
    with pytest.raises(NotReceived):
        uploading.take_piece(by=holder, upload_id=upload.pk, offset=0, stream=io.BytesIO(b"1234"), size=4)
    monkeypatch.undo()
    uploading.take_piece(by=holder, upload_id=upload.pk, offset=0, stream=io.BytesIO(b"1234"), size=4)


def test_a_file_that_is_whole_waits_for_room_to_stand_there_twice(
    begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pieces stay until it is received: the largest backup would fill the disk that the database stands on."""
    draft, holder = begun
    upload = uploading.begin_upload(by=holder, complaint_id=draft.pk, filename="a.png", size=4)
    uploading.take_piece(by=holder, upload_id=upload.pk, offset=0, stream=io.BytesIO(b"1234"), size=4)
    usage = namedtuple("usage", "total used free")
    free = receiving.LEAST_FREE + 3
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage(10**12, 10**12 - free, free))
    with pytest.raises(NotReceived) as refused:
        uploading.finish_upload(by=holder, upload_id=upload.pk)
    assert refused.value.code == "no_room"
    monkeypatch.undo()
    assert uploading.finish_upload(by=holder, upload_id=upload.pk).size == 4  # nothing was lost


def holding() -> tuple[Client, Draft]:
    client = Client(raise_request_exception=False)
    begin(client)
    draft = Draft.objects.latest("created_at")
    assert client.session[SESSION_CODES]
    return client, draft


def test_one_address_sends_no_flood_of_bytes(settings: Any) -> None:
    """Each draft has its own two gigabytes, and drafts cost nothing."""
    settings.MOST_AN_HOUR = 3 * 1024**2
    client, draft = holding()
    page = reverse("draft_files", args=[draft.pk])

    def sent(address: str) -> int:
        file = SimpleUploadedFile(
            "a.txt", b"x" * 1024**2 + address.encode() + str(Exhibit.objects.count()).encode()
        )
        return client.post(page, {"files": file}, REMOTE_ADDR=address).status_code

    assert [sent("192.0.2.1") for _turn in range(3)] == [302, 302, 429]
    assert sent("192.0.2.2") == 302
    assert client.get(page, REMOTE_ADDR="192.0.2.1").status_code == 200
    assert Exhibit.objects.count() == 3


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN", "没有收到您刚才发的内容"), ("en", "What you just sent")]
)
def test_what_is_too_large_is_refused_on_a_page_with_the_way_back(
    settings: Any, language: str, words: str
) -> None:
    """Nothing of it is read; what was typed beside it stays in the browser (``data-not-sent``)."""
    settings.MOST_UPLOADED = 1000
    client, draft = holding()
    page = reverse("draft_files", args=[draft.pk])
    file = SimpleUploadedFile("a.mp4", b"x" * 2000)
    answer = client.post(page, {"files": file}, headers={"accept-language": language})
    html = answer.content.decode()
    assert answer.status_code == 413
    assert words in html
    assert "data-not-sent" in html
    assert f'href="{reverse("resume")}"' in html
    assert Exhibit.objects.count() == 0
    assert client.post("/api/v1/complaints/", b"x" * 2000, "application/json")["Content-Type"].startswith(
        "text/plain"
    )


def test_finished_in_two_tabs_at_once(begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    draft, holder = begun
    upload = uploading.begin_upload(by=holder, complaint_id=draft.pk, filename="a.png", size=4)
    uploading.take_piece(by=holder, upload_id=upload.pk, offset=0, stream=io.BytesIO(b"1234"), size=4)
    real, turn = sealing.open_piece, []

    def other_first(name: str, key: bytes, **more: Any) -> Any:
        if not turn:
            turn.append(True)
            turn.append(uploading.finish_upload(by=holder, upload_id=upload.pk))
            sealing.remove(name)
        return real(name, key, **more)

    monkeypatch.setattr(sealing, "open_piece", other_first)
    mine = uploading.finish_upload(by=holder, upload_id=upload.pk)
    assert mine.repeated
    assert Exhibit.objects.count() == 1


def test_a_broker_that_is_away_or_was_emptied_stops_no_upload(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits then do not count; a file is more than a count."""
    client, draft = holding()
    page = reverse("draft_files", args=[draft.pk])

    def away(*_arguments: Any, **_more: Any) -> Any:
        raise ConnectionError("away")

    for turn, problem in enumerate((away, None)):
        with monkeypatch.context() as patched:
            if problem:
                patched.setattr(RedisCacheClient, "add", problem)
                patched.setattr(RedisCacheClient, "incr", problem)
            else:
                patched.setattr(RedisCacheClient, "add", lambda *_arguments, **_more: True)
            file = SimpleUploadedFile("a.txt", b"x" * 1024**2 + str(turn).encode())
            assert client.post(page, {"files": file}, REMOTE_ADDR=f"192.0.2.{turn}").status_code == 302
    assert Exhibit.objects.count() == 2


@pytest.mark.parametrize("door", ["page", "api"])
def test_cancelled_in_one_tab_while_it_is_finished_in_another(
    begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    """The pieces go while they are read: an answer and no error page, and nothing half received."""
    client, draft = holding()
    owner = Actor(codes=tuple(client.session[SESSION_CODES]))
    upload = uploading.begin_upload(by=owner, complaint_id=draft.pk, filename="a.png", size=8)
    for place in (0, 4):
        uploading.take_piece(by=owner, upload_id=upload.pk, offset=place, stream=io.BytesIO(b"1234"), size=4)
    real = sealing.open_piece

    def gone(name: str, key: bytes, **more: Any) -> Any:
        for piece in upload.pieces.all():
            sealing.remove(piece.name)
        uploading.discard(upload)
        return real(name, key, **more)

    monkeypatch.setattr(sealing, "open_piece", gone)
    if door == "page":
        assert client.post(reverse("upload", args=[upload.pk])).status_code == 404
    else:
        with pytest.raises(Upload.DoesNotExist):
            uploading.finish_upload(by=owner, upload_id=upload.pk)
    assert not Exhibit.objects.exists()
