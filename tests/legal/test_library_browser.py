"""The pages of the law in a browser: nothing wider than a phone, nothing that axe or the content policy minds; admin too."""

from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.flows.test_whole_way import may_sign_in, sign_in
from tests.flows.watching import overhang, violations, watch
from tests.legal.test_holidays import INVENTED, SOURCE

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = (
    "/law/",
    "/law/?q=没有",
    "/law/治安管理处罚法/",
    "/law/治安管理处罚法/42/?on=2025-11-11",
    "/law/广告法/62/",
    "/law/广告法/43/?on=x",
    "/law/短信规定31/记录保存条（条号未核实，在第7–12条之间）/",
    "/law/situations/",
    "/law/situations/residual_charge/",
    "/law/cases/",
    "/law/channels/",
    "/law/channels/telecom_appeal/",
    "/law/channels/police/",
)


def wrong(page: Page) -> list[Any]:
    return [*violations(page), *([f"too wide by {wide}"] if (wide := overhang(page)) > 0 else [])]


def test_public_pages_on_a_phone(page: Page, live_server: Any) -> None:
    watched = watch(page)
    found = {}
    for path in PUBLIC:
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(live_server.url + quote(path, safe="/?=&"))
        if (wide := overhang(page)) > 0:
            found[f"{path} 390"] = [f"too wide by {wide}"]
        page.set_viewport_size({"width": 360, "height": 800})
        found[path] = wrong(page)
    assert {path: problems for path, problems in found.items() if problems} == {}
    assert watched.quiet()


def test_a_day_is_chosen_and_what_changed_is_seen(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}{quote('/law/广告法/63/')}")
    page.get_by_label("看哪一天有效的条文").fill("2017-06-01")
    page.get_by_role("button", name="查看").click()
    assert "on=2017-06-01" in page.url
    assert "今天已失效" in page.locator(".then").inner_text()
    page.goto(f"{live_server.url}{quote('/law/治安管理处罚法/42/')}")
    assert page.locator("ins").first.inner_text() == "一千"


def test_the_administrators_pages(page: Page, live_server: Any) -> None:
    watched = watch(page)
    root = User.objects.create_superuser("root", email="root@example.cn", password="x")
    may_sign_in(root)
    sign_in(page, live_server.url, root.username, "/admin/")
    found: dict[str, list[Any]] = {}

    def look(name: str) -> None:
        """What axe minds is of the page, whatever its width."""
        found[name] = wrong(page)
        page.set_viewport_size({"width": 390, "height": 800})
        found[f"{name} 390"] = [wide] if (wide := overhang(page)) > 0 else []
        page.set_viewport_size({"width": 1280, "height": 800})

    page.set_viewport_size({"width": 1280, "height": 800})
    for path in (
        f"/admin/law/?verification=number_only&statute={quote('短信规定74')}",
        "/admin/law/by-hand/",
        "/admin/legal/holidaynotice/add/",
    ):
        page.goto(live_server.url + path)
        look(path)
    page.get_by_label("通知的名称和文号").fill(SOURCE)
    page.get_by_label("通知里写明的日子").fill(INVENTED)
    page.get_by_role("button", name="看看会改变什么").click()
    look("changes")
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator("#content")).to_contain_text("2027-01-09 调休上班")
    assert overhang(page) <= 0
    assert {path: problems for path, problems in found.items() if problems} == {}
    assert watched.quiet()
