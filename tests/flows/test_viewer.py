"""Copies looked at in a browser: axe finds nothing on any kind of page, it fits a phone, and keys alone turn the pages."""

import io
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.actors import Actor
from complaints.models import Contact
from evidence import services
from evidence.importers.grouping import Wanted
from evidence.models import ErasureReason, Exhibit, Rendition
from evidence.sealed import sealing
from evidence.services import texts
from evidence.services.texts import find_words
from tests.cases import NOW, Case, make_case
from tests.counting import Counting
from tests.evidence import backups, recorded, samples
from tests.flows.test_keyboard_and_axe import Inspected, tab_to

pytestmark = [pytest.mark.usefixtures("store", "keys")]
WORDS = "逾期欠款"


def added(case: Case, content: bytes, name: str) -> Exhibit:
    exhibit = services.receive(
        by=case.by, complaint_id=case.complaint.pk, stream=io.BytesIO(content), filename=name, at=NOW
    )
    while services.make_renditions(by=Actor.system("examiner"), exhibit_id=exhibit.pk):
        pass
    return exhibit


def signed_in(case: Case) -> Client:
    client = Client()
    client.force_login(case.owner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def chosen_from_a_backup(case: Case) -> Exhibit:
    by = Actor.system("importer")
    imported = services.receive_backup(
        by=case.by,
        complaint_id=case.complaint.pk,
        stream=io.BytesIO(backups.backup()),
        filename="sms.xml",
        wanted=Wanted(every=True),
        at=NOW,
    )
    while services.carry_imports(by=by):
        pass
    return imported.exhibit


def long_text() -> bytes:
    return "\n".join(f"第 {line} 行：{WORDS} {line} 元，请今日处理。" for line in range(3_000)).encode()


@pytest.mark.django_db(transaction=True)
def test_every_kind_of_copy(page: Page, live_server: Any) -> None:
    case = make_case()
    words = added(case, long_text(), "通话文字.txt")
    given = {
        "picture": added(case, samples.saved(samples.drawn(), "PNG"), "截图.png"),
        "text": words,
        "table": added(case, recorded.sheet([["日期", "金额"], ["2026-03-01", 40]]), "账单.xlsx"),
        "sound": added(case, recorded.sound("wav"), "录音.wav"),
        "no copy": added(case, b"MZ" + bytes(range(256)) * 8, "程序.exe"),
        "erased": added(case, b"words that went", "删除.txt"),
    }
    given["extract"] = chosen_from_a_backup(case)
    services.erase(by=case.by, exhibit=given["erased"], reason=ErasureReason.REQUEST)
    Contact.objects.create(
        complaint=case.complaint, channel="sms", sender="10690000123456", text=WORDS, received_at=NOW
    )
    client = signed_in(case)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    inspected = Inspected(page)
    for name, exhibit in given.items():
        inspected.visit(name, live_server.url + reverse("exhibit", args=[exhibit.pk]))
    search = live_server.url + reverse("evidence_search")
    inspected.visit("search", search)
    inspected.visit("search, one sign", f"{search}?words=元")
    inspected.visit("search, nothing", f"{search}?words=没有这些字")
    inspected.visit("search, found", f"{search}?words={WORDS}")
    assert page.locator(".hits mark").count() > 1
    for name, address in (("contacts", "contacts"), ("imports", "case_imports"), ("files", "case_files")):
        inspected.visit(name, live_server.url + reverse(address, args=[case.complaint.number]))

    page.goto(live_server.url + reverse("exhibit", args=[words.pk]))
    tab_to(page, "a[rel=next]")
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + reverse("exhibit_page", args=[words.pk, 2]))
    page.goto(search)
    tab_to(page, "input[name=words]")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_be_visible()
    assert inspected.sound()


@pytest.mark.django_db
def test_what_was_chosen_out_of_a_backup_is_shown_as_a_table() -> None:
    case = make_case()
    exhibit = chosen_from_a_backup(case)
    said = signed_in(case).get(reverse("exhibit", args=[exhibit.pk])).content.decode()
    assert "<td>1069012345678</td>" in said
    assert "【示例旗舰店】双十一第0天" in said
    assert "SMS Backup &amp; Restore" in said
    assert "未能识别的文件" not in said
    assert "去掉了拍摄地点" not in said


@pytest.mark.django_db
def test_a_hit_of_the_search_names_the_search_as_the_way_back() -> None:
    """The only one that a desk has: the page of an exhibit follows it for whoever has not the whole case."""
    case = make_case()
    exhibit = added(case, long_text(), "通话文字.txt")
    search = reverse("evidence_search") + "?" + urlencode({"words": WORDS})
    link = reverse("exhibit_page", args=[exhibit.pk, 1]) + "?" + urlencode({"next": search}, safe="/")
    assert f'href="{link}"' in signed_in(case).get(search).content.decode()


@pytest.mark.django_db
def test_the_pages_cost_few_queries(counted: Counting) -> None:
    case = make_case()
    words = added(case, long_text(), "通话文字.txt")
    client = signed_in(case)
    address = reverse("exhibit_page", args=[words.pk, 2])
    with counted("viewer"):
        assert client.get(address).status_code == 200
    with counted("evidence_search"):
        assert WORDS in client.get(reverse("evidence_search"), {"words": WORDS}).content.decode()
    with counted("custody_heads"):
        assert client.get(reverse("heads")).status_code == 200
    given = {"case": str(case.complaint.pk), "name": "a.mp3", "size": "8"}
    with counted("upload_begun"):
        upload = client.post(reverse("uploads"), given).json()["id"]
    with counted("upload_piece"):
        place = reverse("upload", args=[upload]) + "?offset=0"
        assert client.put(place, b"12345678", content_type="application/octet-stream").status_code == 200


@pytest.mark.django_db
def test_a_page_that_cannot_be_read_back_hides_no_other() -> None:
    case = make_case()
    lost, whole = added(case, long_text(), "一.txt"), added(case, long_text() + b"\n.", "二.txt")
    for row in Rendition.objects.filter(exhibit=lost, kind=Rendition.Kind.TEXT).select_related("sealed"):
        assert row.sealed is not None
        sealing.forget(row.sealed)
    found = find_words(by=case.by, words=WORDS)
    assert {one.exhibit.pk for one in found} == {whole.pk}


@pytest.mark.django_db
def test_a_search_of_staff_is_noted_once_an_exhibit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty pages of one paper were fifty looks at the ledger."""
    case = make_case()
    added(case, long_text(), "一.txt")
    noted: list[Exhibit] = []
    monkeypatch.setattr(texts, "note_read", lambda _by, exhibit, *_more, **_also: noted.append(exhibit))
    assert len(find_words(by=case.by, words=WORDS)) > 1
    assert len(noted) == 1
