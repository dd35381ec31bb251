"""A question with a screenshot requested, answered with the file, seen and opened at the desk, in two real browsers."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.actors import Actor
from filings import services
from filings.models import Filing, Supplement
from filings.moves import State
from tests.cases import make_user
from tests.filings.desk_cases import make_desk, on_desk, picture
from tests.flows.test_whole_way import act, may_sign_in, sign_in, until_shown, wide_page
from tests.flows.watching import watch
from tests.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION = "请补一张退订之后收到的短信截图。"
WORDS = "截图附上，是退订第二天收到的。"


def test_a_screenshot_that_the_desk_asked_for_arrives_and_is_seen(
    page: Page,
    new_context: Callable[..., BrowserContext],
    live_server: Any,
    celery_worker_process: Worker,
    settings: Any,
) -> None:
    settings.PUBLIC_URL = live_server.url
    desk_of, owner = make_desk("示例市通信管理局", channel="12315_report"), make_user("owner")
    for user in (owner, desk_of.caseworker):
        may_sign_in(user)
    filing = on_desk(desk_of, owner=owner)
    services.move(by=Actor.of_user(desk_of.caseworker), filing=filing, to=State.ACCEPTED)
    number = filing.complaint.number

    desk = wide_page(new_context)
    at_desk = watch(desk)
    sign_in(desk, live_server.url, desk_of.caseworker.username, f"/admin/filings/filing/{filing.pk}/change/")
    desk.locator("details.act summary", has_text="向投诉人提问").click()
    desk.get_by_label("要问的问题").fill(QUESTION)
    desk.get_by_label("这是补正通知").check()
    desk.get_by_role("button", name="向投诉人提问", exact=True).click()
    expect(desk.locator("#words").get_by_text("补正通知：要求补交材料").first).to_be_visible()

    page.set_viewport_size({"width": 390, "height": 844})
    on_phone = watch(page)
    sign_in(page, live_server.url, owner.username, "/cases/")
    page.get_by_role("link", name=number).click()
    page.get_by_role("link", name="去答复", exact=True).click()
    expect(page.get_by_text(QUESTION)).to_be_visible()
    page.get_by_label("您要说的").fill(WORDS)
    page.get_by_label("加文件（可以多选）").set_input_files(
        {"name": "退订之后.png", "mimeType": "image/png", "buffer": picture() + b"\0"}
    )
    page.get_by_role("button", name="继续，先看一遍").click()
    expect(page.get_by_text(WORDS).first).to_be_visible()
    until_shown(page, "我看清了上面的内容")
    page.get_by_label("我看清了上面的内容").check()
    page.get_by_role("button", name="同意并送出").click()
    until_shown(page, "已送到对方的办案台")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    desk.goto(f"{live_server.url}/admin/")
    desk.get_by_role("link", name="有新的补充材料").click()
    expect(desk.locator(".pill.unseen")).to_be_visible()
    desk.get_by_role("link", name=number).click()
    added = desk.locator("#supplements")
    expect(added.get_by_text(WORDS)).to_be_visible()
    added.get_by_role("link", name="退订之后.png", exact=True).click()
    expect(desk.locator("main img").first).to_be_visible()
    desk.go_back()
    desk.get_by_role("button", name="看过了").click()
    expect(desk.get_by_text("已记录：看过补充材料")).to_be_visible()
    expect(desk.locator(".pill.unseen")).to_have_count(0)
    act(desk, "作出处理", "处理结果（投诉人会看到）", "已责令停止发送。")
    desk.get_by_text("已记录：已作出处理").wait_for()

    page.goto(f"{live_server.url}/filings/{filing.pk}/")
    expect(page.get_by_text("确认看过")).to_be_visible()
    assert Filing.objects.get(pk=filing.pk).unseen_since is None
    assert Supplement.objects.get().seen_at is not None
    assert at_desk.quiet()
    assert on_phone.quiet()
