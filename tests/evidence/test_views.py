"""The pages of copies: for those who may see the case; closed headers; a name that survives."""

import hashlib
import json
import random
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import SESSION_CODES, Actor, code_digest
from complaints.models import Draft
from complaints.services import ComplainantInput, file_complaint, open_draft, save_answers
from evidence.custody.audit import check_case
from evidence.models import Exhibit
from evidence.services import make_renditions, open_original
from tests.evidence import samples
from tests.evidence.conftest import AT, Receive, stored_files
from tests.evidence.samples import drawn, saved, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder_client(begun: tuple[Draft, Actor], client: Client) -> Client:
    session = client.session
    session[SESSION_CODES] = list(begun[1].codes)
    session.save()
    save_answers(by=begun[1], draft=begun[0], step="kind", answers={"kind": "harassment"})
    return client


def made(hand_in: Receive, content: bytes, filename: str) -> Exhibit:
    exhibit = hand_in(content, filename)
    make_renditions(by=Actor.system("examiner"), at=AT)
    return exhibit


def test_the_holder_sees_the_copy(hand_in: Receive, holder_client: Client) -> None:
    exhibit = made(hand_in, samples.pictures_with_a_life()["jpeg with gps"], "家\u202e门口.HEIC")
    answer = holder_client.get(reverse("exhibit_copy", args=[exhibit.pk]))
    body = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert int(answer["Content-Length"]) == len(body)
    assert samples.CANARY.encode() not in body
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''1-")
    assert answer["Content-Disposition"].endswith(".jpg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    small = holder_client.get(reverse("exhibit_thumbnail", args=[exhibit.pk]))
    assert small["Content-Type"] == "image/jpeg"


def test_a_paper_is_handed_over_to_be_saved(hand_in: Receive, holder_client: Client) -> None:
    exhibit = made(hand_in, samples.acting_paper(), "账单.pdf")
    answer = holder_client.get(reverse("exhibit_copy", args=[exhibit.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_page_with_a_script_is_shown_as_text(hand_in: Receive, holder_client: Client) -> None:
    exhibit = made(hand_in, b"<html><script>alert(1)</script>", "a.html")
    answer = holder_client.get(reverse("exhibit_copy", args=[exhibit.pk]))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].endswith('1-a.txt"')


@pytest.mark.parametrize("name", ["exhibit_copy", "exhibit_thumbnail"])
def test_for_others_there_is_nothing(name: str, hand_in: Receive, django_user_model: type) -> None:
    exhibit = made(hand_in, saved(drawn(), "PNG"), "a.png")
    visitor = Client()
    assert visitor.get(reverse(name, args=[exhibit.pk])).status_code == 404
    visitor.force_login(django_user_model.objects.create(username="someone"))  # type: ignore[attr-defined]
    assert visitor.get(reverse(name, args=[exhibit.pk])).status_code == 404


def test_without_a_copy_there_is_nothing_not_even_the_original(
    hand_in: Receive, holder_client: Client
) -> None:
    refused = made(hand_in, zipped({"a": b"x"}), "a.zip")
    waiting = hand_in(saved(drawn(), "PNG"))
    for exhibit in (refused, waiting):
        for name in ("exhibit_copy", "exhibit_thumbnail"):
            assert holder_client.get(reverse(name, args=[exhibit.pk])).status_code == 404


def test_only_reading_is_possible(hand_in: Receive, holder_client: Client) -> None:
    exhibit = made(hand_in, saved(drawn(), "PNG"), "a.png")
    assert holder_client.post(reverse("exhibit_copy", args=[exhibit.pk])).status_code == 405


def test_a_copy_that_was_damaged_is_said_so(hand_in: Receive, holder_client: Client, store: object) -> None:
    exhibit = made(hand_in, saved(drawn(), "PNG"), "a.png")
    for file in stored_files(store):  # type: ignore[arg-type]
        file.write_bytes(b"gone")
    answer = holder_client.get(reverse("exhibit_copy", args=[exhibit.pk]))
    assert answer.status_code == 503
    assert "读不出来" in answer.content.decode()


MIB = 1024 * 1024
SIZES = [
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
]


def test_a_file_comes_in_before_the_kind_is_chosen(begun: tuple[Draft, Actor], holder_client: Client) -> None:
    save_answers(by=begun[1], draft=begun[0], step="kind", answers=None)
    address = reverse("draft_files", kwargs={"draft_id": begun[0].pk})
    assert holder_client.get(address).status_code == 200
    file = SimpleUploadedFile("说明.txt", b"words", "text/plain")
    assert holder_client.post(address, {"files": file})["Location"] == address


def upload(client: Client, draft: Draft, *files: SimpleUploadedFile) -> HttpResponse:
    address = reverse("draft_files", kwargs={"draft_id": draft.pk})
    return client.post(address, {"files": list(files), "description": "证明扣费"}, follow=True)


@pytest.mark.parametrize("size", SIZES)
def test_every_size_comes_through_the_form(
    size: int, begun: tuple[Draft, Actor], holder_client: Client
) -> None:
    content = random.Random(size).randbytes(size)
    answer = upload(holder_client, begun[0], SimpleUploadedFile("录音.m4a", content, "audio/mp4"))
    assert answer.status_code == 200
    exhibit = Exhibit.objects.visible_to(begun[1]).get()
    assert exhibit.sha256 == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert (exhibit.size, exhibit.filename, exhibit.description) == (size, "录音.m4a", "证明扣费")
    with open_original(by=begun[1], exhibit=exhibit) as plain:
        assert plain.read() == content


def test_what_is_refused_is_said_and_what_was_taken_stays(
    begun: tuple[Draft, Actor], holder_client: Client, settings: object
) -> None:
    settings.EVIDENCE_MAX_BYTES = 2 * MIB  # type: ignore[attr-defined]
    good, same = (SimpleUploadedFile(name, b"words") for name in ("好.txt", "同.txt"))
    empty, large = SimpleUploadedFile("空.txt", b""), SimpleUploadedFile("大.bin", b"x" * (3 * MIB))
    page = upload(holder_client, begun[0], good, empty, same, large).content.decode()
    assert [one.filename for one in Exhibit.objects.visible_to(begun[1])] == ["好.txt"]
    for words in ("“好.txt”已原样封存", "0 字节", "“同.txt”和第 1 号文件一模一样", "文件超过 2 MB"):
        assert words in page


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "照片\u202egpj.exe", 'a"b<script>.png', "CON.txt", "长" * 500 + ".png"]
)
def test_no_name_goes_astray(
    name: str, begun: tuple[Draft, Actor], holder_client: Client, store: Path
) -> None:
    answer = upload(holder_client, begun[0], SimpleUploadedFile(name, name.encode()))
    assert answer.status_code == 200
    assert "<script>.png" not in answer.content.decode()
    assert Exhibit.objects.visible_to(begun[1]).count() == 1
    assert [file.parent.parent.parent for file in stored_files(store)] == [store]


def test_the_queries_of_the_page_do_not_grow_with_its_files(
    begun: tuple[Draft, Actor], hand_in: Receive, holder_client: Client
) -> None:
    counts = []
    for number in range(1, 9):
        made(hand_in, saved(drawn(40 + number, 40), "PNG"), f"{number}.png")
        with CaptureQueriesContext(connection) as queries:
            holder_client.get(reverse("draft_files", kwargs={"draft_id": begun[0].pk}))
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_a_file_erased_in_the_draft_is_not_filed_with_it(
    hand_in: Receive, begun: tuple[Draft, Actor], holder_client: Client
) -> None:
    gone, kept = hand_in(b"wrong one", "a.txt"), hand_in(b"right one", "b.txt")
    page = reverse("draft_files", args=[begun[0].pk])
    assert holder_client.get(page).content.decode().count("确定删除，找不回来") == 3  # the draft itself too
    for _twice in range(2):
        said = holder_client.post(page, {"act": "erase", "exhibit": str(gone.pk)}, follow=True)
        assert "第 1 号文件的内容已删除" in said.content.decode()
    assert said.content.decode().count("确定删除，找不回来") == 2
    assert [one.erased for one in Exhibit.objects.of_case(begun[0].pk)] == [True, False]

    filed = file_complaint(
        by=begun[1],
        draft=begun[0],
        kind="harassment",
        situations=["no_consent"],
        story="",
        facts={"event": {"first": "2026-03-01", "last": "2026-03-15"}},
        complainant=ComplainantInput(name="林某", phone="13800000000"),
    )

    assert json.loads(filed.receipt.payload)["exhibits"] == [kept.sha256]
    assert filed.complaint.ledger.get(act="complaint_filed").detail["exhibits"] == [kept.sha256]
    assert filed.complaint.ledger.filter(act="exhibit_erased").count() == 1
    assert check_case(filed.complaint.pk).faults == []
    # A tab left open: of what is filed others may have copies, and its own page says so before anything is erased.
    late = holder_client.post(page, {"act": "erase", "exhibit": str(kept.pk)})
    assert late["Location"] == reverse("case_files", args=[filed.complaint.number])
    assert not Exhibit.objects.get(pk=kept.pk).erased


def test_a_file_of_another_draft_is_not_erased(
    hand_in: Receive, begun: tuple[Draft, Actor], holder_client: Client
) -> None:
    other, code = open_draft(by=Actor())
    theirs = hand_in(b"theirs", by=Actor(codes=(code_digest(code),)), complaint_id=other.pk)
    for given in (str(theirs.pk), "", "x"):
        page = reverse("draft_files", args=[begun[0].pk])
        assert holder_client.post(page, {"act": "erase", "exhibit": given}).status_code == 404
    assert holder_client.post(
        reverse("draft_files", args=[other.pk]), {"act": "erase", "exhibit": str(theirs.pk)}
    ).status_code == 404  # fmt: skip
    assert not Exhibit.objects.get(pk=theirs.pk).erased
