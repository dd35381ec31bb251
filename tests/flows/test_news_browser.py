"""In a browser, on a phone: a mailbox is confirmed, a calendar begun, today's message added; a push says that there is news."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from playwright.sync_api import Page, expect

from complaints import services
from complaints.models import Subscription
from complaints.standing import standing_facts
from tests.browsers import photograph
from tests.complaints.test_codes import PERSON, code_of
from tests.flows.test_codes_browser import open_with
from tests.flows.test_keyboard_and_axe import Inspected
from tests.hostile.cases import filed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]


def test_ways_of_news_are_begun_and_what_goes_on_is_added(
    page: Page, live_server: Any, settings: Any
) -> None:
    settings.PUBLIC_URL = live_server.url
    settings.PUSH_CONTACT, settings.TEXT_URL = "mailto:betrieb@example.cn", "https://localhost:9/"
    page.set_viewport_size({"width": 390, "height": 844})
    seen, complaint = Inspected(page), filed(Client(), you=PERSON)
    services.send_code_mails()
    link = re.search(r"http://\S+/mailbox/\S+", mail.outbox[-1].body)
    assert link
    page.goto(link[0])
    seen.look("mailbox")
    page.get_by_role("button", name="是我，确认").click()
    expect(page.get_by_role("heading", name="邮箱确认好了")).to_be_visible()

    open_with(page, live_server.url, code_of(complaint))
    page.get_by_role("link", name="怎么通知您").click()
    expect(page.get_by_text("确认过了")).to_be_visible()
    page.get_by_role("button", name="要一个日历链接").click()
    feed = page.locator("code").inner_text()
    assert page.request.get(feed).text().startswith("BEGIN:VCALENDAR")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    seen.look("news")
    photograph(page, "news-390")
    page.get_by_role("button", name="作废日历链接").click()
    assert page.request.get(feed).status == 404

    page.goto(f"{live_server.url}/cases/{complaint.number}/")
    page.get_by_role("link", name="还在继续？停了？").click()
    seen.look("since")
    photograph(page, "since-390")
    # How it came was never told, so it is asked.
    page.get_by_label("短信", exact=True).check()
    page.get_by_role("button", name="加上", exact=True).click()
    expect(page.get_by_text("加上了")).to_be_visible()
    assert complaint.contacts.count() == 1
    complaint.refresh_from_db()
    assert standing_facts(complaint)["event"]["last"] > "2025-11-11"
    assert Subscription.objects.active().count() == 1
    seen.sound()


def test_a_push_without_content_says_that_there_is_news_and_nothing_else(
    browser: Any, browser_context_args: dict[str, Any], live_server: Any
) -> None:
    context = browser.new_context(
        **{**browser_context_args, "service_workers": "allow", "permissions": ["notifications"]}
    )
    page = context.new_page()
    page.goto(live_server.url)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    session, found = context.new_cdp_session(page), []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    for _turn in range(600):  # a machine that runs the tests may be slow
        if found:
            break
        page.wait_for_timeout(50)
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": live_server.url, "registrationId": found[0]["registrationId"], "data": ""},
    )
    shown = page.evaluate(
        """async () => {
          const worker = await navigator.serviceWorker.ready;
          for (let turn = 0; turn < 100; turn += 1) {
            const found = await worker.getNotifications();
            if (found.length) return found.map((one) => [one.title, one.body]);
            await new Promise((go) => setTimeout(go, 100));
          }
          return null;
        }"""
    )
    assert shown == [["安宁", "有进展，打开看看"]]
    context.close()
