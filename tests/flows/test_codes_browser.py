"""In a browser: a code is replaced, a lost one comes back by mail, a case is taken into an account, text outlives a session."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import User
from complaints import services
from complaints.models import Complaint, Draft
from tests.browsers import photograph
from tests.complaints.test_codes import PERSON, code_of
from tests.flows import consumer
from tests.flows.test_keyboard_and_axe import Inspected
from tests.hostile.cases import filed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]

PASSWORD = "invented-pass-2931"


def pictured(page: Page, name: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        photograph(page, f"{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 390, "height": 844})


def open_with(page: Page, address: str, code: str) -> None:
    page.goto(f"{address}/resume/")
    page.get_by_label("草稿码或案件码").fill(code)
    page.get_by_role("button", name="打开", exact=True).click()


def linked(address: str) -> str:
    """Where the newest mail leads."""
    services.send_code_mails()
    found = re.search(r"/return/[0-9A-Z-]{23}/", mail.outbox[-1].body)
    assert found
    return address + found[0]


def test_a_code_is_replaced_and_a_lost_one_comes_back_by_mail(
    page: Page, live_server: Any, context: Any, settings: Any
) -> None:
    settings.EMAIL_LEAVES = True
    seen, complaint = Inspected(page), filed(Client(), you=PERSON)
    old = code_of(complaint)
    open_with(page, live_server.url, old)
    page.get_by_role("link", name="案件码", exact=True).click()
    expect(page.locator("#code")).to_have_text(old)
    seen.look("code")
    page.get_by_role("button", name="换码").click()
    expect(page.get_by_text("换好了")).to_be_visible()
    expect(page.locator("#code")).to_have_text(code_of(complaint))
    expect(page.get_by_role("button", name="打印这一页")).to_be_visible()
    pictured(page, "code")
    page.goto(f"{live_server.url}/leave/")
    expect(page.get_by_text(code_of(complaint))).to_be_visible()
    pictured(page, "leave")
    page.get_by_role("button", name="码已抄好，离开").click()

    open_with(page, live_server.url, old)
    expect(page.locator("#errors")).to_contain_text("没有找到这个码")
    page.get_by_role("link", name="码丢了").click()
    pictured(page, "lost")
    seen.look("lost")
    page.get_by_label("登记时填的电子邮箱").fill(" Wang@Example.cn ")
    page.get_by_role("button", name="发信找回").click()
    expect(page.get_by_role("heading", name="请看邮箱")).to_be_visible()
    page.goto(linked(live_server.url))
    page.get_by_label("登记时填的电话").fill("139 0000 0000")
    page.get_by_role("button", name="换一个新码").click()
    expect(page.locator("#errors")).to_contain_text("还可以试 2 次")
    pictured(page, "link")
    page.get_by_label("登记时填的电话").fill("+86 139-0000-1234")
    page.get_by_role("button", name="换一个新码").click()
    expect(page.locator("#code")).to_have_text(code_of(complaint))
    page.goto(f"{live_server.url}/resume/")
    expect(page.get_by_role("link", name=complaint.number)).to_be_visible()
    pictured(page, "resume")
    seen.look("resume")
    seen.sound()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("用户名或电子邮箱").fill("zhuanru")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="我的案件")).to_be_visible()


def test_a_case_is_taken_into_an_account(page: Page, live_server: Any) -> None:
    seen, complaint = Inspected(page), filed(Client(), you=PERSON)
    user = User.objects.create_user("zhuanru", "zhuanru@example.cn", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    open_with(page, live_server.url, code_of(complaint))
    sign_in(page, live_server.url)
    expect(page.get_by_text("不在您的账号里")).to_be_visible()
    pictured(page, "cases")
    page.get_by_role("link", name=complaint.number).click()
    pictured(page, "take-over")
    seen.look("take over")
    page.get_by_role("button", name="转入我的账号").click()
    expect(page.get_by_text("已转入您的账号")).to_be_visible()
    page.goto(f"{live_server.url}/accounts/logout/")
    page.locator("main form button[type=submit]").first.click()
    sign_in(page, live_server.url)
    expect(page.get_by_role("link", name=complaint.number)).to_be_visible()
    expect(page.get_by_text("不在您的账号里")).to_be_hidden()
    assert Complaint.objects.get().owner == user
    seen.sound()


def test_a_story_outlives_its_session(page: Page, live_server: Any) -> None:
    seen = Inspected(page)
    consumer.start(page, live_server.url)
    draft = Draft.objects.get()
    story = consumer.STORY * 40
    page.goto(f"{live_server.url}/drafts/{draft.pk}/story/")
    page.get_by_label("用您自己的话讲讲经过").fill(story)
    page.context.clear_cookies()
    consumer.go_on(page)
    expect(page.get_by_text("刚才的内容没有提交，但都存着")).to_be_visible()
    page.get_by_label("草稿码或案件码").fill(draft.code)
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_role("textbox", name="您写的")).to_have_value(story)
    pictured(page, "unsent")
    seen.look("unsent")
    page.get_by_role("button", name="现在提交").click()
    expect(page.get_by_role("heading", name="我们这样理解，对吗？")).to_be_visible()
    page.goto(f"{live_server.url}/drafts/{draft.pk}/story/")
    expect(page.get_by_label("用您自己的话讲讲经过")).to_have_value(story)
    expect(page.get_by_text("有没交成的内容")).to_be_hidden()
    seen.sound()
