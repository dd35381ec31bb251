"""The pages of campaigns in a real browser: on a phone and on a wide screen, without a fault that axe knows."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.browsers import photograph
from tests.filings.desk_cases import make_desk, on_desk
from tests.filings.test_campaign_pages import supervisor
from tests.filings.test_campaigns import NAMES, TEXT, swept
from tests.filings.test_desk_browser import SIZES, fits, sign_in, watched
from tests.flows.watching import violations

__all__ = ["watched"]  # the fixture
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("keys", "store")]


def test_campaigns_are_sound_in_a_browser(watched: Page, live_server: Any) -> None:
    desk = make_desk("示例市市场监督管理局", channel="12315_complaint")
    for place in range(14):
        on_desk(
            desk,
            name=NAMES[place % 5],
            phone=f"1390000{place:04d}",
            text=TEXT.format(name=NAMES[place % 5], n=place + 1),
            sender=f"1069000012{place % 3}",
            at=timezone.now() - timedelta(days=(place * place) % 23 + 1),
            region="310113" if place % 3 else "330100",
        )
    for place in range(2):
        on_desk(desk, phone=f"1380000{place:04d}", text="", sender="01065000000")
    swept()
    sign_in(watched, live_server, supervisor(desk))
    row = desk.organisation.campaigns.order_by("-complaints")[0]
    pages = {"list": "/admin/filings/deskcampaign/", "page": f"/admin/filings/deskcampaign/{row.pk}/change/"}
    found = {}
    for width, size in SIZES.items():
        watched.set_viewport_size(size)
        for name, path in pages.items():
            watched.goto(live_server.url + path)
            if name == "page":
                watched.get_by_role("button", name="生成线索").click()
                watched.get_by_role("link", name="线索（PDF）").first.wait_for()
            photograph(watched, f"campaign-{name}-{width}")
            assert fits(watched), f"{name} is wider than {width} px"
            found[name, width] = violations(watched)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}
