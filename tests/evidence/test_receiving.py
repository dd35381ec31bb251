"""The one door: what is written when a file comes, what is not, and what people are told."""

import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.actors import Actor
from complaints import ledger
from complaints.models import Act, Complaint, Draft, LedgerEntry
from core.retention_and_limits import ORPHAN_LIFE
from evidence.models import Exhibit, Rendition, Sealed, plain_name
from evidence.services import NotReceived, erase, open_original, receive
from evidence.services.sweeping import sweep_orphans
from tests.evidence.conftest import AT, Receive, stored_files

pytestmark = pytest.mark.django_db


def test_a_file_is_frozen_hashed_and_in_the_ledger(hand_in: Receive, begun: tuple[Draft, Actor]) -> None:
    draft, holder = begun
    exhibit = hand_in(
        "短信截图".encode(), "我的截图.txt", description="证明退订后仍发送", declared_type="text/plain"
    )
    assert exhibit.repeated is False
    assert exhibit.sha256 == f"sha256:{hashlib.sha256('短信截图'.encode()).hexdigest()}"
    held = Exhibit.objects.visible_to(holder).get()
    assert (held.ordinal, held.size, held.door, held.received_by) == (1, 12, "web", "holder")
    assert (held.filename, held.description) == ("我的截图.txt", "证明退订后仍发送")
    with open_original(by=holder, exhibit=held) as plain:
        assert plain.read() == "短信截图".encode()
    entry = LedgerEntry.objects.get(complaint_id=draft.pk)
    assert entry.act == Act.EXHIBIT_RECEIVED
    assert entry.detail == {
        "exhibit": str(held.pk), "ordinal": 1, "sha256": held.sha256, "size": 12, "door": "web",
    }  # fmt: skip
    assert "截图" not in str(entry.detail)
    assert {one.kind: one.state for one in held.renditions.all()} == {
        "clean": "pending",
        "thumbnail": "pending",
    }


def test_the_same_bytes_again_are_the_same_exhibit(hand_in: Receive, store: Path) -> None:
    first = hand_in(b"same bytes", "a.txt")
    again = hand_in(b"same bytes", "b.txt")
    assert again.pk == first.pk
    assert again.repeated
    assert again.filename == "a.txt"
    assert LedgerEntry.objects.count() == 1
    assert Sealed.objects.count() == 1
    assert len(stored_files(store)) == 1
    assert hand_in(b"other bytes").ordinal == 2


def test_the_same_bytes_in_another_case_are_another_exhibit(hand_in: Receive) -> None:
    from accounts.actors import code_digest
    from complaints.services import open_draft

    first = hand_in(b"same bytes")
    other, code = open_draft(by=Actor())
    second = hand_in(b"same bytes", by=Actor(codes=(code_digest(code),)), complaint_id=other.pk)
    assert second.pk != first.pk
    assert not second.repeated


@pytest.mark.parametrize("given", [b"", b"x" * 2001])
def test_empty_and_too_large_are_explained_and_leave_nothing(
    given: bytes, hand_in: Receive, store: Path, settings: object
) -> None:
    settings.EVIDENCE_MAX_BYTES = 2000  # type: ignore[attr-defined]
    with pytest.raises(NotReceived) as refused:
        hand_in(given)
    assert refused.value.code == ("too_large" if given else "empty")
    assert "没有接收" in str(refused.value)
    assert stored_files(store) == []
    assert not Sealed.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_an_announced_size_is_refused_before_it_is_read(
    begun: tuple[Draft, Actor], settings: object, store: Path
) -> None:
    settings.EVIDENCE_MAX_BYTES = 10  # type: ignore[attr-defined]
    draft, holder = begun
    upload = SimpleUploadedFile("a.bin", b"x" * 11)
    with pytest.raises(NotReceived):
        receive(by=holder, complaint_id=draft.pk, stream=upload, filename="a.bin")
    assert upload.tell() == 0


def test_a_case_takes_so_many_files(hand_in: Receive, settings: object, store: Path) -> None:
    settings.EVIDENCE_MAX_FILES = 2  # type: ignore[attr-defined]
    hand_in(b"1")
    hand_in(b"2")
    with pytest.raises(NotReceived) as refused:
        hand_in(b"3")
    assert refused.value.code == "too_many"
    assert hand_in(b"1").repeated
    assert len(stored_files(store)) == 2


def test_what_was_erased_takes_no_room_and_its_number_stays_its_own(
    hand_in: Receive, begun: tuple[Draft, Actor], settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EVIDENCE_MAX_FILES = 2  # type: ignore[attr-defined]
    monkeypatch.setattr("evidence.services.receiving.MAX_CASE_BYTES", 100)
    hand_in(b"a" * 30)
    second = hand_in(b"b" * 60)
    erase(by=begun[1], exhibit=second, reason="request", at=AT)
    third = hand_in(b"c" * 70)
    assert third.ordinal == 3
    with pytest.raises(NotReceived) as refused:
        hand_in(b"d")
    assert refused.value.code == "too_many"
    settings.EVIDENCE_MAX_FILES = 3  # type: ignore[attr-defined]
    with pytest.raises(NotReceived) as refused:
        hand_in(b"d")
    assert refused.value.code == "case_full"


def test_only_the_holder_may_add(hand_in: Receive, store: Path) -> None:
    for stranger in (Actor(), Actor(codes=("0" * 64,)), Actor(organisation_ids=(1,))):
        with pytest.raises(Complaint.DoesNotExist):
            hand_in(b"not mine", by=stranger)
    assert stored_files(store) == []


def test_a_stranger_sees_nothing(hand_in: Receive) -> None:
    exhibit = hand_in(b"mine")
    assert not Exhibit.objects.visible_to(Actor()).exists()
    assert not Rendition.objects.visible_to(Actor(codes=("0" * 64,))).exists()
    with pytest.raises(Exhibit.DoesNotExist):
        open_original(by=Actor(), exhibit=exhibit)


def test_a_failure_after_the_bytes_leaves_no_row_and_bytes_that_the_sweep_removes(
    hand_in: Receive, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **more: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(ledger, "following", broken)
    with pytest.raises(ConnectionError):
        hand_in(b"bytes")
    assert not Exhibit.objects.exists()
    # Whoever sees the exception does not know whether it was committed.
    assert len(stored_files(store)) == 1
    everything = [f"{number:02x}" for number in range(256)]
    assert sweep_orphans(prefixes=everything, at=timezone.now() + ORPHAN_LIFE) == 1
    assert stored_files(store) == []


def test_an_upload_form_and_a_stream_give_the_same(begun: tuple[Draft, Actor]) -> None:
    draft, holder = begun
    content = bytes(range(256)) * 1000
    upload = SimpleUploadedFile("照片.jpg", content, content_type="image/jpeg")
    first = receive(by=holder, complaint_id=draft.pk, stream=upload, filename=upload.name, at=AT)
    second = receive(
        by=holder, complaint_id=draft.pk, stream=io.BytesIO(content), filename="x", door="api", at=AT
    )
    assert second.repeated
    assert second.pk == first.pk


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\照片.jpg", "照片.jpg"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("\ud800.png", "png"),
        ("..", ""),
        ("长" * 300 + ".jpeg", "长" * 115 + ".jpeg"),
    ],
)
def test_names_are_kept_as_given_and_shown_plain(given: str, shown: str, hand_in: Receive) -> None:
    assert plain_name(given) == shown
    exhibit = Exhibit.objects.select_related("sealed").get(
        pk=hand_in(given.encode(errors="replace"), given).pk
    )
    assert exhibit.filename_as_given == given
    assert exhibit.filename == (shown or "未命名文件")
