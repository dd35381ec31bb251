"""Correcting an assessment and helping oneself, in a browser: nothing wider than a phone, nothing that axe minds."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Membership, Organisation, User
from filings.models import Filing
from legal.models import Overrule
from tests.cases import Case, make_case, shared
from tests.filings.desk_cases import make_desk, sent_through_the_house
from tests.flows.test_whole_way import may_sign_in, sign_in
from tests.flows.watching import overhang, violations, watch

pytestmark = pytest.mark.django_db(transaction=True)


def wrong(page: Page) -> list[Any]:
    found: list[Any] = violations(page)
    return [*found, *([f"{overhang(page)} px too wide"] if overhang(page) > 0 else [])]


@pytest.fixture
def case() -> Case:
    return make_case()


@pytest.fixture
def lawyer(case: Case) -> User:
    firm = Organisation.objects.create(name="示例律所", kind=Organisation.Kind.LAW_FIRM)
    person = User.objects.create_user(username="lvshi", password="x")
    Membership.objects.create(user=person, organisation=firm, role=Membership.Role.LAWYER)
    shared(by=case.by, complaint=case.complaint, with_user=person)
    may_sign_in(person)
    return person


def test_a_lawyer_corrects_a_result(page: Page, live_server: Any, case: Case, lawyer: User) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    watched = watch(page)
    sign_in(page, live_server.url, lawyer.username, "/cases/")
    page.goto(f"{live_server.url}/cases/{case.complaint.number}/law/reasons/")
    page.get_by_role("link", name="更正对照结果").click()
    assert wrong(page) == []
    page.get_by_role("button", name="保存更正").click()
    assert page.get_by_role("alert").is_visible()
    assert wrong(page) == []
    page.get_by_label("更正哪一种情形").select_option("H2")
    page.get_by_label("不符合").check()
    page.get_by_label("理由").fill("退订以后发来的是订单通知，不是广告。")
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_text("律师更正：不符合").first).to_be_visible()
    expect(page.get_by_text("退订以后发来的是订单通知，不是广告。")).to_be_visible()
    assert wrong(page) == []
    assert Overrule.objects.get().made_by == f"user:{lawyer.pk}"
    page.get_by_role("link", name="自己能先做的：").click()
    assert wrong(page) == []
    assert watched.quiet()


def test_self_help_for_everybody(page: Page, live_server: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    watched = watch(page)
    page.goto(f"{live_server.url}/self-help/")
    assert page.locator("main ol > li").count() > 15
    assert wrong(page) == []
    assert watched.quiet()


def test_a_desk_corrects_what_lies_there(page: Page, live_server: Any, settings: Any) -> None:
    settings.PUBLIC_URL = live_server.url
    desk = make_desk("示例市市场监督管理局", channel="12315_report")
    may_sign_in(desk.caseworker)
    filing: Filing = sent_through_the_house(desk, User.objects.create_user("consumer"))
    watched = watch(page)
    sign_in(page, live_server.url, desk.caseworker.username, f"/admin/filings/filing/{filing.pk}/change/")
    ground = page.locator("details.ground[open]").first
    ground.get_by_text("更正这一项").click()
    ground.get_by_label("更正为").select_option("not_met")
    ground.get_by_label("理由").fill("已核实有书面同意。")
    ground.get_by_role("button", name="保存更正").click()
    expect(page.get_by_text("已核实有书面同意。")).to_be_visible()
    assert violations(page) == []
    assert watched.quiet()
