"""Copies made later: claimed on a lease, taken again after a death, refused with words, never the original instead."""

import io
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from accounts.actors import Actor
from accounts.models import Organisation
from complaints.models import Access, Act, Complaint, Draft, LedgerEntry
from complaints.services import ComplainantInput, file_complaint, grant_access
from core.work import LEASE, PASSING_TRIES, LeaseLost
from evidence.custody import audit
from evidence.models import Exhibit, Rendition
from evidence.sealed import sealing
from evidence.services import copying, erase, make_renditions, open_original, open_rendition, retry_rendition
from evidence.services.erasing import erase_abandoned
from evidence.tasks import make_renditions_of, sweep_renditions
from tests.evidence import samples
from tests.evidence.conftest import AT, Receive, stored_files
from tests.evidence.samples import CANARY, drawn, saved, zipped

pytestmark = pytest.mark.django_db
EXAMINER = Actor.system("examiner")


def states(exhibit: Exhibit) -> dict[str, str]:
    """Of the copies; the words of a picture are the work of another worker (test_recognising)."""
    made = Rendition.objects.filter(exhibit=exhibit).exclude(kind="lines")
    return dict(made.values_list("kind", "state"))


def test_a_picture_gets_its_copies(hand_in: Receive, begun: tuple[Draft, Actor]) -> None:
    _, holder = begun
    exhibit = hand_in(samples.pictures_with_a_life()["jpeg with gps"], "家门口.jpg")
    assert make_renditions(by=EXAMINER, at=AT) == exhibit.pk
    assert states(exhibit) == {"clean": "done", "thumbnail": "done"}
    clean = Rendition.objects.visible_to(holder).get(kind="clean")
    assert (clean.media_type, clean.width, clean.height) == ("image/jpeg", 320, 200)
    assert (clean.source_sha256, clean.source_type, clean.scan) == (exhibit.sha256, "image/jpeg", "unscanned")
    assert clean.get_scan_display() == "未查毒"
    assert "Pillow" in clean.tool
    with open_rendition(by=holder, rendition=clean) as plain:
        assert CANARY.encode() not in plain.read()
    entry = LedgerEntry.objects.get(act=Act.COPY_MADE)
    assert entry.detail["source"] == exhibit.sha256
    assert entry.detail["sha256"] == clean.sealed.sha256
    assert make_renditions(by=EXAMINER, at=AT) is None


def test_what_cannot_be_cleaned_gets_no_copy(
    hand_in: Receive, begun: tuple[Draft, Actor], store: Path
) -> None:
    exhibit = hand_in(zipped({"a.txt": b"x"}), "照片.jpg")
    make_renditions(by=EXAMINER, at=AT)
    assert states(exhibit) == {"clean": "refused", "thumbnail": "refused"}
    clean = Rendition.objects.get(kind="clean")
    assert clean.reason.startswith("文件名的后缀是 .jpg，但内容其实是ZIP 压缩包。")
    assert clean.source_type == "application/zip"
    with pytest.raises(Rendition.DoesNotExist):
        open_rendition(by=begun[1], rendition=clean)
    assert len(stored_files(store)) == 1


def test_a_paper_gets_its_copy_and_a_picture_of_its_first_page(hand_in: Receive) -> None:
    exhibit = hand_in(samples.acting_paper(), "账单.pdf")
    make_renditions(by=EXAMINER, at=AT)
    assert states(exhibit) == {"clean": "done", "thumbnail": "done", "page": "pending"}
    clean = Rendition.objects.get(kind="clean")
    assert (clean.media_type, clean.pages) == ("application/pdf", 2)
    assert "附件" in clean.reason
    assert Rendition.objects.get(kind="thumbnail").media_type == "image/png"


def test_a_worker_that_died_is_followed_by_another(hand_in: Receive) -> None:
    """kill -9 in the middle: the rows stay taken until the lease is over, and then they are made."""
    exhibit = hand_in(saved(drawn(), "PNG"))
    claimed = copying._claim(AT, None)
    assert len(claimed) == 2
    assert make_renditions(by=EXAMINER, at=AT + LEASE - timedelta(seconds=1)) is None
    assert make_renditions(by=EXAMINER, at=AT + LEASE) == exhibit.pk
    assert states(exhibit) == {"clean": "done", "thumbnail": "done"}
    assert set(Rendition.objects.exclude(kind="lines").values_list("attempts", flat=True)) == {2}


def test_a_worker_that_was_given_up_changes_nothing_when_it_comes_back(hand_in: Receive, store: Path) -> None:
    exhibit = hand_in(saved(drawn(), "PNG"))
    late = copying._claim(AT, None)
    make_renditions(by=EXAMINER, at=AT + LEASE)
    kept = dict(Rendition.objects.values_list("pk", "sealed_id"))
    files = stored_files(store)
    with copying.plain_file(exhibit.sealed) as source, pytest.raises(LeaseLost):
        copying._examine(EXAMINER, exhibit, late, source, AT)
    assert dict(Rendition.objects.values_list("pk", "sealed_id")) == kept
    assert stored_files(store) == files
    assert LedgerEntry.objects.filter(act=Act.COPY_MADE).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_take_the_same(hand_in: Receive) -> None:
    for number in range(6):
        hand_in(saved(drawn(64 + number, 40), "PNG"))
    taken: list[list[int]] = []

    def work() -> None:
        try:
            while claimed := copying._claim(AT, None):
                taken.append([one.pk for one in claimed])
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    every = [pk for some in taken for pk in some]
    assert sorted(every) == sorted(Rendition.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_killed_in_the_middle(hand_in: Receive, tmp_path: Path) -> None:
    """A process that holds the claim is killed by the system; the sweep finishes its work after the lease."""
    exhibit = hand_in(saved(drawn(), "PNG"))
    program = (
        "import django; django.setup()\n"
        "import sys, time, evidence.services.copying as copying\n"
        "from django.utils import timezone\n"
        "print(len(copying._claim(timezone.now(), None)), flush=True)\n"
        "time.sleep(60)\n"
    )
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONPATH": root}
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment, cwd=root
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"2"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert set(states(exhibit).values()) == {"working"}
    assert sweep_renditions() == 0
    Rendition.objects.update(lease_until=AT)
    assert sweep_renditions() == 1
    assert set(states(exhibit).values()) == {"done"}


def test_a_file_that_never_ends_is_tried_twice(hand_in: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    exhibit = hand_in(saved(drawn(), "PNG"))
    monkeypatch.setattr("evidence.examination.run.PROCESSOR_SECONDS", 0)
    make_renditions(by=EXAMINER, at=AT)
    assert set(states(exhibit).values()) == {"pending"}
    assert make_renditions(by=EXAMINER, at=AT) is None
    make_renditions(by=EXAMINER, at=AT + timedelta(hours=1))
    assert set(states(exhibit).values()) == {"refused"}
    assert "没有读完" in Rendition.objects.get(kind="clean").reason


def test_lost_bytes_are_a_visible_failure_that_a_person_may_try_again(
    hand_in: Receive, begun: tuple[Draft, Actor], store: Path
) -> None:
    exhibit = hand_in(saved(drawn(), "PNG"))
    (file,) = stored_files(store)
    content = file.read_bytes()
    file.unlink()
    make_renditions(by=EXAMINER, at=AT)
    assert set(states(exhibit).values()) == {"failed"}
    clean = Rendition.objects.get(kind="clean")
    assert "系统出错" in clean.reason
    file.write_bytes(content)
    retry_rendition(by=begun[1], rendition=clean, at=AT)
    make_renditions(by=EXAMINER, at=AT)
    assert states(exhibit) == {"clean": "done", "thumbnail": "failed"}
    with pytest.raises(ValueError, match="does not go from done"):
        retry_rendition(by=begun[1], rendition=clean, at=AT)


def test_a_storage_that_is_away_puts_the_work_off(hand_in: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    exhibit = hand_in(saved(drawn(), "PNG"))

    def away(*args: object) -> None:
        raise OSError("away")

    monkeypatch.setattr(sealing, "open_sealed", away)
    moment = AT
    for _ in range(PASSING_TRIES):
        assert make_renditions(by=EXAMINER, at=moment) == exhibit.pk
        moment += timedelta(hours=2)
    assert set(states(exhibit).values()) == {"failed"}


def test_erasing_destroys_every_key_and_keeps_hash_and_ledger(
    hand_in: Receive, begun: tuple[Draft, Actor], store: Path, django_capture_on_commit_callbacks: object
) -> None:
    draft, holder = begun
    exhibit = hand_in(saved(drawn(), "PNG"), "身份证.png", description="谁的")
    make_renditions(by=EXAMINER, at=AT)
    assert len(stored_files(store)) == 3
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase(by=holder, exhibit=exhibit, reason="request", at=AT)
        erase(by=holder, exhibit=exhibit, reason="request", at=AT)
    assert stored_files(store) == []
    held = Exhibit.objects.visible_to(holder).get()
    assert held.erased
    assert held.sha256 == exhibit.sha256
    assert (held.filename, held.description) == ("名称已随内容删除", "")
    for rendition in held.renditions.select_related("sealed"):
        assert not rendition.ready
        with pytest.raises(Rendition.DoesNotExist):
            open_rendition(by=holder, rendition=rendition)
    entries = LedgerEntry.objects.filter(complaint_id=draft.pk, act=Act.EXHIBIT_ERASED)
    assert [entry.detail["reason"] for entry in entries] == ["request"]
    with pytest.raises(ValueError, match="not a valid"):
        erase(by=holder, exhibit=exhibit, reason="因为我想", at=AT)
    with pytest.raises(Exhibit.DoesNotExist):
        erase(by=Actor(), exhibit=exhibit, reason="request", at=AT)


def test_what_is_erased_is_not_copied_afterwards(hand_in: Receive, begun: tuple[Draft, Actor]) -> None:
    exhibit = hand_in(saved(drawn(), "PNG"))
    erase(by=begun[1], exhibit=exhibit, reason="request", at=AT)
    assert set(states(exhibit).values()) == {"refused"}
    assert make_renditions(by=EXAMINER, at=AT) is None


def test_the_files_of_a_draft_that_ended_are_erased(hand_in: Receive, begun: tuple[Draft, Actor]) -> None:
    exhibit = hand_in(b"words")
    eraser = Actor.system("eraser")
    later = AT + timedelta(days=2)
    assert erase_abandoned(by=eraser, at=later) == 0
    Draft.objects.all().delete()
    assert erase_abandoned(by=eraser, at=AT) == 0
    assert erase_abandoned(by=eraser, at=later) == 1
    assert erase_abandoned(by=eraser, at=later) == 0
    assert Exhibit.objects.select_related("sealed").get(pk=exhibit.pk).erased


def test_a_task_given_twice_makes_one_copy(hand_in: Receive) -> None:
    exhibit = hand_in(saved(drawn(), "PNG"))
    Rendition.objects.update(due_at=AT)
    make_renditions_of(str(exhibit.pk))
    make_renditions_of(str(exhibit.pk))
    assert LedgerEntry.objects.filter(act=Act.COPY_MADE).count() == 1


def test_what_staff_read_stands_in_the_ledger_and_others_see_nothing(
    hand_in: Receive, begun: tuple[Draft, Actor], django_user_model: type
) -> None:
    draft, holder = begun
    exhibit = hand_in(saved(drawn(), "PNG"))
    make_renditions(by=EXAMINER, at=AT)
    complaint = file_complaint(
        by=holder,
        kind="harassment",
        situations=["no_consent"],
        story="每天都有广告短信",
        facts={"event": {"first": "2026-03-01", "last": "2026-03-15"}},
        complainant=ComplainantInput(name="林某", phone="13800000000"),
        draft=draft,
    ).complaint
    desk, other = (
        Organisation.objects.create(name=name, kind=Organisation.Kind.REGULATOR) for name in ("甲局", "乙局")
    )
    user = django_user_model.objects.create(username="caseworker", is_staff=True)  # type: ignore[attr-defined]
    staff = Actor(user=user, organisation_ids=(desk.pk,))
    small, clean = (Rendition.objects.get(exhibit=exhibit, kind=kind) for kind in ("thumbnail", "clean"))
    with pytest.raises(Rendition.DoesNotExist):
        open_rendition(by=staff, rendition=clean)
    grant_access(by=holder, complaint=complaint, why=Access.Why.SENT, organisation=desk)
    open_rendition(by=holder, rendition=clean).close()
    open_rendition(by=staff, rendition=small).close()
    assert not LedgerEntry.objects.filter(act=Act.EXHIBIT_READ).exists()
    open_rendition(by=staff, rendition=clean).close()
    open_original(by=staff, exhibit=exhibit).close()
    entries = LedgerEntry.objects.filter(act=Act.EXHIBIT_READ).order_by("sequence")
    assert {entry.actor for entry in entries} == {f"user:{user.pk}"}
    assert [entry.detail["what"] for entry in entries] == ["clean", "original"]
    with pytest.raises(Rendition.DoesNotExist):
        open_rendition(by=Actor(user=user, organisation_ids=(other.pk,)), rendition=clean)
    with pytest.raises(Complaint.DoesNotExist):
        hand_in(b"what a caseworker would add", by=staff)
    assert hand_in(b"what the owner adds later").ordinal == 2
    assert audit.check_case(complaint.pk).faults == []


def test_erased_bytes_may_come_again(hand_in: Receive, begun: tuple[Draft, Actor]) -> None:
    """Someone takes a file away by mistake, and hands it in once more."""
    content = saved(drawn(), "PNG")
    first = hand_in(content)
    erase(by=begun[1], exhibit=first, reason="request", at=AT)
    again = hand_in(content)
    assert not again.repeated
    assert (again.ordinal, again.erased_before, again.erased) == (2, 1, False)
    assert hand_in(content).pk == again.pk
    make_renditions(by=EXAMINER, at=AT)
    assert states(again) == {"clean": "done", "thumbnail": "done"}
    assert audit.check_case(begun[0].pk).faults == []


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_from_two_devices_at_once(hand_in: Receive, store: Path) -> None:
    gate = threading.Barrier(4)
    got: list[tuple[object, bool]] = []

    def send() -> None:
        try:
            gate.wait()
            exhibit = hand_in(b"the same" * 10_000)
            got.append((exhibit.pk, exhibit.repeated))
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(4)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert len({pk for pk, _ in got}) == 1
    assert sorted(repeated for _, repeated in got) == [False, True, True, True]
    assert len(stored_files(store)) == 1
    assert LedgerEntry.objects.count() == 1


def test_a_stream_of_the_copy_reads_in_pieces(hand_in: Receive, begun: tuple[Draft, Actor]) -> None:
    exhibit = hand_in("一行字\n".encode() * 50_000, "备份.txt")
    make_renditions(by=EXAMINER, at=AT)
    clean = Rendition.objects.get(exhibit=exhibit, kind="clean")
    with open_rendition(by=begun[1], rendition=clean) as plain:
        pieces = list(iter(lambda: plain.read(1000), b""))
    assert b"".join(pieces) == io.BytesIO("一行字\n".encode() * 50_000).getvalue()
