"""Text that was typed at a desk and not sent is kept for its writer, stands there again, and goes when it was sent."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import typed
from accounts.models import Membership, TypedText, User
from accounts.services import close_account
from accounts.tasks import forget_unsent
from core.retention_and_limits import MAX_UNSENT_TEXT, TYPED_FORMS, TYPED_TEXT_LIFE
from filings.models import Filing, Note
from tests.filings.desk_cases import make_caseworker, make_desk, on_desk
from tests.filings.test_desk_browser import SIZES, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/admin/filings/filing/typed/"
WORDS = "经查，被投诉方在用户退订以后仍然发送，责令改正。"


def case_page() -> tuple[User, Filing, str]:
    desk = make_desk()
    filing = on_desk(desk)
    return desk.caseworker, filing, f"/admin/filings/filing/{filing.pk}/change/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def left(client: Client, page: str) -> list[dict[str, Any]]:
    answer = client.get(ADDRESS, {"page": page})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return list(answer.json()["left"])


def write(client: Client, page: str, text: str = WORDS, form: str = "act=note") -> Any:
    fields = [{"name": "text", "nth": 0, "before": "", "text": text}]
    given = json.dumps({"page": page, "form": form, "fields": fields})
    return client.post(ADDRESS, given, content_type="application/json")


def test_how_much_is_typed_of_how_much_may_be_is_counted(page: Page, live_server: Any) -> None:
    caseworker, _filing, address = case_page()
    sign_in(page, live_server, caseworker)
    page.goto(live_server.url + address)
    offer = page.locator("form", has=page.locator("[name=act][value=note]"))
    offer.evaluate("form => { form.closest('details').open = true; }")
    field = offer.locator("textarea")
    field.fill("字" * 4_998 + "\n字")
    count = offer.locator(".length")
    expect(count).to_have_text("5000 / 5000")
    field.fill("字" * 5_001)
    expect(count).to_have_text("5001 / 5000")
    expect(count).to_have_class("length problem")
    assert field.input_value() == "字" * 5_001  # nothing is cut off


def test_what_was_typed_is_kept_for_its_writer_alone_until_it_is_sent_thrown_away_or_a_week_old() -> None:
    caseworker, filing, page = case_page()
    assert filing.organisation is not None
    mine, theirs = (
        signed_in(caseworker),
        signed_in(make_caseworker(filing.organisation, "tongshi")),
    )
    told = write(mine, page, "半句").json()
    assert "7 天里回到本页，还在；只有您看得到" in told["told"]
    write(mine, f"{page}?_changelist_filters=q%3D1")
    (one,) = left(mine, page)
    assert (one["form"], one["fields"][0]["text"], one["row"]) == ("act=note", WORDS, told["row"])
    assert "还没有提交的，放回来了" in one["told"]
    assert left(theirs, page) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM accounts_typedtext t")
        assert WORDS[:6] not in str(cursor.fetchall())
    # Nobody else throws it away; a refused form keeps it; a form that was taken ends it.
    theirs.post(ADDRESS, json.dumps({"drop": one["row"]}), content_type="application/json")
    fields = {"act": "note", "text": "", "typed_text": one["row"], "form_mark": mark_in(mine, page)}
    assert mine.post(page, fields).status_code == 422
    assert len(left(mine, page)) == 1
    assert mine.post(page, fields | {"text": WORDS}).status_code == 302
    assert left(mine, page) == []
    row = write(mine, page).json()["row"]
    mine.post(ADDRESS, json.dumps({"drop": row}), content_type="application/json")
    assert left(mine, page) == []
    write(mine, page)
    TypedText.objects.update(expires_at=timezone.now() + TYPED_TEXT_LIFE - timedelta(days=7))
    assert left(mine, page) == []
    assert forget_unsent() == 1


def mark_in(client: Client, page: str) -> str:
    html = client.get(page).content.decode()
    return html.split('name="form_mark" value="')[1].split('"')[0]


def test_nothing_is_kept_or_given_back_for_a_page_that_one_cannot_open() -> None:
    caseworker, _filing, page = case_page()
    mine = signed_in(caseworker)
    write(mine, page)
    stranger = signed_in(make_desk("乙市通信管理局").caseworker)
    for elsewhere in (page, "/cases/1/", "/admin/nothing/", "javascript:1", ""):
        assert write(stranger, elsewhere).status_code == 404, elsewhere
    for broken in (b"[]", b"{}", b"1", b"{", b'{"page": 1, "form": 2, "fields": 3}'):
        assert mine.post(ADDRESS, broken, content_type="application/json").status_code == 404, broken
    assert mine.post(ADDRESS, {"page": page}).status_code == 404
    assert write(mine, page, "长" * MAX_UNSENT_TEXT).status_code == 413
    # Whoever left the desk, or whose account was closed, reads their own words about the case no more.
    Membership.objects.filter(user=caseworker).delete()
    assert mine.get(ADDRESS, {"page": page}).status_code == 404
    close_account(user=caseworker, at=timezone.now())
    assert not TypedText.objects.exists()
    assert Client().get(ADDRESS, {"page": page}).status_code == 302


def test_no_more_than_so_many_forms_of_one_account_are_kept() -> None:
    caseworker, _filing, page = case_page()
    for turn in range(TYPED_FORMS + 2):
        typed.keep_typed(by=caseworker, page=page, form=f"{turn}", fields=[], at=timezone.now())
    kept = typed.typed_on(by=caseworker, page=page, at=timezone.now())
    assert [form for _row, form, _fields in kept] == [str(turn) for turn in range(2, TYPED_FORMS + 2)]


@pytest.mark.parametrize("width", SIZES)
def test_half_typed_text_stands_there_again_and_can_be_thrown_away(
    page: Page, live_server: Any, width: int
) -> None:
    caseworker, filing, place = case_page()
    page.set_viewport_size(SIZES[width])  # type: ignore[arg-type]
    sign_in(page, live_server, caseworker)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    page.goto(live_server.url + place)
    note = page.locator("#text-note")
    page.locator("summary", has_text="写内部备注").click()
    note.fill(WORDS)
    # A second before it is kept, leaving asks; afterwards not.
    page.goto(f"{live_server.url}/admin/")
    assert dialogs == ["beforeunload"]
    page.goto(live_server.url + place)
    back = page.locator(".typed-back")
    expect(back).to_contain_text("还没有提交的，放回来了")
    expect(note).to_be_visible()
    expect(note).to_have_value(WORDS)
    note.fill(WORDS + "另函告知。")
    expect(page.locator(".typed-line")).to_contain_text("已存下，还没有提交")
    page.goto(f"{live_server.url}/admin/")
    assert dialogs == ["beforeunload"]
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert WORDS[:6] not in stored
    page.goto(live_server.url + place)
    expect(note).to_have_value(WORDS + "另函告知。")
    page.get_by_role("button", name="不要了").click()
    expect(back).to_have_count(0)
    expect(note).to_have_value("")
    assert not TypedText.objects.exists()
    # What is sent is not given back once more.
    note.fill(WORDS)
    expect(page.locator(".typed-line")).to_contain_text("已存下")
    page.get_by_role("button", name="写内部备注", exact=True).click()
    expect(page.locator(".success")).to_be_visible()
    assert Note.objects.filter(filing=filing).count() == 1
    assert not TypedText.objects.exists()
    expect(note).to_have_value("")


def test_where_the_page_changed_meanwhile_the_text_stands_beside(page: Page, live_server: Any) -> None:
    caseworker, _filing, place = case_page()
    fields: list[typed.Typed] = [{"name": "text", "nth": 0, "before": "", "text": WORDS}]
    keep = {"by": caseworker, "page": place, "fields": fields, "at": timezone.now()}
    typed.keep_typed(form=f"{place}&act=move:gone&text", **keep)  # type: ignore[arg-type]
    sign_in(page, live_server, caseworker)
    page.goto(live_server.url + place)
    back = page.locator(".typed-back")
    expect(back).to_contain_text("本页现在没有了")
    expect(back.locator("textarea")).to_have_value(WORDS)
