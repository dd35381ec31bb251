"""Large files in pieces: on from where it broke off, one exhibit however often it is finished, nobody else's to touch (P4)."""

import hashlib
import io
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor, code_digest
from complaints.models import Act, Complaint, Draft, LedgerEntry
from complaints.services import open_draft
from core.retention_and_limits import ORPHAN_LIFE
from evidence.models import Exhibit, Upload, UploadPiece
from evidence.sealed import cipher, sealing
from evidence.services import NotReceived, erase, open_original, receiving, uploading
from evidence.services.sweeping import sweep_orphans
from evidence.services.uploading import (
    MAX_PIECE,
    UPLOAD_LIFE,
    WrongPlace,
    begin_upload,
    cancel_upload,
    finish_upload,
    sweep_uploads,
    take_piece,
)
from tests.evidence.conftest import AT, stored_files

pytestmark = pytest.mark.django_db
Begun = tuple[Draft, Actor]
MIB = 1024 * 1024


def content_of(size: int) -> bytes:
    return (hashlib.sha256(str(size).encode()).digest() * (size // 32 + 1))[:size]


def announced(begun: Begun, size: int, **more: object) -> Upload:
    draft, holder = begun
    given = {"by": holder, "complaint_id": draft.pk, "filename": "录音.mp3", "at": AT, **more}
    return begin_upload(size=size, **given)  # type: ignore[arg-type]


def sent(begun: Begun, upload: Upload, content: bytes, *, piece: int = MAX_PIECE, start: int = 0) -> None:
    for place in range(start, len(content), piece):
        part = content[place : place + piece]
        take_piece(
            by=begun[1], upload_id=upload.pk, offset=place, stream=io.BytesIO(part), size=len(part), at=AT
        )


@pytest.mark.parametrize(
    "size",
    [
        1,
        65_535,
        65_536,
        65_537,
        MIB - 1,
        MIB,
        MIB + 1,
        5 * MIB // 2 - 1,
        5 * MIB // 2,
        5 * MIB // 2 + 1,
        25 * MIB,
        100 * MIB,
    ],
)
def test_what_comes_in_pieces_is_what_was_sent(begun: Begun, store: Path, size: int) -> None:
    content = content_of(size)
    upload = announced(begun, size)
    sent(begun, upload, content, piece=MIB if size < 4 * MIB else MAX_PIECE)
    exhibit = finish_upload(by=begun[1], upload_id=upload.pk, at=AT)
    assert exhibit.sha256 == f"sha256:{hashlib.sha256(content).hexdigest()}"
    with open_original(by=begun[1], exhibit=exhibit) as plain:
        assert plain.read() == content
    assert exhibit.filename == "录音.mp3"
    assert not UploadPiece.objects.exists()


def most_held(begun: Begun, count: int) -> int:
    """The most bytes held at once while a file of so many pieces of half a MiB comes in."""
    piece = b"\xa5" * (MIB // 2)
    upload = announced(begun, count * len(piece), filename=f"{count}.mp3")
    tracemalloc.start()
    for place in range(count):
        take_piece(
            by=begun[1],
            upload_id=upload.pk,
            offset=place * len(piece),
            stream=io.BytesIO(piece),
            size=len(piece),
            at=AT,
        )
    exhibit = finish_upload(by=begun[1], upload_id=upload.pk, at=AT)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert exhibit.size == count * len(piece)
    return most


@pytest.mark.usefixtures("store")
def test_memory_does_not_grow_with_the_file(begun: Begun) -> None:
    """P4: what is held at once is a piece, whether 25 pieces come or 200; less than 40 MB either way."""
    # Python's own table of names (sys.intern, which pathlib asks for each new file's) grows by megabytes at once, once in
    # a long while. It does not do so twice within a few hundred names.
    few, many = (min(most_held(begun, count) for _ in range(2)) for count in (25, 200))
    assert max(few, many) < 40 * 1000 * 1000
    assert many < few + 2 * MIB


def test_the_pieces_go_when_the_file_is_whole(
    begun: Begun, store: Path, django_capture_on_commit_callbacks: object
) -> None:
    upload = announced(begun, 300)
    sent(begun, upload, content_of(300), piece=100)
    assert len(stored_files(store)) == 3
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        finish_upload(by=begun[1], upload_id=upload.pk, at=AT)
    assert len(stored_files(store)) == 1


def test_nothing_readable_lies_in_the_store(begun: Begun, store: Path) -> None:
    upload = announced(begun, 400, description="我的录音")
    sent(begun, upload, b"PLAINWORDS" * 40, piece=200)
    for file in stored_files(store):
        assert b"PLAINWORDS" not in file.read_bytes()
    assert "录音".encode() not in bytes(Upload.objects.get().closed_words)


def test_a_lost_connection_costs_one_piece(begun: Begun, store: Path) -> None:
    upload = announced(begun, 300)
    sent(begun, upload, content_of(300)[:100], piece=100)
    with pytest.raises(NotReceived) as cut:
        take_piece(
            by=begun[1], upload_id=upload.pk, offset=100, stream=io.BytesIO(b"x" * 40), size=100, at=AT
        )
    assert cut.value.code == "cut_off"
    assert len(stored_files(store)) == 1
    sent(begun, upload, content_of(300), piece=100, start=100)
    exhibit = finish_upload(by=begun[1], upload_id=upload.pk, at=AT)
    assert exhibit.sha256 == f"sha256:{hashlib.sha256(content_of(300)).hexdigest()}"


def test_a_reload_goes_on_with_the_same_file_and_only_with_it(begun: Begun) -> None:
    upload = announced(begun, 300, fingerprint="f" * 64)
    sent(begun, upload, content_of(300)[:100], piece=100)
    again = announced(begun, 300, fingerprint="f" * 64)
    assert (again.pk, again.offset) == (upload.pk, 100)
    assert announced(begun, 300, fingerprint="e" * 64).pk != upload.pk
    assert announced(begun, 301, fingerprint="f" * 64).pk != upload.pk
    assert announced(begun, 300).pk != announced(begun, 300).pk


@pytest.mark.parametrize("offset", [-1, 0, 99, 101, 300, 10**14])
def test_a_piece_in_the_wrong_place_is_told_the_right_one(begun: Begun, store: Path, offset: int) -> None:
    upload = announced(begun, 300)
    sent(begun, upload, content_of(100), piece=100)
    with pytest.raises(WrongPlace) as wrong:
        take_piece(by=begun[1], upload_id=upload.pk, offset=offset, stream=io.BytesIO(b"x"), size=1, at=AT)
    assert wrong.value.offset == 100
    assert len(stored_files(store)) == 1


@pytest.mark.parametrize("size", [-1, 0, 201, MAX_PIECE + 1])
def test_more_than_announced_is_not_taken(begun: Begun, store: Path, size: int) -> None:
    upload = announced(begun, 300)
    sent(begun, upload, content_of(100), piece=100)
    stream = io.BytesIO(b"x" * max(size, 0))
    with pytest.raises(NotReceived):
        take_piece(by=begun[1], upload_id=upload.pk, offset=100, stream=stream, size=size, at=AT)
    assert Upload.objects.get().offset == 100
    assert len(stored_files(store)) == 1


def test_two_tabs_send_one_file(begun: Begun, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second tab's piece arrives while the first one's was being written."""
    upload = announced(begun, 200)
    whole = sealing.store_piece

    def meanwhile(*arguments: object, **more: object) -> tuple[str, int]:
        monkeypatch.setattr(sealing, "store_piece", whole)
        sent(begun, upload, content_of(200)[:100], piece=100)
        return whole(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(sealing, "store_piece", meanwhile)
    with pytest.raises(WrongPlace) as late:
        sent(begun, upload, b"y" * 100, piece=100)
    assert late.value.offset == 100
    assert len(stored_files(store)) == 1


def test_finished_twice_is_one_exhibit(begun: Begun) -> None:
    upload = announced(begun, 100)
    sent(begun, upload, content_of(100))
    first = finish_upload(by=begun[1], upload_id=upload.pk, at=AT)
    again = finish_upload(by=begun[1], upload_id=upload.pk, at=AT)
    assert (again.pk, again.repeated) == (first.pk, True)
    assert LedgerEntry.objects.filter(act=Act.EXHIBIT_RECEIVED).count() == 1
    with pytest.raises(WrongPlace):
        take_piece(by=begun[1], upload_id=upload.pk, offset=100, stream=io.BytesIO(b"x"), size=1, at=AT)


def test_a_death_between_receiving_and_noting_it_leaves_one_exhibit(
    begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = announced(begun, 100)
    sent(begun, upload, content_of(100))
    monkeypatch.setattr(uploading, "_drop_pieces", lambda _upload: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        finish_upload(by=begun[1], upload_id=upload.pk, at=AT)
    monkeypatch.undo()
    exhibit = finish_upload(by=begun[1], upload_id=upload.pk, at=AT)
    assert Exhibit.objects.get() == exhibit


def test_it_is_finished_only_when_it_is_whole(begun: Begun) -> None:
    upload = announced(begun, 100)
    sent(begun, upload, content_of(60))
    with pytest.raises(WrongPlace) as early:
        finish_upload(by=begun[1], upload_id=upload.pk, at=AT)
    assert early.value.offset == 60


def test_another_hash_than_given_throws_it_away(begun: Begun) -> None:
    upload = announced(begun, 100)
    sent(begun, upload, content_of(100))
    with pytest.raises(NotReceived) as other:
        finish_upload(by=begun[1], upload_id=upload.pk, sha256="0" * 64, at=AT)
    assert other.value.code == "other_hash"
    assert not Upload.objects.exists()
    good = announced(begun, 100)
    sent(begun, good, content_of(100))
    told = hashlib.sha256(content_of(100)).hexdigest().upper()
    assert finish_upload(by=begun[1], upload_id=good.pk, sha256=told, at=AT).ordinal == 1


def test_other_people_do_not_find_it(begun: Begun) -> None:
    upload = announced(begun, 100)
    _, code = open_draft(by=Actor())
    for stranger in (Actor(), Actor(codes=(code_digest(code),))):
        for act in (
            lambda by: take_piece(
                by=by, upload_id=upload.pk, offset=0, stream=io.BytesIO(b"x"), size=1, at=AT
            ),
            lambda by: finish_upload(by=by, upload_id=upload.pk, at=AT),
            lambda by: cancel_upload(by=by, upload_id=upload.pk),
        ):
            with pytest.raises(Upload.DoesNotExist):
                act(stranger)
        with pytest.raises(Complaint.DoesNotExist):
            begin_upload(by=stranger, complaint_id=begun[0].pk, size=1, filename="x", at=AT)


def test_limits_are_told_before_a_byte_is_sent(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    for size, code in ((0, "empty"), (-1, "empty"), (receiving.max_bytes() + 1, "too_large")):
        with pytest.raises(NotReceived) as no:
            announced(begun, size)
        assert no.value.code == code
    monkeypatch.setattr(uploading, "MAX_CASE_BYTES", 1000)
    announced(begun, 600)
    with pytest.raises(NotReceived) as full:
        announced(begun, 600)
    assert full.value.code == "case_full"
    monkeypatch.setattr(uploading, "MAX_UNFINISHED", 1)
    with pytest.raises(NotReceived) as many:
        announced(begun, 1)
    assert many.value.code == "too_many_uploads"


def test_what_was_erased_leaves_its_room_to_another_upload(
    begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "MAX_CASE_BYTES", 1000)
    upload = announced(begun, 900)
    sent(begun, upload, content_of(900))
    exhibit = finish_upload(by=begun[1], upload_id=upload.pk, at=AT)
    with pytest.raises(NotReceived):
        announced(begun, 200)
    erase(by=begun[1], exhibit=exhibit, reason="request", at=AT)
    assert announced(begun, 200).size == 200


def test_pieces_that_were_exchanged_do_not_open(begun: Begun) -> None:
    upload = announced(begun, 200)
    sent(begun, upload, content_of(200), piece=100)
    one, two = UploadPiece.objects.order_by("start")
    UploadPiece.objects.filter(pk=one.pk).update(name="elsewhere")
    UploadPiece.objects.filter(pk=two.pk).update(name=one.name)
    UploadPiece.objects.filter(pk=one.pk).update(name=two.name)
    with pytest.raises(cipher.SealBroken):
        finish_upload(by=begun[1], upload_id=upload.pk, at=AT)
    assert not Exhibit.objects.exists()


def test_what_is_not_finished_in_time_is_swept(
    begun: Begun, store: Path, django_capture_on_commit_callbacks: object
) -> None:
    upload = announced(begun, 200)
    sent(begun, upload, content_of(100), piece=100)
    assert sweep_uploads(at=AT + UPLOAD_LIFE - timedelta(seconds=1)) == 0
    with pytest.raises(Upload.DoesNotExist):
        uploading.find_upload(by=begun[1], upload_id=upload.pk, at=AT + UPLOAD_LIFE)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert sweep_uploads(at=AT + UPLOAD_LIFE) == 1
    assert stored_files(store) == []
    assert not Upload.objects.exists()


# ── The page's door ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def holder_client(client: Client) -> tuple[Client, Draft]:
    draft, code = open_draft(by=Actor())
    session = client.session
    session["case_codes"] = [code_digest(code)]
    session.save()
    return client, draft


def test_the_page_sends_a_file_in_pieces(holder_client: tuple[Client, Draft]) -> None:
    client, draft = holder_client
    content = content_of(2500)
    begun = client.post(
        reverse("uploads"), {"case": str(draft.pk), "size": 2500, "name": "../通话.mp3", "type": "audio/mpeg"}
    )
    assert begun.status_code == 201
    address = reverse("upload", args=[begun.json()["id"]])
    for place in range(0, 2500, 1000):
        answer = client.put(
            f"{address}?offset={place}",
            content[place : place + 1000],
            content_type="application/octet-stream",
        )
        assert answer.status_code == 200, answer.content
    assert (
        client.put(f"{address}?offset=1000", b"x", content_type="application/octet-stream").status_code == 409
    )
    assert client.get(address).json()["offset"] == 2500
    done = client.post(address)
    assert done.json()["ordinal"] == 1
    assert "通话.mp3" in done.json()["message"]
    assert Exhibit.objects.get().sha256 == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert "一模一样" in client.post(address).json()["message"]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"size": "10"}, 404),
        ({"case": "no-id", "size": "10"}, 404),
        ({"case": "00000000-0000-4000-8000-000000000000", "size": "10"}, 404),
        ({"case": "OWN", "size": "many"}, 422),
        ({"case": "OWN", "size": "١٢"}, 422),
        ({"case": "OWN", "size": str(10**30)}, 422),
        ({"case": "OWN"}, 422),
    ],
)
def test_the_page_refuses_what_makes_no_sense(
    holder_client: tuple[Client, Draft], given: dict[str, str], status: int
) -> None:
    client, draft = holder_client
    data = {**given, "case": str(draft.pk)} if given.get("case") == "OWN" else given
    assert client.post(reverse("uploads"), data).status_code == status


def test_without_its_token_the_page_takes_nothing(holder_client: tuple[Client, Draft]) -> None:
    client, draft = holder_client
    upload = client.post(reverse("uploads"), {"case": str(draft.pk), "size": 10, "name": "a"}).json()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    address = reverse("upload", args=[upload["id"]])
    assert strict.put(f"{address}?offset=0", b"0123456789").status_code == 403
    assert strict.delete(address).status_code == 403
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


# ── What a kill left behind ──────────────────────────────────────────────────────────────────────────────────────────
def test_bytes_without_a_row_are_swept_after_a_while(begun: Begun, store: Path) -> None:
    upload = announced(begun, 200)
    sent(begun, upload, content_of(100), piece=100)
    kept = sealing.seal(io.BytesIO(b"kept"))
    orphan = sealing.store(io.BytesIO(b"the row was never committed"))
    half = store / "incoming" / "0123.half"
    half.write_bytes(b"x")
    everything = [f"{first:02x}" for first in range(256)]
    at = AT.replace(year=2126)
    assert sweep_orphans(prefixes=everything, at=None) == 0
    assert sweep_orphans(prefixes=everything, at=at + ORPHAN_LIFE) == 2
    names = {str(path.relative_to(store)) for path in stored_files(store)}
    assert names == {kept.name, UploadPiece.objects.get().name}
    assert orphan.name not in names
