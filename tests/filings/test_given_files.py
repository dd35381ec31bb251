"""Files that a desk gives to the complainant: the very bytes, for those of the case alone, nothing that runs."""

import hashlib
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Act, LedgerEntry
from evidence.models import Rendition
from evidence.scanning import ScannerAway
from filings import services
from filings.models import Filing, GivenFile, Notice
from filings.news import News
from filings.services import Refused
from tests.cases import Case, reads_mail
from tests.filings.desk_cases import Desk, make_desk, on_desk, picture
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("complainant", password="x")


def address(filing: Filing) -> str:
    return reverse("admin:filings_filing_change", args=[filing.pk])


def give(desk: Desk, filing: Filing, content: bytes = PDF, name: str = "受理通知书.pdf") -> GivenFile:
    by = Actor.of_user(desk.caseworker)
    return services.give_file(
        by=by, filing=filing, stream=io.BytesIO(content), filename=name, title="受理通知书"
    )


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_the_complainant_downloads_the_very_bytes_and_was_told(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    client = signed_in(desk.caseworker)
    file = SimpleUploadedFile("../../受理\u202e通知书.exe", PDF, content_type="text/html")
    response = client.post(address(filing), {"act": "give", "text": "受理通知书", "file": file})
    assert response.status_code == 302
    given = GivenFile.objects.get()
    assert given.filename == "受理通知书.pdf"
    page = client.get(address(filing))
    assert forbidden(page) == []
    assert "受理通知书" in words(page)
    mine = signed_in(owner)
    shown = words(mine.get(reverse("filing", args=[filing.pk])))
    assert "对方给您的文件 受理通知书" in shown
    assert "不等于法律上的送达" in shown
    got = mine.get(reverse("given_file", args=[filing.pk, given.pk]))
    assert body(got) == PDF
    assert got["Content-Disposition"].startswith("attachment")
    assert got["Content-Type"] == "application/pdf"
    entry = LedgerEntry.objects.get(complaint_id=filing.complaint_id, act=Act.FILE_GIVEN)
    assert entry.detail["sha256"] == given.sha256 == f"sha256:{hashlib.sha256(PDF).hexdigest()}"


def test_who_reads_along_by_mail_is_told_that_there_is_a_file(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    person = filing.complaint.complainant
    person.email = "wang@example.cn"
    person.save()
    reads_mail(Case(filing.complaint, owner, Actor.of_user(owner)))
    give(desk, filing)
    (notice,) = Notice.objects.filter(news=News.GIVEN)
    assert "受理通知书" not in notice.subject + notice.body


@pytest.mark.parametrize(
    "content", [b"<html><script>alert(1)</script>", b"PK\x03\x04", b"MZ\x90", b"", b"<svg onload=alert(1)>"]
)
def test_what_is_no_pdf_or_picture_is_not_given(desk: Desk, owner: User, content: bytes) -> None:
    with pytest.raises(Refused, match="只能是 PDF"):
        give(desk, on_desk(desk, owner=owner), content)
    assert not GivenFile.objects.exists()


def test_a_picture_is_called_what_it_is(desk: Desk, owner: User) -> None:
    assert give(desk, on_desk(desk, owner=owner), picture(), "送达回证.pdf").filename == "送达回证.png"
    assert give(desk, on_desk(desk, owner=owner), PDF, "...").filename == "file.pdf"


@pytest.mark.parametrize(("found", "words"), [(Rendition.Scan.INFECTED, "查出病毒"), (None, "不能查病毒")])
def test_what_is_infected_or_cannot_be_scanned_is_not_given(
    desk: Desk, owner: User, monkeypatch: pytest.MonkeyPatch, found: str | None, words: str
) -> None:
    def scan(stream: Any) -> str:
        if found is None:
            raise ScannerAway("away")
        return found

    monkeypatch.setattr("filings.services.giving_files.scan", scan)
    with pytest.raises(Refused, match=words):
        give(desk, on_desk(desk, owner=owner))
    assert not GivenFile.objects.exists()


def test_too_large_or_too_many_is_said(desk: Desk, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    filing = on_desk(desk, owner=owner)
    monkeypatch.setattr("filings.services.giving_files.MAX_GIVEN_BYTES", 10)
    with pytest.raises(Refused, match="文件太大"):
        give(desk, filing)
    monkeypatch.setattr("filings.services.giving_files.MAX_GIVEN_BYTES", 1_000)
    monkeypatch.setattr("filings.services.giving_files.MOST_GIVEN_FILES", 0)
    with pytest.raises(Refused, match="最多给 0 个"):
        give(desk, filing)


def test_a_title_without_its_file_is_kept(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    response = signed_in(desk.caseworker).post(address(filing), {"act": "give", "text": "调解邀请函"})
    assert response.status_code == 422
    assert "没有选文件" in words(response)
    assert 'value="调解邀请函"' in response.content.decode()


def test_nobody_outside_the_case_gets_it(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    given = give(desk, filing)
    other = make_desk("乙市市场监督管理局", channel="12315_report")
    page = reverse("given_file", args=[filing.pk, given.pk])
    desk_page = reverse("admin:filings_filing_given_file", args=[filing.pk, given.pk])
    assert [Client().get(page).status_code, signed_in(other.caseworker).get(page).status_code] == [404, 404]
    assert signed_in(other.caseworker).get(desk_page).status_code == 404
    assert body(signed_in(desk.caseworker).get(desk_page)) == PDF
    assert signed_in(owner).get(reverse("given_file", args=[on_desk(desk).pk, given.pk])).status_code == 404
    for stranger in (Actor.of_user(owner), Actor.of_user(other.caseworker)):
        with pytest.raises(Refused):
            services.give_file(
                by=stranger, filing=filing, stream=io.BytesIO(PDF), filename="a.pdf", title="甲"
            )
    # A withdrawal closes it to the desk; the complainant keeps it.
    services.withdraw_consent(by=Actor.of_user(owner), filing=filing)
    assert signed_in(desk.caseworker).get(desk_page).status_code == 404
    assert body(signed_in(owner).get(page)) == PDF
