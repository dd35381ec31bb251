"""A report handed over to be opened as a case, in a browser: what the desk presses, what who complained reads."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from accounts.models import Unit, User
from filings.models import Filing, Referral
from tests.filings.test_referrals import accepted
from tests.flows.test_mediation_browser import Reader

pytestmark = pytest.mark.usefixtures("store", "keys")


@pytest.mark.django_db(transaction=True)
def test_from_handing_over_to_the_opened_case(
    browser: Browser, browser_context_args: dict[str, Any], live_server: Any
) -> None:
    owner = User.objects.create_user("owner")
    desk, filing = accepted(owner)
    Unit.objects.create(organisation=desk.organisation, name="执法大队")
    pages = [browser.new_context(**browser_context_args).new_page() for _who in (desk, owner)]
    case = live_server.url + reverse("admin:filings_filing_change", args=[filing.pk])
    worker = Reader(pages[0], desk.caseworker, case)
    own = Reader(pages[1], owner, live_server.url + reverse("filing", args=[filing.pk]))

    worker.act("移交立案", "线索具体，建议立案。", unit="执法大队")
    worker.look("referral-desk-referred")
    own.page.goto(own.address)
    expect(own.page.get_by_text("已移交，等它决定是否立案").first).to_be_visible()
    own.look("referral-own-referred")
    worker.act("登记是否立案", outcome="已立案", number="杭市监立〔2026〕7号")
    worker.look("referral-desk-opened")
    own.page.goto(own.address)
    expect(own.page.get_by_text("已立案").first).to_be_visible()
    own.look("referral-own-opened")
    assert Filing.objects.get().referral == Referral.State.OPENED
    assert worker.inspected.sound()
    assert own.inspected.sound()
