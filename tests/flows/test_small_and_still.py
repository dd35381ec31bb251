"""In a browser: what a first visit transfers, everything together, that nothing on a page moves once it is shown, and that
text twice as large fits a phone and a desktop."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browsers import PHONE
from tests.cases import add_exhibit, make_case, make_desk, make_hand_recipient, prepared, queued
from tests.flows.test_whole_way import may_sign_in, sign_in
from tests.flows.watching import spilt_at_twice_the_size

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]

FRONT, ANY = 60_000, 120_000  # bytes, as they travel
PUBLIC = (
    "/", "/start/", "/resume/", "/privacy/", "/help/", "/about/", "/contact/", "/accessibility/", "/return/",
    "/law/", "/law/channels/", "/law/channels/court/", "/law/situations/", "/law/民法典/", "/law/个人信息保护法/13/",
    "/capture/", "/self-help/", "/custody/", "/receipts/check/", "/accounts/login/", "/accounts/signup/", "/statistics/",
)  # fmt: skip
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.hadRecentInput ? 0 : one.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 150);
})"""


class Weighed:
    """A tab that forgets every file between pages, and adds up what each page brings."""

    def __init__(self, page: Page) -> None:
        self.page, self.size = page, 0
        self.spilt: list[str] = []
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.loadingFinished", self._came)

    def _came(self, event: dict[str, Any]) -> None:
        self.size += event["encodedDataLength"]

    def weigh(self, address: str) -> tuple[int, float]:
        self.size = 0
        answer = self.page.goto(address, wait_until="networkidle")
        assert answer is not None and answer.status == 200, address  # noqa: PT018
        shift, size = float(self.page.evaluate(SHIFT)), self.size
        for width in (PHONE["width"], 1280):
            self.page.set_viewport_size({"width": width, "height": PHONE["height"]})
            self.spilt += [f"{address} at {width}: {what}" for what in spilt_at_twice_the_size(self.page)]
        self.page.set_viewport_size(PHONE)
        return size, shift


@pytest.fixture
def weighed(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Weighed]:
    context = browser.new_context(**browser_context_args)
    yield Weighed(context.new_page())
    context.close()


def too_much(found: dict[str, tuple[int, float]]) -> dict[str, tuple[int, float]]:
    print({name: f"{size / 1000:.1f} kB, {shift:.3f}" for name, (size, shift) in found.items()})  # noqa: T201
    return {
        name: (size, shift)
        for name, (size, shift) in found.items()
        if size > (FRONT if name == "/" else ANY) or shift > 0.001
    }


def test_public_pages_are_small_stand_still_and_take_large_text(weighed: Weighed, live_server: Any) -> None:
    assert too_much({path: weighed.weigh(live_server.url + path) for path in PUBLIC}) == {}
    assert weighed.spilt == []


def test_pages_of_a_case_are_small_stand_still_and_take_large_text(
    weighed: Weighed, live_server: Any
) -> None:
    case = make_case()
    add_exhibit(case)
    assert case.by.user is not None
    may_sign_in(case.by.user)
    desk, _by = make_desk()
    by_hand = queued(case, make_hand_recipient())
    waiting = prepared(case, desk)
    sign_in(weighed.page, live_server.url, case.by.user.username, "/cases/")
    own = f"/cases/{case.complaint.number}/"
    parts = ("", "law/", "receipt/", "code/", "contacts/", "files/", "statements/", "statements/contacts/", "blanks/court/",
             "share/", "bundle/", "papers/", "capture/", "self-help/", "preservation/",
             "send/12321/", "send/platform/")  # fmt: skip
    paths = ["/cases/", *(own + part for part in parts), f"/filings/{by_hand.pk}/", f"/filings/{waiting.pk}/"]
    assert too_much({path: weighed.weigh(live_server.url + path) for path in paths}) == {}
    assert weighed.spilt == []
