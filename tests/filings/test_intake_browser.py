"""A call is taken down at the desk by keyboard alone, in a real browser, on a phone and on a wide screen: every page is sound."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Membership
from complaints.models import Complaint
from filings import services
from filings.models import Filing
from tests.browsers import photograph
from tests.filings.desk_cases import make_desk, on_desk
from tests.filings.test_desk_browser import SIZES, fits, sign_in
from tests.filings.test_intake import begun, numbered
from tests.flows.watching import violations, watch

pytestmark = pytest.mark.django_db(transaction=True)
STORY = "我从来没有在示例优选商城有限公司买过东西。它天天发广告短信，一共收到 80 条，我回复了 R，第二天又来。"


def sound(page: Page, name: str, size: int) -> None:
    assert violations(page) == [], name
    assert fits(page), name
    photograph(page, f"intake-{name}-{size}")


def press(page: Page, button: str) -> None:
    """By keyboard."""
    page.get_by_role("button", name=button, exact=True).focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("size", [*SIZES])
def test_a_call_is_taken_down_by_keyboard(page: Page, live_server: Any, size: int) -> None:
    desk = make_desk("示例市市场监督管理局", channel="12315_report")
    Membership.objects.filter(user=desk.caseworker).update(takes_complaints=True)
    before = on_desk(desk, phone="13800005678")
    watched = watch(page)
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    sign_in(page, live_server, desk.caseworker)
    page.goto(f"{live_server.url}/admin/filings/filing/")
    page.keyboard.press("i")
    expect(page.get_by_role("heading", name="登记来电、来访、来信")).to_be_visible()
    page.get_by_label("来电").focus()
    page.keyboard.press("Space")
    sound(page, "begin", size)
    press(page, "开始登记")
    page.get_by_label("投诉人说的经过").focus()
    page.keyboard.insert_text(STORY)
    for label, words in (("姓名", "李小安"), ("受到打扰的手机或座机号码", "123")):
        page.get_by_label(label, exact=True).focus()
        page.keyboard.insert_text(words)
    page.get_by_label("投诉人在哪个省").select_option("310000")
    page.get_by_label("已经告诉投诉人").focus()
    page.keyboard.press("Space")
    press(page, "保存，下一步")
    expect(page.get_by_text("这不像一个手机或座机号码")).to_be_visible(timeout=20_000)
    expect(page.get_by_label("投诉人说的经过")).to_have_value(STORY)
    sound(page, "told", size)
    number = page.get_by_label("受到打扰的手机或座机号码", exact=True)
    number.press("Control+a")
    page.keyboard.insert_text("13800005678")
    press(page, "保存，下一步")
    today = timezone.localdate().isoformat()
    page.locator("#id_first").fill(today)
    page.locator("#id_last").fill(today)
    sound(page, "understood", size)
    press(page, "保存，下一步")
    page.get_by_label("我本人", exact=True).check()
    page.get_by_label("不要再打扰我").check()
    page.get_by_label("名称", exact=True).fill("示例优选商城有限公司")
    sound(page, "wanted", size)
    press(page, "保存，下一步")
    expect(page.get_by_text(before.complaint.number)).to_be_visible()
    sound(page, "check", size)
    page.get_by_label("我和本件没有利害关系").focus()
    page.keyboard.press("Space")
    press(page, "登记，取编号")
    page.wait_for_url("**/agree/")
    case = Complaint.objects.latest("filed_at")
    expect(page.get_by_text(case.number).first).to_be_visible()
    sound(page, "agree", size)
    page.get_by_label("逐项念过，投诉人同意").focus()
    page.keyboard.press("Space")
    press(page, "记下同意，交给本机构")
    # Its papers are set meanwhile.
    expect(page.get_by_text("案件码", exact=True)).to_be_visible(timeout=60_000)
    sound(page, "receipt", size)
    services.sweep_outbox()
    filing = Filing.objects.get(complaint=case)
    page.goto(f"{live_server.url}/admin/filings/filing/{filing.pk}/change/")
    expect(page.locator(".case-facts")).to_contain_text("来电")
    page.goto(f"{live_server.url}/admin/filings/filing/?state=all&columns=received&columns=came")
    expect(page.get_by_role("row", name=case.number)).to_contain_text("来电")
    sound(page, "queue", size)
    assert watched.quiet()


@pytest.mark.parametrize("size", [*SIZES])
def test_the_form_of_the_counter_is_sound(page: Page, live_server: Any, size: int) -> None:
    desk = make_desk("示例市市场监督管理局", channel="12315_report")
    Membership.objects.filter(user=desk.caseworker).update(takes_complaints=True)
    intake = begun(desk, "counter")
    numbered(desk, intake)
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    sign_in(page, live_server, desk.caseworker)
    for name in ("agree", "form"):
        page.goto(f"{live_server.url}/admin/filings/filing/intake/{intake.pk}/{name}/")
        sound(page, f"counter-{name}", size)
    page.emulate_media(media="print")
    expect(page.get_by_text("签字：")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    photograph(page, f"intake-form-print-{size}")
