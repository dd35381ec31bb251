"""A lawyer in a browser, on a telephone and on a desk: asked by a link, checks, accepts, enters a hearing, logs time."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from accounts.models import Membership, Organisation, User
from filings import services
from tests.browsers import photograph
from tests.cases import make_case, make_user
from tests.flows.test_keyboard_and_axe import Inspected

pytestmark = pytest.mark.usefixtures("store", "keys")
NARROW: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 800}


def signed_in(page: Page, user: User, address: str) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def look(inspected: Inspected, name: str) -> None:
    for size, width in ((WIDE, "wide"), (NARROW, "narrow")):
        inspected.page.set_viewport_size(size)
        inspected.look(f"{name}, {width}")
        photograph(inspected.page, f"counsel-{name}-{width}")


def test_a_lawyer_is_asked_checks_accepts_and_works(live_server: Any, page: Page, settings: Any) -> None:
    settings.PUBLIC_URL = live_server.url
    case = make_case(at=timezone.now())
    firm = Organisation.objects.create(name="示例律所", kind=Organisation.Kind.LAW_FIRM)
    lawyer = make_user("lawyer", first_name="律", last_name="陈")
    Membership.objects.create(user=lawyer, organisation=firm, role=Membership.Role.LAWYER)
    token = services.ask_counsel(by=case.by, complaint=case.complaint, scope="first")
    inspected, number = Inspected(page), case.complaint.number
    link = live_server.url + reverse("counsel_link", args=[token])
    inspected.visit("asked, signed out", link)
    signed_in(page, lawyer, live_server.url)
    page.goto(link)
    look(inspected, "link")
    page.get_by_role("button", name="查利益冲突").click()
    expect(page.get_by_text("王小宁").first).to_be_visible()
    look(inspected, "checked")
    page.get_by_role("button", name="接受，开始看这件投诉").click()
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    look(inspected, "case")
    page.goto(live_server.url + reverse("court_days", args=[number]))
    page.get_by_label("开庭", exact=True).check()
    page.get_by_label("哪一天").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    page.get_by_label("法院、法庭、案号").fill("示例区人民法院第三法庭")
    page.get_by_role("button", name="记下", exact=True).click()
    expect(page.get_by_text("示例区人民法院第三法庭")).to_be_visible()
    look(inspected, "court-days")
    page.goto(live_server.url + reverse("counsel_cases"))
    expect(page.get_by_role("link", name=number)).to_be_visible()
    look(inspected, "list")
    for name, address in (
        ("conflicts", reverse("conflicts")),
        ("notes", reverse("firm_entries", args=[number])),
        ("files", reverse("counsel_files", args=[number])),
        ("give-back", reverse("give_back", args=[case.complaint.access.get(why="shared").pk])),
    ):
        page.goto(live_server.url + address)
        look(inspected, name)
    signed_in(page, case.owner, live_server.url)
    for name, address in (
        ("share", reverse("share", args=[number])),
        ("end-share", reverse("end_share", args=[number, case.complaint.access.get(why="shared").pk])),
    ):
        page.goto(live_server.url + address)
        look(inspected, name)
    assert inspected.sound()
