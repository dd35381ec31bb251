"""In a browser: what stays on the device. A page for no network and its style, never a page of a case; typed text until it
is sent, somebody leaves, or seven days; what is shared never has a code in it. And what a phone needs to install it."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from accounts.models import User
from core.retention_and_limits import TYPED_TEXT_LIFE
from tests.complaints.test_codes import PERSON, code_of
from tests.flows import consumer
from tests.flows.test_codes_browser import open_with
from tests.flows.watching import violations, watch
from tests.hostile.cases import filed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]

TYPED = "他们今天又打来十七个电话，还没有写完"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
  return found.sort();
}"""
IN_STORE = "() => JSON.stringify(Object.values(localStorage))"
OWN = {"/offline/", "/static/anning.css", "/static/anning.js", "/static/anning.svg", "/static/icons.svg"}


@pytest.fixture
def installed(
    browser: Browser, browser_context_args: dict[str, Any], live_server: Any
) -> Iterator[BrowserContext]:
    """A browser in which the portal's page for no network is ready."""
    context = browser.new_context(**{**browser_context_args, "service_workers": "allow"})
    page = context.new_page()
    page.goto(live_server.url)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.close()
    yield context
    context.close()


def story_of_a_new_draft(page: Page, address: str) -> str:
    consumer.start(page, address, "骚扰短信和电话")
    draft = re.sub(r"/[a-z]+/$", "/story/", page.url.split("?")[0])
    page.goto(draft)
    return draft


def test_no_page_of_a_case_is_kept_and_without_a_network_one_page_says_so(
    installed: BrowserContext, live_server: Any
) -> None:
    complaint = filed(Client(), you=PERSON)
    page = installed.new_page()
    seen = watch(page)
    open_with(page, live_server.url, code_of(complaint))
    expect(page.get_by_role("heading", name=complaint.number)).to_be_visible()
    for part in ("law/", "receipt/", "code/"):
        page.goto(f"{live_server.url}/cases/{complaint.number}/{part}")
    assert set(page.evaluate(KEPT)) == OWN
    assert seen.quiet()
    installed.set_offline(True)
    page.goto(f"{live_server.url}/cases/{complaint.number}/")
    expect(page.get_by_role("heading", name="现在连不上")).to_be_visible()
    assert complaint.number not in page.content()
    assert page.locator("main a[href='tel:110']").count() == 1
    assert page.get_by_role("link", name="登录").count() == 0, "it knows nobody"
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).minHeight") == "44px"
    installed.set_offline(False)
    assert violations(page) == []
    page.get_by_role("link", name="再试一次").click()
    expect(page.get_by_role("heading", name=complaint.number)).to_be_visible()


def test_what_the_network_lost_is_back_in_its_field(installed: BrowserContext, live_server: Any) -> None:
    page = installed.new_page()
    story = story_of_a_new_draft(page, live_server.url)
    page.locator("main textarea").first.fill(TYPED)
    installed.set_offline(True)
    page.get_by_role("button", name="保存并继续", exact=True).click()
    expect(page.get_by_text("这一步没有交成")).to_be_visible()
    installed.set_offline(False)
    page.goto(story)
    expect(page.locator("main textarea").first).to_have_value(TYPED)
    expect(page.get_by_text("已放回您上次在这台设备上写的")).to_be_visible()
    page.get_by_role("button", name="保存并继续", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/story/"))
    assert TYPED not in page.evaluate(IN_STORE), "sent: the device forgets it"
    page.goto(story)
    expect(page.locator("main textarea").first).to_have_value(TYPED)
    assert page.get_by_text("已放回您上次在这台设备上写的").count() == 0, "the portal has it"


def test_what_is_lost_without_any_page_is_back_as_well(page: Page, live_server: Any) -> None:
    """A browser that does not keep the page for no network yet, and a form with a file in it, show an error of their own."""
    story = story_of_a_new_draft(page, live_server.url)
    page.locator("main textarea").first.fill(TYPED)
    page.context.set_offline(True)
    page.get_by_role("button", name="保存并继续", exact=True).click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.goto(live_server.url)
    page.goto(story)
    field = page.locator("main textarea").first
    expect(field).to_have_value(TYPED)

    # A quick hand on a slow line: what it wrote before the script was there stays below what is given back.
    late: list[Route] = []
    page.route("**/anning*.js", lambda route: late.append(route))
    page.goto(story, wait_until="commit")
    field.fill("又打来了")
    while not late:
        page.wait_for_timeout(50)
    late.pop().continue_()
    expect(field).to_have_value(f"{TYPED}\n又打来了")
    page.get_by_role("button", name="不要它").click()
    expect(field).to_have_value("又打来了")


def test_what_was_told_on_the_front_page_stays_until_it_is_sent(page: Page, live_server: Any) -> None:
    page.goto(live_server.url)
    story = page.get_by_label("用您自己的话讲讲经过")
    story.fill(consumer.STORY)
    page.goto(live_server.url + "/privacy/")
    page.goto(live_server.url)
    expect(story).to_have_value(consumer.STORY)
    page.get_by_role("button", name="开始", exact=True).click()
    page.wait_for_url("**/drafts/**")
    assert page.evaluate(IN_STORE) == "[]"
    page.goto(live_server.url)
    expect(story).to_have_value("")


def test_back_to_a_form_that_was_refused_is_its_page(page: Page, live_server: Any) -> None:
    page.goto(live_server.url)
    page.get_by_role("button", name="开始", exact=True).click()
    expect(page.locator(".errors")).to_be_visible()
    page.get_by_label("用您自己的话讲讲经过").fill("天天给我发广告短信，我没有同意过")
    page.get_by_role("button", name="开始", exact=True).click()
    expect(page.get_by_role("heading", name="我们这样理解，对吗？")).to_be_visible()
    page.get_by_role("button", name="保存并继续").click()
    expect(page.locator(".errors")).to_be_visible()
    page.get_by_label("最早的一次是哪天？").fill("2026-11-01")
    page.get_by_label("最近的一次是哪天？").fill("2026-11-11")
    page.get_by_role("button", name="保存并继续").click()
    expect(page.get_by_role("heading", name="您想要什么", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="我们这样理解，对吗？")).to_be_visible()
    expect(page.get_by_text("2026年11月1日")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_label("收到的短信，原样粘贴到这里")).to_be_visible()


def test_typed_text_can_be_dropped_ends_after_its_days_and_goes_with_who_leaves(
    page: Page, live_server: Any
) -> None:
    story = story_of_a_new_draft(page, live_server.url)
    field = page.locator("main textarea").first
    field.fill(TYPED)
    page.goto(live_server.url + "/help/")
    assert TYPED in page.evaluate(IN_STORE)
    page.goto(story)
    expect(field).to_have_value(TYPED)
    page.get_by_role("button", name="不要它").click()
    expect(field).to_have_value("")
    assert TYPED not in page.evaluate(IN_STORE)

    field.fill(TYPED)
    over = int(TYPED_TEXT_LIFE.total_seconds() * 1000) + 60_000
    page.evaluate(
        """over => Object.entries(localStorage).forEach(([key, kept]) =>
             localStorage.setItem(key, JSON.stringify({...JSON.parse(kept), at: Date.now() - over})))""",
        over,
    )
    page.goto(live_server.url + "/help/")
    assert page.evaluate(IN_STORE) == "[]"

    page.goto(story)
    field.fill(TYPED)
    page.goto(live_server.url + "/leave/")
    assert TYPED in page.evaluate(IN_STORE), "asking changes nothing"
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("已经离开")).to_be_visible()
    assert page.evaluate(IN_STORE) == "[]"


def test_a_share_is_of_a_public_page_and_has_no_code(page: Page, live_server: Any) -> None:
    page.add_init_script("navigator.share = async (what) => { window.shared = what; }")
    complaint = filed(Client(), you=PERSON)
    open_with(page, live_server.url, code_of(complaint))
    page.goto(f"{live_server.url}/cases/{complaint.number}/code/?code={code_of(complaint)}")
    page.get_by_role("button", name="分享").click()
    assert page.evaluate("window.shared.url") == live_server.url + "/"
    told = json.dumps(page.evaluate("window.shared"), ensure_ascii=False)
    assert complaint.number not in told
    assert code_of(complaint) not in told


WEATHER = "https://www.weather.com.cn/"


def test_one_tap_leaves_for_another_site_and_back_does_not_return(page: Page, live_server: Any) -> None:
    page.route(f"{WEATHER}**", lambda route: route.fulfill(body="晴", content_type="text/plain"))
    came_from: list[str | None] = []
    page.on(
        "request",
        lambda request: (
            came_from.append(request.headers.get("referer")) if "weather" in request.url else None
        ),
    )
    complaint = filed(Client(), you=PERSON)
    case = f"{live_server.url}/cases/{complaint.number}/"
    page.goto(live_server.url)
    page.get_by_label("用您自己的话讲讲经过").fill(TYPED)
    open_with(page, live_server.url, code_of(complaint))
    expect(page.get_by_role("heading", name=complaint.number)).to_be_visible()
    page.goto(f"{case}news/")
    page.get_by_role("link", name="快速离开").click()
    page.wait_for_url(WEATHER)
    assert came_from == [None], "the other site does not learn where from"
    for _press in range(3):  # the case, the page of the code, the front page
        page.evaluate("history.back()")
        page.wait_for_timeout(300)
        page.wait_for_url(WEATHER)
    page.goto(case)
    page.wait_for_url(WEATHER)

    page.goto(live_server.url)
    expect(page.get_by_label("用您自己的话讲讲经过")).to_have_value("")
    assert page.evaluate(IN_STORE) == "[]"
    answer = page.goto(case)
    assert answer
    assert answer.status == 404, "the session has gone"


def test_a_page_that_the_browser_kept_as_it_was_is_blank_after_the_exit(page: Page, live_server: Any) -> None:
    page.route(f"{WEATHER}**", lambda route: route.fulfill(body="晴", content_type="text/plain"))
    page.goto(f"{live_server.url}/help/")
    kept = "new PageTransitionEvent('{}', {{persisted: true}})"
    page.evaluate(f"dispatchEvent({kept.format('pagehide')})")
    expect(page.locator("main")).to_be_hidden()
    page.evaluate(f"dispatchEvent({kept.format('pageshow')})")
    expect(page.locator("main")).to_be_visible()
    page.evaluate("sessionStorage.setItem('anning-away', '1')")
    page.evaluate(f"dispatchEvent({kept.format('pageshow')})")
    page.wait_for_url(WEATHER)


@pytest.mark.parametrize("width", [390, 320])
def test_head_and_foot_leave_the_screen_to_the_page(page: Page, live_server: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(live_server.url)
    head, foot = (page.locator(part).bounding_box() for part in (".band", ".foot"))
    assert head
    assert foot
    assert head["height"] <= 60
    assert head["height"] + foot["height"] <= 844 * 0.4


# What stands alone and is pressed: not a link in a sentence, nor a box, whose label is pressed with it.
THUMB = """() => [...document.querySelectorAll(
    ".band a, .foot nav a, .foot nav button, .back, main button, main .button, main summary, main .choice label"
    + ", main .telephones a, main .buttons a, main select")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize(
    "path",
    ["/", "/start/", "/resume/", "/help/", "/accounts/login/", "/accounts/signup/", "/capture/", "/leave/"],
)
def test_what_is_pressed_is_as_high_as_a_thumb(page: Page, live_server: Any, path: str) -> None:
    page.goto(live_server.url + path)
    assert page.evaluate(THUMB) == []


def test_leaving_and_signing_out_clear_what_the_browser_kept() -> None:
    """Without script as well, by a header."""
    client = Client()
    assert client.post("/leave/").headers["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get("/leave/").headers
    client.force_login(User.objects.create_user("somebody"))
    assert client.post("/accounts/logout/").headers["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.post("/accounts/login/", {"login": "x"}).headers


def test_a_phone_can_install_it() -> None:
    client = Client()
    answer = client.get("/manifest.webmanifest")
    assert answer.headers["Content-Type"].startswith("application/manifest+json")
    manifest = json.loads(b"".join(answer))
    assert (manifest["lang"], manifest["scope"], manifest["start_url"]) == ("zh-Hans", "/", "/")
    sizes = set()
    for one in manifest["icons"]:
        content = b"".join(client.get(one["src"]))
        if one["type"] == "image/png":
            width, height = Image.open(io.BytesIO(content)).size
            assert one["sizes"] == f"{width}x{height}"
            sizes.add((width, one["purpose"]))
    assert {(192, "any"), (512, "any"), (512, "maskable")} <= sizes
    page = client.get("/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert Image.open(io.BytesIO(b"".join(client.get("/favicon.ico")))).format == "ICO"
    robots = b"".join(client.get("/robots.txt")).decode()
    assert {"Disallow: /cases/", "Disallow: /drafts/", "Disallow: /receipts/"} <= set(robots.splitlines())
