"""In a browser, on a phone: the masked words are read, kept with one consent, and ended with one tap on the page of the case."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from complaints.models import TrainingText
from tests.browsers import photograph
from tests.complaints.test_training_texts import corrected_case, learning, signed_in  # noqa: F401
from tests.flows.test_keyboard_and_axe import Inspected

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]


def test_a_message_is_kept_and_ended_on_a_phone(page: Page, live_server: Any, learning: Path) -> None:  # noqa: F811
    case = corrected_case()
    session = signed_in(case).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    seen = Inspected(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/cases/{case.complaint.number}/")
    page.get_by_role("link", name="要不要留给本平台学习").click()
    expect(page.locator(".message")).to_contain_text("详询店长〔数字〕")
    seen.look("training")
    photograph(page, "training-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="留给本平台学习").click()
    expect(page.get_by_text("没有勾选同意，没有留下任何内容")).to_be_visible()
    page.get_by_label("我看过上面的文字，同意这样留下来").check()
    page.get_by_role("button", name="留给本平台学习").click()
    expect(page.get_by_text("留下了")).to_be_visible()
    seen.look("case")
    photograph(page, "training-case-390")
    page.get_by_role("link", name="看留着的字").click()
    expect(page.locator(".message")).to_contain_text("早来的邻居有份")
    photograph(page, "training-kept-390")
    page.get_by_role("button", name="不再留了").click()
    expect(page.get_by_text("那段文字删除了")).to_be_visible()
    assert not TrainingText.objects.exists()
    seen.sound()
