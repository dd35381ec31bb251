"""In a browser, on a phone: an account by a code, a passkey in place of the code, and a device that is signed out."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from playwright.sync_api import Page, expect

from tests.accounts.test_account import code_in_mail, sign_in
from tests.flows.test_codes_browser import pictured
from tests.flows.test_keyboard_and_axe import Inspected

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]

ADDRESS = "zhao@example.cn"


def give_passkeys(page: Page) -> None:
    """A phone that confirms by a finger, as the browser's own protocol imitates it."""
    phone = page.context.new_cdp_session(page)
    phone.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    phone.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_account_is_made_by_a_code_and_entered_by_a_passkey(
    page: Page, live_server: Any, settings: Any
) -> None:
    settings.EMAIL_LEAVES = True
    address = live_server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
    seen = Inspected(page)
    page.set_viewport_size({"width": 390, "height": 844})
    give_passkeys(page)
    page.goto(f"{address}/accounts/login/")
    pictured(page, "login")
    seen.look("login")
    page.get_by_role("link", name="注册").click()
    pictured(page, "signup")
    page.get_by_label("电子邮箱").fill(ADDRESS)
    page.get_by_role("button", name="给我发验证码").click()
    expect(page.get_by_text(ADDRESS)).to_be_visible()
    pictured(page, "code-of-mail")
    seen.look("code of mail")
    page.get_by_label("信里的验证码").fill("aaaa-bbbb")
    page.get_by_role("button", name="确认").click()
    expect(page.locator("#errors")).to_contain_text("验证码不对")
    page.get_by_label("信里的验证码").fill(code_in_mail().lower())
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_role("heading", name="我的案件")).to_be_visible()

    sign_in(Client(), ADDRESS, headers={"user-agent": "Mozilla/5.0 (iPhone) MicroMessenger"})
    page.get_by_role("link", name="账号", exact=True).click()
    pictured(page, "account")
    seen.look("account")
    page.get_by_role("button", name="结束 iPhone · 微信 的登录").click()
    expect(page.get_by_text("已经在那里退出")).to_be_visible()
    expect(page.get_by_text("iPhone")).to_have_count(0)

    page.get_by_role("link", name="添加").click()
    expect(page.get_by_label("只用它就能登录")).to_be_checked()
    pictured(page, "passkey")
    seen.look("passkey")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_text("通行密钥添加好了")).to_be_visible()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
    assert re.fullmatch(r"(\d{8}\s*){10}", page.locator("#recovery_codes").inner_text())
    spare = page.locator("#recovery_codes").inner_text().split()[0]
    pictured(page, "recovery-codes")
    seen.look("recovery codes")
    assert "通行密钥" in mail.outbox[-1].subject

    page.goto(f"{address}/accounts/logout/")
    page.locator("main").get_by_role("button", name="退出").click()
    page.goto(f"{address}/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", name="我的案件")).to_be_visible()
    page.goto(f"{address}/accounts/2fa/webauthn/")
    expect(page.get_by_text("最近")).to_be_visible()
    pictured(page, "passkeys")
    seen.look("passkeys")

    # The phone is lost: a code, and one of the codes that were written down.
    page.goto(f"{address}/accounts/logout/")
    page.locator("main").get_by_role("button", name="退出").click()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("电子邮箱", exact=True).fill(ADDRESS)
    page.get_by_role("button", name="给我发验证码").click()
    page.get_by_label("信里的验证码").fill(code_in_mail())
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_role("heading", name="再验证一次")).to_be_visible()
    pictured(page, "second-step")
    seen.look("second step")
    page.get_by_label("恢复码").fill(spare)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="我的案件")).to_be_visible()
    seen.sound()
