"""In a browser: a channel waits for an answer, the page leads to the question, the answer opens it; what was filed stays."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from complaints.models import Statement
from filings import services
from tests.cases import make_desk, queued
from tests.flows.test_keyboard_and_axe import Inspected
from tests.flows.test_recount import pictured
from tests.flows.test_whole_way import may_sign_in, sign_in
from tests.legal.test_statements import filed_with, without_purchase

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "您在被投诉的一方买过东西，或者用过它的服务吗？"


def test_what_a_channel_waits_for_is_answered_after_the_filing(page: Page, live_server: Any) -> None:
    case = filed_with(without_purchase())
    number = case.complaint.number
    asking = services.Wishes(asks=("书面答复",))
    filing = queued(case, make_desk(channel="operator")[0], at=timezone.now(), wishes=asking)
    services.deliver(delivery_id=filing.deliveries.get().pk)
    may_sign_in(case.owner)
    seen = Inspected(page)
    sign_in(page, live_server.url, case.owner.username, "/cases/")
    receipt = f"{live_server.url}{reverse('receipt_text', args=[number])}"
    before = page.request.get(receipt).body()
    way = page.locator("#way-12315_complaint")
    prepares = page.get_by_role("link", name="准备材料 12315投诉", include_hidden=True)
    seen.visit("law", f"{live_server.url}/cases/{number}/law/")
    page.get_by_text("现在还不行的").click()
    expect(way).to_be_visible()
    expect(prepares).to_have_count(0)
    pictured(page, "statement-law")
    way.get_by_role("link", name=QUESTION).click()
    expect(page.get_by_role("group", name=QUESTION)).to_be_in_viewport()
    seen.look("question")
    page.get_by_role("group", name=QUESTION).get_by_label("是", exact=True).check()
    page.get_by_label("为什么补充、更正").fill("登记的时候没有问到")
    pictured(page, "statement-question")
    page.get_by_role("button", name="保存，写明今天的日期").click()
    expect(page.get_by_text("已按新的说法重新对照法律")).to_be_visible()
    seen.look("statements")
    pictured(page, "statements")
    seen.visit("law again", f"{live_server.url}/cases/{number}/law/")
    expect(prepares).to_have_count(1)
    assert page.request.get(receipt).body() == before
    page.goto(f"{live_server.url}/cases/{number}/statements/you/")
    page.get_by_label("受到打扰的手机或座机号码").fill("12")
    page.get_by_role("button", name="保存，写明今天的日期").click()
    expect(page.get_by_role("alert")).to_contain_text("还有地方要改")
    seen.look("wrong telephone")
    assert Statement.objects.count() == 1
    seen.visit("case", f"{live_server.url}/cases/{number}/")
    expect(page.get_by_text("的是更正前的")).to_be_visible()
    pictured(page, "statement-case")
    page.get_by_role("button", name="写一份更正").click()
    expect(page.get_by_text("原来：没有说；现在：是").first).to_be_visible()
    seen.look("correction")
    pictured(page, "statement-correction")
    assert seen.sound()
