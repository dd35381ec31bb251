"""A mediation in a browser, from the question to the agreement: what the desk presses, what who complained reads and presses."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect

from accounts.models import User
from filings.models import Filing, Mediation
from tests.browsers import photograph
from tests.filings.desk_cases import make_desk
from tests.filings.test_desk_letters import head
from tests.filings.test_mediation import FIRM, accepted
from tests.flows.test_keyboard_and_axe import Inspected

pytestmark = pytest.mark.usefixtures("store", "keys")
NARROW: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 800}


class Reader:
    """Somebody signed in, with the page of the mediation that is theirs to read."""

    def __init__(self, page: Page, user: User, address: str) -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
        self.page, self.inspected, self.address = page, Inspected(page), address

    def look(self, name: str) -> None:
        """On a telephone and on a desk."""
        for size, width in ((WIDE, "wide"), (NARROW, "narrow")):
            self.page.set_viewport_size(size)
            self.inspected.look(f"{name}, {width}")
            photograph(self.page, f"mediation-{name}-{width}")
        self.page.set_viewport_size(WIDE)

    def act(self, name: str, text: str = "", **fields: str) -> None:
        """Open the form of an act on the page of the case, fill it in, press its button."""
        self.page.goto(self.address)
        form = self.page.locator("details.act", has=self.page.get_by_text(name, exact=True)).first
        if form.get_attribute("open") is None:
            form.locator("summary").click()
        if text:
            form.locator("textarea").fill(text)
        for field, value in fields.items():
            box = form.locator(f"[name={field}]")
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(label=value)
            elif box.get_attribute("type") == "checkbox":
                box.check()
            else:
                box.fill(value)
        form.locator("button.button").first.click()
        expect(self.page.locator(".messagelist")).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_from_the_question_to_the_agreement(
    browser: Browser, browser_context_args: dict[str, Any], live_server: Any
) -> None:
    owner = User.objects.create_user("owner")
    desk = make_desk("杭州市示例区市场监督管理局", channel="12315_complaint")
    head(desk)
    filing = accepted(desk, owner)
    pages = [browser.new_context(**browser_context_args).new_page() for _who in (desk, owner)]
    case = live_server.url + reverse("admin:filings_filing_change", args=[filing.pk])
    worker = Reader(pages[0], desk.caseworker, case)
    own = Reader(pages[1], owner, live_server.url + reverse("filing", args=[filing.pk]))
    day = timezone.localdate() + timedelta(days=7)

    worker.act("建议调解", "双方都愿意谈，建议调解。", respondent=FIRM)
    worker.look("desk-asked")
    own.page.goto(own.address)
    own.look("own-asked")
    own.page.get_by_role("link", name="去看，再决定").first.click()
    own.look("own-question")
    own.page.get_by_label("我看清了上面的内容").check()
    own.page.get_by_role("button", name="同意调解").click()
    expect(own.page.get_by_text("已告诉它：您同意调解。")).to_be_visible()
    worker.act("登记：已邀请被投诉方", day=f"{day}")
    worker.act("登记被投诉方的答复", reply="同意参加调解", day=f"{timezone.localdate()}")
    worker.act("定调解的时间", day=f"{day}", time="14:30", place="二楼调解室", mediator="李调解")
    worker.look("desk-willing")
    own.page.goto(own.address)
    expect(own.page.get_by_text("李调解主持", exact=True)).to_be_visible()
    own.look("own-willing")
    worker.act("达成协议", "停止发送。", yuan="30", day=f"{day}", tick="on")
    worker.look("desk-settled")
    own.page.goto(own.address)
    expect(own.page.get_by_role("link", name="钱到了，来记一下")).to_be_visible()
    own.look("own-settled")
    assert Filing.objects.get().mediation == Mediation.State.SETTLED
    assert worker.inspected.sound()
    assert own.inspected.sound()
