"""A screenshot in a browser: handed in at the message's step, read by the real models, corrected, used, filed."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from accounts.actors import Actor
from complaints.models import Complaint, Contact
from evidence.models import Exhibit
from evidence.services import make_renditions, recognise_pictures
from tests.evidence.screens import IPHONE, Date, Said, as_png, screen
from tests.flows import consumer
from tests.flows.watching import overhang, violations, watch

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "【示例旗舰店】双十一预售开启，满200减60，拒收请回复R"
SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})


def shown(page: Page) -> dict[str, Any]:
    """What is wrong with the open page, narrow and wide."""
    wrong: dict[str, Any] = {}
    for size in SIZES:
        page.set_viewport_size(size)
        if found := violations(page):
            wrong[f"axe {size['width']}"] = found
        if (wide := overhang(page)) > 0:
            wrong[f"width {size['width']}"] = wide
    return wrong


def read_by_the_workers() -> None:
    while make_renditions(by=Actor.system("examiner")):
        pass
    assert recognise_pictures(by=Actor.system("reader"), at=timezone.now())


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no script"])
def test_a_screenshot_becomes_the_message(
    live_server: Any, browser: Any, store: Any, keys: Any, scripted: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripted, locale="zh-CN")
    page = context.new_page()
    try:
        _whole_way(page, live_server.url, scripted=scripted)
    finally:
        context.close()


def _whole_way(page: Page, address: str, *, scripted: bool) -> None:
    watched = watch(page) if scripted else None
    page.goto(address)
    items = [
        Date("昨天 18:03"),
        Said(WORDS),
        Said("R", own=True),
        Date("今天 上午9:26"),
        Said("【示例旗舰店】最后5小时！"),
    ]
    picture = {
        "name": "短信.png",
        "mimeType": "image/png",
        "buffer": as_png(screen("1069012345678", items, IPHONE)),
    }
    page.get_by_label("短信截图").set_input_files(picture)
    page.get_by_role("button", name="开始", exact=True).click()
    page.get_by_text("正在检查图片").wait_for()
    if scripted:
        assert shown(page) == {}
    read_by_the_workers()
    page.get_by_role("link", name="现在就看").click()
    assert page.get_by_label("对方的号码").input_value() == "1069012345678"
    page.get_by_label("这张截图是哪天截的").fill("2025-11-04")
    page.get_by_role("button", name="换算日期").click()
    if scripted:
        assert shown(page) == {}
    first = page.get_by_role("group", name="从上往下第 1 条")
    assert "".join(first.get_by_label("文字").input_value().split()) == WORDS
    assert first.get_by_label("日期").input_value() == "2025-11-03"
    first.get_by_label("文字").fill(WORDS)
    second = page.get_by_role("group", name="从上往下第 2 条")
    assert second.get_by_label("我发出的").is_checked()
    page.get_by_role("button", name="用这段文字").click()
    page.get_by_text("请选出最能说明问题的一条").wait_for()
    if scripted:
        assert shown(page) == {}
    first.get_by_label("这是最能说明问题的一条").check()
    second.get_by_label("也收进这件投诉").check()
    page.get_by_role("button", name="用这段文字").click()
    page.get_by_text("截图里的文字已经放进这件投诉").wait_for()
    assert page.get_by_text("您传的截图").first.is_visible()
    assert page.get_by_label("这条短信是哪天收到的？").input_value() == "2025-11-03"
    assert not page.get_by_label("这条短信是哪天收到的？").is_visible()
    if scripted:
        assert shown(page) == {}
    assert list(consumer.pages_of_the_intake(page, files=False)) == ["understood", "wants", "you", "review"]
    consumer.file(page)
    exhibit = Exhibit.objects.get()
    complaint = Complaint.objects.get()
    said = (
        Contact.objects.filter(complaint=complaint)
        .order_by("line")
        .values_list("text", "line", "exhibit_id", "part")
    )
    assert list(said) == [(WORDS, 1, exhibit.pk, "screenshot"), ("R", 2, exhibit.pk, "screenshot")]
    if watched is not None:
        assert watched.quiet()
