"""Exhibits that counsel adds: by the same door, told apart in the record, covered and erased by the client alone."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import Membership
from complaints.models import Act, Complaint, LedgerEntry
from evidence.models import Exhibit
from evidence.services import may_add, receive
from evidence.services.uploading import begin_upload
from filings import services
from tests.cases import make_user
from tests.filings.counsel_cases import Led
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


@pytest.fixture
def led() -> Led:
    return Led()


def bring(led: Led, content: bytes = b"answer of the operator") -> int:
    file = SimpleUploadedFile("调取的回复.txt", content, "text/plain")
    return led.lawyer_page.post(led.address("counsel_files"), {"files": file}).status_code


def test_the_record_says_whose_lawyer_brought_a_file(led: Led) -> None:
    receive(by=led.case.by, complaint_id=led.complaint.pk, stream=io.BytesIO(b"own"), filename="own.txt")
    assert bring(led) == 302
    own, brought = Exhibit.objects.of_case(led.complaint.pk).order_by("ordinal")
    assert (brought.ordinal, brought.received_by) == (2, f"user:{led.lawyer.pk}")
    entries = LedgerEntry.objects.filter(act=Act.EXHIBIT_RECEIVED).order_by("sequence")
    assert [entry.organisation_ids for entry in entries] == [[], [led.firm.pk]]
    page = words(led.owner_page.get(led.address("case")))
    assert "收到证据文件 示例律所的人员" in page
    assert "调取的回复.txt" in page
    theirs = words(led.lawyer_page.get(led.address("counsel_files")))
    assert "2. 调取的回复.txt" in theirs
    assert "own.txt" not in theirs
    assert own.received_by == led.case.by.label


def test_they_cover_and_erase_nothing_and_send_nothing_in_pieces(led: Led) -> None:
    bring(led)
    exhibit = Exhibit.objects.get()
    assert not may_add(led.by, led.complaint.pk)
    assert led.lawyer_page.get(reverse("redact", args=[exhibit.pk])).status_code == 404
    assert led.lawyer_page.get(led.address("erase_exhibit", exhibit.ordinal)).status_code == 404
    with pytest.raises(Complaint.DoesNotExist):
        begin_upload(by=led.by, complaint_id=led.complaint.pk, size=4, filename="a.mp3")
    assert led.owner_page.get(led.address("erase_exhibit", exhibit.ordinal)).status_code == 200


def test_what_the_client_erased_is_said_to_be(led: Led) -> None:
    bring(led)
    services.erase_exhibit(by=led.case.by, exhibit=Exhibit.objects.get())
    assert "已删除" in words(led.lawyer_page.get(led.address("counsel_files")))


def test_nobody_brings_one_but_counsel_with_the_case(led: Led) -> None:
    for user in (led.case.owner, led.member("beside"), make_user("stranger")):
        assert led.page(user).get(led.address("counsel_files")).status_code == 404
    for user in (led.member("another"), make_user("nobody")):
        with pytest.raises(Complaint.DoesNotExist):
            receive(
                by=Actor.of_user(user),
                complaint_id=led.complaint.pk,
                stream=io.BytesIO(b"x"),
                filename="x.txt",
            )
    services.end_share(by=led.case.by, access=led.share)
    assert bring(led) == 404
    assert not Exhibit.objects.exists()


def test_who_is_no_lawyer_any_more_brings_none(led: Led) -> None:
    Membership.objects.filter(user=led.lawyer).update(until="2020-01-01")
    assert bring(led) == 404
