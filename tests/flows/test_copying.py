"""In a browser: the words for an official form are copied with a button, and marked whole by one tap without script."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from documents.filed import made_of
from documents.packs import sheet_data
from filings.models import Filing
from filings.services.sending.content import content_of
from tests.browsers import photograph
from tests.cases import make_case, make_hand_recipient, queued
from tests.flows.test_whole_way import may_sign_in, sign_in
from tests.flows.watching import overhang, watch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]


@pytest.fixture
def filing(live_server: Any) -> Filing:
    case = make_case()
    may_sign_in(case.owner)
    return queued(case, make_hand_recipient())


def opened(page: Page, address: str, filing: Filing) -> Page:
    username = User.objects.get(username__startswith="owner").username
    sign_in(page, address, username, "/cases/")
    page.goto(f"{address}/filings/{filing.pk}/by-hand/")
    return page


def test_a_field_is_copied_as_it_is_in_the_content(page: Page, live_server: Any, filing: Filing) -> None:
    seen = watch(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    opened(page, live_server.url, filing)
    message = sheet_data(made_of(content_of(filing)))["messages"][0]["rows"]
    text = next(row for row in message if row["name"].startswith("短信内容"))
    page.get_by_role("button", name=text["name"]).click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "\n".join(text["value"])
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert overhang(page) == 0
        photograph(page, f"by-hand-{width}")
    assert seen.quiet()


def test_without_script_one_tap_marks_a_whole_field(
    browser: Browser, browser_context_args: dict[str, Any], live_server: Any, filing: Filing
) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = opened(context.new_page(), live_server.url, filing)
    assert page.locator("button[data-copies]:visible").count() == 0
    field = page.locator(".whole").last
    assert field.evaluate("field => getComputedStyle(field).userSelect") == "all"
    context.close()
