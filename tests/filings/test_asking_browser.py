"""The requests on a phone and on a wide screen: one tap changes one, nothing is cut off, and no script is needed."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browsers import PHONE, photograph
from tests.cases import make_hand_recipient
from tests.filings.test_asking import wanting
from tests.filings.test_desk_browser import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]

SIZES = {390: PHONE, 1280: {"width": 1280, "height": 900}}


@pytest.mark.parametrize("width", SIZES)
def test_a_request_is_changed_with_one_tap(page: Page, live_server: Any, width: int):
    case = wanting("stop", "damages", loss={"mental": "severe", "costs": [{"what": "公证费", "yuan": 1500}]})
    to = make_hand_recipient("court")
    sign_in(page, live_server, case.owner)
    page.set_viewport_size(SIZES[width])  # type: ignore[arg-type]
    page.goto(live_server.url + reverse("consent", args=[case.complaint.number, "court", to.pk]))
    photograph(page, f"asking-{width}")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    box = page.locator("input[name=requests][value^=apology]").first
    assert not box.is_checked()
    page.locator(f"label[for='{box.get_attribute('id')}']").click()
    assert box.is_checked()
    assert not page.locator("#consent").is_visible(), "the consent reads as before the tap"
    page.locator('button[name=again][value="1"]').click()
    assert page.locator("input[name=requests][value^=apology]").first.is_checked()
    assert page.locator("input[name=requests][value^=stop]").first.is_checked()
    assert page.locator("#consent").is_visible()
