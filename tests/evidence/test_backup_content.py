"""A phone's backup among ordinary files is known by what stands in it, whatever it is called; what is none is not."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import SESSION_CODES, Actor
from complaints.models import Draft
from complaints.services import save_answers
from evidence.models import Exhibit, Import, Rendition
from evidence.services import carry_imports, make_renditions, may_hold_messages
from filings.services.bundles.orders import whole_phones
from tests.evidence import backups
from tests.evidence.importers import backups as made

pytestmark = pytest.mark.django_db
HEADED = "号码,时间,内容\r\n10690001,2026-03-14 09:26,全场五折\r\n".encode("gb18030")
IMAZING = b"Chat Session,Message Date,Service,Type,Sender ID,Sender Name,Status,Text\r\n"


def database(folder: Path) -> bytes:
    return made.sms_db(folder, []).read_bytes()


def other_database(folder: Path) -> bytes:
    place = folder / "other.db"
    with sqlite3.connect(place) as base:
        base.execute("CREATE TABLE invoice (id INTEGER PRIMARY KEY, message TEXT)")
    return place.read_bytes()


CERTAIN: dict[str, Callable[[Path], bytes]] = {
    "messages": lambda _: backups.backup(),
    "messages in UTF-16": lambda _: backups.backup().decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "cut off": lambda _: backups.backup(end=False),
    "calls": lambda _: made.sbr(made.call(), root="calls"),
    "vMessage": lambda _: made.vmsg(),
    "sms-ie": lambda _: made.lines(made.row()),
    "iMazing": lambda _: IMAZING + "甲,2026-03-14 09:26:53,SMS,Incoming,10690001,,Read,全场五折\r\n".encode(),
    "sms.db": database,
    "in a zip": lambda _: made.zipped(**{"sms.xml": backups.backup()}),
}
MAYBE: dict[str, Callable[[Path], bytes]] = {
    "a table with a heading": lambda _: HEADED,
    "JSON with an address": lambda _: '{"address": "示例路 1 号", "sum": 40}'.encode(),
    "a database of something else": other_database,
    "a workbook": lambda _: made.workbook(["商品", "金额"], ["示例", 40]),
}
NEITHER: dict[str, Callable[[Path], bytes]] = {
    "a note": lambda _: "我三月十四日收到短信，退订以后又来。".encode(),
    "an invoice": lambda _: "<?xml version='1.0'?><invoice><part no='1'>示例</part></invoice>".encode(),
    "HTML with a list of calls": lambda _: "<html><body><calls>三次</calls></body></html>".encode(),
    "a bill": lambda _: "商品,金额\r\n示例,40\r\n".encode(),
}


def examined(hand_in: Any, content: bytes, name: str) -> Exhibit:
    exhibit: Exhibit = hand_in(content, filename=name)
    make_renditions(by=Actor.system("examiner"), exhibit_id=exhibit.pk)
    return Exhibit.objects.with_copies().select_related("sealed").get(pk=exhibit.pk)


@pytest.mark.parametrize("what", CERTAIN)
def test_a_backup_is_known_by_its_content(hand_in: Any, tmp_path: Path, what: str) -> None:
    exhibit = examined(hand_in, CERTAIN[what](tmp_path), "笔记.txt")
    copies = Rendition.objects.filter(exhibit=exhibit, page=0)
    assert {one.state for one in copies} == {Rendition.State.REFUSED}
    assert "看内容，这是手机短信或通话的备份" in copies[0].reason
    assert "不给任何人看" in copies[0].reason
    assert not Rendition.objects.filter(exhibit=exhibit, state=Rendition.State.DONE).exists()  # nor its words
    assert may_hold_messages(exhibit)
    assert whole_phones([exhibit]) == {exhibit.pk}


@pytest.mark.parametrize("what", MAYBE)
def test_a_list_that_may_be_one_is_offered_and_shown_as_before(
    hand_in: Any, tmp_path: Path, what: str
) -> None:
    exhibit = examined(hand_in, MAYBE[what](tmp_path), "记录")
    assert may_hold_messages(exhibit)
    assert exhibit.clean_copy is not None
    assert exhibit.clean_copy.ready is (what != "a database of something else")
    assert "看内容" not in exhibit.clean_copy.reason
    assert whole_phones([exhibit]) == set()


@pytest.mark.parametrize("what", NEITHER)
def test_an_ordinary_text_is_not_offered(hand_in: Any, tmp_path: Path, what: str) -> None:
    exhibit = examined(hand_in, NEITHER[what](tmp_path), "说明.txt")
    assert not may_hold_messages(exhibit)
    assert exhibit.clean_copy is not None
    assert exhibit.clean_copy.ready
    assert exhibit.clean_copy.source_type == "text/plain"


def test_the_page_offers_to_read_it_and_it_is_read(
    hand_in: Any, begun: tuple[Draft, Actor], client: Client
) -> None:
    draft, holder = begun
    session = client.session
    session[SESSION_CODES] = list(holder.codes)
    session.save()
    save_answers(by=holder, draft=draft, step="kind", answers={"kind": "harassment"})
    exhibit = examined(hand_in, backups.backup(), "备忘.txt")
    page = client.get(reverse("draft_files", args=[draft.pk])).content.decode()
    assert "SMS Backup &amp; Restore 备份" in page
    assert f'name="exhibit" value="{exhibit.pk}"' in page
    answer = client.post(reverse("draft_imports", args=[draft.pk]), {"exhibit": str(exhibit.pk)})
    imported = Import.objects.get()
    assert answer["Location"] == reverse("import", args=[imported.pk])
    while carry_imports(by=Actor.system("importer")):
        pass
    imported.refresh_from_db()
    assert imported.state == Import.State.CHOOSING
