"""In a browser, on a phone: an adult confirms who helps them, by keyboard; a child takes over; an account is deleted."""

from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from complaints.models import Access
from complaints.services import send_code_mails
from tests.cases import add_exhibit
from tests.filings.test_coming_of_age import LINK as CHILDS_LINK
from tests.filings.test_coming_of_age import NUMBER, child_of
from tests.filings.test_helpers import helped, sent_link
from tests.flows.test_keyboard_and_axe import Inspected
from tests.flows.test_whole_way import may_sign_in, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]


def test_an_adult_confirms_and_ends_the_help_and_the_helper_leaves(
    page: Page, new_context: Any, live_server: Any, settings: Any
) -> None:
    settings.TEXT_URL = "https://localhost:1/send"
    case = helped()
    may_sign_in(case.owner)
    link = f"{live_server.url}/confirm-help/{sent_link()}/"
    helper = Inspected(page)
    number = case.complaint.number
    sign_in(page, live_server.url, case.owner.username, "/cases/")
    helper.visit("helper without a file", f"{live_server.url}/cases/{number}/helper/")
    add_exhibit(case, name="授权书.jpg", copy=False)
    page.reload()
    page.get_by_role("button", name="拿本人的案件码").click()
    expect(page.locator("#errors")).to_contain_text("请先勾选")
    helper.look("helper with an error")
    helper.visit("the link in the helper's browser", link)
    expect(page.get_by_role("button", name="是我，要帮忙")).to_have_count(0)

    context: BrowserContext = new_context()
    adult = Inspected(context.new_page())
    adult.visit("who wants to help", link)
    telephone = adult.page.get_by_label("您受到打扰的号码")
    telephone.focus()
    adult.page.keyboard.type("13900009999")
    adult.page.keyboard.press("Enter")
    expect(adult.page.locator("#errors")).to_contain_text("还可以试 2 次")
    adult.look("a wrong number")
    adult.page.get_by_label("您受到打扰的号码").fill("")
    adult.page.get_by_label("您受到打扰的号码").focus()
    adult.page.keyboard.type("139 0000 1234")
    adult.page.keyboard.press("Enter")
    expect(adult.page.get_by_role("heading", name="案件码", exact=True)).to_be_visible()
    adult.look("the adult's code")
    adult.visit("a link that was used", link)
    adult.visit("who is helping", f"{live_server.url}/cases/{number}/helper/")
    # A tab of before is one that comes too late: the case is the adult's now.
    page.goto(f"{live_server.url}/cases/{number}/helper/")
    expect(page.get_by_text("本人还没有确认")).to_have_count(0)
    adult.page.get_by_role("button", name="结束帮忙").click()
    expect(adult.page.get_by_text("帮忙的人不能再打开这件投诉")).to_be_visible()

    helper.visit("deleting", f"{live_server.url}/account/delete/")
    page.get_by_role("button", name="注销账号").click()
    expect(page.locator("#errors")).to_contain_text("请先勾选")
    helper.look("deleting with an error")
    page.get_by_label("我看过了").check()
    page.get_by_role("button", name="注销账号").click()
    expect(page.get_by_role("heading", name="账号注销了")).to_be_visible()
    helper.look("deleted")
    assert helper.sound()
    assert adult.sound()


def test_a_child_takes_its_case_over(page: Page, new_context: Any, live_server: Any, settings: Any) -> None:
    settings.EMAIL_LEAVES = True
    case = child_of(18)
    may_sign_in(case.owner)
    guardian = Inspected(page)
    sign_in(page, live_server.url, case.owner.username, "/cases/")
    guardian.visit("the day", f"{live_server.url}/cases/{case.complaint.number}/")
    page.get_by_role("link", name="请孩子接手").click()
    guardian.look("asking the child")
    page.get_by_role("button", name="寄给孩子").click()
    guardian.look("asking nobody")
    page.get_by_label("本人自己的电子邮箱").fill("tian@example.cn")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已请孩子接手")).to_be_visible()
    send_code_mails()
    found = CHILDS_LINK.search(str(mail.outbox[-1].body))
    assert found
    context: BrowserContext = new_context()
    child = Inspected(context.new_page())
    child.visit("taking over", f"{live_server.url}/own-case/{found[1]}/")
    child.page.get_by_label("您受到打扰的号码").fill(NUMBER)
    child.page.keyboard.press("Enter")
    expect(child.page.get_by_role("heading", name="案件码", exact=True)).to_be_visible()
    child.look("the child's code")
    assert Access.objects.in_force().get(complaint=case.complaint).why == Access.Why.CODE
    assert guardian.sound()
    assert child.sound()
