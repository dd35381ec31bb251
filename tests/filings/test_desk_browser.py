"""The desk in a real browser, on a phone and on a wide screen: nothing runs that should not, nothing is cut off."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Dialog, Page, expect

from accounts.actors import Actor
from accounts.models import Membership, User
from filings import services
from filings.desk.table import write_list
from filings.models import Filing
from filings.moves import State
from tests.browsers import PHONE, photograph
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk, sent_through_the_house
from tests.flows.watching import violations

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = {390: PHONE, 1280: {"width": 1280, "height": 900}}
ROWS = """[...document.querySelectorAll("#result_list tbody tr")].map((row) => row.getBoundingClientRect())
    .map((box) => [box.bottom, box.height])"""
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A page that must open no dialog and break no policy. Leaving it asks while what was typed is not kept yet."""
    dialogs: list[str] = []

    def met(dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            return dialog.accept()
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", met)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert dialogs == []
    assert [one for one in complaints if "422" not in one and "409" not in one] == []


def sign_in(page: Page, live_server: Any, user: User) -> None:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": live_server.url}]
    )


def busy_desk() -> tuple[Desk, Filing]:
    """A desk with a real case on it and others around, some of them hostile."""
    desk = make_desk("示例市市场监督管理局", channel="12315_report")
    User.objects.filter(pk=desk.caseworker.pk).update(last_name="李", first_name="办案")
    today = timezone.localdate()
    for place, (left, state, kind, situations) in enumerate(
        [
            (-2, State.ACKNOWLEDGED, "harassment", ("optout_ignored", "no_consent")),
            (
                0,
                State.ACKNOWLEDGED,
                "fake_collection",
                ("no_debt", "contacts_harassed", "threats_impersonation"),
            ),
            (3, State.ACCEPTED, "second_hand_number", ("residual_charge",)),
            (12, State.ACKNOWLEDGED, "harassment", ("bombing",)),
        ]
    ):
        filing = on_desk(
            desk, due_on=today + timedelta(days=left), state=state, kind=kind, situations=situations
        )
        if place == 2:
            Filing.objects.filter(pk=filing.pk).update(
                waiting_since=timezone.now(), assigned_to=desk.caseworker
            )
    on_desk(desk, state=State.DECIDED)
    on_desk(desk, story=HOSTILE, name=HOSTILE, text=HOSTILE, respondent=HOSTILE, sender=HOSTILE[:60])
    return desk, sent_through_the_house(desk, User.objects.create_user("consumer"), word=HOSTILE)


def within(desk: Desk, filing: Filing) -> int:
    """What goes on inside the desk: a task, an act that waits for a colleague, news, many cases looked at."""
    by = Actor.of_user(desk.caseworker)
    second = make_caseworker(desk.organisation, "fuhe", last_name="王", first_name="复核")
    other = Filing.objects.filter(organisation=desk.organisation).exclude(pk=filing.pk).latest("sent_at")
    Filing.objects.filter(pk=filing.pk).update(state=State.ACCEPTED)
    lines = "打电话给商家\n调取订单"
    services.set_tasks(by=by, filing=filing, text=lines, person=second, due_on=timezone.localdate())
    services.propose(by=Actor.of_user(second), filing=filing, act="close", reason="投诉人不再需要。")
    services.note(by=Actor.of_user(second), filing=other, text="请看", mentions=[desk.caseworker])
    given = {"text": "同一家公司"}
    return services.preview_bulk(by=by, act="note", given=given, filings=[filing, other]).pk


def written(desk: Desk, filing: Filing) -> dict[str, str]:
    """Letters of an accepted case: one that was issued and served, a draft, one that waits for its stamp; how they are worded."""
    by, organisation, made = Actor.of_user(desk.caseworker), desk.organisation, {}
    for name, kind in (("issued", "acceptance"), ("stamp", "request"), ("draft", "decision")):
        services.write_desk_letterhead(
            by=by, organisation=organisation, code="示", sealed_by_hand=name == "stamp"
        )
        letter = services.begin_letter(by=by, filing=filing, kind=kind, given={"reason": "已责令停止发送。"})
        if name != "draft":
            services.issue_letter(by=by, letter=letter, text=letter.text, revision=letter.revision)
        made[f"letter-{name}"] = f"/admin/filings/filing/{filing.pk}/letters/{letter.pk}/"
    return {
        **made,
        "letters": "/admin/filings/filing/letters/",
        "letter-template": f"/admin/filings/filing/letters/{organisation.pk}/refusal/",
    }


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_the_desk_is_sound_in_a_browser(watched: Page, live_server: Any) -> None:
    desk, filing = busy_desk()
    make_caseworker(desk.organisation, "tongshi")
    desk.caseworker.memberships.update(role=Membership.Role.SUPERVISOR, exports_lists=True)
    services.order_list(by=Actor.of_user(desk.caseworker), query="", file_format="xlsx", need="寄送通知")
    services.sweep_lists(write=write_list)
    sign_in(watched, live_server, User.objects.get(pk=desk.caseworker.pk))
    pages = {
        "home": "/admin/",
        "queue": "/admin/filings/filing/",
        "search": "/admin/filings/filing/?q=退订&state=all",
        "case": f"/admin/filings/filing/{filing.pk}/change/",
        "exhibit": f"/admin/filings/filing/{filing.pk}/exhibits/{filing.exhibits[0]}/",
        "exhibit-large": f"/admin/filings/filing/{filing.pk}/exhibits/{filing.exhibits[0]}/?size=2",
        "messages": f"/admin/filings/filing/{filing.pk}/messages/",
        "news": "/admin/filings/filing/news/",
        "people": "/admin/filings/filing/people/",
        "oversight": "/admin/filings/filing/oversight/?by=colleague",
        "lists": "/admin/filings/filing/lists/?_changelist_filters=state%3Dall",
        "bulk": "/admin/filings/filing/bulk/?_changelist_filters=state%3Dall",
        "bulk-shown": f"/admin/filings/filing/bulk/{within(desk, filing)}/",
        **written(desk, filing),
    }
    found = {}
    for width, size in SIZES.items():
        watched.set_viewport_size(size)
        for name, path in pages.items():
            watched.goto(live_server.url + path)
            assert watched.locator("h1, h2").count()
            photograph(watched, f"desk-{name}-{width}")
            assert fits(watched), f"{name} is wider than {width} px"
            found[name, width] = violations(watched)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}
    for _place in range(15):
        on_desk(desk)
    services.save_view(
        by=Actor.of_user(User.objects.get(username="tongshi")),
        organisation_id=desk.organisation.pk, name="三天内到期", query="?due=soon", shared=True,
    )  # fmt: skip
    watched.set_viewport_size({"width": 1280, "height": 800})
    watched.goto(live_server.url + pages["queue"])
    rows = watched.evaluate(ROWS)
    assert {32 <= height <= 44 for _bottom, height in rows} == {True}
    assert sum(bottom <= 800 for bottom, _height in rows) >= 15


def test_a_caseworker_decides_with_the_keyboard_and_the_forms(watched: Page, live_server: Any) -> None:
    desk, filing = busy_desk()
    sign_in(watched, live_server, desk.caseworker)
    watched.goto(f"{live_server.url}/admin/filings/filing/")
    watched.get_by_label("查找办件").fill("小宁")
    watched.goto(f"{live_server.url}/admin/filings/filing/{filing.pk}/change/")
    watched.get_by_role("button", name="受理", exact=True).click()
    assert watched.get_by_text("已记录：已受理").is_visible()
    watched.get_by_text("向投诉人提问").first.click()
    watched.get_by_label("要问的问题").fill("请补充退订短信的截图。")
    watched.get_by_role("button", name="向投诉人提问", exact=True).click()
    assert watched.get_by_text("正在等待答复").is_visible()
    watched.get_by_text("作出处理").first.click()
    watched.get_by_label("处理结果").fill("已责令停止发送。")
    watched.get_by_role("button", name="作出处理", exact=True).click()
    watched.get_by_text("结案").first.wait_for()
    filing.refresh_from_db()
    assert filing.state == State.DECIDED


def test_keys_open_what_the_page_offers_do_nothing_by_themselves_and_can_be_turned_off(
    watched: Page, live_server: Any
) -> None:
    desk, filing = busy_desk()
    sign_in(watched, live_server, desk.caseworker)
    watched.set_viewport_size(SIZES[1280])
    watched.goto(f"{live_server.url}/admin/filings/filing/")
    keys = watched.locator("#keys")
    watched.keyboard.press("?")
    assert "下一行、上一行；按回车打开" in keys.inner_text()
    assert violations(watched) == []
    watched.keyboard.press("Escape")
    keys.wait_for(state="hidden")
    search = watched.get_by_label("查找办件")
    watched.keyboard.press("/")
    expect(search).to_be_focused()
    watched.keyboard.type("小宁?")
    assert search.input_value() == "小宁?"
    assert not keys.is_visible()

    case = f"{live_server.url}/admin/filings/filing/{filing.pk}/change/"
    watched.goto(case)
    watched.keyboard.press("?")
    offered = keys.inner_text().split()
    for key, words in (("a", "受理"), ("r", "不予受理"), ("n", "写内部备注"), ("g", "改派"), ("j", "下一件")):
        assert key in offered
        assert words in keys.inner_text()
    assert "作出处理" not in keys.inner_text()  # what the case does not offer is no key
    watched.keyboard.press("Escape")
    keys.wait_for(state="hidden")
    watched.keyboard.press("a")
    expect(watched.locator("summary[data-key=a]")).to_be_focused()
    watched.keyboard.press("d")
    assert watched.url == case
    note = watched.get_by_label("备注", exact=True)
    watched.keyboard.press("n")
    expect(note).to_be_focused()
    watched.keyboard.type("na?")
    assert note.input_value() == "na?"
    filing.refresh_from_db()
    assert (filing.state, filing.notes.count()) == (State.ACKNOWLEDGED, 0)
    # Else it would stand there again.
    note.fill("")

    watched.goto(f"{live_server.url}/admin/filings/filing/{filing.pk}/exhibits/{filing.exhibits[0]}/")
    watched.keyboard.press("3")
    watched.wait_for_url("**size=2")
    watched.keyboard.press("u")
    watched.wait_for_url(f"{case}#exhibits")
    watched.get_by_role("button", name="快捷键").click()
    watched.get_by_label("关掉快捷键").check()
    watched.keyboard.press("Escape")
    keys.wait_for(state="hidden")
    watched.reload()
    watched.keyboard.press("?")
    watched.keyboard.press("n")
    assert not keys.is_visible()
    assert not note.is_visible()


def test_a_printed_case_is_the_case_and_nothing_to_press(watched: Page, live_server: Any) -> None:
    desk, filing = busy_desk()
    sign_in(watched, live_server, desk.caseworker)
    watched.goto(f"{live_server.url}/admin/filings/filing/{filing.pk}/change/")
    watched.emulate_media(media="print")
    photograph(watched, "desk-case-printed")
    for gone in ("#header", ".case-acts", ".case-nav", ".onward", "#keys-open", ".breadcrumbs"):
        assert not watched.locator(gone).first.is_visible(), gone
    assert [one for one in watched.locator("button").all() if one.is_visible()] == []
    for there in ("h1", "#story", "#exhibits", "#words", "#record"):
        assert watched.locator(there).first.is_visible(), there
    folded = watched.locator(".case-main details:not([open])").count()
    watched.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded > 0
    assert watched.locator(".case-main details:not([open])").count() == 0
    watched.evaluate("dispatchEvent(new Event('afterprint'))")
    assert watched.locator(".case-main details:not([open])").count() == folded


def test_what_was_ordered_is_handed_over_as_soon_as_it_is_there(
    watched: Page, live_server: Any, store: Any, keys: Any
) -> None:
    """Last month as a spreadsheet: two actions from the queue, and the file comes by itself, once."""
    desk, _case = busy_desk()
    Membership.objects.filter(user=desk.caseworker).update(exports_lists=True)
    page = watched
    sign_in(page, live_server, desk.caseworker)
    page.goto(f"{live_server.url}/admin/filings/filing/")
    page.get_by_role("link", name="导出", exact=True).click()
    page.get_by_role("button", name="Excel").first.click()
    expect(page.locator("#anew[data-working]")).to_be_visible()
    with page.expect_download() as handed:
        services.sweep_lists(write=write_list)
    assert handed.value.suggested_filename.startswith("list-")
    page.wait_for_url(lambda address: "taken" not in address)
    assert page.locator("a[data-take]").count() == 1
    page.reload()
    assert page.locator("a[data-take]").count() == 0, "looked at again, it is not handed over again"
