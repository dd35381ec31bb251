"""Drafting in two real browsers: saved as one types, and of one block that two write at once nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from filings import services
from tests.cases import make_case, make_mail_recipient
from tests.filings.test_papers import lawyer_with
from tests.flows.test_whole_way import may_sign_in, sign_in
from tests.flows.watching import watch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]


def test_two_who_write_at_once_lose_nothing(
    page: Page, new_context: Callable[..., BrowserContext], live_server: Any
) -> None:
    case = make_case()
    paper = services.begin_paper(by=case.by, complaint=case.complaint, recipient=make_mail_recipient())
    lawyer = lawyer_with(case).user
    assert lawyer is not None
    for user in (case.owner, lawyer):
        may_sign_in(user)
    address = reverse("paper", args=[paper.pk])

    page.set_viewport_size({"width": 390, "height": 844})
    seen = watch(page)
    sign_in(page, live_server.url, case.owner.username, "/cases/")
    page.goto(live_server.url + address)
    other = new_context().new_page()
    sign_in(other, live_server.url, lawyer.username, "/cases/")
    other.goto(live_server.url + address)
    expect(other.get_by_text("当事人 王小宁")).to_be_visible()

    other.get_by_role("textbox", name="请求", exact=True).fill("立即停止发送")
    expect(other.locator("#saved")).to_have_text("已自动存为第 2 版。")
    page.get_by_role("textbox", name="请求", exact=True).fill("书面道歉")
    expect(page.locator("#saved")).to_contain_text("没有覆盖；您写的另存为第 3 版")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="有人同时改了同一段")).to_be_visible()
    expect(page.get_by_role("textbox", name="请求", exact=True)).to_have_value("书面道歉")
    expect(page.get_by_text("立即停止发送").first).to_be_visible()
    page.get_by_role("textbox", name="请求", exact=True).fill("立即停止发送，书面道歉")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已存为第").first).to_be_visible()

    assert paper.current.edited == {"requests": "立即停止发送，书面道歉"}
    assert {one.edited["requests"] for one in paper.versions.filter(aside=True)} == {"书面道歉"}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not [one for one in seen.problems if "409" not in one]


def test_a_paper_gets_a_block_and_is_saved_while_it_saves_itself(
    page: Page, new_context: Callable[..., BrowserContext], live_server: Any
) -> None:
    """On a phone: put in, moved, taken out; a slow save of the page's own is waited for, and one whose answer was lost
    is no clash."""
    case = make_case()
    paper = services.begin_paper(by=case.by, complaint=case.complaint, recipient=make_mail_recipient())
    may_sign_in(case.owner)
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server.url, case.owner.username, "/cases/")
    page.goto(live_server.url + reverse("paper", args=[paper.pk]))

    page.get_by_text("加一段", exact=True).click()
    page.locator("#new-heading").fill("证人")
    page.locator("#new-text").fill("同事看见了来电。")
    page.locator("#new-after").select_option(label="“请求”后面")
    page.get_by_role("button", name="加上", exact=True).click()
    expect(page.get_by_role("heading", name="证人")).to_be_in_viewport()
    page.get_by_role("button", name="上移 证人").click()
    expect(page.get_by_role("textbox", name="证人", exact=True)).to_have_value("同事看见了来电。")
    (own,) = paper.current.put_in
    assert own.after != "requests"

    asked: list[Route] = []

    def of_script(request: Request) -> bool:
        return request.headers.get("accept") == "application/json"

    def slow(route: Route) -> None:
        if of_script(route.request):
            asked.append(route)
        else:
            route.continue_()

    def arrived() -> Route:
        while not asked:
            page.wait_for_timeout(50)
        return asked.pop()

    page.route("**/papers/**", slow)
    own_words = page.get_by_role("textbox", name="证人", exact=True)
    with page.expect_request(of_script):
        own_words.fill("同事看见了来电，可以作证。")
    page.get_by_role("button", name="保存", exact=True).click()
    arrived().continue_()
    expect(page.get_by_text("已存为第 4 版")).to_be_visible()
    expect(page.get_by_text("有人同时改了同一段")).to_have_count(0)

    # Kept by the portal, and the answer never came.
    with page.expect_request(of_script):
        own_words.fill("同事看见了来电，可以作证人。")
    lost = arrived()
    lost.fetch()
    lost.abort()
    expect(page.locator("#saved")).to_contain_text("没有存上")
    page.unroute("**/papers/**")
    own_words.fill("同事看见了来电，可以作证人。以上。")
    expect(page.locator("#saved")).to_contain_text("已自动存为")
    page.get_by_role("button", name="去掉这一段 证人").click()
    expect(page.get_by_text("那一段已去掉")).to_be_visible()
    assert not paper.current.put_in
    assert not paper.versions.filter(aside=True).exists()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_typed_before_the_script_has_come_is_saved_by_itself(page: Page, live_server: Any) -> None:
    case = make_case()
    paper = services.begin_paper(by=case.by, complaint=case.complaint, recipient=make_mail_recipient())
    may_sign_in(case.owner)
    sign_in(page, live_server.url, case.owner.username, "/cases/")
    late: list[Route] = []
    page.route("**/drafting*.js", lambda route: late.append(route))
    page.goto(live_server.url + reverse("paper", args=[paper.pk]), wait_until="commit")
    page.get_by_role("textbox", name="请求", exact=True).fill("请停止来电。")
    while not late:
        page.wait_for_timeout(50)
    late.pop().continue_()
    expect(page.locator("#saved")).to_contain_text("已自动存为")
    assert paper.current.edited["requests"] == "请停止来电。"
