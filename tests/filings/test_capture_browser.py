"""Help with capturing proof, the request to keep records and erasure in a browser: nothing too wide, nothing that axe minds."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from evidence.models import Exhibit
from filings import services
from filings.models import Export, Recipient, Way
from legal.services import assess_complaint
from tests.browsers import photograph
from tests.cases import add_exhibit, make_case
from tests.filings.test_uncovered_exhibits import cover
from tests.flows.test_whole_way import may_sign_in, sign_in
from tests.flows.watching import overhang, violations, watch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]


def test_from_the_help_to_the_letter_and_to_an_erasure(page: Page, live_server: Any) -> None:
    case = make_case()
    exhibit = add_exhibit(case)
    number = case.complaint.number
    may_sign_in(case.owner)
    watched = watch(page)
    sign_in(page, live_server.url, case.owner.username, "/cases/")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for address in ("capture/", "preservation/", "files/", f"files/{exhibit.ordinal}/erase/", ""):
            page.goto(f"{live_server.url}/cases/{number}/{address}")
            assert violations(page) == [], address
            assert overhang(page) <= 0, address
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/cases/{number}/preservation/")
    with page.expect_download() as coming:
        page.get_by_role("button", name="下载请求函").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")
    page.goto(f"{live_server.url}/cases/{number}/files/")
    page.get_by_role("link", name="删除内容").click()
    page.get_by_role("button", name="永久删除内容").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("我知道删除以后谁也恢复不了").check()
    page.get_by_role("button", name="永久删除内容").click()
    expect(page.get_by_text("个人信息保护法第四十七条")).to_be_visible()
    assert violations(page) == []
    assert Exhibit.objects.get(pk=exhibit.pk).erased
    assert watched.quiet()


def test_the_help_is_there_for_everybody(page: Page, live_server: Any) -> None:
    watched = watch(page)
    page.goto(f"{live_server.url}/capture/")
    assert page.get_by_role("img").count() == 0, "a list of titles"
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollHeight") <= 4 * page.viewport_size["height"]  # type: ignore[index]
    page.goto(f"{live_server.url}/capture/#{page.locator('details.fold').nth(1).get_attribute('id')}")
    assert page.locator("details.fold[open]").count() == 1, "a link to one opens it"
    while page.locator("details.fold:not([open])").count():
        page.locator("details.fold:not([open]) > summary").first.click()
    assert page.get_by_role("img").count() >= 3
    assert violations(page) == []
    assert overhang(page) <= 0
    assert watched.quiet()


def test_the_word_that_it_was_sent_and_the_choice_for_a_court(page: Page, live_server: Any) -> None:
    case = make_case()
    shown = add_exhibit(case, name="截图.png")
    cover(shown)
    assess_complaint(by=case.by, complaint=case.complaint)
    court = Recipient.objects.create(name="示例区人民法院", channel="court", way=Way.HAND, contact="12368")
    failed = services.request_export(by=case.by, complaint=case.complaint)
    Export.objects.filter(pk=failed.pk).update(state=Export.State.FAILED, error="平台的版式更新过。")
    here = f"{live_server.url}/cases/{case.complaint.number}/"
    may_sign_in(case.owner)
    watched = watch(page)
    sign_in(page, live_server.url, case.owner.username, "/cases/")
    page.goto(here + "preservation/")
    page.get_by_label("寄给了谁").fill("示例移动通信公司")
    page.get_by_role("button", name="登记已经寄出").click()  # how is missing: nothing is lost
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("寄给了谁")).to_have_value("示例移动通信公司")
    page.get_by_label("挂号信或快递").check()
    page.get_by_role("button", name="登记已经寄出").click()
    expect(page.get_by_text("要求 示例移动通信公司 保存记录")).to_be_visible()
    page.goto(here + f"send/court/{court.pk}/")
    chosen = page.get_by_role("group", name="哪些给法院看没有遮盖的").get_by_role("checkbox")
    expect(chosen).not_to_be_checked()
    chosen.check()
    page.get_by_role("button", name="更新下面的内容").click()
    page.get_by_text("同意书全文").click()
    expect(page.get_by_text("给没有遮盖的副本")).to_be_visible()
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in (
            ("sent", "preservation/"), ("case", ""), ("law", "law/"), ("court", f"send/court/{court.pk}/"),
            ("share", "share/"), ("bundle", "bundle/"),
        ):  # fmt: skip
            page.goto(here + address)
            assert violations(page) == [], address
            assert overhang(page) <= 0, address
            photograph(page, f"{name}-{width}")
    page.get_by_role("button", name="用同样的选择重新生成").click()
    expect(page.get_by_text("已经用同样的选择重新排队")).to_be_visible()
    assert watched.quiet()
