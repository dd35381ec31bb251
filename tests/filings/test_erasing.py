"""Erasure: nothing can be recovered from database and store, and everywhere that the content stood says so."""

import email
import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actors import Actor
from accounts.models import Organisation
from complaints.models import Act, LedgerEntry
from core.days import day_read
from evidence.models import Exhibit, PageWords, Redaction, Sealed, Upload
from evidence.sealed import sealing
from evidence.services import make_renditions
from evidence.services.redacting import open_redaction
from evidence.services.texts import find_words
from evidence.services.uploading import begin_upload, finish_upload, take_piece
from filings import services
from filings.desk.case import exhibits
from filings.models import Export, Filing, Notice
from filings.services import Order
from filings.ways import email as mail
from tests.callers import caller
from tests.cases import (
    NOW,
    Case,
    add_exhibit,
    make_case,
    make_desk,
    make_hand_recipient,
    make_mail_recipient,
    make_user,
    prepared,
    queued,
    shared,
)
from tests.evidence.conftest import stored_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

CANARY = "金丝雀只在这份文字里"
NAME = "金丝雀文件名.txt"
SAID = "依法删除（个人信息保护法第四十七条；原因：本人要求删除），哈希值和存证记录保留。"


def uploaded(case: Case) -> Exhibit:
    """A text that came in pieces, with its copy and the words that find it."""
    content = f"第一行\n{CANARY}\n".encode()
    upload = begin_upload(
        by=case.by, complaint_id=case.complaint.pk, filename=NAME, size=len(content), description=CANARY
    )
    for start in range(0, len(content), 20):
        piece = content[start : start + 20]
        take_piece(by=case.by, upload_id=upload.pk, offset=start, stream=io.BytesIO(piece), size=len(piece))
    exhibit = finish_upload(by=case.by, upload_id=upload.pk)
    make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    return Exhibit.objects.get(pk=exhibit.pk)


def opened_again() -> Iterator[bytes]:
    """Everything that the keys of the database still open: stored bytes, in mails and archives too, and names."""
    for sealed in Sealed.objects.filter(wrapped_key__isnull=False):
        with sealing.open_sealed(sealed) as plain:
            whole = plain.read()
        yield whole
        if zipfile.is_zipfile(io.BytesIO(whole)):
            archive = zipfile.ZipFile(io.BytesIO(whole))
            yield from (archive.read(name) for name in archive.namelist())
        elif whole.startswith(b"From:"):
            parts = email.message_from_bytes(whole, policy=policy.default).walk()
            yield from (part.get_payload(decode=True) or b"" for part in parts)
    for upload in Upload.objects.all():
        yield repr(upload.words()).encode()
    for exhibit in Exhibit.objects.select_related("sealed"):
        yield repr(exhibit.words()).encode()


def holding(words: str) -> int:
    return sum(words.encode() in one for one in opened_again())


def in_the_tables(words: str) -> list[str]:
    """The tables in which a dump would show the words, as text or as bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" t WHERE to_jsonb(t)::text LIKE %s'
                " OR to_jsonb(t)::text LIKE %s)",
                [f"%{words}%", f"%{words.encode().hex()}%"],
            )
            found += [table] if cursor.fetchone()[0] else []
    return found


def mailed(case: Case, exhibit: Exhibit) -> Filing:
    """Sent by e-mail: the very bytes are kept, with the copy in them."""
    filing = queued(case, make_mail_recipient(), exhibits=(exhibit,))
    filing.mail = sealing.seal(io.BytesIO(mail.build(filing, services.content_of(filing), at=NOW)))
    filing.state, filing.sent_at = "sent", NOW
    filing.save(update_fields=["mail", "state", "sent_at"])
    return filing


def bundled(case: Case) -> Export:
    export = services.request_export(
        by=case.by, complaint=case.complaint, order=Order(), at=NOW + timedelta(hours=1)
    )
    return services.build_export(export=export)


def test_nothing_opens_what_was_erased(django_capture_on_commit_callbacks: Any, store: Any):
    case = make_case()
    with django_capture_on_commit_callbacks(execute=True):
        exhibit = uploaded(case)
    filing, export = mailed(case, exhibit), bundled(case)
    assert holding(CANARY) >= 7  # the original, copy, text, mail, bundle and both places of the name
    assert holding(NAME) >= 2
    assert PageWords.objects.filter(exhibit=exhibit).exists()
    assert find_words(by=case.by, words="金丝雀只在")

    with django_capture_on_commit_callbacks(execute=True):
        services.erase_exhibit(by=case.by, exhibit=exhibit)

    assert holding(CANARY) == 0
    assert not Upload.objects.filter(exhibit=exhibit).exists()
    assert not PageWords.objects.filter(exhibit=exhibit).exists()
    assert find_words(by=case.by, words="金丝雀只在") == []
    assert in_the_tables(CANARY) == []
    assert in_the_tables(NAME) == []
    assert Export.objects.get(pk=export.pk).state == Export.State.REMOVED
    assert Filing.objects.get(pk=filing.pk).mail is None
    kept = set(Sealed.objects.filter(wrapped_key__isnull=False).values_list("name", flat=True))
    files = {str(one.relative_to(store)) for one in stored_files(store)}
    assert files == kept


def test_the_name_stays_in_what_was_written_before_and_the_page_says_so():
    case = make_case()
    exhibit = uploaded(case)
    filing = prepared(case, make_hand_recipient(), exhibits=(exhibit,))
    client = Client()
    client.force_login(case.owner)
    page = client.get(f"/cases/{case.complaint.number}/files/{exhibit.ordinal}/erase/").content.decode()
    assert "已经写好的投诉信里它的名称和说明" in page
    services.erase_exhibit(by=case.by, exhibit=exhibit)
    assert services.content_of(filing)["fields"]["exhibits"][0]["name"] == NAME
    page = client.get(f"/evidence/{exhibit.pk}/").content.decode()
    assert "查看副本。原件已原样封存" not in page  # there is no copy any more


def test_a_redaction_that_was_begun_ends_with_it():
    case = make_case()
    exhibit = add_exhibit(case)
    begun = open_redaction(by=case.by, exhibit=exhibit)
    services.erase_exhibit(by=case.by, exhibit=exhibit)
    assert Redaction.objects.get(pk=begun.pk).state == Redaction.State.REFUSED


# ── Who may, and when not ────────────────────────────────────────────────────────────────────────────────────────
def test_the_complainant_alone_erases_and_twice_is_once():
    case = make_case()
    exhibit, colleague = add_exhibit(case), make_user("lawyer")
    shared(by=case.by, complaint=case.complaint, with_user=colleague)
    with pytest.raises(services.Refused, match="只有投诉人"):
        services.erase_exhibit(by=Actor.of_user(colleague), exhibit=exhibit)
    with pytest.raises(Exhibit.DoesNotExist):
        services.erase_exhibit(by=Actor.of_user(make_user("stranger")), exhibit=exhibit)
    with pytest.raises(services.Refused, match="原因"):
        services.erase_exhibit(by=case.by, exhibit=exhibit, reason="order")
    assert not Exhibit.objects.get(pk=exhibit.pk).erased
    for _turn in range(2):
        assert services.erase_exhibit(by=case.by, exhibit=exhibit).erased
    assert LedgerEntry.objects.filter(act=Act.EXHIBIT_ERASED).count() == 1


def test_not_while_a_bundle_with_it_is_being_built():
    case = make_case()
    exhibit = add_exhibit(case)
    export = services.request_export(by=case.by, complaint=case.complaint, order=Order(), at=NOW)
    Export.objects.filter(pk=export.pk).update(state="building", lease_until=NOW + timedelta(days=4000))
    with pytest.raises(services.Refused, match="正在生成"):
        services.erase_exhibit(by=case.by, exhibit=exhibit)
    assert not Exhibit.objects.get(pk=exhibit.pk).erased


# ── Who is told ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_recipient_that_has_it_is_told_and_no_other():
    case = make_case()
    exhibit, other = add_exhibit(case), add_exhibit(case, colour="blue")
    desk, _caseworker = make_desk()
    at_desk = queued(case, desk, exhibits=(exhibit,))
    services.sweep_outbox(at=NOW)
    by_mail = mailed(case, exhibit)
    elsewhere = queued(case, make_hand_recipient(), exhibits=(other,))
    services.record_handed_in(by=case.by, filing=elsewhere, reference="", on=NOW.date(), at=NOW)
    services.erase_exhibit(by=case.by, exhibit=exhibit, at=NOW)
    notice = Notice.objects.get(kind=Notice.Kind.EXHIBIT_ERASED)
    assert notice.filing_id == by_mail.pk
    assert "第 1 号证据" in notice.body
    assert "收不回" in notice.body
    assert [note.text for note in at_desk.notes.filter(text__isnull=False) if "第 1 号证据" in note.text]
    assert not [note for note in elsewhere.notes.all() if "已删除" in note.text or "已经删除" in note.text]


def test_what_is_erased_says_of_each_filing_whether_somebody_has_it():
    case = make_case()
    exhibit = add_exhibit(case)
    client = Client()
    client.force_login(case.owner)
    asked = f"/cases/{case.complaint.number}/files/{exhibit.ordinal}/erase/"
    assert "还没有发给任何人" in client.get(asked).content.decode()

    desk, _caseworker = make_desk()
    sent = queued(case, desk, exhibits=(exhibit,))
    services.sweep_outbox(at=NOW)
    kept = queued(case, make_hand_recipient(), exhibits=(exhibit,))
    page = client.get(asked).content.decode()
    assert ("已经发出的，我们会告知" in page, "还没有发出：发出时不再带它" in page) == (True, True)
    for filing in (sent, kept):
        services.withdraw_consent(by=case.by, filing=filing, at=NOW)
    page = client.get(asked).content.decode()
    assert ("已经发出的，我们会告知" in page, "还没有发出：发出时" in page) == (True, False)
    assert "撤回了，没有发出过" in page

    services.erase_exhibit(by=case.by, exhibit=exhibit, at=NOW)
    assert "接收方已经收到的收不回" in client.get(f"/filings/{sent.pk}/").content.decode()
    assert "这份材料撤回了，没有发出过" in client.get(f"/filings/{kept.pk}/").content.decode()
    assert [note.text for note in sent.notes.all() if "第 1 号证据" in note.text]
    assert not [note.text for note in kept.notes.all() if "第 1 号证据" in note.text]


def test_before_erasing_it_says_which_bundles_hold_it_and_that_they_are_not_called_back():
    case, lawyer = make_case(), make_user("lawyer", first_name="律", last_name="陈")
    exhibit = uploaded(case)
    queued(case, make_desk()[0], exhibits=(exhibit,))
    services.sweep_outbox(at=NOW)
    client = Client()
    client.force_login(case.owner)
    asked = f"/cases/{case.complaint.number}/files/{exhibit.ordinal}/erase/"
    page = client.get(asked).content.decode()
    assert ("您或者律师下载过的案卷，我们收不回" in page, "里面有它的案卷" in page) == (True, False)
    shared(by=case.by, complaint=case.complaint, with_user=lawyer)
    for by, who in ((case.by, "您"), (Actor.of_user(lawyer), "陈律")):
        services.build_export(export=services.request_export(by=by, complaint=case.complaint))
        assert (
            f"{day_read(timezone.localdate())} {who}导出（自己或律师留存）"
            in client.get(asked).content.decode()
        )


def test_a_mail_that_has_to_go_again_goes_without_the_content():
    case = make_case()
    exhibit = uploaded(case)
    filing = mailed(case, exhibit)
    services.erase_exhibit(by=case.by, exhibit=exhibit)
    again = mail.build(Filing.objects.get(pk=filing.pk), services.content_of(filing), at=NOW)
    parts = [part.get_payload(decode=True) or b"" for part in email.message_from_bytes(again).walk()]
    assert not any(CANARY.encode() in part for part in parts)
    assert any("没有可以发送的查看副本".encode() in part for part in parts)


# ── What is said where it stood ──────────────────────────────────────────────────────────────────────────────────
def test_everywhere_that_it_stood_says_when_and_why():
    case = make_case()
    exhibit, colleague = uploaded(case), make_user("lawyer")
    shared(by=case.by, complaint=case.complaint, with_user=colleague)
    desk, caseworker = make_desk()
    filing = queued(case, desk, exhibits=(exhibit,))
    services.sweep_outbox(at=NOW)
    services.erase_exhibit(by=case.by, exhibit=exhibit, at=NOW)
    number, said = case.complaint.number, f"内容已于{NOW:%Y-%m-%d}{SAID}"
    owner, lawyer, staff = Client(), Client(), Client()
    owner.force_login(case.owner)
    lawyer.force_login(colleague)
    staff.force_login(caseworker.user)
    for client, address in (
        (owner, f"/cases/{number}/"),
        (owner, f"/cases/{number}/files/"),
        (owner, f"/cases/{number}/files/{exhibit.ordinal}/erase/"),
        (owner, f"/evidence/{exhibit.pk}/"),
        (owner, f"/evidence/{exhibit.pk}/pages/7/"),
        (owner, f"/filings/{filing.pk}/"),
        (lawyer, f"/cases/{number}/"),
        (lawyer, f"/evidence/{exhibit.pk}/"),
        (lawyer, f"/filings/{filing.pk}/"),
    ):
        page = client.get(address)
        assert page.status_code == 200, address
        assert said in page.content.decode(), address
        assert NAME not in page.content.decode() or "/filings/" in address, address
    gone = owner.get(f"/evidence/{exhibit.pk}/copy")
    assert gone.status_code == 410
    assert said in gone.content.decode()
    for address in (f"/cases/{number}/bundle/", f"/evidence/search/?words=金丝雀&case={number}"):
        assert owner.get(address).status_code == 200, address


def test_the_desk_reads_when_and_why():
    case = make_case()
    exhibit = add_exhibit(case)
    desk, caseworker = make_desk()
    filing = queued(case, desk, exhibits=(exhibit,))
    services.sweep_outbox(at=NOW)
    services.erase_exhibit(by=case.by, exhibit=exhibit, at=NOW)
    (shown,) = exhibits(Filing.objects.get(pk=filing.pk), caseworker)
    assert shown.why_not == f"内容已于{NOW:%Y-%m-%d}{SAID}"
    assert (shown.copy, shown.thumbnail) == (None, None)


def test_a_bundle_made_afterwards_names_what_is_left_out():
    case = make_case()
    exhibit = add_exhibit(case)
    add_exhibit(case, colour="blue")
    services.erase_exhibit(by=case.by, exhibit=exhibit, at=NOW)
    export = bundled(case)
    assert export.finished, export.error
    with services.open_export(by=Actor.system("test"), export=export) as stream:
        archive = zipfile.ZipFile(io.BytesIO(stream.read()))
    index = next(name for name in archive.namelist() if name.endswith("data/index.json"))
    told = archive.read(index).decode()
    assert exhibit.sha256 in told
    assert f"收到的第 1 件证据：内容已于{NOW:%Y-%m-%d}{SAID}".rstrip("。") in told


# ── Over the API ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_api_erases_for_the_complainant_and_says_so():
    case = make_case()
    exhibit = add_exhibit(case)
    address = f"/api/v1/exhibits/{exhibit.pk}/erase/"
    assert APIClient().post(address).status_code in (401, 404)
    assert caller(make_user("stranger")).post(address).status_code == 404
    colleague = make_user("lawyer")
    shared(by=case.by, complaint=case.complaint, with_user=colleague)
    assert caller(colleague).post(address).status_code == 409
    me = caller(case.owner)
    assert me.post(address, {"reason": "whim"}, format="json").status_code == 400
    assert not Exhibit.objects.get(pk=exhibit.pk).erased
    answer = me.post(address, {"reason": "consent_withdrawn"}, format="json")
    assert (answer.status_code, answer.data["erased"], answer.data["copy"]) == (200, True, "")
    assert "原因：本人撤回同意" in answer.data["erased_words"]
    assert me.get(f"/api/v1/exhibits/{exhibit.pk}/copy/").status_code == 410
    (listed,) = me.get(f"/api/v1/complaints/{case.complaint.number}/exhibits/").data
    assert listed["erased_words"] == answer.data["erased_words"]


def test_the_api_opens_a_case_to_a_lawyer_and_closes_it():
    case = make_case()
    me, number = caller(case.owner), case.complaint.number
    assert (
        me.post(f"/api/v1/complaints/{number}/shares/", {"lawyer": "nobody"}, format="json").status_code
        == 400
    )
    organisation = Organisation.objects.create(name="示例律师事务所", kind=Organisation.Kind.LAW_FIRM)
    shared = me.post(f"/api/v1/complaints/{number}/shares/", {"lawyer": organisation.name}, format="json")
    assert (shared.status_code, shared.data["organisation"]) == (201, "示例律师事务所")
    ended = me.post(f"/api/v1/complaints/{number}/shares/{shared.data['id']}/end/")
    assert (ended.status_code, bool(ended.data["until"])) == (200, True)
    assert caller(make_user("stranger")).post(f"/api/v1/complaints/{number}/shares/").status_code == 404
