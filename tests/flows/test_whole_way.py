"""P32: from the front page on a phone to a signed receipt, a regulator's decision, and a lawyer's verified bundle."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Membership, Organisation, User
from complaints.models import Act, LedgerEntry
from complaints.views.receipts import qr_svg
from core.keys import public_key_fingerprint
from filings.models import Filing
from tests.filings.desk_cases import make_desk
from tests.flows import consumer
from tests.flows.watching import watch
from tests.workers import Worker

PASSWORD = "invented-pass-2931"

pytestmark = pytest.mark.django_db(transaction=True)


def wide_page(new_context: Callable[..., BrowserContext]) -> Page:
    page = new_context().new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def may_sign_in(user: User) -> None:
    """Give an account a password and an address that was verified."""
    user.set_password(PASSWORD)
    user.email = f"{user.username}@example.cn"
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def make_lawyer() -> User:
    firm = Organisation.objects.create(name="示例律师事务所", kind=Organisation.Kind.LAW_FIRM)
    lawyer = User.objects.create_user("lvshi")
    may_sign_in(lawyer)
    Membership.objects.create(user=lawyer, organisation=firm, role=Membership.Role.LAWYER)
    return lawyer


def sign_in(page: Page, address: str, username: str, onward: str) -> None:
    page.goto(address + onward)
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(lambda url: "login" not in url)
    if onward not in page.url:
        page.goto(address + onward)


def until_shown(page: Page, text: str) -> None:
    """Wait for later work to show: the page looks for it by itself."""
    expect(page.locator("main").get_by_text(text).first).to_be_visible(timeout=120_000)


def check_receipt(phone: Page) -> None:
    link = phone.locator("main a[href*='/receipts/']").first
    address = str(link.get_attribute("href"))
    assert phone.locator(".qr svg path").first.get_attribute("d") in qr_svg(address)
    token = phone.locator("details code").text_content()
    back = phone.url
    phone.goto(address)
    assert phone.get_by_text("这个编号的回执是真的").is_visible()
    phone.goto(urljoin(back, "/receipts/check/"))
    phone.locator("textarea[name=token]").fill(str(token))
    phone.get_by_role("button", name="核验", exact=True).click()
    assert phone.get_by_text("回执是真的，没有被改动").is_visible()
    phone.locator("textarea[name=token]").fill(str(token)[:-4] + "AAAA")
    phone.get_by_role("button", name="核验", exact=True).click()
    assert phone.get_by_text("签名不对").is_visible()
    phone.goto(back)


def send_to_the_desk(phone: Page, recipient: str) -> None:
    phone.get_by_role("link", name="选发给谁").click()
    assert phone.get_by_text("12348").first.is_visible()
    way = phone.locator("#way-12315_report")
    if way.evaluate("one => one.tagName === 'DETAILS' && !one.open"):
        way.locator("summary").first.click()
    phone.locator("a[href*='/send/12315_report/']").first.click()
    if phone.get_by_role("link", name="选这个").count():
        phone.locator("li", has_text=recipient).get_by_role("link", name="选这个").click()
    phone.get_by_role("button", name="同意，生成材料给我看").click()
    assert phone.get_by_text("还没有勾选同意").is_visible()
    phone.get_by_label("我看清了上面的内容").check()
    phone.get_by_role("button", name="同意，生成材料给我看").click()
    document = phone.locator("a[href*='/documents/']").first
    answer = phone.request.get(urljoin(phone.url, str(document.get_attribute("href"))))
    assert answer.ok
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    phone.get_by_role("button", name="确认并发出").click()
    until_shown(phone, "已送到办案台，还没有人看过")


def act(desk: Page, name: str, label: str = "", text: str = "") -> None:
    if text:
        desk.locator("details.act summary", has_text=name).click()
        desk.get_by_label(label).fill(text)
    desk.get_by_role("button", name=name, exact=True).click()


def test_from_the_front_page_to_a_verified_bundle(
    page: Page,
    new_context: Callable[..., BrowserContext],
    live_server: Any,
    celery_worker_process: Worker,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.PUBLIC_URL = live_server.url
    desk_of = make_desk("示例市市场监督管理局", channel="12315_report")
    may_sign_in(desk_of.caseworker)
    lawyer = make_lawyer()
    phone, on_phone = page, watch(page)

    consumer.start(phone, live_server.url)
    seen = list(consumer.pages_of_the_intake(phone))
    assert seen == ["understood", "wants", "you", "review", "files", "review"]
    number = consumer.file(phone)
    case = f"{live_server.url}/cases/{number}/"
    check_receipt(phone)
    send_to_the_desk(phone, desk_of.recipient.name)
    filing_page = phone.url

    desk = wide_page(new_context)
    at_desk = watch(desk)
    sign_in(desk, live_server.url, desk_of.caseworker.username, "/admin/filings/filing/")
    desk.get_by_role("link", name=number).click()
    assert consumer.STORY in desk.locator("#story").inner_text()
    assert consumer.MESSAGE in desk.locator("#story").inner_text()
    assert desk.locator("#exhibits").get_by_text("短信截图.png").first.is_visible()
    act(desk, "受理")
    expect(desk.get_by_text("已记录：已受理")).to_be_visible()
    act(desk, "向投诉人提问", "要问的问题", "您哪天回复过退订？")

    phone.goto(case)
    phone.get_by_role("link", name="去答复", exact=True).click()
    assert phone.get_by_text("您哪天回复过退订？").first.is_visible()
    phone.get_by_label("您要说的").fill(consumer.ANSWER)
    phone.get_by_role("button", name="继续，先看一遍").click()
    phone.get_by_label("我看清了上面的内容").check()
    phone.get_by_role("button", name="同意并送出").click()
    until_shown(phone, "已送到对方的办案台")

    desk.goto(desk.url)
    assert consumer.ANSWER in desk.locator("#words").inner_text()
    act(desk, "作出处理", "处理结果（投诉人会看到）", "已责令该店停止发送，并处罚款。")
    desk.get_by_text("已记录：已作出处理").wait_for()
    phone.goto(filing_page)
    assert phone.get_by_text("已责令该店停止发送，并处罚款。").first.is_visible()

    phone.goto(case)
    assert phone.locator("h1").get_by_text("有了处理结果").is_visible()
    phone.get_by_role("link", name="授权给律师").click()
    phone.locator("input[name=lawyer]").fill(lawyer.username)
    phone.get_by_role("button", name="我单独同意，授权查看").click()
    assert phone.get_by_text("已请“lvshi”接受授权").is_visible()

    office = wide_page(new_context)
    in_office = watch(office)
    sign_in(office, live_server.url, lawyer.username, "/cases/")
    office.get_by_role("button", name="接受", exact=True).click()
    office.get_by_role("link", name=number).click()
    office.get_by_role("link", name="导出案卷").click()
    office.get_by_role("link", name="自己留存").click()
    office.get_by_role("button", name="生成案卷").click()
    until_shown(office, "已完成")
    with office.expect_download() as download:
        office.get_by_role("link", name="下载").click()
    bundle = tmp_path / "bundle.zip"
    download.value.save_as(bundle)
    says_sound(bundle, tmp_path / "opened")

    assert on_phone.quiet()
    assert at_desk.quiet()
    assert in_office.quiet()
    acts = set(LedgerEntry.objects.filter(complaint__number=number).values_list("act", flat=True))
    wanted = {
        Act.COMPLAINT_FILED,
        Act.EXHIBIT_RECEIVED,
        Act.CONSENT_GIVEN,
        Act.FILING_MOVED,
        Act.QUESTION_ASKED,
    }
    assert wanted | {Act.ANSWER_GIVEN, Act.CASE_READ, Act.SHARED, Act.EXPORTED} <= acts
    assert Filing.objects.get().state == "decided"


def says_sound(bundle: Path, folder: Path) -> None:
    """Unpack and run the bundle's own verify.py, away from the project, with Python and the published fingerprint."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    program = next(folder.rglob("verify.py"))
    command = [sys.executable, "-I", str(program), "--fingerprint", public_key_fingerprint()]
    done = subprocess.run(command, cwd=program.parent, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    exhibits = [one for one in folder.rglob("*.png") if one.read_bytes() == consumer.screenshot()]
    assert exhibits, "the screenshot is not in the bundle as it was received"
    changed = exhibits[0]
    changed.write_bytes(changed.read_bytes()[:-1] + b"\0")
    again = subprocess.run(command, cwd=program.parent, capture_output=True, text=True, timeout=120)
    assert again.returncode != 0
    assert changed.name in again.stdout + again.stderr
