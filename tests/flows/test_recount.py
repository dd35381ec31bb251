"""In a browser: what was imported after the filing is looked at beside what was filed, and taken over."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from legal.models import Assessment
from tests.browsers import photograph
from tests.cases import Case, make_case, make_desk, prepared
from tests.flows.test_keyboard_and_axe import Inspected
from tests.flows.test_whole_way import may_sign_in, sign_in
from tests.legal.test_recount import imported

pytestmark = pytest.mark.django_db(transaction=True)
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def pictured(page: Page, name: str) -> None:
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        photograph(page, f"{name}-{size['width']}")


def test_newly_counted_facts_are_taken_over(page: Page, live_server: Any) -> None:
    case: Case = make_case(at=timezone.now())
    desk, _caseworker = make_desk()
    filing = prepared(case, desk, at=timezone.now())
    made = imported(case)
    may_sign_in(case.owner)
    seen = Inspected(page)
    sign_in(page, live_server.url, case.owner.username, "/cases/")
    here = f"{live_server.url}/cases/{case.complaint.number}"
    told = page.get_by_role("row", name="退订（拒绝）后仍收到")
    for name, address in (
        ("import", f"{live_server.url}/backups/{made.pk}/"),
        ("law", f"{here}/law/"),
        ("contacts", f"{here}/contacts/"),
    ):
        seen.visit(name, address)
        expect(told).to_contain_text("9 条")
        expect(told).to_contain_text("120 条")
        pictured(page, f"recount-{name}")
    page.get_by_role("link", name="看一看，写进法律对照").click()
    seen.look("recount")
    pictured(page, "recount")
    page.get_by_role("button", name="写进法律对照").click()
    expect(page.get_by_role("alert")).to_contain_text("请先看过，再勾选确认")
    seen.look("not ticked")
    page.get_by_label("我看过了").check()
    page.get_by_role("button", name="写进法律对照").click()
    expect(page.get_by_text("已写进法律对照，下面是新的结果")).to_be_visible()
    expect(told).to_have_count(0)
    page.get_by_role("link", name="逐项看").click()
    page.get_by_text("对照用的次数和日期").click()
    expect(page.get_by_text("120 条")).to_be_visible()
    seen.look("taken over")
    pictured(page, "recount-taken")
    page.get_by_text("以前的对照结果", exact=True).click()
    page.get_by_role("link", name="的结果").click()
    expect(page.get_by_text("以后又对照过")).to_be_visible()
    page.get_by_text("对照用的次数和日期").click()
    expect(page.get_by_text("9 条", exact=True)).to_be_visible()
    seen.look("earlier")
    pictured(page, "recount-earlier")
    seen.visit("filing", f"{live_server.url}/filings/{filing.pk}/")
    expect(page.get_by_text("这份材料没有跟着改")).to_be_visible()
    pictured(page, "recount-filing")
    seen.visit("case", f"{here}/")
    expect(page.get_by_text("写的是以前的事实")).to_be_visible()
    assert Assessment.objects.filter(complaint=case.complaint).count() == 2
    assert seen.sound()
