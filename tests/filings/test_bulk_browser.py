"""One kind of letter to many, and an answer by telephone, in a real browser on a phone and on a wide screen."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from filings import services
from filings.models import Filing
from filings.moves import State
from tests.filings.desk_cases import make_desk, on_desk
from tests.filings.test_desk_browser import SIZES, sign_in, watched  # noqa: F401
from tests.filings.test_desk_letters import head, who

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]
CHOOSE = "/admin/filings/filing/bulk/?state=all"


def test_a_letter_to_each_is_read_and_sent(watched: Page, live_server: Any) -> None:  # noqa: F811
    desk = make_desk("杭州市示例区市场监督管理局", channel="12315_complaint")
    head(desk)
    page = watched
    sign_in(page, live_server, desk.caseworker)
    for place, size in enumerate(SIZES.values()):
        filing = on_desk(desk, phone=f"1390000000{place}")
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(live_server.url + CHOOSE)
        everything = page.get_by_label("全选", exact=True)
        everything.uncheck()
        assert page.locator("input[name=filing]:checked").count() == 0
        page.get_by_label(filing.complaint.number).check()
        state = everything.evaluate("box => [box.checked, box.indeterminate]")
        assert state == [place == 0, place > 0]  # of one row, of two
        page.get_by_label("发同一种文书").check()
        page.get_by_label("哪一种文书").select_option("acceptance")
        page.get_by_role("button", name="看看会办哪些").click()
        page.get_by_role("link", name="看这份文书").click()
        expect(page.locator(".letter-text")).to_contain_text(filing.complaint.number)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
        page.get_by_role("button", name="确认，现在办").click()
        expect(page.get_by_role("status").first).to_contain_text("办了 1 件，没有办成 0 件")
        filing.refresh_from_db()
        assert filing.state == State.ACCEPTED


def test_an_answer_by_telephone_is_written_down(watched: Page, live_server: Any) -> None:  # noqa: F811
    desk = make_desk("甲市市场监督管理局", channel="12315_report")
    page = watched
    sign_in(page, live_server, desk.caseworker)
    for place, size in enumerate(SIZES.values()):
        filing = on_desk(desk, state=State.ACCEPTED, phone=f"1390000000{place}")
        Filing.objects.filter(pk=filing.pk).update(came_by="telephone")
        filing.refresh_from_db()
        at = timezone.now() - timedelta(hours=2)
        services.ask(by=who(desk), filing=filing, question="哪一天退订的？", at=at)
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{live_server.url}/admin/filings/filing/{filing.pk}/change/")
        offer = page.locator("form", has=page.locator("[name=act][value=spoken]"))
        page.get_by_text("登记口头答复", exact=True).first.click()
        said = timezone.localtime() - timedelta(minutes=1)
        offer.get_by_label("怎样说的").select_option("telephone")
        offer.get_by_label("哪天").fill(f"{said:%Y-%m-%d}")
        offer.get_by_label("几点").fill(f"{said:%H:%M}")
        offer.get_by_label("投诉人说的话").fill("三月二日下午。")
        offer.get_by_label("念给投诉人听过").check()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
        offer.locator("button[type=submit], button:not([type])").first.click()
        expect(page.get_by_text("投诉人口头答复（来电，").first).to_be_attached()
        filing.refresh_from_db()
        assert filing.waiting_since is None
